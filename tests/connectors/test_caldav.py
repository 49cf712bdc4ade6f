"""CalDAV against two real servers: the contracts of a Harvester and of a ReminderCalendar."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.connectors.contract import HarvesterContract
from tests.connectors.contract_reminders import ReminderCalendarContract
from tests.connectors.dav_worlds import Calendar, DavWorld, Person, Server


def calendar_of(server: Server) -> Iterator[DavWorld]:
    """A calendar of its own for one test."""
    person, home = server.somebody()
    path = person.make_calendar(f"{home}work/", "Darbas")
    yield DavWorld(person, path)
    person.delete(path)


def reminders_of(server: Server, sort: str) -> Iterator[Calendar]:
    """A person without a calendar for reminders yet."""
    person, home = server.somebody()
    yield Calendar(person, home, sort)
    _tidy(person, home)


def _tidy(person: Person, home: str) -> None:
    if any(True for _ in person.say("PROPFIND", home, Depth="1").text.split("syncd-promises/")[1:]):
        person.delete(f"{home}syncd-promises/")


@pytest.mark.slow
class TestRadicale(HarvesterContract):
    """The contract at Radicale."""

    @pytest.fixture
    def world(self, radicale_server: Server) -> Iterator[DavWorld]:
        yield from calendar_of(radicale_server)


@pytest.mark.slow
class TestXandikos(HarvesterContract):
    """The contract at Xandikos."""

    @pytest.fixture
    def world(self, xandikos_server: Server) -> Iterator[DavWorld]:
        yield from calendar_of(xandikos_server)


@pytest.mark.slow
class TestRadicaleReminders(ReminderCalendarContract):
    """Events at Radicale."""

    @pytest.fixture
    def world(self, radicale_server: Server) -> Iterator[Calendar]:
        yield from reminders_of(radicale_server, "event")


@pytest.mark.slow
class TestRadicaleTasks(ReminderCalendarContract):
    """Tasks at Radicale."""

    @pytest.fixture
    def world(self, radicale_server: Server) -> Iterator[Calendar]:
        yield from reminders_of(radicale_server, "task")


@pytest.mark.slow
class TestXandikosReminders(ReminderCalendarContract):
    """Events at Xandikos."""

    @pytest.fixture
    def world(self, xandikos_server: Server) -> Iterator[Calendar]:
        yield from reminders_of(xandikos_server, "event")
