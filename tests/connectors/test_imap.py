"""The IMAP connector keeps the contract at servers with and without modification sequences, and at bad ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.connectors.contract import HarvesterContract
from tests.connectors.imap_worlds import Mailbox, a_mailbox
from tests.fakes.imap_mailbox import ALL, EXCHANGE, GMAIL


@pytest.mark.parametrize("capabilities", [ALL, GMAIL, EXCHANGE], ids=["qresync", "gmail", "exchange"])
class TestImap(HarvesterContract):
    @pytest.fixture
    def world(self, capabilities: frozenset[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
        yield from a_mailbox(capabilities, monkeypatch)
