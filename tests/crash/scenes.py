"""What a run does when it is interrupted: scenes, each with what stands before and the run that is killed in it."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from connectors.files.listing import Size
from syncd import faults
from tests.store.world import JOHN, JONAS, OLGA, ONA, RASA, Mail, Office, meeting, settle

MORE = tuple(
    Mail(id=f"m{n}", sender=sender, to=(to,), at=f"2026-11-1{n % 6}T08:{n:02d}", subject=f"Reikalas {n}", text=text.format(day=18 + n))
    for n, (sender, to, text) in enumerate(
        (
            (RASA, ONA, "Paskambinsiu jums lapkričio {day} d. 10:00."),
            (RASA, JOHN, "I will send you the drawings by {day} November."),
            (JONAS, OLGA, "Перезвоню вам {day} ноября в 11:00."),
            (RASA, OLGA, "Отправлю счёт до {day} ноября."),
            (JONAS, JOHN, "I will call you on {day} November at 15:00."),
            (JONAS, ONA, "Sąskaitą atsiųsiu lapkričio {day} d."),
            (RASA, ONA, "I will call you on {day} November at 16:30."),
        )
    )
)


MOVED = (r"^DTSTART[^\r\n]*", "DTSTART;TZID=Europe/Vilnius:20261126T083000")
ANSWERS = (  # whose entry, words in it, and what is done to it (nothing: it is deleted)
    ("jonas", "24 November at 15:00", MOVED),
    ("jonas", "22 November at 15:00", MOVED),
    ("rasa", "lapkričio 27 d", MOVED),
    ("petras", "25 ноября", (r"^SUMMARY:", "SUMMARY:✓ ")),
    ("jonas", "20 ноября", (r"^SUMMARY:", "SUMMARY:сделано ")),
    ("rasa", "by 19 November", (r"^STATUS:[^\r\n]*|^CLASS:PRIVATE", "CLASS:PRIVATE\r\nCATEGORIES:Done")),
    ("rasa", "24 November at 16:30", (r"^SUMMARY:", "SUMMARY:ne ")),
    ("jonas", "by 26 November", (r"^SUMMARY:", "SUMMARY:no: ")),
    ("rasa", "до 21 ноября", (r"^DESCRIPTION:", "DESCRIPTION:Buvau pas juos.\\\\n")),
    ("rasa", "lapkričio 18 d"),
    ("petras", "25 November at 9:00"),
    ("jonas", "lapkričio 23 d"),
)


def _harvested(office: Office) -> None:
    settle(office)
    for mail in MORE:
        office.send(mail)
    office.once()


def _before_harvest(office: Office) -> None:
    settle(office)
    for mail in MORE:
        office.send(mail)


def _answered(office: Office) -> None:
    """New mail with promises, a person's changes of four kinds, and decisions made on the pages."""
    _harvested(office)
    for n, to in enumerate((ONA, JOHN, OLGA)):
        office.send(Mail(id=f"n{n}", sender=RASA, to=(to,), at="2026-11-16T10:00", subject="Nauja", text=f"I will call you on {27 + n} November at 15:00."))
    for who, words, *change in ANSWERS:
        entry = office.entry_of(who, words)
        office.edit(entry, *change) if change else entry.unlink()
    office.decide("move", "invoice by 26", "2026-11-20T09:00:00+02:00")


def _dismissed(office: Office) -> None:
    """Every promise of Rasa and Jonas dismissed on the pages: their entries are to be taken out."""
    _harvested(office)
    for words in ("lapkričio 18", "by 19 November", "20 ноября", "до 21", "22 November", "lapkričio 23", "24 November at 16:30", "invoice by 26", "24 November at 15:00",
                  "iki lapkričio 27", "25 ноября"):  # fmt: skip
        office.decide("dismiss", words)


def _made_private(office: Office) -> None:
    """Mails and a meeting that were stored are marked private: they go, their promises, entries and originals with them."""
    _harvested(office)
    for who in ("rasa", "jonas"):
        (office.folder / f"mail/{who}/.Sent/dovecot-keywords").write_text("0 Private\n")
    for path in sorted((office.folder / "mail").glob("*/.Sent/cur/m*")):
        path.rename(path.with_name(path.name + "a"))
    entry = office.folder / "calendars/rasa/work/weekly.ics"
    entry.write_bytes(entry.read_bytes().replace(b"STATUS:", b"CLASS:PRIVATE\r\nSTATUS:"))


def _overdue(office: Office) -> None:
    """What Rasa and Jonas promised for the 18th and 19th is over, and they were reminded of it again."""
    _harvested(office)
    for hour in (dt.datetime(2026, 11, 19, 16, 30, tzinfo=dt.UTC), dt.datetime(2026, 11, 20, 7, 30, tzinfo=dt.UTC)):
        _escalate(office, hour)
    assert [purpose for (purpose,) in office.rows("SELECT DISTINCT purpose FROM reminder ORDER BY purpose")] == ["due", "overdue"]


def _escalate(office: Office, now: dt.datetime) -> None:
    office.configure(reminders='hold = "0"\nskip_if_entry_exists = false\nescalate = true\nbriefs = "off"')
    office.now = now
    office.once()


def _told_to_the_manager(office: Office) -> None:
    _escalate(office, dt.datetime(2026, 11, 24, 16, 30, tzinfo=dt.UTC))


def _quiet(office: Office) -> None:
    """A customer who was written to each fortnight and not since summer, and a meeting with another; nobody is told of either yet."""
    for n in range(14):
        day = dt.date(2026, 2, 2) + dt.timedelta(days=14 * n)
        office.send(Mail(id=f"q{n}", sender=RASA, to=("ana@ana.example",), at=f"{day}T10:00", subject=f"Naujienos {n}", text=f"Laba diena, štai naujienos {n}."))
    office.put_entry("rasa", "m", meeting("m1", "20261118T100000", "Siurblys", people=(RASA, ONA)))
    office.once()
    assert office.rows("SELECT count(*) FROM reminder") == [(0,)]


def _told_beforehand(office: Office) -> None:
    office.configure(reminders='hold = "0"\nbriefs = "all"\nsuggest_meetings = true')
    office.once()
    assert office.rows("SELECT purpose FROM reminder ORDER BY 1") == [("brief",), ("meet",)]


def _once(office: Office) -> None:
    office.once()


def _rebuild_and_once(office: Office) -> None:
    office.rebuild()
    office.once()


@dataclass(frozen=True, slots=True)
class Scene:
    """`before` makes the world as it stands, `run` is what is interrupted and then done again."""

    name: str
    before: Callable[[Office], None]
    run: Callable[[Office], None]


SCENES = (
    Scene("first harvest", _before_harvest, _once),
    Scene("new mail and people's answers", _answered, _once),
    Scene("entries taken out", _dismissed, _once),
    Scene("mails made private", _made_private, _once),
    Scene("overdue promises", _overdue, _told_to_the_manager),
    Scene("rebuild", _harvested, _rebuild_and_once),
)


# About no promise; not among the others, for what is special in it is the writing of these entries alone.
BESIDE = Scene("before a meeting, and whom to meet", _quiet, _told_beforehand)


class Stage:
    """A scene set up once: its folder, how often each point is reached in it, and how it ends when nothing happens.

    `looks`: also at which of these points the disk is not as it was at the point before, whichever that was (`changed`). A kill leaves what is on
    the disk and nothing else, so where that is the same, it is the same kill.
    """

    def __init__(self, scene: Scene, folder: Path, *, looks: bool = False) -> None:
        self.scene, self.folder = scene, folder
        scene.before(self.office("before"))
        self.points: Counter[str] = Counter()
        self.changed: dict[str, list[int]] = {}
        self._count(looks)
        undisturbed = self.copy("undisturbed")
        scene.run(undisturbed)
        self.dump, self.calendars, self.originals = undisturbed.dump(), undisturbed.calendars(), undisturbed.originals()

    def office(self, name: str) -> Office:
        """The office in a folder of that name."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        return Office(folder)

    def copy(self, name: str) -> Office:
        """A fresh copy of what stands before."""
        shutil.rmtree(self.folder / name, ignore_errors=True)
        shutil.copytree(self.folder / "before", self.folder / name)
        return self.office(name)

    def _count(self, looks: bool) -> None:
        office = self.copy("counted")
        before = _on_disk(office.folder)

        def hit(name: str) -> None:
            nonlocal before
            self.points[name] += 1
            if looks and (now := _on_disk(office.folder)) != before:
                before = now
                self.changed.setdefault(name, []).append(self.points[name])

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(faults, "ARMED", True)
            patch.setattr(faults, "hit", hit)
            self.scene.run(office)

    def interrupt(self, *killed_at: str) -> None:
        """Kill the run at these points, one run after another, then let it end: all is as if nothing had happened."""
        office = self.copy("killed")
        for fault in killed_at:
            assert office.killed(fault, lambda: self.scene.run(office)), f"{self.scene.name}: {fault} was not reached"
        self.scene.run(office)
        assert office.calendars() == self.calendars, killed_at
        assert office.dump() == self.dump, killed_at
        assert office.originals() == self.originals, killed_at


def _on_disk(folder: Path) -> dict[str, object]:
    """All files by what tells a change: of a log of SQLite, which is written over, its bytes; of others when they were written. Without indexes into such logs."""
    found: dict[str, object] = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            if name.endswith("-wal"):
                found[path] = Path(path).read_bytes()
            elif not name.endswith("-shm"):
                told = os.lstat(path)
                found[path] = (told.st_ino, told.st_size, told.st_mtime_ns)
    return found


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of three items, so that a folder takes many transactions."""
    monkeypatch.setattr("connectors.files.maildir.Size", lambda: Size(items=3))
    monkeypatch.setattr("connectors.files.vdir.Size", lambda: Size(items=3))


def spread(count: int, samples: int) -> list[int]:
    """`samples` numbers from 1 to `count`, evenly spread, the first and the last among them."""
    if count <= samples:
        return list(range(1, count + 1))
    return sorted({1 + round(i * (count - 1) / (samples - 1)) for i in range(samples)})
