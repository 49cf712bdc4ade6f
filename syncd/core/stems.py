"""Words as they are looked for: lower-case stems, so that «клиент» finds «клиентам» and „klientas“ „klientams“.

Cyrillic words are stemmed as Russian, Latin ones in the language of the text (Lithuanian or English). A query does not
know its language: it asks for each stem a word may have (`query`).
"""

from __future__ import annotations

import re
from functools import lru_cache

import Stemmer

from syncd.core.model import Language

_WORD = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_STEMMERS = {"en": Stemmer.Stemmer("english"), "lt": Stemmer.Stemmer("lithuanian"), "ru": Stemmer.Stemmer("russian")}
for _stemmer in _STEMMERS.values():
    _stemmer.maxCacheSize = 50_000
_MAX_WORD = 40  # letters; longer ones are encoded data
_SPACES = str.maketrans({i: " " for i in range(128) if not chr(i).isalnum()})


def stems(text: str, language: Language) -> str:
    """The stems of a text, separated by spaces, in order."""
    low = text.lower()
    words = low.translate(_SPACES).split() if low.isascii() else _WORD.findall(low)  # the first is three times as quick
    if not words:
        return ""
    if len(max(words, key=len)) > _MAX_WORD:
        words = [w for w in words if len(w) <= _MAX_WORD]
    stemmed: list[str] = _STEMMERS[language if language in ("lt", "ru") else "en"].stemWords(words)
    if language != "ru" and not text.isascii() and _CYRILLIC.search(text):
        russian = _STEMMERS["ru"]
        stemmed = [russian.stemWord(w) if _CYRILLIC.match(w) else s for w, s in zip(words, stemmed, strict=True)]
    return " ".join(stemmed)


@lru_cache(maxsize=4096)
def word_stems(word: str) -> tuple[str, ...]:
    """The stems under which one word may have been kept, most likely first."""
    low = word.lower()
    if _CYRILLIC.search(low):
        return (_STEMMERS["ru"].stemWord(low),)
    return tuple(dict.fromkeys(_STEMMERS[x].stemWord(low) for x in ("lt", "en", "ru")))


def query(text: str) -> str:
    """An FTS5 query for what a person typed: every word must occur, in any of its forms; the last one may be unfinished."""
    words = _WORD.findall(text.lower())
    asked = []
    for i, word in enumerate(words):
        forms = [f'"{s}"' for s in word_stems(word)]
        if i == len(words) - 1 and len(word) >= 3:
            forms.append(f'"{word}"*')
        asked.append("(" + " OR ".join(forms) + ")")
    return " AND ".join(asked)
