"""Who was forgotten: keyed hashes of their addresses and telephones, by which they are known again and by nothing else.

Tombstones are truth: a backup that is put back takes those of the store it replaces (kind and hash), and a resync asks them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING

from syncd.core.model import Company

if TYPE_CHECKING:
    from syncd.core.forgotten import Forgotten


UNDER_WAY = "forgetting"  # meta: '1' while somebody is being forgotten


def of(db: sqlite3.Connection, key: bytes, company: Company) -> Forgotten | None:
    """Everybody who was forgotten in this store, whose key that is; None where nobody was."""
    traces = frozenset((str(kind), bytes(hash_)) for kind, hash_ in db.execute("SELECT kind, hash FROM tombstone"))
    if not traces:
        return None
    from syncd.core.forgotten import Forgotten  # with all readers of mail

    return Forgotten(key, traces, company)


def bury(db: sqlite3.Connection, key: bytes, values: Iterable[str], at: str) -> None:
    """Keep that whoever has these addresses and telephones is forgotten, inside the caller's transaction."""
    from syncd.core.forgotten import trace

    db.executemany("INSERT INTO tombstone VALUES (?, ?, ?) ON CONFLICT DO NOTHING", [(*trace(key, value), at) for value in sorted(set(values))])


def lift(db: sqlite3.Connection, key: bytes, values: Iterable[str]) -> int:
    """Let who has these addresses and telephones in again from now on; how many of them were kept out."""
    from syncd.core.forgotten import trace

    return db.executemany("DELETE FROM tombstone WHERE kind = ? AND hash = ?", [trace(key, value) for value in values]).rowcount
