"""Reads the calendars of one Google account as meetings. It has no verb that writes.

The place in a calendar is Google's sync token, which only the last page of a listing gives: until then the cursor keeps the
old token (None in a listing of everything) beside the token of the next page. A listing of everything has no bounds in
time: those would be bounds of its sync token as well. Holidays, birthdays and working places are not asked for.

An occurrence that was called off comes with little more than its place in the series. It is completed out of its series, so
that the rules of exclusion meet both alike; and when the series changes, they come again with it.
https://developers.google.com/workspace/calendar/api/guides/sync
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from connectors.base import Broken, Change, Collection, Cursor, Fetched, Gone, Marks, Page
from connectors.files.listing import Size
from connectors.google.ours import is_own, is_own_calendar
from connectors.google.refusals import NoLonger, NotThere, Refused, Wrong
from connectors.polled import Polled
from syncd.core.derived import GOOGLE_EVENT
from syncd.errors import CursorExpired, SourceError

if TYPE_CHECKING:
    from connectors.google.client import GoogleClient

Event = Mapping[str, Any]

_TYPES: Final = ["default", "fromGmail", "outOfOffice"]
_PERSON: Final = "email,displayName"
_TOLD: Final = (  # what says what a meeting is; the rest changes without meaning
    "id", "iCalUID", "status", "eventType", "visibility", "summary", "description", "location", "start", "end", "endTimeUnspecified", "recurrence",
    "recurringEventId", "originalStartTime", "sequence", "updated", "organizer", "creator", "attendees", "attendeesOmitted", "hangoutLink", "conferenceData",
)  # fmt: skip
_WITHIN: Final = {
    "organizer": _PERSON, "creator": _PERSON, "attendees": f"{_PERSON},optional,resource,responseStatus",
    "conferenceData": "entryPoints(entryPointType,uri)",
}  # fmt: skip
_EVENT: Final = ",".join([f"{name}({_WITHIN[name]})" if name in _WITHIN else name for name in _TOLD]) + ",extendedProperties/private"
_BARE: Final = "id,iCalUID,status,recurringEventId,eventType,extendedProperties/private"  # to know whether it is given
_CALLED_OFF: Final = ("id", "status", "recurringEventId", "originalStartTime", "eventType", "visibility", "sequence", "updated")
_OF_SERIES: Final = ("iCalUID", "visibility", "summary", "description", "location", "organizer", "creator", "attendees", "attendeesOmitted")
_NO_CALENDARS: Final = "@group.v.calendar.google.com"  # holidays, birthdays, weeks: made by Google for everybody
_MOST_GUESTS: Final = 2000  # Google names at most 200 invited one by one; a larger group stays one guest, or is left out
_MOST_AT_ONCE: Final = 2500  # events in one answer, by Google's documentation
_AHEAD: Final = dt.timedelta(days=800)  # how far the occurrences of a changed series are looked through: some have no end


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A cursor: the token of the last complete listing (None: there was none), and of the next page of the present one."""

    sync: str | None = None
    page: str | None = None

    def cursor(self) -> Cursor:
        """As JSON."""
        return {"sync": self.sync, "page": self.page}


def _read_place(cursor: Cursor | None) -> Place:
    if cursor is None:
        return Place()
    sync, page = cursor.get("sync"), cursor.get("page")
    if not (sync is None or isinstance(sync, str)) or not (page is None or isinstance(page, str)) or not (sync or page):
        raise CursorExpired("the place in this calendar cannot be read; list everything again")
    return Place(sync=sync, page=page)


class CalendarHarvester(Polled["GoogleClient"]):
    """The calendars of one account. `wanted`: only the one of that name or id; `hidden`: where our reminders are."""

    def __init__(self, client: GoogleClient, *, wanted: str = "", hidden: str = "", size: Size | None = None) -> None:
        super().__init__(client)
        self._wanted, self._hidden = wanted, hidden
        self._size = size or Size(items=250)
        self._others: frozenset[str] = frozenset()  # calendars of somebody else, as of the last listing

    def collections(self) -> Iterable[Collection]:
        """The calendars the account shows and may read, without the one in which our reminders are kept."""
        found = [one for one in self._listed_calendars() if not one.get("deleted") and not one["id"].endswith(_NO_CALENDARS)]
        if self._wanted:
            named = [one for one in found if self._wanted in (one["id"], _name(one)) or (self._wanted == "primary" and one.get("primary"))]
            if not named:
                names = ", ".join(f'"{_name(one)}"' for one in found) or "none"
                raise SourceError(f'{self._client.account} has no calendar "{self._wanted}"; there are {names}')
            found = named
        else:
            found = [one for one in found if not self._keeps_reminders(one)]
        self._others = frozenset(one["id"] for one in found if one.get("accessRole") != "owner")
        return [Collection(id=one["id"], name=_name(one), role="calendar") for one in found]

    def pages(self, collection: Collection, cursor: Cursor | None) -> Iterator[Page]:
        """What changed since `cursor`, in the order Google lists."""
        place = _read_place(cursor)
        pass_ = self._pass(collection, is_whole=place.sync is None)
        went_on, self._is_paused = place.page is not None, False
        while not self._is_paused:
            reply = self._page(collection, place)
            changes = tuple(pass_.changes(reply.get("items", ())))
            following = reply.get("nextPageToken")
            if following:
                place = Place(sync=place.sync, page=following)
                yield Page(changes, place.cursor())
                continue
            token = reply.get("nextSyncToken")
            if not token:
                raise SourceError(f"Google gave no sync token for {collection.name}; it is asked again")
            if changes or token != place.sync:
                complete = None if not pass_.is_whole else self._there(collection) if went_on else frozenset(pass_.given)
                yield Page(changes, Place(sync=token).cursor(), complete=complete, counts=not went_on)
            return

    def fetch(self, collection: Collection, remote_ids: Iterable[str]) -> Iterator[Change]:
        """Single events by id."""
        asked = list(dict.fromkeys(remote_ids))
        pass_ = self._pass(collection, is_whole=False)
        for start in range(0, len(asked), self._size.items):
            yield from pass_.fetched(asked[start : start + self._size.items])

    @property
    def _events(self) -> Any:
        return self._client.service.events()

    def _pass(self, collection: Collection, *, is_whole: bool) -> _Pass:
        return _Pass(self._client, self._events, collection, is_mine=collection.id not in self._others, is_whole=is_whole)

    def _keeps_reminders(self, calendar: Event) -> bool:
        """Whether it is the one of our entries, or another person's; one of that name only may be a calendar like any other."""
        return is_own_calendar(calendar) or (calendar.get("accessRole") == "owner" and self._hidden in (calendar["id"], calendar.get("summary"), _name(calendar)))

    def _listed_calendars(self) -> Iterator[Event]:
        token: str | None = None
        fields = "nextPageToken,items(id,summary,summaryOverride,description,accessRole,primary,deleted)"
        calendars = self._client.service.calendarList()
        while True:
            reply = self._client.call(calendars.list(minAccessRole="reader", showHidden=False, maxResults=250, pageToken=token, fields=fields))
            yield from reply.get("items", ())
            token = reply.get("nextPageToken")
            if not token:
                return

    def _page(self, collection: Collection, place: Place) -> Event:
        """One page of a listing. Raises CursorExpired where Google no longer knows the place."""
        try:
            return self._list(collection, _EVENT, self._size.items, syncToken=place.sync, pageToken=place.page)
        except (NotThere, NoLonger, Wrong) as error:
            if isinstance(error, NotThere) or error.reason == "deleted":
                raise SourceError(f"{collection.name} was deleted, or is shared with {self._client.account} no longer; what was read of it stays") from error
            if place == Place():
                raise
            raise CursorExpired(f"Google no longer knows our place in {collection.name}; everything is listed again") from error

    def _list(self, collection: Collection, fields: str, most: int, **tokens: str | None) -> Event:
        """Always with the same parameters beside the tokens: a sync token holds for those alone."""
        return self._client.call(
            self._events.list(
                calendarId=collection.id, singleEvents=False, showDeleted=True, eventTypes=_TYPES, maxAttendees=_MOST_GUESTS, maxResults=most,
                fields=f"nextPageToken,nextSyncToken,items({fields})", **tokens,
            )
        )  # fmt: skip

    def _there(self, collection: Collection) -> frozenset[str]:
        """The ids of everything that is given of a calendar: what a listing would have gathered that was not cut off."""
        found: dict[str, Event] = {}
        token: str | None = None
        while True:
            reply = self._list(collection, _BARE, _MOST_AT_ONCE, pageToken=token)
            found |= {event["id"]: event for event in reply.get("items", ())}
            token = reply.get("nextPageToken")
            if not token:
                break
        read = {i: event for i, event in found.items() if _is_read(event, is_mine=collection.id not in self._others)}
        there = {i for i, event in read.items() if event.get("status") != "cancelled"}
        return frozenset(there | {i for i, event in read.items() if event.get("recurringEventId") in there})


class _Pass:
    """One pass over a calendar: what becomes of each event. It remembers the series it has met."""

    def __init__(self, client: GoogleClient, events: Any, collection: Collection, *, is_mine: bool, is_whole: bool) -> None:
        self._client, self._events, self._collection = client, events, collection
        self._is_mine, self.is_whole = is_mine, is_whole
        self._series: dict[str, Event | None] = {}  # what an occurrence takes from its series; None: there is none
        self.given: set[str] = set()

    def changes(self, events: Sequence[Event]) -> Iterator[Change]:
        """What there is to tell of a page of events. In a listing of everything what is not there is told by `complete`."""
        read = [event for event in events if _is_read(event, is_mine=self._is_mine)]
        self._meet(read)
        told = {event["id"] for event in read}
        for series in () if self.is_whole else [event["id"] for event in read if event.get("recurrence") and event.get("status") != "cancelled"]:
            read += [event for event in self._called_off_in(series) if event["id"] not in told]
        for event in read:
            change = self._change(event)
            if isinstance(change, Fetched):
                self.given.add(change.remote_id)
                yield change
            elif not self.is_whole:
                yield change

    def fetched(self, remote_ids: Sequence[str]) -> Iterator[Change]:
        """Single events by id: Fetched, Broken or Gone for each."""
        answers = self._get(remote_ids)
        self._meet([answer for answer in answers.values() if not isinstance(answer, Refused)])
        for remote_id, answer in answers.items():
            if isinstance(answer, NotThere | NoLonger):
                yield Gone(remote_id)
            elif isinstance(answer, Refused):
                yield Broken(remote_id, str(answer))
            else:
                yield self._change(answer) if _is_read(answer, is_mine=self._is_mine) else Gone(remote_id)

    def _get(self, ids: Iterable[str]) -> dict[str, Event | Refused]:
        """Single events; a calendar that may not be read at all raises."""
        asked = {i: self._events.get(calendarId=self._collection.id, eventId=i, maxAttendees=_MOST_GUESTS, fields=_EVENT) for i in ids}
        return dict(self._client.call_all(asked)) if asked else {}

    def _change(self, event: Event) -> Fetched | Gone:
        if event.get("status") == "cancelled":
            series = self._series.get(event.get("recurringEventId", ""))
            if series is None:
                return Gone(event["id"])
            event = {**series, **{name: event[name] for name in _CALLED_OFF if name in event}}
        raw = _raw(event)
        hidden = event.get("visibility")
        marks = Marks(size=len(raw), sensitivity=hidden if hidden in ("private", "confidential") else "")
        return Fetched(event["id"], raw, GOOGLE_EVENT, marks)

    def _meet(self, events: Iterable[Event]) -> None:
        """Know the series of these events: those among them, and those that occurrences called off belong to."""
        missing = set()
        for event in events:
            if event.get("recurrence") or event.get("status") == "cancelled":
                if "recurringEventId" in event:
                    missing.add(event["recurringEventId"])
                else:
                    self._series[event["id"]] = self._of(event)
        for id_, answer in self._get(sorted(missing - self._series.keys())).items():
            if isinstance(answer, Refused) and not isinstance(answer, NotThere | NoLonger):
                raise answer
            self._series[id_] = None if isinstance(answer, Refused) else self._of(answer)

    def _of(self, series: Event) -> Event | None:
        """What its occurrences that were called off lack; None of a series that is there no more, or is not read."""
        if series.get("status") == "cancelled" or not _is_read(series, is_mine=self._is_mine):
            return None
        return {name: series[name] for name in _OF_SERIES if name in series}

    def _called_off_in(self, series: str) -> Iterator[Event]:
        """The occurrences of a series that were called off."""
        until = (dt.datetime.now(dt.UTC) + _AHEAD).isoformat(timespec="seconds")
        fields = f"nextPageToken,items({','.join(_CALLED_OFF)})"
        token = None
        while True:
            asked = self._events.instances(
                calendarId=self._collection.id, eventId=series, showDeleted=True, maxResults=_MOST_AT_ONCE, timeMax=until, pageToken=token, fields=fields
            )
            try:
                reply = self._client.call(asked)
            except (NotThere, NoLonger):  # it went meanwhile: the next pass is told so
                return
            yield from (event for event in reply.get("items", ()) if event.get("status") == "cancelled")
            token = reply.get("nextPageToken")
            if not token:
                return


def _name(calendar: Event) -> str:
    return str(calendar.get("summaryOverride") or calendar.get("summary") or calendar["id"])


def _is_read(event: Event, *, is_mine: bool) -> bool:
    """Whether an event may be a meeting. That somebody is away is read in their own calendar only."""
    type_ = event.get("eventType", "default")
    return type_ in _TYPES and (is_mine or type_ != "outOfOffice") and not is_own(event)


def _raw(event: Event) -> bytes:
    """As JSON that is equal where the content is equal."""
    told = {name: event[name] for name in _TOLD if name in event}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode("utf-8", "replace")
