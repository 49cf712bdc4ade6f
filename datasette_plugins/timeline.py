"""One timeline of mail, meetings, calls and promises, newest first, for a person or a company.

It is read from `contact`, which holds a row per interaction (or occurrence of a meeting) and person outside, in the
order of time; a page begins after the (time, interaction) where the one before ended, so a page costs the same however
far back it lies.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from datasette_plugins import fulltext
from datasette_plugins.names import Names, known_colleague, names
from datasette_plugins.page import Asked, Values, places, row, rows
from datasette_plugins.periods import bounds
from datasette_plugins.promises import PROMISE, Days, promise_names, shown_state
from syncd.core import stems

KINDS = ("message", "meeting", "call")
PAGE = 30
_FIRST, _MOST = 300, 1_800  # so many of the newest places, and together so many at most, are asked by themselves whether they hold a common word

# The places in the order of time, by the contact index of the person or the company.
PLACES = """
    SELECT c.at, c.interaction_id FROM contact c
    WHERE {whose}{filters}
    GROUP BY c.at, c.interaction_id ORDER BY c.at DESC, c.interaction_id DESC LIMIT :limit"""
# Of a series the next time only: a year of weekly meetings ahead would hide what was said (the meeting's own page has them all).
NEXT_ONLY = "(c.at <= :now OR NOT EXISTS (SELECT 1 FROM contact e WHERE e.interaction_id = c.interaction_id AND e.at > :now AND e.at < c.at))"
# What stands at these places.
ITEMS = """
    SELECT i.id, i.key, i.kind, i.direction, i.subject, i.snippet, i.class, i.visibility, m.all_day, m.rrule <> '' AS series, m.status, l.seconds, l.outcome
    FROM interaction i LEFT JOIN meeting m ON m.interaction_id = i.id LEFT JOIN call l ON l.interaction_id = i.id
    WHERE i.id IN ({})"""
# Who took part.
PARTIES = "SELECT interaction_id, role, address, name FROM party WHERE interaction_id IN ({}) ORDER BY interaction_id, ordinal"
# The title of one occurrence where it differs from its series, and whether that one is cancelled.
OCCURRENCES = "SELECT interaction_id, start_at, title, status FROM occurrence WHERE interaction_id IN ({}) AND start_at IN ({})"
FILES = "SELECT interaction_id, count(*) AS files FROM attachment WHERE interaction_id IN ({}) GROUP BY interaction_id"


@dataclass(frozen=True, slots=True)
class Whose:
    """A person's timeline or a company's: the column of `contact` and its value."""

    column: str
    value: int


def timeline(db: sqlite3.Connection, whose: Whose, asked: Asked) -> Values:
    """A page of the timeline with its promises, the names in it, and the links to the next page and the first."""
    found = _places(db, whose, asked)
    more, found = len(found) > PAGE, found[:PAGE]
    ids = list({at["interaction_id"] for at in found})
    items = {i["id"]: i for i in rows(db, ITEMS.format(places(ids)), tuple(ids))} if ids else {}
    promises = rows(db, f"{PROMISE} WHERE p.interaction_id IN ({places(ids)}) AND p.state NOT IN ('withdrawn', 'dismissed') ORDER BY p.ordinal, p.id", tuple(ids)) if ids else []
    who = promise_names(db, promises)
    people, seen = _people(db, ids, who), _occurrences(db, found)
    files = {f["interaction_id"]: f["files"] for f in rows(db, FILES.format(places(ids)), tuple(ids))} if ids else {}
    entries = []
    for at in found:
        item = items[at["interaction_id"]]
        occurrence = seen.get((item["id"], at["at"]), {})
        entries.append({
            **item, "at": at["at"], "subject": occurrence.get("title") or item["subject"], "cancelled": "cancelled" in (item["status"], occurrence.get("status")),
            "people": people.get(item["id"], []), "files": files.get(item["id"], 0), "ahead": at["at"] > asked.now,
            "promises": [p for p in promises if p["interaction_id"] == item["id"]],
        })  # fmt: skip
    last = f"{entries[-1]['at']}~{entries[-1]['key']}" if entries and more else None
    return {"entries": entries, "next": asked.link(before=last) if last else "", "first": asked.link(before=None) if asked.arg("before") else "",
            "names": who, "days": Days.of(asked.words), "shown_state": shown_state, "filtered": _filtered(asked)}  # fmt: skip


def _filtered(asked: Asked) -> bool:
    return any(asked.arg(name) for name in ("kind", "colleague", "person", "from", "to", "q"))


def _places(db: sqlite3.Connection, whose: Whose, asked: Asked) -> list[Values]:
    """A page of places and one more. Of a common word, whether the newest hold it is asked of them; only where they do not fill the page, of all."""
    conditions, values = _conditions(db, asked)
    before = _cursor(db, asked.arg("before"))

    def read(conditions: list[str], limit: int) -> list[Values]:
        bounded = [*conditions, *(["(c.at, c.interaction_id) < (:before_at, :before_id)"] if before else [])]
        sql = PLACES.format(whose=f"c.{whose.column} = :whose", filters="".join(f" AND {c}" for c in bounded))
        at, id_ = before or ("", 0)
        return rows(db, sql, {**values, "before_at": at, "before_id": id_, "whose": whose.value, "limit": limit})

    if not (query := stems.query(asked.arg("q"))):
        return read(conditions, PAGE + 1)
    query = fulltext.meant(db, query)
    found: list[Values] = []
    many, looked = 0 if fulltext.are_few(db, query) else _FIRST, 0
    while many:
        newest = read(conditions, many)
        hits = fulltext.among(db, query, {p["interaction_id"] for p in newest})
        if hits is None:
            break
        found = [*found, *(p for p in newest if p["interaction_id"] in hits)][: PAGE + 1]
        if len(found) > PAGE or len(newest) < many:
            return found
        before = newest[-1]["at"], newest[-1]["interaction_id"]
        looked += many
        likely = 3 * (PAGE + 1 - len(found)) * looked // (2 * max(1, len(found)))  # to hold the rest, and half as many more
        many = min(likely, _MOST - looked)
    values["query"] = query
    return found + read([*conditions, fulltext.IS_HIT.format("c.interaction_id")], PAGE + 1 - len(found))


def _conditions(db: sqlite3.Connection, asked: Asked) -> tuple[list[str], dict[str, object]]:
    """The filters of the address, but for its words, as SQL over `contact c`."""
    conditions: list[str] = []
    values: dict[str, object] = {}
    kind = asked.arg("kind")
    if kind in KINDS:
        conditions.append("EXISTS (SELECT 1 FROM interaction i WHERE i.id = c.interaction_id AND i.kind = :kind)")
        values["kind"] = kind
    elif kind == "promise":
        conditions.append("EXISTS (SELECT 1 FROM promise p WHERE p.interaction_id = c.interaction_id AND p.state NOT IN ('withdrawn', 'dismissed'))")
    if colleague := asked.arg("colleague"):
        conditions.append("EXISTS (SELECT 1 FROM party y WHERE y.interaction_id = c.interaction_id AND y.staff_id = :colleague)")
        values["colleague"] = known_colleague(db, colleague) or -1
    if person := asked.arg("person"):
        known = row(db, "SELECT id FROM person WHERE uuid = ?", (person,))
        conditions.append("c.person_id = :person")
        values["person"] = known["id"] if known else -1
    period, days = bounds(asked, "c.at")
    if not period:
        conditions.append(NEXT_ONLY)
        values["now"] = asked.now
    conditions += period
    values |= days
    return conditions, values


def _cursor(db: sqlite3.Connection, text: str) -> tuple[str, int] | None:
    """Where the page before ended: `time~key`. An interaction that is gone by now leaves its time."""
    at, _, key = text.partition("~")
    if not at:
        return None
    known = row(db, "SELECT id FROM interaction WHERE key = ?", (key,))
    return at, known["id"] if known else 0


def _people(db: sqlite3.Connection, ids: list[int], who: Names) -> dict[int, list[Values]]:
    """Who took part, the sender or organiser first; names go into `who`."""
    if not ids:
        return {}
    parties = rows(db, PARTIES.format(places(ids)), tuple(ids))
    who.update(names(db, (p["address"] for p in parties)))
    people: dict[int, list[Values]] = {}
    for party in parties:
        if party["role"] not in ("sender", "reply_to"):
            people.setdefault(party["interaction_id"], []).append(party)
    return people


def _occurrences(db: sqlite3.Connection, found: list[Values]) -> dict[tuple[int, str], Values]:
    if not found:
        return {}
    values = (*(at["interaction_id"] for at in found), *(at["at"] for at in found))
    return {(o["interaction_id"], o["start_at"]): o for o in rows(db, OCCURRENCES.format(places(found), places(found)), values)}
