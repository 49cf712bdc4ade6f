"""Reminders at an Exchange Server: the contract of a ReminderCalendar, what an entry is there, and where it is found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.connectors.contract_reminders import ReminderCalendarContract
from tests.connectors.exchange_reminder_worlds import Person, a_person


class TestReminders(ReminderCalendarContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[Person]:
        yield from a_person(tmp_path)


class TestImpersonating(ReminderCalendarContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[Person]:
        yield from a_person(tmp_path, impersonate=True, auth="ntlm")
