"""The IMAP connector keeps the contract at servers with and without modification sequences, and at bad ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from connectors.base import Cursor
from connectors.imap import ImapOptions
from connectors.imap.account import ImapAccount
from connectors.imap.bodies import Limits
from tests.connectors.contract import HarvesterContract, mail
from tests.connectors.worlds import foreign
from tests.fakes.imap_server import ALL, EXCHANGE, GMAIL, ImapServer

SMALL = Limits(items=3)


class Mailbox:
    """The INBOX of a fake server, and the other programs that use it."""

    def __init__(self, server: ImapServer) -> None:
        self.server = server
        self.raw = mail
        self.uids: dict[str, int] = {}
        self.accounts: list[ImapAccount] = []

    def options(self) -> ImapOptions:
        return ImapOptions(host="127.0.0.1", port=self.server.port, tls="none", user="anna", password_env="IMAP_PASSWORD")

    def open(self, limits: Limits = SMALL) -> ImapAccount:
        self.accounts.append(ImapAccount(self.options(), limits))
        return self.accounts[-1]

    def close(self) -> None:
        for account in self.accounts:
            account.close()
        self.server.stop()

    def add(self, name: str) -> None:
        self.uids[name] = self.server.inbox.add(mail(name)).uid

    def remove(self, name: str) -> None:
        self.server.inbox.expunge(self.uids[name])

    def damage(self, name: str) -> bool:
        self.server.faults.withheld.add(self.uids[name])
        return True

    def flag(self, name: str) -> bool:
        if "CONDSTORE" not in self.server.capabilities:
            return False
        self.server.inbox.flag(self.uids[name], "\\Flagged", "$Forwarded", "Klientas")
        return True

    def forget(self, cursor: Cursor) -> Cursor:
        return foreign(cursor)

    def own(self) -> bool:
        return False

    def state(self) -> object:
        assert self.server.forbidden == []
        return [(m.uid, m.raw, frozenset(m.flags), m.modseq) for m in self.server.inbox.mails]


def a_mailbox(capabilities: frozenset[str], patch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A server with these capabilities for the length of a test."""
    patch.setenv("IMAP_PASSWORD", "secret")
    world = Mailbox(ImapServer(capabilities))
    yield world
    world.close()


@pytest.mark.parametrize("capabilities", [ALL, GMAIL, EXCHANGE], ids=["qresync", "gmail", "exchange"])
class TestImap(HarvesterContract):
    @pytest.fixture
    def world(self, capabilities: frozenset[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
        yield from a_mailbox(capabilities, monkeypatch)
