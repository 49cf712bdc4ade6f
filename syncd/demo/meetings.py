"""Makes calendar files (RFC 5545) out of the written entries: meetings, calls, series, all-day and private entries.

Written by hand rather than by a library so that the same day gives the same bytes whatever is installed. Times are wall
times with TZID=Europe/Vilnius and their VTIMEZONE.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from syncd.demo.days import VILNIUS, DemoDays
from syncd.demo.templates import Sample, Section, Writer
from syncd.demo.words import TONGUES

_TIMEZONE = """BEGIN:VTIMEZONE
TZID:Europe/Vilnius
BEGIN:DAYLIGHT
TZOFFSETFROM:+0200
TZOFFSETTO:+0300
TZNAME:EEST
DTSTART:19700329T030000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
TZNAME:EET
DTSTART:19701025T040000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE"""
_REPEAT = {"weekly": ("FREQ=WEEKLY", 7), "fortnightly": ("FREQ=WEEKLY;INTERVAL=2", 14)}
_PLAIN = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_LINE_OCTETS = 75  # RFC 5545 §3.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One calendar entry: its file's text, whose calendars it lies in, and when it was made."""

    section: Section
    uid: str
    calendars: tuple[Writer, ...]
    made: dt.datetime
    text: str


def entries(sample: Sample, days: DemoDays) -> list[Entry]:
    """All calendar entries of the sample, in the order they are written."""
    return [_entry(section, sample.people, days) for section in sample.meetings]


def invitations(found: list[Entry]) -> dict[str, str]:
    """The entries as they go out by mail (iTIP), by the entry's id; a cancelled one also as it was first sent, under `id first`."""
    texts: dict[str, str] = {}
    for entry in found:
        key = entry.section.key
        if entry.section.fields.get("status") == "cancelled":
            texts[key] = _with_method(entry.text, "CANCEL")
            first = entry.text.replace("STATUS:CANCELLED", "STATUS:CONFIRMED").replace("SEQUENCE:1", "SEQUENCE:0")
            texts[f"{key} first"] = _with_method(first, "REQUEST")
        else:
            texts[key] = _with_method(entry.text, "REQUEST")
    return texts


def _with_method(text: str, method: str) -> str:
    return text.replace("VERSION:2.0\r\n", f"VERSION:2.0\r\nMETHOD:{method}\r\n", 1)


def _entry(section: Section, people: Mapping[str, Writer], days: DemoDays) -> Entry:
    calendars = tuple(people[name] for name in section.names("in"))
    organizer = people.get(section.fields.get("organizer", ""))
    tongue = TONGUES[section.fields.get("lang", calendars[0].tongue)]
    made = _made(section, days)
    uid = f"{section.key}-{made:%Y%m%d}@klimatas.example"
    common = [f"UID:{uid}", f"DTSTAMP:{made.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}", f"CREATED:{made.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"]
    common += _people_lines(section, people, organizer)
    words = {name: days.words(section.fields.get(name, ""), tongue=tongue, said=made.date()) for name in ("title", "place")}
    common += [f"SUMMARY:{words['title'].translate(_PLAIN)}"]
    if words["place"]:
        common += [f"LOCATION:{words['place'].translate(_PLAIN)}"]
    if section.text:
        common += [f"DESCRIPTION:{days.words(section.text, tongue=tongue, said=made.date()).translate(_PLAIN)}"]
    common += _state_lines(section)
    body = [_event([*common, *when]) for when in _times(section, days)]
    lines = ["BEGIN:VCALENDAR", "PRODID:-//Klimatas//Calendar//LT", "VERSION:2.0", _TIMEZONE, *body, "END:VCALENDAR"]
    text = "\r\n".join(_folded(line) for line in "\n".join(lines).split("\n")) + "\r\n"
    return Entry(section=section, uid=uid, calendars=calendars, made=made, text=text)


def _made(section: Section, days: DemoDays) -> dt.datetime:
    if made := section.fields.get("made"):
        return days.at(made)
    when = section.fields["at"]
    first = days.today if when.startswith("every ") else min(days.day(when.split()[0]), days.today)
    return dt.datetime.combine(days.working.shift(first, -4), dt.time(11, 5), VILNIUS)


def _event(lines: list[str]) -> str:
    return "\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"])


def _people_lines(section: Section, people: Mapping[str, Writer], organizer: Writer | None) -> list[str]:
    lines = [] if organizer is None else [f'ORGANIZER;CN="{organizer.name}":mailto:{organizer.address}']
    for guest in section.names("guests"):
        key, _, answer = guest.partition("=")
        writer = people[key]
        state = (answer or "needs-action").upper()
        lines.append(f'ATTENDEE;CN="{writer.name}";ROLE=REQ-PARTICIPANT;PARTSTAT={state}:mailto:{writer.address}')
    return lines


def _state_lines(section: Section) -> list[str]:
    status = section.fields.get("status", "confirmed").upper()
    lines = [f"STATUS:{status}", f"SEQUENCE:{int(status == 'CANCELLED')}"]
    if shown := section.fields.get("class"):
        lines.append(f"CLASS:{shown.upper()}")
    if link := section.fields.get("link"):
        lines.append(f"URL:{link}")
    return lines


def _times(section: Section, days: DemoDays) -> list[list[str]]:
    """The time lines of each VEVENT: the entry or series, then one changed occurrence where there is one."""
    when = section.fields["at"]
    if when.startswith("every "):
        _, year, offset = when.split()
        first = days.day(offset).replace(year=int(year))
        return [[f"DTSTART;VALUE=DATE:{first:%Y%m%d}", "RRULE:FREQ=YEARLY", "TRANSP:TRANSPARENT"]]
    start = days.at(when)
    if " " not in when:
        last = start.date() + dt.timedelta(days=int(section.fields.get("length", "1")))
        return [[f"DTSTART;VALUE=DATE:{start:%Y%m%d}", f"DTEND;VALUE=DATE:{last:%Y%m%d}"]]
    length = dt.timedelta(minutes=int(section.fields.get("length", "60")))
    series = [_local("DTSTART", start), _local("DTEND", start + length)]
    if "repeat" not in section.fields:
        return [series]
    rule, step = _REPEAT[section.fields["repeat"]]
    series.append(f"RRULE:{rule}")
    for number in section.names("except"):
        series.append(_local("EXDATE", start + dt.timedelta(days=step * int(number))))
    if "moved" not in section.fields:
        return [series]
    number, clock = section.fields["moved"].split()
    usual = start + dt.timedelta(days=step * int(number))
    other = dt.datetime.combine(usual.date(), dt.time.fromisoformat(clock), VILNIUS)
    return [series, [_local("RECURRENCE-ID", usual), _local("DTSTART", other), _local("DTEND", other + length)]]


def _local(name: str, at: dt.datetime) -> str:
    return f"{name};TZID=Europe/Vilnius:{at:%Y%m%dT%H%M%S}"


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, never cut inside a letter."""
    pieces: list[str] = []
    piece, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _LINE_OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece += letter
        size += octets
    return "\r\n".join([*pieces, piece])
