"""The memory connector keeps the contract."""

from __future__ import annotations

import copy
import datetime as dt
from pathlib import Path

import pytest

from connectors import memory
from connectors.base import Cursor, Marks
from tests.connectors.contract import HarvesterContract, event
from tests.connectors.contract_reminders import ReminderCalendarContract


class MailboxWorld:
    def __init__(self) -> None:
        self.mailbox = memory.MemoryMailbox(page_items=3)
        self.raw = event

    def open(self) -> memory.MemoryMailbox:
        return self.mailbox

    def add(self, name: str) -> None:
        self.mailbox.add("calendar", name, event(name), "text/calendar")

    def remove(self, name: str) -> None:
        self.mailbox.expunge("calendar", name)

    def damage(self, name: str) -> bool:
        self.mailbox.damage("calendar", name, "the server answers NO")
        return True

    def flag(self, name: str) -> bool:
        self.mailbox.mark("calendar", name, Marks(labels=("Klientai",)))
        return True

    def forget(self, cursor: Cursor) -> Cursor:
        self.mailbox.expire()
        return cursor

    def own(self) -> bool:
        self.mailbox.add("calendar", "ours", event("syncd-0a1b"), "text/calendar")
        return True

    def state(self) -> object:
        return copy.deepcopy(self.mailbox._folders)


class TestMailbox(HarvesterContract):
    @pytest.fixture
    def world(self) -> MailboxWorld:
        world = MailboxWorld()
        world.add("first")
        world.remove("first")
        return world


class PersonsCalendar:
    def __init__(self) -> None:
        self.calendar = memory.MemoryCalendar()

    def open(self) -> memory.MemoryCalendar:
        return self.calendar

    def change(self, uid: str, *, title: str = "", start: dt.datetime | None = None, note: str = "", done: bool | None = None) -> None:
        self.calendar.change(uid, title=title, start=start, note=note, done=done)

    def delete(self, uid: str) -> None:
        self.calendar.delete(uid)

    def copy(self, uid: str) -> None:
        self.calendar.copy(uid)

    def close(self) -> None:
        self.calendar.answers = False

    def forbid(self) -> bool:
        self.calendar.open_to_us = False
        return True

    def state(self) -> object:
        return copy.deepcopy(self.calendar.entries)

    def text(self, uid: str) -> str:
        return ""


class TestCalendar(ReminderCalendarContract):
    @pytest.fixture
    def world(self) -> PersonsCalendar:
        return PersonsCalendar()


def test_sources_that_name_one_world_share_it() -> None:
    """The same word in two sources of one process is the same mailbox."""
    options = memory.MemoryOptions(world="shared")
    memory.world("shared").mailbox.add("INBOX", "1", b"Subject: a\r\n\r\n")
    assert [c.count for c in memory.open_harvester(options, Path(), "").collections()] == [1]
    assert memory.open_reminders(options, Path()) is memory.world("shared").calendar
