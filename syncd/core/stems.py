"""Words as they are looked for: lower-case stems, so that «клиент» finds «клиентам» and „klientas“ „klientams“.

Cyrillic words are stemmed as Russian, Latin ones in the language of the text (Lithuanian or English). A query does not
know its language: it asks for each stem a word may have (`query`).
"""

from __future__ import annotations

import re
from functools import lru_cache

import Stemmer

from syncd.core.model import Language
from syncd.core.remembered import Remembered

_WORD = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_PLAIN = str.maketrans("ąčęėįšųūž", "aceeisuuz")


class _Stems(Remembered[str]):
    """word → stem in one language, learned as words come; a look-up costs a quarter of the stemmer's own cache.

    A Lithuanian word has the stem of its plain letters beside its own where they differ („siunt siunciam“), because
    people type without the signs over letters, and the stemmer then takes off another ending.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self.stemmer = Stemmer.Stemmer(language, 0)

    def work_out(self, word: str) -> str:
        """The stem of a word."""
        stem: str = self.stemmer.stemWord(word)
        if not word.isascii():
            plain = self.stemmer.stemWord(word.translate(_PLAIN))
            if plain != stem.translate(_PLAIN):
                stem += " " + plain
        return stem


_STEMS = {"en": _Stems("english"), "lt": _Stems("lithuanian"), "ru": _Stems("russian")}
_MAX_WORD = 40  # letters; longer ones are encoded data
_DAY = "\ue000"  # for private use: no word that somebody writes or types begins with it
_SPACES = str.maketrans({i: " " for i in range(128) if not chr(i).isalnum()})


def stems(text: str, language: Language) -> str:
    """The stems of a text, separated by spaces, in order."""
    low = text.lower()
    words = low.translate(_SPACES).split() if low.isascii() else _WORD.findall(low)  # the first is three times as quick
    if not words:
        return ""
    if len(max(words, key=len)) > _MAX_WORD:
        words = [w for w in words if len(w) <= _MAX_WORD]
    stem_of = _STEMS[language if language in ("lt", "ru") else "en"]
    if language != "ru" and not low.isascii() and _CYRILLIC.search(low):
        russian = _STEMS["ru"]
        return " ".join([russian[w] if _CYRILLIC.match(w) else stem_of[w] for w in words])
    return " ".join(map(stem_of.__getitem__, words))


@lru_cache(maxsize=4096)
def word_stems(word: str) -> tuple[str, ...]:
    """The stems under which one word may have been kept, most likely first."""
    low = word.lower()
    if _CYRILLIC.search(low):
        return (_STEMS["ru"][low],)
    return tuple(dict.fromkeys(stem for x in ("lt", "en") for stem in _STEMS[x][low].split()))


def day(at: str) -> str:
    """The word that stands for the day of an instant of the store: by it the newest of very many hits are found."""
    return f"{_DAY}{at[:4]}{at[5:7]}{at[8:10]}"


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
