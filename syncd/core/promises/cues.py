"""Which of a language's cue words stand in a text, found at the price of splitting it into words.

A cue is a piece of a word ("promis"), a phrase of them ("going to") or '', which stands in every text; each has its own
bit; one between two spaces is a whole word, at the ends of a text too. What a word of mail holds is worked out once and remembered, for words repeat. Refuses patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import reduce
from operator import or_

_WORD = re.compile(r" \S+ ")
_MOST_KEPT = 50_000  # words a language: about 6 MB
_LONGEST_KEPT = 80  # letters: a line of dashes comes again, encoded data does not


class Cues:
    """The cue words of a language. `find` gives the bits of those in a text, `bits` those to ask for."""

    __slots__ = ("_always", "_bit", "_doubtful", "_held", "_phrases")

    def __init__(self, cues: Iterable[str]) -> None:
        self._bit = {cue: 1 << i for i, cue in enumerate(sorted(set(cues)))}
        self._always = self._bit.get("", 0)
        self._phrases = {bit: cue for cue, bit in self._bit.items() if " " in cue and not _WORD.fullmatch(cue)}
        self._doubtful = reduce(or_, self._phrases, 0)
        pieces: dict[str, int] = {}
        for cue, bit in self._bit.items():
            if cue:
                piece = _longest_piece(cue)
                pieces[piece] = pieces.get(piece, 0) | bit
        self._held = _Held(pieces)

    def bits(self, cues: Iterable[str]) -> int:
        """The bits of these cues: a text whose own bits hold none of them holds none of the cues."""
        return reduce(or_, (self._bit[cue] for cue in cues), 0)

    def find(self, text: str) -> int:
        """The bits of all cues that stand in a folded text."""
        found = reduce(or_, map(self._held.__getitem__, text.split()), self._always)
        doubtful = found & self._doubtful
        while doubtful:  # only one word of each phrase is known to be there
            bit = doubtful & -doubtful
            doubtful ^= bit
            if self._phrases[bit] not in text:
                found ^= bit
        return found


class _Held(dict[str, int]):
    """word of a text → bits of the cues, and of the phrases by their longest word, that it holds; learned as words come."""

    def __init__(self, pieces: dict[str, int]) -> None:
        self.letters = [(piece, bits) for piece, bits in pieces.items() if len(piece) == 1]
        self.by_start: dict[str, list[tuple[str, int]]] = {}
        for piece, bits in pieces.items():
            if len(piece) > 1:
                self.by_start.setdefault(piece[:2], []).append((piece, bits))

    def __missing__(self, word: str) -> int:
        bits, padded, pieces_from = 0, f" {word} ", self.by_start.get
        for letter, held in self.letters:
            if letter in word:
                bits |= held
        for i in range(len(word) + 1):
            for piece, held in pieces_from(padded[i : i + 2], ()):
                if padded.startswith(piece, i):
                    bits |= held
        if len(self) >= _MOST_KEPT:
            self.clear()
        if len(word) <= _LONGEST_KEPT:
            self[word] = bits
        return bits


def _longest_piece(cue: str) -> str:
    """The longest word of a phrase with the spaces it has beside it; a piece of a word is itself."""
    words = cue.split(" ")
    spaced = [" " * (i > 0) + word + " " * (i < len(words) - 1) for i, word in enumerate(words)]
    return max(spaced, key=lambda piece: len(piece.strip()))
