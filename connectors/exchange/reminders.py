"""One person's reminders at an Exchange Server: entries of the category "Promise" in the calendar of the mailbox.

Exchange lets one item be made twice, so we look before we make: in the calendar, in the person's other calendars, and among
what the person deleted. A call that writes is sent once; after a lost answer we look again, and what was carried out is
not done twice. A change is made only on what was read just now and is as `last` says, on the condition that nobody
changed it since (NeverOverwrite).

What a person deletes lies in Deleted Items, or for two weeks behind it where it can be brought back from: as long as it
lies there it stays deleted, whatever the store wants. What we take out ourselves is deleted for good and leaves nothing,
so that the two are told apart. We delete nothing but an item that was read just now and has our uid in both places; that
a person changes it in the moment between reading and deleting cannot be ruled out, because Exchange deletes without a condition.

An entry that Exchange cannot give is left out by `look`, and told by `ask`: it is neither as it was nor gone.

An item that is moved gets another id: what an entry is, is told by its uid, and the handle is only where it is looked for first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, NoReturn

from connectors.base import Reminder, Seen
from connectors.entry import is_as_written
from connectors.exchange.folders import Folders
from connectors.exchange.operations import Answer, Denied, Element, get_items, heeding
from connectors.exchange.own_entries import FIELDS, MARK, allowed, changes, new_entry, read_entry
from connectors.exchange.refusals import DAMAGED, NOT_THERE, TOO_MUCH, TooMuch
from connectors.exchange.session import ExchangeSession
from connectors.exchange.writing import Found, create_item, delete_item, find_in_any, find_marked, may_write, update_item
from connectors.refusals import Changed, LostAnswer, NotThere
from syncd.errors import ChangedByPerson, ItemError, SourceError

_CALENDAR: Final = "calendar"
_DELETED: Final = ("deleteditems", "recoverableitemsdeletions")
_AT_ONCE: Final = 100  # entries asked for in one
_TRIES: Final = 3  # a write whose answer is lost again and again is left to the next pass


@dataclass(slots=True)
class Known:
    """Entries as they were when they were last read, by their ids, with the change key a listing told. Kept from pass to pass."""

    entries: dict[str, tuple[str, Seen | None]] = field(default_factory=dict)


@lru_cache(maxsize=4096)
def known_of(url: str, mailbox: str) -> Known:
    """What this process knows of the entries in a mailbox."""
    return Known()


class ExchangeReminders:
    """The reminders of one person, in the calendar of their mailbox."""

    def __init__(self, session: ExchangeSession, *, known: Known | None = None) -> None:
        self._session = session
        self._folders = Folders(session)
        self._known = known or Known()
        self._others: list[str] | None = None  # the person's other calendars, as they were in this pass

    def put(self, r: Reminder, last: Seen | None) -> Seen:
        """Write the entry: a new one, or over the one that still is as `last` says."""
        r = allowed(r)
        if last is None:
            return self._create(r)
        for _ in range(_TRIES):
            item, seen = self._there(last)
            if seen is not None and is_as_written(seen, r):
                return seen
            if item is None or seen is None or not _is_same(seen, last):
                self._refuse(last.uid)
            try:
                self._session.call(update_item, self._session.account, (seen.handle, seen.etag), changes(r, item))
            except (Changed, NotThere, LostAnswer, TooMuch) as problem:
                lost: SourceError = problem
                continue
            return self._written(seen.handle, r.uid)
        raise lost

    def remove(self, last: Seen) -> None:
        """Delete the entry if it still is as `last` says; only where its handle says: another of its uid is not meant."""
        for _ in range(_TRIES):
            item = self._at(last)
            if item is None:
                return
            seen = self._entry(item, last)
            if not _is_same(seen, last):
                self._refuse(last.uid)
            try:
                self._session.call(delete_item, self._session.account, (seen.handle, seen.etag))
            except (Changed, NotThere, LostAnswer, TooMuch) as problem:
                lost: SourceError = problem
                continue
            return
        raise lost

    def look(self) -> Iterable[Seen]:
        """Every entry of ours in the calendar, those made first before others."""
        self._others = None
        found = self._session.read(find_marked, self._session.account, _CALENDAR, MARK)
        before = self._known.entries
        fresh = [at for at in found if before.get(at[0], ("", None))[0] != at[1]]
        now = {id_: before[id_] for id_, _ in set(found).difference(fresh)}
        for (id_, key), item in zip(fresh, self._items(fresh), strict=True):
            if not isinstance(item, Denied):  # what is damaged is asked for again the next time
                now[id_] = (key, read_entry(item) if item is not None else None)
        self._known.entries = now
        return tuple(seen for id_, _ in found if id_ in now and (seen := now[id_][1]))

    def ask(self, uid: str) -> Seen | None:
        """One entry, in whichever of the person's calendars it is now."""
        return self._find(uid)[1]

    def writable(self) -> bool | None:
        """Whether our right to the calendar allows writing."""
        return self._session.read(may_write, self._session.account, _CALENDAR)

    def close(self) -> None:
        """Let go of the connection."""
        self._session.close()

    # reading

    def _items(self, found: Sequence[Found]) -> list[Answer | None]:
        """The items; None for one that went meanwhile, Denied for one that is damaged. Raises SourceError where it is not for the item."""
        items: list[Answer | None] = []
        for start in range(0, len(found), _AT_ONCE):
            ids = [id_ for id_, _ in found[start : start + _AT_ONCE]]
            answers = self._session.read(lambda ids=ids: heeding(get_items(self._session.account, ids, FIELDS, plain=True), TOO_MUCH))
            for answer in answers:
                if isinstance(answer, Denied) and answer.code in NOT_THERE:
                    items.append(None)
                elif isinstance(answer, Denied) and answer.code not in DAMAGED:
                    raise SourceError(f"{self._session.asking}: an entry of ours is refused ({answer}); nothing is decided")
                else:
                    items.append(answer)
        return items

    def _item(self, id_: str, uid: str) -> Element | None:
        """One item; None where there is nothing any more. Raises ItemError where it is damaged."""
        (item,) = self._items([(id_, "")])
        if isinstance(item, Denied):
            raise self._damaged(uid, item)
        return item

    def _damaged(self, uid: str, why: Denied) -> ItemError:
        return ItemError(f"{self._session.asking}: the entry {uid} is there and Exchange cannot give it ({why}); nothing is decided about it")

    def _first(self, found: Sequence[Found], uid: str) -> tuple[Element | None, Seen | None]:
        """Of what bears the mark of a uid, the entry itself: copies that a person made are none. Raises ItemError where it may be one that is damaged."""
        damaged: Denied | None = None
        for item in self._items(found):
            if isinstance(item, Denied):
                damaged = item
            elif item is not None and (seen := read_entry(item)) and seen.uid == uid:
                return item, seen
        if damaged:
            raise self._damaged(uid, damaged)
        return None, None

    def _find(self, uid: str) -> tuple[Element | None, Seen | None]:
        """The entry in the calendar, or in another of the person's that it was moved to."""
        account = self._session.account
        item, seen = self._first(self._session.read(find_marked, account, _CALENDAR, MARK, uid), uid)
        if seen is None:
            if self._others is None:
                self._others = [one.id for one in self._folders.collections() if one.role == "calendar" and one.id != _CALENDAR]
            item, seen = self._first(self._session.read(find_in_any, account, self._others, MARK, uid), uid)
        return item, seen

    def _there(self, last: Seen) -> tuple[Element | None, Seen | None]:
        """The entry that `last` tells of, by its handle, else wherever it is now."""
        item = self._at(last)
        return (item, self._entry(item, last)) if item is not None else self._find(last.uid)

    def _at(self, last: Seen) -> Element | None:
        """What is at a handle; None where there is nothing any more."""
        if not last.handle:
            raise SourceError(f"{last.handle!r} is no entry of {last.uid}")
        return self._item(last.handle, last.uid)

    def _entry(self, item: Element, last: Seen) -> Seen:
        """The entry that an item is. Raises SourceError where it is another's."""
        seen = read_entry(item)
        if seen is None or seen.uid != last.uid:
            raise SourceError(f"{last.handle!r} is no entry of {last.uid}")
        return seen

    # writing

    def _create(self, r: Reminder) -> Seen:
        """A new entry; where there is or was one of that uid, it is taken if it is the same."""
        account = self._session.account
        if there := self._adopted(r):
            return there
        deleted = self._session.read(find_in_any, account, _DELETED, MARK, r.uid)
        if self._first(deleted, r.uid)[1] is not None:
            self._refuse(r.uid)
        try:
            handle = self._session.call(create_item, account, _CALENDAR, new_entry(r))
        except (LostAnswer, TooMuch):
            if there := self._adopted(r):
                return there
            raise
        return self._written(handle, r.uid)

    def _adopted(self, r: Reminder) -> Seen | None:
        """What is there of a reminder's uid, if anything. Raises ChangedByPerson where it says something else."""
        seen = self._find(r.uid)[1]
        if seen is not None and not is_as_written(seen, r):
            self._refuse(r.uid)
        return seen

    def _written(self, handle: str, uid: str) -> Seen:
        """The entry as it is after a write."""
        item = self._item(handle, uid)
        seen = read_entry(item) if item is not None else None
        if seen is None or seen.uid != uid:
            raise LostAnswer(f"{self._session.asking}: what was written is not there any more; it is looked at again")
        return seen

    def _refuse(self, uid: str) -> NoReturn:
        raise ChangedByPerson(f"{uid} is not as we left it in the calendar of {self._session.asking}; look at it again")


def _is_same(one: Seen, other: Seen) -> bool:
    """Whether an entry is as it was: by its change key, for its words may be forgotten, or by what it says, wherever it lies."""
    return (one.handle, one.etag) == (other.handle, other.etag) or replace(one, etag="", handle="") == replace(other, etag="", handle="")
