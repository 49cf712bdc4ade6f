"""A store that was put back from a backup: made fit to go on, and what the one before it still tells.

What people decided, who looked at whom, who was forgotten and what was written into calendars is kept by the store that is set
aside, if it can be read: decisions and looks the copy lacks are appended, chained anew, and the outbox is taken as it is. All else
comes again from mailboxes and calendars.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from syncd.store import audit, decisions, promises
from syncd.store.db import Store
from syncd.store.ids import marks, rows_in
from syncd.store.sources import alive

RESTORED = "restored"  # meta, see `Restored`
# decisions that change nothing derived but, perhaps, the promise they are about
_OF_ENTRIES = frozenset({"done", "confirm", "delete", "move", "accept", "decline", "hand_over", "note", "query", "pause", "resume"})


@dataclass(frozen=True, slots=True)
class Restored:
    """That the store is a copy put back `at` a moment (instant), of one that may have written entries until it was last `alive`.

    `alive` is '' where the outbox is that of the store before, so that nothing about the calendars was forgotten. `is_open`: not all mailboxes and calendars were read since. `held`: uids of entries that nobody knows to be answered or not.
    """

    at: str
    alive: str
    is_open: bool = True
    held: frozenset[str] = frozenset()


@dataclass(slots=True)
class Carried:
    """What was taken over from the store before: numbers of rows. `is_same`: it was the same store, later on."""

    is_same: bool
    tombstones: int = 0
    decisions: int = 0
    looks: int = 0
    entries: int | None = None  # rows of the outbox; None: of another shape
    last_alive: str = ""
    subjects: list[tuple[str, str]] = field(default_factory=list)  # kind and subject of the decisions


def restored(store: Store) -> Restored | None:
    """What is kept about the putting back; None in a store that nobody put back, and where all is settled."""
    kept = json.loads(store.meta(RESTORED) or "null")
    return Restored(kept["at"], kept["alive"], kept["open"], frozenset(kept["held"])) if kept else None


def is_open(store: Store) -> bool:
    """Whether the store was put back, and not all mailboxes and calendars were read since."""
    it = restored(store)
    return it is not None and it.is_open


def has_forgotten(store: Store) -> bool:
    """Whether, besides, it does not know what was written into calendars and taken out before it was put back."""
    it = restored(store)
    return it is not None and it.is_open and it.alive != ""


def keep_restored(store: Store, it: Restored | None) -> None:
    """Keep it, or None where nothing is left to be minded; inside the caller's transaction."""
    text = "null" if it is None else json.dumps({"at": it.at, "alive": it.alive, "open": it.is_open, "held": sorted(it.held)})
    if it is not None or store.meta(RESTORED) is not None:
        store.set_meta(RESTORED, text)


def all_read(db: sqlite3.Connection, names: Iterable[str], since: str) -> bool:
    """Whether each of these sources was read to its end since an instant."""
    read = {name for (name,) in db.execute("SELECT name FROM source WHERE last_success >= ?", (since,))}
    return read.issuperset(names)


def said_since(db: sqlite3.Connection, since: str) -> frozenset[str]:
    """The keys of the promises said after an instant."""
    return frozenset(key for (key,) in db.execute("SELECT key FROM promise WHERE said_at > ?", (since,)))


def in_use(path: Path) -> str | None:
    """Who has the store open, in words; None where nobody has. It is brought into one file by the way."""
    try:
        with closing(sqlite3.connect(path, isolation_level=None, timeout=1.0)) as db:
            for (text,) in db.execute("SELECT value FROM meta WHERE name = 'daemon_lease'"):
                if alive(json.loads(text)["holder"]):
                    return f"the daemon works on it: {json.loads(text)['holder']}"
            db.execute("PRAGMA journal_mode = DELETE")  # refused while another connection is open
    except sqlite3.DatabaseError as problem:
        if getattr(problem, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return "the pages or another command have it open"
        return _opened_by(path)  # so damaged that it cannot be asked
    return None


def _opened_by(path: Path) -> str | None:
    """The number of a process of ours that has the file open (proc(5)), or None."""
    for fd in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if fd.parts[2] != str(os.getpid()) and os.readlink(fd) == str(path.resolve()):
                return f"process {fd.parts[2]} has it open"
        except OSError:  # it ended, or is another's
            continue
    return None


def begin(store: Store, it: Restored) -> None:
    """Nobody holds anything in a copy; all sources are to be read, before anything is written into a calendar."""
    with store.write() as db:
        db.execute("UPDATE source SET lease_holder = NULL, lease_until = NULL, next_due = NULL")
        db.execute("DELETE FROM flight")
        db.execute("DELETE FROM meta WHERE name IN ('daemon_lease', 'outbox_lease')")
        keep_restored(store, it)


def carry_over(store: Store, old: sqlite3.Connection) -> Carried:
    """Append what the store before has and the copy lacks, in one transaction. Raises sqlite3.DatabaseError where it cannot be read."""
    found = old.execute("SELECT value FROM meta WHERE name = 'store_key'").fetchone()
    key = store.meta("store_key")
    if key is not None and (found is None or found[0] != key):
        return Carried(is_same=False)
    tombstones = old.execute("SELECT kind, hash, at FROM tombstone").fetchall()
    decided = old.execute("SELECT id, at, by, origin, kind, subject, value FROM decision ORDER BY seq").fetchall()
    looks = [audit.Look(*row) for row in old.execute("SELECT at, actor, what, subject FROM audit ORDER BY seq")]
    (last,) = old.execute("SELECT coalesce(max(last_success), '') FROM source").fetchone()
    with store.write() as db:
        if found and key is None:
            store.set_meta("store_key", found[0])
        carried = Carried(is_same=True, last_alive=last)
        carried.tombstones = db.executemany("INSERT OR IGNORE INTO tombstone (kind, hash, at) VALUES (?, ?, ?)", tombstones).rowcount
        known = {id_ for (id_,) in db.execute("SELECT id FROM decision")}
        for row in decided:
            if row[0] not in known:
                decisions.append(db, row)
                carried.subjects.append((row[4], row[5]))
        carried.decisions = len(carried.subjects)
        (before,) = db.execute("SELECT count(*) FROM audit").fetchone()
        audit.note(db, looks[before:])
        carried.looks = len(looks[before:])
        _lay(store, carried.subjects)
        carried.entries = _outbox(db, old)
    return carried


def _outbox(db: sqlite3.Connection, old: sqlite3.Connection) -> int | None:
    """Take over what was written into which calendar, and how it was seen there; the number of rows, None where their shape is another."""
    rows = None
    for table in ("introduction", "reminder"):
        columns = [[c[1] for c in at.execute(f"PRAGMA table_info({table})")] for at in (db, old)]
        if columns[0] != columns[1]:
            return None
        db.execute(f"DELETE FROM {table}")
        rows = db.executemany(f"INSERT INTO {table} VALUES ({marks(len(columns[0]))})", old.execute(f"SELECT * FROM {table}")).rowcount
    return rows


def _lay(store: Store, decided: list[tuple[str, str]]) -> None:
    """Lay decisions over what is derived: those about promises at once, for others all is derived anew by the next pass."""
    about = [key for (key,) in rows_in(store.db, "SELECT key FROM promise WHERE key IN (?*)", sorted({subject for _, subject in decided}))]
    promises.lay_decisions(store.db, about)
    if any(kind not in _OF_ENTRIES and subject not in about for kind, subject in decided):
        store.set_meta("derivation", "")
