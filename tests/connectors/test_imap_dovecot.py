"""The IMAP connector keeps the contract at a real server, and what such a server does beside it."""

from __future__ import annotations

import imaplib
import itertools
from collections.abc import Iterator

import pytest
from imapclient.imap_utf7 import encode

from connectors.base import Cursor, Fetched, Gone, Marked
from connectors.imap import ImapOptions
from connectors.imap.account import ImapAccount
from connectors.imap.bodies import Limits
from syncd.errors import AuthFailed
from tests.connectors.contract import HarvesterContract, mail
from tests.connectors.imap_worlds import Folders
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
        usual: dict[str, object] = {"host": "127.0.0.1", "port": self.server.port, "tls": "none", "user": self.user, "password_env": "IMAP_PASSWORD"}
        return ImapOptions(**{**usual, **keys})  # type: ignore[arg-type]

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
        self.imap.uid("STORE", self.uid(name).decode(), "+FLAGS", "(\\Flagged Klientas)")
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


def test_one_connection_sees_what_changes_from_pass_to_pass(mailbox: Mailbox) -> None:
    """Also in the folder it opened last: mail that comes, goes and is flagged between two passes."""
    account, known = mailbox.open(), Folders()
    known.run(account)
    for n in range(5):
        mailbox.add(f"m{n}")
        assert [c.raw for c in known.run(account) if isinstance(c, Fetched)] == [mail(f"m{n}")]
        mailbox.flag(f"m{n}")
        assert [type(c) for c in known.run(account)] == [Marked]
    mailbox.remove("m1")
    assert [type(c) for c in known.run(account)] == [Gone]
    assert known.run(account) == []


@pytest.mark.slow
def test_folders_of_a_real_server(mailbox: Mailbox) -> None:
    """Its special use, and names in modified UTF-7, over TLS."""
    for name in (encode("Išsiųsta pas klientus"), encode("Клиенты/Север"), b"Junk"):
        mailbox.imap.create(f'"{name.decode()}"')
    mailbox.imap.append(f'"{encode("Клиенты/Север").decode()}"', "", "", mail("there"))
    account = ImapAccount(mailbox.options(tls="implicit", port=mailbox.server.tls_port, ca_file=str(mailbox.server.certificate)))
    roles = {c.name: c.role for c in account.collections()}
    assert roles == {"INBOX": "inbox", "Išsiųsta pas klientus": "sent", "Клиенты/Север": "other", "Junk": "spam"}
    known = Folders()
    known.run(account)
    assert list(known.stores["Клиенты/Север"].items.values()) == [mail("there")]
    account.close()


@pytest.mark.slow
def test_a_folder_made_anew_under_its_old_name_is_another(mailbox: Mailbox) -> None:
    """F01, F08: the server gives it another UIDVALIDITY."""
    mailbox.imap.create("Laikinas")
    mailbox.imap.append("Laikinas", "", "", mail("old"))
    account, known = mailbox.open(), Folders()
    known.run(account)
    mailbox.imap.delete("Laikinas")
    known.run(account)
    mailbox.imap.create("Laikinas")
    mailbox.imap.append("Laikinas", "", "", mail("new"))
    known.run(account)
    assert list(known.stores["Laikinas"].items.values()) == [mail("new")]


@pytest.mark.slow
def test_a_refused_password_is_a_persons_business(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """F16, on a real server."""
    monkeypatch.setenv("IMAP_PASSWORD", "slaptažodis")
    with pytest.raises(AuthFailed, match="password"):
        list(mailbox.open().collections())
