"""One person's mail and calendar at the fake of Google, in a process of its own, so that what it costs is not counted as ours."""

from __future__ import annotations

import contextlib
import datetime as dt
import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Iterator
from multiprocessing.managers import BaseManager
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from tests.bench.mailbox import variants
from tests.fakes.google import NEW_PRICES, OLD_PRICES, Asked, google

OWNER = "jeff.skilling@enron.com"
QUOTAS = {"old": (15_000, OLD_PRICES), "new": (6_000, NEW_PRICES)}  # units a minute and user, and what a call costs
_CHICAGO = ZoneInfo("America/Chicago")
_SENT = """\
From: Jeff Skilling <{owner}>
To: Customer {n} <buyer{n}@customer{n}.example>
Subject: Your question {n}
Date: {date:%a, %d %b %Y %H:%M:%S +0000}
Message-ID: <promise{n}@enron.com>

Good morning,

I will call you on {term:%d %B %Y} at {term:%H:%M}.
"""


class Requests(NamedTuple):
    """What was asked since it was looked at last: requests, calls inside batches, writes to the API, refusals, quota units of what was answered."""

    alone: int
    inside: int
    writes: int
    refused: int
    units: int

    def __str__(self) -> str:
        return f"{self.alone} requests, {self.inside} calls in batches" + (f", {self.writes} writes" if self.writes else "") + (f", {self.refused} refused" if self.refused else "")


class World:
    """The person's account, and what happens to it."""

    def __init__(self, mails: int, events: int, token_file: str) -> None:
        self._open = contextlib.ExitStack()
        self._g = self._open.enter_context(google(validate="requests"))
        self._account = self._g.account(OWNER)
        self._prices = OLD_PRICES
        self._late = variants(1_000_000, seed=2)
        self._size = 0
        for raw in variants(mails):
            self._account.mail.deliver(raw, "INBOX")
            self._size += len(raw)
        for event in meetings(events):
            self._account.calendars.put("primary", event)
        self._g.tokens.lifetime = 1e9
        self._g.token_file(Path(token_file), OWNER)

    def url(self) -> str:
        return self._g.url

    def size(self) -> int:
        """Bytes of all mail there was at the beginning."""
        return self._size

    def deliver(self, count: int) -> None:
        """So many mails come that were never there."""
        for n in range(count):
            self._account.mail.deliver(b"X-Late: %d\n" % n + next(self._late).replace(b"@", b".late@", 1), "INBOX")

    def promise(self, count: int) -> None:
        """So many customers are promised a call on a working day of next week, in mails that were sent this morning."""
        today = dt.datetime.now(dt.UTC).replace(hour=6, minute=0, second=0, microsecond=0)
        for n in range(count):
            term = today + dt.timedelta(days=7 - today.weekday() + n % 5, hours=9 + n % 7)
            raw = _SENT.format(owner=OWNER, n=n, date=today, term=term.replace(tzinfo=_CHICAGO))
            self._account.mail.deliver(raw.encode(), "SENT", at=int(today.timestamp() * 1000))

    def entries(self) -> int:
        """How many reminders stand in the calendar they are kept in."""
        calendars = self._account.calendars
        return len(calendars.events("Promises")) if "Promises" in calendars.titles() else 0

    def forget(self) -> None:
        """Google no longer knows what we were told last, neither of mail nor of events."""
        self._account.mail.forget_history()
        self._account.calendars.forget_tokens()

    def quota(self, name: str) -> None:
        """From now on so much may be asked."""
        units, self._prices = QUOTAS[name]
        self._g.quota(units, prices=self._prices)

    def requests(self) -> Requests:
        """What was asked since the last look."""
        log, self._g.log[:] = list(self._g.log), []
        alone = [asked for asked in log if not asked.batch]
        writes = [asked for asked in log if "." in asked.method and asked.verb != "GET"]
        return Requests(len(alone), len(log) - len(alone), len(writes), sum(asked.status >= 300 for asked in log), sum(map(self._units, log)))

    def methods(self) -> Counter[str]:
        """How often each method was asked for since the last look, without forgetting it."""
        return Counter(asked.method for asked in self._g.log)

    def cpu(self) -> float:
        """CPU seconds of the fake so far."""
        return time.process_time()

    def close(self) -> None:
        """Raises AssertionError where anything was asked that Google does not know."""
        self._open.close()

    def _units(self, asked: Asked) -> int:
        return self._prices.get(asked.method, 1) if asked.status == 200 and asked.method.startswith("gmail.") else 0


class _Elsewhere(BaseManager):
    """The process of a world."""


_Elsewhere.register("World", World)


@contextlib.contextmanager
def world(mails: int, events: int, token_file: Path) -> Iterator[Any]:
    """A World in a process of its own."""
    with _Elsewhere(ctx=multiprocessing.get_context("spawn")) as there:
        made = there.World(mails, events, str(token_file))
        yield made
        made.close()


def meetings(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """So many events of four years: of every twenty one series, one private, one for a whole day, one with a link to a call."""
    random_ = random.Random(seed)
    began = dt.datetime(2023, 1, 2, 8, tzinfo=_CHICAGO)
    for n in range(count):
        start = began + dt.timedelta(days=n % 1400, minutes=30 * random_.randrange(20))
        event: dict[str, Any] = {
            "iCalUID": f"m{n}@meetings.example",
            "summary": f"Contract {n} with customer {n % 700}",
            "description": f"We go through the open points of contract {n}, and prices for the next quarter.\n" * (1 + n % 4),
            "location": f"Room {n % 9}",
            "start": {"dateTime": start.isoformat(), "timeZone": "America/Chicago"},
            "end": {"dateTime": (start + dt.timedelta(minutes=45)).isoformat(), "timeZone": "America/Chicago"},
            "organizer": {"email": OWNER},
            "attendees": [{"email": OWNER, "responseStatus": "accepted"}, {"email": f"buyer{n % 700}@customer{n % 700}.example", "displayName": f"Customer {n % 700}"}],
        }
        match n % 20:
            case 3:
                event["recurrence"] = ["RRULE:FREQ=WEEKLY;COUNT=10"]
            case 7:
                event["visibility"] = "private"
            case 11:
                event["start"], event["end"] = {"date": f"{start:%Y-%m-%d}"}, {"date": f"{start + dt.timedelta(days=1):%Y-%m-%d}"}
            case 15:
                event["conferenceData"] = {"entryPoints": [{"entryPointType": "video", "uri": f"https://meet.google.com/abc-{n:04}-xyz"}]}
        yield event
