"""Persons, companies and colleagues: rows made from addresses, growing only in ways that do not depend on order.

A person's name in mail is the one with the highest `name_rank` (used as a sender before used as a recipient, then the
latest); the address book's stands where mail gave none or a poorer one. Whatever comes first, the same row is there in
the end. When a person was first and last met is read from `contact`. Whom cards name is settled in `cards`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from syncd.core.identity import company_domain, is_desk
from syncd.core.model import Company
from syncd.store import domains
from syncd.store.ids import given, rows_in

IN_HEADER = "the address in a header"  # why an address is somebody's
AT_DESK = "the address of a desk"
BOOKED = "address book%"


@dataclass(slots=True)
class Met:
    """What a page says of one outside address: the best name, the language it wrote in last, and its clock's offset from UTC then.

    `names`: all it was seen with (1: its own mail came under it). `is_new`: it was nobody's before.
    """

    address: str
    name_rank: str
    name: str
    language: str = ""
    language_at: str = ""
    offset: str = ""
    offset_at: str = ""
    names: dict[str, int] = field(default_factory=dict)
    is_new: bool = False

    def add(self, other: Met) -> None:
        """Take in what another interaction says of the same address."""
        if (other.name_rank, other.name) > (self.name_rank, self.name):
            self.name_rank, self.name = other.name_rank, other.name
        if (other.language_at, other.language) > (self.language_at, self.language):
            self.language, self.language_at = other.language, other.language_at
        if (other.offset_at, other.offset) > (self.offset_at, self.offset):
            self.offset, self.offset_at = other.offset, other.offset_at
        for name, speaks in other.names.items():
            self.names[name] = max(speaks, self.names.get(name, 0))


def shown_name(mail_name: str, name_rank: str, card_name: str) -> str:
    """The name to show: mail's, unless the address book's is better. Who signs with a full name is called by that."""
    if not card_name or not name_rank:
        return card_name or mail_name
    full, as_sender = len(mail_name.split()) > 1, name_rank.startswith("2")
    if full and as_sender:
        return mail_name
    return card_name if len(card_name.split()) > 1 or not (full or as_sender) else mail_name


def bind(db: sqlite3.Connection, met: Mapping[str, Met]) -> dict[str, tuple[int, int | None]]:
    """Find or make the person of each address; address → (person id, organisation id)."""
    lists = {a for (a,) in rows_in(db, "SELECT DISTINCT address FROM mailing_list WHERE address IN (?*)", list(met))}
    organisations = domains.organisations_of(db, {company_domain(a) for a in met.keys() - lists} - {""})
    bound: dict[str, tuple[int, int | None]] = {}
    rows: dict[int, tuple[str, ...]] = {}
    grown: dict[int, Met] = {}
    for value, person, theirs, *row in rows_in(
        db,
        "SELECT d.value, n.id, n.organisation_id, n.name_rank, n.mail_name, n.card_name, n.language, n.language_at, n.utc_offset, n.offset_at "
        "FROM identifier d "
        "JOIN person n ON n.id = d.person_id WHERE d.kind = 'address' AND d.value IN (?*)",
        list(met),
    ):
        rows[person] = tuple(row)
        rank, name, _, *last = row
        grown.setdefault(person, Met(value, rank, name, *last)).add(met[value])
        bound[value] = (person, organisations.get(company_domain(value), theirs))
    for person, m in grown.items():
        card_name = rows[person][2]
        if (m.name_rank, m.name, card_name, m.language, m.language_at, m.offset, m.offset_at) != rows[person]:
            _write_met(db, person, m, card_name)
    unknown = [a for a in met if a not in bound and a not in lists]
    return bound | _new_persons(db, [(met[a], organisations.get(company_domain(a))) for a in unknown])


def _write_met(db: sqlite3.Connection, person: int, m: Met, card_name: str) -> None:
    name = shown_name(m.name, m.name_rank, card_name) or m.address
    new = (name, key_of(name), m.name_rank, m.name, m.language, m.language_at, m.offset, m.offset_at)
    db.execute(
        "UPDATE person SET name = ?, name_key = ?, name_rank = ?, mail_name = ?, language = ?, language_at = ?, utc_offset = ?, offset_at = ? "
        "WHERE id = ? AND (name, name_key, name_rank, mail_name, language, language_at, utc_offset, offset_at) IS NOT (?, ?, ?, ?, ?, ?, ?, ?)",
        (*new, person, *new),
    )


def with_their_others(db: sqlite3.Connection, addresses: Iterable[str]) -> set[str]:
    """The addresses, and the other addresses of the same persons."""
    persons = {p for (p,) in rows_in(db, "SELECT person_id FROM identifier WHERE kind = 'address' AND value IN (?*)", sorted(addresses))}
    others = rows_in(db, "SELECT value FROM identifier WHERE kind = 'address' AND person_id IN (?*)", sorted(persons))
    return set(addresses) | {value for (value,) in others}


def settle(db: sqlite3.Connection, met: Mapping[str, Met], addresses: Iterable[str]) -> None:
    """Make the persons of these addresses (all of each person's) what their interactions say now; one who is in none any
    more, and in no address book, is none of ours.

    For what was taken back (a guest no longer invited, a worse copy of a mail): growing alone would keep it for ever.
    """
    said: dict[int, Met] = {}
    booked: dict[int, bool] = {}
    left: set[str] = set()
    for address, person, reason in rows_in(
        db, "SELECT value, person_id, reason FROM identifier WHERE kind = 'address' AND value IN (?*) ORDER BY value", sorted(addresses)
    ):
        said.setdefault(person, Met(address, "", "")).add(met.get(address, Met(address, "", "")))
        booked[person] = booked.get(person, False) or reason.startswith(BOOKED[:-1])
    for person, m in sorted(said.items()):
        (card_name,) = db.execute("SELECT card_name FROM person WHERE id = ?", (person,)).fetchone()
        if m.name or booked[person]:
            _write_met(db, person, m, card_name)
            continue
        db.execute("DELETE FROM person WHERE id = ?", (person,))
        left.add(company_domain(m.address))
    domains.drop(db, left)


def _new_persons(db: sqlite3.Connection, new: Sequence[tuple[Met, int | None]]) -> dict[str, tuple[int, int | None]]:
    """Make the persons of these addresses, each in its organisation; address → (person id, organisation id)."""
    uuids = given(db, "person_key", "address", [m.address for m, _ in new])
    (first,) = db.execute("SELECT coalesce(max(id), 0) + 1 FROM person").fetchone()
    rows = [(first + n, m, organisation) for n, (m, organisation) in enumerate(new)]
    db.executemany(
        "INSERT INTO person (id, uuid, name, name_key, organisation_id, language, name_rank, language_at, mail_name, utc_offset, offset_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(id_, uuids[m.address], m.name or m.address, key_of(m.name), o, m.language, m.name_rank, m.language_at, m.name, m.offset, m.offset_at)
         for id_, m, o in rows],
    )  # fmt: skip
    db.executemany("INSERT INTO identifier VALUES ('address', ?, ?, ?, 0)", [(m.address, id_, reason_of(m.address)) for id_, m, _ in rows])
    for _, m, _ in rows:
        m.is_new = True
    return {m.address: (id_, o) for id_, m, o in rows}


def key_of(name: str) -> str:
    """What a person's name shares with those it is proposed to be one with; '' where it is no full name."""
    if " " not in name:
        return ""
    from syncd.core.names import name_key  # with all that compares names

    return name_key(name)


def reason_of(address: str) -> str:
    """Why an address met in mail is somebody's."""
    return AT_DESK if is_desk(address) else IN_HEADER


def known_counterparts(db: sqlite3.Connection, addresses: Iterable[str]) -> set[str]:
    """Which of the addresses our people have written to or have in an address book."""
    asked = sorted(set(addresses))
    return {a for (a,) in rows_in(db, "SELECT DISTINCT value FROM card_identifier WHERE value IN (?*)", asked)} | {
        a
        for (a,) in rows_in(
            db,
            "SELECT DISTINCT p.address FROM party p JOIN interaction i ON i.id = p.interaction_id "
            "WHERE i.direction = 'out' AND p.role IN ('to', 'cc') AND p.address IN (?*)",
            asked,
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
