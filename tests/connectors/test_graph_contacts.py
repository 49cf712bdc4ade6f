"""Contacts of Microsoft 365: the contract of a Harvester, against the fake of Graph, and Graph's own ways."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.connectors.contract import HarvesterContract
from tests.connectors.graph_worlds import Cards, a_person


class TestGraphContacts(HarvesterContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[Cards]:
        yield from a_person(tmp_path, Cards)
