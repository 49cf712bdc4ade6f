"""When we replied to what customers wrote, kept beside the mails: to look for the reply in each conversation takes 0.1 s for three months of mail.

A row is a person's mail that began to wait: the first of several in a row in a conversation. Triggers note the conversations that
changed; `settle`, the last act of a transaction, writes those anew, so the order in which mails come does not matter.
How long that was in working hours is counted when it is asked: hours and holidays may change.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

_GONE: Final = "DELETE FROM reply WHERE at = old.at AND interaction_id = old.id;"
# Asked for, as an upsert of the caller's would make OR IGNORE fail.
_NOTED: Final = "INSERT INTO conversation_changed SELECT {0}.thread WHERE {0}.thread IS NOT NULL AND NOT EXISTS (SELECT 1 FROM conversation_changed WHERE thread = {0}.thread);"
# Statements of the first migration.
DERIVED: Final[tuple[str, ...]] = (
    # to whom it was written (the first of ours), and the instant of the first mail of ours in the conversation after it
    """CREATE TABLE reply (
        at TEXT NOT NULL, interaction_id INTEGER NOT NULL, replied_at TEXT, staff_id INTEGER, PRIMARY KEY (at, interaction_id)) STRICT, WITHOUT ROWID""",
    "CREATE TABLE conversation_changed (thread TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    f"CREATE TRIGGER reply_come AFTER INSERT ON interaction WHEN new.kind = 'message' BEGIN {_NOTED.format('new')} END",
    f"CREATE TRIGGER reply_gone AFTER DELETE ON interaction WHEN old.kind = 'message' BEGIN {_GONE} {_NOTED.format('old')} END",
    # `derived_by`: a better copy of the mail took its place, perhaps with others to whom it was written
    "CREATE TRIGGER reply_changed AFTER UPDATE OF at, direction, class, thread, derived_by ON interaction WHEN old.kind = 'message' "
    f"BEGIN {_GONE} {_NOTED.format('old')} {_NOTED.format('new')} END",
)
_MAILS: Final = "i.kind = 'message' AND i.direction = 'in' AND i.class = 'personal'"
_FOLLOWS_ANOTHER: Final = (
    "(SELECT b.direction FROM interaction b WHERE b.thread = i.thread AND b.at < i.at AND b.kind = 'message' AND b.direction <> 'internal' "
    "ORDER BY b.at DESC, b.direction DESC LIMIT 1) IS 'in'"
)
_TOLD: Final = f"""
    SELECT i.at, i.id AS interaction_id,
           (SELECT o.at FROM interaction o WHERE o.thread = i.thread AND o.at > i.at AND o.kind = 'message' AND o.direction = 'out' ORDER BY o.at LIMIT 1) AS replied_at,
           (SELECT p.staff_id FROM party p WHERE p.interaction_id = i.id AND p.role IN ('to', 'cc') AND p.staff_id IS NOT NULL ORDER BY p.ordinal LIMIT 1) AS staff_id
    FROM {{mails}} WHERE {_MAILS} AND NOT {_FOLLOWS_ANOTHER}"""
TOLD: Final = _TOLD.format(mails="interaction i") + " AND i.thread IS NOT NULL"
_OF_CHANGED: Final = "conversation_changed h CROSS JOIN interaction i ON i.thread = h.thread"


def settle(db: sqlite3.Connection) -> None:
    """Write the replies anew of all conversations that changed in this transaction."""
    if db.execute("SELECT 1 FROM conversation_changed LIMIT 1").fetchone() is None:
        return
    db.execute(f"DELETE FROM reply WHERE (at, interaction_id) IN (SELECT i.at, i.id FROM {_OF_CHANGED} WHERE {_MAILS} AND {_FOLLOWS_ANOTHER})")
    db.execute(
        f"INSERT INTO reply {_TOLD.format(mails=_OF_CHANGED)} ON CONFLICT (at, interaction_id) DO UPDATE SET replied_at = excluded.replied_at, staff_id = excluded.staff_id "
        "WHERE (replied_at, staff_id) IS NOT (excluded.replied_at, excluded.staff_id)"
    )
    db.execute("DELETE FROM conversation_changed")


def wrong(db: sqlite3.Connection) -> Iterator[int]:
    """The mails (row ids) of which what is kept is not what their conversation says."""
    kept = "SELECT at, interaction_id, replied_at, staff_id FROM reply"
    differ = f"SELECT * FROM (SELECT * FROM told EXCEPT {kept}) UNION ALL SELECT * FROM ({kept} EXCEPT SELECT * FROM told)"
    for (id_,) in db.execute(f"WITH told AS MATERIALIZED ({TOLD}) SELECT DISTINCT interaction_id FROM ({differ}) ORDER BY 1"):
        yield id_
