"""Where colleagues say that they are away: all-day entries of their calendars, kept or not, and their automatic replies. Reads only."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from syncd.core import keys
from syncd.core.model import Meeting
from syncd.store.ids import rows_in

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
