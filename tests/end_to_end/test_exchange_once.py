"""A mailbox on an Exchange Server, as the program reads it into the history and as it stays there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.ews import Exchange, Mailbox, exchange
from tests.store.world import NOW, ONA, RASA, Mail, Office

pytestmark = pytest.mark.slow

INFO = "info@klimatas.example"
SECRET = "Paslaptys"
HOW: list[tuple[dict[str, object], str]] = [
    ({"Sensitivity": "Private"}, "sensitivity"),
    ({"Sensitivity": "Personal"}, "sensitivity"),
    ({"Sensitivity": "Confidential"}, "sensitivity"),
    ({"categories": ["Klientai", "Asmeniška"]}, "exclude:labels"),
]

SOURCE = """
[[source]]
name = "rasa-exchange"
connector = "exchange"
url = "{url}"
mailbox = "rasa@klimatas.example"
user = '{user}'
password_file = "password"
impersonate = true
version = "Exchange2016"
owner = "rasa@klimatas.example"
"""
VISIT = dt.datetime(2026, 11, 18, 8, tzinfo=dt.UTC)


@pytest.fixture
def x() -> Iterator[Exchange]:
    with exchange() as world:
        yield world


@pytest.fixture
def office(x: Exchange, tmp_path: Path) -> Office:
    made = Office(tmp_path, people=(), options={"sources": SOURCE.format(url=x.url, user=x.user)})
    made.now = NOW
    (made.folder / "password").write_text(x.password)
    (made.folder / "password").chmod(0o600)
    return made


def once(office: Office, passes: int = 1) -> None:
    """Passes that go well, ten minutes apart."""
    for _ in range(passes):
        outcome = office.once()
        assert [s.error for s in outcome.sources if s.error] == []
        office.now += dt.timedelta(minutes=10)


def full(box: Mailbox) -> str:
    """A little of everything; the id of the series of meetings."""
    box.inbox.deliver(Mail(id="q1", sender=ONA, to=(RASA,), at="2026-11-16T09:00", text="Kiek kainuotų kondicionierius?").raw())
    box.inbox.deliver(Mail(id="q2", sender=ONA, to=(RASA,), at="2026-11-16T09:10", text="Tai tik tau.").raw(), Sensitivity="Private")
    box.inbox.deliver(Mail(id="q3", sender=ONA, to=(RASA,), at="2026-11-16T09:20", text="Apie vaikus.").raw(), categories=["Asmeniška"])
    promise = Mail(id="p1", sender=RASA, to=(ONA,), at="2026-11-16T10:00", text="I will call you on 20 November 2026 at 15:00.")
    box.sent.deliver(promise.raw(), read=True)
    series = box.calendar.meet("Priežiūra", VISIT, rule="FREQ=WEEKLY;COUNT=4", attendees=[ONA], uid="visits")
    box.calendar.change_occurrence(series, VISIT + dt.timedelta(days=7), start=VISIT + dt.timedelta(days=7, hours=3))
    box.calendar.cancel_occurrence(series, VISIT + dt.timedelta(days=14))
    box.contacts.card("Ona Kazlauskienė", emails=[ONA], phones={"MobilePhone": "+370 612 34567"}, CompanyName="Baltas", Birthday="1980-05-02T11:59:00Z")
    box.journal.note("Skambutis Onai", VISIT - dt.timedelta(days=5), 5, contacts=["Ona Kazlauskienė"])
    return series


def test_a_mailbox_on_exchange_is_in_the_history(x: Exchange, office: Office) -> None:
    """Mail with its promise, a series with its moved and cancelled occurrences, the contact, the call; private things are left out."""
    full(x.mailbox(RASA))
    once(office)
    assert office.rows("SELECT quote, state, trusted FROM promises") == [("I will call you on 20 November 2026 at 15:00.", "open", 1)]
    assert office.rows("SELECT name, organisation, address, phone FROM people") == [("Ona Kazlauskienė", "Baltas", ONA, "+37061234567")]
    assert office.rows("SELECT at FROM timeline WHERE kind = 'meeting' ORDER BY at") == [("2026-11-18T08:00:00Z",), ("2026-11-25T11:00:00Z",), ("2026-12-09T08:00:00Z",)]
    assert office.rows("SELECT direction, name, seconds FROM calls WHERE outcome = 'answered'") == [("out", "Ona Kazlauskienė", 300)]
    assert office.rows("SELECT rule FROM excluded ORDER BY rule") == [("exclude:labels",), ("sensitivity",)]
    assert len(office.rows("SELECT 1 FROM message")) == 2


def test_nothing_new_changes_nothing_and_a_rebuild_is_the_same(x: Exchange, office: Office) -> None:
    """G20: also when Exchange has forgotten every place and everything is listed anew."""
    box = x.mailbox(RASA)
    full(box)
    once(office)
    before = office.dump()
    once(office)
    assert office.dump() == before
    box.forget_sync_states()
    once(office, 2)
    assert office.dump() == before
    office.rebuild()
    assert office.dump() == before


def test_what_goes_at_exchange_and_what_becomes_private_goes_here(x: Exchange, office: Office) -> None:
    """P3: a series with all its occurrences; a mail that gets a category by which mail is left out."""
    box = x.mailbox(RASA)
    series = full(box)
    once(office)
    box.calendar.delete(series)
    box.inbox.change(next(iter(box.inbox.items)), categories=["Asmeniška"])
    once(office, 2)
    assert office.rows("SELECT subject, direction FROM timeline WHERE kind = 'message'") == [("Klausimas", "out")]
    gone = "SELECT count(*) FROM sighting s JOIN collection c ON c.id = s.collection_id WHERE c.role = 'calendar' AND s.gone_since IS {} NULL"
    assert (office.rows(gone.format("NOT")), office.rows(gone.format(""))) == ([(2,)], [(0,)])


def test_what_is_private_in_any_folder_leaves_nothing_but_the_rule(x: Exchange, office: Office) -> None:
    """P3, G8: mail, meetings, contacts and calls; marked private, personal or confidential, or by a category; what is not stays."""
    box = x.mailbox(RASA)
    for n, (how, _) in enumerate([*HOW, ({"Sensitivity": "Normal"}, "")]):
        word = SECRET if how != {"Sensitivity": "Normal"} else "Matoma"
        box.inbox.deliver(Mail(id=f"m{n}", sender=ONA, to=(RASA,), at="2026-11-16T09:00", text=word, subject=word).raw(), **how)
        box.calendar.meet(word, VISIT + dt.timedelta(days=n), attendees=[ONA], **how)  # type: ignore[arg-type]
        box.contacts.card(f"{word} Petraitienė", emails=[f"{word}{n}@baltas.example"], phones={"MobilePhone": f"+370 612 3456{n}"}, **how)
        box.journal.note(f"{word} telefonu", VISIT - dt.timedelta(days=5, hours=n), 5, contacts=["Ona Kazlauskienė"], **how)
    once(office)
    assert office.rows("SELECT rule, count(*) FROM excluded GROUP BY rule ORDER BY rule") == [("exclude:labels", 4), ("sensitivity", 12)]
    assert office.rows("SELECT kind, count(*) FROM interaction GROUP BY kind ORDER BY kind") == [("call", 1), ("meeting", 1), ("message", 1)]
    kept = b"".join(path.read_bytes() for path in office.folder.rglob("*") if path.is_file() and "db" in path.name)
    assert SECRET.encode() not in kept and b"Matoma" in kept


def test_a_voicemail_of_exchange_is_a_call(x: Exchange, office: Office) -> None:
    """Unified Messaging writes who called and for how long into headers of the mail ([MS-OXCMAIL] 2.2.5)."""
    headers = ("X-CallingTelephoneNumber: +37061234567", "X-VoiceMessageDuration: 47", "X-VoiceMessageSenderName: Ona Kazlauskien?")
    voice = Mail(id="v1", sender=ONA, to=(RASA,), at="2026-11-16T09:00", text="Balso žinutė.", subject="Voice Mail from +37061234567 (47 seconds)", headers=headers)
    x.mailbox(RASA).inbox.deliver(voice.raw(), ItemClass="IPM.Note.Microsoft.Voicemail.UM.CA")
    once(office)
    assert office.rows("SELECT direction, number, seconds, outcome, staff FROM calls") == [("in", "+37061234567", 47, "voicemail", RASA)]


def test_a_shared_mailbox_has_members_and_its_promises_are_who_signed(x: Exchange, tmp_path: Path) -> None:
    """By a right to the mailbox, without impersonation; another one is not opened."""
    source = SOURCE.format(url=x.url, user=x.user).replace("impersonate = true\n", "").replace(f'mailbox = "{RASA}"', f'mailbox = "{INFO}"')
    office = Office(tmp_path, people=(), options={"sources": source.replace(f'owner = "{RASA}"', f'members = ["{RASA}", "jonas@klimatas.example"]')})
    (office.folder / "password").write_text(x.password)
    (office.folder / "password").chmod(0o600)
    box = x.mailbox(INFO)
    box.inbox.deliver(Mail(id="q1", sender=ONA, to=(INFO,), at="2026-11-16T09:00", text="Ar dirbate?").raw())
    promise = Mail(id="p1", sender=INFO, to=(ONA,), at="2026-11-16T10:00", text="Atsiųsiu pasiūlymą iki lapkričio 20 d.\n\nPagarbiai\nRasa Petraitė")
    box.sent.deliver(promise.raw(), read=True)
    once(office)
    assert office.rows("SELECT promiser, trusted, state FROM promise") == [(RASA, 1, "open")]
    assert office.rows("SELECT owner, state FROM sources") == [("", "ok")]
    assert {asked.account for asked in x.log} == {""}, "the account has no mailbox of its own, and acts for nobody"


def test_a_service_that_is_closed_is_named_and_what_was_read_stays(x: Exchange, office: Office) -> None:
    """F54: asked once a pass; the state is a word that the pages explain in each language, the error names what to use."""
    full(x.mailbox(RASA))
    once(office)
    before = office.dump()
    x.blocks("<html>Exchange Web Services are disabled for your organization</html>")
    for _ in range(2):
        x.log.clear()
        (result,) = office.once().sources
        assert (result.state, len(x.log)) == ("provider retired", 1) and 'connector = "graph"' in (result.error or "")
        office.now += dt.timedelta(minutes=10)
    assert office.rows("SELECT state FROM sources") == [("provider retired",)] and office.dump() == before
