"""The patterns by which Exchange repeats an entry, as the RRULE that Exchange itself writes ([MS-OXCICAL] 2.1.3.2)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from syncd.core.ical.times import Moment
from syncd.core.timezones import zone_info

Kind = Literal["daily", "weekly", "absolutemonthly", "relativemonthly", "absoluteyearly", "relativeyearly"]
_FREQUENCIES: Final[dict[Kind, str]] = {
    "daily": "DAILY",
    "weekly": "WEEKLY",
    "absolutemonthly": "MONTHLY",
    "relativemonthly": "MONTHLY",
    "absoluteyearly": "YEARLY",
    "relativeyearly": "YEARLY",
}
KINDS: Final[dict[str, Kind]] = {kind: kind for kind in _FREQUENCIES}
_WEEK: Final = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_DAYS: Final[dict[str, tuple[str, ...]]] = {
    **{name: (day,) for name, day in zip(("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"), _WEEK, strict=True)},
    "day": _WEEK,
    "weekday": _WEEK[1:6],
    "weekendday": (_WEEK[0], _WEEK[6]),
}
_INDEX: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_LAST_DAY: Final = 31  # of a month, however long it is
_DATE: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """When an entry repeats. Words of days and places in the month are the provider's, in small letters; numbers as given."""

    kind: Kind
    interval: int = 1
    days: tuple[str, ...] = ()
    first_day: str = ""  # of a week
    index: str = ""  # first … last
    day: int = 0  # of a month
    month: int = 0
    count: int = 0  # how often in all; 0: not said
    until: str = ""  # the last day, as a date; '': not said


def rule_of(p: Pattern, start: Moment) -> str:
    """The RRULE of an entry that starts so; '' where the pattern makes none."""
    weekly, relative = p.kind == "weekly", p.kind.startswith("relative")
    days = [day for word in p.days[:20] for day in _DAYS.get(word, ())]
    days = [day for day in _WEEK if day in days]
    monthday = -1 if p.day == _LAST_DAY else p.day
    if p.interval < 1 or (relative and not (days and p.index in _INDEX)) or (p.kind.startswith("absolute") and not 1 <= p.day <= _LAST_DAY):
        return ""
    if p.kind.endswith("yearly") and not 1 <= p.month <= 12:
        return ""
    parts = [f"FREQ={_FREQUENCIES[p.kind]}"]
    if p.count > 0:
        parts.append(f"COUNT={p.count}")
    elif until := _until(p.until, start):
        parts.append(f"UNTIL={until}")
    parts.append(f"INTERVAL={p.interval}")
    if relative:
        parts += _nth(days, _INDEX[p.index])
    elif weekly and days:
        parts.append(f"BYDAY={','.join(days)}")
    elif p.kind.startswith("absolute"):
        parts.append(f"BYMONTHDAY={monthday}")
    if p.kind.endswith("yearly"):
        parts.append(f"BYMONTH={p.month}")
    if weekly:
        parts += [f"WKST={day}" for day in _DAYS.get(p.first_day, ())[:1]]
    return ";".join(parts)


def _nth(days: list[str], place: int) -> Iterable[str]:
    """The second Tuesday; of several days (any day, working days) the one in that place."""
    return [f"BYDAY={place}{days[0]}"] if len(days) == 1 else [f"BYDAY={','.join(days)}", f"BYSETPOS={place}"]


def _until(day: str, start: Moment) -> str:
    """The last day as RFC 5545 section 3.3.10 has it: a date for days, else the instant of an occurrence on that day."""
    match = _DATE.match(day)
    if match is None:
        return ""
    if start.day:
        return "".join(match.groups())
    try:
        wall = dt.datetime(int(match[1]), int(match[2]), int(match[3])).replace(hour=start.wall.hour, minute=start.wall.minute, second=start.wall.second)  # noqa: DTZ001 - wall time
        at = wall.replace(tzinfo=zone_info(start.zone)).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return ""
    return at.strftime("%Y%m%dT%H%M%SZ") if start.zone else wall.strftime("%Y%m%dT%H%M%S")
