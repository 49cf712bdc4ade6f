"""A mailbox on the fake IMAP server, and the other programs that use it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.base import Change, Collection, Cursor
from connectors.imap import ImapOptions
from connectors.imap.account import ImapAccount
from connectors.imap.bodies import Limits
from tests.connectors.contract import Store, mail
from tests.connectors.worlds import foreign
from tests.fakes.imap_server import ImapServer

SMALL = Limits(items=3)


class Mailbox:
    """The INBOX of a fake server, and the other programs that use it."""

    def __init__(self, server: ImapServer) -> None:
        self.server = server
        self.raw = mail
        self.uids: dict[str, int] = {}
        self.accounts: list[ImapAccount] = []

    def options(self, **keys: object) -> ImapOptions:
        usual: dict[str, object] = {"host": "127.0.0.1", "port": self.server.port, "tls": "none", "user": "anna", "password_env": "IMAP_PASSWORD"}
        return ImapOptions(**{**usual, **keys})  # type: ignore[arg-type]

    def open(self, limits: Limits = SMALL, **keys: object) -> ImapAccount:
        self.accounts.append(ImapAccount(self.options(**keys), limits))
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


def a_mailbox(capabilities: frozenset[str], patch: pytest.MonkeyPatch, certificate: tuple[Path, Path] | None = None) -> Iterator[Mailbox]:
    """A server with these capabilities for the length of a test."""
    patch.setenv("IMAP_PASSWORD", "secret")
    world = Mailbox(ImapServer(capabilities, certificate))
    yield world
    world.close()


INBOX = Collection(id="INBOX", name="INBOX", role="inbox")


class Folders:
    """What a store would know of several folders."""

    def __init__(self) -> None:
        self.stores: dict[str, Store] = {}

    def run(self, account: ImapAccount, pages: int = 1000) -> list[Change]:
        """A pass over all folders, each for so many pages at most."""
        changes: list[Change] = []
        for collection in account.collections():
            store = self.stores.setdefault(collection.id, Store())
            before = len(store.changes)
            for number, page in enumerate(account.pages(collection, store.cursor), 1):
                store.take(page)
                if number == pages:
                    break
            changes += store.changes[before:]
        return changes
