"""What a pass over an IMAP account costs, and what it tells of flags, of large mails and of mail that comes meanwhile."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator

import pytest

from connectors.base import Broken, Fetched, Marked
from connectors.imap.bodies import Limits
from connectors.imap.place import Place
from tests.connectors.contract import Store, mail
from tests.connectors.imap_worlds import INBOX, Folders, Mailbox, a_mailbox
from tests.fakes.imap_mailbox import ALL, BARE, EXCHANGE, GMAIL
from tests.timing import least


@pytest.fixture
def mails(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """A mailbox on a server with the capabilities of the parameter, by default all."""
    yield from a_mailbox(getattr(request, "param", ALL), monkeypatch)


@pytest.mark.parametrize(("mails", "turns"), [(ALL, 2), (GMAIL, 2), (EXCHANGE, 41)], indirect=["mails"], ids=["list-status", "gmail", "status"])
def test_a_pass_with_nothing_new_is_one_round_trip_a_folder_at_most(mails: Mailbox, turns: int) -> None:
    """Over an open connection: LIST with the states of all folders, or one STATUS each. No UID is listed."""
    for n in range(39):
        mails.server.folder(f"Aplankas{n}").add(mail(f"m{n}"))
    account, known = mails.open(), Folders()
    known.run(account)
    assert least(lambda: known.run(account), 40 * 0.002) < 40 * 0.002
    mails.server.reset()
    assert known.run(account) == []
    assert mails.server.turns <= turns
    assert len(mails.server.commands) <= 41
    assert not [line for line in mails.server.commands if not line.startswith(("UNSELECT", "LIST", "STATUS"))]
    assert mails.server.connections == 1


@pytest.mark.slow
@pytest.mark.parametrize("mails", [ALL, GMAIL, BARE], indirect=True, ids=["qresync", "condstore", "bare"])
def test_a_first_harvest_has_no_command_for_each_mail(mails: Mailbox) -> None:
    """Sizes by the thousand, bodies by the batch, and the next batch is asked for before the last is handed over."""
    for n in range(500):
        mails.add(f"m{n}")
    account = mails.open(Limits(items=100))
    list(account.collections())
    mails.server.reset()
    pages = account.pages(INBOX, None)
    next(pages)
    assert mails.server.count("UID FETCH") >= 3  # sizes, this batch, the next one
    assert sum(len(page.changes) for page in pages) == 400
    assert mails.server.count("UID FETCH") <= 7  # where changes are not counted, all flags once
    assert len(mails.server.commands) <= 10


@pytest.mark.parametrize("mails", [ALL, GMAIL], indirect=True, ids=["qresync", "condstore"])
def test_flags_and_keywords_that_change_are_told_with_all_marks(mails: Mailbox) -> None:
    """Flags as flags, keywords as labels, and when it was received; \\Recent is nobody's."""
    mails.add("m1")
    mails.add("m2")
    store = Store()
    store.run(mails.open())
    mails.server.inbox.flag(1, "\\Seen", "\\Recent", "$Forwarded", "Asmeni&AWE-ka", "$Label1")
    (change,) = store.run(mails.open())
    assert isinstance(change, Marked)
    assert change.marks.flags == ("$Forwarded", "\\Seen")
    assert change.marks.labels == ("$Label1", "Asmeniška")
    assert change.marks.received_at == dt.datetime(2026, 3, 2, 7, 0, tzinfo=dt.UTC)
    assert change.marks.size == len(mail("m1"))


@pytest.mark.parametrize("mails", [EXCHANGE, BARE], indirect=True, ids=["exchange", "bare"])
def test_without_modification_sequences_flags_are_compared_once_an_hour(mails: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A label put on later may forbid a mail; where the server does not say what changed, all flags are looked at."""
    for n in range(5):
        mails.add(f"m{n}")
    store = Store()
    store.run(mails.open())
    mails.server.inbox.flag(2, "Private")
    assert store.run(mails.open()) == []
    later = time.time() + 3700
    monkeypatch.setattr("connectors.imap.passing.time.time", lambda: later)
    changes = store.run(mails.open())
    assert ("Private",) in [c.marks.labels for c in changes if isinstance(c, Marked)]
    mails.server.reset()
    assert store.run(mails.open()) == []
    assert mails.server.count("UID FETCH") == 0


def test_of_a_mail_over_the_limit_header_and_the_first_of_the_text_are_taken(mails: Mailbox) -> None:
    """Its attachments come after; it is never loaded as a whole."""
    header = b"Message-ID: <big@laikrodis.example>\r\nSubject: didelis\r\n\r\n"
    mails.server.inbox.add(header + b"Labas. " * 1000)
    mails.server.inbox.add(mail("small"))
    store = Store()
    changes = store.run(mails.open(Limits(items=3, message=1000)))
    big = next(c for c in changes if isinstance(c, Fetched) and b"<big@" in c.raw)
    assert big.raw == header + (b"Labas. " * 1000)[:1000]
    assert big.marks.size == len(header) + 7000
    assert len(store.items) == 2
    assert not [line for line in mails.server.commands if line.startswith("UID FETCH 1 ") and "BODY.PEEK[]" in line]


def test_batches_keep_to_their_bytes(mails: Mailbox) -> None:
    """A few large mails make a page as many small ones do."""
    for n in range(6):
        mails.server.inbox.add(mail(f"m{n}") + b"x" * 40_000)
    pages = list(mails.open(Limits(items=100, nbytes=100_000)).pages(INBOX, None))
    assert [len(page.changes) for page in pages] == [2, 2, 2]


def test_mail_that_comes_while_a_backlog_is_read_comes_first(mails: Mailbox) -> None:
    """Nobody waits for ten years of old mail."""
    for n in range(60):
        mails.add(f"m{n}")
    mails.server.faults.chatter = ("* 60 EXISTS",)
    pages = mails.open(Limits(items=5)).pages(INBOX, None)
    given = [c.remote_id for c in next(pages).changes]
    mails.add("now")
    mails.server.faults.chatter = ("* 61 EXISTS",)
    order = given + [c.remote_id for page in pages for c in page.changes]
    assert sorted(order, key=lambda i: int(i.split(".")[1])) == [f"1000.{n}" for n in range(1, 62)]
    assert order.index("1000.61") <= 30
    store = Store()
    store.run(mails.open())
    assert store.run(mails.open()) == []


def test_a_mail_without_bytes_is_broken(mails: Mailbox) -> None:
    """Some servers keep stubs of mails they have lost."""
    mails.server.inbox.add(b"")
    (change,) = Store().run(mails.open())
    assert isinstance(change, Broken)


def test_a_connection_is_kept_over_passes_and_an_abandoned_pass_does_not_spoil_it(mails: Mailbox) -> None:
    """What was asked for ahead is read and dropped before the next folder is opened."""
    for n in range(60):
        mails.add(f"m{n}")
    mails.server.folder("Kitas").add(mail("other"))
    account = mails.open(Limits(items=5))
    passing = account.pages(INBOX, None)
    next(passing)
    passing.close()  # type: ignore[attr-defined]
    known = Folders()
    known.run(account)
    assert sorted(known.stores["Kitas"].items.values()) == [mail("other")]
    assert len(known.stores["INBOX"].items) == 60
    assert mails.server.connections == 1


def test_cursors_stay_short(mails: Mailbox) -> None:
    """A cursor is stored with every page."""
    for n in range(300):
        mails.add(f"m{n}")
        if n % 2:
            mails.remove(f"m{n}")
    for page in mails.open(Limits(items=10)).pages(INBOX, None):
        assert len(repr(page.cursor)) < 200
    assert Place().cursor() == {"v": 1}
