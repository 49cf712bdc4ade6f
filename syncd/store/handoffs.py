"""How far each hand-off has come, as rows: made of what people decided, of what the one asked wrote, and of their calendar."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from syncd.core import keys
from syncd.core.handoffs import agreed, expires, life
from syncd.core.model import Staff
from syncd.core.owners import colleague_called
from syncd.core.worktime import due_instant
from syncd.store.decisions import standing
from syncd.store.ids import marks, rows_in

if TYPE_CHECKING:
    from syncd.store.interactions import Page

_DECIDED = {"accept": "accepted", "decline": "declined", "done": "finished"}
_SHOWN = {"accepted": "accepted", "declined": "declined", "started": "started", "kept": "finished"}
_BEGUN_BY_ENTRY = frozenset({"call", "visit", "meet", "fix", "deliver", "check", "do"})  # acts that begin when an entry about them does
_LONGEST = 60  # days after it was asked for in which an entry can begin it


class _Event(NamedTuple):
    """A step of a hand-off: when, what, and whose it was."""

    at: str
    what: str
    who: str


class _HandedOver(NamedTuple):
    """A promise that somebody gave to a colleague on the pages: when, by whom, to whom."""

    at: str
    by: str
    to: str


def save(db: sqlite3.Connection, promise_keys: Sequence[str], now: str = "") -> None:
    """One row per hand-off among these promises, and per promise that was handed over: asked, or what answers have made of it.

    Entries in the assignee's calendar count up to `now`; where it is not known, as far as they are known to have begun.
    """
    if not promise_keys:
        return
    events, handed = _said(db, promise_keys)
    db.executemany("DELETE FROM handoff WHERE promise_id IN (SELECT id FROM promise WHERE key = ? AND kind <> 'handoff')", [(k,) for k, h in handed.items() if h is None])
    given = {key: h for key, h in handed.items() if h is not None}
    staff = tuple(Staff(address=address, name=name) for address, name in db.execute("SELECT address, name FROM staff ORDER BY address"))
    people = {s.address for s in staff}
    for id_, key, act, promiser, assignee, beneficiary, said_at, thread, begun in rows_in(
        db, "SELECT p.id, p.key, p.act, p.promiser, coalesce(p.assignee, ''), p.beneficiary, p.said_at, i.thread, "
        "(SELECT h.since FROM handoff h WHERE h.promise_id = p.id AND h.state = 'started') FROM promise p JOIN interaction i ON i.id = p.interaction_id "
        "WHERE (p.kind = 'handoff' OR p.key IN (SELECT value FROM json_each(?))) AND p.key IN (?*)", list(promise_keys), json.dumps(sorted(given))
    ):  # fmt: skip
        steps = events[key]
        if over := given.get(key):
            said_at, has_it, promiser = over.at, over.to, over.by if over.by in people else promiser
        else:
            called = colleague_called(assignee, staff) if assignee else ""
            has_it = called if called in people else next((e.who for e in reversed(steps) if e.what != "declined" and "@" in e.who), assignee)
        until = now or begun or ""
        if until and act in _BEGUN_BY_ENTRY and (at := _entry_began(db, has_it, _customers(db, beneficiary, thread), said_at, until)):
            steps.append(_Event(at, "started", has_it))
        _write(db, id_, promiser, has_it, *life(said_at, [(e.at, e.what) for e in steps]))


def _said(db: sqlite3.Connection, promise_keys: Sequence[str]) -> tuple[Mapping[str, list[_Event]], Mapping[str, _HandedOver | None]]:
    """What people decided and wrote about these hand-offs, in the order of their times; and which were handed over (None: not any more).

    With a handing over everything begins anew.
    """
    events: dict[str, list[_Event]] = defaultdict(list)
    told = list(rows_in(db, "SELECT subject, kind, at, by, value FROM decision WHERE subject IN (?*) ORDER BY seq", list(promise_keys)))
    handed: dict[str, _HandedOver | None] = {subject: None for subject, kind, *_ in told if kind == "hand_over"}
    for subject, kind, at, by, value in standing(told):
        if kind == "hand_over":
            events[subject].clear()
            handed[subject] = _HandedOver(at, by, str(json.loads(value)))
        elif kind in _DECIDED:
            events[subject].append(_Event(at, _DECIDED[kind], by))
    for key, closes, at, who in rows_in(
        db, "SELECT p.key, e.closes, e.at, coalesce((SELECT w.address FROM party w WHERE w.interaction_id = e.interaction_id AND w.role = 'from' "
        "AND w.staff_id IS NOT NULL LIMIT 1), '') FROM evidence e JOIN promise p ON p.id = e.promise_id WHERE p.kind = 'handoff' AND p.key IN (?*)",
        list(promise_keys),
    ):  # fmt: skip
        over = handed.get(key)
        if closes in _SHOWN and (over is None or at > over.at):
            events[key].append(_Event(at, _SHOWN[closes], who))
    for steps in events.values():
        steps.sort()
    return events, handed


def _customers(db: sqlite3.Connection, beneficiary: str | None, thread: str | None) -> list[str]:
    """The addresses of the customer it is about: the one it names, else the one outside person of its conversation."""
    if beneficiary:
        persons = db.execute("SELECT person_id FROM identifier WHERE kind = 'address' AND value = ?", (beneficiary,)).fetchall()
    else:
        persons = db.execute("SELECT DISTINCT c.person_id FROM interaction i JOIN contact c ON c.interaction_id = i.id WHERE i.thread = ? LIMIT 2", (thread,)).fetchall()
    if len(persons) != 1:
        return []
    return [a for (a,) in db.execute("SELECT value FROM identifier WHERE kind = 'address' AND person_id = ? ORDER BY value", persons[0])]


def _entry_began(db: sqlite3.Connection, who: str, customers: Sequence[str], asked: str, until: str) -> str | None:
    """When the first entry in somebody's own calendar with one of these customers began, after it was asked for."""
    if not customers or "@" not in who:
        return None
    some = marks(len(customers))
    within = "o.start_at > ? AND o.start_at <= ? AND julianday(o.start_at) <= julianday(?) + ? AND o.status <> 'cancelled'"
    row = db.execute(
        f"SELECT min(start_at) FROM (SELECT o.start_at FROM party q JOIN meeting_copy c ON c.interaction_id = q.interaction_id AND c.owner = ? "
        f"JOIN occurrence o ON o.interaction_id = q.interaction_id WHERE q.address IN ({some}) AND {within} UNION ALL "
        f"SELECT o.start_at FROM promise n JOIN occurrence o ON o.interaction_id = n.interaction_id WHERE n.beneficiary IN ({some}) AND n.promiser = ? "
        f"AND n.noted IN ('entry', 'done') AND n.state <> 'withdrawn' AND {within})",
        (who, *customers, asked, until, asked, _LONGEST, *customers, who, asked, until, asked, _LONGEST),
    ).fetchone()  # fmt: skip
    return row[0] if row else None


def _write(db: sqlite3.Connection, promise: int, promiser: str, assignee: str, state: str, since: str) -> None:
    db.execute(
        "INSERT INTO handoff VALUES (?, ?, ?, ?, ?) ON CONFLICT (promise_id) DO UPDATE SET from_staff = excluded.from_staff, "
        "to_staff = excluded.to_staff, state = excluded.state, since = excluded.since "
        "WHERE (from_staff, to_staff, state, since) IS NOT (excluded.from_staff, excluded.to_staff, excluded.state, excluded.since) "
        "AND NOT (handoff.state = 'expired' AND excluded.state = 'asked' AND excluded.since <= handoff.since)",
        (promise, promiser, assignee, state, since),
    )


def lay_terms(page: Page, promise_keys: Iterable[str]) -> None:
    """Give these hand-offs the term of the word that accepted them, where it has one; else the one they were asked for with."""
    for id_, key, body, accepting in rows_in(
        page.db, "SELECT p.id, p.key, k.body, (SELECT a.body FROM evidence e JOIN promise n ON n.id = e.promise_id JOIN promise_key a ON a.key = n.key "
        "WHERE e.by = p.key AND e.reason = 'accepts' AND n.state = 'replaced' AND n.due_to IS NOT NULL ORDER BY e.at DESC, n.key LIMIT 1) "
        "FROM promise p JOIN promise_key k ON k.key = p.key WHERE p.kind = 'handoff' AND p.state <> 'withdrawn' AND p.key IN (?*)", list(promise_keys)
    ):  # fmt: skip
        told = agreed(msgspec.json.decode(body), msgspec.json.decode(accepting) if accepting else None)
        due_at = keys.instant(due_instant(told["due_to"], told["due_zone"], page.calendar)) if told["due_to"] else None
        term = (*told.values(), due_at)
        page.db.execute(
            "UPDATE promise SET due_from = ?, due_to = ?, due_zone = ?, due_kind = ?, due_text = ?, due_at = ? "
            "WHERE id = ? AND (due_from, due_to, due_zone, due_kind, due_text, due_at) IS NOT (?, ?, ?, ?, ?, ?) "
            "AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.subject = ? AND d.kind = 'move')",  # where a person moved it, that stands
            (*term, id_, *term, key),
        )


def begin(page: Page) -> None:
    """What has begun since: an entry with the customer in the calendar of the one asked."""
    found = page.db.execute(
        "SELECT p.key FROM handoff h JOIN promise p ON p.id = h.promise_id WHERE h.state IN ('asked', 'accepted', 'expired') "
        "AND p.state IN ('open', 'unknown', 'probably_kept') AND julianday(p.said_at) > julianday(?) - ?", (page.now, _LONGEST)
    ).fetchall()  # fmt: skip
    save(page.db, [key for (key,) in found], page.now)


def expire(page: Page) -> None:
    """What nobody answered in time ([reminders] handoff_expires) is expired; an answer that comes later still counts."""
    working_days, seconds = page.handoff_expires
    for id_, since, zone in page.db.execute(
        "SELECT h.promise_id, h.since, coalesce(p.due_zone, '') FROM handoff h JOIN promise p ON p.id = h.promise_id WHERE h.state = 'asked' AND h.since < ?",
        (page.now,),
    ).fetchall():
        end = expires(since, zone, page.calendar, working_days=working_days, seconds=seconds)
        if end <= page.now:
            page.db.execute("UPDATE handoff SET state = 'expired', since = ? WHERE promise_id = ?", (end, id_))
