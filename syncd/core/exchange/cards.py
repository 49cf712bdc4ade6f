"""A contact of Exchange, in the words that EWS and Graph share, told in those of vCard and read by that reader.

Notes and pictures are never read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from syncd.core.cards.lines import Component, Property
from syncd.core.cards.read import CardsRead, read_component
from syncd.core.model import Card, Problem

MOST: Final = 200  # values of one field
_LONG: Final = 2_000  # characters of a value
_NO_YEAR: Final = 1604  # what Outlook writes for a birthday whose year is not known
_MOMENT: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d))?")
_NOON: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """What Exchange says of somebody. `cities` and `telephones` with the word vCard has for their sort; days as they were given."""

    id: str
    name: str = ""
    given: str = ""
    middle: str = ""
    family: str = ""
    nickname: str = ""
    company: str = ""
    title: str = ""
    profession: str = ""
    assistant: str = ""
    addresses: tuple[str, ...] = ()
    telephones: tuple[tuple[str, str], ...] = ()
    cities: tuple[tuple[str, str], ...] = ()
    home_page: str = ""
    birthday: str = ""
    wedding: str = ""
    spouse: str = ""
    children: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    private: bool = False


def read_card(c: Contact) -> CardsRead:
    """The card of a contact. Never raises."""
    read = read_component(Component(properties=list(_properties(c)), closed=True))
    if not isinstance(read, Card):
        return CardsRead(cards=(), there=1, problems=(read,))
    if any(a and "@" not in a for a in c.addresses):
        own = Problem(code="no-mail-address", text="An address is the server's own, which is no mail address.")
        read = replace(read, problems=(*read.problems, own))
    return CardsRead(cards=(read,), there=1)


def no_card(text: str) -> CardsRead:
    """What is said of an original that holds no contact."""
    return CardsRead(cards=(), there=0, problems=(Problem(code="no-card", text=text),))


def _properties(c: Contact) -> Iterator[Property]:
    yield _property("UID", c.id)
    yield _property("FN", c.name)
    yield _structured("N", c.family, c.given, c.middle)
    yield _property("NICKNAME", c.nickname)
    yield from (_property("EMAIL", a) for a in c.addresses[:MOST] if "@" in a)
    yield from (_property("TEL", number, sort) for sort, number in c.telephones[:MOST])
    yield from (_structured("ADR", "", "", "", city, sort=sort) for sort, city in c.cities[:MOST])
    yield _structured("ORG", c.company)
    yield _property("TITLE", c.title)
    yield _property("ROLE", c.profession)
    yield _property("X-ASSISTANT", c.assistant)
    yield _property("URL", c.home_page)
    yield _property("BDAY", day_of(c.birthday))
    yield _property("ANNIVERSARY", day_of(c.wedding))
    yield _property("RELATED", c.spouse, "SPOUSE")
    yield from (_property("RELATED", child, "CHILD") for child in c.children[:MOST])
    yield from (_property("CATEGORIES", one) for one in c.categories[:MOST])
    yield _property("CLASS", "PRIVATE" if c.private else "PUBLIC")


def day_of(moment: str) -> str:
    """The day that an instant stands for, as RFC 6350 section 4.3.1 writes it; '' for none.

    A birthday is kept as 11:59 UTC of its day; Outlook of old kept the midnight of its own clocks, which east of
    Greenwich is the afternoon or evening before in UTC.
    """
    match = _MOMENT.match(moment)
    if match is None:
        return ""
    try:
        day = dt.date(int(match[1]), int(match[2]), int(match[3]))
        if int(match[4] or 0) >= _NOON:
            day += dt.timedelta(days=1)
    except (ValueError, OverflowError):
        return ""
    return f"--{day.month:02}-{day.day:02}" if day.year <= _NO_YEAR else day.isoformat()


def _property(name: str, text: str, sort: str = "") -> Property:
    return Property(name, {"TYPE": (sort,)} if sort else {}, text[:_LONG].replace("\\", "\\\\"))


def _structured(name: str, *parts: str, sort: str = "") -> Property:
    """One of several parts. A backslash before their separator would make it a letter."""
    value = ";".join(part[:_LONG].rstrip("\\").replace("\\", "\\\\").replace(";", "\\;") for part in parts)
    return Property(name, {"TYPE": (sort,)} if sort else {}, value)
