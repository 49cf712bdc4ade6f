"""Offers as pages show them: the latest first, how far each has come, and which contradicts an earlier one."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from decimal import Decimal

from datasette_plugins.page import Values, places, rows
from datasette_plugins.words import Words

_MOST = 8
# A line of an offer with its mail, and the mail of the earlier one it contradicts.
_OFFER = """
    SELECT f.product, f.amounts, f.discount, f.valid_until, f.quote, f.differs, i.key AS interaction, i.kind, i.at, i.language, x.key AS before, x.at AS before_at,
           CASE WHEN f.state = 'offered' AND f.valid_until < :today THEN 'expired' ELSE f.state END AS state
    FROM offer f JOIN interaction i ON i.id = f.interaction_id
    LEFT JOIN offer e ON e.key = f.contradicts LEFT JOIN interaction x ON x.id = e.interaction_id"""
_ORDER = f" ORDER BY i.at DESC, f.key LIMIT {_MOST}"


def of_person(db: sqlite3.Connection, addresses: Iterable[str], words: Words) -> list[Values]:
    """The latest offers to and orders by whoever has these addresses."""
    return _read(db, "address", addresses, words)


def of_company(db: sqlite3.Connection, domains: str, words: Words) -> list[Values]:
    """The latest of a company, by its domains (separated by spaces)."""
    return _read(db, "customer", domains.split(), words)


def _read(db: sqlite3.Connection, column: str, values: Iterable[str], words: Words) -> list[Values]:
    asked = list(values)
    if not asked:
        return []
    found = rows(db, f"{_OFFER} WHERE f.{column} IN ({places(asked)}){_ORDER}".replace(":today", "?"), (words.today.isoformat(), *asked))
    for offer in found:
        offer["price"] = " / ".join(f"{amount(a['amount'], '.' if words.language == 'en' else ',')} {a['currency']}" for a in json.loads(offer["amounts"]))
    return found


def amount(value: float, decimal: str) -> str:
    """A sum with its thousands apart, and its cents where there are any."""
    whole, _, cents = f"{Decimal(str(value)):,.2f}".partition(".")
    return whole.replace(",", "\u00a0") + (decimal + cents if cents != "00" else "")
