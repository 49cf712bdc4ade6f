"""Who looked at whom: append-only, by natural keys, without any text, each row carrying the hash of the one before.

A person stands in it by the id that is given once to an address (`person_key`), a company by its own: when they are
erased, those go, and the row says no more than that somebody looked.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from syncd.store.decisions import link

# The looks at these subjects, newest first, before a row.
_LOOKS: Final = """
    SELECT a.seq, a.at, a.actor, a.what, a.subject FROM audit a WHERE a.subject IN (SELECT value FROM json_each(:subjects)) AND a.subject <> '' AND a.seq < :before
    ORDER BY a.seq DESC LIMIT :limit"""


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked: `actor` is an address, or local; `what`: customer, card, brief, `message <key>` …; `subject`: whom, by id, or ''."""

    at: str
    actor: str
    what: str
    subject: str


def note(db: sqlite3.Connection, looks: Iterable[Look]) -> None:
    """Append looks, inside the caller's transaction."""
    row = db.execute("SELECT chain FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    chain = row[0] if row else ""
    for look in looks:
        values = (look.at, look.actor, look.what, look.subject)
        chain = link(chain, values)
        db.execute("INSERT INTO audit (at, actor, what, subject, chain) VALUES (?, ?, ?, ?, ?)", (*values, chain))


def broken_links(db: sqlite3.Connection) -> Iterator[int]:
    """The rows whose hash does not follow from what stands there: somebody changed or took out a row."""
    before = ""
    for seq, *values, chain in db.execute("SELECT seq, at, actor, what, subject, chain FROM audit ORDER BY seq"):
        if link(before, tuple(values)) != chain:
            yield seq
        before = chain


def looks_at(db: sqlite3.Connection, subjects: str, *, before: int, limit: int) -> list[tuple[Any, ...]]:
    """The looks at people and companies (their ids as a JSON list), newest first: seq, at, actor, what, subject."""
    return db.execute(_LOOKS, {"subjects": subjects, "before": before, "limit": limit}).fetchall()
