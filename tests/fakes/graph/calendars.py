"""A mailbox's calendars as Graph shows them.

`calendars_…`, `events_…` and `calendarView_…` are the methods of the API; the verbs above them are what the person, the
people they meet and other programs do. Outside the API an entry has its immutable id, and a day of a series its date.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.fakes.graph.calls import Call, Refusal, malformed
from tests.fakes.graph.deltas import Deltas, Tell
from tests.fakes.graph.entries import Entry, is_midnight, new_uid, read_id, short, tell
from tests.fakes.graph.messages import base64_of
from tests.fakes.graph.odata import expanded, is_property_id, only
from tests.fakes.graph.paging import listed
from tests.fakes.graph.times import bound, check_recurrence, instant

_EVER = datetime(2000, 1, 1, tzinfo=UTC)
LONGEST_WINDOW = timedelta(days=1825)
_FIELDS = ("subject", "start/dateTime", "end/dateTime", "lastModifiedDateTime", "createdDateTime", "iCalUId", "isAllDay", "isCancelled", "isOrganizer",
           "showAs", "sensitivity", "importance", "type", "seriesMasterId", "organizer/emailAddress/address")  # fmt: skip
_ONE_DAY = (
    "subject",
    "body",
    "start",
    "end",
    "location",
    "categories",
    "sensitivity",
    "showAs",
    "isReminderOn",
    "reminderMinutesBeforeStart",
    "importance",
)


@dataclass
class Book:
    """One calendar."""

    id: str
    name: str
    is_default: bool = False
    is_removed: bool = False


class Calendars:
    """The calendars of one mailbox."""

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
            for one in self._keys_of(entry):
                self.deltas.drop(entry.calendar, one)
            entry.calendar, entry.moves = calendar, entry.moves + 1
            self._touch(entry, *entry.changed_days)

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
        return next(one for one in self._entries.values() if one.key == key)

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
        self._touch(entry, *([day] if day else []), alone=day is not None)

    def _touch(self, entry: Entry, *days: date, alone: bool = False) -> None:
        entry.version += 1
        entry.changed = datetime.fromtimestamp(self._world.clock(), UTC)
        if not alone:
            self.deltas.touch(entry.calendar, entry.key)
        for day in days:
            self.deltas.touch(entry.calendar, f"{entry.key}|{day}")

    def _delete(self, entry: Entry, day: date | None) -> None:
        if day is not None:
            entry.deleted_days.add(day)
            entry.changed_days.pop(day, None)
            entry.version += 1
            self.deltas.bury(entry.calendar, f"{entry.key}|{day}")
            return
        del self._entries[entry.number]
        for one in self._keys_of(entry):
            self.deltas.drop(entry.calendar, one)

    def _keys_of(self, entry: Entry) -> list[str]:
        return [entry.key, *(f"{entry.key}|{day}" for day in entry.changed_days)]

    # ── the API: calendars ──

    def calendars_list(self, call: Call) -> dict[str, Any]:
        return listed(call, self._world, [self._book_json(one) for one in self._books.values()], ("name",))

    def calendars_get(self, call: Call) -> dict[str, Any]:
        return only(self._book_json(self._books[self._calendar(call)]), call.query.select)

    def calendars_create(self, call: Call) -> dict[str, Any]:
        if not call.body.get("name"):
            raise malformed("A calendar has a name.", "ErrorInvalidRequest")
        if any(one.name == call.body["name"] for one in self._books.values()):
            raise Refusal(409, "ErrorFolderExists", "A folder with the specified name already exists.")
        return self._book_json(self._books[self.make_calendar(call.body["name"])])

    def _book_json(self, one: Book) -> dict[str, Any]:
        return {
            "id": one.id, "name": one.name, "color": "auto", "hexColor": "", "isDefaultCalendar": one.is_default, "changeKey": f"DwAAABYA{base64_of(one.name)}",
            "canShare": True, "canViewPrivateItems": True, "canEdit": True, "allowedOnlineMeetingProviders": ["teamsForBusiness"],
            "defaultOnlineMeetingProvider": "teamsForBusiness", "isTallyingResponses": True, "isRemovable": not one.is_default,
            "owner": {"name": self._mailbox.name, "address": self._mailbox.address},
        }  # fmt: skip

    def _calendar(self, call: Call) -> str:
        asked = str(call.path.get("calendar", self.default))
        if asked not in self._books:
            raise Refusal(404, "ErrorItemNotFound")
        return asked

    # ── the API: events ──

    def events_list(self, call: Call) -> dict[str, Any]:
        """Single entries and series, not the days of a series."""
        calendar = self._calendar(call)
        found = [self._json(one, None, call) for one in self._entries.values() if one.calendar == calendar]
        return listed(call, self._world, found, _FIELDS, extended=lambda told: self._found(str(told["id"]), call)[0].extended)

    def events_get(self, call: Call) -> dict[str, Any]:
        entry, day = self._event(call)
        return only(self._json(entry, day, call, alone=True), call.query.select)

    def events_create(self, call: Call) -> dict[str, Any]:
        said, calendar = dict(call.body), self._calendar(call)
        transaction = said.pop("transactionId", None)
        kept = next((one for one in self._entries.values() if transaction and one.transaction == transaction), None)
        if kept is not None:
            if self.refuses_repeats or not self._is_same(kept, said):
                text = "Your request can't be completed. The TransactionId specified in the request has already been used to create a different event."
                raise Refusal(409, "ErrorDuplicateTransactionId", text)
            return self._json(kept, None, call)
        extended = _extended(said)
        self._check({"subject": "", **said})
        entry = self._add(said, calendar, "")
        entry.transaction, entry.extended = transaction, extended
        self._invite(entry, "invitation")
        return self._json(entry, None, call)

    def events_update(self, call: Call) -> dict[str, Any]:
        entry, day = self._event(call)
        self._match(call, entry)
        said = dict(call.body)
        if said.pop("transactionId", entry.transaction) != entry.transaction:
            raise malformed("A transactionId cannot be changed once the event is created.", "ErrorInvalidRequest")
        if day and (strange := set(said) - set(_ONE_DAY)):
            raise malformed(f"One day of a series has no {sorted(strange)[0]} of its own.", "ErrorInvalidRequest")
        entry.extended.update(_extended(said))
        self._check({**entry.fields, **said})
        self._change(entry, day, said)
        self._invite(entry, "update")
        return self._json(entry, day, call)

    def events_delete(self, call: Call) -> None:
        entry, day = self._event(call)
        self._match(call, entry)
        self._delete(entry, day)
        self._invite(entry, "cancellation")

    def events_instances(self, call: Call) -> dict[str, Any]:
        entry, _ = self._event(call)
        begins, ends = self._window(call.query.others)
        return listed(call, self._world, [self._json(entry, day, call) for day in entry.within(begins, ends)], _FIELDS)

    def calendarView_list(self, call: Call) -> dict[str, Any]:
        calendar, (begins, ends) = self._calendar(call), self._window(call.query.others)
        shown = [(one, day) for one in self._entries.values() if one.calendar == calendar for day in one.within(begins, ends)]
        shown.sort(key=lambda pair: pair[0].span(pair[1]))
        return listed(call, self._world, [self._json(one, day, call) for one, day in shown], _FIELDS)

    def calendarView_delta(self, call: Call) -> dict[str, Any]:
        calendar, others = self._calendar(call), call.query.others
        if call.query.skiptoken is None and call.query.deltatoken is None:
            self._window(others)
        return self.deltas.page(
            call, calendar, lambda said: self._telling(call, said), options=dict(others), named=lambda key: self._named(key, call), size=call.prefer.pagesize or 10
        )  # fmt: skip

    def _telling(self, call: Call, options: Mapping[str, str]) -> Tell:
        """A series comes as its master and its unchanged days within the window; a changed day for itself."""
        begins, ends = self._window(options)

        def told(key: str) -> list[dict[str, Any]]:
            entry, day = self._split(key)
            inside = entry.within(begins, ends)
            if day is not None:
                return [_typed(self._json(entry, day, call))] if day in inside else []
            if not entry.is_series:
                return [_typed(self._json(entry, None, call))] if inside else []
            plain = [one for one in inside if one not in entry.changed_days]
            days = [_typed(short(self._json(entry, one, call))) for one in plain]
            return [_typed(self._json(entry, None, call)), *days] if inside else []

        return told

    def _split(self, key: str) -> tuple[Entry, date | None]:
        master, _, day = key.partition("|")
        return self._by_key(master), date.fromisoformat(day) if day else None

    def _named(self, key: str, call: Call) -> str:
        """The id by which what went is told."""
        master, _, day = key.partition("|")
        found = read_id(master, immutable=True)
        assert found
        gone = Entry(found[1], "", {}, "", _EVER, _EVER, found[0])
        return gone.id_of(date.fromisoformat(day) if day else None, immutable=call.prefer.immutable)

    def _window(self, said: Mapping[str, str]) -> tuple[datetime, datetime]:
        for name in ("startDateTime", "endDateTime"):
            if name.lower() not in said:
                raise malformed(
                    f"This request requires a time window specified by the query string parameters StartDateTime and EndDateTime: no {name}."
                )
        begins, ends = bound(said["startdatetime"], "startDateTime"), bound(said["enddatetime"], "endDateTime")
        if not timedelta() < ends - begins <= LONGEST_WINDOW:
            raise malformed(
                "The range between the start and end dates is not allowed. Maximum number of days: 1825.", "ErrorInvalidRequest"
            )
        return begins, ends

    def _event(self, call: Call) -> tuple[Entry, date | None]:
        entry, day = self._found(call.path["event"], call)
        if "calendar" in call.path and entry.calendar != self._calendar(call):
            raise Refusal(404, "ErrorItemNotFound")
        return entry, day

    def _found(self, id_: str, call: Call) -> tuple[Entry, date | None]:
        """By the id of the kind that the request says it uses."""
        read = read_id(id_, immutable=call.prefer.immutable)
        entry = self._entries.get(read[1]) if read and read[0] == self._mailbox.address else None
        if read is None or entry is None or (not call.prefer.immutable and read[2] != entry.moves) or read[3] in entry.deleted_days:
            raise Refusal(404, "ErrorItemNotFound")
        return entry, read[3]

    def _json(self, entry: Entry, day: date | None, call: Call, *, alone: bool = False) -> dict[str, Any]:
        told = tell(entry, day, immutable=call.prefer.immutable, preferred=call.prefer.zone, body=call.prefer.body or "html")
        if had := [{"id": name, "value": value} for name, value in entry.extended.items() if name in call.query.extended]:
            told["singleValueExtendedProperties"] = had
        if alone and entry.is_series and day is None:
            if "exceptionOccurrences" in expanded(call.query.expand):
                told["exceptionOccurrences"] = [self._json(entry, one, call) for one in sorted(entry.changed_days)]
            if "cancelledOccurrences" in call.query.select:
                told["cancelledOccurrences"] = [f"OID.{told['id']}.{one}" for one in sorted(entry.deleted_days)]
        return told

    def _match(self, call: Call, entry: Entry) -> None:
        wanted = call.headers.get("if-match", "*")
        if wanted not in ("*", tell(entry, None, immutable=True, preferred="")["@odata.etag"]):
            raise Refusal(412, "ErrorIrresolvableConflict")

    def _check(self, said: Mapping[str, Any]) -> None:
        """What Exchange refuses of a whole entry."""
        for side in ("start", "end"):
            if not said.get(side) or {"dateTime", "timeZone"} - set(said[side]):
                raise malformed(f"At least one property failed validation: {side}.", "ErrorPropertyValidationFailure")
        if instant(said["end"]) < instant(said["start"]):
            raise malformed("The end of the event is before its start.", "ErrorPropertyValidationFailure")
        if said.get("isAllDay") and not (
            is_midnight(said["start"]) and is_midnight(said["end"]) and instant(said["end"]) > instant(said["start"])
        ):
            raise malformed("An all-day event begins and ends at midnight, and takes 24 hours at least.", "ErrorPropertyValidationFailure")
        if said.get("recurrence"):
            check_recurrence(said["recurrence"])

    def _is_same(self, kept: Entry, said: Mapping[str, Any]) -> bool:
        return all(kept.fields.get(name) == value for name, value in said.items() if name != "singleValueExtendedProperties")

    def _invite(self, entry: Entry, what: str) -> None:
        self.invited += [(one["emailAddress"]["address"], what) for one in entry.fields.get("attendees", ())]


def _typed(told: dict[str, Any]) -> dict[str, Any]:
    return {"@odata.type": "#microsoft.graph.event", **told}


def _extended(said: dict[str, Any]) -> dict[str, str]:
    """Taken out of what a client wrote; each of them has an id that Exchange understands, and a value."""
    found = said.pop("singleValueExtendedProperties", [])
    for one in found:
        if not is_property_id(one.get("id", "")) or not isinstance(one.get("value"), str):
            raise malformed(f"The extended property {one!r:.100} has no id or no value that can be read.", "ErrorInvalidArgument")
    return {one["id"]: one["value"] for one in found}
