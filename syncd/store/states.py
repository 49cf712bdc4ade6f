"""How a promise stands: what a person decided, else what the evidence says, else as it was given.

    decided    dismissed · kept · cancelled · broken; `reopen` takes that and all evidence up to it back, `undo` the last decision
               alone; `confirm` (it is a promise) takes a dismissal back
    evidence   the last certain one (kept, replaced, cancelled, broken), else probably kept; no meeting that is still to come counts
    given      open, or historic; open long past its term is unknown (`promises.age`)
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence

from syncd.core.model import CERTAIN
from syncd.store.decisions import UNDO, standing
from syncd.store.ids import rows_in

DECIDED = {"dismiss": "dismissed", "done": "kept", "cancel": "cancelled", "break": "broken", "reopen": ""}
_GIVEN = ("open", "unknown", "historic")


def lay(db: sqlite3.Connection, ids: Sequence[int], now: str) -> None:
    """Lay the states of these promises (by row id) as they are at `now`."""
    promises = list(rows_in(
        db, "SELECT p.id, p.key, p.state, p.replaced_by, k.historic, p.noted FROM promise p JOIN promise_key k ON k.key = p.key WHERE p.state <> 'withdrawn' AND p.id IN (?*)", ids
    ))  # fmt: skip
    decided = latest(db, [key for _, key, *_ in promises])
    evidence: dict[int, list[tuple[str, str, str | None]]] = defaultdict(list)
    for promise, at, closes, by in rows_in(
        db,
        "SELECT e.promise_id, e.at, e.closes, e.by FROM evidence e JOIN interaction i ON i.id = e.interaction_id LEFT JOIN promise n ON n.key = e.by "
        "WHERE (e.at <= ? OR i.kind <> 'meeting') AND (e.by IS NULL OR n.state NOT IN ('dismissed', 'withdrawn')) AND e.promise_id IN (?*) ORDER BY e.at, i.key",
        ids, now,
    ):  # fmt: skip
        evidence[promise].append((at, closes, by))
    changed = []
    for id_, key, state, replaced_by, historic, noted in promises:
        said, since = decided.get(key, ("", ""))
        counting = [(closes, by) for at, closes, by in evidence[id_] if at > since]
        new, by = (said, None) if said else _by_evidence(counting, state, historic=bool(historic), done=noted == "done")
        if (new, by) != (state, replaced_by):
            changed.append((new, by, id_))
    db.executemany("UPDATE promise SET state = ?, replaced_by = ? WHERE id = ?", changed)


def _by_evidence(evidence: Sequence[tuple[str, str | None]], state: str, *, historic: bool, done: bool) -> tuple[str, str | None]:
    certain = [e for e in evidence if e[0] in CERTAIN]
    if certain:
        return certain[-1][0], certain[-1][1]
    if done:
        return "kept", None  # its giver ticked the entry it stands in
    if not historic and any(closes == "probably_kept" for closes, _ in evidence):
        return "probably_kept", None
    return (state if state in _GIVEN else "historic" if historic else "open"), None


def latest(db: sqlite3.Connection, promise_keys: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Per promise the state the last decision about it gave ('' after a reopening), and when that was."""
    return _latest(_told(db, promise_keys))


def _told(db: sqlite3.Connection, promise_keys: Sequence[str]) -> list[tuple[str, str, str]]:
    return list(rows_in(db, "SELECT subject, kind, at FROM decision WHERE subject IN (?*) ORDER BY seq", list(promise_keys)))


def _latest(told: Sequence[tuple[str, str, str]]) -> dict[str, tuple[str, str]]:
    decided: dict[str, tuple[str, str]] = {subject: ("", "") for subject, kind, _ in told if kind in (UNDO, "confirm")}
    for subject, kind, at in standing(told):
        if kind in DECIDED:
            decided[subject] = (DECIDED[kind], at)
        elif kind == "confirm" and decided[subject][0] == "dismissed":
            decided[subject] = ("", "")
    return decided


def lay_decided(db: sqlite3.Connection, promise_keys: Sequence[str]) -> None:
    """Lay the states that people decided, and those of promises whose place a promise decided about has taken."""
    told = _told(db, promise_keys)
    decided = _latest(told)
    if not decided:
        return
    now = max(at for subject, _, at in told if subject in decided)
    beside = {p for (p,) in rows_in(db, "SELECT promise_id FROM evidence WHERE by IN (?*)", sorted(decided))}
    own = {p for (p,) in rows_in(db, "SELECT id FROM promise WHERE key IN (?*)", sorted(decided))}
    lay(db, sorted(own), now)
    lay(db, sorted(beside - own), now)


def lay_arrived(db: sqlite3.Connection, now: str) -> None:
    """Lay the states of those whose evidence has come about by the passing of time: a meeting that is over."""
    found = db.execute(
        "SELECT DISTINCT p.id FROM evidence e CROSS JOIN promise p ON p.id = e.promise_id WHERE p.state IN ('open', 'unknown') AND e.at <= ?", (now,)
    ).fetchall()
    lay(db, [p for (p,) in found], now)
