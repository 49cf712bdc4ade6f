"""The promise board, one promise, and how a promise is read wherever it is shown.

Open promises are ordered by their term; a section is paged by (term, key), never by offset. Whose promise it is: the
colleague it was handed to, else the one who gave it.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from dataclasses import dataclass, field

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from datasette_plugins.audit import at_item
from datasette_plugins.finding import FOUND_COMPANIES, FOUND_IDS, found_by
from datasette_plugins.hooks import hook
from datasette_plugins.names import Names, colleagues, folded, names
from datasette_plugins.page import Asked, Values, row, rows, show
from datasette_plugins.rights import COLLEAGUES, Reader, require, sees_item, sees_promise
from datasette_plugins.words import Words

# One promise as it is shown: its words, its mail, its company, its reminder and its hand-off.
PROMISE = """
    SELECT p.id, p.key, p.quote, p.kind, p.firmness, p.act, p.state, p.promiser, p.assignee, p.beneficiary, p.due_from, p.due_to, p.due_at, p.due_zone,
           p.due_kind, p.due_text, p.confidence, p.trusted, p.said_at, p.why, p.scorer, p.named, p.noted, p.replaced_by, p.state = 'withdrawn' AND p.wording IS NOT NULL AS is_template, p.interaction_id, i.key AS interaction, i.kind AS interaction_kind,
           i.subject, i.language, o.uuid AS company_id, o.name AS company, r.state AS reminder_state, r.owner AS reminder_owner,
           coalesce(r.seen_start, r.start_at) AS reminder_at, h.from_staff, h.to_staff, h.state AS handoff_state, h.since AS handoff_since,
           v.reason AS evidence_reason, vi.key AS evidence_key, vi.kind AS evidence_kind, u.department AS usual_of, u.term AS usual_term,
           u.due_to AS usual_to
    FROM promise p
    JOIN interaction i ON i.id = p.interaction_id
    LEFT JOIN organisation o ON o.id = p.organisation_id
    LEFT JOIN reminder r ON r.promise_key = p.key AND r.purpose = 'due'
    LEFT JOIN handoff h ON h.promise_id = p.id
    LEFT JOIN usual_term u ON u.promise_id = p.id
    LEFT JOIN evidence v ON v.promise_id = p.id AND v.interaction_id =
        (SELECT e.interaction_id FROM evidence e WHERE e.promise_id = p.id AND e.closes = p.state ORDER BY e.at DESC LIMIT 1)
    LEFT JOIN interaction vi ON vi.id = v.interaction_id"""

# The promises of a section in order, before anything is read beside them; the company's name is there for the filter.
CHOSEN = """
    SELECT p.id FROM promise p LEFT JOIN organisation o ON o.id = p.organisation_id
    WHERE {state} = :state AND {condition} ORDER BY p.due_at {direction}, p.key {direction} LIMIT :limit"""
# The promises to or by whomever a typed text meets, in any state.
OF_CUSTOMER = f"""
    WITH met AS MATERIALIZED (SELECT d.value FROM ({FOUND_IDS}) f CROSS JOIN identifier d ON d.person_id = f.id AND d.kind = 'address')
    SELECT p.id FROM met JOIN promise p ON p.beneficiary = met.value AND p.said_at >= '' WHERE p.kind <> 'theirs'
    UNION SELECT p.id FROM met JOIN promise p ON p.promiser = met.value WHERE p.kind = 'theirs'
    UNION SELECT p.id FROM ({FOUND_COMPANIES}) o CROSS JOIN promise p ON p.organisation_id = o.id AND p.said_at >= ''
    LIMIT :many"""
# What each section of the board holds: the states, and what else must be true (by the columns of promise_state_due first).
SECTIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "overdue": (("open",), "p.due_at < :now AND p.kind <> 'theirs'"),
    "today": (("open",), "p.due_at >= :now AND p.due_at < :tomorrow AND p.kind <> 'theirs'"),
    "week": (("open",), "p.due_at >= max(:now, :tomorrow) AND p.due_at < :next_week AND p.kind <> 'theirs'"),
    "later": (("open",), "p.due_at >= max(:tomorrow, :next_week) AND p.kind <> 'theirs'"),
    "none": (("open",), "p.due_at IS NULL AND p.kind <> 'theirs'"),
    "theirs": (("open",), "p.kind = 'theirs'"),
    "unknown": (("unknown",), "p.kind <> 'theirs'"),
    "kept": (("kept", "probably_kept"), "true"),
}
NEWEST_FIRST = frozenset({"kept", "unknown"})  # the others begin with what is due first
FEW, PAGE = 6, 50
_MANY = 3_000  # promises of customers that are held against a section; of more, each in the order of terms is looked at until there are enough


@dataclass(frozen=True, slots=True)
class Days:
    """Where today and this week end, as instants of the store."""

    now: str
    tomorrow: str
    next_week: str

    @classmethod
    def of(cls, words: Words) -> Days:
        """The bounds on the company's clock: the week ends with Sunday."""
        midnight = dt.datetime.combine(words.today, dt.time(), words.zone)
        ends = (midnight + dt.timedelta(days=1), midnight + dt.timedelta(days=7 - words.today.weekday()))
        return cls(*(f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}" for at in (words.now, *ends)))


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of the board as SQL: conditions beside a section's, with their values. `few`: they name the promises, which is quicker than their terms."""

    sql: str = ""
    values: dict[str, object] = field(default_factory=dict)
    few: bool = False


_OTHER = "CASE p.kind WHEN 'theirs' THEN p.promiser ELSE coalesce(p.beneficiary, '') END"
_IS_OF_CUSTOMER = f"""(o.folded LIKE :customer OR {_OTHER} LIKE :customer OR EXISTS (
    SELECT 1 FROM identifier d JOIN person n ON n.id = d.person_id WHERE d.kind = 'address' AND d.value = {_OTHER} AND n.folded LIKE :customer))"""


def filters(db: sqlite3.Connection, asked: Asked) -> Wanted:
    """The board's filters: colleague (has it or gave it), kind, customer (name, company or address; without diacritics)."""
    parts: list[str] = []
    values: dict[str, object] = {}
    if colleague := asked.arg("colleague"):
        parts.append("(p.promiser = :colleague OR p.assignee = :colleague OR EXISTS (SELECT 1 FROM handoff h WHERE h.promise_id = p.id AND h.to_staff = :colleague))")
        values["colleague"] = colleague
    if (kind := asked.arg("kind")) in ("promise", "handoff", "theirs"):
        parts.append("p.kind = :kind")
        values["kind"] = kind
    few = False
    if customer := folded(asked.arg("customer")):
        ids = [id_ for (id_,) in db.execute(OF_CUSTOMER, {**found_by(customer), "many": _MANY + 1})]
        few = len(ids) <= _MANY
        parts.append("p.id IN (SELECT value FROM json_each(:of_customer))" if few else _IS_OF_CUSTOMER)
        values |= {"of_customer": json.dumps(ids)} if few else {"customer": f"%{customer}%"}
    mine = of_reader(asked.reader)
    return Wanted(mine.sql + "".join(f" AND {p}" for p in parts), {**mine.values, **values}, few)


def of_reader(reader: Reader) -> Wanted:
    """The promises a reader's lists are made of: all of them for managers, for others those they gave, were given, have or handed on."""
    if reader.sees_all:
        return Wanted()
    return Wanted(" AND (p.promiser = :me OR p.assignee = :me OR p.beneficiary = :me OR EXISTS "
                  "(SELECT 1 FROM handoff h WHERE h.promise_id = p.id AND :me IN (h.to_staff, h.from_staff)))", {"me": reader.address})  # fmt: skip


def section(db: sqlite3.Connection, name: str, wanted: Wanted, days: Days, *, limit: int, after: str = "") -> list[Values]:
    """Promises of a section in the order of their terms, from after the promise with the key `after`.

    One reading a state, so that each runs along the index (state, due_at) and stops at the limit.
    """
    values = {"now": days.now, "tomorrow": days.tomorrow, "next_week": days.next_week, **wanted.values, "limit": limit}
    backwards = name in NEWEST_FIRST
    from_there, direction = "", "DESC" if backwards else "ASC"
    if after and (at := row(db, "SELECT due_at, key FROM promise WHERE key = ?", (after,))):
        from_there = _beyond("<" if backwards else ">", at["due_at"])
        values |= {"after_due": at["due_at"], "after_key": at["key"]}
    states, condition = SECTIONS[name]
    found: list[Values] = []
    for state in states:
        chosen = CHOSEN.format(state="+p.state" if wanted.few else "p.state", condition=condition + wanted.sql + from_there, direction=direction)
        found += rows(db, f"{PROMISE} WHERE p.id IN ({chosen})", {**values, "state": state})
    return sorted(found, key=lambda p: (p["due_at"] or "", p["key"]), reverse=backwards)[:limit]


def _beyond(sign: str, due_at: str | None) -> str:
    """The part of the order after a promise; those without a term come first going up, last going down."""
    if due_at is None:
        same = f"p.due_at IS NULL AND p.key {sign} :after_key"
        return f" AND ({same} OR p.due_at IS NOT NULL)" if sign == ">" else f" AND {same}"
    terms = f"p.due_at {sign}= :after_due AND (p.due_at, p.key) {sign} (:after_due, :after_key)"
    return f" AND ({terms}" + (" OR p.due_at IS NULL)" if sign == "<" else ")")


def promise_names(db: sqlite3.Connection, found: list[Values]) -> Names:
    """Who is who in these promises."""
    return names(db, (p[column] for p in found for column in ("promiser", "assignee", "beneficiary", "reminder_owner", "from_staff", "to_staff")))


def shown_state(p: Values, days: Days) -> str:
    """The state as a reader wants it: an open promise past its term is overdue, one of theirs is waited for."""
    if p["state"] != "open":
        return str(p["state"])
    if p["due_at"] and p["due_at"] < days.now:
        return "overdue"
    if p["kind"] == "theirs":
        return "waiting"
    return "today" if p["due_at"] and p["due_at"] < days.tomorrow else "open"


def board(db: sqlite3.Connection, asked: Asked) -> Values:
    """Every section with its first few, or one section page by page."""
    wanted, days = filters(db, asked), Days.of(asked.words)
    chosen = asked.arg("section") if asked.arg("section") in SECTIONS else ""
    shown: list[Values] = []
    for name in (chosen,) if chosen else SECTIONS:
        size = PAGE if chosen else FEW
        found = section(db, name, wanted, days, limit=size + 1, after=asked.arg("after") if chosen else "")
        more = len(found) > size
        found = found[:size]
        if found or chosen:
            shown.append({"name": name, "promises": found, "more": asked.link(section=name, after=found[-1]["key"] if chosen else None) if more else ""})
    everything = [p for s in shown for p in s["promises"]]
    return {"sections": shown, "chosen": chosen, "colleagues": colleagues(db), "names": promise_names(db, everything), "days": days, "shown_state": shown_state,
            "filtered": any(asked.arg(name) for name in ("colleague", "kind", "customer")), "any": db.execute("SELECT 1 FROM promise LIMIT 1").fetchone() is not None}  # fmt: skip


# What speaks for how a promise stands, newest first; a meeting that is still to come says nothing yet.
EVIDENCE = """
    SELECT i.id, e.closes, e.reason, e.quote, e.at, i.key, i.kind, i.subject, i.language FROM evidence e JOIN interaction i ON i.id = e.interaction_id
    JOIN promise p ON p.id = e.promise_id WHERE p.key = ? AND (e.at <= ? OR i.kind <> 'meeting') ORDER BY e.at DESC"""
# How sure the rules alone are of it, where another scorer is in force.
BY_RULES = "SELECT json_extract(body, '$.confidence') AS confidence FROM promise_key WHERE key = ?"
# What people decided about a promise.
DECISIONS = "SELECT at, by, kind, value FROM decision WHERE subject = ? ORDER BY seq"


def one(db: sqlite3.Connection, asked: Asked) -> Values | None:
    """One promise: its words within their sentence, its term, reminder, hand-off, evidence, and what people decided."""
    found = row(db, f"{PROMISE} WHERE p.key = ?", (asked.route["key"],))
    if found is None:
        return None
    require(sees_promise(db, asked.reader, found["id"], found["interaction_id"]))
    evidence = [e for e in rows(db, EVIDENCE, (found["key"], asked.now)) if sees_item(db, asked.reader, e["id"])]
    decisions = rows(db, DECISIONS, (found["key"],))
    for d in decisions:
        value = json.loads(d["value"])
        d["note"] = value if isinstance(value, str) else ""
    found["by_rules"] = None if found["scorer"].startswith("rules ") else rows(db, BY_RULES, (found["key"],))[0]["confidence"]
    who = promise_names(db, [found])
    who.update(names(db, (d["by"] for d in decisions)))
    return {"looked": at_item(db, "promise", found["key"], found["interaction_id"]), "brief_of": _customer_of(found, who), "p": found, "names": who, "days": Days.of(asked.words), "shown_state": shown_state, "evidence": evidence, "decisions": decisions, "colleagues": colleagues(db)}


def _customer_of(p: Values, who: Names) -> str:
    """The id of the person, else the company, that a promise is between us and; '' where there is none."""
    other = who[p["promiser"] if p["kind"] == "theirs" else p["beneficiary"] or ""].href
    return other.rpartition("/")[2] or str(p["company_id"] or "")


async def board_page(datasette: Datasette, request: Request) -> Response:
    """`/promises`."""
    return await show(datasette, request, "syncd/promises.html", board, to=COLLEAGUES)


async def promise_page(datasette: Datasette, request: Request) -> Response:
    """`/promise/<key>`: where the link of a reminder leads."""
    return await show(datasette, request, "syncd/promise.html", one, to=COLLEAGUES)


@hook
def register_routes() -> list[tuple[str, object]]:
    """The board and one promise."""
    return [(r"^/promises$", board_page), (r"^/promise/(?P<key>[0-9a-f]{8,64})$", promise_page)]
