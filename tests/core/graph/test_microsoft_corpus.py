"""Every meeting of the real calendars at hand, told as Exchange and as Graph would tell it, is the same meeting again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from syncd.core.exchange.events import read_ews_event
from syncd.core.graph.events import SEQUENCE, read_graph_event
from syncd.core.ical import read_calendar
from syncd.core.ical.read import CalendarRead
from syncd.core.model import Meeting, MeetingTime, Party
from syncd.core.timezones import zone_info
from tests.core.exchange.elements import attendee, el, item, mailbox

CORPUS = Path(__file__).parents[4] / "shared" / "corpus" / "ics"
OWNER = "Europe/Vilnius"
_EWS = {"accepted": "Accept", "declined": "Decline", "tentative": "Tentative", "needs-action": "NoResponseReceived"}
_GRAPH = {"accepted": "accepted", "declined": "declined", "tentative": "tentativelyAccepted", "needs-action": "notResponded"}


def _meetings() -> Iterator[Meeting]:
    """Those that Exchange could hold: with a start and an end in a zone, people with addresses, and nothing amiss."""
    if not CORPUS.is_dir():
        pytest.skip(f"the corpus of real calendars is not there: {CORPUS}")
    for path in sorted(p for p in CORPUS.rglob("*") if p.is_file() and p.stat().st_size < 2_000_000):
        for m in read_calendar(path.read_bytes(), OWNER).meetings:
            zoned = m.start and m.end and (m.all_day or (m.start.zone and m.end.zone == m.start.zone))
            placed = m.recurrence_id is None or (m.recurrence_id[-1] not in "?Z" and (len(m.recurrence_id) == 10) == m.all_day)
            gone = m.start and all(d[10:] == m.start.wall[10:] for d in m.exdates)  # an occurrence, not another time of its day
            known = all(p.address for p in (*m.attendees, *((m.organizer,) if m.organizer else ())))
            if zoned and placed and gone and known and not m.problems and _in_xml(m) and not (m.all_day and m.start == m.end):
                yield m


def _in_xml(m: Meeting) -> bool:
    """Whether its words are such as XML can hold."""
    return all(c >= " " or c in "\n\t" for c in m.title + m.description + m.location + m.uid + "".join(m.categories))


def _at(wall: str, m: Meeting) -> str:
    """The instant of a place in the series, or of a day taken out."""
    assert m.start
    local = dt.datetime.fromisoformat(wall).replace(tzinfo=zone_info(OWNER if m.all_day else m.start.zone))
    return local.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _time(t: MeetingTime) -> str:
    return t.at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _as_ews(m: Meeting) -> CalendarRead:
    assert m.start and m.end
    guests = [attendee(p.address, p.name, _EWS[p.response]) for p in m.attendees]
    parts = [
        el("Subject", m.title), el("Body", m.description, BodyType="Text"), el("Location", m.location), el("UID", m.uid), el("Start", _time(m.start)), el("End", _time(m.end)),
        el("Sensitivity", "Private" if m.private else "Normal"), el("IsAllDayEvent", str(m.all_day).lower()), el("IsCancelled", str(m.status == "cancelled").lower()),
        el("LegacyFreeBusyStatus", "OOF" if m.away else "Tentative" if m.status == "tentative" else "Busy"), el("AppointmentSequenceNumber", str(m.sequence)),
        el("MyResponseType", "Organizer"), el("Categories", *(el("String", c) for c in m.categories)), el("JoinOnlineMeetingUrl", m.link),
        el("CalendarItemType", "Exception" if m.recurrence_id else "Single"), el("StartTimeZone", Id=m.start.zone or OWNER),
    ]  # fmt: skip
    parts += [el("RequiredAttendees", *guests)] if guests else [el("IsMeeting", "true")]
    parts += [el("Organizer", mailbox(m.organizer.address, m.organizer.name))] if m.organizer else []
    parts += [el("LastModifiedTime", m.stamp.strftime("%Y-%m-%dT%H:%M:%SZ"))] if m.stamp else []
    parts += [el("OriginalStart", _at(m.recurrence_id, m))] if m.recurrence_id else []
    parts += [el("DeletedOccurrences", *(el("DeletedOccurrence", el("Start", _at(d, m))) for d in m.exdates))] if m.exdates else []
    return read_ews_event(item("CalendarItem", *parts), OWNER)


def _as_graph(m: Meeting) -> CalendarRead:
    assert m.start and m.end
    start, end = ({"dateTime": f"{t.wall}T00:00:00" if m.all_day else _time(t)[:-1], "timeZone": "UTC"} for t in (m.start, m.end))
    event: dict[str, Any] = {
        "id": "x", "iCalUId": m.uid, "subject": m.title, "body": {"contentType": "text", "content": m.description}, "location": {"displayName": m.location},
        "start": start, "end": end, "originalStartTimeZone": m.start.zone or OWNER, "isAllDay": m.all_day, "isCancelled": m.status == "cancelled",
        "sensitivity": "private" if m.private else "normal", "showAs": "oof" if m.away else "tentative" if m.status == "tentative" else "busy", "isOrganizer": m.status == "tentative",
        "categories": list(m.categories), "onlineMeeting": {"joinUrl": m.link}, "singleValueExtendedProperties": [{"id": SEQUENCE, "value": str(m.sequence)}],
        "attendees": [{**_person(p), "status": {"response": _GRAPH[p.response]}} for p in m.attendees], "type": "exception" if m.recurrence_id else "singleInstance",
        "cancelledOccurrences": [f"OID.x.{d[:10]}" for d in m.exdates],
    }  # fmt: skip
    if m.organizer:
        event["organizer"] = _person(m.organizer)
    if m.stamp:
        event["lastModifiedDateTime"] = m.stamp.strftime("%Y-%m-%dT%H:%M:%S.0000000Z")
    if m.recurrence_id:
        event["originalStart"] = f"{m.recurrence_id}T00:00:00Z" if m.all_day else _at(m.recurrence_id, m)
    return read_graph_event(json.dumps(event).encode(), OWNER)


def _person(p: Party) -> dict[str, dict[str, str]]:
    return {"emailAddress": {"address": p.address, "name": p.name}}


def _comparable(m: Meeting, other: Meeting) -> Meeting:
    """Without what Exchange has no field for, and what each writes in its own way; rules have tests of their own."""
    people = tuple(replace(p, raw="") for p in m.attendees)
    organizer = replace(m.organizer, raw="") if m.organizer and other.organizer else None
    status = m.status if not m.away else "confirmed"
    return replace(m, organizer=organizer, attendees=people, method="", rrule="", rdates=(), status=status, range_this_and_future=False)


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.parametrize("told", [_as_ews, _as_graph])
def test_every_meeting_of_the_corpus_is_the_same_meeting_at_microsoft(told: Callable[[Meeting], CalendarRead]) -> None:
    """F63, F77: more than two thousand, of many programs; times, zones, days taken out, places in series, people, answers, links."""
    seen = 0
    for m in _meetings():
        (read,) = told(m).meetings
        assert _comparable(read, m) == _comparable(m, read)
        seen += 1
    assert seen > 2000
