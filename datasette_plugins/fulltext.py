"""The newest among the hits of the store's full-text index, however many there are.

The index gives hits in the order in which interactions were stored, not in that of time. But the day of each is one of its
words (`syncd.core.stems.day`): asked for the query and the newest days together, it gives the newest hits of a common word
without going through the others. Rare words are found whole and sorted. An unfinished word (`"sutar"*`) is looked for only
where its stems alone find too little, because the index merges the hits of all its endings before it gives the first.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import islice, pairwise

from syncd.core import stems

_ENOUGH = 25  # hits of the whole words; with fewer the last one is taken as unfinished
_FEW = 4_000  # hits that are sorted at once
_STRETCHES = (1_000, 8_000)  # interactions back in time whose days are asked for, one stretch after the other, before all hits are
_STRETCHES_SEEN = (1_000, 14_000)  # the same for somebody who may open only some of the hits; nothing is looked at beyond
_AT_ONCE = 200  # hits of which is asked together who may open them
_GAP = 1_000  # interactions between two that cost as much to go over as to ask a second time
_DEAR = 200  # questions that cost as much as to go through all hits of a common word
_UNFINISHED = re.compile(r' OR "[^"]*"\*')

# How many hits, counted no further than a limit.
HOW_MANY = "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH :query LIMIT :limit)"
# The hits of a stretch of time with their times, newest first.
NEWEST = """
    SELECT i.id, i.at FROM interaction i WHERE i.id IN (SELECT rowid FROM search WHERE search MATCH :query)
    AND i.at >= :since AND (i.at, i.id) < (:at, :id) ORDER BY i.at DESC, i.id DESC LIMIT :limit"""
# The time of the interaction that lies so many further back.
SINCE = "SELECT at FROM interaction WHERE (at, id) < (:at, :id) ORDER BY at DESC, id DESC LIMIT 1 OFFSET :many"
# The days on which there was anything, from one time back to another.
DAYS = """
    WITH RECURSIVE d(day) AS (
        SELECT substr(max(at), 1, 10) FROM interaction WHERE at <= :at
        UNION ALL SELECT (SELECT substr(max(at), 1, 10) FROM interaction WHERE at < d.day) FROM d WHERE d.day > :since)
    SELECT day FROM d WHERE day >= substr(:since, 1, 10)"""
# The hits of a stretch of the index.
BETWEEN = "SELECT rowid FROM search WHERE search MATCH :query AND rowid BETWEEN :first AND :last"
# All hits as a condition, which keeps the order of time in which the interactions are read.
IS_HIT = "+{} IN (SELECT rowid FROM search WHERE search MATCH :query)"

Place = tuple[str, int]  # a time, and an interaction at it: what comes later in the order of pages lies before it


def meant(db: sqlite3.Connection, query: str) -> str:
    """The whole words where they find enough, else with the last one unfinished (a query of `syncd.core.stems.query`)."""
    whole = _UNFINISHED.sub("", query)
    return whole if whole != query and _at_least(db, whole, _ENOUGH + 1) else query


def are_few(db: sqlite3.Connection, query: str) -> bool:
    """Whether all hits of a query can be gone through."""
    return not _at_least(db, query, _FEW + 1)


def _at_least(db: sqlite3.Connection, query: str, many: int) -> bool:
    return bool(db.execute(HOW_MANY, {"query": query, "limit": many}).fetchone()[0] == many)


def newest(db: sqlite3.Connection, query: str, before: Place, limit: int) -> list[int]:
    """The newest interactions that are hits, before a place in time."""
    found: list[int] = []
    for stretch in _STRETCHES:
        since = _back(db, before, stretch)
        found += [id_ for id_, _ in _hits(db, query, before, since, limit - len(found))]
        if len(found) == limit or not since:
            return found
        before = since, 0
        if stretch == _STRETCHES[0] and are_few(db, query):
            break
    return found + [id_ for id_, _ in _hits(db, query, before, "", limit - len(found))]


def newest_seen(db: sqlite3.Connection, query: str, before: Place, limit: int, seen: Callable[[Sequence[int]], Collection[int]]) -> tuple[list[int], str]:
    """The newest hits that a reader may open (`seen`: those of some), and '' or the time down to which was looked when it gave up before `limit` were found.

    That time follows from how much was written since, not from the hits: nothing can be told of those not shown.
    """
    found: list[int] = []
    for stretch in _STRETCHES_SEEN:
        since = _back(db, before, stretch)
        found += _open_to(_hits(db, query, before, since), limit - len(found), seen)
        if len(found) == limit or not since:
            return found, ""
        before = since, 0
        if stretch == _STRETCHES_SEEN[0] and are_few(db, query):
            return found + _open_to(_hits(db, query, before, ""), limit - len(found), seen), ""
    return found, before[0]


def _open_to(hits: Iterable[tuple[int, str]], limit: int, seen: Callable[[Sequence[int]], Collection[int]]) -> list[int]:
    found: list[int] = []
    ids = (id_ for id_, _ in hits)
    while len(found) < limit and (some := list(islice(ids, _AT_ONCE))):
        may = seen(some)
        found += [id_ for id_ in some if id_ in may]
    return found[:limit]


def _back(db: sqlite3.Connection, before: Place, many: int) -> str:
    """The time so many interactions before a place; '' where there are not that many."""
    found = db.execute(SINCE, {"at": before[0], "id": before[1], "many": many}).fetchone()
    return found[0] if found else ""


def _hits(db: sqlite3.Connection, query: str, before: Place, since: str, limit: int = -1) -> list[tuple[int, str]]:
    """The hits from a place back to a time ('': to the first of all), newest first; -1: all of them."""
    if since:
        query = _on(query, (day for (day,) in db.execute(DAYS, {"at": before[0], "since": since})))
    return db.execute(NEWEST, {"query": query, "since": since, "at": before[0], "id": before[1], "limit": limit}).fetchall()


def _on(query: str, days: Iterable[str]) -> str:
    """A query that finds only what lies on these days."""
    return "({}) AND ({})".format(" OR ".join(f'"{stems.day(day)}"' for day in days), query)


def among(db: sqlite3.Connection, query: str, ids: Iterable[int]) -> frozenset[int] | None:
    """Which of these interactions are hits; None where they lie so far apart in the index that to ask for all hits (IS_HIT) is as quick."""
    wanted = sorted(ids)
    runs = _runs(wanted)
    if "*" in query or len(runs) + sum(last - first for first, last in runs) / _GAP > _DEAR:
        return None
    found = {id_ for first, last in runs for (id_,) in db.execute(BETWEEN, {"query": query, "first": first, "last": last})}
    return frozenset(found.intersection(wanted))


def _runs(ids: Sequence[int]) -> list[tuple[int, int]]:
    """The first and last of each group of ids in order that lie near each other."""
    breaks = [0, *(n for n in range(1, len(ids)) if ids[n] - ids[n - 1] > _GAP), len(ids)]
    return [(ids[a], ids[b - 1]) for a, b in pairwise(breaks) if a < b]
