"""The terms of the rules: on the company's working calendar and the colleague's clock, without the days on which they are away.

A deputy stands in for who is away, so that no time is lost while the deputy is there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property, lru_cache

from syncd.core.model import Company, Staff, WorkingCalendar
from syncd.core.relations.model import Within
from syncd.core.worktime import WorkingTime, merged, working_moment, zone_of

_YEARS_AHEAD = (1, 6)  # that are looked at for the end of a term: the second where the first do not reach
_MOST_DAYS = 4_000  # walked for working days

Absent = Callable[[str], frozenset[dt.date]]
"""The days on which a colleague (by address) is away."""
Parts = Callable[[str], tuple[tuple[str, str], ...]]
"""Parts of days on which they are, from one instant to another, in order."""


class Terms:
    """When terms are over. `absent` and `parts` are asked only for whom it matters; a term in working days passes over whole days alone."""

    def __init__(self, company: Company, calendar: WorkingCalendar, absent: Absent = lambda _: frozenset(), parts: Parts = lambda _: ()) -> None:
        self._company, self._calendar, self._absent, self._parts = company, calendar, absent, parts

    def over(self, at: dt.datetime, within: Within, staff: str) -> dt.datetime | None:
        """When a term that began at `at`, for this colleague ('' for nobody in particular), is over; None: never."""
        if not (within.working or within.working_days):
            return at + dt.timedelta(seconds=within.seconds)
        member = self._members.get(staff)
        zone = (member.timezone if member else "") or self._company.timezone
        absent = self._away(member) if member else frozenset()
        if within.working_days:
            return self._days_after(at, within.working_days, zone, absent)
        parts = self._partly_away(member, zone) if member else ()
        told = f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
        for ahead in _YEARS_AHEAD:
            end = _working_time(self._calendar, zone, at.year - 1, at.year + ahead + 1).after(told, within.seconds, absent, parts)
            if end is not None:
                return dt.datetime.fromisoformat(end)
        return None

    @cached_property
    def _members(self) -> dict[str, Staff]:
        return {address: s for s in self._company.staff for address in (s.address, *s.aliases)}

    def _away(self, member: Staff) -> frozenset[dt.date]:
        """The days on which neither they nor who stands in is there."""
        days = self._absent(member.address)
        deputy = self._members.get(member.deputy) if days else None
        return days & self._absent(deputy.address) if deputy and deputy.left is None else days

    def _partly_away(self, member: Staff, zone: str) -> tuple[tuple[str, str], ...]:
        """The parts of days on which neither is there, where one of them is away for a part and the other for it or for the day."""
        own, deputy = self._parts(member.address), self._members.get(member.deputy)
        if deputy is None or deputy.left is not None:
            return own
        others = self._parts(deputy.address)
        if not own and not others:
            return ()
        both = [(max(a, c), min(b, d)) for a, b in own for c, d in others]
        both += [part for parts, days in ((own, self._absent(deputy.address)), (others, self._absent(member.address)) if others else ((), frozenset()))
                 for part in parts if dt.datetime.fromisoformat(part[0]).astimezone(zone_of(zone)).date() in days]  # fmt: skip
        return merged((begin, end) for begin, end in both if begin < end)

    def _days_after(self, at: dt.datetime, days: int, zone: str, absent: frozenset[dt.date]) -> dt.datetime | None:
        """The same time of day so many working days later, from the first moment at which they work."""
        begin = working_moment(at, zone, self._calendar, absent).astimezone(zone_of(zone))
        day = begin.date()
        for _ in range(_MOST_DAYS):
            if not days:
                return dt.datetime.combine(day, begin.time(), zone_of(zone)).astimezone(dt.UTC)
            day += dt.timedelta(days=1)
            days -= self._calendar.is_working(day) and day not in absent
        return None


@lru_cache(maxsize=64)
def _working_time(calendar: WorkingCalendar, zone: str, first: int, last: int) -> WorkingTime:
    return WorkingTime(calendar, zone, range(first, last))
