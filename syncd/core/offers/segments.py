"""Cuts a line that names several products with their prices: one piece each; fees and second prices stay with their product."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from syncd.core.offers.entry import Line
from syncd.core.offers.lexicon import content, whole, words
from syncd.core.offers.sums import Sum

_BORDER = re.compile(r"[,;)]\s+|[.!?]\s+|\s(?:and|ir|и|o|а|or|arba|либо|или|but|bet|но|while)\s|\s[/|]\s|\s[–—]\s")
_PLUS = re.compile(r"^\W*(?:plius|plus|плюс|\+|add|dar)(?!\w)|\+ *$|(?<!\w)(?:plius|plus|плюс)(?!\w)")
_FEES, _CONDITIONS, _OPTIONS = whole("FEES"), words("CONDITIONS"), whole("OPTIONS")
_CONDITIONAL = words("CONDITIONS", before=r"^\W*")
_OTHERWISE = re.compile(r"\s(?:o|а|but|bet|но|while|or|arba|либо|или)\s|;")  # a bare comma goes on with the same thing
_AND = re.compile(rf"{_OTHERWISE.pattern}|\s(?:and|ir|и)\s")
_LONG_TAIL = 200  # characters behind the last sum that still belong to the line


def segments(line: Line, asked: Sequence[Sum], *, ordered: bool = False) -> list[tuple[int, int, list[Sum]]]:
    """The pieces of a line as places in it, each with its sums. `ordered`: a customer's "and" adds a thing of its own."""
    if _CONDITIONAL.search(line.folded):
        return [(*_trimmed(line.folded, 0, len(line.folded)), list(asked))]
    pieces: list[tuple[int, int, list[Sum]]] = []
    start, group = 0, [asked[0]]
    for a, b in pairwise(asked):
        cut = None if a.ranged else _cut(line.folded, a.end, b.start, _AND if ordered else _OTHERWISE)
        if cut is not None:
            pieces.append((*_trimmed(line.folded, start, cut[0]), group))
            start, group = cut[1], []
        group.append(b)
    end = _end(line.folded, group[-1].end)
    pieces.append((*_trimmed(line.folded, start, end), group))
    return pieces


def _cut(s: str, start: int, end: int, parts: re.Pattern[str]) -> tuple[int, int] | None:
    """Where the next product begins between two sums: the last border behind which words name a thing, if one is set against the other."""
    found = None
    if not parts.search(s, start, end) and not _OPTIONS.search(s, start, end):
        return None
    for m in _BORDER.finditer(s, start, end):
        rest = s[m.start() : end]
        named = content(s[m.end() : end])
        if not named or _CONDITIONS.search(rest) or _PLUS.search(s[m.end() : end]) or _FEES.match(named[0]):
            continue
        if all(_FEES.match(w) for w in named):
            continue
        found = (m.start(), m.end())
    return found


def _end(s: str, last: int) -> int:
    """Where a line ends for an entry: a long tail without a sum says something else."""
    if len(s) - last <= _LONG_TAIL:
        return len(s)
    m = _BORDER.search(s, last)
    return m.start() + (s[m.start()] in ".)") if m else len(s)


def _trimmed(s: str, start: int, end: int) -> tuple[int, int]:
    while start < end and s[start] in " ,;.–—-":
        start += 1
    while end > start and s[end - 1] in " ,;:–—-":
        end -= 1
    return start, end
