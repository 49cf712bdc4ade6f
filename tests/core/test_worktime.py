"""From wall texts to instants, and to the hours people work (F69, F71)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syncd.core.model import Hours, WorkingCalendar
from syncd.core.worktime import WorkingTime, at_wall, due_instant, merged, next_quarter, opening, working_day_at_or_before, zone_of

SHORT_FRIDAY = WorkingCalendar(
    hours=((dt.time(8), dt.time(17)),) * 4 + ((dt.time(8), dt.time(15, 45)), None, None), holidays=frozenset({dt.date(2026, 12, 24), dt.date(2026, 12, 25)})
)

DUE = [
    ("2026-11-24T15:00", "Europe/Vilnius", "2026-11-24T13:00", "a minute is that minute"),
    ("2026-11-24", "Europe/Vilnius", "2026-11-24T15:00", "a day is over at its closing time"),
    ("2026-11-27", "Europe/Vilnius", "2026-11-27T13:45", "a short Friday closes early"),
    ("2026-11-28", "Europe/Vilnius", "2026-11-28T15:00", "a free day closes like an ordinary one"),
    ("2026-11-24", "Europe/Moscow", "2026-11-24T14:00", "in the zone it was said in"),
    ("2026-11-24T15:00", "", "2026-11-24T15:00", "no zone is UTC"),
    ("2026-11-24T15:00", "Nowhere/Atall", "2026-11-24T15:00", "an unknown zone is UTC"),
    ("2027-03-28T03:30", "Europe/Vilnius", "2027-03-28T01:30", "F69: an hour the clocks skip"),
    ("2026-10-25T03:30", "Europe/Vilnius", "2026-10-25T00:30", "F69: an hour that comes twice is the first"),
    ("2027-03-28T03:30", "Europe/Moscow", "2027-03-28T00:30", "Moscow has no summer time"),
]


@pytest.mark.parametrize(("due_to", "zone", "instant", "why"), DUE, ids=[row[-1] for row in DUE])
def test_a_term_is_over_at_one_instant(due_to: str, zone: str, instant: str, why: str) -> None:
    """A wall text and its zone give one instant, on every day of the year."""
    assert due_instant(due_to, zone, SHORT_FRIDAY).astimezone(dt.UTC).isoformat()[:16] == instant


@pytest.mark.slow
def test_every_change_of_the_clocks_is_read_without_an_error() -> None:
    """F69: each quarter of each hour around all changes from 2024 to 2030 is an instant not an hour late."""
    for zone in ("Europe/Vilnius", "Europe/Moscow", "Europe/London", "America/New_York", "Asia/Tashkent", "Australia/Sydney"):
        day = dt.datetime(2024, 1, 1)  # noqa: DTZ001
        while day.year < 2031:
            if day.replace(tzinfo=zone_of(zone)).utcoffset() != (day + dt.timedelta(days=1)).replace(tzinfo=zone_of(zone)).utcoffset():
                for quarter in range(96):
                    wall = (day + dt.timedelta(minutes=15 * quarter)).isoformat()[:16]
                    at = at_wall(wall, zone)
                    shown = at.astimezone(dt.UTC).astimezone(zone_of(zone)).isoformat()[:16]
                    assert shown == wall or dt.datetime.fromisoformat(shown) - dt.datetime.fromisoformat(wall) == dt.timedelta(hours=1)
            day += dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "expected", "why"),
    [("2026-11-24", "2026-11-24", "a working day"), ("2026-11-28", "2026-11-27", "a Saturday"), ("2026-12-27", "2026-12-23", "a Sunday after two holidays")],
)
def test_the_working_day_at_or_before(day: str, expected: str, why: str) -> None:
    """A term on a free day is reminded of on the working day before."""
    assert working_day_at_or_before(dt.date.fromisoformat(day), SHORT_FRIDAY).isoformat() == expected


def test_a_company_that_never_works_has_days_all_the_same() -> None:
    """A calendar without a single working day ends the search and keeps ordinary hours."""
    never = WorkingCalendar(hours=(None,) * 7)
    assert working_day_at_or_before(dt.date(2026, 11, 24), never) < dt.date(2026, 11, 24)
    assert opening(dt.date(2026, 11, 24), "Europe/Vilnius", never).hour == 9


@pytest.mark.parametrize(("at", "expected"), [("14:00", "14:15"), ("14:01", "14:15"), ("14:14", "14:15"), ("14:15", "14:30"), ("23:59", "00:00")])
def test_the_next_quarter_is_always_ahead(at: str, expected: str) -> None:
    """Strictly after now, on the quarter."""
    found = next_quarter(dt.datetime.fromisoformat(f"2026-11-16T{at}:30").replace(tzinfo=dt.UTC))
    assert found.isoformat()[11:16] == expected


SPANS = [
    # begin, end (wall clock in Vilnius), working hours, reason
    ("2026-11-20T17:00", "2026-11-23T10:00", 2, "over a weekend"), ("2026-11-20T20:00", "2026-11-22T12:00", 0, "nobody works"), ("2026-11-20T08:00", "2026-11-20T19:00", 9, "a day and what surrounds it"),
    ("2026-03-27T17:00", "2026-03-30T10:00", 2, "over the change of the clocks in spring"), ("2026-10-23T17:00", "2026-10-26T10:00", 2, "and in autumn"),
    ("2026-02-13T12:00", "2026-02-17T12:00", 9, "over a holiday on a Monday"), ("2026-11-23T10:00", "2026-11-20T17:00", -2, "backwards"), ("1990-01-01T00:00", "1999-01-01T00:00", 0, "before all years"),
]  # fmt: skip


@pytest.mark.parametrize(("begin", "end", "hours", "reason"), SPANS, ids=[row[3] for row in SPANS])
def test_working_time_is_the_difference_of_two_counts(begin: str, end: str, hours: int, reason: str) -> None:
    """Only opening hours of working days count, on the clocks of the zone."""
    time = WorkingTime(WorkingCalendar(holidays=frozenset({dt.date(2026, 2, 16)})), "Europe/Vilnius", range(2000, 2030))
    counts = [time.seconds(f"{at_wall(wall, 'Europe/Vilnius').astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}") for wall in (begin, end)]
    assert (counts[1] - counts[0]) / 3600 == hours, reason


@pytest.mark.parametrize(("zone", "begin", "end"), [("Pacific/Auckland", "2026-11-23T22:30:00Z", "2026-11-24T00:30:15Z"), ("America/Los_Angeles", "2026-11-23T23:30:00Z", "2026-11-24T01:30:15Z")])
def test_working_hours_over_midnight_in_utc_count_to_the_second(zone: str, begin: str, end: str) -> None:
    """Far from Greenwich a working day lies on two days of the store."""
    time = WorkingTime(WorkingCalendar(), zone, range(2026, 2028))
    assert time.seconds(end) - time.seconds(begin) == 7215
    with pytest.raises(KeyError):
        time.seconds("2026-11-23T23:xx:00Z")


WEEKS = st.tuples(*(st.none() | st.sampled_from([(dt.time(9), dt.time(18)), (dt.time(8), dt.time(13)), (dt.time(0), dt.time(4, 30)), (dt.time(22), dt.time(23, 59))]) for _ in range(7)))
DAYS = st.frozensets(st.dates(dt.date(2025, 12, 20), dt.date(2027, 1, 20)), max_size=12)
STARTS = st.datetimes(dt.datetime(2025, 12, 22), dt.datetime(2026, 12, 30))  # noqa: DTZ001 - they get their zone in the test
PARTS = st.lists(st.tuples(st.datetimes(dt.datetime(2025, 12, 22), dt.datetime(2027, 1, 2)), st.integers(1, 3000)), max_size=8)  # noqa: DTZ001 - in UTC; minutes
ZONES = st.sampled_from(["Europe/Vilnius", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"])


def _minute_by_minute(at: dt.datetime, minutes: int, calendar: WorkingCalendar, zone: str, absent: frozenset[dt.date], end: dt.datetime, parts: Sequence[tuple[str, str]]) -> str | None:
    """The oracle: it walks the minutes of the clock on the wall, and counts those on which somebody works and nobody is away."""
    clock = zone_of(zone)
    while at < end:
        local = at.astimezone(clock)
        day = local.date()
        if calendar.is_working(day) and day not in absent:
            opens, closes = (dt.datetime.combine(day, hour, clock).astimezone(dt.UTC) for hour in calendar.hours_of(day))
            minutes -= opens <= at < closes and not any(begin <= f"{at:%Y-%m-%dT%H:%M:%SZ}" < stop for begin, stop in parts)
        at += dt.timedelta(minutes=1)
        if not minutes:
            return f"{at:%Y-%m-%dT%H:%M:%SZ}"
    return None


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    start=STARTS, minutes=st.integers(1, 1500), week=WEEKS, holidays=DAYS, absent=DAYS, zone=ZONES, away=PARTS,
    short=st.dictionaries(st.dates(dt.date(2026, 3, 20), dt.date(2026, 4, 2)), st.just((dt.time(1), dt.time(12))), max_size=4),
)  # fmt: skip
def test_a_term_in_working_time_ends_where_counting_every_minute_ends(
    start: dt.datetime, minutes: int, week: tuple[Hours | None, ...], holidays: frozenset[dt.date], absent: frozenset[dt.date], zone: str, short: dict[dt.date, Hours], away: list[tuple[dt.datetime, int]],
) -> None:  # fmt: skip
    """Whatever the hours, short days, holidays, absences for days and parts of days, changes of the clocks and years: the same instant as by counting."""
    calendar = WorkingCalendar(hours=week, holidays=holidays, short_days=short)
    at = start.replace(second=0, microsecond=0, tzinfo=dt.UTC)
    end = min(at + dt.timedelta(days=12), dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
    near = [at + (begin - dt.datetime(2025, 12, 22)) / 30 for begin, _ in away]  # noqa: DTZ001 - most lie within the days that are walked
    begins = [begin.replace(second=0, microsecond=0) for begin in near]
    parts = merged((f"{b:%Y-%m-%dT%H:%M:%SZ}", f"{b + dt.timedelta(minutes=m):%Y-%m-%dT%H:%M:%SZ}") for b, (_, m) in zip(begins, away, strict=True))
    found = WorkingTime(calendar, zone, range(2025, 2028)).after(f"{at:%Y-%m-%dT%H:%M:%SZ}", minutes * 60, absent, parts)
    told = _minute_by_minute(at, minutes, calendar, zone, absent, end, parts)
    assert found == told if told or not found else found > f"{end:%Y-%m-%dT%H:%M:%SZ}"


TERMS = [
    # asked (wall clock in Vilnius), working hours, over at, reason
    ("2026-11-20T15:00", 8, "2026-11-23T14:00", "over a weekend"),
    ("2026-11-20T20:00", 8, "2026-11-23T17:00", "asked after hours it counts from the next opening"),
    ("2026-11-21T12:00", 9, "2026-11-23T18:00", "asked on a Saturday; a whole day ends when it closes"),
    ("2026-12-22T17:00", 4, "2026-12-28T11:00", "a short day before Christmas, three holidays and a Sunday"),
    ("2026-03-27T17:00", 4, "2026-03-30T12:00", "over the change of the clocks in spring"),
    ("2026-10-23T17:00", 4, "2026-10-26T12:00", "and in autumn"),
    ("2026-12-31T17:00", 4, "2027-01-04T12:00", "over the year"),
]


@pytest.mark.parametrize(("at", "hours", "until", "reason"), TERMS, ids=[row[3] for row in TERMS])
def test_a_term_in_working_hours_is_over_at_one_instant(at: str, hours: int, until: str, reason: str) -> None:
    """Holidays, short days and weekends let no working time pass."""
    free = frozenset(dt.date.fromisoformat(d) for d in ("2026-12-24", "2026-12-25", "2026-12-26", "2027-01-01"))
    calendar = WorkingCalendar(holidays=free, short_days={dt.date(2026, 12, 23): (dt.time(9), dt.time(10))})
    time = WorkingTime(calendar, "Europe/Vilnius", range(2026, 2029))
    found = time.after(f"{at_wall(at, 'Europe/Vilnius').astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}", hours * 3600)
    assert found == f"{at_wall(until, 'Europe/Vilnius').astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}", reason


def test_where_nobody_works_no_term_is_ever_over() -> None:
    """A company that never works, and a colleague who is away for good, have no end of a term."""
    assert WorkingTime(WorkingCalendar(hours=(None,) * 7), "UTC", range(2026, 2028)).after("2026-11-20T12:00:00Z", 60) is None
    away = frozenset(dt.date(2026, 1, 1) + dt.timedelta(days=n) for n in range(800))
    assert WorkingTime(WorkingCalendar(), "UTC", range(2026, 2028)).after("2026-11-20T12:00:00Z", 60, away) is None
