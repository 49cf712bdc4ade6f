"""How far each hand-off has come, as rows: made of what people decided and of what the one asked wrote."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from syncd.core.handoffs import expires, life
from syncd.store.ids import rows_in

if TYPE_CHECKING:
    from syncd.store.interactions import Page

_DECIDED = {"accept": "accepted", "decline": "declined", "done": "finished"}
_SHOWN = {"accepted": "accepted", "declined": "declined", "started": "started", "kept": "finished"}


def save(db: sqlite3.Connection, promise_keys: Sequence[str]) -> None:
    """One row per hand-off among these promises: asked, or what answers have made of it."""
    events: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for subject, kind, at in rows_in(db, "SELECT subject, kind, at FROM decision WHERE subject IN (?*) ORDER BY seq", list(promise_keys)):
        if kind in _DECIDED:
            events[subject].append((at, _DECIDED[kind]))
    for key, closes, at in rows_in(
        db, "SELECT p.key, e.closes, e.at FROM evidence e JOIN promise p ON p.id = e.promise_id WHERE p.kind = 'handoff' AND p.key IN (?*)", list(promise_keys)
    ):
        if closes in _SHOWN:
            events[key].append((at, _SHOWN[closes]))
    for id_, key, promiser, assignee, said_at in rows_in(
        db, "SELECT id, key, promiser, coalesce(assignee, ''), said_at FROM promise WHERE kind = 'handoff' AND key IN (?*)", list(promise_keys)
    ):
        _write(db, id_, promiser, assignee, *life(said_at, events[key]))


def _write(db: sqlite3.Connection, promise: int, promiser: str, assignee: str, state: str, since: str) -> None:
    db.execute(
        "INSERT INTO handoff VALUES (?, ?, ?, ?, ?) ON CONFLICT (promise_id) DO UPDATE SET from_staff = excluded.from_staff, "
        "to_staff = excluded.to_staff, state = excluded.state, since = excluded.since "
        "WHERE (from_staff, to_staff, state, since) IS NOT (excluded.from_staff, excluded.to_staff, excluded.state, excluded.since) "
        "AND NOT (handoff.state = 'expired' AND excluded.state = 'asked')",
        (promise, promiser, assignee, state, since),
    )


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
