"""Persons, companies and colleagues: rows made from addresses, growing only in ways that do not depend on order.

A person's name is the one with the highest `name_rank` (used as a sender before used as a recipient, then the latest):
whatever comes first, the same row is there in the end. When a person was first and last met is read from `contact`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from syncd.core.identity import company_domain
from syncd.core.model import Company
from syncd.store.ids import rows_in, uuid7


@dataclass(slots=True)
class Met:
    """What a page says of one outside address: the best name, and the language it wrote in last."""

    address: str
    name_rank: str
    name: str
    language: str = ""
    language_at: str = ""

    def add(self, other: Met) -> None:
        """Take in what another interaction says of the same address."""
        if (other.name_rank, other.name) > (self.name_rank, self.name):
            self.name_rank, self.name = other.name_rank, other.name
        if (other.language_at, other.language) > (self.language_at, self.language):
            self.language, self.language_at = other.language, other.language_at


def bind(db: sqlite3.Connection, met: Mapping[str, Met]) -> dict[str, tuple[int, int | None]]:
    """Find or make the person of each address; address → (person id, organisation id)."""
    organisations = _organisations(db, {company_domain(a) for a in met} - {""})
    known = {
        value: (person, row)
        for value, person, *row in rows_in(
            db,
            "SELECT d.value, n.id, n.name_rank, n.name, n.language, n.language_at FROM identifier d "
            "JOIN person n ON n.id = d.person_id WHERE d.kind = 'address' AND d.value IN (?*)",
            list(met),
        )
    }
    bound: dict[str, tuple[int, int | None]] = {}
    new: list[tuple[Met, int | None]] = []
    for address, m in met.items():
        organisation = organisations.get(company_domain(address))
        if address in known:
            person, row = known[address]
            _grow(db, person, row, m)
            bound[address] = (person, organisation)
        else:
            new.append((m, organisation))
    return bound | _new_persons(db, new)


def _grow(db: sqlite3.Connection, person: int, row: list[str], m: Met) -> None:
    name_rank, name, language, language_at = row
    old = Met(m.address, name_rank, name, language, language_at)
    old.add(m)
    new = [old.name_rank, old.name, old.language, old.language_at]
    if new != row:
        db.execute("UPDATE person SET name_rank = ?, name = ?, language = ?, language_at = ? WHERE id = ?", (*new, person))


def settle(db: sqlite3.Connection, met: Mapping[str, Met], addresses: Iterable[str]) -> None:
    """Make the persons of these addresses what their interactions say now; one who is in none any more is none of ours.

    For what was taken back (a guest no longer invited, a worse copy of a mail): growing alone would keep it for ever.
    """
    known = dict(rows_in(db, "SELECT value, person_id FROM identifier WHERE kind = 'address' AND value IN (?*)", sorted(addresses)))
    for address, person in sorted(known.items()):
        if m := met.get(address):
            new = (m.name or address, m.name_rank, m.language, m.language_at)
            db.execute(
                "UPDATE person SET name = ?, name_rank = ?, language = ?, language_at = ? WHERE id = ? "
                "AND (name, name_rank, language, language_at) IS NOT (?, ?, ?, ?)",
                (*new, person, *new),
            )
            continue
        (organisation,) = db.execute("SELECT organisation_id FROM person WHERE id = ?", (person,)).fetchone()
        db.execute("DELETE FROM person WHERE id = ?", (person,))
        db.execute(
            "DELETE FROM organisation WHERE id = ? AND NOT EXISTS (SELECT 1 FROM person WHERE organisation_id = organisation.id) "
            "AND NOT EXISTS (SELECT 1 FROM promise WHERE organisation_id = organisation.id)",
            (organisation,),
        )


def _new_persons(db: sqlite3.Connection, new: Sequence[tuple[Met, int | None]]) -> dict[str, tuple[int, int | None]]:
    """Make the persons of these addresses, each in its organisation; address → (person id, organisation id)."""
    uuids = _given(db, "person_key", "address", [m.address for m, _ in new])
    (first,) = db.execute("SELECT coalesce(max(id), 0) + 1 FROM person").fetchone()
    rows = [(first + n, m, organisation) for n, (m, organisation) in enumerate(new)]
    db.executemany(
        "INSERT INTO person (id, uuid, name, organisation_id, language, name_rank, language_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(id_, uuids[m.address], m.name or m.address, o, m.language, m.name_rank, m.language_at) for id_, m, o in rows],
    )
    db.executemany("INSERT INTO identifier VALUES ('address', ?, ?, 'the address in a header', 0)", [(m.address, id_) for id_, m, _ in rows])
    return {m.address: (id_, o) for id_, m, o in rows}


def _organisations(db: sqlite3.Connection, domains: set[str]) -> dict[str, int]:
    found = {domain: int(id_) for domain, id_ in rows_in(db, "SELECT domains, id FROM organisation WHERE name IN (?*)", sorted(domains))}
    new = sorted(domains - found.keys())
    uuids = _given(db, "organisation_key", "domain", new)
    (first,) = db.execute("SELECT coalesce(max(id), 0) + 1 FROM organisation").fetchone()
    db.executemany("INSERT INTO organisation (id, uuid, name, domains) VALUES (?, ?, ?, ?)", [(first + n, uuids[d], d, d) for n, d in enumerate(new)])
    return found | {domain: first + n for n, domain in enumerate(new)}


def _given(db: sqlite3.Connection, table: str, column: str, values: Sequence[str]) -> dict[str, str]:
    """The ids once given to these persons or companies; given now where there is none."""
    given = {str(v): str(id_) for v, id_ in rows_in(db, f"SELECT {column}, id FROM {table} WHERE {column} IN (?*)", values)}
    new = [(value, uuid7()) for value in values if value not in given]
    db.executemany(f"INSERT INTO {table} VALUES (?, ?)", new)
    return given | dict(new)


def known_counterparts(db: sqlite3.Connection, addresses: Iterable[str]) -> set[str]:
    """Which of the addresses our people have written to."""
    return {
        a
        for (a,) in rows_in(
            db,
            "SELECT DISTINCT p.address FROM party p JOIN interaction i ON i.id = p.interaction_id "
            "WHERE i.direction = 'out' AND p.role IN ('to', 'cc') AND p.address IN (?*)",
            sorted(set(addresses)),
        )
    }


def save_company(db: sqlite3.Connection, company: Company, roles: Mapping[str, str]) -> None:
    """Bring the tables of departments and colleagues in line with the config; nothing is written where nothing changed."""
    departments = {d.name: (d.dispatcher, json.dumps(dict(d.standard), ensure_ascii=False, sort_keys=True)) for d in company.departments}
    for name, (dispatcher, standard) in departments.items():
        db.execute(
            "INSERT INTO department (name, dispatcher, standard) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET dispatcher = excluded.dispatcher, "
            "standard = excluded.standard WHERE (dispatcher, standard) IS NOT (excluded.dispatcher, excluded.standard)",
            (name, dispatcher, standard),
        )
    ids = dict(db.execute("SELECT name, id FROM department"))
    for s in company.staff:
        row = (s.address, s.name, ids.get(s.department), s.manager, roles.get(s.address, "staff"), s.timezone, s.language,
               s.left.isoformat() if s.left else None)  # fmt: skip
        db.execute(
            "INSERT INTO staff (address, name, department_id, manager, role, zone, language, left_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (address) DO UPDATE SET name = excluded.name, department_id = excluded.department_id, manager = excluded.manager, "
            "role = excluded.role, zone = excluded.zone, language = excluded.language, left_on = excluded.left_on "
            "WHERE (name, department_id, manager, role, zone, language, left_on) IS NOT (excluded.name, excluded.department_id, "
            "excluded.manager, excluded.role, excluded.zone, excluded.language, excluded.left_on)",
            row,
        )


def staff_ids(db: sqlite3.Connection, company: Company) -> dict[str, int]:
    """Address (aliases too) → row id of the colleague."""
    ids = {str(address): int(id_) for address, id_ in db.execute("SELECT address, id FROM staff")}
    for s in company.staff:
        for alias in s.aliases:
            if s.address in ids:
                ids[alias] = ids[s.address]
    return ids
