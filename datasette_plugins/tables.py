"""Which views are explained, and how the plain tables are shown: Datasette's metadata for the store."""

from __future__ import annotations

from typing import Any

_LABELS = {
    "interaction": "subject", "person": "name", "organisation": "name", "staff": "name", "source": "name", "collection": "name",
    "department": "name", "promise": "quote",
}  # fmt: skip
_HIDDEN = (
    "meta", "tombstone", "original", "person_key", "organisation_key", "promise_key", "link", "signature_mark", "mailbox", "mailing_list", "_sqlite_migrations",
)  # fmt: skip

# The views of the contract, in the order in which the page about the tables explains them.
VIEWS = (
    "promises", "timeline", "people", "reviews", "organisations", "meetings", "calls", "missed_calls", "handoffs", "customers", "orders", "invoices", "assets",
    "sources", "collections", "offers", "complaints", "facts", "breaches", "no_contacts", "rhythms", "sales", "employments", "saved_queries",
)  # fmt: skip


def metadata(company: str) -> dict[str, Any]:
    """Titles, labels and what is hidden, as Datasette 0.65 reads them. What tables and columns mean stands in the words of the pages, by language."""
    tables: dict[str, dict[str, Any]] = {name: {"label_column": column} for name, column in _LABELS.items()}
    tables["interaction"]["sort_desc"] = "at"
    for name in _HIDDEN:
        tables[name] = {"hidden": True, **({"allow": False} if name == "meta" else {})}
    return {"title": company, "databases": {"history": {"title": "history", "tables": tables}}}
