"""The original messages, packed, one file a month of arrival: raw/YYYY-MM.db.

Written before the page that refers to them, so that a crash leaves at most a blob nobody refers to.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import zstandard

from syncd import faults
from syncd.errors import StoreError
from syncd.store import db as store_db
from syncd.store import migrations

PLAIN, ZLIB, ZSTD = 0, 1, 2


class Blob(NamedTuple):
    """Packed bytes by the sha256 of the original; `size` in bytes before packing."""

    hash: bytes
    codec: int
    size: int
    bytes: bytes


def pack(hash_: bytes, data: bytes, packer: zstandard.ZstdCompressor) -> Blob:
    """Pack one original, unless that makes it no smaller."""
    packed = packer.compress(data)
    if len(packed) < len(data):
        return Blob(hash_, ZSTD, len(data), packed)
    return Blob(hash_, PLAIN, len(data), data)


class RawFolder:
    """The folder of monthly files; keeps the files it used open. `read_only`: for one look that leaves nothing beside them."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self.folder = folder
        self._read_only = read_only
        self._open: dict[str, sqlite3.Connection] = {}

    def save(self, month: str, blobs: Iterable[Blob]) -> None:
        """Write blobs into the file of `month` (YYYY-MM); one that is there already is left as it is, unless only a part of it was, or is to be."""
        db = self._file(month, create=True)
        assert db is not None
        db.execute("BEGIN IMMEDIATE")
        try:
            db.executemany(
                "INSERT INTO blob VALUES (?, ?, ?, ?) ON CONFLICT (hash) DO UPDATE SET codec = excluded.codec, size = excluded.size, "
                "bytes = excluded.bytes WHERE size <> excluded.size",
                blobs,
            )
            faults.hit("raw.before_commit")
            db.execute("COMMIT")
            faults.hit("raw.after_commit")
        except BaseException:
            db.rollback()
            raise

    def load(self, month: str, hash_: bytes) -> bytes | None:
        """The original bytes, or None when that month's file has lost them."""
        db = self._file(month, create=False)
        row = db.execute("SELECT codec, size, bytes FROM blob WHERE hash = ?", (hash_,)).fetchone() if db else None
        if row is None:
            return None
        codec, size, packed = row
        if codec == ZSTD:
            return zstandard.ZstdDecompressor().decompress(packed, max_output_size=size)
        return zlib.decompress(packed) if codec == ZLIB else bytes(packed)

    def sweep(self, month: str, wanted: set[bytes]) -> int:
        """Delete the blobs of a month nobody refers to; says how many."""
        db = self._file(month, create=False)
        if db is None:
            return 0
        unused = [(h,) for (h,) in db.execute("SELECT hash FROM blob") if h not in wanted]
        if unused:
            db.execute("BEGIN IMMEDIATE")
            db.executemany("DELETE FROM blob WHERE hash = ?", unused)
            db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # what was overwritten is still in the file, or what was deleted in the log
        return len(unused)

    def hashes(self, month: str) -> set[bytes]:
        """The hashes held in a month's file."""
        db = self._file(month, create=False)
        return {h for (h,) in db.execute("SELECT hash FROM blob")} if db else set()

    def months(self) -> list[str]:
        """The months there are files of, oldest first."""
        return sorted(p.stem for p in self.folder.glob("????-??.db"))

    def close(self) -> None:
        """Close every file."""
        for db in self._open.values():
            db.close()
        self._open.clear()

    def _file(self, month: str, *, create: bool) -> sqlite3.Connection | None:
        if month in self._open:
            return self._open[month]
        path = self.folder / f"{month}.db"
        if not path.exists():
            if not create:
                return None
            self.folder.mkdir(mode=0o700, exist_ok=True)
            path.touch(mode=0o600)
        if self._read_only:
            self._open[month] = store_db.looked_at(path)
            return self._open[month]
        db = sqlite3.connect(path, isolation_level=None, timeout=store_db.BUSY_SECONDS, check_same_thread=False)
        try:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "cache_size=-4096", "wal_autocheckpoint=2000"):
                db.execute(f"PRAGMA {pragma}")
            store_db.migrate(db, "raw", migrations.RAW, path)
        except sqlite3.DatabaseError as problem:
            db.close()
            raise StoreError(f"{path}: {problem}. Put back a backup of history.db and raw/.") from problem
        self._open[month] = db
        return db
