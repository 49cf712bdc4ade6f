"""A pass over a folder of files by comparing two listings: the one in the cursor and the one of now.

The folder itself keeps no change log, so the cursor carries what was there: 12 bytes an item, a hash of its id and its
mark (flags, or time and size). Names stay out of it; what has vanished the store finds from `Page.complete`. A folder
whose stamp has not moved is not even listed. This module reads no file; a `Folder` does.
"""

from __future__ import annotations

import base64
import binascii
import struct
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Protocol

import msgspec

from connectors.base import Broken, Change, Cursor, Fetched, Page
from syncd.errors import CursorExpired

FRESH_SECONDS = 2.0  # FAT and some network shares tell times to two seconds only
DOUBT_SECONDS = 600.0  # how long a listing that lost more than half is repeated in full
_KEY, _MARK = 8, 4
_ROW = struct.Struct(f"{_KEY}s{_MARK}s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much goes into one page: `items`, and `nbytes` of raw content (one more item may go over it)."""

    items: int = 400
    nbytes: int = 12_000_000


class Folder(Protocol):
    """One folder as a pass needs it."""

    def stamp(self) -> str:
        """A word that changes whenever the listing may have changed; '' where that cannot be trusted now."""
        ...

    def listing(self) -> Mapping[str, bytes]:
        """The ids that are there, each with its mark of four bytes."""
        ...

    def newest_first(self, remote_ids: Sequence[str]) -> Sequence[str]:
        """The same ids, newest first."""
        ...

    def read(self, remote_id: str, known: bytes | None) -> tuple[Change | None, bytes]:
        """The change to tell of an item whose mark was `known` (None: it is new), and its mark to remember.

        No change: it is one of our own entries, or is as before after all, or (then the mark is empty) has vanished.
        """
        ...


class Known:
    """What was there: marks by key, and beside it the rows a cursor carries, which mostly only grow."""

    def __init__(self, rows: bytes = b"") -> None:
        self.marks: dict[bytes, bytes] = dict(_ROW.iter_unpack(rows))
        self._rows = bytearray(rows)
        self._stale = False

    def remember(self, key: bytes, mark: bytes) -> None:
        """One more, or a new mark."""
        if key in self.marks:
            self._stale = True
        else:
            self._rows += key + mark
        self.marks[key] = mark

    def forget(self, keys: Iterable[bytes]) -> None:
        """These are no longer there."""
        for key in keys:
            del self.marks[key]
            self._stale = True

    def packed(self) -> str:
        """All rows, as text."""
        if self._stale:
            self._rows = bytearray(b"".join([key + mark for key, mark in self.marks.items()]))
            self._stale = False
        return base64.b64encode(self._rows).decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A cursor, read. `whole`: a listing of everything is still going on. `doubt`: since when (seconds
    since 1970) a listing that lacks too much, `missing` items, is waiting for a second one that agrees; or 0."""

    known: Known = field(default_factory=Known)
    stamp: str = ""
    whole: bool = True
    doubt: float = 0.0
    missing: int = 0

    def cursor(self) -> Cursor:
        """As JSON."""
        return {"known": self.known.packed(), "stamp": self.stamp, "whole": self.whole, "doubt": self.doubt, "missing": self.missing}


class _Written(msgspec.Struct):
    """A cursor as the store gives it back."""

    known: str
    stamp: str
    whole: bool
    doubt: float
    missing: int


def read_place(cursor: Cursor | None) -> Place:
    """The place a cursor means. Raises CursorExpired for one that is not ours."""
    if cursor is None:
        return Place()
    try:
        row = msgspec.convert(dict(cursor), _Written)
        packed = base64.b64decode(row.known, validate=True)
    except (msgspec.ValidationError, binascii.Error, ValueError) as error:
        raise CursorExpired("the place in this folder cannot be read; list everything again") from error
    if len(packed) % _ROW.size:
        raise CursorExpired("the place in this folder is cut off; list everything again")
    return Place(known=Known(packed), stamp=row.stamp, whole=row.whole, doubt=row.doubt, missing=row.missing)


def key_of(remote_id: str) -> bytes:
    """The eight bytes an id is remembered by."""
    return blake2b(remote_id.encode(), digest_size=_KEY).digest()


def mark_of(content: bytes) -> bytes:
    """A mark of four bytes for whatever tells one state of an item from the next."""
    return blake2b(content, digest_size=_MARK).digest()


def is_fresh(mtime: float, now: float) -> bool:
    """Whether a change made now could leave this time of change as it is."""
    return mtime > now - FRESH_SECONDS


def folder_pages(folder: Folder, cursor: Cursor | None, size: Size) -> Iterator[Page]:
    """What changed in a folder since `cursor`, newest first."""
    stamp = folder.stamp()
    if stamp and cursor and cursor.get("stamp") == stamp:
        return  # before the cursor is even unpacked
    before = read_place(cursor)
    listing = folder.listing()
    keys = {remote_id: key_of(remote_id) for remote_id in listing}
    if before.known.marks.keys() - set(keys.values()):
        # readdir may pass over a file that is renamed meanwhile: what is missing has to be missing twice
        listing = {**listing, **folder.listing()}
        keys = {remote_id: key_of(remote_id) for remote_id in listing}
    place, lost = _settle(before, set(keys.values()))
    known = place.known.marks
    changed = [i for i, mark in listing.items() if known.get(keys[i]) != mark]
    vanished = set[str]()
    moved = bool(lost)
    batch: list[Change] = []
    room = size.nbytes
    for remote_id in folder.newest_first(changed):
        if len(batch) >= size.items or room <= 0:
            yield Page(tuple(batch), place.cursor(), total=len(changed))
            batch, room = [], size.nbytes
        change, mark = folder.read(remote_id, known.get(keys[remote_id]))
        moved = True
        if mark:
            place.known.remember(keys[remote_id], mark)
        else:
            vanished.add(remote_id)
        if change:
            batch.append(change)
            room -= len(change.raw or b"") if isinstance(change, Fetched | Broken) else 0
    last = replace(place, stamp="" if place.doubt else stamp, whole=False)
    whole = lost or before.whole or before.doubt > 0
    if whole or moved or last.stamp != before.stamp:
        there = frozenset(listing.keys() - vanished) if whole else None
        yield Page(tuple(batch), last.cursor(), total=len(changed), complete=there)


def _settle(before: Place, there: set[bytes]) -> tuple[Place, bool]:
    """The place without what is no longer there, and whether anything is missing.

    A listing that lacks more than half may be a share that is half mounted. The store believes such a one only when a
    second agrees some minutes later, so what it lacks is remembered, and the listing told in full, until then.
    """
    known = before.known.marks
    lost = known.keys() - there
    now = time.time()
    since = before.doubt if len(lost) == before.missing and before.doubt else now
    if len(lost) * 2 > len(known) and len(known) >= 20 and now - since < DOUBT_SECONDS:
        return replace(before, stamp="", doubt=since, missing=len(lost)), True
    before.known.forget(lost)
    return replace(before, stamp="", doubt=0.0, missing=0), bool(lost)
