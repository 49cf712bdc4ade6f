"""How often there usually is contact, when a customer has gone quiet, and whom to meet next and why."""

from __future__ import annotations

import datetime as dt
import random
from itertools import accumulate
from typing import Any

import pytest

from syncd.core.relations.manner import is_informal
from syncd.core.relations.rhythm import Dated, History, Rhythm, coming, is_quiet, may_stir, next_yearly, rhythm, suggestions, usual_gap

TODAY = dt.date(2026, 11, 23)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def after(*gaps: int, last: str = "2026-11-20") -> list[dt.date]:
    """Days with these gaps between them, the last one on a day."""
    days = [day(last)]
    for gap in reversed(gaps):
        days.insert(0, days[0] - dt.timedelta(days=gap))
    return days


@pytest.mark.parametrize(
    ("gaps", "usual", "reason"),
    [
        ((14, 14, 14, 14), 14.0, "every second week"),
        ((1, 1, 1, 1, 86, 1, 1, 1, 1, 88, 1, 1, 1, 90), 88.0, "one busy week a season is a season's rhythm, not a day's"),
        ((1, 1, 3, 1, 1, 1, 1, 3, 1, 1, 1, 1, 3, 1, 21, 1, 1, 1, 1, 3, 1, 1, 1, 1, 3, 1, 1, 1, 1, 3, 1, 1, 1, 1, 3), 3.0, "a weekend: a daily customer stays one after three weeks of holidays"),
        ((30, 31, 30, 28, 180, 30, 31, 30, 31), 31.0, "one long pause in a year of months"),
        ((10, 20, 30), 25.0, "half of the days lie in the longest gap, half in the others"),
        ((7, 7), None, "two gaps are no rhythm"),
        ((), None, "nor is one day"),
    ],
)
def test_the_usual_gap_is_the_one_a_day_at_random_lies_in(gaps: tuple[int, ...], usual: float | None, reason: str) -> None:
    assert usual_gap(after(*gaps)) == usual, reason


@pytest.mark.parametrize("seed", range(50))
def test_half_of_all_days_lie_in_gaps_no_longer_than_the_usual_one(seed: int) -> None:
    """And half in gaps no shorter; twice as seldom is twice the gap."""
    chance = random.Random(seed)
    gaps, times = [chance.randint(1, chance.choice((3, 40, 400))) for _ in range(chance.randint(3, 40))], chance.randint(2, 5)
    days = [TODAY + dt.timedelta(days=n) for n in accumulate(gaps, initial=0)]
    usual = usual_gap(days)
    assert usual is not None
    assert 2 * sum(g for g in gaps if g <= usual) >= sum(gaps) <= 2 * sum(g for g in gaps if g >= usual)
    assert usual_gap([days[0] + times * (d - days[0]) for d in days]) == times * usual


@pytest.mark.parametrize(
    ("gaps", "last", "quiet", "reason"),
    [
        ((14, 14, 14, 14, 14), "2026-10-10", True, "44 days where two weeks are usual"),
        ((14, 14, 14, 14, 14), "2026-10-25", False, "29 days: less than 30 are never quiet"),
        ((60, 60, 60), "2026-07-01", False, "145 days where two months are usual: not yet two and a half times"),
        ((60, 60, 60), "2026-06-20", True, "156 days"),
        ((14, 14, 14, 14, 14), "2025-09-01", False, "silent for more than a year: to be won back, not to be met next"),
        ((1, 1, 2, 1), "2026-09-01", False, "one inquiry of a week has no rhythm that could be broken"),
        ((90, 90, 90, 90), "2026-11-20", False, "in touch on Friday"),
    ],
)
def test_a_customer_is_quiet_against_their_own_rhythm(gaps: tuple[int, ...], last: str, quiet: bool, reason: str) -> None:
    """Two and a half times the usual gap, and 30 days at least (R7)."""
    assert is_quiet(rhythm(after(*gaps, last=last)), TODAY) is quiet, reason


def history(**known: Any) -> History:
    return History(**{"page": "company/1", "name": "Baltas", "owner": "rasa@klimatas.example", **known})


STEADY = rhythm(after(14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, 14, last="2026-11-20"))
QUIET = rhythm(after(14, 14, 14, 14, 14, 14, last="2026-09-20"))
OLD = rhythm(after(365, 365, 365, 365, 355, last="2026-11-20"))  # since 30 November 2021
WHY = [
    ({"rhythm": STEADY}, [], "nothing to meet for"),
    ({"rhythm": QUIET}, ["quiet"], "silent for nine weeks"),
    ({"rhythm": QUIET, "next_on": day("2026-12-01")}, [], "they meet next week"),
    ({"rhythm": QUIET, "next_on": day("2027-02-01")}, ["quiet"], "a meeting in February is no contact now"),
    ({"birthdays": (Dated("Ona", day("2026-12-20")),)}, ["birthday"], "in 27 days"),
    ({"birthdays": (Dated("Ona", day("2026-12-24")),)}, [], "in 31 days"),
    ({"promises": (Dated("Atsiųsiu sąmatą", day("2026-11-30"), "k", day("2026-11-01")),)}, ["promise"], "due in a week"),
    ({"promises": (Dated("Atsiųsiu sąmatą", day("2026-12-15"), "k", day("2026-11-01")),)}, [], "due in three weeks"),
    ({"promises": (Dated("Atsiųsiu sąmatą", None, "k", day("2026-11-01")),)}, ["promise"], "without a term, three weeks ago"),
    ({"promises": (Dated("Atsiųsiu sąmatą", None, "k", day("2026-11-20")),)}, [], "without a term, three days ago"),
    ({"promises": (Dated("Atsiųsiu sąmatą", None, "k", day("2024-11-20")),)}, [], "two years ago: nobody waits for it"),
    ({"services": (Dated("split unit", day("2026-12-10")),)}, ["service"], "due in December"),
    ({"services": (Dated("split unit", day("2026-10-10")),)}, ["service"], "was due in October"),
    ({"services": (Dated("split unit", day("2025-10-10")),)}, [], "due a year ago: done elsewhere, or the table is old"),
    ({"warranties": (Dated("split unit", day("2026-12-10")),)}, ["warranty"], "ends in December"),
    ({"warranties": (Dated("split unit", day("2026-11-10")),)}, [], "has ended"),
    ({"rhythm": OLD}, ["anniversary"], "five years since the first contact, in a week"),
    ({"rhythm": STEADY, "met_since_informal": 4, "informal_on": day("2026-03-01")}, ["informal"], "four meetings for work since the lunch in March"),
    ({"rhythm": STEADY, "met_since_informal": 4, "informal_on": day("2026-09-01")}, [], "a lunch in September"),
    ({"rhythm": STEADY, "met_since_informal": 4, "informal_on": day("2026-09-01"), "informal_gap": 40.0}, ["informal"], "every sixth week, and it is the twelfth"),
    ({"rhythm": STEADY, "met_since_informal": 1, "informal_on": day("2026-03-01")}, [], "hardly met since"),
    ({"rhythm": STEADY, "met_since_informal": 6, "informal_on": None}, ["informal"], "known for half a year and never informally"),
    ({"rhythm": QUIET, "complaints": (Dated("Neveikia!", day("2026-11-10")),)}, ["complaint", "quiet"], "the complaint comes first"),
    ({"rhythm": STEADY, "met_since_informal": 9, "complaints": (Dated("Neveikia!", day("2026-11-10")),)}, ["complaint"], "no lunch while a complaint is open"),
    ({"birthdays": (Dated("Ona", day("2026-12-01")),), "complaints": (Dated("Neveikia!", day("2026-11-10")),)}, ["complaint"], "nor congratulations"),
    ({"rhythm": QUIET, "met_since_informal": 9, "no_contact": "any"}, [], "who wishes no contact is left alone"),
    ({"rhythm": QUIET, "no_contact": "any", "promises": (Dated("x", day("2026-11-24"), "k", day("2026-11-01")),)}, ["promise"], "but what was promised stands"),
    ({"rhythm": STEADY, "met_since_informal": 9, "no_contact": "mail"}, [], "no lunch with whom we must not write to"),
    ({"rhythm": QUIET, "no_contact": "call"}, ["quiet"], "whom we must not call we may write to"),
]  # fmt: skip


@pytest.mark.parametrize(("known", "reasons", "why"), WHY)
def test_reasons_to_meet(known: dict[str, Any], reasons: list[str], why: str) -> None:
    """R7: what weighs most first; the kinds of reason alone, words stand in the catalogue."""
    assert [r.kind for s in suggestions([history(**known)], TODAY) for r in s.reasons] == reasons, why


def test_what_is_owed_comes_before_what_is_pleasant() -> None:
    """The list of an owner: by weight, then by day."""
    waiting = history(page="company/2", promises=(Dated("x", day("2026-11-24"), "k", day("2026-11-01")),))
    angry = history(page="company/3", complaints=(Dated("x", day("2026-11-10")),), rhythm=QUIET)
    birthday = history(page="company/4", birthdays=(Dated("Ona", day("2026-11-28")),))
    earlier = history(page="company/5", birthdays=(Dated("Ona", day("2026-11-25")),))
    found = suggestions([birthday, waiting, earlier, history(), angry], TODAY)
    assert [s.history.page for s in found] == ["company/3", "company/2", "company/5", "company/4"]
    assert [s.when for s in found] == [TODAY, day("2026-11-24"), day("2026-11-25"), day("2026-11-28")]
    assert [s.manner for s in found] == ["working", "working", "informal", "informal"]


@pytest.mark.parametrize(
    ("born", "today", "expected", "reason"),
    [
        ("1980-11-23", "2026-11-23", "2026-11-23", "today"),
        ("1980-11-22", "2026-11-23", "2027-11-22", "yesterday: next year's"),
        ("1980-02-29", "2026-11-23", "2027-02-28", "29 February is kept on the 28th"),
        ("1980-02-29", "2028-02-28", "2028-02-28", "in a leap year, too"),
    ],
)
def test_what_comes_round_each_year(born: str, today: str, expected: str, reason: str) -> None:
    assert next_yearly(day(born), day(today)) == day(expected), reason


@pytest.mark.parametrize(
    ("title", "informal", "reason"),
    [
        ("Lunch with John", True, "en"), ("Quick coffee?", True, "en"), ("Drinks after the fair", True, "en"), ("Golf with Acme", True, "en"), ("Dinner, Ona + Jonas", True, "en"),
        ("Pietūs su Ona", True, "lt"), ("Ona – pietums", True, "lt"), ("Verslo pusryčiai", True, "lt"), ("Kavos su Petru", True, "lt: of the coffee"), ("Kava su Jonu", True, "lt"),
        ("Vakarienė su klientais", True, "lt"), ("Pirtis pas Praną", True, "lt"), ("Neformalus susitikimas", True, "lt"),
        ("Обед с Ольгой", True, "ru"), ("Бизнес-ланч с Север", True, "ru"), ("Кофе с Ольгой", True, "ru"), ("Поужинать с Ивановыми", True, "ru"), ("На шашлыки", True, "ru"),
        ("Coffee machine service", False, "a thing we mend"), ("Lunch room, air conditioning", False, "a room"), ("Drinks fridge offer", False, "a thing for sale"),
        ("Pietų g. 5, montavimas", False, "a street"), ("Kavos aparato remontas", False, "a thing"), ("Pietų salės vėdinimas", False, "a room"), ("Kavinės vėdinimas", False, "a café is a customer"),
        ("Pietryčiai: objektas", False, "a point of the compass"), ("Кофемашина: ремонт", False, "a thing"), ("Обеденный зал", False, "a room"), ("Кофейня на Невском", False, "a customer"),
        ("Visit", False, "work"), ("", False, "no title"),
    ],
)  # fmt: skip
def test_informal_meetings_are_told_by_their_titles(title: str, informal: bool, reason: str) -> None:
    assert is_informal(title) is informal, reason


@pytest.mark.parametrize("seed", range(4))
def test_a_rhythm_that_is_passed_over_is_no_reason_to_meet(seed: int) -> None:
    """The quick look never leaves out what the whole one would find, on 29 February neither."""
    rng = random.Random(seed)
    passed = 0
    for _ in range(500):
        today = dt.date(2026, 1, 1) + dt.timedelta(days=rng.randrange(1100))
        first = rng.choice((dt.date(2024, 2, 29), today - dt.timedelta(days=rng.randrange(2500))))
        last = max(first, today - dt.timedelta(days=rng.randrange(500)))
        quiet = rng.choice((None, last + dt.timedelta(days=rng.randrange(1, 300))))
        met, informal = rng.randrange(8), rng.choice((None, max(first, last - dt.timedelta(days=rng.randrange(400)))))
        history = History(page="", name="", owner="", rhythm=Rhythm(first, last, 9, 20.0, quiet), met_since_informal=met, informal_on=informal)
        if not may_stir(first.isoformat(), quiet.isoformat() if quiet else None, met, today.isoformat(), coming(today)):
            passed += 1
            assert not suggestions([history], today)
    assert passed > 50
