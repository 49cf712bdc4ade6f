"""A backup put back: nothing is doubled, nothing that people took away comes again, and what they decided stands (F81, F117, P17, G10)."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from syncd.backup import back_up, sets
from syncd.config import load
from syncd.errors import AlreadyRunning, StoreError, UsageError
from syncd.restore import PutBack, restore
from syncd.store import restoring, schedule
from syncd.store.db import UNDER_WAY, connect
from tests.conftest import run_syncd
from tests.store.world import JOHN, JONAS, NOW, OLGA, ONA, RASA, Mail, Office, settle

POINTS = ("restore.copied", "restore.prepared", "restore.aside", "restore.place", "restore.kept", "store.after_commit")
AGES = [
    # how long before the restore the backup was made, what it shows
    (dt.timedelta(hours=1), "nearly everything is known"),
    (dt.timedelta(days=1), "a day's mail and answers are missing"),
    (dt.timedelta(days=30), "nearly nothing of what stands in the calendars is known"),
]
PROOF = bool(os.environ.get("SYNCD_PROOF"))
AT = NOW + dt.timedelta(days=1)  # when it is put back


def _promise(n: int, said: dt.datetime, sender: str = RASA, to: str = ONA) -> Mail:
    wall = said + dt.timedelta(hours=2)  # a mail's Date is in Vilnius
    return Mail(id=f"p{n}", sender=sender, to=(to,), at=f"{wall:%Y-%m-%dT%H:%M}", subject=f"Reikalas {n}", text=f"I will call you on {19 + n} November at 1{n % 6}:30.")


def _back_up(office: Office) -> Path:
    return back_up(office.folder / "history.db", office.folder / "backups", office.now, 7).folder


def _restore(office: Office, lost_at: str | None = None) -> PutBack:
    return restore(load(office.folder / "config.toml"), office.folder / "backups", office.now, lost_at)


def _lose(office: Office) -> None:
    """The disk with the store is gone."""
    for path in office.folder.glob("history.db*"):
        path.unlink()
    shutil.rmtree(office.folder / "raw")


def _keep(office: Office) -> None:
    """The store is there still."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office after its first pass, with a backup of it."""
    office = Office(tmp_path_factory.mktemp("office"))
    settle(office)
    office.once()
    _back_up(office)
    return office.folder


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Office:
    """A store with a backup."""
    return Office(shutil.copytree(made, tmp_path / "office"))


def _live(office: Office, since: dt.datetime) -> None:
    """From the backup to the restore: promises are made, entries written, moved, ticked, deleted, refused, dismissed on the pages."""
    office.now = AT - dt.timedelta(minutes=40)
    said = max(since, AT - dt.timedelta(days=2)) + dt.timedelta(minutes=5)
    for n in range(8):
        office.send(_promise(n, said, *((RASA, ONA), (JONAS, JOHN), (RASA, OLGA))[n % 3]))
    office.once()
    office.entry_of("rasa", "call you on 19 November").unlink()  # written and deleted since the backup
    office.entry_of("jonas", "call you on 26 November").unlink()  # mostly known to the backup
    office.edit(office.entry_of("rasa", "call you on 22 November"), (r"^DTSTART[^\r\n]*", "DTSTART;TZID=Europe/Vilnius:20261130T083000"))
    office.edit(office.entry_of("jonas", "call you on 20 November"), (r"^SUMMARY:", "SUMMARY:✓ "))
    office.edit(office.entry_of("rasa", "call you on 25 November"), (r"^SUMMARY:", "SUMMARY:ne "))
    office.now = AT - dt.timedelta(minutes=20)
    office.once()
    office.decide("dismiss", "call you on 21 November")  # the entry is taken out
    office.now = AT - dt.timedelta(minutes=10)
    office.once()


@pytest.fixture(scope="module", params=AGES, ids=[str(a) for a, _ in AGES])
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company with a backup of that age, and what it did since."""
    age: dt.timedelta = request.param[0]
    office = Office(tmp_path_factory.mktemp("lived"))
    office.now = AT - age
    settle(office)
    office.once()
    _back_up(office)
    _live(office, office.now)
    return office.folder


def _company(lived: Path, tmp_path: Path) -> Office:
    office = Office(shutil.copytree(lived, tmp_path / "office"))
    office.now = AT
    return office


@pytest.mark.slow
@pytest.mark.parametrize("fate", [_keep, _lose], ids=["the store before can be read", "the store before is gone"])
def test_an_old_backup_doubles_and_resurrects_nothing(lived: Path, tmp_path: Path, fate: Callable[[Office], None]) -> None:
    """F81, F117, G10: after a restore the calendars are, pass for pass, what they were; answers stand as far as the calendars tell (SYNCD_PROOF=1: 300 restores)."""
    office = _company(lived, tmp_path)
    before = office.calendars()
    for turn in range(50 if PROOF else 1):
        fate(office)
        _restore(office)
        for minutes in range(3):
            office.now = AT + dt.timedelta(minutes=3 * turn + minutes)
            office.once()
            assert office.calendars() == before, f"{turn + 1} restores, {minutes} minutes"
    decided = {(kind, subject) for kind, subject in office.rows("SELECT kind, subject FROM decision")}
    assert {"move", "done", "dismiss"} <= {kind for kind, _ in decided}
    assert [f for f in office.findings() if "original" not in f] == []
    states = dict(office.rows("SELECT substr(quote, 1, 30), state FROM promise WHERE quote LIKE 'I will call you on 2_ November%'"))
    assert states["I will call you on 25 November"] == "dismissed"
    assert (states["I will call you on 21 November"] == "dismissed") == (fate is _keep)


@pytest.mark.slow
@pytest.mark.parametrize("is_emptied", [False, True], ids=["others stand there", "nothing stands there"])
def test_many_that_are_gone_say_nothing_after_a_restore(tmp_path: Path, *, is_emptied: bool) -> None:
    """What the copy knows and the calendar lacks, we took out ourselves, or a person did: no answer is made of it, and none comes again.

    Where nothing of ours stands there any more it may be another calendar: then it is told, as ever.
    """
    office = Office(tmp_path)
    for n in range(5):
        office.send(_promise(n, NOW))
    office.now = NOW + dt.timedelta(hours=1)
    office.once()
    assert len(office.entry_files("rasa")) == 5
    _back_up(office)
    office.send(_promise(7, NOW + dt.timedelta(hours=1)))
    for n in range(5):
        office.decide("dismiss", f"call you on {19 + n} November")
    office.now = AT - dt.timedelta(hours=1)
    office.once()
    (left,) = office.entry_files("rasa")
    if is_emptied:
        left.unlink()
    _lose(office)
    office.now = AT
    _restore(office)
    errors = [e for _ in range(2) for e in office.once().reminders.errors if "gone at once" in e]
    assert bool(errors) == is_emptied
    assert office.rows("SELECT kind FROM decision") == []
    assert office.entry_files("rasa") == ([] if is_emptied else [left])
    states = [state for (state,) in office.rows("SELECT state FROM reminder WHERE handle IS NULL AND purpose = 'due'")]
    assert is_emptied or states == ["deleted"] * 5


@pytest.mark.slow
def test_new_promises_get_their_entries_after_a_restore(lived: Path, tmp_path: Path) -> None:
    """What is said after the store was lost is reminded of as ever; what was held back comes when an admin says so."""
    office = _company(lived, tmp_path)
    _lose(office)
    _restore(office)
    before = set(office.calendars())
    office.send(_promise(9, AT + dt.timedelta(minutes=5)))
    office.now = AT + dt.timedelta(hours=1)
    told = office.once().reminders
    assert any("held back" in e for e in told.errors)
    (new,) = set(office.calendars()) - before - {p for p in office.calendars() if "/mail/" in p}
    assert "28 November" in office.calendars()[new]
    assert office.once().reminders.errors == [], "it is told once"
    assert "held back" in run_syncd("status", "-c", "config.toml", cwd=office.folder).err, "and again where one looks"
    ran = run_syncd("rebuild", "-c", "config.toml", "--apply", "--json", cwd=office.folder)
    assert ran.code == 0 and len(ran.json["applied"]) > 0
    assert office.once().reminders.put > 0


@pytest.mark.slow
def test_what_was_promised_while_the_store_was_lost_can_be_told(office: Office) -> None:
    """--lost-at: the store stood still since then, so nothing said later had an entry that could have been deleted."""
    office.now = AT
    _lose(office)
    office.send(_promise(3, AT - dt.timedelta(hours=3)))
    _restore(office, lost_at="2026-11-17T08:00:00Z")
    office.once()
    assert "22 November" in office.entry_of("rasa", "call you on 22 November").read_text("utf-8")


@pytest.mark.slow
def test_nothing_is_written_before_a_mailbox_was_read(office: Office, tmp_path: Path) -> None:
    """An owner whose mailbox cannot be read gets no entry: what settles a promise may lie there. Others go on."""
    office.now = AT
    for mail in (_promise(1, NOW), _promise(2, NOW, JONAS, JOHN)):
        office.send(mail)
    _restore(office, lost_at="2026-11-16T10:00:00Z")
    box = (office.folder / "mail" / "rasa").rename(tmp_path / "away")
    entries = {who: len(office.entry_files(who)) for who in ("rasa", "jonas")}
    office.once()
    assert (len(office.entry_files("rasa")), len(office.entry_files("jonas"))) == (entries["rasa"], entries["jonas"] + 1)
    box.rename(office.folder / "mail" / "rasa")
    office.now += dt.timedelta(minutes=10)
    office.once()
    assert len(office.entry_files("rasa")) == entries["rasa"] + 1


@pytest.mark.slow
def test_what_people_decided_since_is_taken_over(office: Office) -> None:
    """§5.4: a promise dismissed on the pages after the backup stays so, and the chain of decisions holds."""
    office.decide("dismiss", "invoice by 26")
    done = _restore(office)
    assert done.carried is not None and done.carried.decisions == 1
    assert office.rows("SELECT state FROM promise WHERE quote LIKE '%invoice by 26%'") == [("dismissed",)]
    assert office.findings() == []
    office.once()
    assert office.rows("SELECT state FROM promise WHERE quote LIKE '%invoice by 26%'") == [("dismissed",)]


@pytest.mark.slow
def test_who_was_forgotten_since_stays_so(office: Office) -> None:
    """P8, P17: erased after the backup was made; no byte of them is in what is put back, nor after everything was read again."""
    ran = run_syncd("forget", "-c", "config.toml", "john@acme.example", "--reason", "Art. 17", "--yes", cwd=office.folder, now=f"{office.now:%Y-%m-%dT%H:%M:%SZ}")
    assert ran.code == 0, ran.err
    done = _restore(office)
    assert done.carried is not None and done.carried.tombstones == 1 and done.erased > 0
    for what in ("restored", "read again"):
        files = [office.folder / "history.db", *office.folder.glob("history.db-wal"), *(office.folder / "raw").iterdir()]
        assert [f.name for f in files if b"john@acme" in f.read_bytes().lower()] == [], what
        assert office.rows("SELECT 1 FROM party WHERE address = 'john@acme.example'") == []
        assert office.findings() == []
        office.now += dt.timedelta(minutes=5)
        office.once()


@pytest.mark.slow
def test_the_store_before_is_kept_and_the_copy_is_fit_to_go_on(office: Office) -> None:
    """Nothing is lost by a restore: what was there lies beside; nobody holds anything in the copy."""
    office.send(Mail(id="new", sender=ONA, to=(RASA,), at="2026-11-16T10:00", text="Labas"))
    office.once()
    there = office.rows("SELECT key FROM interaction ORDER BY key")
    done = _restore(office)
    with closing(sqlite3.connect(f"{done.aside}/history.db")) as db:
        assert db.execute("SELECT key FROM interaction ORDER BY key").fetchall() == there
    assert office.findings() == []
    office.once()
    assert office.rows("SELECT key FROM interaction ORDER BY key") == there
    assert [p.name for p in office.folder.iterdir() if p.name.startswith((".restoring", "restore-under"))] == []


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS)
def test_killed_at_any_step_it_is_the_old_store_or_the_next_call_ends_it(office: Office, point: str) -> None:
    """SIGKILL there: the store is as it was, or refuses to be opened half-changed until the restore is called again."""
    office.send(Mail(id="new", sender=ONA, to=(RASA,), at="2026-11-16T10:00", text="Labas"))
    office.once()
    before, hits = office.dump(), 0
    while office.killed(f"{point}:kill@{hits + 1}", lambda: _restore(office)):
        hits += 1
        if (office.folder / UNDER_WAY).exists():
            with pytest.raises(StoreError, match="half-way"):
                connect(office.folder / "history.db", create=True)
            assert _restore(office).is_end
        office.once()
        assert office.dump() == before and office.findings() == []
        if hits == (20 if PROOF else 1):
            break
    assert hits >= 1, f"{point} was not reached"


def _daemon(office: Office) -> None:
    store = connect(office.folder / "history.db")
    schedule.take_daemon(store, dt.datetime.now(dt.UTC))
    store.close()
    _restore(office)


def _open_elsewhere(office: Office) -> None:
    with closing(sqlite3.connect(office.folder / "history.db")) as db:
        db.execute("SELECT count(*) FROM interaction").fetchone()
        _restore(office)


def _cut(office: Office) -> None:
    path = sets(office.folder / "backups")[0].folder / "history.db"
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-4096])
    _restore(office)


def _flipped(office: Office) -> None:
    path = next((sets(office.folder / "backups")[0].folder / "raw").iterdir())
    path.chmod(0o600)
    data = bytearray(path.read_bytes())
    data[-7] ^= 1
    path.write_bytes(data)
    _restore(office)


REFUSED: list[tuple[Callable[[Office], object], type[Exception], str, str]] = [
    (_daemon, AlreadyRunning, "the daemon works on it", "a daemon would go on writing the old file"),
    (_open_elsewhere, AlreadyRunning, "have it open", "so would pages that have it open"),
    (_cut, StoreError, "cut short", "a file of the backup lacks its end"),
    (_flipped, StoreError, "sum differs", "one bit of an original is another"),
    (lambda o: restore(load(o.folder / "config.toml"), o.folder / "mail", o.now), UsageError, "no backup here", "a folder of something else"),
]  # fmt: skip


@pytest.mark.parametrize(("do", "error", "said", "why"), REFUSED, ids=[row[-1] for row in REFUSED])
def test_what_is_refused_changes_nothing(office: Office, do: Callable[[Office], object], error: type[Exception], said: str, why: str) -> None:
    """The store stays as it is, and no half-made folder stays beside it."""
    before = office.dump()
    with pytest.raises(error, match=said):
        do(office)
    assert office.dump() == before, why
    assert not list(office.folder.glob(".restoring")) and not list(office.folder.glob("before-*"))


@pytest.mark.slow
def test_a_damaged_store_is_replaced(office: Office) -> None:
    """F115: what the restore is for; nothing can be taken over, and that is said."""
    for rest in office.folder.glob("history.db-*"):
        rest.unlink()
    (office.folder / "history.db").write_bytes(b"This is no database at all. " * 500)
    ran = run_syncd("restore", "-c", "config.toml", "backups", cwd=office.folder)
    assert ran.code == 0 and "cannot be read" in ran.out
    assert office.findings() == []


@pytest.mark.slow
def test_another_store_s_decisions_are_not_taken_over(office: Office, tmp_path: Path) -> None:
    """Keys and hashes of another store mean nothing in this one."""
    other = Office(tmp_path / "other")
    other.send(_promise(1, NOW))
    other.once()
    for path in office.folder.glob("history.db*"):
        path.unlink()
    shutil.copy(other.folder / "history.db", office.folder / "history.db")
    with closing(sqlite3.connect(office.folder / "history.db")) as db:
        db.execute("INSERT OR REPLACE INTO meta VALUES ('store_key', '00')")
        db.commit()
    done = _restore(office)
    assert (done.carried, done.why_not) == (None, "it was another store than the one that was backed up")


@pytest.mark.slow
def test_the_mark_goes_when_all_was_read(office: Office) -> None:
    """Where nothing is held back, a store that was put back is after two passes one like any other."""
    _restore(office)
    office.now += dt.timedelta(minutes=1)
    office.once()
    office.with_world(lambda world: None)
    office.once()
    found: list[object] = []
    office.with_world(lambda world: found.append(restoring.restored(world.store)))
    assert found == [None]


@pytest.mark.slow
def test_the_command_tells_what_comes_next(office: Office) -> None:
    """Words, JSON, a look without a change, and 75 with the remedy while somebody has the store open."""
    checked = run_syncd("restore", "-c", "config.toml", "--check", "backups", cwd=office.folder)
    assert (checked.code, "is whole" in checked.out) == (0, True)
    with closing(sqlite3.connect(office.folder / "history.db")) as db:
        db.execute("SELECT count(*) FROM interaction").fetchone()
        held = run_syncd("restore", "-c", "config.toml", "backups", cwd=office.folder)
    assert (held.code, "systemctl stop" in held.err) == (75, True)
    assert run_syncd("restore", "-c", "config.toml", "--lost-at", "yesterday", "backups", cwd=office.folder).code == 64
    ran = run_syncd("restore", "-c", "config.toml", "--json", "backups", cwd=office.folder)
    assert ran.code == 0 and ran.json["carried"]["decisions"] == 0 and Path(ran.json["aside"]).exists()
