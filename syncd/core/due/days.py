"""Calendar arithmetic: which days words such as "next week" or "end of May" come to, seen from the day they were said.

Plain functions of dates; they know no words.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from syncd.core.model import WorkingCalendar

DAY = dt.timedelta(days=1)
Span = tuple[dt.date, dt.date]  # first and last day
RECENT = 31  # a date without a year that passed so few days ago is a mention of the past, not of next year


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """When and where the words were said: wall clock, and the working calendar of the company."""

    at: dt.datetime  # naive, in the sender's zone
    zone: dt.tzinfo | None
    calendar: WorkingCalendar
    month_first: bool  # 11/12 is November

    @property
    def day(self) -> dt.date:
        """The day they were said."""
        return self.at.date()


def later(said: Said, minutes: float) -> dt.datetime:
    """The wall clock so many minutes later, a change to or from summer time in between counted in."""
    if said.zone is None:
        return said.at + dt.timedelta(minutes=minutes)
    at = said.at.replace(tzinfo=said.zone).astimezone(dt.UTC) + dt.timedelta(minutes=minutes)
    return at.astimezone(said.zone).replace(tzinfo=None)


def day_of(year: int, month: int, day: int) -> dt.date | None:
    """That date, or None where there is none."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def coming_date(said: Said, month: int, day: int) -> dt.date | None:
    """The next such day of the year; None for one that has only just passed, and for 31 June."""
    this = day_of(said.day.year, month, day)
    if this is not None and this >= said.day:
        return this
    if this is not None and (said.day - this).days <= RECENT:
        return None
    return next((d for year in range(1, 5) if (d := day_of(said.day.year + year, month, day))), None)


def coming_day_of_month(said: Said, day: int) -> dt.date | None:
    """The next day with that number: of this month or of the next that has one."""
    year, month = said.day.year, said.day.month
    for _ in range(3):
        found = day_of(year, month, day)
        if found is not None and found >= said.day:
            return found
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return None


def working_days_later(said: Said, count: int) -> dt.date:
    """The day so many working days later; where nobody ever works, so many days later."""
    count = min(count, 400)
    return said.calendar.shift(said.day, count) if any(said.calendar.hours) else said.day + count * DAY


def working_time_later(said: Said, minutes: float) -> dt.datetime:
    """The wall clock after so much time at work: eight working hours said at noon end the next day at noon."""
    left, day = dt.timedelta(minutes=minutes), said.day
    for _ in range(400):
        opens, closes = (dt.datetime.combine(day, t) for t in said.calendar.hours_of(day))
        start = max(opens, said.at)
        if said.calendar.is_working(day) and start < closes:
            if start + left <= closes:
                return start + left
            left -= closes - start
        day += DAY
    return said.at + left


def monday(day: dt.date) -> dt.date:
    """The Monday of that day's week."""
    return day - dt.timedelta(days=day.weekday())


def weekday(said: Said, number: int, modifier: str) -> dt.date:
    """The day a weekday's name means: next is of next week; on that very weekday after noon, the one a week later."""
    start = monday(said.day)
    if modifier == "next":
        return start + dt.timedelta(days=7 + number)
    if modifier == "after_next":
        return start + dt.timedelta(days=14 + number)
    ahead = (number - said.day.weekday()) % 7
    if ahead == 0 and modifier != "this" and said.at.hour >= 12:
        ahead = 7
    return said.day + dt.timedelta(days=ahead)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months on, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day_of(year, month + 1, day.day) or month_end(year, month + 1)


def month_end(year: int, month: int) -> dt.date:
    """The last day of a month."""
    return (dt.date(year, month, 28) + 4 * DAY).replace(day=1) - DAY


def week(said: Said, ahead: int) -> Span:
    """Monday to Friday so many weeks ahead; this week ends on Sunday when its Friday is over."""
    first = monday(said.day) + dt.timedelta(days=7 * ahead)
    last = first + 4 * DAY
    if last < said.day:
        last = first + 6 * DAY
    return max(first, said.day), last


def weekend(said: Said, ahead: int) -> Span:
    """Saturday and Sunday of a week so many ahead."""
    first = monday(said.day) + dt.timedelta(days=7 * ahead + 5)
    return max(first, said.day), first + DAY


def month(said: Said, number: int, year: int | None = None) -> Span:
    """The coming month of that number (this one while it lasts), or that of a named year."""
    if year is None:
        year = said.day.year + (number < said.day.month)
    return dt.date(year, number, 1), month_end(year, number)


def period(said: Said, unit: str, ahead: int) -> Span:
    """A whole month, quarter, half-year or year so many ahead."""
    year, number = said.day.year, said.day.month
    if unit == "year":
        return dt.date(year + ahead, 1, 1), dt.date(year + ahead, 12, 31)
    size = {"quarter": 3, "halfyear": 6}.get(unit, 1)
    first = add_months(dt.date(year, number - (number - 1) % size, 1), ahead * size)
    last = add_months(first, size - 1)
    return first, month_end(last.year, last.month)


def part_of_week(first: dt.date, edge: str) -> Span:
    """Monday and Tuesday, Tuesday to Thursday, Thursday and Friday of the week that begins on `first`."""
    low, high = {"start": (0, 1), "middle": (1, 3), "end": (3, 4), "first_half": (0, 2), "second_half": (2, 4)}[edge]
    return first + low * DAY, first + high * DAY


def part_of_period(span: Span, edge: str) -> Span:
    """The beginning, middle (its last day the 15th of a month), end or half of a month, quarter or year."""
    first, last = span
    length = (last - first).days + 1
    if length <= 31:
        low, high = {"start": (1, 10), "middle": (11, 15), "end": (21, length), "first_half": (1, 15), "second_half": (16, length)}[edge]
        return first + (low - 1) * DAY, first + (high - 1) * DAY
    third = length // 3
    match edge:
        case "start":
            return first, month_end(*_month_of(first + (third // 2) * DAY)) if length > 100 else month_end(first.year, first.month)
        case "middle":
            return first + third * DAY, first + 2 * third * DAY
        case "first_half":
            return first, first + (length // 2) * DAY
        case "second_half":
            return first + (length // 2 + 1) * DAY, last
    return add_months(last.replace(day=1), 0), last


def _month_of(day: dt.date) -> tuple[int, int]:
    return day.year, day.month


def easter(year: int) -> dt.date:
    """Easter Sunday of the western church (the anonymous Gregorian computus; Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    n = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month_, day = divmod(h + n - 7 * ((a + 11 * h + 22 * n) // 451) + 114, 31)
    return dt.date(year, month_, day + 1)


def orthodox_easter(year: int) -> dt.date:
    """Easter Sunday of the eastern church in our calendar (Meeus, chapter 8: the Julian computus; 13 days until 2099)."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month_, day = divmod(d + e + 114, 31)
    return dt.date(year, month_, day + 1) + 13 * DAY


def holiday(said: Said, name: str, year: int | None = None) -> dt.date | None:
    """The next day of that name: `12-25`, `easter 1`, `orthodox -7` (days after Easter), `nth-11-4-3` (4th Thursday of November)."""
    years = (year,) if year is not None else (said.day.year, said.day.year + 1)
    for candidate in years:
        found = _holiday(name, candidate)
        if found is not None and (found >= said.day or year is not None):
            return found
    return None


def _holiday(name: str, year: int) -> dt.date | None:
    if name.startswith(("easter", "orthodox")):
        church, _, offset = name.partition(" ")
        return (easter(year) if church == "easter" else orthodox_easter(year)) + dt.timedelta(days=int(offset))
    if name.startswith("nth-"):
        month_, which, number = (int(x) for x in name[4:].split("-"))
        if which == 5:  # the last one
            last = month_end(year, month_)
            return last - dt.timedelta(days=(last.weekday() - number) % 7)
        first = dt.date(year, month_, 1)
        return first + dt.timedelta(days=(number - first.weekday()) % 7 + 7 * (which - 1))
    month_, day = (int(x) for x in name.split("-"))
    return day_of(year, month_, day)
