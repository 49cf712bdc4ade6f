"""Threads as rows: for what a page touched, every message that shares an id is looked at again and labelled anew."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable

from syncd.core.model import Company
from syncd.core.threads import Linked, group
from syncd.store.ids import rows_in
from syncd.store.interactions import outside_tokens


def relabel(db: sqlite3.Connection, touched: Iterable[int], company: Company) -> dict[int, str | None]:
    """Give the touched messages, and those that share ids with them, their thread; whose label changed, with what it was."""
    members = _closure(db, set(touched))
    if not members:
        return {}
    refs: dict[int, set[int]] = defaultdict(set)
    for id_, ref in rows_in(db, "SELECT interaction_id, ref FROM link WHERE interaction_id IN (?*)", sorted(members)):
        refs[id_].add(ref)
    addresses: dict[int, set[str]] = defaultdict(set)
    for id_, address in rows_in(db, "SELECT interaction_id, address FROM party WHERE interaction_id IN (?*)", sorted(members)):
        addresses[id_].add(address)
    linked = [Linked(i, min(refs[i]), frozenset(refs[i]), outside_tokens(company, addresses[i])) for i in sorted(refs)]
    labels = {i: f"{label:016x}" for i, label in group(linked).items()}
    changed: dict[int, str | None] = {}
    for id_, old in rows_in(db, "SELECT id, thread FROM interaction WHERE id IN (?*)", sorted(labels)):
        if labels[id_] != old:
            changed[id_] = old
    db.executemany("UPDATE interaction SET thread = ? WHERE id = ?", [(labels[id_], id_) for id_ in changed])
    return changed


def _closure(db: sqlite3.Connection, start: set[int]) -> set[int]:
    """All messages reachable over shared ids."""
    members, border = set(start), set(start)
    while border:
        refs = {ref for (ref,) in rows_in(db, "SELECT DISTINCT ref FROM link WHERE interaction_id IN (?*)", sorted(border))}
        found = {i for (i,) in rows_in(db, "SELECT DISTINCT interaction_id FROM link WHERE ref IN (?*)", sorted(refs))}
        border = found - members
        members |= border
    return members


def kept_roots(db: sqlite3.Connection, roots: Iterable[int]) -> set[int]:
    """Which of the roots (link numbers) are mentioned by a message in the store."""
    return {ref for (ref,) in rows_in(db, "SELECT DISTINCT ref FROM link WHERE ref IN (?*)", sorted(set(roots)))}
