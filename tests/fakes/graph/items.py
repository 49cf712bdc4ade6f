"""What contacts and tasks have in common: items in folders, with a version, ids of two kinds, and a change log."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.fakes.graph.calls import Refusal
from tests.fakes.graph.deltas import Deltas
from tests.fakes.graph.messages import base64_of
from tests.fakes.graph.odata import is_property_id
from tests.fakes.graph.paging import zulu


@dataclass
class Folder:
    """A contact folder, or a task list."""

    id: str
    name: str
    parent: str = ""
    known_as: str = ""


@dataclass
class Item:
    """One contact or task; `fields` are as a client would write them."""

    key: str
    number: int
    folder: str
    fields: dict[str, Any]
    created: datetime
    changed: datetime
    version: int = 1
    moves: int = 0
    extended: dict[str, str] = field(default_factory=dict)


class Items:
    """The items of one kind in one mailbox; outside the API an item has its immutable id."""

    sign = "I"

    def __init__(self, mailbox: Any) -> None:
        self._mailbox = mailbox
        self._world = mailbox.world
        self._count = itertools.count(1)
        self._items: dict[str, Item] = {}
        self._folders: dict[str, Folder] = {}
        self.deltas = Deltas(self._world)

    def make_folder(self, name: str, parent: str = "") -> str:
        """Its id."""
        return self._make_folder(name, parent).id

    def rename_folder(self, folder: str, name: str) -> None:
        self._folders[folder].name = name

    def remove_folder(self, folder: str) -> None:
        """With all that is in it."""
        with self._world.lock:
            for key in [one.key for one in self._items.values() if one.folder == folder]:
                self.delete(key)
            del self._folders[folder]

    def change(self, key: str, **fields: Any) -> None:
        """The person changes it."""
        with self._world.lock:
            self._change(self._items[key], fields)

    def extend(self, key: str, property_id: str, value: str) -> None:
        """Another program sets an extended property."""
        assert is_property_id(property_id)
        with self._world.lock:
            self._items[key].extended[property_id] = value

    def touch(self, key: str) -> None:
        """A change of which nothing is to be seen."""
        self.change(key)

    def delete(self, key: str) -> None:
        with self._world.lock:
            self.deltas.drop(self._items.pop(key).folder, key)

    def move(self, key: str, folder: str) -> None:
        """To another folder: the ordinary id is another then, the immutable one is not (F52)."""
        with self._world.lock:
            found = self._items[key]
            self.deltas.drop(found.folder, key)
            found.folder, found.moves = folder, found.moves + 1
            self._change(found, {})

    def replay(self, key: str, *, removed_first: bool = False) -> None:
        """The next page of the folder's delta tells it again (F56)."""
        self.deltas.replay(self._items[key].folder, key, removed_first=removed_first)

    def keys(self, folder: str = "") -> list[str]:
        """The immutable ids there are, oldest first."""
        return [one.key for one in self._items.values() if not folder or one.folder == folder]

    def get(self, key: str) -> dict[str, Any]:
        """What was written of it."""
        return dict(self._items[key].fields)

    def state(self) -> object:
        """All there is, to compare before and after."""
        with self._world.lock:
            return {one.key: (one.folder, one.version, repr(one.fields)) for one in self._items.values()}

    def _make_folder(self, name: str, parent: str = "", known_as: str = "") -> Folder:
        with self._world.lock:
            made = Folder(
                f"AQMkADIw{self.sign}{base64_of(f'{self._mailbox.address}/{self.sign}{next(self._count)}')}AAA=", name, parent, known_as
            )
            self._folders[made.id] = made
            return made

    def _add(self, fields: Mapping[str, Any], folder: str) -> Item:
        with self._world.lock:
            number, now = next(self._count), datetime.fromtimestamp(self._world.clock(), UTC)
            key = f"AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A{base64_of(f'{self._mailbox.address}/{self.sign}{number}')}AAA="
            found = self._items[key] = Item(key, number, folder, dict(fields), now, now)
            self.deltas.touch(folder, key)
            return found

    def _change(self, item: Item, fields: Mapping[str, Any]) -> None:
        item.fields.update(fields)
        item.version += 1
        item.changed = datetime.fromtimestamp(self._world.clock(), UTC)
        self.deltas.touch(item.folder, item.key)

    def _folder(self, id_: str) -> Folder:
        if id_ not in self._folders:
            raise Refusal(404, "ErrorItemNotFound")
        return self._folders[id_]

    def _id(self, item: Item, *, immutable: bool) -> str:
        return item.key if immutable else f"AAMkAGI1{base64_of(f'{self._mailbox.address}/{self.sign}{item.number}.{item.moves}')}AAA="

    def _found(self, id_: str, *, immutable: bool) -> Item:
        """By the id of the kind that the request says it uses."""
        found = next((one for one in self._items.values() if self._id(one, immutable=immutable) == id_), None)
        if found is None:
            raise Refusal(404, "ErrorItemNotFound")
        return found

    def _named(self, key: str, *, immutable: bool) -> str:
        """The id by which one that went is told; an ordinary one as it was when the item never moved."""
        if immutable:
            return key
        return f"AAMkAGI1{key.removeprefix('AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A')}"

    def _stamps(self, item: Item) -> dict[str, Any]:
        return {
            "@odata.etag": f'W/"{self.sign}{item.number:06d}{item.version:04d}"',
            "createdDateTime": zulu(item.created),
            "lastModifiedDateTime": zulu(item.changed),
        }
