"""How a customer stands with us beside the history: not to be contacted, a customer no more, where people worked before."""

from __future__ import annotations

import datetime as dt
import sqlite3

from datasette_plugins.page import Asked, Values, rows
from syncd.core.no_contact import is_in_force
from syncd.store import who

SILENT_AFTER = 365  # days without a contact make a former customer
# People who were in touch from a company and are known to be elsewhere now.
FORMER_PEOPLE = """
    SELECT n.uuid, n.name FROM workplace c JOIN person n ON n.id = c.person_id
    WHERE c.organisation_id = ? AND n.organisation_id IS NOT ? ORDER BY n.name LIMIT 50"""


def of_person(db: sqlite3.Connection, person: Values, identifiers: list[Values], asked: Asked) -> Values:
    """A person's: the wishes of theirs and of their company, and the companies before."""
    company = person["organisation_id"]
    keys = who.keys_of(db, company) if company is not None else []
    worked = who.employments(db, person["id"])
    begun = max((e["since"] for e in worked), default="")
    return {
        "no_contact": _wishes(db, [d["value"] for d in identifiers], keys, asked),
        "formerly": [e for n, e in enumerate(worked) if n and e["last"] < begun],
        "former": _former(db, company, keys, asked) if company is not None else None,
    }


def of_company(db: sqlite3.Connection, company: int, asked: Asked) -> Values:
    """A company's: its wishes, whether it is a customer still, and who has left it."""
    keys = who.keys_of(db, company)
    return {
        "no_contact": _wishes(db, [], keys, asked), "former": _former(db, company, keys, asked),
        "former_people": rows(db, FORMER_PEOPLE, (company, company)),
    }  # fmt: skip


def _wishes(db: sqlite3.Connection, personal: list[str], company: list[str], asked: Asked) -> list[Values]:
    found = who.wishes(db, [*personal, *company])
    return [{**w, "whole": bool(personal) and w["subject"] in company} for w in found if is_in_force(w["until"], asked.words.today.isoformat())]


def _former(db: sqlite3.Connection, company: int, keys: list[str], asked: Asked) -> Values | None:
    """Since when and why a company is a customer no more; without a reason it was only silent."""
    decided = who.left_because(db, keys)
    if decided:
        return {"since": decided[0], "reason": decided[1]}
    _, last = who.span(db, "organisation_id", company, asked.now)
    silent = last and asked.words.now - dt.datetime.fromisoformat(last) > dt.timedelta(days=SILENT_AFTER)
    return {"since": last, "reason": asked.words("customer.silent")} if silent else None
