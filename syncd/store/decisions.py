"""What people decided: append-only, about natural keys only, each row carrying the hash of the one before."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from syncd import faults
from syncd.store.ids import uuid7


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. `kind`: done, dismiss, delete, move, accept, decline, note …; `subject`: a promise key, uid or address."""

    at: str
    by: str
    origin: str  # calendar, web, command
    kind: str
    subject: str
    value: object = None


def decide(db: sqlite3.Connection, d: Decision) -> None:
    """Append a decision, inside the caller's transaction."""
    row = db.execute("SELECT chain FROM decision ORDER BY seq DESC LIMIT 1").fetchone()
    value = json.dumps(d.value, ensure_ascii=False, sort_keys=True)
    id_ = uuid7()
    chain = link(row[0] if row else "", (id_, d.at, d.by, d.origin, d.kind, d.subject, value))
    db.execute(
        "INSERT INTO decision (id, at, by, origin, kind, subject, value, chain) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (id_, d.at, d.by, d.origin, d.kind, d.subject, value, chain),
    )
    faults.hit("decision.written")


def last(db: sqlite3.Connection, subject: str) -> tuple[str, str]:
    """Kind and origin of the last decision about a subject that is more than a note; ('', '') where there is none."""
    row = db.execute("SELECT kind, origin FROM decision WHERE subject = ? AND kind <> 'note' ORDER BY seq DESC LIMIT 1", (subject,)).fetchone()
    return (str(row[0]), str(row[1])) if row else ("", "")


def link(before: str, values: tuple[str, ...]) -> str:
    """The hash of a row, over the one before it."""
    return hashlib.sha256("\x1f".join((before, *values)).encode("utf-8", "replace")).hexdigest()


def broken_links(db: sqlite3.Connection) -> Iterator[int]:
    """The rows whose hash does not follow from what stands there: somebody changed or took out a row."""
    before = ""
    for seq, *values, chain in db.execute("SELECT seq, id, at, by, origin, kind, subject, value, chain FROM decision ORDER BY seq"):
        if link(before, tuple(values)) != chain:
            yield seq
        before = chain
