"""Reads the mail of one Microsoft 365 mailbox, folder by folder. It has no verb that writes.

Each page is one answer of a folder's delta query, or a part of one; its link is kept only with what it brought (F57). The answer says
which messages were touched, and their marks; their content is asked for as it came (RFC 5322). Drafts are left out.
https://learn.microsoft.com/graph/delta-query-messages
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from connectors.base import Broken, Change, Collection, Cursor, Fetched, Gone, Marked, Page
from connectors.files.listing import Size
from connectors.graph.client import GraphClient
from connectors.graph.listing import entries, is_nothing, listed, onwards, plain
from connectors.graph.mail_folders import Folders, is_known
from connectors.graph.mail_messages import EXPAND, SELECT, Message, Messages, marks_of
from connectors.graph.mail_place import Known, Place, digest, merged, read_place
from connectors.graph.resync import TURNS, Turns
from connectors.polled import Polled
from connectors.refusals import NoLonger, NotThere, Refused, Wrong
from syncd.errors import CursorExpired, SourceError

_DELTA: Final = {"$select": SELECT, "$expand": EXPAND, "$orderby": "receivedDateTime desc"}
_IDS: Final[Mapping[str, str | int]] = {"$select": "isDraft", "$top": 1000}


class GraphMailHarvester(Polled[GraphClient]):
    """Reads one mailbox. `max_message`: of larger ones only the headers, in bytes."""

    def __init__(
        self, client: GraphClient, *, max_message: int, size: Size | None = None, turns: Turns = TURNS, now: Callable[[], float] = time.time
    ) -> None:
        super().__init__(client)
        self._turns, self._now = turns, now
        self._size = size or Size(items=100, nbytes=8_000_000)
        self._folders = Folders(client)
        self._messages = Messages(client, limit=max_message, size=self._size)

    def collections(self) -> Iterable[Collection]:
        """The folders of the mailbox."""
        return self._folders.collections()

    def pages(self, collection: Collection, cursor: Cursor | None) -> Iterator[Page]:
        """What became of the folder since `cursor`, in the order Graph tells; a listing of everything newest first."""
        self._is_paused = False
        place = Place() if cursor is None else read_place(cursor)
        went_on, given = cursor is not None, set[str]()
        is_last = False
        while not is_last:
            answer = self._delta(collection, place)
            before, told = place, entries(answer)
            link, is_last = onwards(answer, place.link)
            for changes, place in self._told(told, before, link, is_last=is_last):
                given.update(change.remote_id for change in changes if isinstance(change, Fetched | Broken))
                if before.whole and not place.whole:
                    yield Page(changes, place.cursor(), complete=self._there(collection) if went_on else frozenset(given))
                elif changes or told or before.more != place.more or before.is_old(self._now()):
                    yield Page(changes, place.cursor())
                if self._is_paused:
                    return

    def fetch(self, collection: Collection, remote_ids: Iterable[str]) -> Iterator[Change]:
        """Single messages by id; one that lies elsewhere now is gone from here."""
        asked, folder = list(dict.fromkeys(remote_ids)), self._folders.id_of(collection.id)
        for start in range(0, len(asked), self._size.items):
            now = self._messages.now(asked[start : start + self._size.items])
            there = {id_: one for id_, one in now.items() if not isinstance(one, Refused) and one.get("parentFolderId") == folder and not one.get("isDraft")}
            for id_, answer in now.items():
                if isinstance(answer, Refused) and not is_nothing(answer):
                    yield Broken(id_, str(answer))
                elif id_ not in there:
                    yield Gone(id_)
            for part in self._messages.planned([{**one, "id": id_} for id_, one in there.items()]):
                yield from self._messages.whole(part).values()

    def _delta(self, collection: Collection, place: Place) -> dict[str, Any]:
        """One answer of the folder's delta query. Raises CursorExpired where Graph no longer knows the place, Busy where it is not its turn (F55)."""
        where = place.link or f"mailFolders/{plain(collection.id)}/messages/delta"
        try:
            return self._client.get(where, None if place.link else _DELTA, {"Prefer": f"odata.maxpagesize={self._size.items}"})
        except NoLonger as error:
            raise self._turns.forgotten(self._client.mailbox, error) from error
        except (NotThere, Wrong) as error:
            if place.link and (isinstance(error, Wrong) or is_known(collection.id)):  # such a folder is always there: it has another id now
                raise CursorExpired(f"Microsoft no longer knows our place in {collection.name}; everything is listed again") from error
            raise SourceError(f"{collection.name} of {self._client.mailbox} cannot be read any more ({error}); what was read of it stays") from error

    def _told(self, told: list[dict[str, Any]], place: Place, link: str, *, is_last: bool) -> Iterator[tuple[tuple[Change, ...], Place]]:
        """What there is to tell of an answer, in parts, each with the place after it."""
        fresh = [entry for entry in merged(told) if digest(entry) not in place.told]
        through, left = place, len(fresh)
        for part in self._messages.planned(fresh):
            left -= len(part)
            changes = tuple(self._changes(part, through.known, is_whole=place.whole))
            there = [change.remote_id for change in changes if not isinstance(change, Gone)]
            known = through.known.with_(there, [change.remote_id for change in changes if isinstance(change, Gone)], older=place.whole)
            through = through.having_told(map(digest, part), known) if left else place.after(link, known, self._now(), is_last=is_last)
            yield changes, through

    def _changes(self, part: list[dict[str, Any]], known: Known, *, is_whole: bool) -> Iterator[Change]:
        """What there is to tell of messages, in their order. Of one that was read Graph may say no more than that: it was told before."""
        terse = {one["id"] for one in part if "@removed" not in one and "receivedDateTime" not in one}
        asked = self._messages.now([one["id"] for one in part if one["id"] in terse])
        now: dict[str, Message | Refused] = {one["id"]: asked.get(one["id"], one) for one in part}
        old = {id_ for id_ in now if id_ in known or (id_ in terse and not is_whole)}
        wanted = [one for id_, one in now.items() if id_ not in old and not isinstance(one, Refused) and "@removed" not in one and not one.get("isDraft")]
        whole = self._messages.whole(wanted)
        for id_, one in now.items():
            if id_ in whole:
                yield whole[id_]
            elif isinstance(one, Refused):
                if not is_nothing(one):  # what is not there any more is told so by the next answer
                    raise one
            elif "@removed" in one:
                yield Gone(id_)
            elif not one.get("isDraft"):
                yield Marked(id_, marks_of(one))

    def _there(self, collection: Collection) -> frozenset[str]:
        """The ids of all that is in a folder."""
        found = listed(self._client, f"mailFolders/{plain(collection.id)}/messages", _IDS)
        return frozenset(str(one["id"]) for one in found if not one.get("isDraft"))
