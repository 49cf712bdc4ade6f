"""Mail kept in mbox files: one file a folder, as Thunderbird, mutt, Google Takeout and many archives have it.

A file is read from front to back and never whole. The cursor is a place in it; a file that was written anew instead of
grown is listed again, and its messages keep their ids: a hash of the message without what mail programs note in it, and
a number among equals. A message that is still being written is left for the next pass.
"""

from __future__ import annotations

import base64
import binascii
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, Literal

import msgspec

from connectors.base import MAX_MESSAGE, Broken, Change, Collection, CollectionRole, Cursor, Fetched, Gone, Marks, Page
from connectors.files.listing import Size, is_fresh
from connectors.files.marks import mbox_marks
from connectors.files.mbox_lines import Stretch, messages, time_of
from connectors.files.reading import MOST_BYTES, id_of, path_of, source_error
from connectors.files.tree import folders
from connectors.roles import role_of_name, role_of_path
from syncd.errors import CursorExpired, SourceError

_KEY = 8
_PROBE = 4096  # bytes at the head and before the place that must be as they were


class MboxOptions(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Keys of an `mbox` source."""

    path: str
    """An mbox file, or a folder of them."""
    role: CollectionRole | Literal[""] = ""
    """What the mail in it is (inbox, sent, …); by default the files' names tell."""


@dataclass(slots=True)
class _Place:
    """A cursor: `at` is the end of what was given, `size` and `mtime` the file's then, `seen` the messages given (for
    the numbers among equals), `whole` that a listing of everything is still going on."""

    at: int = 0
    size: int = -1
    mtime: int = 0
    head: str = ""
    tail: str = ""
    whole: bool = True
    seen: Counter[bytes] = field(default_factory=Counter)

    def cursor(self, file: BinaryIO) -> Cursor:
        """As JSON, with probes of the file so far."""
        packed = base64.b64encode(b"".join(sorted(self.seen.elements()))).decode()
        self.head, self.tail = _probe(file, self.at)
        return {
            "at": self.at, "size": self.size, "mtime": self.mtime, "head": self.head, "tail": self.tail,
            "whole": self.whole, "seen": packed,
        }  # fmt: skip

    def ids(self) -> frozenset[str]:
        """The ids of all messages given so far."""
        return frozenset(_id(key, n) for key, count in self.seen.items() for n in range(count))


class MboxHarvester:
    """One mbox file, or all in a folder and below it."""

    def __init__(self, root: Path, role: CollectionRole | None = None, size: Size | None = None) -> None:
        self._root = root
        self._role = role
        self._size = size or Size()

    def collections(self) -> Iterable[Collection]:
        """The files that begin as an mbox does."""
        default = self._role or role_of_name(self._root.name) or "other"
        if self._root.is_file():
            if not _is_mbox(self._root):
                raise SourceError(f'{self._root} does not begin with a line "From …" as an mbox does; correct `path`')
            return [Collection(id=".", name=id_of(self._root.name), role=default)]
        paths = [name if path == "." else f"{path}/{name}" for path, files in folders(self._root) for name in files]
        found = [path for path in paths if not (self._root / path).is_symlink() and _is_mbox(self._root / path)]
        return [Collection(id=id_of(p), name=_display(p), role=role_of_path(_display(p), default)) for p in found]

    def pages(self, collection: Collection, cursor: Cursor | None) -> Iterator[Page]:
        """The messages after the cursor's place. Raises CursorExpired when the file was written anew."""
        place = _read_place(cursor)
        path = self._path(collection)
        with _open(path) as file:
            state = os.fstat(file.fileno())
            if cursor is not None:
                if (state.st_size, state.st_mtime_ns) == (place.size, place.mtime):
                    return
                _check(file, place, state)
            yield from self._new_pages(file, path, place, state)

    def _new_pages(self, file: BinaryIO, path: Path, place: _Place, state: os.stat_result) -> Iterator[Page]:
        size, mtime = place.size, place.mtime
        place.size, place.mtime = -1, 0  # until the end is reached
        batch: list[Change] = []
        room = self._size.nbytes
        begun = place.at
        rest = False
        for found in messages(file, place.at):
            if len(batch) >= self._size.items or room <= 0:
                yield Page(tuple(batch), place.cursor(file))
                batch, room = [], self._size.nbytes
            if found.open_end and not _rests(file, path, state):
                rest = True
                break
            place.at = found.end
            change = _change(found, place.seen)
            if change:
                batch.append(change)
                room -= len(found.raw)
        if not rest and not is_fresh(state.st_mtime, time.time()):
            place.size, place.mtime = state.st_size, state.st_mtime_ns
        whole, place.whole = place.whole, place.whole and rest
        if batch or whole != place.whole or place.at != begun or (size, mtime) != (place.size, place.mtime):
            yield Page(tuple(batch), place.cursor(file), complete=place.ids() if whole and not place.whole else None)

    def fetch(self, collection: Collection, remote_ids: Iterable[str]) -> Iterator[Change]:
        """Single messages by id: one reading of the file for all of them."""
        asked = dict.fromkeys(remote_ids)
        found: dict[str, Change] = {}
        seen: Counter[bytes] = Counter()
        with _open(self._path(collection)) as file:
            for stretch in messages(file, 0):
                change = _change(stretch, seen)
                if change and change.remote_id in asked:
                    found[change.remote_id] = change
        for remote_id in asked:
            yield found.get(remote_id) or Gone(remote_id)

    def _path(self, collection: Collection) -> Path:
        return self._root if collection.id == "." else path_of(self._root, collection.id)


def _change(found: Stretch, seen: Counter[bytes]) -> Change | None:
    """The message with its id and marks; none for a deleted one or a mail server's own notes."""
    marks = mbox_marks(found.raw)
    # UW-IMAP and Dovecot keep their own data in a first message
    if marks.expunged or (b"FOLDER INTERNAL DATA" in found.raw[:2000] and b"X-IMAP" in found.raw[:2000]):
        return None
    key = blake2b(marks.identity, digest_size=_KEY).digest()
    remote_id = _id(key, seen[key])
    seen[key] += 1
    if not found.raw.strip():
        return Broken(remote_id, "the message is empty")
    if found.cut or len(found.raw) > MOST_BYTES:
        return Broken(remote_id, f"the message is longer than {MOST_BYTES} bytes", found.raw[:_PROBE])
    told = Marks(flags=marks.flags, labels=marks.labels, received_at=time_of(found.from_line), size=len(found.raw))
    return Fetched(remote_id, found.raw, "message/rfc822", told)


def _id(key: bytes, number: int) -> str:
    return f"{key.hex()}.{number}" if number else key.hex()


def _read_place(cursor: Cursor | None) -> _Place:
    if cursor is None:
        return _Place()
    try:
        place = msgspec.convert({k: v for k, v in cursor.items() if k != "seen"}, _Place)
        packed = base64.b64decode(str(cursor["seen"]), validate=True)
    except (msgspec.ValidationError, KeyError, binascii.Error, ValueError) as error:
        raise CursorExpired("the place in this mbox cannot be read; list everything again") from error
    if len(packed) % _KEY or place.at < 0 or not place.head:
        raise CursorExpired("the place in this mbox cannot be read; list everything again")
    place.seen = Counter(packed[i : i + _KEY] for i in range(0, len(packed), _KEY))
    return place


def _check(file: BinaryIO, place: _Place, state: os.stat_result) -> None:
    """Whether the file has only grown since."""
    same_size = state.st_size == place.size
    if state.st_size < place.at or same_size or _probe(file, place.at) != (place.head, place.tail):
        raise CursorExpired("the mbox was written anew; list everything again")


def _probe(file: BinaryIO, at: int) -> tuple[str, str]:
    """Hashes of the first bytes and of the last before `at`."""
    handle = file.fileno()
    head = os.pread(handle, min(at, _PROBE), 0)
    tail = os.pread(handle, min(at, _PROBE), max(0, at - _PROBE))
    return blake2b(head, digest_size=12).hexdigest(), blake2b(tail, digest_size=12).hexdigest()


def _rests(file: BinaryIO, path: Path, state: os.stat_result) -> bool:
    """Whether nobody is writing: the file is as when we began, not of this moment, and there is no lock beside it."""
    now = os.fstat(file.fileno())
    same = (now.st_size, now.st_mtime_ns) == (state.st_size, state.st_mtime_ns)
    return same and not is_fresh(now.st_mtime, time.time()) and not path.with_name(path.name + ".lock").exists()


def _open(path: Path) -> BinaryIO:
    try:
        return open(path, "rb")  # the caller closes it
    except OSError as error:
        raise source_error(path, error) from error


def _is_mbox(path: Path) -> bool:
    """Whether a file begins as an mbox does; an empty one counts if its name could be a folder's."""
    if not path.is_file():
        return False
    with _open(path) as file:
        start = file.read(5)
    return start == b"From " or (not start and path.suffix in ("", ".mbox"))


def _display(path: str) -> str:
    """A folder's name for people: "Inbox.sbd/Klientai.mbox" is "Inbox/Klientai"."""
    return id_of("/".join(part.removesuffix(".mbox").removesuffix(".sbd") for part in path.split("/")))


def open_harvester(options: MboxOptions, base: Path, owner: str, max_message: int = MAX_MESSAGE) -> MboxHarvester:
    """The mbox files of one source. `base` is the folder of the config file."""
    return MboxHarvester(base / options.path, options.role or None)
