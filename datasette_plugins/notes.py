"""The note above a page after something was decided on it: what was done, and a way to take it back."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from dataclasses import dataclass
from typing import Final

from datasette_plugins.rights import Reader
from datasette_plugins.words import Words
from syncd.store.deciding import is_last

LASTS: Final = dt.timedelta(minutes=10)
LOCAL: Final = "local"  # who decides where nobody signs in
_ID = re.compile(r"[0-9a-f-]{36}")
DECISION = "SELECT kind, by, at FROM decision WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Note:
    """What was just decided, in words. `undo`: the id of the decision that can be taken back, '' where none can."""

    said: str
    undo: str


def who(reader: Reader) -> str:
    """Who decides, as the decisions name them."""
    return reader.address or LOCAL


def note(db: sqlite3.Connection, reader: Reader, words: Words, done: str) -> Note | None:
    """The note about a decision of the reader's own (its id, from the address), for as long as it is news."""
    found = db.execute(DECISION, (done,)).fetchone() if _ID.fullmatch(done) else None
    if found is None or found[1] != who(reader) or words.now - dt.datetime.fromisoformat(found[2]) > LASTS:
        return None
    return Note(words.known("acted", found[0]), done if is_last(db, done) else "")
