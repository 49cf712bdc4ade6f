"""Who of ours contacted somebody who was not to be contacted: mail that people wrote and calls, while a wish stood, by its channel.

An answer to their own newer mail is none: whoever writes to us wants an answer.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Final

_ANSWERED: Final = 30  # days within which their mail is answered
# Whom each wish is about: whoever has the address or telephone, or everybody of the company.
_CONTACTS: Final = """
    SELECT w.subject, w.channel, w.reason, w.since, c.interaction_id, c.at, c.person_id FROM no_contact w
    CROSS JOIN identifier d ON d.kind IN ('address', 'phone') AND d.value = w.subject CROSS JOIN contact c ON c.person_id = d.person_id AND c.at >= w.since AND (w.until IS NULL OR c.at < w.until)
    UNION
    SELECT w.subject, w.channel, w.reason, w.since, c.interaction_id, c.at, c.person_id FROM no_contact w
    CROSS JOIN domain m ON m.name = w.subject CROSS JOIN contact c ON c.organisation_id = m.organisation_id AND c.at >= w.since AND (w.until IS NULL OR c.at < w.until)"""
IN_SPITE: Final = f"""
    SELECT h.subject, h.channel, h.reason, h.since, i.id, i.key, i.kind, h.at, n.name, n.uuid, i.subject,
           coalesce((SELECT s.address FROM party p JOIN staff s ON s.id = p.staff_id WHERE p.interaction_id = i.id AND p.role IN ('from', 'sender', 'caller') ORDER BY p.ordinal LIMIT 1),
                    (SELECT s.address FROM party p JOIN staff s ON s.id = p.staff_id WHERE p.interaction_id = i.id ORDER BY p.ordinal LIMIT 1), '')
    FROM ({_CONTACTS}) h JOIN interaction i ON i.id = h.interaction_id JOIN person n ON n.id = h.person_id
    WHERE i.direction = 'out' AND h.at <= :now AND ((i.kind = 'message' AND i.class = 'personal' AND h.channel IN ('mail', 'any')) OR (i.kind = 'call' AND h.channel IN ('call', 'any')))
    AND NOT EXISTS (SELECT 1 FROM contact e JOIN interaction j ON j.id = e.interaction_id WHERE e.person_id = h.person_id AND e.at > h.since AND e.at < h.at
                    AND e.at >= strftime('%Y-%m-%dT%H:%M:%SZ', h.at, '-{_ANSWERED} days') AND j.kind = 'message' AND j.direction = 'in' AND j.class = 'personal' AND i.kind = 'message')
    GROUP BY i.id, h.person_id ORDER BY h.at DESC, i.key LIMIT :limit"""


@dataclass(frozen=True, slots=True)
class InSpite:
    """A contact that was not wanted: of which wish (its subject, channel, reason and since when), what it was, with whom, by whom of us ('' unknown)."""

    subject: str
    channel: str
    reason: str
    since: str
    interaction_id: int  # row id
    interaction: str
    kind: str
    at: str
    person: str
    person_id: str
    title: str
    staff: str


def in_spite(db: sqlite3.Connection, now: str, limit: int = 1_000) -> list[InSpite]:
    """The contacts made in spite of wishes that stood, the latest first."""
    return [InSpite(*row) for row in db.execute(IN_SPITE, {"now": now, "limit": limit})]
