"""The IMAP connector keeps the contract at a real server, and what such a server does beside it."""

from __future__ import annotations

import imaplib
import itertools
from collections.abc import Iterator

import pytest

from connectors.base import Cursor
from connectors.imap import ImapOptions
from connectors.imap.account import ImapAccount
from connectors.imap.bodies import Limits
from tests.connectors.contract import HarvesterContract, mail
from tests.connectors.worlds import foreign
from tests.servers.dovecot import PASSWORD, Dovecot, dovecot, missing

SMALL = Limits(items=3)
_users = itertools.count()


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    """A Dovecot for all tests here, each of which is another user."""
    why = missing()
    if why:
        pytest.skip(why)
    with dovecot() as running:
        yield running


class Mailbox:
    """The INBOX of one user, and the other programs that use it."""

    def __init__(self, server: Dovecot) -> None:
        self.server = server
        self.user = f"user{next(_users)}@klimatas.example"
        self.raw = mail
        self.accounts: list[ImapAccount] = []
        self.imap = imaplib.IMAP4("127.0.0.1", server.port)
        self.imap.login(self.user, PASSWORD)
        self.imap.select("INBOX")

    def options(self, **keys: object) -> ImapOptions:
        return ImapOptions(host="127.0.0.1", port=self.server.port, tls="none", user=self.user, password_env="IMAP_PASSWORD", **keys)  # type: ignore[arg-type]

    def open(self) -> ImapAccount:
        self.accounts.append(ImapAccount(self.options(), SMALL))
        return self.accounts[-1]

    def close(self) -> None:
        for account in self.accounts:
            account.close()
        self.imap.logout()

    def add(self, name: str) -> None:
        self.imap.append("INBOX", "", "", mail(name))

    def uid(self, name: str) -> bytes:
        _, (found,) = self.imap.uid("SEARCH", "HEADER", "Message-ID", f"<{name}@laikrodis.example>")
        return bytes(found)

    def remove(self, name: str) -> None:
        self.imap.uid("STORE", self.uid(name).decode(), "+FLAGS", "(\\Deleted)")
        self.imap.expunge()

    def flag(self, name: str) -> bool:
        self.imap.uid("STORE", self.uid(name).decode(), "+FLAGS", "(\\Flagged Asmeniška)".encode("ascii", "ignore").decode())
        return True

    def damage(self, name: str) -> bool:
        return False

    def forget(self, cursor: Cursor) -> Cursor:
        return foreign(cursor)

    def own(self) -> bool:
        return False

    def state(self) -> object:
        self.imap.noop()
        return self.imap.uid("FETCH", "1:*", "(FLAGS RFC822.SIZE)")


@pytest.fixture
def mailbox(server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A new user's mailbox."""
    monkeypatch.setenv("IMAP_PASSWORD", PASSWORD)
    world = Mailbox(server)
    yield world
    world.close()


class TestDovecot(HarvesterContract):
    @pytest.fixture
    def world(self, mailbox: Mailbox) -> Mailbox:
        return mailbox
