"""Companies joined or taken apart: their rows, and everything that refers to them, under whoever they are now."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from syncd.core.identity import company_domain
from syncd.store import spoken
from syncd.store.ids import given, rows_in
from syncd.store.interactions import Page

_REFERRING = ("person", "contact", "promise")


def regroup(page: Page, known: Mapping[str, int], parts: Sequence[frozenset[str]]) -> None:
    """Make each part one company. `known`: domain → the company's row as it is."""
    db = page.db
    before = sorted(set(known.values()))
    page.unsettled |= {p for (p,) in rows_in(db, "SELECT id FROM promise WHERE organisation_id IN (?*)", before)}
    rows = _rows(db, parts, before)
    now = {domain: row for part, row in zip(parts, rows, strict=True) for domain in part}
    db.executemany("UPDATE domain SET organisation_id = ? WHERE name = ?", [(row, domain) for domain, row in sorted(now.items())])
    for id_ in before:
        after = {now[domain] for domain, was in known.items() if was == id_}
        if len(after) == 1:
            for table in _REFERRING:
                db.execute(f"UPDATE {table} SET organisation_id = ? WHERE organisation_id = ? AND organisation_id <> ?", (*after, id_, *after))
        else:
            _take_apart(page, id_, now)
    gone = set(before) - set(rows)
    db.executemany("DELETE FROM organisation WHERE id = ?", [(id_,) for id_ in sorted(gone)])
    page.met.update(now)
    spoken.something_came(db)


def _rows(db: sqlite3.Connection, parts: Sequence[frozenset[str]], before: Sequence[int]) -> list[int]:
    """The row of each part, made where there is none: under the oldest id given to one of its domains."""
    keys = given(db, "organisation_key", "domain", sorted({d for part in parts for d in part}))
    uuids = [min(keys[d] for d in part) for part in parts]
    there = {uuid: id_ for id_, uuid in rows_in(db, "SELECT id, uuid FROM organisation WHERE id IN (?*)", before)}
    rows = []
    for part, uuid in zip(parts, uuids, strict=True):
        if uuid not in there:
            there[uuid] = db.execute(
                "INSERT INTO organisation (uuid, name, domains) VALUES (?, ?, '') RETURNING id", (uuid, min(part))
            ).fetchone()[0]
        rows.append(there[uuid])
    return rows


def _take_apart(page: Page, id_: int, now: Mapping[str, int]) -> None:
    """Sort what referred to one company into those it has become, by the addresses concerned."""
    db = page.db
    persons = [p for (p,) in db.execute("SELECT id FROM person WHERE organisation_id = ?", (id_,))]
    theirs = _first(rows_in(db, "SELECT person_id, value FROM identifier INDEXED BY identifier_person WHERE kind = 'address' AND person_id IN (?*) ORDER BY person_id, doubt, value", persons), now)
    booked = _by_card(db, persons, now)
    db.executemany("UPDATE person SET organisation_id = ? WHERE id = ?", [(theirs.get(p) or booked.get(p) or id_, p) for p in persons])
    meetings = db.execute(
        "SELECT DISTINCT c.person_id, c.interaction_id FROM contact c WHERE c.organisation_id = ?", (id_,)
    ).fetchall()
    for person, interaction in meetings:
        here = db.execute("SELECT 0, address FROM party WHERE interaction_id = ? AND person_id = ? ORDER BY ordinal", (interaction, person))
        (belongs,) = db.execute("SELECT organisation_id FROM person WHERE id = ?", (person,)).fetchone()
        right = _first(here, now).get(0) or belongs
        db.execute("UPDATE contact SET organisation_id = ? WHERE person_id = ? AND interaction_id = ? AND organisation_id = ?", (right, person, interaction, id_))
    told = [(p, i) for p, i in db.execute("SELECT id, interaction_id FROM promise WHERE organisation_id = ?", (id_,))]
    places = _first(rows_in(db, "SELECT interaction_id, address FROM party WHERE person_id IS NOT NULL AND interaction_id IN (?*) ORDER BY interaction_id, ordinal",
                            sorted({i for _, i in told})), now)  # fmt: skip
    db.executemany("UPDATE promise SET organisation_id = ? WHERE id = ?", [(places.get(i, id_), p) for p, i in told])
    page.met |= {a for (a,) in rows_in(db, "SELECT value FROM identifier INDEXED BY identifier_person WHERE kind = 'address' AND person_id IN (?*)", persons)}


def _first(rows: Iterable[tuple[int, str]], now: Mapping[str, int]) -> dict[int, int]:
    """Of each group (rows come by group) the company of the first address that lies in one."""
    return {
        group: found
        for group, addresses in groupby(rows, key=lambda r: r[0])
        if (found := next((now[d] for _, a in addresses if (d := company_domain(a)) in now), 0))
    }


def _by_card(db: sqlite3.Connection, persons: Sequence[int], now: Mapping[str, int]) -> dict[int, int]:
    """The company of those who are known to be of one by the name on a card alone."""
    found = {}
    for person, domain in rows_in(
        db, "SELECT d.person_id, m.domain FROM identifier d JOIN card_identifier c ON c.value = d.value JOIN card_domain m USING (origin, ordinal) "
        "WHERE m.domain LIKE 'name:%' AND d.person_id IN (?*) ORDER BY d.person_id, m.domain DESC", persons
    ):  # fmt: skip
        if domain in now:
            found[person] = now[domain]
    return found
