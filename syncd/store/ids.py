"""Ids and lists for SQL: uuid7 (RFC 9562 §5.7), and `IN (…)` in pieces SQLite accepts."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

_CHUNK = 500


def uuid7() -> str:
    """A new uuid that sorts by the time it was made."""
    stamp = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (stamp << 80) | (0x7 << 76) | ((random >> 68) & 0xFFF) << 64 | (0b10 << 62) | (random & ((1 << 62) - 1))
    digits = f"{value:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def rows_in(db: sqlite3.Connection, sql: str, values: Sequence[Any], *before: Any) -> Iterator[tuple[Any, ...]]:
    """Rows of a statement with `IN (?*)` for many values, asked in chunks; `before` are its earlier parameters."""
    pieces = (values[i : i + _CHUNK] for i in range(0, len(values), _CHUNK))
    return chain.from_iterable(db.execute(sql.replace("?*", marks(len(piece))), (*before, *piece)) for piece in pieces)


def marks(count: int) -> str:
    """`?,?,…` for so many values."""
    return ",".join("?" * count)


def given(db: sqlite3.Connection, table: str, column: str, values: Sequence[str]) -> dict[str, str]:
    """The ids once given to these persons or companies; given now where there is none."""
    known = {str(v): str(id_) for v, id_ in rows_in(db, f"SELECT {column}, id FROM {table} WHERE {column} IN (?*)", values)}
    new = [(value, uuid7()) for value in values if value not in known]
    db.executemany(f"INSERT INTO {table} VALUES (?, ?)", new)
    return known | dict(new)
