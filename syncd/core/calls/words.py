"""The words of calls in all languages together: telephone systems speak the language of who set them up, not of the caller."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from types import ModuleType
from typing import Final

from syncd.core.languages.en import calls as en
from syncd.core.languages.lt import calls as lt
from syncd.core.languages.ru import calls as ru
from syncd.core.model import Language

TABLES: Final[tuple[ModuleType, ...]] = (en, ru, lt)
_TABLE_OF: Final[dict[str, ModuleType]] = {"en": en, "ru": ru, "lt": lt}
_FOLDED: Final = str.maketrans("ąčęėįšųūžĄČĘĖĮŠŲŪŽ\u00a0\u2007\u202f", "aceeisuuzaceeisuuz   ")


def plain(text: str) -> str:
    """Lower case without Lithuanian diacritics; as long as the text, so that places agree."""
    text = text.translate(_FOLDED)
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@cache
def any_of(name: str, language: Language = "") -> re.Pattern[str]:
    """Whether one of the phrases of this name, in one language or in any, stands in a plain text."""
    tables = (_TABLE_OF[language],) if language else TABLES
    patterns = chain.from_iterable([p] if isinstance(p, str) else p for p in (getattr(t, name) for t in tables))
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)")


FIELD_OF: Final[dict[str, str]] = {label: field for t in TABLES for field, labels in t.LABELS.items() for label in labels}
LIKELY: Final = tuple((field, re.compile(pattern)) for t in TABLES for field, pattern in t.LIKELY)
NOBODY: Final[frozenset[str]] = frozenset(chain.from_iterable(t.NOBODY for t in TABLES))
NUMBERS: Final[dict[str, float]] = {word: value for t in TABLES for word, value in t.NUMBERS.items()}
MONTHS: Final[tuple[tuple[str, int], ...]] = tuple((m, n) for t in TABLES for n, m in enumerate(t.MONTHS.split(), 1))
SPANS: Final[dict[str, int]] = {words: value for t in TABLES for words, value in t.SPANS.items()}


def field_of(label: str) -> str | None:
    """What a label of a notification is about: caller, name, called, line, time, length, ringing, direction, outcome; None for any other."""
    low = plain(label).strip(" *.·•-–")
    if field := FIELD_OF.get(low) or FIELD_OF.get(re.sub(r"\s*\(.*?\)\s*$", "", low)):
        return field
    if len(low) > 40 or len(low.split()) > 5:
        return None
    return next((field for field, pattern in LIKELY if pattern.search(low)), None)
