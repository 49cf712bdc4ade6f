"""What people did to our entries, taken in as decisions: moved, ticked, "no" before the title, deleted, written into.

An entry is compared with how we left it: what was seen there last, else what we wrote, else (the store is an older copy
of itself) what the plan would write now. An entry counts as deleted only when no calendar holds it, the calendar asked
for it directly says so, and few went at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from connectors.base import ReminderCalendar, Seen
from syncd.calendars import Calendars, Kept, ask_for
from syncd.core import keys, texts
from syncd.core.plan import AsLeft, Wanted, answers, as_written, is_about_promise, is_changed
from syncd.core.worktime import zone_of
from syncd.errors import CalendarGone, SourceError
from syncd.store import decisions, promises, reminders, restoring, spoken
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
    _without_copies(calendars, looked, outbox)
    there = {entry.uid for seen in looked.values() for entry in seen}
    for name, seen in looked.items():
        calendar = calendars.of(name)
        if calendar is None:
            continue
        try:
            ours = [r for r in outbox.values() if r.last is not None and r.seen_calendar == name]
            asked, unread = ask_for(calendar, [r.uid for r in ours if r.uid not in there])
            kept.errors += [f"{name}: {problem}" for problem in unread.values()]
        except SourceError as problem:
            calendars.failed[name] = _told(problem, calendars.owner(name))
            continue
        gone = [r for r in ours if r.uid in asked and asked[r.uid] is None]
        has_left = name in calendars.left
        is_forgetful = bool(seen) and restoring.has_forgotten(world.store)  # a copy knows many that we took out since; others stand there, so it is the calendar
        if not has_left and not is_forgetful and (doubt := too_many(world, calendars.owner(name), gone, ours)):
            calendars.failed[name] = doubt
            continue
        with world.store.write() as db:
            if seen:
                first = next((e.uid for e in seen if texts.introduces(e.note)), "")
                reminders.introduced(db, calendars.owner(name), first, keys.instant(world.now))
            for entry in (*seen, *filter(None, asked.values())):
                row = outbox.get(entry.uid) or adopt(world, name, entry, planned)
                if row is not None:
                    take_answer(world, name, row, entry, kept, planned)
            for row in gone:
                take_deletion(world, row, kept, has_left=has_left)


def _look(calendars: Calendars, name: str, outbox: Mapping[str, Row]) -> list[Seen] | None:
    """Our entries in a calendar, one of each uid; None where it cannot be read now."""
    calendar = calendars.of(name)
    if calendar is None:
        return None
    try:
        return one_of_each(calendar, calendar.look(), outbox, remove=calendars.may_write(name))
    except SourceError as problem:
        calendars.failed[name] = _told(problem, calendars.owner(name))
        return None


def one_of_each(calendar: ReminderCalendar, seen: Iterable[Seen], outbox: Mapping[str, Row], *, remove: bool) -> list[Seen]:
    """Of two entries of one uid the one the outbox knows stays, else the first by handle; the others are taken out if we may."""
    by_uid: dict[str, list[Seen]] = {}
    for entry in seen:
        by_uid.setdefault(entry.uid, []).append(entry)
    for uid, entries in by_uid.items():
        known = outbox[uid].last if uid in outbox else None
        entries.sort(key=lambda e: (known is None or e.handle != known.handle, e.handle))
        for extra in entries[1:] if remove else ():
            calendar.remove(extra)
    return [entries[0] for entries in by_uid.values()]


def _without_copies(calendars: Calendars, looked: dict[str, list[Seen]], outbox: Mapping[str, Row]) -> None:
    """Of one entry in several calendars of ours the one stays that the outbox knows, else the first; the others are taken out if we may."""
    places: dict[str, list[str]] = {}
    for name, seen in looked.items():
        for entry in seen:
            places.setdefault(entry.uid, []).append(name)
    for uid, names in places.items():
        row = outbox.get(uid)
        names.sort(key=lambda name: row is None or (name != row.seen_calendar, name != row.calendar))
        for name in names[1:]:
            (copy,) = (e for e in looked[name] if e.uid == uid)
            looked[name].remove(copy)
            calendar = calendars.of(name)
            if calendar is not None and calendars.may_write(name):
                try:
                    calendar.remove(copy)
                except SourceError as problem:
                    calendars.failed[name] = str(problem)


def _is_long_past(world: World, row: Row) -> bool:
    """Whether the entry lies so far back that taking it away says nothing."""
    return bool(row.last and row.last.start and world.now - row.last.start > _FORGET_AFTER)


def too_many(world: World, owner: str, gone: list[Row], ours: list[Row]) -> str | None:
    """Why nothing is decided when many entries went at once: a calendar was emptied or swapped, not answered."""
    lost = [r for r in gone if r.state != "removed" and not _is_long_past(world, r)]
    if len(lost) > _MANY_DELETED and len(lost) >= _SHARE_DELETED * len(ours):
        return (
            f"{len(lost)} of {len(ours)} entries are gone at once: nothing is decided, and nothing is written there, until they are back; "
            f"if that was meant, {_anew(owner)}"
        )
    return None


def _told(problem: SourceError, owner: str) -> str:
    return f"{problem}; if it is gone for good, {_anew(owner)}" if isinstance(problem, CalendarGone) else str(problem)


def _anew(owner: str) -> str:
    """How an admin goes on with a calendar that was emptied or is gone."""
    return f"`syncd reminders remove --staff {owner}` and then `syncd pause --off --staff {owner}` begin anew"


def take_answer(world: World, calendar: str, row: Row, entry: Seen, kept: Kept, planned: Planned, last: Seen | None = None) -> None:
    """Take in one entry as it is in the calendar now. `last`: as it was known before, where that was in another calendar."""
    last = last or (row.last if row.seen_calendar == calendar else None)
    if row.state == "deleted" or (last is not None and last.etag == entry.etag):
        return
    if row.is_forgotten:  # it goes, whoever changed it, and none of its words is read
        reminders.saw(world.store.db, entry.uid, replace(entry, title="", note=""), calendar, row.state)
        return
    was = _as_left(row, last, entry, planned)
    said = answers(was, entry.title, entry.start, entry.note, done=entry.done)
    if was is None and entry.start and (plan := planned().get(row.uid)) and plan.reminder.start != entry.start:
        said.append(("move", entry.start.isoformat()))  # who moved it is forgotten; if it was a person, it must stand
    touched = bool(said) or (was is not None and is_changed(was, entry.title, entry.start))
    reminders.saw(world.store.db, entry.uid, entry, calendar, _state(row, {kind for kind, _ in said}, touched), by_person=touched)
    decide_said(world, row, said, kept)


def decide_said(world: World, row: Row, said: list[tuple[str, str]], kept: Kept) -> None:
    """Keep what a person said by changing an entry, and lay it over its promise."""
    db = world.store.db
    for kind, value in said:
        if kind == "move":
            value = _new_term(world, row, value)
        decisions.decide(db, Decision(keys.instant(world.now), row.owner, "calendar", kind, _subject(row, kind), value or None))
        kept.decided += 1
    if said and row.promise_key:
        promises.lay_decisions(db, [row.promise_key])
    if any(kind == "note" for kind, _ in said) and spoken.save_notes(world.page(db), [_subject(row, "note")]):
        spoken.something_came(db)


def _subject(row: Row, answer: str) -> str:
    """What an answer is about: the promise, or the entry alone."""
    return row.promise_key if row.promise_key and is_about_promise(row.purpose, answer) else row.uid


def _new_term(world: World, row: Row, start: str) -> str:
    """The term an entry was moved to: its start, and of one that lies on a whole day that day's closing time."""
    zone = zone_of(row.zone)
    at = dt.datetime.fromisoformat(start).astimezone(zone)
    if at.time() == dt.time():
        return dt.datetime.combine(at.date(), world.config.calendar.hours_of(at.date())[1], zone).isoformat()
    return start


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
    if "done" in said or (row.state == "done" and "move" in said):  # moving what is ticked does not open it again
        return "done"
    if "move" in said:
        return "moved"
    if touched:
        return row.state if row.state in ("moved", "done") else "there"
    return row.state


def adopt(world: World, calendar: str, entry: Seen, planned: Planned) -> Row | None:
    """An entry of ours the store does not know (it is an older copy of itself): taken over where its promise is known."""
    db = world.store.db
    wanted = planned().get(entry.uid)
    if wanted is not None:
        reminders.want(db, as_written(wanted, entry.start, entry.content_hash), calendar, "sending")
    elif not reminders.adopt(db, entry, calendar, _owner(world, calendar)):
        return None
    return reminders.rows(db)[entry.uid]


def _owner(world: World, calendar: str) -> str:
    source = world.config.source(calendar)
    return source.owner if source else ""


def take_deletion(world: World, row: Row, kept: Kept, *, has_left: bool) -> None:
    """An entry that is no longer there: a person deleted it, or we were taking it out ourselves when we were stopped.

    Where its owner `has_left` nobody said anything: the calendar is being cleared away.
    """
    db = world.store.db
    if row.state == "removed":
        reminders.lost(db, row.uid, "removed")
    elif _is_long_past(world, row):
        reminders.lost(db, row.uid, "deleted")  # says nothing of the promise; the clock may be wrong, and then it must not come again
    elif row.state == "collected":
        reminders.lost(db, row.uid, "collected")
    elif row.state == "sending" and row.calendar != row.seen_calendar:
        reminders.lost(db, row.uid, "wanted")  # on its way to another calendar
    elif has_left:
        reminders.lost(db, row.uid, "wanted")
    elif restoring.has_forgotten(world.store):
        reminders.lost(db, row.uid, "deleted")  # by a person or by us: that is forgotten
    else:
        _deleted(world, row, kept)


def _deleted(world: World, row: Row, kept: Kept) -> None:
    """A person deleted an entry: no more reminder, and the promise stays listed; a hand-off not yet accepted is declined."""
    db = world.store.db
    if row.state != "done":
        subject = _subject(row, "delete")
        kind = "decline" if promises.is_asked(db, subject) else "delete"
        decisions.decide(db, Decision(keys.instant(world.now), row.owner, "calendar", kind, subject))
        kept.decided += 1
    reminders.lost(db, row.uid, "deleted")
    if row.promise_key:
        promises.lay_decisions(db, [row.promise_key])
