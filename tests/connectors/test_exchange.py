"""The Exchange connector keeps the contract, in each sort of folder, and knows Exchange's ways."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.connectors.contract import HarvesterContract
from tests.connectors.exchange_worlds import Agenda, Cards, Journal, Mailbox, a_mailbox


class TestMail(HarvesterContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[Mailbox]:
        yield from a_mailbox(tmp_path)


class TestOldestFirst(HarvesterContract):
    """Microsoft promises no order of a first listing."""

    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[Mailbox]:
        for box in a_mailbox(tmp_path):
            box.exchange.newest_first = False
            yield box


class TestCalendar(HarvesterContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[Mailbox]:
        yield from a_mailbox(tmp_path, Agenda)


class TestContacts(HarvesterContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[Mailbox]:
        yield from a_mailbox(tmp_path, Cards)


class TestJournal(HarvesterContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[Mailbox]:
        yield from a_mailbox(tmp_path, Journal)
