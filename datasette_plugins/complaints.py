"""Complaints: of a customer and all of them, those nobody settled first, each with where it stands and the words that say so."""

from __future__ import annotations

import sqlite3
from itertools import islice

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from datasette_plugins.hooks import hook
from datasette_plugins.names import names
from datasette_plugins.page import Asked, Values, places, row, rows, show
from datasette_plugins.paging import page_of
from datasette_plugins.rights import COLLEAGUES, Reader, seen_items, sees_item
from datasette_plugins.team import TOOK_PART, asked_for, managers

FEW, SOME, PAGE = 5, 10, 40
# A complaint with its mail, its person and the words that settled it.
_COMPLAINT = """
    SELECT c.key, c.quote, c.state, c.address, c.why, c.derived_by, i.id AS interaction_id, i.key AS interaction, i.at, i.language, i.subject, s.step, s.quote AS words, s.at AS words_at, w.key AS words_in, w.kind AS words_kind
    FROM complaint c JOIN interaction i ON i.id = c.interaction_id
    LEFT JOIN complaint_sign s ON s.complaint_key = c.key AND s.step = c.state
    LEFT JOIN interaction w ON w.id = s.interaction_id"""
_ORDER = " ORDER BY CASE c.state WHEN 'open' THEN 0 WHEN 'answered' THEN 1 WHEN 'apologised' THEN 2 ELSE 3 END, i.at DESC, c.key LIMIT 25"
OF_PERSON = f"{_COMPLAINT} WHERE c.state <> 'dismissed' AND c.address IN (SELECT value FROM identifier WHERE person_id = ?){_ORDER}"
OF_COMPANY = (
    f"{_COMPLAINT} WHERE c.state <> 'dismissed' AND c.address IN "
    f"(SELECT d.value FROM person n JOIN identifier d ON d.person_id = n.id WHERE n.organisation_id = ?){_ORDER}"
)
OF_ITEM = f"{_COMPLAINT} WHERE c.interaction_id = ? AND c.state <> 'dismissed'{_ORDER}"
# The complaints in a state, the latest first, along the index of those that are not settled.
UNSETTLED = """
    SELECT c.key FROM complaint c JOIN interaction i ON i.id = c.interaction_id
    WHERE c.state IN ('open', 'answered', 'apologised') AND c.state = :state AND i.at <= :now{filters} ORDER BY i.at DESC, c.key DESC LIMIT :limit"""
# The settled ones, the last to be settled first, along the index of the words that settled them.
SETTLED = """
    SELECT c.key FROM complaint_sign s CROSS JOIN complaint c ON c.key = s.complaint_key CROSS JOIN interaction i ON i.id = c.interaction_id
    WHERE s.step = 'settled' AND c.state = :state AND i.at <= :now{filters} ORDER BY s.at DESC, s.complaint_key DESC LIMIT :limit"""
STATES = ("open", "answered", "apologised", "settled")
# Who has it: who looks after the company, else the first of ours whom it reached.
WHO_HAS = """
    SELECT i.id, coalesce(
        (SELECT nullif(o.owner, '') FROM contact k JOIN organisation o ON o.id = k.organisation_id WHERE k.interaction_id = i.id LIMIT 1),
        (SELECT s.address FROM party p JOIN staff s ON s.id = p.staff_id WHERE p.interaction_id = i.id AND p.role <> 'from' ORDER BY p.ordinal LIMIT 1)) AS who
    FROM interaction i WHERE i.id IN ({})"""


def of_person(db: sqlite3.Connection, person: int) -> list[Values]:
    """The complaints of one person (by row id)."""
    return rows(db, OF_PERSON, (person,))


def of_company(db: sqlite3.Connection, company: int) -> list[Values]:
    """The complaints of a company's people (by row id)."""
    return rows(db, OF_COMPANY, (company,))


def of_item(db: sqlite3.Connection, interaction: int) -> list[Values]:
    """Those that stand in one message, meeting or call (its row id)."""
    return rows(db, OF_ITEM, (interaction,))


def unanswered(db: sqlite3.Connection, now: str, reader: Reader, team: str = "") -> list[Values]:
    """The latest complaints that nobody has answered, of those a reader may open; of the people of `team` only."""
    found = in_state(db, "open", {"now": now, "team": team}, limit=200)
    return list(islice((c for c in found if sees_item(db, reader, c["interaction_id"])), FEW))


def in_state(db: sqlite3.Connection, state: str, values: Values, *, limit: int, after: Values | None = None) -> list[Values]:
    """Complaints in a state, the latest first, from after one. `values`: now, and the team ('' for everybody)."""
    settled = state == "settled"
    at, key = ("s.at", "s.complaint_key") if settled else ("i.at", "c.key")
    filters = f" AND {TOOK_PART}" if values["team"] else ""
    if after is not None:
        filters += f" AND ({at}, {key}) < (:after_at, :after_key)"
        values = {**values, "after_at": after["words_at" if settled else "at"], "after_key": after["key"]}
    chosen = (SETTLED if settled else UNSETTLED).format(filters=filters)
    return rows(db, f"{_COMPLAINT} WHERE c.key IN ({chosen}) ORDER BY {at} DESC, c.key DESC", {**values, "state": state, "limit": limit})


def complaints(db: sqlite3.Connection, asked: Asked) -> Values:
    """Every state with its first few, or one state page by page; settled ones under the month they were settled in."""
    chosen = asked.arg("state") if asked.arg("state") in STATES else ""
    values = {"now": asked.now, "team": asked_for(db, asked) if asked.reader.sees_all else ""}
    begin = row(db, f"{_COMPLAINT} WHERE c.key = ?", (asked.arg("after"),)) if chosen and asked.arg("after") else None
    shown: list[Values] = []
    for state in (chosen,) if chosen else STATES:

        def read(after: Values | None, limit: int, state: str = state) -> list[Values]:
            return in_state(db, state, values, limit=limit, after=after or begin)

        found, last = page_of(
            read, lambda c: sees_item(db, asked.reader, c["interaction_id"]), PAGE if chosen else SOME, ahead=lambda some: seen_items(db, asked.reader, [c["interaction_id"] for c in some])
        )
        if found or chosen:
            shown.append({"state": state, "complaints": found, "more": asked.link(state=state, after=last["key"] if chosen else None) if last else ""})
    everything = [c for s in shown for c in s["complaints"]]
    has = who_has(db, everything)
    for c in everything:
        c["month"] = f"{asked.words.wall(c['words_at']):%Y-%m}" if c["state"] == "settled" and c["words_at"] else ""
    return {"sections": shown, "chosen": chosen, "has": has, "names": names(db, [*has.values(), *(c["address"] for c in everything)]), "managers": managers(db)}


def who_has(db: sqlite3.Connection, found: list[Values]) -> dict[int, str]:
    """By the row ids of the interactions of these complaints, which of ours has each."""
    ids = [c["interaction_id"] for c in found]
    return {r["id"]: r["who"] for r in rows(db, WHO_HAS.format(places(ids)), tuple(ids))} if ids else {}


async def complaints_page(datasette: Datasette, request: Request) -> Response:
    """`/complaints`."""
    return await show(datasette, request, "syncd/complaints.html", complaints, to=COLLEAGUES)


@hook
def register_routes() -> list[tuple[str, object]]:
    """All complaints."""
    return [(r"^/complaints$", complaints_page)]
