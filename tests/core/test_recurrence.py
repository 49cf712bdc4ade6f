"""When meetings take place."""

# ruff: noqa: DTZ001 - wall times are naive on purpose

from __future__ import annotations

import datetime as dt
import itertools
import zoneinfo
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syncd.core.ical import read_calendar
from syncd.core.model import Meeting, MeetingTime, Occurrence, Problem
from syncd.core.recurrence import occurrences
from tests.timing import least

OWNER = "Europe/Vilnius"
DATA = Path(__file__).parents[1] / "data" / "ics"
YEAR = (dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2027, 1, 1, tzinfo=dt.UTC))


def event(*lines: str, uid: str = "u") -> str:
    return "\r\n".join(("BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT", ""))


def meetings(*events: str) -> tuple[Meeting, ...]:
    return read_calendar("\r\n".join(("BEGIN:VCALENDAR", *events, "END:VCALENDAR", "")).encode(), OWNER).meetings


def expand(*events: str, window: tuple[dt.datetime, dt.datetime] = YEAR) -> tuple[tuple[Occurrence, ...], tuple[Problem, ...]]:
    return occurrences(meetings(*events), *window, OWNER)


def starts(*events: str) -> list[str]:
    return [f"{o.start:%m-%d %H:%M}" for o in expand(*events)[0]]


def series(rule: str, *more: str, start: str = "20260304T100000", length: str = "PT1H") -> str:
    return event(f"DTSTART;TZID=Europe/Vilnius:{start}", f"DURATION:{length}", f"RRULE:{rule}", "SUMMARY:Weekly", *more)


WEEKLY = series("FREQ=WEEKLY;COUNT=4", "SEQUENCE:1", "DTSTAMP:20260101T000000Z")
MOVED = event(
    "RECURRENCE-ID;TZID=Europe/Vilnius:20260311T100000",
    "DTSTART;TZID=Europe/Vilnius:20260312T150000",
    "DURATION:PT30M",
    "SUMMARY:Moved",
    "SEQUENCE:2",
    "DTSTAMP:20260102T000000Z",
)


def test_an_exception_may_come_before_its_master() -> None:
    """F63: the order of arrival does not matter."""
    found = {expand(*order) for order in itertools.permutations((WEEKLY, MOVED))}
    ((result, problems),) = found

    assert [(o.recurrence_id, f"{o.start:%m-%d %H:%M}", o.title) for o in result] == [
        ("2026-03-04T10:00:00", "03-04 08:00", "Weekly"),
        ("2026-03-11T10:00:00", "03-12 13:00", "Moved"),
        ("2026-03-18T10:00:00", "03-18 08:00", "Weekly"),
        ("2026-03-25T10:00:00", "03-25 08:00", "Weekly"),
    ]
    assert problems == ()


def test_an_exception_without_its_master_stands_for_itself() -> None:
    """F63: what is known so far is shown."""
    assert [(o.recurrence_id, o.title) for o in expand(MOVED)[0]] == [("2026-03-11T10:00:00", "Moved")]


def test_an_exception_may_speak_in_another_zone_than_its_master() -> None:
    """F63: an update mailed from New York names the place in New York's time; it is the same occurrence."""
    away = event("RECURRENCE-ID;TZID=America/New_York:20260311T040000", "DTSTART;TZID=America/New_York:20260311T090000", "DURATION:PT1H")
    master, change = meetings(WEEKLY), meetings(away)

    assert [f"{o.start:%m-%d %H:%M}" for o in occurrences((*change, *master), *YEAR, OWNER)[0]] == [
        "03-04 08:00",
        "03-11 13:00",
        "03-18 08:00",
        "03-25 08:00",
    ]


NEWEST = [  # (sequence, stamp) of the change to 15:00 and of the change to 17:00, the hour that wins, reason
    ((2, "02"), (3, "01"), 17, "F66 the higher sequence"),
    ((3, "01"), (2, "02"), 15, "F66 the higher sequence, though older"),
    ((2, "01"), (2, "02"), 17, "F66 equal sequences: the later stamp"),
    ((2, "02"), (2, "01"), 15, "F66 equal sequences: the later stamp, first"),
]


@pytest.mark.parametrize(("first", "second", "hour", "reason"), NEWEST, ids=[n[-1] for n in NEWEST])
def test_the_newest_change_wins(first: tuple[int, str], second: tuple[int, str], hour: int, reason: str) -> None:
    """By (SEQUENCE, DTSTAMP), whichever comes first."""
    changes = [
        event(
            "RECURRENCE-ID;TZID=Europe/Vilnius:20260311T100000",
            f"DTSTART;TZID=Europe/Vilnius:20260311T{at}0000",
            "DURATION:PT1H",
            f"SEQUENCE:{sequence}",
            f"DTSTAMP:202601{day}T000000Z",
        )
        for (sequence, day), at in ((first, 15), (second, 17))
    ]
    for order in itertools.permutations((WEEKLY, *changes)):
        assert starts(*order)[1] == f"03-11 {hour - 2}:00", reason


def test_an_answer_never_overtakes_the_meeting() -> None:
    """A REPLY carries the sequence of the invitation and a later stamp; the meeting stays as invited."""
    invited = read_calendar(("BEGIN:VCALENDAR\nMETHOD:REQUEST\n" + WEEKLY + "END:VCALENDAR\n").encode(), OWNER).meetings
    answer = event("DTSTART:20260601T080000Z", "SEQUENCE:1", "DTSTAMP:20260110T000000Z")
    replied = read_calendar(("BEGIN:VCALENDAR\nMETHOD:REPLY\n" + answer + "END:VCALENDAR\n").encode(), OWNER).meetings

    assert len(occurrences((*invited, *replied), *YEAR, OWNER)[0]) == 4


def test_this_and_future_moves_what_follows() -> None:
    """F64: the later occurrences are moved as far, with the new words and length."""
    found, _ = occurrences(read_calendar((DATA / "moved_this_and_future.ics").read_bytes(), OWNER).meetings, *YEAR, OWNER)

    assert [(f"{o.start:%m-%d %H:%M}", o.end - o.start, o.title) for o in found] == [
        ("03-04 08:00", dt.timedelta(hours=1), "Wednesdays"),
        ("03-11 08:00", dt.timedelta(hours=1), "Wednesdays"),
        ("03-19 12:00", dt.timedelta(minutes=30), "Now on Thursdays"),
        ("03-26 12:00", dt.timedelta(minutes=30), "Now on Thursdays"),
    ]


def test_a_cancelled_occurrence_leaves_the_series_standing() -> None:
    """F65: it carries its status, the others are confirmed."""
    found, _ = occurrences(read_calendar((DATA / "cancelled_instance.ics").read_bytes(), OWNER).meetings, *YEAR, OWNER)

    assert [(f"{o.start:%m-%d}", o.status) for o in found] == [("03-04", "confirmed"), ("03-11", "cancelled"), ("03-18", "confirmed")]


def test_cancelling_the_series_cancels_what_was_changed_in_it() -> None:
    """A changed occurrence does not outlive its series."""
    assert {o.status for o in expand(series("FREQ=WEEKLY;COUNT=4", "SEQUENCE:7", "STATUS:CANCELLED"), MOVED)[0]} == {"cancelled"}


OVERTAKEN = [  # a line of the master, its sequence, what is left, reason
    ("EXDATE;TZID=Europe/Vilnius:20260311T100000", 3, ["03-04 08:00", "03-18 08:00", "03-25 08:00"], "F65 deleted after it was changed"),
    ("EXDATE:20260311T080000Z", 3, ["03-04 08:00", "03-18 08:00", "03-25 08:00"], "F65 the same in UTC"),
    ("EXDATE;VALUE=DATE:20260311", 3, ["03-04 08:00", "03-18 08:00", "03-25 08:00"], "F65 the same by the day"),
    ("EXDATE;TZID=Europe/Vilnius:20260311T100000", 1, ["03-04 08:00", "03-12 13:00", "03-18 08:00", "03-25 08:00"], "the change is newer"),
]


@pytest.mark.parametrize(("line", "sequence", "left", "reason"), OVERTAKEN, ids=[o[-1] for o in OVERTAKEN])
def test_a_newer_master_takes_a_change_back(line: str, sequence: int, left: list[str], reason: str) -> None:
    """An occurrence that was changed and then deleted is gone."""
    master = series("FREQ=WEEKLY;COUNT=4", f"SEQUENCE:{sequence}", "DTSTAMP:20260101T000000Z", line)

    assert starts(master, MOVED) == left, reason


def test_a_change_outside_of_a_shortened_series_is_gone() -> None:
    """A newer master that ends before the changed occurrence has done away with it."""
    master = series("FREQ=WEEKLY;UNTIL=20260305T000000Z", "SEQUENCE:5")

    assert starts(master, MOVED) == ["03-04 08:00"]


RULES = [  # rule, more lines, starts in UTC, reason
    ("FREQ=WEEKLY;UNTIL=20260318T080000Z", (), ["03-04 08:00", "03-11 08:00", "03-18 08:00"], "UNTIL is included, in UTC"),
    ("FREQ=WEEKLY;UNTIL=20260318", (), ["03-04 08:00", "03-11 08:00", "03-18 08:00"], "UNTIL as a day: the whole day"),
    ("FREQ=WEEKLY;UNTIL=20260101T000000Z", (), [], "UNTIL before the start: nothing left of it"),
    ("FREQ=WEEKLY;INTERVAL=500;UNTIL=99991231T235959Z", (), ["03-04 08:00"], "UNTIL as the last second there is"),
    ("FREQ=WEEKLY;INTERVAL=500;UNTIL=99991231", (), ["03-04 08:00"], "UNTIL as the last day there is"),
    ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=2", (), ["03-04 08:00", "03-31 07:00", "05-31 07:00"], "the start always takes place"),
    ("FREQ=WEEKLY;COUNT=2", ("RDATE;TZID=Europe/Vilnius:20260320T120000",), ["03-04 08:00", "03-11 08:00", "03-20 10:00"], "RDATE"),
    ("FREQ=DAILY;COUNT=1", ("RDATE;VALUE=PERIOD:20260320T100000Z/PT3H",), ["03-04 08:00", "03-20 10:00"], "RDATE as a period"),
    ("FREQ=DAILY;COUNT=-1;UNTIL=20260305T235959Z", (), ["03-04 08:00", "03-05 08:00"], "a count of -1 is none"),
    ("FREQ=DAILY\\;COUNT=2", (), ["03-04 08:00", "03-05 08:00"], "escaped as if it were a text"),
    ("freq=daily;count=2", (), ["03-04 08:00", "03-05 08:00"], "lower case"),
    ("FREQ=YEARLY;BYDAY=1MO;BYMONTH=4;COUNT=1", (), ["03-04 08:00", "04-06 07:00"], "a weekday by its number"),
]


@pytest.mark.parametrize(("rule", "more", "expected", "reason"), RULES, ids=[r[-1] for r in RULES])
def test_rules_are_followed(rule: str, more: tuple[str, ...], expected: list[str], reason: str) -> None:
    """RFC 5545 section 3.3.10, and what clients make of it."""
    assert starts(series(rule, *more)) == expected, reason


def test_the_clocks_change_and_the_meeting_stays_at_its_hour() -> None:
    """F69: 10:00 in Vilnius is 08:00 in UTC before the last Sunday of March and 07:00 after it."""
    assert starts(series("FREQ=DAILY;COUNT=3", start="20260328T100000")) == ["03-28 08:00", "03-29 07:00", "03-30 07:00"]


def test_a_skipped_hour_is_read_with_the_offset_before_it() -> None:
    """F69: 03:30 does not exist on the last Sunday of March; it becomes 04:30 of the new time, 01:30 in UTC."""
    assert starts(series("FREQ=DAILY;COUNT=3", start="20260328T033000")) == ["03-28 01:30", "03-29 01:30", "03-30 00:30"]


def test_an_hour_that_comes_twice_is_the_first_one() -> None:
    """F69: 03:30 comes twice on the last Sunday of October; nobody is an hour late."""
    assert starts(series("FREQ=DAILY;COUNT=3", start="20261024T033000")) == ["10-24 00:30", "10-25 00:30", "10-26 01:30"]


def test_a_country_without_summer_time_has_neither() -> None:
    """F69: Moscow keeps its offset all year."""
    moscow = event("DTSTART;TZID=Europe/Moscow:20260328T033000", "RRULE:FREQ=DAILY;COUNT=3", "DURATION:PT1H")

    assert starts(moscow) == ["03-28 00:30", "03-29 00:30", "03-30 00:30"]


@pytest.mark.slow
@given(day=st.dates(dt.date(2024, 1, 1), dt.date(2030, 12, 31)), minute=st.integers(0, 24 * 60 - 1))
@settings(max_examples=200, deadline=None)
def test_an_occurrence_never_comes_an_hour_late(day: dt.date, minute: int) -> None:
    """F69: on every day of 2024-2030 the instant is that of the wall time, the earlier one where there are two."""
    wall = dt.datetime.combine(day, dt.time(minute // 60, minute % 60))
    window = (dt.datetime(2023, 12, 1, tzinfo=dt.UTC), dt.datetime(2031, 2, 1, tzinfo=dt.UTC))
    (found,), _ = expand(series("FREQ=DAILY;COUNT=1", start=wall.strftime("%Y%m%dT%H%M%S")), window=window)
    zone = zoneinfo.ZoneInfo(OWNER)
    later = wall.replace(tzinfo=zone, fold=1)

    back = found.start.astimezone(zone).replace(tzinfo=None)
    assert back == wall or back == wall + dt.timedelta(hours=1)  # skipped by the clocks
    assert back != wall or found.start <= later.astimezone(dt.UTC)


def test_a_series_without_end_costs_only_its_window() -> None:
    """F76: a daily meeting since 1970, seen for a year, is entered at the year."""
    found, problems = expand(series("FREQ=DAILY", start="19700101T100000"))

    assert (len(found), problems) == (365, ())
    assert least(lambda: expand(series("FREQ=DAILY", start="19700101T100000")), 0.2) < 0.2


def test_a_long_meeting_that_began_before_the_window_is_in_it() -> None:
    """What touches the window belongs to it."""
    ((o,), _) = expand(
        series("FREQ=YEARLY;COUNT=2", start="20251230T100000", length="P3D"), window=(YEAR[0], YEAR[0] + dt.timedelta(days=9))
    )

    assert o.recurrence_id == "2025-12-30T10:00:00"


TIMES_A_DAY = ",".join(map(str, range(24))), ",".join(map(str, range(60)))
BOMBS = [  # rule, problems, reason
    ("FREQ=SECONDLY", ["rule-too-fine"], "every second"),
    ("FREQ=MINUTELY;COUNT=999999999", ["rule-too-fine"], "every minute"),
    ("FREQ=HOURLY;INTERVAL=1;BYMONTH=2;BYMONTHDAY=30", ["rule-too-fine"], "every hour of a day that never comes"),
    ("RSCALE=CHINESE;FREQ=YEARLY", ["rule-unreadable"], "another calendar"),
    ("FREQ=DAILY;INTERVAL=0", ["rule-unreadable"], "no step"),
    ("FREQ=DAILY;INTERVAL=-1", ["rule-unreadable"], "backwards"),
    (f"FREQ=DAILY;BYHOUR={TIMES_A_DAY[0]};BYMINUTE={TIMES_A_DAY[1]}", ["rule-unreadable"], "every minute, in other words"),
    (f"FREQ=DAILY;BYHOUR={TIMES_A_DAY[0]};COUNT=1000000", [], "every hour: within the cap"),
    ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", [], "30 February, yearly"),
    ("FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31", [], "31 April, monthly"),
    ("FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30", [], "30 February, weekly"),
    ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", [], "30 February, daily"),
    ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5", [], "30 February, counted"),
    ("FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1", [], "a day of the year in the wrong month"),
    ("FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6", [], "a week of the year in the wrong month"),
    ("FREQ=YEARLY;BYDAY=53MO;BYMONTH=2", ["rule-unreadable"], "the 53rd Monday of February"),
    ("FREQ=WEEKLY;BYDAY=MO;BYSETPOS=366", [], "the 366th Monday of a week"),
    ("FREQ=DAILY;COUNT=999999999999", [], "counted to the end of time"),
    ("FREQ=DAILY;INTERVAL=999999999999", [], "once in the history of mankind"),
    ("FREQ=" + "DAILY;" * 50_000, [], "a very long rule"),
    ("FREQ=DAILY;BYHOUR=" + "1," * 50_000, [], "a very long list"),
]


@pytest.mark.parametrize("start", ["20260304T100000", "19700101T100000", "00030101T100000", "99700101T100000"])
@pytest.mark.parametrize(("rule", "problems", "reason"), BOMBS, ids=[b[-1] for b in BOMBS])
def test_a_rule_that_would_never_end_is_cheap(rule: str, problems: list[str], reason: str, start: str) -> None:
    """F75, T27: 200 ms at most, whatever the rule and whenever it began, and what is not followed is named."""
    assert least(lambda: expand(series(rule, start=start)), 0.2) < 0.2, reason
    found, named = expand(series(rule, start=start))
    assert [p.code for p in named if p.code != "rule-too-long"] == problems, reason
    assert len(found) <= 10_000


@pytest.mark.slow
def test_a_flood_of_old_changes_is_cheap() -> None:
    """T27: thousands of changes a newer master has overtaken ask the rule once, not thousands of times."""
    days = (dt.datetime(2026, 1, 1, 10) + dt.timedelta(hours=n) for n in range(2_000))
    changes = [event(f"RECURRENCE-ID:{d:%Y%m%dT%H%M%SZ}", f"DTSTART:{d:%Y%m%dT%H%M%SZ}", "DURATION:PT1H") for d in days]
    entries = meetings(series("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "SEQUENCE:9"), *changes)
    found, _ = occurrences(entries, *YEAR, OWNER)

    assert least(lambda: occurrences(entries, *YEAR, OWNER), 0.4) < 0.4
    assert len(found) == 1


@pytest.mark.slow
def test_a_flood_of_added_dates_is_cut() -> None:
    """F75: 50,000 RDATEs cost no more than 200 ms, and the cut is named on the meeting."""
    first = dt.datetime(2026, 1, 1)
    dates = ",".join((first + dt.timedelta(minutes=n)).strftime("%Y%m%dT%H%M%SZ") for n in range(50_000))
    flood = event("DTSTART:20260101T000000Z", "DURATION:PT1M", f"RDATE:{dates}")
    (meeting,) = meetings(flood)
    found, _ = occurrences((meeting,), *YEAR, OWNER)

    assert least(lambda: occurrences(meetings(flood), *YEAR, OWNER), 0.2) < 0.2
    assert len(found) == len(meeting.rdates) == 1_000
    assert "too-many-dates" in [p.code for p in meeting.problems]


EXTREMES = ["0002-01-01T00:00:00", "0002-01-02T23:59:59", "9980-12-31T23:59:59", "2026-03-04T10:00:00", "nonsense", ""]


@pytest.mark.slow
@given(
    start=st.sampled_from(EXTREMES),
    end=st.sampled_from(EXTREMES),
    place=st.sampled_from(EXTREMES),
    moved=st.sampled_from(EXTREMES),
    rule=st.sampled_from(["FREQ=DAILY", "FREQ=YEARLY;COUNT=3", "FREQ=WEEKLY;UNTIL=00020101", ""]),
    zone=st.sampled_from(["", "UTC", "Europe/Vilnius", "Pacific/Kiritimati", "Pacific/Niue", "nowhere"]),
)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_the_ends_of_the_calendar_raise_nothing(start: str, end: str, place: str, moved: str, rule: str, zone: str) -> None:
    """Any stored values give occurrences, in order and aware, or none."""
    (plain,) = meetings(series("FREQ=DAILY"))
    at = dt.datetime(2026, 3, 4, 8, tzinfo=dt.UTC)
    times = [MeetingTime(wall=wall, zone=zone, at=at) for wall in (start, end, moved)]
    master = replace(plain, start=times[0], end=times[1], rrule=rule, rdates=(place, f"{moved}/{end}"), exdates=(moved,))
    change = replace(plain, recurrence_id=place, start=times[2], end=times[1], range_this_and_future=True)
    for entries in ((master, change), (master,), (change,)):
        found, _ = occurrences(entries, *YEAR, OWNER)
        assert all(o.start <= o.end and o.start.utcoffset() == dt.timedelta(0) for o in found)
