"""Stores as released versions made them, as text: tests/data/stores/<version>.sql. At a release, with a small store of it:

    python -m tests.store.released history.db > tests/data/stores/1.0.sql
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

STORES = Path(__file__).parents[1] / "data" / "stores"
_KEEPS = ("data", "idx", "content", "docsize", "config")  # the tables in which FTS5 keeps an index


def versions() -> list[Path]:
    """The stores of released versions, oldest first."""
    return sorted(STORES.glob("*.sql"))


def as_text(path: Path) -> Iterator[str]:
    """A store as statements that make it anew: its tables with their rows, the indexes of words with what they keep, then what watches over rows.

    (`iterdump` writes virtual tables into the schema behind SQLite's back, and what refers to them then fails.)
    """
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
        made = db.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid").fetchall()
        virtual = [name for kind, name, sql in made if kind == "table" and sql.startswith("CREATE VIRTUAL")]
        kept = {name for kind, name, _ in made if kind == "table" and any(name == f"{v}_{part}" for v in virtual for part in _KEEPS)}
        yield "BEGIN;"
        for kind, name, sql in made:
            if kind == "table" and name not in kept:
                yield f"{sql};"
        for kind, name, _ in made:
            if kind == "table" and name not in virtual:
                yield from ([f'DELETE FROM "{name}";'] if name in kept else [])
                columns = [c[1] for c in db.execute(f'PRAGMA table_info("{name}")')]
                values = " || ',' || ".join(f'quote("{c}")' for c in columns)
                yield from (f'INSERT INTO "{name}" VALUES ({row});' for (row,) in db.execute(f'SELECT {values} FROM "{name}"'))
        yield from (f"{sql};" for kind, _, sql in made if kind != "table")
        yield f"PRAGMA user_version = {db.execute('PRAGMA user_version').fetchone()[0]};"
        yield "COMMIT;"


def load(text: str, path: Path) -> None:
    """Make a store from its statements."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.executescript(text)
    path.chmod(0o600)


if __name__ == "__main__":
    print("\n".join(as_text(Path(sys.argv[1]))))
