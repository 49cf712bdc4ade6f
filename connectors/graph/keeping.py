"""How one person's entries in Microsoft 365 are written over and taken out, whether they are events or tasks.

What stands there is read just before each write, and a write is made only on what is as `last` says. A write is sent once; after
a lost answer we look again, and what was carried out is not done twice.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, NoReturn

from connectors.base import Reminder, Seen
from connectors.graph import entries
from connectors.graph.client import GraphClient
from connectors.refusals import Changed, LostAnswer, NotThere
from syncd.errors import ChangedByPerson, SourceError

Item = Mapping[str, Any]  # an event or a task, as Graph gives it


class Keeping(ABC):
    """The verbs that change entries; what an item is, and how it is read and written, is the kind's own."""

    kept_in: ClassVar[str]  # for people
    tries: ClassVar[int]  # of a write whose answer is lost; then it is left to the next pass

    def __init__(self, client: GraphClient) -> None:
        self._client = client

    def put(self, r: Reminder, last: Seen | None) -> Seen:
        """Write the entry: a new one, or over the one that still is as `last` says."""
        r = entries.allowed(r)
        if last is None:
            return self._adopted(r) or self._create(r)
        lost: SourceError | None = None
        for _ in range(self.tries):
            item, seen = self._there(last)
            if seen is not None and entries.says(seen, r):
                return seen
            if item is None or seen is None or not entries.is_same(seen, last):
                self._refuse(last.uid)
            try:
                if not self._rewrite(r, item, seen):
                    continue
            except (Changed, NotThere, LostAnswer) as problem:
                lost = problem
                continue
            return self._written(seen.handle, r.uid)
        raise lost or LostAnswer(f"{self._client.mailbox}: Microsoft keeps no mark of ours in {last.uid}; it is tried again")

    def remove(self, last: Seen) -> None:
        """Delete the entry if it still is as `last` says."""
        _, seen = self._there(last)
        lost: SourceError | None = None
        for _ in range(self.tries):
            if seen is None:
                return
            if not entries.is_same(seen, last):
                self._refuse(last.uid)
            try:
                self._delete(seen)
                return
            except (Changed, NotThere, LostAnswer) as problem:
                lost = problem
            item = self._get(seen.handle)  # and no other of that uid: it would be another's double, or a person's copy
            seen = self._read(item, seen.handle) if item else None
        raise lost or AssertionError("unreachable")

    def _adopted(self, r: Reminder) -> Seen | None:
        """What is there of a reminder's uid, if anything. Raises ChangedByPerson where it says something else."""
        seen = self._find(r.uid)[1]
        if seen is not None and not entries.says(seen, r):
            self._refuse(r.uid)
        return seen

    def _there(self, last: Seen) -> tuple[Item | None, Seen | None]:
        """The entry that `last` tells of, by its handle, else wherever it is now. Raises SourceError where the handle is of something else."""
        item = self._get(last.handle) if last.handle else None
        if item is None:
            return self._find(last.uid)
        if self._uid_of(item) != last.uid:
            raise SourceError(f"{last.handle!r} is no entry of {last.uid}")
        return item, self._read(item, last.handle)

    def _written(self, handle: str, uid: str) -> Seen:
        """The entry as it is after a write, told as it is when it is read: the answer to a write may put it in other words."""
        item = self._get(handle)
        seen = self._read(item, handle) if item else None
        if seen is None or seen.uid != uid:
            raise LostAnswer(f"{self._client.mailbox}: what was written is not there any more; it is looked at again")
        return seen

    def _refuse(self, uid: str) -> NoReturn:
        raise ChangedByPerson(f"{uid} is not as we left it in the {self.kept_in} of {self._client.mailbox}; look at it again")

    @abstractmethod
    def _get(self, handle: str) -> Item | None:
        """One item; None where there is none."""

    @abstractmethod
    def _find(self, uid: str) -> tuple[Item | None, Seen | None]:
        """The item with this mark of ours, wherever the person moved it."""

    @abstractmethod
    def _read(self, item: Item, handle: str) -> Seen | None:
        """What an item says."""

    @abstractmethod
    def _uid_of(self, item: Item) -> str:
        """The mark of ours an item bears; '' for none."""

    @abstractmethod
    def _create(self, r: Reminder) -> Seen:
        """A new item, where none was found."""

    @abstractmethod
    def _rewrite(self, r: Reminder, item: Item, seen: Seen) -> bool:
        """Write over an item; False where that took a step before it, and it is to be read again."""

    @abstractmethod
    def _delete(self, seen: Seen) -> None:
        """Take an item out. Raises NotThere where it is gone."""
