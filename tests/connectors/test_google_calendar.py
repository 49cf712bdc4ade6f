"""Google Calendar: the contract of a Harvester, against the fake."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.connectors.contract import HarvesterContract
from tests.connectors.google_agenda_worlds import AgendaWorld
from tests.fakes.google import google


class TestGoogleCalendar(HarvesterContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[AgendaWorld]:
        with google() as g, AgendaWorld(g, tmp_path) as made:
            yield made
