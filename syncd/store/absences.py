"""Where colleagues say that they are away: entries of their calendars, kept or not, and their automatic replies.

`note` keeps the days beside the entries and replies that were stored; all else reads only.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from syncd.core.model import Company, Meeting
from syncd.core.worktime import zone_of
from syncd.store.ids import rows_in

if TYPE_CHECKING:
    from syncd.core.derived import DerivedMessage
    from syncd.store.interactions import Page

_Meetings = msgspec.json.Decoder(tuple[Meeting, ...])



def days_noted(db: sqlite3.Connection, owners: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Of entries that were not kept: whose they are and the days on which their owner is away (absence.days_of)."""
    yield from rows_in(
        db, "SELECT s.owner, x.away FROM excluded x JOIN collection c ON c.id = x.collection_id JOIN source s ON s.id = c.source_id "
        "WHERE x.away IS NOT NULL AND s.owner IN (?*)", owners
    )  # fmt: skip


# ── the days, as rows ────────────────────────────────────────────────────────────────────────────────────────────


def days_away(db: sqlite3.Connection, address: str) -> frozenset[dt.date]:
    """The whole days on which a colleague says, or said, that they are away."""
    from syncd.core.absence import days_of

    return days_of(_spans(db, address))


def parts_away(db: sqlite3.Connection, address: str) -> tuple[tuple[str, str], ...]:
    """The parts of days on which a colleague says, or said, that they are away, as instants, in order."""
    from syncd.core.absence import parts_of

    return parts_of(_spans(db, address))


def _spans(db: sqlite3.Connection, address: str) -> str:
    spans = [f"{first}/{last}" for first, last in db.execute("SELECT first, last FROM away WHERE address = ?", (address,))]
    return ",".join([*spans, *(days for _, days in days_noted(db, [address]))])


def note(page: Page, messages: Mapping[str, DerivedMessage], meetings: Iterable[str]) -> None:
    """Keep when colleagues are away by these automatic replies and entries (by interaction key)."""
    from syncd.core.absence import names_leave  # with its words

    found: dict[int, set[tuple[str, str, str]]] = defaultdict(set)
    entries = list(rows_in(
        page.db, "SELECT i.id, m.title, m.all_day OR EXISTS (SELECT 1 FROM away a WHERE a.interaction_id = i.id) FROM interaction i JOIN meeting m ON m.interaction_id = i.id WHERE i.key IN (?*)",
        sorted(meetings),
    ))  # fmt: skip
    for id_, title, is_likely in entries:
        if is_likely or names_leave(title):
            found[id_] = set(_of_entry(page, id_))
    replies_ = {key: d for key, d in messages.items() if d.class_ == "auto" and d.direction != "in"}
    for key, id_ in rows_in(page.db, "SELECT key, id FROM interaction WHERE key IN (?*)", sorted(replies_)):
        found[id_] = set(_of_reply(page, replies_[key]))
    there: dict[int, set[tuple[str, str, str]]] = defaultdict(set)
    for id_, *row in rows_in(page.db, "SELECT interaction_id, address, first, last FROM away WHERE interaction_id IN (?*)", sorted(found)):
        there[id_].add((row[0], row[1], row[2]))
    page.db.executemany("DELETE FROM away WHERE interaction_id = ? AND address = ? AND first = ? AND last = ?", [(i, *row) for i in found for row in sorted(there[i] - found[i])])
    page.db.executemany("INSERT OR REPLACE INTO away VALUES (?, ?, ?, ?)", [(i, *row) for i in found for row in sorted(found[i] - there[i])])


def _of_entry(page: Page, id_: int) -> Iterator[tuple[str, str, str]]:
    from syncd.core.absence import is_part, says_away

    for owner, body in page.db.execute("SELECT owner, body FROM meeting_copy WHERE interaction_id = ? AND owner <> '' ORDER BY owner", (id_,)).fetchall():
        meeting = next((m for m in _Meetings.decode(body) if m.recurrence_id is None), None)
        if meeting is None or not says_away(meeting, owner, page.company):
            continue
        zone = zone_of(_zone(owner, page.company))
        for start, end in page.db.execute("SELECT start_at, end_at FROM occurrence WHERE interaction_id = ? AND status <> 'cancelled'", (id_,)):
            begins, ends = dt.datetime.fromisoformat(start), dt.datetime.fromisoformat(end)
            if not meeting.all_day:
                if is_part(begins, ends):
                    yield owner, start, end
                continue
            yield owner, f"{begins.astimezone(zone):%Y-%m-%d}", f"{max(begins, ends - dt.timedelta(seconds=1)).astimezone(zone):%Y-%m-%d}"


def _of_reply(page: Page, d: DerivedMessage) -> Iterator[tuple[str, str, str]]:
    from syncd.core.absence import replied

    sender = next((p.address for p in d.parties if p.role == "from"), "")
    member = next((s for s in page.company.staff if sender == s.address or sender in s.aliases), None)
    if member is not None and (days := replied(d.subject, d.own_text, d.at, _zone(member.address, page.company), d.language, page.calendar)):
        yield member.address, days[0].isoformat(), days[-1].isoformat()


def _zone(address: str, company: Company) -> str:
    return next((s.timezone for s in company.staff if s.address == address and s.timezone), company.timezone)
