"""What people do to an entry is a decision, and no pass, rebuild or restored copy undoes it (DESIGN §8 Answers, F79-F85)."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.store.world import JOHN, JONAS, NOW, OLGA, ONA, PETRAS, RASA, Mail, Office, meeting

pytestmark = pytest.mark.slow

MAILS = (
    Mail(id="r1", sender=RASA, to=(ONA,), at="2026-11-16T10:00", subject="Skambutis", text="Sveiki, Ona,\n\nPaskambinsiu jums lapkričio 24 d. 15:00.\n\nRasa"),
    Mail(id="r2", sender=RASA, to=(JOHN,), at="2026-11-16T10:10", subject="Offer", text="Hello John,\n\nI will send you the offer by 26 November.\n\nRasa"),
    Mail(id="r3", sender=PETRAS, to=(OLGA,), at="2026-11-16T10:20", subject="Звонок", text="Здравствуйте!\n\nПерезвоню вам 25 ноября в 11:00.\n\nПётр"),
    Mail(id="r4", sender=JONAS, to=(PETRAS,), at="2026-11-16T10:30", subject="Klientė", text="Petras, please visit the customer on 24 November at 10:00."),
)
START = r"^DTSTART[^\r\n]*"
MOVED = (START, "DTSTART;TZID=Europe/Vilnius:20261125T083000")
PASSES = 50


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office whose four promises stand in the calendars."""
    office = Office(tmp_path)
    for mail in MAILS:
        office.send(mail)
    office.once()
    assert {who: len(office.entry_files(who)) for who in office.people} == {"rasa": 2, "jonas": 0, "petras": 2}
    return office


def _title(words: str) -> tuple[str, str]:
    return (r"^SUMMARY:", f"SUMMARY:{words} ")


# who answers, words of the entry, what is changed → state of the promise, state of the outbox row, decisions, why
ANSWERS = [
    ("rasa", "24 d. 15:00", [MOVED], "open", "moved", ["move"], "moved: the new term stands"),
    ("rasa", "24 d. 15:00", [_title("✓")], "kept", "done", ["done"], "ticked in the title"),
    ("rasa", "24 d. 15:00", [_title("Atlikta:")], "kept", "done", ["done"], "done, in Lithuanian"),
    ("petras", "25 ноября", [_title("сделано,")], "kept", "done", ["done"], "done, in Russian"),
    ("rasa", "26 November", [_title("Done -")], "kept", "done", ["done"], "done, in English"),
    ("rasa", "26 November", [(r"^CLASS:PRIVATE", "CLASS:PRIVATE\r\nCATEGORIES:Customers,Done")], "kept", "done", ["done"], "the category Done"),
    ("petras", "25 ноября", [(r"^CLASS:PRIVATE", "CLASS:PRIVATE\r\nCATEGORIES:Сделано")], "kept", "done", ["done"], "the category in Russian"),
    ("rasa", "26 November", [(r"^CLASS:PRIVATE", "CLASS:PRIVATE\r\nSTATUS:COMPLETED")], "kept", "done", ["done"], "completed, as of a task"),
    ("rasa", "24 d. 15:00", [_title("ne")], "dismissed", "there", ["dismiss"], "no, in Lithuanian: not a promise"),
    ("rasa", "26 November", [_title("No,")], "dismissed", "there", ["dismiss"], "no, in English"),
    ("petras", "25 ноября", [_title("Нет!")], "dismissed", "there", ["dismiss"], "no, in Russian"),
    ("petras", "24 November", [_title("ok")], "open", "there", ["accept"], "ok before a hand-off accepts it"),
    ("petras", "24 November", [_title("Imu")], "open", "there", ["accept"], "taken, in Lithuanian"),
    ("petras", "24 November", [_title("беру")], "open", "there", ["accept"], "taken, in Russian"),
    ("rasa", "26 November", [(r"^(DESCRIPTION:[^\r\n]*)", r"\1\\nShe wants the big one.")], "open", "there", ["note"], "words added are a note"),
    ("rasa", "26 November", [_title("ASAP:")], "open", "there", [], "another title decides nothing and stays"),
    ("rasa", "24 d. 15:00", [MOVED, _title("✓")], "kept", "done", ["done", "move"], "moved and ticked at once"),
    ("rasa", "26 November", [_title("Nothing yet")], "open", "there", [], "a word that only begins with no is none"),
    ("rasa", "26 November", [(r"^TRANSP:TRANSPARENT", "TRANSP:TRANSPARENT\r\nX-OTHER:1")], "open", "there", [], "another program's rewriting says nothing"),
]  # fmt: skip


def _state(office: Office, uid: str) -> tuple[object, object]:
    (row,) = office.rows("SELECT p.state, r.state FROM reminder r JOIN promise p ON p.key = r.promise_key WHERE r.uid = ?", uid)
    return row[0], row[1]


def _decisions(office: Office) -> list[str]:
    return [str(kind) for (kind,) in office.rows("SELECT kind FROM decision ORDER BY seq")]


def _stands(office: Office, *, passes: int = 2) -> None:
    """Nothing of what is there now changes by further passes on further days, nor by a rebuild and what follows it."""
    dump, calendars = office.dump(), office.calendars()
    for n in range(passes):
        office.now = NOW + dt.timedelta(hours=n % 20)
        office.once()
    office.rebuild()
    office.once()
    assert office.calendars() == calendars
    assert office.dump() == dump
    assert office.findings() == []


@pytest.mark.parametrize(("who", "words", "changes", "promise", "outbox", "decided", "why"), ANSWERS, ids=[row[-1] for row in ANSWERS])
def test_an_answer_is_understood_and_stands(office: Office, who: str, words: str, changes: list[tuple[str, str]], promise: str, outbox: str,
                                            decided: list[str], why: str) -> None:  # fmt: skip
    """F79: each change of an entry means what it says, is decided once, and is never undone."""
    entry = office.entry_of(who, words)
    office.edit(entry, *changes)
    edited = entry.read_bytes()
    office.once()
    assert _state(office, entry.stem) == (promise, outbox)
    assert _decisions(office) == decided
    _stands(office)
    assert entry.read_bytes() == edited


@pytest.mark.parametrize("changes", [[MOVED], [_title("✓")], [_title("ne")], None], ids=["moved", "ticked", "dismissed", "deleted"])
def test_an_answer_is_not_undone_in_fifty_passes(office: Office, changes: list[tuple[str, str]] | None) -> None:
    """Fifty further passes, then a rebuild: the answer stands as it was given."""
    entry = office.entry_of("rasa", "24 d. 15:00")
    if changes:
        office.edit(entry, *changes)
    else:
        entry.unlink()
    office.once()
    _stands(office, passes=PASSES)


def test_the_new_term_of_a_moved_entry_is_the_promise_s(office: Office) -> None:
    """Moved to the 25th at 8:30 the promise is due then, on the pages too."""
    office.edit(office.entry_of("rasa", "24 d. 15:00"), MOVED)
    office.once()
    assert office.rows("SELECT due_to, due_at FROM promise WHERE quote LIKE '%24 d. 15:00%'") == [("2026-11-25T08:30", "2026-11-25T06:30:00Z")]
    office.edit(office.entry_of("rasa", "24 d. 15:00"), (START, "DTSTART;TZID=Europe/Vilnius:20261126T083000"))
    office.once()
    assert office.rows("SELECT due_to FROM promise WHERE quote LIKE '%24 d. 15:00%'") == [("2026-11-26T08:30",)]
    assert _decisions(office) == ["move", "move"]


def test_an_entry_dragged_onto_a_whole_day_is_due_until_that_day_ends(office: Office) -> None:
    """As an all-day entry of the 25th it is due then by closing time, not at midnight."""
    entry = office.entry_of("rasa", "24 d. 15:00")
    office.edit(entry, (START, "DTSTART;VALUE=DATE:20261125"), (r"^DTEND[^\r\n]*", "DTEND;VALUE=DATE:20261126"))
    office.once()
    assert office.rows("SELECT due_to, due_at FROM promise WHERE quote LIKE '%24 d. 15:00%'") == [("2026-11-25T18:00", "2026-11-25T16:00:00Z")]
    assert _decisions(office) == ["move"]
    _stands(office)


def test_a_deleted_entry_stays_deleted_and_its_promise_listed(office: Office) -> None:
    """F80: no more reminder, the promise stays open; a full resync of the mailbox brings nothing back."""
    entry = office.entry_of("rasa", "24 d. 15:00")
    entry.unlink()
    office.once()
    assert _state(office, entry.stem) == ("open", "deleted")
    office.with_world(lambda w: w.store.db.execute("UPDATE collection SET cursor = NULL"))
    office.once()
    assert not entry.exists()
    _stands(office)


def test_a_hand_off_deleted_before_it_was_accepted_is_declined(office: Office) -> None:
    """Deleted it is declined; accepted first, deleting it only ends the reminder."""
    entry = office.entry_of("petras", "24 November")
    entry.unlink()
    office.once()
    assert _decisions(office) == ["decline"]
    assert office.rows("SELECT state FROM handoff") == [("declined",)]
    _stands(office)


def test_an_accepted_hand_off_deleted_later_stays_accepted(office: Office) -> None:
    """The entry of an accepted hand-off is its owner's to delete."""
    entry = office.entry_of("petras", "24 November")
    office.edit(entry, _title("ok"))
    office.once()
    entry.unlink()
    office.once()
    assert _decisions(office) == ["accept", "delete"]
    assert office.rows("SELECT state FROM handoff") == [("accepted",)]
    _stands(office)


# ── a store put back from a copy ─────────────────────────────────────────────────────────────────────────────────

def _keep(office: Office, folder: Path) -> None:
    shutil.copytree(office.folder, folder, ignore=shutil.ignore_patterns("mail", "calendars", "config.toml"))


def _restore(office: Office, folder: Path) -> None:
    for path in office.folder.glob("history.db*"):
        path.unlink()
    shutil.rmtree(office.folder / "raw", ignore_errors=True)
    shutil.copytree(folder, office.folder, dirs_exist_ok=True)


@pytest.mark.parametrize("answer", ["deleted", "moved", "ticked", "dismissed", "nothing"])
def test_answers_outlive_a_store_put_back_from_a_day_old_copy(office: Office, tmp_path_factory: pytest.TempPathFactory, answer: str) -> None:
    """F81, F117: the copy knows the entry; what was done to it since is read from the calendar again, nothing comes back."""
    copy = tmp_path_factory.mktemp("backup") / "copy"
    _keep(office, copy)
    entry = office.entry_of("rasa", "24 d. 15:00")
    office.now += dt.timedelta(days=1)
    _do(office, entry, answer)
    office.once()
    dump, calendars = office.dump(), office.calendars()
    _restore(office, copy)
    office.once()
    assert office.calendars() == calendars
    assert office.dump() == dump


@pytest.mark.parametrize("answer", ["moved", "ticked", "dismissed", "nothing"])
def test_entries_outlive_a_store_that_knows_nothing_of_them(office: Office, answer: str) -> None:
    """F81, F117: a store begun anew finds our entries in the calendars and takes them over, with what was done to them."""
    entry = office.entry_of("rasa", "24 d. 15:00")
    _do(office, entry, answer)
    office.once()
    calendars, states = office.calendars(), office.rows("SELECT key, state, due_to FROM promise ORDER BY key")
    for path in office.folder.glob("history.db*"):
        path.unlink()
    office.once()
    assert office.calendars() == calendars
    assert office.rows("SELECT key, state, due_to FROM promise ORDER BY key") == states
    _stands(office)


def _do(office: Office, entry: Path, answer: str) -> None:
    match answer:
        case "deleted":
            entry.unlink()
        case "moved":
            office.edit(entry, MOVED)
        case "ticked":
            office.edit(entry, _title("✓"))
        case "dismissed":
            office.edit(entry, _title("ne"))


# ── what is no answer ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_copy_somebody_made_of_our_entry_is_theirs(office: Office) -> None:
    """F82: a copy under another uid is neither harvested, nor read as an answer, nor taken out."""
    entry = office.entry_of("rasa", "24 d. 15:00")
    copy = entry.with_name("mine.ics")
    copy.write_bytes(entry.read_bytes().replace(entry.stem.encode(), b"copy-of-it-1"))
    office.edit(copy, _title("✓"))
    dump = office.dump()
    office.once()
    assert office.dump() == dump
    assert copy.exists() and _decisions(office) == []


def test_a_second_file_of_one_entry_is_taken_out(office: Office) -> None:
    """Two files of one uid, as a sync conflict leaves them: the one the store knows stays, the other goes."""
    entry = office.entry_of("rasa", "24 d. 15:00")
    entry.with_name("conflict-1.ics").write_bytes(entry.read_bytes())
    before = office.dump()
    office.once()
    assert entry.exists() and not entry.with_name("conflict-1.ics").exists()
    assert office.dump() == before


def test_a_copy_in_a_colleague_s_calendar_of_ours_is_taken_out(office: Office) -> None:
    """One entry has one place: the copy goes, says nothing, and the original stays as it is."""
    entry = office.entry_of("rasa", "24 d. 15:00")
    copy = office.folder / "calendars/jonas/promises" / entry.name
    copy.write_bytes(entry.read_bytes())
    office.edit(copy, _title("✓"))
    before = office.dump()
    office.once()
    assert entry.exists() and not copy.exists() and _decisions(office) == [] and office.dump() == before
    _stands(office)


def test_an_entry_moved_into_another_calendar_is_still_read(office: Office) -> None:
    """Moved and ticked there it is kept; moved back it is the same entry; nothing counts as deleted."""
    entry = office.entry_of("rasa", "24 d. 15:00")
    moved = office.folder / "calendars/rasa/work/mine.ics"
    entry.rename(moved)
    office.edit(moved, _title("✓"))
    office.once()
    assert _state(office, entry.stem) == ("kept", "done") and _decisions(office) == ["done"]
    _stands(office)
    moved.rename(entry)
    office.once()
    assert _state(office, entry.stem) == ("kept", "done") and _decisions(office) == ["done"]
    _stands(office)


def _many(folder: Path) -> Office:
    office = Office(folder)
    for n in range(8):
        office.send(Mail(id=f"w{n}", sender=RASA, to=(ONA,), at="2026-11-16T10:00", text=f"I will send you the offer K{n} by {23 + n % 5} November."))
    office.once()
    assert len(office.entry_files("rasa")) == 8
    return office


def test_many_entries_gone_at_once_decide_nothing_and_stop_the_writing(tmp_path: Path) -> None:
    """More than 3 and 30 % at once is no answer: nothing is decided, nothing written, it says so; back again all is well."""
    office = _many(tmp_path)
    before, kept = office.dump(), {path: path.read_bytes() for path in office.entry_files("rasa")[:4]}
    for path in kept:
        path.unlink()
    office.send(Mail(id="w9", sender=RASA, to=(JOHN,), at="2026-11-16T11:00", text="I will call you on 27 November at 15:00."))
    outcome = office.once()
    assert _decisions(office) == []
    assert len(office.entry_files("rasa")) == 4 and outcome.reminders.put == 0
    assert any("4 of 8 entries are gone at once" in error for error in outcome.reminders.errors)
    for path, content in kept.items():
        path.write_bytes(content)
    outcome = office.once()
    assert outcome.reminders.errors == [] and outcome.reminders.put == 1
    assert set(before) <= set(office.dump())


def test_three_entries_deleted_are_three_answers(tmp_path: Path) -> None:
    """Up to three at once are believed."""
    office = _many(tmp_path)
    for path in office.entry_files("rasa")[:3]:
        path.unlink()
    office.once()
    assert _decisions(office) == ["delete"] * 3
    _stands(office)


def test_a_calendar_that_is_gone_decides_nothing(office: Office) -> None:
    """The folder of our entries is not there: that is no answer about any of them; put back, all is as it was."""
    dump = office.dump()
    folder = office.folder / "calendars/rasa/promises"
    folder.rename(office.folder / "away")
    outcome = office.once()
    assert outcome.reminders.errors and _decisions(office) == []
    assert not folder.exists()
    (office.folder / "away").rename(folder)
    assert office.once().reminders.errors == []
    assert [line for line in office.dump() if not line.startswith("sighting")] == [line for line in dump if not line.startswith("sighting")]


def test_old_entries_cleared_away_say_nothing(tmp_path: Path) -> None:
    """Entries 14 days past may be deleted by the dozen: nothing is decided, nothing comes back, the writing goes on."""
    office = _many(tmp_path)
    office.now = dt.datetime(2026, 12, 20, 10, tzinfo=dt.UTC)
    for path in office.entry_files("rasa"):
        path.unlink()
    office.send(Mail(id="w9", sender=RASA, to=(JOHN,), at="2026-12-18T11:00", text="I will call you on 22 December at 15:00."))
    outcome = office.once()
    assert _decisions(office) == [] and outcome.reminders.errors == []
    assert len(office.entry_files("rasa")) == 1
    _stands_at(office)


def _stands_at(office: Office) -> None:
    dump, calendars = office.dump(), office.calendars()
    for _ in range(3):
        office.once()
    assert office.dump() == dump and office.calendars() == calendars


def test_a_calendar_that_refuses_writing_loses_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """F85: the entry waits in the outbox with the reason, and is written when the calendar takes it again."""
    from connectors.files.vdir_reminders import VdirReminders
    from syncd.errors import Forbidden

    def refuse(*_: object) -> None:
        raise Forbidden("403: you may not write into this calendar")

    office.send(Mail(id="n1", sender=RASA, to=(JOHN,), at="2026-11-16T11:00", text="I will call you on 27 November at 15:00."))
    with monkeypatch.context() as patch:
        patch.setattr(VdirReminders, "put", refuse)
        outcome = office.once()
        assert outcome.reminders.put == 0 and any("403" in e for e in outcome.reminders.errors)
        assert office.rows("SELECT state, tries FROM reminder WHERE error IS NOT NULL") == [("wanted", 1)]
    office.now += dt.timedelta(minutes=6)
    assert office.once().reminders.put == 1
    assert len(office.entry_files("rasa")) == 3


# ── a person is quicker than we are ──────────────────────────────────────────────────────────────────────────────


def _new_terms(office: Office) -> None:
    """The texts of all entries are to change (the pages have moved): each row waits to be written again."""
    office.configure(sources='[web]\nurl = "https://pages.klimatas.example"\n')


QUICK: dict[str, Callable[[Office, Path], object]] = {
    "moved": lambda o, p: o.edit(p, MOVED),
    "deleted": lambda o, p: p.unlink(),
    "ticked": lambda o, p: o.edit(p, _title("✓")),
}


@pytest.mark.parametrize("what", QUICK)
def test_an_entry_changed_while_a_new_text_for_it_waits_is_the_person_s(office: Office, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """Between our deciding to rewrite an entry and writing it a person changes it: their change stands."""
    from connectors.files.vdir_reminders import VdirReminders
    from syncd.errors import SourceError

    def unreachable(*_: object) -> None:
        raise SourceError("the disk is away")

    entry = office.entry_of("rasa", "24 d. 15:00")
    _new_terms(office)
    with monkeypatch.context() as patch:
        patch.setattr(VdirReminders, "put", unreachable)
        office.once()
    QUICK[what](office, entry)
    after = entry.read_bytes() if entry.exists() else None
    office.now += dt.timedelta(minutes=6)
    office.once()
    assert (entry.read_bytes() if entry.exists() else None) == after
    assert _decisions(office) == [{"moved": "move", "deleted": "delete", "ticked": "done"}[what]]
    assert "https://pages.klimatas.example" in office.entry_of("rasa", "26 November").read_bytes().decode()
    _stands_at(office)


def test_switching_to_shadow_and_back_writes_nothing_twice(office: Office) -> None:
    """mode = "shadow" writes nothing and takes nothing out; answers are still read; "on" again goes on as before."""
    calendars = office.calendars()
    office.configure(mode="shadow")
    office.once()
    assert office.calendars() == calendars
    entry = office.entry_of("rasa", "26 November")
    entry.unlink()
    office.once()
    office.configure(mode="on")
    office.once()
    assert not entry.exists() and _decisions(office) == ["delete"]
    assert {name for name in calendars if name in office.calendars()} == set(calendars) - {str(entry.relative_to(office.folder))}
    _stands(office)


def test_a_promise_handed_over_moves_its_entry_under_the_same_uid(office: Office) -> None:
    """Handed to Jonas on the pages, the entry leaves Rasa's calendar and stands in his; that is no deletion of hers."""
    entry = office.entry_of("rasa", "26 November")
    office.decide("hand_over", "26 November", JONAS)
    office.once()
    assert not entry.exists() and set(office.reminders("jonas")) == {entry.stem}
    assert _decisions(office) == ["hand_over"]
    _stands(office)


# ── the rules that need a store ──────────────────────────────────────────────────────────────────────────────────


def test_a_meeting_of_the_right_person_stands_for_the_entry(tmp_path: Path) -> None:
    """skip_if_entry_exists looks into the calendar the entry would stand in: the assignee's, not the promiser's."""
    office = Office(tmp_path, options={"reminders": 'hold = "0"'})
    office.put_entry("petras", "visit", meeting("v@x", "20261125T090000", "Visit", people=(PETRAS, JOHN), organizer=PETRAS))
    office.put_entry("rasa", "other", meeting("o@x", "20261124T150000", "Call", people=(RASA, ONA)))
    for id_, sender, to, text in (
        ("s1", JONAS, JOHN, "Petras will visit you on 25 November at 9:00."),
        ("s2", RASA, ONA, "I will call you on 24 November at 15:00."),
        ("s3", JONAS, ONA, "I will call you on 24 November at 16:00."),
        ("s4", RASA, ONA, "I will call you on 26 November at 16:00."),
    ):
        office.send(Mail(id=id_, sender=sender, to=(to,), at="2026-11-16T10:00", text=text))
    office.once()
    assert {who: [s.title for s in office.reminders(who).values()] for who in office.people} == {
        "rasa": ["Paskambinti: Ona Kazlauskienė"], "jonas": ["Call Ona Kazlauskienė"], "petras": []
    }  # fmt: skip


@pytest.mark.parametrize(("mode", "state", "files"), [("off", None, 0), ("shadow", "shadow", 0), ("on", "there", 1)])
def test_the_mode_says_what_is_found_shown_and_written(tmp_path: Path, mode: str, state: str | None, files: int) -> None:
    """off plans nothing, shadow shows what would be put, on puts it; the promise is found in each."""
    office = Office(tmp_path, options={"mode": mode})
    office.send(MAILS[0])
    office.once()
    assert office.rows("SELECT count(*) FROM promise") == [(1,)]
    assert office.rows("SELECT state FROM reminder") == ([(state,)] if state else [])
    assert len(office.entry_files("rasa")) == files


def test_a_promise_found_long_after_it_was_said_is_historic(tmp_path: Path) -> None:
    """Found more than since_days after it was said it has no entry, whatever its term; decided once and kept by a rebuild."""
    office = Office(tmp_path)
    office.send(Mail(id="h1", sender=RASA, to=(ONA,), at="2026-11-01T10:00", text="I will send you the offer by 30 November."))
    office.send(Mail(id="h2", sender=RASA, to=(ONA,), at="2026-11-03T10:00", text="I will send you the contract by 30 November."))
    office.once()
    assert office.rows("SELECT state FROM promise ORDER BY said_at") == [("historic",), ("open",)]
    assert len(office.entry_files("rasa")) == 1
    office.configure(reminders='hold = "0"\nskip_if_entry_exists = false\nsince_days = 60')
    _stands(office)


def test_a_received_promise_of_a_colleague_is_not_trusted(tmp_path: Path) -> None:
    """F89: without a copy in Sent and without dmarc=pass it is listed, and no entry stands; the copy in Sent makes it trusted."""
    office = Office(tmp_path)
    mail = Mail(id="u1", sender=RASA, to=(ONA,), cc=(JONAS,), at="2026-11-16T10:00", text="I will send you the offer by 26 November.")
    office.put_mail("jonas", "", mail.raw(received="Received: from x\n"), "u1")
    office.once()
    assert office.rows("SELECT trusted FROM promise") == [(0,)] and office.entry_files("rasa") == []
    office.put_mail("rasa", "Sent", mail.raw(), "u1")
    office.once()
    assert office.rows("SELECT trusted FROM promise") == [(1,)] and len(office.entry_files("rasa")) == 1
    _stands(office)


def test_no_entry_stands_before_all_folders_of_its_owner_are_read(office: Office) -> None:
    """An owner whose mailbox cannot be read to its end gets no new entry until it was: the answer may lie in there."""
    for path in office.folder.glob("history.db*"):
        path.unlink()
    for path in office.entry_files("rasa"):
        path.unlink()
    broken = office.folder / "mail/rasa"
    broken.rename(office.folder / "away")
    office.send(Mail(id="o1", sender=JONAS, to=(JOHN,), at="2026-11-16T10:00", text="Rasa will call you on 24 November at 10:00."))
    outcome = office.once()
    assert any(s.error for s in outcome.sources) and office.entry_files("rasa") == []
    (office.folder / "away").rename(broken)
    office.once()
    assert len(office.entry_files("rasa")) == 3


def test_a_busy_day_says_n_more_and_settles(tmp_path: Path) -> None:
    """T19: eight on one day are four entries and “4 more”; kept ones make room, and nothing flickers in between."""
    office = Office(tmp_path)
    for n in range(8):
        office.send(Mail(id=f"m{n}", sender=JONAS, to=(ONA,), at="2026-11-16T10:00", text=f"I will send you the offer K{n} on 24 November."))
    office.once()
    titles = sorted(s.title for s in office.reminders("jonas").values())
    assert titles == ["4 more promises"] + ["Send to Ona Kazlauskienė"] * 4
    assert office.rows("SELECT state, count(*) FROM reminder GROUP BY state ORDER BY state") == [("collected", 4), ("there", 5)]
    _stands(office)
    for uid, seen in office.reminders("jonas").items():
        if seen.title != "4 more promises":
            office.edit(office.folder / f"calendars/jonas/promises/{uid}.ics", _title("✓"))
    office.once()
    office.once()
    assert sorted(s.title for s in office.reminders("jonas").values() if not s.title.startswith("✓")) == ["Send to Ona Kazlauskienė"] * 4
    _stands(office)
