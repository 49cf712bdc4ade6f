"""A reminder as an event of a Microsoft 365 calendar, and back.

Graph gives an event its ids and its iCalendar UID, so the uid of an entry stands in a property of our own, beside the
key, the hash and the zone. A copy that a person makes has these properties too: of several the one made first is ours.

Graph has one alarm for an event, and no field for a link that a person would see: the link is the last line of the text.
https://learn.microsoft.com/graph/api/resources/event
"""

from __future__ import annotations

import datetime as dt
import html
import re
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from connectors.base import UID_PREFIX, Reminder, Seen
from connectors.entry import DONE, clean_text, clean_title, is_as_written, words_without
from connectors.graph.listing import extended, values
from connectors.graph.ours import PROPERTY_SET, UID, property_id
from syncd.core.timezones import zone_info

Event = Mapping[str, Any]

CATEGORY: Final = "Promise"
_KEY, _HASH, _ZONE, _LINK = (property_id(name) for name in ("syncdKey", "syncdHash", "syncdZone", "syncdLink"))
SELECT: Final = "subject,body,start,isAllDay,categories,createdDateTime,transactionId"
EXPAND: Final = extended(UID, _KEY, _HASH, _ZONE, _LINK)
_TRANSACTIONS: Final = uuid.UUID(PROPERTY_SET)
_UID = re.compile(UID_PREFIX + r"[A-Za-z0-9-]{1,100}")
_LONGEST_BEFORE: Final = 40_320  # minutes, four weeks
_UNSEEN = re.compile(r"<(head|style|script)\b.*?</\1>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_NEW_LINE = re.compile(r"<br\b[^>]*>|</(?:p|div|li|ul|ol|h[1-6]|blockquote)>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def allowed(r: Reminder) -> Reminder:
    """The reminder as it can be written: a link that is none is left out. Raises ValueError where its uid is none of ours."""
    if not is_uid(r.uid):
        raise ValueError(f"{r.uid!r} is no uid of ours")
    return replace(r, url=r.url if re.fullmatch(r"https?://[!-~]+", r.url) and r.url not in r.text else "")


def is_uid(text: str) -> bool:
    """Whether an entry of ours may be called so."""
    return _UID.fullmatch(text) is not None


def transaction_id(uid: str, attempt: int = 1) -> str:
    """By what Graph knows that the same event is to be made again: the same for a uid, whoever makes it."""
    return str(uuid.uuid5(_TRANSACTIONS, uid if attempt == 1 else f"{uid} {attempt}"))


def write_entry(r: Reminder, *, utc: bool = False) -> dict[str, Any]:
    """What the event says. `utc`: where Graph does not know the zone by its name."""
    zone = getattr(r.start.tzinfo, "key", "") or "UTC"
    end = max(r.end, r.start, key=dt.datetime.timestamp)
    return {
        "subject": clean_title(r.title),
        "body": {"contentType": "text", "content": "\n\n".join(filter(None, (clean_text(r.text), r.url)))},
        "start": _when(r.start, zone, utc=utc, all_day=r.all_day),
        "end": _when(end, zone, utc=utc, all_day=r.all_day),
        "isAllDay": r.all_day,
        "showAs": "free",
        "sensitivity": "private",
        **_alarm(r),
        **marks(r),
    }


def marks(r: Reminder) -> dict[str, Any]:
    """By what the entry is known to be ours, beside what a person sees of it."""
    said = {UID: r.uid, _KEY: clean_title(r.key), _HASH: clean_title(r.content_hash), _ZONE: getattr(r.start.tzinfo, "key", "") or "UTC", _LINK: r.url}
    return {"singleValueExtendedProperties": [{"id": name, "value": value} for name, value in said.items() if value]}


def new_entry(r: Reminder, *, attempt: int = 1, utc: bool = False) -> dict[str, Any]:
    """The event to be made: no meeting, and nobody's but the owner's."""
    return {**write_entry(r, utc=utc), "categories": [CATEGORY], "isOnlineMeeting": False, "responseRequested": False, "transactionId": transaction_id(r.uid, attempt)}


def rewrite_entry(r: Reminder, there: Event, *, utc: bool = False) -> dict[str, Any]:
    """What to change in the event that is there. What a person put beside our words stays: other categories, a place."""
    kept = [name for name in _categories(there) if not _says_done(name)]
    return {**write_entry(r, utc=utc), "categories": kept if CATEGORY in kept else [CATEGORY, *kept]}


def uid_of(event: Event) -> str:
    """The uid that an event bears, its own or that of which it is a copy; '' where it is no entry of ours."""
    uid = values(event).get(UID.lower(), "")
    return uid if is_uid(uid) else ""


def age(event: Event) -> tuple[bool, str, str]:
    """By which several events of one uid are sorted: the first of them is the entry, the others are copies."""
    made_by_us = event.get("transactionId") in (transaction_id(uid_of(event)), transaction_id(uid_of(event), 2))
    return not made_by_us, str(event.get("createdDateTime") or ""), str(event.get("id") or "")


def read_entry(event: Event) -> Seen | None:
    """An entry of ours as it is now; None where the event is another's. It has to come with SELECT and EXPAND, its text as text."""
    uid, said = uid_of(event), values(event)
    if not uid:
        return None
    return Seen(
        uid=uid,
        handle=str(event.get("id") or ""),
        etag=str(event.get("@odata.etag") or ""),
        key=said.get(_KEY.lower(), ""),
        start=_start(event, said.get(_ZONE.lower(), "")),
        title=str(event.get("subject") or "").strip(),
        note=words_without(said.get(_LINK.lower(), ""), text_of(event.get("body") or {})),
        done=any(map(_says_done, _categories(event))),
        content_hash=said.get(_HASH.lower(), ""),
    )


def says(seen: Seen, r: Reminder, *, words: bool = True) -> bool:
    """Whether the entry says what the reminder says, and no person has changed or ticked it.

    How the words of the text are spaced is Exchange's affair; `words` False: the words are, too.
    """
    text = clean_text(r.text)
    return is_as_written(replace(seen, note=text) if not words or seen.note.split() == text.split() else seen, r)


def is_same(one: Seen, other: Seen) -> bool:
    """Whether an entry is as it was: by its entity tag, for its words may be forgotten, or by what it says, wherever it lies."""
    return (one.handle, one.etag) == (other.handle, other.etag) or replace(one, etag="", handle="") == replace(other, etag="", handle="")


def _when(at: dt.datetime, zone: str, *, utc: bool, all_day: bool) -> dict[str, str]:
    """A start or end: wall time in the zone it is at home in, or in UTC where a wall clock would not tell the instant."""
    told = at.astimezone(dt.UTC)
    if all_day:
        return {"dateTime": f"{at:%Y-%m-%d}T00:00:00", "timeZone": "UTC" if utc else zone}
    if utc or not at.replace(fold=0).utcoffset() == at.utcoffset() == at.replace(fold=1).utcoffset() or not hasattr(at.tzinfo, "key"):
        return {"dateTime": f"{told:%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}
    return {"dateTime": f"{at:%Y-%m-%dT%H:%M:%S}", "timeZone": zone}


def _alarm(r: Reminder) -> dict[str, Any]:
    """The one nearest to the start, in whole minutes, rather early than late."""
    nearest = min((seconds for seconds in r.alarms if seconds >= 0), default=None)
    if nearest is None:
        return {"isReminderOn": False}
    return {"isReminderOn": True, "reminderMinutesBeforeStart": min(-(-nearest // 60), _LONGEST_BEFORE)}


def _start(event: Event, written: str) -> dt.datetime | None:
    """The start in the zone we wrote. A day begins there."""
    told, zone = event.get("start") or {}, zone_info(written)
    try:
        at = dt.datetime.fromisoformat(str(told.get("dateTime") or "")[:19])
    except ValueError:
        return None
    if event.get("isAllDay") is True:
        return dt.datetime.combine(at.date(), dt.time(), zone)
    return at.replace(tzinfo=zone_info(str(told.get("timeZone") or ""))).astimezone(zone)


def text_of(body: Mapping[str, Any]) -> str:
    """The words of a body: we ask for text, and what comes as HTML all the same is read as its words."""
    words = str(body.get("content") or "")
    if body.get("contentType") == "html":
        words = html.unescape(_TAG.sub("", _NEW_LINE.sub("\n", _UNSEEN.sub("", words))))
    return words


def _categories(event: Event) -> list[str]:
    said = event.get("categories")
    return [one for one in said if isinstance(one, str)] if isinstance(said, list) else []


def _says_done(category: str) -> bool:
    return category.strip().casefold() in DONE
