"""A reminder as the text of a calendar entry (RFC 5545), and back: for every connector that keeps .ics text.

What is written is private, free, without guests and without any word that could become a property (T18). What comes
back may have been through any calendar program: it is read for what a person may have changed, and never refused.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from connectors.base import UID_PREFIX, Reminder, Seen

MOST_TITLE = 200  # characters
MOST_TEXT = 10_000
KEY, HASH, ZONE = "X-SYNCD-KEY", "X-SYNCD-HASH", "X-SYNCD-ZONE"
_DONE = frozenset({"done", "completed", "complete", "atlikta", "atliktas", "įvykdyta", "padaryta", "сделано", "готово", "выполнено"})
_OURS = re.compile(rb"^UID(?:;[^:\r\n]{0,80})?:[ \t]*" + UID_PREFIX.encode(), re.MULTILINE | re.IGNORECASE)
_MARKED = re.compile(rb"^" + KEY.encode() + rb"[:;]", re.MULTILINE | re.IGNORECASE)
_UID = re.compile(rb"^UID(?:;[^:\r\n]{0,80})?:[ \t]*([^\r\n]+)", re.MULTILINE | re.IGNORECASE)
_FOLD = re.compile(rb"\r?\n[ \t]")
# what icalendar raises on damaged text, measured over mutants of real calendars; each means: not to be read
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, NotImplementedError, RecursionError)


def clean_title(text: str) -> str:
    """One line of at most 200 characters without control characters."""
    return " ".join(_clean(text.replace("\n", " ")).split())[:MOST_TITLE].rstrip()


def clean_text(text: str) -> str:
    """Lines with \\n ends, without other control characters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_clean(line).rstrip() for line in lines)[:MOST_TEXT].strip()


_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # turn the direction of writing


def _clean(line: str) -> str:
    """Without control characters and lone surrogates; a tab becomes a space."""
    bad = ("Cc", "Cs", "Zl", "Zp")
    return "".join(c for c in line.replace("\t", " ") if unicodedata.category(c) not in bad and c not in _TURNS)


def is_ours(raw: bytes) -> bool:
    """Whether calendar text bears our uid or our mark anywhere (rule 8: such a one is never harvested)."""
    return (b"syncd" in raw or b"SYNCD" in raw) and (_OURS.search(raw) is not None or _MARKED.search(raw) is not None)


def uids_of(raw: bytes) -> tuple[str, ...]:
    """The uids in calendar text, in order, read plainly."""
    return tuple(found.decode("utf-8", "replace").strip() for found in _UID.findall(_FOLD.sub(b"", raw)))


def write_entry(r: Reminder, now: dt.datetime) -> bytes:
    """The entry as an iCalendar file. `now` is its time of writing."""
    title = clean_title(r.title)
    zone = getattr(r.start.tzinfo, "key", "") or "UTC"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//syncd//reminders//EN",
        "BEGIN:VEVENT",
        f"UID:{r.uid}",
        f"DTSTAMP:{_utc(now)}",
        _when("DTSTART", r.start, r.all_day),
        _when("DTEND", r.end, r.all_day),
        f"SUMMARY:{_escape(title)}",
        f"DESCRIPTION:{_escape(clean_text(r.text))}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        f"{KEY}:{_escape(clean_title(r.key))}",
        f"{HASH}:{_escape(clean_title(r.content_hash))}",
        f"{ZONE}:{_escape(zone)}",
    ]
    if re.fullmatch(r"https?://[!-~]+", r.url):
        lines.append(f"URL:{r.url}")
    for seconds in r.alarms:
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_escape(title)}", f"TRIGGER:{_before(seconds)}", "END:VALARM"]
    lines += ["END:VEVENT", "END:VCALENDAR"]
    return "".join(_fold(line) + "\r\n" for line in lines).encode()


def read_entry(raw: bytes, handle: str, etag: str) -> Seen | None:
    """An entry of ours as it is now, or None where its uid is not ours. Damaged text gives a Seen without a start."""
    if not _OURS.search(_FOLD.sub(b"", raw)):
        return None
    event = _component(raw)
    if event is None:
        uid = next((u for u in uids_of(raw) if u.startswith(UID_PREFIX)), "")
        return Seen(uid=uid, handle=handle, etag=etag, key="", start=None, title="", note="", done=False, content_hash="")
    return Seen(
        uid=_text(event, "UID"), handle=handle, etag=etag, key=_text(event, KEY), start=_start(event), title=_text(event, "SUMMARY"),
        note=_text(event, "DESCRIPTION"), done=_is_done(event), content_hash=_text(event, HASH),
    )  # fmt: skip


def is_as_written(seen: Seen, r: Reminder) -> bool:
    """Whether the entry says what the reminder says, and no person has changed or ticked it."""
    at = seen.start.astimezone(r.start.tzinfo) if seen.start else None
    same_time = at is not None and (at.date() == r.start.date() if r.all_day else at == r.start)
    return same_time and (seen.uid, seen.key, seen.content_hash, seen.title, seen.note, seen.done) == (
        r.uid, clean_title(r.key), clean_title(r.content_hash), clean_title(r.title), clean_text(r.text), False,
    )  # fmt: skip


def _component(raw: bytes) -> Any:
    """The VEVENT or VTODO that bears our uid."""
    from icalendar import Calendar  # 0.1 s, and needed only where reminders are kept

    try:
        for calendar in Calendar.from_ical(raw, multiple=True):
            for part in calendar.walk():
                if part.name in ("VEVENT", "VTODO") and _text(part, "UID").startswith(UID_PREFIX):
                    return part
    except UNREADABLE:
        return None
    return None


def _text(part: Any, name: str) -> str:
    value = part.get(name)
    if isinstance(value, list):
        value = value[0]
    return "" if value is None else str(value).strip()


def _start(part: Any) -> dt.datetime | None:
    """The start (of a task: its due time), aware. A date or a floating time is one in the zone we wrote."""
    try:
        value = (part.get("DTSTART") or part.get("DUE")).dt
        if not isinstance(value, dt.datetime):
            return dt.datetime(value.year, value.month, value.day, tzinfo=_zone(_text(part, ZONE)))
        return value if value.tzinfo else value.replace(tzinfo=_zone(_text(part, ZONE)))
    except UNREADABLE:
        return None


def _is_done(part: Any) -> bool:
    if _text(part, "STATUS").upper() == "COMPLETED" or part.get("COMPLETED") is not None:
        return True
    groups = part.get("CATEGORIES")
    found = groups if isinstance(groups, list) else [groups] if groups is not None else []
    return any(str(word).strip().casefold() in _DONE for group in found for word in getattr(group, "cats", [group]))


@lru_cache(maxsize=64)
def _zone(name: str) -> dt.tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return dt.UTC


def _when(name: str, at: dt.datetime, all_day: bool) -> str:
    """Wall time with the zone's IANA name, so that the entry stays at its hour; UTC where the wall would be ambiguous."""
    if all_day:
        return f"{name};VALUE=DATE:{at:%Y%m%d}"
    zone = getattr(at.tzinfo, "key", "")
    # RFC 5545 section 3.3.5 reads an hour that comes twice as the first, and one that never comes by the offset before
    if zone and zone != "UTC" and at.replace(fold=0).utcoffset() == at.utcoffset() == at.replace(fold=1).utcoffset():
        return f"{name};TZID={zone}:{at:%Y%m%dT%H%M%S}"
    return f"{name}:{_utc(at)}"


def _utc(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _before(seconds: int) -> str:
    """A trigger so many seconds before the start."""
    if seconds % 60:
        return f"-PT{seconds}S"
    return f"-PT{seconds // 60}M" if seconds else "PT0S"


def _escape(text: str) -> str:
    """TEXT of RFC 5545 section 3.3.11."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _fold(line: str) -> str:
    """Lines of at most 75 octets, never cut inside a character (RFC 5545 section 3.1)."""
    if len(line) <= 24 or len(line.encode()) <= 75:
        return line
    parts, room = [""], 75
    for char in line:
        size = len(char.encode())
        if size > room:
            parts.append("")
            room = 74  # the space that marks a continuation takes one
        parts[-1] += char
        room -= size
    return "\r\n ".join(parts)
