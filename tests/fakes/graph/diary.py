"""A mailbox's calendars, and what the person, the people they meet and other programs do to them.

Outside the API an entry has its immutable id, and a day of a series its date.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from tests.fakes.graph.deltas import Deltas
from tests.fakes.graph.entries import Entry, new_uid, read_id, tell
from tests.fakes.graph.messages import base64_of
from tests.fakes.graph.odata import is_property_id


@dataclass
class Book:
    """One calendar."""

    id: str
    name: str
    is_default: bool = False
    is_removed: bool = False


class Diary:
    """The calendars of one mailbox, as their owner and other people change them."""

    def __init__(self, mailbox: Any) -> None:
        self._mailbox = mailbox
        self._world = mailbox.world
        self._count = itertools.count(1)
        self._entries: dict[int, Entry] = {}
        self._books: dict[str, Book] = {}
        self.deltas = Deltas(self._world)
        self.invited: list[tuple[str, str]] = []
        """(who, what): the mail that Exchange sent because an entry with attendees was written."""
        self.refuses_repeats = False
        """A transactionId that was used is refused, though it is the same entry that comes again."""
        self.tells_days = False
        """A deleted day of a series is told as removed by its id, and of the series nothing: not what was seen, and not excluded."""
        self.default = self.make_calendar("Calendar")
        self._books[self.default].is_default = True

    # ── what happens in the calendars ──

    def make_calendar(self, name: str) -> str:
        """Its id."""
        with self._world.lock:
            made = Book(f"AQMkADIwC{base64_of(f'{self._mailbox.address}/c{next(self._count)}')}AAA=", name)
            self._books[made.id] = made
            return made.id

    def rename_calendar(self, calendar: str, name: str) -> None:
        self._books[calendar].name = name

    def remove_calendar(self, calendar: str) -> None:
        """With all that is in it."""
        with self._world.lock:
            for entry in [one for one in self._entries.values() if one.calendar == calendar]:
                self.delete(entry.key)
            del self._books[calendar]

    def add(
        self, subject: str, start: str, end: str, zone: str = "FLE Standard Time", *, calendar: str = "", uid: str = "", **more: Any
    ) -> str:
        """An entry comes; its immutable id. `more` is as in Graph's JSON: attendees, organizer, recurrence, sensitivity …"""
        with self._world.lock:
            times = {"start": {"dateTime": start, "timeZone": zone}, "end": {"dateTime": end, "timeZone": zone}}
            return self._add({"subject": subject, **times, **more}, calendar or self.default, uid).key

    def change(self, key: str, *, on: str = "", **fields: Any) -> None:
        """The person changes it, or one day of the series."""
        with self._world.lock:
            self._change(self._by_key(key), date.fromisoformat(on) if on else None, fields)

    def reschedule(self, key: str, start: str, end: str, zone: str = "FLE Standard Time", *, on: str = "") -> None:
        """To another time."""
        self.change(key, on=on, start={"dateTime": start, "timeZone": zone}, end={"dateTime": end, "timeZone": zone})

    def respond(self, key: str, response: str) -> None:
        """The person answers an invitation: accepted, tentativelyAccepted, declined."""
        with self._world.lock:
            entry = self._by_key(key)
            entry.response = {"response": response, "time": datetime.fromtimestamp(self._world.clock(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
            self._touch(entry)

    def cancel(self, key: str, *, on: str = "") -> None:
        """The organiser calls it off, or one day of it: it stays, marked."""
        with self._world.lock:
            entry = self._by_key(key)
            if on:
                self._change(entry, date.fromisoformat(on), {"isCancelled": True, "subject": f"Canceled: {entry.fields['subject']}"})
                return
            entry.is_cancelled = True
            self._change(entry, None, {"subject": f"Canceled: {entry.fields['subject']}"})

    def delete(self, key: str, *, on: str = "") -> None:
        """Out of the calendar, or one day of it."""
        with self._world.lock:
            self._delete(self._by_key(key), date.fromisoformat(on) if on else None)

    def move(self, key: str, calendar: str) -> None:
        """To another calendar: the ordinary id is another then, the immutable one is not (F62)."""
        with self._world.lock:
            entry = self._by_key(key)
            self.deltas.drop(entry.calendar, entry.key)
            entry.calendar, entry.moves = calendar, entry.moves + 1
            self._touch(entry)

    def copy(self, key: str) -> str:
        """As a person copies one: with its extended properties, and a uid of its own (F82)."""
        with self._world.lock:
            one = self._by_key(key)
            made = self._add(copy.deepcopy(one.fields), one.calendar, "")
            made.extended = dict(one.extended)
            return made.key

    def extend(self, key: str, property_id: str, value: str) -> None:
        """Another program sets an extended property."""
        assert is_property_id(property_id)
        with self._world.lock:
            self._by_key(key).extended[property_id] = value

    def touch(self, key: str) -> None:
        """A change of which nothing is to be seen."""
        with self._world.lock:
            self._touch(self._by_key(key))

    def replay(self, key: str, *, removed_first: bool = False) -> None:
        """The next page of the calendar's delta tells it again (F56)."""
        self.deltas.replay(self._by_key(key).calendar, key, removed_first=removed_first)

    def keys(self, calendar: str = "") -> list[str]:
        """The immutable ids there are, oldest first."""
        return [one.key for one in self._entries.values() if not calendar or one.calendar == calendar]

    def get(self, key: str, *, on: str = "") -> dict[str, Any]:
        """As Graph would tell it, in UTC, with all its extended properties."""
        with self._world.lock:
            entry = self._by_key(key)
            told = tell(entry, date.fromisoformat(on) if on else None, immutable=True, preferred="")
            return told | {"singleValueExtendedProperties": [{"id": name, "value": value} for name, value in entry.extended.items()]}

    def state(self) -> object:
        """All there is, to compare before and after."""
        with self._world.lock:
            return {one.key: (one.calendar, one.version, copy.deepcopy(one.fields), dict(one.extended)) for one in self._entries.values()}

    def _by_key(self, key: str) -> Entry:
        found = read_id(key, immutable=True)
        assert found
        return self._entries[found[1]]

    def _add(self, fields: dict[str, Any], calendar: str, uid: str) -> Entry:
        number, now = next(self._count), datetime.fromtimestamp(self._world.clock(), UTC)
        own = {"emailAddress": {"name": self._mailbox.name, "address": self._mailbox.address}}
        entry = Entry(
            number,
            calendar,
            {"organizer": own, **fields},
            uid or new_uid(number, now, self._mailbox.address),
            now,
            now,
            self._mailbox.address,
        )
        if entry.fields["organizer"]["emailAddress"]["address"].lower() != self._mailbox.address.lower():
            entry.response = {"response": "notResponded", "time": "0001-01-01T00:00:00Z"}
        self._entries[number] = entry
        self.deltas.touch(calendar, entry.key)
        return entry

    def _change(self, entry: Entry, day: date | None, fields: Mapping[str, Any]) -> None:
        if day is None:
            entry.fields.update(fields)
        else:
            entry.changed_days.setdefault(day, {}).update(fields)
        self._touch(entry)

    def _touch(self, entry: Entry) -> None:
        entry.version += 1
        entry.changed = datetime.fromtimestamp(self._world.clock(), UTC)
        self.deltas.touch(entry.calendar, entry.key)

    def _delete(self, entry: Entry, day: date | None) -> None:
        if day is not None:
            entry.deleted_days.add(day)
            entry.changed_days.pop(day, None)
            if self.tells_days:
                entry.version, entry.changed = entry.version + 1, datetime.fromtimestamp(self._world.clock(), UTC)
                self.deltas.miss(entry.calendar, entry.id_of(day, immutable=True))
            else:
                self._touch(entry)
            return
        del self._entries[entry.number]
        self.deltas.drop(entry.calendar, entry.key)
