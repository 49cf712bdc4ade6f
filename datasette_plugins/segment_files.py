"""The segments that come with the program: a file each, as a report is one (see `report_files`), with titles and one statement.

    -- title en: Gone quiet        also lt, ru
    -- about en: Customers who …   one sentence; also lt, ru
    SELECT page FROM …             the addresses of customers' pages: company/<id>, customer/<id>

The statement is told :today and :now. What a manager saves as a segment has the same form, and takes the place of one of the same name.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from datasette_plugins.report_files import Mistake
from datasette_plugins.words import LANGUAGES
from syncd.store import queries

FOLDER = Path(__file__).parent / "segments"
_HEADER = re.compile(r"-- (?P<key>title|about) (?P<language>\w+): (?P<text>.*\S)\s*$")


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment: its name in addresses, titles and sentences by language, its SQL; `by`: who saved it, '' for one that came with the program."""

    name: str
    titles: Mapping[str, str]
    about: Mapping[str, str]
    sql: str
    by: str = ""
    at: str = ""

    def title(self, language: str) -> str:
        """The title in a language, else in any, else the name."""
        return self.titles.get(language) or next(iter(self.titles.values()), self.name)


def read(file: Path) -> Segment:
    """The segment in a file. Raises Mistake."""
    texts: dict[str, dict[str, str]] = {"title": {}, "about": {}}
    lines = file.read_text("utf-8").splitlines()
    for n, line in enumerate(lines, 1):
        if not line.startswith("--"):
            break
        if (match := _HEADER.match(line)) is None or match["language"] not in LANGUAGES:
            raise Mistake(file.name, n, f"no line of a header: {line[:60]}")
        texts[match["key"]][match["language"]] = match["text"]
    for key, told in texts.items():
        if missing := [language for language in LANGUAGES if language not in told]:
            raise Mistake(file.name, 1, f"there is no “-- {key} {missing[0]}:”")
    return Segment(file.stem, texts["title"], texts["about"], "\n".join(line for line in lines if not line.startswith("--")).strip(" \n;"))


@cache
def shipped() -> Mapping[str, Segment]:
    """The segments that come with the program, by name."""
    return {file.stem: read(file) for file in sorted(FOLDER.glob("*.sql"))}


def everything(db: sqlite3.Connection) -> dict[str, Segment]:
    """All segments by name: what managers saved, and what came with the program where nothing of that name was."""
    own = {q.name: Segment(q.name, q.titles, {}, q.sql, q.by, q.at) for q in queries.everything(db) if q.is_segment}
    return {**shipped(), **own}


def named(db: sqlite3.Connection, name: str) -> Segment | None:
    """The segment of this name."""
    query = queries.named(db, name)
    if query is not None:
        return Segment(query.name, query.titles, {}, query.sql, query.by, query.at) if query.is_segment else None
    return shipped().get(name)
