"""Durations and sizes as people write them: "10 min", "5 working days", "50 MB".

It parses and says what it understood. It knows no clock and no calendar: a working day is worth what the company's
working calendar says, and that is reckoned where it is needed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast

Unit = Literal["s", "min", "h", "days", "working days"]

_SECONDS: dict[str, int] = {"s": 1, "min": 60, "h": 3600, "days": 86400}
_BYTES = {"B": 1, "kB": 1000, "MB": 1000**2, "GB": 1000**3, "KiB": 1024, "MiB": 1024**2, "GiB": 1024**3}
_DURATION = re.compile(r"([0-9]{1,6}) ?(s|min|h|days?|working days?)")
_DAYS = {"day": 1, "month": 30, "year": 365}
_LONG = re.compile(r"([0-9]{1,5}) ?(day|month|year)s?")
_SIZE = re.compile(r"([0-9]{1,9}) ?(B|kB|MB|GB|KiB|MiB|GiB)")


@dataclass(frozen=True, slots=True)
class Duration:
    """So many units of time. Working days are counted by the company's calendar, the other units by the clock."""

    amount: int
    unit: Unit = "s"

    @property
    def working_days(self) -> int:
        """The number of working days, or 0 where it is a time by the clock."""
        return self.amount if self.unit == "working days" else 0

    @property
    def seconds(self) -> int:
        """The length in seconds, or 0 where it is counted in working days."""
        return self.amount * _SECONDS.get(self.unit, 0)

    def __str__(self) -> str:
        if not self.amount:
            return "0"
        unit = self.unit[:-1] if self.amount == 1 and self.unit.endswith("days") else self.unit
        return f"{self.amount} {unit}"


def parse_duration(written: int | str) -> Duration | None:
    """The duration that `0` or `<n> s|min|h|days|working days` means ("1 day" too), or None when it means none."""
    if written in (0, "0"):
        return Duration(0)
    found = _DURATION.fullmatch(written) if isinstance(written, str) else None
    if found is None:
        return None
    unit = found[2] + "s" if found[2].endswith("day") else found[2]
    return Duration(int(found[1]), cast("Unit", unit))


def parse_days(written: str) -> int | None:
    """The days that `<n> days|months|years` means, of 30 a month and 365 a year; None when it means none."""
    found = _LONG.fullmatch(written)
    return int(found[1]) * _DAYS[found[2]] if found else None


def parse_size(written: str) -> int | None:
    """The number of bytes that `<n> B|kB|MB|GB|KiB|MiB|GiB` means (1 MB = 1,000,000), or None when it means none."""
    found = _SIZE.fullmatch(written)
    return int(found[1]) * _BYTES[found[2]] if found else None
