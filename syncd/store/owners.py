"""Who of ours looks after a company: as a manager decided, else who wrote to it most in the 180 days before the last contact.

Reckoned from the last contact and not from today, so that it stands while nothing comes and a rebuild finds the same.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Sequence
from typing import Final

from syncd.store.ids import rows_in

WINDOW: Final = 180  # days


def owner_of(db: sqlite3.Connection, organisation: int, domains: Sequence[str]) -> str:
    """The address of the colleague, or '' where nobody of ours was ever in touch."""
    decided = max(rows_in(db, "SELECT seq, value FROM decision WHERE kind = 'owner' AND subject IN (?*)", domains), default=None)
    if decided and (chosen := json.loads(decided[1])):
        return str(chosen)
    return _who_wrote_most(db, organisation) or _who_met_most(db, organisation)


def _who_wrote_most(db: sqlite3.Connection, organisation: int) -> str:
    last = db.execute(
        "SELECT c.at FROM contact c JOIN interaction i ON i.id = c.interaction_id WHERE c.organisation_id = ? AND i.kind <> 'meeting' ORDER BY c.at DESC LIMIT 1",
        (organisation,),
    ).fetchone()
    if last is None:
        return ""
    since = (dt.datetime.fromisoformat(last[0]) - dt.timedelta(days=WINDOW)).strftime("%Y-%m-%dT%H:%M:%SZ")
    row = db.execute(
        "SELECT s.address FROM (SELECT DISTINCT staff_id, interaction_id, at FROM contact WHERE organisation_id = ? AND at > ? AND staff_id IS NOT NULL) c "
        "JOIN interaction i ON i.id = c.interaction_id JOIN staff s ON s.id = c.staff_id WHERE i.kind <> 'meeting' GROUP BY s.id "
        "ORDER BY s.left_on IS NOT NULL, sum(i.direction = 'out') DESC, count(*) DESC, max(c.at) DESC, s.address LIMIT 1",
        (organisation, since),
    ).fetchone()
    return row[0] if row else ""


def _who_met_most(db: sqlite3.Connection, organisation: int) -> str:
    """Of a company that only meetings are known of; each counts once, however often it is repeated."""
    row = db.execute(
        "SELECT s.address FROM (SELECT DISTINCT staff_id, interaction_id FROM contact WHERE organisation_id = ? AND staff_id IS NOT NULL) c "
        "JOIN interaction i ON i.id = c.interaction_id JOIN staff s ON s.id = c.staff_id WHERE i.kind = 'meeting' GROUP BY s.id "
        "ORDER BY s.left_on IS NOT NULL, count(*) DESC, max(i.at) DESC, s.address LIMIT 1",
        (organisation,),
    ).fetchone()
    return row[0] if row else ""
