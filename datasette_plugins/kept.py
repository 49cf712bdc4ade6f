"""Answers of reports, kept while nothing is written; whoever asks the same at the same time waits for the one reading of it.

What is kept is found by its statement and all values of it, and those say what a reader may see: so nobody is given what
another reader was told, unless they asked the very same. Looks (`audit`) alone change no answer.

Figures that take long are kept for some minutes though mail comes in all day; the page says of when they are. Whatever a
person decides, and whoever is forgotten, is in them at once. Rows, which say names, are never older than the store.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from datasette_plugins.audit import Version
from datasette_plugins.page import Values

_MOST = 200  # answers, of at most 1,000 lines each
QUICK = 0.05  # s of CPU: figures that are counted in less are always of now
SOON = 60.0  # s: so young, older figures are not counted again
LASTS = 600.0  # s: so long figures are shown while they are counted again

Answer = tuple[tuple[str, ...], list[tuple[object, ...]]]  # the names of the columns, and the rows


class NotKept(Exception):
    """An answer would have to be read."""


class Figures(NamedTuple):
    """Figures, the instant they are of, and whether they are to be counted again, beside."""

    rows: list[Values]
    at: str
    is_due: bool


@dataclass
class _One:
    """One answer, once it is there; the lock is held while it is read."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    found: Answer | None = None


@dataclass
class _Counted:
    """Figures, once they are there: of which version and instant, when they were there and what CPU they took (seconds)."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    found: Answer | None = None
    of: Version | None = None
    at: str = ""
    since: float = 0.0
    took: float = 0.0


class Kept:
    """The answers of one store. `version`: what it is at, None while that cannot be told; `clock`: seconds."""

    def __init__(self, version: Callable[[], Version | None], clock: Callable[[], float] = time.monotonic) -> None:
        self._version, self._clock = version, clock
        self._lock = threading.Lock()
        self._of: object = None
        self._answers: dict[object, _One] = {}
        self._figures: dict[Hashable, _Counted] = {}

    def rows(self, db: sqlite3.Connection, sql: str, values: Mapping[str, object], *, may_read: bool = True) -> list[Values]:
        """The rows of a query as dictionaries by column, new ones for each who asks. Raises NotKept where they may not be read and are not there."""
        return _lines(self._answer(db, sql, values, may_read))

    def figures(self, db: sqlite3.Connection, sql: str, values: Mapping[str, object], same: Hashable, *, may_read: bool = True, anew: bool = False) -> Figures:
        """The rows of a query, perhaps of some minutes ago; new dictionaries for each who asks.

        `same`: what is asked, but for the moment (values["now"]); `anew`: not even figures of a minute ago will do. Raises NotKept as `rows`.
        """
        version, now = self._version(), str(values["now"])
        with self._lock:
            if len(self._figures) >= _MOST and same not in self._figures:
                self._figures.clear()
            one = self._figures.setdefault(same, _Counted())
        if not may_read and not self._serves(one, version, now, anew):
            raise NotKept
        with one.lock:
            if one.found is None or not self._serves(one, version, now, anew):
                before = time.thread_time()
                one.found = _read(db, sql, values)
                one.of, one.at, one.since, one.took = version, now, self._clock(), time.thread_time() - before
            is_due = (one.of, one.at) != (version, now) and self._clock() - one.since >= SOON
            return Figures(_lines(one.found), one.at, is_due)

    def _serves(self, one: _Counted, version: Version | None, now: str, anew: bool) -> bool:
        if one.found is None or one.of is None or version is None:
            return False
        is_of_now = (one.of, one.at) == (version, now)
        return is_of_now or (not anew and one.took >= QUICK and one.of.decided == version.decided and self._clock() - one.since < LASTS)

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


def _lines(answer: Answer) -> list[Values]:
    names, found = answer
    return [dict(zip(names, row, strict=True)) for row in found]
