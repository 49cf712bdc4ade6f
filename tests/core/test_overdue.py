"""An overdue promise is told to its owner once more, then to the manager, on days on which they are there (P7)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from syncd.core import keys
from syncd.core.model import Language, Staff
from syncd.core.overdue import Circumstances, entries
from syncd.core.plan import Existing, Open, Policy, Wanted, plan
from tests.core.test_plan import CALENDAR, COMPANY, JONAS, PEOPLE, PETRAS, RASA, VILNIUS, promise

ZONE = ZoneInfo(VILNIUS)
DUE, SECOND, THIRD = (keys.reminder_uid("k1", purpose) for purpose in ("due", "overdue", "manager"))
AROUND = Circumstances(
    existing={}, people=PEOPLE, company=COMPANY, calendar=CALENDAR, policy=Policy(escalate=True), absent={}, readers=frozenset({JONAS})
)


def at(wall: str) -> dt.datetime:
    """A moment on the clocks of Vilnius."""
    return dt.datetime.fromisoformat(wall).replace(tzinfo=ZONE)


def there(start: str, owner: str = RASA, state: str = "there") -> Existing:
    """An entry of this start."""
    return Existing(state, owner, at(start))


def planned(p: Open, now: str, existing: dict[str, Existing], **changes: object) -> dict[str, Wanted]:
    """What is wanted for this promise beside its first reminder, by purpose."""
    around = dataclasses.replace(AROUND, existing={DUE: there("2026-11-16T09:00"), **existing}, **changes)  # type: ignore[arg-type]
    return {w.purpose: w for w in entries([p], around, at(now))}


def days(*texts: str) -> frozenset[dt.date]:
    """These days."""
    return frozenset(map(dt.date.fromisoformat, texts))


# due, now, when Rasa is away → start of her second reminder, why (16 November 2026 is a Monday)
SECONDS = [
    ("2026-11-16", "2026-11-16T17:59", (), None, "the day is not over"),
    ("2026-11-16", "2026-11-16T18:00", (), "2026-11-17T09:00", "closing time: the next opening"),
    ("2026-11-16T10:00", "2026-11-16T10:00", (), "2026-11-17T09:00", "a minute: the next opening, not the next minute"),
    ("2026-11-20", "2026-11-20T20:00", (), "2026-11-23T09:00", "over a weekend"),
    ("2026-11-21", "2026-11-22T12:00", (), "2026-11-23T09:00", "due on a Saturday"),
    ("2026-12-23", "2026-12-23T20:00", (), "2026-12-28T09:00", "over two holidays and a weekend"),
    ("2026-11-16", "2026-11-17T11:07", (), "2026-11-17T11:15", "found late in the day: the next quarter of an hour"),
    ("2026-11-16", "2026-11-17T19:00", (), "2026-11-18T09:00", "found in the evening: the next morning"),
    ("2026-11-16", "2026-11-16T18:00", ("2026-11-17",), "2026-11-18T09:00", "away on the next day: the one after"),
    ("2026-11-16", "2026-11-16T18:00", ("2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"), "2026-11-23T09:00", "away all week"),
    ("2026-11-16", "2026-11-17T11:00", ("2026-11-17",), "2026-11-18T09:00", "away today, as is known since today"),
]  # fmt: skip


@pytest.mark.parametrize(("due", "now", "away", "start", "why"), SECONDS, ids=[row[-1] for row in SECONDS])
def test_the_owner_is_reminded_again_at_the_next_opening(due: str, now: str, away: tuple[str, ...], start: str | None, why: str) -> None:
    """P7: by working hours, holidays and the owner's own absence."""
    found = planned(promise(due), now, {}, absent={RASA: days(*away)})
    assert [(p, f"{w.reminder.start:%Y-%m-%dT%H:%M}", w.owner) for p, w in found.items()] == ([("overdue", start, RASA)] if start else [])


# now, second reminder, when Rasa and Jonas are away → start of the manager's entry, why; due Monday 16 November, all day
THIRDS = [
    ("2026-11-19T17:59", "2026-11-17T09:00", (), (), None, "three working days are not over"),
    ("2026-11-19T18:00", "2026-11-17T09:00", (), (), "2026-11-20T09:00", "they are: the next opening"),
    ("2026-11-20T09:30", "2026-11-17T09:00", (), (), "2026-11-20T09:45", "in working time: the next quarter of an hour"),
    ("2026-11-20T18:30", "2026-11-17T09:00", (), (), "2026-11-23T09:00", "on a Friday evening: Monday"),
    ("2026-11-20T10:00", "2026-11-20T09:15", (), (), None, "the owner was reminded only today"),
    ("2026-11-23T09:00", "2026-11-20T09:15", (), (), "2026-11-23T09:15", "the owner was reminded the working day before"),
    ("2026-11-20T10:00", "2026-11-18T09:00", ("2026-11-17",), (), None, "a day the owner was away does not count"),
    ("2026-11-20T18:00", "2026-11-18T09:00", ("2026-11-17",), (), "2026-11-23T09:00", "three days on which the owner was there"),
    ("2026-11-20T10:00", "2026-11-17T09:00", ("2026-11-20",), (), "2026-11-23T09:00", "not on a day the owner is away"),
    ("2026-11-20T10:00", "2026-11-17T09:00", (), ("2026-11-20", "2026-11-23"), "2026-11-24T09:00", "nor one the manager is away"),
]  # fmt: skip


@pytest.mark.parametrize(("now", "second", "rasa", "jonas", "start", "why"), THIRDS, ids=[row[-1] for row in THIRDS])
def test_the_manager_is_told_after_three_working_days(now: str, second: str, rasa: tuple[str, ...], jonas: tuple[str, ...], start: str | None, why: str) -> None:
    """P7: only once the owner was reminded again and had a working day to act."""
    found = planned(promise("2026-11-16"), now, {SECOND: there(second)}, absent={RASA: days(*rasa), JONAS: days(*jonas)})
    third = found.get("manager")
    assert (third and (f"{third.reminder.start:%Y-%m-%dT%H:%M}", third.owner)) == (start and (start, JONAS))
    assert third is None or third.reminder.uid == THIRD


def test_three_working_days_end_at_the_minute_of_the_term() -> None:
    """Due at 15:00 on a Wednesday before a weekend and holidays, it is told on the third working day at 15:00."""
    second = {SECOND: there("2026-12-23T09:00")}
    p = promise("2026-12-22T15:00")
    assert "manager" not in planned(p, "2026-12-29T14:59", second)
    assert planned(p, "2026-12-29T15:00", second)["manager"].reminder.start == at("2026-12-29T15:15")


# changes of the promise, of what is known of its entries → purposes wanted a week later, why
WHETHER = [
    ({}, {}, {"overdue", "manager"}, "firm, explicit and reminded of twice"),
    ({"firmness": "soft"}, {}, set(), "only firm ones"),
    ({"due_kind": "vague"}, {}, set(), "only explicit terms"),
    ({"trusted": False}, {}, set(), "F89: nothing that may be forged"),
    ({"deleted": True}, {}, set(), "P3: the owner wants no more of it"),
    ({"state": "probably_kept"}, {}, set(), "it may have been kept"),
    ({"kind": "handoff", "assignee": RASA, "accepted": False}, {}, set(), "a hand-off nobody took on"),
    ({"kind": "handoff", "assignee": RASA, "promiser": PETRAS}, {}, {"overdue", "manager"}, "a hand-off that was taken on"),
    ({"kind": "theirs"}, {}, set(), "what was promised to us"),
    ({}, {DUE: there("2026-11-16T09:00", state="shadow")}, set(), "never reminded: entries are only shown"),
    ({}, {DUE: there("2026-11-16T09:00", state="removed")}, set(), "the first reminder was taken out"),
    ({}, {DUE: there("2026-11-16T09:00", PETRAS)}, set(), "another was reminded"),
    ({}, {DUE: there("2026-11-16T09:00", state="collected")}, {"overdue", "manager"}, "reminded among others of that day"),
    ({}, {SECOND: there("2026-11-17T09:00", state="shadow")}, {"overdue"}, "the second reminder was never written"),
    ({}, {SECOND: there("2026-11-17T09:00", state="sending")}, {"overdue"}, "whether it was is not known yet"),
    ({}, {SECOND: there("2026-11-17T09:00", PETRAS)}, {"overdue"}, "it stood with another, before the promise was handed over"),
    ({"state": "unknown"}, {}, {"overdue"}, "long over without a sign: nothing new, what stands stays"),
    ({"state": "unknown"}, {SECOND: there("2026-11-17T09:00", state="removed")}, set(), "nothing new"),
    ({"state": "unknown"}, {THIRD: there("2026-11-20T09:00", JONAS)}, {"overdue", "manager"}, "what stands stays"),
    ({"promiser": JONAS}, {DUE: there("2026-11-16T09:00", JONAS), SECOND: there("2026-11-17T09:00", JONAS)}, {"overdue"}, "no manager above"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "known", "purposes", "why"), WHETHER, ids=[row[-1] for row in WHETHER])
def test_only_what_was_firmly_promised_and_reminded_of_escalates(changes: dict[str, object], known: dict[str, Existing], purposes: set[str], why: str) -> None:
    """P9: few and right; nobody hears of a promise they were never reminded of."""
    p = promise("2026-11-16", **changes)
    assert set(planned(p, "2026-11-23T10:00", {SECOND: there("2026-11-17T09:00"), **known})) == purposes


def test_nothing_escalates_unless_the_company_wants_it() -> None:
    """Off by default."""
    assert planned(promise("2026-11-16"), "2026-11-23T10:00", {SECOND: there("2026-11-17T09:00")}, policy=Policy()) == {}


def test_a_manager_who_left_is_replaced_and_one_without_a_calendar_is_not() -> None:
    """The manager's deputy stands in; nobody else is told instead of somebody without entries."""
    second = {SECOND: there("2026-11-17T09:00")}
    gone = Staff(address=JONAS, name="Jonas Jonaitis", left=dt.date(2026, 6, 30), deputy=PETRAS)
    company = dataclasses.replace(COMPANY, staff=(COMPANY.staff[0], gone, COMPANY.staff[2]))
    assert planned(promise("2026-11-16"), "2026-11-23T10:00", second, company=company)["manager"].owner == PETRAS
    some: dict[str, tuple[str, Language]] = {RASA: PEOPLE[RASA]}
    assert set(planned(promise("2026-11-16"), "2026-11-23T10:00", second, people=some)) == {"overdue"}


def test_who_takes_a_late_promise_over_is_reminded_anew_before_the_manager_hears() -> None:
    """Handed to Petras the second reminder moves to him, to a moment still to come; his manager is told a working day after it."""
    known = {DUE: there("2026-11-16T09:00", PETRAS), SECOND: there("2026-11-17T09:00")}
    company = dataclasses.replace(COMPANY, staff=(*COMPANY.staff[:2], dataclasses.replace(COMPANY.staff[2], manager=JONAS)))
    p = promise("2026-11-16", handed_to=PETRAS)
    found = planned(p, "2026-11-23T10:00", known, company=company)
    assert {purpose: (w.owner, f"{w.reminder.start:%dT%H:%M}") for purpose, w in found.items()} == {"overdue": (PETRAS, "23T10:15")}
    taken = {**known, SECOND: there("2026-11-23T10:15", PETRAS)}
    assert set(planned(p, "2026-11-23T17:00", taken, company=company)) == {"overdue"}
    assert set(planned(p, "2026-11-24T09:00", taken, company=company)) == {"overdue", "manager"}


def test_what_stands_is_not_moved_by_the_clock_or_by_later_absence() -> None:
    """Passes on further days give the same entries to the last letter."""
    p = promise("2026-11-16")
    first = planned(p, "2026-11-20T10:00", {SECOND: there("2026-11-17T09:00")})
    stands = {SECOND: there("2026-11-17T09:00"), THIRD: Existing("there", JONAS, first["manager"].reminder.start)}
    for now, away in (("2026-11-20T10:30", days("2026-11-20")), ("2026-11-23T08:00", days("2026-11-23")), ("2026-12-02T12:00", frozenset[dt.date]())):
        later = planned(p, now, stands, absent={RASA: away, JONAS: away})
        assert {x: w.reminder.content_hash for x, w in later.items()} == {x: w.reminder.content_hash for x, w in first.items()}


def test_a_manager_s_entry_that_is_only_shown_does_not_follow_the_clock() -> None:
    """It keeps its start for a day, and is not shown for a time long over."""
    known = {SECOND: there("2026-11-17T09:00"), THIRD: there("2026-11-23T10:15", JONAS, "shadow")}
    starts = [planned(promise("2026-11-16"), now, known)["manager"].reminder.start for now in ("2026-11-23T10:20", "2026-11-23T17:00", "2026-11-24T11:00")]
    assert starts == [at("2026-11-23T10:15"), at("2026-11-23T10:15"), at("2026-11-24T11:15")]


def test_an_entry_that_has_not_begun_moves_off_a_day_that_turns_out_free() -> None:
    """Rasa fell ill: what was to stand tomorrow stands on the day after."""
    written = {SECOND: there("2026-11-17T09:00")}
    assert planned(promise("2026-11-16"), "2026-11-16T20:00", written, absent={RASA: days("2026-11-17")})["overdue"].reminder.start == at("2026-11-18T09:00")


def test_a_second_reminder_that_was_moved_stands_for_the_new_term() -> None:
    """The term is where the owner moved it, and the first reminder does not follow it there."""
    moved = promise("2026-11-25T11:00")
    known = {DUE: there("2026-11-16T09:00"), SECOND: there("2026-11-25T11:00", state="moved")}
    (first,) = plan([moved], known, PEOPLE, COMPANY, CALENDAR, Policy(escalate=True), at("2026-11-18T10:00"))
    assert first.reminder.start == at("2026-11-16T09:00")
    assert planned(moved, "2026-11-18T10:00", known) == {}
    assert set(planned(moved, "2026-11-30T11:00", known)) == {"overdue", "manager"}


def test_only_who_may_read_mail_sees_the_words() -> None:
    """A manager without that role sees what is to be done, for whom, by whom and since when."""
    second = {SECOND: there("2026-11-17T09:00")}
    full = planned(promise("2026-11-16"), "2026-11-23T10:00", second)["manager"].reminder
    bare = planned(promise("2026-11-16"), "2026-11-23T10:00", second, readers=frozenset())["manager"].reminder
    assert full.title == bare.title == "Call Ona Kazlauskienė (Rasa Petraitė)"
    assert full.text.startswith("“Paskambinsiu jums.”\nPromised to Ona Kazlauskienė on 16 November 2026 at 13:00.\n")
    assert bare.text == "Who has to keep it: Rasa Petraitė; reminded on 17 November 2026.\nThe term was 16 November 2026; nothing shows yet that the promise was kept."


def test_the_words_are_in_the_language_of_who_reads_them() -> None:
    """One full stop at the end, whatever the language ends a date with."""
    by_owner: dict[str, str] = {}
    for owner in (RASA, PETRAS):
        known = {DUE: there("2026-11-16T09:00", owner)}
        by_owner[owner] = planned(promise("2026-11-16", promiser=owner), "2026-11-17T08:00", known)["overdue"].reminder.text.splitlines()[-1]
    assert by_owner == {
        RASA: "Terminas buvo 2026 m. lapkričio 16 d.; kol kas nematyti, kad pažadas ištesėtas.",
        PETRAS: "Срок был 16 ноября 2026 г.; пока не видно, что обещание выполнено.",
    }


def test_escalation_keeps_to_the_entries_of_a_day() -> None:
    """T19: twenty overdue promises put five entries on the day, the last of which names the rest."""
    many = [promise("2026-11-16", key=f"k{n}", quote=f"Quote {n}") for n in range(20)]
    existing = {keys.reminder_uid(p.key, "due"): there("2026-11-16T09:00", state="collected") for p in many}
    around = dataclasses.replace(AROUND, existing=existing)
    late = entries(many, around, at("2026-11-16T19:00"))
    found = plan([], existing, PEOPLE, COMPANY, CALENDAR, Policy(escalate=True), at("2026-11-16T19:00"), late)
    assert [w.purpose for w in found if not w.collected] == ["overdue"] * 4 + ["more"]
    assert sum(w.collected for w in found) == 16
