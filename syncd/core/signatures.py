"""What somebody signs their own mail with: name, post, company, telephones, site, city, further addresses.

A signature is its writer's word and anybody can write one. So one that names somebody else than the header does says nothing
(a forged display name, an assistant's dictation), and what is read here never stands above a card or what a person said.
Refuses numbers that are no telephones: fax machines, codes of companies, accounts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from syncd.core import phones
from syncd.core.addresses import IN_TEXT, canonical
from syncd.core.clean.tables import CLOSINGS
from syncd.core.identity import is_desk
from syncd.core.languages.en import signatures as en
from syncd.core.languages.lt import signatures as lt
from syncd.core.languages.ru import signatures as ru
from syncd.core.matters import Signature
from syncd.core.model import Party, Zone
from syncd.core.names import are_different, parsed
from syncd.core.organisations import company_in

_LANGUAGES: Final = (en, ru, lt)
_LEGAL: Final = r"(?<!\w)(?:UAB|AB|MB|VšĮ|IĮ|ООО|ОАО|ЗАО|ПАО|АО|ИП|ТОО|SIA|OÜ|AS|Ltd\.?|LLC|L\.L\.C\.|Inc\.?|GmbH|AG|PLC|LLP|Corp\.?|Limited|B\.?V\.?|Sp\. z o\.o\.)(?!\w)"
_COMPANY: Final = re.compile(_LEGAL)
_WORTH: Final = re.compile(rf"[\d@]|{_LEGAL}")  # a signature with none of these is a name alone, which the header has too
_POST: Final = re.compile(r"(?<!\w)(?:" + "|".join(t.POSTS for t in _LANGUAGES) + ")", re.IGNORECASE)
_MOBILE: Final = re.compile(r"(?<!\w)(?:" + "|".join(t.MOBILE for t in _LANGUAGES) + r")(?!\w)", re.IGNORECASE)
_NO_TELEPHONE: Final = re.compile(r"(?<!\w)(?:" + "|".join(t.NOT_TELEPHONE for t in _LANGUAGES) + r")(?![\w@])", re.IGNORECASE)
_CARRIED: Final = re.compile(
    r"\+(?:3706|79|447|3712|3725|48[5-8]|380(?:50|6[3678]|9)|375(?:25|29|33|44))"
)  # plans in which a mobile shows by its beginning
_SITE: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"'|]+", re.IGNORECASE)
_CITY: Final = re.compile(
    r"(?:(?<!\w)г\.\s?(?P<ru>[А-ЯЁ][а-яё]+(?:-[А-ЯЁа-яё]+)*)|LT-?\d{5},?\s+(?P<lt>[^\W\d_]{4,})|(?P<us>[A-Z][a-z]+(?: [A-Z][a-z]+)?),\s+[A-Z]{2}\s+\d{5}"
    r"|(?<!\w)(?P<known>" + "|".join(sorted((c for t in _LANGUAGES for c in t.CITIES.split()), key=len, reverse=True)) + r")(?![\w.@-]))",
    re.IGNORECASE,
)
_PIECES: Final = re.compile(r"\s*[|•·\t]\s*|\s{3,}|\s/\s")
_LETTER: Final = re.compile(r"[^\W\d_]")
_EDGE: Final = " \t*_=-–—>.,;:"
_MOST_LINES: Final = 16
_CLOSINGS: Final = frozenset(closing.strip(" ,") for same in CLOSINGS.values() for closing in same)
_LONGEST: Final = 4_000  # characters that are read: whole lives stand below some letters
_LONG: Final = 120  # characters of a piece: longer ones are sentences
_MOST: Final = 4  # telephones, addresses


def read_signature(text: str, zones: Sequence[Zone], sender: Party, region: str) -> Signature | None:
    """What the signatures of a letter say of its sender; None where they say nothing, or are somebody else's.

    `region`: by whose plan a telephone number without its country is read (phones.region_of).
    """
    signed = "\n".join(text[z.start : z.end] for z in zones if z.kind == "signature")[:_LONGEST]
    if not _WORTH.search(signed):
        return None
    lines = [line.strip() for line in signed.split("\n") if line.strip()][:_MOST_LINES]
    pieces = [piece.strip(_EDGE) for line in lines if len(line) < 2 * _LONG for piece in _PIECES.split(line)]
    pieces = [piece for piece in pieces if piece and len(piece) <= _LONG]
    name = _name(pieces, sender)
    if name is None:
        return None
    numbers, carried = _telephones(lines, region)
    found = Signature(
        address=sender.address, name=name, post=_post(pieces, name), organisation=_organisation(pieces), phones=numbers, mobiles=carried,
        addresses=_addresses(signed, sender.address), site=_site(signed), city=_city(pieces),
    )  # fmt: skip
    return found if found != Signature(address=sender.address, name=name) else None


def _name(pieces: Sequence[str], sender: Party) -> str | None:
    """The name it is signed with, '' where there is none; None where it is clearly not the sender's."""
    shown = sender.name or re.sub(r"[._+-]+", " ", sender.address.partition("@")[0])
    desk = is_desk(sender.address)
    first = ""
    for piece in pieces:
        before = piece.partition(",")[0].strip()
        if not _may_be_name(before):
            continue
        if desk:
            return ""  # whoever sits there today
        if not are_different(before, shown):
            return before if parsed(before).is_full or not first else first
        if parsed(before).is_full and (sender.name or parsed(shown).is_full):
            return None
        first = first or before
    return first if parsed(first).is_full and not sender.name else ""


def _may_be_name(piece: str) -> bool:
    words = piece.split()
    return (
        1 <= len(words) <= 4
        and piece.lower() not in _CLOSINGS
        and all(w[0].isupper() or w[0] in "(\"„«'" for w in words)
        and not any(c.isdigit() or c in "@/:" for c in piece)
        and not _POST.search(piece)
        and not _COMPANY.search(piece)
        and bool(parsed(piece).words)
    )


def _telephones(lines: Sequence[str], region: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The telephone numbers, and those of them that one person carries."""
    found: dict[str, bool] = {}
    for line in lines:
        last = 0
        for written in phones.IN_TEXT.finditer(line):
            before, after = line[last : written.start()], line[written.end() : written.end() + 12]
            last = written.end()
            label = before[-14:] if _LETTER.search(before) else after
            if _NO_TELEPHONE.search(label) or "@" in after[:1]:
                continue
            if number := phones.normalised(written[0], region):
                found[number] = found.get(number, False) or bool(_MOBILE.search(label) or _CARRIED.match(number))
    numbers = tuple(found)[:_MOST]
    return numbers, tuple(n for n in numbers if found[n])


def _addresses(signed: str, own: str) -> tuple[str, ...]:
    """Further addresses of a person's, each once; desks are the company's."""
    written = dict.fromkeys(canonical(a.strip(".")) for a in IN_TEXT.findall(signed))
    return tuple(a for a in written if a and not a.endswith(own) and not is_desk(a))[:_MOST]


def _post(pieces: Sequence[str], name: str) -> str:
    """The first line that is a post; behind a name ("Dave Schaeffer, CEO") what follows it."""
    for piece in pieces:
        said = piece.removeprefix(name).strip(_EDGE) if name and piece.startswith(name) else piece
        if _POST.search(said) and len(said) <= 80 and not any(c.isdigit() or c == "@" for c in said) and not _COMPANY.search(said):
            return said
    return ""


def _organisation(pieces: Sequence[str]) -> str:
    """The first line that names a company by its legal form."""
    return next((company_in(p) for p in pieces if _COMPANY.search(p) and len(p) <= 80 and sum(map(str.isdigit, p)) < 4 and len(p.split()) > 1), "")


def _site(signed: str) -> str:
    found = _SITE.search(signed)
    return found[0].rstrip(".,;)/>") if found else ""


def _city(pieces: Sequence[str]) -> str:
    for place in _places(pieces):
        return place if place != place.lower() and place != place.upper() else place.title()
    return ""


def _places(pieces: Sequence[str]) -> Iterator[str]:
    for piece in pieces:
        if "@" not in piece and (found := _CITY.search(piece)):
            yield next(place for place in found.groups() if place)
