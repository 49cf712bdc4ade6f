"""An event of a Google calendar as a meeting.

Its fields are told in the words of iCalendar and read by that reader, so that an event read here and the same one read by
CalDAV or from an invitation are the same meeting, down to the name of each occurrence. Attachments, reminders, colours and
whether the time is blocked are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

import msgspec

from syncd.core.ical.lines import Component, Property, read_components
from syncd.core.ical.people import MAX_ATTENDEES, party
from syncd.core.ical.read import MAX_EXCEPTED, BrokenComponent, CalendarRead, read_component
from syncd.core.model import Meeting, Problem

_Object = Mapping[str, Any]
_LONG: Final = 100_000  # characters of a text
_MOST_LINES: Final = MAX_EXCEPTED + 10  # of a recurrence
_NOTHING: Final[_Object] = {}
_RECURRENCE: Final = re.compile(r"(?:RRULE|EXRULE|RDATE|EXDATE)\s*[;:]", re.IGNORECASE)
_RESPONSES: Final = {"needsAction": "NEEDS-ACTION", "declined": "DECLINED", "tentative": "TENTATIVE", "accepted": "ACCEPTED"}


def read_event(raw: bytes, owner_zone: str) -> CalendarRead:
    """The meeting in an `Event` resource (calendar v3); days are read in `owner_zone`, an IANA name. Never raises."""
    try:
        event = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return _broken(f"It is no JSON: {str(error)[:200]}.", raw)
    if not isinstance(event, dict):
        return _broken("There is no event in it.", raw)
    read = read_component(_component(_properties(event)), owner_zone, _series(event))
    if isinstance(read, BrokenComponent):
        return _broken(read.reason, raw)
    return CalendarRead(meetings=(_finished(read, event),), broken=(), method="")


def _broken(reason: str, raw: bytes) -> CalendarRead:
    return CalendarRead(meetings=(), broken=(BrokenComponent(reason=reason, raw=raw),), method="")


def _finished(m: Meeting, event: _Object) -> Meeting:
    """With what only Google can say."""
    if event.get("attendeesOmitted") is not True:
        return m
    return replace(m, problems=(*m.problems, Problem(code="guests-left-out", text="Not everybody who is invited is named.")))


# ── in the words of iCalendar ────────────────────────────────────────────────────────────────────────────────────


def _component(properties: Iterable[Property]) -> Component:
    return Component(name="VEVENT", properties=[p for p in properties if p.value], closed=True)


def _series(event: _Object) -> Component | None:
    """What an occurrence tells of its series: the zone in which it repeats."""
    place = _part(event, "originalStartTime")
    start = _moment("DTSTART", place) if event.get("recurringEventId") and _text(place, "timeZone") else None
    return _component([start]) if start else None


def _properties(event: _Object) -> Iterator[Property]:
    yield _property("UID", _uid(event))
    yield _property("SUMMARY", _text(event, "summary"))
    yield _property("DESCRIPTION", _text(event, "description"))
    yield _property("LOCATION", _text(event, "location"))
    yield from _times(event)
    yield _property("STATUS", _text(event, "status"))
    sequence = event.get("sequence")
    yield _property("SEQUENCE", "" if sequence is None else str(sequence))
    yield _property("LAST-MODIFIED", _text(event, "updated"))
    if (visibility := _text(event, "visibility")) != "default":
        yield _property("CLASS", visibility)
    if event.get("eventType") == "outOfOffice":
        yield _property("X-MICROSOFT-CDO-BUSYSTATUS", "OOF")
    yield _property("CONFERENCE", _video(event))
    yield _property("X-GOOGLE-CONFERENCE", _text(event, "hangoutLink"))
    yield from _people(event)


def _property(name: str, text: str, /, **parameters: str) -> Property:
    return Property(name, {key: value for key, value in parameters.items() if value}, text.replace("\\", "\\\\"))


def _uid(event: _Object) -> str:
    """Without one of its own it is named after its id, as Google names it; an occurrence after its series."""
    named = _text(event, "recurringEventId") or _text(event, "id")
    return _text(event, "iCalUID") or (f"{named}@google.com" if named else "")


def _times(event: _Object) -> Iterator[Property]:
    start, end, place = _part(event, "start"), _part(event, "end"), _part(event, "originalStartTime")
    if event.get("recurringEventId"):
        yield _moment("RECURRENCE-ID", place) or Property("RECURRENCE-ID", {}, "?")
        if not start and event.get("status") == "cancelled":  # it says no more than which one does not take place
            start, end = place, place if "dateTime" in place else _NOTHING
    zone = _text(start, "timeZone") or _text(place, "timeZone")
    if at := _moment("DTSTART", start, zone):
        yield at
    if event.get("endTimeUnspecified") is not True and (at := _moment("DTEND", end, zone)):
        yield at
    yield from _repeated(event)


def _moment(name: str, time: _Object, zone: str = "") -> Property | None:
    """A day or a time. A time carries the offset of the reader's calendar; its zone is beside it, else it is `zone`."""
    day, instant = _text(time, "date"), _text(time, "dateTime")
    if not (day or instant):
        return Property(name, {}, "?") if time else None
    return _property(name, day) if day else _property(name, instant, TZID=_text(time, "timeZone") or zone)


def _repeated(event: _Object) -> list[Property]:
    """The lines of RFC 5545 that say when it takes place again. Others have no business there."""
    given = event.get("recurrence")
    told = dict.fromkeys(line for line in given if isinstance(line, str) and _RECURRENCE.match(line)) if isinstance(given, list) else {}
    lines = list(told)[:_MOST_LINES]
    if not lines:
        return []
    text = "\n".join(" ".join(line.split()) for line in ("BEGIN:VEVENT", *lines, "END:VEVENT"))
    return read_components(text.encode("utf-8", "replace"))[0].properties


def _people(event: _Object) -> Iterator[Property]:
    """The organizer; where it is a calendar and nobody, who made the entry. Then who is invited."""
    organizers = [_person("ORGANIZER", _part(event, name)) for name in ("organizer", "creator")]
    told = [(p, party(p, "organizer")) for p in organizers if p.value or p.parameters]
    yield from [p for p, who in told if who and who.address][:1] or [p for p, _ in told][:1]
    guests = event.get("attendees")
    for guest in guests[:MAX_ATTENDEES] if isinstance(guests, list) else ():
        if isinstance(guest, dict):
            yield _person("ATTENDEE", guest)


def _person(name: str, person: _Object) -> Property:
    address, shown = _text(person, "email"), _text(person, "displayName")
    return _property(
        name, f"mailto:{address}" if address else "invalid:nomail" if shown else "", CN=shown.replace("\\", "\\\\"),
        CUTYPE="RESOURCE" if person.get("resource") is True else "", PARTSTAT=_RESPONSES.get(_text(person, "responseStatus"), ""),
    )  # fmt: skip


def _video(event: _Object) -> str:
    """Where the conference is joined on the screen."""
    entries = _part(event, "conferenceData").get("entryPoints")
    ways = [e for e in entries[:100] if isinstance(e, dict)] if isinstance(entries, list) else []
    return next((_text(e, "uri") for e in ways if e.get("entryPointType") == "video"), "")


def _text(of: _Object, name: str) -> str:
    value = of.get(name)
    return value[:_LONG].replace("\0", "") if isinstance(value, str) else ""


def _part(of: _Object, name: str) -> _Object:
    value = of.get(name)
    return value if isinstance(value, dict) else _NOTHING
