"""Opening history.db, its one writer, and the way its shape grows.

    store = connect(path)                    # readers: store.db.execute(…)
    with store.write():                      # BEGIN IMMEDIATE … COMMIT, or nothing of it
        interactions.save(store, …)

WAL, synchronous=FULL (a committed page survives a power cut), secure_delete (what was erased is overwritten).
A store from a newer program, a damaged file or something that is no store is refused with exit 65 and the remedy.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from syncd import faults
from syncd.errors import AlreadyRunning, StoreError
from syncd.store import migrations, names, replies
from syncd.store.turns import turns_of

BUSY_SECONDS = 30.0
DAMAGED = (sqlite3.DatabaseError, UnicodeDecodeError)  # the second where SQLite names a damaged table in its message
VIEWS = Path(__file__).parent / "views"
UNDER_WAY = "restore-under-way"  # beside the store, while a backup is being put in its place


class Store:
    """One connection to history.db, with the folder of raw files beside it. Used by one thread at a time."""

    def __init__(self, path: Path, db: sqlite3.Connection, *, read_only: bool) -> None:
        self.path = path
        self.db = db
        self.read_only = read_only
        self._turns = turns_of(path)

    @property
    def raw_folder(self) -> Path:
        """Where the original messages lie: one file a month."""
        return self.path.parent / "raw"

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is there afterwards, or nothing. Nested uses join the outer one.

        Raises AlreadyRunning while another program writes for longer than `BUSY_SECONDS`.
        """
        with self._turns:
            if self.db.in_transaction:
                yield self.db
                return
            try:
                self.db.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as problem:
                if "locked" not in str(problem):
                    raise
                raise AlreadyRunning(_locked(self.path)) from problem
            try:
                yield self.db
                names.settle(self.db)
                replies.settle(self.db)
                faults.hit("store.before_commit")
                self.db.execute("COMMIT")
            except BaseException as problem:
                self.db.rollback()
                if type(problem) in DAMAGED:  # not one of its kinds, such as a broken rule: the file itself is damaged
                    raise StoreError(f"{self.path}: {problem}; put back a backup of history.db and raw/") from problem
                raise
            faults.hit("store.after_commit")

    def meta(self, name: str) -> str | None:
        """A named value of the store itself, or None."""
        try:
            row = self.db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        except DAMAGED as problem:
            raise StoreError(f"{self.path}: {problem}; put back a backup of history.db and raw/") from problem
        return row[0] if row else None

    def set_meta(self, name: str, value: str) -> None:
        """Keep a named value; a value that is already so writes nothing."""
        self.db.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE value <> excluded.value",
            (name, value),
        )

    def close(self) -> None:
        """Close the connection; the file stays valid whether or not this is called."""
        self.db.close()


def connect(path: Path, *, create: bool = False, read_only: bool = False, cache_mb: int = 32) -> Store:
    """Open the store at `path`, bringing its shape up to date; `cache_mb` is how much of it is kept in memory.

    Raises StoreError (exit 65) when there is none and `create` is off, when it is damaged, or newer than this program.
    """
    if path.with_name(UNDER_WAY).exists():
        raise StoreError(f"{path}: putting back a backup was stopped half-way; `syncd restore` ends it")
    if not path.exists() and not create:
        raise StoreError(f"{path}: there is no store yet; `syncd once` makes it")
    if read_only:
        db = _open(f"{path.resolve().as_uri()}?mode=ro")
        return Store(path, db, read_only=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)
    elif path.stat().st_size == 0 and any((path.parent / "raw").glob("*.db")):
        raise StoreError(f"{path} is empty, though originals lie in raw/: put back a backup of history.db and raw/; nothing is made anew over it")
    db = _open(path.resolve().as_uri())
    try:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON", f"cache_size=-{cache_mb * 1024}",
                       "temp_store=MEMORY", "wal_autocheckpoint=4000"):  # fmt: skip
            db.execute(f"PRAGMA {pragma}")
        migrate(db, "history", migrations.HISTORY, path)
        _refresh_views(db)
    except DAMAGED as problem:
        db.close()
        if "locked" in str(problem) or "busy" in str(problem):
            raise AlreadyRunning(_locked(path)) from problem
        raise StoreError(f"{path}: {problem}. The file is no usable store; put back a backup of history.db and raw/.") from problem
    return Store(path, db, read_only=False)


def glance(path: Path) -> Store:
    """The store for one look that leaves no file beside it, as another reader does where nobody writes. Raises StoreError where there is none.

    To be closed at once: where nobody has it open, what is written meanwhile is not seen.
    """
    if not path.exists():
        raise StoreError(f"{path}: there is no store yet; `syncd once` makes it")
    return Store(path, looked_at(path), read_only=True)


def looked_at(path: Path) -> sqlite3.Connection:
    """A connection to a file of SQLite for such a look: where nobody has it open, not even the file of its locks is made."""
    alone = not path.with_name(f"{path.name}-wal").exists()
    return _open(f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if alone else ''}")


def _locked(path: Path) -> str:
    return f"{path} is being written by another program for longer than {BUSY_SECONDS:.0f} s; try again when it is done"


class _Watched(sqlite3.Connection):
    """A connection that says when it comes to a statement, and to each row of one for many rows.

    Not by a trace callback: what is raised in one (Ctrl-C too) SQLite's module swallows.
    """

    def execute(self, sql: str, parameters: Any = ()) -> sqlite3.Cursor:
        faults.hit("store.statement")
        return super().execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Any]) -> sqlite3.Cursor:
        return super().executemany(sql, self._each(parameters))

    @staticmethod
    def _each(rows: Iterable[Any]) -> Iterator[Any]:
        for row in rows:
            faults.hit("store.statement")
            yield row


def _open(uri: str) -> sqlite3.Connection:
    kind = _Watched if faults.ARMED else sqlite3.Connection
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False, cached_statements=256, factory=kind)


def migrate(db: sqlite3.Connection, name: str, steps: Sequence[migrations.Step], path: Path) -> None:
    """Apply the pending steps of one set, all in one transaction, after a backup where there is something to lose.

    Raises StoreError when the store has steps this program does not know (it was made by a newer one).
    """
    known = {step.__name__ for step in steps}
    done = _applied(db, name)
    (number,) = db.execute("PRAGMA user_version").fetchone()  # what a program may look at that knows nothing of our steps
    if number > len(steps) and not done - known:
        raise StoreError(f"{path} was written by a newer syncd (step {number}): install that version or restore an older backup")
    if done - known:
        raise StoreError(f"{path} was written by a newer syncd ({', '.join(sorted(done - known))}): install that version or restore an older backup")
    if done == known:
        return
    from sqlite_utils import Database, Migrations  # heavy, and needed only when the shape changes

    if done:
        _back_up(db, path.with_name(f"{path.name}.before-{min(known - done)}"))
    wrapped = Migrations(name)
    for step in steps:
        wrapped(name=step.__name__)(lambda utils, step=step: step(utils.conn))
    db.execute("BEGIN IMMEDIATE")  # two programs starting at once: the second waits here and then finds nothing to do
    try:
        wrapped.apply(Database(db))
        db.execute(f"PRAGMA user_version = {len(steps)}")
        if name == "history":
            db.execute("INSERT INTO meta VALUES ('shape', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (shape_of(db),))
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


def _back_up(db: sqlite3.Connection, target: Path) -> None:
    """A copy of the whole store; under its name it is complete, whenever this was stopped."""
    from syncd.store.copying import copy_database, on_disk

    draft = target.with_name(f"{target.name}.tmp")
    draft.unlink(missing_ok=True)
    copy_database(db, draft)
    os.replace(draft, target)
    on_disk(target.parent)


def shape_of(db: sqlite3.Connection) -> str:
    """A sum over every table, index and trigger as SQLite keeps them; the views are made anew whenever their text changes."""
    texts = db.execute("SELECT type, name, sql FROM sqlite_master WHERE type <> 'view' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_sqlite_%' ORDER BY type, name")
    return hashlib.sha256(repr(texts.fetchall()).encode()).hexdigest()


def _applied(db: sqlite3.Connection, name: str) -> set[str]:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone():
        return set()
    return {row[0] for row in db.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (name,))}


def _refresh_views(db: sqlite3.Connection) -> None:
    """Make the views anew when their text changed; they hold no data, so they are no migration."""
    texts = {file.stem: file.read_text(encoding="utf-8") for file in sorted(VIEWS.glob("*.sql"))}
    wanted = hashlib.sha256(repr(texts).encode()).hexdigest()
    row = db.execute("SELECT value FROM meta WHERE name = 'views'").fetchone()
    if row and row[0] == wanted:
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        for (old,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
            db.execute(f'DROP VIEW "{old}"')
        for name, text in texts.items():
            db.execute(f'CREATE VIEW "{name}" AS {text}')
        db.execute("INSERT INTO meta VALUES ('views', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", (wanted,))
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise
