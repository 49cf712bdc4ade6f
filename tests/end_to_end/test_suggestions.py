"""Entries that suggest whom to meet: only where it is switched on, at most two a week, nobody twice in four weeks ([reminders] suggest_meetings)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.store.world import NOW, RASA, Mail, Office

pytestmark = pytest.mark.slow

ON = 'hold = "0"\nbriefs = "off"\nsuggest_meetings = true'
QUIET = tuple(f"{name}@{name}.example" for name in ("ana", "bona", "cila"))


def quiet_office(folder: Path, reminders: str = ON) -> Office:
    """An office that wrote to three customers each fortnight, and to none of them since summer."""
    office = Office(folder, options={"reminders": reminders})
    for n in range(14):
        day = dt.date(2026, 2, 2) + dt.timedelta(days=14 * n)
        for who in QUIET:
            office.send(Mail(id=f"{who[:4]}{n}", sender=RASA, to=(who,), at=f"{day}T10:00", subject=f"Naujienos {n}", text=f"Laba diena, štai naujienos {n}."))
    assert [s.error for s in office.once().sources if s.error] == []
    return office


def suggested(office: Office) -> list[tuple[str, str]]:
    """Title and text of each, in Rasa's calendar."""
    uids = {uid for (uid,) in office.rows("SELECT uid FROM reminder WHERE purpose = 'meet'")}
    return sorted((s.title, s.note.partition("\n\n")[0]) for uid, s in office.reminders("rasa").items() if uid in uids)


def test_by_default_nobody_is_told_whom_to_meet(tmp_path: Path) -> None:
    """P9: quiet by default."""
    assert suggested(quiet_office(tmp_path, 'hold = "0"')) == []


def test_two_a_week_and_nobody_twice_in_four(tmp_path: Path) -> None:
    """R7: with the reason; the third customer comes next week, and then there is silence."""
    office = quiet_office(tmp_path)
    first = suggested(office)
    assert len(first) == 2 and all(title.startswith("Gal susitikti? ") for title, _ in first)
    assert {text for _, text in first} == {"Nebendrauta nuo 2026 m. rugpjūčio 3 d., ilgiau nei įprasta."}
    before = office.calendars(), office.dump()
    office.now = NOW + dt.timedelta(hours=3)
    office.once()
    assert (office.calendars(), office.dump()) == before
    office.now = NOW + dt.timedelta(days=2)
    office.once()
    assert len(suggested(office)) == 2
    office.now = NOW + dt.timedelta(days=7)
    office.once()
    titles = {title for title, _ in suggested(office)}
    assert len(titles) == 3 and titles > {title for title, _ in first}
    office.now = NOW + dt.timedelta(days=14)
    office.once()
    assert {title for title, _ in suggested(office)} == titles


def test_a_suggestion_that_was_deleted_is_not_made_again(tmp_path: Path) -> None:
    """P3: and another one comes in its place only next week."""
    office = quiet_office(tmp_path)
    gone = suggested(office)[0][0]
    office.entry_of("rasa", gone).unlink()
    for _ in range(2):
        office.once()
        assert gone not in {title for title, _ in suggested(office)} and len(suggested(office)) == 1
