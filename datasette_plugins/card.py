"""The short card of a customer, for colleagues who have nothing to do with them: nobody who calls is a stranger.

Who, owner, since when, last contact by whom, open complaint, do-not-contact, left and why, back again. Nothing that was written.
"""

from __future__ import annotations

import sqlite3

from datasette_plugins import returned, standing
from datasette_plugins.audit import Looked
from datasette_plugins.names import names
from datasette_plugins.page import Asked, Values, row

# The first contact, and the last one up to now, with the colleague.
LAST = """
    SELECT c.at, s.address AS by FROM contact c LEFT JOIN staff s ON s.id = c.staff_id
    WHERE c.{column} = :id AND c.at <= :now ORDER BY c.at DESC, c.interaction_id DESC LIMIT 1"""
FIRST = "SELECT at FROM contact WHERE {column} = :id ORDER BY at LIMIT 1"
# How many complaints of a customer are not settled, and since when.
_UNSETTLED = """
    SELECT count(*) AS n, min(i.at) AS since FROM complaint c JOIN interaction i ON i.id = c.interaction_id
    WHERE c.state IN ('open', 'answered', 'apologised') AND c.address IN ({})"""
UNSETTLED_OF_PERSON = _UNSETTLED.format("SELECT value FROM identifier WHERE person_id = ?")
UNSETTLED_OF_COMPANY = _UNSETTLED.format("SELECT d.value FROM person n JOIN identifier d ON d.person_id = n.id WHERE n.organisation_id = ?")


def of_person(db: sqlite3.Connection, person: Values, identifiers: list[Values], asked: Asked) -> Values:
    """The card of a person (a row of `person` with the company)."""
    stands = standing.of_person(db, person, identifiers, asked)
    back = returned.on_card(db, person["id"], asked)
    return {"kind": "person", "identifiers": identifiers, "returned": back, **_card(db, person, "person_id", row(db, UNSETTLED_OF_PERSON, (person["id"],)), stands, asked)}


def of_company(db: sqlite3.Connection, company: Values, asked: Asked) -> Values:
    """The card of a company (a row of `organisation`)."""
    stands = standing.of_company(db, company["id"], asked)
    return {"kind": "company", "identifiers": [], **_card(db, company, "organisation_id", row(db, UNSETTLED_OF_COMPANY, (company["id"],)), stands, asked)}


def _card(db: sqlite3.Connection, customer: Values, column: str, unsettled: Values | None, stands: Values, asked: Asked) -> Values:
    values = {"id": customer["id"], "now": asked.now}
    first, last = row(db, FIRST.format(column=column), values), row(db, LAST.format(column=column), values)
    return {
        "template": "syncd/card.html", "looked": Looked("card", (customer["uuid"],)), "c": customer, "first_at": first["at"] if first else None, "last": last, "unsettled": unsettled,
        "no_contact": stands["no_contact"], "former": stands["former"], "formerly": stands.get("formerly", []),
        "names": names(db, (customer["owner"], last["by"] if last else None)),
    }  # fmt: skip
