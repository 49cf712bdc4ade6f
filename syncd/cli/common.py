"""What several commands share: the config option, opening the world, tables on the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from syncd.config import Config, find_config, load
from syncd.world import World, open_world

F = TypeVar("F", bound=Callable[..., Any])


def config_option(command: F) -> F:
    """`-c FILE`, else $SYNCD_CONFIG, ./config.toml, /etc/syncd/config.toml."""
    return click.option("-c", "--config", "config_file", metavar="FILE", help="The config (else $SYNCD_CONFIG, ./config.toml, /etc/syncd/config.toml).")(
        command
    )


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
    """The world of a config, closed at the end."""
    world = open_world(config, create=create)
    try:
        yield world
    finally:
        world.close()
