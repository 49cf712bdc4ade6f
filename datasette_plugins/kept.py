"""Answers of reports, kept while nothing is written; whoever asks the same at the same time waits for the one reading of it.

What is kept is found by its statement and all values of it, and those say what a reader may see: so nobody is given what
another reader was told, unless they asked the very same. Looks (`audit`) alone change no answer.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from datasette_plugins.page import Values

_MOST = 200  # answers, of at most 1,000 lines each

Answer = tuple[tuple[str, ...], list[tuple[object, ...]]]  # the names of the columns, and the rows


class NotKept(Exception):
    """An answer would have to be read."""


@dataclass
class _One:
    """One answer, once it is there; the lock is held while it is read."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    found: Answer | None = None


class Kept:
    """The answers of one store. `version`: another number whenever something was written, None while that cannot be told."""

    def __init__(self, version: Callable[[], object]) -> None:
        self._version = version
        self._lock = threading.Lock()
        self._of: object = None
        self._answers: dict[object, _One] = {}

    def rows(self, db: sqlite3.Connection, sql: str, values: Mapping[str, object], *, may_read: bool = True) -> list[Values]:
        """The rows of a query as dictionaries by column, new ones for each who asks. Raises NotKept where they may not be read and are not there."""
        names, found = self._answer(db, sql, values, may_read)
        return [dict(zip(names, row, strict=True)) for row in found]

    def _answer(self, db: sqlite3.Connection, sql: str, values: Mapping[str, object], may_read: bool) -> Answer:
        version = self._version()  # before the reading: what is written meanwhile makes the answer old, never new
        if version is None:
            if not may_read:
                raise NotKept
            return _read(db, sql, values)
        with self._lock:
            if version != self._of or len(self._answers) >= _MOST:
                self._of, self._answers = version, {}
            one = self._answers.setdefault((sql, *sorted(values.items())), _One())
        if not may_read and one.found is None:
            raise NotKept
        with one.lock:
            one.found = one.found or _read(db, sql, values)
        return one.found


def _read(db: sqlite3.Connection, sql: str, values: Mapping[str, object]) -> Answer:
    cursor = db.execute(sql, values)
    return tuple(column[0] for column in cursor.description), cursor.fetchall()
