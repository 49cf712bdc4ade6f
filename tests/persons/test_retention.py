"""What is older than it may be kept goes by itself, and does not come back (P11)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from syncd.core.keeping import limits
from syncd.durations import parse_days
from tests.persons.test_forget import resync, run
from tests.store.world import NOW, ONA, RASA, Mail, Office, meeting

KEEP = 'keep = { message = "10 days", meeting = "3 days" }'
LATER = NOW + dt.timedelta(days=9)  # the promise is due two days later


@pytest.mark.parametrize(("written", "days"), [("730 days", 730), ("18 months", 540), ("3 years", 1095), ("1 year", 365), ("2 h", None), ("", None)])
def test_times_to_keep_are_days_months_and_years(written: str, days: int | None) -> None:
    """P11: as lawyers say them."""
    assert parse_days(written) == days


def test_a_limit_is_so_many_days_before_now() -> None:
    """P11: nothing but the kinds that have one has a limit."""
    assert limits({"call": 10}, NOW) == {"call": NOW - dt.timedelta(days=10)}


def company(tmp_path: Path) -> Office:
    """Rasa's mails of November 2026: one that promises, one that does not; a lunch, and a series that has no end."""
    office = Office(tmp_path, people=("rasa",))
    office.send(Mail(id="plain", sender=ONA, to=(RASA,), at="2026-11-10T09:00", text="Sveiki, kanarele7391."))
    office.send(Mail(id="promise", sender=RASA, to=(ONA,), at="2026-11-10T10:00", text="Atsiųsiu pasiūlymą iki lapkričio 27 d."))
    office.put_entry("rasa", "lunch", meeting("lunch@x", "20261120T150000", "Pietūs kanarele7391", people=(RASA, ONA)))
    office.put_entry("rasa", "weekly", meeting("weekly@x", "20261103T140000", "Savaitinis", people=(RASA, ONA), extra="RRULE:FREQ=WEEKLY"))
    office.once()
    return office


def kept(office: Office) -> set[str]:
    """What is stored: message ids and titles."""
    return {str(v) for (v,) in office.rows("SELECT coalesce(m.message_id, i.subject) FROM interaction i LEFT JOIN message m ON m.interaction_id = i.id")}


@pytest.mark.slow
def test_what_is_too_old_goes_once_a_day_and_is_not_read_again(tmp_path: Path) -> None:
    """P11: with its original; an open promise stays until it is kept, a series while it has occurrences; a day later nothing changes."""
    office = company(tmp_path)
    office.configure(privacy=KEEP)
    office.now = LATER
    told = run(office, "check", "--rules")
    assert "keep:message: 1 of 2" in told.output and "keep:meeting: 1 of 2" in told.output
    assert len(kept(office)) == 4
    office.once()
    assert kept(office) == {"promise@mail.example", "Savaitinis"}
    assert {r for (r,) in office.rows("SELECT rule FROM excluded")} == {"keep:message", "keep:meeting"}
    assert office.rows("SELECT detail FROM event WHERE kind = 'too old'") == [('{"message": 1, "meeting": 1}',)]
    files = [*office.folder.glob("history.db*"), *office.folder.glob("raw/*")]
    assert not any(b"kanarele7391" in path.read_bytes() for path in files)
    assert office.findings() == []
    resync(office)
    assert kept(office) == {"promise@mail.example", "Savaitinis"}
    office.decide("done", "pasiūlymą")
    office.now = LATER + dt.timedelta(days=1)
    office.once()
    assert kept(office) == {"Savaitinis"}
    assert len(office.originals()) == 1
