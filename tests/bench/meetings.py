"""A person's meetings of some years, for the calendars of every provider."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

ZONE = "America/Chicago"
MINUTES = 45
SERIES_OF = 10  # weeks


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One of them; of a series the first."""

    uid: str
    title: str
    text: str
    place: str
    start: dt.datetime
    end: dt.datetime
    customer: str
    address: str
    is_series: bool = False
    is_private: bool = False
    is_whole_day: bool = False
    call: str = ""


def meetings(count: int, *, first: int = 2023, days: int = 1400, seed: int = 1) -> Iterator[Meeting]:
    """So many from January of the year `first` over so many days: of every twenty one series, one private, one for a whole day, one with a link to a call."""
    random_ = random.Random(seed)
    began = dt.datetime(first, 1, 2, 8, tzinfo=ZoneInfo(ZONE))
    for n in range(count):
        start = began + dt.timedelta(days=n % days, minutes=30 * random_.randrange(20))
        end = start + dt.timedelta(minutes=MINUTES)
        if n % 20 == 11:
            start = start.replace(hour=0, minute=0)
            end = start + dt.timedelta(days=1)
        yield Meeting(
            uid=f"m{n}@meetings.example",
            title=f"Contract {n} with customer {n % 700}",
            text=f"We go through the open points of contract {n}, and prices for the next quarter.\n" * (1 + n % 4),
            place=f"Room {n % 9}",
            start=start, end=end, customer=f"Customer {n % 700}", address=f"buyer{n % 700}@customer{n % 700}.example",
            is_series=n % 20 == 3, is_private=n % 20 == 7, is_whole_day=n % 20 == 11,
            call=f"https://meet.example/abc-{n:04}-xyz" if n % 20 == 15 else "",
        )  # fmt: skip
