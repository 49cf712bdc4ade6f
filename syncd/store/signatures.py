"""Signatures as rows, and what grows from each by itself: the telephones of a person, marks by which two addresses may be one's."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from syncd.core.derived import DerivedMessage
from syncd.core.identity import is_somebody
from syncd.store import domains
from syncd.store.ids import rows_in

if TYPE_CHECKING:
    from syncd.store.interactions import Page

SIGNED = "signature of "  # and the day it was first given: why a telephone is somebody's
DOUBT = 0.3


def save(
    page: Page, fresh: Sequence[tuple[int, DerivedMessage, bool]], moments: Sequence[str], bound: Mapping[str, tuple[int, int | None]]
) -> None:
    """Keep what these messages are signed with, once their interactions are there."""
    rows, marks, phones = [], [], []
    for (id_, d, _), at in zip(fresh, moments, strict=True):
        s = d.signature
        if s is None:
            continue
        rows.append((s.address, id_, at, s.name, s.post, s.organisation, " ".join(s.phones), s.site, s.city))
        marks += [(value, s.address, id_) for value in _marks(page, d)]
        if s.address in bound:
            phones += [(p, bound[s.address][0], SIGNED + at[:10]) for p in s.phones]
    if not rows:
        return
    page.db.executemany("INSERT INTO signature VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    domains.note_signatures(page.db, [(row[0], row[1], row[5]) for row in rows])
    page.related |= _linking(page, marks)
    page.db.executemany("INSERT OR IGNORE INTO signature_mark VALUES (?, ?, ?)", marks)
    _grow_telephones(page, phones)


def _grow_telephones(page: Page, phones: Iterable[tuple[str, int, str]]) -> None:
    """Telephones of persons with the day they were first given; what a card says stays. In most mail there is nothing new."""
    first: dict[tuple[str, int], str] = {}
    for phone, person, reason in phones:
        first[phone, person] = min(reason, first.get((phone, person), reason))
    there = {
        (phone, person): reason
        for phone, person, reason in rows_in(
            page.db, "SELECT value, person_id, reason FROM identifier WHERE kind = 'phone' AND value IN (?*)", sorted({phone for phone, _ in first})
        )
    }
    new = [(*which, reason) for which, reason in first.items() if which not in there]
    if new:  # in one statement: each of them keeps what it would take back, for there is a trigger on the table
        rows = "SELECT 'phone', value ->> 0, value ->> 1, value ->> 2, ? FROM json_each(?)"
        page.db.execute(f"INSERT INTO identifier {rows}", (DOUBT, json.dumps(new)))
    earlier = [(reason, *which) for which, reason in first.items() if (known := there.get(which, "")).startswith(SIGNED) and reason < known]
    page.db.executemany("UPDATE identifier SET reason = ? WHERE kind = 'phone' AND value = ? AND person_id = ?", earlier)


def _marks(page: Page, d: DerivedMessage) -> list[str]:
    """The marks of a signature: other people's addresses outside, and each carried telephone with the full name."""
    assert d.signature is not None
    found = [a for a in d.signature.addresses if is_somebody(a) and not page.company.is_ours(a)]
    if d.signature.mobiles:
        from syncd.core.ties import mark_of  # with all that compares names

        names = [d.signature.name, *(p.name for p in d.parties if p.role == "from" and p.address == d.signature.address)]
        found += [mark for phone in d.signature.mobiles for name in names if (mark := mark_of(phone, name))]
    return list(dict.fromkeys(found))


def _linking(page: Page, marks: Iterable[tuple[str, str, int]]) -> set[str]:
    """The addresses whose marks are new and somebody else's too: another has the same, or is the address."""
    said = {(value, address) for value, address, _ in marks}
    values = sorted({value for value, _ in said})
    there = set(rows_in(page.db, "SELECT DISTINCT value, address FROM signature_mark WHERE value IN (?*)", values))
    holders: dict[str, set[str]] = {}
    for value, address in there | said:
        holders.setdefault(value, set()).add(address)
    for (value,) in rows_in(
        page.db, "SELECT value FROM identifier WHERE kind = 'address' AND value IN (?*)", [v for v in values if "@" in v]
    ):
        holders[value].add(value)
    return {address for value, address in said - there if len(holders[value]) > 1}
