"""A backup put in the place of the store.

    checked             every file has the size and the sum its manifest names, and nobody has the store open
    .restoring/new      copied there; nobody's leases in it; who was forgotten since is erased, what people decided since is laid over
    restore-under-way   the same folder under another name: from here on nothing opens the store until the places are changed
    before-restore-…    what was the store; the copy has its place

Stopped before the renaming, the store is as it was; after it, the next call ends what was begun. No mailbox and no calendar is
contacted; what the next passes heed then is told in after_restore.py.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import errno
import hashlib
import re
import shutil
import sqlite3
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from syncd import faults
from syncd.backup import FORMAT, Set, Told, sets
from syncd.config import Config
from syncd.core.keys import instant
from syncd.errors import AlreadyRunning, StoreError, UsageError
from syncd.store import copying, restoring
from syncd.store.db import UNDER_WAY, connect
from syncd.store.restoring import Carried, Restored
from syncd.world import World, open_world

_DRAFT, _HISTORY = ".restoring", "history.db"
_PIECE = 1 << 20  # bytes


@dataclass(slots=True)
class PutBack:
    """What a restore did; `json` is the contract of `syncd restore --json`. `is_end`: only an earlier one was ended."""

    set: str
    made_at: str = ""
    aside: str | None = None
    seconds: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)
    carried: Carried | None = None
    why_not: str = ""  # nothing was carried over
    erased: int = 0
    alive: str = ""
    is_end: bool = False

    def json(self) -> dict[str, Any]:
        """The restore as JSON."""
        c = self.carried
        carried = {"tombstones": c.tombstones, "decisions": c.decisions, "looks": c.looks, "entries": c.entries} if c else None
        return {"backup": self.set, "made_at": self.made_at, "aside": self.aside, "seconds": round(self.seconds, 3), "counts": self.counts,
                "carried": carried, "not_carried": self.why_not, "erased": self.erased, "alive": self.alive, "ended_earlier": self.is_end}  # fmt: skip


def chosen(folder: Path) -> Set:
    """The backup in this folder, or the newest of those below it. Raises UsageError where there is none."""
    found = [s for s in sets(folder.parent) if s.folder.name == folder.name] or sets(folder)
    if not found:
        raise UsageError(f"{folder}: there is no backup here; name a folder that `syncd backup` made, or the one that holds them")
    if found[-1].manifest.get("format") != FORMAT:
        raise StoreError(f"{found[-1].folder} was made by a newer syncd: install that version")
    return found[-1]


def check(backup: Set, told: Told | None = None) -> None:
    """Raises StoreError where a file of the backup is not what its manifest says, or not sound."""
    for name in backup.files:
        _copy(backup, name, None, told)
        if wrong := copying.unsound(backup.folder / name):
            raise StoreError(f"{backup.folder / name}: {wrong}; take another backup")


def restore(config: Config, folder: Path, now: dt.datetime, lost_at: str | None = None, told: Told | None = None) -> PutBack:
    """Put a backup in the place of the config's store; what was there is kept beside it.

    `lost_at`: an instant since when the store was not in use, where that is known and the store before cannot tell.
    Raises AlreadyRunning while anybody has the store open, StoreError where the backup is damaged, UsageError where a part of the
    store is a mount or a link; nothing is changed then.
    """
    began, path = time.monotonic(), config.store.path
    for place in (path, path.parent / "raw"):
        _may_be_renamed(place)
    if path.with_name(UNDER_WAY).exists():
        return PutBack("", aside=_change_places(path, now), is_end=True, seconds=time.monotonic() - began)
    backup, draft = chosen(folder), path.with_name(_DRAFT)
    _nobody_in(path)
    done = PutBack(str(backup.folder), str(backup.manifest["made_at"]))
    shutil.rmtree(draft, ignore_errors=True)
    try:
        (draft / "new" / "raw").mkdir(mode=0o700, parents=True)
        _room_for(backup, draft)
        for name in backup.files:
            _copy(backup, name, draft / "new" / name, told)
        faults.hit("restore.copied")
        _prepare(config, draft / "new" / _HISTORY, now, lost_at, done)
        faults.hit("restore.prepared")
        _nobody_in(path)
        draft.rename(path.with_name(UNDER_WAY))
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    copying.on_disk(path.parent)
    done.aside = _change_places(path, now)
    done.seconds = time.monotonic() - began
    return done


def _may_be_renamed(place: Path, mounts: Path = Path("/proc/self/mountinfo")) -> None:
    """What is put aside by its name must not be mounted there or lie elsewhere. Source: rename(2), EBUSY and EXDEV; proc_pid_mountinfo(5)."""
    mend = f"Take it away, restore, then copy the new {place} to where it led and put it back"
    if place.is_symlink():
        raise UsageError(f"{place} is a link to {place.readlink()}, and a restore puts what is new in its place. {mend}. Nothing was changed.")
    lines = mounts.read_text("utf-8", "replace").splitlines() if mounts.exists() else []
    points = {re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), line.split(" ")[4]) for line in lines}
    if place.is_mount() or str(place.resolve()) in points:  # a folder bound from the same disk is only in the list
        raise UsageError(f"{place} is a mount of its own, and a restore puts what is new in its place. {mend} (umount {place}). Nothing was changed.")


def _nobody_in(path: Path) -> None:
    if path.exists() and (who := restoring.in_use(path)):
        raise AlreadyRunning(f"{path} is in use ({who}); stop the daemon and the pages first: systemctl stop syncd syncd-web")


def _room_for(backup: Set, draft: Path) -> None:
    needed, free = sum(f["bytes"] for f in backup.files.values()), shutil.disk_usage(draft).free
    if free < needed:
        raise OSError(errno.ENOSPC, f"the backup needs {needed / 1e6:.0f} MB, and {free / 1e6:.0f} MB are free: nothing is changed", str(draft.parent))


def _copy(backup: Set, name: str, target: Path | None, told: Told | None) -> None:
    """Read a file of the backup, checked by its sum, and write it to `target` if there is one."""
    known, source = backup.files[name], backup.folder / name
    if not source.exists() or source.stat().st_size != known["bytes"]:
        raise StoreError(f"{source} is missing or cut short; take another backup")
    sum_, done = hashlib.sha256(), 0
    if target is not None:
        target.touch(mode=0o600)
    with source.open("rb") as file, (target or Path("/dev/null")).open("wb") as copy:
        while piece := file.read(_PIECE):
            sum_.update(piece)
            copy.write(piece)
            done += len(piece)
            if told:
                told(name, done, known["bytes"])
    if sum_.hexdigest() != known["sha256"]:
        raise StoreError(f"{source} is not what was written there (its sum differs); take another backup")
    if target is not None:
        copying.on_disk(target)


def _prepare(config: Config, copy: Path, now: dt.datetime, lost_at: str | None, done: PutBack) -> None:
    """Make a copy fit to be the store: brought up to date, with what the store before still tells."""
    world = open_world(dataclasses.replace(config, store=dataclasses.replace(config.store, path=copy)), create=False, now=now)
    try:
        done.counts = copying.counts(world.store.db)
        done.carried, done.why_not = _carry_over(world, config.store.path)
        knows = done.carried is not None and done.carried.entries is not None
        done.alive = "" if knows else lost_at or (done.carried.last_alive if done.carried else "") or instant(now)
        restoring.begin(world.store, Restored(at=instant(now), alive=done.alive))
        done.erased = _erase_again(world)
    finally:
        world.close()
    for path in (copy, copy.parent / "raw", copy.parent):
        copying.on_disk(path)


def _carry_over(world: World, before: Path) -> tuple[Carried | None, str]:
    """What the store before tells, and why nothing where it does not."""
    if not before.exists():
        return None, "there was no store"
    try:
        with copying.reading(before) as old:
            carried = restoring.carry_over(world.store, old)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as problem:
        return None, f"it cannot be read ({problem})"
    return (carried, "") if carried.is_same else (None, "it was another store than the one that was backed up")


def _erase_again(world: World) -> int:
    """Take out again who was forgotten after the backup was made; how many interactions went."""
    from syncd.erasure import reapply  # with all readers of mail

    return reapply(world)


def _change_places(path: Path, now: dt.datetime) -> str | None:
    """The store goes aside, the copy takes its place; may be stopped anywhere and called again."""
    way = path.with_name(UNDER_WAY)
    new, old = way / "new", way / "old"
    old.mkdir(mode=0o700, exist_ok=True)
    pieces = ((new / "raw", path.parent / "raw", ()), (new / _HISTORY, path, ("-wal", "-shm")))
    for fresh, place, beside in pieces:
        if not fresh.exists():
            continue  # it has its place already
        for there in (place, *(place.with_name(place.name + end) for end in beside)):
            if there.exists():
                faults.hit("restore.aside")
                there.rename(old / there.name)
        faults.hit("restore.place")
        fresh.rename(place)
    for folder in (path.parent, old):
        copying.on_disk(folder)
    aside = None
    if any(old.iterdir()):
        stamp = f"before-restore-{now.astimezone(dt.UTC):%Y-%m-%dT%H%M%SZ}"
        target = next(p for n in range(1, 1000) if not (p := path.with_name(stamp if n == 1 else f"{stamp}-{n}")).exists())
        faults.hit("restore.kept")
        old.rename(target)
        aside = str(target)
    shutil.rmtree(way)
    copying.on_disk(path.parent)
    connect(path).close()
    return aside
