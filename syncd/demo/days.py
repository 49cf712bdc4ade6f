"""The demo's clock: working-day offsets of the sample made into days and instants of Vilnius."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import holidays

from syncd.core.model import WorkingCalendar
from syncd.demo.words import Tongue, render

VILNIUS = ZoneInfo("Europe/Vilnius")
_OFFSET = re.compile(r"([+-]\d{1,3})wd")
_YEARS_AROUND = 4  # the sample reaches two years back and some weeks ahead


@dataclass(frozen=True, slots=True)
class DemoDays:
    """The days of a sample that is set up on `today`."""

    today: dt.date
    working: WorkingCalendar

    def day(self, offset: str) -> dt.date:
        """The day of an offset as `-3wd`, in working days from today."""
        found = _OFFSET.fullmatch(offset)
        if found is None:
            raise ValueError(f"no working-day offset: {offset}")
        return self.working.shift(self.today, int(found[1]))

    def at(self, when: str) -> dt.datetime:
        """The instant of `-3wd 14:20`, aware, in the zone of the company."""
        offset, _, clock = when.partition(" ")
        return dt.datetime.combine(self.day(offset), dt.time.fromisoformat(clock or "00:00"), VILNIUS)

    def words(self, text: str, *, tongue: Tongue, said: dt.date) -> str:
        """The text with its dates written out in words, as on the day `said`."""
        return render(text, tongue=tongue, said=said, today=self.today, working=self.working)


def demo_days(today: dt.date) -> DemoDays:
    """The days around `today` with the public holidays of Lithuania."""
    years = range(today.year - _YEARS_AROUND, today.year + _YEARS_AROUND)
    return DemoDays(today, WorkingCalendar(holidays=frozenset(holidays.country_holidays("LT", years=years))))
