"""A zip of XML members (Office Open XML, OpenDocument), opened with limits: no more is unpacked than is read."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Final
from xml.parsers import expat

from syncd.core.files.values import Unreadable

_MAX_DIRECTORY: Final = 1_000_000  # bytes of the list of members: some ten thousand
_MAX_UNPACKED: Final = 16_000_000  # bytes read of all members of one file; what is kept of its text stands in far less
_PIECE: Final = 65_536  # bytes
_MAX_DEPTH: Final = 200  # elements inside one another
_MAX_ELEMENTS: Final = 400_000  # of a member: half a second
_END: Final = b"PK\x05\x06"


class Enough(Exception):
    """So much was read as is kept."""


class Package:
    """The members of a file, by name."""

    def __init__(self, data: bytes) -> None:
        _check_directory(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OverflowError, struct.error, NotImplementedError):
            raise Unreadable("damaged") from None
        self._left = _MAX_UNPACKED
        self.names = frozenset(self._zip.namelist())

    def pieces(self, name: str) -> Iterator[bytes]:
        """A member, unpacked piece by piece."""
        info = self._zip.getinfo(name)
        if info.flag_bits & 1:
            raise Unreadable("encrypted")
        try:
            with self._zip.open(info) as member:
                while piece := member.read(_PIECE):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise Unreadable("too_large")
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, struct.error):
            raise Unreadable("damaged") from None

    def head(self, name: str, size: int = 100) -> bytes:
        """The beginning of a member, b'' where there is none."""
        return next(self.pieces(name), b"")[:size] if name in self.names else b""


def _check_directory(data: bytes) -> None:
    """Refuse a list of members that would take seconds to read (PKWARE APPNOTE section 4.3.16)."""
    end = data.rfind(_END, max(0, len(data) - 66_000))
    if end < 0 or len(data) < end + 22:
        raise Unreadable("damaged")
    size = struct.unpack_from("<I", data, end + 12)[0]
    if size > _MAX_DIRECTORY:
        raise Unreadable("too_large")


Element = Callable[[str, dict[str, str]], None]


class Walker:
    """Reads one XML member with callbacks: elements by their local names, text as it stands.

    No DTD is read, so that no entity of the file's own is ever known: neither format has one.
    """

    def __init__(self, start: Element, end: Callable[[str], None], text: Callable[[str], None]) -> None:
        self._start, self._end = start, end
        self._depth = self._count = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._open
        self._parser.EndElementHandler = self._close
        self._parser.CharacterDataHandler = text
        self._parser.StartDoctypeDeclHandler = _refuse
        self._parser.EntityDeclHandler = _refuse

    def read(self, pieces: Iterator[bytes]) -> None:
        """Read to the end, or until a callback has had enough."""
        try:
            for piece in pieces:
                self._parser.Parse(piece, False)
            self._parser.Parse(b"", True)
        except Enough:
            return
        except expat.ExpatError:
            raise Unreadable("damaged") from None

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._count += 1
        if self._depth > _MAX_DEPTH or self._count > _MAX_ELEMENTS:
            raise Unreadable("too_large")
        self._start(name.rpartition(" ")[2], attributes)

    def _close(self, name: str) -> None:
        self._depth -= 1
        self._end(name.rpartition(" ")[2])


def _refuse(*_: object) -> None:
    raise Unreadable("damaged")
