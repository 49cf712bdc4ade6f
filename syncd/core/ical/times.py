"""Dates and times of a calendar entry: wall time, zone and instant (RFC 5545 sections 3.3.4, 3.3.5, 3.3.6).

A zone is looked for by its name, then by the rules the calendar brings along. A time without a zone is read in the
owner's, and the reader says so: no guess is silent.
"""

# ruff: noqa: DTZ001 - wall times are naive on purpose; their zone is kept beside them

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from syncd.core.ical.lines import Component
from syncd.core.model import MeetingTime, Problem
from syncd.core.timezones import iana_name, zone_info
from syncd.core.timezones.custom import CustomZone, Observance

_UTC: Final = dt.UTC
_DATE: Final = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[Tt ]?(\d\d):?(\d\d):?(\d\d)?(?:[.,]\d{1,9})?\s*([Zz]|[+-]\d\d:?\d\d)?)?")
_DURATION: Final = re.compile(r"([+-]?)PT?(?:(\d{1,6})W)?(?:(\d{1,6})D)?T?(?:(\d{1,7})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?", re.I)
_OFFSET: Final = re.compile(r"([+-])(\d\d):?(\d\d)(?::?(\d\d))?")
_MAX_LENGTH: Final = dt.timedelta(days=3660)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time as read. `wall` is naive; `zone` an IANA name, '' for a day or a floating time; `at` is in UTC."""

    wall: dt.datetime
    day: bool
    zone: str
    at: dt.datetime
    problems: tuple[Problem, ...] = ()

    @property
    def text(self) -> str:
        """The wall text."""
        return self.wall.isoformat()[:10] if self.day else self.wall.isoformat()

    @property
    def meeting_time(self) -> MeetingTime:
        """The moment in the words of the model."""
        return MeetingTime(wall=self.text, zone=self.zone, at=self.at)

    def seen_in(self, zone: str) -> str:
        """The wall text of the same instant in another zone; its own text for days and floating times."""
        if self.day or not self.zone or self.zone == zone or not zone:
            return self.text
        return self.at.astimezone(zone_info(zone)).replace(tzinfo=None).isoformat()


class Zones:
    """The zones a calendar may speak of: those known by name and those it brings along."""

    def __init__(self, components: Sequence[Component], owner_zone: str) -> None:
        self.owner = owner_zone
        self._components = components

    @cached_property
    def _custom(self) -> dict[str, CustomZone | str]:
        """The zones the calendar brings along; looked at only where a name says nothing."""
        named = ((c.value("TZID"), c) for c in self._components if c.name == "VTIMEZONE")
        return {_key(tzid): iana_name(c.value("X-LIC-LOCATION")) or _custom_zone(c) or "" for tzid, c in named if tzid}

    def moment(self, value: str, tzid: str = "") -> Moment | None:
        """A DATE or DATE-TIME value. None when it is none, or no time of the years 2 to 9980."""
        read = _read(value)
        if read is None:
            return None
        wall, day, offset = read
        if day:
            return self.day(wall)
        if offset is not None:
            return self.instant((wall - offset).replace(tzinfo=_UTC), iana_name(tzid) or "UTC")
        return self._in_zone(wall, tzid) if tzid else self._floating(wall)

    def day(self, wall: dt.datetime) -> Moment:
        """The day of a wall time; its instant is the owner's midnight."""
        wall = wall.replace(hour=0, minute=0, second=0)
        return Moment(wall=wall, day=True, zone="", at=self._at(wall, self.owner))

    def instant(self, at: dt.datetime, zone: str) -> Moment:
        """An instant as the clocks of a zone show it; of the owner's when it is ''."""
        wall = at.astimezone(zone_info(zone, self.owner)).replace(tzinfo=None)
        return Moment(wall=wall, day=False, zone=zone, at=at)

    def in_zone(self, wall: dt.datetime, zone: str) -> Moment:
        """A wall time of a zone by its IANA name; of the owner's when it is ''."""
        return Moment(wall=wall, day=False, zone=zone, at=self._at(wall, zone or self.owner))

    def later(self, start: Moment, days: int, rest: dt.timedelta) -> Moment:
        """The moment so many days on the wall clock and so much real time after another."""
        wall = start.wall + dt.timedelta(days=days)
        end = self.day(wall) if start.day else self.in_zone(wall, start.zone)
        return self.instant(end.at + rest, start.zone) if rest else end

    def _floating(self, wall: dt.datetime) -> Moment:
        problem = Problem(code="floating-time", text=f"A time without a zone was read in the owner's, {self.owner}.")
        return replace(self.in_zone(wall, ""), problems=(problem,))

    def _in_zone(self, wall: dt.datetime, tzid: str) -> Moment:
        name = iana_name(tzid)
        custom = "" if name else self._custom.get(_key(tzid), "")
        if isinstance(custom, CustomZone):
            name = custom.iana(wall.year, self.owner)
            if not name:
                return _kept_instant(wall, custom, tzid)
        name = name or (custom if isinstance(custom, str) else "")
        if name:
            return self.in_zone(wall, name)
        problem = Problem(code="unknown-zone", text=f"The zone “{tzid[:80]}” is unknown; the owner's, {self.owner}, was taken.")
        return replace(self._floating(wall), problems=(problem,))

    @staticmethod
    def _at(wall: dt.datetime, zone: str) -> dt.datetime:
        return wall.replace(tzinfo=zone_info(zone)).astimezone(_UTC)


def _kept_instant(wall: dt.datetime, custom: CustomZone, tzid: str) -> Moment:
    at = (wall - custom.offset(wall)).replace(tzinfo=_UTC)
    problem = Problem(code="odd-zone", text=f"No zone keeps the time of “{tzid[:80]}”; the instant is kept in UTC.")
    return Moment(wall=at.replace(tzinfo=None), day=False, zone="UTC", at=at, problems=(problem,))


def _key(tzid: str) -> str:
    return tzid.replace("\\", "").strip("\"' ").lower()


def _read(value: str) -> tuple[dt.datetime, bool, dt.timedelta | None] | None:
    """Wall time, whether it is a day, and the offset it carries, if any."""
    match = _DATE.fullmatch(value[:60].strip(' "\t'))
    if not match:
        return None
    year, month, day, hour, minute, second, offset = match.groups()
    try:
        wall = dt.datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), min(int(second or 0), 59))
    except ValueError:
        return None
    if not 2 <= wall.year <= 9980:  # room for lengths and zones at both ends
        return None
    if offset is None:
        return wall, hour is None, None
    return wall, False, dt.timedelta(0) if offset in "Zz" else dt.timedelta(seconds=_offset_seconds(offset) or 0)


def _offset_seconds(text: str) -> int | None:
    match = _OFFSET.fullmatch(text.strip())
    if not match:
        return None
    seconds = int(match[2]) * 3600 + int(match[3]) * 60 + int(match[4] or 0)
    return min(seconds, 86_399) * (-1 if match[1] == "-" else 1)


def read_duration(value: str) -> tuple[int, dt.timedelta] | None:
    """A DURATION as (whole days, the rest): days follow the wall clock, hours real time. None when it is none."""
    match = _DURATION.fullmatch(value.strip()[:60])
    if not match or not any(match.groups()[1:]):
        return None
    weeks, days, hours, minutes, seconds = (int(n or 0) for n in match.groups()[1:])
    sign = -1 if match[1] == "-" else 1
    rest = dt.timedelta(hours=hours, minutes=minutes, seconds=seconds)
    whole = weeks * 7 + days
    if dt.timedelta(days=whole) + rest > _MAX_LENGTH:
        return None
    return sign * whole, sign * rest


def _custom_zone(component: Component) -> CustomZone | None:
    observances: list[Observance] = []
    for part in component.children[:100]:
        if part.name not in ("STANDARD", "DAYLIGHT"):
            continue
        onset = _read(part.value("DTSTART"))
        after, before = _offset_seconds(part.value("TZOFFSETTO")), _offset_seconds(part.value("TZOFFSETFROM"))
        if onset is None or after is None:
            continue
        rdates = [read[0] for p in part.all("RDATE") for item in p.value.split(",")[:50] if (read := _read(item))]
        before = after if before is None else before
        observances.append(Observance(onset[0], before, after, part.value("RRULE"), tuple(rdates[:200])))
    return CustomZone(tuple(observances)) if observances else None
