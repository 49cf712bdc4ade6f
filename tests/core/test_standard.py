"""A promise shorter than the department's own standard is told to who promised it, in one entry (P6)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from syncd.core import keys, texts
from syncd.core.model import Company, Department, Language, Staff, WorkingCalendar
from syncd.core.plan import Existing, Open, Policy, Wanted, plan
from syncd.core.standard import Usual, is_shorter, usual_term
from tests.core.test_plan import JONAS, MONDAY, PETRAS, RASA, VILNIUS, promise

SALES = Department(name="sales", roles=("manager",), standard={"call": "1 working day", "send": "2 days"})
SERVICE = Department(name="service", dispatcher=JONAS, roles=("technician", "meistras"), standard={"fix": "10 working days", "answer": "4 h", "check": "0"})
COMPANY = Company(
    domains=frozenset({"klimatas.example"}), timezone=VILNIUS,
    staff=(
        Staff(address=RASA, name="Rasa Petraitė", department="sales"),
        Staff(address=JONAS, name="Jonas Jonaitis", department="service"),
        Staff(address=PETRAS, name="Petras Petrauskas", department="service", aliases=("petras.p@klimatas.example",)),
    ),
    departments=(SALES, SERVICE),
)  # fmt: skip
CALENDAR = WorkingCalendar(holidays=frozenset({dt.date(2026, 12, 24), dt.date(2026, 12, 25)}))
PEOPLE: dict[str, tuple[str, Language]] = {RASA: (VILNIUS, "en"), JONAS: (VILNIUS, "en"), PETRAS: (VILNIUS, "en")}

# act, assignee, said (in Vilnius) → department and day or minute, why
USUAL = [
    ("call", None, "2026-11-16T14:00", ("sales", "2026-11-17"), "the promiser's own department"),
    ("call", None, "2026-11-20T14:00", ("sales", "2026-11-23"), "a Friday: the working day after it is a Monday"),
    ("call", None, "2026-12-23T14:00", ("sales", "2026-12-28"), "two holidays and a weekend lie between"),
    ("call", None, "2026-11-21T14:00", ("sales", "2026-11-23"), "said on a Saturday: Monday is the first working day"),
    ("send", None, "2026-11-20T14:00", ("sales", "2026-11-22"), "days are days, working or not"),
    ("fix", "Petras", "2026-11-16T14:00", ("service", "2026-11-30"), "the assignee's department must act"),
    ("fix", "meistras", "2026-11-16T14:00", ("service", "2026-11-30"), "a role: its department"),
    ("fix", "service", "2026-11-16T14:00", ("service", "2026-11-30"), "a department by name"),
    ("fix", "petras.p@klimatas.example", "2026-11-16T14:00", ("service", "2026-11-30"), "another address of the assignee"),
    ("fix", None, "2026-11-16T14:00", ("service", "2026-11-30"), "sales does not mend: the one department that does must act"),
    ("fix", None, "2026-12-16T14:00", ("service", "2027-01-01"), "ten working days over Christmas, New Year not in this calendar"),
    ("answer", None, "2026-11-16T14:00", None, "answering is everybody's own, and sales has no standard for it"),
    ("answer", "Petras", "2026-11-16T14:00", ("service", "2026-11-16T18:00"), "hours are by the clock"),
    ("call", "Petras", "2026-11-16T14:00", None, "Petras calls, and his department has no standard for calls"),
    ("check", "Petras", "2026-11-16T14:00", None, "a standard of 0 is none"),
    ("visit", None, "2026-11-16T14:00", None, "no standard anywhere"),
    ("call", "Algirdas", "2026-11-16T14:00", ("sales", "2026-11-17"), "nobody of ours: the promiser's"),
]  # fmt: skip


@pytest.mark.parametrize(("act", "assignee", "said", "expected", "why"), USUAL, ids=[row[-1] for row in USUAL])
def test_the_standard_is_that_of_the_department_that_must_act(act: str, assignee: str | None, said: str, expected: tuple[str, str] | None, why: str) -> None:
    """Working days are counted on the sender's clock, by the country's holidays."""
    at = dt.datetime.fromisoformat(said).replace(tzinfo=ZoneInfo(VILNIUS)).astimezone(dt.UTC)
    found = usual_term(act, RASA, assignee, at, VILNIUS, COMPANY, CALENDAR)  # type: ignore[arg-type]
    assert (found and (found.department, found.to)) == expected


def test_two_departments_with_a_standard_for_the_same_work_are_none() -> None:
    """Whose it is cannot be told, so nothing is flagged."""
    twice = dataclasses.replace(COMPANY, departments=(*COMPANY.departments, Department(name="workshop", standard={"fix": "3 days"})))
    assert usual_term("fix", RASA, None, MONDAY, VILNIUS, twice, CALENDAR) is None


# promised, usual → shorter, why
SHORTER = [
    ("2026-11-23", "2026-11-30", True, "a week against ten working days"),
    ("2026-11-30", "2026-11-30", False, "the very day"),
    ("2026-11-30T09:00", "2026-11-30", False, "a minute of that day"),
    ("2026-11-29T23:59", "2026-11-30", True, "a minute of the day before"),
    ("2026-11-16T17:00", "2026-11-16T18:00", True, "an hour sooner"),
    ("2026-11-16", "2026-11-16T18:00", False, "some time of that day"),
    (None, "2026-11-16", False, "no term"),
    ("2026-11-16", None, False, "no standard"),
]  # fmt: skip


@pytest.mark.parametrize(("promised", "usual", "shorter", "why"), SHORTER, ids=[row[-1] for row in SHORTER])
def test_a_term_is_shorter_when_it_ends_before_the_usual_one(promised: str | None, usual: str | None, shorter: bool, why: str) -> None:
    """Days are compared with days, minutes with minutes."""
    assert is_shorter(promised, usual) == shorter


HASTY = Usual("service", "10 working days", "2026-11-30")
LINE = "You promised it for 23 November 2026; the usual term of “service” is 10 working days: 30 November 2026."


def planned(p: Open, existing: dict[str, Existing] | None = None, *, people: dict[str, tuple[str, Language]] = PEOPLE, now: dt.datetime = MONDAY,
            policy: Policy | None = None) -> list[Wanted]:  # fmt: skip
    """The plan for this one promise."""
    return plan([p], existing or {}, people, COMPANY, CALENDAR, policy or Policy(), now)


# changes of the promise → (purpose, owner, whether the note is in it) of every entry, why
TOLD = [
    ({}, [("due", RASA, True)], "in the promiser's own entry"),
    ({"assignee": PETRAS}, [("due", PETRAS, False), ("standard", RASA, True)], "another keeps it: an entry of its own for who promised"),
    ({"assignee": "Algirdas"}, [("due", RASA, True)], "in doubt the entry is the promiser's"),
    ({"handed_to": PETRAS}, [("due", PETRAS, False), ("standard", RASA, True)], "handed over on the pages"),
    ({"entry_exists": True}, [("standard", RASA, True)], "a meeting stands for the reminder, not for the note"),
    ({"due_to": "2026-11-30"}, [("due", RASA, False)], "not shorter"),
    ({"due_to": "2026-12-07"}, [("due", RASA, False)], "longer"),
    ({"due_kind": "vague"}, [], "a vague term gets no entry, and no note"),
    ({"firmness": "soft"}, [], "a soft promise neither"),
    ({"confidence": 0.5}, [], "an unsure one neither"),
    ({"trusted": False, "assignee": PETRAS}, [], "F89: one that may be forged neither"),
    ({"deleted": True, "assignee": PETRAS}, [], "P3: no more entries are wanted"),
    ({"kind": "handoff", "assignee": PETRAS}, [("due", PETRAS, False)], "asked of a colleague, not promised to a customer"),
    ({"said_at": MONDAY}, [("due", RASA, True)], "at once: it is not held for the correction it asks for"),
    ({"said_at": MONDAY, "usual": None}, [], "without it the entry is held"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "expected", "why"), TOLD, ids=[row[-1] for row in TOLD])
def test_who_promised_less_than_is_usual_is_told_once(changes: dict[str, object], expected: list[tuple[str, str, bool]], why: str) -> None:
    """P6: the note stands in the promiser's own entry, in one of its own where another has the reminder, nowhere twice."""
    found = planned(promise(**{"due_to": "2026-11-23", "act": "fix", "usual": HASTY, **changes}))  # type: ignore[arg-type]
    assert [(w.purpose, w.owner, LINE in w.reminder.text) for w in sorted(found, key=lambda w: w.purpose)] == expected


def test_a_note_of_its_own_stands_at_the_next_moment_people_work_and_stays_there() -> None:
    """Friday evening's stands on Monday morning; later passes leave it, also when its moment is over."""
    friday = dt.datetime(2026, 11, 20, 19, 30, tzinfo=ZoneInfo(VILNIUS))
    p = promise("2026-11-30", said_at=friday, act="fix", assignee=PETRAS, usual=Usual("service", "10 working days", "2026-12-04"))
    note = next(w for w in planned(p, now=friday) if w.purpose == "standard")
    assert note.reminder.uid == keys.reminder_uid("k1", "standard")
    assert (note.reminder.title, note.reminder.start.isoformat()[:16], note.reminder.alarms) == ("Check the term: Ona Kazlauskienė", "2026-11-23T09:00", (0,))
    there = {note.reminder.uid: Existing("there", RASA, note.reminder.start)}
    for days in (1, 4, 30):
        later = next(w for w in planned(p, there, now=friday + dt.timedelta(days=days)) if w.purpose == "standard")
        assert later.reminder.content_hash == note.reminder.content_hash


def test_nobody_is_told_of_a_term_that_is_over_or_without_a_calendar_of_theirs() -> None:
    """A note comes too late after the term, and to no one whose entries are off."""
    p = promise("2026-11-23", act="fix", assignee=PETRAS, usual=HASTY)
    assert [w.purpose for w in planned(p, people={PETRAS: PEOPLE[PETRAS]})] == ["due"]
    assert planned(p, now=MONDAY + dt.timedelta(days=10)) == []


# term, language → the line
LINES = [
    ("10 working days", "en", "You promised it for 23 November 2026; the usual term of “service” is 10 working days: 30 November 2026."),
    ("10 working days", "ru", "Вы обещали это на 23 ноября 2026 г.; обычный срок отдела «service» – 10 рабочих дней: 30 ноября 2026 г."),
    ("10 working days", "lt", "Pažadėjote iki 2026 m. lapkričio 23 d.; įprastas skyriaus „service“ terminas – 10 darbo dienų: 2026 m. lapkričio 30 d."),
    ("1 working day", "en", "1 working day:"), ("1 working day", "ru", "1 рабочий день:"), ("1 working day", "lt", "1 darbo diena:"),
    ("21 working days", "ru", "21 рабочий день:"), ("22 days", "ru", "22 дня:"), ("25 days", "ru", "25 дней:"), ("112 h", "ru", "112 часов:"),
    ("21 days", "lt", "21 diena:"), ("5 days", "lt", "5 dienos:"), ("11 days", "lt", "11 dienų:"), ("20 h", "lt", "20 valandų:"), ("111 min", "lt", "111 minučių:"),
]  # fmt: skip


@pytest.mark.parametrize(("term", "language", "line"), LINES, ids=[f"{row[0]} {row[1]}" for row in LINES])
def test_the_note_is_in_good_grammar(term: str, language: Language, line: str) -> None:
    """Numbers take the form of their language; a sentence that ends with a date has one full stop."""
    found = texts.usual("2026-11-23", "service", term, "2026-11-30", language)
    assert line in found and ".." not in found and found.endswith(".")
