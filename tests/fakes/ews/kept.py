"""A folder: what is in it, the order in which it changed, and what its owner does there.

Every change has a number; a sync state says up to which number a client has been told. As in Exchange, an item that is
moved gets another id, and its old one is told as deleted.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.ews.items import Item, instant
from tests.fakes.ews.post import message_fields

if TYPE_CHECKING:
    from tests.fakes.ews.mailbox import Mailbox

BEGAN = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)

KINDS = {"IPF.Appointment": "CalendarFolder", "IPF.Contact": "ContactsFolder", "IPF.Task": "TasksFolder"}


@dataclass(frozen=True)
class Tombstone:
    """An item or a folder that went."""

    id: str
    at: int
    created: int


@dataclass(eq=False)
class Folder:
    """One folder and what is done in it."""

    mailbox: Mailbox
    id: str
    title: str
    folder_class: str
    parent: Folder | None
    name: str = ""
    """Its distinguished name, "" of one that a person made."""
    items: dict[str, Item] = field(default_factory=dict)
    gone: list[Tombstone] = field(default_factory=list)
    now: int = 0
    """Number of its last change."""
    created: int = 0
    changed: int = 0
    denied: bool = False
    """Whether nobody but its owner may open it any more."""
    read_only: bool = False
    """Whether nobody but its owner may write in it."""

    @property
    def kind(self) -> str:
        """The element an answer tells it by."""
        return next((kind for start, kind in KINDS.items() if self.folder_class.startswith(start)), "Folder")

    @property
    def key(self) -> str:
        return base64.b64encode(f"AQAAABYAAAB{self.changed:012d}".encode()).decode()

    def next(self) -> int:
        """The number of one more change."""
        self.now += 1
        return self.now

    # What is put in

    def add(self, kind: str, item_id: str = "") -> Item:
        """A new item, still empty."""
        with self.mailbox.world.lock:
            number = self.next()
            item = Item(item_id or self.mailbox.new_id(), kind, self, created=number, changed=number)
            self.items[item.id] = item
            return item

    def deliver(self, raw: bytes, *, read: bool = False, at: dt.datetime | None = None, kind: str = "Message", **fields: Any) -> str:
        """A message comes in, or is put there by its owner; its id. An invitation is of kind MeetingRequest.

        Further properties by their names: `Sensitivity="Private"`, `categories=["Klientai"]`.
        """
        with self.mailbox.world.lock:
            item = self.add(kind)
            item.mime = raw
            when = at or BEGAN + dt.timedelta(minutes=self.mailbox.count)
            item.fields.update(message_fields(raw, when))
            item.put(IsRead=read)
            item.dress(fields)
            self.mailbox.happened("NewMail" if self.name == "inbox" else "Created", item)
            return item.id

    # What happens to what is there

    def item(self, item_id: str) -> Item:
        return self.items[item_id]

    def change(self, item_id: str, **fields: Any) -> None:
        """Set properties of an item by their names; `categories` as a list."""
        with self.mailbox.world.lock:
            item = self.items[item_id]
            self.touch(item, item.dress(fields))

    def touch(self, item: Item, names: Iterable[str] = ()) -> None:
        """These properties were changed: another change key, and clients are told."""
        item.version += 1
        item.touched.update(dict.fromkeys(names, item.version))
        item.changed = self.next()
        self.mailbox.happened("Modified", item)

    def mark(self, item_id: str, *, read: bool) -> None:
        """Read, or unread again."""
        with self.mailbox.world.lock:
            item = self.items[item_id]
            item.put(IsRead=read)
            item.version += 1
            item.read = self.next()
            self.mailbox.happened("Modified", item)

    def delete(self, item_id: str) -> None:
        """Gone for good."""
        with self.mailbox.world.lock:
            item = self.items[item_id]
            self.take_out(item)
            self.mailbox.happened("Deleted", item)

    def take_out(self, item: Item) -> None:
        """It is not here any more."""
        del self.items[item.id]
        self.gone.append(Tombstone(item.id, self.next(), item.created))

    def move(self, item_id: str, destination: Folder) -> str:
        """Carried to another folder, where it has another id; the new one."""
        with self.mailbox.world.lock:
            item = self.items[item_id]
            self.take_out(item)
            old = item.id
            item.id, item.folder = destination.mailbox.new_id(), destination
            item.created = item.changed = destination.next()
            item.read = 0
            item.version += 1
            destination.items[item.id] = item
            self.mailbox.happened("Moved", item, old=(old, self))
            return item.id

    def copy(self, item_id: str) -> str:
        """Duplicated, with all its properties; the id of the copy."""
        with self.mailbox.world.lock:
            old = self.items[item_id]
            made = self.add(old.kind)
            made.fields, made.extended, made.mime = dict(old.fields), dict(old.extended), old.mime
            now = instant(dt.datetime.fromtimestamp(self.mailbox.world.clock(), dt.UTC))
            made.put(DateTimeCreated=now, LastModifiedTime=now)
            self.mailbox.happened("Created", made)
            return made.id

    def bin(self, item_id: str) -> str:
        """Into Deleted Items; the new id."""
        return self.move(item_id, self.mailbox.deleted)

    def spoil(self, item_id: str, code: str = "ErrorItemCorrupt") -> None:
        """F51: it cannot be read any more; ErrorMimeContentConversionFailed is said only where its MIME is asked for. "" heals it."""
        self.items[item_id].refused = code

    def reassign(self) -> None:
        """F53: all ids are others, as after a move to another database or archive; clients are told of deletions and creations."""
        with self.mailbox.world.lock:
            for item in list(self.items.values()):
                self.take_out(item)
                item.id = self.mailbox.new_id()
                item.created = item.changed = self.next()
                self.items[item.id] = item
