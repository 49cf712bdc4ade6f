"""An entry of a calendar of Exchange (EWS `CalendarItem`) as a meeting."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from syncd.core.exchange.elements import Element, child, children, item_in, says, text
from syncd.core.exchange.entry import ANSWERS, Answer, Entry, Person, Sort, Time, broken, read_entry, unchanged_occurrence
from syncd.core.exchange.patterns import KINDS, Pattern
from syncd.core.exchange.zones import zone_of
from syncd.core.ical.people import MAX_ATTENDEES
from syncd.core.ical.read import MAX_EXCEPTED, CalendarRead
from syncd.core.model import Problem
from syncd.core.timezones import iana_name

_MONTHS: Final = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_GUESTS: Final = (("RequiredAttendees", False), ("OptionalAttendees", False), ("Resources", True))
_LISTS: Final = ("PublicDL", "PrivateDL")


def read_ews_event(raw: bytes, owner_zone: str, *, owner: Collection[str] = ()) -> CalendarRead:
    """The meeting in a `CalendarItem` (types.xsd); days are read in `owner_zone`, an IANA name.

    `owner`: the addresses of who keeps the calendar, whose answer the server tells apart from those of the guests. Never raises.
    """
    item = item_in(raw, "CalendarItem")
    if isinstance(item, str):
        return broken(item, raw)
    if text(item, "CalendarItemType") == "Occurrence":
        return unchanged_occurrence()
    return read_entry(_entry(item, owner_zone), owner_zone, owner, raw)


def _entry(item: Element, owner_zone: str) -> Entry:
    zone, problems = _zone(item, owner_zone)
    body = child(item, "Body")
    organized = text(item, "MyResponseType") == "Organizer"
    guests = tuple(_guests(item))
    meeting = bool(guests) or says(item, "IsMeeting") is not False
    return Entry(
        uid=text(item, "UID"), title=text(item, "Subject"), text=text(item, "Body") or text(item, "TextBody"),
        is_html=body is not None and bool(body.text) and body.get("BodyType", "") == "HTML",
        location=text(item, "Location") or text(item, "EnhancedLocation", "DisplayName"), start=_time(item, "Start", zone), end=_time(item, "End", zone),
        all_day=says(item, "IsAllDayEvent") is True, place=_place(item, zone), pattern=_pattern(child(item, "Recurrence")),
        deleted=tuple(Time(text(d, "Start"), zone) for d in children(item, "DeletedOccurrences", "DeletedOccurrence", most=MAX_EXCEPTED)),
        cancelled=says(item, "IsCancelled") is True, tentative=organized and text(item, "LegacyFreeBusyStatus") == "Tentative",
        sequence=text(item, "AppointmentSequenceNumber"), changed=text(item, "LastModifiedTime"), stamped=text(item, "DateTimeStamp"),
        sensitivity=text(item, "Sensitivity"), busy=text(item, "LegacyFreeBusyStatus"), link=text(item, "JoinOnlineMeetingUrl"),
        organizer=_person(child(item, "Organizer", "Mailbox")) if meeting else None, guests=guests,
        my_answer=None if organized else ANSWERS.get(text(item, "MyResponseType").lower()),
        categories=tuple((c.text or "").strip() for c in children(item, "Categories", "String")), problems=problems,
    )  # fmt: skip


def _zone(item: Element, owner_zone: str) -> tuple[str, tuple[Problem, ...]]:
    """The zone the entry keeps, and what is to be said of it."""
    year = text(item, "Start")[:4]
    definition = child(item, "StartTimeZone")
    if found := zone_of(definition, int(year) if year.isdecimal() and year.isascii() else 0, owner_zone):
        return found, ()
    older = child(item, "MeetingTimeZone")
    names = (text(item, "StartTimeZoneId"), older.get("TimeZoneName", "") if older is not None else "", text(item, "TimeZone"))
    if found := next(filter(None, map(iana_name, names)), ""):
        return found, ()
    said = next(filter(None, (definition.get("Name", "") or definition.get("Id", "") if definition is not None else "", *names)), "")
    unknown = Problem(code="unknown-zone", text=f"The zone “{said[:80]}” is unknown; the instants are kept.")
    return "", (unknown,) if said else ()


def _time(item: Element, name: str, zone: str) -> Time | None:
    return Time(text(item, name), zone) if child(item, name) is not None else None


def _place(item: Element, zone: str) -> Time | None:
    """Where an exception, or a single invited occurrence, stands in its series."""
    if text(item, "CalendarItemType") == "RecurringMaster":
        return None
    names = ("OriginalStart", "RecurrenceId") if text(item, "CalendarItemType") == "Exception" else ("RecurrenceId",)
    found = next((word for name in names if (word := text(item, name))), "")
    return Time(found, zone) if found else Time("?") if len(names) > 1 else None


def _pattern(recurrence: Element | None) -> Pattern | None:
    """One of six patterns and one of three ranges (`RecurrenceType`)."""
    if recurrence is None:
        return None
    name = ""
    for one in recurrence:
        name = str(one.tag).rpartition("}")[2].lower().removesuffix("recurrence")
        if name in KINDS:
            break
    else:
        return None
    month = text(one, "Month").lower()
    return Pattern(
        kind=KINDS[name], interval=_number(text(one, "Interval"), 1), days=tuple(text(one, "DaysOfWeek").lower().split()), first_day=text(one, "FirstDayOfWeek").lower(),
        index=text(one, "DayOfWeekIndex").lower(), day=_number(text(one, "DayOfMonth"), 0), month=_MONTHS.index(month) + 1 if month in _MONTHS else 0,
        count=_number(text(recurrence, "NumberedRecurrence", "NumberOfOccurrences"), 0), until=text(recurrence, "EndDateRecurrence", "EndDate"),
    )  # fmt: skip


def _guests(item: Element) -> Iterator[Person]:
    for name, resource in _GUESTS:
        for attendee in children(item, name, "Attendee", most=MAX_ATTENDEES):
            answer = ANSWERS.get(text(attendee, "ResponseType").lower(), "NEEDS-ACTION")
            if (person := _person(child(attendee, "Mailbox"), answer, is_room=resource)) is not None:
                yield person


def _person(mailbox: Element | None, answer: Answer = "NEEDS-ACTION", *, is_room: bool = False) -> Person | None:
    if mailbox is None:
        return None
    sort: Sort = "room" if is_room else "group" if text(mailbox, "MailboxType") in _LISTS else "person"
    return Person(address=text(mailbox, "EmailAddress"), name=text(mailbox, "Name"), answer=answer, sort=sort)


def _number(written: str, otherwise: int) -> int:
    return int(written) if written.isdecimal() and written.isascii() and len(written) < 7 else otherwise
