"""Who is meant: finds the people of a mail by their names in any case form, and the roles people are called by.

Refuses to guess between two people of the same name: then the name itself is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from syncd.core.model import Company, Party

NAME_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")  # a word as names are made of
_NAME = re.compile(r"(?<!\w)(?=[A-ZА-ЯЁĄČĘĖĮŠŲŪŽ])[^\W\d_]{3,}(?:['’-][^\W\d_]+)*")
_LATIN = dict(zip("абвгдезийклмнопрстуфхцыэ", "abvgdeziiklmnoprstufhcie", strict=True))
_LATIN |= {"ё": "e", "ж": "z", "ч": "c", "ш": "s", "щ": "s", "ъ": "", "ь": "", "ю": "iu", "я": "ia"}
_PLAIN = dict(zip("ąčęėįšųūžüöäéjyw", "aceeisuuzuoaeiiv", strict=True)) | {"x": "ks"}
_IN_LATIN = str.maketrans(_LATIN | _PLAIN)
_SPELT = re.compile(r"([szc])h|k(?=h)")  # two letters for one: zh, sh, ch, kh
_USUAL = 200  # characters of a name with its address: longer ones are not kept
_PARTING = re.compile(r"[._+-]")
_ENDING = re.compile(r"(?:ienei|iene|ienes|aite|ite|ute)?(?:eiui|eius|eiem|eem|eiu|eia|iaus|ius|iui|iai|iem|iu|ui|as|is|us|os|es|om|em|ei|ai|au|ie|ia|i|oi|u|o|a|e)?$")


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """What spellings of a name have in common, in Latin letters: sergei of Сергей, Sergej and Sergey, zukauskas of Žukauskas and Жукаускас."""
    return _SPELT.sub(r"\1", name.lower().translate(_IN_LATIN))


@lru_cache(maxsize=4096)
def stem(name: str) -> str:
    """What stays of a name in every case form: Tomas, Tomui, Томасу give one stem."""
    low = plain(name)
    cut = _ENDING.sub("", low, count=1)
    return cut if len(cut) >= 3 else low[:3]


def forms(word: str) -> frozenset[str]:
    """What a word is compared by: its stem and itself, for an ending may be a part of the word (Денис, сервис)."""
    return frozenset((stem(word), plain(word)))


def is_same(one: str, other: str) -> bool:
    """Whether two words may be case forms of one, or an English plural of it."""
    return not forms(one).isdisjoint(forms(other)) or plain(one) == plain(other) + "s"


@dataclass(frozen=True, slots=True)
class Known:
    """A person of this mail or of the company: the words they may be called by."""

    address: str
    words: frozenset[str]
    ours: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A person named in a text: the words used, their place, and the address where it is known and single."""

    start: int
    end: int
    name: str
    address: str
    ours: bool


def people(parties: Iterable[Party], company: Company) -> tuple[Known, ...]:
    """Everybody who can be meant by a name: the parties of the mail, then the company's own people."""
    known: dict[str, Known] = {}
    for party in parties:
        if party.address and party.address not in known:
            called = _called if len(party.name) + len(party.address) <= _USUAL else _called.__wrapped__
            known[party.address] = Known(party.address, called(party.name, party.address), company.is_ours(party.address))
    for person in company.staff:
        if person.address not in known:
            known[person.address] = Known(person.address, _called(person.name, ""), True)
    return tuple(known.values())


def callable_departments(company: Company) -> tuple[Known, ...]:
    """The departments that have a dispatcher, as somebody who can be spoken to: known by a word, without an address."""
    return tuple(
        Known("", frozenset(form for name in (d.name, *d.roles) if len(name.split()) == 1 for form in forms(name)), True)
        for d in company.departments
        if d.dispatcher
    )


@lru_cache(maxsize=4096)
def _called(name: str, address: str) -> frozenset[str]:
    """The words a party may be called by: those of the name and of the address before the @."""
    return _words(name) | _words(_PARTING.sub(" ", address.partition("@")[0]))


def _words(name: str) -> frozenset[str]:
    return frozenset(form for w in NAME_WORD.findall(name) if len(w) > 2 for form in forms(w))


Names = Mapping[str, tuple[Known, ...]]


def names_of(known: Iterable[Known]) -> Names:
    """The known people by the stems of their names."""
    by_word: dict[str, list[Known]] = {}
    for person in known:
        for word in person.words:
            by_word.setdefault(word, []).append(person)
    return {word: tuple(who) for word, who in by_word.items()}


def find_people(text: str, names: Names) -> tuple[Found, ...]:
    """The known people named in `text`, in order; a name that fits two of them comes without an address."""
    found: list[Found] = []
    for match in _NAME.finditer(text):
        word = match.group(0)
        meant = names.get(stem(word)) or names.get(low := plain(word)) or (_short(low, names) if len(word) > 3 else ())
        if not meant:
            continue
        ours = all(p.ours for p in meant)
        single = meant[0].address if len({p.address for p in meant}) == 1 else ""
        if found and match.start() - found[-1].end <= 1 and found[-1].address == single:
            last = found.pop()
            found.append(Found(last.start, match.end(), text[last.start : match.end()], single, ours))
        else:
            found.append(Found(match.start(), match.end(), word, single, ours))
    return tuple(found)


def _short(word: str, names: Names) -> tuple[Known, ...]:
    """Rach for Rachel: the beginning of just one known name."""
    fits = tuple(p for name, who in names.items() if name.startswith(word) for p in who)
    return fits if len({p.address for p in fits}) == 1 else ()


# ── whom a name or a role stands for ─────────────────────────────────────────────────────────────────────────────

_LEAST_ROOT = 4  # letters: of „serviso skyrius“ and «сервисный отдел» the root has to be told apart from others


def named_by(word: str, company: Company) -> str:
    """The one colleague a name means in any of its case forms, else the dispatcher of the department it is a role of; or ''.

    As written it counts before a case form, and a first name before a family name: Petras is not Petraitė.
    """
    asked = word.split()
    written = word.casefold().split()
    named = [(s.address, s.name.split()) for s in company.staff if s.name]
    for fits in (
        [a for a, n in named if written in ([w.casefold() for w in n], [n[0].casefold()])],
        [a for a, n in named if _all_same(asked, n) or _all_same(asked, n[:1])],
        [a for a, n in named if len(asked) == 1 and any(is_same(asked[0], w) for w in n)],
    ):
        if fits:
            return fits[0] if len(set(fits)) == 1 else ""
    dispatchers = {d.dispatcher for d in company.departments if d.dispatcher and any(_is_called(asked, role.split()) for role in (d.name, *d.roles))}
    return dispatchers.pop() if len(dispatchers) == 1 else ""


def _all_same(asked: Sequence[str], name: Sequence[str]) -> bool:
    return len(asked) == len(name) and all(map(is_same, asked, name))


@cache
def _tables() -> tuple[tuple[str, ...], re.Pattern[str]]:
    """How the words for houses of people begin, and the words for ours, in all languages."""
    from syncd.core.languages.en import promises as en  # large, and seldom asked for this
    from syncd.core.languages.lt import promises as lt
    from syncd.core.languages.ru import promises as ru

    return tuple(plain(word) for word in (*en.HOUSES, *ru.HOUSES, *lt.HOUSES)), re.compile(f"{en.OURS}|{ru.OURS}|{lt.OURS}")


def _is_called(asked: Sequence[str], role: Sequence[str]) -> bool:
    """Whether the words are the role: as it is, or as the name of a house of people ("the service team", «сервисному отделу»)."""
    if _all_same(asked, role):
        return True
    houses, ours = _tables()
    rest = [w for w in asked if not (ours.fullmatch(w.lower()) or ours.fullmatch(plain(w)))]
    if _all_same(rest, role):
        return True
    house = any(plain(w).startswith(houses) for w in rest)
    rest = [w for w in rest if not plain(w).startswith(houses)]
    if house and _all_same(rest, role):
        return True
    root = stem(role[0])
    return house and len(role) == len(rest) == 1 and len(root) >= _LEAST_ROOT and plain(rest[0]).startswith(root)
