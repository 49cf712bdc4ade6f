"""The languages we speak: one folder each, holding tables; `language_of` tells which one a text is in.

The vote goes by script, letters, frequent words and word ends, and is ours because the libraries for it need more memory
than the rest of the program. It refuses to guess: a text that looks like none of the three gives ''.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from syncd.core.languages import others
from syncd.core.languages.en.stopwords import STOP_WORDS as _ENGLISH
from syncd.core.languages.lt.stopwords import ENDS as _LITHUANIAN_ENDS
from syncd.core.languages.lt.stopwords import LETTERS as _LITHUANIAN_LETTERS
from syncd.core.languages.lt.stopwords import SHARED_LETTERS as _SHARED_LETTERS
from syncd.core.languages.lt.stopwords import STOP_WORDS as _LITHUANIAN
from syncd.core.languages.lt.stopwords import VERB_ENDS as _LITHUANIAN_VERB_ENDS
from syncd.core.languages.ru.stopwords import NOT_RUSSIAN as _NOT_RUSSIAN
from syncd.core.languages.ru.stopwords import TRANSLIT_ENDS as _TRANSLIT_ENDS
from syncd.core.languages.ru.stopwords import TRANSLIT_WORDS as _TRANSLIT
from syncd.core.model import Language

_TABLES: tuple[tuple[Language, frozenset[str]], ...] = (
    ("en", frozenset(_ENGLISH.split())),
    ("lt", frozenset(_LITHUANIAN.split())),
    ("ru", frozenset(_TRANSLIT.split())),
    ("", frozenset(others.STOP_WORDS.split())),
)
# the languages a frequent word belongs to: it has one vote, which they share
_HOMES: dict[str, tuple[Language, ...]] = {
    word: tuple(home for home, table in _TABLES if word in table) for word in frozenset().union(*(table for _, table in _TABLES))
}
_LT_ENDS, _LT_VERB_ENDS, _RU_ENDS = (tuple(ends.split()) for ends in (_LITHUANIAN_ENDS, _LITHUANIAN_VERB_ENDS, _TRANSLIT_ENDS))

_ENDS_READ = 100  # words whose ends are looked at
_LOOKED_AT = 2000  # characters: more of a text does not change its language
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LETTERS_ALONE = "".join(chr(c) if chr(c).isalpha() or chr(c) == "'" else " " for c in range(128))
_LINK = re.compile(r"(?:https?://|www\.)\S*")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_FOREIGN_CYRILLIC = re.compile(f"[{_NOT_RUSSIAN}]")
_LT_LETTER = re.compile(f"[{_LITHUANIAN_LETTERS}]")
_SHARED_LETTER = re.compile(f"[{_SHARED_LETTERS}]")
_FOREIGN_LATIN = re.compile("[äöüßõåøæłńśźżóćãñçáàâêîôûíìòùúőűășțāēīģķļņřťďěýğı]")


def language_of(text: str) -> Language:
    """The language most of a text is in: 'en', 'ru', 'lt', or '' when it is likely none of them.

    Russian in Latin letters is 'ru', Lithuanian without its diacritics 'lt'. Looks at the first 2,000 characters.
    """
    looked = text[:_LOOKED_AT].lower()
    if "://" in looked or "www." in looked:
        looked = _LINK.sub(" ", looked)
    words = _plain_words(looked) if looked.isascii() else _WORD.findall(looked)
    if not words:
        return ""
    cyrillic = () if looked.isascii() else [word for word in words if word[0] > "ʯ" and _CYRILLIC.match(word)]
    if cyrillic:
        return _with_cyrillic(words, cyrillic)
    return _latin(words)


def _plain_words(text: str) -> list[str]:
    """What `_WORD` finds in ASCII, at a sixth of its price: by blanking everything else."""
    words = text.translate(_LETTERS_ALONE).split()
    if "'" not in text:
        return words
    parts = [part.strip("'") for word in words for part in (word.split("''") if "''" in word else (word,))]
    return [part for part in parts if part]


def _with_cyrillic(words: Sequence[str], cyrillic: Sequence[str]) -> Language:
    """Russian where Cyrillic words are the most; a few names in a Latin text do not make it Russian."""
    if 2 * len(cyrillic) < len(words):
        return _latin([word for word in words if not _CYRILLIC.match(word)])
    letters = "".join(cyrillic)
    return "" if 50 * len(_FOREIGN_CYRILLIC.findall(letters)) > len(letters) else "ru"


def _latin(words: Sequence[str]) -> Language:
    """The vote among English, Lithuanian and transliterated Russian, against the neighbours of them all."""
    votes: dict[Language, float] = {"en": 0.0, "lt": 0.0, "ru": 0.0, "": 0.0}
    for homes, times in Counter(map(_HOMES.get, words)).items():
        for home in homes or ():
            votes[home] += times / len(homes or ())
    if 4 * votes["en"] < len(words):  # English is plain by its frequent words; the others need their word ends too
        for word in words[:_ENDS_READ]:
            if len(word) > 3 and word not in _HOMES:
                _vote_by_end(word, votes)
    joined = "".join(words)
    if not joined.isascii():
        votes["lt"] += 0.7 * len(_LT_LETTER.findall(joined)) + 0.2 * len(_SHARED_LETTER.findall(joined))
        votes[""] += 0.6 * len(_FOREIGN_LATIN.findall(joined))
    best = max(votes, key=lambda home: votes[home])
    enough = 0.8 if best == "ru" else 0.5  # Russian in Latin letters is rare, and its ends are not
    return best if votes[best] >= max(enough, 0.04 * len(words)) else ""


def _vote_by_end(word: str, votes: dict[Language, float]) -> None:
    """A part of a vote for the ends words have in Lithuanian and in transliterated Russian."""
    if word.endswith(_LT_ENDS):
        votes["lt"] += 0.6 if word.endswith(_LT_VERB_ENDS) else 0.3
    if word.endswith(_RU_ENDS):
        votes["ru"] += 0.3
