"""A store of any released version becomes one of this version, or of the next: nothing is lost, wherever it is stopped (F119, G36).

Stores of released versions lie in tests/data/stores as text. That the harness sees what it should is proved on steps of a
version that does not exist.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from syncd import faults
from syncd.backup import back_up
from syncd.config import load as load_config
from syncd.errors import StoreError
from syncd.restore import restore
from syncd.store import migrations
from syncd.store.db import connect, shape_of
from syncd.store.dump import dump
from tests.store.released import as_text, load, versions
from tests.store.world import NOW, Office, settle


def m901_a_column(db: sqlite3.Connection) -> None:
    """A column, and what it holds."""
    db.execute("ALTER TABLE source ADD COLUMN colour TEXT NOT NULL DEFAULT ''")
    db.execute("UPDATE source SET colour = 'green' WHERE connector = 'maildir'")


def m902_a_table_split(db: sqlite3.Connection) -> None:
    """Rows that move to a table of their own, with an index."""
    db.execute("CREATE TABLE noted (name TEXT PRIMARY KEY, colour TEXT NOT NULL) STRICT, WITHOUT ROWID")
    db.execute("INSERT INTO noted SELECT name, colour FROM source")
    db.execute("ALTER TABLE source DROP COLUMN colour")
    db.execute("CREATE INDEX noted_colour ON noted(colour)")


def r901_when(db: sqlite3.Connection) -> None:
    """The files of originals change, too."""
    db.execute("ALTER TABLE blob ADD COLUMN came TEXT")


PROOF = bool(os.environ.get("SYNCD_PROOF"))
LATER = (m901_a_column, m902_a_table_split)


@pytest.fixture(scope="module")
def office_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company after its first pass, by this version."""
    office = Office(tmp_path_factory.mktemp("made"))
    settle(office)
    office.once()
    return office.folder


@pytest.fixture(scope="module", params=[*versions(), None], ids=lambda p: p.stem if p else "this version")
def text(request: pytest.FixtureRequest, office_made: Path) -> str:
    """A store as text: of each released version, and of this one."""
    if request.param is not None:
        return str(request.param.read_text("utf-8"))
    return "\n".join(as_text(office_made / "history.db"))


def _dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return list(dump(db))


def _fresh_shape(folder: Path) -> str:
    store = connect(folder / "fresh.db", create=True)
    try:
        return shape_of(store.db)
    finally:
        store.close()


@pytest.mark.slow
def test_a_store_as_text_is_the_store(office_made: Path, tmp_path: Path) -> None:
    """What the other tests begin with is whole: rows, shape, index of words and number."""
    load("\n".join(as_text(office_made / "history.db")), path := tmp_path / "history.db")
    assert _dump(path) == _dump(office_made / "history.db")
    store = connect(path)
    assert store.db.execute("PRAGMA user_version").fetchone() == (len(migrations.HISTORY),)
    assert store.db.execute("SELECT count(*) FROM search WHERE search MATCH 'unit*'").fetchone()[0] > 0
    assert shape_of(store.db) == store.meta("shape") == _fresh_shape(tmp_path)
    store.close()


@pytest.mark.slow
def test_every_version_becomes_this_one(text: str, tmp_path: Path) -> None:
    """The same tables, indexes and triggers as a store made today, and no row lost; nothing is written where nothing is to be done."""
    load(text, path := tmp_path / "history.db")
    tables = {"interaction", "decision", "sighting", "original", "reminder"}
    with closing(sqlite3.connect(path)) as db:
        before = {t: db.execute(f"SELECT count(*) FROM {t}").fetchone() for t in tables}
    connect(path).close()
    with closing(sqlite3.connect(path)) as db:
        assert {t: db.execute(f"SELECT count(*) FROM {t}").fetchone() for t in tables} == before
        assert shape_of(db) == _fresh_shape(tmp_path)
    assert connect(path).db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.slow
def test_later_steps_are_taken_after_a_whole_backup(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F119: what was is kept beside, for its owner alone; what is has the shape of a store that is new."""
    load(text, path := tmp_path / "history.db")
    before = _dump(path)
    monkeypatch.setattr(migrations, "HISTORY", (*migrations.HISTORY, *LATER))
    connect(path).close()
    assert _dump(path) == before
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT DISTINCT colour FROM noted ORDER BY 1").fetchall() == [("",), ("green",)]
        assert db.execute("PRAGMA user_version").fetchone() == (len(migrations.HISTORY),)
    (kept,) = tmp_path.glob("history.db.before-m901*")
    assert _dump(kept) == before and kept.stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_killed_at_any_statement_the_next_opening_finishes(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """G36: from a fresh copy, killed before every fourth statement (SYNCD_PROOF=1: every one) and piece of the backup: the store is whole, old or new."""
    load(text, start := tmp_path / "start.db")
    before = _dump(start)
    monkeypatch.setattr(migrations, "HISTORY", (*migrations.HISTORY, *LATER))
    office, ends, step = Office(tmp_path), {"old": 0, "new": 0}, 1 if PROOF else 4

    def killed(point: str, number: int) -> bool:
        folder = tmp_path / f"{point}{number}"
        folder.mkdir()
        path = Path(shutil.copy(start, folder / "history.db"))
        was_killed = office.killed(f"{point}:kill@{number}", lambda: connect(path).close())
        if was_killed:
            with closing(sqlite3.connect(path)) as db:
                assert not db.execute("SELECT 1 FROM pragma_table_info('source') WHERE name = 'colour'").fetchone(), "between two steps"
                ends["new" if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'noted_colour'").fetchone() else "old"] += 1
            connect(path).close()
            assert _dump(path) == before
        shutil.rmtree(folder)
        return was_killed

    for point in ("store.statement", "backup.pages"):
        beyond = next(number for number in range(1, 1000, step) if not killed(point, number))
        for number in range(max(1, beyond - step + 1), beyond):  # the last ones, each
            killed(point, number)
    assert ends["old"] >= (40 if PROOF else 10) and ends["new"] >= 1


@pytest.mark.slow
def test_the_files_of_originals_are_brought_up_to_date(office_made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each month when it is first used, after a copy of it."""
    office = Office(shutil.copytree(office_made, tmp_path / "office"))
    monkeypatch.setattr(migrations, "RAW", (*migrations.RAW, r901_when))
    assert office.findings() == []
    (month,) = (office.folder / "raw").glob("????-??.db")
    with closing(sqlite3.connect(month)) as db:
        assert "came" in {name for (name,) in db.execute("SELECT name FROM pragma_table_info('blob')")}
    assert len(list((office.folder / "raw").glob("*.before-r901*"))) == 1


@pytest.mark.slow
def test_a_backup_of_an_older_version_is_brought_up_to_date(office_made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put back after an upgrade, it has the shape of today before anything reads it."""
    office = Office(shutil.copytree(office_made, tmp_path / "office"))
    before = office.dump()
    back_up(office.folder / "history.db", office.folder / "backups", NOW, 7)
    monkeypatch.setattr(migrations, "HISTORY", (*migrations.HISTORY, *LATER))
    connect(office.folder / "history.db").close()
    restore(load_config(office.folder / "config.toml"), office.folder / "backups", NOW)
    assert office.dump() == before and office.findings() == []
    assert office.rows("SELECT 1 FROM noted LIMIT 1") == [(1,)]


def test_a_number_beyond_ours_is_a_newer_version_s(office_made: Path, tmp_path: Path) -> None:
    """F119: refused with 65 also where the names of its steps tell nothing, and left as it is."""
    path = Path(shutil.copy(office_made / "history.db", tmp_path / "history.db"))
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="newer syncd"):
        connect(path)
    assert not faults.ARMED and list(tmp_path.glob("*.before-*")) == []


def test_a_shape_changed_by_hand_is_found(office_made: Path, tmp_path: Path) -> None:
    """`verify` holds the shape against the sum kept by the last step."""
    office = Office(shutil.copytree(office_made, tmp_path / "office"))
    with closing(sqlite3.connect(office.folder / "history.db")) as db:
        db.execute("DROP INDEX party_address")
    (found,) = office.findings()
    assert "changed by hand" in found
