"""Who is not to be contacted: who seems to ask for it (a person confirms), whose wish stands, and who was contacted all the same."""

from __future__ import annotations

import sqlite3

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from datasette_plugins.hooks import hook
from datasette_plugins.names import names
from datasette_plugins.page import Asked, Values, rows, show
from syncd.store.in_spite import in_spite
from syncd.store.wishes import proposed

MOST = 60  # of each list
# The wishes that stand today, with whom they are about.
STANDING = f"""
    SELECT c.subject, c.channel, c.reason, c.since, c.until, c.by, n.uuid, n.name, o.uuid AS company_id, o.name AS company
    FROM no_contact c LEFT JOIN identifier d ON d.kind IN ('address', 'phone') AND d.value = c.subject LEFT JOIN person n ON n.id = d.person_id
    LEFT JOIN domain m ON m.name = c.subject LEFT JOIN organisation o ON o.id = coalesce(m.organisation_id, n.organisation_id)
    WHERE c.until IS NULL OR c.until > :today ORDER BY c.since DESC, c.subject, c.channel LIMIT {MOST * 5}"""


def unwanted(db: sqlite3.Connection, asked: Asked) -> Values:
    """The three lists."""
    said = proposed(db, MOST)
    ignored = in_spite(db, asked.now, MOST)
    standing = rows(db, STANDING, {"today": asked.words.today.isoformat()})
    who = names(db, [*(p.address for p in said), *(i.staff for i in ignored), *(s["by"] for s in standing)])
    return {"proposed": said, "ignored": ignored, "standing": standing, "names": who}


async def unwanted_page(datasette: Datasette, request: Request) -> Response:
    """`/no-contact`."""
    return await show(datasette, request, "syncd/unwanted.html", unwanted)


@hook
def register_routes() -> list[tuple[str, object]]:
    """Who is not to be contacted."""
    return [(r"^/no-contact$", unwanted_page)]
