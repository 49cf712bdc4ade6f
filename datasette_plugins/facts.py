"""What is known of a person, each with its words: the kinds that the config keeps, birthdays that are near before the others."""

from __future__ import annotations

import datetime as dt
import sqlite3

from datasette_plugins.page import Values, places, rows
from datasette_plugins.words import Words, dates

SOON = 14  # days in which a birthday is near
_COLUMNS = """
    SELECT f.key AS fact_key, f.kind, f.value, f.quote, f.origin IS NOT NULL AS from_card, f.why, f.derived_by, i.key, i.kind AS place, i.language,
           coalesce(i.at, (SELECT min(g.first_seen) FROM original o JOIN sighting g ON g.key = o.key WHERE o.origin = f.origin)) AS at
    FROM fact f LEFT JOIN interaction i ON i.id = f.interaction_id"""
# What is known of whom these addresses and numbers are.
FACTS = f"{_COLUMNS} WHERE f.address IN ({{}}) ORDER BY f.kind, at DESC, f.key LIMIT 60"
OF_ITEM = f"{_COLUMNS} WHERE f.interaction_id = ? ORDER BY f.kind, f.key LIMIT 60"
_ONE_IS_TRUE = ("birthday", "city", "job")


def of_person(db: sqlite3.Connection, identifiers: list[Values], words: Words) -> list[Values]:
    """What is known of a person by kind, the latest first; of what only one can be true of, the ones before say so."""
    mine = [d["value"] for d in identifiers]
    found = rows(db, FACTS.format(places(mine)), tuple(mine)) if mine else []
    latest: dict[str, str] = {}
    for f in found:
        first = latest.setdefault(f["kind"], f["value"])
        same = f["value"] == first or f["kind"] not in _ONE_IS_TRUE or (f["kind"] == "birthday" and f["value"][-5:] == first[-5:])
        f["state"] = "current" if same else "contradicted" if f["kind"] == "birthday" else "former"
        f["next"] = next_birthday(f["value"], words.today) if f["kind"] == "birthday" else None
        f["said"] = said(f, words)
    return found


def of_item(db: sqlite3.Connection, interaction: int, words: Words) -> list[Values]:
    """What one message, meeting or call (its row id) told of people."""
    return [{**f, "state": "current", "next": None, "said": said(f, words)} for f in rows(db, OF_ITEM, (interaction,))]


def said(fact: Values, words: Words) -> str:
    """What is known, in words: a birthday as a day, with its year where it was told."""
    value = str(fact["value"])
    if fact["kind"] != "birthday":
        return value
    try:
        day = dt.date.fromisoformat(value if len(value) == 10 else f"2000-{value[-5:]}")
    except ValueError:
        return value
    return dates.short_day(words.language, day, words.today if len(value) == 10 else day)


def next_birthday(value: str, today: dt.date) -> dt.date | None:
    """The day of the next birthday if it is within two weeks; `value` is YYYY-MM-DD or MM-DD. 29 February is kept on the 28th."""
    try:
        month, day = int(value[-5:-3]), int(value[-2:])
        years = (dt.date(year, month, min(day, 28) if month == 2 else day) for year in (today.year, today.year + 1))
        near = next(date for date in years if date >= today)
    except (ValueError, StopIteration):
        return None
    return near if (near - today).days <= SOON else None
