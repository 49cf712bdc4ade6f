"""What an IMAP server says, as values: parts of responses, folder lines, states, sets of UIDs (RFC 9051 section 7).

Pure. A response is a list: its line, then for each literal the literal and the line that follows. What cannot be read
is left out, never guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from connectors.base import Marks
from connectors.files.marks import decode_utf7

Response: TypeAlias = list[bytes]
Value: TypeAlias = "bytes | list[Value] | None"

_TOKEN = re.compile(rb'[()]|"(?:[^"\\]++|\\.)*+"?|[^\s()"]+', re.DOTALL)  # a string without end is looked at once
_UNESCAPE = re.compile(rb"\\(.)", re.DOTALL)
_SIZE = re.compile(rb"\* \d+ FETCH \(UID (\d{1,19}) RFC822\.SIZE (\d{1,19})\)\r\n")
_FETCH = re.compile(rb"\* (\d+) FETCH \(", re.IGNORECASE)
# what a FETCH response may hold; a word beside these is a piece of a mail whose announced length was not true
_ITEM = re.compile(rb"UID|FLAGS|INTERNALDATE|RFC822\.SIZE|MODSEQ|BODY\[(?:|HEADER|TEXT)\](?:<\d+>)?|X-[A-Z0-9-]+|EMAILID|THREADID|SAVEDATE|PREVIEW|ANNOTATION")
_LITERAL_END = re.compile(rb"\{\d+\+?\}\r?\n$")
_LIST = re.compile(rb'\* (?:LIST|XLIST) \(([^()]*)\) (NIL|"(?:[^"\\]|\\.)*") ', re.IGNORECASE)
_QUOTED = re.compile(rb'"((?:[^"\\]|\\.)*)"')
_STATUS = re.compile(rb"\* STATUS (.*)\(([^()]*)\)\s*$", re.IGNORECASE | re.DOTALL)
_CODE = re.compile(rb"\* OK \[(UIDVALIDITY|UIDNEXT|HIGHESTMODSEQ) (\d{1,20})\]", re.IGNORECASE)
_EXISTS = re.compile(rb"\* (\d{1,19}) EXISTS", re.IGNORECASE)
_VANISHED = re.compile(rb"\* VANISHED (?:\(EARLIER\) )?([\d:,*]+)", re.IGNORECASE)
_SEARCH = re.compile(rb"\* SEARCH((?: +\d{1,19})*)", re.IGNORECASE)
_DATE = re.compile(rb"\s*(\d{1,2})-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)")
_MONTHS = {name: n for n, name in enumerate(b"jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_AS_FLAGS = {"$forwarded": "$Forwarded"}

_LONGEST = 65_536  # of a line of a FETCH response; its literals are not in it

Ranges: TypeAlias = tuple[tuple[int, int], ...]


def parse(response: Response, start: int = 0) -> tuple[list[Value], bool]:
    """The values of a response from a place in its first line on: atoms and strings as bytes, lists as lists; and
    whether every list in it has its end."""
    top: list[Value] = []
    stack = [top]
    for place in range(0, len(response), 2):
        text = response[place]
        literal = response[place + 1] if place + 1 < len(response) else None
        if literal is not None:
            text = _LITERAL_END.sub(b"", text)
        for token in _TOKEN.findall(text, start if place == 0 else 0):
            if token == b"(":
                inner: list[Value] = []
                stack[-1].append(inner)
                stack.append(inner)
            elif token == b")":
                if len(stack) > 1:
                    stack.pop()
            elif token[:1] == b'"':
                stack[-1].append(_UNESCAPE.sub(rb"\1", token[1:].removesuffix(b'"')))
            else:
                stack[-1].append(None if token == b"NIL" else token)
        if literal is not None:
            stack[-1].append(literal)
    return top, len(stack) == 1


@dataclass(frozen=True, slots=True)
class Fetch:
    """One FETCH response: the values by their names in capital letters; `whole`: its end is where it should be."""

    values: dict[bytes, Value]
    whole: bool
    uid: int  # 0 where the server did not say


def read_fetch(response: Response) -> Fetch | None:
    """A FETCH response, None where it is something else."""
    if len(response) == 1 and (found := _SIZE.fullmatch(response[0])):  # the plainest one comes once for every mail
        return Fetch({b"UID": found[1], b"RFC822.SIZE": found[2]}, True, int(found[1]))
    found = _FETCH.match(response[0])
    if not found or max(map(len, response[::2])) > _LONGEST:
        return None
    top, ended = parse(response, found.end() - 1)
    items = top[0] if top and isinstance(top[0], list) else []
    names = [name.upper() if isinstance(name, bytes) else b"" for name in items[::2]]
    values = dict(zip(names, items[1::2], strict=False))
    whole = ended and len(top) == 1 and len(values) * 2 == len(items) and all(map(_ITEM.fullmatch, names))
    return Fetch(values, whole and response[-1].rstrip().endswith(b")"), number(values.get(b"UID")))


def uid_begun(line: bytes) -> int:
    """The UID in the beginning of a FETCH response that was cut off, or 0."""
    found = re.search(rb"\bUID (\d{1,19})", line)
    return int(found[1]) if found else 0


def number(value: Value) -> int:
    """A number, or 0."""
    return int(value) if isinstance(value, bytes) and value.isdigit() and len(value) < 20 else 0


def marks_of(fetch: Fetch) -> Marks:
    """Flags, keywords as labels, time of arrival and size. \\Recent is nobody's mark: it changes by looking."""
    flags = fetch.values.get(b"FLAGS")
    words, labels = _flags(b" ".join(sorted(f for f in flags if isinstance(f, bytes)))) if isinstance(flags, list) else ((), ())
    date, size = fetch.values.get(b"INTERNALDATE"), fetch.values.get(b"RFC822.SIZE")
    return Marks(
        flags=words, labels=labels, size=number(size) if isinstance(size, bytes) and size.isdigit() else None,
        received_at=read_date(date) if isinstance(date, bytes) else None,
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _flags(joined: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    flags: list[str] = []
    labels: list[str] = []
    for flag in joined.split():
        word = decode_utf7(flag.decode("utf-8", "replace"))
        if word.startswith("\\"):
            if word.lower() != "\\recent":
                flags.append(word)
        elif word.lower() in _AS_FLAGS:
            flags.append(_AS_FLAGS[word.lower()])
        else:
            labels.append(word)
    return tuple(flags), tuple(labels)


def read_date(text: bytes) -> dt.datetime | None:
    """INTERNALDATE ("17-Jul-1996 02:44:25 -0700"), None where it is no date."""
    found = _DATE.match(text)
    if not found:
        return None
    day, month, year, hour, minute, second, sign, zone_hours, zone_minutes = found.groups()
    zone = dt.timedelta(hours=int(zone_hours), minutes=int(zone_minutes)) * (-1 if sign == b"-" else 1)
    try:
        at = dt.datetime(int(year), _MONTHS[month.lower()], int(day), int(hour), int(minute), min(int(second), 59), tzinfo=dt.UTC)
        return at - zone
    except (ValueError, KeyError, OverflowError):
        return None


# ── folders ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of LIST: the name as the server writes it, its attributes in small letters, what parts its levels."""

    raw: bytes
    attributes: frozenset[str]
    delimiter: str


def read_list(response: Response) -> Listed | None:
    """A LIST response, None where it is something else. Names come quoted, as literals, and bare, even with spaces."""
    found = _LIST.match(response[0])
    if not found:
        return None
    delimiter = b"" if found[2].upper() == b"NIL" else _UNESCAPE.sub(rb"\1", found[2][1:-1])
    raw = _name(response, found.end())
    if not raw:
        return None
    return Listed(raw, frozenset(found[1].decode("ascii", "replace").lower().split()), delimiter.decode("ascii", "replace"))


def _name(response: Response, start: int) -> bytes:
    if len(response) > 1:
        return response[1]
    rest = response[0][start:].strip()
    quoted = _QUOTED.match(rest)
    if quoted:
        return _UNESCAPE.sub(rb"\1", quoted[1])
    return re.sub(rb" \((?:CHILDINFO|OLDNAME|\").*$", b"", rest, flags=re.IGNORECASE)


def read_foreign(response: Response) -> tuple[bytes, ...]:
    """What the names of other people's and of shared folders begin with, of a NAMESPACE response (RFC 2342)."""
    if not response[0].upper().startswith(b"* NAMESPACE "):
        return ()
    _, *foreign = parse(response, len(b"* NAMESPACE "))[0] or [None]
    spaces = [space for kind in foreign if isinstance(kind, list) for space in kind]
    return tuple(s[0] for s in spaces if isinstance(s, list) and s and isinstance(s[0], bytes) and s[0])


@dataclass(frozen=True, slots=True)
class State:
    """What a server says of a folder; 0 (of `exists` None) where it does not say."""

    validity: int = 0
    uidnext: int = 0
    modseq: int = 0
    exists: int | None = None


def read_status(response: Response) -> tuple[bytes, State] | None:
    """A STATUS response: the folder's name and its state."""
    joined = b" ".join([_LITERAL_END.sub(b"", response[0]), *(b'"' + _escaped(p) + b'"' if n % 2 == 0 else p for n, p in enumerate(response[1:]))])
    found = _STATUS.match(joined)
    if not found:
        return None
    name = found[1].strip()
    quoted = _QUOTED.fullmatch(name)
    words = found[2].upper().split()
    values = dict(zip(words[::2], map(number, words[1::2]), strict=False))
    state = State(values.get(b"UIDVALIDITY", 0), values.get(b"UIDNEXT", 0), values.get(b"HIGHESTMODSEQ", 0), values.get(b"MESSAGES"))
    return _UNESCAPE.sub(rb"\1", quoted[1]) if quoted else name, state


def read_state(responses: Iterable[Response]) -> State:
    """What the answer to EXAMINE tells."""
    values: dict[bytes, int] = {}
    exists = None
    for response in responses:
        if found := _CODE.match(response[0]):
            values[found[1].upper()] = int(found[2])
        elif found := _EXISTS.match(response[0]):
            exists = int(found[1])
    return State(values.get(b"UIDVALIDITY", 0), values.get(b"UIDNEXT", 0), values.get(b"HIGHESTMODSEQ", 0), exists)


def quoted(raw: bytes) -> bytes:
    """A folder name as an argument."""
    return b'"' + _escaped(raw) + b'"'


def _escaped(raw: bytes) -> bytes:
    return raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"')


# ── sets of UIDs ─────────────────────────────────────────────────────────────────────────────────────────────────


def read_exists(response: Response) -> int | None:
    """The number in `* n EXISTS`."""
    found = _EXISTS.match(response[0])
    return int(found[1]) if found else None


def read_vanished(responses: Iterable[Response]) -> Ranges:
    """The UIDs of all VANISHED responses (RFC 7162 section 3.2.10)."""
    return tuple(r for response in responses if (found := _VANISHED.match(response[0])) for r in _ranges(found[1]))


def read_search(responses: Iterable[Response]) -> set[int]:
    """The UIDs of all SEARCH responses."""
    return {uid for response in responses if (found := _SEARCH.match(response[0])) for uid in map(int, found[1].split())}


def _ranges(text: bytes) -> Iterator[tuple[int, int]]:
    for part in text.split(b","):
        first, _, last = part.partition(b":")
        if number(first):
            a, b = number(first), number(last) or number(first)
            yield (a, b) if a <= b else (b, a)


def set_of(uids: Sequence[int], *, most: int = 300) -> bytes:
    """UIDs as an argument, "1:5,7"; where that would be more than `most` ranges, from the first to the last."""
    ranges: list[list[int]] = []
    for uid in sorted(uids):
        if ranges and ranges[-1][1] == uid - 1:
            ranges[-1][1] = uid
        else:
            ranges.append([uid, uid])
    if len(ranges) > most:
        ranges = [[ranges[0][0], ranges[-1][1]]]
    return b",".join(b"%d" % a if a == b else b"%d:%d" % (a, b) for a, b in ranges)
