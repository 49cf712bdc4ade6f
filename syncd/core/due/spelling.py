"""Words of time as people type them: a letter left out, doubled or in the wrong place; Russian without its signs.

Made from the words of a table when it is read, so that a text costs one more look into a dictionary and no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

_SLIPPING: Final = frozenset({"weekday", "weekday_of", "relative", "month"})
_LONG: Final = 7  # letters from which on a slip makes no other word: «птницу» would be a bird
_BARE: Final = str.maketrans({"ь": "", "ъ": "", "э": "е", "й": "и"})  # what Latin letters lose on the way back to Cyrillic


def slips(word: str) -> set[str]:
    """The word with one letter inside of it left out, written twice, or changed with the next."""
    found: set[str] = set()
    for i in range(1, len(word) - 1):
        found |= {word[:i] + word[i + 1 :], word[:i] + word[i] + word[i:]}
        if i < len(word) - 2:
            found.add(word[:i] + word[i + 1] + word[i] + word[i + 2 :])
    return found - {word}


def bare(word: str) -> set[str]:
    """A Russian word without its signs, as it comes back from Latin letters: «понеделник», «ета», «екскурсийу»."""
    stem = word.replace("ь", "").replace("ъ", "")
    return {stem, word.translate(_BARE), stem.replace("щ", "ш"), word.translate(_BARE).replace("щ", "ш"), stem.replace("ю", "йу")} - {word}


def right_spellings(entries: Iterable[tuple[tuple[str, ...], str]]) -> Mapping[str, str]:
    """From words written wrongly to words of the table: `entries` are its forms with their kinds."""
    forms = list(entries)
    known = {word for words, _ in forms for word in words if word}
    found: dict[str, str] = {}
    for words, kind in forms:
        for word in words:
            wrong = bare(word) if "а" <= word[:1] <= "я" else set()
            if len(words) == 1 and kind in _SLIPPING and (len(word) >= _LONG or word.endswith("day")):
                wrong |= slips(word)
            for written in wrong - known - {""}:
                found.setdefault(written, word)
    return found
