"""Whom the items of a span of time concern: asked when something has become known to those it was not for (Articles 33 and 34 GDPR)."""

from __future__ import annotations

import sqlite3
from typing import Any


def concerned_between(db: sqlite3.Connection, since: str, until: str) -> list[dict[str, Any]]:
    """The outside people of every message, meeting and call between two instants (the second not included), with how many of each kind."""
    cursor = db.execute(
        "SELECT pe.uuid AS id, pe.name, (SELECT o.name FROM organisation o WHERE o.id = pe.organisation_id) AS organisation, "
        "(SELECT group_concat(value, ' ') FROM (SELECT value FROM identifier WHERE person_id = pe.id AND kind IN ('address', 'phone') ORDER BY kind, value)) AS reached_at, "
        "count(DISTINCT iif(i.kind = 'message', i.id, NULL)) AS messages, count(DISTINCT iif(i.kind = 'meeting', i.id, NULL)) AS meetings, "
        "count(DISTINCT iif(i.kind = 'call', i.id, NULL)) AS calls FROM contact c JOIN interaction i ON i.id = c.interaction_id "
        "JOIN person pe ON pe.id = c.person_id WHERE c.at >= ? AND c.at < ? GROUP BY pe.id ORDER BY pe.name, pe.uuid",
        (since, until),
    )
    columns = [c[0] for c in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor]
