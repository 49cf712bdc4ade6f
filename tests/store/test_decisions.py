"""Decisions are appended, chained, and laid over what was derived; the last word stands (invariant 4)."""

from __future__ import annotations

from pathlib import Path

import pytest

from syncd.store.decisions import Decision, broken_links, decide
from tests.store.world import JOHN, RASA, Mail, Office

pytestmark = pytest.mark.slow


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """One promise."""
    office = Office(tmp_path)
    office.send(Mail(id="p", sender=RASA, to=(JOHN,), at="2026-11-16T10:00", text="I will call you on 24 November at 15:00."))
    office.once()
    return office


# decisions in order → state of the promise, its term, whether an entry stands, why
LAST_WORD = [
    ([("dismiss", None)], "dismissed", "2026-11-24T15:00", False, "dismissed"),
    ([("done", None)], "kept", "2026-11-24T15:00", False, "done"),
    ([("cancel", None)], "cancelled", "2026-11-24T15:00", False, "cancelled"),
    ([("break", None)], "broken", "2026-11-24T15:00", False, "broken"),
    ([("dismiss", None), ("done", None)], "kept", "2026-11-24T15:00", False, "the later one stands"),
    ([("move", "2026-11-25T08:00:00+02:00")], "open", "2026-11-25T08:00", True, "moved on the pages"),
    ([("move", "2026-11-25T08:00:00+02:00"), ("move", "2026-11-26T07:00:00+00:00")], "open", "2026-11-26T09:00", True, "moved twice, told in another zone"),
    ([("move", "2026-11-25T08:00:00+02:00"), ("done", None)], "kept", "2026-11-25T08:00", False, "moved, then done"),
    ([("delete", None)], "open", "2026-11-24T15:00", False, "no reminder wanted; the promise stays listed"),
    ([("delete", None), ("hand_over", "jonas@klimatas.example")], "open", "2026-11-24T15:00", True, "handed to another after all"),
    ([("dismiss", None), ("undo", None)], "open", "2026-11-24T15:00", True, "dismissed, and that taken back"),
    ([("done", None), ("dismiss", None), ("undo", None)], "kept", "2026-11-24T15:00", False, "only the last one is taken back"),
    ([("done", None), ("dismiss", None), ("undo", None), ("undo", None)], "open", "2026-11-24T15:00", True, "both are taken back"),
    ([("undo", None)], "open", "2026-11-24T15:00", True, "nothing to take back"),
    ([("dismiss", None), ("confirm", None)], "open", "2026-11-24T15:00", True, "a promise after all"),
    ([("done", None), ("confirm", None)], "kept", "2026-11-24T15:00", False, "it is a promise, and kept"),
    ([("hand_over", "petras@klimatas.example"), ("decline", None)], "open", "2026-11-24T15:00", True, "who was asked gives it back to whose it was"),
    ([("delete", None), ("hand_over", "jonas@klimatas.example"), ("undo", None)], "open", "2026-11-24T15:00", False, "not handed over after all: no reminder was wanted"),
    ([("note", "ji serga")], "open", "2026-11-24T15:00", True, "a note changes nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("decisions", "state", "due_to", "entry", "why"), LAST_WORD, ids=[row[-1] for row in LAST_WORD])
def test_the_last_word_stands(office: Office, decisions: list[tuple[str, object]], state: str, due_to: str, entry: bool, why: str) -> None:
    """Through passes, a rebuild and what follows it."""
    for kind, value in decisions:
        office.decide(kind, "24 November", value)
    for _ in range(2):
        office.once()
        assert office.rows("SELECT state, due_to FROM promise") == [(state, due_to)]
        assert bool(office.entry_files("rasa") + office.entry_files("jonas")) == entry
        office.rebuild()
    assert office.findings() == []


def test_every_row_carries_the_hash_of_the_one_before(office: Office) -> None:
    """T39: a row changed, taken out or put between breaks the chain just there."""

    def chain(world: object) -> None:
        db = world.store.db  # type: ignore[attr-defined]
        for n in range(6):
            decide(db, Decision("2026-11-16T12:00:00Z", RASA, "web", "note", f"k{n}", {"text": "ą\n|"}))
        assert list(broken_links(db)) == []
        db.execute("UPDATE decision SET value = '\"x\"' WHERE seq = 3")
        assert list(broken_links(db)) == [3]
        db.execute("DELETE FROM decision WHERE seq = 5")
        assert list(broken_links(db)) == [3, 6]

    office.with_world(chain)


def test_a_decision_about_nothing_the_store_knows_harms_nothing(office: Office) -> None:
    """A key of a promise that was erased, or of another store: kept, and laid over nothing."""

    def stray(world: object) -> None:
        with world.store.write() as db:  # type: ignore[attr-defined]
            decide(db, Decision("2026-11-16T12:00:00Z", RASA, "web", "dismiss", "0" * 32))

    before = office.rows("SELECT * FROM promise")
    office.with_world(stray)
    office.once()
    office.rebuild()
    assert len(office.rows("SELECT * FROM promise")) == len(before) and office.findings() == []


def test_the_pages_have_the_last_word_over_an_entry_somebody_changed(office: Office) -> None:
    """Moved in the calendar, then moved, handed over or dismissed on the pages: the entry follows."""
    entry = office.entry_of("rasa", "24 November")
    office.edit(entry, (r"^DTSTART[^\r\n]*", "DTSTART;TZID=Europe/Vilnius:20261125T083000"))
    office.once()
    office.decide("move", "24 November", "2026-11-26T07:00:00+00:00")
    office.once()
    (seen,) = office.reminders("rasa").values()
    assert seen.start is not None and seen.start.isoformat()[:16] == "2026-11-26T09:00"
    office.decide("hand_over", "24 November", "jonas@klimatas.example")
    office.once()
    assert not entry.exists() and len(office.entry_files("jonas")) == 1
    office.decide("dismiss", "24 November")
    office.once()
    assert office.entry_files("jonas") == []
    assert office.findings() == []
