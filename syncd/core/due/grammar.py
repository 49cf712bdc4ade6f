"""The grammar of terms: how neighbouring words of time come to a day, a clock, a stretch.

The rules are common to all languages: word order differs less than words do, and where it does, both orders stand in the
table. A rule may refuse a match (hour 27, 31 June); then the next one is tried. Atoms are put together in `terms`.
"""

from __future__ import annotations

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
    for index in STARTS[reading.letters[i]]:
        pattern, make = RULES[index]
        match = pattern.match(reading.letters, i)
        if match is None or match.end() == i:
            continue
        hit = Hit(reading, said, match.start(), match.end())
        atom = make(hit)
        if atom is not None:
            return atom, hit.first, hit.last
    return None, i, i


def _starts() -> dict[str, tuple[int, ...]]:
    """For each letter the rules that can begin with it, found by asking each pattern for a partial answer."""
    found: dict[str, list[int]] = {}
    for index, (pattern, _) in enumerate(RULES):
        for letter in _openings(pattern.pattern):
            found.setdefault(letter, []).append(index)
    return {letter: tuple(rules) for letter, rules in found.items()}


def _openings(pattern: str) -> set[str]:
    """The letters a pattern can begin with."""
    letters: set[str] = set()
    depth, i = 0, 0
    while i < len(pattern):
        c = pattern[i]
        if c == "(":
            depth += 1
        elif c == ")":
            depth -= 1
        elif c == "\\":
            i += 1
            letters.add(pattern[i])
        elif c not in "|?*+":
            letters.add(c)
        i += 1
        if depth == 0 and c not in "?" and not pattern[i : i + 1] == "?":
            break
    return letters


STARTS: Final = _starts()
