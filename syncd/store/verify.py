"""What must always hold, checked in a store (the numbers are those of docs/invariants.md). Reads only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from syncd.core.derived import CARDS, TABLE_ROW
from syncd.core.keys import reminder_uid
from syncd.store import audit, names, replies, tallies, workplaces
from syncd.store.db import DAMAGED, Store, shape_of
from syncd.store.decisions import broken_links
from syncd.store.raw import RawFolder


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold: the invariant's number, the row concerned, a sentence with the remedy."""

    invariant: int
    id: str
    text: str


_QUERIES: tuple[tuple[int, str, str], ...] = (
    (1, "a remote item is both stored and set aside; `syncd rebuild` and the next pass settle it",
     "SELECT g.collection_id || '/' || g.remote_id FROM sighting g JOIN pending p USING (collection_id, remote_id) WHERE p.state <> 'gone' "
     "AND g.gone_since IS NULL"),
    (1, "a remote item is both stored and excluded; `syncd rebuild` settles it",
     "SELECT g.collection_id || '/' || g.remote_id FROM sighting g JOIN excluded x USING (collection_id, remote_id)"),
    (2, "a sighting has no interaction; `syncd rebuild` makes it anew",
     f"SELECT g.key FROM sighting g LEFT JOIN interaction i ON i.key = g.key WHERE i.id IS NULL AND g.media_type NOT IN {(*CARDS, TABLE_ROW)} GROUP BY g.key"),
    (2, "a card of an address book has no original; it cannot be rebuilt (was the file in raw/ removed?)",
     "SELECT c.origin FROM card c LEFT JOIN original o ON o.origin = c.origin WHERE o.origin IS NULL GROUP BY c.origin"),
    (2, "an address on a card is nobody's; `syncd rebuild` settles it",
     "SELECT c.value FROM card_identifier c LEFT JOIN identifier d ON d.kind = 'address' AND d.value = c.value WHERE c.value LIKE '%@%' "
     "AND d.value IS NULL GROUP BY c.value"),
    (2, "somebody is known by an address book, and no card of one names them; `syncd rebuild` settles it",
     "SELECT d.value FROM identifier d LEFT JOIN card_identifier c ON c.value = d.value WHERE d.reason LIKE 'address book%' AND c.value IS NULL"),
    (2, "somebody who took part is a person the store does not have, or has under another address; `syncd rebuild` settles it",
     "SELECT p.address FROM party p LEFT JOIN identifier d ON d.kind = 'address' AND d.value = p.address WHERE p.person_id IS NOT NULL "
     "AND p.address <> '' AND d.person_id IS NOT p.person_id GROUP BY p.address"),
    (2, "an interaction has no original; it cannot be rebuilt (was the file in raw/ removed?)",
     "SELECT i.key FROM interaction i LEFT JOIN original o ON o.key = i.key WHERE o.key IS NULL AND NOT EXISTS "
     "(SELECT 1 FROM meeting_copy c WHERE c.interaction_id = i.id)"),
    (2, "two interactions have one Message-ID, sender and date, and neither is flagged; `syncd rebuild` tells them apart",
     "SELECT min(i.key) FROM message m JOIN interaction i ON i.id = m.interaction_id JOIN party p ON p.interaction_id = i.id AND p.role = 'from' "
     "AND p.ordinal = (SELECT min(f.ordinal) FROM party f WHERE f.interaction_id = i.id AND f.role = 'from') "
     "WHERE m.message_id IS NOT NULL AND p.address <> '' AND coalesce(i.problems, '') NOT LIKE '%date_unbelievable%' AND coalesce(i.problems, '') NOT LIKE '%date_missing%' GROUP BY m.message_id, p.address, i.at HAVING count(DISTINCT i.id) > 1 AND sum(i.problems LIKE '%same-id%') IS NOT 1 "
     "AND sum(coalesce(i.problems LIKE '%same-id%', 0)) = 0"),
    (3, "a calendar entry stands for a promise the store does not have; the next `syncd once` settles it",
     "SELECT r.uid FROM reminder r LEFT JOIN promise p ON p.key = r.promise_key WHERE r.promise_key IS NOT NULL AND p.id IS NULL "
     "AND r.state IN ('sending', 'there', 'moved')"),
    (4, "a dismissed promise is open again; `syncd rebuild` lays the decisions over it",
     "SELECT p.key FROM promise p WHERE p.state = 'open' AND (SELECT d.kind FROM decision d WHERE d.subject = p.key AND d.kind IN "
     "('dismiss', 'done', 'cancel', 'break', 'reopen', 'confirm', 'undo') ORDER BY d.seq DESC LIMIT 1) NOT IN ('reopen', 'confirm', 'undo')"),
    (4, "an entry a person deleted is wanted again; `syncd once` leaves it out",
     "SELECT r.uid FROM reminder r WHERE r.state IN ('wanted', 'sending') AND (SELECT d.kind FROM decision d WHERE d.subject IN (r.promise_key, r.uid) "
     "AND d.kind IN ('delete', 'decline', 'hand_over', 'undo') ORDER BY d.seq DESC LIMIT 1) IN ('delete', 'decline') "
     "AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.subject = r.promise_key AND d.kind = 'hand_over')"),
    (11, "a promise is closed, and nothing in the store says by what; `syncd rebuild` weighs it anew",
     "SELECT p.key FROM promise p WHERE p.state IN ('kept', 'probably_kept', 'replaced', 'cancelled', 'broken') AND p.noted <> 'done' AND NOT EXISTS "
     "(SELECT 1 FROM evidence e WHERE e.promise_id = p.id AND e.closes = p.state) AND NOT EXISTS "
     "(SELECT 1 FROM decision d WHERE d.subject = p.key AND d.kind IN ('done', 'cancel', 'break'))"),
    (11, "a promise is replaced by one the store does not have; `syncd rebuild` weighs it anew",
     "SELECT p.key FROM promise p LEFT JOIN promise n ON n.key = p.replaced_by WHERE (p.state = 'replaced') <> (n.id IS NOT NULL)"),
    (5, "an entry of ours was harvested as a meeting; `syncd rebuild` takes it out",
     "SELECT i.key FROM meeting m JOIN interaction i ON i.id = m.interaction_id WHERE m.uid LIKE 'syncd-%'"),
)  # fmt: skip


def verify(store: Store, raw: RawFolder) -> Iterator[Finding]:
    """Everything that does not hold, the file's own soundness first."""
    try:
        yield from _findings(store, raw)
    except DAMAGED as problem:  # so damaged that even the check of it fails
        yield Finding(0, store.path.name, f"SQLite: {problem}; put back a backup of history.db and raw/")


def _findings(store: Store, raw: RawFolder) -> Iterator[Finding]:
    db = store.db
    for (text,) in db.execute("PRAGMA integrity_check(20)"):
        if text != "ok":
            yield Finding(0, store.path.name, f"SQLite: {text}; put back a backup of history.db and raw/")
    if store.meta("shape") not in (None, shape_of(db)):
        yield Finding(0, store.path.name, "a table, an index or a trigger was changed by hand; put back a backup of history.db and raw/")
    for table, rowid, parent, _ in db.execute("PRAGMA foreign_key_check"):
        yield Finding(0, f"{table}/{rowid}", f"refers to a row of {parent} that is not there; `syncd rebuild`")
    for number, text, query in _QUERIES:
        for (id_,) in db.execute(query):
            yield Finding(number, str(id_), text)
    yield from _keys(db)
    yield from _names(db)
    for id_ in tallies.wrong(db):
        yield Finding(1, f"collection/{id_}", "what is kept of how many items the folder has is not what it has; `syncd rebuild` counts them anew")
    for id_ in workplaces.wrong(db):
        yield Finding(2, f"person/{id_}", "what is kept of the companies they were in touch from is not what their contacts say; `syncd rebuild` settles it")
    for id_ in replies.wrong(db):
        yield Finding(2, f"interaction/{id_}", "what is kept of when it was replied to is not what its conversation says; `syncd rebuild` settles it")
    for seq in broken_links(db):
        yield Finding(4, f"decision/{seq}", "the chain of decisions is broken here: a row was changed or taken out by hand")
    for seq in audit.broken_links(db):
        yield Finding(4, f"audit/{seq}", "the chain of who looked at whom is broken here: a row was changed or taken out by hand")
    yield from _originals(db, raw)


def _keys(db: sqlite3.Connection) -> Iterator[Finding]:
    """The uid of an entry follows from its promise; another one could not be found again."""
    for uid, key, purpose in db.execute("SELECT uid, promise_key, purpose FROM reminder WHERE promise_key IS NOT NULL"):
        if uid != reminder_uid(key, purpose):
            yield Finding(3, uid, "the entry's uid does not follow from its promise; it was changed by hand; put back a backup of history.db and raw/")


def _names(db: sqlite3.Connection) -> Iterator[Finding]:
    """Names are sorted and looked for as they are written."""
    for kind, id_, name in names.wrong(db):
        yield Finding(2, f"{kind}/{id_}", f"{name} is sorted or looked for by another name; `syncd rebuild` settles it")


def _originals(db: sqlite3.Connection, raw: RawFolder) -> Iterator[Finding]:
    """Every original that is referred to lies in its month's file."""
    there: dict[str, set[bytes]] = {}
    for key, month, hash_ in db.execute("SELECT key, month, hash FROM original"):
        if hash_ not in there.setdefault(month, raw.hashes(month)):
            yield Finding(2, key, f"its original is missing from raw/{month}.db; put back a backup of history.db and raw/")
