"""The folders below one folder, and a folder each of whose files is an item."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from connectors.base import Broken, Change
from connectors.files.listing import is_fresh, mark_of
from connectors.files.reading import Content, id_of, read_content, source_error
from syncd.errors import ItemError


def folders(root: Path, prefix: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """All folders at and below `root` ("." for itself), each with the names of its files. What is hidden is left out,
    and links to folders are not followed."""
    try:
        with os.scandir(root / prefix) as entries:
            seen = [(e.name, e.is_dir(follow_symlinks=False)) for e in entries if not e.name.startswith(".")]
    except OSError as error:
        raise source_error(root / prefix, error) from error
    yield prefix or ".", tuple(sorted(name for name, is_folder in seen if not is_folder))
    for name in sorted(name for name, is_folder in seen if is_folder):
        yield from folders(root, f"{prefix}/{name}" if prefix else name)


class FileFolder:
    """One folder of files as a `Folder` of listing.py: each file is an item, its id the file name.

    `item_of` says what a file's bytes are: Fetched or Broken, None for what is not to be given.
    """

    def __init__(self, root: Path, item_of: Callable[[str, bytes], Change | None], suffix: str = "") -> None:
        self.root = root
        self._item_of = item_of
        self._suffix = suffix
        self._found: dict[str, tuple[str, os.stat_result]] = {}  # id → name, state

    def stamp(self) -> str:
        """None: a file may be rewritten in place, which its folder does not show."""
        return ""

    def listing(self) -> Mapping[str, bytes]:
        """Every file that is not hidden, with the mark of its time and size."""
        self._found = {}
        try:
            with os.scandir(self.root) as entries:
                for entry in entries:
                    if entry.name.startswith(".") or not entry.name.endswith(self._suffix):
                        continue
                    state = entry.stat(follow_symlinks=False)
                    if not stat.S_ISDIR(state.st_mode):
                        self._found[id_of(entry.name)] = (entry.name, state)
        except OSError as error:
            raise source_error(self.root, error) from error
        return {remote_id: state_mark(state) for remote_id, (_, state) in self._found.items()}

    def newest_first(self, remote_ids: Sequence[str]) -> Sequence[str]:
        """By time of change, then by name."""
        return sorted(remote_ids, key=lambda i: (-self._found[i][1].st_mtime_ns, i))

    def read(self, remote_id: str, known: bytes | None) -> tuple[Change | None, bytes]:
        """The item and the mark to remember; no item where only the file's time has changed."""
        found = self._found.get(remote_id)
        try:
            content = read_content(self.root / found[0]) if found else None
        except ItemError as error:
            return Broken(remote_id, str(error)), state_mark(self._found[remote_id][1])
        if content is None:
            return None, b""
        mark = content_mark(content)
        if known == mark_of(content.raw):
            return None, mark
        return self._item_of(remote_id, content.raw), mark


def state_mark(state: os.stat_result) -> bytes:
    """The mark of a file that has rested since it was written."""
    return mark_of(f"{state.st_mtime_ns} {state.st_size}".encode())


def content_mark(content: Content) -> bytes:
    """The mark to remember of what was read: of the bytes while the file could still change within the same time."""
    fresh = is_fresh(content.state.st_mtime, time.time())
    return mark_of(content.raw) if fresh else state_mark(content.state)
