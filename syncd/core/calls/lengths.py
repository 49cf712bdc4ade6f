"""How long a call or a message was, in seconds: 0:42, 00:01:12, 42 seconds, „2 min. 5 s“, «около четырёх минут»."""

from __future__ import annotations

import re
from typing import Final

from syncd.core.calls.words import NUMBERS, SPANS, TABLES, plain

_CLOCK: Final = re.compile(r"(?<![\d:.,])(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)(?![\d:])")
_WORDS: Final = "|".join(sorted((re.escape(w) for w in NUMBERS), key=len, reverse=True))
_UNIT: Final = {name: "|".join(getattr(t, name) for t in TABLES) for name in ("SECONDS", "MINUTES", "HOURS")}
_PART: Final = re.compile(
    rf"(?<![\w:.,])(?P<n>\d{{1,4}}(?:[.,]\d)?|{_WORDS})(?:[\s-]*(?P<half>and a half|с половиной|su puse))?[\s\u00a0-]*"
    rf"(?:(?P<s>{_UNIT['SECONDS']})|(?P<m>{_UNIT['MINUTES']})|(?P<h>{_UNIT['HOURS']}))(?!\w)"
)
_BEHIND: Final = re.compile(rf"(?<!\w)(?:(?P<m>минут\w?|minuciu|min\.)|(?P<s>секунд\w?|sekundziu))\s(?P<n>\d{{1,3}}|{_WORDS})(?!\w)")  # «минут десять»
_SPAN: Final = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(SPANS, key=len, reverse=True))})(?!\w)")
_BARE: Final = re.compile(r"\s*(\d{1,5})\s*$")
_LONGEST: Final = 24 * 3600


def seconds_in(text: str, *, labelled: bool = False) -> int | None:
    """The first length a text names. `labelled`: it stands behind a label for one, so that a bare number is seconds."""
    low = plain(text)
    spoken = _spoken(low)
    clock = _CLOCK.search(low)
    if clock and labelled and not (spoken and spoken[1] < clock.start()):
        return _whole(int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3]))
    if spoken:
        return _whole(spoken[0])
    if behind := _BEHIND.search(low):
        value = NUMBERS[behind["n"]] if behind["n"] in NUMBERS else float(behind["n"])
        return _whole(value * (60 if behind["m"] else 1))
    if span := _SPAN.search(low):
        return SPANS[span[0]]
    bare = _BARE.match(low) if labelled else None
    return _whole(int(bare[1])) if bare else None


def _spoken(low: str) -> tuple[float, int] | None:
    """Hours, minutes and seconds that stand together, and where they begin."""
    total, start, end = 0.0, -1, -1
    for m in _PART.finditer(low):
        if start >= 0 and low[end : m.start()].strip(" ,.-") not in ("", "and", "ir", "и"):
            break
        value = NUMBERS[m["n"]] if m["n"] in NUMBERS else float(m["n"].replace(",", "."))
        value += 0.5 if m["half"] else 0
        total += value * (1 if m["s"] else 60 if m["m"] else 3600)
        start, end = (m.start() if start < 0 else start), m.end()
    return (total, start) if start >= 0 else None


def _whole(seconds: float) -> int | None:
    return int(seconds) if 0 <= seconds <= _LONGEST else None
