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
from syncd.errors import CursorExpired, Forbidden, SourceError

_CALENDARS: Final[Mapping[str, str | int]] = {"$select": "name,isDefaultCalendar,canEdit,owner", "$top": 100}
_IDS: Final[Mapping[str, str | int]] = {"$select": "type", "$top": 1000}


class GraphAgendaHarvester(Polled[GraphClient]):
    """The calendars of one mailbox."""

    def __init__(self, client: GraphClient, *, size: Size | None = None, turns: Turns = TURNS, now: Callable[[], float] = time.time) -> None:
        super().__init__(client)
        self._turns, self._now = turns, now
        self._size = size or Size(items=200)
        self._open: dict[str, bool] = {}  # whether a calendar of somebody else may be read

    def collections(self) -> Iterable[Collection]:
        """The calendars of the mailbox, and those that others share with it and that may be read. Holidays and birthdays are no meetings."""
        found = listed(self._client, "calendars", _CALENDARS)
        return [Collection(id=str(one["id"]), name=str(one.get("name") or one["id"]), role="calendar") for one in found if self._is_read(one)]

    def pages(self, collection: Collection, cursor: Cursor | None) -> Iterator[Page]:
        """What changed since `cursor`, in the order Graph tells."""
        self._is_paused = False
        place = beginning(self._now()) if cursor is None else read_place(cursor)
        while not self._is_paused:
            answer = self._delta(collection, place)
            before, told = place, merged(entries(answer))
            link, is_last = onwards(answer, place.link)
            events = Events(self._client, collection.id, place.series)
            changes = tuple(events.changes(told))
            place = place.after(link, events.series, self._now(), is_last=is_last)
            if before.whole and is_last:
                yield Page(changes, place.cursor(), complete=self._there(collection, place))
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
        """Whether a calendar is read: of the mailbox's own those that can hold meetings, of other people's those that may be read."""
        id_, owner = str(calendar["id"]), canonical(str((calendar.get("owner") or {}).get("address") or self._client.mailbox))
        if owner == self._client.mailbox:
            return bool(calendar.get("canEdit"))
        if id_ not in self._open:
            try:
                self._client.get(f"calendars/{plain(id_)}/events", {"$select": "type", "$top": 1})
                self._open[id_] = True
            except (Forbidden, NotThere):  # it is in the person's list, and not for the program
                self._open[id_] = False
        return self._open[id_]

    def _delta(self, collection: Collection, place: Place) -> dict[str, Any]:
        """One answer of the delta query. Raises CursorExpired where Graph no longer knows the place, Busy where it is not its turn (F55)."""
        where = place.link or f"calendars/{plain(collection.id)}/calendarView/delta"
        try:
            return self._client.get(where, None if place.link else place.window(), {"Prefer": f"odata.maxpagesize={self._size.items}"})
        except NoLonger as error:
            raise self._turns.forgotten(self._client.mailbox, error) from error
        except Wrong as error:
            if not place.link:
                raise
            raise CursorExpired(f"Microsoft no longer knows our place in {collection.name}; everything is listed again") from error
        except NotThere as error:
            raise SourceError(f"{collection.name} was deleted, or is shared with {self._client.mailbox} no longer; what was read of it stays") from error

    def _there(self, collection: Collection, place: Place) -> frozenset[str]:
        """The ids of all that is in a calendar, whenever it is: what lies outside the window is not gone."""
        found = list(listed(self._client, f"calendars/{plain(collection.id)}/events", _IDS))
        known = [one for occurrences in place.series.values() for one in occurrences]
        others = Events(self._client, collection.id, {}).occurrences([str(one["id"]) for one in found if one.get("type") == "seriesMaster"])
        return frozenset((*(str(one["id"]) for one in found), *known, *others))
