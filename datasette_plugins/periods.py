"""The days a list is asked for, `?from=…&to=…`, on the company's clock."""

from __future__ import annotations

import datetime as dt

from datasette_plugins.page import Asked


def midnight(asked: Asked, day: str, days: int = 0) -> str | None:
    """The instant at which a typed day begins on the company's clock, so many days later; None for what is no day."""
    try:
        local = dt.datetime.combine(dt.date.fromisoformat(day) + dt.timedelta(days=days), dt.time(), asked.words.zone)
        return f"{local.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    except (ValueError, OverflowError):
        return None


def bounds(asked: Asked, column: str) -> tuple[list[str], dict[str, object]]:
    """The asked days as conditions over a column of instants, with their values."""
    conditions: list[str] = []
    values: dict[str, object] = {}
    for name, sign, days in (("from", ">=", 0), ("to", "<", 1)):
        if bound := midnight(asked, asked.arg(name), days):
            conditions.append(f"{column} {sign} :{name}")
            values[name] = bound
    return conditions, values
