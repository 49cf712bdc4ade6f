"""One person's reminders in Microsoft 365: entries of the category "Promise" in the default calendar.

Graph lets one event be made twice, so we look before we make: in the default calendar, then in the person's others. The
same transactionId for the same uid has Graph refuse a second one (or answer with the first) where two programs write at
once; that it still knows one of an event that is gone is no reason not to make it again, under another. A call that
writes is sent once; after a lost answer we look again, and what was carried out is not done twice. A change is made only
on what was read just now and is as `last` says, on the condition that nobody changed it since (If-Match).

Whom an entry could be sent to is nobody: it has no attendees. Graph does not show an application that reads no mail what
lies in Deleted Items; that a person deleted an entry is known from the store alone.
https://learn.microsoft.com/graph/api/resources/event
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Final

from connectors.base import Reminder, Seen
from connectors.graph import entries
from connectors.graph.account import CALENDARS_WRITE
from connectors.graph.keeping import Item, Keeping
from connectors.graph.listing import is_nothing, listed, plain
from connectors.graph.ours import UID
from connectors.graph.recovery import recover
from connectors.refusals import LostAnswer, Refused, Taken, Wrong
from syncd.errors import SourceError

_DEFAULT: Final = "calendar"
_AS_TEXT: Final = {"prefer": 'outlook.body-content-type="text"'}
_READ: Final = {"$select": entries.SELECT, "$expand": entries.EXPAND}
_MOST_AT_ONCE: Final = 250  # events in one answer: Graph takes up to 1000, and is slow then
_ATTEMPTS: Final = 2  # transaction ids for one uid


class GraphReminders(Keeping):
    """The reminders of one person, in the default calendar of their mailbox."""

    kept_in = "calendar"
    tries = 3

    def look(self) -> Iterable[Seen]:
        """Every entry of ours in the default calendar; of what has the same uid the one made first, the others are a person's copies."""
        found: dict[str, Item] = {}
        for event in self._marked(_DEFAULT, "ne null"):
            uid = entries.uid_of(event)
            if uid and (uid not in found or entries.age(event) < entries.age(found[uid])):
                found[uid] = event
        return tuple(seen for event in found.values() if (seen := entries.read_entry(event)))

    def ask(self, uid: str) -> Seen | None:
        """One entry, in whichever of the person's calendars it is now."""
        return self._find(uid)[1]

    def recover(self, wanted: Sequence[Reminder]) -> None:
        """Mark again what came along without its marks."""
        recover(self._client, wanted, _AS_TEXT)

    def writable(self) -> bool | None:
        """Whether the calendar and a person's consent allow writing; None where an application acts by itself, whose permissions no call tells."""
        if self._client.get(_DEFAULT, {"$select": "canEdit"}).get("canEdit") is False:
            return False
        return self._client.may(CALENDARS_WRITE)

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    # reading

    def _marked(self, calendar: str, wanted: str) -> Iterator[Item]:
        """The events of a calendar whose property of ours is as `wanted`."""
        only = f"singleValueExtendedProperties/any(p:p/id eq '{UID}' and p/value {wanted})"
        return listed(self._client, f"{calendar}/events", {**_READ, "$filter": only, "$top": _MOST_AT_ONCE}, _AS_TEXT)

    def _find(self, uid: str) -> tuple[Item | None, Seen | None]:
        """The entry in the default calendar, or in another of the person's that it was moved to."""
        for calendar in self._calendars():
            events = [one for one in self._marked(calendar, f"eq '{uid}'") if entries.uid_of(one) == uid]
            if events:
                event = min(events, key=entries.age)
                return event, entries.read_entry(event)
        return None, None

    def _calendars(self) -> Iterator[str]:
        """Where an entry may be: the default calendar, then the others that the person can write in."""
        yield _DEFAULT
        for one in listed(self._client, "calendars", {"$select": "canEdit,isDefaultCalendar", "$top": _MOST_AT_ONCE}):
            if one.get("canEdit") is True and one.get("isDefaultCalendar") is not True:
                yield f"calendars/{plain(one['id'])}"

    def _get(self, id_: str) -> Item | None:
        try:
            return self._client.get(f"events/{plain(id_)}", _READ, _AS_TEXT)
        except Refused as problem:
            if is_nothing(problem):
                return None
            raise

    def _read(self, item: Item, handle: str) -> Seen | None:
        return entries.read_entry(item)

    def _uid_of(self, item: Item) -> str:
        return entries.uid_of(item) or ""

    # writing

    def _rewrite(self, r: Reminder, item: Item, seen: Seen) -> bool:
        self._write("PATCH", f"events/{plain(seen.handle)}", seen.etag, partial(entries.rewrite_entry, r, item))
        return True

    def _delete(self, seen: Seen) -> None:
        self._client.send("DELETE", f"events/{plain(seen.handle)}", headers={"if-match": seen.etag})

    def _create(self, r: Reminder) -> Seen:
        """A new entry, where none was found; one that was made meanwhile is taken if it is the same."""
        refused: SourceError | None = None
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                made = self._write("POST", f"{_DEFAULT}/events", "", partial(entries.new_entry, r, attempt=attempt))
                seen = self._written(str(made.get("id")), r.uid)
                return seen if entries.says(seen, r, words=False) else self._refuse(r.uid)  # it may be the one another program made
            except (Taken, LostAnswer, Wrong) as problem:
                if isinstance(problem, Wrong) and problem.reason.lower() != "errorduplicatetransactionid":
                    raise
                refused = problem
            if there := self._adopted(r):
                return there
            if isinstance(refused, LostAnswer):
                break
        raise refused or AssertionError("unreachable")

    def _write(self, method: str, where: str, etag: str, write: Callable[..., Item]) -> Item:
        """Send what `write` makes; in UTC where Graph does not know the zone by its name."""
        headers = {**_AS_TEXT, **({"if-match": etag} if etag else {})}
        try:
            return self._client.send(method, where, write(), headers)
        except Refused as problem:
            if "timezone" not in problem.reason.lower():
                raise
            return self._client.send(method, where, write(utc=True), headers)
