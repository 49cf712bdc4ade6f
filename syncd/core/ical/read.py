"""One VEVENT becomes one `Meeting`; a calendar becomes its meetings and what could not be read of it.

A component is broken when it says neither when nor what, or when its start is there and makes no sense. Everything
else is a meeting with its problems named.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from syncd.core.global_object_id import meeting_uid
from syncd.core.ical.description import plain_text
from syncd.core.ical.lines import Component, read_components, unescape
from syncd.core.ical.links import conference_link
from syncd.core.ical.people import attendees, party, rooms
from syncd.core.ical.times import Moment, Zones, read_duration
from syncd.core.model import Meeting, Problem

MAX_SEQUENCE: Final = 2**31 - 1
MAX_ADDED: Final = 1_000
MAX_EXCEPTED: Final = 5_000
_NUMBER: Final = re.compile(r"\s*([+-]?)(\d+)\s*")
_LIST: Final = re.compile(r"(?<!\\),")
_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenComponent:
    """A VEVENT, or a whole text, that gives no meeting; `raw` is what there is of it."""

    reason: str
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRead:
    """What a calendar text holds. `method` is the iTIP method of the calendar, '' outside of invitations."""

    meetings: tuple[Meeting, ...]
    broken: tuple[BrokenComponent, ...]
    method: str
    problems: tuple[Problem, ...] = ()


def read_calendar(raw: bytes, owner_zone: str) -> CalendarRead:
    """The meetings of a calendar text; floating times and days are read in `owner_zone`, an IANA name. Never raises."""
    components = read_components(raw)
    if not components:
        return CalendarRead(meetings=(), broken=(BrokenComponent(reason="There is no calendar in it.", raw=raw),), method="")
    zones = Zones(components, owner_zone)
    events = [c for c in components if c.name == "VEVENT"]
    masters = {meeting_uid(c.value("UID")): c for c in events if not c.first("RECURRENCE-ID")}
    meetings: list[Meeting] = []
    broken: list[BrokenComponent] = []
    for c in events:
        read = _Event(c, zones, masters).read()
        if isinstance(read, Meeting):
            meetings.append(read)
        else:
            broken.append(read)
    method = next((m for c in components if c.name == "VCALENDAR" and (m := _method(c))), "")
    return CalendarRead(meetings=tuple(meetings), broken=tuple(broken), method=method, problems=_problems(components, events))


def read_component(component: Component, owner_zone: str, series: Component | None = None) -> Meeting | BrokenComponent:
    """One VEVENT, whatever it was made of; `series`: the one it is an occurrence of, as far as that is known. Never raises."""
    masters = {meeting_uid(component.value("UID")): series} if series else {}
    return _Event(component, Zones((component,), owner_zone), masters).read()


def _problems(components: list[Component], events: list[Component]) -> tuple[Problem, ...]:
    problems: list[Problem] = []
    if not all(c.closed for c in components):
        problems.append(Problem(code="not-closed", text="The calendar breaks off: a component is not closed."))
    if not events:
        kinds = ", ".join(dict.fromkeys(c.name for c in components if c.name != "VCALENDAR"))
        problems.append(Problem(code="no-event", text=f"The calendar holds no event ({kinds[:200] or 'nothing'})."))
    return tuple(problems)


def _method(calendar: Component) -> str:
    return calendar.value("METHOD").upper()[:40]


class _Event:
    """One VEVENT while it is being read; gathers its problems."""

    def __init__(self, component: Component, zones: Zones, masters: Mapping[str, Component]) -> None:
        self.c = component
        self.zones = zones
        self.masters = masters
        self.problems: list[Problem] = []

    def say(self, code: str, text: str) -> None:
        """Names a problem, once per code."""
        if all(p.code != code for p in self.problems):
            self.problems.append(Problem(code=code, text=text))

    def read(self) -> Meeting | BrokenComponent:
        c = self.c
        given = c.first("DTSTART")
        start = self.moment("DTSTART")
        title = c.value("SUMMARY")
        if start is None and given:
            return BrokenComponent(reason=f"Its start is no time: {given.value[:60]!r}.", raw=c.raw)
        if start is None and not title and not c.value("UID"):
            return BrokenComponent(reason="It says neither when nor what nor which.", raw=c.raw)
        if start is None:
            self.say("no-start", "The entry does not say when it starts.")
        end = self.end(start) if start else None
        if start and end and self.whole_days(start, end):
            start, end = self.zones.day(start.wall), self.zones.day(end.wall)
        if len(c.all("RRULE")) > 1 or c.first("EXRULE"):
            self.say("odd-rules", "It repeats by several rules, or has a rule of exceptions (EXRULE): programs read these differently.")
        location = c.value("LOCATION") or rooms(c)
        description = c.value("DESCRIPTION")
        organizer = c.first("ORGANIZER")
        zone = start.zone if start else ""
        return Meeting(
            uid=self.uid(start, title),
            recurrence_id=self.recurrence_id(start),
            sequence=self.sequence(),
            stamp=self.stamp(),
            method=self.method(),
            title=title,
            description=plain_text(description),
            start=start.meeting_time if start else None,
            end=end.meeting_time if end else None,
            all_day=bool(start and start.day),
            rrule="\n".join(rule for p in c.all("RRULE")[:5] if (rule := p.value.replace("\\", "").strip()[:2000])),
            rdates=self.dates("RDATE", zone, MAX_ADDED),
            exdates=self.dates("EXDATE", zone, MAX_EXCEPTED),
            range_this_and_future=self.this_and_future(),
            status=self.status(),
            organizer=party(organizer, "organizer") if organizer else None,
            attendees=attendees(c),
            location=location,
            link=conference_link(c, location, description),
            private=self.private(),
            categories=self.categories(),
            away=c.value("X-MICROSOFT-CDO-BUSYSTATUS").upper() == "OOF",
            problems=tuple(self.problems),
        )

    def moment(self, name: str) -> Moment | None:
        """The first property of that name as a time; its problems are taken over."""
        p = self.c.first(name)
        found = self.zones.moment(p.value, p.parameters.get("TZID", "")) if p else None
        for problem in found.problems if found else ():
            self.say(problem.code, problem.text)
        return found

    def uid(self, start: Moment | None, title: str) -> str:
        uid = self.c.value("UID")
        if uid:
            return meeting_uid(uid)[:1000]
        self.say("no-uid", "The entry has no UID; its start and title stand for one.")
        return "without-uid-" + hashlib.sha256(f"{start.text if start else ''}\n{title}".encode("utf-8", "replace")).hexdigest()[:32]

    def whole_days(self, start: Moment, end: Moment) -> bool:
        """Whether Outlook means whole days by midnight to midnight: it says so beside the times."""
        marked = self.c.value("X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE"
        return marked and not start.day and start.wall < end.wall and start.wall.time() == end.wall.time() == dt.time(0)

    def end(self, start: Moment) -> Moment:
        end = self.moment("DTEND")
        if end is None and (duration := self.c.first("DURATION")):
            return self.after(start, duration.value)
        if end is None:
            if not start.day:
                self.say("no-end", "The entry says neither when it ends nor how long it lasts.")
            return self.zones.later(start, 1 if start.day else 0, dt.timedelta(0))
        if start.day != end.day:
            self.say("mixed-times", "One of start and end is a day, the other a time.")
            if start.day:  # up to the end of the day it ends on
                end = self.zones.day(end.wall if end.wall.time() == dt.time(0) else end.wall + _DAY)
            else:
                end = self.zones.in_zone(end.wall, start.zone)
        if end.at < start.at:
            self.say("end-before-start", "The entry ends before it starts; it is kept without length.")
            return start
        return end

    def after(self, start: Moment, value: str) -> Moment:
        """The end of an entry that says how long it lasts."""
        duration = read_duration(value)
        if duration is None:
            self.say("no-end", f"Its length is no length: {value[:40]!r}.")
            return self.zones.later(start, 1 if start.day else 0, dt.timedelta(0))
        days, rest = duration
        if days < 0 or rest < dt.timedelta(0):
            self.say("end-before-start", "The entry ends before it starts; it is kept without length.")
            return start
        if start.day:  # a day lasts whole days
            days, rest = days + -(-rest // _DAY), dt.timedelta(0)
        return self.zones.later(start, days, rest)

    def recurrence_id(self, start: Moment | None) -> str | None:
        if not self.c.first("RECURRENCE-ID"):
            return None
        place = self.moment("RECURRENCE-ID")
        if place is None:
            self.say("no-place", "Which occurrence of the series is meant cannot be read.")
            return "?"
        master = self.masters.get(meeting_uid(self.c.value("UID")))
        given = master.first("DTSTART") if master else None
        series = self.zones.moment(given.value, given.parameters.get("TZID", "")) if given else None
        if series:
            return place.seen_in(series.zone)
        if place.zone == "UTC":
            return place.seen_in(start.zone) if start and start.zone not in ("", "UTC") else place.text + "Z"
        return place.text

    def this_and_future(self) -> bool:
        p = self.c.first("RECURRENCE-ID")
        return bool(p and p.parameters.get("RANGE", "").upper() == "THISANDFUTURE")

    def sequence(self) -> int:
        text = self.c.value("SEQUENCE")
        match = _NUMBER.fullmatch(text[:5000])
        if not match:
            if text:
                self.say("bad-sequence", f"Its sequence is no number: {text[:40]!r}.")
            return 0
        number = MAX_SEQUENCE + 1 if len(match[2]) > 18 else int(match[2])
        if match[1] == "-" or number > MAX_SEQUENCE:
            self.say("bad-sequence", f"Its sequence is out of range: {text[:40]!r}.")
        return 0 if match[1] == "-" else min(number, MAX_SEQUENCE)

    def stamp(self) -> dt.datetime | None:
        """In an invitation DTSTAMP tells when it was sent; elsewhere it may be the time of the export."""
        names = ("DTSTAMP", "LAST-MODIFIED") if self.method() else ("LAST-MODIFIED", "DTSTAMP")
        for name in names:
            p = self.c.first(name)
            found = self.zones.moment(p.value, p.parameters.get("TZID", "")) if p else None
            if found:
                return found.at
        return None

    def method(self) -> str:
        parent = self.c.parent
        return _method(parent) if parent and parent.name == "VCALENDAR" else ""

    def dates(self, name: str, zone: str, most: int) -> tuple[str, ...]:
        """The values of RDATE or EXDATE as wall texts in the zone of the start; periods as `start/end`."""
        found: dict[str, None] = {}
        for p in self.c.all(name):
            for item in dict.fromkeys(p.value.split(",")):  # the same again costs nothing
                if len(found) >= most:
                    self.say("too-many-dates", f"Only the first {most} dates of {name} are kept.")
                    return tuple(found)
                text = self.date(item, p.parameters.get("TZID", ""), zone)
                if text:
                    found[text] = None
                elif item.strip():
                    self.say("bad-date", f"A date of {name} cannot be read: {item[:40]!r}.")
        return tuple(found)

    def date(self, item: str, tzid: str, zone: str) -> str:
        begin, slash, until = item.partition("/")
        moment = self.zones.moment(begin, tzid)
        if moment is None:
            return ""
        if not slash:
            return moment.seen_in(zone)
        end = self.zones.moment(until, tzid)
        if end is None and (duration := read_duration(until)):
            length = dt.timedelta(days=duration[0]) + duration[1]
            end = replace(moment, at=moment.at + length, wall=moment.wall + length)
        return f"{moment.seen_in(zone)}/{end.seen_in(zone)}" if end else moment.seen_in(zone)

    def status(self) -> Literal["confirmed", "tentative", "cancelled"]:
        text = self.c.value("STATUS").upper()
        if self.method() == "CANCEL" or text in ("CANCELLED", "CANCELED"):
            return "cancelled"
        return "tentative" if text == "TENTATIVE" else "confirmed"

    def private(self) -> bool:
        """A class that is not known counts as private (RFC 5545 section 3.8.1.3)."""
        classes = (self.c.value("CLASS"), self.c.value("X-CALENDARSERVER-ACCESS"))
        return any(text.upper() not in ("", "PUBLIC") for text in classes)

    def categories(self) -> tuple[str, ...]:
        items = (unescape(item).strip() for p in self.c.all("CATEGORIES")[:50] for item in _LIST.split(p.value)[:50])
        return tuple(dict.fromkeys(item for item in items if item))
