"""What SQL can count with: working hours between two instants, the month and week of one on the company's clock, a median.

Reports use them, and so may a manager's own queries.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import statistics
from bisect import bisect_right
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from datasette.app import Datasette

from datasette_plugins.hooks import hook
from datasette_plugins.page import DATABASE, settings
from syncd.core.model import WorkingCalendar
from syncd.core.worktime import WorkingTime, zone_of

YEARS = range(2000, 2051)  # mail that says it is older or younger has a wrong date


Part = tuple[str | None, str, str]  # a week or month: its name, and the instants from which to which


class Counting:
    """The functions of one company: its hours, its holidays, its clock."""

    def __init__(self, hours: WorkingCalendar, zone: str) -> None:
        self._time = WorkingTime(hours, zone, YEARS)
        clock = zone_of(zone)
        months = [dt.date(year, month, 1) for year in YEARS for month in range(1, 13)]
        first = dt.date(YEARS.start, 1, 1)
        mondays = [first + dt.timedelta(days=7 * n - first.weekday()) for n in range((YEARS.stop - YEARS.start) * 53)]
        self._months = ([_midnight(day, clock) for day in months], [f"{day:%Y-%m}" for day in months])
        self._weeks = ([_midnight(day, clock) for day in mondays], [day.isoformat() for day in mondays])

    def working_hours(self, begin: str | None, end: str | None) -> float | None:
        """Working hours from one instant to a later one; NULL where one is unknown."""
        if not begin or not end:
            return None
        return (self._time.seconds(end) - self._time.seconds(begin)) / 3600

    def month_of(self, at: str | None) -> str | None:
        """The month of an instant: 2026-11."""
        return _last(self._months, at)

    def week_of(self, at: str | None) -> str | None:
        """The Monday of the week of an instant: 2026-11-16."""
        return _last(self._weeks, at)


    def weeks(self, begin: str, end: str) -> list[Part]:
        """The weeks between two instants, as `week_of` names them."""
        return _parts(self._weeks, begin, end)

    def months(self, begin: str, end: str) -> list[Part]:
        """The months between two instants, as `month_of` names them."""
        return _parts(self._months, begin, end)


class Median:
    """The aggregate median(x): NULLs do not count, and NULL of nothing."""

    def __init__(self) -> None:
        self._values: list[float] = []

    def step(self, value: float | None) -> None:
        """One more value."""
        if value is not None:
            self._values.append(value)

    def finalize(self) -> float | None:
        """The middle one, or the mean of the two in the middle."""
        return statistics.median(self._values) if self._values else None


def _midnight(day: dt.date, clock: dt.tzinfo) -> str:
    return f"{dt.datetime.combine(day, dt.time(), clock).astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _last(table: tuple[list[str], list[str]], at: str | None) -> str | None:
    begun = bisect_right(table[0], at) - 1 if at else -1
    return table[1][begun] if begun >= 0 else None


def _parts(table: tuple[list[str], list[str]], begin: str, end: str) -> list[Part]:
    starts, names = table
    begun = bisect_right(starts, begin) - 1
    found: list[Part] = []
    while begin < end:
        until = min(end, starts[begun + 1]) if begun + 1 < len(starts) else end
        found.append((names[begun] if begun >= 0 else None, begin, until))
        begin, begun = until, begun + 1
    return found


def told_of(hours: WorkingCalendar) -> dict[str, Any]:
    """A working calendar as plain values, as the plugins are told it."""
    return {
        "hours": [[at.isoformat("minutes") for at in day] if day else None for day in hours.hours],
        "holidays": sorted(day.isoformat() for day in hours.holidays),
        "short_days": {day.isoformat(): [at.isoformat("minutes") for at in hours.hours_of(day)] for day in sorted(hours.short_days)},
    }


@lru_cache(maxsize=4)
def _made(zone: str, hours: tuple[tuple[str, ...] | None, ...], holidays: tuple[str, ...], short: tuple[tuple[str, str, str], ...]) -> Counting:
    at = dt.time.fromisoformat
    week = tuple((at(day[0]), at(day[1])) if day else None for day in hours)
    short_days = {dt.date.fromisoformat(day): (at(opens), at(closes)) for day, opens, closes in short}
    return Counting(WorkingCalendar(hours=week, holidays=frozenset(map(dt.date.fromisoformat, holidays)), short_days=short_days), zone)


def counting(told: Mapping[str, Any]) -> Counting:
    """The functions for what `syncd serve` told of the company; made once (30 ms)."""
    days = told["working"]
    return _made(told["timezone"], tuple(tuple(day) if day else None for day in days["hours"]), tuple(days["holidays"]),
                 tuple((day, opens, closes) for day, (opens, closes) in days["short_days"].items()))  # fmt: skip


@hook
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Datasette) -> None:
    """Give a connection to the store the functions of this company."""
    if database == DATABASE:
        register(conn, counting(settings(datasette)))


def register(conn: sqlite3.Connection, of: Counting) -> None:
    """Give a connection these functions."""
    conn.create_function("working_hours", 2, of.working_hours, deterministic=True)
    conn.create_function("month_of", 1, of.month_of, deterministic=True)
    conn.create_function("week_of", 1, of.week_of, deterministic=True)
    conn.create_aggregate("median", 1, Median)  # type: ignore[arg-type]  # the stub wants a step that returns
