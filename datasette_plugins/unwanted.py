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

MOST = 60  # of what is proposed, and of what was done all the same
PAGE = 50
# The wishes that stand today, the latest first, with whom they are about: a telephone may be several people's.
STANDING = """
    SELECT c.subject, c.channel, c.reason, c.since, c.until, c.by, n.uuid, n.name, o.uuid AS company_id, o.name AS company
    FROM (SELECT * FROM no_contact WHERE (until IS NULL OR until > :today) AND (since < :since OR (since = :since AND (subject, channel) > (:subject, :channel)))
          ORDER BY since DESC, subject, channel LIMIT :limit) c
    LEFT JOIN identifier d ON d.kind IN ('address', 'phone') AND d.value = c.subject LEFT JOIN person n ON n.id = d.person_id
    LEFT JOIN domain m ON m.name = c.subject LEFT JOIN organisation o ON o.id = coalesce(m.organisation_id, n.organisation_id)
    ORDER BY c.since DESC, c.subject, c.channel"""


def unwanted(db: sqlite3.Connection, asked: Asked) -> Values:
    """The three lists; on later pages only what stands."""
    after = asked.arg("after")
    said = [] if after else proposed(db, MOST)
    ignored = [] if after else in_spite(db, asked.now, MOST)
    standing, last = _standing(db, asked.words.today.isoformat(), after)
    who = names(db, [*(p.address for p in said), *(i.staff for i in ignored), *(s["by"] for s in standing)])
    following, first = asked.link(after=last) if last else "", asked.link(after=None) if after else ""
    return {"proposed": said, "ignored": ignored, "standing": standing, "names": who, "next": following, "first": first}


def _standing(db: sqlite3.Connection, today: str, after: str) -> tuple[list[Values], str]:
    """A page of the wishes that stand, from after one, and after which the next page begins: '' where there is none."""
    since, _, rest = after.partition("~")
    subject, _, channel = rest.rpartition("~")
    found = rows(db, STANDING, {"today": today, "since": since or "9", "subject": subject, "channel": channel, "limit": PAGE + 1})
    wishes = list(dict.fromkeys((s["since"], s["subject"], s["channel"]) for s in found))
    if len(wishes) <= PAGE:
        return found, ""
    return [s for s in found if (s["since"], s["subject"], s["channel"]) != wishes[-1]], "~".join(wishes[-2])


async def unwanted_page(datasette: Datasette, request: Request) -> Response:
    """`/no-contact`."""
    return await show(datasette, request, "syncd/unwanted.html", unwanted)


@hook
def register_routes() -> list[tuple[str, object]]:
    """Who is not to be contacted."""
    return [(r"^/no-contact$", unwanted_page)]
