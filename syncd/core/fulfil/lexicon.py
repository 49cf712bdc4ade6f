"""Finds the closing words of three languages in a text at once: one look at the beginning of each word.

A table has some hundreds of patterns, and most words of a text begin none of them. So each pattern is filed under the
letters it can begin with, read off its own source; only those filed under a word's first letters are tried there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from syncd.core.languages.en import closing as en
from syncd.core.languages.lt import closing as lt
from syncd.core.languages.ru import closing as ru

TABLES = (en, lt, ru)
_PLAIN = str.maketrans("ąčęėįšųūžё’‘`\n\r\t\u00a0", "aceeisuuzе'''    ")
_WORD = re.compile(r"[^\W_]+")
# where a pattern can begin: at its beginning, in a branch, and after a part that may be missing
_STARTS = re.compile(r"(?:^|\||\(\?:|\)\?|\)\*)(?:\\b)?([a-zа-я]{1,3})")

Hit = tuple[int, int, str]  # start, end, label


def fold(text: str) -> str:
    """Lower case without Lithuanian diacritics and ё, on one line; as long as `text`."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.translate(_PLAIN)


class Lexicon:
    """Labelled patterns, each searched at the beginnings of words."""

    def __init__(self, tables: Iterator[tuple[str, str]]) -> None:
        self._filed: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
        self._known: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {}
        for label, source in tables:
            compiled = re.compile(f"(?:{source})")
            for start in set(_STARTS.findall(source)):
                self._filed.setdefault(start, []).append((label, compiled))

    def find(self, folded: str) -> list[Hit]:
        """Every place where one of the patterns begins, in order."""
        hits: list[Hit] = []
        known = self._known
        for word in _WORD.finditer(folded):
            start = word.start()
            lead = word.group()[:3]
            possible = known.get(lead)
            if possible is None:
                possible = known[lead] = self._possible(lead)
            for label, pattern in possible:
                if found := pattern.match(folded, start):
                    hits.append((start, found.end(), label))
        return hits

    def _possible(self, lead: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
        found = {id(p): (label, p) for n in (1, 2, 3) for label, p in self._filed.get(lead[:n], ()) if n == 3 or len(lead) >= n}
        return tuple(found.values())


@cache
def lexicon() -> Lexicon:
    """Signs by their names, kinds of document as `thing:name`."""

    def tables() -> Iterator[tuple[str, str]]:
        for table in TABLES:
            yield from table.SIGNS.items()
            yield from ((f"thing:{name}", source) for name, source in table.THINGS.items())

    return Lexicon(tables())


@cache
def one(name: str, *, words: bool = False) -> re.Pattern[str]:
    """A single pattern of all languages together, by the name of its table; `words`: at the beginning of a word."""
    joined = "|".join(f"(?:{getattr(table, name)})" for table in TABLES)
    return re.compile(rf"(?<!\w)(?:{joined})" if words else joined)


@cache
def acts(act: str) -> re.Pattern[str]:
    """How the act itself is named where somebody calls it off."""
    joined = "|".join(table.ACTS[act] for table in TABLES if act in table.ACTS)
    return re.compile(rf"(?<!\w)(?:{joined})" if joined else r"(?!)")


def begin(word: str) -> str:
    """What a word has in common with its other forms: its first letters."""
    return word[:5] if len(word) > 5 else word[:4]


def meet(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether two sets of beginnings share a word: a short one is shared with the longer forms of it too."""
    if a & b:
        return True
    return bool({k for k in a if len(k) == 4} & {k[:4] for k in b} or {k for k in b if len(k) == 4} & {k[:4] for k in a})


@cache
def generic() -> frozenset[str]:
    """The beginnings of words that say nothing about what was promised."""
    return frozenset(begin(w) for table in TABLES for w in table.GENERIC.split())
