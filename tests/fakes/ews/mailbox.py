"""One mailbox: its folders, by the names that every mailbox has and those of the person's own."""

from __future__ import annotations

import base64
import itertools
import uuid
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from tests.fakes.ews.calendar import Calendar
from tests.fakes.ews.items import Item
from tests.fakes.ews.kept import Folder, Tombstone
from tests.fakes.ews.people import Contacts, Journal

if TYPE_CHECKING:
    from tests.fakes.ews import Exchange

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
FOLDERS: Mapping[str, type[Folder]] = {"IPF.Appointment": Calendar, "IPF.Contact": Contacts, "IPF.Journal": Journal}


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

    def named(self, name: str) -> Folder:
        """A folder by its distinguished name."""
        return self._named[name]

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
    def calendar(self) -> Calendar:
        found = self._named["calendar"]
        assert isinstance(found, Calendar)
        return found

    @property
    def contacts(self) -> Contacts:
        found = self._named["contacts"]
        assert isinstance(found, Contacts)
        return found

    @property
    def journal(self) -> Journal:
        found = self._named["journal"]
        assert isinstance(found, Journal)
        return found

    # Folders

    def make(self, title: str, *, under: Folder | None = None, folder_class: str = "IPF.Note") -> Folder:
        """A folder of the person's own; an archive, a second calendar by its class."""
        with self.world.lock:
            return self._add_folder(title, folder_class, under or self._named["msgfolderroot"], "")

    def _add_folder(self, title: str, folder_class: str, parent: Folder | None, name: str) -> Folder:
        self.now += 1
        made = FOLDERS.get(folder_class, Folder)(self, self.new_id(folder=True), title, folder_class, parent, name, created=self.now, changed=self.now)
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
            if isinstance(folder, Calendar) and item_id in folder.occurrences:
                return folder.fresh(folder.occurrences[item_id])
        return None

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
