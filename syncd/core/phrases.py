"""Looking for many fixed phrases in a text at once, at the price of splitting it into words.

Refuses patterns: a phrase is plain lower-case words parted by single spaces. Its last word may go on in the text unless
the phrase is that one word; "word*" allows it there too.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

_AFTER = ("", ".", ",", "!", ":", ";", ")", "?")
_COMMON = 3  # words so short stand in every text: no use to file anything under them


class Phrases:
    """A set of phrases, each filed under one of its words, which stands alone between spaces wherever the phrase does.

    Most texts hold none of those words, so a search costs one pass over the words of the text and not one for each
    phrase. Only "word*" is looked for directly: keep those few.
    """

    __slots__ = ("_by_word", "_stems", "_words")

    def __init__(self, phrases: Iterable[str]) -> None:
        filed: dict[str, list[str]] = {}
        stems: list[str] = []
        for phrase in dict.fromkeys(phrases):
            if phrase.endswith("*"):
                stems.append(phrase.rstrip("*"))
                continue
            for word in _filing_words(phrase.split()):
                filed.setdefault(word, []).append(phrase)
        self._by_word = {word: tuple(same) for word, same in filed.items()}
        self._words = frozenset(filed)
        self._stems = tuple(stems)

    def present(self, text: str) -> list[str]:
        """The phrases that stand in a lower-case text without line breaks, always in the same order; stems without their star."""
        words = sorted(self._words.intersection(text.split()))  # the order of a set is another in every process
        candidates = chain(self._stems, *(self._by_word[word] for word in words)) if words else self._stems
        return [phrase for phrase in candidates if phrase in text]


def _filing_words(words: list[str]) -> list[str]:
    """The words to file a phrase under: its longest inner word, its first, or the last with what may follow it."""
    inner = max(words[1:-1], key=len, default="")
    if len(inner) > _COMMON:
        return [inner]
    if len(words) > 1 and len(words[0]) > _COMMON + 1:
        return [words[0]]
    return [words[-1] + mark for mark in _AFTER]
