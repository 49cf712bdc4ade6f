"""A mailbox's calendars as Graph shows them: `calendars_…`, `events_…` and `calendarView_…` are the methods of the API."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.fakes.graph.calls import Call, Refusal, malformed
from tests.fakes.graph.deltas import Tell
from tests.fakes.graph.diary import Book, Diary
from tests.fakes.graph.entries import Entry, is_midnight, read_id, short, tell
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


class Calendars(Diary):
    """The calendars of one mailbox."""

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
        if not call.query.skiptoken and not call.query.deltatoken:
            self._window(others)
        return self.deltas.page(
            call, calendar, lambda said: self._telling(call, said), options=dict(others), named=lambda key: self._named(key, call), size=call.prefer.pagesize or 10
        )  # fmt: skip

    def _telling(self, call: Call, options: Mapping[str, str]) -> Tell:
        """Whatever changed of a series, all of it comes, in one page: its master and the days that are left within the window.

        So tell those who tried it out (microsoft-graph-docs, 4501 and 7632): a day that was deleted is told by its absence.
        """
        begins, ends = self._window(options)

        def told(key: str) -> list[dict[str, Any]]:
            entry = self._by_key(key)
            inside = entry.within(begins, ends)
            if not entry.is_series:
                return [_typed(self._json(entry, None, call)) for _ in inside]
            days = [self._json(entry, day, call) for day in inside]
            whole = [self._json(entry, None, call), *(one if one["type"] == "exception" else short(one) for one in days)]
            return [_typed(one) for one in whole] if inside else []

        return told

    def _named(self, key: str, call: Call) -> str:
        """The id by which one that went is told; an ordinary one as it was when the entry never moved."""
        found = read_id(key, immutable=True)
        assert found
        return Entry(found[1], "", {}, "", _EVER, _EVER, found[0]).id_of(found[3], immutable=call.prefer.immutable)

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
