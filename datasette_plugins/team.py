"""A manager's own people: those whose manager they are, and theirs; a page that is asked for them shows what concerns them."""

from __future__ import annotations

import json
import sqlite3

from datasette_plugins.page import Asked, Values, rows
from datasette_plugins.promises import Wanted

# Who has people, and how many.
MANAGERS_OF = """
    SELECT m.address, coalesce(nullif(m.name, ''), m.address) AS name FROM staff m
    WHERE EXISTS (SELECT 1 FROM staff s WHERE s.manager = m.address AND s.left_on IS NULL) ORDER BY m.left_on IS NOT NULL, name"""
# Everybody below somebody, and that one; a circle in the config ends where it began.
BELOW = """
    WITH RECURSIVE below(address) AS (SELECT ? UNION SELECT s.address FROM staff s JOIN below b ON s.manager = b.address)
    SELECT address FROM below"""
# Whether a promise (`p`) is given by, handed to or asked of one of these people.
HAS_PROMISE = (
    "(p.promiser IN (SELECT value FROM json_each(:team)) OR p.assignee IN (SELECT value FROM json_each(:team)) "
    "OR EXISTS (SELECT 1 FROM handoff f WHERE f.promise_id = p.id AND f.to_staff IN (SELECT value FROM json_each(:team))))"
)
# Whether one of these people took part in an interaction (`i`).
TOOK_PART = "EXISTS (SELECT 1 FROM party y JOIN staff s ON s.id = y.staff_id WHERE y.interaction_id = i.id AND s.address IN (SELECT value FROM json_each(:team)))"


def managers(db: sqlite3.Connection) -> list[Values]:
    """Everybody of ours who has people."""
    return rows(db, MANAGERS_OF)


def asked_for(db: sqlite3.Connection, asked: Asked) -> str:
    """The people a page is asked for, as JSON, and '' for everybody: a colleague's own page is their own; `?people=` names a manager."""
    if not asked.reader.sees_all:
        return json.dumps([asked.reader.address])
    boss = asked.arg("people")
    return json.dumps([address for (address,) in db.execute(BELOW, (boss,))]) if boss else ""


def wanted(team: str) -> Wanted:
    """The promises of these people, as a filter of the board."""
    return Wanted(f" AND {HAS_PROMISE}", {"team": team}) if team else Wanted()
