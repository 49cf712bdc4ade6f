"""The rules of a time zone change after a reminder was written: what was promised by the clock there stays so (F70)."""

from __future__ import annotations

import shutil
import zoneinfo
from collections.abc import Iterator
from pathlib import Path

import pytest

from syncd.core import worktime
from tests.store.world import ONA, RASA, Mail, Office

CALL = Mail(id="r1", sender=RASA, to=(ONA,), at="2026-11-16T10:00", subject="Skambutis", text="Sveiki, Ona,\n\nPaskambinsiu jums lapkričio 24 d. 15:00.\n\nRasa")


def _read_zones_anew() -> None:
    zoneinfo.ZoneInfo.clear_cache()
    worktime.zone_of.cache_clear()
    worktime.clocks_of.cache_clear()


@pytest.fixture
def newer_rules(tmp_path: Path) -> Iterator[Path]:
    """A folder of zones in which Lithuania keeps summer time for good, as a newer edition of the database would say."""
    as_before = zoneinfo.TZPATH
    system = next(Path(p) for p in as_before if Path(p, "Europe/Vilnius").is_file())
    folder = tmp_path / "zones"
    for zone in ("Europe/Vilnius", "Europe/Moscow", "UTC"):
        (folder / zone).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(system / ("Europe/Moscow" if zone == "Europe/Vilnius" else zone), folder / zone)
    yield folder
    zoneinfo.reset_tzpath(to=as_before)
    _read_zones_anew()


@pytest.mark.slow
def test_an_entry_stays_at_the_clock_s_time_when_the_rules_of_the_zone_change(tmp_path: Path, newer_rules: Path) -> None:
    """F70: promised for 15:00 in Vilnius it is 15:00 in Vilnius, now an hour sooner; in calendar, outbox and history, and nobody is said to have moved it."""
    office = Office(tmp_path / "office")
    office.send(CALL)
    office.once()
    instants = "SELECT r.start_at, p.due_at FROM reminder r JOIN promise p ON p.key = r.promise_key"
    assert office.rows(instants) == [("2026-11-24T13:00:00Z", "2026-11-24T13:00:00Z")]
    zoneinfo.reset_tzpath(to=[str(newer_rules)])
    _read_zones_anew()
    office.once()
    assert office.rows(instants) == [("2026-11-24T12:00:00Z", "2026-11-24T12:00:00Z")]
    assert "DTSTART;TZID=Europe/Vilnius:20261124T150000" in office.entry_of("rasa", "24 d. 15:00").read_text()
    assert office.rows("SELECT kind FROM decision") == []
    dump, calendars = office.dump(), office.calendars()
    office.rebuild()
    office.once()
    assert (office.dump(), office.calendars(), office.findings()) == (dump, calendars, [])
