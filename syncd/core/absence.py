"""On which days, or parts of days, a colleague is away: by entries of their own calendar, and by their automatic replies.

Only times are taken from either, never why. It errs towards being there: an entry that may be about somebody else counts nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from itertools import chain

from syncd.core.keys import instant
from syncd.core.languages.en import away as en
from syncd.core.languages.lt import away as lt
from syncd.core.languages.ru import away as ru
from syncd.core.model import Company, Language, Meeting, WorkingCalendar
from syncd.core.owners import standing_in
from syncd.core.roles import named_by
from syncd.core.worktime import merged, zone_of

_LONGEST_TITLE = 8  # words: a longer one tells of something else as well
_LONGEST_ENTRY, _LONGEST_REPLY = 366, 60  # days
SHORTEST_PART = dt.timedelta(hours=3)  # of a day: what is shorter is an errand
_WORD = re.compile(r"[^\W\d_]+")


def _any(name: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(chain(*(getattr(table, name) for table in (en, lt, ru)))) + r")\b")


_AWAY, _NOT_AWAY, _NOT_THERE = _any("AWAY"), _any("NOT_AWAY"), _any("NOT_THERE")


def is_away(title: str, owner: str, company: Company) -> bool:
    """Whether an entry of this title, in the owner's calendar, says that the owner is away."""
    low = title.casefold()
    words = _WORD.findall(title)
    if len(words) > _LONGEST_TITLE or not _AWAY.search(low) or _NOT_AWAY.search(low):
        return False
    named = {named_by(word, company) for word in words if word[0].isupper() and not _AWAY.fullmatch(word.casefold())} - {""}
    return not named or any(standing_in(owner, company) == who or owner == who for who in named)


def names_leave(title: str) -> bool:
    """Whether a title has a word of being away: most have none, and need no closer look."""
    return _AWAY.search(title.casefold()) is not None


def away_days(meetings: Iterable[Meeting], owner: str, company: Company) -> str:
    """The days of the entries of one calendar object on which their owner is away, as `first/last,…`, and parts of days as two instants; '' for none."""
    found = []
    for m in meetings:
        if not m.start or m.status == "cancelled" or m.rrule or not says_away(m, owner, company):
            continue
        if not m.all_day:
            begin, end = m.start.at, (m.end or m.start).at
            found += [f"{instant(begin)}/{instant(end)}"] if is_part(begin, end) else []
        else:
            first = dt.date.fromisoformat(m.start.wall[:10])
            last = dt.date.fromisoformat(m.end.wall[:10]) - dt.timedelta(days=1) if m.end else first
            found.append(f"{first}/{max(first, last)}")
    return ",".join(found)


def says_away(entry: Meeting, owner: str, company: Company) -> bool:
    """Whether an entry says that the owner of the calendar it is in is away: by its title or, if it is for whole days, its mark; and not of a colleague.

    Hours are marked as out of office for every visit to a customer.
    """
    return ((entry.away and entry.all_day) or is_away(entry.title, owner, company)) and not _is_anothers(entry, owner, company)


def is_part(begin: dt.datetime, end: dt.datetime) -> bool:
    """Whether a time is long enough for a part of a day that somebody is away, and no life."""
    return SHORTEST_PART <= end - begin <= dt.timedelta(days=_LONGEST_ENTRY)


def _is_anothers(meeting: Meeting, owner: str, company: Company) -> bool:
    """Whether a colleague made the entry without the owner of the calendar: it shows theirs, as calendars that are shared do."""
    if meeting.organizer is None or not company.is_ours(meeting.organizer.address):
        return False
    return standing_in(owner, company) not in {standing_in(p.address, company) for p in (meeting.organizer, *meeting.attendees)}


def days_of(spans: str) -> frozenset[dt.date]:
    """The whole days of what `away_days` gives."""
    found: set[dt.date] = set()
    for span in filter(None, spans.split(",")):
        if "T" not in span:
            first, last = map(dt.date.fromisoformat, span.split("/"))
            found.update(days_between(first, last, _LONGEST_ENTRY))
    return frozenset(found)


def parts_of(spans: str) -> tuple[tuple[str, str], ...]:
    """The parts of days of what `away_days` gives, in order, as instants of the store; what overlaps is one."""
    parts = (span.partition("/") for span in spans.split(",") if "T" in span)
    return merged((begin, end) for begin, _, end in parts)


def days_between(first: dt.date, last: dt.date, most: int = _LONGEST_ENTRY) -> Sequence[dt.date]:
    """The days from the first to the last."""
    return [first + dt.timedelta(days=n) for n in range(min((last - first).days + 1, most))]


def replied(subject: str, text: str, at: dt.datetime, zone: str, language: Language, calendar: WorkingCalendar) -> Sequence[dt.date]:
    """The days an automatic reply says its writer is away: from the day it was sent to the last day it names."""
    from syncd.core.due import find_dues  # with all the grammars: only where there is a reply to read

    words = f"{subject}\n{text}".casefold()
    if not _AWAY.search(words) and not _NOT_THERE.search(words):
        return []
    said = at.astimezone(zone_of(zone))
    ends = [dt.date.fromisoformat(d.to[:10]) for d in find_dues(text, said, language, calendar) if d.to and d.kind == "explicit"]
    day = said.date()
    return days_between(day, max((e for e in ends if e >= day), default=day), _LONGEST_REPLY)
