"""`syncd demo` on chosen days: the same life on any of them, put into the store and the calendars, and nothing more the second time."""

from __future__ import annotations

import re
import shutil
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Ran, run_syncd

DAYS = {
    "2026-11-18T09:15:00+02:00": "an ordinary Wednesday morning",
    "2026-11-21T23:40:00+02:00": "a Saturday night: the nearest terms are on Monday",
    "2026-12-31T17:55:00+02:00": "the last evening of a year: tomorrow is a holiday and another year",
    "2027-03-28T03:30:00+03:00": "the hour the clocks skip, on Easter Sunday",
    "2027-02-16T08:59:00+02:00": "a public holiday before the office would open",
}
ORDINARY = next(iter(DAYS))

pytestmark = pytest.mark.slow


def _once(folder: Path, now: str) -> Ran:
    return run_syncd("once", "-c", "config.toml", "--json", cwd=folder, now=now)


def _dump(folder: Path, now: str) -> str:
    return run_syncd("verify", "--dump", "-c", "config.toml", cwd=folder, now=now).out


def _count(folder: Path, query: str) -> Any:
    db = sqlite3.connect(folder / "history.db")
    (value,) = db.execute(query).fetchone()
    db.close()
    return value


def _entries(folder: Path) -> dict[str, bytes]:
    """The entries put, without the moment of their writing."""
    stamp = re.compile(rb"\r\nDTSTAMP:[^\r]*")
    return {f.relative_to(folder).as_posix(): stamp.sub(b"", f.read_bytes()) for f in sorted(folder.rglob("syncd-*.ics"))}


def _files(folder: Path) -> dict[str, bytes]:
    """Everything but the store."""
    return {
        f.relative_to(folder).as_posix(): f.read_bytes()
        for f in sorted(folder.rglob("*"))
        if f.is_file() and not f.name.startswith("history.db") and "raw" not in f.relative_to(folder).parts
    }


@pytest.fixture(scope="module", params=list(DAYS), ids=lambda d: d[:10])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, Ran, float]:
    """The demo of one day: its folder, the day, what was said, and how long it took."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    began = time.monotonic()
    ran = run_syncd("demo", "--dir", folder, "--no-serve", cwd=folder.parent, now=request.param, started=request.param == ORDINARY)
    return folder, request.param, ran, time.monotonic() - began


Made = tuple[Path, str, Ran, float]


def test_it_fills_a_history_and_calendars_on_any_day(made: Made) -> None:
    """At least 120 interactions, 40 promises in three languages and 15 entries in calendars, in less than a minute; the store is sound."""
    folder, now, ran, seconds = made
    assert (ran.code, ran.err) == (0, "")
    assert seconds < 60
    assert _count(folder, "SELECT count(*) FROM interaction") >= 120
    assert _count(folder, "SELECT count(*) FROM promise") >= 40
    languages = "SELECT count(DISTINCT i.language) FROM promise p JOIN interaction i ON i.id = p.interaction_id WHERE i.language <> ''"
    assert _count(folder, languages) == 3
    assert len(_entries(folder)) >= 15
    assert run_syncd("verify", "-c", "config.toml", "--json", cwd=folder, now=now).json == {"ok": True, "findings": []}
    assert run_syncd("status", "-c", "config.toml", "--json", cwd=folder, now=now).code == 0


def test_it_says_what_it_did_with_numbers_that_are_true(made: Made) -> None:
    """The counts in the summary are those of the store."""
    folder, _, ran, _ = made
    assert f"Found {_count(folder, 'SELECT count(*) FROM promise')} promises" in ran.out
    mails = _count(folder, "SELECT count(*) FROM interaction WHERE kind = 'message'")
    assert f"Harvested {mails} mails" in ran.out
    assert f"{len(_entries(folder))} stand in the calendars" in ran.out
    assert str(folder / "config.toml") in ran.out


def test_all_terms_ahead_are_after_now(made: Made) -> None:
    """An entry that was put begins at this hour or later: no demo reminds of what is past."""
    folder, now, _, _ = made
    db = sqlite3.connect(folder / "history.db")
    begins = [row[0] for row in db.execute("SELECT start_at FROM reminder WHERE state = 'there'")]
    db.close()
    assert min(begins)[:10] >= now[:10]


def test_its_config_is_the_only_one_and_can_be_moved(made: Made) -> None:
    """One .toml in the folder, whose paths are all relative, so that a copy of the folder is a demo too."""
    folder, _, _, _ = made
    assert [f.name for f in folder.rglob("*.toml")] == ["config.toml"]
    text = (folder / "config.toml").read_text(encoding="utf-8")
    assert str(folder) not in text
    assert not any(line.split("=", 1)[1].strip().startswith(('"/', '"~')) for line in text.splitlines() if line.startswith(("path", "file")))


def test_running_it_again_changes_nothing(made: Made) -> None:
    """The second demo in the same folder makes no mail, finds nothing, puts nothing, and leaves every file as it was."""
    folder, now, _, _ = made
    before, dump = _files(folder), _dump(folder, now)
    again = run_syncd("demo", "--dir", folder, "--no-serve", cwd=folder.parent, now=now)
    assert (again.code, "Made" in again.out, " 0 reminders put" in again.out) == (0, False, True)
    assert _files(folder) == before
    assert _dump(folder, now) == dump


def test_a_pass_by_hand_over_the_same_files_gives_the_same(made: Made, tmp_path: Path) -> None:
    """`once` on a copy without store and entries gives an equal store and equal entries, and so does another one after it (DESIGN §6)."""
    folder, now, _, _ = made
    copy = shutil.copytree(folder, tmp_path / "copy", ignore=shutil.ignore_patterns("history.db*", "raw", "syncd-*.ics", "*.lock"))
    assert not _entries(copy)
    ran = _once(copy, now)
    assert (ran.code, ran.json["reminders_put"]) == (0, len(_entries(folder)))
    assert _entries(copy) == _entries(folder)
    assert _dump(copy, now) == _dump(folder, now)
    assert [s["seen"] for s in _once(copy, now).json["sources"]] == [0] * len(ran.json["sources"])


def test_rebuild_gives_an_equal_store(made: Made, tmp_path: Path) -> None:
    """The law of DESIGN §1 on the sample: what is derived anew from the originals is what was there."""
    folder, now, _, _ = made
    copy = shutil.copytree(folder, tmp_path / "copy")
    before = _dump(copy, now)
    ran = run_syncd("rebuild", "-c", "config.toml", "--json", cwd=copy, now=now)
    assert (ran.code, ran.json["held_back"]) == (0, [])
    assert _dump(copy, now) == before
    assert _entries(copy) == _entries(folder)


def test_the_sources_add_up(made: Made) -> None:
    """Per source: what is on the server is stored, excluded or pending, and nothing is pending in the sample."""
    folder, now, _, _ = made
    for source in run_syncd("status", "-c", "config.toml", "--json", cwd=folder, now=now).json["sources"]:
        assert source["pending"] == 0
        assert source["on_server"] in (None, source["stored"] + source["excluded"])
