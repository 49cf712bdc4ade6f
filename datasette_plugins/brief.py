"""The talk brief: a customer on one sheet of paper, to be read before a meeting or a call.

Who must not be contacted stands first, then who they are, what is promised both ways, what is open, the last offers,
what is known of the person, and what was said last.
"""

from __future__ import annotations

import sqlite3

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from datasette_plugins import card, customer
from datasette_plugins.audit import Looked
from datasette_plugins.hooks import hook
from datasette_plugins.names import names
from datasette_plugins.page import Asked, Values, places, row, rows, show
from datasette_plugins.promises import Days, promise_names, shown_state
from datasette_plugins.rights import COLLEAGUES, sees_customer
from syncd.store import who

PROMISES, OFFERS, COMPLAINTS, FACTS, SAID = 6, 3, 3, 8, 3  # how many of each a sheet has room for
# The last contacts up to now, each once, with a line of what was said.
LAST = """
    SELECT c.at, i.id, i.key, i.kind, i.direction, i.subject, i.snippet, i.language, s.address AS by, CASE i.kind WHEN 'call' THEN l.outcome END AS outcome
    FROM contact c JOIN interaction i ON i.id = c.interaction_id LEFT JOIN staff s ON s.id = c.staff_id LEFT JOIN call l ON l.interaction_id = i.id
    WHERE c.{column} = :id AND c.at <= :now AND i.class IN ('personal', 'voicemail') AND NOT (i.kind = 'call' AND coalesce(l.outcome, '') = 'planned')
    GROUP BY c.at, c.interaction_id ORDER BY c.at DESC, c.interaction_id DESC LIMIT :limit"""
# Who wrote or called, of these interactions.
# The people outside whom a meeting is with, the first first, with their companies.
MET = """
    SELECT n.uuid, o.uuid AS company FROM party p JOIN person n ON n.id = p.person_id LEFT JOIN organisation o ON o.id = n.organisation_id
    WHERE p.interaction_id = (SELECT id FROM interaction WHERE key = ? AND kind = 'meeting') AND p.staff_id IS NULL GROUP BY n.id ORDER BY min(p.ordinal) LIMIT 50"""
FROM = "SELECT interaction_id, address FROM party WHERE interaction_id IN ({}) AND role IN ('from', 'caller', 'organizer') AND instr(address, '@') ORDER BY ordinal DESC"


def brief(db: sqlite3.Connection, asked: Asked) -> Values | None:
    """The sheet of a person or a company; of a customer of others the short card."""
    return _of(db, asked, asked.route["id"])


def before_meeting(db: sqlite3.Connection, asked: Asked) -> Values | None:
    """The sheet of whom a meeting is with: of several of one company, the company's. Its address needs nothing that only this store knows."""
    met = rows(db, MET, (asked.route["key"],))
    if not met:
        return None
    together = len(met) > 1 and met[0]["company"] and {m["company"] for m in met} == {met[0]["company"]}
    return _of(db, asked, met[0]["company"] if together else met[0]["uuid"])


def _of(db: sqlite3.Connection, asked: Asked, uuid: str) -> Values | None:
    company = row(db, customer.COMPANY, (uuid,))
    if company is None and (person := customer.person_of(db, uuid)) is not None:
        identifiers = rows(db, customer.IDENTIFIERS.format("?"), (person["id"],))
        if not sees_customer(db, asked.reader, person_id=person["id"]):
            return card.of_person(db, person, identifiers, asked)
        values = customer.matters_of_person(db, person, identifiers, asked)
        return _sheet(db, asked, {**values, "post": who.person(db, person["id"])["post"]}, "person_id")
    if company is None:
        return None
    if not sees_customer(db, asked.reader, organisation_id=company["id"]):
        return card.of_company(db, company, asked)
    return _sheet(db, asked, {**customer.matters_of_company(db, company, asked), "post": ""}, "organisation_id")


def _sheet(db: sqlite3.Connection, asked: Asked, values: Values, column: str) -> Values:
    promised = values.pop("open")
    days = Days.of(asked.words)
    ours = [p for p in promised if p["kind"] != "theirs"]
    theirs = [p for p in promised if p["kind"] == "theirs"]
    said = rows(db, LAST.format(column=column), {"id": values["c"]["id"], "now": asked.now, "limit": SAID})
    ids = [s["id"] for s in said]
    spoke = {r["interaction_id"]: r["address"] for r in rows(db, FROM.format(places(ids)), tuple(ids))} if ids else {}
    shown = promise_names(db, promised)
    shown.update(names(db, [values["c"]["owner"], *spoke.values(), *(s["by"] for s in said)]))
    unsettled = [c for c in values["complaints"] if c["state"] != "settled"]
    return {
        **values, "looked": Looked("brief", (values["c"]["uuid"],)), "days": days, "shown_state": shown_state, "names": shown,
        "ours": ours[:PROMISES], "theirs": theirs[:PROMISES], "more": max(0, len(ours) - PROMISES) + max(0, len(theirs) - PROMISES),
        "complaints": (unsettled or values["complaints"])[:COMPLAINTS], "offers": values["offers"][:OFFERS],
        "facts": sorted((f for f in values["facts"] if f["state"] == "current"), key=lambda f: f["next"] is None)[:FACTS],
        "said": [s | {"spoke": spoke.get(s["id"], "")} for s in said],
    }  # fmt: skip


async def brief_page(datasette: Datasette, request: Request) -> Response:
    """`/brief/<uuid>` of a person or a company."""
    return await show(datasette, request, "syncd/brief.html", brief, to=COLLEAGUES)


async def before_meeting_page(datasette: Datasette, request: Request) -> Response:
    """`/brief/meeting/<key>`: where the entry before a meeting leads."""
    return await show(datasette, request, "syncd/brief.html", before_meeting, to=COLLEAGUES)


@hook
def register_routes() -> list[tuple[str, object]]:
    """One sheet."""
    return [(r"^/brief/meeting/(?P<key>[0-9a-f]{8,64})$", before_meeting_page), (r"^/brief/(?P<id>[0-9a-f-]{36})$", brief_page)]
