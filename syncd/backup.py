"""A backup: history.db and every file of raw/ as one set, made while the daemon writes, verified, and only then given its name.

    DIR/.writing-…  history.db first, then raw/: an original lies in raw/ before the row that refers to it, so what is copied
                    later holds all that was referred to. Only an erasure between the two takes one away: then all is begun anew.
    checked         sound by SQLite, every original there, sums of every file in manifest.json, all of it on the disk
    DIR/2026-11-22T211500Z   by one renaming; then the oldest sets beyond `keep` go

Whenever it is stopped, the sets that have a name are whole. A month of originals that nobody wrote since the last set is a
hard link to the file there.
"""

from __future__ import annotations

import datetime as dt
import errno
import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from syncd import faults
from syncd.core.keys import instant
from syncd.errors import AlreadyRunning, StoreError, UsageError
from syncd.store import copying

MANIFEST = "manifest.json"
FORMAT = 1
_DRAFT, _GOING = ".writing-", ".removing-"
_TURNS = 3  # while originals are erased between the copies
_RESTS = 2.0  # seconds a file must not have been written before it counts as settled: clocks of file systems are coarse

Told = Callable[[str, int, int], None]  # file, bytes done, bytes in all


@dataclass(frozen=True, slots=True)
class Set:
    """One backup in its folder, as its manifest tells."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def files(self) -> dict[str, dict[str, Any]]:
        """Name → {bytes, sha256, source}."""
        found: dict[str, dict[str, Any]] = self.manifest["files"]
        return found


@dataclass(slots=True)
class Made:
    """What a backup did; `json` is the contract of `syncd backup --json`."""

    folder: Path
    bytes: int
    linked: int
    seconds: float
    counts: dict[str, int]
    missing: int
    removed: list[str] = field(default_factory=list)

    def json(self) -> dict[str, Any]:
        """The backup as JSON."""
        return {"backup": str(self.folder), "bytes": self.bytes, "linked": self.linked, "seconds": round(self.seconds, 3), "counts": self.counts,
                "missing": self.missing, "removed": self.removed}  # fmt: skip


def sets(folder: Path) -> list[Set]:
    """The backups in a folder, oldest first; what has no readable manifest is none."""
    found = []
    for path in sorted(folder.glob("[0-9]*")):
        try:
            manifest = json.loads((path / MANIFEST).read_text("utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(manifest, dict) and "files" in manifest:
            found.append(Set(path, manifest))
    return found


def back_up(store: Path, folder: Path, now: dt.datetime, keep: int, told: Told | None = None) -> Made:
    """Make one more set in `folder` and let the oldest beyond `keep` go.

    Raises AlreadyRunning where another backup is being made there, StoreError where the store is damaged (what is kept stays),
    OSError where there is no room; nothing half-made is left.
    """
    began = time.monotonic()
    if folder.resolve() in (store.parent.resolve(), (store.parent / "raw").resolve()):
        raise UsageError(f"{folder} is where the store itself lies; name a folder for backups, on another disk if there is one")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder):
        _clear(folder)
        before = sets(folder)
        draft = folder / f"{_DRAFT}{os.getpid()}"
        try:
            made = _make(store, draft, before[-1] if before else None, now, told)
            made.folder = _named(folder, draft, now)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        made.removed = _rotate(folder, keep, made.folder)
    made.seconds = time.monotonic() - began
    copying.note_backup(store, {"at": instant(now), "bytes": made.bytes, "seconds": round(made.seconds, 1), "set": made.folder.name})
    return made


def _make(store: Path, draft: Path, last: Set | None, now: dt.datetime, told: Told | None) -> Made:
    """A whole and verified set in the draft's folder."""
    for turn in range(_TURNS):
        shutil.rmtree(draft, ignore_errors=True)
        (draft / "raw").mkdir(mode=0o700, parents=True)
        draft.chmod(0o700)
        _room_for(store, draft, last)
        files = dict(_copied(store, draft, last, told))
        faults.hit("backup.copied")
        with copying.reading(draft / "history.db", settled=True) as history:
            missing = copying.missing(history, {path.stem: path for path in (draft / "raw").glob("*.db")})
            counts, steps = copying.counts(history), copying.steps(history)
        if not missing or turn == _TURNS - 1:  # what is still missing then was lost in the store, and `verify` names it
            break
    manifest = {"format": FORMAT, "made_at": instant(now), "syncd": version("syncd"), "steps": steps, "counts": counts, "missing": missing, "files": files}
    (draft / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    (draft / MANIFEST).chmod(0o400)
    faults.hit("backup.manifest")
    for path in (draft / MANIFEST, draft / "raw", draft):
        copying.on_disk(path)
    return Made(draft, sum(f["bytes"] for f in files.values()), sum(f["linked"] for f in files.values()), 0.0, counts, missing)


def _copied(store: Path, draft: Path, last: Set | None, told: Told | None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every file of the set: copied, or linked to that of the last one, with what the manifest says of it."""
    raw = store.parent / "raw"
    for name in ("history.db", *(f"raw/{path.name}" for path in sorted(raw.glob("????-??.db")))):
        source, target = store.parent / name if name != "history.db" else store, draft / name
        state = _state(source)
        if last is not None and (linked := _linked(last, name, state, target)):
            yield name, linked
            continue
        with copying.reading(source) as db:
            copying.copy_database(db, target, (lambda done, total, name=name: told(name, done, total)) if told else None)  # type: ignore[misc]
        faults.hit("backup.file")
        if wrong := copying.unsound(target):
            raise StoreError(f"{source}: {wrong}. No backup is made of a damaged store, and the earlier ones stay; put the last one back: syncd restore")
        target.chmod(0o400)
        yield name, {"bytes": target.stat().st_size, "sha256": sum_of(target), "source": state, "linked": 0}


def _linked(last: Set, name: str, state: list[int] | None, target: Path) -> dict[str, Any] | None:
    """The last set's file of that name under the new one's too, where nobody wrote its source since; what its manifest says."""
    known, file = last.files.get(name), last.folder / name
    if state is None or known is None or known["source"] != state or not file.exists() or file.stat().st_size != known["bytes"]:
        return None
    try:
        os.link(file, target)
    except OSError as problem:
        if problem.errno not in (errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP):
            raise
        return None  # a file system without links
    return {**known, "linked": 1}


def _state(path: Path) -> list[int] | None:
    """What changes whenever a database is written: its file and its log; None while either was written just now."""
    state = []
    for file in (path, path.with_name(f"{path.name}-wal")):
        there = file.stat() if file.exists() else None
        if there is not None and abs(time.time() - there.st_mtime) < _RESTS and there.st_size:
            return None
        state += [there.st_ino, there.st_size, there.st_mtime_ns] if there is not None and there.st_size else [0, 0, 0]
    return state


def _room_for(store: Path, draft: Path, last: Set | None) -> None:
    """Raises OSError where the set cannot fit, before anything is copied."""
    needed = store.stat().st_size
    for path in (store.parent / "raw").glob("????-??.db"):
        known = last.files.get(f"raw/{path.name}") if last else None
        needed += 0 if known and known["source"] == _state(path) else path.stat().st_size
    free = shutil.disk_usage(draft).free
    if free < needed:
        raise OSError(errno.ENOSPC, f"a backup needs {needed / 1e6:.0f} MB, and {free / 1e6:.0f} MB are free: nothing is changed", str(draft.parent))


def sum_of(path: Path) -> str:
    """The sha256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _named(folder: Path, draft: Path, now: dt.datetime) -> Path:
    """The draft under its name: from this moment it is a backup."""
    stamp = f"{now.astimezone(dt.UTC):%Y-%m-%dT%H%M%SZ}"
    target = next(path for n in range(1, 1000) if not (path := folder / (stamp if n == 1 else f"{stamp}-{n}")).exists())
    faults.hit("backup.before_name")
    draft.rename(target)
    copying.on_disk(folder)
    faults.hit("backup.named")
    return target


def _rotate(folder: Path, keep: int, made: Path) -> list[str]:
    """Take the oldest sets beyond `keep` away, each under another name first, so that half of one never passes for a backup."""
    removed = []
    others = [s.folder for s in sets(folder) if s.folder != made]
    for path in others[: max(0, len(others) - (keep - 1))]:
        going = folder / f"{_GOING}{path.name}"
        path.rename(going)
        faults.hit("backup.removing")
        shutil.rmtree(going)
        removed.append(path.name)
    return removed


def _clear(folder: Path) -> None:
    """What a backup that was stopped left."""
    for path in (*folder.glob(f"{_DRAFT}*"), *folder.glob(f"{_GOING}*")):
        shutil.rmtree(path)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One backup at a time in a folder; a dead one holds nothing."""
    fd = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as problem:
        raise AlreadyRunning(f"{folder}: another backup is being made there; try again when it is done") from problem
    finally:
        os.close(fd)
