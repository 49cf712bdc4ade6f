"""How large each segment was, month by month, and who was in it at the first look in the two latest of these months.

A segment is SQL, and what it gives today says nothing of last month; so the first look in a month is kept: somebody's, or the one
the daemon has made when a month begins. It is truth, which no rebuild can make anew. Members are the addresses of their pages: of
a person who was forgotten nothing can be opened any more.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass

from syncd.core import keys

KEPT = 2  # months whose members are kept
LOOKED = "segments_looked"  # in `meta`: the last month in which all segments were looked at, as YYYY-MM


@dataclass(frozen=True, slots=True)
class Kept:
    """A look that was kept: the month as YYYY-MM, when it was, and how many customers were in the segment."""

    month: str
    at: str
    size: int


def keep(db: sqlite3.Connection, segment: str, month: str, members: Collection[str], now: dt.datetime) -> bool:
    """Keep who is in a segment, if nothing is kept of this month; whether it was. Members of months before the last are dropped."""
    written = db.execute("INSERT OR IGNORE INTO segment_size VALUES (?, ?, ?, ?)", (segment, month, keys.instant(now), len(members))).rowcount
    if not written:
        return False
    db.executemany("INSERT OR IGNORE INTO segment_member VALUES (?, ?, ?)", [(segment, month, page) for page in members])
    db.execute(
        "DELETE FROM segment_member WHERE segment = ?1 AND month NOT IN (SELECT month FROM segment_size WHERE segment = ?1 ORDER BY month DESC LIMIT ?2)", (segment, KEPT)
    )
    return True


def sizes(db: sqlite3.Connection, segment: str) -> list[Kept]:
    """What was kept of a segment, the earliest month first."""
    return [Kept(*row) for row in db.execute("SELECT month, at, size FROM segment_size WHERE segment = ? ORDER BY month", (segment,))]


def members(db: sqlite3.Connection, segment: str, month: str) -> set[str]:
    """Who was in a segment in a month, by the addresses of their pages; empty where it is not kept (any more)."""
    return {page for (page,) in db.execute("SELECT page FROM segment_member WHERE segment = ? AND month = ?", (segment, month))}


def latest(db: sqlite3.Connection) -> dict[str, Kept]:
    """The latest look at each segment that was kept."""
    return {segment: Kept(*row) for segment, *row in db.execute("SELECT segment, max(month), at, size FROM segment_size GROUP BY segment")}


def start_anew(db: sqlite3.Connection, segment: str) -> None:
    """Forget what was kept of a segment whose SQL is another now: its sizes before would be those of something else."""
    for table in ("segment_size", "segment_member"):
        db.execute(f"DELETE FROM {table} WHERE segment = ?", (segment,))
