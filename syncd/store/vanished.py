"""What a complete listing of a folder holds and no longer holds: the missing is marked as gone, never deleted, and only when it can be believed."""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Collection

from connectors.base import UID_PREFIX, Page

_DOUBT_SECONDS = 300
_FEW = 20  # known items up to which any listing is believed
_UNCOUNTED = frozenset({"calendar", "contacts"})


def mark_vanished(db: sqlite3.Connection, collection_id: int, there: Collection[str], now: str) -> int | None:
    """Mark what is not among `there`; how many, or None when the listing is too short to be believed yet.

    A listing in which 20 or more known items exist and more than half are missing counts only when a second one, five
    minutes later or more, misses the same.
    """
    known = {r for (r,) in db.execute("SELECT remote_id FROM sighting WHERE collection_id = ? AND gone_since IS NULL", (collection_id,))}
    missing = sorted(known.difference(there))
    if len(known) >= _FEW and len(missing) * 2 > len(known) and not _confirmed(db, collection_id, missing, now):
        return None
    db.execute("UPDATE collection SET doubted = NULL, doubted_at = NULL WHERE id = ? AND doubted IS NOT NULL", (collection_id,))
    db.executemany("UPDATE sighting SET gone_since = ? WHERE collection_id = ? AND remote_id = ?", [(now, collection_id, r) for r in missing])
    for table, change in (("excluded", "DELETE FROM excluded"), ("pending", "UPDATE pending SET state = 'gone'")):
        listed = db.execute(f"SELECT remote_id FROM {table} WHERE collection_id = ?", (collection_id,)).fetchall()
        db.executemany(f"{change} WHERE collection_id = ? AND remote_id = ?", [(collection_id, r) for (r,) in listed if r not in there])
    return len(missing)


def count_listed(db: sqlite3.Connection, collection_id: int, role: str, page: Page) -> None:
    """Keep how many items a listing counted. No server counts a calendar or an address book: there the number holds until the next change."""
    if page.complete is not None and page.counts:
        theirs = sum(not r.rpartition("/")[2].startswith(UID_PREFIX) for r in page.complete)
    elif role in _UNCOUNTED and (page.changes or page.complete is not None):
        theirs = None
    else:
        return
    db.execute("UPDATE collection SET on_server = ? WHERE id = ? AND on_server IS NOT ?", (theirs, collection_id, theirs))


def _confirmed(db: sqlite3.Connection, collection_id: int, missing: list[str], now: str) -> bool:
    """Whether an earlier listing missed the same; if not, this one is remembered."""
    fingerprint = hashlib.sha256("\n".join(missing).encode()).hexdigest()
    doubted, since = db.execute("SELECT doubted, doubted_at FROM collection WHERE id = ?", (collection_id,)).fetchone()
    if doubted != fingerprint:
        db.execute("UPDATE collection SET doubted = ?, doubted_at = ? WHERE id = ?", (fingerprint, now, collection_id))
        return False
    return (dt.datetime.fromisoformat(now) - dt.datetime.fromisoformat(since)).total_seconds() >= _DOUBT_SECONDS
