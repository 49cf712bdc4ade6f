"""One person's reminders as .ics files in a folder that calendar programs and vdirsyncer read as well.

An entry is ours by its uid, whatever its file is called now. Every write goes to a hidden file first and is then put in
place in one step, so that no program ever sees half an entry.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from connectors.base import UID_PREFIX, Reminder, Seen
from connectors.entry import is_as_written, read_entry, write_entry
from connectors.files.reading import id_of, read_content, source_error
from syncd import faults
from syncd.errors import CalendarGone, ChangedByPerson, ItemError, SourceError

FOLDER = "promises"


class VdirReminders:
    """The reminders kept at `root`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._uids: dict[Path, tuple[tuple[int, int], str]] = {}  # by file: time and size when it was read, and its uid

    def put(self, r: Reminder, last: Seen | None) -> Seen:
        """Write the entry: a new file, or over the one that still is as `last` says."""
        if not re.fullmatch(UID_PREFIX + r"[A-Za-z0-9-]{1,100}", r.uid):
            raise ValueError(f"{r.uid!r} is no uid of ours")
        folder = self._target()
        there = self._find(folder, r.uid) if last is None else self._at(folder, last.handle)
        if there and is_as_written(there, r):
            _draft(self._path(folder, there.handle)).unlink(missing_ok=True)  # a kill between putting in place and tidying up leaves it
            return there
        if (there and there.etag) != (last and last.etag):
            raise ChangedByPerson(f"{r.uid} is not as we left it in {folder}; look at it again")
        path = self._path(folder, there.handle) if there else folder / f"{r.uid}.ics"
        try:
            folder.mkdir(exist_ok=True)
            _write(path, write_entry(r, dt.datetime.now(dt.UTC)), new=there is None)
        except FileExistsError as error:
            raise ChangedByPerson(f"{path.name} came up while we wrote it; look at it again") from error
        except OSError as error:
            raise SourceError(f"{path} cannot be written: {error.strerror or error}; give this user write access and room") from error
        seen = self._at(folder, there.handle if there else path.name)
        if seen is None:
            raise ChangedByPerson(f"{path.name} was taken away while we wrote it")
        return seen

    def remove(self, last: Seen) -> None:
        """Delete the file if it still is as `last` says."""
        folder = self._target()
        path, there = self._path(folder, last.handle), self._at(folder, last.handle)
        if there is None:
            return
        if there.etag != last.etag:
            raise ChangedByPerson(f"{last.uid} is not as we left it in {path.parent}; look at it again")
        try:
            path.unlink(missing_ok=True)
            _draft(path).unlink(missing_ok=True)
            _settle(path.parent)
        except OSError as error:
            raise SourceError(f"{path} cannot be removed: {error.strerror or error}") from error

    def look(self) -> Iterable[Seen]:
        """Every entry of the folder whose uid is ours. A folder not made yet has none."""
        folder = self._target()
        if not folder.is_dir():
            return ()
        return tuple(seen for name in self._files(folder) if (seen := self._read(folder / name)))

    def ask(self, uid: str) -> Seen | None:
        """One entry, in whichever of the calendars it is now. Raises CalendarGone where our folder itself is: that is no answer."""
        folder = self._target()
        if not folder.is_dir():
            raise CalendarGone(f"{folder} is not there; nothing is decided about the entries that were in it")
        return self._find(folder, uid) or self._find_elsewhere(folder, uid)

    def writable(self) -> bool | None:
        """Whether this user may write into the folder, or make it where it is not made yet."""
        folder = self._target()
        return os.access(folder if folder.exists() else self._root, os.W_OK | os.X_OK, effective_ids=True)

    def _target(self) -> Path:
        """Where the entries are: in the folder "promises" if there is one, or beside it are others; else here."""
        try:
            with os.scandir(self._root) as entries:
                seen = [(e.name, e.is_dir()) for e in entries if not e.name.startswith(".")]
        except NotADirectoryError as error:
            raise SourceError(f"{self._root} is a file and cannot keep reminders; name a folder") from error
        except OSError as error:
            raise source_error(self._root, error) from error
        if (FOLDER, True) in seen:
            return self._root / FOLDER
        # a folder made later must not send the entries elsewhere: they would be written a second time
        settled = any(name.startswith(UID_PREFIX) and name.endswith(".ics") for name, is_dir in seen if not is_dir)
        return self._root / FOLDER if any(is_dir for _, is_dir in seen) and not settled else self._root

    def _find(self, folder: Path, uid: str) -> Seen | None:
        """The entry of that uid: under its own name, else under whatever name a program gave it."""
        seen = self._read(folder / f"{uid}.ics")
        if seen and seen.uid == uid:
            return seen
        if not folder.is_dir():
            return None
        try:
            with os.scandir(folder) as entries:
                names = {e.name: e.stat(follow_symlinks=False) for e in entries if e.name.endswith(".ics") and not e.name.startswith(".")}
        except OSError as error:
            raise source_error(folder, error) from error
        for name, stat in sorted(names.items()):
            state = (stat.st_mtime_ns, stat.st_size)
            before, held = self._uids.get(folder / name, (None, ""))
            if before == state and held != uid:
                continue
            found = self._read(folder / name)
            self._uids[folder / name] = (state, found.uid if found else "")
            if found and found.uid == uid:
                return found
        return None

    def _find_elsewhere(self, folder: Path, uid: str) -> Seen | None:
        """The entry in another calendar beside ours, where a person has moved it; its handle names that calendar too."""
        try:
            with os.scandir(self._root) as entries:
                others = sorted(e.name for e in entries if e.is_dir() and not e.name.startswith(".") and self._root / e.name != folder)
        except OSError as error:
            raise source_error(self._root, error) from error
        for name in others:
            found = self._find(self._root / name, uid)
            if found:
                return replace(found, handle=f"{name}/{found.handle}")
        return None

    def _path(self, folder: Path, handle: str) -> Path:
        """Where the file of a handle is: in our folder, or in the calendar it names. Raises SourceError where it is no file of ours."""
        calendar, slash, name = handle.rpartition("/")
        if "/" in calendar or calendar.startswith(".") or name.startswith(".") or not name.endswith(".ics") or (slash and not calendar):
            raise SourceError(f"{handle!r} is no file of ours")
        return self._root / calendar / name if calendar else folder / name

    def _at(self, folder: Path, handle: str) -> Seen | None:
        """The entry under a handle as it is now."""
        seen = self._read(self._path(folder, handle))
        return seen and replace(seen, handle=handle)

    def _files(self, folder: Path) -> list[str]:
        try:
            return sorted(name for name in os.listdir(folder) if name.endswith(".ics") and not name.startswith("."))
        except OSError as error:
            raise source_error(folder, error) from error

    def _read(self, path: Path) -> Seen | None:
        """An entry of ours in a file, None where there is none."""
        try:
            content = read_content(path)
        except ItemError as error:
            if path.is_dir() or path.is_symlink():
                return None
            raise SourceError(str(error)) from error
        if content is None:
            return None
        return read_entry(content.raw, id_of(path.name), hashlib.sha256(content.raw).hexdigest())


def _draft(path: Path) -> Path:
    """The hidden file an entry is written to first."""
    return path.with_name(f".{path.name}.tmp")


def _write(path: Path, raw: bytes, *, new: bool) -> None:
    """Put the bytes in place at once and for good. Raises FileExistsError if `new` and there is such a file."""
    draft = _draft(path)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(handle)
    faults.hit("calendar.draft")
    if new:
        try:
            os.link(draft, path)  # unlike a rename, never over a file that came up meanwhile
            faults.hit("calendar.linked")
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(draft)
    else:
        os.replace(draft, path)
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Make names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
