"""Where one message ends and the next begins in an mbox (RFC 4155; mboxrd quoting), never the file whole."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from connectors.files.reading import MOST_BYTES

_FROM = re.compile(rb"^From (?:.*\d{4}.*|-?|\S+)\s*$")
_DATED = re.compile(rb"^From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +\w{3} +\d{1,2} +\d{1,2}:\d\d")
_FIELD = re.compile(rb"^(?:[!-9;-~]{1,76}[ \t]*:|>From )")
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_TIME = re.compile(r"(\w{3}) +(\d{1,2}) (\d{1,2}):(\d\d)(?::(\d\d))? (?:([+-]\d{4}) )?(\d{4})(?: ([+-]\d{4}))?")
_MONTHS = {m: n for n, m in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1)}
_CHUNK = 1 << 20
_AHEAD = 1000  # bytes in which a From_ line and the beginning of the next line are looked for


@dataclass(frozen=True, slots=True)
class Stretch:
    """One message: where it lies (bytes), its From_ line, its bytes unquoted. `open_end`: the file ended after it.
    `cut`: it was too long to be held, and `raw` lacks the middle."""

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
    base = start  # where in the file the buffer begins
    held = bytearray()
    ended = False
    skipped = 0  # bytes of the message at hand that were left out
    at = 0  # up to here the buffer is searched
    while True:
        found = held.find(b"From ", at)
        if found < 0 or len(held) - found < _AHEAD:
            if not ended:
                more = file.read(_CHUNK)
                ended = not more
                held += more
                at = found if found >= 0 else max(0, len(held) - len(more) - 4)
                if found < 0 and len(held) > MOST_BYTES:  # too long to be held: its beginning is enough to tell of it
                    skipped += at - _CHUNK
                    del held[_CHUNK:at]
                    at = _CHUNK
                continue
            if found < 0:
                break
        at = found + 5
        after_blank = found > 0 and held.endswith((b"\n\n", b"\n\r\n"), max(0, found - 3), found)
        if not after_blank or not _begins(bytes(held[found : found + _AHEAD])):
            continue
        base += skipped + found
        yield replace(_stretch(bytes(held[:found]), base, open_end=False), cut=skipped > 0)
        del held[:found]
        at, skipped = 5, 0
    if held.startswith(b"From "):
        yield replace(_stretch(bytes(held), base + skipped + len(held), open_end=True), cut=skipped > 0)


def _stretch(text: bytes, end: int, *, open_end: bool) -> Stretch:
    """One message of the file: its From_ line, and the rest without the empty line that ends it and without quoting."""
    from_line, _, raw = text.partition(b"\n")
    if raw.endswith(b"\n\n") or raw == b"\n":
        raw = raw[:-1]
    elif raw.endswith(b"\n\r\n") or raw == b"\r\n":
        raw = raw[:-2]
    if b">From " in raw:
        raw = _QUOTED.sub(rb"\1", raw)
    return Stretch(end, from_line, raw, open_end)


def _begins(text: bytes) -> bool:
    """Whether lines, of which the first begins with "From ", begin a message."""
    line, _, after = text.partition(b"\n")
    return bool(_DATED.match(line) or (_FROM.match(line) and (not after or _FIELD.match(after))))


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
