"""Items set aside: those that could not be read and are tried again, and excluded ones that may be let in now."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from syncd.core import keys

_BACK_OFF = (60, 600, 3600, 6 * 3600, 86400)  # seconds before the next try of a pending item
_POISON_AFTER = 8


def wait_for(db: sqlite3.Connection, collection_id: int, remote_id: str, reason: str, now: str) -> None:
    """Set an item aside with the reason; each failed try waits longer for the next, after eight it is left to `retry`."""
    row = db.execute("SELECT attempts FROM pending WHERE collection_id = ? AND remote_id = ?", (collection_id, remote_id)).fetchone()
    attempts = (row[0] if row else 0) + 1
    wait = dt.timedelta(seconds=_BACK_OFF[min(attempts, len(_BACK_OFF)) - 1])
    db.execute(
        "INSERT INTO pending VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET reason = excluded.reason, attempts = excluded.attempts, "
        "next_try = excluded.next_try, state = excluded.state",
        (collection_id, remote_id, reason[:500], "poison" if attempts >= _POISON_AFTER else "retry", attempts,
         keys.instant(dt.datetime.fromisoformat(now) + wait), now),
    )  # fmt: skip


def give_up(db: sqlite3.Connection, collection_id: int, remote_id: str, reason: str, now: str, *, for_good: bool) -> None:
    """Set an item aside `for_good`, until a person has it tried again, or for a day; one set aside for good stays so."""
    where = "collection_id = ? AND remote_id = ?"
    for_good = for_good or db.execute(f"SELECT state FROM pending WHERE {where}", (collection_id, remote_id)).fetchone() == ("poison",)
    wait_for(db, collection_id, remote_id, reason, now)
    tomorrow = keys.instant(dt.datetime.fromisoformat(now) + dt.timedelta(seconds=_BACK_OFF[-1]))
    db.execute(f"UPDATE pending SET state = iif(?, 'poison', state), next_try = ? WHERE {where}", (for_good, tomorrow, collection_id, remote_id))


def wake(db: sqlite3.Connection, items: Sequence[tuple[int, str]], reason: str, now: str) -> None:
    """Let excluded items be fetched again: they become pending, due at once."""
    db.executemany("DELETE FROM excluded WHERE collection_id = ? AND remote_id = ?", items)
    db.executemany(
        "INSERT OR IGNORE INTO pending VALUES (?, ?, ?, 'retry', 0, ?, ?)", [(c, r, reason, now, now) for c, r in items]
    )


@dataclass(frozen=True, slots=True)
class Aside:
    """An item that is set aside: where, and why."""

    source: str
    collection_id: int
    collection: str  # as its provider calls it
    remote_id: str
    state: str
    reason: str


def aside(db: sqlite3.Connection) -> list[Aside]:
    """All items that are set aside and may be there still, whatever they wait for, in folders that are there still."""
    return [Aside(*row) for row in db.execute(
        "SELECT s.name, c.id, c.remote_id, p.remote_id, p.state, p.reason FROM pending p JOIN collection c ON c.id = p.collection_id "
        "JOIN source s ON s.id = c.source_id WHERE p.state <> 'gone' AND c.removed_at IS NULL ORDER BY s.name, c.remote_id, p.remote_id")]  # fmt: skip


def try_now(db: sqlite3.Connection, items: Sequence[Aside], now: str) -> None:
    """Have these tried again by the next pass over their source, whatever they waited for."""
    db.executemany(
        "UPDATE pending SET state = 'retry', next_try = ? WHERE collection_id = ? AND remote_id = ? AND state <> 'gone'", [(now, i.collection_id, i.remote_id) for i in items]
    )


def became(db: sqlite3.Connection, item: Aside) -> tuple[str, str]:
    """What has become of an item, and why: stored, excluded, gone, or its state and reason where it is set aside still."""
    where, values = "WHERE collection_id = ? AND remote_id = ?", (item.collection_id, item.remote_id)
    if row := db.execute(f"SELECT state, reason FROM pending {where}", values).fetchone():
        return str(row[0]), str(row[1])
    if row := db.execute(f"SELECT rule FROM excluded {where}", values).fetchone():
        return "excluded", str(row[0])
    return ("stored", "") if db.execute(f"SELECT 1 FROM sighting {where} AND gone_since IS NULL", values).fetchone() else ("gone", "the provider has it no more")
