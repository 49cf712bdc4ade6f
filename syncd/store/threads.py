"""Threads as rows: for what a page touched, every message that shares an id is looked at again and labelled anew."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import chain

from syncd.core.model import Company
from syncd.core.threads import Linked, group
from syncd.store.ids import rows_in
from syncd.store.interactions import outside_tokens


def relabel(db: sqlite3.Connection, touched: Iterable[int], company: Company) -> dict[int, str | None]:
    """Give the touched messages, and those that share ids with them, their thread; whose label changed, with what it was."""
    refs = _closure(db, set(touched))
    told = Counter(chain.from_iterable(refs.values()))
    alone = {i: min(r) for i, r in refs.items() if all(told[ref] == 1 for ref in r)}  # who shares no id is a thread of his own
    addresses: dict[int, set[str]] = defaultdict(set)
    for id_, address in rows_in(db, "SELECT interaction_id, address FROM party WHERE interaction_id IN (?*)", sorted(refs.keys() - alone.keys())):
        addresses[id_].add(address)
    linked = [Linked(i, min(refs[i]), frozenset(refs[i]), outside_tokens(company, addresses[i])) for i in sorted(refs.keys() - alone.keys())]
    labels = {i: f"{label:016x}" for i, label in (alone | group(linked)).items()}
    changed: dict[int, str | None] = {}
    for id_, old in rows_in(db, "SELECT id, thread FROM interaction WHERE id IN (?*)", sorted(labels)):
        if labels[id_] != old:
            changed[id_] = old
    db.executemany("UPDATE interaction SET thread = ? WHERE id = ?", [(labels[id_], id_) for id_ in changed])
    return changed


def _closure(db: sqlite3.Connection, start: set[int]) -> dict[int, set[int]]:
    """All messages reachable over shared ids, each with the ids it mentions."""
    refs: dict[int, set[int]] = defaultdict(set)
    asked: set[int] = set()
    border = start
    while border:
        for id_, ref in rows_in(db, "SELECT interaction_id, ref FROM link WHERE interaction_id IN (?*)", sorted(border)):
            refs[id_].add(ref)
        new = {ref for id_ in border if id_ in refs for ref in refs[id_]} - asked
        asked |= new
        border = {i for (i,) in rows_in(db, "SELECT DISTINCT interaction_id FROM link WHERE ref IN (?*)", sorted(new))} - refs.keys()
    return refs


def kept_roots(db: sqlite3.Connection, roots: Iterable[int]) -> set[int]:
    """Which of the roots (link numbers) are mentioned by a message in the store."""
    return {ref for (ref,) in rows_in(db, "SELECT DISTINCT ref FROM link WHERE ref IN (?*)", sorted(set(roots)))}
