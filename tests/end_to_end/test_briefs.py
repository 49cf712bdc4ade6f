"""Entries before meetings with customers: where something is amiss, once for a meeting, and gone with it ([reminders] briefs)."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from syncd.store import no_contact
from tests.store.world import JOHN, JONAS, NOW, ONA, PETRAS, RASA, Mail, Office, meeting

pytestmark = pytest.mark.slow

ZERO = 'hold = "0"\n'
OFFER = Mail(id="o", sender=PETRAS, to=(ONA,), at="2026-11-13T09:00", subject="Šilumos siurblys", text="Laba diena,\n\nšilumos siurblys kainuotų 3 900,50 EUR.\n")


def visiting(folder: Path, *mails: Mail, reminders: str = ZERO) -> Office:
    """An office in which Rasa meets Ona on Wednesday at ten."""
    office = Office(folder, options={"reminders": reminders})
    for mail in mails:
        office.send(mail)
    office.put_entry("rasa", "m", meeting("m1", "20261118T100000", "Siurblys", people=(RASA, ONA)))
    assert [s.error for s in office.once().sources if s.error] == []
    return office


def briefs(office: Office, who: str = "rasa") -> list[tuple[str, dt.datetime | None, str]]:
    """Title, start and text of the entries before meetings in somebody's calendar."""
    uids = {uid for (uid,) in office.rows("SELECT uid FROM reminder WHERE purpose = 'brief'")}
    return [(s.title, s.start, s.note) for uid, s in office.reminders(who).items() if uid in uids]


def test_a_colleagues_offer_is_seen_before_the_meeting(tmp_path: Path) -> None:
    """R2, R6: a quarter of an hour before it, who offered what and when, for how much, and a link to the whole brief."""
    office = visiting(tmp_path, OFFER)
    ((title, start, text),) = briefs(office)
    assert title == "! Prieš susitikimą: Ona Kazlauskienė" and start == dt.datetime(2026, 11, 18, 7, 45, tzinfo=dt.UTC)
    assert "! Petras Petrauskas, 2026 m. lapkričio 13 d. – pasiūlymas: šilumos siurblys, 3 900,50 EUR" in text
    (url,) = office.rows("SELECT url FROM reminder WHERE purpose = 'brief'")[0]
    (key,) = office.rows("SELECT key FROM interaction WHERE kind = 'meeting'")[0]
    assert str(url).endswith(f"/brief/meeting/{key}")
    before = office.calendars(), office.dump()
    office.now += dt.timedelta(hours=1)
    office.once()
    assert (office.calendars(), office.dump()) == before


WHICH = [("", 0, "quiet by default"), ('briefs = "warnings"', 0, "the default"), ('briefs = "all"', 1, "before every meeting"), ('briefs = "off"', 0, "none at all")]


@pytest.mark.parametrize(("option", "count", "reason"), WHICH, ids=[w[2] for w in WHICH])
def test_where_nothing_is_amiss_there_is_no_entry_unless_asked_for(tmp_path: Path, option: str, count: int, reason: str) -> None:
    """P9: few and wanted; Rasa's own offer is nothing she need be told."""
    own = Mail(id="own", sender=RASA, to=(ONA,), at="2026-11-13T09:00", subject="Šilumos siurblys", text="Laba diena,\n\nšilumos siurblys kainuotų 3 900,50 EUR.\n")
    office = visiting(tmp_path, own, reminders=ZERO + option)
    assert len(briefs(office)) == count, reason


def test_off_takes_none_even_where_something_is_amiss(tmp_path: Path) -> None:
    """Whoever wants none gets none."""
    assert briefs(visiting(tmp_path, OFFER, reminders=ZERO + 'briefs = "off"')) == []


def test_a_wish_not_to_be_called_is_seen_before(tmp_path: Path) -> None:
    """R3: in the seller's own entry, before and not only after."""
    office = visiting(tmp_path, Mail(id="a", sender=ONA, to=(RASA,), at="2026-11-13T09:00", text="Laba diena!"))
    assert briefs(office) == []

    def forbid(world: object) -> None:
        with world.store.write() as db:  # type: ignore[attr-defined]
            no_contact.forbid(world.page(db), ONA, "call", "dirba naktimis", None, JONAS)  # type: ignore[attr-defined]

    office.with_world(forbid)
    office.once()
    ((_, _, text),) = briefs(office)
    assert text.startswith("! Ona Kazlauskienė: prašė neskambinti (dirba naktimis)")


def test_the_entry_follows_its_meeting(tmp_path: Path) -> None:
    """Moved with it, and gone with it."""
    office = visiting(tmp_path, OFFER)
    office.put_entry("rasa", "m", meeting("m1", "20261119T150000", "Siurblys, perkelta", people=(RASA, ONA), sequence=1, stamp="20261116T080000Z"))
    office.once()
    assert [start for _, start, _ in briefs(office)] == [dt.datetime(2026, 11, 19, 12, 45, tzinfo=dt.UTC)]
    office.put_entry("rasa", "m", meeting("m1", "20261119T150000", "Siurblys, atšaukta", people=(RASA, ONA), sequence=2, stamp="20261116T090000Z", status="CANCELLED"))
    office.once()
    assert briefs(office) == []


def test_an_entry_that_was_deleted_is_not_put_again(tmp_path: Path) -> None:
    """P3: what the person did stands."""
    office = visiting(tmp_path, OFFER)
    office.entry_of("rasa", "Prieš susitikimą").unlink()
    for _ in range(3):
        office.once()
        assert briefs(office) == []


def test_of_a_series_only_the_next_time_has_one(tmp_path: Path) -> None:
    """And when that is over, the one after it."""
    office = Office(tmp_path, options={"reminders": ZERO + 'briefs = "all"'})
    office.send(Mail(id="a", sender=ONA, to=(RASA,), at="2026-11-13T09:00", text="Laba diena!"))
    office.put_entry("rasa", "m", meeting("m1", "20261117T100000", "Savaitės pokalbis", people=(RASA, ONA), extra="RRULE:FREQ=DAILY;COUNT=5"))
    office.once()
    assert [start.day for _, start, _ in briefs(office) if start] == [17]
    office.now = NOW + dt.timedelta(days=1)
    office.once()
    assert [start.day for _, start, _ in briefs(office) if start] == [17, 18]


def test_a_meeting_two_of_ours_hold_has_one_entry(tmp_path: Path) -> None:
    """It is whose meeting it is that is told; John's offer by Petras does not concern Ona."""
    office = Office(tmp_path, options={"reminders": ZERO})
    office.send(OFFER)
    office.send(Mail(id="p", sender=PETRAS, to=(JOHN,), at="2026-11-13T10:00", subject="Boiler", text="Hello,\n\nthe boiler would cost 1,200 EUR.\n"))
    for who in ("rasa", "jonas"):
        office.put_entry(who, "m", meeting("m1", "20261118T100000", "Siurblys", people=(RASA, JONAS, ONA), organizer=JONAS))
    office.once()
    assert [len(briefs(office, who)) for who in ("rasa", "jonas", "petras")] == [0, 1, 0]
    assert "1,200" not in briefs(office, "jonas")[0][2]


def test_entries_of_all_purposes_share_a_days_room(tmp_path: Path) -> None:
    """P9: at most per_day together."""
    office = Office(tmp_path, options={"reminders": ZERO + 'briefs = "all"\nper_day = 2'})
    for n, (who, hour) in enumerate(((ONA, "09"), (JOHN, "11"), ("olga@sever.example", "13"))):
        office.send(Mail(id=f"a{n}", sender=who, to=(RASA,), at="2026-11-13T09:00", text="Laba diena!"))
        office.put_entry("rasa", f"m{n}", meeting(f"m{n}", f"20261118T{hour}0000", "Susitikimas", people=(RASA, who)))
    office.once()
    assert len(office.reminders("rasa")) == 2


def test_after_an_old_copy_of_the_store_is_put_back_there_is_one_entry(tmp_path: Path) -> None:
    """Invariant 3: what was written after the copy is found again, and goes on following its customer."""
    office = visiting(tmp_path / "office", Mail(id="a", sender=ONA, to=(RASA,), at="2026-11-13T08:00", text="Laba diena!"))
    copy = tmp_path / "history.db"
    shutil.copy(office.folder / "history.db", copy)
    office.send(OFFER)
    office.once()
    assert len(briefs(office)) == 1
    shutil.copy(copy, office.folder / "history.db")
    office.send(Mail(id="q", sender=ONA, to=(RASA,), at="2026-11-16T09:00", subject="Skundas", text="Laba diena,\n\nsiurblys neveikia jau trečią dieną, tai nepriimtina!\n"))
    for _ in range(3):
        outcome = office.once()
        assert outcome.reminders.errors == []
    assert len(office.entry_files("rasa")) == len(office.reminders("rasa")) == 1
    ((_, _, text),) = briefs(office)
    assert "tai nepriimtina" in text and "Petras Petrauskas" in text


@pytest.mark.parametrize(("rule", "reason"), [("", "a meeting"), ("RRULE:FREQ=WEEKLY;COUNT=5", "one time of a series")])
def test_what_is_written_into_it_after_the_talk_is_a_promise(tmp_path: Path, rule: str, reason: str) -> None:
    """P8: one line, in the entry that is there already."""
    office = Office(tmp_path, options={"reminders": ZERO})
    office.send(OFFER)
    office.put_entry("rasa", "m", meeting("m1", "20261118T100000", "Siurblys", people=(RASA, ONA), extra=rule))
    office.once()
    office.now = NOW + dt.timedelta(days=2)
    office.edit(office.entry_of("rasa", "Prieš susitikimą"), (r"^(DESCRIPTION:[^\r\n]*)", r"\1\\nišsiųsti sutartį iki lapkričio 26 d."))
    office.once()
    assert office.rows("SELECT act, beneficiary, due_to, state FROM promise") == [("send", ONA, "2026-11-26", "open")], reason


def test_entries_before_meetings_that_are_over_take_up_room_of_the_day(tmp_path: Path) -> None:
    """P9: at most five entries a day from all purposes; what one stood for the rest is gone once there is room for each."""
    office = Office(tmp_path, options={"reminders": ZERO + 'briefs = "all"'})
    for hour in range(8, 12):
        office.put_entry("rasa", f"m{hour}", meeting(f"m{hour}", f"20261118T{hour:02}0000", "Siurblys", people=(RASA, f"ona@c{hour}.example")))
    office.once()
    assert len(office.reminders("rasa")) == 4
    office.now = dt.datetime(2026, 11, 18, 11, 0, tzinfo=dt.UTC)
    for n in range(3):
        office.send(Mail(id=f"p{n}", sender=RASA, to=(f"jonas@d{n}.example",), at="2026-11-18T12:30", text=f"Laba diena,\n\npaskambinsiu Jums šiandien 1{6 + n} val.\n\nRasa"))
    office.once()
    purposes = {str(uid): purpose for uid, purpose in office.rows("SELECT uid, purpose FROM reminder")}
    standing = sorted(str(purposes[uid]) for uid in office.reminders("rasa"))
    assert standing == ["brief"] * 4 + ["more"]
    for n in range(2):
        office.decide("done", f"1{6 + n} val")
    office.once()
    assert sorted(str(purposes[uid]) for uid in office.reminders("rasa")) == ["brief"] * 4 + ["due"]
    before = office.calendars()
    office.once()
    assert office.calendars() == before
