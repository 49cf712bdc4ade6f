"""Reads the calendars or address books of one account. It has no verb that writes.

The place in a collection is the server's own token (RFC 6578). A server without tokens is read by comparing listings
of entity tags, and not even listed while its ctag has not moved.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from connectors.base import Broken, Change, Collection, Cursor, Fetched, Gone, Marks, Page
from connectors.dav.discovery import CALENDARS, Found, Kind, Session
from connectors.dav.items import Item, NoSync, changes_since, listing, read_items
from connectors.files.ics import foreign_part
from connectors.files.listing import Size, folder_pages, mark_of
from syncd.errors import Busy, CursorExpired, SourceError

_MOST_TRIES = 5  # to find a collection at rest between two requests


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A cursor of a collection with tokens. `since` is where the listing began (None: everything), `upto` the token that
    holds once it is through ('': it has not begun), `at` the last item told."""

    since: str | None = None
    upto: str = ""
    at: str = ""

    def cursor(self) -> Cursor:
        """As JSON."""
        return {"sync": self.since, "upto": self.upto, "at": self.at}


def _read_place(cursor: Cursor) -> Place:
    since, upto, at = cursor.get("sync"), cursor.get("upto"), cursor.get("at")
    if not (since is None or isinstance(since, str)) or not isinstance(upto, str) or not isinstance(at, str) or not (since or upto):
        raise CursorExpired("the place in this collection cannot be read; list everything again")
    return Place(since=since, upto=upto, at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one pass has to tell: ids that are new or changed, ids that are gone, the token that holds when all is told,
    and in a listing of everything (else None) the ids that are there."""

    changed: set[str]
    gone: set[str]
    token: str
    listed: set[str] | None


class DavHarvester:
    """The collections of one account. `wanted`: only the one of that name or address; `hidden`: never that one."""

    def __init__(self, session: Session, *, wanted: str = "", hidden: str = "", size: Size | None = None) -> None:
        self._session = session
        self._wanted, self._hidden = wanted, hidden
        self._size = size or Size(items=250)
        self._listed: dict[str, Found] = {}  # as of the last listing, each to be used once

    @property
    def certificate_until(self) -> dt.datetime | None:
        """When the server's certificate ends."""
        return self._session.client.certificate_until

    def collections(self) -> Iterable[Collection]:
        """The collections there are, without the one in which our reminders are kept."""
        found = [one for one in self._session.collections() if not one.components or "VEVENT" in one.components]
        if self._wanted:
            named = [one for one in found if one.is_called(self._wanted)]
            if not named:
                names = ", ".join(f'"{one.label}"' for one in found) or "none"
                raise SourceError(f'there is no "{self._wanted}" at {self._session.client.origin}; there are {names}')
            found = named
        elif self._hidden:
            found = [one for one in found if not one.keeps(self._hidden)]
        self._listed = {one.path: one for one in found}
        return [Collection(id=one.path, name=one.label, role=self._session.kind.role) for one in found]

    def pages(self, collection: Collection, cursor: Cursor | None) -> Iterator[Page]:
        """What changed since `cursor`, in the order of the addresses."""
        if cursor is not None and "known" in cursor:
            yield from self._compared(collection, cursor)
            return
        if cursor is not None and "sync" not in cursor:
            raise CursorExpired("the place in this collection is of another version; list everything again")
        found = self._listed.pop(collection.id, None)
        place = _read_place(cursor) if cursor is not None else Place()
        if found and found.token and found.token == place.since and not place.upto:
            return
        try:
            step = self._step(collection, place)
        except NoSync as error:
            if cursor is not None:
                raise CursorExpired(str(error)) from error
            yield from self._compared(collection, None)
            return
        yield from self._told(collection, place, step)

    def fetch(self, collection: Collection, remote_ids: Iterable[str]) -> Iterator[Change]:
        """Single items by id."""
        asked = list(remote_ids)
        for start in range(0, len(asked), self._size.items):
            batch = asked[start : start + self._size.items]
            for remote_id, item in zip(batch, _items(self._session, collection, batch), strict=True):
                yield _change(self._session.kind, remote_id, item) or Gone(remote_id)

    def _step(self, collection: Collection, place: Place) -> Step:
        """What a pass has to tell. One that goes on after a cut first tells what changed meanwhile among the items before
        the cut: else one that came and went between two tokens would be told as there and never as gone."""
        for _ in range(_MOST_TRIES):
            before = changes_since(self._session, collection.id, place.upto) if place.upto else None
            delta = changes_since(self._session, collection.id, place.since or "")
            if before is None or before.token == delta.token:
                break
        else:
            raise Busy(f"{collection.name} changes faster than it is read; it is asked again")
        there = {i for path in delta.changed if (i := _id_of(collection, path)) > place.at}
        gone = {i for path in delta.gone if (i := _id_of(collection, path)) > place.at} if place.since else set()
        again = {i for path in before.changed if (i := _id_of(collection, path)) <= place.at} if before else set()
        gone |= {i for path in before.gone if (i := _id_of(collection, path)) <= place.at} if before else set()
        listed = None if place.since else {_id_of(collection, path) for path in delta.changed}
        return Step(changed=there | again, gone=gone, token=delta.token, listed=listed)

    def _told(self, collection: Collection, place: Place, step: Step) -> Iterator[Page]:
        """The pages of a listing by token: `at` moves with each, `since` at the end."""
        ids = sorted(step.changed | step.gone)
        start, end = 0, bisect_right(ids, place.at) + self._size.items  # all before the cut in the first page
        listed = step.listed
        while True:
            batch = ids[start:end]
            asked = [i for i in batch if i in step.changed]
            changes: list[Change] = [Gone(i) for i in batch if i in step.gone]
            for remote_id, item in zip(asked, _items(self._session, collection, asked), strict=True):
                change = _change(self._session.kind, remote_id, item)
                if change:
                    changes.append(change)
                elif listed is not None:
                    listed.discard(remote_id)
            if end >= len(ids):
                break
            yield Page(tuple(changes), Place(since=place.since, upto=step.token, at=batch[-1]).cursor(), total=len(ids))
            start, end = end, end + self._size.items
        if changes or step.token != place.since:
            whole = frozenset(listed) if listed is not None else None
            yield Page(tuple(changes), Place(since=step.token).cursor(), total=len(ids), complete=whole)

    def _compared(self, collection: Collection, cursor: Cursor | None) -> Iterator[Page]:
        found = self._listed.pop(collection.id, None) or self._session.collection(collection.id)
        return folder_pages(_Tagged(self._session, collection, found.ctag, self._size.items), cursor, self._size)


class _Tagged:
    """A collection without tokens as a `Folder` of listing.py; the marks are entity tags."""

    def __init__(self, session: Session, collection: Collection, ctag: str, batch: int) -> None:
        self._session, self._collection, self._ctag, self._batch = session, collection, ctag, batch
        self._queue: list[str] = []
        self._tags: dict[str, bytes] = {}
        self._read: dict[str, Item] = {}

    def stamp(self) -> str:
        """The ctag the collection had before it was listed."""
        return self._ctag

    def listing(self) -> Mapping[str, bytes]:
        """Every item with the mark of its entity tag."""
        found = listing(self._session, self._collection.id)
        self._tags = {_id_of(self._collection, path): mark_of(etag.encode()) for path, etag in found.items()}
        return self._tags

    def newest_first(self, remote_ids: Sequence[str]) -> Sequence[str]:
        """In the order of the addresses: nothing tells their age."""
        self._queue = sorted(remote_ids)
        return list(self._queue)

    def read(self, remote_id: str, known: bytes | None) -> tuple[Change | None, bytes]:
        """The item, read together with those that come after it."""
        if remote_id not in self._read:
            at = self._queue.index(remote_id) if remote_id in self._queue else 0
            batch, self._queue = self._queue[at : at + self._batch], self._queue[at + self._batch :]
            self._read = dict(zip(batch, _items(self._session, self._collection, batch), strict=True))
        item = self._read.pop(remote_id)
        return (None, b"") if item.vanished else (_change(self._session.kind, remote_id, item), self._tags[remote_id])


def _items(session: Session, collection: Collection, remote_ids: Sequence[str]) -> Iterator[Item]:
    return read_items(session, collection.id, [_path_of(collection, i) for i in remote_ids])


def _change(kind: Kind, remote_id: str, item: Item) -> Change | None:
    """What there is to tell of an item; None where it has vanished, or is ours or of another sort."""
    if item.vanished:
        return None
    if item.text is None:
        return Broken(remote_id, item.reason)
    raw = _lines(item.text)
    if b"BEGIN:V" not in raw.upper():
        return Broken(remote_id, f"it holds no {kind.media_type}", raw or None)
    raw = foreign_part(raw) if kind is CALENDARS else raw
    return Fetched(remote_id, raw, kind.media_type, Marks(size=len(raw))) if kind.begin in raw.upper() else None


def _id_of(collection: Collection, path: str) -> str:
    """The name of an item inside its collection; its whole path where it lies elsewhere."""
    return path.removeprefix(collection.id)


def _path_of(collection: Collection, remote_id: str) -> str:
    return remote_id if remote_id.startswith("/") else collection.id + remote_id


def _lines(text: str) -> bytes:
    """With the line ends of RFC 5545 and RFC 6350: XML has changed them to \\n (XML 1.0 section 2.11)."""
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8", "replace")
