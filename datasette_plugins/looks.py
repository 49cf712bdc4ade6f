"""Who looked at a customer: the looks at the person or company, and at what was said with them, newest first. For managers."""

from __future__ import annotations

import json
import sqlite3

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from datasette_plugins.hooks import hook
from datasette_plugins.names import names
from datasette_plugins.page import Asked, Values, row, show
from syncd.store import audit

PAGE = 100
# Under which ids a person or company stands in the audit: what their addresses were given once, also before they were joined.
PERSON = "SELECT id, uuid, name FROM person WHERE uuid = ?"
PERSON_IDS = "SELECT k.id FROM identifier d JOIN person_key k ON k.address = d.value WHERE d.person_id = ?"
COMPANY = "SELECT id, uuid, name FROM organisation WHERE uuid = ?"
COMPANY_IDS = """
    SELECT k.id FROM domain d JOIN organisation_key k ON k.domain = d.name WHERE d.organisation_id = ?1
    UNION SELECT n.uuid FROM person n WHERE n.organisation_id = ?1
    UNION SELECT k.id FROM person n JOIN identifier d ON d.person_id = n.id JOIN person_key k ON k.address = d.value WHERE n.organisation_id = ?1"""
_PAGES = {"message": "/message/", "meeting": "/meeting/", "call": "/call/", "promise": "/promise/"}


def looks(db: sqlite3.Connection, asked: Asked, found_by: str, ids_by: str) -> Values | None:
    """The looks at one person or company, paged by their order."""
    found = row(db, found_by, (asked.route["id"],))
    if found is None:
        return None
    ids = sorted({found["uuid"], *(id_ for (id_,) in db.execute(ids_by, (found["id"],)))})
    before = int(asked.arg("before")) if asked.arg("before").isdecimal() else 1 << 62
    listed = audit.looks_at(db, json.dumps(ids), before=before, limit=PAGE + 1)
    more, listed = len(listed) > PAGE, listed[:PAGE]
    entries = []
    for _, at, actor, what, _ in listed:
        kind, _, key = what.partition(" ")
        entries.append({"at": at, "actor": actor, "kind": kind, "href": f"{_PAGES[kind]}{key}" if kind in _PAGES else ""})
    return {
        "c": found, "looks": entries, "names": names(db, (e["actor"] for e in entries)), "back": asked.path.removesuffix("/looks"),
        "next": asked.link(before=str(listed[-1][0])) if more else "", "first": asked.link(before=None) if asked.arg("before") else "",
    }  # fmt: skip


async def looks_at_person(datasette: Datasette, request: Request) -> Response:
    """`/customer/<uuid>/looks`."""
    return await show(datasette, request, "syncd/looks.html", lambda db, asked: looks(db, asked, PERSON, PERSON_IDS))


async def looks_at_company(datasette: Datasette, request: Request) -> Response:
    """`/company/<uuid>/looks`."""
    return await show(datasette, request, "syncd/looks.html", lambda db, asked: looks(db, asked, COMPANY, COMPANY_IDS))


@hook
def register_routes() -> list[tuple[str, object]]:
    """Beside the pages of one."""
    uuid = r"(?P<id>[0-9a-f-]{36})"
    return [(rf"^/customer/{uuid}/looks$", looks_at_person), (rf"^/company/{uuid}/looks$", looks_at_company)]
