"""What only people can tell: who may be one person or company, which doubtful promises are promises, and who is not to be contacted. For managers.

A list is gone through from its top: after each decision the page comes back, and the next one has moved up.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from datasette_plugins import proposals
from datasette_plugins.audit import at_item
from datasette_plugins.hooks import hook
from datasette_plugins.items import marked
from datasette_plugins.names import colleagues, names
from datasette_plugins.notes import who
from datasette_plugins.page import Asked, Values, row, rows, settings, show
from datasette_plugins.promises import PROMISE, Days, promise_names, shown_state
from datasette_plugins.proposals import Proposal
from syncd.store import wishes

COUNTED: Final = 200  # of more it is only said that there are
_AROUND: Final = 400  # characters of the mail shown before and after the words
_FEW: Final = 6
_WISHES: Final = 20  # words on one page

# Promises of ours that were found, but not surely enough for a reminder, and that nobody has decided about; by the index of what is open, newest first.
DOUBTFUL = """
    SELECT p.id FROM promise p INDEXED BY promise_newest
    WHERE p.state = 'open' AND p.kind <> 'theirs' AND p.noted = '' AND (p.said_at, p.key) < (:said_at, :key)
    AND (p.confidence < :least OR p.firmness NOT IN (SELECT value FROM json_each(:firmness)) OR p.due_kind NOT IN (SELECT value FROM json_each(:terms)))
    AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.subject = p.key AND d.kind IN ('confirm', 'done', 'accept', 'move', 'hand_over'))
    ORDER BY p.said_at DESC, p.key DESC LIMIT :limit"""
WORDS = "SELECT own_text FROM message WHERE interaction_id = ?"
SAID = "SELECT said_at, key FROM promise WHERE key = ?"
# What one person decided here today: the newest decisions alone are read.
DECIDED = """
    SELECT count(DISTINCT subject) FROM (SELECT subject, kind, by, at, origin FROM decision ORDER BY seq DESC LIMIT 500)
    WHERE by = ? AND at >= ? AND origin = 'web' AND kind IN ('confirm', 'dismiss')"""


def doubtful(told: Mapping[str, Any], db: sqlite3.Connection, asked: Asked) -> Values:
    """One doubtful promise with the words around it, and how many are left."""
    wanted: dict[str, object] = {**told["doubt"], "said_at": "9", "key": "", "limit": COUNTED + 1}
    if (after := asked.arg("after")) and (at := row(db, SAID, (after,))):
        wanted |= at
    found = [id_ for (id_,) in db.execute(DOUBTFUL, wanted)]
    zone = ZoneInfo(told.get("timezone", "UTC"))
    midnight = dt.datetime.combine(asked.words.today, dt.time(), zone).astimezone(dt.UTC)
    done = db.execute(DECIDED, (who(asked.reader), f"{midnight:%Y-%m-%dT%H:%M:%SZ}")).fetchone()[0]
    values: Values = {"p": None, "done": done, "all": done + min(len(found), COUNTED), "many": len(found) > COUNTED, "first": asked.link(after=None) if after else ""}
    if not found:
        return values
    p = rows(db, f"{PROMISE} WHERE p.id = ?", (found[0],))[0]
    text = db.execute(WORDS, (p["interaction_id"],)).fetchone()
    return {
        **values, "looked": at_item(db, "promise", p["key"], p["interaction_id"]), "p": p, "names": promise_names(db, [p]), "days": Days.of(asked.words), "shown_state": shown_state,
        "pieces": marked(around(text[0] if text else p["quote"], p["quote"]), [(p["quote"], p["key"])]), "later": asked.link(after=p["key"]),
        "not_sure": p["confidence"] < told["doubt"]["least"], "colleagues": colleagues(db),
    }  # fmt: skip


def around(text: str, quote: str) -> str:
    """A text cut to what stands near a quote of it."""
    at = max(text.find(quote), 0)
    first, last = max(at - _AROUND, 0), min(at + len(quote) + _AROUND, len(text))
    return ("… " if first else "") + text[first:last].strip() + (" …" if last < len(text) else "")


# ── who may be one ───────────────────────────────────────────────────────────────────────────────────────────────

PERSON = """
    SELECT n.id, n.uuid, n.name, n.language, o.uuid AS company_id, o.name AS company,
           (SELECT max(c.at) FROM contact c WHERE c.person_id = n.id) AS last
    FROM person n LEFT JOIN organisation o ON o.id = n.organisation_id WHERE n.id = ?"""
PERSON_OF = "SELECT person_id FROM identifier WHERE kind = 'address' AND value = ?"
COMPANY = "SELECT o.uuid, o.name, o.domains, (SELECT max(c.at) FROM contact c WHERE c.organisation_id = o.id) AS last FROM domain d JOIN organisation o ON o.id = d.organisation_id WHERE d.name = ?"
IDENTIFIERS = f"SELECT value FROM identifier WHERE person_id = ? ORDER BY kind, value LIMIT {_FEW}"
# Whether two persons took part in the same thing lately.
TOGETHER = """
    SELECT 1 FROM (SELECT interaction_id FROM contact WHERE person_id = :p ORDER BY at DESC LIMIT 200) a
    JOIN contact b ON b.interaction_id = a.interaction_id AND b.person_id = :q LIMIT 1"""


def maybe_one(db: sqlite3.Connection, asked: Asked) -> Values:
    """A page of proposals, each with both sides and what speaks for and against."""
    cursor = asked.args.get("after", "")[:1000]
    found, after = proposals.page(db, cursor)
    return {
        "questions": [_question(db, p) for p in found], "next": asked.link(after=after) if after else "", "first": asked.link(after=None) if cursor else "",
    }  # fmt: skip


def _question(db: sqlite3.Connection, proposal: Proposal) -> Values:
    if proposal.kind == "organisation":
        sides = [row(db, COMPANY, (d,)) or {"uuid": "", "name": d, "domains": d, "last": None} for d in (proposal.a, proposal.b)]
        return {"proposal": proposal, "sides": [{**s, "href": f"/company/{s['uuid']}", "known_by": s["domains"].split()} for s in sides], "speaks_for": [], "speaks_against": []}
    ids = [proposal.p, proposal.q] if proposal.kind == "person" else [i for (i,) in db.execute(PERSON_OF, (proposal.a,)).fetchall()]
    people = [person for id_ in ids if (person := row(db, PERSON, (id_,)))]
    sides = [{**n, "href": f"/customer/{n['uuid']}", "known_by": [v for (v,) in db.execute(IDENTIFIERS, (n["id"],))]} for n in people]
    return {"proposal": proposal, "sides": sides, **(_weighed(db, *people) if len(people) == 2 else {"speaks_for": [], "speaks_against": []})}


def _weighed(db: sqlite3.Connection, one: Values, other: Values) -> Values:
    """What speaks for and against two persons being one, beside the reason it was proposed for, as keys of the catalogue."""
    for_: list[str] = []
    against: list[str] = []
    if one["company_id"] and other["company_id"]:
        (for_ if one["company_id"] == other["company_id"] else against).append("review.same_company" if one["company_id"] == other["company_id"] else "review.other_company")
    if one["language"] and other["language"] and one["language"] != other["language"]:
        against.append("review.other_language")
    if db.execute(TOGETHER, {"p": one["id"], "q": other["id"]}).fetchone():
        against.append("review.together")
    return {"speaks_for": for_, "speaks_against": against}


# ── who seems to ask not to be contacted ─────────────────────────────────────────────────────────────────────────


def asks(db: sqlite3.Connection, asked: Asked) -> Values:
    """A page of words by which somebody seems to ask not to be contacted, the latest first."""
    after = asked.arg("after")
    found = wishes.proposed(db, _WISHES + 1, after)
    shown = found[:_WISHES]
    return {
        "proposed": shown, "names": names(db, [p.address for p in shown]), "next": asked.link(after=shown[-1].key) if len(found) > _WISHES else "",
        "first": asked.link(after=None) if after else "",
    }  # fmt: skip


async def wishes_page(datasette: Datasette, request: Request) -> Response:
    """`/review/wishes`."""
    return await show(datasette, request, "syncd/review_wishes.html", asks)


async def promises_page(datasette: Datasette, request: Request) -> Response:
    """`/review/promises`."""
    told = settings(datasette)
    return await show(datasette, request, "syncd/review_promises.html", lambda db, asked: doubtful(told, db, asked))


async def people_page(datasette: Datasette, request: Request) -> Response:
    """`/review/people`."""
    return await show(datasette, request, "syncd/review_people.html", maybe_one)


@hook
def register_routes() -> list[tuple[str, object]]:
    """The three lists."""
    return [(r"^/review/promises$", promises_page), (r"^/review/people$", people_page), (r"^/review/wishes$", wishes_page)]
