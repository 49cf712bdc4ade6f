"""What people did to our entries, taken in as decisions: moved, ticked, "no" before the title, deleted, written into.

An entry is compared with how we left it: what was seen there last, else what we wrote, else (the store is an older copy
of itself) what the plan would write now. An entry counts as deleted only when no calendar holds it, the calendar asked
for it directly says so, and few went at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping

from connectors.base import ReminderCalendar, Seen
from syncd.calendars import Calendars, Kept
from syncd.core import keys
from syncd.core.plan import AsLeft, Wanted, answers, is_changed
from syncd.errors import SourceError
from syncd.store import decisions, promises, reminders
from syncd.store.decisions import Decision
from syncd.store.reminders import Row
from syncd.world import World

_MANY_DELETED, _SHARE_DELETED = 3, 0.3
_FORGET_AFTER = dt.timedelta(days=14)

Planned = Callable[[], Mapping[str, Wanted]]  # what should be there now, by uid; asked only where a store has forgotten


def take_answers(world: World, calendars: Calendars, kept: Kept, planned: Planned) -> None:
    """Read every calendar, decide what people said there, and take doubles of an entry out."""
    outbox = reminders.rows(world.store.db)
    looked = {name: seen for name in calendars.sources if (seen := _look(calendars, name, outbox)) is not None}
    there = {entry.uid for seen in looked.values() for entry in seen}
    for name, seen in looked.items():
        calendar = calendars.of(name)
        if calendar is None:
            continue
        try:
            ours = [r for r in outbox.values() if r.last is not None and r.seen_calendar == name]
            gone = [r for r in ours if r.uid not in there and calendar.ask(r.uid) is None]
        except SourceError as problem:
            calendars.failed[name] = str(problem)
            continue
        if doubt := _too_many(world, gone, ours):
            calendars.failed[name] = doubt
            continue
        with world.store.write():
            for entry in seen:
                row = outbox.get(entry.uid) or _adopt(world, name, entry, planned)
                if row is not None:
                    _answer(world, name, row, entry, kept, planned)
            for row in gone:
                _gone(world, row, kept)


def _look(calendars: Calendars, name: str, outbox: Mapping[str, Row]) -> list[Seen] | None:
    """Our entries in a calendar, one of each uid; None where it cannot be read now."""
    calendar = calendars.of(name)
    if calendar is None:
        return None
    try:
        return _without_doubles(calendar, calendar.look(), outbox)
    except SourceError as problem:
        calendars.failed[name] = str(problem)
        return None


def _without_doubles(calendar: ReminderCalendar, seen: Iterable[Seen], outbox: Mapping[str, Row]) -> list[Seen]:
    """Of two entries of one uid the one the outbox knows stays, else the first by handle; the others are taken out."""
    by_uid: dict[str, list[Seen]] = {}
    for entry in seen:
        by_uid.setdefault(entry.uid, []).append(entry)
    for uid, entries in by_uid.items():
        known = outbox[uid].last if uid in outbox else None
        entries.sort(key=lambda e: (known is None or e.handle != known.handle, e.handle))
        for extra in entries[1:]:
            calendar.remove(extra)
    return [entries[0] for entries in by_uid.values()]


def _is_long_past(world: World, row: Row) -> bool:
    """Whether the entry lies so far back that taking it away says nothing."""
    return bool(row.last and row.last.start and world.now - row.last.start > _FORGET_AFTER)


def _too_many(world: World, gone: list[Row], ours: list[Row]) -> str | None:
    """Why nothing is decided when many entries went at once: a calendar was emptied or swapped, not answered."""
    lost = [r for r in gone if r.state != "removed" and not _is_long_past(world, r)]
    if len(lost) > _MANY_DELETED and len(lost) >= _SHARE_DELETED * len(ours):
        return (
            f"{len(lost)} of {len(ours)} entries are gone at once: nothing is decided, and nothing is written there, until they are back"
        )
    return None


def _answer(world: World, calendar: str, row: Row, entry: Seen, kept: Kept, planned: Planned) -> None:
    """Take in one entry as it is in the calendar now."""
    last = row.last if row.seen_calendar == calendar else None
    if row.state == "deleted" or (last is not None and last.etag == entry.etag):
        return
    was = _as_left(row, last, entry, planned)
    said = answers(was, entry.title, entry.start, entry.note, done=entry.done)
    if was is None and entry.start and (plan := planned().get(row.uid)) and plan.reminder.start != entry.start:
        said.append(("move", entry.start.isoformat()))  # who moved it is forgotten; if it was a person, it must stand
    for kind, value in said:
        subject = row.promise_key or row.uid
        decisions.decide(world.store.db, Decision(keys.instant(world.now), row.owner, "calendar", kind, subject, value or None))
        kept.decided += 1
    touched = bool(said) or (was is not None and is_changed(was, entry.title, entry.start))
    reminders.saw(world.store.db, entry.uid, entry, calendar, _state(row, {kind for kind, _ in said}, touched), by_person=touched)
    if said and row.promise_key:
        promises.lay_decisions(world.store.db, [row.promise_key])


def _as_left(row: Row, last: Seen | None, entry: Seen, planned: Planned) -> AsLeft | None:
    """The entry as it was before anybody changed it, known by the hash we wrote into it; None where that is forgotten."""
    if last is not None and last.content_hash == entry.content_hash:
        return AsLeft(last.title, last.start, last.note, row.state == "done")
    if row.reminder.content_hash == entry.content_hash:
        return AsLeft(row.reminder.title, row.reminder.start, row.reminder.text)
    wanted = planned().get(row.uid)
    if wanted and wanted.reminder.content_hash == entry.content_hash:
        return AsLeft(wanted.reminder.title, wanted.reminder.start, wanted.reminder.text)
    return None


def _state(row: Row, said: set[str], touched: bool) -> str:
    """The outbox state of an entry that was looked at."""
    if "done" in said:
        return "done"
    if "move" in said:
        return "moved"
    if touched:
        return row.state if row.state in ("moved", "done") else "there"
    return row.state


def _adopt(world: World, calendar: str, entry: Seen, planned: Planned) -> Row | None:
    """An entry of ours the store does not know (it is an older copy of itself): taken over where its promise is known."""
    db = world.store.db
    wanted = planned().get(entry.uid)
    if wanted is not None:
        reminders.want(db, wanted, calendar, "sending")
    elif not reminders.adopt(db, entry, calendar, _owner(world, calendar)):
        return None
    return reminders.rows(db)[entry.uid]


def _owner(world: World, calendar: str) -> str:
    source = world.config.source(calendar)
    return source.owner if source else ""


def _gone(world: World, row: Row, kept: Kept) -> None:
    """An entry that is no longer there: a person deleted it, or we were taking it out ourselves when we were stopped."""
    db = world.store.db
    if row.state == "removed" or _is_long_past(world, row):
        reminders.lost(db, row.uid, "removed")
    elif row.state == "collected":
        reminders.lost(db, row.uid, "collected")
    elif row.state == "sending" and row.calendar != row.seen_calendar:
        reminders.lost(db, row.uid, "wanted")  # on its way to another calendar
    else:
        _deleted(world, row, kept)


def _deleted(world: World, row: Row, kept: Kept) -> None:
    """A person deleted an entry: no more reminder, and the promise stays listed; a hand-off not yet accepted is declined."""
    db = world.store.db
    if row.state != "done":
        kind = "decline" if row.promise_key and promises.is_asked(db, row.promise_key) else "delete"
        decisions.decide(db, Decision(keys.instant(world.now), row.owner, "calendar", kind, row.promise_key or row.uid))
        kept.decided += 1
    reminders.lost(db, row.uid, "deleted")
    if row.promise_key:
        promises.lay_decisions(db, [row.promise_key])
