"""Plain tables made pleasant: keys lead to their pages, what a person wrote stays text."""

from __future__ import annotations

import sqlite3

from markupsafe import Markup, escape

from datasette_plugins.hooks import hook

# view or table, column → the page its key leads to
_PAGES = {
    ("promises", "id"): "/promise/", ("promise", "key"): "/promise/", ("handoffs", "promise_id"): "/promise/", ("reminder", "promise_key"): "/promise/",
    ("people", "id"): "/customer/", ("person", "uuid"): "/customer/", ("organisations", "id"): "/company/", ("organisation", "uuid"): "/company/",
    ("meetings", "interaction_id"): "/meeting/",
}  # fmt: skip
_OF_MESSAGES = ("offers", "complaints", "facts", "calls")
_KINDS = {"message": "/message/", "meeting": "/meeting/", "call": "/message/"}


@hook
def render_cell(row: sqlite3.Row, value: object, column: str, table: str | None, database: str) -> Markup | None:
    """A key of ours as a link to its page; a web address out of a mail as text."""
    if database != "history" or not isinstance(value, str) or not value:
        return None
    page = _page(row, column, table or "")
    if page:
        return Markup('<a href="{}{}">{}…</a>').format(page, value, value[:8])
    return escape(value) if value.startswith(("http://", "https://")) else None


def _page(row: sqlite3.Row, column: str, table: str) -> str:
    """The page that a key in this column leads to, or ''."""
    if (table, column) in _PAGES:
        return _PAGES[table, column]
    if (table, column) in (("timeline", "interaction_id"), ("interaction", "key")):
        return _KINDS.get(row["kind"], "")
    return "/message/" if column == "interaction_id" and table in _OF_MESSAGES else ""
