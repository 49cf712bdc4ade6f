"""The board of hand-offs: what one of ours asked of another, who has it now and since when, and what comes next."""

from __future__ import annotations

import datetime as dt
import sqlite3

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from datasette_plugins.hooks import hook
from datasette_plugins.names import colleagues
from datasette_plugins.page import Asked, Values, row, rows, show
from datasette_plugins.promises import PROMISE, Days, promise_names, shown_state
from datasette_plugins.rights import COLLEAGUES
from datasette_plugins.team import asked_for, managers

SOME, PAGE = 8, 40
_PAST = dt.timedelta(days=30)  # what is over stays on the board for so long
OPEN = ("asked", "accepted", "started", "expired")
COLUMNS = (*OPEN, "declined", "finished")
# The hand-offs in a state, along the index of states: what waits, the longest first; what is over, the latest first.
CHOSEN = """
    SELECT h.promise_id FROM handoff h JOIN promise q ON q.id = h.promise_id
    WHERE h.state = :state AND {condition}{filters} ORDER BY h.since {direction}, h.promise_id {direction} LIMIT :limit"""
_STILL = "q.state = 'open'"
_LATELY = "h.since >= :past AND q.state NOT IN ('withdrawn', 'dismissed')"
_OF_TEAM = " AND (h.to_staff IN (SELECT value FROM json_each(:team)) OR h.from_staff IN (SELECT value FROM json_each(:team)))"
_OF_ONE = " AND :colleague IN (h.to_staff, h.from_staff)"


def column(db: sqlite3.Connection, state: str, values: Values, *, limit: int, after: Values | None = None) -> list[Values]:
    """The hand-offs in a state, from after one. `values`: past (an instant), team (JSON or '') and colleague (an address or '')."""
    waits = state in OPEN
    filters = (_OF_TEAM if values["team"] else "") + (_OF_ONE if values["colleague"] else "")
    if after is not None:
        filters += f" AND (h.since, h.promise_id) {'>' if waits else '<'} (:after_at, :after_id)"
        values = {**values, "after_at": after["handoff_since"], "after_id": after["id"]}
    direction = "ASC" if waits else "DESC"
    chosen = CHOSEN.format(condition=_STILL if waits else _LATELY, filters=filters, direction=direction)
    return rows(db, f"{PROMISE} WHERE p.id IN ({chosen}) ORDER BY h.since {direction}, p.id {direction}", {**values, "state": state, "limit": limit})


def board(db: sqlite3.Connection, asked: Asked) -> Values:
    """Every column with its first few, or one page by page. Staff see what they asked or were asked for."""
    chosen = asked.arg("state") if asked.arg("state") in COLUMNS else ""
    past = f"{asked.words.now - _PAST:%Y-%m-%dT%H:%M:%SZ}"
    values = {"past": past, "team": asked_for(db, asked), "colleague": asked.arg("colleague")}
    after = row(db, f"{PROMISE} WHERE p.key = ?", (asked.arg("after"),)) if chosen and asked.arg("after") else None
    size = PAGE if chosen else SOME
    shown: list[Values] = []
    for state in (chosen,) if chosen else COLUMNS:
        found = column(db, state, values, limit=size + 1, after=after)
        more = len(found) > size
        found = found[:size]
        if found or chosen or state in OPEN:
            shown.append({"state": state, "handoffs": found, "more": asked.link(state=state, after=found[-1]["key"] if chosen else None) if more else ""})
    return {
        "columns": shown, "chosen": chosen, "colleagues": colleagues(db), "managers": managers(db), "names": promise_names(db, [h for c in shown for h in c["handoffs"]]),
        "days": Days.of(asked.words), "shown_state": shown_state, "filtered": bool(asked.arg("colleague") or asked.arg("people") or chosen),
    }  # fmt: skip


async def handoffs_page(datasette: Datasette, request: Request) -> Response:
    """`/handoffs`."""
    return await show(datasette, request, "syncd/handoffs.html", board, to=COLLEAGUES)


@hook
def register_routes() -> list[tuple[str, object]]:
    """The board."""
    return [(r"^/handoffs$", handoffs_page)]
