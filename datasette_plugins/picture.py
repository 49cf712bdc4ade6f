"""Two small pictures, drawn here and coloured by the style sheet: contact with a customer by month, the steps of a price.

Each is a path in numbers of ours alone; beside each stands what it shows, in words.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from decimal import Decimal

from datasette_plugins.page import Asked, Values
from datasette_plugins.periods import midnight

MONTHS = 24
MANY = 3_000  # contacts of 24 months from which on it is not told who wrote to whom: that is asked of each of them
_WIDE, _HIGH, _BAR = 10, 30, 7  # of a month: its place, the room above and below the line, its bar
_STEP_WIDE, _STEP_HIGH = 132, 30
# How often a customer wrote, rang or met us, by month and direction; what several of their people were in counts once.
CONTACTS = """
    SELECT month_of(at) AS month, way, count(*) AS n
    FROM (SELECT DISTINCT c.at, c.interaction_id, CASE WHEN i.kind = 'meeting' THEN 'met' ELSE i.direction END AS way
          FROM contact c JOIN interaction i ON i.id = c.interaction_id WHERE c.{column} = :id AND c.at >= :since AND c.at <= :now)
    GROUP BY 1, 2"""
# The same where there is very much: along the index of contacts alone, so without telling one way from the other.
SO_MANY = "SELECT count(*) FROM (SELECT 1 FROM contact WHERE {column} = :id AND at >= :since AND at <= :now LIMIT :many)"
IN_MONTH = "SELECT count(*) FROM contact WHERE {column} = ? AND at >= ? AND at < ? AND at <= ?"


def contact(db: sqlite3.Connection, column: str, id_: int, asked: Asked) -> Values | None:
    """The picture of the last 24 months with a person or company (the column of `contact`, a row id), this month last.

    Above the line what came from them, below it what went to them; meetings are marks on the line. None where there was nothing.
    """
    months = last_months(asked.words.today.year, asked.words.today.month)
    values = {"id": id_, "since": f"{months[0]}-01T00:00:00Z", "now": asked.now}
    if db.execute(SO_MANY.format(column=column), {**values, "many": MANY}).fetchone()[0] == MANY:
        return _drawn(months, {"in": _in_months(db, column, id_, months, asked), "out": {}, "met": {}}, together=True)
    counts: dict[str, dict[str, int]] = {"in": {}, "out": {}, "met": {}}
    for month, way, n in db.execute(CONTACTS.format(column=column), values):
        if way in counts:
            counts[way][month] = n
    return _drawn(months, counts)


def _in_months(db: sqlite3.Connection, column: str, id_: int, months: Sequence[str], asked: Asked) -> dict[str, int]:
    begins = [midnight(asked, f"{month}-01") or "" for month in months]
    ends = [*begins[1:], "9999"]
    return {month: db.execute(IN_MONTH.format(column=column), (id_, begin, end, asked.now)).fetchone()[0] for month, begin, end in zip(months, begins, ends, strict=True)}


def _drawn(months: Sequence[str], counts: dict[str, dict[str, int]], *, together: bool = False) -> Values | None:
    totals = {way: sum(of.get(m, 0) for m in months) for way, of in counts.items()}
    if not any(totals.values()):
        return None
    highest = max([1, *counts["in"].values(), *counts["out"].values()])
    return {
        "totals": totals, "together": together, "months": months, "width": _WIDE * MONTHS, "height": 2 * _HIGH + 4,
        "received": "".join(_bar(n, counts["in"].get(m, 0), highest, up=True) for n, m in enumerate(months)),
        "sent": "".join(_bar(n, counts["out"].get(m, 0), highest, up=False) for n, m in enumerate(months)),
        "met": "".join(f"M{n * _WIDE + 1} {_HIGH}h{_BAR}v4h-{_BAR}z" for n, m in enumerate(months) if counts["met"].get(m)),
    }  # fmt: skip


def last_months(year: int, month: int) -> list[str]:
    """The last 24 months up to this one: 2026-11."""
    last = year * 12 + month - 1
    return [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(last - MONTHS + 1, last + 1)]


def _bar(place: int, n: int, highest: int, *, up: bool) -> str:
    if not n:
        return ""
    high = max(2, round(n / highest * (_HIGH - 1)))
    return f"M{place * _WIDE + 1} {_HIGH if up else _HIGH + 4}h{_BAR}v{-high if up else high}h-{_BAR}z"


def steps(prices: Sequence[Decimal]) -> Values:
    """The picture of prices, one after the other: a line in steps, the last of them marked."""
    low, high = min(prices), max(prices)
    wide = Decimal(_STEP_WIDE - 8) / len(prices)
    heights = [round(3 + (_STEP_HIGH - 6) * (1 - (p - low) / (high - low if high > low else 1))) for p in prices]
    ends = [round(4 + wide * (n + 1)) for n in range(len(prices))]
    line = f"M4 {heights[0]}" + "".join(f"V{y}H{x}" for y, x in zip(heights, ends, strict=True))
    return {"line": line, "x": ends[-1], "y": heights[-1], "width": _STEP_WIDE, "height": _STEP_HIGH}
