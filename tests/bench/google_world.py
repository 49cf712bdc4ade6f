"""One person's mail and calendar at the fake of Google."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.bench.mailbox import variants
from tests.bench.meetings import SERIES_OF, ZONE, Meeting, meetings
from tests.bench.passing import OWNER, Requests, sent
from tests.fakes.google import NEW_PRICES, OLD_PRICES, Asked, google

QUOTAS = {"old": (15_000, OLD_PRICES), "new": (6_000, NEW_PRICES)}  # units a minute and user, and what a call costs


class GoogleWorld:
    """The person's account, and what happens to it: a `World`."""

    def __init__(self, mails: int, token_file: str) -> None:
        self._open = contextlib.ExitStack()
        self._g = self._open.enter_context(google(validate="requests"))
        self._account = self._g.account(OWNER)
        self._prices = OLD_PRICES
        self._late = variants(1_000_000, seed=2)
        self._size = 0
        for raw in variants(mails):
            self._account.mail.deliver(raw, "INBOX")
            self._size += len(raw)
        self._g.tokens.lifetime = 1e9
        self._g.token_file(Path(token_file), OWNER)

    def url(self) -> str:
        return self._g.url

    def size(self) -> int:
        return self._size

    def deliver(self, count: int) -> None:
        for n in range(count):
            self._account.mail.deliver(b"X-Late: %d\n" % n + next(self._late).replace(b"@", b".late@", 1), "INBOX")

    def meet(self, count: int) -> None:
        for meeting in meetings(count):
            self._account.calendars.put("primary", _event(meeting))

    def promise(self, count: int) -> None:
        for at, raw in sent(count):
            self._account.mail.deliver(raw, "SENT", at=int(at.timestamp() * 1000))

    def entries(self) -> int:
        calendars = self._account.calendars
        return len(calendars.events("Promises")) if "Promises" in calendars.titles() else 0

    def forget(self) -> None:
        self._account.mail.forget_history()
        self._account.calendars.forget_tokens()

    def quota(self, name: str) -> None:
        """From now on so much may be asked."""
        units, self._prices = QUOTAS[name]
        self._g.quota(units, prices=self._prices)

    def requests(self) -> Requests:
        log, self._g.log[:] = list(self._g.log), []
        alone = [asked for asked in log if not asked.batch]
        writes = [asked for asked in log if "." in asked.method and asked.verb != "GET"]
        return Requests(len(alone), len(log) - len(alone), len(writes), sum(asked.status >= 300 for asked in log), sum(map(self._units, log)))

    def methods(self) -> Counter[str]:
        """How often each method was asked for since the last look, without forgetting it."""
        return Counter(asked.method for asked in self._g.log)

    def cpu(self) -> float:
        return time.process_time()

    def close(self) -> None:
        self._open.close()

    def _units(self, asked: Asked) -> int:
        return self._prices.get(asked.method, 1) if asked.status == 200 and asked.method.startswith("gmail.") else 0


def _event(meeting: Meeting) -> dict[str, Any]:
    """As Google writes it."""
    event: dict[str, Any] = {
        "iCalUID": meeting.uid, "summary": meeting.title, "description": meeting.text, "location": meeting.place, "organizer": {"email": OWNER},
        "start": {"dateTime": meeting.start.isoformat(), "timeZone": ZONE}, "end": {"dateTime": meeting.end.isoformat(), "timeZone": ZONE},
        "attendees": [{"email": OWNER, "responseStatus": "accepted"}, {"email": meeting.address, "displayName": meeting.customer}],
    }  # fmt: skip
    if meeting.is_series:
        event["recurrence"] = [f"RRULE:FREQ=WEEKLY;COUNT={SERIES_OF}"]
    if meeting.is_private:
        event["visibility"] = "private"
    if meeting.is_whole_day:
        event["start"], event["end"] = {"date": f"{meeting.start:%Y-%m-%d}"}, {"date": f"{meeting.end:%Y-%m-%d}"}
    if meeting.call:
        event["conferenceData"] = {"entryPoints": [{"entryPointType": "video", "uri": meeting.call}]}
    return event
