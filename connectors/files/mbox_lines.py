"""Where one message ends and the next begins in an mbox (RFC 4155; mboxrd quoting), line by line, never the file whole."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from connectors.files.reading import MOST_BYTES

_FROM = re.compile(rb"^From (?:.*\d{4}.*|-?|\S+)\s*$")
_DATED = re.compile(rb"^From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +\w{3} +\d{1,2} +\d{1,2}:\d\d")
_FIELD = re.compile(rb"^(?:[!-9;-~]{1,76}[ \t]*:|>From )")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_TIME = re.compile(r"(\w{3}) +(\d{1,2}) (\d{1,2}):(\d\d)(?::(\d\d))? (?:([+-]\d{4}) )?(\d{4})(?: ([+-]\d{4}))?")
_MONTHS = {m: n for n, m in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1)}
_LINE = 1 << 20


@dataclass(frozen=True, slots=True)
class Stretch:
    """One message: where it lies (bytes), its From_ line, its bytes unquoted. `open_end`: the file ended after it.
    `cut`: it is too long to be held, and `raw` is its beginning."""

    end: int
    from_line: bytes
    raw: bytes
    open_end: bool
    cut: bool = False


def messages(file: BinaryIO, start: int) -> Iterator[Stretch]:
    """The messages from `start` on, which is the beginning of a From_ line.

    A From_ line follows an empty line, and has a full date or a header field after it: "From here on …" in a text is not one.
    """
    file.seek(start)
    at = start
    from_line = b""
    lines: list[bytes] = []
    size = 0
    blank = True
    line = file.readline(_LINE)
    while line:
        after = file.readline(_LINE)
        if blank and line.startswith(b"From ") and _begins(line, after):
            if from_line:
                yield Stretch(at, from_line, _unquoted(lines), open_end=False, cut=size > MOST_BYTES)
            from_line, lines, size = line, [], 0
        else:
            size += len(line)
            if size <= MOST_BYTES:
                lines.append(line)
        at += len(line)
        blank = line in (b"\n", b"\r\n")
        line = after
    if from_line:
        yield Stretch(at, from_line, _unquoted(lines), open_end=True, cut=size > MOST_BYTES)


def _begins(line: bytes, after: bytes) -> bool:
    """Whether a line that begins with "From " begins a message."""
    return bool(_DATED.match(line) or (_FROM.match(line) and (not after or _FIELD.match(after))))


def _unquoted(lines: list[bytes]) -> bytes:
    """The message without the empty line that ends it and without one ">" before each From."""
    if lines and lines[-1] in (b"\n", b"\r\n"):
        lines = lines[:-1]
    raw = b"".join(lines)
    return _QUOTED.sub(rb"\1", raw) if b">From " in raw else raw


def time_of(from_line: bytes) -> dt.datetime | None:
    """When a message was delivered, of "From ona@x Mon Mar  2 09:00:00 2026" (UTC where no offset is told), or None."""
    found = _TIME.search(from_line.decode("latin-1"))
    if not found or found[1] not in _MONTHS:
        return None
    offset = found[6] or found[8] or "+0000"
    try:
        zone = dt.timezone(dt.timedelta(hours=int(offset[:3]), minutes=int(offset[0] + offset[3:])))
        when = dt.datetime(int(found[7]), _MONTHS[found[1]], int(found[2]), int(found[3]), int(found[4]), int(found[5] or 0), tzinfo=zone)
        return when.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
