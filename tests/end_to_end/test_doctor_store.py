"""`syncd doctor` on a store and what is around it: every seeded defect is found and nothing else, each with what mends it, and nothing is written. (T39, G37)"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from syncd.config import load
from syncd.doctor import Case, Finding, examine, machine
from syncd.store import pauses
from syncd.store.db import UNDER_WAY
from tests.crash.scenes import MORE
from tests.store.test_verify import DEFECTS as CONTRADICTIONS
from tests.store.world import NOW, Office, settle

LATER = NOW + dt.timedelta(hours=2)


def sql(*statements: str) -> Callable[[Path], None]:
    """A defect made in history.db by hand."""

    def harm(folder: Path) -> None:
        db = sqlite3.connect(folder / "history.db")
        db.create_function("days_ago", 1, lambda days: (LATER - dt.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ"))
        changed = [db.execute(statement).rowcount for statement in statements]
        db.commit()
        db.close()
        assert all(changed), "the defect is there"

    return harm


def state(name: str) -> Callable[[Path], None]:
    return sql(f"UPDATE source SET state = '{name}', error = 'so it said' WHERE name = 'rasa-mail'")


def set_aside(name: str, days: int) -> Callable[[Path], None]:
    return sql(f"INSERT INTO pending SELECT id, 'x', 'it is so', '{name}', 9, NULL, days_ago({days}) FROM collection LIMIT 1")


def spoil(folder: Path) -> None:
    """The first page of a table is overwritten."""
    db = sqlite3.connect(folder / "history.db")
    (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'party'").fetchone()
    db.close()
    with open(folder / "history.db", "r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 2048)


def no_store(folder: Path) -> None:
    (folder / "history.db").write_bytes(b"this is no store of anything" * 400)


def half_restored(folder: Path) -> None:
    (folder / UNDER_WAY).touch()


def lost_month(folder: Path) -> None:
    for file in (folder / "raw").glob("*.db"):
        file.unlink()


def twice(folder: Path) -> None:
    text = (folder / "config.toml").read_text("utf-8")
    (source,) = re.findall(r'\[\[source\]\]\nname = "rasa-mail"\n[^\[]*', text)
    (folder / "config.toml").write_text(text + source.replace("rasa-mail", "rasa-again"), "utf-8")


def old_copy(folder: Path) -> None:
    copy = folder / "history.db.before-m002_example"
    copy.write_bytes(b"as it was")
    os.utime(copy, ((LATER - dt.timedelta(days=40)).timestamp(),) * 2)


DEFECTS: list[tuple[str, Callable[[Path], None], str, str]] = [
    # code, what is broken, words of the remedy, reason
    ("behind", sql("UPDATE source SET last_success = days_ago(2) WHERE name = 'rasa-mail'"), "syncd once --source rasa-mail", "a mailbox that nobody read for two days"),
    ("behind", sql("UPDATE source SET last_success = NULL, failures = 3 WHERE name = 'rasa-mail'"), "syncd once", "one that was never read"),
    ("consent-withdrawn", state("reauth needed"), "syncd auth google rasa-mail", "a person has to sign in"),
    ("password-refused", state("auth failed"), "password_file", "a changed password"),
    ("forbidden", state("forbidden"), "right to read", "a right taken away"),
    ("provider-retired", state("provider retired"), "syncd source move", "EWS in the cloud"),
    ("listing-doubted", sql("UPDATE collection SET doubted_at = days_ago(2) WHERE id = 1"), "syncd once", "a folder that seems emptied"),
    ("no-sent-folder", sql("UPDATE collection SET role = 'other' WHERE role = 'sent'"), 'role = "sent"', "what we promise is nowhere to be trusted"),
    ("items-broken", set_aside("poison", 0), "syncd retry --source", "a mail over which the program ended"),
    ("items-forbidden", set_aside("forbidden", 0), "syncd retry", "a mail that is refused"),
    ("items-waiting", set_aside("retry", 9), "syncd retry", "one that cannot be fetched for nine days"),
    ("entries-stuck", sql("UPDATE reminder SET state = 'sending', tries = 6, error = 'no answer' WHERE state = 'there'"), "syncd check", "a calendar that takes nothing"),
    ("entries-refused", sql("UPDATE reminder SET state = 'refused' WHERE state = 'there'"), "syncd rebuild --apply", "a calendar that refuses"),
    ("entries-held-back", sql("INSERT INTO meta VALUES ('held_back', '[\"a\", \"b\"]')"), "syncd rebuild --apply", "changes nobody looked at"),
    ("leaver-has-promises leaver-has-customers", sql("UPDATE staff SET left_on = '2026-01-01' WHERE address = 'rasa@klimatas.example'"), "syncd staff leave rasa@klimatas.example", "who left keeps nothing"),
    ("clock-went-back", sql("INSERT INTO event (at, kind) VALUES (days_ago(-3), 'state')"), "timedatectl", "events of the day after tomorrow"),
    ("store-newer", sql("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('history', 'm999_later', '')"), "newer version", "after a downgrade"),
    ("store-older", sql("DELETE FROM _sqlite_migrations WHERE migration_set = 'history'"), "restart syncd", "after an upgrade that did not start"),
    ("forgetting-unfinished", sql("INSERT INTO meta VALUES ('forgetting', '1')"), "syncd once", "killed while forgetting"),
    ("restore-unfinished", half_restored, "syncd restore", "killed while a backup was put back"),
    ("store-unreadable", no_store, "syncd restore", "another file under its name"),
    ("store-damaged", spoil, "backup", "a disk that lies"),
    ("store-contradicts-itself", lost_month, "backup", "the originals of a month are gone"),
    ("backup-missing", sql("UPDATE sighting SET first_seen = days_ago(20)"), "syncd-backup.timer", "three weeks and no copy"),
    ("backup-old", sql("INSERT INTO meta VALUES ('last_backup', '{\"at\": \"2026-01-05T03:00:00Z\", \"set\": \"x\"}')"), "syncd-backup.timer", "the timer ended in January"),
    ("copy-kept", old_copy, "rm -r", "forty days after an upgrade"),
    ("read-twice", twice, "take the others out", "one mailbox under two names"),
]  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with everything in it: entries, a dismissal, a deletion."""
    office = Office(tmp_path_factory.mktemp("doctor") / "sound")
    settle(office, MORE)
    office.once()
    office.decide("dismiss", "22 November")
    office.entry_of("rasa", "lapkričio 18").unlink()
    office.once()
    office.decide("dismiss", "20 ноября")
    office.folder.chmod(0o700)
    return office.folder


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    """A copy of it, which nobody has open."""
    return shutil.copytree(sound, tmp_path / "copy", symlinks=True)


def found(folder: Path) -> list[Finding]:
    """What the doctor says of a folder; not a byte of it changes meanwhile."""
    before = _files(folder)
    told = examine(Case(config=load(folder / "config.toml"), now=LATER))
    assert _files(folder) == before
    assert all(one.code and one.where and one.text and one.remedy for one in told)
    return told


def _files(folder: Path) -> dict[str, tuple[str, int]]:
    return {str(p.relative_to(folder)): (hashlib.sha256(p.read_bytes()).hexdigest() if p.is_file() else "", p.stat().st_mtime_ns) for p in sorted(folder.rglob("*"))}


@pytest.mark.slow
def test_nothing_is_found_where_nothing_is_wrong(folder: Path) -> None:
    """No false alarm on a sound store."""
    assert found(folder) == []


@pytest.mark.slow
@pytest.mark.parametrize(("code", "harm", "remedy", "reason"), DEFECTS, ids=[f"{row[0]}: {row[-1]}" for row in DEFECTS])
def test_a_defect_is_found_with_what_mends_it(folder: Path, code: str, harm: Callable[[Path], None], remedy: str, reason: str) -> None:
    """It is found, nothing else is, and the command or setting is named."""
    harm(folder)
    told = found(folder)
    assert {one.code for one in told} == set(code.split()), reason
    assert any(remedy in one.remedy for one in told), told


@pytest.mark.parametrize(("harm", "invariant", "words", "why"), CONTRADICTIONS, ids=[row[-1] for row in CONTRADICTIONS])
def test_what_verify_finds_the_doctor_finds(folder: Path, harm: str, invariant: int, words: str, why: str) -> None:
    """T39: rows that contradict one another, the broken chains of decisions among them."""
    sql(harm)(folder)
    told = [one for one in found(folder) if one.code == "store-contradicts-itself"]
    assert told, why
    assert all("syncd" in one.remedy or "backup" in one.remedy for one in told)


def test_a_full_disk_and_a_growing_log_are_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F81: before it is full, not after."""
    monkeypatch.setattr(machine, "LEAST_ROOM", 10**18)
    monkeypatch.setattr(machine, "MOST_LOG", 10)
    (folder / "history.db-wal").write_bytes(b"\0" * 100)
    told = {one.code: one.remedy for one in machine.room(Case(config=load(folder / "config.toml"), now=LATER))}
    assert told.keys() == {"disk-full", "log-grows"}
    assert "[store] path" in told["disk-full"] and "syncd-web" in told["log-grows"]


@pytest.mark.parametrize(("kind", "told", "reason"), [("nfs4", ["network-disk"], "locks do not hold there"), ("fuse.sshfs", ["network-disk"], "nor there"), ("ext4", [], "a disk of this machine")])
def test_a_disk_over_the_network_is_found(folder: Path, tmp_path: Path, kind: str, told: list[str], reason: str) -> None:
    """The file system that the store lies on, by the longest mount above it."""
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {folder} {kind} rw 0 0\nproc /proc proc rw 0 0\n")
    assert [one.code for one in machine.disk(Case(config=load(folder / "config.toml"), now=LATER), mounts)] == told, reason


def test_a_pause_that_was_forgotten_is_found(tmp_path: Path) -> None:
    """Nobody gets entries, and nobody remembers why."""
    office = Office(tmp_path / "paused")
    settle(office, MORE)
    office.with_world(lambda world: pauses.pause(world.store.db, "*", None, "admin", LATER - dt.timedelta(days=9)))
    office.folder.chmod(0o700)
    (one,) = found(office.folder)
    assert (one.code, one.remedy) == ("writing-paused", "syncd pause --off")


def test_forty_defects_are_known() -> None:
    """With keys, secrets and files (test_doctor.py) there are more."""
    assert len(DEFECTS) + len(CONTRADICTIONS) >= 40
