"""Mail kept as plain files in folders: .eml files, or files without any extension as old mail archives have them.

Every file that is not hidden is taken for a message; one that plainly is none (an Outlook .msg, a picture, a table) is
told as Broken with the reason, so that nothing is left out in silence.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Literal

import msgspec

from connectors.base import MAX_MESSAGE, Broken, Change, Collection, CollectionRole, Cursor, Fetched, Gone, Marks, Page
from connectors.files.listing import Size, folder_pages
from connectors.files.mbox_lines import messages
from connectors.files.reading import id_of, path_of
from connectors.files.tree import FileFolder, folders
from connectors.roles import role_of_name, role_of_path
from syncd.errors import SourceError


class EmlOptions(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Keys of an `eml` source."""

    path: str
    """The folder with the message files; folders in it are read too."""
    role: CollectionRole | Literal[""] = ""
    """What the mail in it is (inbox, sent, …); by default the folders' names tell."""


_MAGIC = {
    b"\xd0\xcf\x11\xe0": "it is an Outlook .msg file; save it as .eml",
    b"PK\x03\x04": "it is a ZIP archive",
    b"%PDF": "it is a PDF document",
    b"\x89PNG": "it is a picture",
    b"\xff\xd8\xff": "it is a picture",
    b"\x1f\x8b": "it is compressed",
}
_FIELD = re.compile(rb"^[!-9;-~]{1,76}[ \t]*:", re.MULTILINE)


def reason_against(raw: bytes) -> str:
    """Why these bytes are no message, or ''."""
    if not raw.strip():
        return "the file is empty"
    for magic, reason in _MAGIC.items():
        if raw.startswith(magic):
            return reason
    head = raw[:4096]
    if head.count(b"\0") > max(8, len(head) // 20):
        return "it is not text"
    if not _FIELD.search(head):
        return "it does not begin with the header of a message"
    if raw.startswith(b"From ") and b"\nFrom " in raw and len(list(islice(messages(io.BytesIO(raw), 0), 2))) > 1:
        return "it holds several messages; read it with the connector mbox"
    return ""


def _message(remote_id: str, raw: bytes) -> Change:
    """A file's bytes as a message, or why they are none."""
    reason = reason_against(raw)
    return Broken(remote_id, reason, raw) if reason else Fetched(remote_id, raw, "message/rfc822", Marks(size=len(raw)))


class EmlHarvester:
    """All message files at and below one folder; each folder with files in it is a collection."""

    def __init__(self, root: Path, role: CollectionRole | None = None, size: Size | None = None) -> None:
        self._root = root
        self._role = role
        self._size = size or Size()

    def collections(self) -> Iterable[Collection]:
        """The folders that hold files or no folders, by path."""
        if self._root.is_file():
            raise SourceError(f"{self._root} is a file; name the folder it lies in (or use the connector mbox)")
        default = self._role or role_of_name(self._root.name) or "other"
        there = dict(folders(self._root))
        above = {"." if path.count("/") == 0 else path.rpartition("/")[0] for path in there if path != "."}
        found = [path for path, files in there.items() if files or path not in above]  # an emptied one too: its mails are gone
        return [
            Collection(id=id_of(p), name=id_of(self._root.name if p == "." else p), role=default if p == "." else role_of_path(p, default))
            for p in found
        ]

    def pages(self, collection: Collection, cursor: Cursor | None) -> Iterator[Page]:
        """New and rewritten messages; what has vanished is told by `complete`."""
        return folder_pages(FileFolder(self._path(collection), _message), cursor, self._size)

    def fetch(self, collection: Collection, remote_ids: Iterable[str]) -> Iterator[Change]:
        """Single messages by file name."""
        folder = FileFolder(self._path(collection), _message)
        folder.listing()
        for remote_id in remote_ids:
            yield folder.read(remote_id, None)[0] or Gone(remote_id)

    def _path(self, collection: Collection) -> Path:
        return path_of(self._root, collection.id)


def open_harvester(options: EmlOptions, base: Path, owner: str, max_message: int = MAX_MESSAGE) -> EmlHarvester:
    """The message files of one source. `base` is the folder of the config file."""
    return EmlHarvester(base / options.path, options.role or None)
