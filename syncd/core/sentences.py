"""Cuts a text into sentences, with their places. Knows abbreviations, wrapped lines, bullets and lines typed on a telephone.

Refuses to understand anything: it has no opinion about what a sentence says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from syncd.core.languages.en import promises as en
from syncd.core.languages.lt import promises as lt
from syncd.core.languages.ru import promises as ru
from syncd.core.model import Language

_BULLET = re.compile(r"[ \t]*(?:[-–—*•·●▪‣○]|\(?\d{1,2}[.)]|[a-zа-я]\))[ \t]+")
_LEAD = re.compile(rf"(?:{_BULLET.pattern}|\s+)")
_LETTER = re.compile(r"[^\W_]")
# begins with one set of letters, for which a text is searched fastest
_END = re.compile(r"[.!?…;:](?:(?<=;)(?=\s)|(?<=:)[)(](?=\s|$)|(?<=[.!?…])[.!?…]*[)\]\"'»“”’]*(?=\s|$))")
_WORD_BEFORE = re.compile(r"([^\W_]+(?:\.[^\W_]+)*)$")
_CLOCK_OF = re.compile(lt.CLOCK_OF)
_GREETING = re.compile(r"(?:\S+[ \t]+){0,4}\S+,[ \t]*$")
_KEPT = 4  # texts whose sentences are remembered: the one that is being read, and what it quotes
_WRAPPED = 55  # a line this long was probably broken by a mail program, not by its writer

_NEVER_END = {"en": frozenset(en.TITLES), "ru": frozenset(ru.TITLES), "lt": frozenset(lt.TITLES)}
_MAY_END = {"en": frozenset(en.ENDERS), "ru": frozenset(ru.ENDERS), "lt": frozenset(lt.ENDERS)}


class Sentence(NamedTuple):
    """text[start:end] of the text it was cut from, without the white space around it and without its bullet."""

    start: int
    end: int
    text: str


def split(text: str, language: Language) -> tuple[Sentence, ...]:
    """The sentences of `text` in order. A semicolon ends one too: in business mail it separates promises.

    A line end is an end unless the line was wrapped: it is long, or the next one goes on in lower case.
    """
    return tuple(sentences(text, language))


def sentences(text: str, language: Language, is_worth: Callable[[int, int], bool] | None = None) -> Iterator[Sentence]:
    """The same one by one. Where `is_worth` says that text[start:end] is not worth the work, that stretch comes uncut."""
    cut = _cut(text, language or "en")
    for start, end in _stretches(text):
        if is_worth is not None and not is_worth(start, end):
            yield Sentence(start, end, text[start:end])
            continue
        if (known := cut.get(start)) is None:
            known = cut[start] = tuple(_in_stretch(text, start, end, language))
        yield from known


@lru_cache(maxsize=_KEPT)
def _stretches(text: str) -> tuple[tuple[int, int], ...]:
    """The paragraphs and list items of a text, each from where to where: no sentence goes over the end of one."""
    return tuple(_blocks(text))


@lru_cache(maxsize=_KEPT)
def _cut(text: str, language: str) -> dict[int, tuple[Sentence, ...]]:
    """Where a stretch of a text begins → its sentences, as far as they were asked for: one finder after another reads the same text."""
    return {}


def _in_stretch(text: str, start: int, end: int, language: Language) -> Iterator[Sentence]:
    block = text[start:end]
    bullet = _BULLET.match(block)
    at = bullet.end() if bullet else 0
    for stop in (*_ends(block, at, language), len(block)):
        sentence = _sentence(text, start + at, start + stop)
        if sentence is not None:
            yield sentence
        at = stop


def _sentence(text: str, start: int, end: int) -> Sentence | None:
    """text[start:end] as a sentence, or None where it has no letter."""
    lead = _LEAD.match(text, start, end)
    if lead is not None:
        start = lead.end()
    piece = text[start:end].rstrip()
    return Sentence(start, start + len(piece), piece) if piece and (piece[0].isalnum() or _LETTER.search(piece)) else None


def _blocks(text: str) -> list[tuple[int, int]]:
    """Stretches of lines that belong together: paragraphs with wrapped lines joined, one list item each."""
    blocks: list[tuple[int, int]] = []
    start = at = 0
    previous = ""
    for line in text.splitlines(keepends=True):
        if line.isspace():
            if previous:
                blocks.append((start, at))
                previous = ""
        elif not previous:
            start, previous = at, line
        elif _goes_on(previous, line):
            previous = line
        else:
            blocks.append((start, at))
            start, previous = at, line
        at += len(line)
    if previous:
        blocks.append((start, at))
    return blocks


def _goes_on(previous: str, line: str) -> bool:
    before, after = previous.rstrip(), line.strip()
    if not before or not after or (not after[0].isalpha() and _BULLET.match(line)):
        return False
    if len(before) >= _WRAPPED:
        return True
    if before[-1] in ".!?:;…" or (before[-1] == "," and _GREETING.fullmatch(before)):
        return False
    return after[0].islower()


def _ends(block: str, start: int, language: Language) -> list[int]:
    return [m.end() for m in _END.finditer(block, start) if _is_end(block, m, language or "en")]


def _is_end(block: str, mark: re.Match[str], language: str) -> bool:
    if mark.group(0)[0] != ".":
        return True
    after = block[mark.end() + 1 : mark.end() + 2]  # right behind the mark stands a blank
    if after.isspace():
        after = block[mark.end() :].lstrip()[:1]
    if not after or mark.group(0).startswith(".."):
        return True
    before = block[max(0, mark.start() - 20) : mark.start()]
    written = before.rpartition(" ")[2]
    if not written.isalpha():  # most are plain words, and need no pattern
        word = _WORD_BEFORE.search(before)
        if word is None:
            return True
        written = word.group(1)
    last = written.lower()
    initials = all(len(part) == 1 for part in last.split(".")) and written.isupper() and not last.isdigit()
    if last in _NEVER_END[language] or initials:
        return False
    if last in _MAY_END[language] or last.isdigit():
        return after.isupper() and not (last == "val" and _CLOCK_OF.match(block, mark.end()))
    return True
