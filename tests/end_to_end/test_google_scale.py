"""Many mails and events at Google at once: each is fetched once, and listed anew none of them is written again. The large counts are in tests/bench/google.py."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.google import pace
from connectors.google.pace import Allowance
from syncd import deriving
from tests.connectors.google_agenda_worlds import VILNIUS, entry
from tests.end_to_end.google_company import Workspace
from tests.fakes.google import Asked, Google, google
from tests.store.world import RASA, Mail

MAILS, PROMISES, EVENTS = 760, 40, 400
GET = "gmail.users.messages.get"
BATCHES = 20  # of fifty calls each, and smaller ones at the beginning
NEWEST = 20  # of them the labels are looked at first where the listing does not begin with them
BOOKS = {"source", "collection"}  # what was read last, and how far
_BEGAN = dt.datetime(2026, 11, 16, 8, tzinfo=VILNIUS)


@pytest.fixture
def g() -> Iterator[Google]:
    with google(validate="requests") as world:
        yield world


@pytest.fixture
def company(g: Google, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Rasa's mailbox and calendar. No quota is known, and everything is derived here: the fake's threads do not fork well."""
    monkeypatch.setattr(pace, "ALLOWANCES", dict.fromkeys(pace.ALLOWANCES, Allowance(1e6, 1e6)))
    monkeypatch.setattr(deriving, "PARALLEL_FROM", 1_000_000)
    lines = 'hold = "0"\nskip_if_entry_exists = false\nper_day = 1000'
    made = Workspace(g, tmp_path / "company", ("rasa",), ("gmail", "google-calendar"), more="reminders = true", reminders=lines)
    mail, calendars = made.account("rasa").mail, made.calendars("rasa")
    for n in range(MAILS):
        mail.deliver(Mail(id=f"q{n}", sender=_buyer(n), to=(RASA,), at="2026-11-16T09:00", text=f"Kiek kainuotų kondicionierius Nr. {n}?", subject=f"Klausimas {n}").raw(), "INBOX")
    for n in range(PROMISES):
        text = f"I will call you on {20 + n % 8} November 2026 at {9 + n % 8}:00."
        mail.deliver(Mail(id=f"p{n}", sender=RASA, to=(_buyer(n),), at="2026-11-16T10:00", text=text, subject=f"Nr {n}").raw(), "SENT")
    for n in range(EVENTS):
        more = {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=4"]} if n % 20 == 0 else {}
        calendars.put("primary", entry(f"m{n}", _BEGAN + dt.timedelta(days=n % 90, minutes=30 * (n % 16)), attendees=[{"email": RASA}, {"email": _buyer(n)}], **more))
    return made


def _buyer(n: int) -> str:
    return f"pirkejas{n}@uzsakovas{n}.example"


def _asked(g: Google) -> Counter[str]:
    """How often each method was asked for; a call inside a batch counts as one."""
    return Counter(asked.method for asked in g.log)


def _fetched(g: Google) -> Counter[str]:
    """How often each mail was fetched whole."""
    return Counter(asked.params["id"] for asked in g.log if asked.method == GET and asked.params["format"] == "raw")


def _writes(log: list[Asked]) -> list[str]:
    return [asked.method for asked in log if asked.verb != "GET" and "." in asked.method]


def _entries(company: Workspace) -> list[dict[str, Any]]:
    return list(company.calendars("rasa").events("Promises"))


@pytest.mark.slow
def test_g20_what_google_lists_anew_is_neither_stored_nor_written_again(company: Workspace, g: Google) -> None:
    """F23, F29, G20: the history and every sync token are forgotten: each mail is read once more, no row changes, no entry is touched."""
    office = company.office
    company.once()
    assert office.rows("SELECT (SELECT count(*) FROM timeline WHERE kind = 'message'), (SELECT count(*) FROM meetings)") == [(MAILS + PROMISES, EVENTS)]
    entries = _entries(company)
    assert len(entries) == PROMISES
    first = _asked(g)
    assert set(_fetched(g).values()) == {1} and len(_fetched(g)) == MAILS + PROMISES
    assert first["batch"] <= BATCHES and first[GET] <= MAILS + PROMISES + NEWEST
    assert first["calendar.events.insert"] == PROMISES and first["calendar.calendars.insert"] == 1

    before = office.tables()
    g.log.clear()
    company.once()
    quiet = _asked(g)
    assert quiet[GET] == quiet["batch"] == 0 and quiet.total() <= 12
    assert _writes(g.log) == []

    company.account("rasa").mail.forget_history()
    company.calendars("rasa").forget_tokens()
    g.log.clear()
    outcome = company.once()
    assert set(_fetched(g).values()) == {1} and len(_fetched(g)) == MAILS + PROMISES
    assert _asked(g)["batch"] <= BATCHES
    assert {asked.status for asked in g.log} == {200, 404, 410}, "two say that they have forgotten, nothing else goes wrong"
    assert _writes(g.log) == [] and _entries(company) == entries
    assert sum(s.counts.stored for s in outcome.sources) == 0
    assert (outcome.reminders.put, outcome.reminders.removed, outcome.reminders.decided) == (0, 0, 0)
    assert {name for name, rows in office.tables().items() if rows != before[name]} <= BOOKS
    assert office.findings() == []
