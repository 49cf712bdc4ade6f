"""What a query may cost, whoever wrote it: its time, its values, its answer and the memory of all queries together.

SQLite asks whether it should stop between steps of its own machine only; a single call of a function is deaf to any limit.
So values are short while a query of a reader runs, what takes quadratic time is done here in linear time, and what cannot be
bounded so is refused. Sources: sqlite.org/limits.html, sqlite.org/pragma.html#pragma_hard_heap_limit.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from typing import Any

# With a width of 900,000,000 one call works for seconds; with long texts the others take quadratic time
DENIED = frozenset({"printf", "format", "load_extension", "unhex", "json_patch"})
MS = 1300  # of a query: with its last step it ends within 1.5 s
_MEMORY = 64_000_000  # bytes that SQLite may hold for all queries together
_VALUE = 1_000_000  # bytes of one value while a reader's query runs
_PATTERN = 50  # characters of a LIKE or GLOB: its time is that of the text times this
_DEPTH = 100  # of an expression: so many functions within each other are one step
_WAIT = 10  # s that a page may take in all
_STEPS_OF_PAGES = 10_000  # 1 ms; each look waits until no other page is being made
_STEPS = 20  # of SQLite's machine, between two looks at the clock: a step can take 20 ms
_ANSWER = 8_000_000  # characters and bytes of an answer
_CHARACTERS = 100  # that trim() may take away
_thread = threading.local()


class TooLarge(sqlite3.OperationalError):
    """An answer, or what is needed to find it, is larger than a page can be."""


def bound_memory() -> None:
    """Bound what SQLite may hold in this process, for good: of the process that serves the pages, and of no other."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute(f"PRAGMA hard_heap_limit = {_MEMORY}")


def prepare(conn: sqlite3.Connection) -> None:
    """Put functions of linear time in the place of those of quadratic time."""
    conn.create_function("instr", 2, _instr, deterministic=True)
    conn.create_function("replace", 3, _replace, deterministic=True)
    for name, strip in (("trim", str.strip), ("ltrim", str.lstrip), ("rtrim", str.rstrip)):
        conn.create_function(name, 2, _trimming(strip), deterministic=True)


@contextmanager
def working(conn: sqlite3.Connection, ms: float) -> Iterator[None]:
    """Run the readings of one of our own pages with so much CPU (milliseconds): what others take meanwhile does not count. Raises sqlite3.OperationalError: interrupted."""
    worked, waited = time.thread_time() + ms / 1000, time.monotonic() + _WAIT
    conn.set_progress_handler(lambda: time.thread_time() >= worked or time.monotonic() >= waited, _STEPS_OF_PAGES)
    of_readers, conn.text_factory = conn.text_factory, str  # what the store holds is UTF-8; Datasette calls a function for each text, in case it is not
    try:
        yield
    finally:
        conn.text_factory = of_readers
        conn.set_progress_handler(None, _STEPS_OF_PAGES)


@contextmanager
def bounded(conn: sqlite3.Connection, ms: float) -> Iterator[None]:
    """Run a reader's query within its time (milliseconds) and with short values. Raises sqlite3.OperationalError: interrupted, or TooLarge."""
    until = time.perf_counter() + ms / 1000
    limits = {sqlite3.SQLITE_LIMIT_LENGTH: _VALUE, sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: _PATTERN, sqlite3.SQLITE_LIMIT_EXPR_DEPTH: _DEPTH}
    before = {limit: conn.setlimit(limit, value) for limit, value in limits.items()}
    conn.set_progress_handler(lambda: time.perf_counter() >= until, _STEPS)
    _thread.bounded = True
    try:
        yield
    except MemoryError as error:
        raise TooLarge("too large") from error
    finally:
        _thread.bounded = False
        conn.set_progress_handler(None, _STEPS)
        for limit, value in before.items():
            conn.setlimit(limit, value)


def is_readers() -> bool:
    """Whether what this thread asks just now is a reader's query, and not a page's own."""
    return getattr(_thread, "bounded", False)


def taken(cursor: sqlite3.Cursor, most: int | None) -> list[Any]:
    """At most so many rows of an answer. Raises TooLarge where they are more than a page can hold."""
    found, size = [], 0
    for row in islice(cursor, most):
        size += sum(len(value) for value in row if isinstance(value, str | bytes))
        if size > _ANSWER:
            raise TooLarge("too large")
        found.append(row)
    return found


def answered(conn: sqlite3.Connection, sql: str, params: Mapping[str, object] | Sequence[object], *, ms: float, most: int | None) -> tuple[list[Any], Any]:
    """The rows of a query and the description of their columns, within all limits."""
    with bounded(conn, ms):
        cursor = conn.execute(sql, params)
        return taken(cursor, most), cursor.description


# ── as SQLite's own, in linear time ──────────────────────────────────────────────────────────────────────────────


def _text(value: object) -> str:
    """A value as SQLite would write it as text."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, float):
        digits, e, power = f"{value:.15g}".partition("e")
        return f"{digits if '.' in digits else digits + '.0'}{e}{power}"
    return str(value)


def _instr(where: object, what: object) -> int | None:
    if where is None or what is None:
        return None
    if isinstance(where, bytes) and isinstance(what, bytes):
        return where.find(what) + 1
    return _text(where).find(_text(what)) + 1


def _replace(where: object, what: object, by: object) -> object:
    if where is None or what is None or (by is None and _text(what)):
        return None
    if not (old := _text(what)):
        return _text(where) if isinstance(where, bytes) else where
    text, new = _text(where), _text(by)
    if len(new) > len(old) and len(text) + text.count(old) * (len(new) - len(old)) > _VALUE:
        raise ValueError("too large")
    return text.replace(old, new)


def _trimming(strip: Any) -> Any:
    def trimmed(text: object, characters: object) -> str | None:
        if text is None or characters is None:
            return None
        away = "".join(dict.fromkeys(_text(characters)))
        if len(away) > _CHARACTERS:
            raise ValueError("too many characters")
        return str(strip(_text(text), away)) if away else _text(text)

    return trimmed
