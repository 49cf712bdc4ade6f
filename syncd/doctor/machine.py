"""What surrounds the store: room on its disk, the disk's kind, backups, copies left behind; and a config that reads one mailbox twice."""

from __future__ import annotations

import datetime as dt
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

from syncd.doctor.case import Case, Finding, sources_named
from syncd.store import symptoms
from syncd.store.copying import last_backup

LEAST_ROOM = 1_000_000_000  # bytes; a store grows by less in a month, and a migration needs as much as history.db again
MOST_LOG = 512_000_000  # bytes of history.db-wal; it is cut back at 16 MB unless a reader keeps it
BACKUP_EVERY = dt.timedelta(days=8)
COPY_KEPT = dt.timedelta(days=30)  # of the store before an upgrade or a restore
# WAL needs memory that all users of the file share (sqlite.org/wal.html, "Disadvantages")
NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "glusterfs", "ceph", "afs"})


def room(case: Case) -> Iterator[Finding]:
    """Space for the store to grow and to be brought up to date, and a log that is cut back."""
    path = case.config.store.path
    if not path.exists():
        return
    need, free = max(LEAST_ROOM, path.stat().st_size), shutil.disk_usage(path.parent).free
    if free < need:
        text = f"{_mb(free)} MB are free where it lies, and it should have {_mb(need)}: when the disk is full nothing is stored and no promise is found"
        yield Finding(code="disk-full", where=str(path.parent), text=text, remedy="make room there, or move the store: [store] path")
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and (size := log.stat().st_size) > MOST_LOG:
        text = f"{log} has {_mb(size)} MB: somebody has read the store for hours without an end, and it cannot be cut back"
        yield Finding(code="log-grows", where=str(log), text=text, remedy="systemctl restart syncd-web, and end other programs that have the store open")


def disk(case: Case, mounts: Path = Path("/proc/self/mounts")) -> Iterator[Finding]:
    """A local disk: over a network the locks of SQLite do not hold, and the store breaks."""
    path = case.config.store.path
    if mounts.exists() and (kind := _kind(path.absolute(), mounts)) in NETWORK:
        text = f"it lies on {kind}, where two programs can write at once and neither knows: the store will be damaged"
        yield Finding(code="network-disk", where=str(path), text=text, remedy="move it to a disk of this machine: [store] path")


def backups(case: Case) -> Iterator[Finding]:
    """A backup of the last days, once there is something to lose."""
    store = case.opened
    if store is None:
        return
    first, told = symptoms.first_item(store.db), last_backup(store)
    last = dt.datetime.fromisoformat(told) if told else None
    remedy = "systemctl enable --now syncd-backup.timer, or syncd backup"
    if last is None and first and case.now - first > BACKUP_EVERY:
        text = "no backup was ever made of a store that is read into for more than a week"
        yield Finding(code="backup-missing", where=str(case.config.store.path), text=text, remedy=remedy)
    elif last and case.now - last > BACKUP_EVERY:
        text = f"the last backup is of {last:%Y-%m-%d}"
        yield Finding(code="backup-old", where=str(case.config.store.path), text=text, remedy=remedy)


def copies(case: Case) -> Iterator[Finding]:
    """Copies of the store from before an upgrade or a restore: nobody is forgotten in them."""
    for path in sorted(case.config.store.path.parent.glob("*before-*")):
        made = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
        if case.now - made > COPY_KEPT:
            text = f"this copy of the store is of {made:%Y-%m-%d}; it holds what was forgotten or taken out since, and its room"
            yield Finding(code="copy-kept", where=str(path), text=text, remedy=f"rm -r {shlex.quote(str(path))}, when you are content with the store as it is")


def read_twice(case: Case) -> Iterator[Finding]:
    """Two sources with the same keys: the second costs as much and brings nothing."""
    found: dict[tuple[str, str], list[str]] = {}
    for source in case.config.sources:
        found.setdefault((source.connector, repr(sorted(source.options.items()))), []).append(source.name)
    for (connector, _), names in found.items():
        if len(names) > 1:
            text = f"they read the same {connector} with the same keys"
            yield Finding(code="read-twice", where=sources_named(names), text=text, remedy="keep the first [[source]] of them, and take the others out of the config")


def _kind(path: Path, mounts: Path) -> str:
    """The type of the file system a path lies on. Source: proc_pid_mounts(5), fstab(5)."""
    best, kind = "", ""
    for line in mounts.read_text("utf-8", "replace").splitlines():
        _, at, of, *_ = line.split(" ")
        place = at.replace("\\040", " ")
        if path.is_relative_to(place) and len(place) >= len(best):
            best, kind = place, of
    return kind


def _mb(size: int) -> int:
    return size // 1_000_000
