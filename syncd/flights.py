"""What one pass is reading just now, kept so that whatever ends the program over an item cannot do so for ever (store/flights.py)."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from connectors.base import Fetched, Page
from syncd.deriving import Died, Piece, Understood, Workers
from syncd.store import flights
from syncd.store.db import Store


class Flights:
    """The pages of one collection on their way from the provider into the store. Ended with `with`: nothing stays out."""

    def __init__(self, store: Store, collection_id: int, arrivals: Callable[[Page], Piece]) -> None:
        self._store, self._collection, self._arrivals = store, collection_id, arrivals
        self._suspects = flights.suspects(store, collection_id)
        self.convicted: set[str] = set()  # over which a process ended before our eyes
        self._out: deque[tuple[int, list[str]] | None] = deque()  # by page, in the order they were given

    def __enter__(self) -> Flights:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """What is still out was not stored: it will be read another time, alone where a process ended over it."""
        if left := [flight for flight in self._out if flight]:
            with self._store.write() as db:
                for number, remote_ids in left:
                    if kind is not None and issubclass(kind, Died):
                        flights.suspect(db, self._collection, remote_ids)
                    flights.land(db, [number])
            self._out.clear()

    def set_out(self, page: Page) -> Piece:
        """What of a page is to be read, suspects left out; kept as being read from now on."""
        items = [item for item in self._arrivals(page) if item[0] not in self._suspects]
        remote_ids = [remote_id for remote_id, _ in items]
        self._out.append((flights.set_out(self._store, self._collection, remote_ids), remote_ids) if items else None)
        return items

    def land(self, db: sqlite3.Connection) -> None:
        """The page that set out first is being stored, in this transaction."""
        if (flight := self._out[0]) is not None:
            flights.land(db, [flight[0]])

    def landed(self) -> None:
        """It is stored."""
        self._out.popleft()

    def parted(self, page: Page) -> tuple[Page, list[Fetched]]:
        """A page without its suspects, and those."""
        apart = [c for c in page.changes if isinstance(c, Fetched) and c.remote_id in self._suspects]
        return (replace(page, changes=tuple(c for c in page.changes if c not in apart)), apart) if apart else (page, apart)

    def alone(self, change: Fetched, workers: Workers) -> Understood | None:
        """What one suspect says, read where it can end nothing but a process; None where it has three strikes.

        It stays in flight until `land` and `landed`: what ends the program while it is stored counts as well.
        """
        (item,) = self._arrivals(Page((change,), {}))
        while self._suspects[change.remote_id] < flights.STRIKES:
            flight = flights.set_out(self._store, self._collection, [change.remote_id], alone=True)
            self._out.appendleft((flight, [change.remote_id]))
            try:
                return workers.alone(*item)
            except Died:
                self._out.popleft()
                flights.strike(self._store, self._collection, change.remote_id, flight)
                self._suspects[change.remote_id] += 1
                self.convicted.add(change.remote_id)
        return None

    def acquit(self, db: sqlite3.Connection, change: Fetched) -> None:
        """A suspect is stored, in this transaction: it is one no more."""
        flights.acquit(db, self._collection, change.remote_id)
