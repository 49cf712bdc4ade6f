"""Run twice: nothing changes (DESIGN §5.10, G8, F83)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.store.world import JOHN, ONA, RASA, Mail, Office, meeting, settle

pytestmark = pytest.mark.slow

BOOKKEEPING = {  # columns that say only when was looked last
    "source": ("last_success", "next_due", "lease_holder", "lease_until", "failures"),
    "collection": ("cursor", "last_success", "on_server"),
}


def _rows(office: Office) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table without the columns that say only when was looked last."""
    found = {}
    for table, rows in office.tables().items():
        names = [str(name) for (name,) in office.rows("SELECT name FROM pragma_table_info(?)", table)]
        kept = [n for n, name in enumerate(names) if name not in BOOKKEEPING.get(table, ())]
        found[table] = sorted((tuple(row[n] for n in kept) for row in rows), key=repr)
    return found


def _files(office: Office) -> dict[str, bytes | int]:
    """Every file: the bytes of those outside the store, the size of those of the store."""
    return {
        str(path.relative_to(office.folder)): path.stat().st_size if path.suffix == ".db" else path.read_bytes()
        for path in sorted(office.folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office that was read once, with a broken entry, an empty mail and an entry nobody can read among the rest."""
    office = Office(tmp_path_factory.mktemp("office"))
    settle(office)
    office.put_entry("rasa", "broken", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:broken-1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
    office.put_mail("rasa", "", b"", "empty")
    office.put_mail("jonas", "Drafts", Mail(id="dr", sender=RASA, to=(ONA,), at="2026-11-14T10:00", text="Juodraštis").raw(), "draft")
    office.once()
    return office


def test_a_second_run_changes_no_row_and_no_file(office: Office) -> None:
    """Invariant 10: no row but bookkeeping, no event, no file that grows, nothing written to a calendar."""
    rows, files = _rows(office), _files(office)
    assert rows["pending"], "something must be waiting, or that is not tested"
    outcome = office.once()
    assert _rows(office) == rows
    assert _files(office) == files
    assert (outcome.reminders.put, outcome.reminders.removed, outcome.reminders.decided) == (0, 0, 0)


def test_a_rebuild_of_an_unchanged_store_changes_nothing_that_is_told(office: Office) -> None:
    """Derived anew by the same version, the store says the same, and the next pass has nothing to do."""
    dump, calendars = office.dump(), office.calendars()
    assert office.rebuild() == []
    assert office.dump() == dump
    outcome = office.once()
    assert office.dump() == dump and office.calendars() == calendars
    assert outcome.reminders.put == outcome.reminders.removed == 0


def test_our_own_entries_never_come_back_as_meetings(tmp_path: Path) -> None:
    """F83: fifty cycles over calendars that hold our entries end where the first one did."""
    office = Office(tmp_path)
    settle(office)
    office.once()
    dump, calendars = office.dump(), office.calendars()
    for _ in range(50):
        office.once()
    assert office.dump() == dump
    assert office.calendars() == calendars
    assert office.rows("SELECT count(*) FROM meeting WHERE uid LIKE 'syncd-%'") == [(0,)]


def test_an_invitation_to_our_own_entry_is_not_read(tmp_path: Path) -> None:
    """F84: a mail that carries one of our entries gives a mail and no meeting."""
    from tests.store.world import invitation

    office = Office(tmp_path)
    entry = meeting("syncd-0123456789abcdefghijklmnopqrstuv", "20261120T100000", "Call Ona", people=(RASA,), method="REQUEST")
    office.put_mail("rasa", "", invitation(Mail(id="i1", sender=JOHN, to=(RASA,), at="2026-11-14T10:00", text="Fwd"), entry, "REQUEST"), "i1")
    office.once()
    assert office.rows("SELECT kind FROM interaction") == [("message",)]


def test_days_that_pass_without_news_change_no_entry(tmp_path: Path) -> None:
    """The clock alone rewrites nothing in a calendar: entries whose moment has come stay as they are."""
    office = Office(tmp_path)
    settle(office)
    for n in range(9):
        office.send(Mail(id=f"q{n}", sender=RASA, to=(ONA,), at="2026-11-16T09:00", text=f"I will send you the offer K{n} by 17 November."))
    office.once()
    calendars = office.calendars()
    assert sum("promises" in name for name in calendars) > 5
    for hours in (1, 18, 20, 21, 24, 30, 50, 24 * 8, 24 * 20, 24 * 40):
        later = office.now
        office.now = later + dt.timedelta(hours=hours)
        office.once()
        assert office.calendars() == calendars, hours
        office.now = later
