"""Who may be meant by a typed name: in any order of words, without diacritics, in the other script, by beginnings of words.

Refuses to choose: several that fit are all answers, and for none the nearest are named.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Final, TypeVar

from syncd.core.roles import plain, stem

Id = TypeVar("Id", bound=int)
_WORD: Final = re.compile(r"[^\W_]+")
_ONE: Final = re.compile(r"t[sz]|(.)\1")  # what spellings differ in: Kuznetsov and Kuznecov, Filippov and Filipov
_NEAREST: Final = 5
_LEAST: Final = 3  # letters in common with a near name


def found(typed: str, names: Sequence[tuple[Id, str]]) -> list[Id]:
    """Whose names have a word for each typed word: whole words if any has, else words that begin so, else other case forms."""
    asked = _WORD.findall(_bare(typed))
    if not (asked and names):
        return []
    lines = _bare("\n".join(name.replace("\n", " ") for _, name in names)).split("\n")
    begun = [(id_, line) for (id_, _), line in zip(names, lines, strict=True) if _has_all(asked, line)]
    whole = [id_ for id_, line in begun if set(asked) <= set(_WORD.findall(line))]
    if whole or begun:
        return list(dict.fromkeys(whole or [id_ for id_, _ in begun]))
    stems = [stem(word) for word in _WORD.findall(typed)]
    return list(dict.fromkeys(id_ for (id_, _), line in zip(names, lines, strict=True) if _has_all(stems, line)))


def nearest(typed: str, names: Sequence[str]) -> list[str]:
    """The names that are most like what was typed."""
    asked, parts = _WORD.findall(_bare(typed)), pieces(typed)
    if not names:
        return []
    near = [name for name, line in zip(names, _bare("\n".join(n.replace("\n", " ") for n in names)).split("\n"), strict=True)
            if any(part in line for part in parts)]  # fmt: skip
    by_look: dict[str, str] = {}
    for name in near:
        for look in (_bare(name), *_WORD.findall(_bare(name))):
            by_look.setdefault(look, name)
    looks = [m for look in (" ".join(asked), *asked) for m in difflib.get_close_matches(look, by_look, n=_NEAREST, cutoff=0.7)]
    return list(dict.fromkeys(by_look[look] for look in looks))[:_NEAREST]


def spelt(text: str) -> str:
    """The words of a text as names are compared, parted by one blank each: what all spellings of them have in common."""
    return " ".join(_WORD.findall(_bare(text)))


def beginnings(typed: str) -> tuple[list[str], list[str]]:
    """How words of the names that `found` finds begin: one for each typed word, or one for each of its other case forms."""
    return _WORD.findall(_bare(typed)), [stem(word) for word in _WORD.findall(typed)]


def pieces(typed: str) -> set[str]:
    """The letters of which every name that `nearest` looks at has some."""
    asked = _WORD.findall(_bare(typed))
    return {word[:_LEAST] for word in asked} | {word[-_LEAST:] for word in asked}


def _bare(text: str) -> str:
    """A text as names are compared: plain Latin letters, each but once."""
    return _ONE.sub(lambda m: m[1] or "c", plain.__wrapped__(text))


def _has_all(asked: Sequence[str], line: str) -> bool:
    """Whether a word of the line begins with each of those asked; no word serves twice."""
    if not all(word in line for word in asked):
        return False
    words = _WORD.findall(line)
    for word in sorted(asked, key=len, reverse=True):
        fits = next((w for w in words if w.startswith(word)), None)
        if fits is None:
            return False
        words.remove(fits)
    return True
