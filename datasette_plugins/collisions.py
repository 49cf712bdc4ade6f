"""Collisions: what two colleagues offered one customer without knowing of one another; and who began to write to a colleague's customer."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from decimal import Decimal

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from datasette_plugins.hooks import hook
from datasette_plugins.names import names
from datasette_plugins.offers import said_price
from datasette_plugins.page import Asked, Values, row, rows, show
from datasette_plugins.paging import page_of
from datasette_plugins.rights import COLLEAGUES, Reader, seen_items
from datasette_plugins.team import asked_for, managers
from datasette_plugins.words import Words

PAGE, FEW = 30, 4
_LATELY, _BEFORE = dt.timedelta(days=30), dt.timedelta(days=365)
RULE = "second-offer"  # of the rules of the relation: it keeps the collisions
# Collisions, the latest first: the later offer's key stands before the earlier one's in the case.
FOUND = """
    SELECT b.id, b.since, b.why AS told, substr(b.case_id, 1, instr(b.case_id, '|') - 1) AS second, substr(b.case_id, instr(b.case_id, '|') + 1) AS first
    FROM breach b WHERE b.rule = :rule AND b.since <= :now{after} ORDER BY b.since DESC, b.id DESC LIMIT :limit"""
_AFTER = " AND (b.since, b.id) < (:after_at, :after_id)"
PLACE = "SELECT id, since FROM breach WHERE id = ?"
OFFER = """
    SELECT f.product, f.amounts, f.discount, f.quote, f.address, f.interaction_id, i.key AS interaction, i.at, i.language,
           coalesce((SELECT s.address FROM party p JOIN staff s ON s.id = p.staff_id WHERE p.interaction_id = i.id AND p.role IN ('from', 'sender') ORDER BY p.ordinal LIMIT 1), '') AS staff
    FROM offer f JOIN interaction i ON i.id = f.interaction_id WHERE f.key = ?"""
# Who of ours first wrote to or called a customer of this owner in the last days: not with the owner, nor at their wish.
NEWCOMERS = f"""
    SELECT o.uuid, o.name, s.address AS staff, min(c.at) AS at, i.key AS interaction, i.kind
    FROM organisation o JOIN contact c ON c.organisation_id = o.id AND c.at >= :since AND c.at <= :now JOIN interaction i ON i.id = c.interaction_id JOIN staff s ON s.id = c.staff_id
    WHERE o.owner = :me AND s.address <> :me AND i.direction = 'out' AND (i.kind = 'call' OR (i.kind = 'message' AND i.class = 'personal'))
    AND NOT EXISTS (SELECT 1 FROM party p JOIN staff t ON t.id = p.staff_id WHERE p.interaction_id = i.id AND t.address = :me)
    AND NOT EXISTS (SELECT 1 FROM contact e WHERE e.organisation_id = o.id AND e.at < :since AND e.at >= :before AND e.staff_id = c.staff_id)
    AND NOT EXISTS (SELECT 1 FROM promise p JOIN handoff h ON h.promise_id = p.id WHERE p.organisation_id = o.id AND p.said_at >= '' AND h.from_staff = :me AND h.to_staff = s.address)
    GROUP BY o.id, s.id ORDER BY at DESC LIMIT {FEW}"""


def found(db: sqlite3.Connection, now: str, *, limit: int, after: Values | None = None) -> list[Values]:
    """Collisions with both offers, the latest first, from after one."""
    values: Values = {"rule": RULE, "now": now, "limit": limit}
    if after:
        values |= {"after_at": after["since"], "after_id": after["id"]}
    result = []
    for case in rows(db, FOUND.format(after=_AFTER if after else ""), values):
        one, other = row(db, OFFER, (case["first"],)), row(db, OFFER, (case["second"],))
        result.append({**case, "offers": [one, other] if one and other else []})
    return result


def sees(db: sqlite3.Connection, reader: Reader, team: frozenset[str], case: Values) -> bool:
    """Whether a collision is a reader's: managers see those of the people they asked for, a colleague their own."""
    staff = {offer["staff"] for offer in case["offers"]}
    if not staff:
        return False
    if reader.sees_all:
        return not team or not staff.isdisjoint(team)
    return reader.address in staff and len(seen_items(db, reader, [o["interaction_id"] for o in case["offers"]])) > 0


def explained(db: sqlite3.Connection, reader: Reader, cases: list[Values], words: Words) -> list[Values]:
    """The same with prices in words and why the two are alike. Of an offer in a mail the reader may not open only who, when and what is told."""
    for case in cases:
        by, _, said = case["told"].partition(": ")
        case["why"] = {"by": by, "words": said}
        open_ = seen_items(db, reader, [o["interaction_id"] for o in case["offers"]])
        for o in case["offers"]:
            o["price"] = " / ".join(said_price(Decimal(str(a["amount"])), a["currency"], words) for a in json.loads(o["amounts"]))
            o["opens"] = o["interaction_id"] in open_
    return cases


def latest(db: sqlite3.Connection, asked: Asked, team: str) -> list[Values]:
    """The collisions of the last month, for the start page."""
    people = frozenset(json.loads(team or "[]"))
    month = f"{asked.words.now - _LATELY:%Y-%m-%dT%H:%M:%SZ}"
    cases = [c for c in found(db, asked.now, limit=FEW * 10) if c["since"] >= month and sees(db, asked.reader, people, c)]
    return explained(db, asked.reader, cases[:FEW], asked.words)


def newcomers(db: sqlite3.Connection, asked: Asked) -> list[Values]:
    """The colleagues who began to write to the reader's own customers in the last month, each customer once."""
    if not asked.reader.address:
        return []
    since, before = (f"{asked.words.now - back:%Y-%m-%dT%H:%M:%SZ}" for back in (_LATELY, _BEFORE))
    return rows(db, NEWCOMERS, {"me": asked.reader.address, "since": since, "before": before, "now": asked.now})


def collisions(db: sqlite3.Connection, asked: Asked) -> Values:
    """All collisions page by page."""
    people = frozenset(json.loads(asked_for(db, asked) or "[]")) if asked.reader.sees_all else frozenset()
    begin = row(db, PLACE, (asked.arg("after"),)) if asked.arg("after") else None
    cases, last = page_of(lambda after, limit: found(db, asked.now, limit=limit, after=after or begin), lambda c: sees(db, asked.reader, people, c), PAGE)
    cases = explained(db, asked.reader, cases, asked.words)
    new = newcomers(db, asked)
    who = names(db, [*(o["staff"] for c in cases for o in c["offers"]), *(o["address"] for c in cases for o in c["offers"]), *(n["staff"] for n in new)])
    return {"collisions": cases, "newcomers": new, "names": who, "managers": managers(db) if asked.reader.sees_all else [], "next": asked.link(after=last["id"]) if last else "",
            "first": asked.link(after=None) if begin else ""}  # fmt: skip


async def collisions_page(datasette: Datasette, request: Request) -> Response:
    """`/collisions`."""
    return await show(datasette, request, "syncd/collisions.html", collisions, to=COLLEAGUES)


@hook
def register_routes() -> list[tuple[str, object]]:
    """All collisions."""
    return [(r"^/collisions$", collisions_page)]
