"""A full disk is told from a failing one, told once, and waited for."""

from __future__ import annotations

import errno
import json
import sqlite3
from pathlib import Path

import pytest

from syncd import observe, room
from syncd.errors import StoreError
from syncd.room import LOOK_EVERY, SURE, Room
from syncd.store import room as disk


def _full() -> sqlite3.OperationalError:
    """What SQLite says when a store finds no page more."""
    with sqlite3.connect(":memory:") as db:
        db.execute("CREATE TABLE t (x)")
        db.execute("PRAGMA max_page_count = 3")
        with pytest.raises(sqlite3.OperationalError) as caught:
            db.execute("INSERT INTO t VALUES (zeroblob(100000))")
    return caught.value


def _said(code: int) -> sqlite3.OperationalError:
    problem = sqlite3.OperationalError("disk I/O error")
    problem.sqlite_errorcode = code
    return problem


def _wrapped(problem: sqlite3.OperationalError) -> StoreError:
    error = StoreError("history.db: the file is no usable store")
    error.__cause__ = problem
    return error


CASES = [
    # the error, whether a file finds room beside the store, whether it is for want of room, reason
    (_full(), True, True, "no page more, though somebody has made room since"),
    (_wrapped(_full()), True, True, "the same, met while the store was opened"),
    (_said(sqlite3.SQLITE_IOERR_WRITE), False, True, "a quota or a limit of the service: SQLite tells no more than that it could not write"),
    (_said(sqlite3.SQLITE_IOERR_WRITE), True, False, "a disk that fails"),
    (_said(sqlite3.SQLITE_CANTOPEN), False, True, "no file can be made for the log"),
    (_said(sqlite3.SQLITE_CANTOPEN), True, False, "the folder may not be written"),
    (_said(sqlite3.SQLITE_IOERR_FSYNC), False, False, "F113: what was written is not kept; then nothing is to be gone on with"),
    (OSError(errno.ENOSPC, "No space left on device"), True, True, "a file beside the store"),
    (OSError(errno.EDQUOT, "Disk quota exceeded"), True, True, "the quota of the service's user"),
    (OSError(errno.EIO, "Input/output error"), False, False, "a disk that fails"),
    (StoreError("history.db: there is no store yet"), False, False, "another trouble, whatever the disk"),
]


@pytest.mark.parametrize(("problem", "finds_room", "is_full", "reason"), CASES, ids=[row[-1] for row in CASES])
def test_want_of_room_is_told_from_other_trouble(
    problem: Exception, finds_room: bool, is_full: bool, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F112, F113."""
    monkeypatch.setattr(disk, "ENOUGH", 4096 if finds_room else 1 << 55)
    assert disk.has_room(tmp_path) is finds_room
    assert disk.lacks_room(problem, tmp_path) is is_full, reason
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_cannot_keep_what_is_written_is_remembered(tmp_path: Path) -> None:
    """F113: whichever thread met it, the daemon ends by it."""
    of_store = Room(tmp_path)
    assert not of_store.lacks(_said(sqlite3.SQLITE_IOERR_WRITE)) and of_store.failed is None
    failed = _wrapped(_said(sqlite3.SQLITE_IOERR_FSYNC))
    assert not of_store.lacks(failed) and of_store.failed is failed


def test_a_full_disk_is_told_once_and_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """F112: nothing is begun before there is room; what finds none again soon is the same trouble, not told anew."""
    clock, looks, found = [100.0], [], [False]
    monkeypatch.setattr(room.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(room, "has_room", lambda folder: looks.append(folder) or found[0])
    of_store = Room(tmp_path)
    assert of_store.is_there() and not of_store.lacks(StoreError("locked"))
    for _ in range(3):
        assert of_store.lacks(_full()) and of_store.is_told
    assert not of_store.is_there() and looks == [], "not looked for at every turn"
    clock[0] += LOOK_EVERY
    assert not of_store.is_there() and looks == [tmp_path]
    found[0] = True
    clock[0] += LOOK_EVERY
    assert of_store.is_there() and of_store.is_told, "a little room may be too little"
    assert of_store.lacks(_full())
    clock[0] += LOOK_EVERY
    assert of_store.is_there()
    clock[0] += SURE
    assert of_store.is_there() and not of_store.is_told
    assert [json.loads(line)["event"] for line in capsys.readouterr().err.splitlines()] == ["no room", "room again"]


def test_a_log_on_a_full_disk_ends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """F112: a line that finds no room is no reason to end; another trouble of the stream is."""
    with open("/dev/full", "w") as full:
        monkeypatch.setattr("sys.stderr", full)
        observe.log("started")
        with pytest.raises(OSError, match="No space"):
            full.flush()
        with pytest.raises(OSError, match="No space"):
            full.close()
    with open("/dev/null") as unwritable:
        monkeypatch.setattr("sys.stderr", unwritable)
        with pytest.raises(OSError, match="not writable"):
            observe.log("started")
