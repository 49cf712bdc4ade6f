"""From promises to calendars and back: first read what people did to our entries, then plan, then write the difference.

    look → decisions (moved, ticked, put "no" before it, deleted, wrote into it)      what a person did is never undone
    plan → outbox rows `wanted`                                                       one transaction
    put / remove, each: `sending` committed · the calendar · `there` committed        safe to be killed between any two

The uid of an entry follows from the promise alone, so a repeated put finds the entry it made before.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from connectors import registry
from connectors.base import ReminderCalendar, Seen
from syncd import faults
from syncd.config import Source
from syncd.core import keys
from syncd.core.model import Language
from syncd.core.plan import Policy, Wanted, answers, plan
from syncd.errors import ChangedByPerson, SourceError
from syncd.store import decisions, people, promises, reminders
from syncd.store.decisions import Decision
from syncd.store.interactions import Page
from syncd.store.reminders import Row
from syncd.world import World

_MANY_DELETED, _SHARE_DELETED = 3, 0.3
_FORGET_AFTER = dt.timedelta(days=14)
_RETRY = dt.timedelta(minutes=5)
_HELD_CHANGES, _HELD_SHARE = 20, 0.05


@dataclass(slots=True)
class Kept:
    """What one pass over the calendars did; `errors` are sentences for people."""

    put: int = 0
    removed: int = 0
    decided: int = 0
    held_back: int = 0
    errors: list[str] = field(default_factory=list)


def keep_reminders(world: World) -> Kept:
    """Bring every calendar in line with the promises, after taking in what people changed there."""
    kept = Kept()
    calendars = _Calendars(world)
    _take_answers(world, calendars, kept)
    with world.store.write():
        _age(world)
        rewrite_outbox(world, calendars.sources, held=_held_back(world))
    for row in reminders.rows(world.store.db).values():
        _bring_in_line(world, calendars, row, kept)
    kept.errors += [f"{name}: {error}" for name, error in sorted(calendars.failed.items())]
    return kept


class _Calendars:
    """The calendars that keep reminders, opened once a pass; one that failed is left alone for the rest of it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.sources = {s.name: s for s in world.config.sources if s.reminders}
        self.failed: dict[str, str] = {}
        self._open: dict[str, ReminderCalendar] = {}

    def of(self, name: str) -> ReminderCalendar | None:
        """The calendar of a source, or None where it cannot be had now."""
        if name in self.failed or name not in self.sources:
            return None
        if name not in self._open:
            source = self.sources[name]
            assert source.settings is not None
            try:
                self._open[name] = registry.open_reminders(source.connector, source.settings, base=self.world.config.folder)
            except SourceError as problem:
                self.failed[name] = str(problem)
                return None
        return self._open[name]


# ── what people did ──────────────────────────────────────────────────────────────────────────────────────────────


def _take_answers(world: World, calendars: _Calendars, kept: Kept) -> None:
    outbox = reminders.rows(world.store.db)
    for name in calendars.sources:
        calendar = calendars.of(name)
        if calendar is None:
            continue
        try:
            seen = list(calendar.look())
            ours = [r for r in outbox.values() if r.seen_calendar == name and r.state in ("there", "moved", "done")]
            gone = _gone(calendar, ours, {s.uid for s in seen})
        except SourceError as problem:
            calendars.failed[name] = str(problem)
            continue
        if len(gone) > _MANY_DELETED and len(gone) >= _SHARE_DELETED * len(ours):
            calendars.failed[name] = (
                f"{len(gone)} of {len(ours)} entries are gone at once; nothing is decided and nothing written until they are back "
                "or `syncd reminders remove` has taken the rest out"
            )
            continue
        with world.store.write():
            for entry in seen:
                _answer(world, name, outbox, entry, kept)
            for row in gone:
                _deleted(world, row, kept)
        _remove_doubles(calendar, seen, outbox)


def _gone(calendar: ReminderCalendar, ours: Iterable[Row], there: set[str]) -> list[Row]:
    """The entries that are really gone: asked for directly, the calendar does not have them."""
    return [row for row in ours if row.uid not in there and calendar.ask(row.uid) is None]


def _answer(world: World, calendar: str, outbox: dict[str, Row], entry: Seen, kept: Kept) -> None:
    """Take in one entry as it is in the calendar now."""
    row = outbox.get(entry.uid)
    if row is None:
        row = _adopt(world, calendar, entry)
        if row is None:
            return
    if row.last is not None and row.seen_calendar == calendar and row.last.etag == entry.etag:
        return
    as_written = row.reminder if row.reminder.content_hash == entry.content_hash else None
    said = answers(as_written, entry.title, entry.start, entry.note, done=entry.done)
    if row.last is not None:
        said = [(kind, value) for kind, value in said if kind != "note" or row.last.note != entry.note]
    subject = row.promise_key or row.uid
    state = {"done": "done", "move": "moved"}.get(next((k for k, _ in said if k in ("done", "move")), ""), "moved" if row.state == "moved" else "there")
    for kind, value in said:
        decisions.decide(world.store.db, Decision(keys.instant(world.now), row.owner, "calendar", kind, subject, value or None))
        kept.decided += 1
    reminders.saw(world.store.db, entry.uid, entry, calendar, state, by_person=bool(said))
    if said and row.promise_key:
        promises.lay_decisions(world.store.db, [row.promise_key])


def _adopt(world: World, calendar: str, entry: Seen) -> Row | None:
    """An entry of ours the store does not know (a restored backup): taken over with the promise it carries, if there is one."""
    found = world.store.db.execute("SELECT key FROM promise WHERE key = ?", (entry.key,)).fetchone()
    if found is None or entry.uid != keys.reminder_uid(entry.key, "due") or entry.start is None:
        return None
    owner = world.config.source(calendar)
    world.store.db.execute(
        "INSERT INTO reminder (uid, purpose, subject, promise_key, owner, calendar, state, title, text, start_at, end_at, zone, all_day, alarms, "
        "url, content_hash) VALUES (?, 'due', ?, ?, ?, ?, 'there', ?, ?, ?, ?, ?, 0, '[]', '', ?)",
        (entry.uid, entry.key, entry.key, owner.owner if owner else "", calendar, entry.title, entry.note, keys.instant(entry.start),
         keys.instant(entry.start), str(entry.start.tzinfo), entry.content_hash),
    )  # fmt: skip
    return reminders.rows(world.store.db)[entry.uid]


def _deleted(world: World, row: Row, kept: Kept) -> None:
    """A person deleted an entry: no more reminder; long past its term it says nothing."""
    if row.last and row.last.start and world.now - row.last.start > _FORGET_AFTER:
        reminders.lost(world.store.db, row.uid, "removed")
        return
    kind = "delete"
    if row.promise_key:
        handoff = world.store.db.execute(
            "SELECT h.state FROM handoff h JOIN promise p ON p.id = h.promise_id WHERE p.key = ?", (row.promise_key,)
        ).fetchone()
        kind = "decline" if handoff and handoff[0] == "asked" else "delete"
    if row.state != "done":
        decisions.decide(world.store.db, Decision(keys.instant(world.now), row.owner, "calendar", kind, row.promise_key or row.uid))
        kept.decided += 1
    reminders.lost(world.store.db, row.uid, "deleted")
    if row.promise_key:
        promises.lay_decisions(world.store.db, [row.promise_key])


def _remove_doubles(calendar: ReminderCalendar, seen: list[Seen], outbox: dict[str, Row]) -> None:
    """Two entries of one uid: the one the outbox knows stays, else the first by handle."""
    by_uid: dict[str, list[Seen]] = {}
    for entry in seen:
        by_uid.setdefault(entry.uid, []).append(entry)
    for uid, entries in by_uid.items():
        known = outbox[uid].last if uid in outbox else None
        entries.sort(key=lambda e: (known is None or e.handle != known.handle, e.handle))
        for extra in entries[1:]:
            calendar.remove(extra)


# ── what should be there ─────────────────────────────────────────────────────────────────────────────────────────


def _age(world: World) -> None:
    promises.age(Page(db=world.store.db, now=keys.instant(world.now), company=world.config.company, calendar=world.setting.calendar,
                      since_days=world.config.reminders.since_days, staff=people.staff_ids(world.store.db, world.config.company)))  # fmt: skip


def planned(world: World) -> list[Wanted]:
    """Every entry that should be in a calendar now, whatever is there."""
    config = world.config
    r = config.reminders
    policy = Policy(since_days=r.since_days, firmness=r.firmness, terms=r.terms, min_confidence=r.min_confidence, hold=r.hold, per_day=r.per_day,
                    skip_if_entry_exists=r.skip_if_entry_exists, url=config.web.url)  # fmt: skip
    outbox = reminders.rows(world.store.db)
    owners = {a: _zone_and_language(world, a) for a in _owners(world)}
    return plan(reminders.open_promises(world.store.db), reminders.existing(outbox.values()), owners, config.company, config.calendar, policy, world.now)


def _owners(world: World) -> list[str]:
    """Who may get entries: everyone with a calendar for them, whose folders have all been read once."""
    named = {s.owner for s in world.config.sources if s.reminders and s.owner} | {p.address for p in world.config.people}
    return [a for a in sorted(named) if world.config.person(a).reminders != "off" and world.config.person(a).left is None
            and reminders.owners_ready(world.store.db, a)]  # fmt: skip


def _zone_and_language(world: World, address: str) -> tuple[str, Language]:
    person = world.config.person(address)
    language: Language = person.language or world.config.company.language or "en"  # type: ignore[assignment]
    return person.timezone or world.config.company.timezone, language


def rewrite_outbox(world: World, calendars: dict[str, Source], held: frozenset[str] = frozenset()) -> None:
    """Write into the outbox what should be there now; inside the caller's transaction. `held`: uids left as they are."""
    db = world.store.db
    outbox = reminders.rows(db)
    wanted = {w.reminder.uid: w for w in planned(world)}
    collected = {keys.reminder_uid(k, "due") for w in wanted.values() for k in w.collects}
    by_owner = {s.owner: name for name, s in calendars.items()}
    for uid, w in wanted.items():
        row = outbox.get(uid)
        if uid in held or (row and (row.touched or row.state in ("deleted", "refused"))):
            continue
        on = world.config.person(w.owner).reminders == "on" and w.owner in by_owner
        calendar = by_owner.get(w.owner, "")
        state = "wanted" if on else "shadow"
        if row and on and row.state in ("there", "sending") and row.reminder.content_hash == w.reminder.content_hash and row.calendar == calendar:
            state = row.state
        if row and on and row.state == "there" and row.reminder.content_hash == w.reminder.content_hash and row.calendar != calendar:
            state = "wanted"
        reminders.want(db, w, calendar, state)
    for uid, row in outbox.items():
        if uid not in wanted and uid not in held:
            _unwanted(world, row, collected)


def _unwanted(world: World, row: Row, collected: set[str]) -> None:
    """An entry the plan does not name: collected into another, or no longer there to be kept."""
    db = world.store.db
    if row.uid in collected:
        if row.state in ("wanted", "shadow", "removed"):
            reminders.set_state(db, row.uid, "collected")
        return
    if row.state in ("shadow", "wanted", "collected") and row.last is None:
        reminders.set_state(db, row.uid, "removed")
        return
    if row.last is not None and row.state in ("there", "sending", "wanted", "moved") and not row.touched and _over(world, row):
        reminders.set_state(db, row.uid, "removed")


def _over(world: World, row: Row) -> bool:
    """Whether what the entry stands for is settled, so that the entry should go; a term that merely passed is not."""
    if row.promise_key is None:
        return row.reminder.start > world.now
    found = world.store.db.execute("SELECT state FROM promise WHERE key = ?", (row.promise_key,)).fetchone()
    return found is None or found[0] not in ("open", "probably_kept", "unknown")


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _bring_in_line(world: World, calendars: _Calendars, row: Row, kept: Kept) -> None:
    """One row of the outbox: put, move to another calendar, or take out."""
    if row.next_try and row.next_try > keys.instant(world.now):
        return
    try:
        if row.state == "removed" and row.last is not None:
            _take_out(world, calendars, row, kept)
        elif row.state in ("wanted", "sending"):
            if row.last is not None and row.seen_calendar != row.calendar and not _leave_old(world, calendars, row):
                return
            _put(world, calendars, row, kept)
    except ChangedByPerson:
        return  # looked at again in the next pass, before anything is written
    except SourceError as problem:
        with world.store.write() as db:
            reminders.failed(db, row.uid, str(problem), keys.instant(world.now + _RETRY))
        kept.errors.append(f"{row.calendar}: {problem}")


def _put(world: World, calendars: _Calendars, row: Row, kept: Kept) -> None:
    calendar = calendars.of(row.calendar)
    if calendar is None:
        return
    if row.state != "sending":
        with world.store.write() as db:
            reminders.set_state(db, row.uid, "sending")
    last = row.last if row.seen_calendar == row.calendar else None
    faults.hit("calendar.before_put")
    try:
        seen = calendar.put(row.reminder, last)
    except ChangedByPerson:
        there = calendar.ask(row.uid)
        if there is None or there.content_hash != row.reminder.content_hash:
            raise
        seen = there  # our own write, whose answer was lost
    faults.hit("calendar.after_put")
    with world.store.write() as db:
        reminders.saw(db, row.uid, seen, row.calendar, "there")
    kept.put += 1


def _take_out(world: World, calendars: _Calendars, row: Row, kept: Kept) -> None:
    calendar = calendars.of(row.seen_calendar)
    if calendar is None or row.last is None:
        return
    faults.hit("calendar.before_remove")
    calendar.remove(row.last)
    faults.hit("calendar.after_remove")
    with world.store.write() as db:
        reminders.lost(db, row.uid, "removed")
    kept.removed += 1


def _leave_old(world: World, calendars: _Calendars, row: Row) -> bool:
    """Take the entry out of the calendar it moves away from; False when that cannot be done now."""
    old = calendars.of(row.seen_calendar)
    if old is None or row.last is None:
        return False
    old.remove(row.last)
    with world.store.write() as db:
        reminders.lost(db, row.uid, "wanted")
    return True


# ── changes held back after a rebuild ────────────────────────────────────────────────────────────────────────────


def _held_back(world: World) -> frozenset[str]:
    return frozenset(json.loads(world.store.meta("held_back") or "[]"))


def hold_back(world: World, before: dict[str, str]) -> list[str]:
    """After a rebuild: the uids whose entries would change, kept back when they are many (over 20, or 5 % of all)."""
    after = planned_hashes(world)
    live = {uid for uid, r in reminders.rows(world.store.db).items() if r.state in reminders.LIVE}
    changed = sorted(uid for uid in before.keys() | after.keys() if before.get(uid) != after.get(uid))
    many = len(changed) > _HELD_CHANGES or len(changed) > _HELD_SHARE * max(len(live), 1)
    world.store.set_meta("held_back", json.dumps(changed if many else []))
    return changed if many else []


def planned_hashes(world: World) -> dict[str, str]:
    """What the plan wants now: uid → content hash."""
    return {w.reminder.uid: w.reminder.content_hash for w in planned(world)}


__all__ = ["Kept", "hold_back", "keep_reminders", "planned", "planned_hashes", "rewrite_outbox"]
