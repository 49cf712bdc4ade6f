"""Who an address is: a colleague, a person outside with a page of their own, or just an address."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from datasette_plugins.page import places, row, rows
from syncd.core import folding

folded = lru_cache(maxsize=200_000)(folding.folded)  # lists that compare names row by row fold each but once

# Colleagues by their addresses.
STAFF = "SELECT address, name FROM staff WHERE address IN ({})"
# Persons outside by their addresses, with their companies.
PERSONS = """
    SELECT d.value AS address, n.uuid, n.name, o.uuid AS company_id, o.name AS company
    FROM identifier d JOIN person n ON n.id = d.person_id LEFT JOIN organisation o ON o.id = n.organisation_id
    WHERE d.kind = 'address' AND d.value IN ({})"""
# All colleagues, for the lists to choose from.
COLLEAGUES = "SELECT address, coalesce(nullif(name, ''), address) AS name FROM staff ORDER BY left_on IS NOT NULL, name"


@dataclass(frozen=True, slots=True)
class Someone:
    """How one address is shown. `href` is the page of a person outside, '' where there is none."""

    address: str
    name: str
    href: str = ""
    company: str = ""
    company_href: str = ""
    ours: bool = False


class Names(dict[str, Someone]):
    """Addresses with who they are; an address nobody is known by is shown as it is."""

    def __missing__(self, address: str) -> Someone:
        return Someone(address, address)

    def said(self, address: str | None) -> str:
        """The name behind an address; '' for none."""
        return self[address].name if address else ""


def names(db: sqlite3.Connection, addresses: Iterable[str | None]) -> Names:
    """Who these addresses are, in two look-ups."""
    asked = sorted({a for a in addresses if a})
    found = Names()
    for start in range(0, len(asked), 500):
        some = asked[start : start + 500]
        for p in rows(db, PERSONS.format(places(some)), tuple(some)):
            company_href = f"/company/{p['company_id']}" if p["company_id"] else ""
            found[p["address"]] = Someone(p["address"], p["name"] or p["address"], f"/customer/{p['uuid']}", p["company"] or "", company_href)
        for s in rows(db, STAFF.format(places(some)), tuple(some)):
            found[s["address"]] = Someone(s["address"], s["name"] or s["address"], ours=True)
    return found


def colleagues(db: sqlite3.Connection) -> list[dict[str, str]]:
    """Everybody of ours, those who left last."""
    return rows(db, COLLEAGUES)


def known_colleague(db: sqlite3.Connection, address: str) -> int | None:
    """The row id of a colleague, or None."""
    found = row(db, "SELECT id FROM staff WHERE address = ?", (address,))
    return found["id"] if found else None
