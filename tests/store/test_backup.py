"""A backup is a whole store, made while it is written; whatever stops it, the earlier ones stay (F114, F117, G35)."""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import os
import resource
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from syncd import backup as backups
from syncd.backup import back_up, sets
from syncd.config import load
from syncd.daemon import Daemon
from syncd.errors import AlreadyRunning, StoreError, UsageError
from syncd.store import copying
from syncd.store.db import Store, connect
from syncd.store.raw import PLAIN, Blob, RawFolder
from tests.conftest import run_syncd
from tests.store.world import MAILS, NOW, Mail, Office

PROOF = bool(os.environ.get("SYNCD_PROOF"))
POINTS = ("backup.pages", "backup.file", "backup.copied", "backup.manifest", "backup.before_name", "backup.named", "backup.removing")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office after its first pass, for copying."""
    office = Office(tmp_path_factory.mktemp("office"))
    for mail in MAILS[:4]:
        office.send(mail)
    office.once()
    return office.folder


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Office:
    """A store with something to lose."""
    return Office(shutil.copytree(made, tmp_path / "office"))


def _back_up(office: Office, keep: int = 7, minutes: int = 0, **more: object) -> backups.Made:
    return back_up(office.folder / "history.db", office.folder / "backups", NOW + dt.timedelta(minutes=minutes), keep, **more)  # type: ignore[arg-type]


def _whole(made: backups.Set) -> bool:
    """Whether a set is what its manifest says: sums, soundness, every original there."""
    for name, told in made.files.items():
        if backups.sum_of(made.folder / name) != told["sha256"] or copying.unsound(made.folder / name):
            return False
    with copying.reading(made.folder / "history.db", settled=True) as db:
        return copying.missing(db, {p.stem: p for p in (made.folder / "raw").glob("*.db")}) == made.manifest["missing"] == 0


class Writer:
    """Writes as the daemon does: an original into raw/, then, in a transaction, the row that refers to it."""

    def __init__(self, folder: Path) -> None:
        self.db = sqlite3.connect(folder / "history.db", isolation_level=None, timeout=30, check_same_thread=False)
        self.raw = RawFolder(folder / "raw")
        self.written = 0

    def write(self, month: str = "2026-11") -> None:
        """One more original, and what refers to it."""
        self.written += 1
        data = b"%d " % self.written * 50
        hash_ = hashlib.sha256(data).digest()
        self.raw.save(month, [Blob(hash_, PLAIN, len(data), data)])
        self.db.execute("INSERT INTO original VALUES (?, ?, 'message/rfc822', ?, ?, 0, '', NULL, 0)", (f"w{self.written}", f"w{self.written}", hash_, month))

    def erase(self, month: str = "2026-11") -> None:
        """The last one goes, as when a mail is marked private."""
        self.db.execute("DELETE FROM original WHERE origin = ?", (f"w{self.written}",))
        self.raw.sweep(month, {h for (h,) in self.db.execute("SELECT hash FROM original WHERE month = ?", (month,))})

    def close(self) -> None:
        """Let go of the files."""
        self.db.close()
        self.raw.close()


@pytest.fixture
def writer(office: Office) -> Iterator[Writer]:
    there = Writer(office.folder)
    yield there
    there.close()


@pytest.mark.slow
def test_a_backup_is_the_store(office: Office) -> None:
    """Every row and every original, as the manifest says, for their owner alone; and the store knows when it was made."""
    made = _back_up(office)
    (only,) = sets(office.folder / "backups")
    assert only.folder == made.folder and _whole(only)
    with closing(sqlite3.connect(f"file:{only.folder}/history.db?immutable=1", uri=True)) as db:
        assert db.execute("SELECT key FROM interaction ORDER BY key").fetchall() == office.rows("SELECT key FROM interaction ORDER BY key")
    assert made.counts["interaction"] == len(office.rows("SELECT 1 FROM interaction"))
    assert [p.stat().st_mode & 0o077 for p in (only.folder, *only.folder.rglob("*"))] == [0] * (2 + len(only.files) + 1)
    assert '"at": "2026-11-16T12:00:00Z"' in str(office.rows("SELECT value FROM meta WHERE name = 'last_backup'")[0][0])


@pytest.mark.slow
def test_backups_are_whole_while_others_write(office: Office, writer: Writer) -> None:
    """G35: under a writer that never rests each set is sound and lacks no original (SYNCD_PROOF=1: 100 of 100)."""
    stop = threading.Event()

    def work() -> None:
        while not stop.wait(0.002):
            writer.write(f"2026-{1 + writer.written % 12:02}")

    thread = threading.Thread(target=work)
    thread.start()
    try:
        for n in range(100 if PROOF else 4):
            before = writer.written
            _back_up(office, minutes=n)
            newest = sets(office.folder / "backups")[-1]
            assert _whole(newest)
            assert newest.manifest["counts"]["original"] >= before
    finally:
        stop.set()
        thread.join()
    assert writer.written > 10, "nothing was written meanwhile"


@pytest.mark.slow
def test_what_is_written_between_the_files_is_not_torn(office: Office, writer: Writer) -> None:
    """history.db is copied first: an original that comes between is there without its row, never a row without its original."""
    known = len(office.rows("SELECT 1 FROM original"))

    def meanwhile(name: str, done: int, total: int) -> None:
        writer.write()

    _back_up(office, told=meanwhile)
    (only,) = sets(office.folder / "backups")
    assert writer.written >= 2 and _whole(only)
    assert only.manifest["counts"]["original"] == known


@pytest.mark.slow
def test_what_is_erased_between_the_files_is_in_none(office: Office, writer: Writer) -> None:
    """An original taken away after history.db was copied would be referred to in vain: the set is begun anew, without it."""
    writer.write()
    known = len(office.rows("SELECT 1 FROM original"))
    erased = []

    def meanwhile(name: str, done: int, total: int) -> None:
        if name == "history.db" and not erased:
            erased.append(writer.erase())

    made = _back_up(office, told=meanwhile)
    (only,) = sets(office.folder / "backups")
    assert erased and _whole(only)
    assert made.counts["original"] == known - 1


@pytest.mark.slow
def test_an_original_that_was_lost_before_hinders_no_backup(office: Office) -> None:
    """What the store lacks already is told, and the rest is kept."""
    with closing(sqlite3.connect(office.folder / "raw" / "2026-11.db")) as db:
        db.execute("DELETE FROM blob WHERE hash = (SELECT min(hash) FROM blob)")
        db.commit()
    assert _back_up(office).missing == 1
    ran = run_syncd("backup", "-c", "config.toml", "backups", "--json", cwd=office.folder)
    assert (ran.code, ran.json["missing"], "syncd verify" in ran.err) == (0, 1, True)


@pytest.mark.slow
def test_months_that_did_not_change_are_links(office: Office, writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody wrote since is neither read nor held twice; what was written is copied, however little."""
    monkeypatch.setattr(backups, "_RESTS", 0.0)
    for month in ("2026-01", "2026-02"):
        writer.write(month)
    first = _back_up(office)
    assert first.linked == 0
    writer.write("2026-02")
    second = _back_up(office, minutes=1)
    links = {p.name for p in (second.folder / "raw").iterdir() if p.samefile(first.folder / "raw" / p.name)}
    assert links >= {"2026-01.db"} and "2026-02.db" not in links and len(links) == second.linked
    assert all(map(_whole, sets(office.folder / "backups")))


@pytest.mark.slow
def test_the_oldest_go_and_nothing_else(office: Office) -> None:
    """`keep` sets stay, the newest; what is no backup is not touched, nor is the new one when the clock went back."""
    (office.folder / "backups" / "2020-papers").mkdir(parents=True)
    names = [_back_up(office, keep=3, minutes=n).folder.name for n in range(4)]
    assert [s.folder.name for s in sets(office.folder / "backups")] == names[1:]
    early = _back_up(office, keep=2, minutes=-60)
    assert {s.folder.name for s in sets(office.folder / "backups")} == {early.folder.name, names[-1]}
    assert (office.folder / "backups" / "2020-papers").exists()


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS)
def test_killed_at_any_step_the_earlier_backups_stay(office: Office, point: str) -> None:
    """G35: SIGKILL there: every set that has a name is whole, and the next run clears up and makes one more."""
    for n in range(2):
        _back_up(office, minutes=n)
    hits = 0
    while office.killed(f"{point}:kill@{hits + 1}", lambda: _back_up(office, keep=2, minutes=10)):
        hits += 1
        there = sets(office.folder / "backups")
        assert len(there) >= (1 if point == "backup.removing" else 2) and all(map(_whole, there))
        if hits >= (20 if PROOF else 1):
            break
    assert hits >= 1, f"{point} was not reached"
    _back_up(office, keep=2, minutes=50)
    assert [p.name for p in (office.folder / "backups").glob(".*")] == []
    assert len(sets(office.folder / "backups")) == 2 and all(map(_whole, sets(office.folder / "backups")))


@pytest.mark.slow
def test_a_file_that_may_not_grow_leaves_nothing_half(office: Office, tmp_path: Path) -> None:
    """F112: the disk says no in the middle: exit 74 with the file's name, and what there was stays."""
    _back_up(office)
    before = sorted(p.name for p in (office.folder / "backups").iterdir())
    limit = (office.folder / "history.db").stat().st_size // 2
    pid = os.fork()
    if pid == 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        try:
            _back_up(office, minutes=1)
        except OSError as problem:
            os._exit(9 if "history.db" in str(problem.filename) and "room" in str(problem) else 8)
        finally:
            os._exit(7)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 9
    assert sorted(p.name for p in (office.folder / "backups").iterdir()) == before


def test_too_little_room_is_told_before_anything_is_copied(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """F112: how much is needed and how much there is."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 1000))  # type: ignore[attr-defined]
    with pytest.raises(OSError, match=r"needs \d+ MB, and 0 MB are free"):
        _back_up(office)
    assert list((office.folder / "backups").iterdir()) == []


REFUSED: list[tuple[Callable[[Office], object], type[Exception], str, str]] = [
    (lambda o: back_up(o.folder / "history.db", o.folder, NOW, 7), UsageError, "another disk", "the store's own folder is no place for backups"),
    (lambda o: back_up(o.folder / "history.db", o.folder / "raw", NOW, 7), UsageError, "another disk", "nor is that of the originals"),
    (lambda o: _held(o), AlreadyRunning, "another backup", "two at once would clear up after one another"),
    (lambda o: _damaged(o), StoreError, "damaged store", "a damaged copy must not take the place of a good one"),
]  # fmt: skip


def _held(office: Office) -> None:
    fd = os.open(office.folder / "backups", os.O_RDONLY)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        _back_up(office, minutes=1)
    finally:
        os.close(fd)


def _damaged(office: Office) -> None:
    path = office.folder / "history.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'party_address'").fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
    data = bytearray(path.read_bytes())
    data[(page - 1) * size : (page - 1) * size + 16] = b"\xff" * 16
    path.write_bytes(bytes(data))
    _back_up(office, keep=1, minutes=1)


@pytest.mark.parametrize(("do", "error", "said", "why"), REFUSED, ids=[row[-1] for row in REFUSED])
def test_what_is_refused_leaves_the_last_backup(office: Office, do: Callable[[Office], object], error: type[Exception], said: str, why: str) -> None:
    """A backup that cannot be made says why, and takes nothing away."""
    _back_up(office)
    with pytest.raises(error, match=said):
        do(office)
    (only,) = sets(office.folder / "backups")
    assert _whole(only), why


@pytest.mark.slow
def test_the_command_tells_what_it_made(office: Office) -> None:
    """JSON for programs, a sentence for people; without a store 65."""
    ran = run_syncd("backup", "-c", "config.toml", "backups", "--json", cwd=office.folder)
    assert ran.code == 0 and set(ran.json) == {"backup", "bytes", "linked", "seconds", "counts", "missing", "removed"}
    office.send(Mail(id="new", sender=MAILS[0].sender, to=MAILS[0].to, at="2026-11-16T10:00", text="Labas"))
    again = run_syncd("backup", "-c", "config.toml", "--keep", "1", "backups", cwd=office.folder)
    assert again.code == 0 and " MB in " in again.out and "taken away, 1 are kept" in again.out
    (office.folder / "history.db").unlink()
    assert run_syncd("backup", "-c", "config.toml", "backups", cwd=office.folder).code == 65


@pytest.mark.slow
def test_the_daemon_tells_when_the_last_backup_was_made(office: Office) -> None:
    """/health and /metrics: none yet, then its moment, so that an alarm can be set on its age."""
    daemon = Daemon(load(office.folder / "config.toml"))
    assert daemon.health()["last_backup"] is None
    made_at = NOW + dt.timedelta(minutes=3)
    _back_up(office, minutes=3)
    assert daemon.health()["last_backup"] == f"{made_at:%Y-%m-%dT%H:%M:%SZ}"
    with closing(connect(office.folder / "history.db").db) as db:
        daemon._status(Store(office.folder / "history.db", db, read_only=False))
    (line,) = [x for x in daemon.numbers.text().decode().splitlines() if x.startswith("syncd_backup_last_success_timestamp_seconds")]
    assert float(line.split()[1]) == made_at.timestamp()
