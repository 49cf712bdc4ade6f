"""The calendars of one account, their events and tombstones, and what a person does there.

An event is kept as its resource; a deleted one stays as a cancelled one. What the API does with them is in `calendar`.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.google.events import merged, start_of

ROLES = ("none", "freeBusyReader", "reader", "writerWithoutPrivateAccess", "writer", "owner")
_BEGAN = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)


@dataclass
class Held:
    """One event of a calendar."""

    raw: dict[str, Any]
    serial: int
    revision: int = 0


@dataclass
class Calendar:
    """One calendar as the account sees it."""

    id: str
    summary: str
    time_zone: str
    role: str = "owner"
    owner: str = ""
    description: str = ""
    primary: bool = False
    made_by_program: bool = False
    events: dict[str, list[Held]] = field(default_factory=dict)
    """By id; more than one of an id only where a collision was not noticed."""
    revision: int = 0
    listed_at: int = 0
    forgotten: int = 0
    """Sync tokens from before this revision are too old."""
    gone: bool = False

    def all(self) -> Iterator[Held]:
        """Every event and tombstone, the oldest first."""
        for several in self.events.values():
            yield from several


class Person:
    """A person with calendars."""

    def __init__(self, account: Any) -> None:
        self.account = account
        self.address: str = account.address
        self.notified: list[tuple[str, str]] = []
        """Whom Google would have written to because of a call: (event id, address)."""
        self.accepts_twice = 0
        """How many inserts of an id that is there already go unnoticed."""
        self.bare_tombstones = False
        """Whether a deleted event is told with its id and status only, which is all that Google promises."""
        self.page = 2500
        """The most items of a page, whatever is asked."""
        self._serial = 0
        self._list_revision = 0
        self._list_forgotten = 0
        self._calendars: dict[str, Calendar] = {}
        self.add(self.address, primary=True)

    def add(
        self, summary: str, *, role: str = "owner", owner: str = "", time_zone: str = "Europe/Vilnius", primary: bool = False, id_: str = ""
    ) -> str:
        """A calendar of the person, or one that `owner` shares with them; its id."""
        calendar_id = self.address if primary else id_ or f"c_{self._next():026x}@group.calendar.google.com"
        made = Calendar(calendar_id, summary, time_zone, role, owner or self.address, primary=primary)
        self._calendars[calendar_id] = made
        self._list_changed(made)
        return calendar_id

    def calendar(self, name: str = "primary") -> Calendar:
        """A calendar by its id, its title, or "primary"."""
        key = self.address if name == "primary" else name
        if key in self._calendars:
            return self._calendars[key]
        return next(c for c in self._calendars.values() if c.summary == name and not c.gone)

    def titles(self) -> list[str]:
        """The calendars there are, by title."""
        return [c.summary for c in self._calendars.values() if not c.gone]

    def put(self, calendar: str, event: Mapping[str, Any]) -> str:
        """A new event, by hand or from an invitation, as it is given; its id."""
        where = self.calendar(calendar)
        return str(self._add(where, {**event, "id": event.get("id") or self._new_id()}).raw["id"])

    def event(self, calendar: str, event_id: str) -> dict[str, Any]:
        """One event or tombstone as Google has it."""
        return copy.deepcopy(self._held(self.calendar(calendar), event_id).raw)

    def events(self, calendar: str = "primary", *, deleted: bool = False) -> list[dict[str, Any]]:
        """All events of a calendar."""
        return [copy.deepcopy(h.raw) for h in self.calendar(calendar).all() if deleted or h.raw["status"] != "cancelled"]

    def change(self, calendar: str, event_id: str, **fields: Any) -> None:
        """Change fields of an event, merged as by a patch."""
        where = self.calendar(calendar)
        held = self._held(where, event_id)
        held.raw = {**merged(held.raw, fields), "sequence": held.raw.get("sequence", 0) + 1}
        self._changed(where, held)

    def move(self, calendar: str, event_id: str, start: dt.datetime, end: dt.datetime | None = None) -> None:
        """Drag an event to another time."""
        until = end or start + dt.timedelta(minutes=15)
        times = {"start": {"dateTime": start.isoformat(), "date": None}, "end": {"dateTime": until.isoformat(), "date": None}}
        self.change(calendar, event_id, **times)

    def delete(self, calendar: str, event_id: str) -> None:
        """Put an event into the bin."""
        self._delete(self.calendar(calendar), self._held(self.calendar(calendar), event_id))

    def purge(self, calendar: str, event_id: str) -> None:
        """The bin is emptied: nothing is known of the event any more."""
        del self.calendar(calendar).events[event_id]

    def copy(self, calendar: str, event_id: str) -> str:
        """Duplicate an event, with all its properties; the id of the copy."""
        raw = {k: v for k, v in self.event(calendar, event_id).items() if k not in ("id", "iCalUID")}
        return self.put(calendar, raw)

    def move_to(self, calendar: str, event_id: str, destination: str) -> None:
        """Give an event to another calendar. It keeps its id, and leaves a tombstone."""
        where = self.calendar(calendar)
        self._move(where, self._held(where, event_id), self.calendar(destination))

    def change_occurrence(self, calendar: str, event_id: str, at: dt.datetime, **fields: Any) -> str:
        """Change the occurrence of a series that would begin `at`; the id of the exception."""
        where = self.calendar(calendar)
        master = self._held(where, event_id).raw
        stamp = f"{event_id}_{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
        if stamp not in where.events:
            length = start_of(master["end"], where.time_zone) - start_of(master["start"], where.time_zone)
            zone = {"timeZone": master["start"]["timeZone"]} if "timeZone" in master["start"] else {}
            raw = {k: v for k, v in master.items() if k not in ("recurrence", "etag", "created", "updated")}
            raw |= {"id": stamp, "recurringEventId": event_id, "originalStartTime": {"dateTime": at.isoformat(), **zone}}
            raw |= {"start": {"dateTime": at.isoformat(), **zone}, "end": {"dateTime": (at + length).isoformat(), **zone}}
            self._add(where, raw)
        self.change(calendar, stamp, **fields)
        return stamp

    def cancel_occurrence(self, calendar: str, event_id: str, at: dt.datetime) -> str:
        """Delete one occurrence of a series; the id of the exception."""
        return self.change_occurrence(calendar, event_id, at, status="cancelled")

    def forget_tokens(self, calendar: str = "") -> None:
        """Sync tokens given out so far are too old: those of one calendar, or all and those of the list of calendars."""
        for one in [self.calendar(calendar)] if calendar else list(self._calendars.values()):
            one.revision += 1
            one.forgotten = one.revision
        if not calendar:
            self._list_revision += 1
            self._list_forgotten = self._list_revision

    def set_role(self, calendar: str, role: str) -> None:
        """What the account may do there is changed; Google then wants a full listing."""
        assert role in ROLES
        where = self.calendar(calendar)
        where.role = role
        self._list_changed(where)
        self.forget_tokens(where.id)

    def remove(self, calendar: str) -> None:
        """The calendar is deleted, or no longer shared with this account."""
        where = self.calendar(calendar)
        where.gone = True
        self._list_changed(where)

    # how it is kept

    def _held(self, where: Calendar, event_id: str, etag: str = "*") -> Held:
        several = where.events[event_id]
        fitting = [h for h in several if h.raw["etag"] == etag]
        living = [h for h in several if h.raw["status"] != "cancelled"]
        return (fitting or living or several)[0]

    def _add(self, where: Calendar, raw: dict[str, Any]) -> Held:
        event_id = str(raw["id"])
        held = Held({"status": "confirmed", "iCalUID": f"{event_id}@google.com", "sequence": 0, "eventType": "default",
                     "reminders": {"useDefault": True}, **raw}, self._next())  # fmt: skip
        held.raw.setdefault("creator", {"email": self.address, "self": True})
        held.raw.setdefault("organizer", {"email": where.id, "displayName": where.summary, "self": True})
        held.raw["created"] = _stamp(held.serial)
        where.events.setdefault(event_id, []).append(held)
        self._changed(where, held)
        return held

    def _changed(self, where: Calendar, held: Held) -> None:
        where.revision += 1
        held.revision = where.revision
        held.raw["etag"] = f'"{3546000000000000 + self._next() * 2}"'
        held.raw["updated"] = _stamp(self._serial)

    def _delete(self, where: Calendar, held: Held) -> None:
        held.raw = {**held.raw, "status": "cancelled"}
        self._changed(where, held)
        if "recurrence" in held.raw:
            for one in list(where.all()):
                if one.raw.get("recurringEventId") == held.raw["id"] and one.raw["status"] != "cancelled":
                    self._delete(where, one)

    def _move(self, where: Calendar, held: Held, target: Calendar) -> Held:
        raw = {**copy.deepcopy(held.raw), "organizer": {"email": target.id, "displayName": target.summary, "self": True}}
        self._delete(where, held)
        target.events.pop(raw["id"], None)
        return self._add(target, raw)

    def _list_changed(self, where: Calendar) -> None:
        self._list_revision += 1
        where.listed_at = self._list_revision

    def _new_id(self) -> str:
        return f"{self._next():026x}"

    def _next(self) -> int:
        self._serial += 1
        return self._serial


def _stamp(serial: int) -> str:
    return f"{_BEGAN + dt.timedelta(seconds=serial):%Y-%m-%dT%H:%M:%S}.000Z"
