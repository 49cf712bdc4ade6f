"""Whom a note means: the one customer who is called so, whose telephone or company it names; else nobody.

    telephone   its last eight digits are in just one customer's card
    company     it is called so in an address book, or its domain is; the person where the company has just one
    name        every word of it is a word of just one customer's name, in any case form; of several, the one its writer knows
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from syncd.core.roles import NAME_WORD, forms, plain, stem
from syncd.core.sought import spelt

_DIGITS = 8  # of a telephone: without country and trunk prefix
_PHONE = re.compile(r"[\d+(][\d ()+.-]{5,}")
_ENDING = 3  # letters by which a case form differs
_HOUSES = frozenset("uab ab mb iį ii všį vsi sia oü ou ооо оао зао ао ип ltd llc inc gmbh".split())


@dataclass(frozen=True, slots=True)
class Customer:
    """An outside person: the words of the name, the company (row id) or None, the digits of telephones."""

    id: int
    name: str
    company: int | None
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a note means: a person, a company, or neither."""

    person: int | None = None
    company: int | None = None


@lru_cache(maxsize=8192)
def _forms(word: str) -> frozenset[str]:
    """`roles.forms`, remembered: the same names are asked about after every pass."""
    return forms(word)


class Customers:
    """Those outside who may be meant, ready to be found by what is asked for.

    `companies`: row id → what a company is called: its domain, its name in address books. `asked`: all names that will be asked for.
    `people_of`: who belongs to a company (row ids; of many not more than two need be told).
    """

    def __init__(
        self, people: Iterable[Customer], companies: Mapping[int, Iterable[str]], asked: Iterable[str], people_of: Callable[[int], Sequence[int]]
    ) -> None:
        wanted = _asked(asked)
        self._people_of = people_of
        self._by_word: dict[str, set[int]] = {}
        self._by_phone: dict[str, set[int]] = {}
        self._company_of: dict[int, int | None] = {}
        self._firms: dict[str, set[tuple[int, str]]] = {}  # by a form of the first word
        for person in people:
            self._company_of[person.id] = person.company
            for word in NAME_WORD.findall(person.name):
                for form in _forms(word) & wanted:
                    self._by_word.setdefault(form, set()).add(person.id)
            for phone in person.phones:
                self._by_phone.setdefault(significant(phone), set()).add(person.id)
        for id_, names in companies.items():
            for name in names:
                for form in _forms(_first_word(name)) & wanted:
                    self._firms.setdefault(form, set()).add((id_, name))

    def meant(self, named: str, knows: Callable[[set[int]], set[int]]) -> Meant:
        """Whom these words mean. `knows`: which of several people the writer has been in touch with."""
        if is_telephone(named):
            return self._person(self._by_phone.get(significant(named), set()))
        words = _words(named)
        if not words:
            return Meant()
        is_firm = len(words) < len(NAME_WORD.findall(named))
        fits = set() if is_firm else set.intersection(*(self._called(w) for w in words))
        if len(fits) > 1:
            fits = knows(fits)
        return self._person(fits) if fits else self._firm(words)

    def _called(self, word: str) -> set[int]:
        return set().union(*(self._by_word.get(form, set()) for form in _forms(word)))

    def _person(self, fits: set[int]) -> Meant:
        if len(fits) != 1:
            return Meant()
        (person,) = fits
        return Meant(person, self._company_of[person])

    def _firm(self, words: Sequence[str]) -> Meant:
        """The one company called so, by all its words or, where it has a domain, by that: Saulė of saule.example."""
        joined = "".join(words)
        possible = set().union(*(self._firms.get(form, set()) for form in _forms(words[0]) | _forms(joined)))
        found = {id_ for id_, name in possible if _is_called(words, joined, name)}
        if len(found) != 1:
            return Meant()
        (company,) = found
        people = self._people_of(company)
        return Meant(people[0] if len(people) == 1 else None, company)


def _asked(names: Iterable[str]) -> frozenset[str]:
    """The forms of all words of these names, and of each name's words in one."""
    return frozenset().union(*map(_forms, _all_words(names)))


def _all_words(names: Iterable[str]) -> list[str]:
    return [w for name in names for some in [_words(name)] for w in (*some, "".join(some))]


def beginnings(names: Iterable[str]) -> set[tuple[str, ...]]:
    """Letters of which everybody whom one of these names can mean has all of one group in the name, spelt as `sought.spelt` spells it.

    A word and what it is compared with have the stem in common; where that ends in t the other may go on with an s, and ts is spelt c.
    """
    return {tuple(spelt(stem(word).rstrip("t")).split()) for word in _all_words(names)}


def is_telephone(named: str) -> bool:
    """Whether it is by a telephone that somebody is named."""
    return _PHONE.fullmatch(named) is not None


def _words(name: str) -> list[str]:
    """The words of a name but for the kind of company."""
    return [w for w in NAME_WORD.findall(name) if w.lower() not in _HOUSES]


def _is_domain(name: str) -> bool:
    return "." in name and " " not in name


def _first_word(name: str) -> str:
    return name.split(".")[0].replace("-", "") if _is_domain(name) else next(iter(_words(name)), "")


def _is_called(asked: Sequence[str], joined: str, name: str) -> bool:
    if _is_domain(name):
        label = _first_word(name)
        return plain(label) == plain(joined) or (len(asked) == 1 and stem(label) in _forms(joined) and abs(len(label) - len(joined)) <= _ENDING)
    words = _words(name)
    return len(words) == len(asked) and all(not _forms(a).isdisjoint(_forms(w)) for a, w in zip(asked, words, strict=True))


def significant(number: str) -> str:
    """The digits of a telephone by which it is compared."""
    return re.sub(r"\D", "", number)[-_DIGITS:]
