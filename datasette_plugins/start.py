"""The start page: what needs attention now, and nothing else."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from datasette_plugins import breaches, collisions, returned
from datasette_plugins.complaints import unanswered
from datasette_plugins.handoffs import column
from datasette_plugins.hooks import hook
from datasette_plugins.names import names
from datasette_plugins.page import Asked, Values, asked_of, places, rows, show
from datasette_plugins.promises import Days, of_reader, promise_names, section, shown_state
from datasette_plugins.rights import ADMIN, COLLEAGUES
from datasette_plugins.team import TOOK_PART, asked_for, managers, wanted

FEW, MAILS = 6, 8
_LAG = dt.timedelta(hours=24)
_MONTH = dt.timedelta(days=31)

# Sources that fail, or were not read for a day.
AILING = """
    SELECT name, owner, state, error, last_success FROM source
    WHERE removed_at IS NULL AND (state NOT IN ('ok', 'held', 'backlog') OR last_success IS NULL OR last_success < ?) ORDER BY name"""
# The newest mails from outside that people wrote, along the index of time.
MAIL = """
    SELECT i.id, i.key, i.at, i.subject, i.snippet FROM interaction i
    WHERE i.kind = 'message' AND i.direction = 'in' AND i.class = 'personal' AND i.at <= ? ORDER BY i.at DESC LIMIT ?"""
MAIL_OF_TEAM = f"""
    SELECT i.id, i.key, i.at, i.subject, i.snippet FROM interaction i
    WHERE i.kind = 'message' AND i.direction = 'in' AND i.class = 'personal' AND i.at <= :now AND i.at > :month AND {TOOK_PART} ORDER BY i.at DESC LIMIT :limit"""
WRITERS = "SELECT interaction_id, address FROM party WHERE interaction_id IN ({}) AND role = 'from'"


def start(db: sqlite3.Connection, asked: Asked) -> Values:
    """Complaints nobody answered, overdue, due today and this week, hand-offs nobody accepted, sources that lag, the newest mail.

    Of everybody, of the people of one manager, or of a colleague who looks.
    """
    days = Days.of(asked.words)
    reader, team = asked.reader, asked_for(db, asked)
    people = frozenset(json.loads(team or "[]"))
    chosen = wanted(team) if reader.sees_all else of_reader(reader)
    due = {name: section(db, name, chosen, days, limit=FEW + 1) for name in ("overdue", "today", "week")}
    asks = {"past": "", "team": team, "colleague": ""}
    handoffs = sorted((h for state in ("asked", "expired") for h in column(db, state, asks, limit=FEW + 1)), key=lambda h: (h["handoff_since"], h["key"]))
    lag = f"{asked.words.now - _LAG:%Y-%m-%dT%H:%M:%SZ}"
    ailing = [s for s in rows(db, AILING, (lag,)) if reader.has_source(s["name"], s["owner"]) and (not reader.sees_all or not team or s["owner"] in people)]
    complaints = unanswered(db, asked.now, reader, team if reader.sees_all else "")
    mails = _mails(db, asked, team)
    ids = [m["id"] for m in mails]
    writers = {w["interaction_id"]: w["address"] for w in rows(db, WRITERS.format(places(ids)), tuple(ids))} if ids else {}
    collided, newcomers = collisions.latest(db, asked, team if reader.sees_all else ""), collisions.newcomers(db, asked)
    who = promise_names(db, [p for found in due.values() for p in found] + handoffs)
    who.update(names(db, [*writers.values(), *(c["address"] for c in complaints), *(s["owner"] for s in ailing), *(n["staff"] for n in newcomers),
                           *(o[who_] for c in collided for o in c["offers"] for who_ in ("staff", "address"))]))  # fmt: skip
    undone = breaches.counted(db, asked, team)
    return {"undone": undone, "due": due, "few": FEW, "handoffs": handoffs[:FEW], "more_handoffs": len(handoffs) > FEW, "ailing": ailing, "mails": mails, "complaints": complaints, "writers": writers, "names": who, "days": days, "shown_state": shown_state,
            "collided": collided, "newcomers": newcomers, "returns": [] if team else returned.lately(db, asked),
            "managers": managers(db) if reader.sees_all else [], "people": asked.arg("people") if reader.sees_all else "",
            "empty": not mails and db.execute("SELECT 1 FROM interaction LIMIT 1").fetchone() is None}  # fmt: skip


def _mails(db: sqlite3.Connection, asked: Asked, team: str) -> list[Values]:
    """The newest mails; of some people those of the last month that came to them."""
    if not team:
        return rows(db, MAIL, (asked.now, MAILS))
    month = f"{asked.words.now - _MONTH:%Y-%m-%dT%H:%M:%SZ}"
    return rows(db, MAIL_OF_TEAM, {"now": asked.now, "month": month, "team": team, "limit": MAILS})


async def start_page(datasette: Datasette, request: Request) -> Response:
    """`/`."""
    if asked_of(datasette, request).reader.role == ADMIN:
        return Response.redirect("/sources")
    return await show(datasette, request, "syncd/start.html", start, to=COLLEAGUES)


@hook
def register_routes() -> list[tuple[str, object]]:
    """The home page, in the place of Datasette's own."""
    return [(r"^/$", start_page)]
