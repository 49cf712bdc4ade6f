"""Complaints as rows, and where each stands: by what came after it, and by what people decided about it.

A complaint and a later interaction concern each other when they are of one conversation, or the one who complained takes
part in it. Where it stands is worked out from all that is stored, so it does not matter which of the two came first.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from syncd.core import keys
from syncd.core.derived import VERSION
from syncd.core.matters import Complaint
from syncd.core.settling import DAYS, Later, Sign, course, state_of
from syncd.store.decisions import UNDO, Decision, decide, standing
from syncd.store.ids import rows_in
from syncd.store.interactions import Page

DECIDED = {"settle": "settled", "dismiss": "dismissed", "reopen": ""}


def complaint_key(interaction: str, quote: str) -> str:
    """The key of a complaint: its interaction's key and the letters and digits of the quote."""
    return keys.digest("complaint", interaction, keys.letters(quote))


def save_complaints(page: Page, interaction: str, id_: int, address: str, complaints: Sequence[Complaint]) -> None:
    """Keep the complaints of one message (its key, its row id). `address`: of who complains, or their telephone number."""
    rows = [(complaint_key(interaction, c.quote), id_, address, c.quote, c.why, VERSION) for c in complaints]
    page.db.executemany("INSERT OR IGNORE INTO complaint VALUES (?, ?, ?, ?, 'open', ?, ?)", rows)
    page.aggrieved |= {str(row[0]) for row in rows}


# ── which complaints something can concern ───────────────────────────────────────────────────────────────────────


def concerned(db: sqlite3.Connection, interactions: Iterable[int], threads: Iterable[str | None] = ()) -> set[str]:
    """The complaints (by key) that these interactions (by row id) and conversations can concern, or did."""
    ids = sorted(set(interactions))
    labels = {t for t in threads if t}
    labels |= {t for (t,) in rows_in(db, "SELECT DISTINCT thread FROM interaction WHERE thread IS NOT NULL AND id IN (?*)", ids)}
    found = {k for (k,) in rows_in(db, "SELECT key FROM complaint WHERE interaction_id IN (?*)", ids)}
    found |= {k for (k,) in rows_in(db, "SELECT complaint_key FROM complaint_sign WHERE interaction_id IN (?*)", ids)}
    found |= {k for (k,) in rows_in(db, "SELECT c.key FROM interaction i CROSS JOIN complaint c ON c.interaction_id = i.id WHERE i.thread IN (?*)", sorted(labels))}
    found |= {k for (k,) in rows_in(
        db, "SELECT c.key FROM contact k CROSS JOIN identifier d ON d.person_id = k.person_id CROSS JOIN complaint c ON c.address = d.value "
        "WHERE k.interaction_id IN (?*)", ids)}  # fmt: skip
    return found | _beside(db, found)


def of_addresses(db: sqlite3.Connection, addresses: Iterable[str]) -> set[str]:
    """The complaints of these addresses and telephone numbers."""
    return {k for (k,) in rows_in(db, "SELECT key FROM complaint WHERE address IN (?*)", sorted(set(addresses)))}


def _beside(db: sqlite3.Connection, found: set[str]) -> set[str]:
    """The other complaints of the same people: a word of thanks is for the conversation it stands in."""
    return {k for (k,) in rows_in(
        db, "SELECT o.key FROM complaint c JOIN identifier d ON d.value = c.address JOIN identifier e ON e.person_id = d.person_id "
        "JOIN complaint o ON o.address = e.value WHERE c.key IN (?*)", sorted(found))}  # fmt: skip


# ── where they stand ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Row:
    """A complaint with the person who made it (None where nobody is known)."""

    key: str
    interaction: int
    at: str
    thread: str
    address: str
    person: int | None

    @property
    def until(self) -> str:
        return keys.instant(dt.datetime.fromisoformat(self.at) + dt.timedelta(days=DAYS))


def settle(page: Page, complaints: Iterable[str]) -> None:
    """Work out anew where these complaints (by key) stand."""
    db = page.db
    rows = _rows(db, sorted(set(complaints)))
    signs = {row.key: course(_laters(db, row)) for row in rows}
    _write(db, signs)
    _lay(db, signs)


def settle_everything(page: Page) -> None:
    """Work it out for every complaint of the store."""
    settle(page, [k for (k,) in page.db.execute("SELECT key FROM complaint")])


def decide_about(db: sqlite3.Connection, key: str, kind: str, *, by: str, at: str, origin: str) -> bool:
    """Somebody says that a complaint is settled, is none, or stands again (kinds of DECIDED, or UNDO), in the caller's transaction; whether there is such a one."""
    if kind not in (*DECIDED, UNDO) or db.execute("SELECT 1 FROM complaint WHERE key = ?", (key,)).fetchone() is None:
        return False
    decide(db, Decision(at=at, by=by, origin=origin, kind=kind, subject=key))
    _lay(db, _signs(db, [key]))
    return True


def listed(db: sqlite3.Connection, *, settled: bool) -> list[dict[str, Any]]:
    """The complaints that stand (with `settled` all but the dismissed), those nobody answered first, then the latest."""
    cursor = db.execute(
        "SELECT c.key AS id, c.state, i.at, n.name AS person, c.address, c.quote, i.key AS interaction_id FROM complaint c JOIN interaction i ON i.id = c.interaction_id "
        "LEFT JOIN identifier d ON d.kind = 'address' AND d.value = c.address LEFT JOIN person n ON n.id = d.person_id "
        "WHERE c.state NOT IN ('dismissed', ?) ORDER BY CASE c.state WHEN 'open' THEN 0 WHEN 'answered' THEN 1 WHEN 'apologised' THEN 2 ELSE 3 END, i.at DESC, c.key",
        ("" if settled else "settled",),
    )
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def matching(db: sqlite3.Connection, beginning: str) -> list[str]:
    """The keys of the complaints that begin so; at most two."""
    return [k for (k,) in db.execute("SELECT key FROM complaint WHERE substr(key, 1, length(?1)) = ?1 ORDER BY key LIMIT 2", (beginning,))]


def _rows(db: sqlite3.Connection, wanted: Sequence[str]) -> list[_Row]:
    found: dict[str, _Row] = {}
    several: set[str] = set()
    for key, id_, at, thread, address, person in rows_in(
        db, "SELECT c.key, i.id, i.at, i.thread, c.address, d.person_id FROM complaint c JOIN interaction i ON i.id = c.interaction_id "
        "LEFT JOIN identifier d ON d.value = c.address WHERE c.key IN (?*)", wanted
    ):  # fmt: skip
        if key in found and found[key].person != person:
            several.add(key)  # a telephone of several people
        found[key] = _Row(key, id_, at, thread or "", address, person)
    return [_Row(r.key, r.interaction, r.at, r.thread, r.address, None) if r.key in several else r for r in found.values()]


_LATER = (
    "SELECT i.id, i.key, i.kind, i.at, i.direction, i.class, i.language, coalesce(m.own_text, ''), coalesce(i.thread, ''), coalesce(k.outcome, ''), "
    "EXISTS (SELECT 1 FROM contact n WHERE n.interaction_id = i.id AND n.person_id = :person), "
    "EXISTS (SELECT 1 FROM identifier d CROSS JOIN complaint o ON o.address = d.value JOIN interaction oi ON oi.id = o.interaction_id "
    "WHERE d.person_id = :person AND (oi.id = i.id OR oi.thread = i.thread)) "
    "FROM interaction i LEFT JOIN message m ON m.interaction_id = i.id LEFT JOIN call k ON k.interaction_id = i.id "
    "WHERE i.kind IN ('message', 'call') AND i.id <> :interaction AND i.at > :at AND i.at <= :until AND i.id IN ("
    "SELECT id FROM interaction WHERE thread = :thread UNION SELECT interaction_id FROM contact WHERE person_id = :person AND at > :at AND at <= :until)"
)


def _laters(db: sqlite3.Connection, row: _Row) -> list[Later]:
    """What was said in its conversation and with its person afterwards."""
    values: dict[str, Any] = {"person": row.person, "interaction": row.interaction, "at": row.at, "until": row.until, "thread": row.thread or None}
    return [
        Later(key=key, kind=kind, at=at, direction=direction, class_=class_, language=language, text=text, outcome=outcome,
              in_thread=bool(row.thread) and thread == row.thread, with_person=bool(person), of_another=bool(another))
        for _, key, kind, at, direction, class_, language, text, thread, outcome, person, another in db.execute(_LATER, values)
    ]  # fmt: skip


def _write(db: sqlite3.Connection, signs: dict[str, tuple[Sign, ...]]) -> None:
    """Bring the rows of signs in line; one that says so already is not written."""
    ids = dict(rows_in(db, "SELECT key, id FROM interaction WHERE key IN (?*)", sorted({s.by for some in signs.values() for s in some})))
    there = {(key, step): tuple(rest) for key, step, *rest in rows_in(
        db, "SELECT complaint_key, step, interaction_id, at, quote FROM complaint_sign WHERE complaint_key IN (?*)", sorted(signs))}  # fmt: skip
    wanted = {(key, s.step): (ids[s.by], s.at, s.quote) for key, some in signs.items() for s in some}
    db.executemany("DELETE FROM complaint_sign WHERE complaint_key = ? AND step = ?", [k for k in there if there[k] != wanted.get(k)])
    db.executemany("INSERT INTO complaint_sign VALUES (?, ?, ?, ?, ?)", [(*k, *v) for k, v in wanted.items() if there.get(k) != v])


def _signs(db: sqlite3.Connection, wanted: Sequence[str]) -> dict[str, tuple[Sign, ...]]:
    found: dict[str, list[Sign]] = {key: [] for key in wanted}
    for key, step, by, at, quote in rows_in(
        db, "SELECT s.complaint_key, s.step, i.key, s.at, s.quote FROM complaint_sign s JOIN interaction i ON i.id = s.interaction_id WHERE s.complaint_key IN (?*)", wanted
    ):
        found[key].append(Sign(step, by, at, quote))
    return {key: tuple(some) for key, some in found.items()}


def _lay(db: sqlite3.Connection, signs: dict[str, tuple[Sign, ...]]) -> None:
    """Write the states: what a person decided, else what was said afterwards; of a reopened one what was said since."""
    decided: dict[str, tuple[str, str]] = defaultdict(lambda: ("", ""))
    for subject, kind, at in standing(rows_in(db, "SELECT subject, kind, at FROM decision WHERE subject IN (?*) ORDER BY seq", sorted(signs))):
        if kind in DECIDED:
            decided[subject] = (DECIDED[kind], at)
    states = {key: decided[key][0] or state_of([s for s in some if s.at > decided[key][1]]) for key, some in signs.items()}
    db.executemany("UPDATE complaint SET state = ? WHERE key = ? AND state <> ?", [(state, key, state) for key, state in states.items()])
