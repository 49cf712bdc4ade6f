"""The zone of an entry in Exchange: by its Windows name, else by the rules the server sends along (`TimeZoneDefinition`).

It is the zone that Outlook calls "Customized Time Zone" and Exchange `tzone://Microsoft/Custom` that needs the rules.
"""

# ruff: noqa: DTZ001 - the onsets of a zone are naive wall times

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from typing import Final

from syncd.core.exchange.elements import MOST, Element, children, text
from syncd.core.ical.times import read_duration
from syncd.core.timezones import iana_name
from syncd.core.timezones.custom import CustomZone, Observance

_SINCE: Final = 1970  # a rule without a first year holds from here on
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def zone_of(definition: Element | None, year: int, owner_zone: str) -> str:
    """The IANA zone of a `TimeZoneDefinition` as it is kept in that year, '' where none is. `owner_zone`: of several alike the first."""
    if definition is None:
        return ""
    for name in (definition.get("Id", ""), definition.get("Name", "")):
        if found := iana_name(name):
            return found
    observances = tuple(_observances(definition))
    return CustomZone(observances).iana(year, owner_zone) if observances else ""


def _observances(definition: Element) -> Iterator[Observance]:
    """The rules of the last group, which are those of today; a zone of one period keeps its offset all year."""
    offsets = {p.get("Id", ""): -seconds for p in children(definition, "Periods", "Period") if (seconds := _seconds(p.get("Bias", ""))) is not None}
    groups = children(definition, "TransitionsGroups", "TransitionsGroup")
    changes = [(rule, offsets[to]) for rule in list(groups[-1])[:MOST] if (to := text(rule, "To")) in offsets] if groups else []
    if len(changes) < 2:
        standing = changes[0][1] if changes else next(iter(offsets.values()), None)
        if standing is not None:
            yield Observance(dt.datetime(_SINCE, 1, 1), standing, standing)
        return
    for n, (rule, after) in enumerate(changes):
        onset = _onset(rule)
        if onset is not None:
            yield Observance(onset[0], changes[n - 1][1], after, onset[1])


def _onset(rule: Element) -> tuple[dt.datetime, str] | None:
    """When the clocks change for the first time, and the RRULE by which they do again."""
    month, clock = _number(text(rule, "Month")), _seconds(text(rule, "TimeOffset")) or 0
    if not 1 <= month <= 12 or not 0 <= clock < 86_400:
        return None
    if (day := _number(text(rule, "Day"))) and 1 <= day <= 28:
        return dt.datetime(_SINCE, month, day) + dt.timedelta(seconds=clock), f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}"
    name, place = text(rule, "DayOfWeek"), _number(text(rule, "Occurrence"))
    if name not in _DAYS or not (place == -1 or 1 <= place <= 4):
        return None
    of_month = [d for d in calendar.Calendar().itermonthdates(_SINCE, month) if d.month == month and d.weekday() == _DAYS.index(name)]
    first = of_month[place if place < 0 else place - 1]
    begin = dt.datetime(first.year, first.month, first.day) + dt.timedelta(seconds=clock)
    return begin, f"FREQ=YEARLY;BYMONTH={month};BYDAY={place}{name[:2].upper()}"


def _seconds(duration: str) -> int | None:
    found = read_duration(duration)
    return int(found[0] * 86_400 + found[1].total_seconds()) if found else None


def _number(written: str) -> int:
    try:
        return int(written[:6])
    except ValueError:
        return 0
