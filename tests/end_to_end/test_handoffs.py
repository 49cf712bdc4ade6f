"""A hand-off between colleagues from the mail to the assignee's calendar and back (P5)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.store.world import JONAS, NOW, PETRAS, Mail, Office, meeting

ASKED = Mail(id="h", sender=JONAS, to=(PETRAS,), at="2026-11-16T10:30", subject="Klientė",
             text="Petras, please visit the customer (ona@baltas.example) on 24 November at 10:00.")  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office in which Jonas has asked Petras, whose calendar has the entry."""
    office = Office(tmp_path)
    office.send(ASKED)
    office.once()
    assert {who: len(office.reminders(who)) for who in office.people} == {"rasa": 0, "jonas": 0, "petras": 1}
    return office


def state(office: Office) -> tuple[object, ...]:
    """Who has it from whom, how far it has come, and what is remembered of it as a promise."""
    (row,) = office.rows("SELECT h.from_staff, h.to_staff, h.state, p.state FROM handoffs h JOIN promise p ON p.key = h.promise_id")
    assert row[:2] == (JONAS, PETRAS)
    return row[2:]


def stands(office: Office) -> None:
    """Nothing changes by another pass, a rebuild and the pass after it."""
    dump, calendars = office.dump(), office.calendars()
    office.once()
    office.rebuild()
    office.once()
    assert office.dump() == dump and office.calendars() == calendars and office.findings() == []


TITLES = [
    ("ok", ("accepted", "open"), "ok before the title"),
    ("imu", ("accepted", "open"), "lt"),
    ("беру", ("accepted", "open"), "ru"),
    ("✓", ("finished", "kept"), "a tick"),
    ("сделано", ("finished", "kept"), "done, in words"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("words", "wanted", "why"), TITLES, ids=[row[-1] for row in TITLES])
def test_the_title_of_the_entry_answers(office: Office, words: str, wanted: tuple[str, str], why: str) -> None:
    """Accepted and finished in the calendar; the asker sees who has it."""
    assert state(office) == ("asked", "open")
    office.edit(office.entry_of("petras", "24 November"), (r"^SUMMARY:", f"SUMMARY:{words} "))
    office.once()
    assert state(office) == wanted
    stands(office)


@pytest.mark.slow
def test_deleted_before_it_was_taken_it_is_declined(office: Office) -> None:
    """And no entry comes back; taken by mail after all, one does."""
    office.entry_of("petras", "24 November").unlink()
    office.once()
    assert state(office) == ("declined", "open") and office.reminders("petras") == {}
    stands(office)


@pytest.mark.slow
@pytest.mark.parametrize(("words", "wanted"), [("Беру.", "accepted"), ("Выехал.", "started"), ("Išvykau.", "started"), ("On it.", "accepted"), ("Не могу, я в отпуске.", "declined")])
def test_the_assignee_s_mail_answers(office: Office, words: str, wanted: str) -> None:
    """In three languages; what is declined leaves the calendar."""
    office.send(Mail(id="r", sender=PETRAS, to=(JONAS,), at="2026-11-16T13:30", subject="Re: Klientė", refs=("h",), text=words))
    office.once()
    assert state(office)[0] == wanted
    assert office.rows("SELECT count(*) FROM promise WHERE state = 'open' AND kind = 'promise'") == [(0,)], "the answer is no promise of its own"
    assert len(office.reminders("petras")) == (wanted != "declined")
    stands(office)


@pytest.mark.slow
def test_it_begins_with_the_assignee_s_own_entry(office: Office) -> None:
    """Not before the entry with this customer has begun."""
    office.put_entry("petras", "own", meeting("e@x", "20261124T100000", "Visit", people=("ona@baltas.example",), organizer=PETRAS, stamp="20261116T120000Z"))
    office.once()
    assert state(office)[0] == "asked"
    office.now = dt.datetime(2026, 11, 24, 8, 5, tzinfo=dt.UTC)  # 10:05 in Vilnius; since the 23rd it counts as expired
    office.once()
    assert state(office)[0] == "started"
    stands(office)


@pytest.mark.slow
def test_unanswered_it_expires_and_a_late_answer_counts(office: Office) -> None:
    """[reminders] handoff_expires, five working days; the entry stays, and taking it still counts."""
    office.now = NOW + dt.timedelta(days=7, hours=6)
    office.once()
    assert state(office)[0] == "expired" and len(office.reminders("petras")) == 1
    office.edit(office.entry_of("petras", "24 November"), (r"^SUMMARY:", "SUMMARY:ok "))
    office.once()
    assert state(office)[0] == "accepted"
    stands(office)
