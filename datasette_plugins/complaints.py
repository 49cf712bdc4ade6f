"""Complaints as pages show them: those nobody settled first, each with where it stands and the words that say so."""

from __future__ import annotations

import sqlite3
from itertools import islice

from datasette_plugins.page import Values, rows
from datasette_plugins.rights import Reader, sees_item

FEW = 5
# A complaint with its mail, its person and the words that settled it; the unsettled first, the latest first among them.
_COMPLAINT = """
    SELECT c.key, c.quote, c.state, c.address, i.id AS interaction_id, i.key AS interaction, i.at, i.language, i.subject, s.step, s.quote AS words, s.at AS words_at, w.key AS words_in, w.kind AS words_kind
    FROM complaint c JOIN interaction i ON i.id = c.interaction_id
    LEFT JOIN complaint_sign s ON s.complaint_key = c.key AND s.step = c.state
    LEFT JOIN interaction w ON w.id = s.interaction_id"""
_ORDER = " ORDER BY CASE c.state WHEN 'open' THEN 0 WHEN 'answered' THEN 1 WHEN 'apologised' THEN 2 ELSE 3 END, i.at DESC, c.key LIMIT 25"
OF_PERSON = f"{_COMPLAINT} WHERE c.state <> 'dismissed' AND c.address IN (SELECT value FROM identifier WHERE person_id = ?){_ORDER}"
OF_COMPANY = (
    f"{_COMPLAINT} WHERE c.state <> 'dismissed' AND c.address IN "
    f"(SELECT d.value FROM person n JOIN identifier d ON d.person_id = n.id WHERE n.organisation_id = ?){_ORDER}"
)
# Of the start page: what nobody has answered, the latest first; more than are shown, for a reader sees not all of them.
OPEN = f"{_COMPLAINT} WHERE c.state = 'open' AND i.at <= ? ORDER BY i.at DESC, c.key LIMIT 200"


def of_person(db: sqlite3.Connection, person: int) -> list[Values]:
    """The complaints of one person (by row id)."""
    return rows(db, OF_PERSON, (person,))


def of_company(db: sqlite3.Connection, company: int) -> list[Values]:
    """The complaints of a company's people (by row id)."""
    return rows(db, OF_COMPANY, (company,))


def unanswered(db: sqlite3.Connection, now: str, reader: Reader) -> list[Values]:
    """The latest complaints that nobody has answered, of those a reader may open."""
    return list(islice((c for c in rows(db, OPEN, (now,)) if sees_item(db, reader, c["interaction_id"])), FEW))
