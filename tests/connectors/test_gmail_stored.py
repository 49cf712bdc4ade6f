"""Gmail and the store together: what is labelled private, what is listed again, what is killed."""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.connectors.contract import mail
from tests.connectors.google_worlds import RASA, Mailbox, a_mailbox
from tests.store.world import MAILS, ONA, Mail, Office

SOURCES = """
[[source]]
name = "rasa-mail"
connector = "gmail"
account = "rasa@klimatas.example"
owner = "rasa@klimatas.example"
token_file = "token.json"
endpoint = "{url}"
[[source]]
name = "rasa-calendar"
connector = "vdir"
path = "calendars/rasa"
owner = "rasa@klimatas.example"
reminders = true
"""


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Mailbox]:
    yield from a_mailbox(tmp_path)


@pytest.fixture
def office(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A company whose Rasa has her mail at Gmail."""
    monkeypatch.setattr("connectors.google.mailbox._MOST_LISTED", 4)
    (box.folder / "calendars" / "rasa" / "promises").mkdir(parents=True)
    office = Office(box.folder, people=())
    office.configure(sources=SOURCES.format(url=box.google.url))
    return office


def settled(office: Office, box: Mailbox) -> dict[str, str]:
    """Rasa's mail delivered and read; ids by the names of the mails."""
    ids = {}
    for letter in MAILS:
        if letter.sender == RASA:
            ids[letter.id] = box.mail.deliver(letter.raw(), "SENT")
        elif RASA in (*letter.to, *letter.cc):
            ids[letter.id] = box.mail.deliver(letter.raw(), "INBOX")
    outcome = office.once()
    assert [s.error for s in outcome.sources if s.error] == []
    return ids


def without_cursors(office: Office) -> dict[str, list[tuple[object, ...]]]:
    """Every row but the bookkeeping of passes."""
    return {name: rows for name, rows in office.tables().items() if name not in ("source", "collection", "event", "meta")}


@pytest.mark.slow
def test_after_an_expired_history_no_row_changes_and_no_reminder(office: Office, box: Mailbox) -> None:
    """F23: everything is listed again, nothing doubles, nothing is deleted, the calendar is as it was."""
    settled(office, box)
    before, calendars = without_cursors(office), office.calendars()
    assert len(office.rows("SELECT 1 FROM sighting WHERE gone_since IS NULL")) >= 6 and office.reminders("rasa")
    box.mail.forget_history()
    box.asked()
    outcome = office.once()
    assert [s.error for s in outcome.sources if s.error] == [] and outcome.reminders.put == 0
    assert "messages.get" in box.asked()
    assert without_cursors(office) == before and office.calendars() == calendars
    assert office.findings() == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Private", "Личное", "Asmeniška"])
def test_what_is_labelled_private_is_not_stored_and_goes_when_it_is_labelled_later(office: Office, box: Mailbox, name: str) -> None:
    """P2, P3, F26: by the first listing, by the history, and after it was stored: then with its originals and its promises."""
    label = box.mail.make_label(name)
    secret = Mail(id="s1", sender=ONA, to=(RASA,), at="2026-11-13T09:00", subject="Slaptas", text="Kanarėlė Viena.")
    first = box.mail.deliver(secret.raw(), "INBOX", label)
    ids = settled(office, box)
    second = box.mail.deliver(
        Mail(id="s2", sender=ONA, to=(RASA,), at="2026-11-14T09:00", subject="Kitas", text="Kanarėlė Antra.").raw(), "INBOX", label
    )
    office.once()
    rules = office.rows("SELECT remote_id, rule FROM excluded WHERE remote_id IN (?, ?)", first, second)
    assert sorted(rules) == sorted([(first, "exclude:labels"), (second, "exclude:labels")])
    promised = "SELECT 1 FROM promise WHERE quote LIKE '%iki lapkri%'"
    assert office.rows(promised)

    box.mail.label(ids["a2"], label)
    office.once()
    assert office.rows("SELECT rule FROM excluded WHERE remote_id = ?", ids["a2"]) == [("exclude:labels",)]
    assert not office.rows(promised) and not office.rows("SELECT 1 FROM sighting WHERE remote_id = ?", ids["a2"])
    held = b"".join(path.read_bytes() for path in office.folder.glob("history.db*"))
    assert "Kanarėlė".encode() not in held and "pasiūlymą atsiųsiu".encode() not in held
    assert not {
        row
        for path in (office.folder / "raw").glob("*.db")
        for row in _texts(path)
        if "Kanarėlė".encode() in row or "atsiųsiu iki".encode() in row
    }
    assert office.findings() == []

    box.mail.unlabel(ids["a2"], label)
    office.once()
    office.once()
    assert office.rows(promised), "no longer private: it is stored again"


def _texts(path: Path) -> list[bytes]:
    """The originals in a file of them."""
    import zstandard

    db = sqlite3.connect(path)
    try:
        return [
            zstandard.ZstdDecompressor().decompress(b, max_output_size=10_000_000) if codec == 2 else b
            for codec, b in db.execute("SELECT codec, bytes FROM blob")
        ]
    finally:
        db.close()


@pytest.mark.slow
@pytest.mark.parametrize("window", ["store.before_commit", "store.after_commit", "store.sightings", "raw.after_commit"])
def test_a_pass_killed_anywhere_is_ended_by_the_next(office: Office, box: Mailbox, window: str) -> None:
    """F25: in the middle of the first listing and of the history; nothing lost, nothing doubled."""
    (box.folder / "undisturbed" / "calendars" / "rasa" / "promises").mkdir(parents=True)
    whole = Office(box.folder / "undisturbed", people=())
    whole.configure(sources=SOURCES.format(url=box.google.url).replace("token.json", str(box.token)))
    for n in range(10):
        box.mail.deliver(Mail(id=f"k{n}", sender=ONA, to=(RASA,), at=f"2026-11-1{n % 5}T09:00", text=f"Klausimas {n}.").raw(), "INBOX")
    for turn in ("listing", "history"):
        killed = [office.killed(f"{window}:kill@{number}", office.once) for number in (1, 3, 5)]
        assert any(killed)
        office.once()
        if turn == "listing":
            for n in range(10):
                box.mail.deliver(Mail(id=f"n{n}", sender=ONA, to=(RASA,), at=f"2026-11-1{n % 5}T10:00", text=f"Dar {n}.").raw(), "INBOX")
            whole.once()
            box.mail.trash(box.mail.ids()[-1])
    whole.once()
    assert office.dump() == whole.dump()
    assert office.rows("SELECT count(*) FROM sighting WHERE gone_since IS NULL") == [(19,)]


@pytest.mark.slow
def test_thirty_kills_at_any_statement_lose_and_double_nothing(office: Office, box: Mailbox) -> None:
    """F25, F110: while the history is read, and mail comes and is labelled in between."""
    chance = random.Random(6)
    label = box.mail.make_label("Klientai")
    ids = [box.mail.deliver(mail("before"))]
    office.once()  # what is loaded now is not loaded by each process that is killed
    hits = 0
    for n in range(30):
        ids.append(
            box.mail.deliver(Mail(id=f"k{n}", sender=ONA, to=(RASA,), at=f"2026-11-1{n % 5}T09:00", text=f"Klausimas {n}.").raw(), "INBOX")
        )
        box.mail.label(chance.choice(ids), label)
        hits += office.killed(f"store.statement:kill@{chance.randrange(1, 300)}", office.once)
    assert hits > 15, "the kills came too late to prove anything"
    office.once()
    office.now += dt.timedelta(days=2)
    office.once()  # what was alone in flight at three kills in a row has waited for a day
    (box.folder / "undisturbed" / "calendars" / "rasa" / "promises").mkdir(parents=True)
    whole = Office(box.folder / "undisturbed", people=())
    whole.configure(sources=SOURCES.format(url=box.google.url).replace("token.json", str(box.token)))
    whole.once()
    assert office.dump() == whole.dump()
    marks = "SELECT remote_id, marks FROM sighting WHERE gone_since IS NULL ORDER BY 1"
    assert office.rows(marks) == whole.rows(marks) and len(office.rows(marks)) == 31
    assert office.findings() == []
