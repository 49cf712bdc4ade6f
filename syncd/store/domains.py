"""The domains companies write from, as rows: made with the first address in them, gone with the last one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from syncd.core.identity import company_domain
from syncd.core.organisations import brand, company_key
from syncd.store.ids import given, rows_in

NAMED = "name:"  # before the name of a company that has no domain, as names are compared


def domain_of(organisation: str) -> str:
    """What a company that a card names is kept under: its domain where it is written as one, else its name; '' for no name."""
    written = organisation.strip()
    if "." in written.strip(".") and " " not in written and (domain := company_domain(f"@{written.lower()}")):
        return domain
    return f"{NAMED}{key}" if (key := company_key(written) or written.casefold()) else ""


def organisations_of(db: sqlite3.Connection, domains: Iterable[str]) -> dict[str, int]:
    """The companies of these domains (or names, after `name:`), made where there is none; domain → row id."""
    asked = sorted(set(domains))
    found = companies_at(db, asked)
    new = [d for d in asked if d not in found]
    if not new:
        return found
    uuids = given(db, "organisation_key", "domain", new)
    (first,) = db.execute("SELECT coalesce(max(id), 0) + 1 FROM organisation").fetchone()
    db.executemany(
        "INSERT INTO organisation (id, uuid, name, domains) VALUES (?, ?, ?, ?)",
        [(first + n, uuids[d], d.removeprefix(NAMED), "" if d.startswith(NAMED) else d) for n, d in enumerate(new)],
    )
    db.executemany("INSERT INTO domain VALUES (?, ?, ?)", [(d, first + n, "" if d.startswith(NAMED) else brand(d)) for n, d in enumerate(new)])
    return found | {d: first + n for n, d in enumerate(new)}


def companies_at(db: sqlite3.Connection, domains: Iterable[str]) -> dict[str, int]:
    """The companies of these domains, as far as there are any; domain → row id."""
    return {d: int(id_) for d, id_ in rows_in(db, "SELECT name, organisation_id FROM domain WHERE name IN (?*)", sorted(set(domains)))}


def names_of(db: sqlite3.Connection, organisations: Iterable[int]) -> set[str]:
    """What those of these companies are kept under that have no domain."""
    return {n for (n,) in rows_in(db, "SELECT name FROM domain WHERE name LIKE 'name:%' AND organisation_id IN (?*)", sorted(set(organisations)))}


def drop(db: sqlite3.Connection, domains: Iterable[str]) -> None:
    """Take out those of these domains in which no known address lies, and the companies that have none left."""
    for domain, id_ in sorted(companies_at(db, domains).items()):
        if not _is_needed(db, domain, id_):
            db.execute("DELETE FROM domain WHERE name = ?", (domain,))
            db.execute("DELETE FROM organisation WHERE id = ? AND NOT EXISTS (SELECT 1 FROM domain WHERE organisation_id = organisation.id)", (id_,))


def _is_needed(db: sqlite3.Connection, domain: str, id_: int) -> bool:
    """Whether somebody is there, or a promise was made to the company."""
    if db.execute("SELECT 1 FROM promise WHERE organisation_id = ? LIMIT 1", (id_,)).fetchone():
        return True
    if not domain.startswith(NAMED):
        return db.execute(
            "SELECT 1 FROM identifier WHERE kind = 'address' AND (value LIKE '%@' || ? OR value LIKE '%.' || ?) LIMIT 1", (domain, domain)
        ).fetchone() is not None  # fmt: skip
    members = [p for (p,) in db.execute("SELECT id FROM person WHERE organisation_id = ?", (id_,))]
    there = rows_in(db, "SELECT person_id, value FROM identifier INDEXED BY identifier_person WHERE kind = 'address' AND person_id IN (?*)", members)
    return bool(set(members) - {p for p, address in there if company_domain(address)})


def note_card(db: sqlite3.Connection, origin: str, ordinal: int, addresses: Iterable[str], organisation: str) -> None:
    """Keep which companies a card speaks of, by the addresses of outside people on it and by name."""
    domains = {company_domain(a) for a in addresses} | {f"{NAMED}{company_key(organisation)}"}
    db.executemany("INSERT INTO card_domain VALUES (?, ?, ?)", [(d, origin, ordinal) for d in sorted(domains - {"", NAMED})])


def note_signatures(db: sqlite3.Connection, signed: Iterable[tuple[str, int, str]]) -> None:
    """Keep how signed messages call the companies of those who sign: address, interaction, the company as written."""
    rows = [(company_domain(address), id_, company_key(written), written) for address, id_, written in signed if written]
    db.executemany("INSERT INTO signed_name VALUES (?, ?, ?, ?)", [row for row in rows if row[0] and row[2]])
