"""Promises said aloud become promises like any other: from a mail to oneself, an own entry, and words written into ours (P8)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from syncd.core.model import WorkingCalendar
from syncd.explain import explain, setting_for
from syncd.store import calls
from syncd.world import World
from tests.store.world import JOHN, JONAS, NOW, OLGA, ONA, PETRAS, RASA, Mail, Office, meeting, settle

PASSES = 50


def entry(uid: str, start: str, title: str, *lines: str, stamp: str = "20261116T080000Z", zone: str = ";TZID=Europe/Vilnius") -> bytes:
    """An entry somebody made for themselves, of half an hour or a day."""
    length = ["DURATION:PT30M"] if "T" in start else []
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", "BEGIN:VEVENT", f"UID:{uid}", f"DTSTAMP:{stamp}",
                        f"DTSTART{zone if 'T' in start else ';VALUE=DATE'}:{start}", *length, f"SUMMARY:{title}", *lines, "END:VEVENT", "END:VCALENDAR", ""]).encode()  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office with a few weeks of mail."""
    office = Office(tmp_path)
    settle(office)
    return office


def promises(office: Office) -> list[tuple[object, ...]]:
    """What was noted: words, act, whom, until when, state."""
    return office.rows("SELECT quote, act, coalesce(beneficiary, named), due_to, state FROM promise WHERE noted <> '' ORDER BY due_to, quote")


def stands(office: Office, passes: int = 2) -> None:
    """Nothing changes by further passes, nor by a rebuild."""
    dump, calendars = office.dump(), office.calendars()
    for n in range(passes):
        office.now += dt.timedelta(minutes=1 if n else 0)
        office.once()
    office.rebuild()
    office.once()
    assert office.calendars() == calendars
    assert office.dump() == dump
    assert office.findings() == []


# ── a mail to oneself ────────────────────────────────────────────────────────────────────────────────────────────

MAILS = [
    (RASA, "rasa", "Paskambinti Onai lapkričio 24 d. 10 val.", ("call", ONA, "2026-11-24T10:00"), "Paskambinti: Ona Kazlauskienė", "lt"),
    (JONAS, "jonas", "Call John Smith on 24 November at 10:00", ("call", JOHN, "2026-11-24T10:00"), "Call John Smith", "en"),
    (PETRAS, "petras", "Позвонить Ольге 24 ноября в 10:00", ("call", OLGA, "2026-11-24T10:00"), "Позвонить: Ольга Иванова", "ru"),
    (RASA, "rasa", "Išsiųsti pasiūlymą UAB Baltas iki lapkričio 25 d.", ("send", ONA, "2026-11-25"), "Išsiųsti klientui: Ona Kazlauskienė", "a firm with one person"),
    (RASA, "rasa", "Paskambinti Zosei lapkričio 24 d. 10 val.", ("call", "Zosei", "2026-11-24T10:00"), "Paskambinti: Zosei", "nobody known: the name as it was written"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("who", "box", "line", "wanted", "title", "why"), MAILS, ids=[row[-1] for row in MAILS])
def test_a_mail_to_oneself_is_a_promise_with_a_reminder(office: Office, who: str, box: str, line: str, wanted: tuple[str, ...], title: str, why: str) -> None:
    """P8: one line to oneself is stored though no customer reads it, and brings one entry."""
    office.once()
    before = len(office.reminders(box))
    office.send(Mail(id="n1", sender=who, to=(who,), at="2026-11-16T13:30", subject=line, text=""))
    office.once()
    assert [p[1:4] for p in promises(office)] == [wanted]
    assert len(office.reminders(box)) == before + 1 and any(s.title == title for s in office.reminders(box).values())
    stands(office)


@pytest.mark.slow
def test_whom_a_note_means_is_known_when_they_come(tmp_path: Path) -> None:
    """The note may come first: whom it means follows from everybody stored; of two of a name it is nobody, but the one its writer knows."""
    office = Office(tmp_path)
    office.send(Mail(id="n1", sender=RASA, to=(RASA,), at="2026-11-16T13:00", subject="Paskambinti Onai lapkričio 24 d. 10 val.", text=""))
    office.once()
    assert [p[2] for p in promises(office)] == ["Onai"]
    office.send(Mail(id="a", sender=ONA, to=(RASA,), at="2026-11-16T13:10", text="Laba diena!"))
    office.once()
    assert [p[2] for p in promises(office)] == [ONA]
    office.send(Mail(id="b", sender="Ona Kitokia <ona@kita.example>", to=(JONAS,), at="2026-11-16T13:20", text="Laba diena!"))
    office.once()
    assert [p[2] for p in promises(office)] == [ONA], "the one Rasa has been in touch with"
    office.send(Mail(id="c", sender="Ona Kitokia <ona@kita.example>", to=(RASA,), at="2026-11-16T13:25", text="Laba diena!"))
    office.once()
    assert [p[2] for p in promises(office)] == ["Onai"], "one of two: nobody"
    stands(office)


@pytest.mark.slow
def test_what_was_noted_is_kept_by_the_same_evidence(office: Office) -> None:
    """A promise like any other: the offer that goes out keeps it, and its entry goes."""
    office.send(Mail(id="n1", sender=JONAS, to=(JONAS,), at="2026-11-16T13:00", subject="Send John Smith the contract by 25 November", text=""))
    office.once()
    assert [p[4] for p in promises(office)] == ["open"] and any("John Smith" in s.title and "Send" in s.title for s in office.reminders("jonas").values())
    office.send(Mail(id="s", sender=JONAS, to=(JOHN,), at="2026-11-16T13:40", subject="Contract", text="Hello John,\n\nI have sent you the contract by courier.\n\nJonas"))
    office.once()
    assert [p[4] for p in promises(office)] == ["kept"] and not any("Send" in s.title for s in office.reminders("jonas").values())


# ── an own calendar entry ────────────────────────────────────────────────────────────────────────────────────────

ENTRIES = [
    # start, title → act, whom, until when; why
    ("20261124T150000", "Ona call 15:00", ("call", ONA, "2026-11-24T15:00"), "en"),
    ("20261124T090000", "Išsiųsti pasiūlymą UAB Baltas", ("send", ONA, "2026-11-24T09:00"), "lt"),
    ("20261124T090000", "Позвонить Ивановой", ("call", OLGA, "2026-11-24T09:00"), "ru"),
    ("20261124", "Call John Smith", ("call", JOHN, "2026-11-24"), "a whole day"),
    ("20261124", "Ona call 15:00", ("call", ONA, "2026-11-24T15:00"), "a whole day with an hour in its title"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("start", "title", "wanted", "why"), ENTRIES, ids=[row[-1] for row in ENTRIES])
def test_an_own_entry_is_a_promise_and_its_own_reminder(office: Office, start: str, title: str, wanted: tuple[str, ...], why: str) -> None:
    """P8: due when the entry is; no second entry is put."""
    office.once()
    before = office.calendars()
    office.put_entry("rasa", "own", entry("own-1", start, title))
    office.once()
    assert [p[1:] for p in promises(office)] == [(*wanted, "open")]
    assert office.rows("SELECT trusted, promiser FROM promise WHERE noted = 'entry'") == [(1, RASA)]
    assert office.calendars().keys() - before.keys() == {"calendars/rasa/work/own.ics"}
    stands(office)


NO_PROMISE = [
    (entry("x", "20261124T150000", "Meeting with Ona"), "a plain meeting"),
    (entry("x", "20261124T120000", "Lunch"), "lunch"),
    (entry("x", "20261124T120000", "Dentist"), "the dentist"),
    (entry("x", "20261124", "Birthday"), "a birthday"),
    (entry("x", "20261124T150000", "Call Ona", "CLASS:PRIVATE"), "private"),
    (entry("x", "20261124T150000", "Call Ona", "CATEGORIES:Asmeniška"), "a label that excludes"),
    (entry("x", "20261124T150000", "Call Ona", "ORGANIZER:mailto:jonas@klimatas.example"), "another's entry"),
    (entry("x", "20261124T150000", "Call Ona", "ORGANIZER:mailto:ona@baltas.example"), "a customer's entry"),
    (entry("x", "20261124T150000", "Call Ona", "RRULE:FREQ=WEEKLY"), "a habit"),
    (entry("x", "20261124T150000", "Call Ona", "STATUS:CANCELLED"), "called off"),
    (meeting("x", "20261124T150000", "Call Ona", people=(RASA, ONA), organizer=RASA), "a meeting she invited to"),
    (entry("syncd-0123456789", "20261124T150000", "Call Ona"), "ours"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("raw", "why"), NO_PROMISE, ids=[row[-1] for row in NO_PROMISE])
def test_other_entries_are_no_promises(office: Office, raw: bytes, why: str) -> None:
    """P8, P9: only one's own notes; never what is private, another's, or merely planned."""
    office.put_entry("rasa", "own", raw)
    office.once()
    assert promises(office) == []


@pytest.mark.slow
def test_an_own_entry_moved_renamed_and_ticked_is_one_promise(office: Office) -> None:
    """The term follows the entry; ticked off it is kept; all under one key."""
    states = []
    changes = (("20261124T150000", "Ona call"), ("20261125T093000", "Ona call"), ("20261125T093000", "Call Ona Kazlauskienė"), ("20261125T093000", "✓ Call Ona Kazlauskienė"))
    for n, (start, title) in enumerate(changes):
        office.put_entry("rasa", "own", entry("own-1", start, title, f"X-CHANGE:{'x' * n}"))
        office.once()
        states += office.rows("SELECT key, due_to, state FROM promise WHERE noted <> ''")
    assert len({key for key, _, _ in states}) == 1
    assert [(due, state) for _, due, state in states] == [
        ("2026-11-24T15:00", "open"), ("2026-11-25T09:30", "open"), ("2026-11-25T09:30", "open"), ("2026-11-25T09:30", "kept")]  # fmt: skip
    stands(office)


@pytest.mark.slow
def test_an_own_entry_stands_for_the_reminder_of_what_a_mail_promised(tmp_path: Path) -> None:
    """skip_if_entry_exists: the note „Ona call“ on that day is entry enough for the call promised by mail."""
    office = Office(tmp_path, options={"reminders": 'hold = "0"'})
    office.put_entry("rasa", "own", entry("own-1", "20261124T150000", "Ona call"))
    office.once()
    office.send(Mail(id="r", sender=RASA, to=(ONA,), at="2026-11-16T13:30", text="Sveiki, Ona,\n\npaskambinsiu jums lapkričio 24 d. 15:00.\n\nRasa"))
    office.once()
    assert office.reminders("rasa") == {}


# ── minutes ──────────────────────────────────────────────────────────────────────────────────────────────────────


def minutes(text: str, *, stamp: str, organizer: str = RASA) -> bytes:
    """A meeting of 12 November with a customer, with this text, last written at `stamp`."""
    return meeting("m1@x", "20261112T100000", "Acme", people=(RASA, JOHN), organizer=organizer, stamp=stamp, extra="DESCRIPTION:" + text.replace("\n", "\\n"))


MINUTES = [
    # the text, when it was written, whose meeting → (act, until when) of each; why
    ("We will call you on 26 November at 10:00.", "20261112T120000Z", RASA, [("call", "2026-11-26T10:00")], "in sentences"),
    ("AI: Rasa to send the quote by 25 November", "20261112T120000Z", RASA, [("send", "2026-11-25")], "a task with its owner"),
    ("Užduotys\nRasa: išsiųsti pasiūlymą iki lapkričio 25 d.", "20261112T120000Z", RASA, [("send", "2026-11-25")], "lt: a task with its owner"),
    ("Раса — выслать КП до 25 ноября", "20261112T120000Z", RASA, [("send", "2026-11-25")], "ru: a task with its owner"),
    ("AI: Rasa to send the quote by 25 November", "20261110T120000Z", RASA, [], "written before the meeting: an agenda"),
    ("We will call you on 26 November at 10:00.", "20261112T120000Z", JOHN, [], "written by the customer"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("text", "stamp", "organizer", "wanted", "why"), MINUTES, ids=[row[-1] for row in MINUTES])
def test_minutes_are_read_like_mail(tmp_path: Path, text: str, stamp: str, organizer: str, wanted: list[tuple[str, str]], why: str) -> None:
    """P1: what was written into a meeting since it began; for its customer, with a reminder."""
    office = Office(tmp_path)
    office.put_entry("rasa", "m", minutes(text, stamp=stamp, organizer=organizer))
    office.once()
    assert office.rows("SELECT act, due_to FROM promise WHERE confidence >= 0.5 ORDER BY due_to") == wanted
    assert all(b == JOHN for (b,) in office.rows("SELECT beneficiary FROM promise"))
    assert len(office.reminders("rasa")) == len(wanted)
    stands(office)


def test_explain_shows_the_promises_of_an_entry(tmp_path: Path) -> None:
    """`syncd explain` of an .ics: the minutes of our organiser's meeting, and an own entry where only one of ours is named."""
    for name, raw, staff, wanted in (
        ("m", minutes("We will call you on 26 November at 10:00.", stamp="20261112T120000Z"), "@klimatas.example", [("call", "2026-11-26T10:00")]),
        ("own", entry("own-1", "20261124T150000", "Ona call"), RASA, [("call", "2026-11-24T15:00")]),
        ("other", entry("own-1", "20261124T150000", "Lunch"), RASA, []),
    ):  # fmt: skip
        file = tmp_path / f"{name}.ics"
        file.write_bytes(raw)
        told = explain(str(file), setting_for((staff,), "Europe/Vilnius", WorkingCalendar()), with_staff=True)
        assert [(p["act"], p["due"]["to"]) for p in told["promises"]] == wanted


# ── words written into our entry ─────────────────────────────────────────────────────────────────────────────────

CALL = Mail(id="r1", sender=RASA, to=(ONA,), at="2026-11-16T10:00", subject="Skambutis", text="Sveiki, Ona,\n\nPaskambinsiu jums lapkričio 24 d. 15:00.\n\nRasa")
WORDS = [
    # written into the entry about Ona → act, whom, until when; why
    ("Pažadėjau išsiųsti pasiūlymą iki lapkričio 26 d.", [("send", ONA, "2026-11-26")], "lt"),
    ("send the quote by 26 November", [("send", ONA, "2026-11-26")], "en"),
    ("Обещал прислать смету до 26 ноября", [("send", ONA, "2026-11-26")], "ru"),
    ("Call John Smith on 26 November at 9:00", [("call", "John Smith", "2026-11-26T09:00")], "somebody else is named"),
    ("Nori didelio, kalbėjom ilgai.", [], "news is no promise"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("words", "wanted", "why"), WORDS, ids=[row[-1] for row in WORDS])
def test_words_written_into_an_entry_are_promises_to_its_customer(tmp_path: Path, words: str, wanted: list[tuple[str, ...]], why: str) -> None:
    """P8: a word written into our entry after a call; our own entry keeps them, and a new one reminds of them."""
    office = Office(tmp_path)
    office.send(CALL)
    office.once()
    written = office.entry_of("rasa", "24 d. 15:00")
    office.edit(written, (r"^(DESCRIPTION:[^\r\n]*)", rf"\1\\n{words}"))
    as_left = written.read_bytes()
    office.once()
    assert [p[1:4] for p in promises(office)] == wanted
    assert len(office.reminders("rasa")) == 1 + len(wanted) and written.read_bytes() == as_left
    stands(office)


@pytest.mark.slow
def test_a_line_saved_while_it_is_typed_is_one_promise(tmp_path: Path) -> None:
    """What goes on with a line takes its place."""
    office = Office(tmp_path)
    office.send(CALL)
    office.once()
    written = office.entry_of("rasa", "24 d. 15:00")
    office.edit(written, (r"^(DESCRIPTION:[^\r\n]*)", r"\1\\nsend the quote by 25 Nov"))
    office.once()
    office.edit(written, ("by 25 Nov", "by 25 November and the contract"))
    office.once()
    assert office.rows("SELECT count(*) FROM promise WHERE noted = 'note' AND state = 'open'") == [(1,)]
    stands(office)


@pytest.mark.slow
def test_nothing_noted_changes_in_fifty_passes(office: Office) -> None:
    """A fixed point: a mail, an entry, minutes and added words, fifty passes and a rebuild later."""
    office.send(CALL)
    office.send(Mail(id="n1", sender=RASA, to=(RASA,), at="2026-11-16T13:30", subject="Paskambinti Onai lapkričio 24 d. 10 val.", text=""))
    office.put_entry("rasa", "own", entry("own-1", "20261124T150000", "Позвонить Ивановой"))
    office.put_entry("rasa", "m", minutes("AI: Rasa to send the quote by 25 November", stamp="20261112T120000Z"))
    office.once()
    office.edit(office.entry_of("rasa", "24 d. 15:00"), (r"^(DESCRIPTION:[^\r\n]*)", r"\1\\nsend the quote by 26 November"))
    office.once()
    assert len(promises(office)) == 3
    stands(office, PASSES)


# ── after a call ─────────────────────────────────────────────────────────────────────────────────────────────────


def add_call(office: Office, key: str, at: str, *, seconds: int = 120, outcome: str = "answered", who: str = RASA) -> None:
    """A call of hers with Ona, as rows."""

    def do(world: World) -> None:
        with world.store.write() as db:
            db.execute("INSERT INTO interaction (key, kind, at, direction, subject, class, language, derived_by) VALUES (?, 'call', ?, 'out', '', 'personal', '', '1')", (key, at))
            (id_,) = db.execute("SELECT id FROM interaction WHERE key = ?", (key,)).fetchone()
            db.execute("INSERT INTO call VALUES (?, ?, 'out', '+37061234567', 'Ona', ?, ?, '', '', NULL)", (id_, at, seconds, outcome))
            db.execute("INSERT INTO party SELECT ?, 0, 'caller', ?, '', NULL, '', NULL, id FROM staff WHERE address = ?", (id_, who, who))
            db.execute("INSERT OR IGNORE INTO identifier SELECT 'phone', '+37061234567', person_id, 'address book', 0.1 FROM identifier WHERE value = ?", (ONA,))
            calls.settle(world.page(db))

    office.with_world(do)


def asking(folder: Path) -> Office:
    """An office that asks after calls, and knows Ona."""
    office = Office(folder, options={"reminders": 'hold = "0"\nafter_calls = true'})
    office.send(Mail(id="a", sender=ONA, to=(RASA,), at="2026-11-16T09:00", text="Laba diena!"))
    office.once()
    return office


@pytest.mark.slow
def test_after_a_call_an_entry_asks_what_was_promised(tmp_path: Path) -> None:
    """P8: what is written there is a promise to the one called; the question goes away after a working day."""
    office = asking(tmp_path)
    add_call(office, "c1", "2026-11-16T11:30:00Z")
    add_call(office, "c2", "2026-11-16T11:40:00Z", seconds=20)
    add_call(office, "c3", "2026-11-16T11:45:00Z", outcome="missed")
    office.once()
    (asked,) = office.reminders("rasa").values()
    assert asked.title == "Ona Kazlauskienė: ar ką nors pažadėjote?" and asked.start == NOW + dt.timedelta(minutes=15)
    before = office.dump()
    office.now += dt.timedelta(hours=1)
    office.once()
    assert office.dump() == before
    office.edit(office.entry_of("rasa", "pažadėjote"), (r"^(DESCRIPTION:[^\r\n]*)", r"\1\\nišsiųsti pasiūlymą iki lapkričio 26 d."))
    office.once()
    assert [p[1:] for p in promises(office)] == [("send", ONA, "2026-11-26", "open")]
    assert sorted(s.title for s in office.reminders("rasa").values()) == ["Išsiųsti klientui: Ona Kazlauskienė", asked.title]


@pytest.mark.slow
def test_a_question_nobody_answers_goes_away(tmp_path: Path) -> None:
    """Gone when the next working day closes, and not back."""
    office = asking(tmp_path)
    add_call(office, "c1", "2026-11-16T11:30:00Z")
    office.once()
    assert len(office.reminders("rasa")) == 1
    for hours, left in ((27, 1), (2, 0), (24, 0)):
        office.now += dt.timedelta(hours=hours)
        office.once()
        assert len(office.reminders("rasa")) == left
    assert promises(office) == [] and office.rows("SELECT count(*) FROM decision") == [(0,)]


@pytest.mark.slow
def test_a_question_deleted_is_not_asked_again(tmp_path: Path) -> None:
    """Deletion is final; off by default nothing is asked."""
    office = asking(tmp_path)
    add_call(office, "c1", "2026-11-16T11:30:00Z")
    office.once()
    office.entry_of("rasa", "pažadėjote").unlink()
    for _ in range(3):
        office.once()
        assert office.reminders("rasa") == {}
    office.configure()
    add_call(office, "c2", "2026-11-16T11:40:00Z")
    office.once()
    assert office.reminders("rasa") == {}


@pytest.mark.slow
def test_questions_count_in_the_entries_of_a_day(tmp_path: Path) -> None:
    """per_day holds for all purposes together; of calls there are three at most."""
    office = asking(tmp_path)
    for n in range(5):
        add_call(office, f"c{n}", f"2026-11-16T11:{30 + n}:00Z")
    office.once()
    assert len(office.reminders("rasa")) == 3
    office.configure(reminders='hold = "0"\nafter_calls = true\nper_day = 2')
    office.once()
    assert len(office.reminders("rasa")) == 2
