"""What there is to look at in figures: the reports, the saved queries beside them, and what the tables hold."""

from __future__ import annotations

import sqlite3

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from datasette_plugins import saved
from datasette_plugins.hooks import hook
from datasette_plugins.page import Asked, Values, linked, row, rows, show
from datasette_plugins.reports import ROLES, known
from datasette_plugins.rights import COLLEAGUES
from datasette_plugins.tables import VIEWS

FUNCTIONS = {
    "working_hours": "working_hours(at, answered_at)", "month_of": "month_of(at)", "week_of": "week_of(at)", "median": "median(hours)", "folded": "folded(name)",
}  # fmt: skip
# Queries to begin with; each runs on any store.
EXAMPLES = {
    "open_promises": "select due_at, quote, promiser, beneficiary, organisation\nfrom promises\nwhere state = 'open' and kind <> 'theirs' and due_at < strftime('%Y-%m-%dT%H:%M:%SZ', 'now')\norder by due_at\nlimit 100",
    "silent": "select 'customer/' || id as page, name, organisation, address, last_at\nfrom people\nwhere last_at < strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-6 months')\norder by last_at desc\nlimit 100",
    "answers": "select at, person, number, working_hours(at, strftime('%Y-%m-%dT%H:%M:%SZ', 'now')) as hours\nfrom missed_calls\nwhere returned_by is null\norder by at desc\nlimit 100",
    "offers": "select at, person, product, amounts, valid_until\nfrom offers\nwhere state = 'offered'\norder by at desc\nlimit 100",
    "birthdays": "select value as birthday, person, quote\nfrom facts\nwhere kind = 'birthday' and state = 'current'\norder by substr(value, -5)\nlimit 100",
    "unsettled": "select at, person, state, quote\nfrom complaints\nwhere state in ('open', 'answered', 'apologised')\norder by at desc\nlimit 100",
    "months": "select month_of(at) as month, kind, count(*) as contacts\nfrom timeline\ngroup by month, kind\norder by month desc, kind\nlimit 100",
}  # fmt: skip


async def list_page(datasette: Datasette, request: Request) -> Response:
    """`/reports`."""
    token = request.scope["csrftoken"]()

    def read(db: sqlite3.Connection, asked: Asked) -> Values:
        there = [r for r in known(datasette).reports.values() if asked.reader.role in ROLES[r.role]]
        own = {**saved.listed(db, asked), "mistakes": known(datasette).mistakes, "csrftoken": token} if asked.reader.sees_all else {}
        return {"reports": sorted(there, key=lambda r: r.titles[asked.words.language].casefold()), "language": asked.words.language, "manages": asked.reader.sees_all,
                "any": row(db, "SELECT 1 FROM interaction LIMIT 1") is not None, **own}  # fmt: skip

    return await show(datasette, request, "syncd/reports.html", read, to=COLLEAGUES)


def schema(db: sqlite3.Connection, asked: Asked) -> Values:
    """The views with their columns, the functions, and the examples."""
    columns = {name: [c["name"] for c in rows(db, f"SELECT name FROM pragma_table_info('{name}')")] for name in VIEWS}
    views = [(name, [(column, asked.words.means(name, column)) for column in columns[name]]) for name in VIEWS]
    return {"views": views, "functions": FUNCTIONS, "examples": [(name, sql, linked("/history", {"sql": sql})) for name, sql in EXAMPLES.items()]}


async def schema_page(datasette: Datasette, request: Request) -> Response:
    """`/schema`."""
    return await show(datasette, request, "syncd/schema.html", schema)


@hook
def register_routes() -> list[tuple[str, object]]:
    """The list and the page about the tables."""
    return [(r"^/reports$", list_page), (r"^/schema$", schema_page)]
