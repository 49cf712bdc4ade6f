"""The invitation list of a segment: who is invited, and of everybody who is not, why. For the screen, for paper, as CSV.

A company is invited by its people who were in touch within two years. The CSV holds whom to invite and nobody else: what is sent by it reaches nobody who was left out.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import defaultdict

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from datasette_plugins import segment_files
from datasette_plugins.audit import Looked
from datasette_plugins.hooks import hook
from datasette_plugins.names import names
from datasette_plugins.page import Asked, Values, found, linked, rows, show
from datasette_plugins.reports import as_csv
from datasette_plugins.saved import told
from datasette_plugins.segments import members
from syncd.core.invitation import Guest, Occasion, Told, invited
from syncd.core.no_contact import is_in_force
from syncd.store import queries

MOST = 500  # customers of a segment that are looked at
PAGE = 100  # people of each list that are shown at once; the CSV has all
_EACH = 12  # people of one company
_LATELY = 730  # days
# The people meant by a segment: those in it, and of its companies those who were in touch lately.
PERSONS = "SELECT id, organisation_id FROM person WHERE uuid IN (SELECT value FROM json_each(?))"
OF_COMPANIES = """
    SELECT n.id, n.organisation_id FROM json_each(:companies) w CROSS JOIN organisation o ON o.uuid = w.value CROSS JOIN person n ON n.organisation_id = o.id
    WHERE EXISTS (SELECT 1 FROM contact c WHERE c.person_id = n.id AND c.at >= :lately AND c.at <= :now)"""
WHO = """
    SELECT n.id, n.uuid, n.name, n.language, n.organisation_id AS company_id, o.uuid AS company_uuid, o.name AS company, coalesce(o.owner, r.owner, '') AS owner
    FROM person n LEFT JOIN organisation o ON o.id = n.organisation_id LEFT JOIN rhythm r ON r.person = n.id AND r.company = 0 WHERE n.id IN (SELECT value FROM json_each(?))"""
IDENTIFIERS = "SELECT person_id, kind, value FROM identifier WHERE person_id IN (SELECT value FROM json_each(?)) ORDER BY doubt, value"
FACTS = """
    SELECT d.person_id, f.kind, f.value, f.negated FROM json_each(?) w CROSS JOIN identifier d ON d.person_id = w.value CROSS JOIN fact f ON f.address = d.value
    LEFT JOIN interaction i ON i.id = f.interaction_id ORDER BY i.at DESC, f.key"""
COMPLAINTS = """
    SELECT DISTINCT n.id, n.organisation_id FROM complaint c INDEXED BY complaint_open CROSS JOIN identifier d ON d.kind IN ('address', 'phone') AND d.value = c.address CROSS JOIN person n ON n.id = d.person_id
    WHERE c.state IN ('open', 'answered', 'apologised')"""
WISHES = """
    SELECT d.organisation_id, NULL, w.channel, w.until FROM no_contact w CROSS JOIN domain d ON d.name = w.subject
    UNION ALL SELECT NULL, i.person_id, w.channel, w.until FROM no_contact w CROSS JOIN identifier i ON i.kind IN ('address', 'phone') AND i.value = w.subject"""


def occasion_of(asked: Asked) -> Occasion:
    """What people are invited to, as the address says."""
    return Occasion(channel="call" if asked.arg("channel") == "call" else "mail", family=asked.arg("family") == "1", topic=asked.arg("topic"))


def invitation(db: sqlite3.Connection, asked: Asked) -> Values | None:
    """Everybody meant by a segment, with the answer for each, by name."""
    segment = segment_files.named(db, asked.route["name"])
    if segment is None:
        return None
    wrong, pages = "", []
    try:
        pages = members(db, segment, told(asked))
    except sqlite3.Error as error:
        wrong = asked.words("error.slow") if error.args == ("interrupted",) else str(error)
    occasion = occasion_of(asked)
    people = _answered(db, pages[:MOST], occasion, asked)
    chosen = {"channel": occasion.channel, "family": "1" if occasion.family else None, "topic": occasion.topic}
    return {
        "segment": segment, "title": segment.title(asked.words.language), "wrong": wrong, "occasion": occasion, "cut": MOST if len(pages) > MOST else 0,
        "invited": [p for p in people if not p["answer"].against], "out": [p for p in people if p["answer"].against], "as_csv": linked(f"{asked.path}.csv", chosen), "looked": Looked(f"invitation {segment.name}"),
    }  # fmt: skip


def shown(db: sqlite3.Connection, asked: Asked) -> Values | None:
    """A page of those who are invited, and a page of those who are not, each from after the person the address names."""
    values = invitation(db, asked)
    if values is None:
        return None
    for name in ("invited", "out"):
        everybody = values[name]
        begin = next((n for n, p in enumerate(everybody, 1) if p["uuid"] == asked.arg(f"{name}_after")), 0)
        listed = everybody[begin : begin + PAGE]
        more = begin + PAGE < len(everybody)
        values[name] = {"people": listed, "size": len(everybody), "next": asked.link(**{f"{name}_after": listed[-1]["uuid"]}) if more else "", "first": asked.link(**{f"{name}_after": None}) if begin else ""}
    return {**values, "names": names(db, (p["owner"] for p in values["invited"]["people"]))}


def _answered(db: sqlite3.Connection, pages: list[str], occasion: Occasion, asked: Asked) -> list[Values]:
    people = _people(db, pages, asked)
    ids = json.dumps(sorted(people))
    addresses: dict[int, dict[str, str]] = defaultdict(dict)
    for person, kind, value in db.execute(IDENTIFIERS, (ids,)):
        addresses[person].setdefault(kind, value)
    facts: dict[int, list[Told]] = defaultdict(list)
    for person, kind, value, negated in db.execute(FACTS, (ids,)):
        facts[person].append(Told(kind, value, bool(negated)))
    complaining, wishes = _complaining(db), _wishes(db, asked.words.today.isoformat())
    for id_, p in people.items():
        reached = addresses[id_]
        guest = Guest(wishes=frozenset(wishes[None, id_] | wishes[p["company_id"], None]), has_complaint=not complaining.isdisjoint({("person", id_), ("company", p["company_id"])}),
                      has_address=("address" if occasion.channel == "mail" else "phone") in reached, facts=facts[id_])  # fmt: skip
        p.update(answer=invited(guest, occasion), address=reached.get("address", ""), phone=reached.get("phone", ""))
    return sorted(people.values(), key=lambda p: (str(p["company"] or p["name"]).casefold(), str(p["name"]).casefold(), p["uuid"]))


def _people(db: sqlite3.Connection, pages: list[str], asked: Asked) -> dict[int, Values]:
    """The people meant, by row id; of a company at most so many."""
    uuids = {kind: json.dumps([p.removeprefix(kind) for p in pages if p.startswith(kind)]) for kind in ("customer/", "company/")}
    chosen = {id_ for id_, _ in db.execute(PERSONS, (uuids["customer/"],))}
    each: dict[int, int] = defaultdict(int)
    lately = f"{asked.words.now - dt.timedelta(days=_LATELY):%Y-%m-%dT%H:%M:%SZ}"
    for id_, company in db.execute(OF_COMPANIES, {"companies": uuids["company/"], "lately": lately, "now": asked.now}):
        each[company] += 1
        if each[company] <= _EACH:
            chosen.add(id_)
    return {r["id"]: r for r in rows(db, WHO, (json.dumps(sorted(chosen)),))}


def _complaining(db: sqlite3.Connection) -> set[tuple[str, int | None]]:
    """Who has a complaint that is not settled, and the companies they are of: their colleagues wait for the same answer."""
    found: set[tuple[str, int | None]] = set()
    for person, company in db.execute(COMPLAINTS):
        found |= {("person", person), *([("company", company)] if company else [])}
    return found


def _wishes(db: sqlite3.Connection, today: str) -> defaultdict[tuple[int | None, int | None], set[str]]:
    """By (company, None) or (None, person) the channels by which they are not to be contacted today."""
    found: defaultdict[tuple[int | None, int | None], set[str]] = defaultdict(set)
    for company, person, channel, until in db.execute(WISHES):
        if is_in_force(until, today):
            found[company, person].add(channel)
    return found


async def page(datasette: Datasette, request: Request) -> Response:
    """`/segment/<name>/invite`."""
    return await show(datasette, request, "syncd/invitation.html", shown)


async def data(datasette: Datasette, request: Request) -> Response:
    """`/segment/<name>/invite.csv`: whom to invite."""
    values = await found(datasette, request, "invitation", invitation)
    if values["wrong"]:
        return Response.text(values["wrong"], status=400)
    columns = ("name", "company", "address", "phone", "language", "owner")
    listed = [[*(p[c] or "" for c in columns), p["answer"].children, p["answer"].likes] for p in values["invited"]]
    return as_csv([*columns, "children", "likes"], listed, f"{request.url_vars['name']}-invite")


@hook
def register_routes() -> list[tuple[str, object]]:
    """The list and its data."""
    one = rf"^/segment/(?P<name>{queries.NAME.pattern})/invite"
    return [(rf"{one}$", page), (rf"{one}\.csv$", data)]
