"""What people decide about who is one person: joined, parted, or never to be proposed again; and what is proposed to them.

A decision names two addresses and stands through rebuild and re-harvest; of several about the same two the last one counts, so
each can be undone by its opposite. What follows from it is settled at once.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from syncd.core.addresses import canonical
from syncd.errors import UsageError
from syncd.store import called, calls, complaints, evidence, organisations, persons, returning, rhythm
from syncd.store.decisions import UNDO, Decision, decide
from syncd.store.ids import rows_in
from syncd.store.interactions import Page

Kind = Literal["merge", "unmerge", "distinct", "undo"]


@dataclass(frozen=True, slots=True)
class Review:
    """A proposal: two addresses (or domains of companies) that may be one's, why, and the words or the number it was seen by."""

    kind: str
    a: str
    b: str
    reason: str
    quote: str
    state: str


@dataclass(frozen=True, slots=True)
class Who:
    """A person with all addresses they are known by."""

    id: str
    name: str
    addresses: tuple[str, ...]


def who(db: sqlite3.Connection, addresses: Iterable[str]) -> list[Who]:
    """The persons of these addresses, each once."""
    return [
        Who(uuid, name, tuple(json.loads(values)))
        for uuid, name, values in rows_in(
            db, "SELECT n.uuid, n.name, (SELECT json_group_array(value) FROM (SELECT value FROM identifier WHERE person_id = n.id AND kind = 'address' ORDER BY value)) "
            "FROM person n WHERE n.id IN (SELECT person_id FROM identifier WHERE kind = 'address' AND value IN (?*)) ORDER BY 3", sorted(map(canonical, addresses))
        )
    ]  # fmt: skip


def open_reviews(db: sqlite3.Connection) -> list[Review]:
    """Who may be one, as nobody has decided yet; the view has the wishes not to be contacted, too (store/wishes.py)."""
    return [Review(*row) for row in db.execute("SELECT kind, a, b, reason, quote, state FROM reviews WHERE kind <> 'no_contact' ORDER BY kind, a, b")]


def merge(page: Page, a: str, b: str, by: str, origin: str = "command") -> bool:
    """Two addresses are one person's, whatever else is known; whether that is news. Raises UsageError for an address that is nobody's."""
    return _decide(page, "merge", a, b, by, origin)


def unmerge(page: Page, a: str, b: str, by: str, origin: str = "command") -> bool:
    """Two addresses are two people's, whatever else is known; whether that is news. Raises UsageError as `merge` does."""
    return _decide(page, "unmerge", a, b, by, origin)


def distinct(page: Page, a: str, b: str, by: str, origin: str = "command") -> bool:
    """A proposal is wrong and never comes again; with one address twice: that several people write from it is known."""
    return _decide(page, "distinct", a, b, by, origin)


def undo(page: Page, a: str, b: str, by: str, origin: str = "command") -> bool:
    """The last decision about two addresses is taken back: what was decided before stands, else nothing is; whether that is news."""
    first, second = sorted((canonical(a), canonical(b)))
    return _decide(page, before_last(page.db, first, second), first, second, by, origin)


def before_last(db: sqlite3.Connection, a: str, b: str) -> Kind:
    """What stands about two addresses or domains once the last decision about them is taken back; `undo` for nothing."""
    standing: list[Kind] = []
    for (kind,) in _decided(db, a, b).fetchall():
        if kind == UNDO:
            standing.clear()
        else:
            standing.append(kind)
    return standing[-2] if len(standing) > 1 else "undo"


def _decide(page: Page, kind: Kind, a: str, b: str, by: str, origin: str) -> bool:
    one, other = (_known(page.db, address) for address in (a, b))
    if one == other and kind not in ("distinct", UNDO):
        raise UsageError(f"{one}: the two addresses are the same")
    first, second = sorted((one, other))
    if last(page.db, first, second) == kind:
        return False
    decide(page.db, Decision(page.now, by, origin, kind, first, second))
    page.related |= {first, second}
    persons.settle(page)
    organisations.settle(page)
    calls.settle(page)
    rhythm.settle(page)
    returning.settle(page.db)
    evidence.settle(page, page.unsettled, evidence.met(page.db, page.touched))
    complaints.settle(page, page.aggrieved)
    return True


def _known(db: sqlite3.Connection, address: str) -> str:
    found = canonical(address)
    if not found or db.execute("SELECT 1 FROM identifier WHERE kind = 'address' AND value = ?", (found,)).fetchone() is None:
        raise UsageError(f"{address}: nobody outside the company is known by this address")
    return found


def last(db: sqlite3.Connection, a: str, b: str) -> str:
    """The last decision about two addresses, or ''."""
    found = _decided(db, a, b).fetchall()
    return str(found[-1][0]) if found else ""


def _decided(db: sqlite3.Connection, a: str, b: str) -> sqlite3.Cursor:
    """The kinds of the decisions about two addresses or domains, in order."""
    return db.execute(
        f"SELECT kind FROM decision WHERE {called.DECIDED} AND (subject, value) IN ((?, ?), (?, ?)) ORDER BY seq",
        (a, json.dumps(b, ensure_ascii=False), b, json.dumps(a, ensure_ascii=False)),
    )
