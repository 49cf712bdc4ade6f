"""A contact of Microsoft 365 (Graph `contact`, v1.0) as a card.

Graph has no fields of its own for a wedding day and for what is private; they are read where they were asked for as extended properties.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from syncd.core.cards.read import CardsRead
from syncd.core.exchange.cards import Contact, no_card, read_card

WEDDING: Final = "SystemTime 0x3A41"  # PidTagWeddingAnniversary
SENSITIVITY: Final = "Integer 0x36"  # PidTagSensitivity: 0 normal, 1 personal, 2 private, 3 confidential
_Object = Mapping[str, Any]
_LONG: Final = 2_000  # characters of a value
_MOST: Final = 200  # values of one field
_NOTHING: Final[_Object] = {}
_ADDRESSES: Final = (("HOME", "homeAddress"), ("WORK", "businessAddress"), ("OTHER", "otherAddress"))


def read_graph_contact(raw: bytes) -> CardsRead:
    """The card in a `contact`. Never raises."""
    try:
        contact = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return no_card(f"It is no JSON: {str(error)[:200]}.")
    if not isinstance(contact, dict):
        return no_card("There is no contact in it.")
    given, family = _text(contact, "givenName"), _text(contact, "surname")
    extended = {_text(one, "id").lower(): _text(one, "value") for one in _list(contact, "singleValueExtendedProperties") if isinstance(one, dict)}
    return read_card(
        Contact(
            id=_text(contact, "id"), name=_text(contact, "displayName") or ("" if given or family else _text(contact, "fileAs")), given=given,
            middle=_text(contact, "middleName"), family=family, nickname=_text(contact, "nickName"), company=_text(contact, "companyName"),
            title=_text(contact, "jobTitle"), profession=_text(contact, "profession"), assistant=_text(contact, "assistantName"),
            addresses=tuple(_text(one, "address") for one in _list(contact, "emailAddresses") if isinstance(one, dict)), telephones=tuple(_telephones(contact)),
            cities=tuple((sort, _text(_part(contact, name), "city")) for sort, name in _ADDRESSES), home_page=_text(contact, "businessHomePage"),
            birthday=_text(contact, "birthday"), wedding=extended.get(WEDDING.lower(), ""), spouse=_text(contact, "spouseName"),
            children=_words(contact, "children"), categories=_words(contact, "categories"), private=extended.get(SENSITIVITY.lower(), "0") not in ("", "0"),
        )
    )  # fmt: skip


def _telephones(contact: _Object) -> Iterator[tuple[str, str]]:
    yield "CELL", _text(contact, "mobilePhone")
    yield from (("WORK", number) for number in _words(contact, "businessPhones"))
    yield from (("HOME", number) for number in _words(contact, "homePhones"))


def _words(of: _Object, name: str) -> tuple[str, ...]:
    return tuple(one[:_LONG] for one in _list(of, name) if isinstance(one, str))


def _list(of: _Object, name: str) -> list[Any]:
    value = of.get(name)
    return value[:_MOST] if isinstance(value, list) else []


def _text(of: _Object, name: str) -> str:
    value = of.get(name)
    return value[:_LONG] if isinstance(value, str) else ""


def _part(of: _Object, name: str) -> _Object:
    value = of.get(name)
    return value if isinstance(value, dict) else _NOTHING
