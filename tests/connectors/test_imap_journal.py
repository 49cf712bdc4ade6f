"""A mailbox of everybody's mail keeps the contract of any mailbox; only what its folders and mails are called differs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from connectors.base import Fetched
from connectors.imap import connect
from connectors.imap.account import ImapAccount
from connectors.imap.bodies import Limits
from connectors.imap.journal import ImapJournal
from syncd.core.derived import JOURNAL
from tests.connectors.contract import HarvesterContract, mail
from tests.connectors.imap_worlds import SMALL, Mailbox
from tests.fakes.imap_mailbox import ALL
from tests.fakes.imap_server import ImapServer


class Journal(Mailbox):
    """A mailbox opened as a journal."""

    def open(self, limits: Limits = SMALL, **keys: object) -> ImapAccount:
        self.accounts.append(ImapJournal(self.options(journal=True, **keys), limits))
        return self.accounts[-1]


class TestImapJournal(HarvesterContract):
    @pytest.fixture
    def world(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[Journal]:
        monkeypatch.setenv("IMAP_PASSWORD", "secret")
        world = Journal(ImapServer(ALL))
        yield world
        world.close()

    def test_no_folder_of_it_is_anybodys_sent(self, world: Journal) -> None:
        """Whatever its folders are called nothing in them is trusted for that; drafts and spam stay what they are."""
        for name, attribute in (("Sent", "\\Sent"), ("Archyvas", ""), ("Drafts", "\\Drafts"), ("Spam", "")):
            world.server.folder(name, attribute)
        roles = {c.name: c.role for c in world.open().collections()}
        assert sorted(roles.values()) == ["drafts", "journal", "journal", "journal", "spam"]

    def test_what_is_in_it_may_be_a_report(self, world: Journal) -> None:
        """In pages and asked for singly each mail bears the journal's media type, its bytes as they are."""
        world.add("one")
        account = world.open()
        (inbox,) = account.collections()
        listed = [c for page in account.pages(inbox, None) for c in page.changes if isinstance(c, Fetched)]
        single = [c for c in account.fetch(inbox, [c.remote_id for c in listed]) if isinstance(c, Fetched)]
        assert [(c.media_type, c.raw) for c in (*listed, *single)] == [(JOURNAL, mail("one"))] * 2

    def test_the_option_decides(self, world: Journal) -> None:
        """Without it a mailbox is somebody's."""
        assert isinstance(connect(world.options(journal=True)), ImapJournal)
        assert not isinstance(connect(world.options()), ImapJournal)
