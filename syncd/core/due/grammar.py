"""The grammar of terms: how neighbouring words of time come to a day, a clock, a stretch.

The rules are common to all languages: word order differs less than words do, and where it does, both orders stand in the
table. A rule may refuse a match (hour 27, 31 June); then the next one is tried. Atoms are put together in `terms`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from syncd.core.due import clocks, dates, periods, stretches, weekdays
from syncd.core.due.atoms import Atom, Hit, Rule
from syncd.core.due.days import Said
from syncd.core.due.reading import Reading

# The order is that of trust: a date is surer than a weekday, and a bare number is an hour only where nothing else claims it.
RULES: Final[tuple[Rule, ...]] = (*dates.RULES, *weekdays.RULES, *periods.RULES, *stretches.RULES, *clocks.RULES)

_LEADS: Final = frozenset({"upto", "before", "within", "during", "in", "at", "from", "after", "between", "of"})


def atoms(reading: Reading, said: Said) -> Iterator[tuple[Atom, str, int, int]]:
    """The atoms of a text in order, each with the kind of the preposition that governs it ('' for none) and its tokens."""
    i, letters, floor = 0, reading.letters, 0
    while i < len(letters):
        if letters[i] not in STARTS:
            i += 1
            continue
        atom, first, last = _at(reading, said, i)
        if atom is None:
            i += 1
            continue
        lead = ""
        while first > floor and reading.tokens[first - 1].kind in _LEADS:
            first -= 1
            kind = "after" if reading.tokens[first].word == "po" else reading.tokens[first].kind
            lead = kind if not lead or kind in ("upto", "before", "from") else lead
        yield atom, lead, first, last
        i = floor = last


def _at(reading: Reading, said: Said, i: int) -> tuple[Atom | None, int, int]:
    """The first rule that takes what begins at token i."""
    any_of, rules = STARTS[reading.letters[i]]
    match = any_of.match(reading.letters, i)
    if match is None or match.lastindex is None:
        return None, i, i
    for pattern, make in rules[match.lastindex - 1 :]:
        match = pattern.match(reading.letters, i)
        if match is None or match.end() == i:
            continue
        hit = Hit(reading, said, i, match.end())
        atom = make(hit)
        if atom is not None:
            return atom, hit.first, hit.last
    return None, i, i


def _starts() -> dict[str, tuple[re.Pattern[str], tuple[Rule, ...]]]:
    """For each letter the rules that can begin with it, and one pattern whose group tells the first of them that matches."""
    found: dict[str, list[Rule]] = {}
    for rule in RULES:
        for letter in _openings(rule[0].pattern):
            found.setdefault(letter, []).append(rule)
    return {letter: (re.compile("|".join(f"({r[0].pattern})" for r in rules)), tuple(rules)) for letter, rules in found.items()}


def _openings(pattern: str) -> set[str]:
    """The letters a pattern can begin with, and some more: all of its first group."""
    letters: set[str] = set()
    depth, i = 0, 0
    while i < len(pattern):
        c = pattern[i]
        if pattern.startswith("(?:", i):
            depth, i = depth + 1, i + 2
        elif c == ")":
            depth -= 1
        elif c == "\\":
            i += 1
            letters.add(pattern[i])
        elif c not in "|?":
            letters.add(c)
        i += 1
        if depth == 0 and c != "?" and pattern[i : i + 1] != "?":
            break
    return letters


STARTS: Final = _starts()
