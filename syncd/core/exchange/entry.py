"""One entry of a calendar of Exchange, in the words that EWS and Graph share, told in those of iCalendar and read by that reader.

So a meeting read here and the same one from an invitation, by CalDAV or at Google are one, down to the name of each
occurrence. Attachments, reminders and whether the time is blocked are not read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from syncd.core.exchange.patterns import Pattern, rule_of
from syncd.core.global_object_id import instance_day
from syncd.core.ical.lines import Component, Property
from syncd.core.ical.links import known_link
from syncd.core.ical.people import MAX_ATTENDEES, address_in
from syncd.core.ical.read import MAX_EXCEPTED, BrokenComponent, CalendarRead, read_component
from syncd.core.ical.times import Zones
from syncd.core.model import Meeting, Problem

Answer = Literal["NEEDS-ACTION", "DECLINED", "TENTATIVE", "ACCEPTED"]
Sort = Literal["person", "room", "group"]
ANSWERS: Final[dict[str, Answer]] = {  # ResponseTypeType of EWS, responseType of Graph, in small letters
    "accept": "ACCEPTED",
    "accepted": "ACCEPTED",
    "organizer": "ACCEPTED",
    "decline": "DECLINED",
    "declined": "DECLINED",
    "tentative": "TENTATIVE",
    "tentativelyaccepted": "TENTATIVE",
}
_LONG: Final = 100_000  # characters of a text
_MIDNIGHT: Final = dt.time(0)
_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Time:
    """A time as it was given: a day, an instant, or a wall time; and its IANA zone, '' where none is known."""

    value: str
    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who organizes an entry or is invited. `address` as it was given: of somebody inside it may be no mail address."""

    address: str
    name: str
    answer: Answer = "NEEDS-ACTION"
    sort: Sort = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What Exchange says of one entry. `place`: which occurrence of its series it replaces."""

    uid: str
    title: str
    text: str
    is_html: bool
    location: str
    start: Time | None
    end: Time | None
    all_day: bool
    place: Time | None = None
    pattern: Pattern | None = None
    deleted: tuple[Time, ...] = ()
    cancelled: bool = False
    tentative: bool = False
    sequence: str = ""
    changed: str = ""
    stamped: str = ""
    sensitivity: str = ""
    busy: str = ""
    link: str = ""
    organizer: Person | None = None
    guests: tuple[Person, ...] = ()
    my_answer: Answer | None = None
    categories: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_entry(e: Entry, owner_zone: str, owner: Collection[str], raw: bytes) -> CalendarRead:
    """The meeting; days and floating times are read in `owner_zone`, `my_answer` is that of the addresses of `owner`. Never raises."""
    times = _Times(e, owner_zone)
    series = Component(name="VEVENT", properties=[times.property("DTSTART", times.place)], closed=True) if times.place else None
    c = Component(name="VEVENT", properties=[p for p in _properties(e, times, owner) if p.value], closed=True)
    read = read_component(c, owner_zone, series)
    if isinstance(read, BrokenComponent):
        return broken(read.reason, raw)
    return CalendarRead(meetings=(_finished(read, e),), broken=(), method="")


def broken(reason: str, raw: bytes) -> CalendarRead:
    """What is said of an original that gives no meeting."""
    return CalendarRead(meetings=(), broken=(BrokenComponent(reason=reason, raw=raw),), method="")


def unchanged_occurrence() -> CalendarRead:
    """What is said of an occurrence that is as its series has it: nothing."""
    return CalendarRead(meetings=(), broken=(), method="", problems=(Problem(code="occurrence", text="An occurrence as its series has it."),))


def _finished(m: Meeting, e: Entry) -> Meeting:
    """With the problems that iCalendar could not have."""
    people = (*((e.organizer,) if e.organizer else ()), *e.guests[:MAX_ATTENDEES])
    nameless = [p for p in people if p.sort == "person" and p.address and not _mail(p)]
    added = e.problems
    if nameless:
        added += (Problem(code="no-mail-address", text="Somebody is named by an address of the server's own, which is no mail address."),)
    return replace(m, problems=(*m.problems, *added)) if added else m


# ── in the words of iCalendar ────────────────────────────────────────────────────────────────────────────────────


def _description(e: Entry) -> str:
    if not e.is_html:
        return e.text.replace("\r\n", "\n")
    from syncd.core.html import to_text  # with a whole parser of HTML: a company without Exchange needs it for mail alone

    return to_text(e.text[:_LONG])


def _properties(e: Entry, times: _Times, owner: Collection[str]) -> Iterator[Property]:
    yield _property("UID", e.uid)
    yield _property("SUMMARY", e.title)
    yield _property("DESCRIPTION", _description(e))
    yield _property("LOCATION", e.location)
    if times.place:
        yield times.property("RECURRENCE-ID", times.place)
    yield from (times.property(name, t) for name, t in (("DTSTART", times.start), ("DTEND", times.end)) if t)
    if e.pattern and times.began and (rule := rule_of(e.pattern, times.began)):
        yield Property("RRULE", {}, rule)
    yield from (times.property("EXDATE", t) for t in times.deleted)
    yield _property("STATUS", "CANCELLED" if e.cancelled else "TENTATIVE" if e.tentative else "CONFIRMED")
    yield _property("SEQUENCE", e.sequence)
    yield _property("LAST-MODIFIED", e.changed)
    yield _property("DTSTAMP", e.stamped)
    yield _property("CLASS", "" if e.sensitivity.lower() in ("", "normal") else e.sensitivity)
    yield _property("X-MICROSOFT-CDO-BUSYSTATUS", "OOF" if e.busy.lower() == "oof" else "")
    yield _property("X-MICROSOFT-SKYPETEAMSMEETINGURL", e.link or known_link(e.text[:_LONG]) if e.is_html else e.link)
    yield from (_property("CATEGORIES", c, escaped=",") for c in e.categories[:50])
    if e.organizer:
        yield _person("ORGANIZER", e.organizer)
    for guest in e.guests[:MAX_ATTENDEES]:
        mine = e.my_answer and address_in(_mail(guest)) in owner
        yield _person("ATTENDEE", replace(guest, answer=e.my_answer) if mine and e.my_answer else guest)


def _property(name: str, text: str, /, *, escaped: str = "", **parameters: str) -> Property:
    value = text[:_LONG].replace("\\", "\\\\")
    for sign in escaped:
        value = value.replace(sign, "\\" + sign)
    return Property(name, {key: value for key, value in parameters.items() if value}, value)


def _person(name: str, p: Person) -> Property:
    sort = {"person": "", "room": "RESOURCE", "group": "GROUP"}[p.sort]
    mail = _mail(p)
    answer = p.answer if name == "ATTENDEE" else ""
    return _property(
        name, f"mailto:{mail}" if mail else "invalid:nomail" if p.name else "", CN=p.name[:1000].replace("\\", "\\\\"), CUTYPE=sort, PARTSTAT=answer
    )


def _mail(p: Person) -> str:
    """Their mail address; where the server gives its own (`/O=…/CN=…`), that which their name may be."""
    return p.address[:1000] if "@" in p.address else p.name[:1000] if "@" in p.name else ""


class _Times:
    """The times of an entry as iCalendar has them: days of an entry of whole days, whichever midnight stands for them."""

    def __init__(self, e: Entry, owner_zone: str) -> None:
        self.zones = Zones((), owner_zone)
        self.owner = owner_zone
        self.all_day = e.all_day
        self.start = self.day(e.start) if e.all_day and e.start else e.start
        self.end = self.day(e.end, up=True) if e.all_day and e.end else e.end
        self.began = self.zones.moment(self.start.value, self.start.zone) if self.start else None
        self.place = self.placed(e)
        self.deleted = tuple(self.day(t) if e.all_day else self.at_its_hour(t) for t in e.deleted[:MAX_EXCEPTED])

    def property(self, name: str, t: Time) -> Property:
        """A line of that name. What is no time is told as it is, to be named."""
        return Property(name, {"TZID": t.zone} if t.zone else {}, t.value[:60] or "?")

    def day(self, t: Time, *, up: bool = False) -> Time:
        """The day a time stands for: midnight in its zone, or in the owner's; else the day it falls on, `up`: the next."""
        moment = self.zones.moment(t.value, t.zone or self.owner)
        if moment is None:
            return t
        wall = moment.wall
        if wall.time() != _MIDNIGHT and (owners := self.zones.instant(moment.at, self.owner)).wall.time() == _MIDNIGHT:
            wall = owners.wall
        if up and wall.time() != _MIDNIGHT:
            wall += _DAY
        return Time(wall.date().isoformat())

    def placed(self, e: Entry) -> Time | None:
        """The place in the series; of an entry whose name bears the day alone, at its own hour."""
        if e.place:
            return self.day(e.place) if e.all_day else e.place
        if e.pattern or self.began is None or (day := instance_day(e.uid)) is None:
            return None
        return Time(day.isoformat()) if e.all_day else self.at_its_hour(Time(day.isoformat()))

    def at_its_hour(self, t: Time) -> Time:
        """Of a day alone: that day when the clocks show the hour of the start."""
        if len(t.value) != len("2026-04-01") or self.began is None:
            return t
        return Time(f"{t.value}T{self.began.wall.time().isoformat()}", self.began.zone)
