"""What the daemon looks at once a day: certificates that end, calendars that cannot be written."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors import memory
from syncd import upkeep
from syncd.config import Config, load
from syncd.core.worktime import zone_of
from syncd.store import queries, segments
from syncd.store.certificates import keep_certificate
from syncd.store.db import Store, connect
from syncd.store.queries import Query
from syncd.store.sources import keep_source
from syncd.upkeep import Upkeep

NOW = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
CONFIG = """
[company]
domains = ["klimatas.example"]
[reminders]
mode = "on"
[[source]]
name = "calendar"
connector = "memory"
world = "{world}"
owner = "rasa@klimatas.example"
reminders = true
"""
MAIL = '[[source]]\nname = "mail"\nconnector = "eml"\npath = "mail"\nowner = "jonas@klimatas.example"\n'


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with one source whose server's certificate ends in 13 days, and segments that were looked at."""
    store = connect(tmp_path / "history.db", create=True)
    with store.write():
        store.set_meta(segments.LOOKED, "9999-12")
    keep_certificate(store, keep_source(store, "mail", "imap", ""), "2026-12-05T08:00:00Z")
    yield store
    store.close()


def config(folder: Path, more: str = "") -> Config:
    (folder / "config.toml").write_text(CONFIG.format(world=folder) + more)
    return load(folder / "config.toml")


def looked(kept: Upkeep) -> None:
    """Wait for the look under way."""
    if kept._looking:
        kept._looking.join(timeout=120)
        assert not kept._looking.is_alive()


def logged(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The warnings in the log since the last look."""
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert {line["event"] for line in lines} <= {"warning"}
    return [line["text"] for line in lines]


def test_what_will_fail_is_logged_once(tmp_path: Path, store: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """F19: a certificate at its notice, a calendar that refuses entries; not again at the next tick."""
    monkeypatch.setattr(upkeep, "SETTLE", 0.0)
    memory.world(str(tmp_path)).calendar.open_to_us = False
    kept, settings = Upkeep(), config(tmp_path)
    for _ in range(5):
        kept.tick(store, settings, NOW)
        looked(kept)
    certificate, calendar = logged(capsys)
    assert "mail: the certificate of the server, or the certificate or secret of the application, ends on 2026-12-05" in certificate
    assert "source calendar: no reminder can be written there" in calendar


def test_a_look_waits_until_the_first_passes_are_done(tmp_path: Path, store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    """Before them no certificate has been seen."""
    kept = Upkeep()
    kept.tick(store, config(tmp_path), NOW)
    assert kept._looking is None and logged(capsys) == []


@pytest.mark.slow
def test_every_segment_is_counted_once_a_month_though_nobody_looks(tmp_path: Path, store: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """R8: in a process of its own, those that come with the program and those that were saved; one that cannot be run keeps no other from it."""
    monkeypatch.setattr(upkeep, "SETTLE", 0.0)
    settings, ran = config(tmp_path), []
    month = f"{dt.datetime.now(zone_of(settings.company.timezone)):%Y-%m}"
    with store.write() as db:
        store.set_meta(segments.LOOKED, "2000-01")
        for name, sql in (("mine", "SELECT 'customer/00000000-0000-7000-8000-000000000001'"), ("wrong", "SELECT nothing FROM nowhere")):
            queries.save(db, Query(name, sql, {"en": "Mine"}, is_segment=True), "jonas", NOW)
    run = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda *args, **kwargs: ran.append(kwargs["env"]) or run(*args, **kwargs))
    monkeypatch.setenv("IMAP_PASSWORD", "hunter2")
    for _ in range(2):
        kept = Upkeep()
        kept.tick(store, settings, dt.datetime.now(dt.UTC))
        looked(kept)
    assert [list(env) for env in ran] == [["PYTHONPATH"]], "once, and without our passwords"
    shipped = {file.stem for file in (Path(upkeep.__file__).parents[1] / "datasette_plugins" / "segments").glob("*.sql")}
    assert {(name, m) for name, m in store.db.execute("SELECT segment, month FROM segment_size")} == {(name, month) for name in {*shipped, "mine"}}
    assert segments.members(store.db, "mine", month) == {"customer/00000000-0000-7000-8000-000000000001"}
    capsys.readouterr()


def test_each_reading_of_the_config_tells_its_doubts(
    tmp_path: Path, store: Store, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As lines of the log, once a reading; and the calendars are looked at anew."""
    monkeypatch.setattr(upkeep, "SETTLE", 0.0)
    kept, fine, doubtful = Upkeep(), config(tmp_path), config(tmp_path, MAIL)
    for settings in (fine, fine, doubtful, doubtful):
        kept.tick(store, settings, NOW)
        looked(kept)
    warnings = [text for text in logged(capsys) if "certificate" not in text]
    assert warnings == list(doubtful.warnings)
    assert any("jonas@klimatas.example has mail" in text for text in warnings)
    memory.world(str(tmp_path)).calendar.open_to_us = False
    kept.tick(store, config(tmp_path), NOW)
    looked(kept)
    assert len(logged(capsys)) == 1


def test_a_calendar_that_takes_its_time_holds_nothing_up(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers are asked in a thread of its own, one look at a time."""
    monkeypatch.setattr(upkeep, "SETTLE", 0.0)
    monkeypatch.setattr(upkeep, "LOOK_EVERY", 0.0)
    asked, answers = [], threading.Event()

    def look(settings: object) -> list[str]:
        asked.append(settings)
        assert answers.wait(20), "the daemon waits for the calendar"
        return []

    monkeypatch.setattr(upkeep, "unwritable_calendars", look)
    kept, settings = Upkeep(), config(tmp_path)
    for _ in range(5):
        kept.tick(store, settings, NOW)
    answers.set()
    looked(kept)
    assert len(asked) == 1
