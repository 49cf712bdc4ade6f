"""Calendars kept as .ics files: a folder with one file an entry (a vdir), folders of them, or a single file with many.

Read as meetings, and (a folder only) used to keep our reminders: `<path>/promises/<uid>.ics` where `path` holds
folders, else `<path>/<uid>.ics`. Nothing is written over what a person changed; no file but our own is ever touched.
https://vdirsyncer.pimutils.org/en/stable/vdir.html
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from connectors.base import MAX_MESSAGE, Broken, Change, Collection, CollectionRole, Cursor, Fetched, Gone, Marks, Page
from connectors.files.ics import foreign_part, split_calendar
from connectors.files.listing import Folder, Size, folder_pages, is_fresh, mark_of
from connectors.files.reading import id_of, path_of, read_content, source_error
from connectors.files.tree import FileFolder, folders
from connectors.files.vdir_reminders import VdirReminders
from syncd.errors import Busy, ItemError, SourceError

_ABOUT = frozenset({"displayname", "color", "description", "order"})  # what a vdir says of itself


class VdirOptions(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Keys of a `vdir` source."""

    path: str
    """The folder of .ics files, a folder of such folders, or one .ics file (read only)."""
    role: CollectionRole | Literal[""] = ""
    """What it is; by default "calendar"."""


def _entry(remote_id: str, content: bytes) -> Change | None:
    """A file's bytes as a calendar entry, or why they are none; nothing for an entry of ours."""
    if b"BEGIN:V" not in content.upper():
        return Broken(remote_id, "it holds no calendar entry", content)
    raw = foreign_part(content)
    return Fetched(remote_id, raw, "text/calendar", Marks(size=len(raw))) if raw else None


class EntryFile:
    """One .ics file with many entries as a `Folder`; ids are the uids."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._entries: dict[str, bytes] = {}

    def stamp(self) -> str:
        """The file's time and size."""
        try:
            state = os.stat(self._path)
        except OSError as error:
            raise source_error(self._path, error) from error
        return "" if is_fresh(state.st_mtime, time.time()) else f"{state.st_mtime_ns} {state.st_size}"

    def listing(self) -> Mapping[str, bytes]:
        """Every uid with the mark of its text."""
        try:
            content = read_content(self._path.resolve())
        except ItemError as error:
            raise SourceError(str(error)) from error
        raw = content.raw if content else b""
        if b"BEGIN:VCALENDAR" not in raw.upper():
            raise SourceError(f"{self._path} is not a calendar (no BEGIN:VCALENDAR); correct `path`")
        whole = raw.rstrip().upper().endswith(b"END:VCALENDAR")
        if content and not whole and is_fresh(content.state.st_mtime, time.time()):
            raise Busy(f"{self._path} is being written", retry_after=5)
        self._entries = split_calendar(raw)
        return {uid: mark_of(text) for uid, text in self._entries.items()}

    def newest_first(self, remote_ids: Sequence[str]) -> Sequence[str]:
        """The last in the file first: programs append."""
        return remote_ids[::-1]

    def read(self, remote_id: str, known: bytes | None) -> tuple[Change | None, bytes]:
        """The entry as it was listed."""
        raw = self._entries.get(remote_id)
        if raw is None:
            return None, b""
        return Fetched(remote_id, raw, "text/calendar", Marks(size=len(raw))), mark_of(raw)


class VdirHarvester:
    """The calendars at and below one folder, or of one file."""

    def __init__(self, root: Path, role: CollectionRole | None = None, size: Size | None = None) -> None:
        self._root = root
        self._role: CollectionRole = role or "calendar"
        self._size = size or Size()

    def collections(self) -> Iterable[Collection]:
        """The folders with .ics files and the empty ones; or the one file."""
        if self._root.is_file():
            return [Collection(id=".", name=id_of(self._root.stem), role=self._role)]
        found = [(path, files) for path, files in folders(self._root) if not set(files) - _ABOUT or any(f.endswith(".ics") for f in files)]
        below = [(path, files) for path, files in found if path != "." or any(f.endswith(".ics") for f in files)]
        return [Collection(id=id_of(path), name=self._name(path), role=self._role) for path, _ in below or found]

    def pages(self, collection: Collection, cursor: Cursor | None) -> Iterator[Page]:
        """New and changed entries; what has vanished is told by `complete`."""
        return folder_pages(self._folder(collection), cursor, self._size)

    def fetch(self, collection: Collection, remote_ids: Iterable[str]) -> Iterator[Change]:
        """Single entries by file name, or by uid in a single file."""
        folder = self._folder(collection)
        folder.listing()
        for remote_id in remote_ids:
            yield folder.read(remote_id, None)[0] or Gone(remote_id)

    def _folder(self, collection: Collection) -> Folder:
        return EntryFile(self._root) if self._root.is_file() else FileFolder(path_of(self._root, collection.id), _entry, ".ics")

    def _name(self, path: str) -> str:
        """What the calendar calls itself, else the folder's name."""
        folder = self._root / path
        try:
            return (folder / "displayname").read_text("utf-8", "replace").strip() or id_of(folder.name)
        except OSError:
            return id_of(self._root.name if path == "." else path)


def open_harvester(options: VdirOptions, base: Path, owner: str, max_message: int = MAX_MESSAGE) -> VdirHarvester:
    """The calendars of one source. `base` is the folder of the config file."""
    return VdirHarvester(base / options.path, options.role or None)


def open_reminders(options: VdirOptions, base: Path) -> VdirReminders:
    """The folder in which one person's reminders are kept."""
    return VdirReminders(base / options.path)
