"""Companies: their names as they are written, and which domains are one company's.

    legal_name       UAB „Šiaurės vėjas“, "Siaures vejas, UAB", ООО «Северный ветер»: the bare name and the legal form
    groups           the domains that are one company's, by what cards and people say, never by a likeness
    imitates         klimаtas.lt with a Cyrillic letter, k1imatas.lt, kilmatas.lt: made to be taken for another

Refuses to take two domains for one company because names or domains are alike: that is only proposed to people.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from syncd.core.names import sound

# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────

# the form as it is told → how it is written, any spelling in lower case without points, alternatives parted by |
_SPELT: Final[Mapping[str, str]] = {
    "UAB": "uab|uždaroji akcinė bendrovė|uzdaroji akcine bendrove|уаб", "AB": "ab|akcinė bendrovė|akcine bendrove",
    "MB": "mb|mažoji bendrija|mazoji bendrija", "VšĮ": "všį|vši|vsi|viešoji įstaiga|viesoji istaiga",
    "IĮ": "iį|individuali įmonė|individuali imone", "TŪB": "tūb|tikroji ūkinė bendrija", "KŪB": "kūb|komanditinė ūkinė bendrija",
    "ŽŪB": "žūb|žemės ūkio bendrovė",
    "ООО": "ооо|ooo|общество с ограниченной ответственностью", "ОАО": "оао|oao|открытое акционерное общество",
    "ЗАО": "зао|zao|закрытое акционерное общество", "АО": "ао|акционерное общество", "ПАО": "пао|pao|публичное акционерное общество",
    "ИП": "ип|индивидуальный предприниматель", "ТОО": "тоо|too", "ТОВ": "тов", "ЧУП": "чуп", "ОДО": "одо",
    "SIA": "sia|sabiedrība ar ierobežotu atbildību", "OÜ": "oü|osaühing", "AS": "as|aktsiaselts|a/s|aktieselskab", "ApS": "aps",
    "Ltd": "ltd|limited|pte ltd|pty ltd|co ltd", "LLC": "llc|limited liability company", "LLP": "llp", "LP": "lp", "Inc": "inc|incorporated",
    "Corp": "corp|corporation", "plc": "plc", "Co": "co", "GmbH": "gmbh|ggmbh", "GmbH & Co. KG": "gmbh & co kg|gmbh und co kg", "AG": "ag|aktiengesellschaft",
    "KG": "kg", "UG": "ug|ug (haftungsbeschränkt)", "e.V.": "e v|ev", "Sp. z o.o.": "sp z o o|sp z oo|sp zoo|spółka z o o|spółka z ograniczoną odpowiedzialnością",
    "Sp. k.": "sp k", "S.A.": "s a|sa", "S.r.l.": "s r l|srl", "S.p.A.": "s p a|spa", "SAS": "sas", "SARL": "sarl|s a r l", "BV": "bv|b v", "NV": "nv|n v",
    "Oy": "oy|osakeyhtiö|oyj", "ASA": "asa", "s.r.o.": "s r o|sro", "a.s.": "a s", "Kft.": "kft", "d.o.o.": "d o o|doo", "SE": "se",
}  # fmt: skip
# also ordinary words or names: a form only in capitals, with points, or as _AS_WRITTEN has them
_RISKY: Final = frozenset("ab mb as ag sa kg bv nv ug se lp co asa sas spa oy ао ип тов одо sia aps too ev limited corporation".split())
_AS_WRITTEN: Final = frozenset("Oy ApS Co Limited Corporation".split())
_BEHIND_ONLY: Final = frozenset(("AG", "KG", "UG", "Co", "Corp", "Inc", "plc", "LP", "LLP", "SE", "BV", "NV", "SAS", "e.V.", "S.p.A.", "Sp. k.", "ApS", "Kft.", "GmbH & Co. KG"))
_FORM_OF: Final = {way: form for form, ways in _SPELT.items() for way in ways.split("|")}
_LONGEST_FORM: Final = max(way.count(" ") + 1 for way in _FORM_OF)
_QUOTES: Final = re.compile(r"[\"“”„‟«»‹›'‘’‚`´]+")
_EDGE: Final = " \t\r\n,;:.–—-()[]|/"
_WORD: Final = re.compile(r"[^\W_]+")
_ASIDE: Final = re.compile(r"\s*\([^()]*\)\s*$")  # Volvo AB (publ)
_QUOTED: Final = re.compile(r"[\"“”„‟«‹][^\"“”„‟«»‹›]{2,60}[\"“”‟»›]")
_PARTED: Final = re.compile(r"\s*[,|;]\s+|\s+[-–—/]\s+")
_LINKS: Final = frozenset(("and", "und", "ir", "и", "i"))
_WHOLE: Final = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ß": "ss", "æ": "ae", "Æ": "AE", "đ": "d", "Đ": "D"})  # what has no mark to take off
_LONG: Final = 200  # characters of a name: what comes after says something else
_SCRIPTS: Final = (re.compile(r"[A-Za-zÀ-ɏ]"), re.compile(r"[Ѐ-ӿ]"), re.compile(r"[Ͱ-Ͽ]"))


class LegalName(NamedTuple):
    """A company's name without its legal form, as it is written, and the form in its usual spelling; '' where there is none."""

    name: str
    form: str


@lru_cache(maxsize=8192)
def legal_name(text: str) -> LegalName:
    """The bare name and the legal form of a company, the form in front or behind, in any quotes."""
    words = _QUOTES.sub(" ", _ASIDE.sub("", text[:_LONG])).strip(_EDGE).split()
    form = ""
    for _ in range(2):  # "Oy Karl Fazer Ab" has one at either end
        found = _at_the_end(words) or _at_the_front(words)
        if found is None:
            break
        words, said = found
        form = form or said
    return LegalName(" ".join(words).strip(_EDGE), form)


def _at_the_end(words: Sequence[str]) -> tuple[list[str], str] | None:
    for n in range(min(_LONGEST_FORM, len(words) - 1), 0, -1):
        if form := _form(words[-n:], behind=True):
            rest = [*words[:-n]]
            return ([*rest[:-1], rest[-1].rstrip(_EDGE)], form) if rest[-1].strip(_EDGE) else (rest[:-1], form)
    return None


def _at_the_front(words: Sequence[str]) -> tuple[list[str], str] | None:
    for n in range(min(_LONGEST_FORM, len(words) - 1), 0, -1):
        if (form := _form(words[:n], behind=False)) and form not in _BEHIND_ONLY:
            return [*words[n:]], form
    return None


def _form(words: Sequence[str], *, behind: bool) -> str:
    """The legal form these words are, or ''."""
    written = " ".join(words).strip(",;:()")
    way = re.sub(r"[.,]+", " ", written.lower()).strip()
    form = _FORM_OF.get(" ".join(way.split()), "") or _FORM_OF.get(way.replace(" ", ""), "")
    is_told = written.isupper() or "." in written.rstrip(".,") or written.rstrip(".,") in _AS_WRITTEN or (way == "ab" and behind)
    if way.replace(" ", "") in _RISKY and not is_told:
        return ""
    return form


def company_in(line: str) -> str:
    """The company in a line of a signature, which may name a post or a department too, as it is written there; the line where none is told apart."""
    for quoted in _QUOTED.finditer(line):
        before, after = line[: quoted.start()].split(), line[quoted.end() :].lstrip(" ,").split()
        for n in range(_LONGEST_FORM, 0, -1):
            if before[-n:] and _form(before[-n:], behind=False):
                return " ".join([*before[-n:], quoted[0]])
        if after and _form(after[:1], behind=True):
            return f"{quoted[0]}, {after[0].strip(_EDGE)}"
    parts = [p.strip() for p in _PARTED.split(line)]
    for n, part in enumerate(parts):
        if n and _form(part.split(), behind=True):
            return f"{parts[n - 1]}, {part}"
        if legal_name(part).form:
            return part
    return line


@lru_cache(maxsize=8192)
def company_key(text: str) -> str:
    """What all ways to write a company's name have in common: no form, no quotes, no diacritics, one script.

    '' for what is no name, and for one with letters of two scripts in a word: that is made to look like another.
    """
    words = [w for w in _WORD.findall(legal_name(text).name) if w not in _LINKS]
    if not text.isascii() and any(sum(bool(script.search(word)) for script in _SCRIPTS) > 1 for word in words):
        return ""
    return " ".join(sound(bare) or bare.lower() for bare in map(_without_marks, words))


def _without_marks(word: str) -> str:
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFKD", word.translate(_WHOLE))
    return "".join(c for c in apart if not unicodedata.combining(c))


def is_same_company_name(one: str, other: str) -> bool:
    """Whether two written names are of one company: the bare names agree, and the forms, where both tell one."""
    forms = {legal_name(one).form, legal_name(other).form} - {""}
    return len(forms) < 2 and company_key(one) == company_key(other) != ""


@dataclass(frozen=True, slots=True)
class Saying:
    """How a company is called in one place: `weight` 1 for a signed mail, 2 for a card of an address book or a row of a table."""

    written: str
    weight: int


def shown_company_name(sayings: Iterable[Saying]) -> str:
    """The name most say, in the spelling most use; '' where a single mail says it and no card."""
    votes: dict[str, dict[str, int]] = {}
    for s in sayings:
        if key := company_key(s.written):
            spelt = votes.setdefault(key, {})
            spelt[s.written] = spelt.get(s.written, 0) + s.weight
    ranked = sorted(((sum(spelt.values()), key) for key, spelt in votes.items()), key=lambda v: (-v[0], v[1]))
    if not ranked or ranked[0][0] < 2:
        return ""
    spelt = votes[ranked[0][1]]
    return max(spelt, key=lambda written: (spelt[written], bool(legal_name(written).form), written))


# ── domains ──────────────────────────────────────────────────────────────────────────────────────────────────────

_LOOKS: Final = str.maketrans("аеорсухіјѕԁһӏԛԝкмтнвαορνικτ01", "aeopcyxijsdhlqwkmthbaopviktol")
_LEAST_BRAND: Final = 4  # letters: shorter ones are anybody's


def brand(domain: str) -> str:
    """The word of a company's domain before its public suffix: klimatas of klimatas.co.uk."""
    return domain.partition(".")[0]


def is_same_brand(one: str, other: str) -> bool:
    """Whether two domains are one word under two suffixes (klimatas.lt, klimatas.com)."""
    return one != other and brand(one) == brand(other) and len(brand(one)) >= _LEAST_BRAND


def imitates(one: str, other: str) -> bool:
    """Whether one of two domains is made to be taken for the other: letters that look alike, or one letter changed."""
    a, b = brand(one), brand(other)
    if a == b:
        return False
    same_looks = _looks(a) == _looks(b)
    return same_looks or (min(len(a), len(b)) > _LEAST_BRAND and _is_one_slip(a, b))


def _looks(word: str) -> str:
    return word.translate(_LOOKS).replace("rn", "m").replace("vv", "w").replace("-", "")


def _is_one_slip(a: str, b: str) -> bool:
    """Whether one letter is changed, left out, added or exchanged with its neighbour."""
    if abs(len(a) - len(b)) > 1:
        return False
    head = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[head:], b[head:]
    return rest_a[1:] == rest_b[1:] or rest_a[1:] == rest_b or rest_a == rest_b[1:] or (rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:])


@dataclass(frozen=True, slots=True)
class CompanyCard:
    """What one card says of companies: how it calls the company and the person, and the company domains of its addresses."""

    organisation: str
    name: str
    domains: tuple[str, ...]

    @property
    def is_the_companys(self) -> bool:
        """Whether the card is the company's own, of no person in it."""
        return not self.name or (bool(self.organisation) and company_key(self.name) == company_key(self.organisation))


def joined_by(card: CompanyCard) -> list[tuple[str, str]]:
    """The pairs of domains that this card says are one company's.

    All on a company's own card; on a person's, who may have had two employers, only one brand under two suffixes.
    """
    pairs = [(a, b) for n, a in enumerate(sorted(set(card.domains))) for b in sorted(set(card.domains))[n + 1 :]]
    return [(a, b) for a, b in pairs if not imitates(a, b) and (card.is_the_companys or is_same_brand(a, b))]


@dataclass(frozen=True, slots=True)
class Said:
    """What a person decided about two domains: one company's, or not."""

    a: str
    b: str
    one: bool


def groups(domains: Iterable[str], joined: Iterable[tuple[str, str]], decided: Sequence[Said]) -> list[frozenset[str]]:
    """The domains by company. `decided` in the order in which it was; the last word on a pair stands, and goes before any card."""
    apart: set[tuple[str, str]] = set()
    parts = {d: {d} for d in domains}

    def join(a: str, b: str) -> None:
        mine, theirs = parts.setdefault(a, {a}), parts.setdefault(b, {b})
        if mine is not theirs and not any((x, y) in apart or (y, x) in apart for x in mine for y in theirs):
            mine |= theirs
            for d in theirs:
                parts[d] = mine

    last = {frozenset((s.a, s.b)): s for s in decided}
    for s in reversed([s for s in decided if last[frozenset((s.a, s.b))] is s]):
        if s.one:
            join(s.a, s.b)
        elif parts.setdefault(s.a, {s.a}) is not parts.setdefault(s.b, {s.b}):
            apart.add((s.a, s.b))
    for a, b in sorted(set(joined)):
        join(a, b)
    return sorted({frozenset(p) for p in parts.values()}, key=sorted)
