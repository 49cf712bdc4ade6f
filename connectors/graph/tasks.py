"""One person's reminders in Microsoft To Do: tasks in a list of their own, "Promises", made when the first one is written.

To Do takes no condition on a write (If-Match), and it may make one task twice. So we look before we make, and after an answer
that was lost; a change is made on what was read just before, so that a person's change is written over only if it falls
between these two calls, and is not undone even then where it is seen first. Tasks that two programs made of one uid are all
told by `look`, for whoever keeps the outbox to take the others out; a copy that a person makes of a task is not told.

A list is ours by its name; where none has it, by what is in it: a list may be renamed. To Do cannot search for a mark, and
answers a filter of several conditions wrongly (issue 2967 of msgraph-sdk-dotnet): a list is read as a whole.
https://learn.microsoft.com/graph/api/resources/todo-overview
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from connectors.base import Reminder, Seen
from connectors.graph.account import TASKS_WRITE
from connectors.graph.client import GraphClient
from connectors.graph.keeping import Item, Keeping
from connectors.graph.listing import is_nothing, listed, plain
from connectors.graph.task_entries import age, announcement, mark_of, new_task, read_task, resource_of, write_task
from connectors.refusals import LostAnswer, NotThere, Refused
from syncd.errors import CalendarGone

NAME: Final = "Promises"
_LISTS: Final = "todo/lists"
_READ: Final = {"$expand": "linkedResources"}
_MOST_AT_ONCE: Final = 100  # tasks, or lists, in one answer
_FLAGGED: Final = "flaggedEmails"  # a list of mails, which takes no tasks


@dataclass(slots=True)
class Known:
    """Our lists as they were found last, by their ids: they may be called otherwise by now. Kept from pass to pass."""

    lists: tuple[str, ...] = ()
    searched: bool = False  # whether all lists were read for tasks of ours: once is enough, a list keeps its id when it is renamed


@lru_cache(maxsize=4096)
def known_of(endpoint: str, mailbox: str) -> Known:
    """What this process knows of the lists of a mailbox."""
    return Known()


class TaskReminders(Keeping):
    """The reminders of one person, in a list of their To Do."""

    kept_in = "To Do"
    tries = 6  # a change is two writes

    def __init__(self, client: GraphClient, *, known: Known | None = None) -> None:
        super().__init__(client)
        self._known = known or Known()

    def look(self) -> Iterable[Seen]:
        """Every task of ours in our list, ticked ones too; of what is of the same making the one made first, the others are a person's copies."""
        found: dict[tuple[str, str], tuple[Item, str]] = {}
        for place in self._lists():
            for task in self._tasks(place):
                mark = mark_of(task)
                if mark and ((one := (mark.uid, mark.made)) not in found or age(task) < age(found[one][0])):
                    found[one] = task, place
        return tuple(seen for task, place in found.values() if (seen := read_task(task, place)))

    def ask(self, uid: str) -> Seen | None:
        """One task, in whichever of the person's lists it is now. Raises CalendarGone where our list itself is."""
        if not self._lists():
            raise CalendarGone(f'{self._client.mailbox}: the list "{NAME}" is not there; nothing is decided about the entries that were in it')
        return self._find(uid)[1]

    def writable(self) -> bool | None:
        """Whether a person's consent allows writing; None where an application acts by itself, whose permissions no call tells."""
        self._client.get(_LISTS, {"$top": 1})
        return self._client.may(TASKS_WRITE)

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()

    # lists

    def _lists(self) -> tuple[str, ...]:
        """Our lists, the one first that new tasks are put into; none where it is still to be made."""
        if not self._known.lists:
            own = [one for one in self._all_lists() if one.get("wellknownListName") == "none" and one.get("isOwner") is not False]
            named = sorted(str(one["id"]) for one in own if one.get("displayName") == NAME)
            self._known.lists = tuple(named or sorted(id_ for one in own if not self._known.searched and self._is_ours(id_ := str(one["id"]))))
            self._known.searched = True
        return self._known.lists

    def _all_lists(self) -> Iterator[Mapping[str, Any]]:
        return listed(self._client, _LISTS, {"$top": _MOST_AT_ONCE})

    def _is_ours(self, place: str) -> bool:
        """Whether a list holds tasks of ours, whatever its name."""
        return any(map(mark_of, self._tasks(place)))

    def _own_list(self) -> str:
        """The list that new tasks are put into, made if there is none."""
        if not self._lists():
            try:
                made = self._client.send("POST", _LISTS, {"displayName": NAME})
                self._known.lists = (str(made["id"]),)
            except LostAnswer:
                if not self._lists():
                    raise
        return self._known.lists[0]

    def _tasks(self, place: str) -> Iterator[Item]:
        """The tasks of a list. Raises CalendarGone where it was one of ours and is there no more."""
        try:
            yield from listed(self._client, f"{_LISTS}/{plain(place)}/tasks", {**_READ, "$top": _MOST_AT_ONCE})
        except NotThere as problem:
            if place not in self._known.lists:
                return
            self._known.lists = ()
            raise CalendarGone(f'{self._client.mailbox}: the list "{NAME}" is there no more; nothing is decided about the entries that were in it') from problem

    # reading

    def _find(self, uid: str) -> tuple[Item | None, Seen | None]:
        """The task in our list, or in another of the person's that it was moved to."""
        own = self._lists()
        for place in (*own, *self._others(own)):
            tasks = [task for task in self._tasks(place) if (mark := mark_of(task)) and mark.uid == uid]
            if tasks:
                task = min(tasks, key=age)
                return task, read_task(task, place)
        return None, None

    def _others(self, own: tuple[str, ...]) -> Iterator[str]:
        for one in self._all_lists():
            if str(one["id"]) not in own and one.get("wellknownListName") != _FLAGGED:
                yield str(one["id"])

    def _get(self, handle: str) -> Item | None:
        try:
            return self._client.get(_address(handle), _READ) if "/" in handle else None
        except Refused as problem:
            if is_nothing(problem):
                return None
            raise

    def _read(self, item: Item, handle: str) -> Seen | None:
        return read_task(item, handle.partition("/")[0])

    def _uid_of(self, item: Item) -> str:
        mark = mark_of(item)
        return mark.uid if mark else ""

    # writing

    def _rewrite(self, r: Reminder, item: Item, seen: Seen) -> bool:
        if announced := announcement(r, item):
            self._client.send("PATCH", f"{_address(seen.handle)}/linkedResources/{plain(resource_of(item))}", announced)
            return False
        self._client.send("PATCH", _address(seen.handle), write_task(r))
        return True

    def _delete(self, seen: Seen) -> None:
        self._client.send("DELETE", _address(seen.handle))

    def _create(self, r: Reminder) -> Seen:
        """A new task, where none was found."""
        place = self._own_list()
        try:
            made = self._client.send("POST", f"{_LISTS}/{plain(place)}/tasks", new_task(r))
        except LostAnswer:
            if there := self._adopted(r):
                return there
            raise
        return self._written(f"{place}/{made.get('id')}", r.uid)


def _address(handle: str) -> str:
    """Where a task is, by the ids of its list and its own."""
    place, _, id_ = handle.partition("/")
    return f"{_LISTS}/{plain(place)}/tasks/{plain(id_)}"
