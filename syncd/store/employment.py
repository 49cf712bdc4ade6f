"""Where somebody works now: of several companies the one they were last in touch from; the others are former ones.

The dates of each are in the view `employments`, read from the contacts. Here is only what the person's row says.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from syncd.core.identity import company_domain
from syncd.store.domains import companies_at
from syncd.store.ids import rows_in
from syncd.store.interactions import Page

_TOOK_PART: Final = (
    "FROM contact c JOIN party p ON p.interaction_id = c.interaction_id AND p.person_id = c.person_id "
    "JOIN interaction i ON i.id = c.interaction_id WHERE c.person_id = ?"
)


def settle(page: Page, addresses: set[str]) -> None:
    """Bring the company of those in line who have one of these addresses and have addresses in several companies."""
    db = page.db
    persons = {p for (p,) in rows_in(db, "SELECT person_id FROM identifier WHERE kind = 'address' AND value IN (?*)", sorted(addresses))}
    known: dict[int, list[str]] = {}
    for person, value in rows_in(
        db, "SELECT person_id, value FROM identifier INDEXED BY identifier_person WHERE kind = 'address' AND person_id IN (?*) ORDER BY doubt, value", sorted(persons)
    ):
        known.setdefault(person, []).append(value)
    for person, theirs in sorted(known.items()):
        domains = list(dict.fromkeys(d for a in theirs if (d := company_domain(a))))
        if len(domains) > 1:
            _settle(page, person, domains)


def _settle(page: Page, person: int, domains: list[str]) -> None:
    db = page.db
    there = companies_at(db, domains)
    companies = {d: there[d] for d in domains if d in there}  # in the order in which they stand first
    if not companies:
        return
    now = _last_company(db, person, companies) or next(iter(companies.values()))
    before = db.execute("UPDATE person SET organisation_id = ? WHERE id = ? AND organisation_id IS NOT ? RETURNING id", (now, person, now)).fetchone()
    moved = []
    for interaction, at, organisation, own in _contacts(db, person, companies):
        right = own or now
        if right != organisation:
            moved.append((right, person, at, interaction))
    if moved or before:
        db.executemany("UPDATE contact SET organisation_id = ? WHERE person_id = ? AND at = ? AND interaction_id = ?", moved)
        page.unsettled |= {p for (p,) in rows_in(db, "SELECT id FROM promise WHERE organisation_id IN (?*)", sorted(companies.values()))}


def _contacts(db: sqlite3.Connection, person: int, companies: dict[str, int]) -> list[tuple[int, str, int | None, int | None]]:
    """The contacts of a person: interaction, at, its company, and that of the first address in one by which they took part."""
    own: dict[int, int] = {}
    for interaction, address in db.execute(f"SELECT p.interaction_id, p.address {_TOOK_PART} ORDER BY p.interaction_id, p.ordinal", (person,)):
        if company := companies.get(company_domain(address)):
            own.setdefault(interaction, company)
    rows = db.execute("SELECT interaction_id, at, organisation_id FROM contact WHERE person_id = ?", (person,)).fetchall()
    return [(interaction, at, organisation, own.get(interaction)) for interaction, at, organisation in rows]


def _last_company(db: sqlite3.Connection, person: int, companies: dict[str, int]) -> int | None:
    """The company of the last message or call of a person by an address of one, else of the last meeting (by its first day)."""
    last = [
        (kind != "meeting", at, -list(companies).index(domain), domain)
        for address, kind, at in db.execute(f"SELECT p.address, i.kind, max(i.at) {_TOOK_PART} GROUP BY p.address, i.kind", (person,))
        if (domain := company_domain(address)) in companies
    ]
    return companies[max(last)[3]] if last else None
