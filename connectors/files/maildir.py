"""Mail kept as one file a message: a Maildir, its Maildir++ subfolders (".Sent"), and Maildirs in ordinary folders.

It only reads: mail in new/ stays new, flags stay as they are, tmp/ is nobody's business. A file that another program
renames while we read (a flag was set, mail moved from new/ to cur/) is looked for again under its new name.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from connectors.base import MAX_MESSAGE, Broken, Change, Collection, CollectionRole, Cursor, Fetched, Gone, Marked, Marks, Page
from connectors.files.listing import Size, folder_pages, is_fresh
from connectors.files.marks import decode_utf7, flag_bits, flag_words, keywords, split_name
from connectors.files.reading import id_of, path_of, read_content, source_error
from connectors.roles import role_of_name, role_of_path
from syncd.errors import ItemError, SourceError


class MaildirOptions(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Keys of a `maildir` source."""

    path: str
    """The folder that holds cur, new and tmp, or folders that do."""
    role: CollectionRole | Literal[""] = ""
    """What the mail in it is (inbox, sent, …); by default the folders' names tell."""


class Maildir:
    """One Maildir as a `Folder` of listing.py; ids are the unique parts of the file names."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._names: dict[str, str] = {}  # id → "cur/1700.M1.host:2,S"
        self._keywords = keywords(root)

    def stamp(self) -> str:
        """The times at which cur and new last changed."""
        now = time.time()
        try:
            states = [os.stat(self.root / part) for part in ("cur", "new") if (self.root / part).is_dir()]
            states += [os.stat(self.root / "dovecot-keywords")] if self._keywords else []
        except OSError as error:
            raise source_error(self.root, error) from error
        return "" if any(is_fresh(s.st_mtime, now) for s in states) else " ".join(str(s.st_mtime_ns) for s in states)

    def listing(self) -> Mapping[str, bytes]:
        """Every mail of new and cur with its flags."""
        self._names = {}
        marks: dict[str, bytes] = {}
        bits: dict[str, bytes] = {}
        # new first: a mail that moves to cur between the two listings is then seen twice rather than never
        for part in ("new", "cur"):
            for name in self._list(part):
                unique, colon, flags = name.partition(":2,")
                if not colon:
                    unique, flags = split_name(name)
                if name[0] == ".":
                    continue
                if flags not in bits:
                    bits[flags] = flag_bits(flags)
                remote_id = unique if unique.isascii() else id_of(unique)
                marks[remote_id] = bits[flags]
                self._names[remote_id] = f"{part}/{name}"
        return marks

    def newest_first(self, remote_ids: Sequence[str]) -> Sequence[str]:
        """By the time the file was delivered."""

        def when(remote_id: str) -> int:
            try:
                return os.lstat(f"{self.root}/{self._names[remote_id]}").st_mtime_ns
            except OSError:
                return 0

        return sorted(remote_ids, key=when, reverse=True)

    def read(self, remote_id: str, known: bytes | None) -> tuple[Change | None, bytes]:
        """The mail, or only its flags where the mail itself is known already."""
        change = self.change(remote_id, marks_only=known is not None)
        return (None, b"") if change is None else (change, flag_bits(split_name(self._names[remote_id])[1]))

    def change(self, remote_id: str, *, marks_only: bool = False) -> Change | None:
        """One mail of the listing, None where it has gone since."""
        for _ in range(3):  # renamed again while we looked for it: then it is there at least
            name = self._names.get(remote_id)
            if name is None:
                return None
            change = self._read(remote_id, name, marks_only)
            if change:
                return change
            self.listing()
        return Broken(remote_id, "the file is renamed faster than it can be read")

    def _read(self, remote_id: str, name: str, marks_only: bool) -> Change | None:
        path = f"{self.root}/{name}"
        try:
            content = None if marks_only else read_content(path)
            state = content.state if content else os.lstat(path)
        except FileNotFoundError:
            return None
        except (ItemError, OSError) as error:
            return Broken(remote_id, str(error))
        flags = split_name(name)[1]
        marks = Marks(
            flags=flag_words(flags),
            labels=tuple(self._keywords[f] for f in sorted(set(flags)) if f in self._keywords),
            received_at=dt.datetime.fromtimestamp(state.st_mtime, dt.UTC),
            size=state.st_size,
        )
        if marks_only:
            return Marked(remote_id, marks)
        if not content or not content.raw:
            return Broken(remote_id, "the file is empty")
        return Fetched(remote_id, content.raw, "message/rfc822", marks)

    def _list(self, part: str) -> list[str]:
        try:
            return os.listdir(self.root / part)
        except FileNotFoundError as error:
            if self.root.is_dir() and part == "new":
                return []
            raise source_error(self.root / part, error) from error
        except OSError as error:
            raise source_error(self.root / part, error) from error


class MaildirHarvester:
    """Every Maildir at and below one folder."""

    def __init__(self, root: Path, role: CollectionRole | None = None, size: Size | None = None) -> None:
        self._root = root
        self._role = role
        self._size = size or Size()

    def collections(self) -> Iterable[Collection]:
        """The Maildir itself first, then its subfolders by name."""
        found = sorted(self._maildirs(self._root, ""))
        if not found:
            raise SourceError(f"{self._root} holds no Maildir (a folder with cur and new in it); correct `path`")
        return [self._collection(path) for path in found]

    def pages(self, collection: Collection, cursor: Cursor | None) -> Iterator[Page]:
        """New mail, changed flags; what has vanished is told by `complete`."""
        return folder_pages(Maildir(path_of(self._root, collection.id)), cursor, self._size)

    def fetch(self, collection: Collection, remote_ids: Iterable[str]) -> Iterator[Change]:
        """Single mails by the unique part of their names."""
        folder = Maildir(path_of(self._root, collection.id))
        folder.listing()
        for remote_id in remote_ids:
            yield folder.change(remote_id) or Gone(remote_id)

    def _collection(self, path: str) -> Collection:
        name = "/".join(_display(part) for part in path.split("/")) if path != "." else "INBOX"
        default = self._role or ((role_of_name(self._root.name) or "inbox") if path == "." else "other")
        role = default if path == "." else role_of_path(name, default)
        return Collection(id=id_of(path), name=name, role=role)

    def _maildirs(self, folder: Path, prefix: str) -> Iterator[str]:
        """Paths below the root, "." for the root, of all folders with cur and new. Links are not followed."""
        try:
            parts = {e.name for e in os.scandir(folder) if e.is_dir(follow_symlinks=False)}
        except OSError as error:
            raise source_error(folder, error) from error
        is_maildir = {"cur", "new"} <= parts
        if is_maildir:
            yield prefix or "."
            parts -= {"cur", "new", "tmp"}
        for part in sorted(parts):
            yield from self._maildirs(folder / part, f"{prefix}/{part}" if prefix else part)


def _display(part: str) -> str:
    """A folder's name for people: ".Archyvas.2024" is "Archyvas/2024"."""
    name = part[1:].replace(".", "/") if part.startswith(".") else part
    return id_of(decode_utf7(name))


def open_harvester(options: MaildirOptions, base: Path, owner: str, max_message: int = MAX_MESSAGE) -> MaildirHarvester:
    """The Maildirs of one source. `base` is the folder of the config file."""
    return MaildirHarvester(base / options.path, options.role or None)
