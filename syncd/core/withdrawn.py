"""When somebody says that what they asked is not needed any more, or no to what they were offered, or that they paid.

Stands apart from the reader of questions: a pass with nothing new asks it, and loads no grammar for that.
"""

from __future__ import annotations

import re
from functools import cache

from syncd.core.fulfil.lexicon import fold
from syncd.core.languages.en import questions as en
from syncd.core.languages.lt import questions as lt
from syncd.core.languages.ru import questions as ru
from syncd.core.model import Language

LONGEST = 600  # characters in which it is said, if at all
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_TABLES = {"en": en, "lt": lt, "ru": ru}


def withdraws(text: str, language: Language) -> bool:
    """Whether a person's own words take back what they asked before, or say that they found it themselves."""
    return _pattern("WITHDRAWN", language or "en").search(fold(text[:LONGEST])) is not None


def declines(text: str, language: Language) -> bool:
    """Whether a customer's own words say no to what they were offered; who still asks something goes on talking."""
    return "?" not in text and _pattern("DECLINED", language or "en").search(fold(text[:LONGEST])) is not None


def pays(text: str, language: Language) -> bool:
    """Whether a customer's own words tell that an invoice is paid, all of it; who asks, promises or speaks of a part does not."""
    sentences = (s for s in _SENTENCE.split(fold(text[:LONGEST])) if not s.endswith("?"))
    return any(_pattern("PAID", language or "en").search(s) and not _pattern("PAID_NOT", language or "en").search(s) for s in sentences)


@cache
def _pattern(name: str, language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{getattr(_TABLES[language], name)})")
