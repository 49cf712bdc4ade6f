"""One entry of a calendar: what is kept of it, its ids and identifiers, and how Graph tells it and the days of its series."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tests.fakes.graph.messages import base64_of
from tests.fakes.graph.paging import zulu
from tests.fakes.graph.times import days_of, instant, said_in, zone

_IMMUTABLE, _ORDINARY = "AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A", "AAMkAGI1"
_GLOBAL = "040000008200E00074C5B7101A82E008"  # PidLidGlobalObjectId [MS-OXOCAL] 2.2.1.27
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_NEVER = "0001-01-01T00:00:00Z"


@dataclass
class Entry:
    """A single entry or a series; `fields` are as a client would write them, `changed_days` what differs on one day."""

    number: int
    calendar: str
    fields: dict[str, Any]
    uid: str
    created: datetime
    changed: datetime
    owner: str
    version: int = 1
    moves: int = 0
    transaction: str | None = None
    extended: dict[str, str] = field(default_factory=dict)
    response: dict[str, str] = field(default_factory=lambda: {"response": "organizer", "time": _NEVER})
    is_cancelled: bool = False
    changed_days: dict[date, dict[str, Any]] = field(default_factory=dict)
    deleted_days: set[date] = field(default_factory=set)

    @property
    def key(self) -> str:
        """Its immutable id."""
        return self.id_of(None, immutable=True)

    @property
    def is_series(self) -> bool:
        return bool(self.fields.get("recurrence"))

    def id_of(self, day: date | None, *, immutable: bool) -> str:
        """Of the entry, or of one day of the series."""
        told = f"{self.owner}/e{self.number}" if immutable else f"{self.owner}/e{self.number}.{self.moves}"
        told += f"/{day}" if day else ""
        return f"{_IMMUTABLE if immutable else _ORDINARY}{base64_of(told)}AAA="

    def span(self, day: date | None = None) -> tuple[datetime, datetime]:
        """When it begins and ends; of a series its first day, or the day's own time where that was changed."""
        said = {**self.fields, **self.changed_days.get(day, {})} if day else self.fields
        if day is None or "start" in self.changed_days.get(day, {}):
            return instant(said["start"]), instant(said["end"])
        begins, ends = instant(self.fields["start"]), instant(self.fields["end"])
        here = zone(self.fields["start"]["timeZone"])
        local = begins.astimezone(here)
        moved = datetime.combine(day, local.time(), here).astimezone(UTC)
        return moved, moved + (ends - begins)

    def original(self, day: date) -> datetime:
        """When this day of the series begins by its pattern."""
        here = zone(self.fields["start"]["timeZone"])
        return datetime.combine(day, instant(self.fields["start"]).astimezone(here).time(), here).astimezone(UTC)

    def days(self, until: datetime) -> Iterator[date]:
        """The days of the series that were not deleted, in their order."""
        if self.is_series:
            yield from (day for day in days_of(self.fields["recurrence"], until.date()) if day not in self.deleted_days)

    def within(self, begins: datetime, ends: datetime) -> list[date | None]:
        """What of it lies within a window: days of a series, or itself (None)."""
        if not self.is_series:
            start, end = self.span()
            return [None] if start < ends and (end > begins or start == end >= begins) else []
        moved = [day for day in self.changed_days if day not in self.deleted_days]
        candidates = sorted({*self.days(ends + _DAY), *moved})
        return [day for day in candidates if self.span(day)[0] < ends and self.span(day)[1] > begins]


def tell(entry: Entry, day: date | None, *, immutable: bool, preferred: str, body: str = "html") -> dict[str, Any]:
    """The JSON of an entry or of one day of it, in the preferred time zone."""
    said = {**entry.fields, **(entry.changed_days.get(day, {}) if day else {})}
    start, end = entry.span(day)
    key = f"CQAAABYAAAE{entry.number:06d}{entry.version:04d}"
    master = entry.id_of(None, immutable=immutable)
    told = {
        "@odata.etag": f'W/"{key}"',
        "id": entry.id_of(day, immutable=immutable),
        "createdDateTime": zulu(entry.created),
        "lastModifiedDateTime": zulu(entry.changed),
        "changeKey": key,
        "transactionId": entry.transaction,
        "iCalUId": uid_of(entry.uid, day),
        "isCancelled": entry.is_cancelled or said.get("isCancelled", False),
        "isOrganizer": said["organizer"]["emailAddress"]["address"].lower() == entry.owner.lower(),
        "seriesMasterId": master if day else None,
        "type": _kind(entry, day),
        "webLink": f"https://outlook.office365.com/owa/?itemid={entry.number}&exvsurl=1&path=/calendar/item",
        "recurrence": said.get("recurrence") if day is None else None,
        "responseStatus": said.get("responseStatus", entry.response),
        "start": _side(start, said, "start", preferred),
        "end": _side(end, said, "end", preferred),
        "occurrenceId": f"OID.{master}.{day}" if day else None,
    }
    if day:
        told["originalStart"] = zulu(entry.original(day))
    return told | _words(said, body)


def _kind(entry: Entry, day: date | None) -> str:
    if not entry.is_series:
        return "singleInstance"
    return "seriesMaster" if day is None else "exception" if day in entry.changed_days else "occurrence"


def _words(said: Mapping[str, Any], body: str) -> dict[str, Any]:
    """What is told as it was written, and what Exchange takes where nothing was."""
    usual: dict[str, Any] = {
        "categories": [], "reminderMinutesBeforeStart": 15, "isReminderOn": True, "subject": "", "importance": "normal", "sensitivity": "normal",
        "isAllDay": False, "responseRequested": True, "showAs": "busy", "isOnlineMeeting": False, "onlineMeetingProvider": "unknown",
        "allowNewTimeProposals": True, "hideAttendees": False, "onlineMeeting": None, "attendees": [], "organizer": None,
        "originalStartTimeZone": said["start"]["timeZone"], "originalEndTimeZone": said["end"]["timeZone"],
        "location": {"displayName": "", "locationType": "default", "uniqueIdType": "unknown", "address": {}},
    }  # fmt: skip
    return {name: said.get(name, value) for name, value in usual.items()} | {
        "hasAttachments": False,
        "isDraft": False,
        "onlineMeetingUrl": None,
        "bodyPreview": str((said.get("body") or {}).get("content", ""))[:255],
        "body": _body(said.get("body"), body),
        "locations": [said["location"]] if (said.get("location") or {}).get("displayName") else [],
    }


def short(told: Mapping[str, Any]) -> dict[str, Any]:
    """An unchanged day of a series among changes: when it is and whose, and nothing that its series says already."""
    return {name: told[name] for name in ("@odata.etag", "id", "type", "seriesMasterId", "start", "end")}


def uid_of(uid: str, day: date | None) -> str:
    """The identifier across calendars: of one day of a series it carries the date; one that is not Outlook's own is wrapped for that."""
    if day is None:
        return uid
    if not uid.startswith(_GLOBAL):
        data = b"vCal-Uid\x01\x00\x00\x00" + uid.encode() + b"\x00"
        uid = _GLOBAL + "00" * 20 + len(data).to_bytes(4, "little").hex().upper() + data.hex().upper()
    return f"{uid[:32]}{day.year:04X}{day.month:02X}{day.day:02X}{uid[40:]}"


def new_uid(number: int, created: datetime, owner: str) -> str:
    """As Outlook makes one: when it was made, and sixteen bytes of chance."""
    ticks = int((created - _EPOCH).total_seconds() * 10**7)
    chance = (owner.encode() + b"-" * 16)[:14] + number.to_bytes(2, "big")
    return _GLOBAL + "00000000" + ticks.to_bytes(8, "little").hex().upper() + "00" * 8 + "10000000" + chance.hex().upper()


def read_id(text: str, *, immutable: bool) -> tuple[str, int, int, date | None] | None:
    """Owner, number, moves and day of an id of the kind the request uses; None: it is none."""
    prefix = _IMMUTABLE if immutable else _ORDINARY
    try:
        told = base64.urlsafe_b64decode(text.removeprefix(prefix).removesuffix("AAA=") + "==").decode()
        owner, number, *rest = told.split("/")
        serial, _, moves = number.removeprefix("e").partition(".")
        if not text.startswith(prefix) or bool(moves) == immutable:
            return None
        return owner, int(serial), int(moves or 0), date.fromisoformat(rest[0]) if rest else None
    except (ValueError, binascii.Error):
        return None


def _side(when: datetime, said: Mapping[str, Any], which: str, preferred: str) -> dict[str, str]:
    """An all-day entry is on its days, whichever zone they are told in."""
    if said.get("isAllDay"):
        local = when.astimezone(zone(said[which]["timeZone"]))
        return {"dateTime": f"{local.date()}T00:00:00.0000000", "timeZone": preferred or "UTC"}
    return said_in(when, preferred)


def _body(said: Mapping[str, Any] | None, kind: str) -> dict[str, Any]:
    content, given = str((said or {}).get("content", "")), (said or {}).get("contentType", "html")
    if (kind or "html") == "html" and given == "text" and content:
        return {"contentType": "html", "content": f"<html><head></head><body>{content}</body></html>"}
    return {"contentType": kind or "html" if not content else given if kind != "html" else "html", "content": content}


def is_midnight(said: Mapping[str, str]) -> bool:
    return datetime.fromisoformat(said["dateTime"][:19]).time() == time()
