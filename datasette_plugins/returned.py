"""Who came back: people known before who wrote or called again, with who they were, why they may have left, and what was open."""

from __future__ import annotations

import datetime as dt
import sqlite3

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from datasette_plugins.hooks import hook
from datasette_plugins.page import Asked, Values, row, rows, show
from datasette_plugins.paging import page_of
from datasette_plugins.rights import COLLEAGUES, Reader, seen_items, sees_customer, sees_item
from datasette_plugins.team import asked_for, managers

PAGE, FEW = 30, 5
_LATELY = dt.timedelta(days=90)
_OPEN_SHOWN = 3
# The latest returns; `shown_as` is who they were met as last, where nobody has joined the two.
_RETURN = """
    SELECT r.interaction_id, r.person_id, r.at, r.before_at, r.why, r.known_as, i.key AS interaction, i.kind, i.subject, n.uuid, n.name, o.uuid AS company_id, o.name AS company,
           k.uuid AS was_uuid, k.name AS was_name, q.name AS was_company,
           (SELECT s.address FROM contact c JOIN staff s ON s.id = c.staff_id WHERE c.person_id = r.known_as AND c.at = r.before_at LIMIT 1) AS last_by,
           (SELECT coalesce(nullif(s.name, ''), s.address) FROM contact c JOIN staff s ON s.id = c.staff_id WHERE c.person_id = r.known_as AND c.at = r.before_at LIMIT 1) AS last_name
    FROM returned r JOIN interaction i ON i.id = r.interaction_id JOIN person n ON n.id = r.person_id LEFT JOIN organisation o ON o.id = n.organisation_id
    LEFT JOIN person k ON k.id = r.known_as LEFT JOIN organisation q ON q.id = k.organisation_id"""
LATEST = f"{_RETURN} WHERE r.at <= :now AND r.at >= :since{{after}} ORDER BY r.at DESC, r.interaction_id DESC, r.person_id LIMIT :limit"
_AFTER = " AND (r.at, r.interaction_id) < (:after_at, :after_id)"
OF_PERSON = f"{_RETURN} WHERE r.person_id = :person AND r.at <= :now AND r.at >= :since ORDER BY r.at DESC LIMIT 1"
PLACE = "SELECT r.at, r.interaction_id FROM returned r JOIN interaction i ON i.id = r.interaction_id WHERE i.key = ?"
_THEIRS = "(SELECT value FROM identifier WHERE person_id IN (:person, :known_as))"
# What may have driven them away, and what was left undone: up to the day they came back.
REJECTED = f"SELECT f.product, f.quote FROM offer f JOIN interaction i ON i.id = f.interaction_id WHERE f.address IN {_THEIRS} AND f.state = 'rejected' AND i.at < :at ORDER BY i.at DESC LIMIT 1"
COMPLAINT = f"SELECT c.quote FROM complaint c JOIN interaction i ON i.id = c.interaction_id WHERE c.address IN {_THEIRS} AND +c.state IN ('open', 'answered', 'apologised') AND i.at < :at ORDER BY i.at DESC LIMIT 1"  # +: along the few of this person, not the many that are open
UNWANTED = f"SELECT s.quote FROM no_contact_said s JOIN interaction i ON i.id = s.interaction_id WHERE s.address IN {_THEIRS} AND i.at < :at ORDER BY i.at DESC LIMIT 1"
OPEN = f"SELECT p.quote, p.key FROM promise p WHERE p.beneficiary IN {_THEIRS} AND +p.state IN ('open', 'unknown') AND p.said_at < :at ORDER BY p.said_at DESC LIMIT {_OPEN_SHOWN}"


def latest(db: sqlite3.Connection, asked: Asked, *, limit: int, after: Values | None = None) -> list[Values]:
    """The returns of the last ninety days, the latest first, from after one."""
    values: Values = {"now": asked.now, "since": f"{asked.words.now - _LATELY:%Y-%m-%dT%H:%M:%SZ}", "limit": limit}
    if after:
        values |= {"after_at": after["at"], "after_id": after["interaction_id"]}
    return rows(db, LATEST.format(after=_AFTER if after else ""), values)


def told(db: sqlite3.Connection, found: Values) -> Values:
    """A return with what may have driven them away and what is open still."""
    values = {"person": found["person_id"], "known_as": found["known_as"], "at": found["at"]}
    return {
        **_with_gap(found), "rejected": row(db, REJECTED, values), "complaint": row(db, COMPLAINT, values), "unwanted": row(db, UNWANTED, values), "open": rows(db, OPEN, values),
    }  # fmt: skip


def _with_gap(found: Values) -> Values:
    gap = (dt.datetime.fromisoformat(found["at"]) - dt.datetime.fromisoformat(found["before_at"])).days
    return {**found, "days": gap, "years": gap // 365}


def of_person(db: sqlite3.Connection, person: int, asked: Asked) -> Values | None:
    """The last time somebody came back in the last ninety days, for the head of their page; None where they did not."""
    found = _last(db, person, asked)
    return told(db, found) if found and _sees(db, asked.reader, found) else None


def on_card(db: sqlite3.Connection, person: int, asked: Asked) -> Values | None:
    """The same for the short card, which every colleague may see: when, by what and as whom, and nothing that was written."""
    found = _last(db, person, asked)
    return _with_gap(found) if found else None


def _last(db: sqlite3.Connection, person: int, asked: Asked) -> Values | None:
    return row(db, OF_PERSON, {"person": person, "now": asked.now, "since": f"{asked.words.now - _LATELY:%Y-%m-%dT%H:%M:%SZ}"})


def lately(db: sqlite3.Connection, asked: Asked) -> list[Values]:
    """The few latest, of those a reader may open, for the start page."""
    found = [r for r in latest(db, asked, limit=FEW * 8) if _sees(db, asked.reader, r)]
    return [told(db, r) for r in found[:FEW]]


def _sees(db: sqlite3.Connection, reader: Reader, r: Values) -> bool:
    """Whether a reader may know of a return: the contact is of theirs, and so is whoever it was before."""
    return sees_item(db, reader, r["interaction_id"]) and (r["known_as"] == r["person_id"] or sees_customer(db, reader, person_id=r["known_as"]))


def returned(db: sqlite3.Connection, asked: Asked) -> Values:
    """Who came back in the last ninety days, page by page."""
    team = asked_for(db, asked) if asked.reader.sees_all else ""
    begin = row(db, PLACE, (asked.arg("after"),)) if asked.arg("after") else None
    found, last = page_of(lambda after, limit: latest(db, asked, limit=limit, after=after or begin), lambda r: _sees(db, asked.reader, r) and (not team or (r["last_by"] or "-") in team), PAGE,
                          ahead=lambda some: seen_items(db, asked.reader, [r["interaction_id"] for r in some]))  # fmt: skip
    shown = [told(db, r) for r in found]
    return {"returns": shown, "managers": managers(db) if asked.reader.sees_all else [],
            "next": asked.link(after=last["interaction"]) if last else "", "first": asked.link(after=None) if begin else ""}  # fmt: skip


async def returned_page(datasette: Datasette, request: Request) -> Response:
    """`/returned`."""
    return await show(datasette, request, "syncd/returned.html", returned, to=COLLEAGUES)


@hook
def register_routes() -> list[tuple[str, object]]:
    """Who came back."""
    return [(r"^/returned$", returned_page)]
