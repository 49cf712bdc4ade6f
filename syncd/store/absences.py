"""Where colleagues say that they are away: all-day entries of their calendars, kept or not, and their automatic replies.

`note` keeps the days beside the entries and replies that were stored; all else reads only.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from syncd.core import keys
from syncd.core.model import Company, Meeting
from syncd.core.worktime import zone_of
from syncd.store.ids import rows_in

if TYPE_CHECKING:
    from syncd.core.derived import DerivedMessage
    from syncd.store.interactions import Page

_Meetings = msgspec.json.Decoder(tuple[Meeting, ...])


@dataclass(frozen=True, slots=True)
class Entry:
    """An all-day entry in somebody's calendar, as that calendar tells it, and when it is."""

    owner: str
    meeting: Meeting
    start: dt.datetime
    end: dt.datetime


@dataclass(frozen=True, slots=True)
class Reply:
    """An automatic reply."""

    sender: str
    subject: str
    text: str
    at: dt.datetime
    language: str


def entries(db: sqlite3.Connection, owners: Sequence[str], since: dt.datetime, until: dt.datetime) -> Iterator[Entry]:
    """The all-day entries that were kept, of these people and this time."""
    for owner, body, start, end in rows_in(
        db,
        "SELECT c.owner, c.body, o.start_at, o.end_at FROM occurrence o JOIN meeting m ON m.interaction_id = o.interaction_id "
        "JOIN meeting_copy c ON c.interaction_id = m.interaction_id "
        "WHERE o.end_at >= ? AND o.start_at <= ? AND o.status <> 'cancelled' AND m.all_day AND c.owner IN (?*)",
        owners, keys.instant(since), keys.instant(until),
    ):  # fmt: skip
        for m in _Meetings.decode(body)[:1]:
            yield Entry(owner, m, dt.datetime.fromisoformat(start), dt.datetime.fromisoformat(end))


def days_noted(db: sqlite3.Connection, owners: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Of entries that were not kept: whose they are and the days on which their owner is away (absence.days_of)."""
    yield from rows_in(
        db, "SELECT s.owner, x.away FROM excluded x JOIN collection c ON c.id = x.collection_id JOIN source s ON s.id = c.source_id "
        "WHERE x.away IS NOT NULL AND s.owner IN (?*)", owners
    )  # fmt: skip


def replies(db: sqlite3.Connection, senders: Sequence[str], since: dt.datetime) -> Iterator[Reply]:
    """The automatic replies from these addresses since then."""
    for sender, subject, text, at, language in rows_in(
        db,
        "SELECT p.address, i.subject, m.own_text, i.at, i.language FROM interaction i JOIN party p ON p.interaction_id = i.id AND p.role = 'from' "
        "JOIN message m ON m.interaction_id = i.id WHERE i.at >= ? AND i.class = 'auto' AND p.address IN (?*)",
        senders, keys.instant(since),
    ):  # fmt: skip
        yield Reply(sender, subject, text, dt.datetime.fromisoformat(at), language)


# ── the days, as rows ────────────────────────────────────────────────────────────────────────────────────────────


def days_away(db: sqlite3.Connection, address: str) -> frozenset[dt.date]:
    """The days on which a colleague says, or said, that they are away."""
    from syncd.core.absence import days_of

    spans = [f"{first}/{last}" for first, last in db.execute("SELECT first, last FROM away WHERE address = ?", (address,))]
    return days_of(",".join([*spans, *(days for _, days in days_noted(db, [address]))]))


def note(page: Page, messages: Mapping[str, DerivedMessage], meetings: Iterable[str]) -> None:
    """Keep on which days colleagues are away by these automatic replies and entries (by interaction key)."""
    found: dict[int, set[tuple[str, str, str]]] = defaultdict(set)
    all_day = list(rows_in(
        page.db, "SELECT i.id FROM interaction i JOIN meeting m ON m.interaction_id = i.id WHERE (m.all_day OR EXISTS (SELECT 1 FROM away a WHERE a.interaction_id = i.id)) AND i.key IN (?*)",
        sorted(meetings),
    ))  # fmt: skip
    for (id_,) in all_day:
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
    from syncd.core.absence import says_away  # with its words: few entries are for whole days

    for owner, body in page.db.execute("SELECT owner, body FROM meeting_copy WHERE interaction_id = ? AND owner <> '' ORDER BY owner", (id_,)).fetchall():
        meeting = next((m for m in _Meetings.decode(body) if m.recurrence_id is None and m.all_day), None)
        if meeting is None or not says_away(meeting, owner, page.company):
            continue
        zone = zone_of(_zone(owner, page.company))
        for start, end in page.db.execute("SELECT start_at, end_at FROM occurrence WHERE interaction_id = ? AND status <> 'cancelled'", (id_,)):
            begins, ends = dt.datetime.fromisoformat(start), dt.datetime.fromisoformat(end)
            yield owner, f"{begins.astimezone(zone):%Y-%m-%d}", f"{max(begins, ends - dt.timedelta(seconds=1)).astimezone(zone):%Y-%m-%d}"


def _of_reply(page: Page, d: DerivedMessage) -> Iterator[tuple[str, str, str]]:
    from syncd.core.absence import replied

    sender = next((p.address for p in d.parties if p.role == "from"), "")
    member = next((s for s in page.company.staff if sender == s.address or sender in s.aliases), None)
    if member is not None and (days := replied(d.subject, d.own_text, d.at, _zone(member.address, page.company), d.language, page.calendar)):
        yield member.address, days[0].isoformat(), days[-1].isoformat()


def _zone(address: str, company: Company) -> str:
    return next((s.timezone for s in company.staff if s.address == address and s.timezone), company.timezone)
