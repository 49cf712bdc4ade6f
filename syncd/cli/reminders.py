"""pause and reminders: the writing into people's calendars stopped, and what was written taken out again."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from syncd.cli.common import config_option, counted, echo_json, json_option, opened, read_config, user
from syncd.errors import Unavailable, UsageError

if TYPE_CHECKING:
    from syncd.config import Config
    from syncd.world import World


@click.command()
@config_option
@json_option
@click.option("--staff", "address", metavar="ADDR", help="Only this person's calendar; without it everybody's.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Go on by itself on this day; without it, when told to.")
@click.option("--off", is_flag=True, help="End the pause: the next pass writes what is wanted by then.")
def pause(config_file: str | None, as_json: bool, address: str | None, until: dt.datetime | None, off: bool) -> None:
    """Stop writing to calendars for a while; `syncd pause --off` goes on.

    Entries that are there stay as they are, and calendars are still read: what people tick, move or delete counts. Mail is
    read and promises are found as before; what would be written waits. The pause outlives restarts, and `once` and `run` heed it.
    A person's own pause and everybody's are two: each has to be ended for that person's calendar to be written to again.
    To take out what is there as well: syncd reminders remove.

    Example: syncd pause --staff rasa@klimatas.example --until 2027-01-04
    """
    from syncd.store import pauses
    from syncd.takeout import nobody_writing

    if off and until:
        raise UsageError("--off ends a pause now; --until begins one with an end: give one of them")
    config = read_config(config_file)
    subject = _owner(config, address) if address else pauses.EVERYBODY
    with opened(config) as world:
        day = until.date() if until else None
        if day and day <= world.today:
            raise UsageError(f"--until {day}: writing would go on at once; give a day after {world.today}")
        with world.store.write() as db:
            if off and subject in pauses.active(db, world.today):
                pauses.resume(db, subject, user(), world.now)
            elif not off:
                pauses.pause(db, subject, day, user(), world.now)
        if not off:
            with nobody_writing(world):  # a pass that began before may still write; after this none does
                pass
        _tell_pauses(world, as_json=as_json)


@click.group()
def reminders() -> None:
    """Look after the entries syncd has put into calendars."""


@reminders.command(short_help="Take every entry of ours out of calendars.")
@config_option
@json_option
@click.option("--all", "everybody", is_flag=True, help="Out of everybody's calendar.")
@click.option("--staff", "address", metavar="ADDR", help="Out of this person's calendar.")
@click.option("--yes", is_flag=True, help="Do not ask first; where there is no terminal to ask at, nothing is asked.")
def remove(config_file: str | None, as_json: bool, everybody: bool, address: str | None, yes: bool) -> None:
    """Take every entry of ours out of calendars, and write there no more. Also a step of uninstalling.

    Pausing is part of it: nothing is put back before `syncd pause --off` (with --staff, if it was given here). What people
    did to their entries since the last pass is taken in first, and none counts as deleted by them. Everything that bears
    our mark goes: doubles, and entries the store does not know, as after putting back an old copy of it. Promises stay
    listed. May be repeated. Exit 69 when a calendar could not be cleared; it is named.
    """
    from syncd.store import pauses
    from syncd.takeout import take_out

    if everybody == bool(address):
        raise UsageError("whose entries? give --all or --staff ADDR")
    config = read_config(config_file)
    owner = _owner(config, address) if address else pauses.EVERYBODY
    with opened(config) as world:
        if not yes and sys.stdin.isatty():
            whose = f"{owner}'s calendar" if address else "everybody's calendars"
            click.confirm(f"Take all entries of ours out of {whose}, and pause the writing?", abort=True, err=True)
        cleared = take_out(world, owner, user())
        if as_json:
            echo_json({"calendars": [{"name": c.name, "owner": c.owner, "removed": c.removed, "error": c.error} for c in cleared],
                       "removed": sum(c.removed for c in cleared), "paused": paused(pauses.active(world.store.db, world.today))})  # fmt: skip
        else:
            for c in cleared:
                click.echo(f"{c.name}: {counted(c.removed, 'entry', 'entries')} taken out" + (f"; {c.error}" if c.error else ""))
            _tell_pauses(world, as_json=False)
    if any(c.error for c in cleared):
        raise Unavailable("not every calendar could be cleared; see to what is named, then call the command again")


def paused(active: Mapping[str, str]) -> list[dict[str, str | None]]:
    """Pauses as JSON: {staff: an address, null for everybody; until: a day or null}."""
    from syncd.store import pauses

    return [{"staff": None if who == pauses.EVERYBODY else who, "until": until or None} for who, until in active.items()]


def in_words(active: Mapping[str, str]) -> str:
    """Pauses as a sentence or two."""
    from syncd.store import pauses

    names = {pauses.EVERYBODY: "everybody"}
    who = "; ".join(names.get(who, who) + (f" until {until}" if until else "") for who, until in active.items())
    return f"Writing to calendars is paused: {who}. Answers are still read; `syncd pause --off` goes on."


def _tell_pauses(world: World, *, as_json: bool) -> None:
    from syncd.store import pauses

    active = pauses.active(world.store.db, world.today)
    if as_json:
        echo_json({"paused": paused(active)})
    elif active:
        click.echo(in_words(active))
        if active.keys() - {pauses.EVERYBODY}:
            click.echo("A pause of one person is ended by `syncd pause --off --staff ADDR`.")
    else:
        click.echo("Nothing is paused; the next pass writes to the calendars.")


def _owner(config: Config, address: str) -> str:
    """The person of an address or alias, if the config knows them. Raises UsageError with those it knows."""
    owner = config.person(address.strip().casefold()).address
    known = sorted({p.address for p in config.people} | {s.owner for s in config.sources if s.owner})
    if owner not in known:
        raise UsageError(f"--staff {address}: the config knows nobody of this address; it has {', '.join(known)}")
    return owner
