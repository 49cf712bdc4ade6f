"""Whatever a person does to entries at another program stands, at each kind of calendar (DESIGN §8; F79-F85, F29, F117).

Rasa keeps her calendar at a real Radicale, as events or as tasks, in a folder, or in memory; what she does there is done by plain
PUT and DELETE, or by writing files. Each answer is understood within one pass. Then come fifty passes, a restart that knows no sync token,
a token the server has forgotten, a rebuild, and a store put back from a day-old copy: nothing she did is undone, and nothing is said twice.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from connectors import memory
from connectors.dav import caldav, discovery
from connectors.dav.client import Account
from connectors.dav.reminders import Known
from syncd.core.keys import reminder_uid
from syncd.store import pauses
from syncd.takeout import Cleared, take_out
from syncd.world import World
from tests.connectors.dav_worlds import Person
from tests.servers.radicale import PASSWORD, radicale
from tests.store.world import JOHN, JONAS, NOW, RASA, Mail, Office

FEW = 10  # promises, where the number of entries is not the point
_numbers = itertools.count(1)
_BOGUS = "http://radicale.org/ns/sync/0123456789012345678901234567890123456789012345678901234567890123"

Change = Callable[[str], str]  # the text of an entry → as the person's program writes it


def _title(words: str) -> Change:
    return lambda text: re.sub(r"^SUMMARY:", f"SUMMARY:{words} ", text, count=1, flags=re.MULTILINE)


def _with(line: str) -> Change:
    return lambda text: text.replace("CLASS:PRIVATE", f"{line}\r\nCLASS:PRIVATE", 1)


def _dragged(text: str) -> str:
    return re.sub(r"^(DTSTART|DUE);TZID=[^\r\n]*", r"\1;TZID=Europe/Vilnius:20261125T083000", text, count=1, flags=re.MULTILINE)


def _noted(text: str) -> str:
    return re.sub(r"^(DESCRIPTION:[^\r\n]*)", r"\1\\nShe wants the big one.", text, count=1, flags=re.MULTILINE)


def _completed(text: str) -> str:
    return _with("STATUS:COMPLETED\r\nPERCENT-COMPLETE:100\r\nCOMPLETED:20261117T080000Z" if "VTODO" in text else "CATEGORIES:Completed")(text)


def _retold(text: str) -> str:
    return text.replace("CLASS:PRIVATE", "X-OTHER-PROGRAM:1\r\nCLASS:PRIVATE\r\nSEQUENCE:4", 1)


# what is done; is it a hand-off → state of the promise, the decisions, why
ANSWERS: list[tuple[Change, bool, str, list[str], str]] = [
    (_dragged, False, "open", ["move"], "dragged: only the start is another"),
    (_title("✓"), False, "kept", ["done"], "a tick before the title"),
    (_title("Done:"), False, "kept", ["done"], "done"),
    (_title("atlikta"), False, "kept", ["done"], "done, in Lithuanian"),
    (_title("сделано"), False, "kept", ["done"], "done, in Russian"),
    (_with("CATEGORIES:Customers,Done"), False, "kept", ["done"], "the category Done"),
    (_completed, False, "kept", ["done"], "completed, in the way a task or an event is"),
    (_title("no,"), False, "dismissed", ["dismiss"], "no"),
    (_title("ne"), False, "dismissed", ["dismiss"], "no, in Lithuanian"),
    (_title("Нет:"), False, "dismissed", ["dismiss"], "no, in Russian"),
    (_title("Не забыть:"), False, "open", [], "“not to forget” is no no"),
    (_noted, False, "open", ["note"], "words added"),
    (_retold, False, "open", [], "another program wrote it its own way"),
    (lambda text: text, False, "open", [], "nothing"),
    (_title("ok"), True, "open", ["accept"], "a colleague's request accepted"),
    (_title("imu"), True, "open", ["accept"], "accepted, in Lithuanian"),
    (_title("беру"), True, "open", ["accept"], "accepted, in Russian"),
]
DELETED, DECLINED, ELSEWHERE, COPIED = len(ANSWERS), len(ANSWERS) + 1, len(ANSWERS) + 2, len(ANSWERS) + 3
MORE = [(False, "open", ["delete"]), (True, "open", ["decline"]), (False, "kept", ["done"]), (False, "open", [])]
EXPECTED = [(asked, state, said) for _, asked, state, said, _ in ANSWERS] + MORE


def _mail(n: int, *, asked: bool) -> Mail:
    day = 23 + n % 4
    if asked:
        return Mail(id=f"s{n}", sender=JONAS, to=(RASA,), at=f"2026-11-16T10:{n:02}", subject=f"K{n}",
                    text=f"Rasa, please visit the customer K{n} on {day} November at 10:{n:02}.")  # fmt: skip
    return Mail(id=f"s{n}", sender=RASA, to=(f"ona@firm{n}.example",), at=f"2026-11-16T10:{n:02}", subject=f"K{n}",
                text=f"I will send you the offer by {day} November.")  # fmt: skip


# ── where she keeps her calendar ─────────────────────────────────────────────────────────────────────────────────


class AtRadicale:
    """Calendars at a server, seen by another program; `sort` is what our entries are."""

    passes = 50

    def __init__(self, url: str, sort: str) -> None:
        self.account = Account(url=f"{url}/", user=f"u{next(_numbers)}", password=PASSWORD)
        self.person, self.home = Person(self.account), f"/{self.account.user}/"
        self.person.make_calendar(f"{self.home}work/", "Darbas")
        self.sort = sort
        if sort == "task":
            self.passes = 5  # where they differ from events, they do in every pass

    def table(self, folder: Path) -> str:
        (folder / "password").write_text(PASSWORD + "\n")
        (folder / "password").chmod(0o600)
        return f'connector = "caldav"\nurl = "{self.account.url}"\nuser = "{self.account.user}"\npassword_file = "password"\nas = "{self.sort}"'

    def write(self, uid: str, change: Change) -> None:
        path = f"{self.home}syncd-promises/{uid}.ics"
        self.person.write(path, change(_unfolded(self.person.read(path))).encode())

    def delete(self, uid: str) -> None:
        self.person.delete(f"{self.home}syncd-promises/{uid}.ics")

    def put_back(self, uid: str, text: str) -> None:
        self.person.write(f"{self.home}syncd-promises/{uid}.ics", text.encode())

    def copy(self, uid: str, change: Change) -> None:
        text = change(_unfolded(self.person.read(f"{self.home}syncd-promises/{uid}.ics")))
        self.person.write(f"{self.home}work/{uid[:12]}.ics", text.encode())

    def remove_calendar(self) -> None:
        self.person.delete(f"{self.home}syncd-promises/")

    def entries(self) -> dict[str, str]:
        """Every entry in every calendar: its text without the time of writing."""
        calendars = re.findall(rf"href>({self.home}[^<]+/)<", self.person.say("PROPFIND", self.home, Depth="1").text)
        tags = {path for calendar in calendars for path in self.person.tags(calendar)}
        return {path.removeprefix(self.home): re.sub(r"DTSTAMP:\w+", "", _unfolded(self.person.read(path))) for path in sorted(tags)}

    def restart(self) -> None:
        discovery.session.cache_clear()
        caldav._known.cache_clear()

    def forget_token(self, office: Office) -> None:
        """The server no longer knows the tokens it gave, that of our entries and those of the meetings."""
        self._known().token = _BOGUS
        ((kept,),) = office.rows("SELECT cursor FROM collection c JOIN source s ON s.id = c.source_id WHERE s.name = 'rasa-calendar'")
        cursor = json.loads(str(kept))
        assert cursor["sync"].startswith("http")
        office.with_world(lambda w: w.store.db.execute("UPDATE collection SET cursor = ? WHERE cursor = ?", (json.dumps({**cursor, "sync": _BOGUS}), kept)))

    def _known(self) -> Known:
        before = caldav._known.cache_info().misses
        known = caldav._known(self.account, "Promises")
        assert caldav._known.cache_info().misses == before and known.token, "this is what the passes go by"
        return known


class InFolder:
    """Calendars as folders of files."""

    passes = 10

    def __init__(self, url: str, sort: str) -> None:
        self.root = Path()

    def table(self, folder: Path) -> str:
        self.root = folder / "calendars/rasa"
        return 'connector = "vdir"\npath = "calendars/rasa"'

    def _path(self, uid: str) -> Path:
        return self.root / "promises" / f"{uid}.ics"

    def write(self, uid: str, change: Change) -> None:
        self.put_back(uid, change(_unfolded(self._path(uid).read_bytes())))

    def delete(self, uid: str) -> None:
        self._path(uid).unlink()

    def put_back(self, uid: str, text: str) -> None:
        self._path(uid).write_text(text, encoding="utf-8", newline="")

    def copy(self, uid: str, change: Change) -> None:
        (self.root / "work" / f"{uid[:12]}.ics").write_text(change(_unfolded(self._path(uid).read_bytes())), encoding="utf-8", newline="")

    def remove_calendar(self) -> None:
        shutil.rmtree(self.root / "promises")

    def entries(self) -> dict[str, str]:
        return {str(p.relative_to(self.root)): re.sub(r"DTSTAMP:\w+", "", _unfolded(p.read_bytes())) for p in sorted(self.root.rglob("*")) if p.is_file()}

    def restart(self) -> None:
        """Nothing is kept between passes."""

    def forget_token(self, office: Office) -> None:
        """There is none."""


class InMemory:
    """A calendar without text: what is changed is read from the text it would have."""

    passes = 10

    def __init__(self, url: str, sort: str) -> None:
        self.name = f"answers-{next(_numbers)}"
        self.calendar = memory.world(self.name).calendar

    def table(self, folder: Path) -> str:
        return f'connector = "memory"\nworld = "{self.name}"'

    def write(self, uid: str, change: Change) -> None:
        (seen,) = (s for s in self.calendar.look() if s.uid == uid)
        text = change(f"SUMMARY:{seen.title}\r\nDTSTART;TZID=\r\nDESCRIPTION:{seen.note}\r\nCLASS:PRIVATE\r\n")
        title = re.search(r"^SUMMARY:(.*?)\r$", text, re.MULTILINE)
        note = re.search(r"^DESCRIPTION:(.*?)\r\n(?:STATUS|CATEG|CLASS|X-)", text, re.MULTILINE | re.DOTALL)
        assert title and note
        self.calendar.change(uid, title=title[1], note=note[1].replace("\\n", "\n"), done="COMPLETED" in text or "CATEGORIES" in text,
                             start=dt.datetime(2026, 11, 25, 6, 30, tzinfo=dt.UTC) if "20261125T083000" in text else None)  # fmt: skip

    def delete(self, uid: str) -> None:
        self.deleted = {h: s for h, s in self.calendar.entries.items() if s.uid == uid} | getattr(self, "deleted", {})
        self.calendar.delete(uid)

    def put_back(self, uid: str, text: str) -> None:
        self.calendar.entries |= {h: s for h, s in self.deleted.items() if s.uid == uid}

    def entries(self) -> dict[str, str]:
        return {handle: repr(seen) for handle, seen in sorted(self.calendar.entries.items())}

    def restart(self) -> None:
        """The calendar outlives only its process."""

    def forget_token(self, office: Office) -> None:
        """There is none."""


Place = AtRadicale | InFolder | InMemory
PLACES: dict[str, tuple[type[Place], str]] = {
    "events at Radicale": (AtRadicale, "event"), "tasks at Radicale": (AtRadicale, "task"), "a folder": (InFolder, ""), "memory": (InMemory, ""),
}  # fmt: skip


def _unfolded(raw: bytes) -> str:
    return re.sub(r"\r\n[ \t]", "", raw.decode())


class RasasOffice(Office):
    """The office, with Rasa's calendar at another place."""

    place: Place

    def settle_at(self, place: Place) -> None:
        self.place = place
        self.configure(reminders='hold = "0"\nskip_if_entry_exists = false\nper_day = 50\nsince_days = 60')
        file = self.folder / "config.toml"
        text = file.read_text(encoding="utf-8")
        table = 'connector = "vdir"\npath = "calendars/rasa"'
        assert table in text
        file.write_text(text.replace(table, place.table(self.folder)), encoding="utf-8")

    def quiet(self, **hours: int) -> None:
        """A pass, so much later, that has nothing to say and nothing to write."""
        self.now += dt.timedelta(**hours)
        outcome = self.once()
        assert outcome.reminders.errors == [] and [s.error for s in outcome.sources if s.error] == []
        assert (outcome.reminders.put, outcome.reminders.removed, outcome.reminders.decided) == (0, 0, 0)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """One Radicale for all; it writes each entry through to the disk, so it gets one in memory where there is one."""
    memory_disk = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory_disk) as folder, radicale(Path(folder)) as url:
        yield url


def _office(folder: Path, place: Place, expected: list[tuple[bool, str, list[str]]]) -> RasasOffice:
    """An office in which every promise has its entry in Rasa's calendar."""
    office = RasasOffice(folder)
    office.settle_at(place)
    for n, (asked, _, _) in enumerate(expected):
        office.send(_mail(n, asked=asked))
    assert office.once().reminders.put == len(expected)
    return office


@pytest.fixture(params=PLACES)
def office(request: pytest.FixtureRequest, tmp_path: Path, server: str) -> RasasOffice:
    """An office with a promise for every answer."""
    kind, sort = PLACES[request.param]
    return _office(tmp_path, kind(server, sort), EXPECTED)


@pytest.fixture(params=[name for name in PLACES if "tasks" not in name])
def small(request: pytest.FixtureRequest, tmp_path: Path, server: str) -> RasasOffice:
    """An office with a few promises."""
    kind, sort = PLACES[request.param]
    return _office(tmp_path, kind(server, sort), [(False, "", [])] * FEW)


def _uids(office: Office) -> list[str]:
    """The uid of the entry of each promise, in the order of EXPECTED."""
    found = {str(subject): reminder_uid(str(key), "due") for key, subject in office.rows(
        "SELECT p.key, i.subject FROM promise p JOIN interaction i ON i.id = p.interaction_id")}  # fmt: skip
    return [found[f"K{n}"] for n in range(len(found))]


def _truth(office: Office) -> list[tuple[object, object, list[str]]]:
    """Of each promise its state, its term, and what was decided about it."""
    truth = []
    for n in range(len(EXPECTED)):
        ((key, state, due),) = office.rows("SELECT p.key, p.state, p.due_to FROM promise p JOIN interaction i ON i.id = p.interaction_id "
                                           "WHERE i.subject = ?", f"K{n}")  # fmt: skip
        truth.append((state, due, [str(k) for (k,) in office.rows("SELECT kind FROM decision WHERE subject = ? ORDER BY kind", key)]))
    return truth


def _answer_all(office: RasasOffice) -> None:
    """Rasa goes through her calendar."""
    place, uids = office.place, _uids(office)
    for uid, (change, *_) in zip(uids, ANSWERS, strict=False):
        place.write(uid, change)
    place.delete(uids[DELETED])
    place.delete(uids[DECLINED])
    if isinstance(place, InMemory):
        place.write(uids[ELSEWHERE], _title("✓"))
        return
    place.copy(uids[ELSEWHERE], _title("✓"))  # a calendar program moves by writing there and deleting here
    place.delete(uids[ELSEWHERE])
    place.copy(uids[COPIED], lambda text: text)


@pytest.mark.slow
def test_answers_stand_whatever_comes_after(office: RasasOffice, tmp_path_factory: pytest.TempPathFactory) -> None:
    """F29, F79, F80, F81, F83, F117: respected within one pass, and never undone by any of what usually undoes such things."""
    place = office.place
    copy = tmp_path_factory.mktemp("backup") / "history.db"
    office.with_world(lambda w: w.store.db.execute("VACUUM INTO ?", (str(copy),)))
    office.now += dt.timedelta(days=1)
    _answer_all(office)
    as_left = place.entries()
    office.once()
    truth = _truth(office)
    assert [(state, said) for state, _, said in truth] == [(state, said) for _, state, said in EXPECTED]
    assert truth[0][1] == "2026-11-25T08:30", "the new term stands"
    dump = office.dump()
    for _ in range(place.passes):
        office.quiet(hours=1)
    place.restart()
    office.with_world(lambda w: w.store.db.execute("UPDATE collection SET cursor = NULL"))
    office.quiet(hours=1)
    place.forget_token(office)
    office.quiet(hours=1)
    office.rebuild()
    office.quiet(hours=1)
    assert place.entries() == as_left and office.dump() == dump and office.findings() == []
    for path in office.folder.glob("history.db*"):
        path.unlink()
    shutil.copy(copy, office.folder / "history.db")
    place.restart()
    assert office.once().reminders.put == 0
    assert place.entries() == as_left and _truth(office) == truth and office.findings() == []
    office.quiet(hours=1)
    assert place.entries() == as_left and _truth(office) == truth


@pytest.mark.slow
def test_many_entries_deleted_at_once_are_no_answer(small: RasasOffice) -> None:
    """More than 3 and ≥ 30 %: nothing is decided, nothing is written there, and it is said; put back, all goes on."""
    place, uids = small.place, _uids(small)
    before = place.entries()
    several = uids[:4]
    texts = {uid: next((t for p, t in before.items() if uid in p), "") for uid in several}
    for uid in several:
        place.delete(uid)
    small.send(Mail(id="z1", sender=RASA, to=(JOHN,), at="2026-11-16T11:00", text="I will call you on 27 November at 15:00."))
    for _ in range(3):
        outcome = small.once()
        assert (outcome.reminders.put, outcome.reminders.decided) == (0, 0)
        assert any(f"{len(several)} of {len(uids)} entries are gone at once" in error for error in outcome.reminders.errors)
    assert len(place.entries()) == len(uids) - len(several)
    for uid, text in texts.items():
        place.put_back(uid, text.replace("CLASS:PRIVATE", f"DTSTAMP:{NOW:%Y%m%dT%H%M%SZ}\r\nCLASS:PRIVATE", 1))
    outcome = small.once()
    assert outcome.reminders.errors == [] and outcome.reminders.put == 1
    assert small.rows("SELECT count(*) FROM decision") == [(0,)]


@pytest.mark.slow
def test_a_calendar_taken_away_is_no_answer(small: RasasOffice) -> None:
    """The calendar is gone: nothing is decided, it is not made anew, and it is said."""
    place = small.place
    if isinstance(place, InMemory):
        place.calendar.answers = False
    else:
        place.remove_calendar()
    for restarted in (False, True):
        if restarted:
            place.restart()
        outcome = small.once()
        assert (outcome.reminders.put, outcome.reminders.decided) == (0, 0) and outcome.reminders.errors
    assert small.rows("SELECT count(*) FROM decision") == [(0,)]
    assert isinstance(place, InMemory) or not any("promises" in path for path in place.entries())
    assert {state for (state,) in small.rows("SELECT state FROM reminder")} == {"there"}


@pytest.mark.slow
def test_old_entries_cleared_away_are_no_answer(small: RasasOffice) -> None:
    """14 days past their term all may be deleted at once: nothing is decided, nothing comes back, the writing goes on."""
    place = small.place
    small.now = NOW + dt.timedelta(days=26)
    small.once()
    for uid in _uids(small):
        place.delete(uid)
    small.send(Mail(id="z1", sender=RASA, to=(JOHN,), at="2026-12-11T11:00", text="I will call you on 16 December at 15:00."))
    outcome = small.once()
    assert outcome.reminders.errors == [] and outcome.reminders.put == 1
    assert small.rows("SELECT count(*) FROM decision") == [(0,)] and len(place.entries()) == 1
    for _ in range(3):
        small.quiet(hours=1)
    assert len(place.entries()) == 1


@pytest.mark.slow
def test_what_is_taken_out_comes_back_when_the_pause_ends(small: RasasOffice) -> None:
    """Entries she changed or moved into another calendar go with the others; what she said about them stands."""
    place, uids = small.place, _uids(small)
    place.write(uids[0], _title("✓"))
    place.write(uids[1], _dragged)
    if not isinstance(place, InMemory):
        place.copy(uids[2], lambda text: text)
        place.delete(uids[2])
    cleared: list[Cleared] = []
    small.with_world(lambda w: cleared.extend(take_out(w, RASA, "admin")))
    assert [(c.name, c.removed, c.error) for c in cleared] == [("rasa-calendar", FEW, None)] and place.entries() == {}
    for _ in range(3):
        small.quiet(hours=1)
    place.restart()
    small.quiet(hours=1)
    assert place.entries() == {}

    def resume(world: World) -> None:
        with world.store.write() as db:
            pauses.resume(db, RASA, "admin", world.now)

    small.with_world(resume)
    assert small.once().reminders.put == FEW - 1, "all but the one she ticked"
    assert any("20261125T083000" in text or "11, 25, 8, 30" in text for text in place.entries().values()), "the term she gave it"
    small.quiet(hours=1)


@pytest.mark.slow
def test_a_leaver_s_entries_go_to_the_manager_from_any_calendar(small: RasasOffice) -> None:
    """F108: under the same uids, and none stays behind."""
    uids = set(_uids(small))
    file = small.folder / "config.toml"
    name = 'name = "Rasa Petraitė"\n'
    file.write_text(file.read_text(encoding="utf-8").replace(name, name + 'left = "2026-11-15"\n'), encoding="utf-8")
    for _ in range(3):
        assert small.once().reminders.errors == []
    assert small.place.entries() == {} and set(small.reminders("jonas")) == uids and small.findings() == []
