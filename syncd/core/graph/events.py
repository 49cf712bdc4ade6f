"""An event of a calendar of Microsoft 365 (Graph `event`, v1.0) as a meeting."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

import msgspec

from syncd.core.exchange.entry import ANSWERS, Entry, Person, Time, broken, read_entry, unchanged_occurrence
from syncd.core.exchange.patterns import KINDS, Pattern
from syncd.core.ical.people import MAX_ATTENDEES
from syncd.core.ical.read import MAX_EXCEPTED, CalendarRead
from syncd.core.model import Problem
from syncd.core.timezones import iana_name

SEQUENCE: Final = "Integer {00062002-0000-0000-C000-000000000046} Id 0x8201"  # PidLidAppointmentSequence: Graph has no field of its own for it
_Object = Mapping[str, Any]
_LONG: Final = 100_000  # characters of a text
_NOTHING: Final[_Object] = {}


def read_graph_event(raw: bytes, owner_zone: str, *, owner: Collection[str] = ()) -> CalendarRead:
    """The meeting in an `event`; days are read in `owner_zone`, an IANA name.

    `owner`: the addresses of who keeps the calendar, whose answer is told apart from those of the guests. Never raises.
    """
    try:
        event = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return broken(f"It is no JSON: {str(error)[:200]}.", raw)
    if not isinstance(event, dict):
        return broken("There is no event in it.", raw)
    if event.get("type") == "occurrence":
        return unchanged_occurrence()
    return read_entry(_entry(event), owner_zone, owner, raw)


def _entry(event: _Object) -> Entry:
    zone, problems = _zone(event)
    day = event.get("isAllDay") is True
    body = _part(event, "body")
    mine = event.get("isOrganizer") is True
    guests = tuple(_guests(event))
    return Entry(
        uid=_text(event, "uid") or _text(event, "iCalUId"), title=_text(event, "subject"), text=_text(body, "content"), is_html=_text(body, "contentType") == "html",
        location=_text(_part(event, "location"), "displayName"), start=_time(_part(event, "start"), zone, day=day), end=_time(_part(event, "end"), zone, day=day), all_day=day,
        place=_place(event, zone, day=day), pattern=_pattern(_part(event, "recurrence")), deleted=tuple(_deleted(event)),
        cancelled=event.get("isCancelled") is True, tentative=mine and _text(event, "showAs") == "tentative", sequence=_sequence(event),
        changed=_text(event, "lastModifiedDateTime"), stamped=_text(event, "createdDateTime"), sensitivity=_text(event, "sensitivity"), busy=_text(event, "showAs"),
        link=_text(_part(event, "onlineMeeting"), "joinUrl") or _text(event, "onlineMeetingUrl"),
        organizer=None if mine and not guests else _person(_part(event, "organizer")), guests=guests,
        my_answer=None if mine else ANSWERS.get(_text(_part(event, "responseStatus"), "response").lower()),
        categories=tuple(c for c in _list(event, "categories") if isinstance(c, str)), problems=problems,
    )  # fmt: skip


def _zone(event: _Object) -> tuple[str, tuple[Problem, ...]]:
    """The zone in which the entry was made; the times beside it may be in another (`Prefer: outlook.timezone`)."""
    said = _text(event, "originalStartTimeZone") or _text(_part(event, "start"), "timeZone")
    found = iana_name(said)
    unknown = Problem(code="unknown-zone", text=f"The zone “{said[:80]}” is unknown; the instants are kept.")
    return found, () if found or not said else (unknown,)


def _time(time: _Object, zone: str, *, day: bool) -> Time | None:
    """A `dateTimeTimeZone`: an instant where it is of UTC, a wall time of its own zone else. A day is midnight in whatever zone it is told."""
    wall = _text(time, "dateTime")
    if not time:
        return None
    if day and wall[10:] and not wall[10:].strip("T0:."):
        return Time(wall[:10])
    own = iana_name(_text(time, "timeZone"))
    if own == "UTC" and "T" in wall and not wall.endswith(("Z", "z")):
        wall += "Z"
    return Time(wall, zone if own in ("", "UTC") else own)


def _place(event: _Object, zone: str, *, day: bool) -> Time | None:
    """Where an exception stands in its series: `originalStart` is an instant."""
    if event.get("type") != "exception":
        return None
    return _time({"dateTime": _text(event, "originalStart"), "timeZone": "UTC"}, zone, day=day) if event.get("originalStart") else Time("?")


def _deleted(event: _Object) -> Iterator[Time]:
    """The days of the occurrences that were taken out: `OID.<id of the series>.2026-04-01`."""
    return (Time(named.rpartition(".")[2]) for named in _list(event, "cancelledOccurrences")[:MAX_EXCEPTED] if isinstance(named, str))


def _sequence(event: _Object) -> str:
    for one in _list(event, "singleValueExtendedProperties"):
        if isinstance(one, dict) and _text(one, "id").lower() == SEQUENCE.lower():
            return _text(one, "value")
    return ""


def _pattern(recurrence: _Object) -> Pattern | None:
    pattern, limits = _part(recurrence, "pattern"), _part(recurrence, "range")
    kind = KINDS.get(_text(pattern, "type").lower())
    if kind is None:
        return None
    sort = _text(limits, "type")
    return Pattern(
        kind=kind, interval=_number(pattern, "interval") or 1, days=tuple(d.lower() for d in _list(pattern, "daysOfWeek") if isinstance(d, str)),
        first_day=_text(pattern, "firstDayOfWeek").lower(), index=_text(pattern, "index").lower(), day=_number(pattern, "dayOfMonth"), month=_number(pattern, "month"),
        count=_number(limits, "numberOfOccurrences") if sort == "numbered" else 0, until=_text(limits, "endDate") if sort == "endDate" else "",
    )  # fmt: skip


def _guests(event: _Object) -> Iterator[Person]:
    for guest in _list(event, "attendees")[:MAX_ATTENDEES]:
        person = _person(guest) if isinstance(guest, dict) else None
        if person is not None:
            answer = ANSWERS.get(_text(_part(guest, "status"), "response").lower(), "NEEDS-ACTION")
            yield replace(person, answer=answer, sort="room" if guest.get("type") == "resource" else "person")


def _person(of: _Object) -> Person | None:
    mailbox = _part(of, "emailAddress")
    found = Person(address=_text(mailbox, "address"), name=_text(mailbox, "name"))
    return found if found.address or found.name else None


def _number(of: _Object, name: str) -> int:
    value = of.get(name)
    return value if isinstance(value, int) and 0 <= value < 1_000_000 else 0


def _list(of: _Object, name: str) -> list[Any]:
    value = of.get(name)
    return value if isinstance(value, list) else []


def _text(of: _Object, name: str) -> str:
    value = of.get(name)
    return value[:_LONG].replace("\0", "") if isinstance(value, str) else ""


def _part(of: _Object, name: str) -> _Object:
    value = of.get(name)
    return value if isinstance(value, dict) else _NOTHING
