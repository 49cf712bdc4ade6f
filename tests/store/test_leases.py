"""Two programs over one store: one of them writes, the other waits, and a dead one holds nothing (F116, G9)."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from syncd import faults, harvest, remind
from syncd.store import sources
from tests.crash.scenes import MORE
from tests.store.world import Office, settle


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office not read yet."""
    office = Office(tmp_path)
    settle(office, MORE)
    return office


def _begin(office: Office, fault: str = "") -> int:
    """A pass in a process of its own."""
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            from syncd import faults

            faults.arm(fault)
            office.once()
            code = 0
        finally:
            os._exit(code)
    return pid


def _wait_until_stopped(pid: int) -> None:
    _, status = os.waitpid(pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)


@pytest.mark.slow
def test_passes_at_the_same_time_end_like_one(office: Office, tmp_path_factory: pytest.TempPathFactory) -> None:
    """F116: four at once: every mail once, every entry once, nothing decided, all of them done."""
    alone = Office(tmp_path_factory.mktemp("alone"))
    settle(alone, MORE)
    alone.once()
    office.with_world(lambda world: None)  # the store is made
    pids = [_begin(office) for _ in range(4)]
    assert [os.waitpid(pid, 0)[1] for pid in pids] == [0] * 4
    assert office.calendars() == alone.calendars()
    assert office.dump() == alone.dump()
    assert office.findings() == []


@pytest.mark.slow
@pytest.mark.parametrize("point", ["store.sightings", "calendar.before_put", "calendar.after_put"])
def test_a_stopped_pass_does_not_write_beside_its_successor(office: Office, tmp_path_factory: pytest.TempPathFactory, point: str,
                                                            monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """G9: stopped in the middle, its lease run out, another pass does the work; set going again the first one ends harmlessly."""
    alone = Office(tmp_path_factory.mktemp("alone"))
    settle(alone, MORE)
    alone.once()
    monkeypatch.setattr(sources, "LEASE_SECONDS", 0)  # run out at once
    pid = _begin(office, f"{point}:stop@2")
    _wait_until_stopped(pid)
    if point != "store.sightings":  # there the store itself is locked: the second would wait for the first
        office.once()
    os.kill(pid, signal.SIGCONT)
    assert os.WIFEXITED(os.waitpid(pid, 0)[1])
    office.once()
    assert office.calendars() == alone.calendars()
    assert office.dump() == alone.dump()


@pytest.mark.slow
def test_a_living_pass_holds_its_source_and_the_calendars(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second pass waits, then says who holds them and does nothing."""
    monkeypatch.setattr(harvest, "PATIENCE", 0.1)
    monkeypatch.setattr(remind.hold_outbox, "__defaults__", (0.1,))
    office.with_world(lambda world: None)
    pid = _begin(office, "calendar.before_put:stop@1")
    _wait_until_stopped(pid)
    try:
        outcome = office.once()
        assert outcome.reminders.put == 0 and any("another pass" in e for e in outcome.reminders.errors)
    finally:
        os.kill(pid, signal.SIGCONT)
        os.waitpid(pid, 0)
    assert office.once().reminders.errors == []


@pytest.mark.slow
def test_a_dead_pass_holds_nothing(office: Office) -> None:
    """Killed, its leases are taken at once: nobody waits for two minutes."""
    for fault in ("store.sightings:kill@3", "calendar.after_put:kill@1"):
        assert office.killed(fault, office.once)
        began = time.monotonic()
        office.once() if "put" in fault else None
        assert time.monotonic() - began < 20
    assert office.findings() == []


def test_a_pass_that_could_not_begin_holds_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """F112: the disk was full as a pass took its source; the next one lets go of it again for other programs."""
    store, now = office.open().store, dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
    source_id = sources.keep_source(store, "rasa-mail", "memory", "rasa@klimatas.example")

    def full(point: str) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch, pytest.raises(sqlite3.OperationalError):
        patch.setattr(faults, "hit", full)
        sources.take_lease(store, source_id, now)
    assert sources.take_lease(store, source_id, now) is None
    sources.release_lease(store, source_id)
    assert store.db.execute("SELECT lease_holder FROM source WHERE id = ?", (source_id,)).fetchone() == (None,)
    store.close()
