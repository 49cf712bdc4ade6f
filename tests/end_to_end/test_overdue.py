"""From a mail to the second reminder and the manager's entry, and what people do to them (P6, P7)."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from tests.store.world import JOHN, NAMES, NOW, ONA, PETRAS, RASA, Mail, Office

pytestmark = pytest.mark.slow

CALL = Mail(id="r1", sender=RASA, to=(ONA,), at="2026-11-16T10:00", subject="Skambutis", text="Sveiki, Ona,\n\nPaskambinsiu jums lapkričio 18 d.\n\nRasa")
ESCALATE = 'hold = "0"\nskip_if_entry_exists = false\nescalate = true'


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """A moment of November 2026 on the clocks of Vilnius (the 16th is a Monday)."""
    return dt.datetime(2026, 11, day, hour - 2, minute, tzinfo=dt.UTC)


def standing(office: Office) -> dict[str, list[tuple[str, str]]]:
    """Our entries by whose calendar they are in: title and start in Vilnius."""
    found = {}
    for who in office.people:
        entries = office.reminders(who).values()
        found[who] = sorted((s.title, f"{s.start.astimezone(dt.timezone(dt.timedelta(hours=2))):%d %H:%M}") for s in entries if s.start)
    return {who: entries for who, entries in found.items() if entries}


def entry(office: Office, who: str, words: str) -> Path:
    """The file of the one entry that holds these words."""
    return office.entry_of(who, words)


def purposes(office: Office) -> dict[str, str]:
    """The state of each purpose's row."""
    return {str(purpose): str(state) for purpose, state in office.rows("SELECT purpose, state FROM reminder ORDER BY purpose")}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office that escalates; Rasa has promised Ona a call by Wednesday the 18th, and was reminded."""
    office = Office(tmp_path, options={"reminders": ESCALATE})
    office.send(CALL)
    office.once()
    assert standing(office) == {"rasa": [("Paskambinti: Ona Kazlauskienė", "18 09:00")]}
    return office


def _uid(office: Office, purpose: str) -> object:
    (row,) = office.rows("SELECT uid FROM reminder WHERE purpose = ?", purpose)
    return row[0]


def pass_at(office: Office, *moments: dt.datetime) -> None:
    """A pass at each of these moments."""
    for moment in moments:
        office.now = moment
        assert office.once().reminders.errors == []


LATE = (at(18, 18, 30), at(19, 9, 30), at(23, 18, 5))  # over; the second reminder stood; three working days over
ALL = {
    "rasa": [("Paskambinti: Ona Kazlauskienė", "18 09:00"), ("Paskambinti: Ona Kazlauskienė", "19 09:00")],
    "jonas": [("Call Ona Kazlauskienė (Rasa Petraitė)", "24 09:00")],
}


def test_an_overdue_promise_is_told_to_the_owner_and_then_to_the_manager(office: Office) -> None:
    """P7: one entry after the other, each once, each at an opening."""
    pass_at(office, at(18, 17, 55))
    assert len(standing(office)["rasa"]) == 1
    pass_at(office, LATE[0])
    assert standing(office) == {"rasa": ALL["rasa"]}
    pass_at(office, at(20, 10), at(23, 17, 55))
    assert standing(office) == {"rasa": ALL["rasa"]}
    pass_at(office, LATE[2])
    assert standing(office) == ALL
    text = entry(office, "jonas", "Rasa Petrait").read_text()
    assert "Paskambinsiu jums" in text and "CLASS:PRIVATE" in text and "ATTENDEE" not in text
    assert office.findings() == []


def test_fifty_passes_a_rebuild_and_a_resync_change_nothing(office: Office) -> None:
    """Invariants 3 and 10: what stands stands, over days, a rebuild and a mailbox read anew."""
    pass_at(office, *LATE)
    dump, calendars = office.dump(), office.calendars()
    for n in range(50):
        pass_at(office, LATE[-1] + dt.timedelta(hours=n * 3))
        if n == 20:
            office.rebuild()
        if n == 30:
            office.with_world(lambda w: w.store.db.execute("UPDATE collection SET cursor = NULL"))
        assert office.calendars() == calendars
    assert office.dump() == dump


def test_nothing_escalates_by_default(office: Office) -> None:
    """P9: without `escalate` an overdue promise is on the board and in no further entry."""
    office.configure()
    pass_at(office, *LATE, at(27, 12))
    assert standing(office) == {"rasa": ALL["rasa"][:1]}


CLOSED = [
    ("done", {}, "kept"),
    ("dismiss", {}, "no promise"),
    ("cancel", {}, "called off"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "left", "why"), CLOSED, ids=[row[-1] for row in CLOSED])
def test_what_is_decided_takes_all_three_entries_out(office: Office, kind: str, left: dict[str, object], why: str) -> None:
    """A promise that is settled leaves no entry of ours that nobody touched."""
    pass_at(office, *LATE)
    office.decide(kind, "Paskambinsiu")
    pass_at(office, at(24, 8))
    assert standing(office) == left


def test_a_promise_that_may_have_been_kept_is_nobody_s_lateness(office: Office) -> None:
    """A call of theirs to us after the promise makes it probably kept: second reminder and manager's entry go, the first stays."""
    pass_at(office, *LATE)
    office.with_world(lambda w: w.store.db.execute("UPDATE promise SET state = 'probably_kept'"))
    pass_at(office, at(24, 8))
    assert standing(office) == {"rasa": ALL["rasa"][:1]}


def test_the_owner_ticks_the_second_reminder(office: Office) -> None:
    """Kept: the entry that was ticked stays as the person left it, the others go."""
    pass_at(office, *LATE)
    office.edit(entry(office, "rasa", "kol kas nematyti"), (r"^SUMMARY:", "SUMMARY:✓ "))
    pass_at(office, at(24, 8))
    assert standing(office) == {"rasa": [("✓ Paskambinti: Ona Kazlauskienė", "19 09:00")]}
    assert office.rows("SELECT state FROM promise") == [("kept",)]


def test_the_owner_moves_the_second_reminder(office: Office) -> None:
    """P3: the new term stands, in one entry; the manager's goes, and comes again when the new term is over by three days as well."""
    pass_at(office, *LATE)
    office.edit(entry(office, "rasa", "kol kas nematyti"), (r"^DTSTART[^\r\n]*", "DTSTART;TZID=Europe/Vilnius:20261125T110000"))
    pass_at(office, at(24, 8), at(24, 12))
    moved = [("Paskambinti: Ona Kazlauskienė", "18 09:00"), ("Paskambinti: Ona Kazlauskienė", "25 11:00")]
    assert standing(office) == {"rasa": moved}
    assert office.rows("SELECT due_to FROM promise") == [("2026-11-25T11:00",)]
    pass_at(office, at(26, 12), at(30, 10, 55))
    assert standing(office) == {"rasa": moved}
    pass_at(office, at(30, 11))
    assert standing(office)["jonas"] == [("Call Ona Kazlauskienė (Rasa Petraitė)", "30 11:15")]


def test_the_owner_moves_the_first_reminder_though_it_is_late(office: Office) -> None:
    """P3: the new term stands; what said that it was late goes, and comes again when the new term is over."""
    pass_at(office, *LATE)
    office.edit(office.folder / "calendars/rasa/promises" / f"{_uid(office, 'due')}.ics", (r"^DTSTART[^\r\n]*", "DTSTART;TZID=Europe/Vilnius:20261125T110000"))
    pass_at(office, at(24, 8), at(24, 12))
    assert standing(office) == {"rasa": [("Paskambinti: Ona Kazlauskienė", "25 11:00")]}
    pass_at(office, at(25, 12))
    assert standing(office) == {"rasa": [("Paskambinti: Ona Kazlauskienė", "25 11:00"), ("Paskambinti: Ona Kazlauskienė", "26 09:00")]}


def test_the_owner_deletes_the_second_reminder(office: Office) -> None:
    """P3: no more reminder of this promise, to nobody; it stays on the board."""
    pass_at(office, *LATE[:2])
    entry(office, "rasa", "kol kas nematyti").unlink()
    pass_at(office, at(19, 12), at(24, 12), at(26, 12))
    assert standing(office) == {}
    assert office.rows("SELECT state FROM promise") == [("open",)]


def test_what_the_manager_does_to_their_entry_is_about_the_entry(office: Office) -> None:
    """Moved or deleted it says nothing of the promise's term and takes no reminder from the owner; deleted it stays away."""
    pass_at(office, *LATE)
    office.edit(entry(office, "jonas", "Rasa Petrait"), (r"^DTSTART[^\r\n]*", "DTSTART;TZID=Europe/Vilnius:20261127T110000"))
    pass_at(office, at(24, 8))
    assert office.rows("SELECT due_to, state FROM promise") == [("2026-11-18", "open")]
    assert standing(office) == {"rasa": ALL["rasa"], "jonas": [("Call Ona Kazlauskienė (Rasa Petraitė)", "27 11:00")]}
    entry(office, "jonas", "Rasa Petrait").unlink()
    pass_at(office, at(24, 12), at(25, 12), at(30, 12))
    office.rebuild()
    pass_at(office, at(30, 15))
    assert standing(office) == {"rasa": ALL["rasa"]}
    assert purposes(office) == {"due": "there", "manager": "deleted", "overdue": "there"}
    assert office.findings() == []


def test_the_manager_says_that_it_was_kept(office: Office) -> None:
    """A tick by the manager settles the promise: the owner's entries go."""
    pass_at(office, *LATE)
    office.edit(entry(office, "jonas", "Rasa Petrait"), (r"^SUMMARY:", "SUMMARY:done "))
    pass_at(office, at(24, 8))
    assert standing(office) == {"jonas": [("done Call Ona Kazlauskienė (Rasa Petraitė)", "24 09:00")]}
    assert office.rows("SELECT state FROM promise") == [("kept",)]


def test_a_restored_store_takes_over_what_stands(office: Office) -> None:
    """F81: a store as it was before the escalation finds the entries by their uids and puts no second ones."""
    copy = (office.folder / "history.db").read_bytes()
    pass_at(office, *LATE)
    calendars = office.calendars()
    for name in ("history.db-wal", "history.db-shm"):
        (office.folder / name).unlink(missing_ok=True)
    (office.folder / "history.db").write_bytes(copy)
    pass_at(office, at(24, 8), at(24, 12))
    assert office.calendars() == calendars
    assert purposes(office) == {"due": "there", "manager": "there", "overdue": "there"}


# ── away ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def whole_days(title: str, first: str, end: str, extra: str = "") -> bytes:
    """An all-day entry without other people; `end` is the day after the last."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", "BEGIN:VEVENT", f"UID:{first}-{end}", "DTSTAMP:20261101T080000Z",
             f"DTSTART;VALUE=DATE:{first}", f"DTEND;VALUE=DATE:{end}", f"SUMMARY:{title}", *extra.split("\n"), "END:VEVENT", "END:VCALENDAR", ""]  # fmt: skip
    return "\r\n".join(line for line in lines if line).encode() + b"\r\n"


# what stands in Rasa's calendar from the 19th to the 20th → start of her second reminder, why
AWAY = [
    (whole_days("Atostogos", "20261119", "20261121"), "23 09:00", "leave"),
    (whole_days("Užsiėmusi", "20261119", "20261121", "X-MICROSOFT-CDO-BUSYSTATUS:OOF"), "23 09:00", "marked as out of office"),
    (whole_days("Atostogos", "20261119", "20261121", "STATUS:CANCELLED"), "19 09:00", "leave that was called off"),
    (whole_days("Petras: atostogos", "20261119", "20261121"), "19 09:00", "a colleague's leave"),
    (whole_days("Paroda", "20261119", "20261121"), "19 09:00", "a fair lasts all day too"),
    (whole_days("Atostogos", "20261119", "20261121", "CLASS:PRIVATE"), "19 09:00", "what is private is not read"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "start", "why"), AWAY, ids=[row[-1] for row in AWAY])
def test_nobody_is_reminded_on_a_day_they_are_away(office: Office, raw: bytes, start: str, why: str) -> None:
    """P7: leave in the owner's own calendar; of such an entry nothing but the days is kept, where it would not be stored anyway."""
    office.put_entry("rasa", "leave", raw)
    pass_at(office, LATE[0])
    assert standing(office)["rasa"][1][1] == start
    assert office.rows("SELECT count(*) FROM meeting") == [(0,)]
    assert not [line for line in office.dump() if "tostogos" in line.replace("lapkričio", "")]


def test_leave_that_stood_there_before_escalation_was_switched_on_counts(office: Office) -> None:
    """What was excluded is read again when the rules change. The days are kept for the rules of the relation, too: who is away answers nobody."""
    office.configure()
    office.put_entry("rasa", "leave", whole_days("Atostogos", "20261119", "20261121"))
    pass_at(office, at(18, 12))
    assert office.rows("SELECT away FROM excluded WHERE remote_id LIKE '%leave%'") == [("2026-11-19/2026-11-20",)]
    office.configure(reminders=ESCALATE)
    pass_at(office, LATE[0])
    assert standing(office)["rasa"][1][1] == "23 09:00"
    office.configure()
    pass_at(office, at(18, 19))
    assert office.rows("SELECT away FROM excluded WHERE remote_id LIKE '%leave%'") == [("2026-11-19/2026-11-20",)]


def test_leave_counts_where_everything_is_stored(office: Office) -> None:
    """In scope all the entry is a meeting like others, series too."""
    office.configure(reminders=ESCALATE, scope="all")
    office.put_entry("rasa", "leave", whole_days("Laisvadienis", "20261105", "20261106", "RRULE:FREQ=WEEKLY"))
    pass_at(office, LATE[0])
    assert standing(office)["rasa"][1][1] == "20 09:00"


def test_an_automatic_reply_says_until_when_its_writer_is_away(office: Office) -> None:
    """P7: out-of-office replies of the owner, as far as they are in the history."""
    headers = ("Auto-Submitted: auto-replied",)
    office.send(Mail(id="o1", sender=RASA, to=(ONA,), at="2026-11-18T12:00", refs=("r1",), subject="Automatinis atsakymas: Skambutis",
                     text="Atostogauju iki lapkričio 24 d.", headers=headers))  # fmt: skip
    pass_at(office, LATE[0])
    assert standing(office)["rasa"][1][1] == "25 09:00"


def test_a_manager_without_the_right_to_read_mail_sees_no_words(tmp_path: Path) -> None:
    """T3: the entry of a manager whose role is staff names act, customer and colleague, and quotes nothing."""
    office = Office(tmp_path, options={"reminders": ESCALATE})
    config = office.folder / "config.toml"
    config.write_text(config.read_text().replace('role = "manager"\n', ""))
    office.send(CALL)
    office.once()
    pass_at(office, *LATE)
    text = re.sub(r"\r?\n[ \t]", "", entry(office, "jonas", "Rasa Petrait").read_text())
    assert "Paskambinsiu" not in text and "reminded on 19 November 2026" in text


# ── shorter than usual ───────────────────────────────────────────────────────────────────────────────────────────


def with_standard(office: Office) -> None:
    """Give the service ten working days to mend."""
    config = office.folder / "config.toml"
    config.write_text(config.read_text().replace('name = "service"\ndispatcher', 'name = "service"\nstandard = { fix = "10 working days" }\ndispatcher'))


def test_a_week_against_ten_working_days_is_told_at_once(tmp_path: Path) -> None:
    """P6: in the promiser's own entry, with the day the standard comes to, in the promiser's language."""
    office = Office(tmp_path, options={"reminders": 'skip_if_entry_exists = false'})
    with_standard(office)
    office.send(Mail(id="p1", sender=RASA, to=(JOHN,), at="2026-11-16T13:59", text="Hello John,\n\nWe will fix the unit by 23 November.\n\nRasa"))
    office.once()
    text = re.sub(r"\r?\n[ \t]", "", entry(office, "rasa", "fix the unit").read_text())
    assert "įprastas skyriaus „service“ terminas – 10 darbo dienų: 2026 m. lapkričio 30 d." in text.replace("\\;", ";").replace("\\,", ",")
    assert office.rows("SELECT department, term, due_to FROM usual_term") == [("service", "10 working days", "2026-11-30")]
    dump, calendars = office.dump(), office.calendars()
    office.rebuild()
    office.once()
    assert (office.dump(), office.calendars()) == (dump, calendars)


def test_who_promised_for_a_colleague_gets_a_note_of_their_own(tmp_path: Path) -> None:
    """P6: the reminder is the colleague's, the note the promiser's; its deletion takes nothing from the colleague and is final."""
    office = Office(tmp_path, options={"reminders": 'hold = "0"\nskip_if_entry_exists = false'})
    with_standard(office)
    text = f"Hello John,\n\n{NAMES[PETRAS].split()[0]} will fix the unit by 23 November.\n\nRasa"
    office.send(Mail(id="p1", sender=RASA, to=(JOHN,), cc=(PETRAS,), at="2026-11-16T13:59", text=text))
    office.once()
    assert standing(office) == {"petras": [("Починить для клиента: John Smith", "23 09:00")], "rasa": [("Patikrinti terminą: John Smith", "16 14:15")]}
    entry(office, "rasa", "Patikrinti").unlink()
    for n in range(3):
        pass_at(office, NOW + dt.timedelta(hours=n + 1))
    assert list(standing(office)) == ["petras"]
    assert office.rows("SELECT state FROM promise") == [("open",)]
    assert office.findings() == []


def test_entries_that_are_only_shown_stand_still(tmp_path: Path) -> None:
    """Invariant 10: in shadow mode a note and the manager's entry are shown, and passes of a day change no row."""
    office = Office(tmp_path, options={"mode": "shadow", "reminders": 'hold = "0"\nskip_if_entry_exists = false'})
    with_standard(office)
    office.send(Mail(id="p1", sender=RASA, to=(JOHN,), cc=(PETRAS,), at="2026-11-16T13:59", text="Hello John,\n\nPetras will fix the unit by 23 November.\n\nRasa"))
    office.once()
    assert purposes(office) == {"due": "shadow", "standard": "shadow"}
    dump = office.dump()
    for minutes in (10, 25, 60, 300):
        pass_at(office, NOW + dt.timedelta(minutes=minutes))
        assert office.dump() == dump
    assert standing(office) == {}


def test_a_longer_term_takes_the_note_back(tmp_path: Path) -> None:
    """P6: moved to a day that is usual, the colleague's entry leaves no note behind that is still to come."""
    office = Office(tmp_path, options={"reminders": 'hold = "0"\nskip_if_entry_exists = false'}, now=NOW + dt.timedelta(hours=6))
    with_standard(office)
    office.send(Mail(id="p1", sender=RASA, to=(JOHN,), cc=(PETRAS,), at="2026-11-16T13:59", text="Hello John,\n\nPetras will fix the unit by 23 November.\n\nRasa"))
    office.once()
    assert standing(office)["rasa"] == [("Patikrinti terminą: John Smith", "17 09:00")]
    office.edit(entry(office, "petras", "Починить"), (r"^DTSTART[^\r\n]*", "DTSTART;TZID=Europe/Vilnius:20261201T100000"))
    office.once()
    assert list(standing(office)) == ["petras"]
