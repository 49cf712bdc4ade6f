"""From an IMAP server into the history and a calendar: what renumbering, moving and breaking off must not change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from syncd.store.dump import QUERIES
from tests.fakes.imap_mailbox import ALL, BARE, GMAIL
from tests.fakes.imap_server import ImapServer
from tests.store.world import NOW, ONA, PETRAS, Mail, Office

_SOURCE = """
[[source]]
name = "petras-imap"
connector = "imap"
host = "127.0.0.1"
port = {port}
tls = "none"
user = "anna"
password_env = "IMAP_PASSWORD"
owner = "petras@klimatas.example"
"""
KEPT = ("interaction", "message", "promise", "person", "reminder")  # what a resync must leave as it is


class Connected:
    """An office one of whose mailboxes is on a server."""

    def __init__(self, server: ImapServer, folder: Path) -> None:
        self.server = server
        self.office = Office(folder, people=("petras",), options={"sources": _SOURCE.format(port=server.port)})
        self.sent = server.folder("Sent", "\\Sent")
        for n in range(30):
            asks = Mail(id=f"q{n}", sender=ONA, to=(PETRAS,), at=f"2026-11-1{n % 4 + 2}T09:{n:02}:00", text=f"Laba diena, ar galite atsakyti dėl užsakymo {n}?")
            answers = Mail(
                id=f"a{n}", sender=PETRAS, to=(ONA,), at=f"2026-11-16T09:{n:02}:00", refs=(f"q{n}",),
                text=f"Laba diena, atsiųsiu sąskaitą {n} iki lapkričio 20 d.",
            )  # fmt: skip
            server.inbox.add(asks.raw().replace(b"\n", b"\r\n"))
            self.sent.add(answers.raw().replace(b"\n", b"\r\n"))

    def run(self, minutes: int = 0) -> None:
        """A pass, so many minutes later; it goes well."""
        self.office.now = NOW + dt.timedelta(minutes=minutes)
        assert [s.error for s in self.office.once().sources] == [None, None, None]

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """What the history holds."""
        found: dict[str, list[tuple[object, ...]]] = {}
        self.office.with_world(lambda world: found.update({n: sorted(map(tuple, world.store.db.execute(QUERIES[n])), key=repr) for n in KEPT}))
        return found


@pytest.fixture(params=[ALL, GMAIL, BARE], ids=["qresync", "gmail", "bare"])
def connected(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connected]:
    """Thirty questions of a customer in INBOX, thirty answers in Sent."""
    monkeypatch.setenv("IMAP_PASSWORD", "secret")
    server = ImapServer(request.param)
    yield Connected(server, tmp_path)
    server.stop()


@pytest.mark.slow
def test_f01_a_renumbered_mailbox_loses_and_doubles_nothing(connected: Connected) -> None:
    """F01: no interaction, no promise and no reminder more or less, and the entries in the calendar are untouched."""
    connected.run()
    before, entries = connected.rows(), {p.name: p.read_bytes() for p in connected.office.entry_files("petras")}
    assert len(before["interaction"]) == 60
    assert len(before["promise"]) >= 30
    assert entries
    connected.server.inbox.renumber()
    connected.sent.mails.reverse()
    connected.sent.renumber()
    for minutes in (1, 2, 8, 9):  # the store doubts for five minutes that all the old ids are gone
        connected.run(minutes)
    assert connected.rows() == before
    assert {p.name: p.read_bytes() for p in connected.office.entry_files("petras")} == entries
    connected.server.reset()
    connected.run(10)
    assert connected.server.count("UID FETCH") == 0, "it has settled"


@pytest.mark.slow
def test_f07_a_mail_moved_to_another_folder_is_the_same_interaction(connected: Connected) -> None:
    """F07: only where it is changes."""
    connected.run()
    before = connected.rows()
    archive = connected.server.folder("Archyvas")
    for mail in connected.server.inbox.mails[:5]:
        archive.add(mail.raw, *mail.flags)
        connected.server.inbox.expunge(mail.uid)
    connected.run(1)
    assert connected.rows() == before


@pytest.mark.slow
def test_f09_a_mailbox_that_is_suddenly_empty_is_not_believed(connected: Connected) -> None:
    """F09: nothing is gone before a second look five minutes later, and nothing is lost when it is back."""
    connected.run()
    before = connected.rows()
    mails, connected.server.inbox.mails = connected.server.inbox.mails, []
    connected.run(1)
    gone = "SELECT count(*) FROM sighting WHERE gone_since IS NOT NULL"
    found: list[int] = []
    connected.office.with_world(lambda world: found.append(world.store.db.execute(gone).fetchone()[0]))
    assert found == [0]
    connected.server.inbox.mails = mails
    connected.run(2)
    connected.run(8)
    connected.office.with_world(lambda world: found.append(world.store.db.execute(gone).fetchone()[0]))
    assert found == [0, 0]
    assert connected.rows() == before


@pytest.mark.slow
def test_f11_a_harvest_broken_off_everywhere_ends_as_one_that_was_not(connected: Connected) -> None:
    """F11, F22: the connection is cut within one mail after another."""
    connected.server.faults.cut = {uid: uid * 3 for uid in range(1, 31, 7)}
    connected.server.faults.cut_times = 4
    connected.run()
    connected.run(2)  # a mail that broke two connections running was set aside for a minute
    assert len(connected.rows()["interaction"]) == 60
