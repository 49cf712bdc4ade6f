"""VTIMEZONE: the offsets a calendar brings along, and the IANA zone that keeps the same time (RFC 5545 section 3.6.5).

A zone of a calendar is used only where its name says nothing ("Customized Time Zone"). It is matched by what its
clocks show around the time in question, not by its name, and never by the machine's own zone.
"""

# ruff: noqa: DTZ001 - wall times are naive on purpose; their zone is kept beside them

from __future__ import annotations

import datetime as dt
import zoneinfo
from dataclasses import dataclass
from functools import lru_cache

from syncd.core.model import Problem
from syncd.core.recurrence.rules import read_rule, walls

# Of zones that keep the same time the first is taken: the owner's own, then these, then by the alphabet.
_FIRST = (
    "Europe/Vilnius", "Europe/Riga", "Europe/Tallinn", "Europe/Warsaw", "Europe/Berlin", "Europe/Helsinki", "Europe/Kyiv",
    "Europe/London", "Europe/Moscow", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
    "Asia/Tokyo", "Asia/Kolkata", "Asia/Shanghai", "Australia/Sydney", "Australia/Brisbane",
)  # fmt: skip
_SAMPLE_DAYS = 3  # transitions of different rules are at least a week apart, nearly always
_MAX_ONSETS = 64


@dataclass(frozen=True, slots=True)
class Observance:
    """A STANDARD or DAYLIGHT part: from its naive onset on, the clocks go `after` seconds before UTC (`before` until then)."""

    onset: dt.datetime
    before: int  # seconds
    after: int  # seconds
    rrule: str = ""
    rdates: tuple[dt.datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class CustomZone:
    """A VTIMEZONE with at least one observance."""

    observances: tuple[Observance, ...]

    def offset(self, wall: dt.datetime) -> dt.timedelta:
        """What the clocks are ahead of UTC at a naive wall time."""
        return dt.timedelta(seconds=_offset_at(wall, _onsets(self, wall.year), self.observances))

    def iana(self, year: int, owner_zone: str) -> str:
        """The IANA zone that keeps the same time in that year and the next, or '' when there is none."""
        return _matching(self, year, owner_zone)


def _offset_at(wall: dt.datetime, onsets: list[tuple[dt.datetime, int]], observances: tuple[Observance, ...]) -> int:
    past = [after for onset, after in onsets if onset <= wall]
    return past[-1] if past else min(observances, key=lambda o: o.onset).before


@lru_cache(maxsize=256)
def _onsets(zone: CustomZone, year: int) -> list[tuple[dt.datetime, int]]:
    """When the clocks changed last before the year, and how they change in it: (onset, seconds), in order."""
    first, last = dt.datetime(max(2, year - 1), 1, 1), dt.datetime(min(9997, year + 2), 1, 1)
    found: list[tuple[dt.datetime, int]] = []
    for o in zone.observances:
        found += [(onset, o.after) for onset in (o.onset, *o.rdates)]
        rule = read_rule(o.rrule) if o.rrule else None
        if rule is None or isinstance(rule, Problem) or not dt.datetime(1, 1, 2) < o.onset < dt.datetime(9990, 1, 1):
            continue
        until = rule.until
        if until and rule.until_utc:
            until = max(dt.datetime(2, 1, 1), min(until, last + dt.timedelta(days=30))) + dt.timedelta(seconds=o.before)  # may be the last second there is
        # A rule that ended before the year still says what its last change was.
        end = min(last, until) if until else last
        times, _ = walls(rule, o.onset, min(first, end - dt.timedelta(days=800)) if end.year > 4 else o.onset, end)
        found += [(onset, o.after) for onset in times[-_MAX_ONSETS:]]
    return sorted(found)


@lru_cache(maxsize=256)
def _matching(zone: CustomZone, year: int, owner_zone: str) -> str:
    if not 1900 <= year <= 2200:
        return ""
    begin = dt.datetime(year, 1, 1, 12)
    onsets = _onsets(zone, year)
    samples = (begin + dt.timedelta(days=n) for n in range(0, 730, _SAMPLE_DAYS))
    wanted = [(wall, dt.timedelta(seconds=_offset_at(wall, onsets, zone.observances))) for wall in samples]
    for name in dict.fromkeys((owner_zone, "UTC", *_FIRST, *_candidates())):
        if name and _keeps(name, wanted):
            return name
    return ""


@lru_cache(maxsize=1)
def _candidates() -> tuple[str, ...]:
    areas = ("Europe/", "America/", "Asia/", "Africa/", "Australia/", "Pacific/", "Atlantic/", "Indian/", "Etc/")
    return tuple(sorted((n for n in zoneinfo.available_timezones() if n.startswith(areas)), key=lambda n: (not n.startswith("Etc/GMT"), n)))


def _keeps(name: str, wanted: list[tuple[dt.datetime, dt.timedelta]]) -> bool:
    try:
        zone = zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):  # an owner's zone that is none
        return False
    return all(wall.replace(tzinfo=zone).utcoffset() == offset for wall, offset in wanted)
