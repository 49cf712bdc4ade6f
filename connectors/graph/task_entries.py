"""A reminder as a task of Microsoft To Do, and back.

To Do lets a program keep one thing of its own beside a task: a linked resource, with which the task shows where it comes
from. Its external id holds our mark. Unlike the properties of an event it is written by a call of its own, so it says what
is to be written before that is, and still what was there before: whichever of the two the task says, it was written by us.

A task is due on a day; the hour stands in its reminder alone. Both are told in UTC, and a day is the one whose midnight is
nearest, for Graph tells it as midnight of the zone it was set in, and not of which.
https://learn.microsoft.com/graph/api/resources/todotask
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any, Final
from urllib.parse import parse_qs, urlencode

from connectors.base import UID_PREFIX, Reminder, Seen
from connectors.entry import clean_text, clean_title, words_without
from connectors.graph.entries import is_uid, text_of
from syncd.core.timezones import zone_info

Task = Mapping[str, Any]

APPLICATION: Final = "syncd"  # shown in the task, with the link
_DONE: Final = "completed"
_NO_ALARM: Final = -1
_HALF_A_DAY: Final = dt.timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Version:
    """What we wrote once, or are about to: by what it is known, its content hash, its start and how many seconds before it rings."""

    trace: str
    content_hash: str
    at: dt.datetime
    all_day: bool
    before: int


@dataclass(frozen=True, slots=True)
class Mark:
    """By what a task is ours. `made`: which of several of one uid it is, for a copy that a person makes is of the same making."""

    uid: str
    key: str
    zone: str
    made: str
    versions: tuple[Version, ...]  # newest last


def new_task(r: Reminder) -> dict[str, Any]:
    """The task to be made."""
    said = {name: value for name, value in write_task(r).items() if value is not None}
    return {**said, "linkedResources": [_resource(r, Mark(r.uid, clean_title(r.key), _zone_of(r), uuid.uuid4().hex[:8], (_version(r),)))]}


def write_task(r: Reminder) -> dict[str, Any]:
    """What a task says, beside its mark."""
    before = _before(r)
    rings = None if before == _NO_ALARM else _told(r.start.astimezone(dt.UTC) - dt.timedelta(seconds=before))
    return {
        "title": clean_title(r.title),
        "body": {"contentType": "text", "content": clean_text(r.text)},
        "dueDateTime": _told(dt.datetime.combine(r.start.date(), dt.time())),
        "isReminderOn": rings is not None,
        "reminderDateTime": rings,
        "status": "notStarted",
    }


def announcement(r: Reminder, task: Task) -> dict[str, Any] | None:
    """What its linked resource has to say before the task can be written; None where it says so."""
    mark, wanted = mark_of(task), _version(r)
    if mark is None or wanted in mark.versions[-1:]:
        return None
    there = replace(_now(task, mark), trace=_trace(task, zone_info(_zone_of(r))))  # a person may have changed it: it is as we take it to be
    return _resource(r, replace(mark, key=clean_title(r.key), zone=_zone_of(r), versions=(there, wanted)))


def resource_of(task: Task) -> str:
    """The id of the linked resource that holds our mark."""
    return next((str(one.get("id") or "") for one in _resources(task) if _is_marked(one)), "")


def mark_of(task: Task) -> Mark | None:
    """Our mark; None where the task is another's."""
    marked = next((str(one.get("externalId")) for one in _resources(task) if _is_marked(one)), "")
    uid, _, rest = marked.partition("?")
    said = parse_qs(rest)
    versions = tuple(version for one in said.get("says", ()) if (version := _read_version(one, said.get("zone", [""])[0])))
    if not is_uid(uid) or not versions:
        return None
    return Mark(uid, said.get("key", [""])[0], said.get("zone", [""])[0], said.get("made", [""])[0], versions)


def age(task: Task) -> tuple[str, str]:
    """By which several tasks of one uid are sorted: the first is the entry."""
    return str(task.get("createdDateTime") or ""), str(task.get("id") or "")


def read_task(task: Task, place: str) -> Seen | None:
    """A task of ours as it is now, in the list `place`; None where it is another's. It has to come with its linked resources."""
    mark = mark_of(task)
    if mark is None:
        return None
    version = _now(task, mark)
    return Seen(
        uid=mark.uid,
        handle=f"{place}/{task.get('id')}",
        etag=str(task.get("@odata.etag") or ""),
        key=mark.key,
        start=_start(task, version),
        title=str(task.get("title") or "").strip(),
        note=words_without("", text_of(task.get("body") or {})),
        done=task.get("status") == _DONE,
        content_hash=version.content_hash,
    )


def _resource(r: Reminder, mark: Mark) -> dict[str, Any]:
    said = {"key": mark.key, "zone": mark.zone, "made": mark.made, "says": [_written(one) for one in mark.versions]}
    shown = {"applicationName": APPLICATION, "displayName": APPLICATION, "externalId": f"{mark.uid}?{urlencode(said, doseq=True)}"}
    return {**shown, "webUrl": r.url} if r.url else shown


def _resources(task: Task) -> list[Mapping[str, Any]]:
    said = task.get("linkedResources")
    return [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []


def _is_marked(resource: Mapping[str, Any]) -> bool:
    return resource.get("applicationName") == APPLICATION and str(resource.get("externalId") or "").startswith(UID_PREFIX)


def _now(task: Task, mark: Mark) -> Version:
    """Which of the versions a task is of: that it says, else the newest, which a person has changed."""
    trace = _trace(task, zone_info(mark.zone))
    return next((one for one in reversed(mark.versions) if one.trace == trace), mark.versions[-1])


def _version(r: Reminder) -> Version:
    zone = zone_info(_zone_of(r))
    at = dt.datetime.combine(r.start.date(), dt.time(), zone) if r.all_day else r.start.replace(microsecond=0).astimezone(zone)
    return Version(_trace(write_task(r), zone), clean_title(r.content_hash), at, r.all_day, _before(r))


def _written(version: Version) -> str:
    at = f"{version.at:%Y%m%d}" if version.all_day else f"{version.at.astimezone(dt.UTC):%Y%m%dT%H%M%S}"
    return "~".join((version.trace, at, str(version.before), version.content_hash))


def _read_version(said: str, zone: str) -> Version | None:
    """A version as it was written; None for what is none."""
    try:
        trace, at, before, content_hash = said.split("~", 3)
        told = dt.datetime.fromisoformat(at)
        start = told.replace(tzinfo=dt.UTC).astimezone(zone_info(zone)) if "T" in at else told.replace(tzinfo=zone_info(zone))
        return Version(trace, content_hash, start, "T" not in at, int(before))
    except (ValueError, OverflowError):
        return None


def _trace(task: Task, zone: dt.tzinfo) -> str:
    """What tells one state of a task from another: all that a person sees and may change. How words are spaced is Exchange's affair."""
    told = (
        str(task.get("title") or "").strip(), text_of(task.get("body") or {}).split(), str(_day(task, zone)), str(_rings(task)),
        task.get("status") == _DONE,
    )  # fmt: skip
    return blake2b(json.dumps(told).encode(), digest_size=5).hexdigest()


def _start(task: Task, written: Version) -> dt.datetime | None:
    """The start as we wrote it where neither day nor reminder is another one; else the day it is due, and the hour it rings."""
    zone = written.at.tzinfo
    assert zone is not None
    due, rings = _day(task, zone), _rings(task)
    if due is None and rings is None:
        return None
    rang = None if written.before == _NO_ALARM else written.at.astimezone(dt.UTC) - dt.timedelta(seconds=written.before)
    is_moved = due is not None and due != written.at.date()
    if rings is None or rings == rang or written.all_day:
        return dt.datetime.combine(due, written.at.time(), zone) if due and is_moved else written.at
    at = rings.astimezone(zone)
    return dt.datetime.combine(due, at.time(), zone) if due and is_moved else at


def _day(task: Task, zone: dt.tzinfo) -> dt.date | None:
    """The day a task is due."""
    at = _instant(task.get("dueDateTime"))
    if at is None:
        return None
    return at.date() if at.time() == dt.time() else (at.astimezone(zone) + _HALF_A_DAY).date()


def _rings(task: Task) -> dt.datetime | None:
    """When a task reminds of itself; None where it does not."""
    return _instant(task.get("reminderDateTime")) if task.get("isReminderOn") is not False else None


def _instant(said: Any) -> dt.datetime | None:
    """An instant in UTC; None where nothing is said, or nothing that is one."""
    told = said if isinstance(said, dict) else {}
    try:
        at = dt.datetime.fromisoformat(str(told.get("dateTime") or "")[:19])
    except ValueError:
        return None
    return at.replace(tzinfo=zone_info(str(told.get("timeZone") or ""))).astimezone(dt.UTC)


def _told(at: dt.datetime) -> dict[str, str]:
    return {"dateTime": f"{at:%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}


def _before(r: Reminder) -> int:
    """How many seconds before its start it rings: at the alarm nearest to it. A day has no hour at which it could."""
    return _NO_ALARM if r.all_day else min((seconds for seconds in r.alarms if seconds >= 0), default=_NO_ALARM)


def _zone_of(r: Reminder) -> str:
    return getattr(r.start.tzinfo, "key", "") or "UTC"
