"""What must stand in whatever a pattern matches, read off its source: most texts hold none of it, and need not be searched.

Refuses to be exact: where a source is too clever for it, nothing is needed, and the pattern is tried everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache, reduce
from operator import or_

from syncd.core.fulfil.sources import branches, closing
from syncd.core.remembered import Remembered

_TIMES = re.compile(r"(?:[?*+]|\{(\d*),?\d*\})[?+]?")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_START = 3  # letters by which pieces are told apart


@lru_cache(maxsize=8192)  # many lexicons hold the same patterns
def needed(source: str) -> frozenset[str]:
    """Pieces of words one of which stands in every match; empty where none is known."""
    return max(_alternatives(source), key=_worth, default=frozenset())


def _worth(pieces: frozenset[str]) -> tuple[int, int]:
    return min(map(len, pieces)), -len(pieces)


def _alternatives(source: str) -> Iterator[frozenset[str]]:
    """For each literal and each group of one branch that must be there, its pieces."""
    parts = branches(source)
    if len(parts) > 1:
        inner = [needed(part) for part in parts]
        if all(inner):
            yield frozenset().union(*inner)
        return
    run, at = "", 0
    while at < len(source):
        atom, end = _atom(source, at)
        times = _TIMES.match(source, end)
        optional = times is not None and (times[0][0] in "?*" or times[1] in ("", "0"))
        literal = len(atom) == 1 and not atom.isspace() and atom not in ".^$"
        if literal and not optional:
            run += atom
        if run and (not literal or times is not None):
            yield frozenset((run,))
            run = ""
        if atom.startswith("(?:") and not optional:
            yield from _alternatives(atom[3:-1])
        at = times.end() if times else end
    if run:
        yield frozenset((run,))


def _atom(source: str, at: int) -> tuple[str, int]:
    """The letter, escape, set of letters or group that stands here, and where it ends."""
    if source[at] == "\\":
        return source[at : at + 2], at + 2
    if source[at] == "[" and (letters := _CLASS.match(source, at)):
        return letters[0], letters.end()
    end = at + closing(source[at:]) if source[at] == "(" else at + 1
    return source[at:end], end


class Needs:
    """What many patterns need, each by its bit. `find` gives the bits of those that a text may meet."""

    __slots__ = ("_always", "_bit", "_held")

    def __init__(self) -> None:
        self._bit: dict[frozenset[str], int] = {frozenset(): 1}
        self._held = _Held()

    def bit(self, source: str) -> int:
        """The bit of a pattern; those that need the same share it."""
        pieces = needed(source)
        known = self._bit.get(pieces)
        if known is None:
            known = self._bit[pieces] = 1 << len(self._bit)
            self._held.add(pieces, known)
        return known

    def find(self, words: Iterable[str]) -> int:
        """The bits of the patterns that a text of these words may meet; that of patterns without a need is always there."""
        return reduce(or_, map(self._held.__getitem__, words), 1)


class _Held(Remembered[int]):
    """word of a text → bits of what it holds; learned as words come."""

    def __init__(self) -> None:
        super().__init__()
        self.by_start: dict[str, list[tuple[str, int]]] = {}

    def add(self, pieces: Iterable[str], bit: int) -> None:
        for piece in pieces:
            self.by_start.setdefault(piece[:_START], []).append((piece, bit))

    def work_out(self, word: str) -> int:
        """The bits of a word."""
        bits, by_start = 0, self.by_start
        for i in range(len(word)):
            for letters in range(1, _START + 1):
                for piece, bit in by_start.get(word[i : i + letters], ()):
                    if len(piece[:_START]) == letters and word.startswith(piece, i):
                        bits |= bit
        return bits
