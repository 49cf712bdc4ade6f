"""Who is who in a large store: our people, those outside, and one interaction with them."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

NOW = dt.datetime(2026, 11, 22, 10, 0, tzinfo=dt.UTC)
DAYS = 5 * 365
DOMAIN = "klimatas.example"
STAFF, MANAGERS = 40, 3  # the first are managers, the last one looks after the program
DEPARTMENTS = ("sales", "service", "support", "office")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody outside."""

    id: int
    name: str
    address: str
    phone: str
    language: str
    company: int | None
    customer: str  # what offers are kept under: the company's domain, or the address


@dataclass(frozen=True, slots=True)
class Item:
    """One interaction, as what is read from it needs it. `answer`: the row id of the next one of its conversation, or its own."""

    id: int
    key: str
    at: int
    direction: str
    person: Person
    colleague: int
    answer: int
    answered_at: int


def instant(seconds: int) -> str:
    """As the store writes instants."""
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat()[:19] + "Z"


def key(*parts: object) -> str:
    """32 hex digits that follow from what they are of."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def colleague(n: int) -> str:
    """The address of a colleague, from 1."""
    return f"colleague{n}@{DOMAIN}"
