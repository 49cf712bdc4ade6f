"""Events of Microsoft 365: the same meeting that iCalendar gives, and nothing that a damaged one could break."""

from __future__ import annotations

import datetime as dt
import json
import random
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from syncd.core.graph.events import SEQUENCE, read_graph_event
from syncd.core.ical import read_calendar
from syncd.core.model import Meeting
from syncd.core.recurrence import occurrences
from tests.timing import again, least

OWNER = "Europe/Vilnius"
RASA, JONAS = "rasa@tiekejas.example", "jonas@pirkejas.example"
YEAR = (dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2027, 1, 1, tzinfo=dt.UTC))


def at(clock: str, day: str = "2026-03-04", zone: str | None = "UTC") -> dict[str, str]:
    """A `dateTimeTimeZone`."""
    return {"dateTime": f"{day}T{clock}:00.0000000", **({"timeZone": zone} if zone else {})}


def raw(**fields: Any) -> bytes:
    """An event of 4 March 2026 at ten, Vilnius time, with these fields; one of None is left out."""
    event = {"id": "AAMk", "iCalUId": "u@x.example", "type": "singleInstance", "start": at("08:00"), "end": at("09:00"), "originalStartTimeZone": "FLE Standard Time", **fields}
    return json.dumps({k: v for k, v in event.items() if v is not None}).encode()


def made(owner: tuple[str, ...] = (), **fields: Any) -> Meeting:
    """The one meeting of such an event."""
    (meeting,) = read_graph_event(raw(**fields), OWNER, owner=owner).meetings
    return meeting


def codes(m: Meeting) -> list[str]:
    return [p.code for p in m.problems]


def who(address: str, name: str = "", answer: str = "none", sort: str = "required") -> dict[str, Any]:
    return {"type": sort, "status": {"response": answer, "time": "0001-01-01T00:00:00Z"}, "emailAddress": {"name": name, "address": address}}


ICS = """BEGIN:VCALENDAR
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VEVENT
UID:u@x.example
SUMMARY:Savaitės pokalbis
DESCRIPTION:Kainos\\nir terminai
LOCATION:Salė 1
DTSTART;TZID=FLE Standard Time:20260304T100000
DTEND;TZID=FLE Standard Time:20260304T103000
RRULE:FREQ=WEEKLY;UNTIL=20260429T070000Z;INTERVAL=1;BYDAY=WE;WKST=MO
EXDATE;TZID=FLE Standard Time:20260318T100000
EXDATE;TZID=FLE Standard Time:20260401T100000
DTSTAMP:20260301T090000Z
LAST-MODIFIED:20260301T101110Z
SEQUENCE:1
STATUS:CONFIRMED
ORGANIZER;CN=Rasa:mailto:rasa@tiekejas.example
ATTENDEE;CN=Jonas;PARTSTAT=TENTATIVE:mailto:jonas@pirkejas.example
CATEGORIES:Klientai\\, seni,VIP
X-MICROSOFT-SKYPETEAMSMEETINGURL:https://teams.microsoft.com/l/1
END:VEVENT
BEGIN:VEVENT
UID:u@x.example
RECURRENCE-ID;TZID=FLE Standard Time:20260311T100000
SUMMARY:Vėliau
DTSTART;TZID=FLE Standard Time:20260311T140000
DTEND;TZID=FLE Standard Time:20260311T143000
LAST-MODIFIED:20260305T080000Z
STATUS:CANCELLED
CLASS:PRIVATE
ORGANIZER;CN=Rasa:mailto:rasa@tiekejas.example
ATTENDEE;CN=Jonas;PARTSTAT=DECLINED:mailto:jonas@pirkejas.example
X-MICROSOFT-CDO-BUSYSTATUS:OOF
END:VEVENT
END:VCALENDAR
"""
WEEKLY = {"type": "weekly", "interval": 1, "month": 0, "dayOfMonth": 0, "daysOfWeek": ["wednesday"], "firstDayOfWeek": "monday", "index": "first"}
SERIES: dict[str, Any] = {
    "type": "seriesMaster", "subject": "Savaitės pokalbis", "end": at("08:30"), "location": {"displayName": "Salė 1", "locationType": "default"},
    "body": {"contentType": "html", "content": "<html><head><meta content='x'></head><body><div>Kainos</div><div>ir terminai</div></body></html>"},
    "recurrence": {"pattern": WEEKLY, "range": {"type": "endDate", "startDate": "2026-03-04", "endDate": "2026-04-29", "recurrenceTimeZone": "FLE Standard Time"}},
    "cancelledOccurrences": ["OID.AAMk=.2026-03-18", "OID.AAMk=.2026-04-01"], "categories": ["Klientai, seni", "VIP"], "sensitivity": "normal", "showAs": "busy",
    "organizer": {"emailAddress": {"name": "Rasa", "address": RASA}}, "isOrganizer": True, "attendees": [who(JONAS, "Jonas", "tentativelyAccepted")],
    "createdDateTime": "2026-03-01T09:00:00Z", "lastModifiedDateTime": "2026-03-01T10:11:10.0000000Z", "onlineMeeting": {"joinUrl": "https://teams.microsoft.com/l/1"},
    "singleValueExtendedProperties": [{"id": "String {x} Id 1", "value": "7"}, {"id": SEQUENCE, "value": "1"}],
}  # fmt: skip
MOVED: dict[str, Any] = {
    "type": "exception", "subject": "Vėliau", "start": at("12:00", "2026-03-11"), "end": at("12:30", "2026-03-11"), "originalStart": "2026-03-11T08:00:00Z",
    "seriesMasterId": "AAMk", "isCancelled": True, "sensitivity": "personal", "showAs": "oof", "organizer": {"emailAddress": {"name": "Rasa", "address": RASA}},
    "attendees": [who(JONAS, "Jonas", "declined", "optional")], "lastModifiedDateTime": "2026-03-05T08:00:00Z",
}  # fmt: skip


def test_an_event_is_the_meeting_that_its_calendar_text_gives() -> None:
    """F63, F65, F77: the same times, rule, dates, people, text, categories, link and place in the series as Exchange's own .ics tells."""
    assert [made(**SERIES), made(**MOVED)] == list(read_calendar(ICS.encode(), OWNER).meetings)


def repeats(pattern: dict[str, Any], **limit: Any) -> dict[str, Any]:
    return {"pattern": pattern, "range": limit or {"type": "noEnd", "startDate": "2026-03-04", "endDate": "0001-01-01"}}


RULES: list[tuple[dict[str, Any], str, str]] = [  # recurrence, the rule, reason
    (repeats({"type": "daily", "interval": 2}), "FREQ=DAILY;INTERVAL=2", "every other day"),
    (repeats({"type": "daily", "interval": 1}, type="numbered", numberOfOccurrences=5, endDate="2026-04-01"), "FREQ=DAILY;COUNT=5;INTERVAL=1", "so often: the day beside it says nothing"),
    (repeats({"type": "weekly", "interval": 1, "daysOfWeek": ["friday", "monday"], "firstDayOfWeek": "sunday"}), "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,FR;WKST=SU", "days in the order of the week"),
    (repeats({"type": "absoluteMonthly", "interval": 1, "dayOfMonth": 15}), "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=15", "a day of the month"),
    (repeats({"type": "relativeMonthly", "interval": 1, "daysOfWeek": ["tuesday"], "index": "second"}), "FREQ=MONTHLY;INTERVAL=1;BYDAY=2TU", "the second Tuesday"),
    (repeats({"type": "relativeMonthly", "interval": 1, "daysOfWeek": ["saturday", "sunday"], "index": "last"}), "FREQ=MONTHLY;INTERVAL=1;BYDAY=SU,SA;BYSETPOS=-1", "the last day of a weekend"),
    (repeats({"type": "absoluteYearly", "interval": 1, "dayOfMonth": 5, "month": 6}), "FREQ=YEARLY;INTERVAL=1;BYMONTHDAY=5;BYMONTH=6", "a birthday"),
    (repeats({"type": "relativeYearly", "interval": 1, "daysOfWeek": ["sunday"], "index": "last", "month": 10}), "FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10", "a Sunday of a month"),
    (repeats({"type": "hourly", "interval": 1}), "", "a pattern nobody knows"),
    ({"pattern": {"type": "daily", "interval": "x"}, "range": 5}, "FREQ=DAILY;INTERVAL=1", "a step that is no number"),
]  # fmt: skip


@pytest.mark.parametrize(("recurrence", "rule", "reason"), RULES, ids=[row[-1] for row in RULES])
def test_a_pattern_is_the_rule_that_exchange_itself_writes(recurrence: dict[str, Any], rule: str, reason: str) -> None:
    """The same words as EWS has, in other letters."""
    m = made(type="seriesMaster", recurrence=recurrence)
    assert m.rrule == rule, reason
    assert occurrences((m,), *YEAR, OWNER)[1] == ()


TIMES: list[tuple[dict[str, Any], str, str, list[str], str]] = [  # fields, start, zone, problems, reason
    ({}, "2026-03-04T10:00:00", "Europe/Kyiv", [], "UTC, and the zone in which it was made"),
    ({"originalStartTimeZone": "Russian Standard Time"}, "2026-03-04T11:00:00", "Europe/Moscow", [], "another"),
    ({"start": at("10:00", zone="FLE Standard Time"), "end": at("11:00", zone="FLE Standard Time")}, "2026-03-04T10:00:00", "Europe/Kyiv", [], "in the zone that was preferred"),
    ({"originalStartTimeZone": "tzone://Microsoft/Custom"}, "2026-03-04T08:00:00", "UTC", ["unknown-zone"], "F61 a zone of its own: the instant stays"),
    ({"originalStartTimeZone": "Customized Time Zone"}, "2026-03-04T08:00:00", "UTC", ["unknown-zone"], "F61 as Outlook names it"),
    ({"originalStartTimeZone": None}, "2026-03-04T08:00:00", "UTC", [], "it was made in UTC"),
    ({"originalStartTimeZone": "Europe/Kiev"}, "2026-03-04T10:00:00", "Europe/Kyiv", [], "F61 a zone under its old name"),
    ({"start": at("10:00", zone=None), "originalStartTimeZone": None, "end": None}, "2026-03-04T10:00:00", "", ["floating-time", "no-end"], "F67 no zone at all: the owner's"),
    ({"isAllDay": True, "start": at("00:00"), "end": at("00:00", "2026-03-06")}, "2026-03-04", "", [], "F71 days have no zone"),
    ({"isAllDay": True, "start": at("22:00", "2026-03-03"), "end": at("22:00")}, "2026-03-04", "", [], "F71 the midnight of where it was made"),
    ({"end": at("07:00")}, "2026-03-04T10:00:00", "Europe/Kyiv", ["end-before-start"], "F72 ends before it starts"),
    ({"end": None}, "2026-03-04T10:00:00", "Europe/Kyiv", ["no-end"], "F72 no end"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "start", "zone", "problems", "reason"), TIMES, ids=[row[-1] for row in TIMES])
def test_times_are_those_of_the_zone_it_was_made_in(fields: dict[str, Any], start: str, zone: str, problems: list[str], reason: str) -> None:
    """F61, F71, F72: the wall time and its zone, and what was not as it should be."""
    m = made(**fields)
    assert m.start and (m.start.wall, m.start.zone, codes(m)) == (start, zone, problems), reason


OF_A_DAY = "040000008200E00074C5B7101A82E00807EA030B" + "0" * 32 + "10000000" + "00112233445566778899AABBCCDDEEFF"
PLACES: list[tuple[dict[str, Any], str | None, str]] = [  # fields, the place in the series, reason
    ({"type": "exception", "originalStart": "2026-03-11T08:00:00Z"}, "2026-03-11T10:00:00", "an exception, in the zone of its series"),
    ({"type": "exception", "originalStart": "2026-03-11T00:00:00Z", "isAllDay": True, "start": at("00:00"), "end": at("00:00", "2026-03-05")}, "2026-03-11", "of a series of days"),
    ({"type": "exception"}, "?", "it does not say which"),
    ({"iCalUId": OF_A_DAY}, "2026-03-11T10:00:00", "one occurrence somebody was invited to: its name bears the day"),
    ({"originalStart": "2026-03-11T08:00:00Z"}, None, "a single meeting"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "place", "reason"), PLACES, ids=[row[-1] for row in PLACES])
def test_an_occurrence_says_which_it_is(fields: dict[str, Any], place: str | None, reason: str) -> None:
    """F63: its place in the series is named as in iCalendar."""
    assert made(**fields).recurrence_id == place, reason


def test_an_occurrence_as_its_series_has_it_says_nothing() -> None:
    """A view of a calendar gives each with a time and no words; read by itself it would be a change that nobody made."""
    read = read_graph_event(raw(type="occurrence"), OWNER)
    assert (read.meetings, read.broken, [p.code for p in read.problems]) == ((), (), ["occurrence"])


def test_every_occurrence_bears_the_name_of_its_series() -> None:
    """F52: `iCalUId` is another for each; the day is taken out of it, and what another program named is unwrapped."""
    assert made(iCalUId=OF_A_DAY, type="exception").uid == OF_A_DAY.replace("07EA030B", "0" * 8)
    data = b"vCal-Uid\x01\x00\x00\x00s3r13s@google.com\x00"
    assert made(iCalUId="040000008200E00074C5B7101A82E008" + "0" * 40 + len(data).to_bytes(4, "little").hex() + data.hex()).uid == "s3r13s@google.com"
    assert made(iCalUId=OF_A_DAY, uid="u@x.example").uid == "u@x.example"


FIELDS: list[tuple[dict[str, Any], str, object, str]] = [  # fields, attribute, value, reason
    ({"subject": "A\\nB; C\0"}, "title", "A\\nB; C", "nothing in it is an escape"),
    ({"body": {"contentType": "text", "content": "1 < 2\r\nOna"}}, "description", "1 < 2\nOna", "plain text"),
    ({"sensitivity": "confidential"}, "private", True, "confidential"),
    ({"sensitivity": "normal"}, "private", False, "normal"),
    ({"showAs": "workingElsewhere"}, "away", False, "elsewhere, and at work"),
    ({"showAs": "tentative", "isOrganizer": True}, "status", "tentative", "its organizer is not sure"),
    ({"showAs": "tentative"}, "status", "confirmed", "a guest is not sure"),
    ({"body": {"contentType": "html", "content": '<a href="https://acme.zoom.us/j/3">čia</a>'}}, "link", "https://acme.zoom.us/j/3", "behind a word of the text"),
    ({"onlineMeetingUrl": "https://x.example/1"}, "link", "https://x.example/1", "the older field"),
    ({"attendees": [who("sale@x.example", "Salė", sort="resource")]}, "location", "Salė", "F74 where the room is"),
    ({"attendees": [who("sale@x.example", "Salė", sort="resource"), 5, {}, {"emailAddress": 7}]}, "attendees", (), "F74 a room is nobody"),
    ({"organizer": {"emailAddress": {"address": RASA}}, "isOrganizer": True}, "organizer", None, "an appointment of one's own has none, as in iCalendar"),
    ({"cancelledOccurrences": ["OID.x.2026-03-11", 5, "OID.x"]}, "exdates", ("2026-03-11T10:00:00",), "at the hour of the series"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "attribute", "value", "reason"), FIELDS, ids=[row[-1] for row in FIELDS])
def test_a_field_is_read_as_it_is_meant(fields: dict[str, Any], attribute: str, value: object, reason: str) -> None:
    """One field at a time."""
    assert getattr(made(**fields), attribute) == value, reason


@pytest.mark.parametrize(("mine", "response"), [("accepted", "accepted"), ("tentativelyAccepted", "tentative"), ("notResponded", "needs-action"), ("none", "needs-action")])
def test_the_owners_answer_is_their_own(mine: str, response: str) -> None:
    """In a guest's copy `responseStatus` is the answer of whose calendar it is."""
    m = made(owner=(JONAS,), responseStatus={"response": mine}, attendees=[who(JONAS.title()), who("ona@x.example")])
    assert [p.response for p in m.attendees] == [response, "needs-action"]


BROKEN = [
    (b"", "no JSON"), (b"\xff\xfe", "no JSON"), (b"[]", "no event"), (b"{}", "neither"), (b'{"id": "a", "iCalUId": "b", "start": {"dateTime": "noon"}}', "no time"),
    (b'{"start": 5, "attendees": 7, "recurrence": [], "organizer": [], "body": 3}', "neither"), (b"[" * 100_000, "no JSON"), (b'{"a":' * 9_000, "no JSON"),
]  # fmt: skip


@pytest.mark.parametrize(("broken", "reason"), BROKEN, ids=[str(n) for n in range(len(BROKEN))])
def test_what_is_no_event_is_set_aside_with_the_reason(broken: bytes, reason: str) -> None:
    """Its bytes are kept as they came."""
    read = read_graph_event(broken, OWNER)
    assert read.meetings == () and read.broken[0].raw == broken and reason in read.broken[0].reason


HOSTILE: list[tuple[str, Callable[[], bytes]]] = [  # made by the test that reads it
    ("guests", lambda: raw(attendees=[who(f"a{n}@b.example", "a" * 50) for n in range(20_000)])),
    ("days gone", lambda: raw(cancelledOccurrences=[f"OID.x.{1900 + n % 200}-01-{n % 28 + 1:02}" for n in range(50_000)])),
    ("tags", lambda: raw(body={"contentType": "html", "content": "<b>" * 300_000})),
    ("days of a week", lambda: raw(recurrence=repeats({"type": "weekly", "interval": 1, "daysOfWeek": ["monday"] * 100_000}))),
    ("properties", lambda: raw(singleValueExtendedProperties=[{"id": "x" * 100, "value": "1"}] * 20_000)),
]


@pytest.mark.parametrize(("name", "make"), HOSTILE, ids=[h[0] for h in HOSTILE])
def test_a_hostile_event_costs_a_fifth_of_a_second_at_most(name: str, make: Callable[[], bytes]) -> None:
    """F75: in CPU time of this thread; the best of five."""
    hostile = make()
    assert least(lambda: read_graph_event(hostile, OWNER), 0.2) < 0.2, name


def _read_to_the_end(raw: bytes) -> None:
    for m in read_graph_event(raw, OWNER, owner=(JONAS,)).meetings:
        occurrences((m,), *YEAR, OWNER)


def _spoilt(value: Any, chance: random.Random) -> Any:
    if chance.random() < 0.06:
        odd: list[Any] = [None, True, -1, 2**40, 1e300, "", "\0", "2026-13-45", "9999-12-31T23:59:59.9999999", "0001-01-01T00:00:00", [], {}, [[{}]], "Ž" * 50]
        return chance.choice(odd)
    if isinstance(value, dict):
        return {k: _spoilt(v, chance) for k, v in value.items() if chance.random() > 0.05}
    if isinstance(value, list):
        return [_spoilt(v, chance) for v in value for _ in range(chance.choice([1, 1, 1, 0, 2]))]
    return value


@pytest.mark.slow
def test_no_damaged_event_raises_or_takes_long() -> None:
    """A thousand with fields lost, doubled and of other kinds, and as many damaged as bytes, by a fixed seed."""
    chance = random.Random(365)
    meetings, slowest = 0, 0.0
    for _ in range(1000):
        whole = raw(**chance.choice([SERIES, MOVED]))
        place = chance.randrange(len(whole))
        for mutant in (json.dumps(_spoilt(json.loads(whole), chance)).encode(), whole[:place] + bytes([chance.randrange(256)]) + whole[place + chance.randrange(4) :]):
            begin = time.thread_time()
            found = read_graph_event(mutant, OWNER, owner=(JONAS,))
            assert len(found.meetings) + len(found.broken) == 1 or found.problems, mutant
            for m in found.meetings:
                assert all(t is None or t.at.tzinfo for t in (m.start, m.end))
                assert "\0" not in m.title + m.description + m.location + m.uid
            slowest = max(slowest, again(time.thread_time() - begin, partial(_read_to_the_end, mutant), 0.2))
            meetings += len(found.meetings)
    assert 500 < meetings < 1900, "some are still events, some are none"
    assert slowest < 0.2
