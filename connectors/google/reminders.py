"""One person's reminders at Google: in a calendar of their own, or among the events of the primary one.

The id of an entry follows from its uid, so a second insert finds the first (409), and changes are conditional (If-Match):
two programs never write over one another. A call that writes is never asked again by itself; after a lost answer the
entry is read, and what was carried out is not done twice. Whom an entry could be sent to is nobody: it has no attendees,
and every write says sendUpdates=none.

Google keeps what is left of a deleted event under its id, and lets it be brought back. Whether a person deleted it or we
did is told by a property that we set before we delete: what does not have it stays deleted, whatever the store wants.
https://developers.google.com/workspace/calendar/api/v3/reference/events
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NoReturn

from connectors.base import Reminder, Seen
from connectors.entry import is_as_written
from connectors.google import entries
from connectors.google.own_calendars import OwnCalendars
from connectors.google.refusals import Changed, LostAnswer, NoLonger, NotThere, Taken, Wrong
from syncd.errors import CalendarGone, ChangedByPerson, CursorExpired, Forbidden, SourceError

if TYPE_CHECKING:
    from connectors.google.client import GoogleClient

_SILENT: Final = "none"  # whom to tell of a write
_MOST_AT_ONCE: Final = 2500  # events in one answer, by Google's documentation
_LISTED: Final = "nextPageToken,nextSyncToken,items(id,etag,status,created,summary,description,start,extendedProperties/private)"
_TRIES: Final = 3  # a write whose answer is lost again and again is left to the next pass

Event = Mapping[str, Any]


@dataclass(slots=True)
class Known:
    """What the calendars of our entries were like when they were last looked at. Kept from pass to pass."""

    calendars: tuple[str, ...] = ()
    tokens: dict[str, str] = field(default_factory=dict)
    entries: dict[str, dict[str, Seen]] = field(default_factory=dict)  # calendar → id → entry; those with a token only
    moved: dict[str, str] = field(default_factory=dict)  # where else an entry was found: uid → calendar
    looked: bool = False  # whether this process has looked before, and so will again

    def forget(self) -> None:
        """Of an answer that does not fit: everything is found anew."""
        self.calendars, self.tokens, self.entries = (), {}, {}


@lru_cache(maxsize=4096)
def known_of(endpoint: str, account: str, name: str) -> Known:
    """What this process knows of an account's calendar of that name."""
    return Known()


class GoogleReminders:
    """The reminders of one account in the calendar `name`; "primary" for the account's own."""

    def __init__(self, client: GoogleClient, name: str, *, known: Known | None = None) -> None:
        self._client = client
        self._own = OwnCalendars(client, name)
        self._known = known or Known()

    def put(self, r: Reminder, last: Seen | None) -> Seen:
        """Write the entry: a new one, or over the one that still is as `last` says."""
        id_ = entries.event_id(r.uid)
        if last is None:
            return self._create(r, id_, self._write_into(r))
        calendar = self._place(last)
        return self._change(r, id_, calendar, last.etag, last)

    def remove(self, last: Seen) -> None:
        """Delete the entry if it still is as `last` says."""
        calendar, id_ = self._place(last), entries.event_id(last.uid)
        etag, lost = last.etag, None
        for _ in range(_TRIES):
            try:
                marked = self._patch(calendar, id_, etag, entries.removal())
                self._send(self._events.delete(calendarId=calendar, eventId=id_, sendUpdates=_SILENT), marked["etag"])
                return
            except (NotThere, NoLonger):
                return
            except (Changed, LostAnswer) as problem:
                lost = problem
                there = self._read(calendar, id_)
                if there is None:
                    return
                if not _is_same(there, last):
                    self._refuse(last.uid)
                etag = there.etag
        raise lost or AssertionError("unreachable")

    def look(self) -> Iterable[Seen]:
        """Every entry whose id is ours. A calendar not made yet has none."""
        return tuple(seen for calendar in self._calendars() for seen in self._look(calendar))

    def ask(self, uid: str) -> Seen | None:
        """One entry, wherever in the person's calendars it is now. Raises CalendarGone where our calendar itself is."""
        calendars, id_ = self._calendars(), entries.event_id(uid)
        if not calendars:
            raise CalendarGone(
                f'{self._client.account}: the calendar "{self._own.name}" is not there; nothing is decided about the entries that were in it'
            )
        for calendar in calendars:
            if seen := self._read(calendar, id_):
                return seen
        return self._find_elsewhere(uid, id_, calendars)

    def writable(self) -> bool | None:
        """Whether our role in the calendar allows writing; None where the calendar is still to be made, which no call tells."""
        calendars = self._calendars()
        return self._own.may_write(calendars[0]) if calendars else None

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    # reading

    def _calendars(self) -> tuple[str, ...]:
        """Where our entries may be, the one that new ones are put into first; none where it is still to be made."""
        if not self._known.calendars:
            self._known.calendars = self._own.find()
        return self._known.calendars

    def _look(self, calendar: str) -> Iterable[Seen]:
        """Our entries in one calendar: by what changed since the last time, the first time among a person's own events by our mark."""
        try:
            if self._own.is_primary and not self._known.looked:  # Google takes a filter or a token: a first pass may be the only one
                events, _ = self._listed(calendar, privateExtendedProperty=[entries.MARK])
                self._known.looked = True
                return [seen for event in events if (seen := entries.read_entry(event, calendar))]
            try:
                return self._refresh(calendar)
            except CursorExpired:
                return self._refresh(calendar)
        except NotThere as problem:
            self._known.forget()
            raise CalendarGone(
                f'{self._client.account}: the calendar "{self._own.name}" is there no more; nothing is decided about the entries that were in it'
            ) from problem

    def _refresh(self, calendar: str) -> Iterable[Seen]:
        """Bring what is known of a calendar up to date. Raises CursorExpired where Google no longer knows our place."""
        known, token = self._known, self._known.tokens.pop(calendar, None)
        found: dict[str, list[Seen]] = {id_: [seen] for id_, seen in known.entries.pop(calendar, {}).items()} if token else {}
        try:
            events, following = self._listed(calendar, syncToken=token)
        except (NoLonger, Wrong) as problem:
            if token is None:
                raise
            raise CursorExpired(f"Google no longer tells what changed in {calendar}; it is listed anew") from problem
        for id_ in {str(event.get("id")) for event in events}:
            found[id_] = [seen for event in events if event.get("id") == id_ and (seen := entries.read_entry(event, calendar))]
        if all(len(several) < 2 for several in found.values()):  # two of one id (F37) are listed in full until one is left
            known.entries[calendar] = {id_: several[0] for id_, several in found.items() if several}
            known.tokens[calendar] = following
        return [seen for several in found.values() for seen in several]

    def _listed(self, calendar: str, **place: Any) -> tuple[list[Event], str]:
        """All events of a listing, those first that were made first, and the token that tells what comes after it."""
        events: list[Event] = []
        page: str | None = None
        while True:
            answer = self._client.call(
                self._events.list(calendarId=calendar, maxResults=_MOST_AT_ONCE, pageToken=page, fields=_LISTED, **place)
            )
            events += answer.get("items", ())
            page = answer.get("nextPageToken")
            if not page:
                return sorted(events, key=lambda event: str(event.get("created") or "")), str(answer.get("nextSyncToken") or "")

    def _get(self, calendar: str, id_: str) -> Event | None:
        """An event, or what is left of a deleted one; None where the calendar answers and knows nothing of it."""
        try:
            return self._client.call(self._events.get(calendarId=calendar, eventId=id_))
        except NoLonger:
            return None
        except NotThere as problem:
            if not self._own.is_there(calendar):
                self._known.forget()
                raise CalendarGone(
                    f"{self._client.account}: the calendar {calendar} is there no more; nothing is decided about the entries that were in it"
                ) from problem
            return None

    def _read(self, calendar: str, id_: str) -> Seen | None:
        event = self._get(calendar, id_)
        return entries.read_entry(event, calendar) if event else None

    def _find_elsewhere(self, uid: str, id_: str, calendars: Iterable[str]) -> Seen | None:
        """The entry in another of the person's calendars: it keeps its id where it is moved to. One we may not read cannot hold it."""
        others = [c for c in self._own.readable() if c not in calendars]
        others.sort(key=lambda calendar: calendar != self._known.moved.get(uid))
        for calendar in others:
            try:
                seen = self._read(calendar, id_)
            except Forbidden:
                continue
            if seen:
                self._known.moved[uid] = calendar
                return seen
        return None

    # writing

    def _write_into(self, r: Reminder) -> str:
        calendars = self._calendars()
        if not calendars:
            calendars = self._known.calendars = self._own.make(r.start.tzinfo)
        return calendars[0]

    def _create(self, r: Reminder, id_: str, calendar: str) -> Seen:
        """A new event; where there is or was one of that id, it is taken if it is the same, or brought back if we deleted it."""
        body = {"id": id_, **entries.write_entry(r)}
        try:
            return self._seen(self._client.call(self._events.insert(calendarId=calendar, body=body, sendUpdates=_SILENT)), calendar)
        except (Taken, LostAnswer) as problem:
            there = self._get(calendar, id_)
            if there is None and isinstance(problem, LostAnswer):
                raise
        except NotThere as problem:
            self._known.forget()
            raise SourceError(
                f'{self._client.account}: the calendar "{self._own.name}" is there no more; it is looked for again'
            ) from problem
        if there is None:
            self._refuse(r.uid)
        seen = entries.read_entry(there, calendar)
        ours = entries.was_removed_by_us(there)
        if seen is None and ours:
            return self._bring_back(r, id_, calendar, str(there["etag"]))
        if seen is None or not is_as_written(seen, r):
            self._refuse(r.uid)
        return self._change(r, id_, calendar, seen.etag, seen) if ours else seen

    def _bring_back(self, r: Reminder, id_: str, calendar: str, etag: str) -> Seen:
        """Undelete what we deleted. Where Google does not let us, it stays away: that we may write there, the insert has shown."""
        try:
            return self._change(r, id_, calendar, etag, None)
        except Forbidden:
            self._refuse(r.uid)

    def _change(self, r: Reminder, id_: str, calendar: str, etag: str, last: Seen | None) -> Seen:
        """Write over an event that is as `last` says, or over what is left of one that we deleted."""
        body = entries.rewrite_entry(r)
        lost: SourceError | None = None
        for _ in range(_TRIES):
            try:
                return self._seen(self._patch(calendar, id_, etag, body), calendar)
            except (Changed, NotThere, NoLonger, LostAnswer) as problem:
                lost = problem
            there = self._read(calendar, id_)
            if there is None and isinstance(lost, LostAnswer):
                break
            if there and is_as_written(there, r):
                return there
            if last is None or there is None or not _is_same(there, last):
                self._refuse(r.uid)
            etag = there.etag  # changed in what is no word of ours, such as its colour
        raise lost or AssertionError("unreachable")

    def _patch(self, calendar: str, id_: str, etag: str, body: Mapping[str, Any]) -> Event:
        return self._send(self._events.patch(calendarId=calendar, eventId=id_, body=body, sendUpdates=_SILENT), etag)

    def _send(self, request: Any, etag: str) -> Event:
        """Put a write through on the condition that the event still has this entity tag."""
        request.headers["If-Match"] = etag
        return self._client.call(request)

    def _seen(self, event: Event, calendar: str) -> Seen:
        seen = entries.read_entry(event, calendar)
        if seen is None:
            raise LostAnswer(f"{self._client.account}: Google answered a write with another event; it is looked at again")
        return seen

    def _refuse(self, uid: str) -> NoReturn:
        raise ChangedByPerson(f'{uid} is not as we left it in "{self._own.name}" of {self._client.account}; look at it again')

    def _place(self, last: Seen) -> str:
        """The calendar a handle tells. Raises SourceError where it is no handle of that entry."""
        calendar, _, id_ = last.handle.rpartition("/")
        if not calendar or not last.uid or entries.uid_of(id_) != last.uid:
            raise SourceError(f"{last.handle!r} is no entry in these calendars")
        return calendar

    @property
    def _events(self) -> Any:
        return self._client.service.events()


def _is_same(one: Seen, other: Seen) -> bool:
    """Whether an entry says the same, whatever its entity tag."""
    return replace(one, etag="") == replace(other, etag="")
