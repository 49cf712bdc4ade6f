"""Signatures: closings with the short lines under them, "-- " blocks, phone lines, contact blocks.

Never takes a sentence: speech under a closing is its writer's again, unless it is what the company prints there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from syncd.core.clean.notices import is_postscript
from syncd.core.clean.tables import (
    BOILERPLATE,
    CLOSINGS,
    COMPANY,
    CONTACT,
    FIRST_PERSON,
    LOOKED_AT,
    PHONE,
    PHONE_OPENINGS,
    SENTENCE_ENDS,
    SPEECH,
)
from syncd.core.model import ZoneKind

_SHORT = 90  # longer lines are never part of a signature
_MOST_LINES = 12  # of a signature, blank ones aside
_OPENINGS = frozenset(spelt for two in (*CLOSINGS, *PHONE_OPENINGS, "--", "—") for spelt in (two, two.capitalize(), two.upper()))
_BLANKS = frozenset((" ", "\t", "\xa0"))
_NO_NAME = "-–—•*0123456789"
_BULLETS = ("- ", "* ", "• ", "– ", "1.")
_DIGIT = re.compile(r"\d")


def mark_signatures(lines: Sequence[str], kinds: list[ZoneKind]) -> None:
    """Mark closings with the short lines under them, "-- " blocks, phone lines and contact blocks."""
    count, at = len(lines), 0
    while at < count:
        if kinds[at] != "own":
            at += 1
            continue
        end = at
        while end < count and kinds[end] == "own":
            end += 1
        _mark_region(lines, kinds, at, end)
        at = end


def _mark_region(lines: Sequence[str], kinds: list[ZoneKind], start: int, end: int) -> None:
    at = start
    while at < end and not lines[at].strip():
        at += 1
    greeting = at  # "Thanks Tom," on the first line opens a letter
    while at < end:
        raw = lines[at]
        if raw[:2] not in _OPENINGS and raw[:1] not in _BLANKS:  # most lines: say so quickly
            at += 1
            continue
        line = raw.strip() if len(raw) <= _SHORT else ""
        opening = line[:2].lower()
        if line in ("--", "—"):
            at = _mark_delimited(lines, kinds, at, end)
        elif at > greeting and opening in CLOSINGS and _is_closing(line, CLOSINGS[opening]):
            at = _mark_below(lines, kinds, at, end)
        else:
            if opening in PHONE_OPENINGS and PHONE.match(line):
                kinds[at] = "signature"
            at += 1
    _mark_contact_block(lines, kinds, start, end)


def _mark_delimited(lines: Sequence[str], kinds: list[ZoneKind], at: int, end: int) -> int:
    """Mark what stands under "-- " (RFC 3676 section 4.3): all of it, unless it is too long for a signature."""
    below = [line for line in lines[at + 1 : end] if line.strip()]
    if len(below) > _MOST_LINES or any(is_postscript(line) for line in below):
        return _mark_below(lines, kinds, at, end)
    for i in range(at, end):
        kinds[i] = "signature"
    return end


def _is_closing(line: str, closings: tuple[str, ...]) -> bool:
    """Whether the line is a closing, alone or with a name behind it ("Best regards, Ona Kazlauskienė")."""
    low = line.lower()
    for closing in closings:
        if low.startswith(closing):
            rest = line[len(closing) :]
            if rest[:1].isalnum():
                continue
            rest = rest.strip(" ,.!/|-–—:;*&")
            words = rest.split()
            if not words:
                return True
            if len(words) > 5 or SPEECH.search(rest) or (_DIGIT.search(rest) and not CONTACT.search(rest)):
                return False
            return all(word[0].isupper() or not word[0].isalpha() or len(word) < 3 for word in words) or _is_closing_pair(rest)
    return False


def _is_closing_pair(rest: str) -> bool:
    """ "Best regards / pagarbiai": the rest is a closing too."""
    return any(rest.lower().startswith(closing) for closing in CLOSINGS.get(rest[:2].lower(), ()))


def _mark_below(lines: Sequence[str], kinds: list[ZoneKind], at: int, end: int) -> int:
    """Mark a signature from its first line down to the first line that is speech, and return that line."""
    kinds[at] = "signature"
    i, taken = at + 1, 0
    while i < end:
        line = lines[i].strip()
        taken += bool(line)
        if line and (taken > _MOST_LINES or line[:2] in _BULLETS):
            break
        if line and _is_speech(line):
            if not _is_boilerplate(lines, i, end):
                break
            while i < end and lines[i].strip():
                kinds[i] = "disclaimer"
                i += 1
            continue
        kinds[i] = "signature"
        i += 1
    return i


def _is_speech(line: str) -> bool:
    """Whether a line under a closing is something said, not a name, title, company or contact."""
    if PHONE.match(line):
        return False
    if SPEECH.search(line[:LOOKED_AT]) or is_postscript(line):
        return True
    if CONTACT.search(line[:LOOKED_AT]):
        return len(line) > 160
    words = line.split(None, 5)
    if len(line) > _SHORT:
        return "|" not in line and "•" not in line
    return len(words) >= 4 and line.endswith(SENTENCE_ENDS) and not COMPANY.search(line)


def _is_boilerplate(lines: Sequence[str], at: int, end: int) -> bool:
    """Whether the paragraph under a signature is what the company prints there: general words, nobody's own."""
    stop = at
    while stop < end and lines[stop].strip():
        stop += 1
    if is_postscript(lines[at]):
        return False
    paragraph = " ".join(lines[at:stop])[:2000]
    if FIRST_PERSON.search(paragraph):
        return False
    paragraph = paragraph.lower()
    return any(phrase in paragraph for phrase in BOILERPLATE)


def _mark_contact_block(lines: Sequence[str], kinds: list[ZoneKind], start: int, end: int) -> None:
    """Mark the last paragraph when it is a name with titles, companies or contacts and no speech."""
    last = end
    while last > start and (kinds[last - 1] != "own" or not lines[last - 1].strip()):
        last -= 1
    first = last
    while first > start and last - first <= 10 and kinds[first - 1] == "own" and lines[first - 1].strip():
        first -= 1
    if first < last and not lines[first].strip(" _-=*~—–"):
        first += 1  # a rule drawn above the block
    if last - first < 2 or last - first > 10 or not any(line.strip() for line in lines[start:first]):
        return
    block = [line.strip() for line in lines[first:last]]
    name = block[0].split()
    if len(name) > 4 or _DIGIT.search(block[0]) or not all(word[0].isupper() or not word[0].isalpha() for word in name):
        return
    if any(len(line) > _SHORT or line[0] in _NO_NAME or _is_speech(line) for line in block):
        return
    titled = len(block) == 2 and len(block[1]) < 40 and not any(line.endswith((*SENTENCE_ENDS, ":")) for line in block)
    if titled or any(CONTACT.search(line) or COMPANY.search(line) for line in block[1:]):
        for i in range(first, last):
            kinds[i] = "signature"
