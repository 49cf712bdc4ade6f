"""What is still a colleague's when they leave: open promises to customers, hand-offs they were given, companies."""

from __future__ import annotations

import sqlite3


def open_with(db: sqlite3.Connection, address: str) -> list[tuple[str, str]]:
    """The open promises and hand-offs that are this colleague's to keep: key and quote, by their terms."""
    found = db.execute(
        "SELECT p.key, p.quote, h.state, h.to_staff, p.assignee, p.promiser FROM promise p LEFT JOIN handoff h ON h.promise_id = p.id "
        "WHERE p.state IN ('open', 'probably_kept') AND p.kind <> 'theirs' AND ? IN (p.promiser, p.assignee, h.to_staff) ORDER BY p.due_at IS NULL, p.due_at, p.key",
        (address,),
    ).fetchall()
    return [(key, quote) for key, quote, state, to, assignee, promiser in found if _whose(state, to, assignee, promiser) == address]


def _whose(state: str | None, to: str | None, assignee: str | None, promiser: str) -> str:
    """Who has a promise now: whom it was handed to unless they gave it back, else who made it."""
    if to and state not in ("declined", "expired"):
        return to
    return assignee if assignee and "@" in assignee and state is None else promiser


def companies_of(db: sqlite3.Connection, address: str) -> int:
    """How many companies are theirs to look after."""
    return int(db.execute("SELECT count(*) FROM organisation WHERE owner = ?", (address,)).fetchone()[0])
