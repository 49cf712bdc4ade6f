"""Entries after telephone calls that ask what was promised there ([reminders] after_calls): few, short-lived, asked once.

After an answered call of a minute or more with somebody outside; at most three a day for one person, in the order of the
calls; gone when the next working day closes. What a person writes into it is read as a note; deleted it does not come back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from syncd.core import keys, texts
from syncd.core.model import Language, WorkingCalendar
from syncd.core.plan import Existing, Wanted, reminder, shown
from syncd.core.worktime import due_instant, next_quarter, zone_of

LEAST = 60  # seconds: a shorter call promises nothing
_A_DAY = 3
_REFUSED = frozenset({"deleted", "refused", "done"})


@dataclass(frozen=True, slots=True)
class Call:
    """An answered call of one of ours with somebody outside: its interaction key, its length in seconds, and with whom."""

    key: str
    at: dt.datetime
    seconds: int
    owner: str
    whom: str  # a name, else the number


def over(call: Call, zone: str, calendar: WorkingCalendar) -> dt.datetime:
    """When nobody is asked about a call any more: the closing of the working day after it."""
    return due_instant(calendar.shift(call.at.astimezone(zone_of(zone)).date(), 1).isoformat(), zone, calendar)


def after_calls(calls: Iterable[Call], existing: Mapping[str, Existing], people: Mapping[str, tuple[str, Language]], calendar: WorkingCalendar,
                url: str, now: dt.datetime) -> list[Wanted]:  # fmt: skip
    """The entries that should be there now. `people`: our addresses with zone and language, of those who get entries; `url`: of the pages."""
    wanted: list[Wanted] = []
    asked: dict[tuple[str, dt.date], int] = {}
    for call in sorted(calls, key=lambda c: (keys.reminder_uid(c.key, "call") not in existing, c.at, c.key)):
        ended = call.at + dt.timedelta(seconds=call.seconds)
        if call.owner not in people or call.seconds < LEAST or ended > now:
            continue
        zone, language = people[call.owner]
        day = (call.owner, call.at.astimezone(zone_of(zone)).date())
        asked[day] = asked.get(day, 0) + 1
        old = existing.get(keys.reminder_uid(call.key, "call"))
        if asked[day] <= _A_DAY and now < over(call, zone, calendar) and not (old and old.state in _REFUSED):
            wanted.append(_entry(call, old, zone, language, url, now))
    return wanted


def _entry(call: Call, old: Existing | None, zone: str, language: Language, url: str, now: dt.datetime) -> Wanted:
    start = (old.start if old and old.state != "removed" else next_quarter(now)).astimezone(zone_of(zone))
    whom = shown(call.whom, 100)
    at = call.at.astimezone(zone_of(zone))
    link = f"{url.rstrip('/')}/call/{call.key}" if url else ""
    entry = reminder(keys.reminder_uid(call.key, "call"), call.key, texts.call_title(whom, language), texts.call_text(at, call.seconds, language), start, (0,), link)
    return Wanted(reminder=entry, owner=call.owner, purpose="call", promise_key=None, zone=zone)
