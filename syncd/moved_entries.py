"""Our entries taken along when a source moves to another provider: once each, with what people did to them.

    look at both calendars → what people said there is decided              one transaction, with how the old one was
    each entry that is still to come: taken over where a copy of it came along, else put           one transaction each
    then the old calendar: what was said there meanwhile is decided, and each entry taken out

Every step may be stopped and repeated. An entry of the old calendar is compared with how it was known before the move
began, and so is its copy: what differs, a person changed. Who changed both decides by the new one, where they live now.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from connectors import registry
from connectors.base import Recovering, ReminderCalendar, Seen
from syncd import faults
from syncd.answers import Planned, adopt, decide_said, one_of_each, take_answer, take_deletion, too_many
from syncd.calendars import Calendars, Kept, let_go
from syncd.core.keys import instant
from syncd.core.model import Reminder
from syncd.core.plan import AsLeft, answers, is_changed
from syncd.core.worktime import zone_of
from syncd.errors import CalendarGone, ChangedByPerson, ConfigError, Forbidden, ItemError, ProviderRetired, SourceError
from syncd.store import moves, reminders
from syncd.store.moves import Left, Move
from syncd.store.reminders import Row
from syncd.world import World

_AGAIN = dt.timedelta(minutes=10)
_GIVEN_UP = (ProviderRetired, CalendarGone)  # there is nothing to wait for
_TO_COME = ("there", "sending", "wanted", "moved")


@dataclass(slots=True)
class _Carrying:
    """One move under way. `old` is None where it is not looked at (`why`), `new` the calendar named `name`."""

    world: World
    move: Move
    kept: Kept
    planned: Planned
    old: ReminderCalendar | None
    why: str | None
    new: ReminderCalendar
    name: str


def carry_over(world: World, calendars: Calendars, kept: Kept, planned: Planned) -> None:
    """Go on with every move whose entries are not all in the new calendar, or lie in the old one still; by who holds the outbox."""
    for move in moves.carrying(world.store.db):
        if move.next_try and move.next_try > instant(world.now):
            continue
        try:
            _carry(world, calendars, move, kept, planned)
        except (SourceError, ItemError) as problem:
            with world.store.write() as db:
                moves.put_off(db, move.old, str(problem), instant(world.now + _AGAIN))
            kept.errors.append(f"{move.old} moves to {', '.join(move.successors)}: {problem}")


def waiting(world: World) -> frozenset[str]:
    """The uids of entries that are to be carried over still: nothing else is done about them."""
    names = {move.old for move in moves.carrying(world.store.db) if move.entries_at is None}
    return frozenset(uid for uid, row in reminders.rows(world.store.db).items() if row.last and row.seen_calendar in names) if names else frozenset()


def old_calendar(world: World, name: str) -> ReminderCalendar | None:
    """The calendar of a source that moved, where the config still has it. Raises SourceError."""
    source = world.config.source(name)
    if source is None or source.settings is None or not registry.keeps_reminders(source.connector):
        return None
    try:
        return registry.open_reminders(source.connector, source.settings, base=world.config.folder)
    except ConfigError as problem:
        raise SourceError(str(problem)) from problem


def new_calendar(world: World, move: Move) -> str:
    """The successor that keeps the reminders, or ''."""
    return next((name for name in move.successors if (source := world.config.source(name)) and source.reminders), "")


def goes_along(world: World, row: Row) -> bool:
    """Whether an entry is put into the new calendar: it is still to come, and its owner gets reminders."""
    return _gets_entries(world, row.owner) and row.state in _TO_COME and _begins(row) > world.now


def _gets_entries(world: World, owner: str) -> bool:
    return not world.has_left(owner) and world.config.person(owner).reminders == "on"


def _begins(row: Row) -> dt.datetime:
    return (row.last.start if row.last else None) or row.reminder.start


def _carry(world: World, calendars: Calendars, move: Move, kept: Kept, planned: Planned) -> None:
    """As far as one move can be brought now. Raises SourceError, ItemError."""
    rows = [row for row in reminders.rows(world.store.db).values() if row.last and row.seen_calendar == move.old]
    name = new_calendar(world, move)
    if (rows or move.entries_at) and not calendars.may_write(name):
        return  # paused: it goes on afterwards
    new = calendars.of(name) if name else None
    if new is None and move.entries_at is None and any(goes_along(world, row) for row in rows):
        raise SourceError(calendars.failed.get(name) or f"no source of {', '.join(move.successors)} has reminders = true")
    with _reached(world, move) as (old, why):
        if move.entries_at is None:
            if new is not None:
                _bring(_Carrying(world, move, kept, planned, old, why, new, name), rows)
            with world.store.write() as db:
                for row in rows if new is None else ():
                    reminders.lost(db, row.uid, "removed")
                moves.all_carried(db, move.old, instant(world.now))
            faults.hit("move.carried")
        _clear(world, move, kept, old, why, name)


@contextmanager
def _reached(world: World, move: Move) -> Iterator[tuple[ReminderCalendar | None, str | None]]:
    """The old calendar, or why it is not looked at. Raises SourceError where it may be later."""
    old = None if move.leaves_old else old_calendar(world, move.old)
    try:
        yield old, None if old else "it was to be left as it is" if move.leaves_old else "the config has no such calendar any more"
    finally:
        if old is not None:
            let_go(old)


# ── into the new calendar ────────────────────────────────────────────────────────────────────────────────────────


def _bring(c: _Carrying, rows: list[Row]) -> None:
    """Everything the old calendar holds that is still to come, known to the new one or put there."""
    db = c.world.store.db
    if isinstance(c.new, Recovering):
        c.new.recover([replace(row.reminder, content_hash=row.last.content_hash) for row in rows if row.last and goes_along(c.world, row)])
    there = {entry.uid: entry for entry in one_of_each(c.new, c.new.look(), reminders.rows(db), remove=True)}
    seen, gone = _look_at_old(c, rows, there)
    with c.world.store.write() as db:
        left = moves.left_entries(db, c.move.old)
        for row in rows:
            if row.last and row.uid not in left:
                moves.leave(db, c.move.old, row.last, row.last)
        for entry in seen:
            _read_old(c, entry, left)
        for row in gone:
            take_deletion(c.world, row, c.kept, has_left=c.world.has_left(row.owner))
        unwanted = _take_over_copies(c, there)
    faults.hit("move.read")
    for entry in unwanted:
        c.new.remove(entry)
    waiting_rows = [row for row in reminders.rows(c.world.store.db).values() if row.last and row.seen_calendar == c.move.old]
    for row in sorted(waiting_rows, key=lambda row: (_begins(row), row.uid)):
        _put(c, row, there.get(row.uid))


def _look_at_old(c: _Carrying, rows: list[Row], there: dict[str, Seen]) -> tuple[list[Seen], list[Row]]:
    """The entries in the old calendar, and the rows of those that a person deleted there. None where it is emptied or gone."""
    if c.old is None:
        return [], []
    try:
        seen = one_of_each(c.old, c.old.look(), {row.uid: row for row in rows}, remove=False)
        found = {entry.uid for entry in seen}
        asked = {row.uid: c.old.ask(row.uid) for row in rows if row.uid not in found}
    except _GIVEN_UP as problem:
        c.old, c.why = None, str(problem)
        return [], []
    seen += [entry for entry in asked.values() if entry is not None]
    gone = [row for row in rows if asked.get(row.uid, row) is None]
    emptied = not seen and (len(gone) > 1 or any(row.uid in there for row in gone))
    return seen, [] if emptied or too_many(c.world, "", gone, rows) else gone


def _read_old(c: _Carrying, entry: Seen, left: dict[str, Left]) -> None:
    """Take in one entry of the old calendar, inside the caller's transaction."""
    db, old = c.world.store.db, c.move.old
    row = reminders.rows(db).get(entry.uid) or adopt(c.world, old, entry, c.planned)
    if row is None:
        return
    known = left.get(entry.uid)
    if row.last is None or row.seen_calendar == old:
        take_answer(c.world, old, row, entry, c.kept, c.planned)
    elif known is not None:
        _read_late(c.world, row, known, entry, c.kept)
    moves.leave(db, old, known.before if known else row.last or entry, entry)


def _take_over_copies(c: _Carrying, there: dict[str, Seen]) -> list[Seen]:
    """Take over the copies that came along, inside the caller's transaction; those that are to go, because the entry was deleted."""
    db, left, unwanted = c.world.store.db, moves.left_entries(c.world.store.db, c.move.old), []
    rows = reminders.rows(db)
    for uid, copy in there.items():
        row = rows.get(uid)
        if row is None or (row.last and row.seen_calendar != c.move.old):
            continue
        if row.last is None:
            unwanted += [copy] if row.state == "deleted" else []
            continue
        before = left[uid].before if uid in left else row.last
        if _is_same(row.last, copy):
            reminders.saw(db, uid, copy, c.name, row.state)
        elif _is_same(before, copy):
            continue  # changed in the old calendar alone: it is brought in line when it is put
        else:
            take_answer(c.world, c.name, row, copy, c.kept, c.planned, last=before)
        moves.rehome(db, uid, c.name)
    return unwanted


def _is_same(one: Seen, other: Seen) -> bool:
    """Whether an entry says the same in two calendars: its title, its time, its text, and whether it is ticked."""
    was = AsLeft(one.title, one.start, one.note, one.done)
    return one.done == other.done and not is_changed(was, other.title, other.start) and not answers(was, other.title, other.start, other.note, done=other.done)


def _put(c: _Carrying, row: Row, copy: Seen | None) -> None:
    """Put one entry into the new calendar as it stands, or say that it needs none there."""
    world = c.world
    if not goes_along(world, row):
        if copy is not None and copy.start is not None and copy.start > world.now:  # of what is settled
            c.new.remove(copy)
        state = row.state if row.state not in _TO_COME or row.state == "moved" else "there"  # it is past
        with world.store.write() as db:
            reminders.lost(db, row.uid, state if _gets_entries(world, row.owner) else "removed")
            moves.rehome(db, row.uid, c.name)
        return
    faults.hit("move.before_put")
    try:
        seen: Seen | None = c.new.put(_as_it_stands(row), copy)
    except ChangedByPerson:
        seen = c.new.ask(row.uid)
    faults.hit("move.after_put")
    with world.store.write() as db:
        if seen is None:  # it came along, and its owner has deleted it there
            take_deletion(world, row, c.kept, has_left=False)
        elif _is_same(seen, _as_put(row)):
            reminders.saw(db, row.uid, seen, c.name, row.state if row.state == "moved" else "there")
        else:
            take_answer(world, c.name, row, seen, c.kept, c.planned, last=row.last)
        moves.rehome(db, row.uid, c.name)
    c.kept.put += seen is not None


def _as_it_stands(row: Row) -> Reminder:
    """The entry as its owner left it: their words and their time, where they changed them."""
    r, last = row.reminder, row.last
    if last is None or row.state == "wanted" or not row.touched:
        return r
    start = (last.start or r.start).astimezone(zone_of(row.zone))
    return replace(r, title=last.title, text=last.note, start=start, end=start + (r.end - r.start), content_hash=last.content_hash)


def _as_put(row: Row) -> Seen:
    r = _as_it_stands(row)
    return Seen(uid=r.uid, handle="", etag="", key=r.key, start=r.start, title=r.title, note=r.text, done=False, content_hash=r.content_hash)


# ── out of the old calendar ──────────────────────────────────────────────────────────────────────────────────────


def _clear(world: World, move: Move, kept: Kept, old: ReminderCalendar | None, why: str | None, name: str) -> None:
    """Take our entries out of the old calendar, all but those that are past and are in no other."""
    left = moves.left_entries(world.store.db, move.old)
    stay = len(left)
    if old is not None:
        try:
            entries = list(old.look())
            entries += [entry for uid in left.keys() - {e.uid for e in entries} if (entry := old.ask(uid)) is not None]
            stay = _take_out(world, move, kept, old, entries, left, name)
            why = "they are past" if stay else None
        except (*_GIVEN_UP, Forbidden) as problem:
            why = str(problem)
    with world.store.write() as db:
        moves.cleared(db, move.old, instant(world.now), stay, why)
    faults.hit("move.cleared")


def _take_out(world: World, move: Move, kept: Kept, old: ReminderCalendar, entries: list[Seen], left: dict[str, Left], name: str) -> int:
    """Take these entries out, once what was said there since is decided; how many stay."""
    rows = reminders.rows(world.store.db)
    stay = 0
    for entry in entries:
        row = rows.get(entry.uid)
        if row is not None and entry.uid in left:
            with world.store.write() as db:
                _read_late(world, row, left[entry.uid], entry, kept)
                moves.leave(db, move.old, left[entry.uid].before, entry)
        is_there = row is not None and row.last is not None and row.seen_calendar == name
        if entry.start is not None and entry.start <= world.now and not is_there:
            stay += 1
            continue
        faults.hit("move.before_remove")
        old.remove(entry)
        faults.hit("move.after_remove")
        kept.removed += 1
    return stay


def _read_late(world: World, row: Row, left: Left, entry: Seen, kept: Kept) -> None:
    """What a person said in the old calendar after it was read: a decision like any other, and the plan follows it; inside the caller's transaction."""
    was = left.seen
    if entry.etag != was.etag and row.last is not None and not row.is_forgotten:
        said = answers(AsLeft(was.title, was.start, was.note, was.done), entry.title, entry.start, entry.note, done=entry.done)
        decide_said(world, row, said, kept)
