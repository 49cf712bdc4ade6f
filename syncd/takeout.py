"""Our entries taken out of calendars again, for a while or for good: everybody's or one person's.

Pausing is part of it, else the next pass would put them back. What people did to their entries since the last pass is taken in
first. Then every entry that bears our mark goes, whether the store knows it or not: doubles, and those a restored store has
forgotten. Safe to be stopped and repeated.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterator

from connectors.base import ReminderCalendar, Seen
from syncd import faults
from syncd.answers import take_answers
from syncd.calendars import Calendars, Kept, ask_for
from syncd.errors import AlreadyRunning, CalendarGone, SourceError
from syncd.remind import hold_outbox, planned
from syncd.store import pauses, reminders, sources
from syncd.store.reminders import Row
from syncd.world import World


@dataclasses.dataclass(slots=True)
class Cleared:
    """What became of one calendar: how many entries were taken out, and why not all, if so."""

    name: str
    owner: str
    removed: int = 0
    error: str | None = None


@contextlib.contextmanager
def nobody_writing(world: World) -> Iterator[None]:
    """Hold the writing into calendars. Raises AlreadyRunning where another pass goes on writing for more than a minute."""
    if held := hold_outbox(world):
        raise AlreadyRunning(f"another pass is writing the calendars, try again when it is done: {held}")
    try:
        yield
    finally:
        sources.release_outbox(world.store)


def take_out(world: World, owner: str, by: str) -> list[Cleared]:
    """Pause the writing for `owner` (pauses.EVERYBODY: for all), and take their entries out of their calendars."""
    with nobody_writing(world):
        with world.store.write() as db:
            if pauses.active(db, world.today).get(owner) != "":
                pauses.pause(db, owner, None, by, world.now)
        with contextlib.closing(Calendars(world)) as calendars:
            take_answers(world, calendars, Kept(), lambda: {w.reminder.uid: w for w in planned(world)})
        with contextlib.closing(Calendars(world)) as calendars:  # opened anew: where many entries are gone at once, those that are there still go all the same
            rows = [r for r in reminders.rows(world.store.db).values() if r.last is not None]
            cleared = [
                _clear(world, calendars, name, [r for r in rows if r.seen_calendar == name])
                for name in calendars.sources
                if owner in (pauses.EVERYBODY, calendars.owner(name))
            ]
    return cleared + _out_of_reach(calendars, [r for r in rows if owner in (pauses.EVERYBODY, r.owner)])


def _clear(world: World, calendars: Calendars, name: str, known: list[Row]) -> Cleared:
    """Take every entry of ours out of one calendar; `known` are the rows of those the store knows there."""
    result = Cleared(name, calendars.owner(name))
    calendar = calendars.of(name)
    if calendar is None:
        result.error = calendars.failed[name]
        return result
    try:
        entries, unread = _entries(calendar, known)
        result.error = "; ".join(unread.values()) or None
        with world.store.write() as db:  # before the first goes: stopped in between, what is gone must not read as a person's deletion
            for row in known:
                reminders.set_state(db, row.uid, "removed")
        for seen in entries:
            faults.hit("calendar.before_remove")
            calendar.remove(seen)
            faults.hit("calendar.after_remove")
            result.removed += 1
            with world.store.write() as db:
                reminders.taken_out(db, seen.uid)
        with world.store.write() as db:
            for row in known:  # gone already, or just now
                if row.uid not in unread:
                    reminders.taken_out(db, row.uid)
    except SourceError as problem:
        result.error = str(problem)
    return result


def _entries(calendar: ReminderCalendar, known: list[Row]) -> tuple[list[Seen], dict[str, str]]:
    """Every entry of ours: what bears our mark in the calendar, and what a person moved into another of theirs; and why some cannot be read.

    None where the calendar itself is gone: whoever calls this has seen that told, and wants to be rid of it.
    """
    try:
        seen = list(calendar.look())
        there = {entry.uid for entry in seen}
        asked, unread = ask_for(calendar, [row.uid for row in known if row.uid not in there])
    except CalendarGone:
        return [], {}
    return [*seen, *filter(None, asked.values())], unread


def _out_of_reach(calendars: Calendars, rows: list[Row]) -> list[Cleared]:
    """The calendars the config no longer names though entries of ours were left there."""
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        if row.seen_calendar not in calendars.sources:
            counts[row.seen_calendar, row.owner] = counts.get((row.seen_calendar, row.owner), 0) + 1
    return [
        Cleared(name, owner, error=f"{count} entries were left there, and the config has no such source: write it in again, or take them out by hand")
        for (name, owner), count in sorted(counts.items())
    ]
