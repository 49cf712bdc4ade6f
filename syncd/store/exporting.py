"""All rows about one person, table by table, each as a dict of what it says; and how many there are, counted another way."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from syncd.store.erasing import Whom

Row = dict[str, Any]

_THEIRS: Final = (
    "WITH value AS (SELECT value AS v FROM json_each(:values)), theirs AS (SELECT interaction_id AS id FROM party WHERE address IN (SELECT v FROM value) "
    "UNION SELECT interaction_id FROM call WHERE number IN (SELECT v FROM value)), "
    "promised AS (SELECT id, key FROM promise WHERE beneficiary IN (SELECT v FROM value) OR promiser IN (SELECT v FROM value)) "
)
_FROM: Final[Mapping[str, str]] = {  # file → what is in it
    "interactions": "SELECT i.key AS id, i.kind, i.at, i.direction, i.subject, i.class, i.language, i.visibility, m.message_id, m.own_text, m.quoted_text, g.uid, g.title, "
    "g.description, g.start_at, g.end_at, g.location, g.status, g.rrule FROM theirs t JOIN interaction i ON i.id = t.id LEFT JOIN message m ON m.interaction_id = i.id "
    "LEFT JOIN meeting g ON g.interaction_id = i.id ORDER BY i.at, i.key",
    "parties": "SELECT i.key AS interaction_id, p.role, p.address, p.name, p.response FROM theirs t JOIN party p ON p.interaction_id = t.id JOIN interaction i ON i.id = t.id "
    "ORDER BY i.at, i.key, p.ordinal",
    "attachments": "SELECT i.key AS interaction_id, a.name, a.media_type, a.size, a.hash FROM theirs t JOIN attachment a ON a.interaction_id = t.id JOIN interaction i ON i.id = t.id "
    "ORDER BY i.at, i.key, a.ordinal",
    "calls": "SELECT i.key AS interaction_id, c.at, c.direction, c.number, c.name, c.seconds, c.outcome, c.why FROM theirs t JOIN call c ON c.interaction_id = t.id "
    "JOIN interaction i ON i.id = t.id ORDER BY c.at, i.key",
    "promises": "SELECT p.key AS id, i.key AS interaction_id, p.quote, p.kind, p.firmness, p.act, p.state, p.promiser, p.assignee, p.beneficiary, p.due_from, p.due_to, p.due_at, "
    "p.said_at, p.confidence, p.why FROM promised t JOIN promise p ON p.id = t.id JOIN interaction i ON i.id = p.interaction_id ORDER BY p.said_at, p.key",
    "evidence": "SELECT p.key AS promise_id, i.key AS interaction_id, e.closes, e.reason, e.quote, e.at FROM promised p JOIN evidence e ON e.promise_id = p.id "
    "JOIN interaction i ON i.id = e.interaction_id ORDER BY e.at, p.key",
    **{name: f"SELECT i.key AS interaction_id, i.at, m.* FROM {table} m JOIN interaction i ON i.id = m.interaction_id WHERE m.address IN (SELECT v FROM value) ORDER BY i.at, i.key"
       for name, table in (("offers", "offer"), ("complaints", "complaint"), ("questions", "question"), ("no_contact_said", "no_contact_said"), ("signatures", "signature"))},
    "facts": "SELECT i.key AS interaction_id, i.at, m.key, m.origin, m.address, m.quote, m.kind, m.value, m.negated, m.why FROM fact m LEFT JOIN interaction i ON i.id = m.interaction_id "
    "WHERE m.address IN (SELECT v FROM value) ORDER BY m.key",
    "cards": "SELECT DISTINCT c.origin, c.ordinal, c.owner, c.name, c.organisation, c.title, c.birthday FROM card_identifier x JOIN card c USING (origin, ordinal) "
    "WHERE x.value IN (SELECT v FROM value) ORDER BY 1, 2",
    "breaches": "SELECT id, rule, quote, since, mended_at, state, staff FROM breach WHERE address IN (SELECT v FROM value) ORDER BY since, id",
    "no_contact": "SELECT subject, channel, reason, since, until, by FROM no_contact WHERE subject IN (SELECT v FROM value) ORDER BY 1, 2",
    "reminders": "SELECT uid, purpose, owner, calendar, state, title, text, start_at FROM reminder WHERE promise_key IN (SELECT key FROM promised) ORDER BY uid",
    "decisions": "SELECT id, at, by, origin, kind, subject, value FROM decision WHERE subject IN (SELECT v FROM value) OR subject IN (SELECT key FROM promised) ORDER BY seq",
    "looks": "SELECT at, actor, what FROM audit WHERE subject = :uuid ORDER BY seq",
    "segments": "SELECT segment, month FROM segment_member WHERE page = 'customer/' || :uuid ORDER BY 2, 1",
    "identifiers": "SELECT kind, value, reason, doubt FROM identifier WHERE person_id = (SELECT id FROM person WHERE uuid = :uuid) ORDER BY kind, value",
}  # fmt: skip
_INNER: Final = frozenset({"interaction_id_1", "derived_by", "customer"})  # joins of ours; of two columns of a name the first counts
KINDS: Final = tuple(_FROM)


def rows(db: sqlite3.Connection, kind: str, whom: Whom, values: str) -> Iterator[Row]:
    """The rows of a kind; `values`: addresses and telephones as a JSON list."""
    cursor = db.execute(_THEIRS + _FROM[kind], {"values": values, "uuid": whom.uuid})
    names = [column[0] for column in cursor.description]
    for row in cursor:
        said: Row = {}
        for name, value in zip(names, row, strict=True):
            if name not in _INNER:
                said.setdefault(name, value)
        yield said


def count(db: sqlite3.Connection, kind: str, whom: Whom, values: str) -> int:
    """How many rows of a kind the store has."""
    return int(db.execute(f"{_THEIRS} SELECT count(*) FROM ({_FROM[kind]})", {"values": values, "uuid": whom.uuid}).fetchone()[0])


def originals(db: sqlite3.Connection, values: str) -> list[str]:
    """The originals of their interactions, cards and calls, the oldest first."""
    found = db.execute(
        f"{_THEIRS} SELECT o.origin FROM theirs t JOIN interaction i ON i.id = t.id JOIN original o ON o.origin = i.key UNION "
        "SELECT o.origin FROM theirs t JOIN meeting_copy c ON c.interaction_id = t.id JOIN original o ON o.origin = c.origin UNION "
        "SELECT o.origin FROM card_identifier x JOIN original o ON o.origin = x.origin WHERE x.value IN (SELECT v FROM value) ORDER BY 1",
        {"values": values},
    )
    return [o for (o,) in found]


def others(db: sqlite3.Connection, values: str) -> Sequence[tuple[str, str]]:
    """The addresses and names of all who took part with them and are not ours."""
    return db.execute(
        f"{_THEIRS} SELECT DISTINCT p.address, p.name FROM theirs t JOIN party p ON p.interaction_id = t.id "
        "WHERE p.staff_id IS NULL AND p.address NOT IN (SELECT v FROM value) AND p.address || p.name <> '' ORDER BY 1, 2",
        {"values": values},
    ).fetchall()
