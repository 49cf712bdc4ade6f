"""winmail.dat: what Outlook hides from everybody else (TNEF, MS-OXTNEF).

Gives the text and the attached files. Refuses to decompress RTF, and to fail: a damaged block gives what was readable,
with its problems named.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from tnefparse import TNEF

from syncd.core import charsets
from syncd.core.model import Problem

MAX_TNEF: Final = 30_000_000  # bytes
MAX_OBJECTS: Final = 2_000
MAX_COPIED: Final = 2_000_000_000  # bytes
# What the parser lets out on damaged input (seen with mutated files): it checks next to nothing itself.
_DAMAGED: Final = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, AssertionError, LookupError, struct.error, MemoryError,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Tnef:
    """The contents of a TNEF block. `files`: name and bytes of each attachment."""

    text: str = ""
    html: str = ""
    files: tuple[tuple[str, bytes], ...] = ()
    problems: tuple[Problem, ...] = ()


def read(data: bytes) -> Tnef:
    """The contents of a winmail.dat."""
    if len(data) > MAX_TNEF or not _is_bounded(data):
        return Tnef(problems=(Problem(code="tnef_capped", text="A winmail.dat is too large or too odd to be opened."),))
    try:
        block = TNEF(data, do_checksum=False)
        page = str(block.codepage or "")
        text, html = _text(block.body, page), _text(block.htmlbody, page)
        files = tuple((_text(one.long_filename() or one.name, page), bytes(one.data or b"")) for one in block.attachments)
        rtf = bool(block.has_body())
    except _DAMAGED as error:
        return Tnef(problems=(Problem(code="tnef_damaged", text=f"A winmail.dat is damaged ({type(error).__name__})."),))
    problems: tuple[Problem, ...] = ()
    if not (rtf or text or html or files):
        problems = (Problem(code="tnef_damaged", text="A winmail.dat holds nothing that can be read."),)
    if rtf and not text and not html:
        problems = (Problem(code="tnef_rtf_only", text="The text of a winmail.dat is compressed RTF, which is not opened."),)
    return Tnef(text=text, html=html, files=files, problems=problems)


def _is_bounded(data: bytes) -> bool:
    """Whether the block has few enough objects: the parser copies the rest of the data for each, and trusts their counts.

    An object is level (1 byte), id (4), length (4), the data, a checksum (2): MS-OXTNEF 2.1.3.
    """
    at, objects = 6, 0
    while at + 12 < len(data):
        name, length = struct.unpack_from("<HxxI", data, at + 1)
        if name == TNEF.ATTRECIPTABLE and int.from_bytes(data[at + 9 : at + 13], "little") > MAX_OBJECTS:
            return False
        at += 11 + length
        objects += 1
        if objects > MAX_OBJECTS or objects * len(data) > MAX_COPIED:
            return False
    return True


def _text(value: object, page: str) -> str:
    """A text of the block: bytes in the code page it names, or already text; lists hold it in pieces."""
    if isinstance(value, bytes):
        return charsets.decode(value.rstrip(b"\0"), page).text
    if isinstance(value, (list, tuple)):
        return "".join(_text(one, page) for one in value)
    return value.rstrip("\0") if isinstance(value, str) else ""
