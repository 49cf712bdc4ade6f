"""Of some items only a part may be kept: of metadata-only ones who and when, of a calendar object what is not private.

When that comes to hold of what is stored whole, the whole goes first: its rows, its words in the index, its original. Of a
mail or a meeting that others hold, too, the whole stays as long as one of them may be read.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from syncd.core import keys
from syncd.core.exclude import Item, Names
from syncd.core.model import Meeting, Party
from syncd.store.db import Store
from syncd.store.forgetting import drop_original, forget
from syncd.store.ids import rows_in
from syncd.store.interactions import Page
from syncd.store.meetings import copies_of, save_copy


def in_part(db: sqlite3.Connection, origins: Sequence[str]) -> set[str]:
    """Of which of these origins only a part is kept."""
    return {o for (o,) in rows_in(db, "SELECT origin FROM original WHERE metadata_only AND origin IN (?*)", origins)}


def may_be_read(db: sqlite3.Connection, key: str, parties: tuple[Party, ...], names: Names, here: tuple[int, str]) -> bool:
    """Whether a message that is metadata-only in one place (collection, remote id) lies in another where it is not."""
    if names.meets(_item(parties=parties)):
        return False
    elsewhere = db.execute(
        "SELECT c.name, g.marks FROM sighting g JOIN collection c ON c.id = g.collection_id WHERE g.key = ? AND (g.collection_id, g.remote_id) <> (?, ?)",
        (key, *here),
    )
    return any(not names.meets(_item(folder=name, labels=labels_of(marks))) for name, marks in elsewhere)


def labels_of(marks: str) -> tuple[str, ...]:
    """The labels among marks as they are stored."""
    return tuple(json.loads(marks).get("labels", ()))


def meets(names: Names, labels: tuple[str, ...]) -> bool:
    """Whether labels alone make an item metadata-only."""
    return names.meets(_item(labels=labels)) is not None


def make_room(page: Page, store: Store, origin: str, meetings: Sequence[Meeting]) -> None:
    """Take out what was kept of a calendar object, of which only a part may be kept from now on."""
    drop_original(page, store, origin)
    for key in sorted({keys.meeting_key(m.uid) for m in meetings}):
        others = [c for c in copies_of(page.db, key) if c.origin != origin]
        if not all(m.metadata_only for c in others for m in c.meetings):
            continue
        originals = page.db.execute("SELECT * FROM original WHERE key = ? AND origin <> ?", (key, origin)).fetchall()
        forget(page, store, {key})
        for copy in others:
            save_copy(page, copy.origin, copy.owner, copy.meetings)
        page.db.executemany("INSERT INTO original VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", originals)


def _item(*, parties: tuple[Party, ...] = (), folder: str = "", labels: tuple[str, ...] = ()) -> Item:
    return Item(parties=parties, folder=folder, folder_role="", labels=labels, sensitivity="")
