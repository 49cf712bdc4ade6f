"""What several commands share: the config option, opening the world, tables on the terminal."""

from __future__ import annotations

import errno
import getpass
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from syncd.config import Config, find_config, load
from syncd.contract import as_line
from syncd.errors import AlreadyRunning, StoreError

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

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
    """What SQLite finds wrong with a store is told with its remedy: damaged 65, locked by another program 75, a full or failing disk 74."""
    import sqlite3

    try:
        yield
    except sqlite3.DatabaseError as problem:
        raise _told(config.store.path, problem) from problem
    except StoreError as problem:
        if isinstance(problem.__cause__, sqlite3.OperationalError):
            raise _told(config.store.path, problem.__cause__) from problem
        raise


def _told(path: Path, problem: sqlite3.DatabaseError) -> Exception:
    """The error that says what to do: a store that is only locked or out of space needs no backup put back."""
    import sqlite3

    kind = getattr(problem, "sqlite_errorcode", 0) & 0xFF  # the low byte; the rest tells in which call
    if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return AlreadyRunning(f"{path}: another program keeps it locked; try again when it is done")
    if kind in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
        return OSError(errno.EIO, f"{problem}; see to the disk and its rights, then try again: nothing half-done was kept", str(path))
    return StoreError(f"{path}: {problem}. The file is damaged; put back a backup of history.db and raw/.")


def counted(count: int, one: str, many: str = "") -> str:
    """“1 mail”, “2 mails”; `many` where the plural is no mere s."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def user() -> str:
    """Who calls the command, for the record."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except KeyError:  # a user id without a name, as in containers
        return f"uid {os.getuid()}"
