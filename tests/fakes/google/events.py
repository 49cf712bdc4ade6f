"""What Google Calendar checks in an event, how it tells a time, and the occurrences of a series."""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tests.fakes.google.calls import Refusal

_OWN_ID = re.compile(r"[a-v0-9]{5,1024}")
_ENUMS = {
    "status": ("confirmed", "tentative", "cancelled"),
    "transparency": ("opaque", "transparent"),
    "visibility": ("default", "public", "private", "confidential"),
}
_MOST_REMINDERS, _LONGEST_BEFORE = 5, 40_320
_MOST_NAME, _MOST_VALUE = 44, 1024  # characters of an extended property
_AHEAD = dt.timedelta(days=730)


def check(raw: dict[str, Any], zone: str, *, new: bool) -> dict[str, Any]:
    """The event if Google would take it. Raises Refusal."""
    if new and "id" in raw and not _OWN_ID.fullmatch(raw["id"]):
        raise Refusal(400, "invalid", "Invalid resource id value.")
    for name, words in _ENUMS.items():
        if raw.get(name, words[0]) not in words:
            raise Refusal(400, "invalid", f"Invalid value for: {raw[name]} is not a valid value of {name}")
    _check_times(raw, zone)
    _check_reminders(raw.get("reminders") or {})
    for properties in (raw.get("extendedProperties") or {}).values():
        for name, value in properties.items():
            if len(name) > _MOST_NAME or len(value) > _MOST_VALUE:
                raise Refusal(400, "invalid", f"The extended property {name[:60]} is too long.")
    if not re.match(r"https?://|$", (raw.get("source") or {}).get("url") or ""):
        raise Refusal(400, "invalid", "Invalid source URL.")
    for attendee in raw.get("attendees") or ():
        if "@" not in attendee.get("email", ""):
            raise Refusal(400, "invalid", "Invalid attendee email.")
    if any(re.match(r"DTSTART|DTEND", line) for line in raw.get("recurrence") or ()):
        raise Refusal(400, "invalid", "Invalid recurrence rule.")
    return copy.deepcopy(raw)


def _check_times(raw: Mapping[str, Any], zone: str) -> None:
    for name in ("start", "end"):
        at = raw.get(name) or {}
        if ("date" in at) == ("dateTime" in at):
            raise Refusal(400, "invalid", f"Invalid {name} time.")
        if "dateTime" in at and dt.datetime.fromisoformat(at["dateTime"]).tzinfo is None and not at.get("timeZone"):
            raise Refusal(400, "required", f"Missing time zone definition for {name} time.")
        try:
            ZoneInfo(at.get("timeZone") or "UTC")
        except (ZoneInfoNotFoundError, ValueError) as problem:
            raise Refusal(400, "invalid", "Invalid time zone.") from problem
    if ("date" in raw["start"]) != ("date" in raw["end"]):
        raise Refusal(400, "invalid", "Invalid start time.")
    if raw.get("recurrence") and "dateTime" in raw["start"] and not raw["start"].get("timeZone"):
        raise Refusal(400, "required", "Missing time zone definition for start time.")
    if start_of(raw["end"], zone) < start_of(raw["start"], zone) or ("date" in raw["start"] and raw["start"]["date"] == raw["end"]["date"]):
        raise Refusal(400, "timeRangeEmpty", "The specified time range is empty.", domain="calendar")


def _check_reminders(reminders: Mapping[str, Any]) -> None:
    overrides = reminders.get("overrides") or ()
    if reminders.get("useDefault") and overrides:
        raise Refusal(
            400,
            "cannotUseDefaultRemindersAndSpecifyOverride",
            "Cannot specify both default reminders and overrides at the same time.",
            domain="calendar",
        )
    if len(overrides) > _MOST_REMINDERS:
        raise Refusal(400, "invalid", "Too many override reminders.")
    for one in overrides:
        if one.get("method") not in ("popup", "email") or not 0 <= one.get("minutes", -1) <= _LONGEST_BEFORE:
            raise Refusal(400, "invalid", "Invalid reminder override.")
    if len({(one["method"], one["minutes"]) for one in overrides}) < len(overrides):
        raise Refusal(400, "invalid", "Duplicate reminder override.")


def merged(old: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A patch laid over a resource: objects are merged, lists replaced, null takes a field away."""
    new = copy.deepcopy(dict(old))
    for key, value in changes.items():
        if value is None:
            new.pop(key, None)
        elif isinstance(value, Mapping):
            new[key] = merged(new.get(key) or {}, value)
        else:
            new[key] = copy.deepcopy(value)
    return new


def start_of(at: Mapping[str, Any], zone: str) -> dt.datetime:
    """The instant of a start or end in a calendar of that zone."""
    if "date" in at:
        return dt.datetime.combine(dt.date.fromisoformat(at["date"]), dt.time(), ZoneInfo(zone))
    told = dt.datetime.fromisoformat(at["dateTime"])
    return told if told.tzinfo else told.replace(tzinfo=ZoneInfo(at.get("timeZone") or zone))


def shown_instant(at: Mapping[str, Any], zone: str) -> dict[str, Any]:
    """A start or end as Google tells it: with the offset of the calendar's zone."""
    if "date" in at:
        return dict(at)
    text = start_of(at, zone).astimezone(ZoneInfo(zone)).isoformat(timespec="seconds")
    return {**at, "dateTime": text.replace("+00:00", "Z"), "timeZone": at.get("timeZone") or zone}


def occurrences(raw: Mapping[str, Any], zone: str, after: str | None, before: str | None) -> list[dict[str, Any]]:
    """The occurrences of a series within a window, by its rules; without one, of two years."""
    from dateutil.rrule import rrulestr

    begin = start_of(raw["start"], zone)
    length = start_of(raw["end"], zone) - begin
    named = ZoneInfo(raw["start"].get("timeZone") or zone)
    wall = begin.astimezone(named).replace(tzinfo=None)
    rules = rrulestr(
        "\n".join(line.replace("Z", "") if line.startswith("RRULE") else line for line in raw["recurrence"]), dtstart=wall, forceset=True
    )
    until = dt.datetime.fromisoformat(before) if before else begin + _AHEAD
    found = []
    for at in rules.xafter(wall - dt.timedelta(seconds=1)):
        start = at.replace(tzinfo=named)
        if start >= until:
            break
        if after is None or start + length > dt.datetime.fromisoformat(after):
            found.append(_occurrence(raw, start, start + length))
    return found


def _occurrence(raw: Mapping[str, Any], start: dt.datetime, end: dt.datetime) -> dict[str, Any]:
    one = {k: v for k, v in copy.deepcopy(dict(raw)).items() if k != "recurrence"}
    if "date" in raw["start"]:
        times = {"start": {"date": f"{start:%Y-%m-%d}"}, "end": {"date": f"{end:%Y-%m-%d}"}}
        stamp = f"{start:%Y%m%d}"
    else:
        zone = {"timeZone": raw["start"]["timeZone"]} if "timeZone" in raw["start"] else {}
        times = {"start": {"dateTime": start.isoformat(), **zone}, "end": {"dateTime": end.isoformat(), **zone}}
        stamp = f"{start.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    return one | times | {"id": f"{raw['id']}_{stamp}", "recurringEventId": raw["id"], "originalStartTime": times["start"]}
