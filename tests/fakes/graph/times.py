"""Times as Graph writes them, in the zones it knows by IANA's and by Windows' names, and the days of a series."""

from __future__ import annotations

import calendar as months
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from tests.fakes.graph.calls import malformed

WINDOWS = {
    "UTC": "Etc/UTC", "GMT Standard Time": "Europe/London", "W. Europe Standard Time": "Europe/Berlin", "Romance Standard Time": "Europe/Paris",
    "Central European Standard Time": "Europe/Warsaw", "FLE Standard Time": "Europe/Kyiv", "E. Europe Standard Time": "Europe/Chisinau",
    "GTB Standard Time": "Europe/Bucharest", "Turkey Standard Time": "Europe/Istanbul", "Russian Standard Time": "Europe/Moscow",
    "Kaliningrad Standard Time": "Europe/Kaliningrad", "Eastern Standard Time": "America/New_York", "Pacific Standard Time": "America/Los_Angeles",
    "Tokyo Standard Time": "Asia/Tokyo", "India Standard Time": "Asia/Kolkata", "tzone://Microsoft/Utc": "Etc/UTC",
}  # fmt: skip
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
INDEXES = ("first", "second", "third", "fourth", "last")
_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)(?:\.\d{1,7})?(Z|[+-]\d\d:\d\d)?")
_NEEDED = {
    "daily": set[str](), "weekly": {"daysOfWeek"}, "absoluteMonthly": {"dayOfMonth"}, "relativeMonthly": {"daysOfWeek"},
    "absoluteYearly": {"dayOfMonth", "month"}, "relativeYearly": {"daysOfWeek", "month"},
}  # fmt: skip


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())  # reads the whole folder of zones


def zone(name: str) -> ZoneInfo:
    """By either name; what Graph does not know it refuses."""
    if name not in WINDOWS and name not in _known():
        text = f"A valid TimeZone value must be specified. The following TimeZone value is not supported: '{name}'."
        raise malformed(text, "TimeZoneNotSupportedException")
    return ZoneInfo(WINDOWS.get(name, name))


def instant(said: Mapping[str, str]) -> datetime:
    """Of a dateTimeTimeZone."""
    found = _TIME.fullmatch(said["dateTime"])
    assert found
    when = datetime.fromisoformat(found[1])
    if found[2]:
        return datetime.fromisoformat(found[1] + found[2].replace("Z", "+00:00")).astimezone(UTC)
    return when.replace(tzinfo=zone(said["timeZone"])).astimezone(UTC)


def said_in(when: datetime, name: str) -> dict[str, str]:
    """A dateTimeTimeZone in this zone; UTC where none is preferred."""
    return {"dateTime": when.astimezone(zone(name or "UTC")).strftime("%Y-%m-%dT%H:%M:%S.0000000"), "timeZone": name or "UTC"}


def bound(text: str, name: str) -> datetime:
    """An end of a window; without an offset it is UTC."""
    found = _TIME.fullmatch(text)
    if not found:
        raise malformed(f"The value '{text}' of parameter '{name}' is invalid.", "ErrorInvalidParameter")
    when = datetime.fromisoformat(found[1] + (found[2] or "Z").replace("Z", "+00:00"))
    return when.astimezone(UTC)


def check_recurrence(said: Mapping[str, Any]) -> None:
    """What Graph needs to make a series of it."""
    pattern, range_ = said.get("pattern"), said.get("range")
    if not pattern or not range_:
        raise malformed("A recurrence has a pattern and a range.", "ErrorPropertyValidationFailure")
    if missing := {"type", "interval", *_NEEDED.get(pattern.get("type", ""), set())} - set(pattern):
        raise malformed(f"The recurrence pattern lacks {', '.join(sorted(missing))}.", "ErrorPropertyValidationFailure")
    needed = {"endDate": {"endDate"}, "numbered": {"numberOfOccurrences"}}.get(range_.get("type", ""), set())
    if missing := {"type", "startDate", *needed} - set(range_):
        raise malformed(f"The recurrence range lacks {', '.join(sorted(missing))}.", "ErrorPropertyValidationFailure")


def days_of(said: Mapping[str, Any], until: date) -> Iterator[date]:
    """The days of a series, the first to the last, none after `until`."""
    range_ = said["range"]
    first = date.fromisoformat(range_["startDate"])
    last = min(until, date.fromisoformat(range_["endDate"])) if range_["type"] == "endDate" else until
    most = range_["numberOfOccurrences"] if range_["type"] == "numbered" else 10**6
    for number, day in enumerate(one for one in _pattern(said["pattern"], first, last) if one >= first):
        if day > last or number >= most:
            return
        yield day


def _pattern(said: Mapping[str, Any], first: date, last: date) -> Iterator[date]:
    every, kind = said["interval"], said["type"]
    if kind == "daily":
        yield from (first + timedelta(days=n) for n in range(0, (last - first).days + 1, every))
    elif kind == "weekly":
        begins = DAYS.index(said.get("firstDayOfWeek", "sunday"))
        week = first - timedelta(days=(first.weekday() - begins) % 7)
        wanted = sorted((DAYS.index(day) - begins) % 7 for day in said["daysOfWeek"])
        while week <= last:
            yield from (week + timedelta(days=day) for day in wanted)
            week += timedelta(weeks=every)
    else:
        step = every * (12 if kind.endswith("Yearly") else 1)
        year, month = first.year, said.get("month") or first.month
        if not kind.endswith("Yearly"):
            month = first.month
        while (year, month) <= (last.year, last.month):
            yield from _in_month(said, year, month)
            year, month = year + (month - 1 + step) // 12, (month - 1 + step) % 12 + 1


def _in_month(said: Mapping[str, Any], year: int, month: int) -> Iterator[date]:
    count = months.monthrange(year, month)[1]
    if said["type"].startswith("absolute"):
        yield date(year, month, min(said["dayOfMonth"], count))
        return
    found = [date(year, month, day) for day in range(1, count + 1) if DAYS[date(year, month, day).weekday()] in said["daysOfWeek"]]
    yield found[-1] if said.get("index", "first") == "last" else found[INDEXES.index(said.get("index", "first"))]
