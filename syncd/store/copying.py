"""A whole copy of a database while others go on writing it, and what a set of copies holds.

The copy is a snapshot: a read transaction is held while the pages are taken, so that no write of another restarts the copying
(sqlite3_backup_step begins anew only where it has to begin to read), and in WAL mode no writer waits for it.
"""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from syncd import faults
from syncd.errors import StoreError

if TYPE_CHECKING:
    from syncd.store.db import Store

COUNTED = ("interaction", "promise", "decision", "sighting", "original", "excluded", "pending", "reminder", "tombstone", "audit")
LAST_BACKUP = "last_backup"  # meta: {"at", "bytes", "seconds", "set"}
_PAGES = 2048  # copied between two words of progress
_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)

Progress = Callable[[int, int], None]  # bytes done, bytes in all


def copy_database(source: sqlite3.Connection, target: Path, progress: Progress | None = None) -> None:
    """Copy what `source` has open, outside a transaction of it, to a new file; on the disk and for its owner alone when this returns.

    Raises OSError where the target has no room or fails, sqlite3.DatabaseError where the source does.
    """
    target.touch(mode=0o600, exist_ok=False)
    (size,) = source.execute("PRAGMA page_size").fetchone()

    def tell(_: int, remaining: int, total: int) -> None:
        faults.hit("backup.pages")
        if progress:
            progress((total - remaining) * size, total * size)

    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        copy.execute("PRAGMA synchronous = OFF")  # it is brought to the disk once, at the end
        copy.execute("PRAGMA journal_mode = OFF")
        source.execute("BEGIN")
        try:
            source.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()  # only now is it held
            source.backup(copy, pages=_PAGES, progress=tell, sleep=0.05)
        except sqlite3.OperationalError as problem:
            if getattr(problem, "sqlite_errorcode", 0) & 0xFF in _NO_ROOM:
                raise OSError(errno.ENOSPC, f"{problem}: is there room, and may the file be so large?", str(target)) from problem
            raise
        finally:
            source.execute("ROLLBACK")
    on_disk(target)


def on_disk(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


@contextmanager
def reading(path: Path, *, settled: bool = False) -> Iterator[sqlite3.Connection]:
    """A database to read, of whatever shape; `settled`: nobody writes it, and no file comes to lie beside it."""
    if not path.exists():
        raise StoreError(f"{path}: there is no such file")
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if settled else ''}", uri=True, isolation_level=None, timeout=30.0)) as db:
        db.execute("PRAGMA cache_size = -8192")
        yield db


def unsound(path: Path) -> str | None:
    """What SQLite finds wrong with a copy, or None."""
    try:
        with reading(path, settled=True) as db:
            found = [text for (text,) in db.execute("PRAGMA integrity_check(3)")]
    except (sqlite3.DatabaseError, UnicodeDecodeError) as problem:
        return str(problem)
    return None if found == ["ok"] else "; ".join(found)


def counts(db: sqlite3.Connection) -> dict[str, int]:
    """How many rows there are of what a store is for."""
    there = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in COUNTED if name in there}


def steps(db: sqlite3.Connection) -> list[str]:
    """The steps of its shape that a store has taken."""
    return sorted(name for (name,) in db.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = 'history'"))


def missing(history: sqlite3.Connection, raw: Mapping[str, Path]) -> int:
    """How many originals a settled history refers to that do not lie in its month's settled file; `raw`: month → file."""
    history.execute("CREATE TEMP TABLE referred (month TEXT, hash BLOB, PRIMARY KEY (month, hash)) WITHOUT ROWID")
    history.execute("INSERT OR IGNORE INTO referred SELECT month, hash FROM original")
    found = 0
    for month, there in history.execute("SELECT month, count(*) FROM referred GROUP BY month").fetchall():
        if month not in raw:
            found += there
            continue
        history.execute("ATTACH ? AS raw", (f"{raw[month].resolve().as_uri()}?mode=ro&immutable=1",))
        (lost,) = history.execute("SELECT count(*) FROM referred r WHERE month = ? AND NOT EXISTS (SELECT 1 FROM raw.blob b WHERE b.hash = r.hash)", (month,)).fetchone()
        history.execute("DETACH raw")
        found += lost
    history.execute("DROP TABLE temp.referred")
    return found


def last_backup(store: Store) -> str | None:
    """When the store was last backed up (instant), or None."""
    text = store.meta(LAST_BACKUP)
    return str(json.loads(text)["at"]) if text else None


def note_backup(path: Path, what: Mapping[str, object]) -> None:
    """Keep in a store of whatever shape that a backup of it was made."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=30.0)) as db:
        db.execute("PRAGMA synchronous = FULL")
        db.execute("INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (LAST_BACKUP, json.dumps(what)))
