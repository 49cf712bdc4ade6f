"""Search over everything: mail, meetings and calls by their words in any form, newest first; people and companies by name.

The words are found by the store's full-text index, the hits marked here by the same stems, as text.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from datasette_plugins import fulltext
from datasette_plugins.audit import Looked
from datasette_plugins.customer import COMPANIES, PEOPLE
from datasette_plugins.finding import first, sought
from datasette_plugins.hooks import hook
from datasette_plugins.names import folded, names
from datasette_plugins.page import Asked, Values, places, row, rows, show
from datasette_plugins.rights import COLLEAGUES, seen_items
from syncd.core import stems
from syncd.core.phones import normalised

PAGE, NAMES = 25, 8
_WORD = re.compile(r"[^\W_]+")
_AROUND = 110  # characters shown before and after the first hit

# What the hits are.
ITEMS = """
    SELECT i.id, i.key, i.kind, i.at, i.direction, i.subject, i.language, coalesce(m.own_text, e.description, i.snippet) AS text
    FROM interaction i LEFT JOIN message m ON m.interaction_id = i.id LEFT JOIN meeting e ON e.interaction_id = i.id WHERE i.id IN ({})"""
PARTIES = "SELECT interaction_id, role, address FROM party WHERE interaction_id IN ({}) AND role IN ('from', 'to', 'organizer', 'attendee', 'caller') ORDER BY interaction_id, ordinal"



def search(db: sqlite3.Connection, asked: Asked) -> Values:
    """People, companies and a page of hits for what was typed."""
    text = asked.arg("q")
    query = stems.query(normalised(text).removeprefix("+") or text)  # of a telephone number the form the index has it in
    if not query:
        return {"text": text, "people": [], "companies": [], "hits": [], "next": "", "first": ""}
    before_at, _, before_key = asked.arg("before").partition("~")
    known = row(db, "SELECT id FROM interaction WHERE key = ?", (before_key,)) if before_key else None
    found, until = _found(db, asked, query, (before_at or "9", known["id"] if known else 0))
    more, found = len(found) > PAGE, found[:PAGE]
    items = {i["id"]: i for i in rows(db, ITEMS.format(places(found)), tuple(found))} if found else {}
    hits = [items[id_] for id_ in found if id_ in items]
    mark = Marker(text)
    for hit in hits:
        hit["subject_pieces"], hit["text_pieces"] = mark.pieces(hit["subject"]), mark.excerpt(hit["text"])
    what = sought(text)
    first_page = not before_at
    last = f"{hits[-1]['at']}~{hits[-1]['key']}" if more else until
    return {
        "looked": Looked("search"), "text": text, "hits": hits, "people": first(db, PEOPLE, what, NAMES) if first_page else [], "companies": first(db, COMPANIES, what, NAMES) if first_page else [],
        "next": asked.link(before=last) if last else "", "first": "" if first_page else asked.link(before=None), **_people(db, found),
    }  # fmt: skip


def _found(db: sqlite3.Connection, asked: Asked, query: str, before: fulltext.Place) -> tuple[list[int], str]:
    """A page of hits and one more; '' or how far back was looked before giving up."""
    if asked.reader.sees_all:
        return fulltext.newest(db, fulltext.meant(db, query), before, PAGE + 1), ""
    # always as unfinished: how it is read must not tell how many hits there are that this reader may not open
    return fulltext.newest_seen(db, query, before, PAGE + 1, lambda some: seen_items(db, asked.reader, some))


def _people(db: sqlite3.Connection, ids: list[int]) -> Values:
    parties = rows(db, PARTIES.format(places(ids)), tuple(ids)) if ids else []
    people: dict[int, list[str]] = {}
    for p in parties:
        if p["address"] and p["address"] not in people.setdefault(p["interaction_id"], []):
            people[p["interaction_id"]].append(p["address"])
    return {"who": people, "names": names(db, (p["address"] for p in parties))}


class Marker:
    """Finds the words of a query in a text, in any of their forms; the last word may be unfinished."""

    def __init__(self, text: str) -> None:
        words = _WORD.findall(text.lower())
        self.stems = {folded(s) for word in words for s in stems.word_stems(word)}
        self.beginning = folded(words[-1]) if words and len(words[-1]) >= 3 else ""

    def hits(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the words stand."""
        for found in _WORD.finditer(text):
            if self._meets(found.group().lower()):
                yield found.span()

    def _meets(self, word: str) -> bool:
        if self.beginning and folded(word).startswith(self.beginning):
            return True
        return any(folded(s) in self.stems for s in stems.word_stems(word))

    def pieces(self, text: str) -> list[tuple[str, bool]]:
        """A text in pieces, each with whether it is a hit."""
        pieces, end = [], 0
        for start, stop in self.hits(text):
            pieces += [(text[end:start], False), (text[start:stop], True)]
            end = stop
        return [p for p in (*pieces, (text[end:], False)) if p[0]]

    def excerpt(self, text: str) -> list[tuple[str, bool]]:
        """The surroundings of the first hit, in pieces."""
        text = text[:20_000]
        first, last = next(self.hits(text), (0, 0))
        start = max(0, first - _AROUND)
        if start:
            start = text.find(" ", start, first) + 1 or start
        end = last + 2 * _AROUND
        stop = len(text) if end >= len(text) else text.rfind(" ", last, end)
        part = " ".join(text[start : stop if stop > last else end].split())
        return self.pieces(("… " if start else "") + part + (" …" if stop < len(text) else ""))


async def search_page(datasette: Datasette, request: Request) -> Response:
    """`/search?q=`."""
    return await show(datasette, request, "syncd/search.html", search, to=COLLEAGUES)


@hook
def register_routes() -> list[tuple[str, object]]:
    """The search."""
    return [(r"^/search$", search_page)]
