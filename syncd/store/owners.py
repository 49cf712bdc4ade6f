"""Who of ours looks after a company: as a manager decided, else who wrote to it most in the 180 days before the last contact.

Reckoned from the last contact and not from today, so that it stands while nothing comes and a rebuild finds the same.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final

from syncd.store.ids import rows_in

_WROTE_MOST: Final = """
    SELECT s.address FROM contact c JOIN interaction i ON i.id = c.interaction_id JOIN staff s ON s.id = c.staff_id
    WHERE c.organisation_id = ?1 AND i.kind <> 'meeting' AND c.at > (
        SELECT strftime('%Y-%m-%dT%H:%M:%SZ', k.at, '-180 days') FROM contact k JOIN interaction j ON j.id = k.interaction_id
        WHERE k.organisation_id = ?1 AND j.kind <> 'meeting' ORDER BY k.at DESC LIMIT 1)
    GROUP BY s.id
    ORDER BY s.left_on IS NOT NULL, count(DISTINCT CASE i.direction WHEN 'out' THEN i.id END) DESC, count(DISTINCT i.id) DESC, max(c.at) DESC, s.address LIMIT 1"""
_MET_MOST: Final = """
    SELECT s.address FROM contact c JOIN interaction i ON i.id = c.interaction_id JOIN staff s ON s.id = c.staff_id
    WHERE c.organisation_id = ? AND i.kind = 'meeting'
    GROUP BY s.id ORDER BY s.left_on IS NOT NULL, count(DISTINCT i.id) DESC, max(i.at) DESC, s.address LIMIT 1"""

Choice = tuple[int, str | None]  # how late a decision was, and whom it names


def chosen(db: sqlite3.Connection, domains: Sequence[str]) -> dict[str, Choice]:
    """Whom the last decision about each of these domains names, None for nobody any more."""
    rows = sorted(rows_in(db, "SELECT seq, subject, value FROM decision WHERE kind = 'owner' AND subject IN (?*)", domains))
    return {subject: (seq, json.loads(value)) for seq, subject, value in rows}


def owner_of(db: sqlite3.Connection, organisation: int, choices: Iterable[Choice]) -> str:
    """The address of the colleague, or '' where nobody of ours was ever in touch. `choices`: those about its domains."""
    _, named = max(choices, key=lambda c: c[0], default=(0, None))
    if named:
        return str(named)
    # a company that only meetings are known of: each counts once, however often it is repeated
    row = db.execute(_WROTE_MOST, (organisation,)).fetchone() or db.execute(_MET_MOST, (organisation,)).fetchone()
    return row[0] if row else ""
