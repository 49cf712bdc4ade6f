"""What the rules of the relation found: open first, then what was mended since, each with its case, whose it is and since when.

Managers see all of it; a colleague their own, but for rules that are for managers alone.
"""

from __future__ import annotations

import datetime as dt
import sqlite3

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from datasette_plugins.hooks import hook
from datasette_plugins.names import COLLEAGUES as EVERYBODY
from datasette_plugins.names import names
from datasette_plugins.page import Asked, Values, places, row, rows, show
from datasette_plugins.rights import COLLEAGUES, Reader
from datasette_plugins.team import asked_for, managers

PAGE, SOME = 40, 20
RECENT = dt.timedelta(days=90)
STATES = ("open", "closed")
# A case with where its words stand: the message of a question, a complaint or an offer, or the promise.
BREACHES = """
    SELECT b.id, b.rule, b.case_id, b.address, b.staff, b.quote, b.since, b.mended_at, b.state, p.key AS promise,
           coalesce(q.key, ci.key, fi.key) AS interaction, coalesce(q.kind, ci.kind, fi.kind) AS kind, coalesce(q.language, ci.language, fi.language, pi.language, '') AS language
    FROM breach b
    LEFT JOIN interaction q ON q.key = b.case_id
    LEFT JOIN complaint c ON c.key = b.case_id LEFT JOIN interaction ci ON ci.id = c.interaction_id
    LEFT JOIN offer f ON f.key = substr(b.case_id, 1, 32) AND instr(b.case_id, '|') LEFT JOIN interaction fi ON fi.id = f.interaction_id
    LEFT JOIN promise p ON p.key = b.case_id LEFT JOIN interaction pi ON pi.id = p.interaction_id
    WHERE b.id IN ({chosen}) ORDER BY b.since DESC, b.id DESC"""
CHOSEN = "SELECT b.id FROM breach b WHERE b.state = :state{filters} ORDER BY b.since DESC, b.id DESC LIMIT :limit"
# How much is open by each rule, of the last days.
COUNTS = "SELECT b.rule, count(*) AS n FROM breach b WHERE b.state = 'open' AND b.since >= :from{filters} GROUP BY b.rule ORDER BY n DESC, b.rule"
# The rules that found anything, from one to the next along the index.
RULES = """
    WITH RECURSIVE found(rule) AS (SELECT min(rule) FROM breach UNION ALL SELECT (SELECT min(b.rule) FROM breach b WHERE b.rule > f.rule) FROM found f WHERE f.rule IS NOT NULL)
    SELECT rule FROM found WHERE rule IS NOT NULL"""
DEPARTMENTS = "SELECT name FROM department ORDER BY name"
OF_DEPARTMENT = "b.staff IN (SELECT s.address FROM staff s JOIN department d ON d.id = s.department_id WHERE d.name = :department)"
COMPANIES = "SELECT d.name AS domain, o.uuid, o.name FROM domain d JOIN organisation o ON o.id = d.organisation_id WHERE d.name IN ({})"


def _whose(reader: Reader, team: str) -> str:
    """The condition that leaves what a reader may see, of the people of `team`."""
    if not reader.sees_all:
        return " AND b.staff = :me AND b.seen_by = 'staff'"
    return " AND b.staff IN (SELECT value FROM json_each(:team))" if team else ""


def counted(db: sqlite3.Connection, asked: Asked, team: str) -> list[Values]:
    """How many cases of each rule are open, of the last 90 days; for the start page."""
    since = f"{asked.words.now - RECENT:%Y-%m-%dT%H:%M:%SZ}"
    return rows(db, COUNTS.format(filters=_whose(asked.reader, team)), {"from": since, "team": team, "me": asked.reader.address})


def breaches(db: sqlite3.Connection, asked: Asked) -> Values:
    """Both states with their first, or one of them page by page."""
    team = asked_for(db, asked) if asked.reader.sees_all else ""
    values: Values = {"team": team, "me": asked.reader.address, "from": "", "rule": asked.arg("rule"), "colleague": asked.arg("colleague"), "department": asked.arg("department")}
    filters = _whose(asked.reader, team)
    if not asked.arg("older"):
        values["from"] = f"{asked.words.now - RECENT:%Y-%m-%dT%H:%M:%SZ}"
        filters += " AND b.since >= :from"
    if values["rule"]:
        filters += " AND b.rule = :rule"
    if values["colleague"] and asked.reader.sees_all:
        filters += " AND b.staff = :colleague"
    if values["department"] and asked.reader.sees_all:
        filters += f" AND {OF_DEPARTMENT}"
    chosen = asked.arg("state") if asked.arg("state") in STATES else ""
    begin = row(db, "SELECT since, id FROM breach WHERE id = ?", (asked.arg("after"),)) if chosen and asked.arg("after") else None
    sections: list[Values] = []
    for state in (chosen,) if chosen else STATES:
        size = PAGE if chosen else SOME
        after = " AND (b.since, b.id) < (:after_since, :after_id)" if begin else ""
        found = rows(db, BREACHES.format(chosen=CHOSEN.format(filters=filters + after)), {**values, "state": state, "limit": size + 1, **({"after_since": begin["since"], "after_id": begin["id"]} if begin else {})})
        more = asked.link(state=state, after=found[size - 1]["id"] if chosen else None) if len(found) > size else ""
        if found or chosen:
            sections.append({"state": state, "breaches": found[:size], "more": more})
    everything = [b for s in sections for b in s["breaches"]]
    sees_all = asked.reader.sees_all
    return {"sections": sections, "chosen": chosen, "names": names(db, [a for b in everything for a in (b["address"], b["staff"])]), "companies": _companies(db, everything),
            "rules": [r["rule"] for r in rows(db, RULES)] if sees_all else [], "departments": [d["name"] for d in rows(db, DEPARTMENTS)] if sees_all else [],
            "colleagues": rows(db, EVERYBODY) if sees_all else [], "managers": managers(db) if sees_all else []}  # fmt: skip


def _companies(db: sqlite3.Connection, found: list[Values]) -> dict[str, Values]:
    """The companies whose domains stand in these cases."""
    domains = sorted({b["address"] for b in found if "@" not in b["address"]})
    return {c["domain"]: c for c in rows(db, COMPANIES.format(places(domains)), tuple(domains))} if domains else {}


async def breaches_page(datasette: Datasette, request: Request) -> Response:
    """`/breaches`."""
    return await show(datasette, request, "syncd/breaches.html", breaches, to=COLLEAGUES)


@hook
def register_routes() -> list[tuple[str, object]]:
    """What was left undone."""
    return [(r"^/breaches$", breaches_page)]
