"""Who came back, as rows: made of all contacts with a person, anew for whoever a contact or an address came to or went from.

Triggers collect these persons in `met_anew`, and `settle` empties it, so a page of mail costs what it touched, and order never matters.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from syncd.core.relations.returning import Met, returns
from syncd.store.ids import rows_in

# Contacts in person: mail people wrote, calls that got through or were tried by them, meetings that were not called off.
_CONTACTS: Final = """
SELECT c.person_id, c.interaction_id, c.at, i.key, i.kind, i.direction,
       (SELECT p.role || ' ' || p.address FROM party p WHERE p.interaction_id = c.interaction_id AND p.person_id = c.person_id ORDER BY p.ordinal LIMIT 1)
FROM contact c JOIN interaction i ON i.id = c.interaction_id LEFT JOIN meeting m ON m.interaction_id = i.id
WHERE i.class IN ('personal', 'voicemail') AND coalesce(m.sort, '') <> 'event' AND coalesce(m.status, '') <> 'cancelled' AND c.person_id IN (?*)"""
_MOST_ALIKE: Final = 12  # addresses that one mark may stand for: more of them are a machine's
_PIECE: Final = 2_000  # persons whose contacts are in memory at once


def settle(db: sqlite3.Connection) -> None:
    """Say anew who came back when, of everybody met anew."""
    persons = {p for (p,) in db.execute("SELECT m.person_id FROM met_anew m JOIN person p ON p.id = m.person_id")}
    persons |= {other for others in _likely(db, persons).values() for other in others}
    ordered = sorted(persons)
    for n in range(0, len(ordered), _PIECE):
        _lay(db, ordered[n : n + _PIECE])
    db.execute("DELETE FROM met_anew")


def _likely(db: sqlite3.Connection, persons: Iterable[int]) -> dict[int, set[int]]:
    """Of each of these persons the others that are likely the same, though nobody has joined them.

    A full name with a mobile telephone stands in the signatures of both, or an address of one in the signature of the other with the
    same full name (core/ties.py joins them only once we have written to both).
    """
    mine = dict(_reversed(rows_in(db, "SELECT person_id, value FROM identifier WHERE kind = 'address' AND person_id IN (?*)", sorted(persons))))
    signed = list(rows_in(db, "SELECT DISTINCT address, value FROM signature_mark WHERE address IN (?*)", sorted(mine)))
    pairs = {(address, value) for address, value in signed if "@" in value}
    by_mark: dict[str, set[str]] = defaultdict(set)
    for value, address in rows_in(db, "SELECT DISTINCT value, address FROM signature_mark WHERE value IN (?*)", sorted({v for _, v in signed} | mine.keys())):
        by_mark[value].add(address)
    pairs |= {(value, address) for value, there in by_mark.items() if value in mine for address in there}
    alike = {(a, b) for a, value in signed if "@" not in value and len(by_mark[value]) <= _MOST_ALIKE for b in by_mark[value]}
    whose = mine | dict(rows_in(db, "SELECT value, person_id FROM identifier WHERE kind = 'address' AND value IN (?*)", sorted({b for _, b in pairs | alike} - mine.keys())))
    named = dict(rows_in(db, "SELECT id, name_key FROM person WHERE id IN (?*)", sorted({whose[x] for pair in pairs for x in pair if x in whose})))
    found: dict[int, set[int]] = defaultdict(set)
    for a, b in pairs | alike:
        one, other = mine[a], whose.get(b)
        if other is not None and other != one and ((a, b) in alike or (named[one] and named[one] == named[other])):
            found[one].add(other)
    return found


def _reversed(found: Iterable[tuple[Any, ...]]) -> Iterable[tuple[Any, Any]]:
    return ((b, a) for a, b in found)


def _lay(db: sqlite3.Connection, persons: Sequence[int]) -> None:
    likely = _likely(db, persons)
    met, ids = _met(db, sorted({*persons, *(other for others in likely.values() for other in others)}))
    before = dict(_by_row(rows_in(db, "SELECT interaction_id, person_id, at, before_at, known_as, why FROM returned WHERE person_id IN (?*)", persons)))
    now: dict[tuple[int, int, str], tuple[Any, ...]] = {}
    for person in persons:
        whose = {(m.key, m.at): one for one in (*sorted(likely.get(person, ())), person) for m in met[one]}  # what is their own counts as theirs
        contacts = {(m.key, m.at): m for one in (*sorted(likely.get(person, ())), person) for m in met[one]}
        for r in returns(list(contacts.values())):
            if whose[r.back.key, r.back.at] == person:
                now[ids[r.back.key], person, _text(r.back.at)] = (_text(r.before.at), whose[r.before.key, r.before.at], r.why)
    db.executemany("DELETE FROM returned WHERE interaction_id = ? AND person_id = ? AND at = ?", sorted(k for k in before if now.get(k) != before[k]))
    db.executemany("INSERT INTO returned VALUES (?, ?, ?, ?, ?, ?)", sorted((*k, *v) for k, v in now.items() if before.get(k) != v))


def _met(db: sqlite3.Connection, persons: Sequence[int]) -> tuple[dict[int, list[Met]], dict[str, int]]:
    """The contacts of these persons, and the row ids of the interactions by their keys."""
    met: dict[int, list[Met]] = {person: [] for person in persons}
    ids: dict[str, int] = {}
    for person, interaction, at, key, kind, direction, party in rows_in(db, _CONTACTS, persons):
        role, _, address = (party or "").partition(" ")
        theirs = kind == "meeting" or (direction == "in" and (kind == "call" or role == "from"))
        met[person].append(Met(key=key, at=dt.datetime.fromisoformat(at), theirs=theirs, address=address))
        ids[key] = interaction
    return met, ids


def _by_row(rows: Iterable[tuple[Any, ...]]) -> Iterable[tuple[tuple[int, int, str], tuple[Any, ...]]]:
    return (((row[0], row[1], row[2]), tuple(row[3:])) for row in rows)


def _text(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
