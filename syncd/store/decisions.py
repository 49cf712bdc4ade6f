"""What people decided: append-only, about natural keys only, each row carrying the hash of the one before.

The chain does not cover whom a decision is about and what it says, but `content`: a hash of these with a salt of the row's
own. When somebody is forgotten their words and the salt go, so that nothing can be guessed from what is left; the chain holds.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from syncd import faults
from syncd.store.ids import uuid7
from syncd.store.tombstones import UNDER_WAY

UNDO = "undo"  # the last decision about the same subject is taken back
_SAID_BESIDE = "note"  # decides nothing
_R = TypeVar("_R", bound=tuple[Any, ...])


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. `kind`: done, dismiss, confirm, delete, move, accept, decline, hand_over, undo, note …; `subject`: a promise key, uid or address."""

    at: str
    by: str
    origin: str  # calendar, web, command
    kind: str
    subject: str
    value: object = None


def decide(db: sqlite3.Connection, d: Decision) -> str:
    """Append a decision, inside the caller's transaction; its id."""
    value = json.dumps(d.value, ensure_ascii=False, sort_keys=True)
    id_ = uuid7()
    append(db, (id_, d.at, d.by, d.origin, d.kind, d.subject, value))
    faults.hit("decision.written")
    return id_


def append(db: sqlite3.Connection, row: tuple[str, ...]) -> None:
    """Append a decision as it is kept: id, at, by, origin, kind, subject, value as JSON."""
    *said, subject, value = row
    before = db.execute("SELECT chain FROM decision ORDER BY seq DESC LIMIT 1").fetchone()
    salt = os.urandom(16)
    content = content_of(salt, subject, value)
    chain = link(before[0] if before else "", (*said, content))
    db.execute(
        "INSERT INTO decision (id, at, by, origin, kind, subject, value, salt, content, chain) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, salt, content, chain)
    )


def so_far(db: sqlite3.Connection) -> tuple[object, ...]:
    """Another tuple whenever anybody decided something, was forgotten or let in again, also while that is under way."""
    found: tuple[object, ...] = db.execute(
        "SELECT (SELECT max(seq) FROM decision), (SELECT count(*) FROM tombstone), (SELECT value FROM meta WHERE name = ?)", (UNDER_WAY,)
    ).fetchone()
    return found


def last(db: sqlite3.Connection, subject: str) -> tuple[str, str]:
    """Kind and origin of the last decision about a subject that is more than a note; ('', '') where there is none."""
    row = db.execute("SELECT kind, origin FROM decision WHERE subject = ? AND kind <> 'note' ORDER BY seq DESC LIMIT 1", (subject,)).fetchone()
    return (str(row[0]), str(row[1])) if row else ("", "")


def standing(rows: Iterable[_R]) -> list[_R]:
    """Of decisions in their order (tuples that begin with subject and kind) those that nobody took back."""
    told: list[_R | None] = []
    places: dict[str, list[int]] = {}
    for row in rows:
        subject, kind = row[0], row[1]
        if kind == UNDO:
            if there := places.get(subject):
                told[there.pop()] = None
            continue
        if kind != _SAID_BESIDE:
            places.setdefault(subject, []).append(len(told))
        told.append(row)
    return [row for row in told if row is not None]


def last_standing(db: sqlite3.Connection, subject: str) -> tuple[str, str, object] | None:
    """Id, kind and value of the last decision about a subject that nobody took back; None where there is none."""
    rows = db.execute("SELECT subject, kind, id, value FROM decision WHERE subject = ? AND kind <> 'note' ORDER BY seq", (subject,))
    found = standing(rows)
    return (found[-1][2], found[-1][1], json.loads(found[-1][3])) if found else None


def link(before: str, values: tuple[str, ...]) -> str:
    """The hash of a row, over the one before it."""
    return hashlib.sha256("\x1f".join((before, *values)).encode("utf-8", "replace")).hexdigest()


def content_of(salt: bytes, subject: str, value: str) -> str:
    """The hash of what a decision is about and says, with the salt of its row: what the chain covers in their place."""
    return link(salt.hex(), (subject, value))


def broken_links(db: sqlite3.Connection) -> Iterator[int]:
    """The rows whose hash does not follow from what stands there: somebody changed or took out a row.

    Of a row without its salt the words were taken out because somebody was forgotten; that is so only where somebody was.
    """
    (may_be_blank,) = db.execute("SELECT EXISTS (SELECT 1 FROM tombstone)").fetchone()
    before = ""
    for seq, *values, subject, value, salt, content, chain in db.execute(
        "SELECT seq, id, at, by, origin, kind, subject, value, salt, content, chain FROM decision ORDER BY seq"
    ):
        is_as_said = may_be_blank if salt is None else content_of(salt, subject, value) == content
        if not is_as_said or link(before, (*values, content)) != chain:
            yield seq
        before = chain
