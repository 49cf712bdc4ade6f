"""The vdir connector keeps both contracts, and what .ics files ask for."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from connectors.base import Broken, Cursor, Fetched
from connectors.entry import read_entry, write_entry
from connectors.files import vdir, vdir_reminders
from connectors.files.ics import split_calendar
from syncd.errors import ChangedByPerson, SourceError
from tests.connectors.contract import EVENT, HarvesterContract, Store, event, the_collection
from tests.connectors.contract_reminders import ReminderCalendarContract, reminder
from tests.connectors.worlds import SMALL, foreign, rest, tree
from tests.timing import least

NOW = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)
NOBODY = 65534


class Entries:
    """A folder of .ics files."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.raw = event
        root.mkdir()

    def open(self) -> vdir.VdirHarvester:
        return vdir.VdirHarvester(self.root, size=SMALL)

    def add(self, name: str) -> None:
        (self.root / f"{name}.ics").write_bytes(event(name))
        rest(self.root / f"{name}.ics")

    def remove(self, name: str) -> None:
        (self.root / f"{name}.ics").unlink()

    def damage(self, name: str) -> bool:
        (self.root / f"{name}.ics").write_bytes(b"\x00\x01 nothing")
        return True

    def flag(self, name: str) -> bool:
        return False

    def forget(self, cursor: Cursor) -> Cursor:
        return foreign(cursor)

    def own(self) -> bool:
        (self.root / "syncd-0a1b.ics").write_bytes(write_entry(reminder(), NOW))
        copied = write_entry(reminder(), NOW).replace(b"UID:syncd-", b"UID:copy-")
        (self.root / "copy.ics").write_bytes(copied)
        return True

    def state(self) -> object:
        return tree(self.root)


class TestFolder(HarvesterContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Entries:
        return Entries(tmp_path / "calendar")


class OneFile(Entries):
    """A single .ics file with many entries."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.path = root / "export.ics"
        self.names: list[str] = []
        self.save()

    def save(self) -> None:
        body = b"".join(event(n).split(b"\r\n", 3)[3].removesuffix(b"END:VCALENDAR\r\n") for n in self.names)
        self.path.write_bytes(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n" + body + b"END:VCALENDAR\r\n")
        rest(self.path)

    def open(self) -> vdir.VdirHarvester:
        return vdir.VdirHarvester(self.path, size=SMALL)

    def add(self, name: str) -> None:
        self.names.append(name)
        self.save()

    def remove(self, name: str) -> None:
        self.names.remove(name)
        self.save()

    def damage(self, name: str) -> bool:
        return False

    def own(self) -> bool:
        self.add("syncd-0a1b")
        return True


class TestFile(HarvesterContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> OneFile:
        return OneFile(tmp_path / "calendar")


class Person:
    """Somebody with a calendar program that writes the folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "work").mkdir(parents=True)

    @property
    def folder(self) -> Path:
        return self.root / "promises"

    def open(self) -> vdir.VdirReminders:
        return vdir.VdirReminders(self.root)

    def change(self, uid: str, *, title: str = "", start: dt.datetime | None = None, note: str = "", done: bool | None = None) -> None:
        path = self.folder / f"{uid}.ics"
        text = path.read_bytes().decode()
        if title:
            text = re.sub(r"SUMMARY:[^\r]*(\r\n [^\r]*)*", f"SUMMARY:{title}", text)
        if start:
            text = re.sub(r"DTSTART[^\r]*", f"DTSTART;TZID=Europe/Vilnius:{start:%Y%m%dT%H%M%S}", text)
        if note:
            text = re.sub(r"\r\nDESCRIPTION:", f"\r\nDESCRIPTION:{note}\\\\n", text, count=1)
        if done:
            text = text.replace("END:VEVENT", "CATEGORIES:Darbas,Atlikta\r\nEND:VEVENT")
        path.write_text(text, newline="")

    def delete(self, uid: str) -> None:
        (self.folder / f"{uid}.ics").unlink()

    def copy(self, uid: str) -> None:
        text = (self.folder / f"{uid}.ics").read_bytes()
        (self.folder / "copy.ics").write_bytes(text.replace(f"UID:{uid}".encode(), b"UID:1234@phone"))

    def close(self) -> None:
        shutil.rmtree(self.root)

    def forbid(self) -> bool:
        self.folder.chmod(0o555)
        if os.geteuid() == 0:  # whom no mode keeps out
            os.seteuid(NOBODY)
        return True

    def state(self) -> object:
        return tree(self.root)

    def text(self, uid: str) -> str:
        return (self.folder / f"{uid}.ics").read_text()


@pytest.fixture
def outside() -> Iterator[Path]:
    """A folder that any user can reach, unlike those of pytest; in the end we are again who we were."""
    us = os.geteuid()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        try:
            yield Path(folder)
        finally:
            os.seteuid(us)


class TestReminders(ReminderCalendarContract):
    @pytest.fixture
    def world(self, outside: Path) -> Person:
        return Person(outside / "calendars")


def test_a_folder_in_which_the_calendar_cannot_be_made_is_told(outside: Path) -> None:
    """writable: before the first put it is the folder around that counts."""
    person = Person(outside / "calendars")
    assert person.open().writable()
    person.root.chmod(0o555)
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
    assert not person.open().writable()


@pytest.mark.parametrize(
    ("there", "place", "reason"),
    [
        ((), "syncd-0a1b2c1.ics", "an empty folder is the calendar"),
        (("work/", "home/"), "promises/syncd-0a1b2c1.ics", "a folder of calendars gets one more"),
        (("promises/",), "promises/syncd-0a1b2c1.ics", "it is there already"),
        (("meeting.ics",), "syncd-0a1b2c1.ics", "a folder of entries is the calendar"),
        (("syncd-old.ics", "later/"), "syncd-0a1b2c1.ics", "a folder made later does not move the entries"),
        ((".git/",), "syncd-0a1b2c1.ics", "hidden folders are no calendars"),
    ],
)
def test_reminders_lie_where_the_persons_programs_look(tmp_path: Path, there: tuple[str, ...], place: str, reason: str) -> None:
    """`<path>/promises/<uid>.ics` if path holds folders, else `<path>/<uid>.ics`."""
    for name in there:
        (tmp_path / name).mkdir() if name.endswith("/") else (tmp_path / name).write_bytes(event(name))
    vdir.open_reminders(vdir.VdirOptions(path="."), tmp_path).put(reminder(), None)
    assert (tmp_path / place).is_file(), reason
    assert not list(tmp_path.rglob("*.tmp"))


def test_an_entry_is_found_under_another_name(tmp_path: Path) -> None:
    """Some programs rename files; the uid tells."""
    calendar = vdir.VdirReminders(tmp_path)
    seen = calendar.put(reminder(), None)
    (tmp_path / seen.handle).rename(tmp_path / "renamed.ics")
    assert calendar.ask("syncd-other") is None
    found = calendar.ask(seen.uid)
    assert found is not None and (found.handle, found.etag) == ("renamed.ics", seen.etag)
    assert calendar.put(reminder(), None) == found
    assert calendar.put(reminder(content_hash="b"), found).handle == "renamed.ics"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("killed_at", ["fsync", "link", "unlink", "replace"])
def test_a_kill_while_writing_leaves_the_old_entry_or_the_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed_at: str) -> None:
    """F35: at every step of a write; and putting it again gives one entry and nothing beside it."""

    class Killed(BaseException):
        """What no code catches."""

    def die(*args: object, **kwargs: object) -> None:
        raise Killed

    first = vdir.VdirReminders(tmp_path).put(reminder(2), None)
    changed = reminder(2, title="Nauja", content_hash="b")
    hits = 0
    for r, last in ((reminder(1), None), (changed, first)):
        with monkeypatch.context() as patch:
            patch.setattr(vdir_reminders.os, killed_at, die)
            try:
                vdir.VdirReminders(tmp_path).put(r, last)
            except Killed:
                hits += 1
        titles = {s.uid: s.title for s in vdir.VdirReminders(tmp_path).look()}
        assert titles.get(r.uid) in (None, r.title, first.title), "never half an entry"
        vdir.VdirReminders(tmp_path).put(r, last)
    assert hits >= 1, "the step was never reached"
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"{reminder(n).uid}.ics" for n in (1, 2)]


def test_an_entry_moved_into_another_calendar_is_found_written_and_removed_there(tmp_path: Path) -> None:
    """A file moved beside our folder is the same entry, and stays where the person has put it."""
    (tmp_path / "work").mkdir()
    (tmp_path / ".git").mkdir()
    calendar = vdir_reminders.VdirReminders(tmp_path)
    seen = calendar.put(reminder(), None)
    shutil.move(tmp_path / "promises" / seen.handle, tmp_path / "work/mine.ics")
    assert list(calendar.look()) == []
    found = vdir_reminders.VdirReminders(tmp_path).ask(seen.uid)
    assert found is not None and (found.handle, found.etag) == ("work/mine.ics", seen.etag)
    later = calendar.put(reminder(content_hash="b"), found)
    assert (later.handle, later.content_hash) == ("work/mine.ics", "b") and calendar.ask(seen.uid) == later
    with pytest.raises(ChangedByPerson):
        calendar.remove(found)
    calendar.remove(later)
    assert calendar.ask(seen.uid) is None and not list(tmp_path.rglob("*.ics"))


def test_doubles_are_both_seen_and_can_go(tmp_path: Path) -> None:
    """remove is by handle: of two files with one uid, one can go."""
    calendar = vdir.VdirReminders(tmp_path)
    seen = calendar.put(reminder(), None)
    shutil.copy(tmp_path / seen.handle, tmp_path / "double.ics")
    double, first = sorted(calendar.look(), key=lambda s: s.handle)
    assert double.uid == first.uid
    calendar.remove(double)
    assert list(calendar.look()) == [seen]


def test_a_calendar_folder_that_was_taken_away_decides_nothing(tmp_path: Path) -> None:
    """§8: deleted is only what the calendar itself says is gone."""
    (tmp_path / "work").mkdir()
    calendar = vdir.VdirReminders(tmp_path)
    seen = calendar.put(reminder(), None)
    shutil.rmtree(tmp_path / "promises")
    with pytest.raises(SourceError):
        calendar.ask(seen.uid)


def test_an_entry_a_program_rewrote_without_a_change_is_still_the_same(tmp_path: Path) -> None:
    """A sync adds properties and its own order; what the person sees is as before, so a repeated put adopts it."""
    calendar = vdir.VdirReminders(tmp_path)
    seen = calendar.put(reminder(), None)
    path = tmp_path / seen.handle
    added = b"X-APPLE-SORT:1\r\nLAST-MODIFIED:20260302T080000Z\r\nEND:VEVENT"
    path.write_bytes(path.read_bytes().replace(b"END:VEVENT", added).replace(b"\r\n", b"\n"))
    again = calendar.put(reminder(), None)
    assert again.etag != seen.etag
    with pytest.raises(ChangedByPerson):
        calendar.put(reminder(content_hash="b"), seen)


def test_an_entry_cut_in_half_is_still_ours(tmp_path: Path) -> None:
    """A damaged file of ours is neither lost nor an exception."""
    calendar = vdir.VdirReminders(tmp_path)
    seen = calendar.put(reminder(), None)
    path = tmp_path / seen.handle
    path.write_bytes(path.read_bytes()[:180])
    (found,) = calendar.look()
    assert found.uid == seen.uid and found.etag != seen.etag


@pytest.mark.parametrize(
    ("line", "at", "reason"),
    [
        ("DTSTART;TZID=FLE Standard Time:20260306T150000", "2026-03-06T13:00:00+00:00", "Outlook writes Windows names"),
        (
            "DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Vilnius:20260306T150000",
            "2026-03-06T13:00:00+00:00",
            "Evolution writes paths",
        ),
        ('DTSTART;X-A=1;TZID="Europe/Moscow":20260306T150000', "2026-03-06T12:00:00+00:00", "quoted, moved to another zone"),
        ("DTSTART:20260306T150000", "2026-03-06T13:00:00+00:00", "floating: the zone we wrote"),
        ("DTSTART:20260306T130000Z", "2026-03-06T13:00:00+00:00", "in UTC"),
        ("DTSTART;VALUE=DATE:20260306", "2026-03-05T22:00:00+00:00", "made an all-day entry"),
        ("DTSTART;TZID=Nowhere:20260306T150000", "2026-03-06T13:00:00+00:00", "a zone nobody knows: the one we wrote"),
        ("DTSTART:yesterday", None, "no time at all"),
    ],
)
def test_a_moved_entry_is_read_whatever_program_moved_it(tmp_path: Path, line: str, at: str | None, reason: str) -> None:
    """F61, F67, F79: the instant is the person's."""
    calendar = vdir.VdirReminders(tmp_path)
    path = tmp_path / calendar.put(reminder(), None).handle
    path.write_bytes(re.sub(rb"DTSTART[^\r]*", line.encode(), path.read_bytes()))
    (seen,) = calendar.look()
    assert (seen.start and seen.start.astimezone(dt.UTC).isoformat()) == at, reason


def test_hostile_entries_take_no_time(tmp_path: Path) -> None:
    """T26: 50 kB of anything within 50 ms."""
    head = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:syncd-x\r\n"
    for evil in (
        "A" + ";B=C" * 12_500,
        "SUMMARY:" + "\\" * 50_000,
        "\r\n " * 12_000,
        "BEGIN:X\r\n" * 5_000,
        "UID:" + " " * 50_000,
        'A;B="' * 10_000,
    ):
        entry, calendar = f"{head}{evil}\r\nEND:VEVENT\r\n".encode(), f"{head}{evil}\r\n".encode()
        assert read_entry(entry, "a", "b") is not None
        assert least(partial(read_entry, entry, "a", "b"), 0.025) + least(partial(split_calendar, calendar), 0.025) <= 0.05, evil[:20]


def test_a_single_file_keeps_no_reminders(tmp_path: Path) -> None:
    """An export is somebody else's file."""
    (tmp_path / "a.ics").write_bytes(event("a"))
    with pytest.raises(SourceError, match="name a folder"):
        vdir.VdirReminders(tmp_path / "a.ics").put(reminder(), None)


def test_a_handle_leads_nowhere_else(tmp_path: Path) -> None:
    """A damaged store cannot make us delete other files."""
    calendar = vdir.VdirReminders(tmp_path)
    seen = calendar.put(reminder(), None)
    for handle in ("../x.ics", ".hidden.ics", "notes.txt", "/etc/x.ics", "a/b/x.ics", ".git/x.ics", "work/.hidden.ics", "../promises/x.ics"):
        with pytest.raises(SourceError):
            calendar.remove(replace(seen, handle=handle))


def test_folders_are_calendars(tmp_path: Path) -> None:
    """Subfolders by the name they give themselves; address books are none."""
    for name in ("work", "home", "contacts", "empty"):
        (tmp_path / name).mkdir()
    (tmp_path / "work" / "a.ics").write_bytes(event("a"))
    (tmp_path / "work" / "displayname").write_text("Darbas\n")
    (tmp_path / "home" / "b.ics").write_bytes(event("b"))
    (tmp_path / "contacts" / "c.vcf").write_text("BEGIN:VCARD")
    found = {c.id: (c.name, c.role) for c in vdir.VdirHarvester(tmp_path).collections()}
    assert found == {"work": ("Darbas", "calendar"), "home": ("home", "calendar"), "empty": ("empty", "calendar")}


def test_an_entry_rewritten_within_one_tick_is_fetched_again(tmp_path: Path) -> None:
    """Same time, same size, other words: the bytes decide while the file is fresh."""
    entries = Entries(tmp_path / "calendar")
    path = entries.root / "a.ics"
    path.write_bytes(event("aaaa"))
    state = path.stat()
    store = Store()
    store.run(entries.open())
    path.write_bytes(event("bbbb"))
    os.utime(path, ns=(state.st_mtime_ns, state.st_mtime_ns))
    (change,) = store.run(entries.open())
    assert isinstance(change, Fetched) and change.raw == event("bbbb")
    assert store.run(entries.open()) == []


def test_a_touched_file_is_no_change(tmp_path: Path) -> None:
    """A restore from a backup gives new times and the same bytes only where the bytes are known."""
    entries = Entries(tmp_path / "calendar")
    (entries.root / "a.ics").write_bytes(event("a"))  # fresh: its bytes are remembered
    store = Store()
    store.run(entries.open())
    rest(entries.root / "a.ics")
    assert store.run(entries.open()) == []


def test_a_series_stays_with_its_changed_occurrences_and_its_zone() -> None:
    """All that bears one uid is one item."""
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:FLE Standard Time\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"
        "TZOFFSETFROM:+0300\r\nTZOFFSETTO:+0200\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    one = "BEGIN:VEVENT\r\nUID:series\r\nDTSTART;TZID=FLE Standard Time:20260302T090000\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n"
    two = (
        "BEGIN:VEVENT\r\nUID:series\r\nRECURRENCE-ID;TZID=FLE Standard Time:20260303T090000\r\n"
        "BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\nEND:VEVENT\r\n"
    )
    other = "BEGIN:VEVENT\r\nUID:single\r\n -folded\r\nDTSTART:20260302T090000Z\r\nEND:VEVENT\r\n"
    parts = split_calendar(f"BEGIN:VCALENDAR\r\nX-WR-CALNAME:A\r\n{zone}{one}{other}{two}END:VCALENDAR\r\n".encode())
    assert set(parts) == {"series", "single-folded"}
    assert parts["series"] == f"BEGIN:VCALENDAR\r\nX-WR-CALNAME:A\r\n{zone}{one}{two}END:VCALENDAR\r\n".encode()
    assert b"VTIMEZONE" not in parts["single-folded"]


def test_a_file_cut_off_gives_what_is_whole() -> None:
    """An entry without its end costs no other."""
    raw = event("a").replace(b"END:VCALENDAR\r\n", b"") + EVENT.format("b").encode().split(b"\r\n", 3)[3][:60]
    assert set(split_calendar(raw)) == {"a"}


@pytest.mark.slow
@pytest.mark.corpus
def test_real_calendars_are_split_without_loss() -> None:
    """Every entry of the real calendars is in exactly one part."""
    corpus = Path(__file__).parents[3] / "shared" / "corpus" / "ics"
    if not corpus.is_dir():
        pytest.skip("../shared/corpus is absent: real calendars were NOT tried")
    files = sorted(corpus.rglob("*.ics"))
    for path in files:
        raw = path.read_bytes()
        ends = len(re.findall(rb"(?m)^END:VEVENT[ \t]*\r?$", raw))
        got = sum(len(re.findall(rb"(?m)^END:VEVENT[ \t]*\r?$", part)) for part in split_calendar(raw).values())
        assert got == ends or raw.count(b"BEGIN:VEVENT") != raw.count(b"END:VEVENT") or b"\r\r" in raw, path
    harvester = vdir.VdirHarvester(corpus)
    changes = [c for at in harvester.collections() for page in harvester.pages(at, None) for c in page.changes]
    assert len(changes) == len(files)
    broken = [c for c in changes if isinstance(c, Broken)]
    assert all(b"BEGIN:VE" not in (c.raw or b"") for c in broken), "only files without any entry (bare rules, fuzz) are refused"
    assert len(broken) <= len(files) * 0.1


def test_an_export_that_is_being_written_waits(tmp_path: Path) -> None:
    """Half a file just now is no listing."""
    path = tmp_path / "a.ics"
    path.write_bytes(event("a")[:-20])
    harvester = vdir.VdirHarvester(path)
    with pytest.raises(SourceError, match="being written"):
        list(harvester.pages(the_collection(harvester), None))
