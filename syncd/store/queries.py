"""Queries and segments that managers saved, by name. Each saving and each dropping is a decision: what was there before can be had back.

A segment is a query whose rows are customers; nothing else sets them apart.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

from syncd.core import keys
from syncd.store import segments
from syncd.store.decisions import Decision, decide

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_PREFIX = "query:"  # the subjects of these decisions: no address, domain or key of a promise begins so


@dataclass(frozen=True, slots=True)
class Query:
    """A saved query. `titles` by language, as many as were given; `by` and `at`: who saved it and when."""

    name: str
    sql: str
    titles: Mapping[str, str] = field(default_factory=dict)
    is_segment: bool = False
    by: str = ""
    at: str = ""

    def title(self, language: str) -> str:
        """The title in a language, else in any, else the name."""
        return self.titles.get(language) or next(iter(self.titles.values()), self.name)


def save(db: sqlite3.Connection, query: Query, by: str, now: dt.datetime) -> None:
    """Keep a query under its name, in place of what was there; one that is just so already is left."""
    there = named(db, query.name)
    if there is None or (there.sql, dict(there.titles), there.is_segment) != (query.sql, dict(query.titles), query.is_segment):
        value = {"sql": query.sql, "titles": dict(query.titles), "segment": query.is_segment}
        decide(db, Decision(keys.instant(now), by, "web", "query", _PREFIX + query.name, value))
        if there is None or there.sql != query.sql:
            segments.start_anew(db, query.name)


def drop(db: sqlite3.Connection, name: str, by: str, now: dt.datetime) -> bool:
    """Take a query away; False where there is none of this name."""
    if named(db, name) is None:
        return False
    decide(db, Decision(keys.instant(now), by, "web", "query", _PREFIX + name))
    return True


def restore(db: sqlite3.Connection, name: str, by: str, now: dt.datetime) -> bool:
    """Put back a query that was taken away, as it was; False where there is nothing to put back."""
    last = db.execute("SELECT value FROM decision WHERE subject = ? AND kind = 'query' AND value <> 'null' ORDER BY seq DESC LIMIT 1", (_PREFIX + name,)).fetchone()
    if last is None or named(db, name) is not None:
        return False
    decide(db, Decision(keys.instant(now), by, "web", "query", _PREFIX + name, json.loads(last[0])))
    return True


def named(db: sqlite3.Connection, name: str) -> Query | None:
    """The query of this name as it stands now."""
    row = db.execute("SELECT subject, value, by, at FROM decision WHERE subject = ? AND kind = 'query' ORDER BY seq DESC LIMIT 1", (_PREFIX + name,)).fetchone()
    return _query(*row) if row and row[1] != "null" else None


def everything(db: sqlite3.Connection) -> list[Query]:
    """All that is saved, by name."""
    latest = {row[0]: row for row in db.execute("SELECT subject, value, by, at FROM decision WHERE kind = 'query' ORDER BY seq")}
    return [_query(*latest[subject]) for subject in sorted(latest) if latest[subject][1] != "null"]


def _query(subject: str, value: str, by: str, at: str) -> Query:
    kept = json.loads(value)
    return Query(subject.removeprefix(_PREFIX), kept["sql"], kept["titles"], kept["segment"], by, at)
