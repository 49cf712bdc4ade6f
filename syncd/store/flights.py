"""Which items are being read just now, so that one that ends the program is told from those that were read beside it.

    what is about to be read is a flight, kept before its first byte is looked at and gone with the page that stores it;
    a flight left by a process that is no more makes suspects of its items: each of them is then read alone;
    an item that was alone in flight when its reader ended has a strike, and one with three is read no more.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable

from syncd.store.db import Store
from syncd.store.sources import holder

STRIKES = 3


def set_out(store: Store, collection_id: int, remote_ids: Collection[str]) -> int:
    """Keep that these items are about to be read; the number of the flight."""
    with store.write() as db:
        kept = (collection_id, holder(), json.dumps(list(remote_ids)))
        (flight,) = db.execute("INSERT INTO flight (collection_id, holder, remote_ids) VALUES (?, ?, ?) RETURNING id", kept).fetchone()
    return int(flight)


def land(db: sqlite3.Connection, flights: Iterable[int]) -> None:
    """Their items are stored, or will be read another time: nothing ended over them."""
    db.executemany("DELETE FROM flight WHERE id = ?", [(flight,) for flight in flights])


def suspect(db: sqlite3.Connection, collection_id: int, remote_ids: Iterable[str], *, strikes: int = 0) -> None:
    """Something ended while these were read: from now on each is read alone. `strikes` to count against each."""
    db.executemany(
        "INSERT INTO strike VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET strikes = strikes + excluded.strikes", [(collection_id, remote_id, strikes) for remote_id in remote_ids]
    )


def suspects(store: Store, collection_id: int) -> dict[str, int]:
    """The items of a collection to be read alone, with their strikes, those of flights that no living process is on included.

    One that was given up and is to be tried again has one chance more.
    """
    lost = "FROM flight WHERE collection_id = ? AND holder <> ?", (collection_id, holder())
    if store.db.execute(f"SELECT 1 {lost[0]} LIMIT 1", lost[1]).fetchone():
        with store.write() as db:
            for flight, text in db.execute(f"SELECT id, remote_ids {lost[0]}", lost[1]).fetchall():
                remote_ids = json.loads(text)
                suspect(db, collection_id, remote_ids, strikes=int(len(remote_ids) == 1))
                land(db, [flight])
    return dict(store.db.execute(
        f"SELECT s.remote_id, iif(p.state = 'retry', min(s.strikes, {STRIKES - 1}), s.strikes) FROM strike s "
        "LEFT JOIN pending p USING (collection_id, remote_id) WHERE s.collection_id = ?", (collection_id,)))  # fmt: skip


def strike(store: Store, collection_id: int, remote_id: str, flight: int) -> None:
    """The process that read this item alone ended over it."""
    with store.write() as db:
        suspect(db, collection_id, [remote_id], strikes=1)
        land(db, [flight])


def acquit(db: sqlite3.Connection, collection_id: int, remote_id: str) -> None:
    """It was read and stored alone, and nothing ended over it."""
    db.execute("DELETE FROM strike WHERE collection_id = ? AND remote_id = ?", (collection_id, remote_id))

