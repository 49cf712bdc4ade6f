"""One mailbox: its folders, what is in them, the order in which it changed, and what its owner does there.

Every change of a folder has a number; a sync state says up to which number a client has been told. As in Exchange, an
item that is moved gets another id, and its old one is told as deleted.
"""

from __future__ import annotations

import base64
import datetime as dt
import itertools
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.ews.items import Item
from tests.fakes.ews.post import message_fields
from tests.fakes.ews.schema import t, written

if TYPE_CHECKING:
    from tests.fakes.ews import Exchange

BEGAN = dt.datetime(2026, 3, 2, 8, tzinfo=dt.UTC)

STANDARD = (
    # distinguished name, title, class, parent
    ("root", "", "", ""),
    ("msgfolderroot", "Top of Information Store", "IPF.Note", "root"),
    ("inbox", "Inbox", "IPF.Note", "msgfolderroot"),
    ("sentitems", "Sent Items", "IPF.Note", "msgfolderroot"),
    ("drafts", "Drafts", "IPF.Note", "msgfolderroot"),
    ("outbox", "Outbox", "IPF.Note", "msgfolderroot"),
    ("deleteditems", "Deleted Items", "IPF.Note", "msgfolderroot"),
    ("junkemail", "Junk Email", "IPF.Note", "msgfolderroot"),
    ("calendar", "Calendar", "IPF.Appointment", "msgfolderroot"),
    ("contacts", "Contacts", "IPF.Contact", "msgfolderroot"),
    ("journal", "Journal", "IPF.Journal", "msgfolderroot"),
    ("tasks", "Tasks", "IPF.Task", "msgfolderroot"),
    ("notes", "Notes", "IPF.StickyNote", "msgfolderroot"),
    ("searchfolders", "Finder", "", "root"),
    ("recoverableitemsroot", "Recoverable Items", "", "root"),
    ("recoverableitemsdeletions", "Deletions", "", "recoverableitemsroot"),
)

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

    def deliver(self, raw: bytes, *, read: bool = False, at: dt.datetime | None = None, **fields: Any) -> str:
        """A message comes in, or is put there by its owner; its id. Further properties by their names: `Sensitivity="Private"`."""
        with self.mailbox.world.lock:
            item = self.add("Message")
            item.mime = raw
            when = at or BEGAN + dt.timedelta(minutes=self.mailbox.count)
            item.fields.update(message_fields(raw, when))
            item.put(IsRead=read, ParentFolderId=None)
            self._dress(item, fields)
            self.mailbox.happened("NewMail" if self.name == "inbox" else "Created", item)
            return item.id

    def _dress(self, item: Item, fields: dict[str, Any]) -> None:
        categories = fields.pop("categories", None)
        if categories is not None:
            item.fields["Categories"] = t("Categories", *(t("String", one) for one in categories))
        item.put(**fields)

    # What happens to what is there

    def item(self, item_id: str) -> Item:
        return self.items[item_id]

    def change(self, item_id: str, **fields: Any) -> None:
        """Set properties of an item by their names; `categories` as a list."""
        with self.mailbox.world.lock:
            item = self.items[item_id]
            self._dress(item, fields)
            self.touch(item)

    def touch(self, item: Item) -> None:
        """It was changed: another change key, and clients are told."""
        item.version += 1
        item.changed = self.next()
        self.mailbox.happened("Modified", item)

    def mark(self, item_id: str, *, read: bool) -> None:
        """Read, or unread again."""
        with self.mailbox.world.lock:
            item = self.items[item_id]
            item.fields["IsRead"] = t("IsRead", written(read))
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


class Mailbox:
    """The mailbox of one person; folders of their own by `make`."""

    def __init__(self, world: Exchange, address: str, name: str = "") -> None:
        self.world = world
        self.address = address
        self.name = name or address
        self.guid = uuid.uuid5(uuid.NAMESPACE_DNS, address)
        self.epoch = 1
        """Sync states of another epoch are not understood any more."""
        self.count = 0
        self._numbers = itertools.count(1)
        self.folders: dict[str, Folder] = {}
        self.gone_folders: list[Tombstone] = []
        self.now = 0
        named: dict[str, Folder] = {}
        for name_, title, folder_class, parent in STANDARD:
            named[name_] = self._add_folder(title, folder_class, named.get(parent), name_)
        self._named = named

    def __getitem__(self, name: str) -> Folder:
        """A folder by its distinguished name, or by its title."""
        return self._named[name] if name in self._named else next(f for f in self.folders.values() if f.title == name)

    @property
    def inbox(self) -> Folder:
        return self._named["inbox"]

    @property
    def sent(self) -> Folder:
        return self._named["sentitems"]

    @property
    def deleted(self) -> Folder:
        return self._named["deleteditems"]

    @property
    def calendar(self) -> Folder:
        return self._named["calendar"]

    @property
    def contacts(self) -> Folder:
        return self._named["contacts"]

    @property
    def journal(self) -> Folder:
        return self._named["journal"]

    # Folders

    def make(self, title: str, *, under: Folder | None = None, folder_class: str = "IPF.Note") -> Folder:
        """A folder of the person's own; an archive, a second calendar by its class."""
        with self.world.lock:
            return self._add_folder(title, folder_class, under or self._named["msgfolderroot"], "")

    def _add_folder(self, title: str, folder_class: str, parent: Folder | None, name: str) -> Folder:
        self.now += 1
        made = Folder(self, self.new_id(folder=True), title, folder_class, parent, name, created=self.now, changed=self.now)
        self.folders[made.id] = made
        return made

    def rename(self, folder: Folder, title: str) -> None:
        """Its id stays."""
        with self.world.lock:
            self.now += 1
            folder.title, folder.changed = title, self.now

    def remove(self, folder: Folder) -> None:
        """With all that is in it."""
        with self.world.lock:
            self.now += 1
            del self.folders[folder.id]
            self.gone_folders.append(Tombstone(folder.id, self.now, folder.created))

    def renew(self, folder: Folder) -> None:
        """F47: the folder is there under another id, as after a restore; its old id is not found any more."""
        with self.world.lock:
            self.now += 1
            del self.folders[folder.id]
            self.gone_folders.append(Tombstone(folder.id, self.now, folder.created))
            folder.id, folder.created, folder.changed = self.new_id(folder=True), self.now, self.now
            self.folders[folder.id] = folder

    def below(self, folder: Folder, *, deep: bool) -> list[Folder]:
        """What lies under a folder, in the order it was made."""

        def under(one: Folder) -> Iterator[Folder]:
            while one.parent is not None:
                yield one.parent
                one = one.parent

        return [one for one in self.folders.values() if (folder in under(one) if deep else one.parent is folder)]

    def forget_sync_states(self) -> None:
        """F46: what clients kept is not understood any more."""
        with self.world.lock:
            self.epoch += 1

    # Ids, and what happened

    def new_id(self, *, folder: bool = False) -> str:
        """Opaque, long, and case-sensitive, as Exchange's are."""
        number = next(self._numbers)
        if not folder:
            self.count += 1
        raw = b"\x00\x2e" + str(self.guid).encode() + b"\x00\x46" + number.to_bytes(8, "big") + (b"\x01" if folder else b"\x07") * 22
        return base64.b64encode(raw).decode()

    def find(self, item_id: str) -> Item | None:
        """An item, or an occurrence that was looked at, by its id."""
        for folder in self.folders.values():
            if item_id in folder.items:
                return folder.items[item_id]
        return self._occurrences.get(item_id)

    @property
    def _occurrences(self) -> dict[str, Item]:
        return {o.id: o for f in self.folders.values() for i in f.items.values() for o in i.occurrences.values()}

    def happened(self, what: str, item: Item, old: tuple[str, Folder] | None = None) -> None:
        """For those who listen."""
        self.world.happened(what, item, old)


def mailbox_of(item_id: str) -> str:
    """The GUID of the mailbox that an id belongs to, "" where it is no id."""
    try:
        raw = base64.b64decode(item_id, validate=True)
    except ValueError:
        return ""
    return raw[2:38].decode("ascii", "replace") if raw[:2] == b"\x00\x2e" and len(raw) == 70 else ""
