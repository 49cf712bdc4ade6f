"""Wall clocks and working days: from a local text to an instant, and to the hours people work."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Container
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from syncd.core.model import WorkingCalendar

_LONGEST = 366  # days without one on which somebody works are no calendar


@lru_cache(maxsize=256)
def zone_of(name: str) -> dt.tzinfo:
    """The zone of an IANA name; UTC where the name is empty or unknown."""
    try:
        return ZoneInfo(name) if name else dt.UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return dt.UTC


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


class WorkingTime:
    """Working time counted from one moment, so that a span is the difference of two counts: nothing is walked day by day.

    Exact for the years it is made for, on the clocks of `zone`; before and after them no time passes.
    """

    def __init__(self, calendar: WorkingCalendar, zone: str, years: range) -> None:
        days = (dt.date(years.start, 1, 1) + dt.timedelta(days=n) for n in range((dt.date(years.stop, 1, 1) - dt.date(years.start, 1, 1)).days))
        clock = zone_of(zone)
        hours = [[int(dt.datetime.combine(day, at, clock).timestamp()) for at in calendar.hours_of(day)] for day in days if calendar.is_working(day)]
        self._opens = [opens for opens, _ in hours]
        self._closes = [closes for _, closes in hours]
        self._before, passed = [], 0
        for opens, closes in hours:
            self._before.append(passed)
            passed += closes - opens

    def seconds(self, at: int) -> int:
        """The working seconds that have passed at an instant (seconds since 1970)."""
        day = bisect_right(self._opens, at) - 1
        return self._before[day] + min(at, self._closes[day]) - self._opens[day] if day >= 0 else 0
