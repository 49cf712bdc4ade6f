"""Writing to calendars paused and gone on with, entries taken out, a leaver's handed over, and the words of the first entry (DESIGN §6, §8)."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from syncd.core import texts
from syncd.world import World
from tests.conftest import Ran, run_syncd
from tests.end_to_end.test_reminder_answers import MAILS, MOVED, START
from tests.store.world import JOHN, JONAS, NOW, ONA, PETRAS, RASA, Mail, Office

pytestmark = pytest.mark.slow

LATER = Mail(id="p1", sender=RASA, to=(JOHN,), at="2026-11-16T11:00", text="I will call you on 27 November at 15:00.")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office whose four promises stand in the calendars: two of Rasa's, two of Petras."""
    office = Office(tmp_path)
    for mail in MAILS:
        office.send(mail)
    office.once()
    return office


def _call(office: Office, *arguments: str, **more: object) -> Ran:
    return run_syncd(*arguments, cwd=office.folder, now=office.now.isoformat(), **more)  # type: ignore[arg-type]


def _pause(office: Office, subject: str, *, until: dt.date | None = None, off: bool = False) -> None:
    from syncd.store import pauses

    def do(world: World) -> None:
        with world.store.write() as db:
            if off:
                pauses.resume(db, subject, "admin", world.now)
            else:
                pauses.pause(db, subject, until, "admin", world.now)

    office.with_world(do)


def _take_out(office: Office, owner: str) -> dict[str, tuple[int, bool]]:
    """What `reminders remove` does: calendar → entries taken out, whether all went well."""
    from syncd.takeout import take_out

    found: dict[str, tuple[int, bool]] = {}
    office.with_world(lambda w: found.update({c.name: (c.removed, c.error is None) for c in take_out(w, owner, "admin")}))
    return found


def _counts(office: Office) -> dict[str, int]:
    return {who: len(office.entry_files(who)) for who in office.people}


def _states(office: Office) -> list[str]:
    return [str(s) for (s,) in office.rows("SELECT state FROM reminder ORDER BY state")]


# ── pauses ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("subject", "why"), [("*", "everybody"), (RASA, "the one person")])
def test_a_pause_stops_the_writing_and_nothing_else(office: Office, subject: str, why: str) -> None:
    """New entries wait and settled ones stay, answers are taken in; ended, what is wanted by then is written."""
    ticked, dismissed = office.entry_of("rasa", "24 d. 15:00"), office.entry_of("rasa", "26 November")
    _pause(office, subject)
    office.send(LATER)
    office.edit(ticked, (r"^SUMMARY:", "SUMMARY:✓ "))
    office.decide("dismiss", "26 November")
    calendars = office.calendars()
    for _ in range(3):
        outcome = office.once()
        assert outcome.reminders.errors == [] and outcome.reminders.put == outcome.reminders.removed == 0
    office.rebuild()
    office.once()
    assert office.calendars() == calendars and dismissed.exists()
    assert office.rows("SELECT state FROM promise WHERE quote LIKE '%24 d. 15:00%'") == [("kept",)]
    _pause(office, subject, off=True)
    outcome = office.once()
    assert (outcome.reminders.put, outcome.reminders.removed) == (1, 1)
    assert not dismissed.exists() and ticked.exists() and office.entry_of("rasa", "27 November").exists()


def test_a_pause_of_one_person_is_that_person_s(office: Office) -> None:
    """Rasa's calendar is left alone while Petras gets his; what is handed from hers waits in hers."""
    _pause(office, RASA)
    office.send(LATER)
    office.send(Mail(id="p2", sender=PETRAS, to=(JOHN,), at="2026-11-16T11:00", text="I will call you on 27 November at 10:00."))
    office.decide("hand_over", "26 November", JONAS)
    office.once()
    assert _counts(office) == {"rasa": 2, "jonas": 0, "petras": 3}
    _pause(office, RASA, off=True)
    office.once()
    assert _counts(office) == {"rasa": 2, "jonas": 1, "petras": 3}


@pytest.mark.parametrize(
    ("now", "put", "why"),
    [
        ("2026-11-17T21:59:00", 0, "the evening before in Vilnius"),
        ("2026-11-17T22:00:00", 1, "the day has begun in Vilnius, though not in UTC"),
        ("2026-11-20T10:00:00", 1, "days after"),
    ],
)
def test_a_pause_ends_by_itself_on_its_day(office: Office, now: str, put: int, why: str) -> None:
    """--until DATE: from the beginning of that day at the company's place."""
    _pause(office, "*", until=dt.date(2026, 11, 18))
    office.send(LATER)
    office.now = dt.datetime.fromisoformat(now).replace(tzinfo=dt.UTC)
    assert office.once().reminders.put == put


def test_doubles_are_left_while_paused(office: Office) -> None:
    """Taking a second copy out is writing too."""
    entry = office.entry_of("rasa", "24 d. 15:00")
    entry.with_name("conflict-1.ics").write_bytes(entry.read_bytes())
    _pause(office, "*")
    office.once()
    assert entry.with_name("conflict-1.ics").exists()
    _pause(office, "*", off=True)
    office.once()
    assert not entry.with_name("conflict-1.ics").exists() and entry.exists()


def test_pausing_at_the_command_line(office: Office) -> None:
    """The pause is told in words and in JSON, `once` heeds it, `status` counts what waits as paused, and --off ends it."""
    assert _call(office, "pause", "--until", "2026-11-30", "--json").json == {"paused": [{"staff": None, "until": "2026-11-30"}]}
    told = _call(office, "pause", "--staff", "RASA@klimatas.example")
    assert told.code == 0 and "rasa@klimatas.example" in told.out and "everybody until 2026-11-30" in told.out
    office.send(LATER)
    once = _call(office, "once", "--json")
    assert once.code == 0 and once.json["reminders_put"] == 0
    assert _call(office, "status", "--json").json["outbox"] == {"paused": 1, "there": 4}
    status = _call(office, "status")
    assert "4 there" in status.out and "1 paused" in status.out and "everybody until 2026-11-30" in status.err
    assert _call(office, "pause", "--off", "--json").json == {"paused": [{"staff": RASA, "until": None}]}
    assert _call(office, "pause", "--off", "--staff", RASA, "--json").json == {"paused": []}
    assert _call(office, "once", "--json").json["reminders_put"] == 1
    assert [kind for (kind,) in office.rows("SELECT kind FROM decision ORDER BY seq")] == ["pause", "pause", "resume", "resume"]
    assert office.findings() == []


@pytest.mark.parametrize(
    ("arguments", "word", "why"),
    [
        (("pause", "--until", "2026-11-16"), "2026-11-16", "a day that has begun"),
        (("pause", "--until", "2026-12-01", "--off"), "--off", "an end and the end"),
        (("pause", "--staff", "nobody@klimatas.example"), "rasa@klimatas.example", "nobody the config knows: it says whom it knows"),
        (("reminders", "remove"), "--all", "nobody's entries"),
        (("reminders", "remove", "--all", "--staff", RASA), "--all", "two answers to one question"),
    ],
)
def test_what_cannot_be_meant_is_refused(office: Office, arguments: tuple[str, ...], word: str, why: str) -> None:
    """Exit 64 with what to write instead, and nothing is changed."""
    before = office.calendars()
    ran = _call(office, *arguments)
    assert ran.code == 64 and word in ran.err
    assert office.calendars() == before and office.rows("SELECT count(*) FROM decision") == [(0,)]


# ── entries taken out ────────────────────────────────────────────────────────────────────────────────────────────


def test_every_entry_of_ours_can_be_taken_out(office: Office) -> None:
    """Ticked, moved, dismissed, doubled, unknown and moved elsewhere: all go; other people's entries stay, and nothing comes back."""
    moved, other = office.entry_of("rasa", "24 d. 15:00"), office.entry_of("petras", "25 ноября")
    office.edit(moved, MOVED)
    office.edit(office.entry_of("rasa", "26 November"), (r"^SUMMARY:", "SUMMARY:✓ "))
    folder = office.folder / "calendars/petras"
    shutil.move(other, folder / "work/mine.ics")
    (folder / "promises/copy.ics").write_bytes(office.entry_of("petras", "24 November").read_bytes())
    (folder / "promises/unknown.ics").write_bytes((folder / "work/mine.ics").read_bytes().replace(other.stem.encode(), b"syncd-0000"))
    (folder / "promises/theirs.ics").write_bytes((folder / "work/mine.ics").read_bytes().replace(other.stem.encode(), b"dentist-1"))
    assert _take_out(office, "*") == {"rasa-calendar": (2, True), "jonas-calendar": (0, True), "petras-calendar": (4, True)}
    assert [p.name for p in office.folder.glob("calendars/*/*/*.ics")] == ["theirs.ics"]
    assert _states(office) == ["removed"] * 4
    assert office.rows("SELECT kind FROM decision ORDER BY kind") == [("done",), ("move",), ("pause",)]
    for _ in range(3):
        office.once()
    office.rebuild()
    office.once()
    assert [p.name for p in office.folder.glob("calendars/*/*/*.ics")] == ["theirs.ics"] and _states(office) == ["removed"] * 4
    assert office.findings() == []


def test_entries_taken_out_come_back_when_the_pause_ends_as_people_left_them(office: Office) -> None:
    """What was ticked or deleted stays away, what was moved comes back at its new term."""
    office.edit(office.entry_of("rasa", "24 d. 15:00"), MOVED)
    office.edit(office.entry_of("rasa", "26 November"), (r"^SUMMARY:", "SUMMARY:✓ "))
    office.entry_of("petras", "25 ноября").unlink()
    _take_out(office, "*")
    _pause(office, "*", off=True)
    office.once()
    assert _counts(office) == {"rasa": 1, "jonas": 0, "petras": 1}
    (seen,) = office.reminders("rasa").values()
    assert seen.start and seen.start.isoformat() == "2026-11-25T08:30:00+02:00"
    before = office.calendars()
    office.once()
    assert office.calendars() == before and office.findings() == []


@pytest.mark.parametrize("fault", ["calendar.before_remove:kill@1", "calendar.after_remove:kill@1", "calendar.after_remove:kill@3", "decision.written:kill@1"])
def test_killed_while_taking_out_it_is_ended_by_calling_it_again(office: Office, fault: str) -> None:
    """F110: nothing counts as deleted by a person, and the pass in between puts nothing back where the pause was noted."""
    assert office.killed(fault, lambda: _take_out(office, "*"))
    left = sum(_counts(office).values())
    office.once()
    assert sum(_counts(office).values()) == left
    _take_out(office, "*")
    assert not list(office.folder.glob("calendars/*/promises/*.ics")) and _states(office) == ["removed"] * 4
    assert {kind for (kind,) in office.rows("SELECT kind FROM decision")} == {"pause"} and office.findings() == []


def test_one_person_s_entries_can_be_taken_out(office: Office) -> None:
    """--staff: the others keep theirs and get new ones; hers are not put back by the next pass."""
    assert _take_out(office, RASA) == {"rasa-calendar": (2, True)}
    office.send(LATER)
    office.send(Mail(id="p2", sender=PETRAS, to=(JOHN,), at="2026-11-16T11:00", text="I will call you on 27 November at 10:00."))
    office.once()
    assert _counts(office) == {"rasa": 0, "jonas": 0, "petras": 3}


def test_entries_a_restored_store_has_forgotten_are_taken_out(office: Office, tmp_path_factory: pytest.TempPathFactory) -> None:
    """F81: a copy of the store from before an entry was put, or one begun anew, still finds all by our mark."""
    copy = tmp_path_factory.mktemp("backup") / "history.db"
    office.with_world(lambda w: w.store.db.execute("VACUUM INTO ?", (str(copy),)))
    office.send(LATER)
    office.once()
    for path in office.folder.glob("history.db*"):
        path.unlink()
    shutil.copy(copy, office.folder / "history.db")
    assert _take_out(office, "*") == {"rasa-calendar": (3, True), "jonas-calendar": (0, True), "petras-calendar": (2, True)}
    assert not list(office.folder.glob("calendars/*/*/*.ics"))
    office.once()
    assert not list(office.folder.glob("calendars/*/*/*.ics"))


def test_a_calendar_that_cannot_be_cleared_is_named_and_the_others_are_cleared(office: Office) -> None:
    """Exit 69: what could not be done is told, per calendar, and calling it again ends it."""
    rasa, away = office.folder / "calendars/rasa", office.folder / "calendars/away"
    rasa.rename(away)
    ran = _call(office, "reminders", "remove", "--all", "--json")
    assert ran.code == 69 and "not every calendar could be cleared" in ran.err
    by_name = {c["name"]: c for c in ran.json["calendars"]}
    assert by_name["rasa-calendar"]["error"] and by_name["petras-calendar"] == {"name": "petras-calendar", "owner": PETRAS, "removed": 2, "error": None}
    assert ran.json["removed"] == 2 and ran.json["paused"] == [{"staff": None, "until": None}]
    away.rename(rasa)
    again = _call(office, "reminders", "remove", "--all")
    assert again.code == 0 and "rasa-calendar: 2 entries taken out" in again.out and "paused" in again.out
    assert _states(office) == ["removed"] * 4
    assert not list(office.folder.glob("calendars/*/promises/*.ics"))


def test_a_calendar_the_config_no_longer_has_is_named(office: Office) -> None:
    """What stands where we cannot reach it any more is told with the remedy, and is no success."""
    office.people = ("jonas", "petras")
    office.configure()
    assert _take_out(office, "*") == {"jonas-calendar": (0, True), "petras-calendar": (2, True), "rasa-calendar": (0, False)}


def test_many_entries_gone_at_once_can_be_begun_anew(tmp_path: Path) -> None:
    """The way out of “gone at once”: taken out and gone on with, nothing counts as deleted and all are put again."""
    office = Office(tmp_path)
    for n in range(6):
        office.send(Mail(id=f"w{n}", sender=RASA, to=(f"ona@firm{n}.example",), at="2026-11-16T10:00", text=f"I will send you the offer by {23 + n % 5} November."))
    office.once()
    for path in office.entry_files("rasa")[:5]:
        path.unlink()
    errors = office.once().reminders.errors
    assert any(f"syncd reminders remove --staff {RASA}" in e for e in errors)
    assert _take_out(office, RASA) == {"rasa-calendar": (1, True)}
    _pause(office, RASA, off=True)
    outcome = office.once()
    assert outcome.reminders.errors == [] and outcome.reminders.put == 6
    assert [kind for (kind,) in office.rows("SELECT kind FROM decision ORDER BY seq")] == ["pause", "resume"]


def test_a_calendar_that_is_gone_for_good_can_be_begun_anew(office: Office) -> None:
    """F44: the pass says what to do; taken out and gone on with, the calendar is made again with all entries, and nothing counts as deleted."""
    before = len(office.entry_files("rasa"))
    shutil.rmtree(office.folder / "calendars/rasa/promises")
    errors = office.once().reminders.errors
    assert any("is not there" in e and f"syncd reminders remove --staff {RASA}" in e for e in errors)
    assert _take_out(office, RASA) == {"rasa-calendar": (0, True)}
    _pause(office, RASA, off=True)
    outcome = office.once()
    assert outcome.reminders.errors == [] and len(office.entry_files("rasa")) == before > 0
    assert [kind for (kind,) in office.rows("SELECT kind FROM decision ORDER BY seq")] == ["pause", "resume"]


def test_it_asks_first_at_a_terminal(office: Office) -> None:
    """At a terminal the answer “no” changes nothing; --yes does not ask."""
    before = office.calendars()

    def answering(*more: str) -> int:
        pid, terminal = os.forkpty()
        if pid == 0:
            os.chdir(office.folder)
            os.environ["SYNCD_NOW"] = office.now.isoformat()
            os.execv(sys.executable, [sys.executable, "-m", "syncd", "reminders", "remove", "--all", *more])
        os.write(terminal, b"n\n")
        _, status = os.waitpid(pid, 0)
        os.close(terminal)
        return os.waitstatus_to_exitcode(status)

    assert answering() == 130
    assert office.calendars() == before and office.rows("SELECT count(*) FROM decision") == [(0,)]
    assert answering("--yes") == 0
    assert _counts(office) == {"rasa": 0, "jonas": 0, "petras": 0}


# ── the first entry ──────────────────────────────────────────────────────────────────────────────────────────────


def _introducing(office: Office, who: str) -> list[str]:
    return [uid for uid, seen in office.reminders(who).items() if texts.introduces(seen.note)]


def test_the_first_entry_says_who_writes_here(office: Office) -> None:
    """One entry of each person, the soonest, says in their language what is read, who sees it and how to stop it; it is no entry of its own."""
    assert _counts(office) == {"rasa": 2, "jonas": 0, "petras": 2}
    for who, words in {"rasa": ("„Klimatas“", "„ne“", "administratoriui"), "petras": ("«Klimatas»", "«нет»", "администратору")}.items():
        (uid,) = _introducing(office, who)
        assert uid == min(office.reminders(who).values(), key=lambda s: (s.start or NOW, s.uid)).uid
        note = office.reminders(who)[uid].note
        assert all(word in note for word in words) and note.count("\n") <= 8
        assert note.startswith(("„", "«", "“")), "the quote comes first"


def test_the_first_words_name_the_pages_where_they_are_known(tmp_path: Path) -> None:
    """[web] url stands in them, and nothing where there is none."""
    office = Office(tmp_path)
    office.configure(sources='[web]\nurl = "https://pages.klimatas.example"\n')
    office.send(LATER)
    office.once()
    (uid,) = _introducing(office, "rasa")
    assert "(https://pages.klimatas.example)" in office.reminders("rasa")[uid].note


def _delete(office: Office, entry: Path) -> None:
    entry.unlink()
    office.once()


AFTERWARDS: dict[str, Callable[[Office, Path], object]] = {
    "nothing happens": lambda o, e: None,
    "rebuilt": lambda o, e: o.rebuild(),
    "deleted by the person": _delete,
    "settled and taken out": lambda o, e: (o.decide("dismiss", "24 d. 15:00"), o.once()),
    "moved by the person": lambda o, e: o.edit(e, MOVED),
    "handed to a colleague": lambda o, e: (o.decide("hand_over", "24 d. 15:00", JONAS), o.once()),
    "the words taken out by the person": lambda o, e: o.edit(e, (r"\\n\\nsyncd skaito[^\r\n]*", "")),
}


@pytest.mark.parametrize("what", AFTERWARDS)
def test_the_first_words_are_said_once(office: Office, what: str) -> None:
    """Whatever becomes of the first entry, no other one says them again, and they count as nobody's note."""
    (uid,) = _introducing(office, "rasa")
    entry = office.entry_of("rasa", "24 d. 15:00")
    assert entry.stem == uid
    AFTERWARDS[what](office, entry)
    office.send(LATER)
    office.send(Mail(id="p3", sender=RASA, to=(ONA,), at="2026-11-16T11:30", text="Paskambinsiu jums lapkričio 18 d. 10:00."))
    office.once()
    office.once()
    assert [u for u in _introducing(office, "rasa") if u != uid] == []
    assert office.rows("SELECT count(*) FROM decision WHERE kind = 'note'") == [(0,)]
    assert len(_introducing(office, "jonas")) == (what == "handed to a colleague")
    assert office.findings() == []


@pytest.mark.parametrize("kept", [True, False], ids=["a day-old copy", "no store at all"])
def test_the_first_words_are_said_once_after_the_store_was_lost(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, kept: bool) -> None:
    """F81: the calendar itself tells that the first entry was put, though the store was put back to before it."""
    office = Office(tmp_path)
    office.with_world(lambda w: None)
    copy = tmp_path_factory.mktemp("backup") / "history.db"
    office.with_world(lambda w: w.store.db.execute("VACUUM INTO ?", (str(copy),)))
    for mail in MAILS:
        office.send(mail)
    office.once()
    before = _introducing(office, "rasa")
    for path in office.folder.glob("history.db*"):
        path.unlink()
    if kept:
        shutil.copy(copy, office.folder / "history.db")
    office.send(Mail(id="p3", sender=RASA, to=(ONA,), at="2026-11-16T11:30", text="Paskambinsiu jums lapkričio 18 d. 10:00."))
    calendars = office.calendars()
    office.once()
    assert _introducing(office, "rasa") == before and len(office.entry_files("rasa")) == 3
    assert calendars.items() <= office.calendars().items(), "entries that stand are not written again"


@pytest.mark.parametrize("fault", ["calendar.before_put:kill@1", "calendar.after_put:kill@1", "calendar.after_put:kill@2"])
def test_the_first_words_are_said_once_though_the_pass_was_killed(tmp_path: Path, fault: str) -> None:
    """F110: killed before or after the first entry was put, each person has exactly one that says them."""
    office = Office(tmp_path)
    for mail in MAILS:
        office.send(mail)
    assert office.killed(fault, office.once)
    office.send(Mail(id="p3", sender=RASA, to=(ONA,), at="2026-11-16T11:30", text="Paskambinsiu jums lapkričio 18 d. 10:00."))
    office.once()
    assert [len(_introducing(office, who)) for who in office.people] == [1, 0, 1]
    assert office.rows("SELECT count(*) FROM decision") == [(0,)] and office.findings() == []


# ── who has left ─────────────────────────────────────────────────────────────────────────────────────────────────


def _leave(office: Office, *, successor: str = "", keep_calendar: bool = True, day: str = "2026-11-15") -> None:
    """Rasa has left: her [[staff]] says so, and the config keeps her sources or not."""
    file = office.folder / "config.toml"
    if not keep_calendar:
        office.people = tuple(p for p in office.people if p != "rasa")
        office.configure(**office.options)
    text = file.read_text(encoding="utf-8")
    line = 'name = "Rasa Petraitė"\n'
    assert text.count(line) == 1
    text = text.replace(line, line + f'left = "{day}"\n')
    text = text.replace('manager = "jonas@klimatas.example"\n', successor)
    file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("successor", "keeper", "why"),
    [
        (f'manager = "{JONAS}"\n', "jonas", "the manager's"),
        (f'manager = "{JONAS}"\ndeputy = "{PETRAS}"\n', "petras", "the deputy's, before the manager's"),
        ("", "", "nobody's: nobody stands in"),
    ],
)
def test_a_leaver_s_entries_go_to_who_stands_in(office: Office, successor: str, keeper: str, why: str) -> None:
    """F108: under the same uid in the other calendar, in that person's language; none stays with the leaver."""
    ticked = office.entry_of("rasa", "26 November")
    office.edit(ticked, (r"^SUMMARY:", "SUMMARY:✓ "))
    open_one = office.entry_of("rasa", "24 d. 15:00")
    office.edit(open_one, (START, "DTSTART;TZID=Europe/Vilnius:20261125T083000"))
    office.once()
    before = _counts(office)
    _leave(office, successor=successor)
    for _ in range(3):
        assert office.once().reminders.errors == []
    assert _counts(office) == {**before, "rasa": 0, **({keeper: before[keeper] + 1} if keeper else {})}
    if keeper:
        seen = office.reminders(keeper)[open_one.stem]
        assert seen.start and seen.start.isoformat() == "2026-11-25T08:30:00+02:00", "the term she moved it to stands"
    assert office.rows("SELECT state FROM promise WHERE quote LIKE '%24 d. 15:00%'") == [("open",)]
    assert office.findings() == []
    calendars = office.calendars()
    office.rebuild()
    office.once()
    assert office.calendars() == calendars


@pytest.mark.parametrize("how", ["the source is out of the config", "the calendar does not answer", "the entries were cleared away", "the flag was left out"])
def test_a_leaver_s_reminders_are_not_lost_with_the_calendar(office: Office, how: str) -> None:
    """F108: the mailbox may be deleted with the person; the entries stand with the manager all the same, once."""
    uids = set(office.reminders("rasa"))
    folder = office.folder / "calendars/rasa"
    if how == "the calendar does not answer":
        folder.rename(office.folder / "away")
    elif how == "the entries were cleared away":
        for path in office.entry_files("rasa"):
            path.unlink()
    _leave(office, successor=f'manager = "{JONAS}"\n', keep_calendar="config" not in how)
    if how == "the flag was left out":
        file = office.folder / "config.toml"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace('owner = "rasa@klimatas.example"\nreminders = true\n', 'owner = "rasa@klimatas.example"\n'), encoding="utf-8")
    office.once()
    office.once()
    assert set(office.reminders("jonas")) == uids
    assert [kind for (kind,) in office.rows("SELECT kind FROM decision")] == []
    if how == "the calendar does not answer":
        (office.folder / "away").rename(folder)
        office.once()
    if "config" not in how:
        assert office.entry_files("rasa") == []
    assert set(office.reminders("jonas")) == uids and office.findings() == []


def test_a_colleague_is_here_until_the_last_day_is_over(office: Office) -> None:
    """`left` is the last day: it may be written before it comes, and until it is over nothing changes."""
    before = office.calendars()
    _leave(office, successor=f'manager = "{JONAS}"\n', day="2026-11-17")
    for hours in (0, 24, 33):  # the evening of the 17th in Vilnius
        office.now = NOW + dt.timedelta(hours=hours)
        office.once()
        assert office.calendars() == before
    office.now = NOW + dt.timedelta(hours=34)
    office.once()
    assert _counts(office) == {"rasa": 0, "jonas": 2, "petras": 2}


def test_what_a_leaver_deleted_stays_deleted(office: Office) -> None:
    """A decision stands, though another has the promise now."""
    office.entry_of("rasa", "24 d. 15:00").unlink()
    office.once()
    _leave(office, successor=f'manager = "{JONAS}"\n')
    office.once()
    office.once()
    assert len(office.reminders("jonas")) == 1


def test_what_was_handed_to_a_leaver_goes_on(office: Office) -> None:
    """Handed to Rasa on the pages before she left, it goes to who stands in for her."""
    office.decide("hand_over", "25 ноября", RASA)
    office.once()
    assert _counts(office)["rasa"] == 3
    _leave(office, successor=f'manager = "{JONAS}"\n')
    office.once()
    assert _counts(office) == {"rasa": 0, "jonas": 3, "petras": 1}
