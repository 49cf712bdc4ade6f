"""What in the store a rule of exclusion may concern that is new: to be looked at again, so that it leaves what it should have left.

By who took part, by the folder, by labels; or all that a narrower scope may shut out. Whether it does, the rules say.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from syncd.core.derived import CALENDARS, CALLS, CARDS, JOURNAL, MAIL, TABLE_ROW
from syncd.core.exclude import Item, Names, in_domains
from syncd.store.ids import marks, rows_in
from syncd.store.raw import RawFolder

_BY_OBJECT = (*CALENDARS, *CARDS, TABLE_ROW)  # their originals go by where they lie, all others by their key
_LABELS = re.compile(rb"(?im)^(?:x-)?keywords:|^x-gmail-labels:|^x-label:")

Place = tuple[int, str]  # collection, remote id


@dataclass(frozen=True, slots=True)
class Suspect:
    """A sighting with its original: where it lies, and what is kept of it."""

    place: Place
    key: str
    sighted_hash: bytes
    sighted_type: str
    gone_since: str | None
    raw: bytes
    media_type: str  # of what is kept
    is_part: bool
    folder: str
    role: str
    origin: str  # of its collection: source/collection
    owner: str
    marks: Mapping[str, object]


def of_names(db: sqlite3.Connection, raw: RawFolder, names: Names) -> set[Place]:
    """Where these people, domains, folders and labels may be met."""
    found: set[Place] = set()
    if names.people or names.domains:
        addresses = sorted(a for (a,) in db.execute("SELECT DISTINCT address FROM party") if a in names.people or in_domains(a, names.domains))
        found |= _of_interactions(db, {i for (i,) in rows_in(db, "SELECT interaction_id FROM party WHERE address IN (?*)", addresses)})
        found |= _of_types(db, (*CARDS, TABLE_ROW))
    if any("@" not in p for p in names.people):
        found |= _of_types(db, CALLS)
    if names.folders:
        for collection, name in db.execute("SELECT id, name FROM collection").fetchall():
            if names.meets(_in_folder(name)):
                found |= {(collection, r) for (r,) in db.execute("SELECT remote_id FROM sighting WHERE collection_id = ?", (collection,))}
    if names.labels:
        found |= set(db.execute("SELECT collection_id, remote_id FROM sighting WHERE marks LIKE '%\"labels\":%'"))
        found |= _of_interactions(db, {i for (i,) in db.execute("SELECT interaction_id FROM meeting_copy WHERE body LIKE '%\"categories\":[\"%'")})
        found |= _of_keys(db, _labelled(db, raw)) | _of_types(db, CARDS)
    return found


def of_scope(db: sqlite3.Connection) -> set[Place]:
    """What is not certain to be stored in a scope narrower than all: what colleagues have among themselves, what comes in, bulk mail, cards."""
    asked = "SELECT id FROM interaction WHERE direction <> 'out' OR class IN ('bulk', 'list') OR kind = 'meeting'"
    return _of_interactions(db, {i for (i,) in db.execute(asked)}) | _of_types(db, CARDS)


def at(db: sqlite3.Connection, raw: RawFolder, places: Iterable[Place]) -> Iterator[Suspect]:
    """The sightings at these places that have an original."""
    asked = (
        "SELECT g.key, g.hash, g.media_type, g.gone_since, g.marks, c.name, c.role, s.name || '/' || c.remote_id, s.owner FROM sighting g "
        "JOIN collection c ON c.id = g.collection_id JOIN source s ON s.id = c.source_id WHERE g.collection_id = ? AND g.remote_id = ?"
    )
    for place in places:
        row = db.execute(asked, place).fetchone()
        if row is None:
            continue
        key, hash_, type_, gone, said, folder, role, origin, owner = row
        original = db.execute(
            "SELECT month, hash, media_type, metadata_only FROM original WHERE origin = ?", (f"{origin}/{place[1]}" if type_ in _BY_OBJECT else key,)
        ).fetchone()
        kept = raw.load(original[0], original[1]) if original else None
        if kept is not None:
            yield Suspect(place, key, hash_, type_, gone, kept, original[2], bool(original[3]), folder, role, origin, owner, json.loads(said))


def who_mentions(db: sqlite3.Connection, roots: Iterable[int]) -> dict[int, set[str]]:
    """The keys of the messages that mention these ids (link numbers)."""
    found: dict[int, set[str]] = {}
    asked = "SELECT l.ref, i.key FROM link l JOIN interaction i ON i.id = l.interaction_id WHERE l.ref IN (?*)"
    for ref, key in rows_in(db, asked, sorted(set(roots))):
        found.setdefault(ref, set()).add(key)
    return found


def kept_in_part(db: sqlite3.Connection) -> list[Place]:
    """Where that lies of which only a part is kept, and is still there to be asked for whole."""
    return db.execute(
        "SELECT g.collection_id, g.remote_id FROM original o JOIN sighting g ON g.key = o.key WHERE o.metadata_only AND g.gone_since IS NULL"
    ).fetchall()


def _in_folder(name: str) -> Item:
    return Item(parties=(), folder=name, folder_role="", labels=(), sensitivity="")


def _of_interactions(db: sqlite3.Connection, ids: set[int]) -> set[Place]:
    wanted = sorted(ids)
    keys = {k for (k,) in rows_in(db, "SELECT key FROM interaction WHERE id IN (?*)", wanted)}
    origins = {o for (o,) in rows_in(db, "SELECT origin FROM meeting_copy WHERE interaction_id IN (?*)", wanted)}
    return _of_keys(db, keys | origins) | _of_origins(db, origins)  # of a meeting that mails told of the origin is their key


def _of_keys(db: sqlite3.Connection, keys: Iterable[str]) -> set[Place]:
    return set(rows_in(db, "SELECT collection_id, remote_id FROM sighting WHERE key IN (?*)", sorted(keys)))


def _of_origins(db: sqlite3.Connection, origins: Iterable[str]) -> set[Place]:
    """Calendar objects by where they lie, one that speaks of several meetings too."""
    collections = db.execute("SELECT s.name || '/' || c.remote_id || '/', c.id FROM collection c JOIN source s ON s.id = c.source_id").fetchall()
    named = [(id_, origin[len(prefix) :]) for origin in origins for prefix, id_ in collections if origin.startswith(prefix)]
    return {p for p in named if db.execute("SELECT 1 FROM sighting WHERE collection_id = ? AND remote_id = ?", p).fetchone()}


def _of_types(db: sqlite3.Connection, types: Sequence[str]) -> set[Place]:
    return set(db.execute(f"SELECT collection_id, remote_id FROM sighting WHERE media_type IN ({marks(len(types))})", tuple(types)))


def _labelled(db: sqlite3.Connection, raw: RawFolder) -> set[str]:
    """The keys of the mails that carry labels in their header: it stands nowhere but in their originals."""
    asked = "SELECT key, month, hash FROM original WHERE media_type IN (?, ?) ORDER BY month"
    return {key for key, month, hash_ in db.execute(asked, (MAIL, JOURNAL)) if _LABELS.search((raw.load(month, hash_) or b"")[:64_000])}
