"""Rows of the accounting program's tables, as rows: customers, orders, invoices, installed units.

They are kept as long as the table has them. To whom a row belongs is not kept but asked when it is read (the views
`customers`, `orders`, `invoices`, `assets`): who is which company may change without touching it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Final

from syncd.core import keys
from syncd.core.derived import TABLE_ROW, DerivedRow
from syncd.core.identity import company_domain
from syncd.core.organisations import company_key
from syncd.core.tables import FIELDS, TableKind, TableRow, number_key
from syncd.store.ids import rows_in

TABLES: Final[Mapping[TableKind, str]] = {"customers": "customer_row", "orders": "order_", "invoices": "invoice", "assets": "asset"}


def row_key(origin: str) -> str:
    """What the sightings of a row refer to."""
    return keys.digest("table row", origin)


def save_rows(db: sqlite3.Connection, rows: Sequence[tuple[str, DerivedRow]]) -> set[str]:
    """Keep what these rows (by origin) say, in place of what they said before; the domains of the customers they tell of."""
    told = drop_rows(db, [origin for origin, _ in rows])
    for kind, table in TABLES.items():
        lines = [(origin, *_columns(d.row)) for origin, d in rows if d.row.kind == kind]
        if lines:
            db.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(lines[0]))})", lines)
    return told | _domains(db, [origin for origin, _ in rows])


def saved(db: sqlite3.Connection, origins: Sequence[str]) -> set[str]:
    """Which of these rows are kept."""
    return {o for table in TABLES.values() for (o,) in rows_in(db, f"SELECT origin FROM {table} WHERE origin IN (?*)", origins)}


def drop_rows(db: sqlite3.Connection, origins: Sequence[str]) -> set[str]:
    """Take these rows out; the domains of the customers they told of."""
    told = _domains(db, origins)
    for table in TABLES.values():
        db.executemany(f"DELETE FROM {table} WHERE origin = ?", [(origin,) for origin in origins])
    return told


def _domains(db: sqlite3.Connection, origins: Sequence[str]) -> set[str]:
    return {d for (d,) in rows_in(db, "SELECT domain FROM customer_row WHERE domain <> '' AND origin IN (?*)", origins)}


def drop_gone(db: sqlite3.Connection, collection_id: int, source: str, now: str) -> set[str]:
    """Take out the rows that are gone from their table as of now; the domains of the customers they told of."""
    gone = db.execute("SELECT remote_id FROM sighting WHERE collection_id = ? AND media_type = ? AND gone_since = ?", (collection_id, TABLE_ROW, now))
    return drop_rows(db, [f"{source}/{remote_id}" for (remote_id,) in gone.fetchall()])


def _columns(row: TableRow) -> tuple[object, ...]:
    """The values of a row as columns, then what it is joined by."""
    values = tuple(float(v) if field == "amount" and v is not None else v for field, v in ((f, row.values[f]) for f in FIELDS[row.kind]))
    if row.kind == "customers":
        name, emails = str(row.values["name"] or ""), str(row.values["emails"] or "").split()
        return *values, next((d for d in map(company_domain, emails) if d), ""), company_key(name), number_key(str(row.values["vat"] or ""))
    customer = str(row.values["customer"] or "")
    joined = company_key(customer), number_key(customer)
    return (*values, *joined) if row.kind == "assets" else (*values, *joined, number_key(str(row.values["number"])))
