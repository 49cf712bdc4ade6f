"""Threads as rows: for what a page touched, every message that shares an id or an answered subject is looked at again and labelled anew."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import chain

from syncd.core.model import Company
from syncd.core.threads import Linked, Topic, answered, group, last_before, remembered
from syncd.store.ids import rows_in
from syncd.store.interactions import outside_tokens


def relabel(db: sqlite3.Connection, touched: Iterable[int], company: Company) -> dict[int, str | None]:
    """Give the touched messages, and those that share ids (or a subject that was answered without) with them, their thread.

    Says whose label changed, with what it was.
    """
    refs, topics = _closure(db, set(touched), company)
    told = Counter(chain.from_iterable(refs.values()))
    alone = {i: min(r) for i, r in refs.items() if i not in topics and all(told[ref] == 1 for ref in r)}  # who shares nothing is a thread of his own
    addresses: dict[int, set[str]] = defaultdict(set)
    senders: dict[int, str] = {}
    for id_, role, address in rows_in(db, _PARTIES, sorted(refs.keys() - alone.keys())):
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


_Row = tuple[int, str, int]  # of a message that has a subject others can answer: the subject, when, and whether it is a stray answer


def _closure(db: sqlite3.Connection, start: set[int], company: Company) -> tuple[dict[int, set[int]], dict[int, _Row]]:
    """All messages reachable over shared ids and over answers by the subject: each with the ids it mentions, and those on answered subjects as rows."""
    refs: dict[int, set[int]] = defaultdict(set)
    subjects = _Subjects(db, company, frozenset(start))
    asked: set[int] = set()
    border = start
    while border:
        for id_, ref in rows_in(db, "SELECT interaction_id, ref FROM link WHERE interaction_id IN (?*)", sorted(border)):
            refs[id_].add(ref)
        new = {ref for id_ in border if id_ in refs for ref in refs[id_]} - asked
        asked |= new
        reached = {i for (i,) in rows_in(db, "SELECT DISTINCT interaction_id FROM link WHERE ref IN (?*)", sorted(new))}
        border = (reached | subjects.joined_to(border)) - refs.keys()
    return refs, {i: row for i, row in subjects.rows.items() if i in refs}


class _Subjects:
    """Who belongs to whom by the subject alone. `touched`: messages that have changed, so answers to them may now belong elsewhere."""

    def __init__(self, db: sqlite3.Connection, company: Company, touched: frozenset[int]) -> None:
        self._db, self._company, self._touched = db, company, touched
        self._on: dict[int, list[tuple[str, int]]] = {}  # answered subject → who speaks on it, by when
        self._linked: dict[int, Linked] = {}
        self._belongs: dict[tuple[int, frozenset[int]], set[int]] = {}
        self.rows: dict[int, _Row] = {}

    def joined_to(self, border: set[int]) -> set[int]:
        """The messages that these belong to, and the stray answers that belong to them or did before they changed."""
        topics = {t for (t,) in rows_in(self._db, "SELECT DISTINCT topic FROM message WHERE topic IS NOT NULL AND interaction_id IN (?*)", sorted(border))}
        self._read(topics - self._on.keys())
        mine = [i for i in border if i in self.rows]
        self._take_up({other for i in mine for other in (i, *self._near(i))})
        joined: set[int] = set()
        for i in mine:
            joined |= self._before(i)
            later = [m for m in self._near(i) if self.rows[m][2] and self.rows[m][1] > self.rows[i][1]]
            if i in self._touched:  # they may have belonged to another, who is without them now
                joined.update(later, *(self._before(m, self._touched) for m in later))
            else:
                joined.update(m for m in later if i in self._before(m))
        return joined

    def _before(self, id_: int, without: frozenset[int] = frozenset()) -> set[int]:
        """What this one belongs to if it is a stray answer, or would if some were not there."""
        if (id_, without) not in self._belongs:
            near = self._near(id_) if self.rows[id_][2] else []
            self._take_up({id_, *near})
            self._belongs[id_, without] = {m.id for m in last_before(self._linked[id_], [self._linked[other] for other in near if other not in without])}
        return self._belongs[id_, without]

    def _read(self, topics: set[int]) -> None:
        self._on.update({topic: [] for topic in topics})
        answered = sorted({t for (t,) in rows_in(self._db, _ANSWERED, sorted(topics))})
        for id_, topic, at, is_stray in rows_in(self._db, _ON_TOPIC, answered):
            self.rows[id_] = (topic, at, is_stray)
            self._on[topic].append((at, id_))
        for topic in answered:
            self._on[topic].sort()

    def _near(self, id_: int) -> list[int]:
        """Who speaks on the subject of this one in the month before and after it; answers to it are told by these alone."""
        topic, at, _ = self.rows[id_]
        first, last = remembered(at)
        on = self._on[topic]
        return [other for _, other in on[bisect_left(on, (first, 0)) : bisect_right(on, (last, _LAST_ID))] if other != id_]

    def _take_up(self, ids: set[int]) -> None:
        """Read the parties of these messages, once."""
        addresses: dict[int, set[str]] = defaultdict(set)
        senders: dict[int, str] = {}
        for id_, role, address in rows_in(self._db, _PARTIES, sorted(ids - self._linked.keys())):
            addresses[id_].add(address)
            if role == "from":
                senders[id_] = address
        for id_ in ids - self._linked.keys():
            topic, at, is_stray = self.rows[id_]
            said = Topic(topic, at, senders.get(id_, ""), frozenset(addresses[id_]), bool(is_stray))
            self._linked[id_] = Linked(id_, 0, frozenset(), outside_tokens(self._company, addresses[id_]), said)


_LAST_ID = 2**63 - 1
_PARTIES = "SELECT interaction_id, role, address FROM party WHERE interaction_id IN (?*)"
# The subjects that somebody answered without mentioning an id; and who speaks on them.
_ANSWERED = "SELECT DISTINCT topic FROM message WHERE is_stray = 1 AND topic IN (?*)"
_ON_TOPIC = "SELECT m.interaction_id, m.topic, i.at, m.is_stray FROM message m JOIN interaction i ON i.id = m.interaction_id WHERE m.topic IN (?*)"


def kept_roots(db: sqlite3.Connection, roots: Iterable[int]) -> set[int]:
    """Which of the roots (link numbers) are mentioned by a message in the store."""
    return {ref for (ref,) in rows_in(db, "SELECT DISTINCT ref FROM link WHERE ref IN (?*)", sorted(set(roots)))}
