"""The word tables of all languages put together, and the shapes of lines that no language owns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain

from syncd.core.languages import others
from syncd.core.languages.en import zones as en
from syncd.core.languages.lt import zones as lt
from syncd.core.languages.ru import zones as ru
from syncd.core.phrases import Phrases

_LANGUAGES = (en, ru, lt)

LOOKED_AT = 300  # characters of a line that decide what it is
SENTENCE_ENDS = (".", "!", "?", "…", ";")

FIELD: dict[str, str] = {**others.HEADERS, **ru.HEADERS, **lt.HEADERS, **en.HEADERS}
ORIGINAL = tuple(chain(*(t.ORIGINAL for t in _LANGUAGES), others.ORIGINAL))
FORWARDED = tuple(chain(*(t.FORWARDED for t in _LANGUAGES), others.FORWARDED))
FORWARD_ENDS = tuple(chain(*(t.FORWARD_ENDS for t in _LANGUAGES)))
WROTE = tuple(sorted({*chain(*(t.WROTE for t in _LANGUAGES), others.WROTE)}))
BOILERPLATE = tuple(chain(*(t.BOILERPLATE for t in _LANGUAGES)))
FOOTERS = frozenset(chain(*(t.FOOTERS for t in _LANGUAGES)))
NOTICES = Phrases(chain(*(t.DISCLAIMERS for t in _LANGUAGES), *(t.FOOTERS for t in _LANGUAGES)))


def _by_opening(phrases: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Phrases by their first two letters, longest first: one lookup a line instead of a search for each phrase."""
    found: dict[str, list[str]] = {}
    for phrase in sorted(phrases, key=len, reverse=True):
        found.setdefault(phrase[:2], []).append(phrase)
    return {opening: tuple(same) for opening, same in found.items()}


CLOSINGS = _by_opening(chain(*(t.CLOSINGS for t in _LANGUAGES)))
PHONE = re.compile("|".join(chain(*(t.PHONE_PATTERNS for t in _LANGUAGES))), re.I)
PHONE_OPENINGS = frozenset(("se", "ge", "do", "от", "по", "на", "ск", "iš", "is", "si", "ga", "nu"))
FIRST_PERSON = re.compile("|".join(t.FIRST_PERSON_PATTERN for t in _LANGUAGES))
SPEECH = re.compile("|".join(chain(*(t.SPEECH_PATTERNS for t in _LANGUAGES))))
CONTACT = re.compile(
    r"https?://|www\.|\S@\S|(?:\+\d|\(\d|\b8[ -(]?\d)[\d ()./-]{5,}|\d{3}[ .)-]{1,2}\d{2,}[ .-]?\d{2,}"
    r"|^(?:tel|mob|t|m|f|e|fax|phone|mobile|cell|office|тел|моб|факс|mob|skype|tel\. nr|el\. p)\b ?[.:]",
    re.I,
)
COMPANY = re.compile(r"\b(?:UAB|AB|MB|VšĮ|IĮ|ООО|ОАО|ЗАО|ПАО|АО|ИП|ТОО|SIA|OÜ|Ltd|LLC|Inc|GmbH|PLC|LLP|Corp|Limited)\b")
