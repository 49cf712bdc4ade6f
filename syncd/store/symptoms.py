"""Rows of a store that say that something is wrong though everything may run: what `syncd doctor` asks of it. Reads only.

Each query gives (whose or where, what is told of it, how many); the times are instants as they are stored.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from syncd.core.keys import instant
from syncd.store import migrations
from syncd.store.copying import steps

DAYS_BEHIND, DAYS_WAITING, TRIES = 1, 7, 5
_THERE = "FROM source s WHERE s.removed_at IS NULL AND s.state"
_SET_ASIDE = (
    "SELECT s.name, min(p.reason), count(*) FROM pending p JOIN collection c ON c.id = p.collection_id JOIN source s ON s.id = c.source_id "
    "WHERE s.removed_at IS NULL AND {} GROUP BY s.id"
)
_LEFT = (
    "FROM staff s JOIN promise p ON {} = s.address WHERE s.left_on <= :today AND p.state = 'open' AND NOT EXISTS "
    "(SELECT 1 FROM handoff h WHERE h.promise_id = p.id AND h.to_staff <> s.address AND h.state NOT IN ('declined', 'expired'))"
)

SYMPTOMS: Final[Mapping[str, str]] = {
    "behind": f"SELECT s.name, coalesce(s.last_success, ''), s.failures {_THERE} IN ('ok', 'backlog', 'held', 'backing off') "
              "AND CASE WHEN s.last_success IS NULL THEN s.failures > 0 ELSE s.last_success < :behind END",
    "consent-withdrawn": f"SELECT s.name, coalesce(s.error, ''), 1 {_THERE} = 'reauth needed'",
    "password-refused": f"SELECT s.name, coalesce(s.error, ''), 1 {_THERE} = 'auth failed'",
    "forbidden": f"SELECT s.name, coalesce(s.error, ''), 1 {_THERE} = 'forbidden'",
    "provider-retired": f"SELECT s.name, coalesce(s.error, ''), 1 {_THERE} = 'provider retired'",
    "listing-doubted": "SELECT s.name, min(c.name), count(*) FROM collection c JOIN source s ON s.id = c.source_id "
                       "WHERE c.removed_at IS NULL AND s.removed_at IS NULL AND c.doubted_at < :behind GROUP BY s.id",
    "no-sent-folder": "SELECT max(s.name), s.owner, 1 FROM source s JOIN collection c ON c.source_id = s.id WHERE s.removed_at IS NULL AND c.removed_at IS NULL "
                      "AND s.owner <> '' AND s.last_success IS NOT NULL AND s.connector IN ('imap', 'gmail', 'exchange', 'graph', 'maildir') "
                      "GROUP BY s.owner HAVING sum(c.role = 'sent') = 0 AND sum(EXISTS (SELECT 1 FROM sighting g WHERE g.collection_id = c.id)) > 0",
    "items-broken": _SET_ASIDE.format("p.state = 'poison'"),
    "items-forbidden": _SET_ASIDE.format("p.state = 'forbidden'"),
    "items-waiting": _SET_ASIDE.format("p.state = 'retry' AND p.since < :waiting"),
    "entries-stuck": "SELECT owner, max(coalesce(error, '')), count(*) FROM reminder WHERE state IN ('wanted', 'sending') AND tries >= :tries GROUP BY owner",
    "entries-refused": "SELECT owner, max(coalesce(error, '')), count(*) FROM reminder WHERE state = 'refused' GROUP BY owner",
    "writing-paused": "SELECT d.subject, d.at, 1 FROM decision d WHERE d.kind = 'pause' AND d.at < :waiting AND coalesce(d.value, 'null') = 'null' AND NOT EXISTS "
                      "(SELECT 1 FROM decision l WHERE l.subject = d.subject AND l.kind IN ('pause', 'resume') AND l.seq > d.seq)",
    "leaver-has-promises": f"SELECT s.address, s.left_on, count(*) {_LEFT.format('coalesce(p.assignee, p.promiser)')} GROUP BY s.id",
    "leaver-has-customers": "SELECT s.address, s.left_on, count(*) FROM staff s JOIN organisation o ON o.owner = s.address WHERE s.left_on <= :today GROUP BY s.id",
    "clock-went-back": "SELECT '', max(at), 1 FROM event HAVING max(at) > :ahead",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Symptom:
    """A row of a query above: `code` is its name."""

    code: str
    where: str
    told: str
    count: int


def symptoms(db: sqlite3.Connection, now: dt.datetime, today: dt.date) -> list[Symptom]:
    """Everything the queries find, in their order."""
    asked = {
        "behind": instant(now - dt.timedelta(days=DAYS_BEHIND)), "waiting": instant(now - dt.timedelta(days=DAYS_WAITING)), "tries": TRIES,
        "today": today.isoformat(), "ahead": instant(now + dt.timedelta(hours=1)),
    }  # fmt: skip
    return [Symptom(code, where, told, count) for code, sql in SYMPTOMS.items() for where, told, count in db.execute(sql, asked)]


def foreign_steps(db: sqlite3.Connection) -> tuple[list[str], list[str]]:
    """Steps of the store's shape that this program does not know, and known ones that the store has not taken yet."""
    done, known = set(steps(db)), {step.__name__ for step in migrations.HISTORY}
    return sorted(done - known), sorted(known - done)


def first_item(db: sqlite3.Connection) -> dt.datetime | None:
    """When the first item was stored; None in an empty store."""
    (at,) = db.execute("SELECT min(first_seen) FROM sighting").fetchone()
    return dt.datetime.fromisoformat(at) if at else None
