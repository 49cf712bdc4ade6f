"""Due times are kept in the store: they survive a restart, a clock that jumps, and a store that another program writes."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest

from syncd.core.keys import instant
from syncd.errors import AlreadyRunning
from syncd.store import schedule, sources
from syncd.store.db import Store, connect

NOW = dt.datetime(2026, 11, 18, 9, 0, tzinfo=dt.UTC)
DUE = [
    # kept next_due, due now, reason
    (None, True, "it was never read"),
    (NOW - dt.timedelta(days=30), True, "the machine slept, or the daemon was stopped for a month"),
    (NOW, True, "now is the time"),
    (NOW + dt.timedelta(minutes=1), False, "its turn comes"),
    (NOW + dt.timedelta(hours=23), False, "the server asked for a day"),
    (NOW + dt.timedelta(days=400), True, "kept by a clock that was a year ahead"),
    ("9999", False, "a person has to do something first"),
]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with one source."""
    store = connect(tmp_path / "history.db", create=True)
    sources.keep_source(store, "rasa-mail", "maildir", "rasa@klimatas.example")
    return store


@pytest.mark.parametrize(("kept", "due", "reason"), DUE, ids=[reason for _, _, reason in DUE])
def test_what_is_due_follows_the_kept_time_unless_no_wait_is_so_long(store: Store, kept: dt.datetime | str | None, due: bool, reason: str) -> None:
    """F118: after a restart as before it; a clock set back by a year does not stop a mailbox for a year."""
    with store.write() as db:
        db.execute("UPDATE source SET next_due = ?", (instant(kept) if isinstance(kept, dt.datetime) else kept,))
    assert ("rasa-mail" in schedule.due_sources(store, ["rasa-mail"], NOW)) is due, reason


def test_a_store_that_another_program_writes_is_waited_for_and_then_said_to_be_busy(store: Store, tmp_path: Path) -> None:
    """F114: not damaged, not broken; nothing was written, and the next try may succeed."""
    store.db.execute("PRAGMA busy_timeout = 20")
    other = sqlite3.connect(tmp_path / "history.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(AlreadyRunning, match="another program"), store.write():
        raise AssertionError("it was written beside the other")
    other.execute("COMMIT")
    with store.write() as db:
        db.execute("UPDATE source SET next_due = NULL")
    other.close()


def test_a_source_that_waited_for_a_person_is_due_when_they_have_done_it(store: Store) -> None:
    """F39, G18: it is due at once, and what failed before no longer counts; the other goes on waiting."""
    sources.keep_source(store, "jonas-mail", "maildir", "jonas@klimatas.example")
    for name in ("rasa-mail", "jonas-mail"):
        schedule.next_due(store, name, NOW, lambda _: None)
    with store.write() as db:
        db.execute("UPDATE source SET failures = 3")
    schedule.wake(store, ["rasa-mail"])
    assert schedule.due_sources(store, ["rasa-mail", "jonas-mail"], NOW) == {"rasa-mail"}
    counted: list[int] = []
    schedule.next_due(store, "rasa-mail", NOW, lambda failures: counted.append(failures))
    assert counted == [0]
