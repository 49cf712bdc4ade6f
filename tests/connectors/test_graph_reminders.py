"""Reminders in a calendar of Microsoft 365: the contract of a ReminderCalendar, and what an entry is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.connectors.contract_reminders import ReminderCalendarContract
from tests.connectors.graph_reminder_worlds import Person, a_person


class TestByAnApplication(ReminderCalendarContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[Person]:
        yield from a_person(tmp_path)


class TestByConsent(ReminderCalendarContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[Person]:
        yield from a_person(tmp_path, "consent")
