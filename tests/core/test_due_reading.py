"""Due terms: what surrounds the phrases: offsets, languages, zones, holidays, the clock, and hostile text."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import zoneinfo
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syncd.core import due
from syncd.core.model import Language, WorkingCalendar
from tests.timing import least

VILNIUS = zoneinfo.ZoneInfo("Europe/Vilnius")
SAID = dt.datetime(2026, 11, 18, 10, 30, tzinfo=VILNIUS)  # a Wednesday
WEEK = WorkingCalendar()


def to(text: str, language: Language = "en", said: dt.datetime = SAID, calendar: WorkingCalendar = WEEK) -> str | None:
    found = due.find_due(text, said, language, calendar)
    return found.to if found else None


def test_every_term_comes_in_order_with_its_place_in_the_text() -> None:
    """`find_dues` gives all terms; text[start:end] is the words they were read from."""
    text = "I'll call you tomorrow at 15:00, send the offer by Friday and come on 5 December."
    found = due.find_dues(text, SAID, "en", WEEK)
    assert [f.text for f in found] == ["tomorrow at 15:00", "by Friday", "on 5 December"]
    assert all(text[f.start : f.end] == f.text for f in found)


def test_offsets_hold_behind_letters_that_grow_in_lower_case() -> None:
    """İ becomes two characters in lower case; the offsets stay those of the text."""
    text = "İİİ sends it tomorrow"
    (found,) = due.find_dues(text, SAID, "en", WEEK)
    assert text[found.start : found.end] == "tomorrow"


@pytest.mark.parametrize(
    ("text", "expected", "reason"),
    [
        ("I will send it by Friday", "2026-11-20", "English"),
        ("Пришлю до пятницы", "2026-11-20", "Cyrillic"),
        ("Atsiųsiu iki penktadienio", "2026-11-20", "Lithuanian"),
        ("atsiusiu iki penktadienio", "2026-11-20", "Lithuanian without diacritics"),
        ("prishlyu do pyatnicy", "2026-11-20", "Russian in Latin letters"),
    ],
)
def test_an_unknown_language_is_told_by_script_and_words(text: str, expected: str, reason: str) -> None:
    """Language '' tries all three."""
    assert to(text, "") == expected, reason


def test_working_days_skip_public_holidays() -> None:
    """A holiday of the company's calendar is no working day."""
    calendar = WorkingCalendar(holidays=frozenset({dt.date(2026, 11, 19)}))
    assert to("I'll send it in two working days", calendar=calendar) == "2026-11-23"


CHRISTMAS = WorkingCalendar(holidays=frozenset({dt.date(2026, 11, 2), dt.date(2026, 12, 24), dt.date(2026, 12, 25), dt.date(2026, 12, 26)}))


@pytest.mark.parametrize(
    ("text", "language", "said", "with_holidays", "without"),
    [
        ("Atsiųsiu per 2 darbo dienas", "lt", "2026-12-23T10:00", "2026-12-29", "2026-12-25"),
        ("Atsiųsiu kitą darbo dieną", "lt", "2026-12-23T10:00", "2026-12-28", "2026-12-24"),
        ("Пришлю через 3 рабочих дня", "ru", "2026-12-23T10:00", "2026-12-30", "2026-12-28"),
        ("You'll have it in 4 working hours", "en", "2026-12-23T15:00", "2026-12-28T10:00", "2026-12-24T10:00"),
        ("We pay on the first working day of November", "en", "2026-10-23T15:00", "2026-11-03", "2026-11-02"),
        ("I'll send it in three days", "en", "2026-12-23T10:00", "2026-12-26", "2026-12-26"),
    ],
)
def test_public_holidays_move_what_is_counted_in_working_time(text: str, language: Language, said: str, with_holidays: str, without: str) -> None:
    """Working days and hours step over the holidays of the company's country; days do not."""
    at = dt.datetime.fromisoformat(said).replace(tzinfo=VILNIUS)
    assert to(text, language, at, CHRISTMAS) == with_holidays
    assert to(text, language, at) == without


@pytest.mark.parametrize(
    ("text", "language", "expected", "reason"),
    [
        ("I'll send it on Wendesday", "en", "2026-11-18", "two letters changed places"),
        ("Пришлю в четвег", "ru", "2026-11-19", "a letter left out"),
        ("Atsiųsiu ketvirtadeni", "lt", "2026-11-19", "a letter and the marks left out"),
        ("Поддержим до понеделника", "ru", "2026-11-23", "without the soft sign, as it comes back from Latin letters"),
        ("Пришлю в ету субботу", "ru", "2026-11-21", "э is e in Latin letters"),
        ("Поймаем птицу", "ru", None, "a bird is no Friday"),
        ("Frida will send it", "en", None, "a name is no Friday"),
    ],
)
def test_a_slip_of_the_pen_is_read(text: str, language: Language, expected: str | None, reason: str) -> None:
    """A weekday with one slip in it is that weekday, where it can be no other word."""
    assert to(text, language) == expected, reason


@pytest.mark.parametrize(
    ("text", "language"),
    [("I'll do it the fifth Friday half quarter past", "en"), ("I'll send it Friday weekend", "en"), ("Atsiųsiu rytoj ketvirčio savaitės", "lt")],
)
def test_half_of_a_term_is_none(text: str, language: Language) -> None:
    """Where words of time stand beside a term and belong to no rule, the term was not understood."""
    assert to(text, language) is None


def test_the_monday_after_follows_the_day_spoken_of() -> None:
    """"On the Monday after" counts from the term before it, or from the day the caller knows of."""
    (_, second) = due.find_dues("We deliver on Friday and collect on the Monday after.", SAID, "en", WEEK)
    assert second.to == "2026-11-23"
    assert due.find_due("We collect on the Monday after.", SAID, "en", WEEK) is None


def test_a_calendar_without_working_days_does_not_hang() -> None:
    """Where nobody ever works, working days are days."""
    assert to("I'll send it in two working days", calendar=WorkingCalendar(hours=(None,) * 7)) == "2026-11-20"


@pytest.mark.parametrize(
    ("zone", "expected", "reason"),
    [("Europe/Vilnius", "2026-12-11", "the day first"), ("America/Chicago", "2027-11-12", "the month first; it has passed this year")],
)
def test_slashes_are_read_in_the_order_of_the_place(zone: str, expected: str, reason: str) -> None:
    """11/12 is 11 December in Europe and 12 November in America."""
    said = dt.datetime(2026, 11, 28, 10, 30, tzinfo=zoneinfo.ZoneInfo(zone))
    assert to("I'll ship it on 11/12/2027" if zone.startswith("America") else "I'll ship it on 11/12", said=said) == expected, reason


def test_hours_are_counted_over_the_end_of_summer_time() -> None:
    """Two hours after 02:30 summer time it is 03:30 where the clock was put back at four."""
    said = dt.datetime(2026, 10, 25, 2, 30, tzinfo=VILNIUS)
    assert to("I'll ring you in two hours", said=said) == "2026-10-25T03:30"


def test_the_same_day_is_that_of_the_term_before() -> None:
    """It points to an earlier term of the text, or to the day the caller knows of; alone it is nothing."""
    first, second = due.find_dues("The deposit clears on Friday and we ship the same day", SAID, "en", WEEK)
    assert first.to == second.to == "2026-11-20"
    assert due.find_due("We ship the same day", SAID, "en", WEEK) is None
    pointed = due.find_due("We ship the same day", SAID, "en", WEEK, earlier=dt.date(2026, 11, 24))
    assert pointed is not None and pointed.to == "2026-11-24"


def test_the_saturday_is_the_one_after_the_day_spoken_of() -> None:
    """"On the Saturday" behind the fourth of December is the fifth; without a day before it, and without the article, the coming one."""
    told = dt.date(2026, 12, 4)
    assert (found := due.find_due("We fit it on the Saturday.", SAID, "en", WEEK, earlier=told)) and found.to == "2026-12-05"
    assert (found := due.find_due("We fit it on Saturday.", SAID, "en", WEEK, earlier=told)) and found.to == "2026-11-21"
    assert to("We fit it on the Saturday.") == "2026-11-21"


def test_the_zone_named_beside_a_clock_counts() -> None:
    """9 am in London is 11:00 in Vilnius; an abbreviation with two meanings gives none."""
    assert to("I'll call you on Friday at 9 am GMT") == "2026-11-20T11:00"
    assert to("I'll call you on Friday at 9 am IST") is None


def test_a_sentence_broken_over_lines_is_one() -> None:
    """Mail is wrapped at some 72 characters; a term may stand over the break."""
    assert to("We will send it within the\nnext two weeks") == "2026-12-02"


def test_an_event_is_named_and_has_no_window() -> None:
    """After your payment: kind event, no dates."""
    found = due.find_due("We will ship after your payment, as agreed", SAID, "en", WEEK)
    assert found is not None
    assert (found.kind, found.from_, found.to, found.text) == ("event", None, None, "after your payment")


@pytest.mark.parametrize(
    "text",
    ["tomorrow " * 6000, "1" * 50_000, "1-" * 25_000, "1." * 25_000, "a." * 25_000, "next week of the " * 3000, "8 612 " * 8000,
     "3 " * 25_000, "po 3 " * 10_000, "d. d " * 10_000, "\n" * 50_000, "twenty " * 7000, "'a" * 25_000, "до 5 " * 10_000],
    ids=lambda text: text[:8].strip(),
)  # fmt: skip
def test_hostile_text_takes_no_time_T26(text: str) -> None:
    """T26: 50 kB of adversarial text is read within 50 ms of processor time in any language."""
    for language in ("en", "ru", "lt"):
        due.find_due("warm up tomorrow 1", SAID, language, WEEK)
        assert least(partial(due.find_due, text, SAID, language, WEEK), 0.05) < 0.05


WORDS = st.sampled_from(
    "by on at in within after from next this last end of the 3 15 31 12:30 05.12 2026 31.02 1,5 99 Friday week month day morning pm half "
    "quarter до в через после с следующий конца 5-го пятницы недели часа утра без iki po per kitą pabaigos 25 d. val. savaitės gruodžio "
    "penktadienio ne , . - / € working рабочих darbo first второй pirmą January мая q1 IV".split()
)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS, max_size=10), st.sampled_from(["en", "ru", "lt", ""]), st.integers(0, 1_000_000))
def test_no_heap_of_words_raises(words: list[str], language: Language, hours: int) -> None:
    """Whatever stands beside what: a value, windows that run forward, offsets within the text."""
    text, said = " ".join(words), dt.datetime(1990, 1, 1, tzinfo=dt.UTC) + dt.timedelta(hours=hours)
    for found in due.find_dues(text, said, language, WEEK):
        assert text[found.start : found.end] == found.text
        assert (found.from_ is None) == (found.to is None)
        assert found.from_ is None or found.to is None or found.from_[:10] <= found.to[:10]
    due.find_due(text, said, language, WEEK)


@pytest.mark.slow
def test_no_date_library_is_loaded() -> None:
    """Our own grammar covers absolute dates too: dateparser, which is slow to load, stays out."""
    code = "import sys, syncd.core.due; sys.exit('dateparser' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("year", [1, 102, 9999])
def test_a_year_out_of_reach_gives_no_term(year: int) -> None:
    """Broken mails say the year 102; no arithmetic runs off the calendar."""
    assert due.find_dues("I'll send it last thing on Friday in two weeks", dt.datetime(year, 1, 1, tzinfo=dt.UTC), "en", WEEK) == ()
