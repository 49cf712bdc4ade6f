"""Plain tables made pleasant: keys lead to their pages, what a person wrote stays text."""

from __future__ import annotations

from datasette import hookimpl
from datasette.app import Datasette
from markupsafe import Markup, escape

# view or table, column → the page its key leads to
_PAGES = {
    ("promises", "id"): "/promise/", ("promise", "key"): "/promise/", ("handoffs", "promise_id"): "/promise/", ("reminder", "promise_key"): "/promise/",
    ("people", "id"): "/customer/", ("person", "uuid"): "/customer/", ("organisations", "id"): "/company/", ("organisation", "uuid"): "/company/",
    ("meetings", "interaction_id"): "/meeting/",
}  # fmt: skip
_KINDS = {"message": "/message/", "meeting": "/meeting/", "call": "/message/"}


@hookimpl
def render_cell(row: object, value: object, column: str, table: str | None, database: str, datasette: Datasette) -> Markup | None:
    """A key of ours as a link to its page."""
    if database != "history" or not isinstance(value, str) or not value:
        return None
    page = _PAGES.get((table or "", column))
    if page is None and column in ("interaction_id", "key"):
        kinds = [row[name] for name in ("kind",) if name in row.keys()]  # type: ignore[attr-defined]  # noqa: SIM118  # sqlite3.Row: `in` asks its values
        page = _KINDS.get(str(kinds[0])) if kinds else None
        if page is None and table in ("offers", "complaints", "facts", "calls"):
            page = "/message/"
    return Markup('<a href="{}{}">{}</a>').format(page, value, f"{value[:8]}…") if page else Markup(escape(value)) if value.startswith("http") else None
