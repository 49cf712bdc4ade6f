"""Calls as rows: records of an exchange as interactions of their own, and what mails and calendar entries tell of one.

    call            at most one an interaction; the same call told twice is counted once (same_as: the key of the one that counts)
    contact         who was called or who called, by telephone: where exactly one person has the number

Numbers find their persons in whatever order both came: triggers collect in `renumbered` the numbers that were in a call, and
those whose owner changed; `settle` makes anew what follows from them.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping, Sequence
from itertools import groupby

from syncd.core import derived, keys
from syncd.core.derived import DerivedCall
from syncd.core.matters import Call
from syncd.store import complaints, evidence
from syncd.store.ids import rows_in
from syncd.store.interactions import Page
from syncd.store.search import add_search, remove_search

_Row = tuple[int, str, str, str, str, str, str | None]  # interaction, its kind, at, direction, outcome, key, same_as
_SAME = 120  # seconds: of two tellings of a call that began so near to each other


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def save_calls(page: Page, records: Sequence[tuple[DerivedCall, int]]) -> list[bool]:
    """Save records of calls with the rank of their copies (the least is kept); for each, whether its original is the one to keep."""
    present = {
        key: (id_, rank, hash_) for key, id_, rank, hash_ in rows_in(
            page.db, "SELECT i.key, i.id, o.rank, o.hash FROM interaction i LEFT JOIN original o ON o.origin = i.key WHERE i.key IN (?*)",
            sorted({d.key for d, _ in records}))
    }  # fmt: skip
    answers = []
    for d, rank in records:
        id_, old_rank, old_hash = present.get(d.key, (None, None, None))
        better = old_rank is None or (rank, d.hash) < (old_rank, old_hash)
        answers.append(better)
        if better:
            present[d.key] = (_write(page, id_, d), rank, d.hash)
    return answers


def _write(page: Page, id_: int | None, d: DerivedCall) -> int:
    db, at = page.db, keys.instant(d.call.at)
    if id_ is None:
        row = db.execute(
            "INSERT INTO interaction (key, kind, at, direction, subject, class, language, derived_by) VALUES (?, 'call', ?, ?, '', 'personal', '', ?) RETURNING id",
            (d.key, at, d.call.direction, derived.VERSION),
        ).fetchone()
        id_ = int(row[0])
    else:
        remove_search(db, id_)
        page.unsettled |= evidence.joined(db, [id_])
        page.aggrieved |= complaints.concerned(db, [id_])
        db.execute("UPDATE interaction SET at = ?, direction = ?, derived_by = ? WHERE id = ?", (at, d.call.direction, derived.VERSION, id_))
        for table in ("party", "contact", "call"):
            db.execute(f"DELETE FROM {table} WHERE interaction_id = ?", (id_,))
    db.executemany(
        "INSERT INTO party VALUES (?, ?, ?, ?, ?, ?, '', NULL, ?)",
        [(id_, n, p.role, p.address, p.name, p.raw or None, page.staff.get(p.address)) for n, p in enumerate(d.parties)],
    )
    save_call(page, id_, d.call)
    add_search(db, id_)
    return id_


def save_call(page: Page, id_: int, call: Call) -> None:
    """Keep that an interaction tells of this call."""
    page.db.execute(
        "INSERT INTO call VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        (id_, keys.instant(call.at), call.direction, call.number, call.name, call.seconds, call.outcome, call.line, call.why),
    )
    page.touched.add(id_)


def is_known(db: sqlite3.Connection, number: str) -> bool:
    """Whether somebody has this number, or one of ours has called it."""
    return bool(db.execute(
        "SELECT 1 FROM identifier WHERE kind = 'phone' AND value = :n UNION ALL SELECT 1 FROM call WHERE number = :n AND direction = 'out' LIMIT 1", {"n": number}
    ).fetchone())  # fmt: skip


def tell_of_entry(page: Page, id_: int, call: Call | None) -> None:
    """Bring in line what a calendar entry tells of a call to come."""
    page.db.execute("DELETE FROM call WHERE interaction_id = ?", (id_,))
    if call:
        save_call(page, id_, call)


# ── what follows from the numbers ────────────────────────────────────────────────────────────────────────────────


def settle(page: Page) -> None:
    """Bind the calls of all numbers that changed hands or were in a call to their persons, and find those told twice."""
    from syncd.store import organisations  # which itself needs meetings, and they need this

    db = page.db
    numbers = [n for (n,) in db.execute("SELECT number FROM renumbered ORDER BY number")]
    if not numbers:
        return
    calls: dict[str, list[_Row]] = {n: [] for n in numbers}
    for number, *row in rows_in(
        db, "SELECT c.number, c.interaction_id, i.kind, c.at, c.direction, c.outcome, i.key, c.same_as FROM call c JOIN interaction i ON i.id = c.interaction_id "
        "WHERE c.number IN (?*) ORDER BY c.at, i.key", numbers
    ):  # fmt: skip
        calls[number].append(tuple(row))
    persons = _persons(db, numbers)
    companies: set[int | None] = set()
    for number in numbers:
        if calls[number]:
            companies |= _bind(page, [row[0] for row in calls[number]], persons.get(number))
            _join(db, calls[number])
    organisations.describe(db, {c for c in companies if c})  # who calls a company may look after it
    db.execute("DELETE FROM renumbered")


def _persons(db: sqlite3.Connection, numbers: Sequence[str]) -> Mapping[str, tuple[int, int | None]]:
    """Of each number the one person who has it, with their company; a number of several people is nobody's."""
    found: dict[str, set[tuple[int, int | None]]] = {}
    for number, person, company in rows_in(
        db, "SELECT d.value, n.id, n.organisation_id FROM identifier d JOIN person n ON n.id = d.person_id WHERE d.kind = 'phone' AND d.value IN (?*)", numbers
    ):
        found.setdefault(number, set()).add((person, company))
    return {number: next(iter(who)) for number, who in found.items() if len(who) == 1}


def _bind(page: Page, ids: Sequence[int], person: tuple[int, int | None] | None) -> set[int | None]:
    """Write who was in these calls by telephone, in place of who was; those in it by address stay. Whose companies' contacts changed."""
    db = page.db
    by_address = set(rows_in(db, "SELECT interaction_id, person_id FROM party WHERE person_id IS NOT NULL AND interaction_id IN (?*)", ids))
    there = {(i, p): (company, staff) for i, p, company, staff in rows_in(
        db, "SELECT interaction_id, person_id, organisation_id, staff_id FROM contact WHERE interaction_id IN (?*)", ids)}  # fmt: skip
    staff = dict(rows_in(db, "SELECT interaction_id, min(staff_id) FROM party WHERE staff_id IS NOT NULL AND interaction_id IN (?*) GROUP BY interaction_id", ids))
    wanted = {(i, person[0]): (person[1], staff.get(i)) for i in ids if (i, person[0]) not in by_address} if person else {}
    gone = [k for k in there if k not in by_address and there[k] != wanted.get(k)]
    page.unsettled |= evidence.joined(db, {i for i, _ in gone})
    page.aggrieved |= complaints.concerned(db, {i for i, _ in gone})
    db.executemany("DELETE FROM contact WHERE interaction_id = ? AND person_id = ?", gone)
    new = [(p, i, *wanted[i, p]) for i, p in sorted(wanted) if there.get((i, p)) != wanted[i, p]]
    db.executemany("INSERT INTO contact SELECT ?1, at, id, ?3, ?4 FROM interaction WHERE id = ?2", new)
    page.touched |= {i for _, i, *_ in new}
    return {there[k][0] for k in gone} | {company for _, _, company, _ in new}


def _join(db: sqlite3.Connection, calls: Sequence[_Row]) -> None:
    """Of tellings of one call (one number, one direction, beginnings within two minutes) an exchange's record counts, else the first.

    Two records are two calls, however near: somebody rang again at once.
    """
    wanted: dict[int, str] = {}
    held = sorted((c for c in calls if c[4] != "planned"), key=lambda c: (c[3], c[2], c[5]))
    for _, same in groupby(held, key=lambda c: c[3]):
        tellings = list(same)
        records = [c for c in tellings if c[1] == "call"]
        first: _Row | None = None
        for c in tellings:
            near = min(records, key=lambda r: (_apart(r[2], c[2]), r[5]), default=None)
            if c[1] == "call":
                continue
            if near is not None and _apart(near[2], c[2]) <= _SAME:
                wanted[c[0]] = near[5]
            elif first is not None and _apart(first[2], c[2]) <= _SAME:
                wanted[c[0]] = first[5]
            else:
                first = c
    db.executemany("UPDATE call SET same_as = ? WHERE interaction_id = ? AND same_as IS NOT ?", [(wanted.get(c[0]), c[0], wanted.get(c[0])) for c in calls])


def _apart(one: str, other: str) -> float:
    return abs((dt.datetime.fromisoformat(other) - dt.datetime.fromisoformat(one)).total_seconds())
