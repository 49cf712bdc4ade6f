"""Every interaction is found by the day it lies on, and by no other: what the newest hits of a search rest on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from syncd.core.stems import day
from tests.store.world import JOHN, ONA, RASA, Mail, Office, meeting

OLD = Mail(id="old", sender=ONA, to=(RASA,), at="2026-11-12T23:30", text="Laba diena.", subject="Klausimas")
GONE = Mail(id="gone", sender=JOHN, to=(RASA,), at="2026-11-12T09:00", text="Please call me.", subject="Call")


def by_day(office: Office) -> dict[str, list[object]]:
    """What the index gives for each day of the month, by day."""
    days = [(dt.date(2026, 11, 1) + dt.timedelta(days=n)).isoformat() for n in range(30)]
    found = {d: [id_ for (id_,) in office.rows("SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid", f'"{day(d)}"')] for d in days}
    return {d: ids for d, ids in found.items() if ids}


def by_row(office: Office) -> dict[str, list[object]]:
    """The same as the rows say it."""
    found: dict[str, list[object]] = {}
    for d, id_ in office.rows("SELECT substr(at, 1, 10), id FROM interaction ORDER BY 1, id"):
        found.setdefault(str(d), []).append(id_)
    return found


@pytest.mark.slow
def test_an_interaction_is_found_by_its_day_whatever_becomes_of_it(tmp_path: Path) -> None:
    """Mail of a day in UTC, a meeting that is put off, a rebuild."""
    office = Office(tmp_path)
    office.send(OLD)
    office.send(GONE)
    entry = office.put_entry("rasa", "visit", meeting("visit-1", "20261120T100000", "Vizitas", people=(RASA, ONA)))
    office.once()
    assert by_day(office) == by_row(office) and set(by_row(office)) == {"2026-11-12", "2026-11-20"}
    office.edit(entry, (r"^DTSTART[^\r\n]*", "DTSTART;TZID=Europe/Vilnius:20261124T100000"), ("^SEQUENCE:0", "SEQUENCE:1"))
    office.now += dt.timedelta(minutes=10)
    office.once()
    assert by_day(office) == by_row(office) and set(by_row(office)) == {"2026-11-12", "2026-11-24"}
    office.rebuild()
    assert by_day(office) == by_row(office) and set(by_row(office)) == {"2026-11-12", "2026-11-24"}
