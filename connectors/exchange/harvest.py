"""Reads one mailbox of an Exchange Server: the mail of all folders, calendars, contacts, and the journal's telephone calls.

Each page is one answer of SyncFolderItems, or a part of one, with the state Exchange gives with it. What an item is, is asked
by GetItem, many at a time and as much as may be held; a batch that is too much for the server is halved, and what is refused
of one item is told of that item. It has no verb that writes.
https://learn.microsoft.com/exchange/client-developer/exchange-web-services/mailbox-synchronization-and-ews-in-exchange
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from connectors.base import Broken, Change, Collection, Cursor, Fetched, Listening, Page, awake
from connectors.exchange.entries import Entries
from connectors.exchange.folders import Folders
from connectors.exchange.items import LISTED, MARKS, is_mail, kind_of
from connectors.exchange.listening import Stream, subscribed
from connectors.exchange.mails import Mails
from connectors.exchange.operations import Element, Synced, all_ids, change_key, item_id, local, sync_items, text
from connectors.exchange.place import Place, digest, read_place
from connectors.exchange.reading import Reading
from connectors.exchange.refusals import TooMuch
from connectors.exchange.session import ExchangeSession
from connectors.files.listing import Size
from connectors.refusals import NotThere
from syncd.core.derived import JOURNAL, MAIL
from syncd.errors import SourceError

_MOST_CHANGES: Final = 512  # what Exchange gives at most in one answer


class ExchangeHarvester:
    """Reads one mailbox. `max_message`: of larger mails only the headers, in bytes; `is_journal`: it holds everybody's mail."""

    def __init__(self, session: ExchangeSession, *, max_message: int, is_journal: bool = False, size: Size | None = None) -> None:
        self._session = session
        self._size = size or Size(items=100, nbytes=8_000_000)
        self._folders = Folders(session)
        self._reading = Reading(session)
        self._is_journal = is_journal
        self._mails = Mails(self._reading, limit=max_message, nbytes=self._size.nbytes, media_type=JOURNAL if is_journal else MAIL)
        self._most = min(self._size.items, _MOST_CHANGES)
        self._is_paused = False
        self._stream: Stream | None = None

    @property
    def certificate_until(self) -> dt.datetime | None:
        """When the server's certificate ends."""
        return self._session.certificate_until

    def listen(self, collection: Collection, cursor: Cursor | None) -> Listening | None:
        """Be told of changes by a streaming subscription; what changed between `cursor` and its beginning is told at once."""
        if self._stream is None or not self._stream.goes_on(collection.id, awake()):
            self._end_listening()
            self._stream = subscribed(self._session, collection.id, awake())
        if self._stream and cursor is not None:
            self._stream.note(changed=bool(self._sync(collection, read_place(cursor)).changes))
        return self._stream

    def pause(self) -> None:
        """The pages being given end with the one that is on its way."""
        self._is_paused = True

    def close(self) -> None:
        """Let go of the connection."""
        self._end_listening()
        self._session.close()

    def collections(self) -> Iterable[Collection]:
        """The folders of the mailbox that are read; of a journal those with mail."""
        found = self._folders.collections()
        if not self._is_journal:
            return found
        closed = ("drafts", "trash", "spam")
        return [one if one.role in closed else replace(one, role="journal") for one in found if is_mail(kind_of(one.role))]

    def pages(self, collection: Collection, cursor: Cursor | None) -> Iterator[Page]:
        """What became of the folder since `cursor`, in the order Exchange tells."""
        self._is_paused = False
        place = Place() if cursor is None else read_place(cursor)
        went_on, given = cursor is not None, set[str]()
        is_last = False
        while not is_last:
            synced = self._sync(collection, place)
            is_last, before, is_whole = synced.is_last, place, place.whole
            for changes, place in self._told(collection, synced, before):
                given.update(change.remote_id for change in changes if isinstance(change, Fetched | Broken))
                if is_whole and not place.whole:
                    there = self._there(collection, place) if went_on else frozenset(given)
                    yield Page(changes, place.cursor(), complete=there, counts=not went_on or collection.role != "calendar")
                elif changes or (place != before and synced.changes):
                    yield Page(changes, place.cursor())
                if self._is_paused:
                    return

    def fetch(self, collection: Collection, remote_ids: Iterable[str]) -> Iterator[Change]:
        """Single items by id."""
        asked = list(dict.fromkeys(remote_ids))
        for start in range(0, len(asked), self._size.items):
            part = asked[start : start + self._size.items]
            kind = kind_of(collection.role)
            yield from self._mails.single(part) if is_mail(kind) else Entries(self._reading, kind, {}).single(part)

    def _told(self, collection: Collection, synced: Synced, place: Place) -> Iterator[tuple[tuple[Change, ...], Place]]:
        """What there is to tell of an answer, in parts, each with the place after it."""
        fresh = [change for change in _merged(synced.changes) if _digest(change) not in place.told]
        kind = kind_of(collection.role)
        through = place.after(synced.state, is_last=synced.is_last)
        if not is_mail(kind):
            entries = Entries(self._reading, kind, place.series)
            yield tuple(entries.changes(fresh)), replace(through, series=entries.series)
            return
        left = len(fresh)
        for changes, told in self._mails.parts(fresh):
            left -= len(told)
            place = place.having_told(map(_digest, told)) if left else through
            yield tuple(changes), place

    def _sync(self, collection: Collection, place: Place) -> Synced:
        """One answer; where it is too much for the server, fewer changes at a time (F48)."""
        fields = (*LISTED, *MARKS) if is_mail(kind_of(collection.role)) else LISTED
        while True:
            try:
                synced = self._session.read(sync_items, self._session.account, collection.id, place.state, self._most, fields)
            except TooMuch:
                if self._most == 1:
                    raise
                self._most = max(1, self._most // 4)
            except NotThere as error:
                raise SourceError(f"{collection.name} of {self._session.mailbox} is no longer there; what was read of it stays") from error
            else:
                self._most = min(self._most * 2, self._size.items, _MOST_CHANGES)
                return synced

    def _end_listening(self) -> None:
        if self._stream:
            self._stream.close()
            self._stream = None

    def _there(self, collection: Collection, place: Place) -> frozenset[str]:
        """The ids of all that is in a folder."""
        ids = self._session.read(lambda: list(all_ids(self._session.account, collection.id)))
        return frozenset(ids).union(f"{series}#{start}" for series, starts in place.series.items() for start in starts)


def _merged(changes: Sequence[Element]) -> list[Element]:
    """The last word on each item; that it is new outlives that it was changed after."""
    last: dict[str, Element] = {}
    for change in changes:
        id_ = item_id(change)
        known = last.pop(id_, None)
        if known is not None and local(change) != "Delete" and local(known) == "Create":
            if local(change) == "Update":
                change.tag = known.tag
            else:
                change = known
        if id_:
            last[id_] = change
    return list(last.values())


def _digest(change: Element) -> str:
    return digest(local(change), item_id(change), change_key(change), text(change, "IsRead"))
