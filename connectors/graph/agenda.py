"""Reads the calendars of one Microsoft 365 mailbox as meetings. It has no verb that writes.

Changes are told by the delta query of a calendar view: of a window from three years back to almost two years ahead, begun anew each
month. Each page is one answer, and its link is kept only with what it brought (F57).
https://learn.microsoft.com/graph/delta-query-events
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from connectors.base import Change, Collection, Cursor, Page
from connectors.files.listing import Size
from connectors.graph.agenda_place import Place, beginning, read_place
from connectors.graph.client import GraphClient
from connectors.graph.events import Events
from connectors.graph.listing import entries, listed, onwards, plain
from connectors.graph.mail_place import merged
from connectors.graph.resync import TURNS, Turns
from connectors.polled import Polled
from connectors.refusals import NoLonger, NotThere, Wrong
from syncd.core.addresses import canonical
from syncd.errors import CursorExpired, Forbidden, NotShared, SourceError

_CALENDARS: Final[Mapping[str, str | int]] = {"$select": "name,isDefaultCalendar,canEdit,owner", "$top": 100}
_LATE: Final = 86_400.0  # seconds by which a change may be told late
_SHUT_FOR: Final = 3600.0  # seconds for which a refusal is believed without asking again
_IDS: Final[Mapping[str, str | int]] = {"$select": "type", "$top": 1000}


class GraphAgendaHarvester(Polled[GraphClient]):
    """The calendars of one mailbox."""

    def __init__(self, client: GraphClient, *, size: Size | None = None, turns: Turns = TURNS, now: Callable[[], float] = time.time) -> None:
        super().__init__(client)
        self._turns, self._now = turns, now
        self._size = size or Size(items=200)
        self._shared: dict[str, str] = {}  # calendars of other people that could be read, and whose they are
        self._shut: dict[str, float] = {}  # those that were refused, and when

    def collections(self) -> Iterable[Collection]:
        """The calendars of the mailbox, and those that others share with it and that may be read. Holidays and birthdays are no meetings."""
        found = listed(self._client, "calendars", _CALENDARS)
        return [Collection(id=str(one["id"]), name=str(one.get("name") or one["id"]), role="calendar") for one in found if self._is_read(one)]

    def pages(self, collection: Collection, cursor: Cursor | None) -> Iterator[Page]:
        """What changed since `cursor`, in the order Graph tells. Raises NotShared for a calendar of somebody else that may be read no longer."""
        self._is_paused = False
        if collection.id in self._shared and self._is_shut(collection.id):
            raise self._not_shared(collection)
        place = beginning(self._now()) if cursor is None else read_place(cursor)
        while not self._is_paused:
            answer = self._delta(collection, place)
            before, told = place, merged(entries(answer))
            link, is_last = onwards(answer, place.link)
            events = Events(self._client, collection.id, place.series)
            changes = tuple(events.changes(told, before.at - _LATE))
            place = place.after(link, events.series, self._now(), is_last=is_last)
            if before.whole and is_last:
                yield Page(changes, place.cursor(), complete=self._there(collection, place), counts=False)
            elif changes or told or before.more != place.more or before.is_old(self._now()):
                yield Page(changes, place.cursor())
            if place.is_over(self._now()):
                place = place.anew(self._now())
            elif is_last:
                return

    def fetch(self, collection: Collection, remote_ids: Iterable[str]) -> Iterator[Change]:
        """Single events by id."""
        return Events(self._client, collection.id, {}).single(dict.fromkeys(remote_ids))

    def _is_read(self, calendar: Mapping[str, Any]) -> bool:
        """Whether a calendar is read: of the mailbox's own those that can hold meetings, of other people's those that may be read, or could be."""
        id_, owner = str(calendar["id"]), canonical(str((calendar.get("owner") or {}).get("address") or self._client.mailbox))
        if owner == self._client.mailbox:
            return bool(calendar.get("canEdit"))
        if id_ not in self._shared and not self._is_shut(id_):
            try:
                self._client.get(f"calendars/{plain(id_)}/events", {"$select": "type", "$top": 1})
                self._shared[id_] = owner
            except (Forbidden, NotThere):  # it is in the person's list, and not for the program
                self._shut[id_] = self._now()
        return id_ in self._shared

    def _is_shut(self, id_: str) -> bool:
        """Whether a calendar was refused so lately that it is not asked again."""
        return 0 <= self._now() - self._shut.get(id_, -_SHUT_FOR) < _SHUT_FOR

    def _delta(self, collection: Collection, place: Place) -> dict[str, Any]:
        """One answer of the delta query. Raises NotShared, CursorExpired where Graph no longer knows the place, Busy where it is not its turn (F55)."""
        where = place.link or f"calendars/{plain(collection.id)}/calendarView/delta"
        try:
            return self._client.get(where, None if place.link else place.window(), {"Prefer": f"odata.maxpagesize={self._size.items}"})
        except NoLonger as error:
            raise self._turns.forgotten(self._client.mailbox, error) from error
        except Wrong as error:
            if not place.link:
                raise
            raise CursorExpired(f"Microsoft no longer knows our place in {collection.name}; everything is listed again") from error
        except (Forbidden, NotThere) as error:
            if collection.id in self._shared:
                self._shut[collection.id] = self._now()
                raise self._not_shared(collection) from error
            if isinstance(error, Forbidden):
                raise
            raise SourceError(f"{collection.name} was deleted; what was read of it stays") from error

    def _not_shared(self, collection: Collection) -> NotShared:
        """Of a calendar that could be read once (F60)."""
        whose = self._shared[collection.id]
        return NotShared(f"{collection.name}, a calendar of {whose}, may no longer be read by way of {self._client.mailbox}; what was read of it stays")

    def _there(self, collection: Collection, place: Place) -> frozenset[str]:
        """The ids of all that is in a calendar, whenever it is: what lies outside the window is not gone."""
        found = list(listed(self._client, f"calendars/{plain(collection.id)}/events", _IDS))
        known = [one for occurrences in place.series.values() for one in occurrences]
        others = Events(self._client, collection.id, {}).occurrences([str(one["id"]) for one in found if one.get("type") == "seriesMaster"])
        return frozenset((*(str(one["id"]) for one in found), *known, *others))
