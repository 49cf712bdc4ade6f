"""Events of Google calendars: the same meeting that iCalendar gives, and nothing that a damaged one could break."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import random
from pathlib import Path
from typing import Any

import pytest

from syncd.core.google.events import read_event
from syncd.core.ical import read_calendar
from syncd.core.meetings import Copy, laid_out, merge
from syncd.core.model import Meeting
from syncd.core.recurrence import occurrences
from tests.timing import least

OWNER = "Europe/Vilnius"
DATA = Path(__file__).parents[2] / "data" / "google"
YEAR = (dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
EVENTS = ("meeting", "series", "moved", "called_off", "away", "from_gmail")


def kept(name: str) -> Meeting:
    """An event as Google gives it."""
    (meeting,) = read_event((DATA / f"{name}.json").read_bytes(), OWNER).meetings
    return meeting


def made(**fields: Any) -> Meeting:
    """An event of these fields on 4 March 2026 at ten, Vilnius time; one of None is left out."""
    event = {"id": "u", "start": at("10:00"), "end": at("11:00"), **fields}
    (meeting,) = read_event(json.dumps({k: v for k, v in event.items() if v is not None}).encode(), OWNER).meetings
    return meeting


def at(clock: str, day: str = "2026-03-04", zone: str | None = OWNER) -> dict[str, str]:
    """A time as Google writes it."""
    return {"dateTime": f"{day}T{clock}:00+02:00", **({"timeZone": zone} if zone else {})}


def codes(meeting: Meeting) -> list[str]:
    return [p.code for p in meeting.problems]


@pytest.mark.parametrize(("name", "events"), [("meeting", ["meeting"]), ("series", ["series", "moved"]), ("away", ["away"])])
def test_an_event_is_the_meeting_that_its_calendar_text_gives(name: str, events: list[str]) -> None:
    """F63, F77: the same times, people, rules, place in the series, sequence and stamp, whatever way it came."""
    told = read_calendar((DATA / f"{name}.ics").read_bytes(), OWNER)
    assert not told.broken
    assert [kept(event) for event in events] == list(told.meetings)


def test_a_series_is_one_whichever_copies_came_first() -> None:
    """F63, F65, F77: exceptions are items of their own here, and may come before their series; a CalDAV copy lies beside them."""
    copies = [Copy(name, "", (kept(name),)) for name in ("series", "moved", "called_off")]
    copies.append(Copy("dav", "", read_calendar((DATA / "series.ics").read_bytes(), OWNER).meetings))
    for order in itertools.permutations(copies):
        merged = merge(order)
        assert merged.master.title == "Savaitės pokalbis" and [o.recurrence_id for o in merged.overrides] == [
            "2026-03-11T10:00:00",
            "2026-04-01T10:00:00",
        ]
        times = [(o.start.strftime("%d.%m %H:%M"), o.status) for o in laid_out(merged, YEAR, OWNER)]
        assert times == [
            ("04.03 08:00", "confirmed"), ("06.03 08:00", "confirmed"), ("11.03 12:00", "confirmed"), ("25.03 08:00", "confirmed"),
            ("01.04 07:00", "cancelled"), ("08.04 07:00", "confirmed"),
        ]  # fmt: skip


def test_an_occurrence_called_off_needs_no_more_than_its_place() -> None:
    """F65: Google promises its id, its series and its place, and no more. It is complete as it is."""
    m = kept("called_off")
    assert (m.uid, m.recurrence_id, m.status, m.problems) == ("0s3r13s@google.com", "2026-04-01T10:00:00", "cancelled", ())
    assert m.start == m.end and m.start and m.start.at == dt.datetime(2026, 4, 1, 7, tzinfo=dt.UTC)
    day = made(status="cancelled", recurringEventId="s", originalStartTime={"date": "2026-03-11"}, start=None, end=None)
    assert (day.recurrence_id, day.all_day, day.problems) == ("2026-03-11", True, ())


def test_an_occurrence_keeps_the_zone_of_its_series() -> None:
    """Where its own times have none: its place among the others has one."""
    m = made(recurringEventId="s", originalStartTime=at("10:00"), start=at("12:00", zone=None), end=at("13:00", zone=None))
    assert m.start and m.end and (m.start.wall, m.start.zone, m.end.wall) == ("2026-03-04T12:00:00", OWNER, "2026-03-04T13:00:00")


def test_an_event_made_from_a_mail_is_private_and_nobodys() -> None:
    """A flight that Gmail put into the calendar: its organizer is no person, who keeps the calendar is; a time with an offset alone."""
    m = kept("from_gmail")
    assert m.private and m.organizer and m.organizer.address == "rasa@tiekejas.example"
    assert m.start and (m.start.zone, m.start.at) == ("UTC", dt.datetime(2026, 2, 18, 8, tzinfo=dt.UTC))


MEET = {"entryPoints": [{"entryPointType": "phone", "uri": "tel:+370"}, {"entryPointType": "video", "uri": "https://acme.zoom.us/j/1"}]}
TEAM = {"email": "c_1@group.calendar.google.com", "displayName": "Komanda"}
FIELDS: list[tuple[dict[str, Any], str, object, str]] = [  # fields, attribute, value, reason
    ({"summary": "A\\nB; C, „D“"}, "title", "A\\nB; C, „D“", "nothing in it is an escape"),
    ({"iCalUID": "x@acme.example"}, "uid", "x@acme.example", "an invitation keeps the uid it came with"),
    ({}, "uid", "u@google.com", "as Google names it"),
    ({"recurringEventId": "s", "originalStartTime": at("10:00")}, "uid", "s@google.com", "an occurrence bears the uid of its series"),
    ({"recurringEventId": "s", "originalStartTime": {"dateTime": "2026-03-04T03:00:00-05:00", "timeZone": OWNER}}, "recurrence_id", "2026-03-04T10:00:00",
     "the offset is that of whose calendar it is"),
    ({"recurringEventId": "s", "originalStartTime": {"date": "2026-03-04"}}, "recurrence_id", "2026-03-04", "a day of a series of days"),
    ({"recurringEventId": "s", "originalStartTime": {"dateTime": "2026-03-04T08:00:00Z"}}, "recurrence_id", "2026-03-04T10:00:00", "no zone: its start's"),
    ({"recurringEventId": "s", "originalStartTime": at("10:00", zone="UTC")}, "recurrence_id", "2026-03-04T08:00:00", "a series of UTC, moved to Vilnius"),
    ({"recurringEventId": "s", "originalStartTime": at("10:00", zone="UTC"), "start": at("12:00", zone="UTC"), "end": None}, "recurrence_id",
     "2026-03-04T08:00:00", "a series of UTC, as beside it in iCalendar"),
    ({"recurringEventId": "s"}, "recurrence_id", "?", "it does not say which"),
    ({"visibility": "default"}, "private", False, "as the calendar"),
    ({"visibility": "public"}, "private", False, "public"),
    ({"visibility": "private"}, "private", True, "private"),
    ({"visibility": "confidential"}, "private", True, "an older word for private"),
    ({"visibility": "secret"}, "private", True, "a word nobody knows"),
    ({"status": "tentative"}, "status", "tentative", "not sure"),
    ({"eventType": "outOfOffice"}, "away", True, "the calendar's own mark"),
    ({"sequence": 3}, "sequence", 3, "a number"),
    ({"sequence": -1}, "sequence", 0, "below none"),
    ({"conferenceData": MEET, "hangoutLink": "https://meet.google.com/x"}, "link", "https://acme.zoom.us/j/1", "the screen of the conference first"),
    ({"hangoutLink": "https://meet.google.com/x"}, "link", "https://meet.google.com/x", "the older field"),
    ({"location": "https://acme.zoom.us/j/2 (Zoom)"}, "link", "https://acme.zoom.us/j/2", "in the place"),
    ({"description": '<a href="https://acme.zoom.us/j/3">Prisijunkite</a>'}, "link", "https://acme.zoom.us/j/3", "behind a word of the text"),
    ({"description": "Kainos<br>ir <b>terminai</b> &amp; kita"}, "description", "Kainos\nir terminai & kita", "HTML as its editor writes it"),
    ({"description": "Kainos &amp; terminai\nIki!"}, "description", "Kainos & terminai\nIki!", "HTML whose line ends are meant"),
    ({"description": "1 < 2 ir 3 > 2\n- A"}, "description", "1 < 2 ir 3 > 2\n- A", "no HTML"),
    ({"description": "Ona <ona@x.example>\n<https://x.example>"}, "description", "Ona <ona@x.example>\n<https://x.example>", "addresses, no HTML"),
    ({"description": "Ona <ona@x.example> <i>ir</i>\nkiti"}, "description", "Ona <ona@x.example> ir\nkiti", "an address among HTML"),
    ({"recurrence": ["RRULE:FREQ=DAILY;COUNT=2"]}, "rrule", "FREQ=DAILY;COUNT=2", "a rule"),
    ({"recurrence": ["EXDATE:20260305T080000Z,20260306T080000Z"]}, "exdates", ("2026-03-05T10:00:00", "2026-03-06T10:00:00"), "in the zone of the start"),
    ({"recurrence": ["RDATE;VALUE=DATE:20260305"]}, "rdates", ("2026-03-05",), "a day added"),
    ({"recurrence": ["RRULE:FREQ=DAILY\nSUMMARY:X", "SUMMARY:Y", 5, "END:VEVENT"]}, "title", "", "a line of a rule is nothing else"),
    ({"organizer": TEAM, "creator": {"email": "Rasa@Tiekejas.example"}}, "location", "", "the organizer is a calendar"),
    ({"attendees": [{"email": "r@resource.calendar.google.com", "resource": True, "displayName": "Salė"}]}, "location", "Salė", "F74 where the room is"),
    ({"attendees": [{"email": "r@x.example", "resource": True}, {"displayName": "Be adreso"}, {"id": "1"}, 7]}, "location", "", "F74 nobody"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "attribute", "value", "reason"), FIELDS, ids=[row[-1] for row in FIELDS])
def test_a_field_is_read_as_it_is_meant(fields: dict[str, Any], attribute: str, value: object, reason: str) -> None:
    """One field at a time."""
    assert getattr(made(**fields), attribute) == value, reason


ANSWERS = [
    ("needsAction", "needs-action"),
    ("declined", "declined"),
    ("tentative", "tentative"),
    ("accepted", "accepted"),
    ("new", "needs-action"),
    ("", "needs-action"),
]


@pytest.mark.parametrize(("said", "response"), ANSWERS)
def test_an_answer_has_the_word_of_the_model(said: str, response: str) -> None:
    """An answer nobody knows is none yet."""
    (guest,) = made(attendees=[{"email": "Jonas@Pirkejas.example", "displayName": "Jonas \\ P", "responseStatus": said}]).attendees
    assert (guest.address, guest.name, guest.response) == ("jonas@pirkejas.example", "Jonas \\ P", response)


def test_where_a_calendar_is_the_organizer_who_made_the_entry_is() -> None:
    """A team's calendar is nobody; who wrote into it is one of ours, and a customer invited by them is known."""
    by = made(organizer=TEAM, creator={"email": "rasa@tiekejas.example"}).organizer
    nobody = made(organizer=TEAM).organizer
    assert by and by.address == "rasa@tiekejas.example"
    assert nobody and (nobody.address, nobody.name) == ("", "Komanda")
    assert made().organizer is None


TIMES: list[tuple[dict[str, Any], str, str, list[str], str]] = [  # fields, start, end (UTC), problems, reason
    ({}, "04 08:00", "04 09:00", [], "as it should be"),
    ({"end": at("10:00")}, "04 08:00", "04 08:00", [], "F72 no length"),
    ({"end": at("09:00")}, "04 08:00", "04 08:00", ["end-before-start"], "F72 ends before it starts"),
    ({"end": None}, "04 08:00", "04 08:00", ["no-end"], "F72 no end"),
    ({"end": {}}, "04 08:00", "04 08:00", ["no-end"], "F72 an end that says nothing"),
    ({"endTimeUnspecified": True}, "04 08:00", "04 08:00", ["no-end"], "an end that Google made up"),
    ({"start": {"date": "2026-03-04"}, "end": {"date": "2026-03-06"}}, "03 22:00", "05 22:00", [], "F71 days: the owner's, the end not among them"),
    ({"start": {"date": "2026-03-04"}, "end": at("10:00", "2026-03-05")}, "03 22:00", "05 22:00", ["mixed-times"], "F72 a day and a time"),
    ({"start": at("10:00", zone=None), "end": at("11:00", zone=None)}, "04 08:00", "04 09:00", [], "an offset alone"),
    ({"start": {"dateTime": "2026-03-04T10:00:00", "timeZone": "Europe/Moscow"}, "end": None}, "04 07:00", "04 07:00", ["no-end"], "a zone alone"),
    ({"start": {"dateTime": "2026-03-04T10:00:00"}, "end": None}, "04 08:00", "04 08:00", ["floating-time", "no-end"], "F67 neither"),
    ({"start": at("10:00", zone="Nowhere/Land")}, "04 08:00", "04 09:00", [], "F61 an unknown zone beside an offset"),
    ({"recurrence": ["RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"]}, "04 08:00", "04 09:00", ["odd-rules"], "more rules than one"),
    ({"recurrence": ["RRULE:FREQ=DAILY", "EXRULE:FREQ=WEEKLY"]}, "04 08:00", "04 09:00", ["odd-rules"], "a rule of exceptions"),
    ({"attendeesOmitted": True}, "04 08:00", "04 09:00", ["guests-left-out"], "not everybody is named"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "start", "end", "problems", "reason"), TIMES, ids=[row[-1] for row in TIMES])
def test_odd_times_are_read_and_named(fields: dict[str, Any], start: str, end: str, problems: list[str], reason: str) -> None:
    """The instants of start and end, and what was not as it should be."""
    m = made(**fields)
    assert m.start and m.end and (m.start.at.strftime("%d %H:%M"), m.end.at.strftime("%d %H:%M"), codes(m)) == (start, end, problems), (
        reason
    )


def test_an_event_without_a_start_is_kept_with_the_problem_named() -> None:
    """F72: as in iCalendar."""
    m = made(start=None, end=None, summary="Kažkada")
    assert (m.start, m.end, codes(m)) == (None, None, ["no-start"])


BROKEN = [
    (b"", "no JSON"), (b"\xff\xfe", "no JSON"), (b'{"id": "a"', "no JSON"), (b"[]", "no event"), (b"null", "no event"), (b"{}", "neither"),
    (b'{"start": 5, "attendees": 7, "recurrence": {}, "organizer": []}', "neither"), (b'{"id": "a", "start": {"dateTime": "25 o\'clock"}}', "no time"),
    (b'{"id": "a", "start": {"dateTime": null}}', "no time"), (b'{"id": "\\ud800"}', "no JSON"), (b"[" * 100_000, "no JSON"), (b'{"a":' * 9_000, "no JSON"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "reason"), BROKEN, ids=[str(n) for n in range(len(BROKEN))])
def test_what_is_no_event_is_set_aside_with_the_reason(raw: bytes, reason: str) -> None:
    """Its bytes are kept as they came."""
    read = read_event(raw, OWNER)
    assert read.meetings == () and read.broken[0].raw == raw and reason in read.broken[0].reason


def heavy(**fields: Any) -> bytes:
    return json.dumps({"id": "u", "start": at("10:00"), "end": at("11:00"), **fields}).encode()


HOSTILE = [
    ("dates", heavy(recurrence=["EXDATE:" + "20260101T000000Z," * 50_000])),
    ("lines", heavy(recurrence=["RDATE:20260101T000000Z"] * 50_000)),
    (
        "other lines",
        heavy(recurrence=[f"EXDATE:2026010{n % 9 + 1}T{n % 24:02}{n // 24 % 60:02}{n // 1440 % 60:02}Z" for n in range(50_000)]),
    ),
    ("rules", heavy(recurrence=["RRULE:FREQ=SECONDLY;INTERVAL=0;BYSECOND=" + ",".join(["1"] * 20_000)])),
    ("guests", heavy(attendees=[{"email": f"a{n}@b.example", "displayName": "a" * 50} for n in range(20_000)])),
    ("address", heavy(organizer={"email": "a" * 500_000 + "@"})),
    ("ats", heavy(organizer={"email": "a@" * 250_000})),
    ("tags", heavy(description="<b>" * 200_000)),
    ("open tags", heavy(description="<" * 500_000)),
    ("links", heavy(description="https://" * 60_000)),
    ("breaks", heavy(description="<br>" * 100_000 + "&amp;" * 50_000)),
]


@pytest.mark.parametrize(("name", "raw"), HOSTILE, ids=[h[0] for h in HOSTILE])
def test_a_hostile_event_costs_a_fifth_of_a_second_at_most(name: str, raw: bytes) -> None:
    """F75: half a megabyte and more of anything (the best of three runs, with room for a loaded machine); its occurrences too."""
    assert least(lambda: read_event(raw, OWNER), 0.4) < 0.4, name
    (m,) = read_event(raw, OWNER).meetings
    assert least(lambda: occurrences((m,), *YEAR, OWNER), 2.0) < 2.0, name


def _spoilt(value: Any, chance: random.Random) -> Any:
    """A part of an event with something in it lost, doubled, cut or of another kind."""
    if chance.random() < 0.12:
        return chance.choice(
            [
                None,
                True,
                -1,
                2**40,
                1e300,
                "",
                "\x00",
                "2026-13-45",
                "9999-12-31T23:59:59-12:00",
                "0001-01-01T00:00:00+14:00",
                [],
                {},
                [[{}]],
                {"date": "x"},
            ]
        )
    if isinstance(value, dict):
        return {k: _spoilt(v, chance) for k, v in value.items() if chance.random() > 0.05}
    if isinstance(value, list):
        return [_spoilt(v, chance) for v in value for _ in range(chance.choice([1, 1, 1, 0, 2]))]
    if isinstance(value, str) and value and chance.random() < 0.15:
        at = chance.randrange(len(value))
        return value[:at] + chance.choice(["", "\r\n", "\\", "Ž", ";", "T", "::", "\u202e"]) + value[at + chance.randrange(3) :]
    return value


@pytest.mark.slow
def test_no_damaged_event_raises() -> None:
    """A thousand events with fields lost, cut, doubled and of other kinds, and as many cut as bytes, by a fixed seed."""
    chance = random.Random(5545)
    originals = [(DATA / f"{name}.json").read_bytes() for name in EVENTS]
    read = 0
    for _ in range(1000):
        raw = chance.choice(originals)
        mutants = [json.dumps(_spoilt(json.loads(raw), chance)).encode()]
        at = chance.randrange(len(raw))
        mutants.append(raw[:at] + bytes([chance.randrange(256)]) + raw[at + chance.randrange(4) :])
        for mutant in mutants:
            found = read_event(mutant, OWNER)
            assert len(found.meetings) + len(found.broken) == 1, mutant
            read += len(found.meetings)
            for m in found.meetings:
                assert all(t is None or t.at.tzinfo for t in (m.start, m.end))
                assert "\0" not in m.title + m.description + m.location + m.uid
                occurrences((m,), *YEAR, OWNER)
    assert 500 < read < 1500, "some are still events, some are none"
