"""How a series recurs: from the RRULE that a test gives to the words of Exchange, and to the moments it means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

from dateutil.rrule import rrulestr

from tests.fakes.ews.schema import Element, t

DAYS = {"MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday", "SA": "Saturday", "SU": "Sunday"}
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
INDEXES = {"1": "First", "2": "Second", "3": "Third", "4": "Fourth", "-1": "Last"}
MOST = 1000
"""Occurrences that are looked at of a series without an end."""


def recurrence(rule: str, start: dt.datetime) -> Element:
    """Its pattern and range; `start` in the zone in which the series lives. Only what Exchange can say is understood."""
    said = dict(part.split("=", 1) for part in rule.split(";"))
    day = start.strftime("%Y-%m-%d") + start.strftime("%z")[:3] + ":" + start.strftime("%z")[3:]
    if "COUNT" in said:
        until = t("NumberedRecurrence", t("StartDate", day), t("NumberOfOccurrences", said["COUNT"]))
    elif "UNTIL" in said:
        end = said["UNTIL"]
        until = t("EndDateRecurrence", t("StartDate", day), t("EndDate", f"{end[:4]}-{end[4:6]}-{end[6:8]}{day[10:]}"))
    else:
        until = t("NoEndRecurrence", t("StartDate", day))
    return t("Recurrence", _pattern(said, start), until)


def _pattern(said: Mapping[str, str], start: dt.datetime) -> Element:
    interval = t("Interval", said.get("INTERVAL", "1"))
    by_day = said.get("BYDAY", "")
    month = t("Month", MONTHS[int(said.get("BYMONTH", start.month)) - 1])
    day = t("DayOfMonth", said.get("BYMONTHDAY", str(start.day)))
    index = "" if "," in by_day else by_day[:-2]
    relative = (t("DaysOfWeek", DAYS[by_day[-2:]]), t("DayOfWeekIndex", INDEXES[index])) if index else ()
    match said["FREQ"]:
        case "DAILY":
            return t("DailyRecurrence", interval)
        case "WEEKLY":
            days = by_day.split(",") if by_day else [list(DAYS)[start.weekday()]]
            return t("WeeklyRecurrence", interval, t("DaysOfWeek", " ".join(DAYS[one] for one in days)), t("FirstDayOfWeek", DAYS[said.get("WKST", "MO")]))
        case "MONTHLY":
            return t("RelativeMonthlyRecurrence", interval, *relative) if relative else t("AbsoluteMonthlyRecurrence", interval, day)
        case "YEARLY":
            return t("RelativeYearlyRecurrence", *relative, month) if relative else t("AbsoluteYearlyRecurrence", day, month)
        case other:
            raise ValueError(f"Exchange has no pattern for {other}")


def moments(rule: str, start: dt.datetime) -> list[dt.datetime]:
    """The starts that the pattern gives, in the zone of `start`, by the clock on its wall."""
    return [at.replace(tzinfo=start.tzinfo) for at in _on_the_wall(rule, start.replace(tzinfo=None))]


def is_moment(rule: str, start: dt.datetime, at: dt.datetime) -> bool:
    """Whether the pattern gives this one."""
    return at.astimezone(start.tzinfo).replace(tzinfo=None) in _on_the_wall(rule, start.replace(tzinfo=None))


@lru_cache(maxsize=256)
def _on_the_wall(rule: str, start: dt.datetime) -> tuple[dt.datetime, ...]:
    found: list[dt.datetime] = []
    kept = ";".join(part for part in rule.split(";") if not part.startswith("UNTIL"))
    until = next((part[6:14] for part in rule.split(";") if part.startswith("UNTIL=")), "99991231")
    for at in rrulestr(kept, dtstart=start):
        if len(found) >= MOST or at.strftime("%Y%m%d") > until:
            break
        found.append(at)
    return tuple(found)
