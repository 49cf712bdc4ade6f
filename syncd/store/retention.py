"""What is older than it may be kept, and what of it stays all the same: an open promise or complaint, and what closes one that stays."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping

from syncd.store.ids import rows_in

_OPEN = (
    "SELECT interaction_id FROM promise WHERE state IN ('open', 'probably_kept') UNION "
    "SELECT interaction_id FROM complaint WHERE state IN ('open', 'answered', 'apologised')"
)


def old(db: sqlite3.Connection, kind: str, before: str) -> list[str]:
    """The originals of this kind from before an instant, the oldest first, but for what must stay."""
    ids = {i for (i,) in db.execute(f"SELECT id FROM interaction WHERE kind = ? AND at < ? AND id NOT IN ({_OPEN})", (kind, before))}
    ids -= _closing(db, ids)
    if kind == "meeting":
        found = rows_in(db, "SELECT o.origin FROM meeting_copy c JOIN original o ON o.origin = c.origin WHERE o.media_type <> 'message/rfc822' AND c.interaction_id IN (?*)", sorted(ids))
    else:
        found = rows_in(db, "SELECT o.origin FROM interaction i JOIN original o ON o.origin = i.key WHERE i.id IN (?*) ORDER BY i.at", sorted(ids))
    return list(dict.fromkeys(o for (o,) in found))


def _closing(db: sqlite3.Connection, ids: Iterable[int]) -> set[int]:
    """Those of these by which something was closed that stays: it would be open again."""
    wanted, spared = set(ids), set[int]()
    pairs = [(e, p) for e, p in rows_in(
        db, "SELECT e.interaction_id, p.interaction_id FROM evidence e JOIN promise p ON p.id = e.promise_id WHERE e.interaction_id IN (?*)", sorted(wanted))]  # fmt: skip
    pairs += [(e, c) for e, c in rows_in(
        db, "SELECT s.interaction_id, c.interaction_id FROM complaint_sign s JOIN complaint c ON c.key = s.complaint_key WHERE s.interaction_id IN (?*)", sorted(wanted))]  # fmt: skip
    while more := {e for e, p in pairs if e in wanted and p not in wanted}:
        wanted -= more
        spared |= more
    return spared


def counts(db: sqlite3.Connection) -> dict[str, int]:
    """How many there are of each kind."""
    return dict(db.execute("SELECT kind, count(*) FROM interaction GROUP BY kind").fetchall())


def note(db: sqlite3.Connection, at: str, counts: Mapping[str, int]) -> None:
    """Keep how much went for its age."""
    db.execute("INSERT INTO event (at, kind, detail) VALUES (?, 'too old', ?)", (at, json.dumps(dict(counts))))
