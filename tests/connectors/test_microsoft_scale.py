"""Many mails and events at Microsoft: how many requests they take, and how much of them is held at once. The large counts are in tests/bench/microsoft.py."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.base import Collection, Fetched, Page
from connectors.exchange.harvest import ExchangeHarvester
from connectors.graph.account import CALENDARS_READ, MAIL_READ
from connectors.graph.agenda import GraphAgendaHarvester
from connectors.graph.mailbox import GraphMailHarvester
from tests.connectors import exchange_worlds, graph_worlds
from tests.connectors.contract import mail
from tests.fakes.ews import exchange
from tests.fakes.graph import Clock, graph

SMALL, LARGE = 200, 12  # mails, of them so many of a megabyte
MEGABYTE = 1_000_000
HELD = 8 * MEGABYTE  # bytes of mail in one page
EVENTS = 210
INBOX = Collection(id="inbox", name="Inbox", role="inbox")
_DAY = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


class _Exchange:
    """A mailbox there, and the connector with the sizes it has in use."""

    def __init__(self, folder: Path, world: Any) -> None:
        self._box = exchange_worlds.Mailbox(world, folder)
        self.deliver = self._box.box.inbox.deliver
        self.mails = self.events = ExchangeHarvester(self._box.session(), max_message=50 * MEGABYTE)

    def meet(self, number: int) -> None:
        start = _DAY + dt.timedelta(days=number % 90)
        self._box.box.calendar.meet(f"Susitikimas {number}", start, start + dt.timedelta(hours=1))

    def asked(self) -> Counter[str]:
        """The requests since this was called last."""
        return Counter(self._box.asked())


class _Graph:
    """The same in Microsoft 365."""

    def __init__(self, folder: Path, world: Any, clock: Clock) -> None:
        self._person = graph_worlds.Person(world, clock, folder)
        self.deliver = self._person.box.mail.deliver
        self.mails = GraphMailHarvester(self._person.client(MAIL_READ), max_message=50 * MEGABYTE, now=clock)
        self.events = GraphAgendaHarvester(self._person.client(CALENDARS_READ), now=clock)

    def meet(self, number: int) -> None:
        start = _DAY + dt.timedelta(days=number % 90)
        self._person.box.calendars.add(f"Susitikimas {number}", f"{start:%Y-%m-%dT%H:%M:%S}", f"{start:%Y-%m-%dT10:%M:%S}")

    def asked(self) -> Counter[str]:
        log, self._person.graph.log[:] = list(self._person.graph.log), []
        return Counter(one.method for one in log if not one.batch and one.method not in ("token", "discovery", "instances"))


@pytest.fixture(params=["exchange", "graph"])
def there(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """Either of them."""
    if request.param == "exchange":
        with exchange(validate="requests") as x:
            yield _Exchange(tmp_path, x)
    else:
        clock = Clock()
        with graph(clock=clock, validate="requests") as g:
            g.tokens.lifetime = 86_400 * 365
            yield _Graph(tmp_path, g, clock)


def _sizes(pages: list[Page]) -> list[list[int]]:
    return [[len(change.raw) for change in page.changes if isinstance(change, Fetched)] for page in pages]


@pytest.mark.slow
def test_mails_come_many_in_a_request_and_no_more_are_held_than_may_be(there: Any) -> None:
    """No request a mail, and pages by their bytes as well as by their number: a year of files does not have to fit into memory."""
    for n in range(SMALL + LARGE):
        there.deliver(mail(f"m{n:03}") + b"x" * (MEGABYTE if n % 10 == 0 and n < LARGE * 10 else 0))
    sizes = _sizes(list(there.mails.pages(INBOX, None)))
    assert sum(map(len, sizes)) == SMALL + LARGE
    assert max(sum(page) for page in sizes) <= HELD and max(map(len, sizes)) <= 100
    assert len(sizes) <= 4, "they are not smaller than they need be"
    asked = there.asked()
    each = asked.pop("messages.value", 0)  # large mails in Microsoft 365: a batch has no room for them
    assert each in (0, LARGE)
    assert asked.total() <= 16, asked


@pytest.mark.slow
def test_events_come_many_in_a_request(there: Any) -> None:
    """No request an event, and none a month: a calendar of years is read in a few."""
    for n in range(EVENTS):
        there.meet(n)
    (calendar,) = [one for one in there.events.collections() if one.role == "calendar"]
    there.asked()
    assert sum(map(len, _sizes(list(there.events.pages(calendar, None))))) == EVENTS
    asked = there.asked()
    assert asked.total() <= 15, asked
