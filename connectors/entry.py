"""A reminder as the text of a calendar entry (RFC 5545), and back: for every connector that keeps .ics text.

What is written is private, free, without guests and without any word that could become a property (T18). What comes
back may have been through any calendar program: it is read for what a person may have changed, and never refused.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from connectors.base import UID_PREFIX, Reminder, Seen

MOST_TITLE = 200  # characters
MOST_TEXT = 10_000
KEY, HASH, ZONE = "X-SYNCD-KEY", "X-SYNCD-HASH", "X-SYNCD-ZONE"
DONE = frozenset({"done", "completed", "complete", "atlikta", "atliktas", "įvykdyta", "padaryta", "сделано", "готово", "выполнено"})
_OURS = re.compile(rb"^UID(?:;[^:\r\n]{0,80})?:[ \t]*" + UID_PREFIX.encode(), re.MULTILINE | re.IGNORECASE)
_MARKED = re.compile(rb"^" + KEY.encode() + rb"[:;]", re.MULTILINE | re.IGNORECASE)
_PAGE = r"https?://[^\s<>\"']{1,300}/(?:promise|call)/[0-9a-f]{32}/?"
_LINK = re.compile(rf"^[^\S\n]*<?{_PAGE}>?(?:[^\S\n]*<{_PAGE}>)?[^\S\n]*$", re.MULTILINE)
_UID = re.compile(rb"^UID(?:;[^:\r\n]{0,80})?:[ \t]*([^\r\n]+)", re.MULTILINE | re.IGNORECASE)
_LINE = re.compile(r"([A-Za-z0-9-]+)((?:;[^=:;]+=(?:\"[^\"]*\"|[^\":;]*))*):(.*)")
_TZID = re.compile(r"TZID=\"?([^\";:]+)", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([\\;,nN])")
_END_OF_LINE = re.compile(r"\r?\n|\r")
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


def bears_our_link(words: str) -> bool:
    """Whether a text has the link to a page of ours on a line of its own, as each entry about a promise or a call has: what no
    program strips. It tells an entry that lost its uid and its mark; somebody who quotes a link writes words beside it."""
    return _LINK.search(words) is not None


def uids_of(raw: bytes) -> tuple[str, ...]:
    """The uids in calendar text, in order, read plainly."""
    return tuple(found.decode("utf-8", "replace").strip() for found in _UID.findall(_FOLD.sub(b"", raw)))


def write_entry(r: Reminder, now: dt.datetime, *, task: bool = False) -> bytes:
    """The entry as an iCalendar file, an event or a task due at the reminder's start. `now` is its time of writing."""
    title = clean_title(r.title)
    zone = getattr(r.start.tzinfo, "key", "") or "UTC"
    kind = "VTODO" if task else "VEVENT"
    start, end = _when("DUE" if task else "DTSTART", r.start, r.all_day), _when("DTEND", r.end, r.all_day)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//syncd//reminders//EN",
        f"BEGIN:{kind}",
        f"UID:{r.uid}",
        f"DTSTAMP:{_utc(now)}",
        start,
        *([] if task else [end, "TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"]),  # a task takes no time
        f"SUMMARY:{_escape(title)}",
        f"DESCRIPTION:{_escape(clean_text(r.text))}",
        "CLASS:PRIVATE",
        f"{KEY}:{_escape(clean_title(r.key))}",
        f"{HASH}:{_escape(clean_title(r.content_hash))}",
        f"{ZONE}:{_escape(zone)}",
    ]
    if re.fullmatch(r"https?://[!-~]+", r.url):
        lines.append(f"URL:{r.url}")
    related = ";RELATED=END" if task else ""  # RFC 5545 section 3.2.14: a task without a start has its end only
    for seconds in r.alarms:
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_escape(title)}", f"TRIGGER{related}:{_before(seconds)}", "END:VALARM"]
    lines += [f"END:{kind}", "END:VCALENDAR"]
    return "".join(_fold(line) + "\r\n" for line in lines).encode()


def read_entry(raw: bytes, handle: str, etag: str) -> Seen | None:
    """An entry of ours as it is now, or None where its uid is not ours. Of damaged text there is what can be read."""
    if not _OURS.search(_FOLD.sub(b"", raw)):
        return None
    entry = _properties(raw)
    return Seen(
        uid=entry.text("UID"),
        handle=handle,
        etag=etag,
        key=entry.text(KEY),
        start=_start(entry, raw),
        title=entry.text("SUMMARY"),
        note=entry.text("DESCRIPTION"),
        done=_is_done(entry),
        content_hash=entry.text(HASH),
    )


def is_as_written(seen: Seen, r: Reminder) -> bool:
    """Whether the entry says what the reminder says, and no person has changed or ticked it."""
    at = seen.start.astimezone(r.start.tzinfo) if seen.start else None
    same_time = at is not None and (at.date() == r.start.date() if r.all_day else at == r.start)
    return same_time and (seen.uid, seen.key, seen.content_hash, seen.title, seen.note, seen.done) == (
        r.uid, clean_title(r.key), clean_title(r.content_hash), clean_title(r.title), clean_text(r.text), False,
    )  # fmt: skip


def words_without(link: str, words: str) -> str:
    """A text as it is read back, without the `link` we put below it: as it is, or as a program shows it in HTML made text again."""
    words = "\n".join(line.rstrip() for line in words.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    if link:
        shown = re.escape(link)
        words = re.sub(rf"\s*(?<!\S){shown}(?:[ \n]?<{shown}/?>)?(?!\S)", "", words, count=1)
    return words.strip()


class _Entry:
    """The properties of one VEVENT or VTODO: (parameters, value) by name, in the order of the text."""

    def __init__(self) -> None:
        self.found: dict[str, list[tuple[str, str]]] = {}

    def first(self, name: str) -> tuple[str, str]:
        """Parameters and value of the first property of that name, or ('', '')."""
        return self.found.get(name, [("", "")])[0]

    def text(self, name: str) -> str:
        """The first value, unescaped."""
        return _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], self.first(name)[1]).strip()


def _properties(raw: bytes) -> _Entry:
    """The entry that bears our uid; cut off, what there is of it."""
    entry = _Entry()
    inside: list[str] = []
    for line in _END_OF_LINE.split(_FOLD.sub(b"", raw).decode("utf-8", "replace")):
        found = _LINE.match(line)
        if not found:
            continue
        name, value = found[1].upper(), found[3]
        if name == "BEGIN" and (inside or value.strip().upper() in ("VEVENT", "VTODO")):
            entry = entry if inside else _Entry()
            inside.append(value.strip().upper())
        elif name == "END" and value.strip().upper() in inside:
            del inside[inside.index(value.strip().upper()) :]
            if not inside and entry.text("UID").startswith(UID_PREFIX):
                return entry
        elif len(inside) == 1:
            entry.found.setdefault(name, []).append((found[2], value))
    return entry


def _start(entry: _Entry, raw: bytes) -> dt.datetime | None:
    """The start (of a task: its due time), aware. A date or a floating time is one in the zone we wrote."""
    params, value = entry.first("DUE" if "DUE" in entry.found else "DTSTART")
    try:
        wall = dt.datetime.strptime(value.strip().rstrip("Zz")[:15], "%Y%m%dT%H%M%S" if "T" in value else "%Y%m%d")  # noqa: DTZ007
    except ValueError:
        return None
    if value.strip()[-1] in "Zz":
        return wall.replace(tzinfo=dt.UTC)
    named = _TZID.search(params)
    if not named or "T" not in value:
        return wall.replace(tzinfo=_zone(entry.text(ZONE)) or dt.UTC)
    zone = _zone(named[1].strip())
    return wall.replace(tzinfo=zone) if zone else (_start_by_rules(raw) or wall.replace(tzinfo=_zone(entry.text(ZONE)) or dt.UTC))


def _start_by_rules(raw: bytes) -> dt.datetime | None:
    """The start where its zone is no IANA name but another program's own, told by a VTIMEZONE or known as Windows'."""
    from icalendar import Calendar  # 0.1 s, and needed only here

    try:
        for part in Calendar.from_ical(raw).walk():
            if part.name in ("VEVENT", "VTODO") and str(part.get("UID")).startswith(UID_PREFIX):
                at = (part.get("DUE") or part.get("DTSTART")).dt
                return at if isinstance(at, dt.datetime) and at.tzinfo else None
    except UNREADABLE:
        return None
    return None


def _is_done(entry: _Entry) -> bool:
    if entry.text("STATUS").upper() == "COMPLETED" or "COMPLETED" in entry.found:
        return True
    return any(word.strip().casefold() in DONE for _, value in entry.found.get("CATEGORIES", []) for word in value.split(","))


@lru_cache(maxsize=64)
def _zone(name: str) -> dt.tzinfo | None:
    """A zone by its IANA name, or None. Some programs put a path before it ("/freeassociation.sourceforge.net/Europe/Vilnius")."""
    try:
        return ZoneInfo("/".join(name.split("/")[-2:]))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


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
