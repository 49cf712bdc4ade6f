"""What the accounting program has of a customer: orders, invoices, installed units, the latest first.

To whom a row belongs follows from the customer's row (by the domain of its addresses, or its name), as in the views
`orders`, `invoices` and `assets`; here it is asked the other way round, so that a page costs only its own rows.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from decimal import Decimal

from datasette_plugins.offers import said_price
from datasette_plugins.page import Values, rows
from datasette_plugins.words import Words
from syncd.core.organisations import company_key
from syncd.core.tables import number_key

_MOST = 12
# The names and domains of a company: those it has, and what its signed mail calls it.
KNOWN_AS = "SELECT name FROM domain WHERE organisation_id = ?"
SIGNED = "SELECT DISTINCT 'name:' || key FROM signed_name WHERE domain IN (SELECT name FROM domain WHERE organisation_id = ?) AND key <> ''"
# The customer's own rows: code, VAT number, name as they are compared.
_ROW = "SELECT code, vat_key, name_key, name, since, vat FROM customer_row WHERE "
BY_DOMAIN = f"{_ROW}domain <> '' AND domain IN (SELECT value FROM json_each(?))"
BY_NAME = f"{_ROW}name_key <> '' AND name_key IN (SELECT value FROM json_each(?))"
BY_PERSON = f"{_ROW}name_key = ? AND domain = '' AND EXISTS (SELECT 1 FROM json_each(?) WHERE instr(' ' || emails || ' ', ' ' || value || ' '))"
_OURS = "((customer_key <> '' AND customer_key IN (SELECT value FROM json_each(:numbers))) OR (name_key <> '' AND name_key IN (SELECT value FROM json_each(:names))))"
ORDERS = f"SELECT number, date, product, amount, currency, state FROM order_ WHERE {_OURS} ORDER BY date DESC, origin LIMIT {_MOST}"
INVOICES = f"""
    SELECT number, date, due, amount, currency, paid_on, CASE WHEN paid_on IS NOT NULL THEN 'paid' WHEN due < :today THEN 'overdue' ELSE 'due' END AS state
    FROM invoice WHERE {_OURS} ORDER BY date DESC, origin LIMIT {_MOST}"""
ASSETS = f"SELECT serial, product, installed_on, service_on, warranty_until FROM asset WHERE {_OURS} ORDER BY service_on IS NULL, service_on, origin LIMIT {_MOST}"


def of_company(db: sqlite3.Connection, company: int, words: Words) -> Values:
    """What stands in the tables for a company (its row id)."""
    known = [name for sql in (KNOWN_AS, SIGNED) for (name,) in db.execute(sql, (company,))]
    names = [name.removeprefix("name:") for name in known if name.startswith("name:")]
    customers = rows(db, BY_DOMAIN, (json.dumps([k for k in known if not k.startswith("name:")]),)) + rows(db, BY_NAME, (json.dumps(names),))
    return _accounts(db, customers, names, words)


def of_person(db: sqlite3.Connection, name: str, addresses: Iterable[str], words: Words) -> Values:
    """What stands there for a person without a company: a customer of that name with one of these addresses."""
    return _accounts(db, rows(db, BY_PERSON, (company_key(name), json.dumps(list(addresses)))), [], words)


def _accounts(db: sqlite3.Connection, customers: list[Values], names: list[str], words: Words) -> Values:
    numbers = sorted({key for c in customers for key in (number_key(c["code"]), c["vat_key"]) if key})
    keys = {"numbers": json.dumps(numbers), "names": json.dumps(sorted({*names, *(c["name_key"] for c in customers)} - {""})), "today": words.today.isoformat()}
    found = {"orders": rows(db, ORDERS, keys), "invoices": rows(db, INVOICES, keys), "assets": rows(db, ASSETS, keys)} if numbers or names else {}
    for line in [*found.get("orders", ()), *found.get("invoices", ())]:
        line["price"] = said_price(Decimal(str(line["amount"])), line["currency"] or "", words).rstrip() if line["amount"] is not None else ""
    return found
