"""A reminder as an Event resource of Google Calendar, and back.

The id of the event is the uid of the entry in Google's letters (base32hex without padding, lower case), so every id of
ours begins with OWN_ID_PREFIX and tells its uid without a look inside. What the entry carries beside its words is in its
private extended properties. It is private, free, without guests, and nobody is told of it.

Google shows a description as HTML: what would be markup is escaped, and what comes back, of which a person's program
may have made HTML, is read as the words it shows.
https://developers.google.com/workspace/calendar/api/v3/reference/events
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import html
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from connectors.base import UID_PREFIX, Reminder, Seen
from connectors.entry import clean_text, clean_title
from connectors.google.ours import UID_PROPERTY

Event = Mapping[str, Any]

MARK: Final = "syncd=reminder"  # a private property that every entry has: by it those in a calendar of other events are found
_KEY, _HASH, _ZONE, _REMOVED = "syncdKey", "syncdHash", "syncdZone", "syncdRemoved"
_MOST_ALARMS, _LONGEST_BEFORE = 5, 40_320  # entries; minutes
_UID = re.compile(UID_PREFIX + r"[A-Za-z0-9-]{1,100}")
_NEW_LINE = re.compile(r"<br\b[^>]*>|</(?:p|div|li|ul|ol|h[1-6]|blockquote)>", re.IGNORECASE)
_MARKUP = re.compile(r"<(?=[A-Za-z/!?])|&(?=[A-Za-z#])")  # where a reader of HTML would see a tag or a letter's name; no more is touched
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def event_id(uid: str) -> str:
    """The id of the event that is the entry of that uid. Raises ValueError where it is no uid of ours."""
    if not _UID.fullmatch(uid):
        raise ValueError(f"{uid!r} is no uid of ours")
    return base64.b32hexencode(uid.encode()).decode().rstrip("=").lower()


def uid_of(id_: str) -> str:
    """The uid whose entry an event of this id is, or ''. A copy that a person made has another id, and is theirs."""
    try:
        uid = base64.b32hexdecode(id_.upper() + "=" * (-len(id_) % 8)).decode()
    except (ValueError, binascii.Error):
        return ""
    return uid if _UID.fullmatch(uid) and event_id(uid) == id_ else ""


def write_entry(r: Reminder) -> dict[str, Any]:
    """The entry as the fields of a new event."""
    title = clean_title(r.title)
    source = {"source": {"title": title, "url": r.url}} if re.fullmatch(r"https?://[!-~]+", r.url) else {}
    return {
        "summary": title,
        "description": _MARKUP.sub(lambda found: html.escape(found[0]), clean_text(r.text)),
        "start": _when(r.start, r.all_day),
        "end": _when(_end(r), r.all_day),
        "transparency": "transparent",
        "visibility": "private",
        "guestsCanInviteOthers": False,
        "guestsCanSeeOtherGuests": False,
        "reminders": {"useDefault": False, "overrides": [{"method": "popup", "minutes": minutes} for minutes in _minutes(r.alarms)]},
        **source,
        "extendedProperties": {
            "private": {
                **dict([MARK.split("=")]),
                UID_PROPERTY: r.uid,
                _KEY: clean_title(r.key),
                _HASH: clean_title(r.content_hash),
                _ZONE: getattr(r.start.tzinfo, "key", "") or "UTC",
                _REMOVED: "no",
            }
        },
    }


def rewrite_entry(r: Reminder) -> dict[str, Any]:
    """The entry as a patch over an event, deleted or not. None takes away what is not to be there any more."""
    new = write_entry(r)
    no_time: dict[str, None] = dict.fromkeys(("date", "dateTime", "timeZone"))
    return {"source": None, **new, "status": "confirmed", "start": {**no_time, **new["start"]}, "end": {**no_time, **new["end"]}}


def removal() -> dict[str, Any]:
    """What is changed in an entry before we delete it: so that what is left of it tells that it was not a person who did."""
    return {"extendedProperties": {"private": {_REMOVED: "yes"}}}


def was_removed_by_us(event: Event) -> bool:
    """Whether we deleted it, or were about to."""
    return bool(_private(event).get(_REMOVED) == "yes")


def is_deleted(event: Event) -> bool:
    """Whether it is only what is left of a deleted event."""
    return bool(event.get("status") == "cancelled")


def read_entry(event: Event, calendar: str) -> Seen | None:
    """An entry of ours as it is now in this calendar; None where the event is another's, or deleted."""
    uid = uid_of(str(event.get("id") or ""))
    if not uid or is_deleted(event):
        return None
    private = _private(event)
    return Seen(
        uid=uid,
        handle=f"{calendar}/{event['id']}",
        etag=str(event.get("etag") or ""),
        key=str(private.get(_KEY) or ""),
        start=_start(event.get("start") or {}, str(private.get(_ZONE) or "")),
        title=str(event.get("summary") or "").strip(),
        note=_plain(str(event.get("description") or "")),
        done=False,  # Google has no such mark: a tick stands in the title
        content_hash=str(private.get(_HASH) or ""),
    )


def _private(event: Event) -> Mapping[str, Any]:
    return (event.get("extendedProperties") or {}).get("private") or {}


def _when(at: dt.datetime, all_day: bool) -> dict[str, str]:
    """A start or end. The offset tells the instant, also in an hour that comes twice; the zone's name where it is at home."""
    if all_day:
        return {"date": f"{at:%Y-%m-%d}"}
    return {"dateTime": at.isoformat(timespec="seconds"), "timeZone": getattr(at.tzinfo, "key", "") or "UTC"}


def _end(r: Reminder) -> dt.datetime:
    """The end, after the start also in an hour that comes twice, where a wall clock may say otherwise: Google refuses that."""
    if r.end.timestamp() >= r.start.timestamp():
        return r.end
    length = r.end.replace(tzinfo=None) - r.start.replace(tzinfo=None)
    return (r.start.astimezone(dt.UTC) + max(length, dt.timedelta())).astimezone(r.start.tzinfo)


def _minutes(alarms: tuple[int, ...]) -> list[int]:
    """Seconds before the start as Google takes them: whole minutes, rather early than late, the five nearest to the start."""
    return sorted({min(-(-seconds // 60), _LONGEST_BEFORE) for seconds in alarms if seconds >= 0})[:_MOST_ALARMS]


def _start(at: Mapping[str, Any], written: str) -> dt.datetime | None:
    """The start, aware. A day begins in the zone we wrote."""
    zone = _zone(str(at.get("timeZone") or "")) or _zone(written) or dt.UTC
    try:
        if at.get("date"):
            return dt.datetime.combine(dt.date.fromisoformat(at["date"]), dt.time(), _zone(written) or zone)
        told = dt.datetime.fromisoformat(str(at.get("dateTime") or ""))
    except ValueError:
        return None
    return told.astimezone(zone) if told.tzinfo else told.replace(tzinfo=zone)


@lru_cache(maxsize=64)
def _zone(name: str) -> dt.tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _plain(description: str) -> str:
    """The words a description shows."""
    lines = _TAG.sub("", _NEW_LINE.sub("\n", description)).replace("&nbsp;", " ")
    return "\n".join(line.rstrip() for line in html.unescape(lines).replace("\r", "").split("\n")).strip()
