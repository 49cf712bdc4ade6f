"""The newest among the hits of the store's full-text index, however many there are.

Few hits are sorted. Many are held in memory and met on a walk back in time. Where they are too many to hold, each
interaction on that walk is asked for by itself: common words are met soon. An unfinished word (`"sutar"*`) is looked for
only where its stems alone find too little, because the index merges the hits of all its endings before it gives the first.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

_ENOUGH = 25  # hits of the whole words; with fewer the last one is taken as unfinished
_FEW = 4_000  # hits that are sorted at once
_HELD = 40_000  # hits that are held in memory
_STEP = 500  # interactions looked at in one step of the walk
_STRETCHES = 30  # steps of a walk for somebody who may open only some of the hits
_UNFINISHED = re.compile(r' OR "[^"]*"\*')

# So many hits at most, in the index's own order.
HITS = "SELECT rowid FROM search WHERE search MATCH :query LIMIT :limit"
# The same from the other end.
LAST_HITS = "SELECT rowid FROM search WHERE search MATCH :query ORDER BY rowid DESC LIMIT :limit"
# Few hits: all of them, newest first.
NEWEST_OF_FEW = """
    SELECT i.id FROM interaction i WHERE i.id IN (SELECT rowid FROM search WHERE search MATCH :query)
    AND (i.at, i.id) < (:at, :id) ORDER BY i.at DESC, i.id DESC LIMIT :limit"""
# The same, each with its time.
SOME_OF_FEW = NEWEST_OF_FEW.replace("i.id FROM", "i.id, i.at FROM")
# A stretch of interactions back in time, to be held against the hits.
STRETCH = "SELECT id, at FROM interaction WHERE (at, id) < (:at, :id) ORDER BY at DESC, id DESC LIMIT :limit"
# Whether one interaction is a hit.
IS_HIT = "SELECT 1 FROM search WHERE search MATCH :query AND rowid = :id"


@dataclass(frozen=True, slots=True)
class Meant:
    """A query as it is carried out. `hits`: the first of them by row id; `unfinished`: whether its last word is."""

    query: str
    hits: tuple[int, ...]
    unfinished: bool = False

    @property
    def many(self) -> bool:
        """Whether there are too many hits to hold."""
        return len(self.hits) >= _HELD

    @property
    def cut(self) -> bool:
        """Whether there are more hits of an unfinished word than can be gone through."""
        return self.unfinished and self.many


def meant(db: sqlite3.Connection, query: str) -> Meant:
    """The whole words where they find enough, else with the last one unfinished (a query of `syncd.core.stems.query`)."""
    whole = _UNFINISHED.sub("", query)
    hits = _hits(db, whole)
    if whole == query or len(hits) > _ENOUGH:
        return Meant(whole, hits)
    return unfinished(db, query)


def unfinished(db: sqlite3.Connection, query: str) -> Meant:
    """The query with its last word taken as unfinished, whatever it finds."""
    return Meant(query, _hits(db, query), unfinished=True)


def _hits(db: sqlite3.Connection, query: str) -> tuple[int, ...]:
    return tuple(r[0] for r in db.execute(HITS, {"query": query, "limit": _HELD}))


def condition(m: Meant, id_: str) -> str:
    """The SQL for “this interaction is a hit”, with :query; it keeps the order of time in which the interactions are read."""
    if m.many and not m.cut:
        return f"EXISTS (SELECT 1 FROM search WHERE search MATCH :query AND rowid = {id_})"
    return f"+{id_} IN (SELECT rowid FROM search WHERE search MATCH :query)"


def newest_seen(db: sqlite3.Connection, m: Meant, before: tuple[str, int], limit: int, sees: Callable[[int], bool]) -> tuple[list[int], str]:
    """The newest hits that a reader may open, and '' or the time down to which was looked when it gave up before `limit` were found.

    That time follows from how much was written since, not from the hits: nothing can be told of those not shown.
    """
    found: list[int] = []
    at, id_ = before
    if len(m.hits) <= _FEW:
        while len(found) < limit:
            some = db.execute(SOME_OF_FEW, {"query": m.query, "at": at, "id": id_, "limit": _STEP}).fetchall()
            found += [candidate for candidate, _ in some if sees(candidate)]
            if len(some) < _STEP:
                return found[:limit], ""
            id_, at = some[-1]
        return found[:limit], ""
    held = None if m.many else frozenset(m.hits)
    for _ in range(_STRETCHES):
        stretch = db.execute(STRETCH, {"at": at, "id": id_, "limit": _STEP}).fetchall()
        for candidate, _ in stretch:
            is_hit = candidate in held if held is not None else db.execute(IS_HIT, {"query": m.query, "id": candidate}).fetchone() is not None
            if is_hit and sees(candidate):
                found.append(candidate)
        if len(found) >= limit or len(stretch) < _STEP:
            return found[:limit], ""
        id_, at = stretch[-1]
    return found, at


def newest(db: sqlite3.Connection, m: Meant, before: tuple[str, int], limit: int) -> list[int]:
    """The newest interactions that are hits, before a (time, id)."""
    at, id_ = before
    if len(m.hits) <= _FEW:
        return [r[0] for r in db.execute(NEWEST_OF_FEW, {"query": m.query, "at": at, "id": id_, "limit": limit})]
    held = set(m.hits)
    if m.cut:
        held.update(r[0] for r in db.execute(LAST_HITS, {"query": m.query, "limit": _HELD}))
    ask = m.many and not m.cut
    found: list[int] = []
    while len(found) < limit:
        stretch = db.execute(STRETCH, {"at": at, "id": id_, "limit": _STEP}).fetchall()
        for candidate, _ in stretch:
            if candidate in held or (ask and db.execute(IS_HIT, {"query": m.query, "id": candidate}).fetchone()):
                found.append(candidate)
                if len(found) == limit:
                    break
        if len(stretch) < _STEP:
            break
        id_, at = stretch[-1]
    return found
