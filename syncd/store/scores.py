"""How sure a promise is where a scorer other than the rules is in force, and what people decided that it can learn from.

The rules' own confidence stands in `promise_key.body` and is what evidence is weighed with; `promise.confidence` is what
thresholds look at. Both are the same unless meta `scorer` names a scorer.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import msgspec

from syncd.core.derived import RULES
from syncd.core.model import Language
from syncd.store.decisions import standing
from syncd.store.ids import rows_in

# A person said by it that it is a promise, or that it is none. An entry deleted or a hand-off declined says neither.
CONFIRMS = frozenset({"confirm", "done", "accept", "move", "hand_over", "cancel", "break"})
DISMISSES = frozenset({"dismiss"})
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Found:
    """A promise as it is stored, for a scorer: `body` is what the rules made of it."""

    key: str
    own_text: str
    language: Language
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Judged:
    """How sure a promise is, and who says so (name and version)."""

    confidence: float
    scorer: str


class Judge(Protocol):
    """What is in force instead of the rules, asked inside the transaction that writes the promises; None where it says nothing."""

    def __call__(self, db: sqlite3.Connection, found: Sequence[Found]) -> Sequence[Judged | None]: ...


def in_force(db: sqlite3.Connection) -> str:
    """Name and version of the scorer the store is judged by; '' for the rules."""
    row = db.execute("SELECT value FROM meta WHERE name = 'scorer'").fetchone()
    return str(row[0]) if row else ""


def judge_all(db: sqlite3.Connection, judge: Judge | None) -> None:
    """Judge every promise anew, in the caller's transaction, after another scorer came into force."""
    for found in _all_found(db):
        judged = judge(db, found) if judge else (None,) * len(found)
        said = [j or Judged(_of_rules(f), RULES) for f, j in zip(found, judged, strict=True)]
        db.executemany(
            "UPDATE promise SET confidence = ?, scorer = ? WHERE key = ? AND (confidence, scorer) IS NOT (?, ?)",
            [(j.confidence, j.scorer, f.key, j.confidence, j.scorer) for f, j in zip(found, said, strict=True)],
        )


def lay(db: sqlite3.Connection, judged: Collection[tuple[str, Judged]]) -> None:
    """Lay what a scorer said over promises, by their keys."""
    db.executemany("UPDATE promise SET confidence = ?, scorer = ? WHERE key = ?", [(j.confidence, j.scorer, key) for key, j in judged])


def _of_rules(found: Found) -> float:
    return float(str(found.body["confidence"]))


_FOUND = """
    SELECT p.id, p.key, m.own_text, i.language, k.body FROM promise p JOIN promise_key k ON k.key = p.key
    JOIN interaction i ON i.id = p.interaction_id JOIN message m ON m.interaction_id = p.interaction_id"""


def _all_found(db: sqlite3.Connection) -> Iterator[list[Found]]:
    last = 0
    while rows := db.execute(f"{_FOUND} WHERE p.id > ? AND p.state <> 'withdrawn' AND p.noted = '' ORDER BY p.id LIMIT ?", (last, _BATCH)).fetchall():
        last = rows[-1][0]
        yield [Found(key, own, language, msgspec.json.decode(body)) for _, key, own, language, body in rows]


# ── what was asked once and is kept ──────────────────────────────────────────────────────────────────────────────


def kept(db: sqlite3.Connection, scorer: str, shown: Collection[str]) -> dict[str, float | None]:
    """What this scorer said before of what it was shown, by its digest; None where that could not be used."""
    said: dict[str, float | None] = {}
    for digest, probability in rows_in(db, "SELECT shown, probability FROM score WHERE scorer = ? AND shown IN (?*) ORDER BY shown, probability", sorted(set(shown)), scorer):
        said[digest] = probability  # an answer comes after none, for NULL sorts first
    return said


def keep(db: sqlite3.Connection, scorer: str, at: str, answers: Collection[tuple[str, str, float | None]]) -> None:
    """Keep answers: (promise key, digest of what was shown, what was said). Those of other scorers about it are dropped."""
    db.executemany("DELETE FROM score WHERE promise_key = ? AND scorer <> ?", [(key, scorer) for key, _, _ in answers])
    db.executemany(
        "INSERT INTO score VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET shown = excluded.shown, probability = excluded.probability, at = excluded.at",
        [(key, scorer, shown, probability, at) for key, shown, probability in answers],
    )


def unasked(db: sqlite3.Connection, scorer: str, since: str) -> list[Found]:
    """Open promises of ours said since then that this scorer has not judged, the newest first; what the other side wrote is not asked about."""
    rows = db.execute(
        f"{_FOUND} WHERE p.state = 'open' AND p.kind <> 'theirs' AND p.noted = '' AND p.said_at >= ? AND p.scorer <> ? AND NOT EXISTS "
        "(SELECT 1 FROM score s WHERE s.promise_key = p.key AND s.scorer = ? AND s.probability IS NULL) ORDER BY p.said_at DESC, p.key",
        (since, scorer, scorer),
    ).fetchall()  # fmt: skip
    return [Found(key, own, language, msgspec.json.decode(body)) for _, key, own, language, body in rows]


# ── what people decided ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Decided:
    """A promise somebody decided about: when last, whether it is a promise, and what it is judged to be now."""

    found: Found
    at: str
    is_promise: bool
    now: Judged


def decided(db: sqlite3.Connection) -> list[Decided]:
    """The promises people confirmed or dismissed, in the order of the decisions. The last word about each counts; `reopen` and `undo` take it back."""
    said: dict[str, tuple[int, str, bool]] = {}
    for subject, kind, seq, at in standing(db.execute("SELECT subject, kind, seq, at FROM decision ORDER BY seq")):
        if kind == "reopen":
            said.pop(subject, None)
        elif kind in CONFIRMS or kind in DISMISSES:
            said[subject] = (seq, at, kind in CONFIRMS)
    rows = rows_in(db, _FOUND.replace("SELECT p.id,", "SELECT p.confidence, p.scorer,") + " WHERE p.key IN (?*)", sorted(said))
    found = [
        Decided(Found(key, own, language, msgspec.json.decode(body)), said[key][1], said[key][2], Judged(confidence, scorer))
        for confidence, scorer, key, own, language, body in rows
    ]
    return sorted(found, key=lambda d: said[d.found.key][0])
