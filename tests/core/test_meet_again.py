"""Who is suggested, how many of them, and in which words."""

from __future__ import annotations

import datetime as dt

import pytest

from syncd.core import keys
from syncd.core.meet_again import PURPOSE, chosen, entry, subject_of
from syncd.core.model import Language, WorkingCalendar
from syncd.core.relations.rhythm import History, Reason, ReasonKind, Suggestion

TODAY = dt.date(2026, 11, 16)
NOW = dt.datetime(2026, 11, 16, 12, 0, tzinfo=dt.UTC)


def suggestion(kind: ReasonKind = "quiet", page: str = "customer/1", next_on: dt.date | None = None) -> Suggestion:
    """Somebody with one reason."""
    reason = Reason(kind, dt.date(2026, 11, 27), "UAB Baltas", n=5)
    return Suggestion(History(page=page, name="Ona Kazlauskienė", owner="rasa@klimatas.example", next_on=next_on), TODAY, (reason,), 50, "working")


def uid(weeks: int) -> str:
    return keys.reminder_uid(subject_of("customer/1", TODAY - dt.timedelta(weeks=weeks)), PURPOSE)


CASES = [
    (suggestion(), 0, (), 1, "gone quiet"),
    (suggestion(), 2, (), 0, "two were told this week"),
    (suggestion("promise"), 0, (), 0, "a promise has reminders of its own"),
    (suggestion("complaint"), 0, (), 0, "a complaint, too"),
    (suggestion(next_on=dt.date(2026, 11, 30)), 0, (), 0, "a meeting is planned"),
    (suggestion(), 0, (uid(0),), 0, "told this week"),
    (suggestion(), 0, (uid(3),), 0, "told three weeks ago"),
    (suggestion(), 0, (uid(4),), 1, "told four weeks ago"),
]


@pytest.mark.parametrize(("one", "this_week", "known", "count", "reason"), CASES, ids=[c[4] for c in CASES])
def test_few_are_suggested(one: Suggestion, this_week: int, known: tuple[str, ...], count: int, reason: str) -> None:
    """R7: at most two a week, nobody twice in four weeks."""
    assert len(chosen([one], this_week, known, TODAY)) == count, reason


WORDS = [
    ("en", "quiet", "Meet Ona Kazlauskienė?", "No contact since 27 November 2026, longer than is usual with them."),
    ("en", "birthday", "Meet Ona Kazlauskienė?", "Birthday on 27 November 2026: UAB Baltas."),
    ("ru", "warranty", "Встретиться? Ona Kazlauskienė", "Гарантия заканчивается 27 ноября 2026 г.: UAB Baltas."),
    ("ru", "service", "Встретиться? Ona Kazlauskienė", "Срок обслуживания – 27 ноября 2026 г.: UAB Baltas."),
    ("lt", "informal", "Gal susitikti? Ona Kazlauskienė", "Seniai nesusitikta neformaliai."),
    ("lt", "anniversary", "Gal susitikti? Ona Kazlauskienė", "Metų nuo pirmojo kontakto: 5, 2026 m. lapkričio 27 d."),
]


@pytest.mark.parametrize(("language", "kind", "title", "text"), WORDS, ids=[f"{w[0]} {w[1]}" for w in WORDS])
def test_the_entry_says_whom_and_why(language: Language, kind: ReasonKind, title: str, text: str) -> None:
    """In the owner's language, with the link to the customer's page, at a moment people work."""
    w = entry(suggestion(kind), "rasa@klimatas.example", "Europe/Vilnius", language, WorkingCalendar(), "http://pages.example/", NOW, TODAY)
    assert (w.reminder.title, w.reminder.text, w.reminder.url) == (title, text, "http://pages.example/customer/1")
    assert w.reminder.start.isoformat() == "2026-11-16T14:15:00+02:00"
