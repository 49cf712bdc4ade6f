"""The store that `make bench-web` measures is one that the program itself could have left."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from syncd.store.db import connect
from syncd.store.raw import RawFolder
from syncd.store.verify import verify
from tests.bench.web_store import build

pytestmark = pytest.mark.slow  # a store is filled first


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small one."""
    return build(tmp_path_factory.mktemp("web"), 1500)


def test_the_program_finds_nothing_wrong_with_it(small: Path) -> None:
    """Keys, chains of decisions and looks, evidence, originals, references, and every index that a store has."""
    store, raw = connect(small, read_only=True), RawFolder(small.parent / "raw")
    assert [f.text for f in verify(store, raw)] == []
    fresh = connect(small.parent / "fresh.db", create=True)
    shape = "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'search%' AND name NOT LIKE 'sqlite%' ORDER BY 1, 2"
    assert store.db.execute(shape).fetchall() == fresh.db.execute(shape).fetchall()
    for open_ in (raw, store, fresh):
        open_.close()


@pytest.mark.parametrize(("table", "column", "kinds"), [
    ("interaction", "kind", {"message", "meeting", "call"}),
    ("promise", "kind", {"promise", "handoff", "theirs"}),
    ("offer", "said", {"offered", "ordered", "invoiced", "paid"}),
])  # fmt: skip
def test_it_holds_every_kind_of_what_the_pages_show(small: Path, table: str, column: str, kinds: set[str]) -> None:
    """A page that has nothing to show is measured for nothing."""
    db = sqlite3.connect(small)
    assert {row[0] for row in db.execute(f"SELECT {column} FROM {table}")} == kinds
    db.close()
