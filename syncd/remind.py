"""From promises to calendars and back: first read what people did to our entries, then plan, then write the difference.

    look → decisions (moved, ticked, put "no" before it, deleted, wrote into it)      what a person did is never undone
    plan → outbox rows `wanted`                                                       one transaction
    put some, remove each: `sending` committed · the calendar · `there` committed     safe to be killed between any two

The uid of an entry follows from the promise alone, so a repeated put finds the entry it made before.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

from connectors.base import Seen
from syncd import after_restore, escalation, faults, moved_entries, occasions
from syncd.answers import take_answers
from syncd.backlog import weigh_put_off
from syncd.calendars import Calendars, Kept
from syncd.core import keys, texts
from syncd.core.model import Company, Language, Reminder
from syncd.core.plan import Policy, Wanted, plan
from syncd.errors import ChangedByPerson, Held, ItemError, SourceError
from syncd.moved_history import settle_moves
from syncd.store import decisions, evidence, forgetting, moves, promises, reminders, restoring, rhythm, sources, spoken
from syncd.store.reminders import Row
from syncd.world import World

_RETRY = dt.timedelta(minutes=5)
_AT_ONCE = 10  # entries put between two transactions
_READ_BEFORE = dt.timedelta(days=30)  # of an owner's folders, before that person gets entries: newer mail may settle a promise
_HELD_CHANGES, _HELD_SHARE = 20, 0.05


def keep_reminders(world: World) -> Kept:
    """Bring every calendar in line with the promises, after taking in what people changed there; one process at a time."""
    kept = Kept()
    if held := hold_outbox(world):
        kept.errors.append(f"another pass is writing the calendars: {held}")
        return kept
    try:
        weigh_put_off(world)
        came_back = restoring.restored(world.store)
        all_read = came_back is not None and after_restore.all_read(world, came_back)  # before the calendars are
        with closing(Calendars(world)) as calendars:
            settle_moves(world)
            moved_entries.carry_over(world, calendars, kept, lambda: {w.reminder.uid: w for w in planned(world)})
            take_answers(world, calendars, kept, lambda: {w.reminder.uid: w for w in planned(world)})
            waiting = left_alone = moved_entries.waiting(world)
            with world.store.write() as db:
                page = world.page(db)
                while evidence.has_put_off(db):  # of a page of a backlog that has just come in
                    evidence.settle_put_off(page)
                spoken.find_customers(page)
                promises.age(page)
                rhythm.settle(page)
                if came_back:
                    owners = {a for a in calendars.by_owner() if _mode(world, a) == "on"}
                    left_alone |= after_restore.hold(world, came_back, planned(world), reminders.rows(db), owners, settled=all_read and not calendars.failed, kept=kept)
                if not restoring.is_open(world.store):
                    forgetting.forget_strays(world.store)
                rewrite_outbox(world, calendars, held=reminders.held_back(world.store) | left_alone)
            _bring_in_line(world, calendars, kept, waiting, left_alone)
            kept.errors += [f"{name}: {error}" for name, error in sorted(calendars.failed.items())]
    except Held as problem:
        kept.errors.append(str(problem))
    finally:
        sources.release_outbox(world.store)
    return kept


def hold_outbox(world: World, patience: float = 60.0) -> str | None:
    """Take the writing into calendars, waiting while another living pass has it (`patience` seconds); who has it still, or None."""
    end = time.monotonic() + patience
    while held := sources.take_outbox(world.store, dt.datetime.now(dt.UTC)):
        if time.monotonic() > end:
            return held
        time.sleep(0.2)
    return None


# ── what should be there ─────────────────────────────────────────────────────────────────────────────────────────


def planned(world: World) -> list[Wanted]:
    """Every entry that should be in a calendar now, whatever is there."""
    config = world.config
    r = config.reminders
    policy = Policy(since_days=r.since_days, firmness=r.firmness, terms=r.terms, min_confidence=r.min_confidence, hold=r.hold, per_day=r.per_day,
                    skip_if_entry_exists=r.skip_if_entry_exists, escalate=r.escalate, url=config.web.url or f"http://{config.web.host}:{config.web.port}")  # fmt: skip
    outbox = reminders.rows(world.store.db)
    owners = {a: _zone_and_language(world, a) for a in _owners(world)}
    company = _company_now(world)
    existing = reminders.existing(outbox.values())
    found = reminders.open_promises(world.store.db, company)
    late = escalation.entries(world, found, existing, owners, company, policy)
    beside = [*late, *occasions.entries(world, outbox, existing, owners, policy.url)]
    return plan(found, existing, owners, company, config.calendar, policy, world.now, beside)


def _company_now(world: World) -> Company:
    """The company with those still here whose last day is known but not over."""
    company = world.config.company
    staff = tuple(s if s.left is None or world.has_left(s.address) else dataclasses.replace(s, left=None) for s in company.staff)
    return dataclasses.replace(company, staff=staff)


def _mode(world: World, address: str) -> str:
    """off, shadow or on: who has left gets no entries."""
    return "off" if world.has_left(address) else world.config.person(address).reminders


def _owners(world: World) -> list[str]:
    """Who may get entries: everyone with a calendar for them, of whose folders the last 30 days have been read."""
    named = {s.owner for s in world.config.sources if s.reminders and s.owner} | {p.address for p in world.config.people}
    return [a for a in sorted(named - _unread(world)) if _mode(world, a) != "off"]


def _unread(world: World) -> set[str]:
    """Of whose folders the last 30 days have not all been read: what is planned for them is not known yet."""
    came_back = restoring.restored(world.store)
    read_since = came_back.at if came_back and came_back.is_open else ""
    ready = reminders.sources_ready(world.store.db, keys.instant(world.now - _READ_BEFORE), read_since) | moves.moved(world.store.db)
    return {s.owner for s in world.config.sources if s.name not in ready}


def _zone_and_language(world: World, address: str) -> tuple[str, Language]:
    person = world.config.person(address)
    language: Language = person.language or world.config.company.language or "en"  # type: ignore[assignment]
    return person.timezone or world.config.company.timezone, language


def rewrite_outbox(world: World, calendars: Calendars, held: frozenset[str] = frozenset()) -> None:
    """Write into the outbox what should be there now; inside the caller's transaction. `held`: uids left as they are."""
    db = world.store.db
    outbox = reminders.rows(db)
    wanted = {w.reminder.uid: w for w in planned(world)}
    by_owner = calendars.by_owner()
    for uid, w in wanted.items():
        row = outbox.get(uid)
        refused = row is not None and row.state in ("deleted", "refused") and row.owner == w.owner
        if uid not in held and not refused and not (row and _is_theirs(world, row)):
            calendar = by_owner.get(w.owner, "")
            reminders.want(db, w, calendar, _state_of(world, w, row, calendar, paused=not calendars.may_write(calendar)))
    for uid, row in outbox.items():
        if uid not in wanted and uid not in held:
            _unwanted(world, row, left=row.seen_calendar in calendars.left)
    occasions.looked(world)


def _state_of(world: World, w: Wanted, row: Row | None, calendar: str, *, paused: bool) -> str:
    """The state of a wanted entry: as it is where nothing is to be written, and taken out where it was and writing is paused."""
    if w.collected:
        return "collected"
    if _mode(world, w.owner) != "on" or not calendar:
        return "shadow"
    if paused and row is not None and row.state == "removed":
        return "removed"
    same = row is not None and row.reminder.content_hash == w.reminder.content_hash and row.calendar == calendar
    return row.state if row is not None and same and row.state in ("there", "sending") else "wanted"


def _unwanted(world: World, row: Row, *, left: bool) -> None:
    """An entry the plan does not name: never written, its promise is settled, or it stands with one who has `left`.

    A term that merely passed is no reason.
    """
    written = row.last is not None and row.state in ("there", "sending", "wanted", "moved", "shadow") and not _is_theirs(world, row)
    if row.state == "shadow" and row.last is not None and _mode(world, row.owner) != "on":
        return  # it was put before, and nothing is written now
    if (row.last is None and row.state in ("shadow", "wanted", "collected")) or (written and _over(world, row)) or (row.last is not None and left):
        reminders.set_state(world.store.db, row.uid, "removed")


def _is_theirs(world: World, row: Row) -> bool:
    """Whether a person who is still here changed the entry, and nobody has decided otherwise on the pages since: then we write it no more."""
    return row.touched and not world.has_left(row.owner) and decisions.last(world.store.db, row.promise_key or row.uid)[1] in ("", "calendar")


def _over(world: World, row: Row) -> bool:
    """Whether what the entry stands for is settled, or no reminder of it is wanted; a term that merely passed is neither."""
    if row.promise_key is None:
        return row.owner not in _unread(world) and (row.purpose in ("call", "more") or row.reminder.start > world.now)
    if row.purpose == "standard" and row.reminder.start > world.now and row.owner in _owners(world):
        return True  # the term is no longer shorter, or the note stands in another entry
    state, due_at, handed = reminders.standing(world.store.db, row.promise_key)
    if not state and restoring.is_open(world.store):
        return False  # it is found again when its mail is read
    if state not in ("open", "probably_kept", "unknown", "historic"):  # what is found anew after a restore or a mark is historic for its age alone
        return True
    if row.purpose in ("overdue", "manager") and (state == "probably_kept" or due_at > keys.instant(world.now)):
        return True  # that it is late may not be so, or is so no longer
    last = decisions.last(world.store.db, row.promise_key)[0]
    if last == decisions.UNDO and row.reminder.start > world.now:
        return True  # what somebody wanted it for was taken back
    return handed == "declined" or last in ("delete", "decline")


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _bring_in_line(world: World, calendars: Calendars, kept: Kept, waiting: frozenset[str], held: frozenset[str]) -> None:
    """Every row of the outbox but those `waiting`: put (unless `held`), move to another calendar, or take out; the soonest first."""
    now = keys.instant(world.now)
    due = (r for r in reminders.rows(world.store.db).values() if r.uid not in waiting and (not r.next_try or r.next_try <= now))
    rows = sorted(due, key=lambda r: (r.reminder.start, r.uid))
    for row in rows:
        if _is_to_go(calendars, row) and calendars.may_write(row.seen_calendar):
            with _failing(world, row, kept):
                _take_out(world, calendars, row, kept)
    for state in ("sending", "wanted"):  # what was begun is ended first: so one who is stopped again and again comes on all the same
        to_put = (r for r in rows if r.state == state and r.uid not in held and calendars.may_write(r.calendar) and calendars.of(r.calendar))
        while some := list(itertools.islice(to_put, _AT_ONCE)):
            _put_some(world, calendars, some, kept)


@contextmanager
def _failing(world: World, row: Row, kept: Kept) -> Iterator[None]:
    """What a calendar refuses is tried again later; the others go on."""
    try:
        yield
    except Held:
        raise
    except ChangedByPerson:
        return  # looked at again in the next pass, before anything is written
    except (SourceError, ItemError) as problem:
        with world.store.write() as db:
            reminders.failed(db, row.uid, str(problem), keys.instant(world.now + _RETRY))
        kept.errors.append(f"{row.calendar}: {problem}")


def _is_to_go(calendars: Calendars, row: Row) -> bool:
    """Whether the entry is to be taken out: no longer wanted, or only shown from now on, and in the calendar of another."""
    elsewhere = row.state == "shadow" and calendars.owner(row.seen_calendar) != row.owner
    return row.last is not None and (row.state in ("removed", "collected") or elsewhere)


def _put_some(world: World, calendars: Calendars, rows: Sequence[Row], kept: Kept) -> None:
    """Put these entries, in two transactions for all of them: beside a backlog each waits for its turn to write.

    Whatever happens between the two, what stands in a calendar then is known to be on its way there.
    """
    sending = [row for row in rows if not _moves(row) or calendars.is_given_up(row.seen_calendar) or _may_leave(calendars, row)]
    with world.store.write() as db:
        _still_ours(world)
        first = set()
        for row in sending:
            reminders.set_state(db, row.uid, "sending")
            if _moves(row) and calendars.is_given_up(row.seen_calendar):
                reminders.lost(db, row.uid, "sending")
            if reminders.introduce(db, row.owner, row.uid):
                first.add(row.uid)
    written: list[tuple[Row, Seen]] = []
    try:
        for row in sending:
            with _failing(world, row, kept):
                written.append((row, _put(world, calendars, row, _introducing(world, row) if row.uid in first else row.reminder)))
    finally:
        with world.store.write() as db:
            for row, seen in written:
                reminders.saw(db, row.uid, seen, row.calendar, "there")
                reminders.introduced(db, row.owner, row.uid, keys.instant(world.now))
        kept.put += len(written)


def _moves(row: Row) -> bool:
    return row.last is not None and row.seen_calendar != row.calendar


def _put(world: World, calendars: Calendars, row: Row, reminder: Reminder) -> Seen:
    """Write one entry, after taking it out of the calendar it moves away from."""
    calendar = calendars.of(row.calendar)
    assert calendar is not None
    if _moves(row) and not calendars.is_given_up(row.seen_calendar):
        _leave_old(world, calendars, row)
    faults.hit("calendar.before_put")
    try:
        seen = calendar.put(reminder, None if _moves(row) else row.last)
    except ChangedByPerson:
        there = calendar.ask(row.uid)
        if there is None and (row.last is None or _moves(row)):
            with world.store.write() as db:  # it was there before this store put it, and a person deleted it: whether that was an answer is forgotten
                reminders.lost(db, row.uid, "deleted")
        if there is None or there.content_hash != row.reminder.content_hash:
            raise
        seen = there  # our own write, whose answer was lost
    faults.hit("calendar.after_put")
    return seen


def _introducing(world: World, row: Row) -> Reminder:
    """The entry with the words only the first one a person gets has: what is read, who sees it, how to stop it."""
    _, language = _zone_and_language(world, row.owner)
    words = texts.introduction(world.config.company.name, world.config.web.url, language)
    return dataclasses.replace(row.reminder, text=f"{row.reminder.text}\n\n{words}")


def _still_ours(world: World) -> None:
    """Hold on to the outbox. Raises Held when it went to another while we stood still: two must not write one calendar."""
    if held := sources.take_outbox(world.store, dt.datetime.now(dt.UTC)):
        raise Held(f"another pass has taken the calendars over: {held}")


def _may_leave(calendars: Calendars, row: Row) -> bool:
    """Whether the entry can be taken out of the calendar it moves away from."""
    return calendars.may_write(row.seen_calendar) and calendars.of(row.seen_calendar) is not None


def _leave_old(world: World, calendars: Calendars, row: Row) -> None:
    """Take the entry out of the calendar it moves away from."""
    old = calendars.of(row.seen_calendar)
    assert old is not None and row.last is not None
    faults.hit("calendar.before_remove")
    old.remove(row.last)
    faults.hit("calendar.after_remove")
    with world.store.write() as db:
        reminders.lost(db, row.uid, "sending")


def _take_out(world: World, calendars: Calendars, row: Row, kept: Kept) -> None:
    calendar = calendars.of(row.seen_calendar)
    if calendar is None or row.last is None:
        return
    _still_ours(world)
    faults.hit("calendar.before_remove")
    calendar.remove(row.last)
    faults.hit("calendar.after_remove")
    with world.store.write() as db:
        reminders.lost(db, row.uid, row.state)
    kept.removed += 1


# ── changes held back after a rebuild ────────────────────────────────────────────────────────────────────────────


def hold_back(world: World, before: dict[str, str]) -> list[str]:
    """After a rebuild: the uids whose entries would change, kept back when they are many (over 20, or 5 % of all).

    Inside the transaction of the rebuild; what an earlier rebuild held back stays so until it is applied.
    """
    after = planned_hashes(world)
    live = {uid for uid, r in reminders.rows(world.store.db).items() if r.state in reminders.LIVE}
    changed = {uid for uid in before.keys() | after.keys() if before.get(uid) != after.get(uid)} | reminders.held_back(world.store)
    many = len(changed) > _HELD_CHANGES or len(changed) > _HELD_SHARE * max(len(live), 1)
    held = sorted(changed) if many else []
    reminders.hold_back(world.store, held)
    return held


def planned_hashes(world: World) -> dict[str, str]:
    """What the plan wants now: uid → content hash."""
    return {w.reminder.uid: w.reminder.content_hash for w in planned(world) if not w.collected}


__all__ = ["Kept", "hold_back", "keep_reminders", "planned", "planned_hashes", "rewrite_outbox"]
