"""A mailbox and a person's calendar held in memory: the smallest truth of the contract in `connectors/base.py`.

For tests, the demo and whoever writes the next connector. The verbs above the contract's own (`add`, `mark`, `expunge`,
`expire`; `move`, `tick`, `retitle` …) are those of the outside world: other people's programs, never ours. Nothing here
outlives the process.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from connectors.base import (
    MAX_MESSAGE,
    UID_PREFIX,
    Broken,
    Change,
    Collection,
    CollectionRole,
    Cursor,
    Fetched,
    Gone,
    Marked,
    Marks,
    Page,
    Reminder,
    Seen,
)
from connectors.entry import clean_text, clean_title, is_as_written
from connectors.roles import role_of_name
from syncd.errors import ChangedByPerson, CursorExpired, Forbidden, SourceError


class MemoryOptions(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Keys of a `memory` source."""

    world: str = "memory"
    """Sources that name the same world in one process share it."""


@dataclass(frozen=True, slots=True)
class _Item:
    """One object of a folder; `born`, `written` and `changed` are places in the change log."""

    raw: bytes | None  # None: it is gone
    media_type: str
    marks: Marks
    born: int
    written: int
    changed: int
    broken: str = ""

    def change(self, remote_id: str, since: int, place: int) -> Change | None:
        """What has to be told in a pass that began at `since` and has come to `place`."""
        if self.raw is None:
            return Gone(remote_id) if self.born <= place else None
        if self.broken:
            return Broken(remote_id, self.broken, self.raw)
        if self.written > since:
            return Fetched(remote_id, self.raw, self.media_type, self.marks)
        return Marked(remote_id, self.marks)


class MemoryMailbox:
    """A mailbox with a change log. A cursor is a place in that log; `expire` forgets the log so far."""

    def __init__(self, *, page_items: int = 100) -> None:
        self.page_items = page_items
        self._folders: dict[str, dict[str, _Item]] = {}
        self._now = 0  # the newest place in the log
        self._oldest = 0  # places before this one are forgotten

    # what the outside world does

    def add(self, folder: str, remote_id: str, raw: bytes, media_type: str = "message/rfc822", marks: Marks | None = None) -> None:
        """A new object arrives, or the content of a known one changes."""
        self._now += 1
        items = self._folders.setdefault(folder, {})
        old = items.get(remote_id)
        born = old.born if old and old.raw is not None else self._now
        items[remote_id] = _Item(raw, media_type, marks or Marks(), born, self._now, self._now)

    def mark(self, folder: str, remote_id: str, marks: Marks) -> None:
        """Flags or labels change, the content does not."""
        self._now += 1
        self._folders[folder][remote_id] = replace(self._folders[folder][remote_id], marks=marks, changed=self._now)

    def damage(self, folder: str, remote_id: str, reason: str) -> None:
        """The provider can no longer deliver this one."""
        self._now += 1
        self._folders[folder][remote_id] = replace(self._folders[folder][remote_id], broken=reason, written=self._now, changed=self._now)

    def expunge(self, folder: str, remote_id: str) -> None:
        """Somebody deletes it."""
        self._now += 1
        self._folders[folder][remote_id] = replace(self._folders[folder][remote_id], raw=None, changed=self._now)

    def expire(self) -> None:
        """The provider forgets every cursor it gave."""
        self._now += 1
        self._oldest = self._now
        for items in self._folders.values():
            for remote_id in [i for i, item in items.items() if item.raw is None]:
                del items[remote_id]

    # the contract

    def collections(self) -> Iterable[Collection]:
        """One collection a folder."""
        for name, items in self._folders.items():
            kinds = {item.media_type for item in items.values()}
            role: CollectionRole = "calendar" if kinds == {"text/calendar"} else role_of_name(name) or "other"
            yield Collection(id=name, name=name, role=role, count=sum(item.raw is not None for item in items.values()))

    def pages(self, collection: Collection, cursor: Cursor | None) -> Iterator[Page]:
        """Everything that changed after the cursor's place, in the order of the log."""
        since, place = self._place(cursor)
        items = self._folders.get(collection.id, {})
        news = sorted((item.changed, i) for i, item in items.items() if item.changed > place)
        told = [(at, change) for at, i in news if (change := items[i].change(i, since, place)) and not _ours(change)]
        there = frozenset(i for i, item in items.items() if item.raw is not None) if since == 0 else None
        while len(told) > self.page_items:
            part, told = told[: self.page_items], told[self.page_items :]
            yield Page(tuple(change for _, change in part), {"since": since, "place": part[-1][0]}, total=len(part) + len(told))
        if told or there is not None:
            yield Page(tuple(change for _, change in told), {"since": self._now, "place": self._now}, total=len(told), complete=there)

    def fetch(self, collection: Collection, remote_ids: Iterable[str]) -> Iterator[Change]:
        """Single objects by id."""
        items = self._folders.get(collection.id, {})
        for remote_id in remote_ids:
            item = items.get(remote_id)
            yield (item.change(remote_id, 0, 0) if item else None) or Gone(remote_id)

    def _place(self, cursor: Cursor | None) -> tuple[int, int]:
        """Where the pass began in the log, and how far it has come. An item changed since it began may not have been
        told before, so its content counts as new until the pass is over."""
        if cursor is None:
            return 0, 0
        since, place = cursor.get("since"), cursor.get("place")
        if not isinstance(since, int) or not isinstance(place, int) or not self._oldest <= place <= self._now:
            raise CursorExpired("the place in the change log is forgotten; list everything again")
        return since, place


def _ours(change: Change) -> bool:
    """Whether this is an entry we wrote ourselves (rule 8)."""
    return isinstance(change, Fetched) and change.media_type == "text/calendar" and f"UID:{UID_PREFIX}".encode() in change.raw


class MemoryCalendar:
    """One person's calendar: entries by handle, each with a version that grows when it changes."""

    def __init__(self) -> None:
        self.entries: dict[str, Seen] = {}
        self.answers = True  # False: the calendar cannot be reached
        self.open_to_us: bool | None = True  # whether we may write; None: it does not tell
        self._version = 0

    # what the person does

    def change(self, uid: str, *, start: dt.datetime | None = None, title: str = "", note: str = "", done: bool | None = None) -> None:
        """The person moves, retitles, annotates or ticks an entry."""
        for handle, seen in self.entries.items():
            if seen.uid == uid:
                seen = replace(seen, start=start or seen.start, title=title or seen.title, note=note or seen.note, etag=self._next())
                self.entries[handle] = seen if done is None else replace(seen, done=done)

    def delete(self, uid: str) -> None:
        """The person deletes an entry."""
        self.entries = {handle: seen for handle, seen in self.entries.items() if seen.uid != uid}

    def copy(self, uid: str) -> str:
        """The person copies an entry: everything is the same but the uid, which is the calendar program's own."""
        seen = next(s for s in self.entries.values() if s.uid == uid)
        handle = f"copy-{self._next()}"
        self.entries[handle] = replace(seen, uid=handle, handle=handle, etag=self._next())
        return handle

    # the contract

    def put(self, r: Reminder, last: Seen | None) -> Seen:
        """Write the entry under its uid."""
        if self.open_to_us is False:
            raise Forbidden("the calendar is open to us for reading only")
        there = self.ask(r.uid)
        if there and is_as_written(there, r):
            return there
        if (there and there.etag) != (last and last.etag):
            raise ChangedByPerson(f"{r.uid} is not as we left it")
        seen = Seen(
            uid=r.uid, handle=last.handle if last else r.uid, etag=self._next(), key=r.key, start=r.start,
            title=clean_title(r.title), note=clean_text(r.text), done=False, content_hash=r.content_hash,
        )  # fmt: skip
        self.entries[seen.handle] = seen
        return seen

    def remove(self, last: Seen) -> None:
        """Take one entry out by its handle."""
        self._check()
        there = self.entries.get(last.handle)
        if there and there.etag != last.etag:
            raise ChangedByPerson(f"{last.uid} is not as we left it")
        self.entries.pop(last.handle, None)

    def look(self) -> Iterable[Seen]:
        """All entries whose uid is ours."""
        self._check()
        return tuple(seen for seen in self.entries.values() if seen.uid.startswith(UID_PREFIX))

    def ask(self, uid: str) -> Seen | None:
        """One entry by its uid."""
        self._check()
        return next((seen for seen in self.entries.values() if seen.uid == uid), None)

    def writable(self) -> bool | None:
        """What it was told to say."""
        self._check()
        return self.open_to_us

    def _check(self) -> None:
        if not self.answers:
            raise SourceError("the calendar does not answer; try again later")

    def _next(self) -> str:
        self._version += 1
        return str(self._version)


@dataclass(frozen=True, slots=True)
class World:
    """What the sources of one name share."""

    mailbox: MemoryMailbox
    calendar: MemoryCalendar


_worlds: dict[str, World] = {}


def world(name: str) -> World:
    """The world of that name, made on first use."""
    return _worlds.setdefault(name, World(MemoryMailbox(), MemoryCalendar()))


def open_harvester(options: MemoryOptions, base: Path, owner: str, max_message: int = MAX_MESSAGE) -> MemoryMailbox:
    """The mailbox of the named world."""
    return world(options.world).mailbox


def open_reminders(options: MemoryOptions, base: Path) -> MemoryCalendar:
    """The calendar of the named world."""
    return world(options.world).calendar
