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
from typing import Any, Final, NoReturn

from connectors.base import Reminder, Seen
from connectors.graph import entries
from connectors.graph.account import TASKS_WRITE
from connectors.graph.client import GraphClient
from connectors.graph.listing import is_nothing, listed, plain
from connectors.graph.task_entries import age, announcement, mark_of, new_task, read_task, resource_of, write_task
from connectors.refusals import LostAnswer, NotThere, Refused
from syncd.errors import CalendarGone, ChangedByPerson, SourceError

NAME: Final = "Promises"
_LISTS: Final = "todo/lists"
_READ: Final = {"$expand": "linkedResources"}
_MOST_AT_ONCE: Final = 100  # tasks, or lists, in one answer
_TRIES: Final = 6  # a change is two writes; one whose answer is lost again and again is left to the next pass
_FLAGGED: Final = "flaggedEmails"  # a list of mails, which takes no tasks

Task = Mapping[str, Any]


@dataclass(slots=True)
class Known:
    """Our lists as they were found last, by their ids: they may be called otherwise by now. Kept from pass to pass."""

    lists: tuple[str, ...] = ()
    searched: bool = False  # whether all lists were read for tasks of ours: once is enough, a list keeps its id when it is renamed


@lru_cache(maxsize=4096)
def known_of(endpoint: str, mailbox: str) -> Known:
    """What this process knows of the lists of a mailbox."""
    return Known()


class TaskReminders:
    """The reminders of one person, in a list of their To Do."""

    def __init__(self, client: GraphClient, *, known: Known | None = None) -> None:
        self._client = client
        self._known = known or Known()

    def put(self, r: Reminder, last: Seen | None) -> Seen:
        """Write the task: a new one, or over the one that still is as `last` says."""
        r = entries.allowed(r)
        if last is None:
            return self._adopted(r) or self._create(r)
        lost: SourceError | None = None
        for _ in range(_TRIES):
            task, seen = self._there(last)
            if seen is not None and entries.says(seen, r):
                return seen
            if task is None or seen is None or not entries.is_same(seen, last):
                self._refuse(last.uid)
            try:
                if announced := announcement(r, task):
                    self._client.send("PATCH", f"{_address(seen.handle)}/linkedResources/{plain(resource_of(task))}", announced)
                    continue
                self._client.send("PATCH", _address(seen.handle), write_task(r))
            except (NotThere, LostAnswer) as problem:
                lost = problem
                continue
            return self._written(seen.handle, r.uid)
        raise lost or LostAnswer(f"{self._client.mailbox}: Microsoft keeps no mark of ours in {last.uid}; it is tried again")

    def remove(self, last: Seen) -> None:
        """Delete the task if it still is as `last` says."""
        task, seen = self._there(last)
        lost: SourceError | None = None
        for _ in range(_TRIES):
            if task is None or seen is None:
                return
            if not entries.is_same(seen, last):
                self._refuse(last.uid)
            try:
                self._client.send("DELETE", _address(seen.handle))
                return
            except NotThere:
                return
            except LostAnswer as problem:
                lost = problem
            task = self._get(seen.handle)  # and no other of that uid: it would be another's double, or a copy
            seen = _seen(task, seen.handle)
        raise lost or AssertionError("unreachable")

    def look(self) -> Iterable[Seen]:
        """Every task of ours in our list, ticked ones too; of what is of the same making the one made first, the others are a person's copies."""
        found: dict[tuple[str, str], tuple[Task, str]] = {}
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

    def _tasks(self, place: str) -> Iterator[Task]:
        """The tasks of a list. Raises CalendarGone where it was one of ours and is there no more."""
        try:
            yield from listed(self._client, f"{_LISTS}/{plain(place)}/tasks", {**_READ, "$top": _MOST_AT_ONCE})
        except NotThere as problem:
            if place not in self._known.lists:
                return
            self._known.lists = ()
            raise CalendarGone(f'{self._client.mailbox}: the list "{NAME}" is there no more; nothing is decided about the entries that were in it') from problem

    # reading

    def _find(self, uid: str) -> tuple[Task | None, Seen | None]:
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

    def _get(self, handle: str) -> Task | None:
        try:
            return self._client.get(_address(handle), _READ)
        except Refused as problem:
            if is_nothing(problem):
                return None
            raise

    def _there(self, last: Seen) -> tuple[Task | None, Seen | None]:
        """The task that `last` tells of, by its handle, else wherever it is now. Raises SourceError where the handle is of something else."""
        task = self._get(last.handle) if "/" in last.handle else None
        if task is None:
            return self._find(last.uid)
        seen = _seen(task, last.handle)
        if seen is None or seen.uid != last.uid:
            raise SourceError(f"{last.handle!r} is no entry of {last.uid}")
        return task, seen

    # writing

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

    def _adopted(self, r: Reminder) -> Seen | None:
        """What is there of a reminder's uid, if anything. Raises ChangedByPerson where it says something else."""
        seen = self._find(r.uid)[1]
        if seen is not None and not entries.says(seen, r):
            self._refuse(r.uid)
        return seen

    def _written(self, handle: str, uid: str) -> Seen:
        """The task as it is after a write, told as it is when it is read: the answer to a write may put it in other words."""
        seen = _seen(self._get(handle), handle)
        if seen is None or seen.uid != uid:
            raise LostAnswer(f"{self._client.mailbox}: what was written is not there any more; it is looked at again")
        return seen

    def _refuse(self, uid: str) -> NoReturn:
        raise ChangedByPerson(f"{uid} is not as we left it in the To Do of {self._client.mailbox}; look at it again")


def _seen(task: Task | None, handle: str) -> Seen | None:
    return read_task(task, handle.partition("/")[0]) if task else None


def _address(handle: str) -> str:
    """Where a task is, by the ids of its list and its own."""
    place, _, id_ = handle.partition("/")
    return f"{_LISTS}/{plain(place)}/tasks/{plain(id_)}"
