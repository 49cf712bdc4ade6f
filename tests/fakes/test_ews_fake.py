"""The fake of Exchange, proved by exchangelib, the client that the connector uses: it understands what the fake says."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from exchangelib import BASIC, DELEGATE, IMPERSONATION, NTLM, Account, Configuration, Credentials, EWSTimeZone, FailFast
from exchangelib.errors import ErrorAccessDenied, ErrorImpersonateUserDenied, ErrorNonExistentMailbox, UnauthorizedError
from exchangelib.items import ID_ONLY
from exchangelib.services import SyncFolderItems
from exchangelib.version import Build, Version

from tests.fakes.ews import Exchange, exchange

RASA = "rasa@klimatas.example"
_numbers = itertools.count()

Open = Callable[..., Any]


def message(n: int) -> bytes:
    """A small message."""
    return (
        f"From: =?utf-8?q?J=C5=ABrat=C4=97?= <jurate@uab-zilvinas.example>\r\nTo: {RASA}\r\nSubject: =?utf-8?q?S=C4=85skaita?= {n}\r\n"
        f"Message-ID: <{n}@uab-zilvinas.example>\r\nDate: Mon, 2 Mar 2026 10:00:00 +0200\r\n\r\nLabas\r\n"
    ).encode()


@pytest.fixture
def x() -> Iterator[Exchange]:
    with exchange() as world:
        yield world


@pytest.fixture
def library(x: Exchange) -> Iterator[Open]:
    """Opens a mailbox with exchangelib, which keeps its connections by address and credentials."""
    opened: list[Any] = []

    def make(address: str = RASA, *, access: str = IMPERSONATION, auth: str = BASIC, user: str = "", password: str = "") -> Any:
        config = Configuration(
            service_endpoint=x.url,
            credentials=Credentials(user or x.user, password or x.password),
            auth_type=auth,
            version=Version(Build(15, 1, 2507, 6)),
            retry_policy=FailFast(),
        )
        account = Account(address, config=config, autodiscover=False, access_type=access, default_timezone=EWSTimeZone("Europe/Vilnius"))
        opened.append(account)
        return account

    yield make
    for account in opened:
        account.protocol.close()


def states(account: Any, folder: Any, state: str | None = None, most: int = 10) -> Iterator[tuple[list[tuple[str, Any]], str, bool]]:
    """A folder's changes page by page, each with its state."""
    while True:
        service = SyncFolderItems(account=account)
        changes = list(
            service.call(
                folder=folder, shape=ID_ONLY, additional_fields=None, sync_state=state, ignore=None, max_changes_returned=most, sync_scope=None
            )
        )
        state = service.sync_state
        yield changes, state, service.includes_last_item_in_range
        if service.includes_last_item_in_range:
            return


@pytest.mark.parametrize("auth", [BASIC, NTLM])
def test_the_library_signs_in_and_finds_the_folders(x: Exchange, library: Open, auth: str) -> None:
    archive = x.mailbox(RASA).make("Archyvas")
    x.mailbox(RASA).make("2025", under=archive)
    account = library(auth=auth)
    found = {folder.name: folder for folder in account.root.walk()}
    assert {"Inbox", "Sent Items", "Calendar", "Archyvas", "2025"} <= set(found)
    assert found["2025"].parent == found["Archyvas"]
    assert {asked.account for asked in x.log if asked.user} == {RASA}


@pytest.mark.parametrize("auth", [BASIC, NTLM])
def test_a_wrong_password_opens_nothing(x: Exchange, library: Open, auth: str) -> None:
    """The NTLM response is computed and compared, not believed."""
    x.mailbox(RASA)
    with pytest.raises(UnauthorizedError):
        library(auth=auth, password="another").inbox.refresh()
    assert not any(asked.applied for asked in x.log)


@pytest.mark.parametrize(
    ("address", "error", "why"),
    [
        ("vadovas@klimatas.example", ErrorImpersonateUserDenied, "outside the management scope"),
        ("niekas@klimatas.example", ErrorNonExistentMailbox, "there is no such mailbox"),
    ],
)
def test_impersonation_ends_where_the_scope_does(x: Exchange, library: Open, address: str, error: type[Exception], why: str) -> None:
    x.mailbox("vadovas@klimatas.example", open=False)
    with pytest.raises(error):
        library(address).inbox.refresh()
    assert not any(asked.applied for asked in x.log), why


def test_a_shared_mailbox_is_closed_when_the_right_is_taken_away(x: Exchange, library: Open) -> None:
    """F60: what was open a moment ago is refused, folder by folder."""
    x.mailbox(RASA).inbox.deliver(message(1))
    account = library(access=DELEGATE)
    assert account.inbox.total_count == 1
    x.full_access.discard(RASA)
    with pytest.raises(ErrorAccessDenied):
        account.inbox.refresh()


@pytest.mark.parametrize("newest_first", [True, False])
def test_a_folder_is_told_page_by_page_and_each_page_has_its_state(x: Exchange, library: Open, newest_first: bool) -> None:
    """What comes, goes or changes while the pages are read is told afterwards, and nothing is left out."""
    x.newest_first = newest_first
    inbox = x.mailbox(RASA).inbox
    ids = [inbox.deliver(message(n)) for n in range(25)]
    account = library()
    pages = states(account, account.inbox)
    changes, first, last = next(pages)
    told = [item.id for _, item in changes]
    assert (told, last) == (ids[:-11:-1] if newest_first else ids[:10], False)
    late = inbox.deliver(message(99))
    inbox.delete(ids[12])
    inbox.mark(told[0], read=True)
    rest = [(kind, item) for changes, _, _ in pages for kind, item in changes]
    assert {item.id for kind, item in rest if kind == "create"} == set(ids) - set(told) - {ids[12]} | {late}
    assert [item.id for kind, item in rest if kind == "delete"] == [ids[12]]
    assert [(item[0].id, item[1]) for kind, item in rest if kind == "read_flag_change"] == [(told[0], True)]
    again = [item.id for changes, _, _ in states(account, account.inbox, first) for kind, item in changes if kind == "create"]
    assert set(again) == {item.id for kind, item in rest if kind == "create"}, "the same state gives the same"


def test_an_item_is_read_with_its_mime_and_what_the_headers_say(x: Exchange, library: Open) -> None:
    item_id = x.mailbox(RASA).inbox.deliver(message(7), Sensitivity="Private", categories=["Klientai"])
    account = library()
    (item,) = account.fetch([(item_id, None)])
    assert item.mime_content == message(7)
    assert (item.subject, item.author.name, item.sensitivity, item.categories) == ("Sąskaita 7", "Jūratė", "Private", ["Klientai"])
