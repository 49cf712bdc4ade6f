"""The same times as recurring-ical-events gives: for generated series, and for every real calendar both can read."""

# ruff: noqa: DTZ001 - wall times are naive on purpose

from __future__ import annotations

import datetime as dt
import re
import warnings
import zoneinfo
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from syncd.core.ical import read_calendar
from syncd.core.recurrence import occurrences

pytestmark = pytest.mark.slow

OWNER = "Europe/Vilnius"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "ics"


def instant(value: dt.date) -> dt.datetime:
    at = value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)
    return (at if at.tzinfo else at.replace(tzinfo=zoneinfo.ZoneInfo(OWNER))).astimezone(dt.UTC)


Times = Counter[tuple[dt.datetime, dt.datetime]]


def inside(times: Iterator[tuple[dt.datetime, dt.datetime]], window: tuple[dt.datetime, dt.datetime]) -> Times:
    """Without the edges, where a day is in the window for one zone and not for another."""
    margin = dt.timedelta(days=2)
    return Counter((a, b) for a, b in times if window[0] + margin < b and a < window[1] - margin)


def theirs(calendar: icalendar.Component, window: tuple[dt.datetime, dt.datetime]) -> Times:
    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patch:
        warnings.simplefilter("ignore")
        patch.setattr(dt, "MAXYEAR", window[1].year + 50)  # where dateutil ends: else a rule that never comes true is followed to the year 9999
        events = recurring_ical_events.of(calendar, skip_bad_series=True).between(*window)
    return inside(((instant(e.start), instant(e.end)) for e in events), window)


def ours(raw: bytes, window: tuple[dt.datetime, dt.datetime]) -> Times:
    by_uid = defaultdict(list)
    for m in read_calendar(raw, OWNER).meetings:
        by_uid[m.uid].append(m)
    return inside(((o.start, o.end) for same in by_uid.values() for o in occurrences(same, *window, OWNER)[0]), window)


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Rules as clients write them, and some they should not."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}"]
    weekday = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
    if draw(st.booleans()):
        parts.append(f"INTERVAL={draw(st.integers(1, 5))}")
    if draw(st.integers(0, 2)) == 0:
        parts.append(f"COUNT={draw(st.integers(1, 40))}")
    elif draw(st.booleans()):
        parts.append(f"UNTIL={draw(st.dates(dt.date(2026, 1, 1), dt.date(2029, 1, 1))):%Y%m%d}T{draw(st.integers(0, 23)):02}0000Z")
    if draw(st.booleans()):
        numbered = st.tuples(st.sampled_from(["1", "2", "-1", "-2", "5"]), weekday).map("".join)
        days = numbered if frequency in ("MONTHLY", "YEARLY") and draw(st.booleans()) else weekday
        parts.append("BYDAY=" + ",".join(draw(st.lists(days, min_size=1, max_size=3, unique=True))))
    elif frequency in ("MONTHLY", "YEARLY") and draw(st.booleans()):
        parts.append(
            "BYMONTHDAY=" + ",".join(map(str, draw(st.lists(st.sampled_from([1, 15, 29, 30, 31, -1, -3]), min_size=1, max_size=2))))
        )
    if draw(st.integers(0, 3)) == 0:
        parts.append(f"BYMONTH={draw(st.integers(1, 12))}")
    if draw(st.integers(0, 4)) == 0:
        parts.append(f"WKST={draw(weekday)}")
    if draw(st.integers(0, 5)) == 0 and any(p.startswith("BY") for p in parts):
        parts.append(f"BYSETPOS={draw(st.sampled_from([1, 2, -1]))}")
    return ";".join(parts)


ZONES = ["Europe/Vilnius", "Europe/Moscow", "America/New_York", "Australia/Lord_Howe"]


SERIES = {
    "rule": rules(),
    "start": st.datetimes(dt.datetime(2023, 1, 1), dt.datetime(2027, 1, 1)).map(lambda d: d.replace(second=0, microsecond=0)),
    "hours": st.integers(0, 60),
    "zone": st.sampled_from(["Europe/Vilnius", "Europe/Moscow", "America/New_York", "Australia/Lord_Howe"]),
    "all_day": st.booleans(),
}


def check_agreement(rule: str, start: dt.datetime, hours: int, zone: str, all_day: bool) -> None:
    if all_day:
        rule = re.sub(r"(UNTIL=\d{8})T\d{6}Z", r"\1", rule)
        lines = [f"DTSTART;VALUE=DATE:{start:%Y%m%d}", f"DTEND;VALUE=DATE:{start + dt.timedelta(days=1 + hours // 24):%Y%m%d}"]
    else:
        end = start + dt.timedelta(hours=hours)
        lines = [f"DTSTART;TZID={zone}:{start:%Y%m%dT%H%M%S}", f"DTEND;TZID={zone}:{end:%Y%m%dT%H%M%S}"]
    raw = "\r\n".join(("BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:u", *lines, f"RRULE:{rule}", "END:VEVENT", "END:VCALENDAR", "")).encode()
    window = (dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2027, 3, 1, tzinfo=dt.UTC))

    assert ours(raw, window) == theirs(icalendar.Calendar.from_ical(raw), window), rule


@given(**SERIES)
@settings(max_examples=12, deadline=None, derandomize=True)
def test_series_agree_with_recurring_ical_events(rule: str, start: dt.datetime, hours: int, zone: str, all_day: bool) -> None:
    """The same starts and ends as the library gives, for rules of any kind begun at any time."""
    check_agreement(rule, start, hours, zone, all_day)


@given(**SERIES)
@settings(max_examples=400, deadline=None, derandomize=True)
def test_many_series_agree_with_recurring_ical_events(rule: str, start: dt.datetime, hours: int, zone: str, all_day: bool) -> None:
    """The same for many more."""
    check_agreement(rule, start, hours, zone, all_day)


def readable() -> Iterator[tuple[str, bytes, icalendar.Component]]:
    """The real calendars the library can read, without what it reads otherwise on purpose.

    X-WR-TIMEZONE moves floating times there, a zone beside a day makes it that zone's midnight; here both are the
    owner's. Rules finer than days are not expanded here.
    """
    if not CORPUS.is_dir():
        pytest.skip(f"the corpus of real calendars is not there: {CORPUS}")
    for path in sorted(p for p in CORPUS.rglob("*") if p.is_file() and p.stat().st_size < 90_000):
        raw = re.sub(rb"X-WR-TIMEZONE[^\n]*\n", b"", path.read_bytes())
        raw = re.sub(rb";TZID=[^;:\n]*(;VALUE=DATE:)|(;VALUE=DATE);TZID=[^;:\n]*:", rb"\1\2:", raw).replace(b"DATE::", b"DATE:")
        if re.search(rb"FREQ=(HOURLY|MINUTELY|SECONDLY)", raw):
            continue  # not expanded here, on purpose
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                calendar = icalendar.Calendar.from_ical(raw)
            yield str(path.relative_to(CORPUS)), raw, calendar
        except (ValueError, KeyError, IndexError, TypeError, AttributeError):
            continue


DIFFERENT = {  # calendar -> why we differ
    "KDE__kitinerary/calendarhandlerdata/eventreservation.ics": "ends before it starts: kept without length, not turned round",
    "jens-maus__node-ical/test/fixtures/daily-count-exdate-recurrence-id.ics": "ends before it starts: kept without length",
    "jens-maus__node-ical/test/fixtures/windows-quoted-tz-rrule.ics": "the library does not know the zone of the start",
    "Kozea__Radicale/radicale/tests/static/event_issue1847_1.ics": "a floating start beside a zoned end: the library takes the end's zone",
    "pimutils__khal/tests/ics/event_dtr_no_tz_exdatez.ics": "an unknown zone beside UTC: the library takes UTC for all",
    "collective__icalendar/fuzzing/corpus/event_with_recurrence.ics": "a floating start beside UTC: the library takes UTC for all",
    "Kozea__Radicale/radicale/tests/static/event_full_day_rrule.ics": "a zone beside a bare day: the library takes that zone's midnight",
    "horde__Icalendar/Horde/Icalendar/fixtures/vTimezone/allcategories.ics": "a zone beside a bare day",
    "horde__Icalendar/Horde/Icalendar/fixtures/vTimezone/test.ics": "a zone beside a bare day",
    "ical4j__ical4j/resources/samples/invalid/schedule-unstable.ics": "a day beside a time: a day lasts whole days",
    "niccokunzmann__python-recurring-ical-events/test/calendars/issue_201_mixed_datetime_and_date.ics": "a day beside a time",
    "Kozea__Radicale/radicale/tests/static/event_mixed_recurrence_id_dt_type.ics": "the library does not match a day to a time",
    "collective__icalendar/tests/calendars/issue_1633_rdate_with_dates_and_tzid.ics": "the library reads a period of days in UTC",
    "Kozea__Radicale/radicale/tests/static/event_rdate_period_start_stop.ics": "an odd RDATE costs the library the series",
    "collective__icalendar/tests/calendars/invalid_duration.ics": "a length beyond reason costs the library the event",
    "jens-maus__node-ical/test/fixtures/ms_timezones.ics": "a quote closed too late costs the library the event",
    "jens-maus__node-ical/test/fixtures/test_date_duration.ics": "PT1W costs the library the event",
    "jens-maus__node-ical/test/fixtures/bad_custom_ms_tz.ics": "a bad DURATION costs the library the event",
    "py-vobject__vobject/test_files/vobject_0050.ics": "DTEND and DURATION together cost the library the event",
    "collective__icalendar/tests/calendars/rfc_7529.ics": "calendars that are not Gregorian: the first time is kept",
    "cyrusimap__cyrus-imapd/icalendar/recurrenceoverrides-mixed-datetypes.ics": "RSCALE=GREGORIAN costs the library the series",
    "cyrusimap__cyrus-imapd/icalendar/recurrenceoverrides.ics": "RSCALE=GREGORIAN costs the library the series",
    "ical4j__ical4j/resources/samples/valid/blalor.ics": "excepted and changed at once (Apple did both): the change is kept",
    "sabre-io__vobject/tests/VObject/RecurrenceIterator/UntilRespectsTimezoneTest.ics": "a floating UNTIL is in the zone of the start",
}


@pytest.mark.corpus
def test_real_series_agree_with_recurring_ical_events() -> None:
    """The same times for every real calendar both can read, over four years, but for the differences argued above."""
    agreed, different = 0, {}
    for name, raw, calendar in readable():
        years = [m.start.at.year for m in read_calendar(raw, OWNER).meetings if m.start]
        first = max(3, min(years, default=2020) - 1)
        window = (dt.datetime(first, 1, 1, tzinfo=dt.UTC), dt.datetime(first + 5, 1, 1, tzinfo=dt.UTC))
        try:
            expected = theirs(calendar, window)
        except (ValueError, KeyError, TypeError, AttributeError):
            continue  # an event without a start costs the library the whole calendar
        found = ours(raw, window)
        if found == expected:
            agreed += 1
        else:
            different[name] = (sorted(found - expected)[:2], sorted(expected - found)[:2])

    assert sorted(different) == sorted(DIFFERENT), different
    assert agreed >= 400
