"""Opening the store: its shape grows in one step or not at all, and what is no store is refused (F114, F115, F119)."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from syncd import faults
from syncd.errors import AlreadyRunning, DaemonError, StoreError
from syncd.once import once
from syncd.store import db as store_db
from syncd.store import migrations
from syncd.store.db import Store, connect
from tests.store.world import JOHN, MAILS, RASA, Mail, Office


def m002_one_more(db: sqlite3.Connection) -> None:
    """A later version's step: a column and what it holds."""
    db.execute("ALTER TABLE source ADD COLUMN colour TEXT")
    db.execute("UPDATE source SET colour = 'green'")
    db.execute("CREATE TABLE novelty (id INTEGER PRIMARY KEY) STRICT")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A store with something to lose."""
    office = Office(tmp_path)
    for mail in MAILS[:3]:
        office.send(mail)
    office.once()
    return office


def _path(office: Office) -> Path:
    return office.folder / "history.db"


@pytest.mark.slow
def test_a_new_step_is_taken_after_a_backup(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """F119: the store as it was lies beside it before the first step is taken, and nothing of it is lost."""
    before = office.dump()
    monkeypatch.setattr(migrations, "HISTORY", (*migrations.HISTORY, m002_one_more))
    office.once()
    assert office.dump() == before
    assert office.rows("SELECT DISTINCT colour FROM source") == [("green",)]
    (backup,) = office.folder.glob("history.db.before-*")
    assert sqlite3.connect(backup).execute("SELECT count(*) FROM interaction").fetchone() == (3,)


@pytest.mark.slow
def test_a_first_opening_killed_anywhere_leaves_a_store_that_opens(tmp_path: Path) -> None:
    """Made, killed at any statement of its making, and opened again: a whole store."""
    number, kills = 1, 0
    while True:
        path = tmp_path / str(number) / "history.db"
        office = Office(tmp_path)
        killed = office.killed(f"store.statement:kill@{number}", lambda p=path: connect(p, create=True).close())  # type: ignore[misc]
        kills += killed
        store = connect(path, create=True)
        assert store.db.execute("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'interaction'").fetchone() == (1,)
        assert store.db.execute("SELECT count(*) FROM sqlite_master WHERE type = 'view'").fetchone()[0] > 5
        store.close()
        if not killed:
            break
        number += 7
    assert kills >= 10


@pytest.mark.slow
def test_a_store_of_a_newer_version_is_refused(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """F119: an older program does not touch it, says what to do, and exits 65."""
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "HISTORY", (*migrations.HISTORY, m002_one_more))
        office.once()
    content = _path(office).read_bytes()
    with pytest.raises(StoreError, match=r"newer syncd.*m002_one_more"):
        connect(_path(office))
    assert _path(office).read_bytes() == content


DAMAGE = [
    (lambda data: b"", "empty, with originals beside it"),
    (lambda data: b"This is no database at all. " * 200, "not a database"),
    (lambda data: data[:100], "cut off after its header"),
    (lambda data: os.urandom(len(data)), "noise"),
    (lambda data: b"\0" * len(data), "nothing but zeros"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("damage", "why"), DAMAGE, ids=[row[-1] for row in DAMAGE])
def test_a_damaged_store_is_refused_and_left_alone(office: Office, damage: object, why: str) -> None:
    """F115: exit 65 with the remedy; nothing is made anew over it."""
    path = _path(office)
    for rest in office.folder.glob("history.db-*"):
        rest.unlink()
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    content = path.read_bytes()
    with pytest.raises(DaemonError, match="put back a backup") as refused:
        connect(path, create=True).close()
    assert refused.value.exit_code == 65
    assert path.read_bytes() == content


def test_no_store_is_made_where_none_was_asked_for(tmp_path: Path) -> None:
    """Reading commands do not make a store."""
    with pytest.raises(StoreError, match="syncd once"):
        connect(tmp_path / "history.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_store_that_stays_locked_is_held_by_another(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """F114: a bounded wait, then exit 75; it is not called damaged."""
    monkeypatch.setattr(store_db, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(store_db, "VIEWS", office.folder)  # other views: the opening wants to write
    other = sqlite3.connect(_path(office), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(AlreadyRunning):
        connect(_path(office))
    other.execute("ROLLBACK")
    other.close()


@pytest.mark.slow
def test_what_fails_in_a_transaction_leaves_nothing_of_it(office: Office) -> None:
    """All of a transaction is there afterwards, or nothing; what is nested in it belongs to it."""
    store = connect(_path(office))
    with pytest.raises(ZeroDivisionError), store.write() as db:
        db.execute("DELETE FROM promise")
        with store.write() as inner:
            inner.execute("DELETE FROM sighting")
        raise ZeroDivisionError
    assert store.db.execute("SELECT count(*) FROM sighting").fetchone()[0] > 0
    assert not store.db.in_transaction
    store.close()


@pytest.mark.slow
def test_a_full_disk_leaves_the_store_as_it_was(office: Office) -> None:
    """F112: no room at any write: the transaction is not there, reading goes on, and with room all goes on."""
    before = office.dump()
    big = "\n".join(f"Line {n} of a long letter, {n * 7919 % 10007}." for n in range(20_000))
    office.send(Mail(id="big", sender=JOHN, to=(RASA,), at="2026-11-14T10:00", text=big))
    world = office.open()
    pages = world.store.db.execute("PRAGMA page_count").fetchone()[0]
    world.store.db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(sqlite3.OperationalError, match="full"):
        once(world)
    world.close()
    assert set(before) <= set(office.dump())
    assert office.findings() == []
    office.once()
    assert len(office.dump()) > len(before)


@pytest.mark.slow
def test_the_store_is_for_its_user_only(office: Office) -> None:
    """T14: 0600, and 0700 for the folder of originals."""
    assert _path(office).stat().st_mode & 0o777 == 0o600
    assert (office.folder / "raw").stat().st_mode & 0o777 == 0o700
    assert all(path.stat().st_mode & 0o077 == 0 for path in (office.folder / "raw").iterdir())


@pytest.mark.slow
def test_an_unarmed_point_costs_a_look_at_a_flag(office: Office) -> None:
    """Without SYNCD_FAULT no statement is traced and no point does anything."""
    assert not faults.ARMED
    faults.hit("store.before_commit")
    store: Store = connect(_path(office))
    store.close()
