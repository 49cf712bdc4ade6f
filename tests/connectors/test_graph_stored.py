"""Microsoft 365 and the store together: what is marked private, what is listed again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.graph.mailbox import GraphMailHarvester
from connectors.graph.resync import Turns
from tests.connectors.graph_worlds import RASA, Mailbox, a_person
from tests.store.world import MAILS, ONA, Mail, Office

SOURCES = """
[[source]]
name = "rasa-mail"
connector = "graph"
mailbox = "rasa@klimatas.example"
owner = "rasa@klimatas.example"
tenant = "{tenant}"
client_id = "{client_id}"
client_secret_file = "{client_secret_file}"
endpoint = "{endpoint}"
[[source]]
name = "rasa-calendar"
connector = "vdir"
path = "calendars/rasa"
owner = "rasa@klimatas.example"
reminders = true
"""


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Mailbox]:
    yield from a_person(tmp_path, Mailbox)


@pytest.fixture
def office(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A company whose Rasa has her mail at Microsoft 365."""
    monkeypatch.setitem(GraphMailHarvester.__init__.__kwdefaults__, "turns", Turns())  # those of the process know this mailbox from other tests
    (box.folder / "calendars" / "rasa" / "promises").mkdir(parents=True)
    office = Office(box.folder, people=())
    office.configure(sources=SOURCES.format(**box.keys()))
    return office


def settled(office: Office, box: Mailbox) -> dict[str, str]:
    """Rasa's mail delivered and read; ids by the names of the mails."""
    ids = {}
    for letter in MAILS:
        if letter.sender == RASA:
            ids[letter.id] = box.mail.send(letter.raw())
        elif RASA in (*letter.to, *letter.cc):
            ids[letter.id] = box.mail.deliver(letter.raw())
    outcome = office.once()
    assert [s.error for s in outcome.sources if s.error] == []
    return ids


def without_cursors(office: Office) -> dict[str, list[tuple[object, ...]]]:
    """Every row but the bookkeeping of passes."""
    return {name: rows for name, rows in office.tables().items() if name not in ("source", "collection", "event", "meta")}


@pytest.mark.slow
def test_after_a_forgotten_link_no_row_changes_and_no_reminder(office: Office, box: Mailbox) -> None:
    """F55: everything is listed again, nothing doubles, nothing is deleted, the calendar is as it was."""
    settled(office, box)
    before, calendars = without_cursors(office), office.calendars()
    assert len(office.rows("SELECT 1 FROM sighting WHERE gone_since IS NULL")) >= 6 and office.reminders("rasa")
    box.mail.deltas.forget()
    box.asked()
    outcome = office.once()
    assert [s.error for s in outcome.sources if s.error] == [] and outcome.reminders.put == 0
    assert "messages.value" in box.asked()
    assert without_cursors(office) == before and office.calendars() == calendars
    assert office.findings() == []


@pytest.mark.slow
@pytest.mark.parametrize("way", ["category", "sensitivity"])
def test_what_is_marked_private_is_not_stored_and_goes_when_it_is_marked_later(office: Office, box: Mailbox, way: str) -> None:
    """P2, P3: by the first listing, and after it was stored: then with its originals and its promises."""

    def mark(key: str) -> None:
        if way == "category":
            box.mail.categorise(key, "Asmeniška")
        else:
            box.mail.mark_sensitive(key, "private")

    secret = Mail(id="s1", sender=ONA, to=(RASA,), at="2026-11-13T09:00", subject="Slaptas", text="Kanarėlė Viena.")
    first = box.mail.deliver(secret.raw())
    mark(first)
    ids = settled(office, box)
    assert len(office.rows("SELECT rule FROM excluded WHERE remote_id = ?", first)) == 1
    promised = "SELECT 1 FROM promise WHERE quote LIKE '%iki lapkri%'"
    assert office.rows(promised)

    mark(ids["a2"])
    office.once()
    assert len(office.rows("SELECT rule FROM excluded WHERE remote_id = ?", ids["a2"])) == 1
    assert not office.rows(promised) and not office.rows("SELECT 1 FROM sighting WHERE remote_id = ?", ids["a2"])
    held = b"".join(path.read_bytes() for path in office.folder.glob("history.db*"))
    assert "Kanarėlė".encode() not in held and "pasiūlymą atsiųsiu".encode() not in held
    assert office.findings() == []
