"""Ids and lists for SQL: uuid7 (RFC 9562 §5.7), and `IN (…)` in pieces SQLite accepts."""

from __future__ import annotations

import os
import sqlite3
import time
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

_CHUNK = 500


def uuid7() -> str:
    """A new uuid that sorts by the time it was made."""
    stamp = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (stamp << 80) | (0x7 << 76) | ((random >> 68) & 0xFFF) << 64 | (0b10 << 62) | (random & ((1 << 62) - 1))
    return str(uuid.UUID(int=value))


def rows_in(db: sqlite3.Connection, sql: str, values: Sequence[Any], *before: Any) -> Iterator[tuple[Any, ...]]:
    """Rows of a statement with `IN (?*)` for many values, asked in chunks; `before` are its earlier parameters."""
    for i in range(0, len(values), _CHUNK):
        piece = values[i : i + _CHUNK]
        yield from db.execute(sql.replace("?*", ",".join("?" * len(piece))), (*before, *piece))


def marks(count: int) -> str:
    """`?,?,…` for so many values."""
    return ",".join("?" * count)
