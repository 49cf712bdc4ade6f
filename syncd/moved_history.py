"""The history of sources that moved: what has turned up where they went, and what has not.

Nothing is moved in the store: the same message or meeting is the same interaction wherever it is seen. Once the new
sources were read whole, what was seen there is marked as gone from the old one; what is left has not turned up.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import Any

from syncd.core.keys import instant
from syncd.store import moves
from syncd.store.moves import Move
from syncd.world import World

_AGAIN = dt.timedelta(hours=1)
_LATE = dt.timedelta(days=30)  # a mailbox is copied for days, and what comes late is found too


def settle_moves(world: World, again: dt.timedelta = _AGAIN) -> None:
    """Mark what has turned up, for every move whose new sources have been read whole; `again`: so long after it was done last."""
    db = world.store.db
    for move in moves.unsettled(db, instant(world.now - _LATE), instant(world.now - again)):
        if moves.is_read(db, move.successors):
            with world.store.write() as writing:
                moves.settle(world.page(writing), move)


def report(db: sqlite3.Connection, move: Move, *, counts: bool = True) -> dict[str, Any]:
    """A move as JSON: what has not turned up (null before everything was read there), the entries, and with `counts`, which takes
    its time, what was stored and set aside."""
    return {
        "old": move.old, "new": list(move.successors), "since": move.began_at, "last_read": moves.last_read(db, move.old),
        **({"stored": moves.stored(db, move.old), **moves.set_aside(db, move.old)} if counts else {}),
        "read_there": move.settled_at, "missing": move.missing if move.settled_at else None,
        "entries": {"moved": move.entries_at, "cleared": move.cleared_at, "left_there": move.left_there, "why": move.why},
    }  # fmt: skip
