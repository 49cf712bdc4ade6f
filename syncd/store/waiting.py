"""Items set aside: those that could not be read and are tried again, and excluded ones that may be let in now."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence

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
