"""Meetings as rows: each copy is kept, and what the meeting is now is merged from all of them."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from syncd.core import derived, keys
from syncd.core.derived import direction_of, snippet
from syncd.core.meetings import Copy, Merged, kind_of, laid_out, merge, window
from syncd.core.model import Meeting, Occurrence
from syncd.store import called, calls, people
from syncd.store.interactions import Page, contact_rows, meet, party_rows, problems_text, remeet
from syncd.store.search import add_search, remove_search

if TYPE_CHECKING:
    from syncd.core.matters import Call

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_Meetings = msgspec.json.Decoder(tuple[Meeting, ...])


def save_copy(page: Page, origin: str, owner: str, meetings: Sequence[Meeting]) -> list[str]:
    """Keep what one calendar object or mail says of its meetings, in place of what it said before; the keys concerned."""
    by_uid: dict[str, list[Meeting]] = {}
    for m in meetings:
        by_uid.setdefault(m.uid, []).append(m)
    keys_now = {keys.meeting_key(uid): ms for uid, ms in by_uid.items()}
    for key, ms in keys_now.items():
        body = msgspec.json.encode(tuple(ms)).decode()
        page.db.execute(
            "INSERT INTO meeting_copy VALUES (?, ?, ?, ?) ON CONFLICT (interaction_id, origin) DO UPDATE SET owner = excluded.owner, "
            "body = excluded.body WHERE (owner, body) <> (excluded.owner, excluded.body)",
            (_interaction(page, key, ms[0]), origin, owner, body),
        )
    return list(keys_now)


def _interaction(page: Page, key: str, m: Meeting) -> int:
    row = page.db.execute("SELECT id FROM interaction WHERE key = ?", (key,)).fetchone()
    if row:
        return int(row[0])
    at = keys.instant(m.start.at) if m.start else ""
    cursor = page.db.execute(
        "INSERT INTO interaction (key, kind, at, direction, subject, class, language, derived_by) VALUES (?, 'meeting', ?, 'internal', '', "
        "'personal', '', ?)",
        (key, at, derived.VERSION),
    )
    return int(cursor.lastrowid or 0)


def save_merged(page: Page, meeting_keys: Iterable[str]) -> None:
    """Write what these meetings are now, from all their copies."""
    for key in sorted(set(meeting_keys)):
        (id_,) = page.db.execute("SELECT id FROM interaction WHERE key = ?", (key,)).fetchone()
        _write(page, id_, merge(copies_of(page.db, key)))
        page.meetings.add(key)


def copies_of(db: sqlite3.Connection, key: str) -> list[Copy]:
    """All copies of a meeting."""
    return [
        Copy(origin, owner, _Meetings.decode(body))
        for origin, owner, body in db.execute(
            "SELECT c.origin, c.owner, c.body FROM meeting_copy c JOIN interaction i ON i.id = c.interaction_id WHERE i.key = ? ORDER BY c.origin", (key,)
        )
    ]


def _write(page: Page, id_: int, merged: Merged) -> None:
    db, m = page.db, merged.master
    remove_search(db, id_)
    within = window(dt.datetime.fromisoformat(page.now))
    times = laid_out(merged, within, page.company.timezone)
    at = keys.instant(m.start.at if m.start else times[0].start if times else m.stamp or _EPOCH)
    db.execute(
        "UPDATE interaction SET at = ?, direction = ?, subject = ?, visibility = ?, snippet = ?, problems = ?, derived_by = ? WHERE id = ?",
        (at, direction_of(merged.parties, page.company), m.title, "metadata" if m.metadata_only else "full", snippet(m.description), problems_text(m.problems),
         derived.VERSION, id_),
    )  # fmt: skip
    start, end = m.start, m.end
    before = {a for (a,) in db.execute("SELECT address FROM party WHERE interaction_id = ?", (id_,))}
    for table in ("meeting", "meeting_override", "proposed_time", "occurrence", "party", "contact"):
        db.execute(f"DELETE FROM {table} WHERE interaction_id = ?", (id_,))
    db.execute(
        "INSERT INTO meeting VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (id_, m.uid, m.sequence, m.title, m.description, start.wall if start else None, start.zone if start else None,
         keys.instant(start.at) if start else None, end.wall if end else None, end.zone if end else None,
         keys.instant(end.at) if end else None, int(m.all_day), m.rrule, m.status, m.location, m.link,
         kind_of(merged, page.company)),
    )  # fmt: skip
    db.executemany(
        "INSERT INTO meeting_override VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(id_, o.recurrence_id, o.sequence, o.title, keys.instant(o.start.at) if o.start else None, keys.instant(o.end.at) if o.end else None,
          o.status) for o in merged.overrides],
    )  # fmt: skip
    db.executemany(
        "INSERT INTO proposed_time VALUES (?, ?, ?, ?, ?, ?)",
        [(id_, p.by, p.meeting.recurrence_id or "", keys.instant(p.meeting.start.at), keys.instant(p.meeting.end.at) if p.meeting.end else None,
          keys.instant(p.meeting.stamp) if p.meeting.stamp else None) for p in merged.proposals if p.meeting.start],
    )  # fmt: skip
    _write_times(page, id_, merged, times, at)
    remeet(page, before)
    calls.tell_of_entry(page, id_, _call_in(m, merged, page))
    add_search(db, id_)
    page.touched.add(id_)


def _call_in(m: Meeting, merged: Merged, page: Page) -> Call | None:
    from syncd.core.calls.entries import call_in_entry  # with all that tells of calls: only where a meeting has changed

    return call_in_entry(m, merged.parties, page.company)


def _write_times(page: Page, id_: int, merged: Merged, times: Sequence[Occurrence], at: str) -> None:
    page.db.executemany(
        "INSERT OR REPLACE INTO occurrence VALUES (?, ?, ?, ?, ?, ?)",
        [(id_, t.recurrence_id, keys.instant(t.start), keys.instant(t.end), t.title, t.status) for t in times],
    )
    met: dict[str, people.Met] = {}
    meet(met, merged.parties, at, page.company, "")
    bound = people.bind(page.db, met)
    page.met.update(bound)
    page.related |= called.note(page.db, met)
    page.db.executemany("INSERT INTO party VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", party_rows(id_, merged.parties, bound, page.staff))
    moments = sorted({keys.instant(t.start) for t in times} or {at})
    page.db.executemany(
        "INSERT OR IGNORE INTO contact VALUES (?, ?, ?, ?, ?)",
        [row for moment in moments for row in contact_rows(id_, moment, merged.parties, bound, page.staff)],
    )


def lay_out_anew(page: Page) -> None:
    """Write every repeated meeting again, as the window of its occurrences has moved."""
    repeated = page.db.execute(
        "SELECT i.key FROM interaction i JOIN meeting m ON m.interaction_id = i.id WHERE m.rrule <> '' OR EXISTS "
        "(SELECT 1 FROM meeting_override o WHERE o.interaction_id = i.id) OR EXISTS "
        "(SELECT 1 FROM meeting_copy c WHERE c.interaction_id = i.id AND c.body LIKE '%\"rdates\":[\"%')"
    ).fetchall()
    save_merged(page, [key for (key,) in repeated])
