"""Which rows of a table a text may meet, found at the price of splitting it into words: what a word opens is remembered.

A cue is a word's beginning ("wife", where it is short), any piece of a word (long ones, and after *), a whole word or its end
("son " and "son,"), or a phrase whose words follow one another (before * its last
word goes on). Several cues share the bit of their row.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from functools import reduce
from operator import or_

from syncd.core.remembered import Remembered

_TELLING = 1  # bit of the words by which phrases are told; no row has it
_SHORT = 4  # letters: such a cue stands inside too many other words
_START = 3  # letters by which pieces are told apart
_COMMON = frozenset(  # words of every mail: a phrase is told by another of its words
    "the to of in a an you for i is on that at this be with we will your have as are it our or from if has would all my am up can me they he she who about "
    "not no by was only new like don't can't won't didn't doesn't isn't i'm i've i'll he's she's you're i'd his her their be been".split()
)
_MARKS = ("", ".", ",", "!", "?", ";", ":", ")")  # what may stand right behind a word
_NOT = ("don't", "doesn't", "won't", "can't", "didn't", "isn't")


class Gates:
    """The cues of a table with the bits of the rows they open."""

    __slots__ = ("_held", "_last", "_telling")

    def __init__(self, cues: Iterable[tuple[str, int]]) -> None:
        pieces: dict[str, int] = {}
        self._telling: dict[
            str, dict[tuple[int, int], list[tuple[str, int]]]
        ] = {}  # word → its place in a phrase, how many words → phrases, bits
        for cue, bits in cues:
            phrase, goes_on = cue.strip().removeprefix("*").removesuffix("*"), cue.endswith("*")
            if " " not in phrase:
                piece = phrase if cue.startswith("*") or len(phrase) > _SHORT else f" {cue.lstrip()}"
                pieces[piece] = pieces.get(piece, 0) | bits
                continue
            for start in _NOT if phrase.startswith("n't ") else ("",):
                words = phrase.replace("n't", start, 1).split() if start else phrase.split()
                place = max(range(len(words) - goes_on), key=lambda n: (words[n] not in _COMMON, n < len(words) - 1, len(words[n])))
                for mark in _MARKS if place == len(words) - 1 else ("",):
                    self._telling.setdefault(words[place] + mark, {}).setdefault((place, len(words)), []).append((" ".join(words), bits))
        self._held = _Held(pieces, self._telling)
        self._last: tuple[list[str], int] = [], 0

    def find(self, text: str) -> int:
        """The bits of all rows that a folded text may meet."""
        words = text.split()
        last, found = self._last  # a block of one sentence is asked about as both
        if words != last:
            found = self._find(words)
            self._last = words, found
        return found

    def _find(self, words: list[str]) -> int:
        found = reduce(or_, filter(None, map(self._held.__getitem__, words)), 0)
        if not found & _TELLING:
            return found
        found ^= _TELLING
        telling = self._telling
        for i in [i for i, word in enumerate(words) if word in telling]:
            for (place, length), phrases in telling[words[i]].items():
                if i >= place:
                    there = " ".join(words[i - place : i - place + length])
                    for phrase, bits in phrases:
                        if there.startswith(phrase):
                            found |= bits
        return found


class _Held(Remembered[int]):
    """word of a text → the bits of the rows it opens; learned as words come."""

    def __init__(self, pieces: dict[str, int], telling: Container[str]) -> None:
        super().__init__()
        self.telling = telling
        self.by_start: dict[str, list[tuple[str, int]]] = {}
        for piece, bits in pieces.items():
            self.by_start.setdefault(piece[:_START], []).append((piece, bits))

    def work_out(self, word: str) -> int:
        """The bits of a word."""
        bits, padded = (_TELLING if word in self.telling else 0), f" {word} "
        for i in range(len(padded)):
            for piece, held in self.by_start.get(padded[i : i + _START], ()):
                if padded.startswith(piece, i):
                    bits |= held
        return bits
