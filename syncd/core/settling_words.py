"""The words by which a firm says sorry, and a customer that it is well again: sentences found by the tables of each language."""

from __future__ import annotations

import re
from functools import cache
from types import ModuleType

from syncd.core.fulfil.lexicon import fold
from syncd.core.languages.en import settling as en
from syncd.core.languages.lt import settling as lt
from syncd.core.languages.ru import settling as ru
from syncd.core.model import Language
from syncd.core.sentences import split

_TABLES: dict[str, ModuleType] = {"en": en, "lt": lt, "ru": ru}
_LONGEST = 4_000  # characters of a text that are read


def apology_in(text: str, language: Language) -> str:
    """The first sentence in which a firm says sorry, or ''."""
    return _first(text, language, "APOLOGY", "")


def settlement_in(text: str, language: Language) -> str:
    """The first sentence in which a customer says that it is well again, or ''."""
    return _first(text, language, "SETTLED", "UNSETTLED")


def _first(text: str, language: Language, wanted: str, unwanted: str) -> str:
    language = language or "en"
    pattern = _pattern(language, wanted)
    text = text[:_LONGEST]
    if pattern.search(fold(text)) is None:
        return ""
    for sentence in split(text, language):
        folded = fold(sentence.text)
        is_asked = wanted == "APOLOGY" and folded.endswith("?")  # "sorry, which number was it?" asks, and regrets nothing
        if pattern.search(folded) and not is_asked and not (unwanted and _pattern(language, unwanted).search(folded)):
            return sentence.text
    return ""


@cache
def _pattern(language: str, name: str) -> re.Pattern[str]:
    return re.compile(getattr(_TABLES[language], name))
