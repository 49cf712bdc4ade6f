"""The rules of the relation as pure functions: what is a case, since when, and when it is mended (R1)."""

from __future__ import annotations

import bisect
import datetime as dt
from decimal import Decimal

import pytest

from syncd.core.model import Company, Staff, WorkingCalendar
from syncd.core.relations.answer import unanswered
from syncd.core.relations.clock import Terms
from syncd.core.relations.collisions import Offered
from syncd.core.relations.complaint import unanswered as unsorry
from syncd.core.relations.model import Asked, Business, Case, Complained, Customer, Later, OffersTo, Promised, Rule, Within
from syncd.core.relations.quiet import silences
from syncd.core.relations.second_offer import second_offers
from syncd.core.relations.standard import hasty
from syncd.core.worktime import at_wall

RASA, JONAS = "rasa@klimatas.example", "jonas@klimatas.example"
COMPANY = Company(timezone="Europe/Vilnius", staff=(Staff(address=RASA, deputy=JONAS), Staff(address=JONAS)))
AWAY = {RASA: frozenset({dt.date(2026, 11, 17), dt.date(2026, 11, 18)}), JONAS: frozenset({dt.date(2026, 11, 18)})}
TERMS = Terms(COMPANY, WorkingCalendar())
HOURS8 = Rule(name="answer", check="answer", within=Within(seconds=8 * 3600, working=True))


def at(wall: str) -> dt.datetime:
    """The instant of a wall time in Vilnius."""
    return at_wall(wall, "Europe/Vilnius").astimezone(dt.UTC)


def told(cases: list[Case]) -> list[tuple[str, str]]:
    """Since when and until when, on the clocks of Vilnius."""
    zone = at_wall("2026-11-16T00:00", "Europe/Vilnius").tzinfo
    return [(f"{c.since.astimezone(zone):%d %H:%M}", f"{c.closed_at.astimezone(zone):%d %H:%M}" if c.closed_at else "") for c in cases]


def later(wall: str, kind: str = "message", **values: object) -> Later:
    """Something after the question, ours unless it is said otherwise."""
    return Later(**{"kind": kind, "at": at(wall), "direction": "out", "class_": "personal", **values})  # type: ignore[arg-type]


ANSWERS = [
    # what came after a question of Monday 16th, 11:00; the cases, reason
    ((), [("17 10:00", "")], "nothing came"),
    ((later("2026-11-17T09:59"),), [], "answered a minute before the term is over"),
    ((later("2026-11-17T15:00"),), [("17 10:00", "17 15:00")], "answered late"),
    ((later("2026-11-16T12:00", class_="auto"),), [("17 10:00", "")], "a machine of ours is no answer"),
    ((later("2026-11-16T12:00", direction="internal"),), [("17 10:00", "")], "passed on inside"),
    ((later("2026-11-16T12:00", "call", outcome="answered"),), [], "talked over on the telephone"),
    ((later("2026-11-16T12:00", "call", outcome="missed"),), [("17 10:00", "")], "nobody took the call"),
    ((later("2026-11-17T09:00", "meeting"),), [], "talked over at a table"),
    ((later("2026-11-16T12:00", direction="in", of_asker=True, text="Never mind, found it.", language="en"),), [], "taken back"),
    ((later("2026-11-16T12:00", direction="in", of_asker=True, text="Any news?", language="en"), later("2026-11-18T12:00")), [("17 10:00", "18 12:00")], "asked twice"),
]  # fmt: skip


@pytest.mark.parametrize(("laters", "expected", "reason"), ANSWERS, ids=[row[2] for row in ANSWERS])
def test_a_question_is_answered_within_eight_working_hours(laters: tuple[Later, ...], expected: list[tuple[str, str]], reason: str) -> None:
    """By mail, telephone or at a table, or it is taken back."""
    question = Asked(key="q", address="ona@baltas.example", staff=JONAS, at=at("2026-11-16T11:00"), quote="Kada?", laters=laters)
    assert told(list(unanswered(question, HOURS8, TERMS))) == expected, reason


def test_days_of_absence_do_not_count_unless_the_deputy_is_there() -> None:
    """Rasa is away on Tuesday and Wednesday; Jonas, who stands in, on Wednesday alone (P7)."""
    terms = Terms(COMPANY, WorkingCalendar(), lambda who: AWAY.get(who, frozenset()))
    question = Asked(key="q", address="ona@baltas.example", staff=RASA, at=at("2026-11-16T11:00"), quote="Kada?")
    assert told(list(unanswered(question, HOURS8, terms))) == [("17 10:00", "")]
    late = Asked(key="q", address="ona@baltas.example", staff=RASA, at=at("2026-11-17T17:00"), quote="Kada?")
    assert told(list(unanswered(late, HOURS8, terms))) == [("19 16:00", "")]
    alone = Terms(Company(timezone="Europe/Vilnius", staff=(Staff(address=RASA),)), WorkingCalendar(), lambda who: AWAY.get(who, frozenset()))
    assert told(list(unanswered(question, HOURS8, alone))) == [("19 10:00", "")]


def test_half_a_day_of_absence_counts_half() -> None:
    """On Tuesday from 13:00 on one is away, and whoever else is there or not."""
    afternoon, hour = ("2026-11-17T11:00:00Z", "2026-11-17T16:00:00Z"), ("2026-11-17T12:00:00Z", "2026-11-17T13:00:00Z")
    question = Asked(key="q", address="ona@baltas.example", staff=RASA, at=at("2026-11-16T17:00"), quote="Kada?")
    for days, parts, over, why in (
        ({}, {RASA: (afternoon,)}, "17 16:00", "the deputy is there"),
        ({}, {RASA: (afternoon,), JONAS: (hour,)}, "17 17:00", "neither is there for an hour"),
        ({JONAS: frozenset({dt.date(2026, 11, 17)})}, {RASA: (afternoon,)}, "18 12:00", "the deputy is away all day"),
        ({RASA: frozenset({dt.date(2026, 11, 17)})}, {JONAS: (afternoon,)}, "18 12:00", "and the other way round"),
    ):  # fmt: skip
        terms = Terms(COMPANY, WorkingCalendar(), lambda who, days=days: days.get(who, frozenset()), lambda who, parts=parts: parts.get(who, ()))  # type: ignore[misc]
        assert told(list(unanswered(question, HOURS8, terms))) == [(over, "")], why


WITHINS = [
    (Within(seconds=3600), "2026-11-20T17:30", "20 18:30", "by the clock"), (Within(seconds=3600, working=True), "2026-11-20T17:30", "23 09:30", "in working time"),
    (Within(working_days=2), "2026-11-20T10:00", "24 10:00", "in working days"), (Within(working_days=1), "2026-11-21T10:00", "24 09:00", "in working days, from a Saturday"),
]  # fmt: skip


@pytest.mark.parametrize(("within", "begin", "until", "reason"), WITHINS, ids=[row[3] for row in WITHINS])
def test_a_threshold_is_time_by_the_clock_working_time_or_working_days(within: Within, begin: str, until: str, reason: str) -> None:
    """Each has its own end."""
    question = Asked(key="q", address="a@b.example", staff="", at=at(begin), quote="?")
    assert told(list(unanswered(question, Rule(name="answer", check="answer", within=within), TERMS))) == [(until, "")], reason


COMPLAINTS = [
    ({}, [("16 15:00", "")], "nobody answered"),
    ({"answered_at": "2026-11-16T12:00", "apologised_at": "2026-11-16T12:00"}, [], "answered in time, with an apology"),
    ({"answered_at": "2026-11-16T12:00"}, [("16 15:00", "")], "answered in time, nobody said sorry"),
    ({"answered_at": "2026-11-16T12:00", "apologised_at": "2026-11-18T10:00"}, [("16 15:00", "18 10:00")], "the apology came late"),
    ({"answered_at": "2026-11-16T12:00", "called": True}, [], "called in time: what was said is not known"),
    ({"settled_at": "2026-11-17T10:00"}, [("16 15:00", "17 10:00")], "the customer says that it is well"),
]  # fmt: skip


@pytest.mark.parametrize(("steps", "expected", "reason"), COMPLAINTS, ids=[row[2] for row in COMPLAINTS])
def test_a_complaint_is_answered_within_four_hours_and_with_an_apology(steps: dict[str, object], expected: list[tuple[str, str]], reason: str) -> None:
    """Both are asked for."""
    values = {name: at(v) if isinstance(v, str) else v for name, v in steps.items()}
    complaint = Complained(key="c", address="ona@baltas.example", staff=RASA, at=at("2026-11-16T11:00"), quote="Vėl neveikia.", **values)  # type: ignore[arg-type]
    assert told(list(unsorry(complaint, Rule(name="complaint", check="complaint", within=Within(seconds=4 * 3600, working=True)), TERMS))) == expected, reason


class Days:
    """Contacts on some days, each a message but for those of `meetings`."""

    def __init__(self, days: tuple[str, ...], meetings: tuple[str, ...] = ()) -> None:
        self._at = sorted(at(f"{d}T10:00") for d in days)
        self._meetings = {at(f"{d}T10:00") for d in meetings}

    def last(self, until: dt.datetime) -> dt.datetime | None:
        n = bisect.bisect_right(self._at, until)
        return self._at[n - 1] if n else None

    def first(self, after: dt.datetime) -> tuple[dt.datetime, str] | None:
        n = bisect.bisect_right(self._at, after)
        return (self._at[n], "meeting" if self._at[n] in self._meetings else "message") if n < len(self._at) else None


QUIET = [
    # days of contact, meetings among them, what is open from when to when, cases (day they begin and end), reason
    (("2026-01-10",), (), [("2026-01-10", None)], [("2026-04-10", "")], "one offer, and no word since"),
    (("2026-01-10", "2026-04-09"), (), [("2026-01-10", "2026-05-01")], [], "a word on the last day"),
    (("2026-01-10", "2026-05-20"), (), [("2026-01-10", "2026-06-01")], [("2026-04-10", "2026-05-20")], "mended by the next word"),
    (("2026-01-10",), (), [("2026-01-10", "2026-03-01")], [], "nothing was open any more"),
    (("2026-01-10",), (), [("2026-01-10", "2026-05-01")], [("2026-04-10", "2026-05-01")], "ended with the business"),
    (("2026-01-10", "2026-05-20"), ("2026-05-20",), [("2026-01-10", "2026-05-21")], [], "they had arranged to meet"),
    (("2026-01-10", "2026-05-20", "2026-09-30"), (), [("2026-01-10", "2026-10-01")], [("2026-04-10", "2026-05-20"), ("2026-08-18", "2026-09-30")], "silent twice"),
    (("2026-01-10",), (), [("2026-03-20", None)], [("2026-06-18", "")], "an invoice in the silence: it counts from then"),
    (("2026-01-10",), (), [], [], "nothing was ever open"),
]  # fmt: skip


@pytest.mark.parametrize(("days", "meetings", "opened", "expected", "reason"), QUIET, ids=[row[4] for row in QUIET])
def test_no_customer_with_open_business_is_left_without_a_word(days: tuple[str, ...], meetings: tuple[str, ...], opened: list[tuple[str, str | None]],
                                                               expected: list[tuple[str, str]], reason: str) -> None:  # fmt: skip
    """For ninety days; each silence is a case of its own."""
    business = [Business(since=at(f"{a}T10:00"), until=at(f"{b}T10:00") if b else None, quote="Siūlome už 900 Eur.") for a, b in opened]
    customer = Customer(customer="baltas.example", staff=RASA, business=business, contacts=Days(days, meetings))
    found = list(silences(customer, Rule(name="quiet", check="quiet", within=Within(seconds=90 * 86_400)), TERMS))
    assert [(f"{c.since:%Y-%m-%d}", f"{c.closed_at:%Y-%m-%d}" if c.closed_at else "") for c in found] == expected, reason


@pytest.mark.slow
def test_a_second_offer_is_a_case_of_who_made_it_until_one_of_the_two_is_taken() -> None:
    """It names both offers, and why they are alike."""
    first, second = (
        Offered(key=key, at=at(when), staff=who, address="ona@baltas.example", customer="baltas.example", product="šilumos siurblys", amounts=((Decimal(sum_), "EUR"),), discount="", quote=f"siūlome už {sum_} Eur", state="offered")
        for key, when, who, sum_ in (("a", "2026-11-02T10:00", RASA, "4000"), ("b", "2026-11-09T10:00", JONAS, "3900"))
    )  # fmt: skip
    rule = Rule(name="second-offer", check="second-offer", within=Within(seconds=14 * 86_400))
    [case] = second_offers(OffersTo(offers=[first, second], closed={"a": at("2026-11-20T10:00")}), rule, TERMS)
    assert (case.case_id, case.staff, case.since, case.closed_at) == ("b|a", JONAS, second.at, at("2026-11-20T10:00")) and case.why
    assert list(second_offers(OffersTo(offers=[first, second]), Rule(name="x", check="second-offer", within=Within(seconds=6 * 86_400)), TERMS)) == []


@pytest.mark.parametrize(("due", "kind", "count"), [("2026-11-19", "explicit", 1), ("2026-11-30", "explicit", 0), ("2026-11-19", "vague", 0)])
def test_a_term_under_the_standard_is_a_case_from_the_moment_it_is_promised(due: str, kind: str, count: int) -> None:
    """Mended once it is kept; a vague term promises nothing so exactly."""
    promised = Promised(key="p", address="ona@baltas.example", staff=RASA, at=at("2026-11-16T11:00"), quote="iki ketvirtadienio", kind="promise", due_kind=kind, due_to=due, usual_to="2026-11-30",
                        usual="10 working days", mended_at=at("2026-11-18T10:00"))  # fmt: skip
    assert told(list(hasty(promised, Rule(name="standard", check="standard"), TERMS))) == [("16 11:00", "18 10:00")] * count
