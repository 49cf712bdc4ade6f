"""One vCard becomes one `Card`; an object becomes its cards and what could not be read of it.

A card that names nobody (no name, no address, no telephone), or something that is nobody (a group, a room, a device),
gives no `Card` but a problem that says so. Notes and pictures are never read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from syncd.core import addresses
from syncd.core.cards.lines import MAX_BYTES, Component, Property, read_components
from syncd.core.model import Card, Problem, Telephone

MAX_CARDS: Final = 20_000  # of one object
_MOST: Final = 50  # addresses, telephones, categories of one card
_LONG: Final = 300  # characters of a name or title
_SEMICOLON: Final = re.compile(r"(?<!\\);")
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_BLANK: Final = re.compile(r"[\s\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+")
_NOBODY: Final = frozenset({"GROUP", "LOCATION", "DEVICE", "APPLICATION", "THING"})
_KIN: Final = frozenset("SPOUSE CHILD PARENT SIBLING KIN MOTHER FATHER BROTHER SISTER RELATIVE PARTNER".split())
_URI: Final = re.compile(r"[a-z][a-z0-9+.-]{1,20}:\S+", re.IGNORECASE)
_DAY: Final = re.compile(r"(\d{4}|--)-?(\d\d)-?(\d\d)(?!\d)")
_EXTENSION: Final = re.compile(r"(?:;\s*ext=|\s*(?:ext\.?|x|доб\.?|вн\.?|vid\.?|#)\s*)\d+.*$", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardsRead:
    """What an object holds. `there` is how many cards it has, those that name nobody included."""

    cards: tuple[Card, ...]
    there: int
    problems: tuple[Problem, ...] = ()


def read_cards(raw: bytes) -> CardsRead:
    """The cards of an object (one in CardDAV, many in an exported file). Never raises."""
    components = read_components(raw)
    problems = _Problems()
    if not components:
        problems.say("no-card", "There is no card in it.")
    if len(raw) > MAX_BYTES or len(components) > MAX_CARDS:
        problems.say("too-long", "It is too long; only its beginning was read.")
    cards = []
    for component in components[:MAX_CARDS]:
        card = _Card(component).read()
        if isinstance(card, Card):
            cards.append(card)
        else:
            problems.say(card.code, card.text)
    return CardsRead(cards=tuple(cards), there=len(components), problems=tuple(problems.said.values()))


def read_component(component: Component) -> Card | Problem:
    """One card that stands for itself, whatever it was made of, or why it is none. Never raises."""
    return _Card(component).read()


class _Problems:
    """What was not as it should be, once per code."""

    def __init__(self) -> None:
        self.said: dict[str, Problem] = {}

    def say(self, code: str, text: str) -> None:
        """Name a problem."""
        self.said.setdefault(code, Problem(code=code, text=text))


class _Card:
    """One card while it is being read."""

    def __init__(self, component: Component) -> None:
        self.c = component
        self.problems = _Problems()

    def read(self) -> Card | Problem:
        """The card, or why it is none."""
        kind = (self.value("KIND") or self.value("X-ADDRESSBOOKSERVER-KIND")).upper()
        if kind in _NOBODY:
            return Problem(code="not-a-person", text=f"A card stands for no person or company but for a {kind.lower()}.")
        if not self.c.closed:
            self.problems.say("not-closed", "The card breaks off: it is not closed.")
        organisation = _clean(_pieces(self.first("ORG"))[0])
        name, mailboxes, telephones = self.name(), self.addresses(), self.telephones()
        if not (name or organisation or mailboxes or telephones):
            return Problem(code="names-nobody", text="A card has no name, no address and no telephone.")
        categories = [c for p in self.all("CATEGORIES") for c in map(_clean, _text(p.value).split(",")) if c]
        return Card(
            uid=self.value("UID"), name=name or organisation, nicknames=tuple(_several(self.all("NICKNAME"))), organisation=organisation,
            title=self.value("TITLE"), addresses=mailboxes, telephones=telephones,
            urls=tuple(dict.fromkeys(_clean(_text(p.value)) for p in self.all("URL") if p.value.strip()))[:_MOST],
            birthday=_day(self.value("BDAY")), city=self.city(), family=self.family(), profession=self.value("ROLE"),
            assistant=self.value("X-ASSISTANT") or self.value("X-MS-ASSISTANT"), categories=tuple(dict.fromkeys(categories))[:_MOST],
            private=self.value("CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"), problems=tuple(self.problems.said.values()),
        )  # fmt: skip

    def all(self, name: str) -> list[Property]:
        """The properties of that name, the preferred ones first."""
        return sorted((p for p in self.c.properties if p.name == name), key=_preference)

    def first(self, name: str) -> str:
        """The first of them that says something, as it is written."""
        return next((p.value for p in self.all(name) if p.value.strip()), "")

    def value(self, name: str) -> str:
        """The first of them as text."""
        return _clean(_text(self.first(name)))

    def name(self) -> str:
        """FN; N made into a name where FN is missing, an address, or written family name first; else a nickname."""
        shown, family, given, more = self.value("FN"), "", "", ""
        if parts := [_clean(p.replace(",", " ")) for p in _pieces(self.first("N"))]:
            family, given, more = (*parts, "", "")[:3]
        made = " ".join(filter(None, (given, more, family)))
        if "@" in shown:
            shown = ""
        if not shown:
            self.problems.say("no-name", "The card has no FN; the name is made of what else it says.")
        if shown and "," in shown and sorted(_words(shown)) == sorted(_words(f"{given} {family}")):
            return f"{given} {family}".strip()
        return shown or ("" if "@" in made else made) or next(iter(_several(self.all("NICKNAME"))), "")

    def addresses(self) -> tuple[str, ...]:
        """The mailboxes, canonical, the preferred first."""
        found = [a.address for p in self.all("EMAIL") for a in addresses.parse(_text(p.value)[:2000])]
        if any(p.value.strip() for p in self.all("EMAIL")) and not any(found):
            self.problems.say("bad-address", "What stands as a mail address is none.")
        return tuple(dict.fromkeys(a for a in found if a))[:_MOST]

    def city(self) -> str:
        """The locality of the address at home, else of the first one that has any (RFC 6350 section 6.3.1: the fourth part)."""
        places = [(not p.has("HOME"), _clean(pieces[3])) for p in self.all("ADR") if len(pieces := _pieces(p.value)) > 3]
        return min(((away, city) for away, city in places if city), key=lambda place: place[0], default=(True, ""))[1]

    def family(self) -> tuple[str, ...]:
        """Their kin by name, and their wedding day (RFC 6350 sections 6.6.6, 6.2.6); who is named by an address of the web is not read."""
        kin = [(word.lower(), _clean(_text(p.value))) for p in self.all("RELATED") for word in p.parameters.get("TYPE", ()) if word in _KIN]
        kin += [("spouse", self.value("X-SPOUSE")), ("anniversary", _day(self.value("ANNIVERSARY") or self.value("X-ANNIVERSARY")))]
        return tuple(dict.fromkeys(f"{word}: {whom}" for word, whom in kin if whom and not _URI.fullmatch(whom)))[:_MOST]

    def telephones(self) -> tuple[Telephone, ...]:
        """The telephones, without fax machines and pagers."""
        found: dict[str, Telephone] = {}
        for p in self.all("TEL"):
            written = _clean(_text(p.value)).removeprefix("tel:")
            if not written or p.has("FAX", "HOMEFAX", "WORKFAX", "PAGER", "MODEM", "BBS"):
                continue
            number = normalised(written)
            if not number:
                self.problems.say("bad-telephone", "What stands as a telephone number is none.")
            else:
                found.setdefault(number, Telephone(written=written, number=number))
        return tuple(found.values())[:_MOST]


def normalised(written: str) -> str:
    """The digits of a telephone number (E.164: at most 15), with + where it is written internationally; '' where it is none."""
    bare = _EXTENSION.sub("", written).strip()
    international = bare.startswith(("+", "00"))
    if international:
        bare = bare.replace("(0)", "")
    if sum(c.isalpha() for c in bare) > 2:
        return ""
    digits = "".join(c for c in bare if c.isdigit() and c.isascii())
    if bare.startswith("00"):
        digits = digits[2:]
    return (("+" if international else "") + digits) if 5 <= len(digits) <= 15 else ""


def _preference(p: Property) -> int:
    """RFC 6350 section 5.3: PREF=1 … 100, 1 before all; TYPE=PREF of older versions like 1."""
    given = p.parameters.get("PREF", ("",))[0]
    if given.isdigit() and given.isascii():
        return int(given[:3])
    return 1 if "PREF" in p.parameters or p.has("PREF") else 101


def _day(text: str) -> str:
    """A birthday as YYYY-MM-DD, or --MM-DD without the year (RFC 6350 section 6.2.5); '' where it is none."""
    match = _DAY.match(text)
    if match is None or not (1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31):
        return ""
    return f"{match[1]}-{match[2]}-{match[3]}".replace("---", "--")


def _pieces(value: str) -> list[str]:
    """The parts of a structured value (N, ORG), their escapes undone."""
    return [_text(piece) for piece in _SEMICOLON.split(value)]


def _several(properties: Iterable[Property]) -> Iterator[str]:
    for p in properties:
        yield from (n for n in map(_clean, _text(p.value).split(",")) if n)


def _text(value: str) -> str:
    """Undoes backslash escapes (RFC 6350 section 3.4)."""
    return _ESCAPE.sub(lambda m: " " if m[1] in "nN" else m[1], value) if "\\" in value else value


def _clean(text: str) -> str:
    return _BLANK.sub(" ", text[: 4 * _LONG]).strip(" \"'`")[:_LONG].strip()


def _words(text: str) -> list[str]:
    return text.replace(",", " ").split()
