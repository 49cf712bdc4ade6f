"""promises done, dismiss, hand-over …: what the pages decide with one click, on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from syncd.cli.common import config_option, echo_json, json_option, opened, read_config, user
from syncd.errors import UsageError

if TYPE_CHECKING:
    import sqlite3

# command → kind of the decision, its sentence in the overview
_DECISIONS: Final = {
    "done": ("done", "It is kept."),
    "dismiss": ("dismiss", "It is no promise."),
    "confirm": ("confirm", "It is one, though the program doubts it."),
    "cancel": ("cancel", "It is called off."),
    "break": ("break", "It was broken."),
    "reopen": ("reopen", "It is open again."),
}


@click.command("list", short_help="Show what is open, by its term.")
@config_option
@json_option
def list_(config_file: str | None, as_json: bool) -> None:
    """Show the promises that are open, by their terms: the key by which each is decided about, the term, whose it is, to whom, in which words."""
    from syncd.store.deciding import open_promises

    with opened(read_config(config_file)) as world:
        found = open_promises(world.store.db)
    if as_json:
        echo_json(found)
        return
    for p in found:
        click.echo(f"{p['id'][:12]}  {(p['due_to'] or 'no term').replace('T', ' '):16}  {p['assignee'] or p['promiser']} → {p['beneficiary'] or '?'}: “{' '.join(p['quote'].split())}”")
    if not found:
        click.echo("No promise is open; `syncd status` shows what was read.")


def _decision(name: str) -> click.Command:
    kind, sentence = _DECISIONS[name]

    @click.command(name, short_help=sentence)
    @config_option
    @json_option
    @click.argument("key", metavar="KEY")
    def decide(config_file: str | None, as_json: bool, key: str) -> None:
        _decide(config_file, as_json, key, kind, None)

    decide.help = f"{sentence} KEY is what `syncd promises list` shows, or its first letters. The calendars follow with the next pass; `undo` takes it back."
    return decide


@click.command("hand-over", short_help="A colleague has it from now on.")
@config_option
@json_option
@click.argument("key", metavar="KEY")
@click.argument("to", metavar="ADDRESS")
def hand_over(config_file: str | None, as_json: bool, key: str, to: str) -> None:
    """Hand the promise KEY over to the colleague with this ADDRESS, who takes it or declines. Its entry moves with the next pass.

    Example: syncd promises hand-over 9b274a jonas@klimatas.example
    """
    _decide(config_file, as_json, key, "hand_over", to)


@click.command(short_help="Take the last decision about it back.")
@config_option
@json_option
@click.argument("key", metavar="KEY")
def undo(config_file: str | None, as_json: bool, key: str) -> None:
    """Take back what was decided last about the promise KEY: it stands as before."""
    from syncd.store import deciding
    from syncd.store.decisions import last_standing

    with opened(read_config(config_file)) as world:
        key = _the_one(world.store.db, key)
        last = last_standing(world.store.db, key)
        if last is None:
            raise UsageError(f"{key}: nothing was decided about this promise")
        with world.store.write() as db:
            if not deciding.undo(world.page(db), last[0], user(), "command"):
                raise UsageError(f"{key}: the decision “{last[1]}” cannot be taken back here")
        _tell(world.store.db, key, as_json)


def _decide(config_file: str | None, as_json: bool, key: str, kind: str, to: str | None) -> None:
    from syncd.core.addresses import canonical
    from syncd.core.worktime import zone_of
    from syncd.store import deciding

    config = read_config(config_file)
    with opened(config) as world:
        key = _the_one(world.store.db, key)
        if to is not None:
            to = config.person(canonical(to)).address
            if not deciding.is_colleague(world.store.db, to, f"{world.now.astimezone(zone_of(config.company.timezone)):%Y-%m-%d}"):
                raise UsageError(f"{to}: no colleague has this address, or they have left")
        with world.store.write() as db:
            if not deciding.about_promise(world.page(db), key, kind, to, user(), "command"):
                raise UsageError(f"{key}: this cannot be said of it: it is withdrawn, or a customer's own promise")
        _tell(world.store.db, key, as_json)


def _the_one(db: sqlite3.Connection, beginning: str) -> str:
    """The key of the one promise that begins so. Raises UsageError."""
    from syncd.store.deciding import promises_beginning

    keys = promises_beginning(db, beginning)
    if len(keys) != 1:
        raise UsageError(f"{beginning}: {'several promises begin so; give more of it' if keys else 'there is no such promise'}; see `syncd promises list`")
    return keys[0]


def _tell(db: sqlite3.Connection, key: str, as_json: bool) -> None:
    from syncd.store.deciding import promise_of

    p = promise_of(db, key)
    if as_json:
        echo_json(p)
    else:
        click.echo(f"{p['state']}: {p['assignee'] or p['promiser']} → {p['beneficiary'] or '?'}: “{' '.join(p['quote'].split())}”")


def commands() -> list[click.Command]:
    """All of them."""
    return [list_, *map(_decision, _DECISIONS), hand_over, undo]
