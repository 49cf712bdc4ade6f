"""The customers: a list to find one by name, company or address, and one page for each person and each company."""

from __future__ import annotations

import sqlite3

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from datasette_plugins import accounts, card, complaints, facts, finding, offers, picture, returned, standing
from datasette_plugins.audit import Looked
from datasette_plugins.finding import sought
from datasette_plugins.freshness import data_of_customer_as_of
from datasette_plugins.hooks import hook
from datasette_plugins.names import colleagues, names
from datasette_plugins.page import Asked, Values, places, row, rows, show
from datasette_plugins.promises import PROMISE, promise_names
from datasette_plugins.rights import COLLEAGUES, sees_customer
from datasette_plugins.timeline import Whose, timeline

PAGE = 50
SHOWN = 12  # open promises on a page; below them is the link to all

# Persons in the order of their names, from after (name, id).
PEOPLE = """
    SELECT n.id, n.uuid, n.name, n.folded AS sort, o.uuid AS company_id, o.name AS company, o.owner
    FROM person n {along} LEFT JOIN organisation o ON o.id = n.organisation_id
    WHERE (n.folded, n.uuid) > (:after_name, :after_id){found}
    ORDER BY n.folded, n.uuid LIMIT :limit"""
# Companies in the order of their names.
COMPANIES = """
    SELECT n.id, n.uuid, n.name, n.folded AS sort, n.domains, n.owner FROM organisation n {along}
    WHERE (n.folded, n.uuid) > (:after_name, :after_id){found} ORDER BY n.folded, n.uuid LIMIT :limit"""
# Addresses and telephone numbers of persons.
IDENTIFIERS = "SELECT person_id, kind, value, reason, doubt FROM identifier WHERE person_id IN ({}) ORDER BY doubt, reason DESC, value"
# The last contact up to now and the next one, along the index of contacts.
LAST = "SELECT max(at) AS at FROM contact WHERE {column} = ? AND at <= ?"
FIRST = "SELECT min(at) AS at FROM contact WHERE {column} = ?"
NEXT = """
    SELECT c.at, i.key, i.subject FROM contact c JOIN interaction i ON i.id = c.interaction_id
    WHERE c.{column} = ? AND c.at > ? AND i.kind = 'meeting' ORDER BY c.at LIMIT 1"""
# How many promises are open to or by a person, by each address; and for a company.
OPEN_OF_PEOPLE = """
    SELECT d.person_id, (SELECT count(*) FROM promise p INDEXED BY promise_beneficiary WHERE p.beneficiary = d.value AND p.state = 'open' AND p.kind <> 'theirs')
        + (SELECT count(*) FROM promise p WHERE p.promiser = d.value AND p.state = 'open' AND p.kind = 'theirs') AS n
    FROM identifier d WHERE d.kind = 'address' AND d.person_id IN ({})"""
OPEN_OF_COMPANIES = "SELECT organisation_id, count(*) AS n FROM promise WHERE state = 'open' AND organisation_id IN ({}) GROUP BY 1"



def people(db: sqlite3.Connection, asked: Asked) -> Values:
    """Persons by name, those that a typed text meets, paged by (name, id)."""
    listed, bounds = _listed(db, asked, PEOPLE)
    known: dict[int, list[Values]] = {}
    ids = [p["id"] for p in listed]
    for d in rows(db, IDENTIFIERS.format(places(ids)), tuple(ids)) if ids else ():
        known.setdefault(d["person_id"], []).append(d)
    open_: dict[int, int] = {}
    for r in rows(db, OPEN_OF_PEOPLE.format(places(ids)), tuple(ids)) if ids else ():
        open_[r["person_id"]] = open_.get(r["person_id"], 0) + r["n"]
    for p in listed:
        p["addresses"] = [d["value"] for d in known.get(p["id"], []) if d["kind"] == "address"]
        p["last"] = db.execute(LAST.format(column="person_id"), (p["id"], asked.now)).fetchone()[0]
        p["open"] = open_.get(p["id"], 0)
        p["open"] *= bool(p["open"]) and sees_customer(db, asked.reader, person_id=p["id"])
    return {"tab": "people", "people": listed, "names": names(db, (p["owner"] for p in listed)), **bounds}


def companies(db: sqlite3.Connection, asked: Asked) -> Values:
    """Companies by name, those that a typed text meets, paged by (name, id)."""
    listed, bounds = _listed(db, asked, COMPANIES)
    ids = tuple(o["id"] for o in listed)
    open_ = {r["organisation_id"]: r["n"] for r in rows(db, OPEN_OF_COMPANIES.format(places(ids)), ids)} if ids else {}
    for o in listed:
        o["last"] = db.execute(LAST.format(column="organisation_id"), (o["id"], asked.now)).fetchone()[0]
        o["open"] = open_.get(o["id"], 0)
        o["open"] *= bool(o["open"]) and sees_customer(db, asked.reader, organisation_id=o["id"])
    return {"tab": "companies", "companies": listed, "names": names(db, (o["owner"] for o in listed)), **bounds}


def _listed(db: sqlite3.Connection, asked: Asked, sql: str) -> tuple[list[Values], Values]:
    """One page of a list by name, and the links to the next one and to the first."""
    name, _, id_ = asked.args.get("after", "").rpartition("~")
    text = asked.arg("q")
    listed = finding.listed(db, sql, sought(text) if text else None, {"after_name": name, "after_id": id_, "limit": PAGE + 1})
    more, listed = len(listed) > PAGE, listed[:PAGE]
    after = f"{listed[-1]['sort']}~{listed[-1]['uuid']}" if more else None
    return listed, {"next": asked.link(after=after) if after else "", "first": asked.link(after=None) if asked.arg("after") else "", "text": text}


# One person, with the company.
PERSON = """
    SELECT n.id, n.uuid, n.name, n.language, n.organisation_id, o.uuid AS company_id, o.name AS company, o.owner
    FROM person n LEFT JOIN organisation o ON o.id = n.organisation_id WHERE n.uuid = ?"""
# The same by an id that was given to one of the addresses before they were found to be one person's.
JOINED = PERSON.replace("n.uuid = ?", "n.id = (SELECT d.person_id FROM person_key k CROSS JOIN identifier d ON d.kind = 'address' AND d.value = k.address WHERE k.id = ?)")
COMPANY = "SELECT id, uuid, name, domains, owner FROM organisation WHERE uuid = ?"
COLLEAGUES_OF_COMPANY = "SELECT id, uuid, name, language FROM person WHERE organisation_id = ? ORDER BY name LIMIT 200"
# The languages its people write in, the most usual first.
LANGUAGES = "SELECT language FROM person WHERE organisation_id = ? AND language <> '' GROUP BY language ORDER BY count(*) DESC, language"
# Open promises to and by these addresses, or of this company, by their terms: chosen before anything is read beside them.
_BY_TERM = " ORDER BY {0}due_at IS NULL, {0}due_at, {0}key"
_OPEN = f"{PROMISE} WHERE p.id IN (SELECT id FROM ({{open}}){_BY_TERM.format('')} LIMIT 25){_BY_TERM.format('p.')}"
OPEN_OF_PERSON = _OPEN.format(open="""
    SELECT id, due_at, key FROM promise INDEXED BY promise_beneficiary WHERE state = 'open' AND beneficiary IN ({0})
    UNION SELECT id, due_at, key FROM promise WHERE state = 'open' AND promiser IN ({0})""")
OPEN_OF_COMPANY = _OPEN.format(open="SELECT id, due_at, key FROM promise WHERE state = 'open' AND organisation_id = ?")


def person(db: sqlite3.Connection, asked: Asked) -> Values | None:
    """A person: who they are, what is open, and everything that was between us; or the short card."""
    found = person_of(db, asked.route["id"])
    if found is None:
        return None
    identifiers = rows(db, IDENTIFIERS.format("?"), (found["id"],))
    if not sees_customer(db, asked.reader, person_id=found["id"]):
        return card.of_person(db, found, identifiers, asked)
    return _with_timeline(db, asked, Whose("person_id", found["id"]), matters_of_person(db, found, identifiers, asked))


def person_of(db: sqlite3.Connection, uuid: str) -> Values | None:
    """The person of a link, also of one made before two were joined; None where there is nobody."""
    return row(db, PERSON, (uuid,)) or row(db, JOINED, (uuid,))


def matters_of_person(db: sqlite3.Connection, found: Values, identifiers: list[Values], asked: Asked) -> Values:
    """What stands on the page of a person (a row of PERSON) and in the brief before the timeline."""
    addresses = [d["value"] for d in identifiers if d["kind"] == "address"]
    return {
        "looked": Looked("customer", (found["uuid"],)), "kind": "person", "c": found, "identifiers": identifiers, "people": [],
        "open": rows(db, OPEN_OF_PERSON.format(places(addresses)), tuple(addresses * 2)) if addresses else [],
        "facts": facts.of_person(db, identifiers, asked.words), "complaints": complaints.of_person(db, found["id"]), "offers": offers.of_person(db, addresses, asked.words),
        "accounts": accounts.of_person(db, found["name"], addresses, asked.words) if found["organisation_id"] is None else {},
        "returned": returned.of_person(db, found["id"], asked),
        **standing.of_person(db, found, identifiers, asked), **_contacts(db, Whose("person_id", found["id"]), asked),
    }  # fmt: skip


def company(db: sqlite3.Connection, asked: Asked) -> Values | None:
    """A company: its people, what is open, and everything that was between us; or the short card."""
    found = row(db, COMPANY, (asked.route["id"],))
    if found is None:
        return None
    if not sees_customer(db, asked.reader, organisation_id=found["id"]):
        return card.of_company(db, found, asked)
    return _with_timeline(db, asked, Whose("organisation_id", found["id"]), matters_of_company(db, found, asked))


def matters_of_company(db: sqlite3.Connection, found: Values, asked: Asked) -> Values:
    """What stands on the page of a company (a row of COMPANY) and in the brief before the timeline."""
    id_ = found["id"]
    return {
        "looked": Looked("customer", (found["uuid"],)), "kind": "company", "c": found, "identifiers": [], "people": rows(db, COLLEAGUES_OF_COMPANY, (id_,)),
        "open": rows(db, OPEN_OF_COMPANY, (id_,)), "spoken": [w for (w,) in db.execute(LANGUAGES, (id_,))],
        "facts": [], "complaints": complaints.of_company(db, id_), "offers": offers.of_company(db, found["domains"], asked.words), "accounts": accounts.of_company(db, id_, asked.words),
        **standing.of_company(db, id_, asked), **_contacts(db, Whose("organisation_id", id_), asked),
    }  # fmt: skip


def _contacts(db: sqlite3.Connection, whose: Whose, asked: Asked) -> Values:
    column, value = whose.column, whose.value
    return {
        "first_at": db.execute(FIRST.format(column=column), (value,)).fetchone()[0],
        "last_at": db.execute(LAST.format(column=column), (value, asked.now)).fetchone()[0],
        "next_meeting": row(db, NEXT.format(column=column), (value, asked.now)),
    }


def _with_timeline(db: sqlite3.Connection, asked: Asked, whose: Whose, values: Values) -> Values:
    line, open_ = timeline(db, whose, asked), values["open"]
    line["names"].update(promise_names(db, open_))
    line["names"].update(names(db, (values["c"]["owner"],)))
    ours = colleagues(db)
    customer = {"column": whose.column, "id": whose.value, "owner": values["c"]["owner"] or "", "now": asked.now}
    as_of = data_of_customer_as_of(db, asked.words, customer, {c["address"]: c["name"] for c in ours})
    return {**values, "picture": picture.contact(db, whose.column, whose.value, asked), "open": open_[:SHOWN], "more_open": len(open_) > SHOWN, "colleagues": ours, **line, **({"as_of": as_of} if as_of else {})}


async def people_page(datasette: Datasette, request: Request) -> Response:
    """`/customers`."""
    return await show(datasette, request, "syncd/customers.html", people, to=COLLEAGUES)


async def companies_page(datasette: Datasette, request: Request) -> Response:
    """`/companies`."""
    return await show(datasette, request, "syncd/customers.html", companies, to=COLLEAGUES)


async def person_page(datasette: Datasette, request: Request) -> Response:
    """`/customer/<uuid>`."""
    return await show(datasette, request, "syncd/customer.html", person, to=COLLEAGUES)


async def company_page(datasette: Datasette, request: Request) -> Response:
    """`/company/<uuid>`."""
    return await show(datasette, request, "syncd/customer.html", company, to=COLLEAGUES)


@hook
def register_routes() -> list[tuple[str, object]]:
    """The lists and the pages of one."""
    uuid = r"(?P<id>[0-9a-f-]{36})"
    return [(r"^/customers$", people_page), (r"^/companies$", companies_page), (rf"^/customer/{uuid}$", person_page), (rf"^/company/{uuid}$", company_page)]
