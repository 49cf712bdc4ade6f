"""Where the offers of customers stand, as rows: for the customers a page touched, all their lines are looked at together.

A customer here is a company's domain or, where there is none, an address: it follows from the line alone, so that who is
who may change without touching it.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from syncd.core.identity import company_domain
from syncd.core.standing import Stated, standing
from syncd.store.ids import rows_in


def customer_of(address: str) -> str:
    """Whose lines stand together: the company's, else the address's own."""
    return company_domain(address) or address


def settle(db: sqlite3.Connection, customers: Iterable[str]) -> None:
    """Say anew where every line of these customers stands."""
    lines: dict[str, list[Stated]] = defaultdict(list)
    before: dict[str, tuple[str, str | None, str | None, str]] = {}
    for key, customer, at, thread, direction, subject, product, amounts, discount, valid_until, said, numbers, *stood in rows_in(
        db, "SELECT f.key, f.customer, i.at, coalesce(i.thread, ''), i.direction, i.subject, f.product, f.amounts, f.discount, coalesce(f.valid_until, ''), f.said, f.numbers, f.state, f.closed_by, "
        "f.contradicts, f.differs FROM offer f JOIN interaction i ON i.id = f.interaction_id WHERE f.customer <> '' AND f.customer IN (?*)", sorted(set(customers))
    ):  # fmt: skip
        before[key] = (stood[0], stood[1], stood[2], stood[3])
        lines[customer].append(
            Stated(key=key, at=dt.datetime.fromisoformat(at), thread=thread, ours=direction == "out", subject=subject, product=product,
                   amounts=tuple((Decimal(str(a["amount"])), a["currency"]) for a in json.loads(amounts)), discount=discount, valid_until=valid_until, state=said,
                   numbers=tuple(json.loads(numbers)))
        )  # fmt: skip
    changed = []
    for some in lines.values():
        for key, s in standing(some).items():
            now = (s.state, s.by or None, s.contradicts or None, s.differs)
            if now != before[key]:
                changed.append((*now, key))
    db.executemany("UPDATE offer SET state = ?, closed_by = ?, contradicts = ?, differs = ? WHERE key = ?", changed)


def touched(db: sqlite3.Connection, interactions: Iterable[int]) -> set[str]:
    """The customers whose lines stand in these interactions (by row id)."""
    return {c for (c,) in rows_in(db, "SELECT DISTINCT customer FROM offer WHERE interaction_id IN (?*)", sorted(set(interactions)))}
