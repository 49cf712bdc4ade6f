"""Where in a TOML text a key stands, so that a problem can name its line.

Only for texts that `tomllib` has accepted: it finds places and judges nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

Where = tuple[str | int, ...]  # keys and, in lists, positions: ("staff", 2, "manager")

_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}|\'\'\'(?:[^\']|\'(?!\'\'))*\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|\#[^\n]*|[\[\]{}\n]',
    re.DOTALL,
)
_PART = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|\'([^\']*)\'|([\w-]+))\s*\.?')
_DEEPEST = 20  # parts of a key that are told apart: no table of ours lies deeper than four
_HEADER = re.compile(r"\[{1,2}")


@dataclass(frozen=True, slots=True)
class _Statement:
    start: int
    end: int


class Lines:
    """The lines of the keys and tables of one TOML text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._breaks = [m.start() for m in re.finditer(r"\n", text)]
        self._places: dict[Where, _Statement] = {}
        self._counts: dict[Where, int] = {}
        table: Where = ()
        for statement in _statements(text):
            table = self._note(statement, table)

    def of(self, where: Where) -> int:
        """The line (from 1) of a key, or of the nearest table around it that is written down."""
        for length in range(len(where), 0, -1):
            place = self._places.get(where[:length])
            if place is not None:
                return self._line(self._inside(place, where[length:]))
        return 1

    def _line(self, offset: int) -> int:
        return bisect_right(self._breaks, offset - 1) + 1

    def _inside(self, place: _Statement, rest: Where) -> int:
        """The offset of a key of an inline table inside the statement that holds it."""
        at = place.start
        for part in rest:
            if isinstance(part, str):
                found = re.compile(rf"""(?<![\w-])["']?{re.escape(part)}["']?\s*=""").search(self._text, at, place.end)
                at = found.start() if found else at
        return at

    def _note(self, statement: _Statement, table: Where) -> Where:
        text = self._text
        header = _HEADER.match(text, statement.start)
        if header is None:
            parts = _parts(text, statement.start, statement.end)
            for length in range(1, len(parts) + 1):
                self._places.setdefault((*table, *parts[:length]), statement)
            return table
        place: Where = ()
        parts = _parts(text, header.end(), statement.end)
        for part in parts[:-1]:
            place = self._last((*place, part))
        place = (*place, *parts[-1:])
        if header[0] == "[[":
            self._counts[place] = self._counts.get(place, 0) + 1
            self._places.setdefault(place, statement)
            place = self._last(place)
        self._places[place] = statement
        return place

    def _last(self, where: Where) -> Where:
        """The table meant by a name in a header: of a list of tables, the last one so far."""
        return (*where, self._counts[where] - 1) if where in self._counts else where


def _parts(text: str, start: int, end: int) -> tuple[str, ...]:
    """The parts of a dotted key that begins at `start`."""
    parts: list[str] = []
    while len(parts) < _DEEPEST and (found := _PART.match(text, start, end)):
        parts.append(next(group for group in found.groups() if group is not None))
        start = found.end()
        if not found[0].endswith("."):
            break
    return tuple(parts)


def _statements(text: str) -> Iterator[_Statement]:
    """The header lines and assignments, each with the lines its value goes on for."""
    start, depth = 0, 0
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark in "[{":
            depth += 1
        elif mark in "]}":
            depth -= 1
        elif mark[0] in "#\n" and depth == 0:
            yield from _statement(text, start, token.start())
            start = token.end()
    yield from _statement(text, start, len(text))


def _statement(text: str, start: int, end: int) -> Iterator[_Statement]:
    written = text[start:end]
    blank = len(written) - len(written.lstrip())
    if blank < len(written):
        yield _Statement(start + blank, end)
