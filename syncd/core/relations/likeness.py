"""Whether two offers are for like things: what a manager would call "the same", not the same model.

A heat pump and another heat pump are alike, «тепловой насос» and „šilumos siurblys“ too; a filter for one, its upkeep or its hire
is another thing. By, in this order: a model named by both, the kind of the thing (tables in three languages), else the words.
It refuses to call things alike by their price alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final, Literal

from syncd.core.languages.en import products as en
from syncd.core.languages.lt import products as lt
from syncd.core.languages.ru import products as ru
from syncd.core.offers.folding import fold
from syncd.core.stems import word_stems

_TABLES = (en, lt, ru)
By = Literal["model", "kind", "words"]
Amounts = Sequence[tuple[Decimal, str]]

_MOST_APART: Final = 12  # times dearer: a part, a service, or a whole building's worth of it
_NEAR: Final = Decimal("1.6")  # times dearer: the two may be the same thing
_SHARED, _SHARED_NEAR = 0.6, 0.45  # of the words of the shorter name that stand in the longer; where the prices are near
_MODEL = re.compile(r"(?<![\w-])(?:[a-zа-я]{1,6}-)*(?P<core>[a-zа-я]{1,6}-?\d{2,5}[a-zа-я0-9]*)(?!\w)")  # what tells it apart: AP35 of MSZ-AP35
_NO_MODEL = re.compile(r"(?:r(?:32|410a?|290|134a?|407c?)|en\d+|iso\d+|(?:eur|usd|gbp|lt|nr|no|po|uz|iki|nuo|за|по|до|от|на|x|х|dn|d|m|м|q|h|ip|fs|sf|v|l)-?\d+[a-zа-я]{0,3})$")  # refrigerants, standards, sums, measures
_ABBREVIATED: Final = 3  # letters and digits: of a shorter model no longer one is told
_BESIDE: Final = 25  # characters before a word in which it is joined to what stands before
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """Why two things are alike: by what, and the words of each that say so (of a model: the model)."""

    by: By
    words: str

    def __str__(self) -> str:
        return f"{self.by}: {self.words}"


@dataclass(frozen=True, slots=True)
class Thing:
    """What a name tells: the kinds it stands for with the words that say so, the work offered on them, models, stems of its words."""

    kinds: tuple[tuple[str, str], ...]
    work: frozenset[str]
    models: frozenset[str]
    stems: frozenset[str]


def likeness(one: str, other: str, amounts: Amounts = (), other_amounts: Amounts = ()) -> Likeness | None:
    """Why two named things are alike, or None. `amounts`: what is asked for each, as (sum, currency)."""
    a, b = thing(one), thing(other)
    apart = _apart(amounts, other_amounts)
    near = apart is not None and apart <= _NEAR
    if apart is not None and apart > _MOST_APART:
        return None
    if a.work != b.work and not (near and a.kinds and b.kinds and a.work ^ b.work == {"fitting"}):
        return None
    if model := _same_model(a.models, b.models):
        return Likeness("model", model)
    if a.kinds and b.kinds:
        shared = [(dict(a.kinds)[k], dict(b.kinds)[k]) for k, _ in a.kinds if k in dict(b.kinds)]
        return Likeness("kind", " = ".join(dict.fromkeys(shared[0]))) if shared else None
    if a.kinds or b.kinds:
        return None if _by_words(a, b) < 1 else Likeness("words", _told(a, b))
    if a.work and not (a.stems and b.stems):
        return Likeness("kind", " = ".join(sorted(a.work)))
    enough = _SHARED_NEAR if near else _SHARED
    return Likeness("words", _told(a, b)) if _by_words(a, b) >= enough else None


def _by_words(a: Thing, b: Thing) -> float:
    """How much of the shorter name stands in the longer."""
    few = min(len(a.stems), len(b.stems))
    return len(a.stems & b.stems) / few if few else 0.0


def _told(a: Thing, b: Thing) -> str:
    return " ".join(sorted(a.stems & b.stems))


def _apart(one: Amounts, other: Amounts) -> Decimal | None:
    """How many times dearer one is, by the nearest amounts of one currency; None where they cannot be compared."""
    pairs = [(a, b) for a, c in one for b, d in other if c == d and a > 0 and b > 0]
    return min((max(a, b) / min(a, b) for a, b in pairs), default=None)


def _same_model(one: frozenset[str], other: frozenset[str]) -> str:
    """The longest model that both name; one may be told shorter: MSZ-AP35 is an MSZ-AP35VGK."""
    same = [max(a, b, key=len) for a in one for b in other if a == b or (min(len(a), len(b)) > _ABBREVIATED and (a.startswith(b) or b.startswith(a)))]
    return max(same, key=lambda m: (len(m), m), default="").upper()


@lru_cache(maxsize=20_000)
def thing(name: str) -> Thing:
    """What a name of a thing tells, in whichever of the three languages it is."""
    folded = fold(name)
    found = [(m.lastgroup or "", m.start(), m.end()) for m in _kinds().finditer(folded)]
    works = [(m.lastgroup or "", m.start(), m.end()) for m in _works().finditer(folded)]
    heads = _heads(found, works, folded)
    work = frozenset(_NAMES[w] for w, start, _ in works if not _is_joined(folded, start))
    return Thing(
        tuple({_NAMES[group]: folded[start:end] for group, start, end in reversed(heads)}.items()),
        work - {"parts"} if all(_NAMES[g] in _PARTS for g, _, _ in heads) and heads else work,
        frozenset(_models(folded)), frozenset(_stems(_works().sub(" ", folded))),
    )  # fmt: skip


def _heads(found: list[tuple[str, int, int]], works: list[tuple[str, int, int]], folded: str) -> list[tuple[str, int, int]]:
    """What a name is of: a part that is named with nothing beside it ("filter for a heat pump"), else the whole things in it."""
    parts = [hit for hit in found if _NAMES[hit[0]] in _PARTS]
    whole = [hit for hit in found if _NAMES[hit[0]] not in _PARTS and not _is_beside(folded, hit[1], [h for h in found if h[2] <= hit[1] and _NAMES[h[0]] not in _PARTS] or works)]
    bare = [hit for hit in parts if not _is_beside(folded, hit[1], [h for h in found if h not in parts]) and not _is_joined(folded, hit[1])]
    if bare and all(not _parted(folded, hit, whole) for hit in bare):
        return bare
    return whole or bare


def _parted(folded: str, part: tuple[str, int, int], whole: list[tuple[str, int, int]]) -> bool:
    """Whether a thing is named before a part with a joining word between: "an air conditioner, pipes and a bracket"."""
    return any(_joins().search(folded, hit[2], part[1]) or "," in folded[hit[2] : part[1]] for hit in whole if hit[2] <= part[1])


def _is_beside(folded: str, start: int, found: Sequence[tuple[str, int, int]]) -> bool:
    """Whether what begins here only goes with a thing named before it: "with fitting", „su montavimu“, «с монтажом»."""
    before = [end for _, _, end in found if end <= start]
    return bool(before) and _joins().search(folded, max(before), start) is not None


def _is_joined(folded: str, start: int) -> bool:
    """Whether right before a place stands a joining word, and something before that: "… with two filters", „… su montavimu“."""
    first = max(0, start - _BESIDE)
    joins = list(_joins().finditer(folded, first, start))
    return bool(joins) and any(c.isalnum() for c in folded[: joins[-1].start()])


def _models(folded: str) -> Iterator[str]:
    for m in _MODEL.finditer(folded):
        if not _NO_MODEL.match(m["core"]):
            yield m["core"].replace("-", "")


def _stems(folded: str) -> Iterator[str]:
    for word in _WORD.findall(folded):
        if len(word) > 3 and word not in _nothing() and not any(map(str.isdigit, word)):
            stem = min(word_stems(word), key=len)
            if stem not in _generic():
                yield stem


@cache
def _nothing() -> frozenset[str]:
    """The words that name no thing."""
    from syncd.core.offers.lexicon import NOTHING  # with all patterns of offers: only where two names are compared

    return NOTHING


@cache
def _generic() -> frozenset[str]:
    """The stems of words that are said of everything that is sold."""
    return frozenset(stem for table in _TABLES for word in fold(table.GENERIC).split() for stem in word_stems(word))


_PARTS = frozenset(en.PARTS)
_NAMES: dict[str, str] = {f"k{n}": name for n, name in enumerate(en.KINDS)} | {f"w{n}": name for n, name in enumerate(en.WORKS)}


@cache
def _kinds() -> re.Pattern[str]:
    """Every kind of thing in all languages; of two that begin at one place the one named earlier in the table holds."""
    return re.compile("(?<!\\w)(?:" + "|".join(f"(?P<k{n}>{'|'.join(t.KINDS[name] for t in _TABLES)})" for n, name in enumerate(en.KINDS)) + ")")


@cache
def _works() -> re.Pattern[str]:
    return re.compile("(?<!\\w)(?:" + "|".join(f"(?P<w{n}>{'|'.join(t.WORKS[name] for t in _TABLES)})" for n, name in enumerate(en.WORKS)) + ")")


@cache
def _joins() -> re.Pattern[str]:
    return re.compile(rf"(?:(?<=[\s,(])|^)(?:{'|'.join(t.JOINED for t in _TABLES)})(?=\s)")
