"""The call log of a telephone exchange: Asterisk's cdr_csv, or any table of calls whose columns the config names.

A file is read on from where the last pass ended; the cursor knows each by its first bytes and by those before its place,
so that a rotated, renamed or compressed file is the one it was. A file that was cut or written anew, or is gone, means
that all are listed again. The rows of one call (queued, passed on) are one item, told anew when one more was written.
The last line is left while it is being written. Nothing is said here of what a row means: `syncd.core.calls.records`.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Literal

import msgspec

from connectors.base import MAX_MESSAGE, Broken, Change, Collection, Cursor, Fetched, Gone, Marks, Page
from connectors.files.listing import Size
from connectors.files.reading import MOST_BYTES, read_content, source_error
from syncd.core import charsets
from syncd.core.calls.records import Record, group_of, starts
from syncd.core.derived import CALL
from syncd.errors import ConfigError, CursorExpired, ItemError, SourceError

_PROBE = 4096  # bytes at the head of a file, and before the place in it, that must be as they were
_BACK = 65536  # bytes before the place where earlier rows of a call that goes on may stand
_SETTLED = 60.0  # seconds after which a last line without its end is a whole one
_MOST_LINES = 50  # of one row: a quotation mark that is never closed ends there
_ASTERISK = (
    "accountcode src dst dcontext clid channel dstchannel lastapp lastdata start answer end duration billsec disposition amaflags".split()
)
_UNIQUE = re.compile(r"(?:[\w.-]+-)?\d{9,11}\.\d+")
_NAMES = frozenset("start caller callee seconds direction outcome name line id".split())


class CallsOptions(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Keys of a `calls` source."""

    path: str
    """A CSV file, or a folder of them (compressed ones too)."""
    format: Literal["asterisk", ""] = ""
    """asterisk: the columns of its cdr_csv; else `columns` says what they are called."""
    columns: dict[str, str | int] = {}
    """For start, caller, callee, seconds, direction, outcome, name, line, id: the title of the column, or its number from 1."""
    timezone: str = ""
    """The zone of the times in it; by default the company's."""
    encoding: str = ""
    """The character set; by default found out."""


@dataclass(slots=True)
class _File:
    """One file as it is now. `content` is read when it is needed, decompressed."""

    path: Path
    name: str
    size: int
    mtime: int
    content: bytes | None = None

    def read(self) -> bytes:
        """All of it."""
        if self.content is None:
            try:
                found = read_content(self.path)
            except ItemError as problem:
                raise SourceError(str(problem)) from problem
            raw = found.raw if found else b""
            self.content = _unpacked(self.path, raw) if raw.startswith(b"\x1f\x8b") else raw
        return self.content


class _Place(msgspec.Struct):
    """How far one file was read: `at` bytes, and what it is known by."""

    name: str
    size: int
    mtime: int
    at: int
    head: str
    tail: str


class _Written(msgspec.Struct):
    """A cursor as the store gives it back. `whole`: a listing of everything is still going on."""

    files: list[_Place]
    whole: bool


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with the end of its line; `values` None where it is no row of a call."""

    end: int
    group: str
    values: dict[str, str] | None
    reason: str = ""
    raw: bytes = b""


def _broken(raw: bytes, end: int, reason: str) -> _Row:
    """A row that says nothing of a call, known by its bytes."""
    return _Row(end, _id("broken", raw.strip().decode("latin-1")), None, reason, raw)


@dataclass(slots=True)
class _Reading:
    """A file with its rows from a place on, and how many of them were told before."""

    file: _File
    at: int
    rows: list[_Row] = field(default_factory=list)


class CallsHarvester:
    """The call log in one file or folder: one collection."""

    def __init__(self, root: Path, options: CallsOptions, size: Size | None = None) -> None:
        self._root = root
        self._options = options
        self._layout: Literal["asterisk", "columns"] = "asterisk" if options.format else "columns"
        self._size = size or Size()

    def collections(self) -> Iterable[Collection]:
        """The one log."""
        self._files()
        return [Collection(id=".", name=self._root.name, role="calls")]

    def pages(self, collection: Collection, cursor: Cursor | None) -> Iterator[Page]:
        """The calls written since. Raises CursorExpired when a file was cut, written anew, or is gone."""
        files = self._files()
        written = _read_cursor(cursor)
        if not written.whole and [(f.name, f.size, f.mtime) for f in files] == [(p.name, p.size, p.mtime) for p in written.files]:
            return
        readings = [_Reading(file, at) for file, at in _matched(files, written.files)]
        for reading in readings:
            reading.rows = list(self._rows(reading.file, 0 if written.whole else max(0, reading.at - _BACK)))
        yield from self._given(readings, whole=written.whole)

    def _given(self, readings: Sequence[_Reading], *, whole: bool) -> Iterator[Page]:
        """Each call once, when the last of its new rows is reached."""
        groups = _groups(readings)
        last = {row.group: (n, row.end) for n, r in enumerate(readings) for row in r.rows if row.end > r.at}
        batch: list[Change] = []
        for n, reading in enumerate(readings):
            for row in reading.rows:
                if row.end <= reading.at:
                    continue
                if len(batch) >= self._size.items:
                    yield Page(tuple(batch), _cursor(readings, whole=whole), total=len(last))
                    batch = []
                if last[row.group] == (n, row.end):
                    batch.append(self._change(row.group, groups[row.group]))
                reading.at = row.end
            reading.at = max(reading.at, self._end(reading.file))
        yield Page(tuple(batch), _cursor(readings, whole=False), total=len(last), complete=frozenset(groups) if whole else None)

    def fetch(self, collection: Collection, remote_ids: Iterable[str]) -> Iterator[Change]:
        """Single calls by id: one reading of all files."""
        readings = [_Reading(file, 0, list(self._rows(file, 0))) for file in self._files()]
        groups = _groups(readings)
        for remote_id in remote_ids:
            yield self._change(remote_id, groups[remote_id]) if remote_id in groups else Gone(remote_id)

    def _change(self, group: str, rows: Sequence[_Row]) -> Change:
        """The record of one call as JSON, or why a row is none."""
        broken = next((row for row in rows if row.values is None), None)
        if broken is not None:
            return Broken(group, broken.reason, broken.raw[:_PROBE])
        distinct = {json.dumps(row.values, sort_keys=True): row.values for row in rows if row.values is not None}
        raw = msgspec.json.encode(Record(layout=self._layout, rows=tuple(distinct[k] for k in sorted(distinct)), zone=self._options.timezone))
        return Fetched(group, raw, CALL, Marks(size=len(raw)))

    def _files(self) -> list[_File]:
        """The files there are, the oldest first. What is hidden is left out, and links are not followed."""
        try:
            paths = sorted(p for p in self._root.iterdir() if not p.name.startswith(".")) if self._root.is_dir() else [self._root]
            states = [(path, os.lstat(path)) for path in paths]
        except OSError as error:
            raise source_error(self._root, error) from error
        found = [_File(p, p.name, s.st_size, s.st_mtime_ns) for p, s in states if p.is_file() and not p.is_symlink()]
        return sorted(found, key=lambda f: (f.mtime, f.name))

    # ── rows ──

    def _end(self, file: _File) -> int:
        """Where the last whole line of a file ends, or the file where nobody has written to it for a while."""
        content = file.read()
        whole = content.rfind(b"\n") + 1
        return len(content) if time.time() - file.mtime / 1e9 > _SETTLED else whole

    def _rows(self, file: _File, since: int) -> Iterator[_Row]:
        """The rows of a file that begin at or after the line at `since`."""
        content, end = file.read(), self._end(file)
        if not content:  # as an exchange begins one
            return
        encoding = self._options.encoding or ("utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else _encoding(content))
        first = content[: content.find(b"\n") + 1] or content
        heading = self._heading(first.decode(encoding, "replace"), file.name)
        at = content.find(b"\n", since) + 1 if since else 0
        for begin, stop in _lines(content, at, end):
            text = content[begin:stop].decode(encoding, "replace")
            if not text.strip("\r\n \t;,\ufeff") or (begin == 0 and heading.has_titles):
                continue
            yield self._row(content[begin:stop], text, stop, heading)

    def _row(self, raw: bytes, text: str, end: int, heading: _Heading) -> _Row:
        try:
            cells = next(csv.reader([text.replace("\r", "").rstrip("\n")], delimiter=heading.delimiter), [])
        except csv.Error as problem:  # a cell without measure, a line break outside of quotation marks
            return _broken(raw, end, f"it is no row of a table: {problem}")
        values = _asterisk(cells) if self._layout == "asterisk" else heading.values(cells)
        reason = values if isinstance(values, str) else "" if starts(values) else f"no time can be read in {values.get('start', '')!r}"
        if isinstance(values, str) or reason:
            return _broken(raw, end, reason)
        return _Row(end, _id(*group_of(self._layout, values)), values)

    def _heading(self, first: str, name: str) -> _Heading:
        if self._layout == "asterisk":
            return _Heading(",", {}, has_titles="accountcode" in first or first.lower().startswith(("src,", '"src"')))
        return _heading_of(first.lstrip("\ufeff").strip("\r\n"), self._options.columns, name)


@dataclass(frozen=True, slots=True)
class _Heading:
    """How the cells of a file are parted, and which of them is what."""

    delimiter: str
    places: Mapping[str, int]
    has_titles: bool

    def values(self, cells: Sequence[str]) -> dict[str, str] | str:
        """The cells by our names."""
        if self.places.get("start", 0) >= len(cells):
            return f"it has {len(cells)} columns"
        return {name: cells[place].strip() for name, place in sorted(self.places.items()) if place < len(cells)}


def _heading_of(first: str, columns: Mapping[str, str | int], name: str) -> _Heading:
    """By the titles in the first line, else by the numbers of the columns. Raises SourceError for a title that is not there."""
    titles = {name: title for name, title in columns.items() if isinstance(title, str)}
    for delimiter in (";", ",", "\t", "|"):
        cells = [c.strip().casefold() for c in _titles(first, delimiter)]
        if titles and all(title.strip().casefold() in cells for title in titles.values()):
            places = {name: cells.index(title.strip().casefold()) for name, title in titles.items()}
            return _Heading(delimiter, places | {n: c - 1 for n, c in columns.items() if isinstance(c, int)}, has_titles=True)
    if titles:
        parted = [[c.strip().casefold() for c in _titles(first, d)] for d in (";", ",", "\t", "|")]
        missing = min(([t for t in titles.values() if t.strip().casefold() not in cells] for cells in parted), key=len)
        raise SourceError(f"the first line of {name} has no column {', '.join(missing)}; correct `columns`")
    delimiter = max(";,\t|", key=first.count)
    return _Heading(delimiter, {name: c - 1 for name, c in columns.items() if isinstance(c, int)}, has_titles=False)


def _titles(first: str, delimiter: str) -> list[str]:
    """The cells of a first line; none where it is no row of a table."""
    try:
        return next(csv.reader([first], delimiter=delimiter), [])
    except csv.Error:
        return []


def _asterisk(cells: Sequence[str]) -> dict[str, str] | str:
    """The columns of cdr_csv, and behind them, where configured, uniqueid, userfield, peeraccount, linkedid, sequence."""
    if len(cells) < len(_ASTERISK):
        return f"it has {len(cells)} columns, not {len(_ASTERISK)} as cdr_csv writes"
    values = dict(zip(_ASTERISK, cells, strict=False))
    ids = [c for c in cells[len(_ASTERISK) :] if _UNIQUE.fullmatch(c)]
    kept = ("src", "dst", "clid", "channel", "dstchannel", "lastapp", "start", "answer", "end", "billsec", "disposition")
    return {name: values[name] for name in kept} | ({"uniqueid": ids[0]} if ids else {}) | ({"linkedid": ids[1]} if len(ids) > 1 else {})


def _lines(content: bytes, at: int, end: int) -> Iterator[tuple[int, int]]:
    """Where rows begin and end: a line, and those after it while a quotation mark is open."""
    while at < end:
        stop, lines = content.find(b"\n", at, end) + 1 or end, 1
        while content.count(b'"', at, stop) % 2 and stop < end and lines < _MOST_LINES:
            stop, lines = content.find(b"\n", stop, end) + 1 or end, lines + 1
        yield at, stop
        at = stop


def _encoding(content: bytes) -> str:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return charsets.guess(content[:100_000])
    return "utf-8"


def _unpacked(path: Path, raw: bytes) -> bytes:
    try:
        with gzip.open(path) as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(f"{path.name} cannot be unpacked: {error}") from error
    if len(content) > MOST_BYTES:
        raise SourceError(f"{path.name} is larger than {MOST_BYTES} bytes when unpacked")
    return content


def _id(*parts: str) -> str:
    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=12).hexdigest()


def _groups(readings: Sequence[_Reading]) -> dict[str, list[_Row]]:
    groups: dict[str, list[_Row]] = {}
    for reading in readings:
        for row in reading.rows:
            groups.setdefault(row.group, []).append(row)
    return groups


# ── the cursor ───────────────────────────────────────────────────────────────────────────────────────────────────


def _read_cursor(cursor: Cursor | None) -> _Written:
    if cursor is None:
        return _Written(files=[], whole=True)
    try:
        return msgspec.convert(dict(cursor), _Written)
    except msgspec.ValidationError as error:
        raise CursorExpired("the place in this log cannot be read; list everything again") from error


def _cursor(readings: Sequence[_Reading], *, whole: bool) -> Cursor:
    places = []
    for reading in readings:
        content = reading.file.read()
        head, tail = _probes(content, reading.at)
        size = reading.file.size if reading.at == len(content) else -1  # there is more in it, whether or not it grows
        places.append(_Place(name=reading.file.name, size=size, mtime=reading.file.mtime, at=reading.at, head=head, tail=tail))
    files: list[object] = [msgspec.to_builtins(place) for place in places]
    return {"files": files, "whole": whole}


def _matched(files: Sequence[_File], places: Sequence[_Place]) -> list[tuple[_File, int]]:
    """Each file with the place it was read to. Raises CursorExpired where a file is not there any more as it was."""
    left = list(files)
    at: dict[str, int] = {}
    for place in places:
        order = sorted((f for f in left if place.at), key=lambda f: f.name != place.name)
        hit = next((f for f in order if _is_it(f, place)), None)
        if hit is not None:
            left.remove(hit)
            at[hit.name] = _behind_end(hit.read(), place.at)
        elif place.at:
            raise CursorExpired(f"{place.name} was cut, written anew, or is gone; list everything again")
    return [(file, at.get(file.name, 0)) for file in files]


def _behind_end(content: bytes, at: int) -> int:
    """The place, behind the end of a line that was read before it had one."""
    return at + 1 + content.startswith(b"\r\n", at) if content[at : at + 1] in (b"\n", b"\r") else at


def _is_it(file: _File, place: _Place) -> bool:
    """Whether it is the file that was read to this place: it begins so, and it goes on with a line of its own there."""
    content = file.read()
    if len(content) < place.at or _probes(content, place.at) != (place.head, place.tail):
        return False
    return len(content) == place.at or content[place.at - 1 : place.at] == b"\n" or content[place.at : place.at + 1] in (b"\n", b"\r")


def _probes(content: bytes, at: int) -> tuple[str, str]:
    """Hashes of the first bytes, and of the last before `at`."""
    head, tail = content[: min(at, _PROBE)], content[max(0, at - _PROBE) : at]
    return blake2b(head, digest_size=12).hexdigest(), blake2b(tail, digest_size=12).hexdigest()


def open_harvester(options: CallsOptions, base: Path, owner: str, max_message: int = MAX_MESSAGE) -> CallsHarvester:
    """The log of one source. `base` is the folder of the config file. Raises ConfigError where the columns are not told."""
    unknown = sorted(set(options.columns) - _NAMES)
    if unknown:
        raise ConfigError([f"columns: there is no {', '.join(unknown)}; there are {', '.join(sorted(_NAMES))}"])
    if any(isinstance(place, int) and place < 1 for place in options.columns.values()):
        raise ConfigError(["columns: a number below 1 is no column; they are counted from 1"])
    if not options.format and ("start" not in options.columns or not {"caller", "callee"} & options.columns.keys()):
        raise ConfigError(['calls: write format = "asterisk", or columns = { start = "…", caller = "…", callee = "…" }'])
    return CallsHarvester(base / options.path, options)
