"""What is asked after a telephone call, of whom, and for how long ([reminders] after_calls)."""

from __future__ import annotations

import datetime as dt

import pytest

from syncd.core import keys, texts
from syncd.core.aftercalls import Call, after_calls
from syncd.core.model import Language, WorkingCalendar
from syncd.core.plan import AsLeft, Existing, answers

RASA = "rasa@klimatas.example"
PEOPLE: dict[str, tuple[str, Language]] = {RASA: ("Europe/Vilnius", "en")}
NOW = dt.datetime(2026, 11, 16, 12, 0, tzinfo=dt.UTC)  # Monday, 14:00 in Vilnius


def call(minutes_ago: int, seconds: int = 120, owner: str = RASA, key: str = "") -> Call:
    """A call that began so long ago."""
    return Call(key or f"c{minutes_ago}", NOW - dt.timedelta(minutes=minutes_ago), seconds, owner, "Ona")


WHEN = [
    # the calls, the clock in hours after NOW → how many entries; why
    ([call(10)], 0, 1, "a call that is over"),
    ([call(10, seconds=59)], 0, 0, "too short for a promise"),
    ([call(1, seconds=120)], 0, 0, "it is still going on"),
    ([call(10, owner="x@other.example")], 0, 0, "somebody who gets no entries"),
    ([call(n) for n in (10, 20, 30, 40)], 0, 3, "at most three a day"),
    ([call(10), call(24 * 60 * 3)], 0, 1, "that of Friday is over when Monday closes"),
    ([call(10)], 27, 1, "still there on the next working day"),
    ([call(10)], 29, 0, "gone when that closes"),
]  # fmt: skip


@pytest.mark.parametrize(("calls", "hours", "count", "why"), WHEN, ids=[row[-1] for row in WHEN])
def test_a_call_is_asked_about_for_a_working_day(calls: list[Call], hours: int, count: int, why: str) -> None:
    """P8: few and short-lived."""
    if "Friday" in why:
        hours = 5  # Monday 19:00
    wanted = after_calls(calls, {}, PEOPLE, WorkingCalendar(), "", NOW + dt.timedelta(hours=hours))
    assert len(wanted) == count and all(w.purpose == "call" and w.promise_key is None and w.owner == RASA for w in wanted)


def test_a_refused_entry_stays_away_and_keeps_its_place_among_three() -> None:
    """Deletion is final, and no fourth call takes its place."""
    calls = [call(n) for n in (40, 30, 20, 10)]
    deleted = {keys.reminder_uid("c40", "call"): Existing("deleted", RASA, NOW)}
    assert [w.reminder.key for w in after_calls(calls, deleted, PEOPLE, WorkingCalendar(), "", NOW)] == ["c30", "c20"]


def test_an_entry_stays_where_it_was_put() -> None:
    """Passes later in the day write nothing anew."""
    (first,) = after_calls([call(10)], {}, PEOPLE, WorkingCalendar(), "", NOW)
    there = {first.reminder.uid: Existing("there", RASA, first.reminder.start)}
    (again,) = after_calls([call(10)], there, PEOPLE, WorkingCalendar(), "", NOW + dt.timedelta(hours=3))
    assert first.reminder.start == NOW + dt.timedelta(minutes=15) and again == first


@pytest.mark.parametrize("language", ["en", "lt", "ru"])
def test_only_what_a_person_writes_into_it_is_read(language: Language) -> None:
    """Its own text is no note; a line added, and words written on at the end of ours, are."""
    text = texts.call_text(NOW, 200, language)
    left = AsLeft(texts.call_title("Ona", language), NOW, text)
    assert answers(left, left.title, NOW, text, done=False) == []
    for added in (text + "\nsend the quote", text + " send the quote"):
        assert answers(left, left.title, NOW, added, done=False) == [("note", "send the quote")]
