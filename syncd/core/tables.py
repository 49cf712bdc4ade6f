"""Rows of tables that an accounting program writes: customers, orders, invoices, installed units.

    cells as written ──read_row──▶ values: days as YYYY-MM-DD, sums as Decimal, what cannot be read as None

Which column is which the connector knows; how days are written is a matter of the whole table, so it is told with each row.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final, Literal, get_args

TableKind = Literal["customers", "orders", "invoices", "assets"]
KINDS: Final[tuple[TableKind, ...]] = get_args(TableKind)
DayOrder = Literal["dmy", "mdy"]

# what each kind of table has, the first being what a row is known by
FIELDS: Final[Mapping[TableKind, tuple[str, ...]]] = {
    "customers": ("code", "name", "vat", "address", "emails", "phones", "owner", "since"),
    "orders": ("number", "date", "customer", "product", "amount", "currency", "state"),
    "invoices": ("number", "date", "due", "customer", "amount", "currency", "paid_on"),
    "assets": ("serial", "product", "customer", "installed_on", "service_on", "warranty_until"),
}
DAYS: Final = frozenset({"since", "date", "due", "paid_on", "installed_on", "service_on", "warranty_until"})

Value = str | Decimal | None


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row. `values` by field: days YYYY-MM-DD, `amount` a Decimal, e-mail addresses parted by spaces; None where nothing is written."""

    kind: TableKind
    values: Mapping[str, Value]


def raw_row(kind: TableKind, cells: Mapping[str, str], days: DayOrder) -> bytes:
    """A row as it is kept: the cells as written, by field."""
    return json.dumps({"kind": kind, "days": days, "cells": dict(sorted(cells.items()))}, ensure_ascii=False).encode()


def read_row(raw: bytes) -> TableRow:
    """What a kept row says. Raises ValueError for what `raw_row` did not write."""
    written = json.loads(raw)
    kind: TableKind = written["kind"]
    if kind not in FIELDS:
        raise ValueError(f"no table of {kind}")
    return TableRow(kind, {field: _value(field, str(written["cells"].get(field, "")), written["days"]) for field in FIELDS[kind]})


def _value(field: str, cell: str, days: DayOrder) -> Value:
    cell = " ".join(cell.split())
    if not cell:
        return None
    if field in DAYS:
        return day_of(cell, days)
    if field == "amount":
        return amount_of(cell)
    if field == "emails":
        return " ".join(dict.fromkeys(word.lower() for word in re.split(r"[;,|<>\s]+", cell) if "@" in word)) or None
    return currency_of(cell) if field == "currency" else cell


# ── days ─────────────────────────────────────────────────────────────────────────────────────────────────────────

_ISO: Final = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T ].*)?")
_SHORT: Final = re.compile(r"(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4}|\d{2})(?:[ ,].*)?")
_DENSE: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL: Final = re.compile(r"[3-6]\d{4}(?:[.,]\d+)?")  # 1982 to 2091, as Excel counts them
_SERIAL_ZERO: Final = dt.date(1899, 12, 30)


def day_order(cells: Iterable[str]) -> DayOrder:
    """Whether a table writes the day or the month first: the day, unless some number that must be a day stands second and none first."""
    first = second = False
    for cell in cells:
        if found := _SHORT.fullmatch(cell.strip()):
            first, second = first or int(found[1]) > 12, second or int(found[2]) > 12
    return "mdy" if second and not first else "dmy"


def day_of(cell: str, order: DayOrder = "dmy") -> str | None:
    """The day a cell names, as YYYY-MM-DD; None for what is none."""
    cell = cell.strip().rstrip("гmd. ")
    try:
        if found := _ISO.fullmatch(cell) or _DENSE.fullmatch(cell):
            return dt.date(int(found[1]), int(found[2]), int(found[3])).isoformat()
        if found := _SHORT.fullmatch(cell):
            day, month = (found[1], found[2]) if order == "dmy" else (found[2], found[1])
            return dt.date(int(found[3]) + (2000 if len(found[3]) == 2 else 0), int(month), int(day)).isoformat()
    except ValueError:
        return None
    return (_SERIAL_ZERO + dt.timedelta(days=int(cell[:5]))).isoformat() if _SERIAL.fullmatch(cell) else None


# ── sums ─────────────────────────────────────────────────────────────────────────────────────────────────────────

_MOST: Final = Decimal(10**12)  # of any currency: more is the number of something
_SUM: Final = re.compile(r"([-−(]?)\D{0,4}?(\d[\d\s.,'’]*)\D{0,6}")
_CURRENCIES: Final = {"€": "EUR", "eur": "EUR", "euro": "EUR", "₽": "RUB", "rub": "RUB", "руб": "RUB", "р": "RUB", "$": "USD", "usd": "USD", "£": "GBP", "gbp": "GBP", "zł": "PLN", "pln": "PLN"}


def amount_of(cell: str) -> Decimal | None:
    """The sum in a cell, with a decimal point or comma and any sign between thousands; None for what is none."""
    found = _SUM.fullmatch(cell.strip())
    if not found:
        return None
    figures = re.sub(r"[\s'’]", "", found[2]).rstrip(".,")
    last = max(figures.rfind("."), figures.rfind(","))
    if last >= 0:
        whole, part = figures[:last], figures[last + 1 :]
        thousands = len(part) == 3 and (figures.count(figures[last]) > 1 or (re.fullmatch(r"[1-9]\d{0,2}", whole) is not None))
        figures = re.sub(r"[.,]", "", whole) + ("" if thousands else ".") + part
    try:
        sum_ = Decimal(figures)
    except InvalidOperation:
        return None
    if sum_ >= _MOST:
        return None
    return -sum_ if found[1] else sum_


def currency_of(cell: str) -> str | None:
    """A currency by ISO 4217, from its code, sign or short name; None for what is none."""
    word = cell.strip(" .").lower()
    return _CURRENCIES.get(word) or (word.upper() if re.fullmatch(r"[a-z]{3}", word) else None)


# ── what rows are joined by ──────────────────────────────────────────────────────────────────────────────────────

_BETWEEN: Final = re.compile(r"[\s\-/.]+")
_CAPITALS: Final = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def number_key(number: str) -> str:
    """A number of an order or invoice without what people write between its parts: SF-2026/017 and sf 2026 017 are one."""
    return _BETWEEN.sub("", number).translate(_CAPITALS)
