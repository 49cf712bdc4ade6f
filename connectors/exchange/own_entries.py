"""A reminder as an item of an Exchange calendar, and back.

Its iCalendar UID is the entry's uid, given once when it is made; Exchange cannot search for that, so the uid stands in a
property of our own as well, beside the key, the hash and the zone. A copy that a person makes has these properties too,
and another UID: it is theirs.

Exchange has one alarm for an entry, and no field for a link that a person would see: the link is the last line of the text.
https://learn.microsoft.com/exchange/client-developer/web-service-reference/calendaritem
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from exchangelib.winzone import IANA_TO_MS_TIMEZONE_MAP

from connectors.base import UID_PREFIX, Reminder, Seen
from connectors.entry import DONE, clean_text, clean_title, words_without
from connectors.exchange.operations import Element, Extended, Field, change_key, child, item_id, local, t, text, texts
from connectors.exchange.ours import PROPERTY_SET, UID_PROPERTY

CATEGORY: Final = "Promise"


def _property(name: str) -> Extended:
    return Extended(property_set=PROPERTY_SET, name=name, kind="String")


MARK: Final = _property(UID_PROPERTY)
_KEY, _HASH, _ZONE, _LINK = _property("syncdKey"), _property("syncdHash"), _property("syncdZone"), _property("syncdLink")
FIELDS: Final[tuple[Field, ...]] = (
    "item:Subject", "item:Body", "item:Categories", "calendar:UID", "calendar:Start", "calendar:IsAllDayEvent", MARK, _KEY, _HASH, _ZONE, _LINK,
)  # fmt: skip
_UID = re.compile(UID_PREFIX + r"[A-Za-z0-9-]{1,100}")
_NO_XML = re.compile("[\ufffe\uffff]")  # the characters that a clean text may have and XML may not
_LONGEST_BEFORE: Final = 40_320  # minutes, four weeks


def allowed(r: Reminder) -> Reminder:
    """The reminder in words that Exchange can be told. Raises ValueError where its uid is none of ours."""
    if not _UID.fullmatch(r.uid):
        raise ValueError(f"{r.uid!r} is no uid of ours")
    title, words, key, hash_ = (_NO_XML.sub("", said) for said in (r.title, r.text, r.key, r.content_hash))
    is_link = re.fullmatch(r"https?://[!-~]+", r.url) and r.url not in words
    return replace(r, title=title, text=words, key=key, content_hash=hash_, url=r.url if is_link else "")


def new_entry(r: Reminder) -> Element:
    """The item to be made."""
    item = t("CalendarItem")
    item.extend(element for _, element in _properties(r, [CATEGORY], r.uid) if element is not None)
    return item


def changes(r: Reminder, there: Element) -> list[Element]:
    """What to set in the item that is there. What a person put beside our words stays: other categories, a colour."""
    kept = [name for name in texts(there, "Categories", "String") if not _says_done(name)]
    updates = []
    for field, element in _properties(r, kept if CATEGORY in kept else [CATEGORY, *kept], ""):
        update = t("DeleteItemField" if element is None else "SetItemField")
        if isinstance(field, Extended):
            t("ExtendedFieldURI", within=update, **field.attributes())
        else:
            t("FieldURI", within=update, FieldURI=field)
        if element is not None:
            t("CalendarItem", within=update).append(element)
        updates.append(update)
    return updates


def read_entry(item: Element) -> Seen | None:
    """An entry of ours as it is now; None where the item is another's, or a person's copy of one."""
    said = _said(item)
    uid = said.get(UID_PROPERTY.lower(), "")
    if local(item) != "CalendarItem" or not _UID.fullmatch(uid) or text(item, "UID") != uid:
        return None
    return Seen(
        uid=uid,
        handle=item_id(item),
        etag=change_key(item),
        key=said.get(_KEY.name.lower(), ""),
        start=_start(item, said.get(_ZONE.name.lower(), "")),
        title=text(item, "Subject"),
        note=words_without(said.get(_LINK.name.lower(), ""), text(item, "Body")),
        done=any(map(_says_done, texts(item, "Categories", "String"))),
        content_hash=said.get(_HASH.name.lower(), ""),
    )


def _properties(r: Reminder, categories: list[str], uid: str) -> Iterator[tuple[Field, Element | None]]:
    """What the item says, in the order of the schema; None: nothing of that. `uid`: of a new one."""
    zone = getattr(r.start.tzinfo, "key", "") or "UTC"
    yield "item:Subject", _simple("Subject", clean_title(r.title))
    yield "item:Sensitivity", _simple("Sensitivity", "Private")
    body = t("Body", BodyType="Text")
    body.text = "\n\n".join(filter(None, (clean_text(r.text), r.url)))
    yield "item:Body", body
    listed = t("Categories")
    for name in categories:
        t("String", within=listed).text = name
    yield "item:Categories", listed
    alarms = [seconds for seconds in r.alarms if seconds >= 0]
    yield "item:ReminderIsSet", _simple("ReminderIsSet", "true" if alarms else "false")
    if alarms:
        yield "item:ReminderMinutesBeforeStart", _simple("ReminderMinutesBeforeStart", str(_minutes(min(alarms))))
    for field, words in ((MARK, r.uid), (_KEY, clean_title(r.key)), (_HASH, clean_title(r.content_hash)), (_ZONE, zone), (_LINK, r.url)):
        yield field, _extended(field, words) if words else None
    if uid:
        yield "calendar:UID", _simple("UID", uid)
    yield "calendar:Start", _simple("Start", _instant(r.start))
    yield "calendar:End", _simple("End", _instant(max(r.end, r.start, key=dt.datetime.timestamp)))
    yield "calendar:IsAllDayEvent", _simple("IsAllDayEvent", "true" if r.all_day else "false")
    yield "calendar:LegacyFreeBusyStatus", _simple("LegacyFreeBusyStatus", "Free")
    for name in ("StartTimeZone", "EndTimeZone"):  # of a day: whose midnights it lies between
        yield f"calendar:{name}", t(name, Id=IANA_TO_MS_TIMEZONE_MAP.get(zone, ("UTC", ""))[0])


def _simple(name: str, words: str) -> Element:
    element = t(name)
    element.text = words
    return element


def _extended(field: Extended, words: str) -> Element:
    element = t("ExtendedProperty")
    t("ExtendedFieldURI", within=element, **field.attributes())
    t("Value", within=element).text = words
    return element


def _minutes(seconds: int) -> int:
    """Whole minutes, rather early than late."""
    return min(math.ceil(seconds / 60), _LONGEST_BEFORE)


def _instant(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _said(item: Element) -> dict[str, str]:
    """Our own properties by their names, which Exchange compares without regard to case."""
    told: dict[str, str] = {}
    for one in item:
        uri = child(one, "ExtendedFieldURI")
        if uri is not None and uri.get("PropertySetId", "").strip("{}").lower() == PROPERTY_SET:
            told[uri.get("PropertyName", "").lower()] = text(one, "Value")
    return told


def _start(item: Element, written: str) -> dt.datetime | None:
    """The start in the zone we wrote."""
    try:
        at = dt.datetime.fromisoformat(text(item, "Start"))
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=dt.UTC)).astimezone(_zone(written) or dt.UTC)


def _says_done(category: str) -> bool:
    return category.strip().casefold() in DONE


@lru_cache(maxsize=64)
def _zone(name: str) -> dt.tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
