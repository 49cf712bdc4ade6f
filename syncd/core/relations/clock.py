"""The terms of the rules: on the company's working calendar and the colleague's clock, without the days on which they are away.

A deputy stands in for who is away, so that no time is lost while the deputy is there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property, lru_cache

from syncd.core.model import Company, Staff, WorkingCalendar
from syncd.core.relations.model import Within
from syncd.core.worktime import WorkingTime, working_moment, zone_of

_YEARS_AHEAD = (1, 6)  # that are looked at for the end of a term: the second where the first do not reach
_MOST_DAYS = 4_000  # walked for working days

Absent = Callable[[str], frozenset[dt.date]]
"""The days on which a colleague (by address) is away."""


class Terms:
    """When terms are over. `absent` is asked only for whom it matters."""

    def __init__(self, company: Company, calendar: WorkingCalendar, absent: Absent = lambda _: frozenset()) -> None:
        self._company, self._calendar, self._absent = company, calendar, absent

    def over(self, at: dt.datetime, within: Within, staff: str) -> dt.datetime | None:
        """When a term that began at `at`, for this colleague ('' for nobody in particular), is over; None: never."""
        if not (within.working or within.working_days):
            return at + dt.timedelta(seconds=within.seconds)
        member = self._members.get(staff)
        zone = (member.timezone if member else "") or self._company.timezone
        absent = self._away(member) if member else frozenset()
        if within.working_days:
            return self._days_after(at, within.working_days, zone, absent)
        told = f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
        for ahead in _YEARS_AHEAD:
            end = _working_time(self._calendar, zone, at.year - 1, at.year + ahead + 1).after(told, within.seconds, absent)
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
