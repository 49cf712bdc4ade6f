"""One person's mail and calendar at the fakes of Exchange and of Microsoft 365."""

from __future__ import annotations

import contextlib
import time
from typing import Any

from connectors.graph.ours import UID
from tests.bench.mailbox import variants
from tests.bench.meetings import SERIES_OF, ZONE, Meeting, meetings
from tests.bench.passing import OWNER, Requests, sent
from tests.connectors.exchange_reminder_worlds import mark_of
from tests.fakes.ews import exchange
from tests.fakes.graph import graph

_DAYS = {"first": 2024, "days": 1000}  # all of them in the window of which Microsoft 365 tells


class ExchangeWorld:
    """A mailbox on an Exchange Server: a `World`."""

    def __init__(self, mails: int) -> None:
        self._open = contextlib.ExitStack()
        self._x = self._open.enter_context(exchange(validate="requests"))
        self._box = self._x.mailbox(OWNER)
        self._late = variants(1_000_000, seed=2)
        self._size = 0
        for raw in variants(mails):
            self._box.inbox.deliver(raw)
            self._size += len(raw)

    def keys(self) -> tuple[str, str, str]:
        """Where it is, and who signs in with which password."""
        return self._x.url, self._x.user, self._x.password

    def size(self) -> int:
        return self._size

    def deliver(self, count: int) -> None:
        for n in range(count):
            self._box.inbox.deliver(b"X-Late: %d\n" % n + next(self._late).replace(b"@", b".late@", 1))

    def meet(self, count: int) -> None:
        for meeting in meetings(count, **_DAYS):
            more = {"Sensitivity": "Private"} if meeting.is_private else {}
            if meeting.is_whole_day:
                more["IsAllDayEvent"] = "true"
            if meeting.call:
                more["JoinOnlineMeetingUrl"] = meeting.call
            self._box.calendar.meet(
                meeting.title, meeting.start, meeting.end, zone="Central Standard Time", uid=meeting.uid, attendees=[meeting.address], body=meeting.text,
                rule=f"FREQ=WEEKLY;COUNT={SERIES_OF}" if meeting.is_series else "", Location=meeting.place, **more,
            )  # fmt: skip

    def promise(self, count: int) -> None:
        for at, raw in sent(count):
            self._box.sent.deliver(raw, read=True, at=at)

    def entries(self) -> int:
        return sum(bool(mark_of(item)) for item in self._box.calendar.items.values())

    def forget(self) -> None:
        self._box.forget_sync_states()

    def requests(self) -> Requests:
        log, self._x.log[:] = list(self._x.log), []
        return Requests(len(log), 0, sum(asked.writes for asked in log), sum(asked.status >= 300 or bool(asked.code) for asked in log))

    def methods(self) -> list[str]:
        """What was asked for since the last look, without forgetting it."""
        return [asked.method for asked in self._x.log]

    def cpu(self) -> float:
        return time.process_time()

    def close(self) -> None:
        self._open.close()


class GraphWorld:
    """A mailbox in Microsoft 365, opened by an application with a secret: a `World`."""

    def __init__(self, mails: int) -> None:
        self._open = contextlib.ExitStack()
        self._g = self._open.enter_context(graph(validate="requests"))
        self._g.tokens.lifetime = 86_400 * 365
        self._box = self._g.mailbox(OWNER)
        self._late = variants(1_000_000, seed=2)
        self._size = 0
        for raw in variants(mails):
            self._box.mail.deliver(raw)
            self._size += len(raw)

    def keys(self) -> tuple[str, str, str, str]:
        """Where it is, the tenant, and the application with its secret."""
        return self._g.url, self._g.tenant, self._g.client_id, self._g.tokens.secret

    def size(self) -> int:
        return self._size

    def deliver(self, count: int) -> None:
        for n in range(count):
            self._box.mail.deliver(b"X-Late: %d\n" % n + next(self._late).replace(b"@", b".late@", 1))

    def meet(self, count: int) -> None:
        for meeting in meetings(count, **_DAYS):
            self._box.calendars.add(
                meeting.title, f"{meeting.start:%Y-%m-%dT%H:%M:%S}", f"{meeting.end:%Y-%m-%dT%H:%M:%S}", ZONE, uid=meeting.uid, **_more(meeting)
            )

    def promise(self, count: int) -> None:
        for at, raw in sent(count):
            self._box.mail.send(raw, at=at)

    def entries(self) -> int:
        calendars = self._box.calendars
        return sum(any(one["id"] == UID for one in calendars.get(key).get("singleValueExtendedProperties", ())) for key in calendars.keys())  # noqa: SIM118

    def forget(self) -> None:
        self._box.mail.deltas.forget()
        self._box.calendars.deltas.forget()

    def requests(self) -> Requests:
        log, self._g.log[:] = list(self._g.log), []
        alone = [asked for asked in log if not asked.batch]
        writes = [asked for asked in log if "." in asked.method and asked.verb != "GET"]
        return Requests(len(alone), len(log) - len(alone), len(writes), sum(asked.status >= 300 for asked in log))

    def methods(self) -> list[str]:
        """What was asked for since the last look, without forgetting it."""
        return [asked.method for asked in self._g.log]

    def cpu(self) -> float:
        return time.process_time()

    def close(self) -> None:
        self._open.close()


def _more(meeting: Meeting) -> dict[str, Any]:
    """Beside its time, as Graph writes it."""
    more: dict[str, Any] = {
        "body": {"contentType": "text", "content": meeting.text}, "location": {"displayName": meeting.place}, "isAllDay": meeting.is_whole_day,
        "sensitivity": "private" if meeting.is_private else "normal",
        "attendees": [{"type": "required", "emailAddress": {"address": meeting.address, "name": meeting.customer}}],
    }  # fmt: skip
    if meeting.is_series:
        pattern = {"type": "weekly", "interval": 1, "daysOfWeek": [f"{meeting.start:%A}".lower()], "firstDayOfWeek": "monday"}
        limits = {"type": "numbered", "startDate": f"{meeting.start:%Y-%m-%d}", "numberOfOccurrences": SERIES_OF, "recurrenceTimeZone": ZONE}
        more["recurrence"] = {"pattern": pattern, "range": limits}
    if meeting.call:
        more |= {"isOnlineMeeting": True, "onlineMeeting": {"joinUrl": meeting.call}}
    return more
