"""One mailbox at Gmail as two collections: what was sent, and all other mail.

    a first harvest    note the number of the last change → list everything, newest first → from then on the history
    each later pass    what changed since (history.list, one request where nothing did) → then the listing, if it is not through

Folders are labels here. A message with SENT is in Sent only; one with CHAT, DRAFT, SPAM or TRASH is in neither. What the
history says of a message is only that it was touched: what it is now is asked. So a page may be told twice without harm.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from connectors.base import Broken, Change, Collection, Cursor, Fetched, Gone, Marked, Page
from connectors.files.listing import Size
from connectors.google.client import GoogleClient
from connectors.google.mail_labels import Labels, digests
from connectors.google.mail_messages import LARGE, Got, Messages, labels_of
from connectors.google.mail_place import Answer, Place, Touched, beginning, following, pieces, read_place
from connectors.google.refusals import NotThere, Refused, Wrong
from connectors.polled import Polled
from syncd.errors import Busy, CursorExpired

SENT: Final = Collection(id="SENT", name="Sent", role="sent")
ALL: Final = Collection(id="ALL", name="All Mail", role="inbox")  # new mail arrives in it, and is not to wait behind old sent mail

_NOWHERE = frozenset({"CHAT", "DRAFT", "SPAM", "TRASH"})
_PLACES = _NOWHERE | {"SENT"}
_SEARCHES: dict[str, dict[str, Any]] = {
    SENT.id: {"labelIds": ["SENT"]},
    ALL.id: {"q": "-in:sent -in:chats -in:drafts"},  # spam and trash are left out by Gmail itself
}
_MOST_LISTED = 500  # what Gmail gives at most in one answer
_KEPT = 3  # ids told last, by which a listing finds its place again


class GmailHarvester(Polled[GoogleClient]):
    """Reads one mailbox. `max_message`: of larger ones only the headers; `listed`: ids asked for at once."""

    def __init__(self, client: GoogleClient, *, max_message: int, size: Size | None = None, listed: int = _MOST_LISTED) -> None:
        super().__init__(client)
        self._size = size or Size(items=100, nbytes=8_000_000)
        self._labels = Labels(client)
        self._messages = Messages(client, self._labels, limit=max_message, size=self._size, listed=listed)
        self._large: dict[str, frozenset[str]] = {}  # by collection, while its listing goes on
        self._heard: tuple[int, Answer, set[str]] | None = None  # the history since a change, and which collections were told
        self._fresh: dict[str, set[str]] = {}  # by collection: what the history brought while its listing goes on

    # ── the contract ──

    def collections(self) -> Iterable[Collection]:
        """Sent mail and all other mail. Raises AuthFailed where another account than the configured one signed in."""
        self._client.check_account()
        self._heard = None
        return (SENT, ALL)

    def pages(self, collection: Collection, cursor: Cursor | None) -> Iterator[Page]:
        """What changed, and then what was not listed yet, newest first."""
        self._is_paused = False
        self._client.check_account()
        self._labels.begin()
        if cursor is None:
            place = beginning(self._messages.last_change(), digests(self._labels.ask()), time.time())
        else:
            place = read_place(cursor)
            for reached, page in self._news(collection, place):
                place = reached
                if page:
                    yield page
                if self._is_paused:
                    return
            if place.looks_at_names(time.time()):
                for page in self._renamed(collection, place):
                    yield page
                    place = read_place(page.cursor)
        if place.page is not None:
            yield from self._listing(collection, place)

    def fetch(self, collection: Collection, remote_ids: Iterable[str]) -> Iterator[Change]:
        """Single messages by id; one that belongs elsewhere now is gone from here."""
        asked = list(remote_ids)
        self._labels.begin()
        for start in range(0, len(asked), self._size.items):
            sizes: dict[str, int] = {}
            for id_, message in self._messages.now(asked[start : start + self._size.items]).items():
                if isinstance(message, NotThere) or not (isinstance(message, Refused) or belongs(collection, labels_of(message))):
                    yield Gone(id_)
                elif isinstance(message, Refused):
                    yield Broken(id_, str(message))
                else:
                    sizes[id_] = message.get("sizeEstimate", 0)
            for part in self._messages.planned(list(sizes), sizes):
                yield from (got.change for got in self._messages.whole(part, sizes))

    # ── what changed ──

    def _news(self, collection: Collection, place: Place) -> Iterator[tuple[Place, Page | None]]:
        """What the history says since the place, each with the place after it. A message is told once as it is now,
        however many changes of it are listed (label changes of new mail come as one)."""
        told: dict[str, int] = {}
        for answer in self._history(collection, place.history):
            for piece in pieces(answer, self._size.items):
                before, place = place, place.told(piece.history)
                touched = {id_: t for id_, t in piece.messages.items() if t.at > told.get(id_, 0)}
                changes: list[Change] = []
                room = self._size.nbytes
                for change in self._changes(collection, touched, told, is_listing=place.page is not None):
                    if isinstance(change, Fetched):
                        if changes and len(change.raw) > room:  # a page may not hold it all, and half a change is no place
                            yield before, Page(tuple(changes), before.cursor())
                            changes, room = [], self._size.nbytes
                        room -= len(change.raw)
                    changes.append(change)
                yield place, Page(tuple(changes), place.cursor()) if changes or place != before else None
                self._fresh.setdefault(collection.id, set()).update(
                    c.remote_id for c in changes if isinstance(c, Fetched) and place.page is not None
                )

    def _history(self, collection: Collection, since: int) -> Iterator[Answer]:
        """The answers of history.list, in their order. Raises CursorExpired where Gmail no longer knows so far back."""
        page = ""
        while True:
            if not page and self._heard and self._heard[0] == since and collection.id not in self._heard[2]:
                answer = self._heard[1]
                self._heard[2].add(collection.id)
            else:
                try:
                    answer = self._messages.history(since, page)
                except (NotThere, Wrong) as refused:
                    raise CursorExpired("Gmail no longer knows what changed since the last pass; everything is listed again") from refused
                if not page:
                    self._heard = (since, answer, {collection.id})
            yield answer
            page = following(answer, page)
            if not page:
                return

    def _changes(self, collection: Collection, touched: dict[str, Touched], told: dict[str, int], *, is_listing: bool) -> Iterator[Change]:
        """What to tell of the messages touched. While a listing goes on, one whose labels changed may not have been given
        yet: then it is given, for marks of what was never given say nothing."""
        asked = [id_ for id_, t in touched.items() if not t.is_deleted and not _is_elsewhere(collection, t)]
        now = self._messages.now(asked)
        wanted: dict[str, int] = {}
        for id_, t in touched.items():
            message = now.get(id_)
            if t.is_deleted or isinstance(message, NotThere):
                yield Gone(id_)
            elif message is None:
                continue
            elif isinstance(message, Refused):
                wanted[id_] = 0
            elif not belongs(collection, labels_of(message)):
                if t.changed & _PLACES:
                    yield Gone(id_)
            elif t.is_new or is_listing or t.changed & _PLACES:
                wanted[id_] = message.get("sizeEstimate", 0)
            else:
                told[id_] = int(message.get("historyId", 0))
                yield Marked(id_, self._messages.marks(message))
        for part in self._messages.planned(list(wanted), wanted):
            for got in self._belonging(collection, self._messages.whole(part, wanted)):
                told[got.change.remote_id] = got.history
                yield got.change

    def _renamed(self, collection: Collection, place: Place) -> Iterator[Page]:
        """The messages with labels that have another name now: it may be one by which they are left out. The place says so
        after the last of them, and this is not paused: broken off, it begins anew."""
        now = digests(self._labels.ask())
        renamed = [label for label in now if place.labels.get(label, now[label]) != now[label]]
        search = _SEARCHES[collection.id]
        found = (self._messages.all_ids(**{**search, "labelIds": [*search.get("labelIds", ()), label]}) for label in renamed)
        touched = {id_: Touched(labels=None) for ids in found for id_ in ids}
        changes = self._changes(collection, touched, {}, is_listing=place.page is not None)
        while part := tuple(islice(changes, self._size.items)):
            yield Page(part, place.cursor())
        yield Page((), place.renamed(now, time.time()).cursor())

    # ── what was not listed yet ──

    def _listing(self, collection: Collection, place: Place) -> Iterator[Page]:
        """The listing from the place on. Its last page says which messages are there."""
        there: set[str] | None = None if place.page or place.after else set()
        page: str | None = place.page
        while page is not None:
            answer = self._listed_at(collection, page)
            after = following(answer, page) or None
            listed = [message["id"] for message in answer.get("messages", ())]
            ids = self._not_indexed(collection, listed) + listed if place.page == "" and not place.after else place.rest(listed)
            sizes = self._sizes(collection, ids)
            parts = list(self._messages.planned(ids, sizes)) or ([[]] if after is None else [])
            for number, part in enumerate(parts, 1):
                got, given, wait = self._until_told_to_wait(collection, part, sizes)
                if there is not None:
                    there.update(g.change.remote_id for g in got if g.is_there)
                is_last = number == len(parts) and wait is None
                place = place.listed(after) if is_last else place.listed(page, given[-_KEPT:])
                whole = self._all_there(collection, there) if place.page is None else None
                yield Page(tuple(g.change for g in got), place.cursor(), complete=whole)
                if wait is not None:
                    raise wait
                if self._is_paused:
                    return
            page, place = after, place.listed(after)

    def _until_told_to_wait(self, collection: Collection, ids: Sequence[str], sizes: Mapping[str, int]) -> tuple[list[Got], list[str], Busy | None]:
        """What there is to tell of these messages, which of them were answered, and the wait Gmail asked for in between, if it did:
        what has come was paid for, and is kept. Raises Busy where none has."""
        given: list[str] = []

        def noted() -> Iterator[Got]:
            for got in self._messages.whole(ids, sizes):
                given.append(got.change.remote_id)
                yield got

        told: list[Got] = []
        try:
            told.extend(self._belonging(collection, noted()))
        except Busy as wait:
            if not given:
                raise
            return told, given, wait
        return told, given, None

    def _listed_at(self, collection: Collection, page: str) -> Answer:
        try:
            return self._messages.listing(page, **_SEARCHES[collection.id])
        except Wrong as refused:
            if not page:
                raise
            raise CursorExpired("Gmail no longer knows how far the listing had come; everything is listed again") from refused

    def _sizes(self, collection: Collection, ids: Sequence[str]) -> dict[str, int]:
        """Of those that are large, how large they are."""
        if collection.id not in self._large:
            search = _SEARCHES[collection.id]
            self._large[collection.id] = frozenset(
                self._messages.all_ids(**{**search, "q": f"{search.get('q', '')} larger:{LARGE}".strip()})
            )
        now = self._messages.now([id_ for id_ in ids if id_ in self._large[collection.id]])
        return {id_: message.get("sizeEstimate", 0) for id_, message in now.items() if not isinstance(message, Refused)}

    def _not_indexed(self, collection: Collection, listed: Sequence[str]) -> list[str]:
        """Of the newest messages those that the search does not find yet. They came before the listing began, so the history
        after it is silent of them: without this they would never be told."""
        if "q" not in _SEARCHES[collection.id]:
            return []
        now = self._messages.now([id_ for id_ in self._messages.newest() if id_ not in listed])
        return [id_ for id_, message in now.items() if not isinstance(message, Refused) and belongs(collection, labels_of(message))]

    def _all_there(self, collection: Collection, there: set[str] | None) -> frozenset[str]:
        """Every message of the collection: those this listing saw, or where it went on after a break all that are there now.
        What came in between counts too, for the search may not find it yet; what of it has gone is told by the history."""
        self._large.pop(collection.id, None)
        fresh = self._fresh.pop(collection.id, set())
        return frozenset(there if there is not None else fresh.union(self._messages.all_ids(**_SEARCHES[collection.id])))

    @staticmethod
    def _belonging(collection: Collection, given: Iterator[Got]) -> Iterator[Got]:
        """Of the messages given those that are in this collection still: one may have moved since it was listed."""
        for got in given:
            if not isinstance(got.change, Fetched) or belongs(collection, got.labels):
                yield got


def belongs(collection: Collection, labels: frozenset[str]) -> bool:
    """Whether a message with these labels is in this collection."""
    return not labels & _NOWHERE and ("SENT" in labels) == (collection.id == SENT.id)


def _is_elsewhere(collection: Collection, touched: Touched) -> bool:
    """Whether a message is known not to be of this collection without asking. One that moved in or out is asked about."""
    return touched.labels is not None and not touched.changed & _PLACES and not belongs(collection, touched.labels)
