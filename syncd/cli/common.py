"""What several commands share: the config option, opening the world, tables on the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from syncd.config import Config, find_config, load
from syncd.contract import as_line
from syncd.errors import StoreError

if TYPE_CHECKING:
    from syncd.world import World

F = TypeVar("F", bound=Callable[..., Any])


def echo_json(value: object) -> None:
    """One line of JSON in UTF-8, whatever the terminal's encoding."""
    click.echo(as_line(value), nl=False)


def config_option(command: F) -> F:
    """`-c FILE`, else $SYNCD_CONFIG, ./config.toml, /etc/syncd/config.toml."""
    sentence = "The config (else $SYNCD_CONFIG, ./config.toml, /etc/syncd/config.toml)."
    return click.option("-c", "--config", "config_file", metavar="FILE", help=sentence)(command)


def json_option(command: F) -> F:
    """`--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Write JSON instead of words.")(command)


def read_config(config_file: str | None) -> Config:
    """The config, its warnings told on standard error."""
    config = load(find_config(config_file))
    for warning in config.warnings:
        click.echo(f"warning: {warning}", err=True)
    return config


@contextmanager
def opened(config: Config, *, create: bool = False) -> Iterator[World]:
    """The world of a config, closed at the end. What SQLite finds wrong on the way is a StoreError (exit 65)."""
    from syncd.world import open_world  # and with it the store: not for who explains a file

    with sound(config):
        world = open_world(config, create=create)
        try:
            yield world
        finally:
            world.close()


@contextmanager
def sound(config: Config) -> Iterator[None]:
    """A store that turns out damaged, full or locked while it is worked with: told with the remedy, exit 65."""
    import sqlite3

    try:
        yield
    except sqlite3.OperationalError as problem:
        remedy = "Nothing half-done was kept; see to the disk or to the other program that has it, then try again."
        raise StoreError(f"{config.store.path}: {problem}. {remedy}") from problem
    except sqlite3.DatabaseError as problem:
        raise StoreError(f"{config.store.path}: {problem}. The file is damaged; put back a backup with `syncd restore`.") from problem
