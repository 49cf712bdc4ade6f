"""Sources that moved to another provider: what took their place, how far the move has come, and what has not turned up there.

    move           one row a source that was moved; such a source is read no more, and its history stays
    left_entry     our entries as they lay in the old calendar when it was last looked at, until they are taken out there
    sighting       of the old source: gone since the same item was seen at a successor; what is not gone has not turned up

Kinds of what is stored: "message", "meeting", "contact" and "other" (calls, and rows of tables).
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from connectors.base import Seen
from syncd.core.derived import CALENDARS, CARDS, JOURNAL
from syncd.store.ids import marks

if TYPE_CHECKING:
    from syncd.store.interactions import Page

_KINDS = {"message/rfc822": "message", JOURNAL: "message"} | dict.fromkeys(CALENDARS, "meeting") | dict.fromkeys(CARDS, "contact")
_COLUMNS = "old, successors, began_at, leaves_old, entries_at, cleared_at, left_there, why, next_try, settled_at, missing"


@dataclass(frozen=True, slots=True)
class Move:
    """A source that moved. Times are instants, None for what is still to be done.

    `entries_at`: since when all entries are known to the new calendar; `cleared_at`: since when the old one needs no more
    work, with `left_there` entries of ours left in it for the reason `why`; `settled_at`: when everything was read there first;
    `missing`: how many things had not turned up when they were looked for last.
    """

    old: str
    successors: tuple[str, ...]
    began_at: str
    leaves_old: bool
    entries_at: str | None
    cleared_at: str | None
    left_there: int
    why: str | None
    next_try: str | None
    settled_at: str | None
    missing: int


def _moves(db: sqlite3.Connection, where: str = "1", *values: object) -> list[Move]:
    found = db.execute(f"SELECT {_COLUMNS} FROM move WHERE {where} ORDER BY old", values)
    return [Move(old, tuple(json.loads(successors)), at, bool(leaves), *rest) for old, successors, at, leaves, *rest in found]


def all_moves(db: sqlite3.Connection) -> list[Move]:
    """Every move there was, by the name of the source that moved."""
    return _moves(db)


def move_of(db: sqlite3.Connection, old: str) -> Move | None:
    """The move of a source, or None where it did not move."""
    return next(iter(_moves(db, "old = ?", old)), None)


def moved(db: sqlite3.Connection) -> frozenset[str]:
    """The names of the sources that moved."""
    return frozenset(old for (old,) in db.execute("SELECT old FROM move"))


def moved_in(path: Path) -> dict[str, tuple[str, ...]]:
    """The sources that moved, and where to, in a store that is not open; empty where there is none yet. Nothing is written."""
    if not path.exists():
        return {}
    db = sqlite3.connect(path.absolute().as_uri() + "?mode=ro", uri=True)
    try:
        return {move.old: move.successors for move in _moves(db)} if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'move'").fetchone() else {}
    except sqlite3.DatabaseError:  # damaged, or locked by who makes it: whoever opens it to work in it says so
        return {}
    finally:
        db.close()


def begin(db: sqlite3.Connection, old: str, successors: Sequence[str], now: str, *, leaves_old: bool) -> None:
    """From now on the source is read no more. Where the move had begun before it goes on; `leaves_old` may still be said then.

    A source that had moved here is a source again: what it holds is listed anew.
    """
    for name in successors:
        if db.execute("DELETE FROM move WHERE old = ?", (name,)).rowcount:
            db.execute("UPDATE collection SET cursor = NULL, caught_up_at = NULL WHERE source_id = (SELECT id FROM source WHERE name = ?)", (name,))
            db.execute("UPDATE source SET removed_at = NULL, next_due = NULL WHERE name = ?", (name,))
            db.execute("DELETE FROM left_entry WHERE source = ?", (name,))
    db.execute(
        "INSERT INTO move (old, successors, began_at, leaves_old) VALUES (?, ?, ?, ?) ON CONFLICT (old) DO UPDATE SET "
        "leaves_old = max(leaves_old, excluded.leaves_old), next_try = NULL",
        (old, json.dumps(list(successors)), now, int(leaves_old)),
    )
    db.execute("UPDATE source SET removed_at = coalesce(removed_at, ?), next_due = NULL, state = 'ok', error = NULL WHERE name = ?", (now, old))
    db.execute("INSERT INTO event (at, kind, source, detail) VALUES (?, 'moved', ?, ?)", (now, old, json.dumps({"to": list(successors)})))


# ── entries ──────────────────────────────────────────────────────────────────────────────────────────────────────


def carrying(db: sqlite3.Connection) -> list[Move]:
    """The moves whose entries are not all carried over yet, or lie in the old calendar still."""
    return _moves(db, "cleared_at IS NULL")


def all_carried(db: sqlite3.Connection, old: str, now: str) -> None:
    """Every entry is known to the new calendar, or needs none there."""
    db.execute("UPDATE move SET entries_at = ?, next_try = NULL WHERE old = ?", (now, old))


def cleared(db: sqlite3.Connection, old: str, now: str, left_there: int, why: str | None) -> None:
    """The old calendar needs no more work."""
    db.execute("DELETE FROM left_entry WHERE source = ?", (old,))
    db.execute("UPDATE move SET cleared_at = ?, left_there = ?, why = ?, next_try = NULL WHERE old = ?", (now, left_there, why, old))


def put_off(db: sqlite3.Connection, old: str, why: str, next_try: str) -> None:
    """A calendar does not answer: the move goes on later."""
    db.execute("UPDATE move SET why = ?, next_try = ? WHERE old = ?", (why[:300], next_try, old))


@dataclass(frozen=True, slots=True)
class Left:
    """An entry in the old calendar: as it was known `before` the move began, and as it was `seen` there last."""

    before: Seen
    seen: Seen


def left_entries(db: sqlite3.Connection, old: str) -> dict[str, Left]:
    """The entries of a calendar that is being left, by uid."""
    return {uid: Left(_seen(uid, before), _seen(uid, seen)) for uid, before, seen in db.execute("SELECT uid, before, seen FROM left_entry WHERE source = ?", (old,))}


def leave(db: sqlite3.Connection, old: str, before: Seen, seen: Seen) -> None:
    """Keep how an entry lies in the calendar that is being left; how it was before the first time stays."""
    db.execute(
        "INSERT INTO left_entry (source, uid, before, seen) VALUES (?, ?, ?, ?) ON CONFLICT (source, uid) DO UPDATE SET seen = excluded.seen",
        (old, seen.uid, _text(before), _text(seen)),
    )


def _text(seen: Seen) -> str:
    start = seen.start.isoformat() if seen.start else None
    return json.dumps([seen.handle, seen.etag, seen.key, start, seen.title, seen.note, seen.done, seen.content_hash])


def _seen(uid: str, text: str) -> Seen:
    handle, etag, key, start, title, note, done, hash_ = json.loads(text)
    at = dt.datetime.fromisoformat(start) if start else None
    return Seen(uid=uid, handle=handle, etag=etag, key=key, start=at, title=title, note=note, done=done, content_hash=hash_)


def rehome(db: sqlite3.Connection, uid: str, calendar: str) -> None:
    """The entry belongs into this calendar from now on."""
    db.execute("UPDATE reminder SET calendar = ?, tries = 0, next_try = NULL, error = NULL WHERE uid = ?", (calendar, uid))


# ── history ──────────────────────────────────────────────────────────────────────────────────────────────────────


def unsettled(db: sqlite3.Connection, since: str, looked: str) -> list[Move]:
    """The moves whose successors were not read whole before `since`, an instant: what turns up late is looked for again, but not
    where that was done since `looked`."""
    return _moves(db, "settled_at IS NULL OR (settled_at > ? AND looked_at < ?)", since, looked)


def is_read(db: sqlite3.Connection, names: Iterable[str]) -> bool:
    """Whether each of these sources has been read whole, every collection of it to its end."""
    wanted = list(names)
    (read,) = db.execute(
        f"SELECT count(*) FROM source s WHERE s.name IN ({marks(len(wanted))}) AND s.last_success IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM collection c WHERE c.source_id = s.id AND c.removed_at IS NULL AND c.caught_up_at IS NULL)",
        wanted,
    ).fetchone()
    return bool(read == len(wanted))


def settle(page: Page, move: Move) -> None:
    """Mark what was seen at a successor as gone from the old source, inside the caller's transaction."""
    from syncd.store import calls, organisations, persons, returning, rhythm
    from syncd.store.cards import drop_gone

    db, names = page.db, marks(len(move.successors))
    there = f"SELECT c.id FROM collection c JOIN source s ON s.id = c.source_id WHERE s.name IN ({names})"
    db.execute(
        "UPDATE sighting SET gone_since = ? WHERE gone_since IS NULL AND collection_id IN (SELECT c.id FROM collection c JOIN source s ON s.id = c.source_id "
        f"WHERE s.name = ?) AND EXISTS (SELECT 1 FROM sighting n WHERE n.key = sighting.key AND n.collection_id IN ({there}))",
        (page.now, move.old, *move.successors),
    )
    if _cards_turned_up(page, move):
        for id_, remote in db.execute("SELECT c.id, c.remote_id FROM collection c JOIN source s ON s.id = c.source_id WHERE s.name = ?", (move.old,)).fetchall():
            drop_gone(page, id_, f"{move.old}/{remote}")
        persons.settle(page)
        organisations.settle(page)
        calls.settle(page)
        rhythm.settle(page)
        returning.settle(page.db)
    db.execute(
        "UPDATE move SET settled_at = coalesce(settled_at, ?), looked_at = ?, missing = ? WHERE old = ?",
        (page.now, page.now, len(missing(db, move, page.now)), move.old),
    )


def _cards_turned_up(page: Page, move: Move) -> int:
    """Mark the cards whose people are on a card of a successor, by an address, a number or else the name; how many."""
    return page.db.execute(
        "WITH there AS (SELECT d.* FROM card d JOIN json_each(?) s ON substr(d.origin, 1, length(s.value) + 1) = s.value || '/'), "
        "turned_up AS (SELECT d.origin FROM card d WHERE d.origin > ? AND d.origin < ? AND (EXISTS (SELECT 1 FROM card_identifier i "
        "JOIN card_identifier n ON n.value = i.value JOIN there t ON t.origin = n.origin AND t.ordinal = n.ordinal WHERE i.origin = d.origin AND i.ordinal = d.ordinal) "
        "OR EXISTS (SELECT 1 FROM there t WHERE t.name = d.name AND d.name <> ''))) "
        "UPDATE sighting SET gone_since = ? WHERE gone_since IS NULL AND EXISTS (SELECT 1 FROM collection c JOIN source s ON s.id = c.source_id "
        "WHERE c.id = sighting.collection_id AND s.name = ? AND s.name || '/' || c.remote_id || '/' || sighting.remote_id IN turned_up)",
        (json.dumps(move.successors), f"{move.old}/", f"{move.old}0", page.now, move.old),
    ).rowcount


@dataclass(frozen=True, slots=True)
class Missing:
    """Something of the old source that no successor has shown."""

    kind: str
    at: str
    what: str  # the subject, title or name
    message_id: str | None


def stored(db: sqlite3.Connection, old: str) -> dict[str, int]:
    """What was stored from a source, by kind: each message, meeting or contact once."""
    return _counted(db, "SELECT g.media_type, count(DISTINCT g.key) FROM sighting g JOIN collection c ON c.id = g.collection_id "
                        "JOIN source s ON s.id = c.source_id WHERE s.name = ? GROUP BY 1", old)  # fmt: skip


def set_aside(db: sqlite3.Connection, old: str) -> dict[str, int]:
    """How many objects of a source were excluded, and how many wait to be read."""
    where = "JOIN collection c ON c.id = x.collection_id JOIN source s ON s.id = c.source_id WHERE s.name = ?"
    (excluded,) = db.execute(f"SELECT count(*) FROM excluded x {where}", (old,)).fetchone()
    (pending,) = db.execute(f"SELECT count(*) FROM pending x {where} AND x.state <> 'gone'", (old,)).fetchone()
    return {"excluded": excluded, "pending": pending}


def _counted(db: sqlite3.Connection, query: str, *values: object) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for media_type, count in db.execute(query, values):
        counts[_KINDS.get(media_type, "other")] += count
    return dict(sorted(counts.items()))


def missing(db: sqlite3.Connection, move: Move, now: str) -> list[Missing]:
    """What was stored from the old source and has not turned up: messages, contacts, and meetings that are still to come.

    A calendar shows a window of time, so that what is past may well be outside it; calls are kept by no successor.
    """
    found = db.execute(
        "SELECT g.media_type, i.at, coalesce(i.subject, (SELECT min(d.name) FROM card d WHERE d.origin = s.name || '/' || c.remote_id || '/' || g.remote_id)), "
        "m.message_id, max((SELECT max(o.end_at) FROM occurrence o WHERE o.interaction_id = i.id)) "
        "FROM sighting g JOIN collection c ON c.id = g.collection_id JOIN source s ON s.id = c.source_id LEFT JOIN interaction i ON i.key = g.key "
        "LEFT JOIN message m ON m.interaction_id = i.id WHERE s.name = ? AND g.gone_since IS NULL GROUP BY g.key ORDER BY i.at, g.key",
        (move.old,),
    )
    result = []
    for media_type, at, what, message_id, ends in found:
        kind = _KINDS.get(media_type, "other")
        if kind in ("message", "contact") or (kind == "meeting" and (ends or "") > now):
            result.append(Missing(kind, at or "", what or "", message_id))
    return result


def owners_of(db: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """Every source that was ever read: name → its connector and owner."""
    return {name: (connector, owner) for name, connector, owner in db.execute("SELECT name, connector, owner FROM source ORDER BY name")}


def last_read(db: sqlite3.Connection, old: str) -> str | None:
    """When a source was last read to its end, an instant."""
    row = db.execute("SELECT last_success FROM source WHERE name = ?", (old,)).fetchone()
    return row[0] if row else None
