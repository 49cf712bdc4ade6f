"""Who was at a meeting: only where somebody said so afterwards, never because they were invited or had accepted.

    minutes   a line "Present: …", „Dalyvavo: …“, «Присутствовали: …» written after it began
    thanks    "thank you for the meeting" from one of those invited: writer and reader were both there

Refuses agendas, lists of guests, thanks for an invitation or for a meeting still to come.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from syncd.core.languages.en import meetings as en
from syncd.core.languages.lt import meetings as lt
from syncd.core.languages.ru import meetings as ru
from syncd.core.model import Party
from syncd.core.roles import NAME_WORD, stem

THANKED_WITHIN = 3  # days after a meeting's end in which thanks are for it
_TABLES = (en, lt, ru)
_PLAIN = str.maketrans("ąčęėįšųūžё", "aceeisuuzе")
_BEFORE = 40  # characters before the thanks in which they may be taken back
_MOST = 4_000  # characters of a mail that are read for thanks
# what thanks for a meeting may begin with: looked for before anything else is, for nearly every mail has none
_BEGINS = ("thank", "good", "great", "nice", "lovely", "a pleasure", "aciu", "dekoj", "malonu", "спасибо", "благодар", "рад", "приятно")
_STOP = re.compile(r"[.!?](?=\s)|\n")


def present_in(minutes: str, parties: Iterable[Party]) -> dict[str, bool]:
    """Address → whether its owner was there, of the parties that a line of the minutes names as present or absent."""
    everyone = [p for p in parties if p.address]
    found: dict[str, bool] = {}
    for line in minutes.splitlines():
        told = _line().match(_plain(line.strip(" \t-–•*")))
        if told is None:
            continue
        said = line.partition(":")[2]
        found |= {p.address: told["absent"] is None for p in everyone if _names(said, p)}
    return found


def thanks_for_meeting(text: str) -> bool:
    """Whether a mail thanks for a meeting that has been."""
    low = _plain(text[:_MOST])
    for word in _BEGINS:
        at = low.find(word)
        while at >= 0:
            end = stop.end() if (stop := _STOP.search(low, at)) else len(low)
            begin = max(at - _BEFORE, low.rfind("\n", 0, at), low.rfind(". ", 0, at), 0)
            if _thanks().match(low, at) and not _not_thanks().search(low, begin, end):
                return True
            at = low.find(word, at + 1)
    return False


def _names(said: str, party: Party) -> bool:
    """Whether a list of people holds this one: by address, or by every word of the name."""
    if party.address in said.lower():
        return True
    words = {stem(w) for w in NAME_WORD.findall(said)}
    name = [stem(w) for w in NAME_WORD.findall(party.name)]
    return len(name) > 1 and words.issuperset(name)


def _plain(text: str) -> str:
    return text.lower().translate(_PLAIN)


@lru_cache(maxsize=1)
def _line() -> re.Pattern[str]:
    present, absent = ("|".join(_plain(p) for t in _TABLES for p in getattr(t, name)) for name in ("PRESENT", "ABSENT"))
    return re.compile(rf"(?:(?P<absent>{absent})|(?:{present}))\s*(?:\([^)]*\)\s*)?:")


@lru_cache(maxsize=1)
def _thanks() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(_plain(p) for t in _TABLES for p in t.THANKS) + ")")


@lru_cache(maxsize=1)
def _not_thanks() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(_plain(p) for t in _TABLES for p in t.NOT_THANKS) + ")")
