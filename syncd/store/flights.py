"""Which items are being read just now, so that one that ends the program is told from those that were read beside it.

    what is about to be read is a flight, kept before its first byte is looked at and gone with the page that stores it;
    a flight left by a process that is no more makes suspects of its items: each of them is then read alone;
    a suspect over which its reader ended has a strike, and so has one over which the program did, if nothing else was being
    read anywhere; one with three is given up.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable

from syncd.store.db import Store
from syncd.store.sources import alive, holder

STRIKES = 3


def set_out(store: Store, collection_id: int, remote_ids: Collection[str], *, alone: bool = False) -> int:
    """Keep that these items are about to be read, or one suspect `alone`; the number of the flight."""
    with store.write() as db:
        kept = (collection_id, holder(), json.dumps(list(remote_ids)), alone)
        (flight,) = db.execute("INSERT INTO flight (collection_id, holder, remote_ids, alone) VALUES (?, ?, ?, ?) RETURNING id", kept).fetchone()
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
    if store.db.execute("SELECT 1 FROM flight WHERE collection_id = ? AND holder <> ? LIMIT 1", (collection_id, holder())).fetchone():
        with store.write() as db:
            _take_in_lost(db, collection_id)
    return dict(store.db.execute(
        f"SELECT s.remote_id, iif(p.state = 'retry', min(s.strikes, {STRIKES - 1}), s.strikes) FROM strike s "
        "LEFT JOIN pending p USING (collection_id, remote_id) WHERE s.collection_id = ?", (collection_id,)))  # fmt: skip


def _take_in_lost(db: sqlite3.Connection, collection_id: int) -> None:
    """Make suspects of what dead processes had in flight, in every collection: which of it was the only one is known only now."""
    lost: dict[str, list[tuple[int, int, str, int]]] = {}
    for flight, collection, whose, remote_ids, alone in db.execute("SELECT id, collection_id, holder, remote_ids, alone FROM flight WHERE holder <> ?", (holder(),)):
        if collection == collection_id or not alive(whose):
            lost.setdefault(whose, []).append((flight, collection, remote_ids, alone))
    for flights in lost.values():
        for flight, collection, remote_ids, alone in flights:
            suspect(db, collection, json.loads(remote_ids), strikes=int(alone and len(flights) == 1))
            land(db, [flight])


def strike(store: Store, collection_id: int, remote_id: str, flight: int) -> None:
    """The process that read this item alone ended over it."""
    with store.write() as db:
        suspect(db, collection_id, [remote_id], strikes=1)
        land(db, [flight])


def acquit(db: sqlite3.Connection, collection_id: int, remote_id: str) -> None:
    """It was read and stored alone, and nothing ended over it."""
    db.execute("DELETE FROM strike WHERE collection_id = ? AND remote_id = ?", (collection_id, remote_id))
