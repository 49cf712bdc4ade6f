"""The three languages as lexicons, and which of them a text is to be read with."""

from __future__ import annotations

import itertools
import re
from functools import cache
from typing import Final

from syncd.core.due.lexicon import Lexicon, Table, compile_table, fold, normal_latin
from syncd.core.languages.en import due as english
from syncd.core.languages.lt import due as lithuanian
from syncd.core.languages.ru import due as russian
from syncd.core.model import Language

_DIGIT: Final = re.compile(r"\d")
_CYRILLIC: Final = re.compile(r"[а-яё]", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+")
_TABLES: Final[dict[str, Table]] = {"en": english, "lt": lithuanian, "ru": russian}
_LATIN: Final = dict(zip(
    "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    ("a", "b", "v", "g", "d", "e", "zh", "z", "i", "j", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "h", "c", "ch", "sh", "sch",
     "", "y", "", "e", "yu", "ya"),
    strict=True,
))  # fmt: skip


_VARIANTS: Final = {"я": ("ya", "ja", "ia"), "ю": ("yu", "ju", "iu"), "ц": ("c", "ts"), "й": ("j", "y", "i"), "ы": ("y", "i"), "х": ("h", "kh"),
                    "щ": ("sch", "shch", "sh"), "ь": ("", "'"), "ж": ("zh", "j")}  # fmt: skip


@cache
def _lexicon(name: str) -> Lexicon:
    if name == "ru_latin":
        return compile_table("ru", russian, _LATIN)
    return compile_table(name, _TABLES[name])


def lexicon_for(text: str, language: Language) -> tuple[Lexicon, bool]:
    """The lexicon to read the text with, and whether the text is Russian in Latin letters."""
    if language in ("en", "lt"):
        return _lexicon(language), False
    if _CYRILLIC.search(text):
        return _lexicon("ru"), False
    if language == "ru":
        return _lexicon("ru_latin"), True
    words = [fold(word) for word in _WORD.findall(text)]
    scores = {name: sum(word in _lexicon(name).forms for word in words) for name in ("en", "lt")}
    scores["ru_latin"] = sum(normal_latin(word) in _lexicon("ru_latin").forms for word in words)
    best = max(scores, key=lambda name: scores[name])
    return _lexicon(best), best == "ru_latin"


def may_hold_a_term(text: str, language: Language) -> bool:
    """A cheap test: a text without a digit and without any word of time holds no term."""
    words = text.lower().replace("-", " ").replace("/", " ").replace("–", " ").replace("ё", "е").split()
    return not _triggers(language).isdisjoint(words) or _DIGIT.search(text) is not None


def _spellings(word: str) -> set[str]:
    """The ways a Russian word is written in Latin letters: pjatnicu, pyatnitsu, piatnicu."""
    letters = [_VARIANTS.get(c, (_LATIN.get(c, c),)) for c in word]
    return {"".join(chosen) for chosen in itertools.islice(itertools.product(*letters), 96)}


@cache
def _triggers(language: Language) -> frozenset[str]:
    """Words one of which a text with a term must hold, as `str.split` gives them: with a mark beside, spelled or folded."""
    words: set[str] = set()
    for name in (language,) if language in _TABLES else tuple(_TABLES):
        folded = _lexicon(name).triggers
        spelled = (word for forms in _TABLES[name].MEANINGS.values() for word in forms.lower().replace("_", " ").split())
        if name == "ru":
            words |= {spelling for word in folded for spelling in _spellings(word)}
        words |= folded | {wrong for wrong, right in _lexicon(name).respelt.items() if right in folded} | {form for form in spelled if fold(form) in folded}
    behind = {word + mark for word in words for mark in ".,;:!?)\"”“»"}
    return frozenset(words | behind | {mark + word for word in words for mark in "(„«\"“"})
