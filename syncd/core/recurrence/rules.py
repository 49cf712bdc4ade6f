"""Recurrence rules: a rule text becomes a `Rule`, a rule and its first time become wall times (RFC 5545 section 3.3.10).

The expansion is dateutil's. This module decides what may reach it: nothing finer than days, no list or interval out of
range, no search that goes on when nothing more can come. It knows no zones: every datetime here is a naive wall time.
"""

# ruff: noqa: DTZ001 - wall times are naive on purpose; their zone is kept beside them

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dateutil import rrule

from syncd.core.model import Problem

MAX_TIMES_A_DAY = 48
MAX_STEPS = 20_000  # of a counted rule, which has to be counted from its beginning
MAX_COUNTED_YEARS = 90
MAX_INTERVAL = 100_000

_FREQUENCIES = {"YEARLY": rrule.YEARLY, "MONTHLY": rrule.MONTHLY, "WEEKLY": rrule.WEEKLY, "DAILY": rrule.DAILY}
_TOO_FINE = frozenset({"HOURLY", "MINUTELY", "SECONDLY"})
_WEEKDAYS = {"MO": rrule.MO, "TU": rrule.TU, "WE": rrule.WE, "TH": rrule.TH, "FR": rrule.FR, "SA": rrule.SA, "SU": rrule.SU}
_WEEKDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_NUMBER = re.compile(r"[+-]?\d{1,9}")
_UNTIL = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)?(Z)?)?")

# the lists of numbers: part of the rule -> (dateutil's word, smallest, largest, whether negative ones count from the end)
_LISTS = {
    "BYMONTH": ("bymonth", 1, 12, False),
    "BYMONTHDAY": ("bymonthday", 1, 31, True),
    "BYYEARDAY": ("byyearday", 1, 366, True),
    "BYWEEKNO": ("byweekno", 1, 53, True),
    "BYSETPOS": ("bysetpos", 1, 366, True),
    "BYHOUR": ("byhour", 0, 23, False),
    "BYMINUTE": ("byminute", 0, 59, False),
    "BYSECOND": ("bysecond", 0, 59, False),
}
_DAY_CHOOSERS = ("byweekno", "byyearday", "bymonthday", "byweekday")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule that can be expanded. `by` holds dateutil's words; `until` is a wall time, in UTC if `until_utc`."""

    frequency: int
    interval: int
    count: int | None
    until: dt.datetime | None
    until_utc: bool
    until_day: bool  # only a day was given: the whole day is meant
    week_start: rrule.weekday
    by: dict[str, Any]
    may_be_empty: bool  # its parts may contradict each other (30 February)


class _Unreadable(ValueError):
    """A part of the rule makes no sense; the text says which."""


@lru_cache(maxsize=1024)
def read_rule(text: str) -> Rule | Problem:
    """The rule of an RRULE value, or the problem that keeps it from being expanded. Never raises."""
    parts: dict[str, str] = {}
    for part in text[:2000].upper().replace(" ", "").split(";"):
        name, equals, value = part.partition("=")
        if equals and value:
            parts.setdefault(name, value)
    frequency = parts.get("FREQ", "")
    if frequency in _TOO_FINE:
        return Problem(code="rule-too-fine", text=f"The rule repeats {frequency.lower()}; only its first time is kept.")
    try:
        return _rule(parts)
    except _Unreadable as e:
        return Problem(code="rule-unreadable", text=f"The rule of recurrence cannot be followed ({e}); only its first time is kept.")


def _rule(parts: dict[str, str]) -> Rule:
    if parts.get("FREQ") not in _FREQUENCIES:
        raise _Unreadable("its frequency is unknown")
    if parts.get("RSCALE", "GREGORIAN") != "GREGORIAN":  # RFC 7529
        raise _Unreadable(f"it follows the calendar {parts['RSCALE'][:40]}")
    frequency = _FREQUENCIES[parts["FREQ"]]
    by: dict[str, Any] = {word: _numbers(name, parts[name]) for name, (word, *_) in _LISTS.items() if name in parts}
    if "BYDAY" in parts:
        by["byweekday"] = _weekdays(parts["BYDAY"], _most_weekdays(frequency, by))
    times = 1
    for word in ("byhour", "byminute", "bysecond"):
        times *= len(by.get(word, (0,)))
    if times > MAX_TIMES_A_DAY:
        raise _Unreadable(f"{times} times a day")
    interval = _number("INTERVAL", parts.get("INTERVAL", "1"))
    if interval < 1:
        raise _Unreadable("its interval is not positive")
    count = _number("COUNT", parts.get("COUNT", "0"))
    until, until_utc, until_day = _until(parts.get("UNTIL"))
    return Rule(
        frequency=frequency,
        interval=min(interval, MAX_INTERVAL),
        count=count if count > 0 else None,  # -1 is some client's word for "without end"
        until=until,
        until_utc=until_utc,
        until_day=until_day,
        week_start=_WEEKDAYS.get(parts.get("WKST", "MO"), rrule.MO),
        by=by,
        may_be_empty=any(w in by for w in ("bymonth", "bymonthday", "byyearday", "byweekno", "bysetpos"))
        or any(day.n for day in by.get("byweekday", ())),
    )


def _number(name: str, text: str) -> int:
    if text.isdecimal():
        return int(text[:12])
    if not _NUMBER.fullmatch(text):
        raise _Unreadable(f"{name}={text[:40]}")
    return int(text)


def _numbers(name: str, text: str) -> tuple[int, ...]:
    _, low, high, signed = _LISTS[name]
    found = dict.fromkeys(_number(name, item) for item in text.split(",") if item)
    if name == "BYSECOND":  # 60 is a leap second, which no clock here has
        found = dict.fromkeys(min(n, 59) for n in found)
    for n in found:
        if not (low <= n <= high or (signed and low <= -n <= high)):
            raise _Unreadable(f"{name}={n}")
    if not found:
        raise _Unreadable(f"{name} is empty")
    return tuple(found)


def _most_weekdays(frequency: int, by: dict[str, Any]) -> int:
    """How many Mondays a period can have; 0 where a number before the day means nothing."""
    if frequency in (rrule.DAILY, rrule.WEEKLY):
        return 0
    return 5 if frequency == rrule.MONTHLY or "bymonth" in by else 53


def _weekdays(text: str, most: int) -> tuple[rrule.weekday, ...]:
    found: dict[rrule.weekday, None] = {}
    for item in text.split(","):
        match = _WEEKDAY.fullmatch(item)
        n = int(match[1] or 0) if match and most else 0
        if not match or abs(n) > most:
            raise _Unreadable(f"BYDAY={item[:40]}")
        day = _WEEKDAYS[match[2]]
        found[day(n) if n else day] = None
    return tuple(found)


def _until(text: str | None) -> tuple[dt.datetime | None, bool, bool]:
    if text is None:
        return None, False, False
    match = _UNTIL.fullmatch(text)
    if not match:
        raise _Unreadable(f"UNTIL={text[:40]}")
    year, month, day, hour, minute, second, utc = match.groups()
    try:
        until = dt.datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), min(int(second or 0), 59))
    except ValueError as e:
        raise _Unreadable(f"UNTIL={text[:40]}") from e
    return until, bool(utc), hour is None


def walls(rule: Rule, start: dt.datetime, first: dt.datetime, last: dt.datetime) -> tuple[list[dt.datetime], Problem | None]:
    """The wall times in [first, last] of a rule that begins at `start`, in order; its `until` is the caller's to apply.

    A rule without a count is entered just before `first`, so its age costs nothing. The problem says that a counted
    rule was given up after MAX_STEPS times.
    """
    begin = start if rule.count is not None else _enter(rule, start, first)
    if last < begin:
        return [], None
    if rule.count is not None and first.year - start.year > MAX_COUNTED_YEARS:
        return [], Problem(code="rule-too-long", text=f"The rule counts its times for more than {MAX_COUNTED_YEARS} years.")
    shift = _twin_years(begin.year - 1, last.year + 1) if rule.may_be_empty and begin.year > 1 else 0
    until = _move(last, shift)
    found: list[dt.datetime] = []
    try:
        times = rrule.rrule(
            rule.frequency,
            dtstart=_move(begin, shift),
            interval=rule.interval,
            wkst=rule.week_start,
            count=rule.count,
            **_explicit(rule, start),
        )
        for n, wall in enumerate(times):
            if wall > until:
                break
            if n == MAX_STEPS:
                return found, Problem(code="rule-too-long", text=f"The rule was followed for {MAX_STEPS} times only.")
            here = _move(wall, -shift) if shift else wall
            if here >= first:
                found.append(here)
    except (ValueError, OverflowError, IndexError):
        pass  # dateutil walked past the year 9999, or past the end of its tables: there is nothing more to come
    return found, None


def _explicit(rule: Rule, start: dt.datetime) -> dict[str, Any]:
    """The parts a rule leaves to its first time, spelled out: the expansion may be entered at another one."""
    by: dict[str, Any] = {"byhour": start.hour, "byminute": start.minute, "bysecond": start.second, **rule.by}
    if not any(word in by for word in _DAY_CHOOSERS):
        if rule.frequency == rrule.YEARLY:
            by.setdefault("bymonth", start.month)
        if rule.frequency in (rrule.YEARLY, rrule.MONTHLY):
            by["bymonthday"] = start.day
        elif rule.frequency == rrule.WEEKLY:
            by["byweekday"] = start.weekday()
    return by


def _enter(rule: Rule, start: dt.datetime, first: dt.datetime) -> dt.datetime:
    """The beginning of a period of the rule, at least one period before `first`; `start` when that is later."""
    if first <= start:
        return start
    if rule.frequency in (rrule.DAILY, rrule.WEEKLY):
        period = rule.interval * (7 if rule.frequency == rrule.WEEKLY else 1)
        return start + dt.timedelta(days=period * max(0, (first - start).days // period - 1))
    period = rule.interval * (12 if rule.frequency == rrule.YEARLY else 1)
    months = (first.year - start.year) * 12 + first.month - start.month
    skipped = period * max(0, months // period - 1)
    if not skipped:
        return start
    year, month = divmod(start.year * 12 + start.month - 1 + skipped, 12)
    return start.replace(year=year, month=1 if rule.frequency == rrule.YEARLY else month + 1, day=1)


@lru_cache(maxsize=256)
def _twin_years(first: int, last: int) -> int:
    """How far to the latest years that have the same calendar (leap days, weekdays) as `first` to `last`.

    dateutil looks for the next time until the year 9999 and cannot be told to stop: a rule that never comes true costs
    it seconds. Asked about the same calendar just before the end of its world, it gives up at once.
    """
    for shift in range(9998 - last, 0, -1):
        if calendar.weekday(first, 1, 1) == calendar.weekday(first + shift, 1, 1) and all(
            calendar.isleap(y) == calendar.isleap(y + shift) for y in range(first, last + 1)
        ):
            return shift
    return 0


def _move(wall: dt.datetime, years: int) -> dt.datetime:
    return wall.replace(year=wall.year + years) if years else wall
