"""A contact of a Google address book as a card.

Its fields are told in the words of vCard and read by that reader. Notes (`biographies`) and pictures are never read, here
as there; of what somebody is to them only kin is, and of days only birthday and wedding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from syncd.core.cards.lines import Component, Property
from syncd.core.cards.read import CardsRead, read_component
from syncd.core.model import Card, Problem

_Object = Mapping[str, Any]
_LONG: Final = 2_000  # characters of a value
_MOST: Final = 200  # values of one field
_NOTHING: Final[_Object] = {}
# what a field of a person is called on a card → where its value stands
_PLAIN: Final = (("NICKNAME", "nicknames"), ("EMAIL", "emailAddresses"), ("URL", "urls"))
_TYPES: Final = {
    "homeFax": "FAX",
    "workFax": "FAX",
    "otherFax": "FAX",
    "pager": "PAGER",
    "workPager": "PAGER",
    "domesticPartner": "PARTNER",
}


def read_contact(raw: bytes) -> CardsRead:
    """The card in a `Person` resource (people v1). Never raises."""
    try:
        person = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return _none("no-card", f"It is no JSON: {str(error)[:200]}.")
    if not isinstance(person, dict):
        return _none("no-card", "There is no contact in it.")
    if _part(person, "metadata").get("deleted") is True:
        return _none("deleted", "The contact is deleted.")
    read = read_component(Component(properties=list(_properties(person)), closed=True))
    if isinstance(read, Card):
        return CardsRead(cards=(read,), there=1)
    return CardsRead(cards=(), there=1, problems=(read,))


def _none(code: str, text: str) -> CardsRead:
    return CardsRead(cards=(), there=0, problems=(Problem(code=code, text=text),))


# ── in the words of vCard ────────────────────────────────────────────────────────────────────────────────────────


def _properties(person: _Object) -> Iterator[Property]:
    yield _property("UID", _text(person, "resourceName"))
    for name in _all(person, "names"):
        yield _property("FN", _text(name, "displayName") or _text(name, "unstructuredName"), of=name)
        yield _structured("N", _text(name, "familyName"), _text(name, "givenName"), _text(name, "middleName"), of=name)
    for word, field in _PLAIN:
        for one in _all(person, field):
            yield _property(word, _text(one, "value"), of=one)
    for phone in _all(person, "phoneNumbers"):
        yield _property("TEL", _number(phone), of=phone)
    for address in _all(person, "addresses"):
        yield _structured("ADR", "", "", "", _text(address, "city"), of=address)
    yield from _work(person)
    for birthday in _all(person, "birthdays"):
        yield _property("BDAY", _day(birthday) or _text(birthday, "text"), of=birthday)
    for relation in _all(person, "relations"):
        yield _property("RELATED", _text(relation, "person"), of=relation)
    for event in _all(person, "events"):
        if event.get("type") == "anniversary":
            yield _property("ANNIVERSARY", _day(event), of=event)


def _property(name: str, text: str, *, of: _Object = _NOTHING) -> Property:
    """One of them; the primary one is the preferred."""
    parameters: dict[str, tuple[str, ...]] = {"PREF": ("1",)} if _part(of, "metadata").get("primary") is True else {}
    if word := _text(of, "type"):
        parameters["TYPE"] = (_TYPES.get(word, word).upper(),)
    return Property(name, parameters, _escaped(text))


def _structured(name: str, *parts: str, of: _Object) -> Property:
    """One of several parts. A backslash before their separator would make it a letter."""
    return _property(name, "", of=of)._replace(value=";".join(_escaped(part.rstrip("\\")).replace(";", "\\;") for part in parts))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\")


def _number(phone: _Object) -> str:
    """As it is written; in the international form where Google knows it and it is written as at home."""
    written = _text(phone, "value")
    return written if written.lstrip().startswith(("+", "00")) else _text(phone, "canonicalForm") or written


def _work(person: _Object) -> Iterator[Property]:
    """Where they work now, and as what."""
    places = [place for place in _all(person, "organizations") if not _part(place, "endDate")]
    first = [p for p in places if _part(p, "metadata").get("primary") is True] or [p for p in places if p.get("current") is True] or places
    for place in first[:1]:
        yield _structured("ORG", _text(place, "name"), of=_NOTHING)
        yield _property("TITLE", _text(place, "title"))


def _day(of: _Object) -> str:
    """A `Date` as RFC 6350 section 4.3.1 writes it, a year of 0 being none; '' where month or day is missing."""
    year, month, day = (v if isinstance(v := _part(of, "date").get(name), int) else 0 for name in ("year", "month", "day"))
    if not (1 <= month <= 12 and 1 <= day <= 31 and 0 <= year <= 9999):
        return ""
    return f"{year:04}-{month:02}-{day:02}" if year else f"--{month:02}-{day:02}"


def _all(person: _Object, field: str) -> list[_Object]:
    value = person.get(field)
    return [one for one in value[:_MOST] if isinstance(one, dict)] if isinstance(value, list) else []


def _text(of: _Object, name: str) -> str:
    value = of.get(name)
    return value[:_LONG] if isinstance(value, str) else ""


def _part(of: _Object, name: str) -> _Object:
    value = of.get(name)
    return value if isinstance(value, dict) else _NOTHING
