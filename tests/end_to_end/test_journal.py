"""Everybody's mail in one mailbox on a server: read as the mails it holds, trusted no more than it deserves."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.imap_server import ImapServer
from tests.store.world import Office

pytestmark = pytest.mark.slow

DATA = Path(__file__).parent.parent / "data" / "journal"
_JOURNAL = """
[[source]]
name = "journal"
connector = "imap"
host = "127.0.0.1"
port = {port}
tls = "none"
user = "anna"
password_env = "IMAP_PASSWORD"
journal = true
"""
RESULTS = b"Authentication-Results: mail.klimatas.example; dmarc=pass header.from=klimatas.example\r\n"


def sample(name: str) -> bytes:
    """A mail as the journal's mailbox holds it."""
    return (DATA / f"{name}.eml").read_bytes()


def sent_copy() -> bytes:
    """The same mail in the writer's Sent: the copy without what the server put above it, and without hidden recipients."""
    return sample("postfix").split(b"(EET)\r\n", 1)[1]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ImapServer]:
    """The journal's mailbox."""
    monkeypatch.setenv("IMAP_PASSWORD", "secret")
    server = ImapServer()
    yield server
    server.stop()


def office_with(folder: Path, server: ImapServer, *, people: tuple[str, ...] = ("rasa", "jonas"), authserv: bool = True) -> Office:
    """The company with a journal beside the people's own mailboxes."""
    office = Office(folder, people=people, options={"sources": _JOURNAL.format(port=server.port)})
    if authserv:
        path = office.folder / "config.toml"
        path.write_text(path.read_text("utf-8").replace('country = "LT"', 'country = "LT"\nauthserv = ["mail.klimatas.example"]'), "utf-8")
    return office


def passed(office: Office) -> int:
    """A pass that goes well; how many entries it wrote."""
    outcome = office.once()
    assert [s.error for s in outcome.sources if s.error] == []
    return outcome.reminders.put


# what lies in the journal → trusted, entries, why
TRUST = [
    (sample("postfix"), 0, 0, "a copy of all mail proves nothing of who wrote it"),
    (RESULTS + sample("postfix"), 1, 1, "our own server found dmarc=pass"),
    (sample("exchange-en"), 0, 0, "a report proves nothing of it either"),
    (sample("exchange-en").replace(b"Message-ID: <offer-1@", RESULTS + b"Message-ID: <offer-1@"), 1, 1, "a report of a mail our own server had judged"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "trusted", "entries", "reason"), TRUST, ids=[row[-1] for row in TRUST])
def test_a_promise_in_a_journal_is_listed_and_trusted_only_by_dmarc(tmp_path: Path, server: ImapServer, raw: bytes, trusted: int, entries: int, reason: str) -> None:
    """F89: everybody can write From: rasa@…; a journal holds what came from outside too, even in a folder called Sent."""
    office = office_with(tmp_path, server)
    server.folder("Sent", "\\Sent").add(raw)
    assert passed(office) == entries, reason
    assert office.rows("SELECT promiser, trusted FROM promise") == [("rasa@klimatas.example", trusted)]
    assert office.rows("SELECT role FROM collections WHERE source = 'journal'") == [("journal",), ("journal",)]
    assert len(office.reminders("rasa")) == entries


@pytest.mark.parametrize("order", list(itertools.permutations(("report", "copy", "sent"))), ids="-".join)
def test_f88_a_mail_in_the_journal_and_in_a_mailbox_is_one(tmp_path: Path, server: ImapServer, order: tuple[str, ...]) -> None:
    """F88: whichever comes first; hidden recipients come from the report, trust from the Sent folder, and a rebuild says the same."""
    office = office_with(tmp_path, server)
    lay = {
        "report": lambda: server.inbox.add(sample("exchange-en")),
        "copy": lambda: server.inbox.add(sample("postfix")),
        "sent": lambda: office.put_mail("rasa", "Sent", sent_copy()),
    }
    for which in order:
        lay[which]()
        passed(office)
    assert office.rows("SELECT direction, subject FROM interaction") == [("out", "Pasiūlymas")]
    assert office.rows("SELECT address FROM party WHERE role = 'bcc' ORDER BY ordinal") == [("olga@sever.example",), ("archive@acme.example",)]
    assert office.rows("SELECT promiser, trusted FROM promise") == [("rasa@klimatas.example", 1)]
    assert len(office.reminders("rasa")) == 1
    dumped = office.dump()
    office.rebuild()
    assert office.dump() == dumped
    assert office.findings() == []
    assert passed(office) == 0


def test_entries_do_not_wait_for_a_journal(tmp_path: Path, server: ImapServer) -> None:
    """It is nobody's: its first reading may take days, and each person's own folders are what their entries wait for."""
    office = office_with(tmp_path, server)
    server.faults.refuse["LOGIN"] = server.faults.refuse["AUTHENTICATE"] = "NO [AUTHENTICATIONFAILED] no"
    office.put_mail("rasa", "Sent", sent_copy())
    outcome = office.once()
    assert {s.name for s in outcome.sources if s.error} == {"journal"}
    assert len(office.reminders("rasa")) == 1


def test_the_rules_hold_in_a_journal_too(tmp_path: Path, server: ImapServer) -> None:
    """An excluded person among hidden recipients, a folder left out by name, internal mail: a row with the rule and nothing else."""
    office = office_with(tmp_path, server)
    office.configure(**office.options, privacy='exclude = { people = ["archive@acme.example"], folders = ["Personalas"] }')
    server.inbox.add(sample("exchange-en"))
    server.folder("Personalas").add(sample("exchange-ru"))
    server.inbox.add(sample("postfix").replace(b"ona@baltas.example", b"jonas@klimatas.example").replace("atsiųsiu pasiūlymą".encode(), b"einam"))
    passed(office)
    assert sorted(office.rows("SELECT rule FROM excluded")) == [("exclude:folders",), ("exclude:people",), ("scope:internal",)]
    assert office.rows("SELECT count(*) FROM interaction") == [(0,)] and office.rows("SELECT count(*) FROM original") == [(0,)]


def test_of_a_metadata_only_report_the_letter_is_never_kept(tmp_path: Path, server: ImapServer) -> None:
    """Who and when, hidden recipients too, and the same after a rebuild."""
    office = office_with(tmp_path, server)
    office.configure(**office.options, privacy='metadata_only = { domains = ["baltas.example"] }')
    server.inbox.add(sample("exchange-en"))
    passed(office)
    assert office.rows("SELECT subject, visibility, count(*) FROM interaction") == [("", "metadata", 1)]
    assert office.rows("SELECT count(*) FROM party WHERE role = 'bcc'") == [(2,)]
    dumped = office.dump()
    office.rebuild()
    assert office.dump() == dumped
    world = office.open()
    ((month, hash_),) = world.store.db.execute("SELECT month, hash FROM original").fetchall()
    kept = world.raw.load(month, hash_)
    world.close()
    assert kept is not None and "atsiųsiu".encode() not in kept and b"Bcc: olga@sever.example" in kept


def test_a_report_that_was_forged_is_a_mail_from_outside(tmp_path: Path, server: ImapServer) -> None:
    """What our own receiving server judged is not opened: nothing of its inside becomes history."""
    office = office_with(tmp_path, server)
    server.inbox.add(sample("forged-report"))
    passed(office)
    assert office.rows("SELECT count(*) FROM promise") == [(0,)]
    assert not [a for (a,) in office.rows("SELECT address FROM party") if str(a) == "ona@baltas.example"]
