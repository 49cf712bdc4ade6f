"""One person's reminders in a calendar of their own on a CalDAV server.

The calendar is made when the first entry is written. Writing is conditional on the server's side: If-None-Match for a new
entry, If-Match for one we know, so that two programs never write over one another. After a lost answer the entry is read
again by its uid: what was carried out is not done twice. No attendee is in what we write, so no server has anybody to tell.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from connectors.base import UID_PREFIX, Reminder, Seen
from connectors.dav.client import LostAnswer, Reply
from connectors.dav.discovery import FOLDER, Session
from connectors.dav.items import Item, NoSync, changes_since, listing, read_items
from connectors.dav.xml import CALDAV, DAV, by_uid, mkcalendar
from connectors.entry import is_as_written, read_entry, write_entry
from syncd.errors import AuthFailed, Busy, CalendarGone, ChangedByPerson, CursorExpired, Forbidden, SourceError

_BATCH = 250
_UID = re.compile(UID_PREFIX + r"[A-Za-z0-9-]{1,100}")
_TAKEN = frozenset({403, 405, 409, 412})  # a create that found something there (405: a collection of that name)


@dataclass(slots=True)
class Known:
    """What the calendar of one account was like when it was last looked at. Kept beside the session."""

    path: str = ""
    token: str = ""
    tags: dict[str, str] = field(default_factory=dict)
    entries: dict[str, Seen] = field(default_factory=dict)  # ours only, by path
    moved: dict[str, str] = field(default_factory=dict)  # where else an entry was found, by uid


class CaldavReminders:
    """The reminders in the calendar `name` of an account; `sort` is what an entry is."""

    def __init__(self, session: Session, name: str, *, sort: Literal["event", "task"] = "event", known: Known | None = None) -> None:
        self._session = session
        self._name = name
        self._sort = sort
        self._known = known or Known()

    def put(self, r: Reminder, last: Seen | None) -> Seen:
        """Write the entry: a new one, or over the one that still is as `last` says."""
        if not _UID.fullmatch(r.uid):
            raise ValueError(f"{r.uid!r} is no uid of ours")
        path = self._own(last.handle) if last else f"{self._calendar() or self._make()}{r.uid}.ics"
        raw = write_entry(r, dt.datetime.now(dt.UTC), task=self._sort == "task")
        condition = {"If_Match": last.etag} if last else {"If_None_Match": "*"}
        try:
            reply = self._session.client.request("PUT", path, raw, Content_Type="text/calendar; charset=utf-8", **condition)
        except LostAnswer:
            there = self._as_written(r)
            if there is None:
                raise
            return there
        if reply.status in (200, 201, 204) and reply.etag:
            seen = read_entry(raw, path, reply.etag)
            assert seen is not None
            return seen
        if reply.status in (200, 201, 204):
            return self._as_written(r) or self._changed(r.uid)
        if reply.status in (404, 410, 412) or (reply.status in _TAKEN and self._is_taken(reply)):
            return self._as_written(r) or self._changed(r.uid)
        if "supported-calendar-component" in reply.unfulfilled():
            raise SourceError(f'"{self._name}" takes no {self._sort}s; write `as` or `reminder_calendar` otherwise')
        raise self._session.client.refusal(reply)

    def remove(self, last: Seen) -> None:
        """Delete the entry if it still is as `last` says."""
        path = self._own(last.handle)
        try:
            reply = self._session.client.request("DELETE", path, If_Match=last.etag)
        except LostAnswer:
            if self._read(path) is not None:
                raise
            return
        if reply.status in (200, 202, 204, 404, 410):
            return
        if reply.status != 412:
            raise self._session.client.refusal(reply)
        if self._read(path) is not None:
            self._changed(last.uid)

    def look(self) -> Iterable[Seen]:
        """Every entry of the calendar whose uid is ours. A calendar not made yet has none."""
        path = self._calendar()
        if not path:
            return ()
        try:
            self._refresh(path)
        except CursorExpired:
            self._forget(path)
            self._refresh(path)
        except (AuthFailed, Busy, LostAnswer):
            raise
        except SourceError:
            self._forget("")  # it may have been removed or made anew elsewhere
            raise
        return tuple(self._known.entries.values())

    def ask(self, uid: str) -> Seen | None:
        """One entry, wherever in the person's calendars it is now. Raises CalendarGone where our calendar itself is."""
        path = self._calendar()
        if not path:
            raise CalendarGone(f'the calendar "{self._name}" is not there; nothing is decided about the entries that were in it')
        seen = self._read(f"{path}{uid}.ics")
        if seen and seen.uid == uid:
            return seen
        return self._where_it_was(uid) or self._find(path, uid, ("VEVENT", "VTODO")) or self._find_elsewhere(path, uid)

    def writable(self) -> bool | None:
        """Whether the server says that we may put entries here, or make the calendar that is not made yet (RFC 3744)."""
        path = self._calendar()
        if path:
            return self._session.may_write(path)
        homes = self._session.homes()
        return self._session.may_write(homes[0]) if homes else False

    # reading

    def _refresh(self, path: str) -> None:
        """Bring what is known of the calendar up to date: by token, else by its entity tags."""
        known = self._known
        try:
            delta = changes_since(self._session, path, known.token)
            changed, token = delta.changed, delta.token
            tags = {p: tag for p, tag in (known.tags if known.token else {}).items() if p not in delta.gone} | changed
        except NoSync:
            tags, token = listing(self._session, path), ""
            changed = tags
        new = [p for p, tag in changed.items() if known.tags.get(p) != tag or not tag]
        entries = {p: seen for p, seen in known.entries.items() if p in tags and p not in new}
        for start in range(0, len(new), _BATCH):
            for item in read_items(self._session, path, new[start : start + _BATCH]):
                if item.text is None and not item.vanished and UID_PREFIX in item.path:
                    raise SourceError(f"{item.path} cannot be read: {item.reason}")
                seen = _seen(item)
                if seen:
                    entries[item.path] = seen
        known.tags, known.entries, known.token = tags, entries, token

    def _forget(self, path: str) -> None:
        self._known.path, self._known.token, self._known.tags, self._known.entries = path, "", {}, {}

    def _read(self, path: str) -> Seen | None:
        """An entry of ours by its address."""
        (item,) = read_items(self._session, path.rpartition("/")[0] + "/", [path])
        return _seen(item)

    def _where_it_was(self, uid: str) -> Seen | None:
        """The entry where it was found the last time outside our calendar."""
        path = self._known.moved.get(uid)
        try:
            seen = self._read(path) if path else None
        except SourceError:  # that calendar may be gone; what is wrong with the server shows itself in the search that follows
            seen = None
        return seen if seen and seen.uid == uid else None

    def _find(self, calendar: str, uid: str, components: Iterable[str]) -> Seen | None:
        """The entry of that uid in one calendar, under whatever address a program gave it."""
        names = (DAV + "getetag", CALDAV + "calendar-data")
        for component in components:
            status, at = self._session.client.multistatus("REPORT", calendar, by_uid(component, uid, names), "1")
            for answer in status.answers:
                text = answer.props.get(CALDAV + "calendar-data")
                path = self._session.client.path_of(answer.href, at)
                seen = _seen(Item(path, answer.text(DAV + "getetag"), text.text or "")) if text is not None else None
                if seen and seen.uid == uid:
                    return seen
        return None

    def _find_elsewhere(self, calendar: str, uid: str) -> Seen | None:
        """The entry in another of the person's calendars. One that is not ours to read cannot hold it."""
        component = "VTODO" if self._sort == "task" else "VEVENT"
        for found in self._session.in_homes():
            if found.path == calendar or (found.components and component not in found.components):
                continue
            try:
                seen = self._find(found.path, uid, (component,))
            except Forbidden:
                continue
            if seen:
                self._known.moved[uid] = seen.handle
                return seen
        return None

    # writing

    def _as_written(self, r: Reminder) -> Seen | None:
        """The entry as it is now, if it says what the reminder says: our own write, whose answer was lost."""
        there = self.ask(r.uid)
        return there if there and is_as_written(there, r) else None

    def _changed(self, uid: str) -> Seen:
        raise ChangedByPerson(f'{uid} is not as we left it in "{self._name}"; look at it again')

    def _is_taken(self, reply: Reply) -> bool:
        """Whether a refusal means that the uid is there already, and not that we may not write."""
        return reply.status != 403 or "no-uid-conflict" in reply.unfulfilled()

    def _own(self, handle: str) -> str:
        """A handle as an address of this server below the person's homes and nothing else."""
        path = self._session.client.path_of(handle)
        if path != handle or not any(path.startswith(home) for home in self._roots()):
            raise SourceError(f"{handle!r} is no entry in these calendars")
        return path

    def _roots(self) -> tuple[str, ...]:
        calendar = self._calendar()
        return (*self._session.homes(), *([calendar] if calendar else []))

    def _calendar(self) -> str:
        """The address of our calendar; '' where there is none."""
        if not self._known.path:
            found = [one for one in self._session.in_homes() if one.keeps(self._name)]
            named = [one for one in found if one.is_called(self._name)] or found
            self._known.path = named[0].path if named else ""
        return self._known.path

    def _make(self) -> str:
        """Make our calendar. One that is there after all is taken as it is: an earlier answer may have been lost."""
        homes = self._session.homes()
        if not homes:
            raise SourceError(f'"{self._name}" cannot be made: `url` names a single calendar; write the address of the folder it is in')
        path = f"{homes[0].rstrip('/')}/{FOLDER}/"
        reply = self._session.client.request("MKCALENDAR", path, mkcalendar(self._name, ("VEVENT", "VTODO")))
        if reply.status in (403, 501):
            raise Forbidden(f'{self._session.client.origin} lets nobody make the calendar "{self._name}"; make it by hand, then it is used')
        if reply.status not in (200, 201, 405, 409):
            raise self._session.client.refusal(reply)
        self._known.path = self._session.collection(path).path
        return self._known.path


def _seen(item: Item) -> Seen | None:
    return read_entry(item.text.encode("utf-8", "replace"), item.path, item.etag) if item.text else None
