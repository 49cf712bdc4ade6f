"""What was worked out for a word, remembered while it comes again: words of mail repeat, and few make up most of a text.

    a word that is asked for ──▶ the younger half ──(full)──▶ the older half ──(again full)──▶ forgotten, unless it was asked for

So the memory of a long run has an end, and common words outlive the rare.
"""

from __future__ import annotations

from sys import intern
from typing import Generic, TypeVar

Value = TypeVar("Value")
HALF = 12_000  # words: with the older half about 2 MB
_LONGEST = 80  # letters: a line of dashes comes again, encoded data does not


class Remembered(dict[str, Value], Generic[Value]):
    """word → what `work_out` finds for it. A subclass says how."""

    def __init__(self) -> None:
        super().__init__()
        self._older: dict[str, Value] = {}

    def work_out(self, word: str) -> Value:
        """What is to be remembered of a word."""
        raise NotImplementedError

    def __missing__(self, word: str) -> Value:
        if word in self._older:
            found = self._older[word]
        else:
            found = self.work_out(word)
            if len(word) > _LONGEST:
                return found
        if len(self) >= HALF:
            self._older = dict(self)
            self.clear()
        self[intern(word)] = found  # other tables know the same words
        return found
