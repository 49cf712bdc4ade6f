"""What people decide with one click, wherever they look: about promises, and taking back what they decided last.

Each function appends a decision and lays what follows from it, inside the caller's transaction, and gives the decision's id;
what stands already is not decided again. Complaints, people, companies and wishes not to be contacted have their own modules.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any, Final

from syncd.core.no_contact import ANY, Word, wishes_of
from syncd.store import complaints, no_contact, organisations, promises, reviews
from syncd.store.decisions import UNDO, Decision, decide, last_standing
from syncd.store.ids import rows_in
from syncd.store.interactions import Page

ABOUT_PROMISE: Final = frozenset({"confirm", "dismiss", "done", "cancel", "break", "reopen", "hand_over", "accept", "decline"})
_ABOUT_COMPLAINT: Final = frozenset({"settle", "dismiss", "reopen"})
_ABOUT_TWO: Final = frozenset({"merge", "unmerge", "distinct"})
CAN_BE_UNDONE: Final = ABOUT_PROMISE | _ABOUT_COMPLAINT | _ABOUT_TWO | {"no_contact", "contact_again", "owner"}
_ANSWERS: Final = frozenset({"accept", "decline"})


_PROMISE: Final = "SELECT key AS id, kind, quote, state, promiser, assignee, beneficiary, due_from, due_to, due_at, said_at FROM promise"
_STILL_HERE: Final = "SELECT 1 FROM staff WHERE address = ? AND (left_on IS NULL OR left_on > ?)"


def is_colleague(db: sqlite3.Connection, address: str, today: str) -> bool:
    """Whether somebody of ours has this address, and has not left by that day (as a date)."""
    return db.execute(_STILL_HERE, (address, today)).fetchone() is not None


def open_promises(db: sqlite3.Connection) -> list[dict[str, Any]]:
    """What is open, by its term."""
    return _promises(db, f"{_PROMISE} WHERE state = 'open' ORDER BY due_at IS NULL, due_at, key", ())


def promise_of(db: sqlite3.Connection, key: str) -> dict[str, Any]:
    """How the promise of this key stands."""
    return _promises(db, f"{_PROMISE} WHERE key = ?", (key,))[0]


def promises_beginning(db: sqlite3.Connection, key: str) -> list[str]:
    """The keys of the promises that begin so; at most two."""
    return [k for (k,) in db.execute("SELECT key FROM promise WHERE substr(key, 1, length(?1)) = ?1 ORDER BY key LIMIT 2", (key,))]


def _promises(db: sqlite3.Connection, sql: str, values: tuple[object, ...]) -> list[dict[str, Any]]:
    cursor = db.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def about_promise(page: Page, key: str, kind: str, value: str | None, by: str, origin: str) -> str:
    """Decide about a promise (kinds of ABOUT_PROMISE; `value`: to whom it is handed over); '' where there is none it can be said of."""
    db = page.db
    row = db.execute("SELECT p.state, p.kind, h.state FROM promise p LEFT JOIN handoff h ON h.promise_id = p.id WHERE p.key = ?", (key,)).fetchone()
    if kind not in ABOUT_PROMISE or row is None or row[0] == "withdrawn":
        return ""
    state, sort, handed = row
    if (kind in _ANSWERS and handed is None) or (kind == "hand_over" and sort == "theirs"):
        return ""
    last = last_standing(db, key)
    if last and last[1:] == (kind, value) and (kind != "reopen" or state == "open"):
        return last[0]
    id_ = decide(db, Decision(page.now, by, origin, kind, key, value))
    promises.lay_decisions(db, [key])
    return id_


def about_complaint(page: Page, key: str, kind: str, by: str, origin: str) -> str:
    """Decide about a complaint (settle, dismiss, reopen); '' where there is none of that key."""
    last = last_standing(page.db, key)
    if last and last[1] == kind:
        return last[0]
    known = kind in _ABOUT_COMPLAINT and complaints.decide_about(page.db, key, kind, by=by, at=page.now, origin=origin)
    return newest(page.db) if known else ""


def newest(db: sqlite3.Connection) -> str:
    """The id of the decision made last, by whoever holds the transaction."""
    return str(db.execute("SELECT id FROM decision ORDER BY seq DESC LIMIT 1").fetchone()[0])


def last_of(db: sqlite3.Connection, kind: str, subjects: Iterable[str]) -> str:
    """The id of the last decision of a kind about any of these subjects, '' where there is none."""
    found = max(rows_in(db, "SELECT seq, id FROM decision WHERE kind = ? AND subject IN (?*)", sorted(subjects), kind), default=(0, ""))
    return str(found[1])


# ── taking back ──────────────────────────────────────────────────────────────────────────────────────────────────


def is_last(db: sqlite3.Connection, id_: str) -> bool:
    """Whether a decision can be taken back still: it is of a kind that can, and the last word about its subject."""
    row = db.execute("SELECT seq, kind, subject, value FROM decision WHERE id = ?", (id_,)).fetchone()
    if row is None or row[1] not in CAN_BE_UNDONE:
        return False
    seq, kind, subject, value = row
    if kind in _ABOUT_TWO:
        return db.execute("SELECT 1 FROM decision WHERE subject = ? AND value = ? AND seq > ? LIMIT 1", (subject, value, seq)).fetchone() is None
    if kind in ABOUT_PROMISE | _ABOUT_COMPLAINT:
        last = last_standing(db, subject)
        return last is not None and last[0] == id_
    same = {"owner": ("owner", "owner")}.get(kind, ("no_contact", "contact_again"))
    return db.execute("SELECT 1 FROM decision WHERE subject = ? AND kind IN (?, ?) AND seq > ? LIMIT 1", (subject, *same, seq)).fetchone() is None


def undo(page: Page, id_: str, by: str, origin: str) -> str:
    """Take a decision back by another one, so that all is as it was before; '' where it is not the last word any more."""
    db = page.db
    if not is_last(db, id_):
        return ""
    seq, kind, subject, value = db.execute("SELECT seq, kind, subject, value FROM decision WHERE id = ?", (id_,)).fetchone()
    if kind in _ABOUT_TWO:
        _undo_about_two(page, subject, str(json.loads(value)), by, origin)
    elif kind in ("no_contact", "contact_again"):
        _undo_wish(page, seq, kind, subject, by, origin)
    elif kind == "owner":
        before = db.execute("SELECT value FROM decision WHERE subject = ? AND kind = 'owner' AND seq < ? ORDER BY seq DESC LIMIT 1", (subject, seq)).fetchone()
        organisations.decide_about(page, Decision(page.now, by, origin, kind, subject, json.loads(before[0]) if before else None))
    elif not complaints.decide_about(db, subject, UNDO, by=by, at=page.now, origin=origin):
        decide(db, Decision(page.now, by, origin, UNDO, subject))
        promises.lay_decisions(db, [subject])
    return newest(db)


def _undo_about_two(page: Page, a: str, b: str, by: str, origin: str) -> None:
    if "@" in a:
        reviews.undo(page, a, b, by, origin)
    else:
        organisations.decide_about(page, Decision(page.now, by, origin, reviews.before_last(page.db, a, b), a, b))


def _undo_wish(page: Page, seq: int, kind: str, subject: str, by: str, origin: str) -> None:
    """What stood before: nothing, or the wishes of then, with their reasons and days."""
    before = page.db.execute(
        "SELECT kind, at, by, value FROM decision WHERE subject = ? AND kind IN ('no_contact', 'contact_again') AND seq < ? ORDER BY seq", (subject, seq)
    ).fetchall()
    if kind == "no_contact":
        no_contact.allow(page, subject, ANY, by, origin)
    for wish in wishes_of(subject, [Word(said, at, who, json.loads(value) or {}) for said, at, who, value in before]):
        no_contact.forbid(page, subject, wish.channel, wish.reason, wish.until, by, origin)
