"""Which of a language's cue words stand in a text, found at the price of splitting it into words.

A cue is a piece of a word ("promis"), a phrase of them ("going to") or '', which stands in every text; each has its own
bit; one between two spaces is a whole word, at the ends of a text too. What a word of mail holds is worked out once and remembered, for words repeat. Refuses patterns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_

from syncd.core.remembered import Remembered

_WORD = re.compile(r" \S+ ")
_MOST_ASKED = 5_000  # sets of phrases: few occur, the same again and again
_COMMON = frozenset(  # words of every mail: a phrase is filed under another of its words
    "the to of in a you for i is on that at this be with we will your have as are it our or from if has would all my am up can me they he about".split()
)
_START = 3  # letters by which pieces are told apart: few begin alike, and few are shorter


class Cues:
    """The cue words of a language. `find` gives the bits of those in a text, `bits` those to ask for.

    `fold`: what makes a text comparable with the cues, where texts come as they were written; each word is then folded once only.
    """

    __slots__ = ("_always", "_asked", "_bit", "_doubtful", "_fold", "_held")

    def __init__(self, cues: Iterable[str], fold: Callable[[str], str] | None = None) -> None:
        self._fold = fold
        self._bit = {cue: 1 << i for i, cue in enumerate(sorted(set(cues)))}
        self._always = self._bit.get("", 0)
        phrases = {bit: cue for cue, bit in self._bit.items() if " " in cue and not _WORD.fullmatch(cue)}
        self._doubtful = reduce(or_, phrases, 0)
        self._asked = _Asked(phrases)
        pieces: dict[str, int] = {}
        for cue, bit in self._bit.items():
            if cue:
                piece = _telling_piece(cue)
                pieces[piece] = pieces.get(piece, 0) | bit
        self._held = _Held(pieces, fold)

    def bits(self, cues: Iterable[str]) -> int:
        """The bits of these cues: a text whose own bits hold none of them holds none of the cues."""
        return reduce(or_, (self._bit[cue] for cue in cues), 0)

    def find(self, text: str, among: int = -1) -> int:
        """The bits of all cues that stand in a text, folded unless the cues have a `fold`. `among`: those of the longer text it was cut from, for it has no other."""
        found = reduce(or_, filter(None, map(self._held.__getitem__, text.split())), self._always) & among
        if doubtful := found & self._doubtful:  # only one word of each phrase is known to be there
            folded = self._fold(text) if self._fold else text
            for bit, phrase in self._asked[doubtful]:
                if phrase not in folded:
                    found ^= bit
        return found


class _Asked(dict[int, tuple[tuple[int, str], ...]]):
    """The bits of some phrases → each of them with its words; learned as texts come."""

    def __init__(self, phrases: dict[int, str]) -> None:
        self.phrases = phrases

    def __missing__(self, bits: int) -> tuple[tuple[int, str], ...]:
        if len(self) >= _MOST_ASKED:
            self.clear()
        found, left = [], bits
        while left:
            bit = left & -left
            left ^= bit
            found.append((bit, self.phrases[bit]))
        asked = self[bits] = tuple(found)
        return asked


class _Held(Remembered[int]):
    """word of a text → bits of the cues, and of the phrases by their telling word, that it holds; learned as words come."""

    def __init__(self, pieces: dict[str, int], fold: Callable[[str], str] | None) -> None:
        super().__init__()
        self.fold = fold
        self.short = [(piece, bits) for piece, bits in pieces.items() if len(piece) < _START]
        self.by_start: dict[str, list[tuple[str, int]]] = {}
        for piece, bits in pieces.items():
            if len(piece) >= _START:
                self.by_start.setdefault(piece[:_START], []).append((piece, bits))

    def work_out(self, word: str) -> int:
        """The bits of a word."""
        bits, padded, by_start = 0, f" {self.fold(word) if self.fold else word} ", self.by_start
        for piece, held in self.short:
            if piece in padded:
                bits |= held
        for i in range(len(word)):
            start = padded[i : i + _START]
            if start in by_start:
                for piece, held in by_start[start]:
                    if padded.startswith(piece, i):
                        bits |= held
        return bits


def _telling_piece(cue: str) -> str:
    """The longest word of a phrase that is not in every mail, with the spaces it has beside it; a piece of a word is itself."""
    words = cue.split(" ")
    spaced = {word: " " * (i > 0) + word + " " * (i < len(words) - 1) for i, word in enumerate(words) if word}
    return spaced[max(spaced, key=lambda word: (word not in _COMMON, len(spaced[word])))]
