"""The word tables of a language, compiled once: by which words which kind of fact is told, and what no fact may stand beside.

A row is (kind, persons, gate, pattern, value). Persons: 1 an outsider speaks of themselves, 2 one of ours speaks to them,
3 one of ours speaks about them; ‹a/b/c› in a pattern is the form for each. Gate: cues (see `gates`) one of
which must stand in the sentence, and after & one of others too. Value: words of its own, or '' for the group `v` of the pattern (`d`: a day, `n`: an age, `c`: a city).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from types import ModuleType
from typing import cast

from syncd.core.facts.gates import Gates
from syncd.core.languages.en import facts as en
from syncd.core.languages.en.stopwords import STOP_WORDS as _ENGLISH
from syncd.core.languages.lt import facts as lt
from syncd.core.languages.lt.stopwords import STOP_WORDS as _LITHUANIAN
from syncd.core.languages.ru import facts as ru
from syncd.core.matters import FactKind
from syncd.core.model import Language

_TABLES: Mapping[str, ModuleType] = {"en": en, "ru": ru, "lt": lt}
_STOP_WORDS = {"en": _ENGLISH, "ru": "", "lt": _LITHUANIAN}
_MOST_KEPT = 5_000  # sets of cues: few occur, the same again and again
_FORMS = re.compile("‹([^‹›]*)›")


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to tell a fact, for one person; `bits`, `others`: of the cues one of each must be there. Patterns are compiled when first asked."""

    kind: FactKind
    person: int
    bits: int
    others: int
    source: str
    value: str
    negated: bool

    @property
    def pattern(self) -> re.Pattern[str]:
        """What a sentence is searched for."""
        return _compiled(self.source)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


class Opened(dict[int, tuple[Rule, ...]]):
    """The bits of the cues in a text → the rules worth trying; learned as texts come."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        super().__init__()
        self.all = tuple(rules)
        self.asked = reduce(or_, (r.bits | r.others for r in self.all), 0)

    def __missing__(self, bits: int) -> tuple[Rule, ...]:
        if len(self) >= _MOST_KEPT:
            self.clear()
        found = self[bits] = tuple(r for r in self.all if bits & r.bits and (not r.others or bits & r.others))
        return found


@dataclass(frozen=True, slots=True)
class Lore:
    """One language's tables. Every pattern works on text made by `promises.grammar.fold`."""

    language: str
    gates: Gates
    rules: tuple[Opened, ...]  # by person
    special: re.Pattern[str]  # of the special categories, and all that hints at them
    unreal: re.Pattern[str]  # what is asked, wished or supposed, and what was once
    not_mine: re.Pattern[str]  # who makes a sentence about somebody else
    names: tuple[tuple[re.Pattern[str], str], ...]  # what is done → its usual name
    stops: re.Pattern[str]  # where a value ends
    turns: re.Pattern[str]  # where a way of doing things ends
    heads: re.Pattern[str]  # words that begin no value
    pronouns: frozenset[str]
    customer: re.Pattern[str]
    colleague: re.Pattern[str]
    cities: Mapping[str, str]
    no_city: frozenset[str]
    case_ends: tuple[tuple[str, tuple[str, ...]], ...]
    months: tuple[re.Pattern[str], ...]
    days: Mapping[str, int]  # yesterday, today … → how many days from the mail's own
    belated: re.Pattern[str]
    ages: tuple[tuple[str, int], ...]  # how the words of a number begin
    firm: re.Pattern[str]  # whose birthday and move are no person's
    fixed_days: Mapping[str, tuple[int, int]]  # feasts on the same day each year: month and day
    asks: re.Pattern[str]  # how a question begins
    printed: re.Pattern[str]  # what follows is to be printed or read out
    no_name: frozenset[str]  # words that begin a sentence and are nobody's name


def lore(language: Language) -> Lore:
    """The compiled tables of a language (English where it is not known)."""
    return _made(language or "en")


@cache
def _made(language: Language) -> Lore:
    table = _TABLES[language]
    halves = {gate: 1 << n for n, gate in enumerate(dict.fromkeys(gate for row in table.RULES for gate in row[2].split(" & ")), 1)}  # the first bit is the gates' own
    gates = Gates((cue, bit) for gate, bit in halves.items() for cue in gate.split("|"))
    rules = tuple(Opened(_rule(table, halves, row, person) for row in table.RULES if str(person) in row[1]) for person in range(4))
    return Lore(
        language=language, gates=gates, rules=rules, special=_words(table.SPECIAL), unreal=_words(table.UNREAL),
        not_mine=_words(table.NOT_MINE), names=tuple((re.compile(rf"\b(?:{p})"), name) for p, name in table.NAMES),
        stops=re.compile(rf"[,;:!?()\n]|\.(?=\s|$)|\s[-–—]+\s|\s(?:{table.STOPS})\b"), turns=re.compile(rf"[,;–—] (?:{table.STOPS})\b"), heads=re.compile(rf"(?:{table.HEADS})\s+"),
        pronouns=frozenset(table.PRONOUNS.split()), customer=_words(table.CUSTOMER), colleague=_words(table.COLLEAGUE),
        cities={form: city for city, forms in _cities(table) for form in forms}, no_city=frozenset(table.NO_CITY.split()),
        case_ends=tuple((end, tuple(wholes.split())) for end, wholes in table.CASE_ENDS), months=tuple(re.compile(table.DATE.replace("{M}", f"(?:{m})")) for m in table.MONTHS),
        no_name=frozenset(table.NO_NAME.split()) | frozenset(_STOP_WORDS[language or "en"].split()),
        days=table.DAYS, belated=_words(table.BELATED), ages=tuple(sorted(table.AGES, key=lambda entry: -len(entry[0]))), firm=_words(table.FIRM),
        fixed_days=table.FIXED_DAYS, asks=_words(table.ASKS), printed=_words(table.PRINTED),
    )  # fmt: skip


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})")


def _cities(table: ModuleType) -> list[tuple[str, list[str]]]:
    return [(city.replace("_", " "), [f.replace("_", " ") for f in forms.split()]) for city, forms in table.CITIES]


def _rule(table: ModuleType, halves: Mapping[str, int], row: tuple[str, str, str, str, str], person: int) -> Rule:
    kind, _, gate, pattern, value = row

    def form(match: re.Match[str]) -> str:
        forms = match[1].split("/")
        return f"(?:{forms[min(person, len(forms)) - 1]})"

    for _ in range(3):  # macros stand in forms, and forms in macros
        for name, text in table.MACROS.items():
            pattern = pattern.replace("{" + name + "}", text)
        if person:
            pattern = _FORMS.sub(form, pattern)
    one, _, other = gate.partition(" & ")
    return Rule(
        cast("FactKind", kind.rstrip("!")), person, halves[one], halves.get(other, 0), rf"(?<!\w)(?:{pattern})", value, kind.endswith("!")
    )
