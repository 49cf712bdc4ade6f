"""Telephone calls, the newest first; before them those that nobody answered and nobody returned."""

from __future__ import annotations

import datetime as dt
import sqlite3

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from datasette_plugins.hooks import hook
from datasette_plugins.names import colleagues
from datasette_plugins.page import Asked, Values, places, row, rows, show
from datasette_plugins.paging import page_of
from datasette_plugins.periods import bounds
from datasette_plugins.rights import COLLEAGUES, seen_items, sees_item
from datasette_plugins.team import TOOK_PART, asked_for, managers

PAGE, FEW = 50, 12
_RECENT = dt.timedelta(days=30)  # older ones are no news
OUTCOMES = ("answered", "missed", "voicemail", "planned")
_CALL = """
    SELECT i.id, i.key, i.kind, c.at, c.direction, c.number, c.name, c.seconds, c.outcome, i.subject, i.snippet, i.language
    FROM call c JOIN interaction i ON i.id = c.interaction_id WHERE c.same_as IS NULL"""
# The calls, along the index of time; told twice, one stands for both.
CALLS = f"{_CALL}{{filters}} ORDER BY c.at DESC, c.interaction_id DESC LIMIT :limit"
# Calls to us that nobody answered, with no answered call with the number or person since, and no mail of ours to them.
UNRETURNED = f"""{_CALL} AND c.at <= :now AND c.at >= :since AND c.direction = 'in' AND c.outcome IN ('missed', 'voicemail')
    AND NOT EXISTS (SELECT 1 FROM call b WHERE b.number = c.number AND b.number <> '' AND b.outcome = 'answered' AND b.at > c.at)
    AND NOT EXISTS (
        SELECT 1 FROM contact w JOIN contact k ON k.person_id = w.person_id AND k.at > c.at AND k.at <= :now JOIN interaction x ON x.id = k.interaction_id
        LEFT JOIN call b ON b.interaction_id = x.id
        WHERE w.interaction_id = c.interaction_id
          AND (b.outcome = 'answered' OR (x.kind = 'message' AND x.direction = 'out' AND b.interaction_id IS NULL AND x.class = 'personal')))
    ORDER BY c.at DESC LIMIT 200"""
PERSONS = """
    SELECT k.interaction_id, n.uuid, n.name, o.uuid AS company_id, o.name AS company FROM contact k JOIN person n ON n.id = k.person_id
    LEFT JOIN organisation o ON o.id = n.organisation_id WHERE k.interaction_id IN ({}) ORDER BY n.name"""
OURS = """
    SELECT p.interaction_id, coalesce(nullif(s.name, ''), s.address) AS name FROM party p JOIN staff s ON s.id = p.staff_id
    WHERE p.interaction_id IN ({}) ORDER BY p.ordinal"""
_OF_COLLEAGUE = "EXISTS (SELECT 1 FROM party y JOIN staff s ON s.id = y.staff_id WHERE y.interaction_id = i.id AND s.address = :colleague)"


def calls(db: sqlite3.Connection, asked: Asked) -> Values:
    """The calls a reader may open; on the first page, unfiltered, those not returned before all."""
    conditions, values = _conditions(db, asked)
    begin = row(db, "SELECT c.at, c.interaction_id AS id FROM call c JOIN interaction i ON i.id = c.interaction_id WHERE i.key = ?", (asked.arg("after"),)) if asked.arg("after") else None

    def read(after: Values | None, limit: int) -> list[Values]:
        after = after or begin
        beyond = " AND (c.at, c.interaction_id) < (:after_at, :after_id)" if after else ""
        begins = {"after_at": after["at"], "after_id": after["id"]} if after else {}
        return rows(db, CALLS.format(filters="".join(f" AND {c}" for c in conditions) + beyond), {**values, **begins, "limit": limit})

    found, last = page_of(read, lambda c: sees_item(db, asked.reader, c["id"]), PAGE, ahead=lambda some: seen_items(db, asked.reader, [c["id"] for c in some]))
    filtered = any(asked.arg(name) for name in ("colleague", "people", "outcome", "from", "to"))
    waiting = [] if filtered or begin else unreturned(db, asked)
    _with_people(db, [*found, *waiting])
    return {
        "calls": found, "waiting": waiting, "colleagues": colleagues(db), "managers": managers(db), "outcomes": OUTCOMES, "filtered": filtered,
        "next": asked.link(after=last["key"]) if last else "", "first": asked.link(after=None) if begin else "",
    }  # fmt: skip


def _conditions(db: sqlite3.Connection, asked: Asked) -> tuple[list[str], Values]:
    """The filters of the address as SQL. What is only planned for later stands under its own outcome alone."""
    conditions, values = bounds(asked, "c.at")
    outcome = asked.arg("outcome")
    if outcome in OUTCOMES:
        conditions.append("c.outcome = :outcome")
        values["outcome"] = outcome
    if outcome != "planned":
        conditions.append("c.at <= :now")
        values["now"] = asked.now
    if colleague := asked.arg("colleague"):
        conditions.append(_OF_COLLEAGUE)
        values["colleague"] = colleague
    if team := asked_for(db, asked) if asked.reader.sees_all else "":
        conditions.append(TOOK_PART)
        values["team"] = team
    return conditions, values


def unreturned(db: sqlite3.Connection, asked: Asked) -> list[Values]:
    """Calls of the last 30 days that wait for an answer, each caller once (`times` they rang), the latest first."""
    since = f"{asked.words.now - _RECENT:%Y-%m-%dT%H:%M:%SZ}"
    callers: dict[str, Values] = {}
    for c in rows(db, UNRETURNED, {"now": asked.now, "since": since}):
        if (caller := c["number"] or c["name"] or c["key"]) in callers:
            callers[caller]["times"] += 1
        elif len(callers) < FEW and sees_item(db, asked.reader, c["id"]):
            callers[caller] = c | {"times": 1}
    return list(callers.values())


def _with_people(db: sqlite3.Connection, found: list[Values]) -> None:
    """Give each call the person outside it was with and ours who was in it."""
    ids = sorted({c["id"] for c in found})
    if not ids:
        return
    person: dict[int, Values] = {}
    ours: dict[int, str] = {}
    for p in rows(db, PERSONS.format(places(ids)), tuple(ids)):
        person.setdefault(p["interaction_id"], p)
    for s in rows(db, OURS.format(places(ids)), tuple(ids)):
        ours.setdefault(s["interaction_id"], s["name"])
    for c in found:
        c["person"], c["ours"] = person.get(c["id"]), ours.get(c["id"], "")
        c["length"] = f"{c['seconds'] // 60}:{c['seconds'] % 60:02}" if c["seconds"] else ""


async def calls_page(datasette: Datasette, request: Request) -> Response:
    """`/calls`."""
    return await show(datasette, request, "syncd/calls.html", calls, to=COLLEAGUES)


@hook
def register_routes() -> list[tuple[str, object]]:
    """All calls."""
    return [(r"^/calls$", calls_page)]
