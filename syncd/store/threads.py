"""Threads as rows: for what a page touched, every message that shares an id or an answered subject is looked at again and labelled anew."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import chain

from syncd.core.model import Company
from syncd.core.threads import Linked, Topic, answered, group
from syncd.store.ids import rows_in
from syncd.store.interactions import outside_tokens


def relabel(db: sqlite3.Connection, touched: Iterable[int], company: Company) -> dict[int, str | None]:
    """Give the touched messages, and those that share ids (or a subject that was answered without) with them, their thread.

    Says whose label changed, with what it was.
    """
    refs, topics = _closure(db, set(touched))
    told = Counter(chain.from_iterable(refs.values()))
    alone = {i: min(r) for i, r in refs.items() if i not in topics and all(told[ref] == 1 for ref in r)}  # who shares nothing is a thread of his own
    addresses: dict[int, set[str]] = defaultdict(set)
    senders: dict[int, str] = {}
    for id_, role, address in rows_in(db, "SELECT interaction_id, role, address FROM party WHERE interaction_id IN (?*)", sorted(refs.keys() - alone.keys())):
        addresses[id_].add(address)
        if role == "from":
            senders[id_] = address
    linked = []
    for i in sorted(refs.keys() - alone.keys()):
        topic = Topic(topics[i][0], topics[i][1], senders.get(i, ""), frozenset(addresses[i]), bool(topics[i][2])) if i in topics else None
        linked.append(Linked(i, min(refs[i]), frozenset(refs[i]), outside_tokens(company, addresses[i]), topic))
    strays = answered(linked)
    labels = {i: f"{label:016x}" for i, label in (alone | group(linked, strays)).items()}
    changed: dict[int, str | None] = {}
    written = []
    for id_, old, joined_by in rows_in(db, "SELECT id, thread, joined_by FROM interaction WHERE id IN (?*)", sorted(labels)):
        joined_now = "subject" if id_ in strays else ""
        if (labels[id_], joined_now) != (old, joined_by):
            written.append((labels[id_], joined_now, id_))
        if labels[id_] != old:
            changed[id_] = old
    db.executemany("UPDATE interaction SET thread = ?, joined_by = ? WHERE id = ?", written)
    return changed


_Topics = dict[int, tuple[int, str, int]]  # message → its topic, when, and whether it is a stray answer


def _closure(db: sqlite3.Connection, start: set[int]) -> tuple[dict[int, set[int]], _Topics]:
    """All messages reachable over shared ids and answered subjects: each with the ids it mentions, and with its topic."""
    refs: dict[int, set[int]] = defaultdict(set)
    topics: _Topics = {}
    asked: set[int] = set()
    looked: set[int] = set()
    border = start
    while border:
        for id_, ref in rows_in(db, "SELECT interaction_id, ref FROM link WHERE interaction_id IN (?*)", sorted(border)):
            refs[id_].add(ref)
        new = {ref for id_ in border if id_ in refs for ref in refs[id_]} - asked
        asked |= new
        reached = {i for (i,) in rows_in(db, "SELECT DISTINCT interaction_id FROM link WHERE ref IN (?*)", sorted(new))}
        subjects = {t for (t,) in rows_in(db, "SELECT topic FROM message WHERE topic IS NOT NULL AND interaction_id IN (?*)", sorted(border))} - looked
        looked |= subjects
        for id_, *topic in rows_in(db, _ON_TOPIC, sorted(subjects)):
            topics[id_] = (topic[0], topic[1], topic[2])
            reached.add(id_)
        border = reached - refs.keys()
    return refs, topics


# Who speaks on these topics, of those that somebody answered without mentioning an id.
_ON_TOPIC = (
    "SELECT m.interaction_id, m.topic, i.at, m.is_stray FROM message m JOIN interaction i ON i.id = m.interaction_id WHERE m.topic IN (?*) "
    "AND EXISTS (SELECT 1 FROM message s WHERE s.topic = m.topic AND s.is_stray)"
)


def kept_roots(db: sqlite3.Connection, roots: Iterable[int]) -> set[int]:
    """Which of the roots (link numbers) are mentioned by a message in the store."""
    return {ref for (ref,) in rows_in(db, "SELECT DISTINCT ref FROM link WHERE ref IN (?*)", sorted(set(roots)))}
