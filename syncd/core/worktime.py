"""Wall clocks and working days: from a local text to an instant, and to the hours people work."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from syncd.core.model import WorkingCalendar

_LONGEST = 366  # days without one on which somebody works are no calendar
_MINUTES = {f"{hour:02}:{minute:02}": hour * 3600 + minute * 60 for hour in range(24) for minute in range(60)}
_SECONDS = {f"{second:02}": second for second in range(60)}


@lru_cache(maxsize=256)
def zone_of(name: str) -> dt.tzinfo:
    """The zone of an IANA name; UTC where the name is empty or unknown."""
    try:
        return ZoneInfo(name) if name else dt.UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return dt.UTC


@lru_cache(maxsize=64)
def clocks_of(zone: str) -> tuple[str, ...]:
    """By how much the clocks of `zone` differ from UTC and for how many weeks, from 2020 to 2037: other texts when its rules change (IANA tzdata)."""
    first = dt.datetime(2020, 1, 1, tzinfo=zone_of(zone))
    offsets = ((first + dt.timedelta(weeks=week)).utcoffset() for week in range(18 * 52))
    return tuple(f"{offset} {len(list(weeks))}" for offset, weeks in groupby(offsets))


def at_wall(wall: str, zone: str) -> dt.datetime:
    """The instant of `YYYY-MM-DDTHH:MM` on the clocks of `zone`.

    A time the clocks skip in spring is read with the offset before the change; one they show twice in autumn is the first.
    """
    return dt.datetime.fromisoformat(wall).replace(tzinfo=zone_of(zone), fold=0)


def due_instant(due_to: str, zone: str, calendar: WorkingCalendar) -> dt.datetime:
    """When a term is over: its minute, else the closing time of its day."""
    if len(due_to) > 10:
        return at_wall(due_to, zone)
    day = dt.date.fromisoformat(due_to)
    return dt.datetime.combine(day, calendar.hours_of(day)[1], zone_of(zone))


def opening(day: dt.date, zone: str, calendar: WorkingCalendar) -> dt.datetime:
    """When people begin to work on that day."""
    return dt.datetime.combine(day, calendar.hours_of(day)[0], zone_of(zone))


def working_day_at_or_before(day: dt.date, calendar: WorkingCalendar) -> dt.date:
    """The day itself when people work on it, else the last working day before it."""
    for _ in range(30):
        if calendar.is_working(day):
            return day
        day -= dt.timedelta(days=1)
    return day


def next_quarter(at: dt.datetime) -> dt.datetime:
    """The next full quarter of an hour, strictly after `at`."""
    base = at.replace(minute=at.minute - at.minute % 15, second=0, microsecond=0)
    return base + dt.timedelta(minutes=15)


def working_moment(at: dt.datetime, zone: str, calendar: WorkingCalendar, absent: Container[dt.date] = ()) -> dt.datetime:
    """`at` itself where people work then (on the clocks of `zone`), else the next opening; never on a day in `absent`."""
    local = at.astimezone(zone_of(zone))
    day = local.date()
    for _ in range(_LONGEST):
        if calendar.is_working(day) and day not in absent:
            opens, closes = (dt.datetime.combine(day, hour, zone_of(zone)) for hour in calendar.hours_of(day))
            if local < closes:
                return max(local, opens)
        day += dt.timedelta(days=1)
    return local


def merged(spans: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Spans of time (each as two texts that compare as the times do) in order; what overlaps is one."""
    found: list[tuple[str, str]] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((begin, end))
    return tuple(found)


class WorkingTime:
    """Working time counted from one moment, so that a span is the difference of two counts: nothing is walked day by day.

    Exact for the years it is made for, on the clocks of `zone`; before and after them no time passes. Instants are texts as
    the store has them (`YYYY-MM-DDTHH:MM:SSZ`), which are compared as they are: a report asks for tens of thousands.
    """

    def __init__(self, calendar: WorkingCalendar, zone: str, years: range) -> None:
        days = (dt.date(years.start, 1, 1) + dt.timedelta(days=n) for n in range((dt.date(years.stop, 1, 1) - dt.date(years.start, 1, 1)).days))
        clock = zone_of(zone)
        self._days = [day for day in days if calendar.is_working(day)]
        hours = [[dt.datetime.combine(day, at, clock).astimezone(dt.UTC) for at in calendar.hours_of(day)] for day in self._days]
        self._opens, self._closes = ([f"{day[which]:%Y-%m-%dT%H:%M:%SZ}" for day in hours] for which in (0, 1))
        self._opened = [_MINUTES[at[11:16]] for at in self._opens]  # in seconds of its day, UTC
        self._before = [0]
        for opens, closes in hours:
            self._before.append(self._before[-1] + int((closes - opens).total_seconds()))

    def seconds(self, at: str) -> int:
        """The working seconds that have passed at an instant. Raises KeyError for what is none."""
        day = bisect_right(self._opens, at) - 1
        if day < 0:
            return 0
        if at >= self._closes[day]:
            return self._before[day + 1]
        passed = _MINUTES[at[11:16]] + _SECONDS[at[17:19]] - self._opened[day]
        return self._before[day] + (passed if passed >= 0 else passed + 86_400)  # over midnight in UTC

    def after(self, at: str, seconds: int, absent: Container[dt.date] = (), parts: Sequence[tuple[str, str]] = ()) -> str | None:
        """The instant at which so many working seconds (one or more) have passed since `at`, those of the days in `absent` and within `parts` not counted.

        `parts`: from one instant to another, none within another. None where the years it is made for end before. Raises KeyError
        for what is no instant.
        """
        if not parts:
            return self._after(at, seconds, absent)
        lost = 0
        while True:  # what lies within the parts comes on top, until no more does
            end = self._after(at, seconds + lost, absent)
            before, lost = lost, sum(self._worked(max(at, begin), min(end, stop), absent) for begin, stop in parts) if end else lost
            if lost == before:
                return end

    def _worked(self, begin: str, end: str, absent: Container[dt.date]) -> int:
        """The working seconds from one instant to another, without those of the days in `absent`; 0 where the second comes first."""
        if begin >= end:
            return 0
        first, last = self.seconds(begin), self.seconds(end)
        days = range(bisect_right(self._closes, begin), bisect_left(self._opens, end))
        return sum(min(last, self._before[n + 1]) - max(first, self._before[n]) for n in days if self._days[n] not in absent)

    def _after(self, at: str, seconds: int, absent: Container[dt.date]) -> str | None:
        day = bisect_right(self._closes, at)
        wanted = self.seconds(at) + seconds
        while True:
            until = bisect_left(self._before, wanted, day + 1) - 1  # on which day they are over
            away = next((n for n in range(day, min(until + 1, len(self._days))) if self._days[n] in absent), None)
            if away is None:
                break
            wanted += self._before[away + 1] - max(self._before[away], self.seconds(at))
            day = away + 1
        if until >= len(self._days):
            return None
        opens = dt.datetime.fromisoformat(self._opens[until])
        return f"{opens + dt.timedelta(seconds=wanted - self._before[until]):%Y-%m-%dT%H:%M:%SZ}"
