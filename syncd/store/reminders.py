"""The outbox: what should be in which calendar, and what is known to be there."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from connectors.base import Seen
from syncd.core import keys, texts
from syncd.core.aftercalls import Call
from syncd.core.model import Company, Reminder
from syncd.core.plan import PURPOSES, Existing, Open, Wanted, owner_of
from syncd.core.standard import Usual
from syncd.core.worktime import zone_of
from syncd.store.db import Store
from syncd.store.decisions import standing as not_taken_back
from syncd.store.ids import rows_in

LIVE = ("sending", "there", "moved", "done")
_HELD_BACK = "held_back"  # meta: uids, as JSON


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the outbox. `reminder` is what we wrote or will write, `last` what was seen there last."""

    uid: str
    purpose: str
    subject: str
    promise_key: str | None
    owner: str
    calendar: str
    state: str
    reminder: Reminder
    zone: str
    last: Seen | None
    seen_calendar: str
    touched: bool  # a person changed the entry: we write it no more
    tries: int
    next_try: str | None

    @property
    def is_forgotten(self) -> bool:
        """Whether what it stood for was taken out of the store, and its words with it."""
        return self.state == "removed" and not self.reminder.title


def rows(db: sqlite3.Connection) -> dict[str, Row]:
    """The whole outbox by uid."""
    cursor = db.execute("SELECT * FROM reminder ORDER BY uid")
    names = [c[0] for c in cursor.description]
    return {r["uid"]: _row(r) for r in (dict(zip(names, values, strict=True)) for values in cursor)}


def _row(r: dict[str, Any]) -> Row:
    zone = zone_of(r["zone"])
    reminder = Reminder(
        uid=r["uid"], key=r["promise_key"] or r["subject"], title=r["title"], text=r["text"], all_day=bool(r["all_day"]), url=r["url"],
        start=dt.datetime.fromisoformat(r["start_at"]).astimezone(zone), end=dt.datetime.fromisoformat(r["end_at"]).astimezone(zone),
        alarms=tuple(json.loads(r["alarms"])), content_hash=r["content_hash"],
    )  # fmt: skip
    last = None
    if r["handle"] is not None:
        start = dt.datetime.fromisoformat(r["seen_start"]) if r["seen_start"] else None
        last = Seen(uid=r["uid"], handle=r["handle"], etag=r["etag"], key=reminder.key, start=start, title=r["seen_title"] or "",
                    note=r["seen_note"] or "", done=r["state"] == "done", content_hash=r["seen_hash"] or "")  # fmt: skip
    return Row(r["uid"], r["purpose"], r["subject"], r["promise_key"], r["owner"], r["calendar"], r["state"], reminder, r["zone"], last,
               r["seen_calendar"] or "", r["hold"] == "person", r["tries"], r["next_try"])  # fmt: skip


def calendars_in_use(db: sqlite3.Connection) -> frozenset[str]:
    """The names of the sources whose calendars hold entries of ours, as far as is known."""
    return frozenset(name for (name,) in db.execute("SELECT DISTINCT seen_calendar FROM reminder WHERE handle IS NOT NULL"))


def existing(outbox: Iterable[Row]) -> dict[str, Existing]:
    """The outbox as the plan looks at it: one that is only shown now, and was put before, stands there still."""
    return {r.uid: Existing("there" if r.state == "shadow" and r.last else r.state, r.owner, r.last.start if r.last and r.last.start else r.reminder.start) for r in outbox}


def want(db: sqlite3.Connection, w: Wanted, calendar: str, state: str) -> None:
    """Write what should be there; a row that says so already is not touched."""
    r = w.reminder
    db.execute(
        "INSERT INTO reminder (uid, purpose, subject, promise_key, owner, calendar, state, title, text, start_at, end_at, zone, all_day, alarms, "
        "url, content_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (uid) DO UPDATE SET owner = excluded.owner, "
        "calendar = excluded.calendar, state = excluded.state, title = excluded.title, text = excluded.text, start_at = excluded.start_at, "
        "end_at = excluded.end_at, zone = excluded.zone, all_day = excluded.all_day, alarms = excluded.alarms, url = excluded.url, "
        "content_hash = excluded.content_hash, hold = CASE WHEN owner = excluded.owner THEN hold END WHERE (owner, calendar, state, content_hash) IS NOT "
        "(excluded.owner, excluded.calendar, excluded.state, excluded.content_hash)",
        (r.uid, w.purpose, r.key, w.promise_key, w.owner, calendar, state, r.title, r.text, keys.instant(r.start), keys.instant(r.end), w.zone,
         int(r.all_day), json.dumps(r.alarms), r.url, r.content_hash),
    )  # fmt: skip


def adopt(db: sqlite3.Connection, entry: Seen, calendar: str, owner: str) -> bool:
    """Take over an entry found in a calendar, with the promise it carries; False where there is no such promise."""
    known = db.execute("SELECT 1 FROM promise WHERE key = ?", (entry.key,)).fetchone()
    purpose = next((p for p in PURPOSES if entry.uid == keys.reminder_uid(entry.key, p)), None)
    if known is None or purpose is None or entry.start is None:
        return False
    start = keys.instant(entry.start)
    db.execute(
        "INSERT INTO reminder (uid, purpose, subject, promise_key, owner, calendar, state, title, text, start_at, end_at, zone, all_day, alarms, "
        "url, content_hash) VALUES (?, ?, ?, ?, ?, ?, 'there', ?, ?, ?, ?, ?, 0, '[]', '', ?)",
        (entry.uid, purpose, entry.key, entry.key, owner, calendar, entry.title, entry.note, start, start, str(entry.start.tzinfo), entry.content_hash),
    )
    return True


def set_state(db: sqlite3.Connection, uid: str, state: str) -> None:
    """Move a row to a state; where it is in it nothing is written."""
    db.execute("UPDATE reminder SET state = ? WHERE uid = ? AND state <> ?", (state, uid, state))


def saw(db: sqlite3.Connection, uid: str, seen: Seen, calendar: str, state: str, *, by_person: bool = False) -> None:
    """Keep how the entry is now; `by_person` for ever leaves it to the person who changed it."""
    start, note = keys.instant(seen.start) if seen.start else None, texts.without_introduction(seen.note)
    values = (state, seen.handle, seen.etag, seen.content_hash, start, seen.title, note, calendar)
    db.execute(
        "UPDATE reminder SET state = ?, handle = ?, etag = ?, seen_hash = ?, seen_start = ?, seen_title = ?, seen_note = ?, seen_calendar = ?, "
        "hold = CASE WHEN ? THEN 'person' ELSE hold END, tries = 0, next_try = NULL, error = NULL WHERE uid = ? AND "
        "((state, handle, etag, seen_hash, seen_start, seen_title, seen_note, seen_calendar) IS NOT (?, ?, ?, ?, ?, ?, ?, ?) OR tries > 0 "
        "OR (? AND hold IS NOT 'person'))",
        (*values, by_person, uid, *values, by_person),
    )


def lost(db: sqlite3.Connection, uid: str, state: str) -> None:
    """The entry is not in the calendar any more."""
    db.execute("UPDATE reminder SET state = ?, handle = NULL, etag = NULL WHERE uid = ? AND (state <> ? OR handle IS NOT NULL)", (state, uid, state))


def taken_out(db: sqlite3.Connection, uid: str) -> None:
    """We took the entry out of the calendar for as long as writing is paused; it is nobody's any more, whoever had changed it."""
    db.execute(
        "UPDATE reminder SET state = CASE state WHEN 'deleted' THEN state ELSE 'removed' END, handle = NULL, etag = NULL, hold = NULL, "
        "tries = 0, next_try = NULL, error = NULL WHERE uid = ?",
        (uid,),
    )


def failed(db: sqlite3.Connection, uid: str, error: str, next_try: str) -> None:
    """A write failed; it is tried again later. One that was to be taken out stays so: where it is gone by then, nobody but us took it."""
    db.execute("UPDATE reminder SET state = CASE state WHEN 'sending' THEN 'wanted' ELSE state END, tries = tries + 1, error = ?, next_try = ? WHERE uid = ?", (error[:300], next_try, uid))


def introduce(db: sqlite3.Connection, owner: str, uid: str) -> bool:
    """Whether this entry, about to be written, is the one that tells its owner who writes here: the first they get."""
    db.execute(
        "INSERT INTO introduction (owner, uid) VALUES (?, ?) ON CONFLICT (owner) DO UPDATE SET uid = excluded.uid WHERE at IS NULL "
        "AND uid <> excluded.uid AND NOT EXISTS (SELECT 1 FROM reminder r WHERE r.uid = introduction.uid AND r.state = 'sending')",
        (owner, uid),
    )
    return bool(db.execute("SELECT 1 FROM introduction WHERE owner = ? AND uid = ?", (owner, uid)).fetchone())


def introduced(db: sqlite3.Connection, owner: str, uid: str, at: str) -> None:
    """An entry of ours stands in its owner's calendar: the words are said, by this entry ('' where none there says them)."""
    db.execute(
        "INSERT INTO introduction (owner, uid, at) VALUES (?, ?, ?) ON CONFLICT (owner) DO UPDATE SET at = excluded.at "
        "WHERE at IS NULL AND uid = excluded.uid",
        (owner, uid, at),
    )


def outbox_counts(db: sqlite3.Connection, paused: Collection[str] = ()) -> dict[str, int]:
    """How many entries are in each state; what waits because its owner is among the `paused` (or all are, "*") counts as paused."""
    counts = dict.fromkeys(["paused"] if paused else [], 0)
    for owner, state, waits, count in db.execute(
        "SELECT owner, state, state IN ('wanted', 'sending') OR (state IN ('removed', 'collected') AND handle IS NOT NULL), count(*) "
        "FROM reminder GROUP BY 1, 2, 3"
    ):
        shown = "paused" if waits and (owner in paused or "*" in paused) else state
        counts[shown] = counts.get(shown, 0) + count
    return dict(sorted(counts.items()))


def open_promises(db: sqlite3.Connection, company: Company) -> list[Open]:
    """The open promises and hand-offs with a term, as the plan looks at them."""
    found = db.execute(
        "SELECT p.key, p.kind, p.firmness, p.act, p.quote, p.promiser, CASE WHEN h.state IN ('accepted', 'started') AND h.to_staff LIKE '%@%' THEN h.to_staff ELSE p.assignee END, coalesce(p.beneficiary, p.named), coalesce(p.due_from, p.due_to), p.due_to, p.due_zone, "
        "p.due_kind, p.confidence, p.trusted, p.said_at, p.interaction_id, p.state, h.state, u.department, u.term, u.due_to FROM promise p "
        "LEFT JOIN handoff h ON h.promise_id = p.id LEFT JOIN usual_term u ON u.promise_id = p.id "
        "WHERE p.state IN ('open', 'probably_kept', 'unknown') AND p.due_to IS NOT NULL AND p.kind IN ('promise', 'handoff') "
        "AND p.noted NOT IN ('entry', 'done') ORDER BY p.key"  # an entry of one's own is its reminder
    ).fetchall()
    names = _names(db, [r[7] for r in found if r[7]])
    decided = _decided(db, [r[0] for r in found])
    result = []
    for (key, kind, firmness, act, quote, promiser, assignee, whom, due_from, due_to, zone, due_kind, confidence, trusted, said_at, interaction,
         state, handed, *usual) in found:  # fmt: skip
        said = decided.get(key, _Said())
        promise = Open(
            key=key, kind=kind, firmness=firmness, act=act, quote=quote, promiser=promiser, assignee=assignee, whom=names.get(whom, whom or ""),
            due_from=due_from, due_to=due_to, due_zone=zone, due_kind=due_kind, confidence=confidence, trusted=bool(trusted),
            said_at=dt.datetime.fromisoformat(said_at), entry_exists=False, handed_to=said.handed_to, confirmed=said.confirmed,
            deleted=said.deleted or (handed == "declined" and not said.handed_to and not said.given_back), state=state, accepted=handed in (None, "accepted", "started"), usual=Usual(*usual) if usual[0] else None,
        )  # fmt: skip
        exists = _entry_exists(db, owner_of(promise, company)[0], whom, due_from, due_to, interaction)
        result.append(replace(promise, entry_exists=True) if exists else promise)
    return result


def standing(db: sqlite3.Connection, promise_key: str) -> tuple[str, str, str]:
    """State of a promise, the instant it is due, and how far it has come where it was handed on; '' for what there is none of."""
    row = db.execute(
        "SELECT p.state, coalesce(p.due_at, ''), coalesce(h.state, '') FROM promise p LEFT JOIN handoff h ON h.promise_id = p.id WHERE p.key = ?", (promise_key,)
    ).fetchone()
    return row or ("", "", "")


def answered_calls(db: sqlite3.Connection, since: str, least: int) -> list[Call]:
    """The calls of ours with an outside number, answered since then and at least so many seconds long."""
    return [
        Call(key, dt.datetime.fromisoformat(at), seconds, staff, person or name or number or "")
        for key, at, seconds, staff, person, name, number in db.execute(
            "SELECT interaction_id, at, seconds, staff, person, name, number FROM calls WHERE at >= ? AND outcome = 'answered' AND seconds >= ? "
            "AND direction <> 'internal' AND staff IS NOT NULL AND coalesce(person, name, number, '') <> ''",
            (since, least),
        )
    ]


def _names(db: sqlite3.Connection, addresses: Sequence[str]) -> dict[str, str]:
    return dict(rows_in(
        db, "SELECT d.value, n.name FROM identifier d JOIN person n ON n.id = d.person_id WHERE d.kind = 'address' AND d.value IN (?*)", addresses
    ))  # fmt: skip


class _Said(NamedTuple):
    """What people decided about a promise's entry: none is wanted, who has it, that it is a promise, that who was asked gave it back."""

    deleted: bool = False
    handed_to: str = ""
    confirmed: bool = False
    given_back: bool = False


def _decided(db: sqlite3.Connection, promise_keys: Sequence[str]) -> dict[str, _Said]:
    """What people decided about these promises. Who was handed one and declines gives it back to whose it was."""
    found: dict[str, _Said] = {}
    told = rows_in(db, "SELECT subject, kind, value FROM decision WHERE subject IN (?*) ORDER BY seq", promise_keys)
    for subject, kind, value in not_taken_back(told):
        said = found.get(subject, _Said())
        if kind == "decline" and said.handed_to:
            said = said._replace(handed_to="", given_back=True)
        elif kind in ("delete", "decline"):
            said = said._replace(deleted=True)
        elif kind == "hand_over":
            said = said._replace(deleted=False, handed_to=str(json.loads(value)), given_back=False)
        elif kind in ("confirm", "dismiss"):
            said = said._replace(confirmed=kind == "confirm")
        found[subject] = said
    return found


def _entry_exists(db: sqlite3.Connection, owner: str, whom: str | None, due_from: str, due_to: str, interaction: int) -> bool:
    """Whether the owner has a meeting with this customer, or a note of their own about one, inside the window (the day's own zone is near enough)."""
    if not whom:
        return False
    last = (dt.date.fromisoformat(due_to[:10]) + dt.timedelta(days=1)).isoformat()
    row = db.execute(
        "SELECT 1 FROM party p JOIN occurrence o ON o.interaction_id = p.interaction_id JOIN meeting_copy c ON c.interaction_id = p.interaction_id "
        "WHERE p.address = ? AND o.start_at >= ? AND o.start_at < ? AND o.status <> 'cancelled' AND c.owner = ? AND p.interaction_id <> ? LIMIT 1",
        (whom, due_from[:10], last, owner, interaction),
    ).fetchone()
    return row is not None or _noted(db, owner, whom, due_from, due_to)


def _noted(db: sqlite3.Connection, owner: str, whom: str, due_from: str, due_to: str) -> bool:
    """Whether the owner has an entry of their own about this customer inside the window."""
    return bool(db.execute(
        "SELECT 1 FROM promise WHERE beneficiary = ? AND promiser = ? AND noted IN ('entry', 'done') AND state <> 'withdrawn' "
        "AND substr(due_to, 1, 10) >= ? AND substr(due_from, 1, 10) <= ? LIMIT 1",
        (whom, owner, due_from[:10], due_to[:10]),
    ).fetchone())  # fmt: skip


def sources_ready(db: sqlite3.Connection, since: str, read_since: str = "") -> frozenset[str]:
    """The sources (by name) that have been read, each folder of them as far back as `since` (an instant), newest first; and to their ends after `read_since`."""
    return frozenset(
        name
        for (name,) in db.execute(
            "SELECT s.name FROM source s WHERE s.last_success >= ? AND NOT EXISTS (SELECT 1 FROM collection c WHERE c.source_id = s.id "
            "AND c.removed_at IS NULL AND c.caught_up_at IS NULL AND coalesce(c.reached_at, '9999') > ?)",
            (read_since, since),
        )
    )


def held_back(store: Store) -> frozenset[str]:
    """The uids of entries whose changes wait until a person has looked."""
    return frozenset(json.loads(store.meta(_HELD_BACK) or "[]"))


def hold_back(store: Store, uids: Sequence[str]) -> None:
    """Have the changes of these entries, and of no others, wait. Inside the caller's transaction."""
    store.set_meta(_HELD_BACK, json.dumps(list(uids)))
