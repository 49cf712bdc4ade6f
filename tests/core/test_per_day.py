"""Nobody gets more than five entries a day from all purposes together, whatever is promised, held, called and suggested, and whenever it is found."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syncd.core.model import Language
from syncd.core.plan import Existing, Open, Policy, Wanted, plan, reminder
from tests.core.test_plan import CALENDAR, COMPANY, JONAS, PETRAS, RASA, promise

pytestmark = pytest.mark.slow

PEOPLE: dict[str, tuple[str, Language]] = {RASA: ("Europe/Vilnius", "lt"), JONAS: ("America/New_York", "en"), PETRAS: ("Asia/Tokyo", "ru")}
BEGIN = dt.datetime(2026, 11, 23, 5, 0, tzinfo=dt.UTC)  # a Monday
OTHERS = ("overdue", "manager", "brief", "meet", "call")
_WHO = st.sampled_from(tuple(PEOPLE))
_TERM = st.tuples(st.integers(23, 25), st.none() | st.integers(0, 23))
_PROMISED = st.lists(st.tuples(_WHO, _TERM), max_size=14)
_BESIDE = st.lists(st.tuples(_WHO, st.sampled_from(OTHERS), st.integers(0, 48), st.sampled_from(("Europe/Vilnius", "UTC", "Pacific/Auckland"))), max_size=14)
_ROUNDS = st.lists(st.tuples(_PROMISED, _BESIDE, st.integers(1, 9), st.integers(0, 7)), min_size=1, max_size=5)


@dataclass(slots=True)
class Calendars:
    """What stands in everybody's calendars, and what is wanted, as the hours go by."""

    now: dt.datetime = BEGIN
    said: int = 0
    promises: list[Open] = field(default_factory=list)
    beside: list[Wanted] = field(default_factory=list)
    known: dict[str, Existing] = field(default_factory=dict)

    def found(self, promised: list[tuple[str, tuple[int, int | None]]], beside: list[tuple[str, str, int, str]]) -> None:
        """New promises, and new entries for other reasons that begin in so many hours."""
        for who, (day, hour) in promised:
            due = f"2026-11-{day}" + (f"T{hour:02}:00" if hour is not None else "")
            self.said += 1
            self.promises.append(promise(due, key=f"k{self.said}", promiser=who, said_at=self.now - dt.timedelta(hours=1)))
        for who, purpose, hours, zone in beside:
            subject = f"{purpose}{len(self.beside)}"
            made = reminder(f"syncd-{subject}", subject, subject, "", (self.now + dt.timedelta(hours=hours)).astimezone(ZoneInfo(zone)), (0,), "")
            self.beside.append(Wanted(reminder=made, owner=who, purpose=purpose, promise_key=None, zone=zone))

    def brought_in_line(self) -> list[Wanted]:
        """A pass: what is wanted stands there, what is collected has no entry of its own, and nothing else stays."""
        wanted = plan(self.promises, self.known, PEOPLE, COMPANY, CALENDAR, Policy(), self.now, self.beside)
        self.known = {w.reminder.uid: Existing("collected" if w.collected else "there", w.owner, w.reminder.start) for w in wanted}
        return wanted


@settings(max_examples=40, deadline=None)
@given(_ROUNDS)
def test_nobody_gets_more_than_five_entries_a_day_from_all_purposes(rounds: list[tuple[list[tuple[str, tuple[int, int | None]]], list[tuple[str, str, int, str]], int, int]]) -> None:
    """T19: on the clock of whose they are; nothing is lost by it, for what has no entry of its own is named in the one that stands for it."""
    calendars = Calendars()
    for promised, beside, hours, settled in rounds:
        calendars.found(promised, beside)
        wanted = calendars.brought_in_line()
        days = {w.reminder.uid: (w.owner, w.reminder.start.astimezone(ZoneInfo(PEOPLE[w.owner][0])).date()) for w in wanted}
        assert all(n <= 5 for n in Counter(days[w.reminder.uid] for w in wanted if not w.collected).values())
        more = {days[w.reminder.uid]: w.reminder.text for w in wanted if w.purpose == "more"}
        assert len(more) == sum(w.purpose == "more" for w in wanted), "one a day"
        assert all(w.reminder.title in more[days[w.reminder.uid]] for w in wanted if w.collected)
        assert {w.reminder.uid for w in calendars.beside} <= days.keys()
        calendars.now += dt.timedelta(hours=hours)
        del calendars.promises[:settled]
