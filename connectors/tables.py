"""A table of the accounting program: customers, orders, invoices or installed units, in one CSV file that it writes anew.

Each row is an item, known by its code or number. The whole file is compared with what the cursor remembers of it, so that
a changed row is told anew and one that is no longer there goes. What a cell means is `syncd.core.tables`; here it is found
which column is which, in what letters the file is written, and what stands between its cells.
"""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from connectors.base import MAX_MESSAGE, Broken, Change, Collection, Cursor, Fetched, Gone, Marks, Page
from connectors.files.listing import Size, folder_pages, is_fresh, mark_of
from connectors.files.reading import read_content, source_error
from syncd.core import charsets
from syncd.core.derived import TABLE_ROW
from syncd.core.languages.en.tables import TITLES as _ENGLISH
from syncd.core.languages.lt.tables import TITLES as _LITHUANIAN
from syncd.core.languages.ru.tables import TITLES as _RUSSIAN
from syncd.core.tables import DAYS, FIELDS, TableKind, currency_of, day_order, raw_row
from syncd.errors import ConfigError, ItemError, SourceError

_DELIMITERS: Final = ";\t,|"
_HEADING_WITHIN: Final = 30  # rows: a report has its own title above the heading
_LONGEST_CELL: Final = 100_000  # characters
_ASIDE: Final = re.compile(r"\s*[,(]\s*([^,()]{1,6})\)?$")  # a unit behind a title
_NO_ROW: Final = "?"  # before the id of a row that has none


class TablesOptions(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Keys of a `tables` source."""

    path: str
    """The CSV file."""
    kind: TableKind
    """customers, orders, invoices or assets (installed units)."""
    columns: dict[str, str | int] = {}
    """The title of the column, or its number from 1, of each field; those left out are known by their usual titles in en, lt, ru."""
    currency: str = ""
    """ISO code of sums beside which none stands."""
    encoding: str = ""
    """The character set; by default found out."""


class _Table:
    """The rows of the file as they are now (a `Folder` of `listing.folder_pages`)."""

    def __init__(self, path: Path, options: TablesOptions) -> None:
        self._path, self._options = path, options
        self._rows: dict[str, bytes] = {}
        self._broken: dict[str, str] = {}

    def stamp(self) -> str:
        """Time and size of the file, and how it is to be read."""
        try:
            state = self._path.stat()
        except OSError as problem:
            raise source_error(self._path, problem) from problem
        return "" if is_fresh(state.st_mtime, time.time()) else f"{state.st_mtime_ns} {state.st_size} {mark_of(msgspec.json.encode(self._options)).hex()}"

    def listing(self) -> Mapping[str, bytes]:
        """The rows that are there, by code or number, each with a mark of its words."""
        self._read()
        return {i: mark_of(raw) for i, raw in self._rows.items()} | {i: mark_of(why.encode()) for i, why in self._broken.items()}

    def newest_first(self, remote_ids: Sequence[str]) -> Sequence[str]:
        """From the end of the file, where new rows are written."""
        return remote_ids[::-1]

    def read(self, remote_id: str, known: bytes | None) -> tuple[Change | None, bytes]:
        """The row as an item."""
        if remote_id in self._broken:
            return Broken(remote_id, self._broken[remote_id]), mark_of(self._broken[remote_id].encode())
        raw = self._rows[remote_id]
        return Fetched(remote_id, raw, TABLE_ROW, Marks(size=len(raw))), mark_of(raw)

    def changes(self, remote_ids: Iterable[str]) -> Iterator[Change]:
        """Single rows by id."""
        self._read()
        for remote_id in remote_ids:
            change = self.read(remote_id, None)[0] if remote_id in self._rows or remote_id in self._broken else None
            yield change or Gone(remote_id)

    def _read(self) -> None:
        self._rows, self._broken = {}, {}
        kind, options = self._options.kind, self._options
        found = list(_cells(self._text()))
        self._broken = {f"{_NO_ROW}{n}": f"row {n}: {row}" for n, row in enumerate(found, 1) if isinstance(row, str)}
        rows = [[] if isinstance(row, str) else row for row in found]
        if not any(rows):
            raise SourceError(f"{self._path} is empty; nothing is taken from it until it has at least its heading")
        start, columns = _heading(rows, options, self._path)
        currency = options.currency or _currency_in(rows, start, columns)
        data = [{f: row[n].strip() for f, n in columns.items() if n < len(row)} for row in rows[start:]]
        days = day_order(row.get(f, "") for row in data for f in DAYS & row.keys())
        for number, cells in enumerate(data, start + 1):
            known_by = cells.get(FIELDS[kind][0], "")
            if not any(cells.values()):
                continue
            if not known_by:
                if _is_row(cells):
                    self._broken[f"{_NO_ROW}{number}"] = f"row {number} has no {FIELDS[kind][0]}"
                continue
            if currency and cells.get("amount") and not cells.get("currency"):
                cells["currency"] = currency
            self._rows[self._id(known_by)] = raw_row(kind, cells, days)

    def _id(self, known_by: str) -> str:
        """An id of its own for each row: an order of several lines has its number several times."""
        remote_id, n = known_by[:200], 1
        while remote_id in self._rows:
            n += 1
            remote_id = f"{known_by[:200]}#{n}"
        return remote_id

    def _text(self) -> str:
        try:
            found = read_content(self._path)
        except ItemError as problem:
            raise SourceError(str(problem)) from problem
        if found is None:
            raise SourceError(f"{self._path} is not there; mount or create it, or correct `path`")
        return charsets.decode(found.raw, self._options.encoding).text.lstrip("\ufeff")


def _is_row(cells: Mapping[str, str]) -> bool:
    """Whether a row without its number is one all the same, and not the total beneath the table."""
    return len([c for c in cells.values() if c]) > 2


def _cells(text: str) -> Iterator[list[str] | str]:
    """The rows of a CSV text, or why one is none. Between cells stands what stands oftenest in the lines that have most of it."""
    lines = [line for line in text.splitlines()[:200] if line.strip()]
    counts = {d: sorted((line.count(d) for line in lines), reverse=True) for d in _DELIMITERS}
    delimiter = max(_DELIMITERS, key=lambda d: sum(counts[d][: len(lines) // 2 + 1]))
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as problem:  # a cell without end
            yield str(problem)
            continue
        yield row


def _heading(rows: Sequence[Sequence[str]], options: TablesOptions, path: Path) -> tuple[int, dict[str, int]]:
    """How many rows stand before the first of the table, and which column holds which field."""
    numbered = {f: c - 1 for f, c in options.columns.items() if isinstance(c, int)}
    best: tuple[int, dict[str, int]] = (1, dict(numbered))
    for n, row in enumerate(rows[:_HEADING_WITHIN], 1):
        titles = [_title(cell) for cell in row]
        found = {f: titles.index(t) for f in FIELDS[options.kind] for t in _titles_of(f, options) if t in titles}
        found = {f: next(titles.index(t) for t in _titles_of(f, options) if t in titles) for f in found} | numbered
        if len(found) > len(best[1]):
            best = n, found
    known_by = FIELDS[options.kind][0]
    if rows and known_by not in best[1]:
        raise SourceError(f"{path}: which column holds the {known_by} is not known; write it into `columns`, such as columns = {{ {known_by} = \"Nr.\" }}")
    widest = max(map(len, rows), default=0)
    missing = [str(c) for f, c in options.columns.items() if f not in best[1] or (isinstance(c, int) and not 1 <= c <= widest)]
    if rows and missing:
        raise SourceError(f"{path}: there is no column {', '.join(missing)}; correct `columns`")
    return best


def _currency_in(rows: Sequence[Sequence[str]], start: int, columns: Mapping[str, int]) -> str:
    """The currency that the title of the sums names: "Suma, EUR", "Сумма (руб.)"; or ''."""
    row = rows[start - 1] if len(rows) >= start else ()
    title = row[columns["amount"]] if columns.get("amount", len(row)) < len(row) else ""
    found = _ASIDE.search(title.strip())
    return (currency_of(found[1]) or "") if found else ""


def _titles_of(field: str, options: TablesOptions) -> list[str]:
    """The titles a field's column may have, the surest first."""
    told = options.columns.get(field)
    if told is not None:
        return [_title(str(told))] if isinstance(told, str) else []
    return [_title(t) for titles in (_ENGLISH, _LITHUANIAN, _RUSSIAN) for t in titles[field].split("|")]


def _title(cell: str) -> str:
    """A title as titles are compared."""
    return re.sub(r"[\s.:]+", " ", _ASIDE.sub("", cell.strip("\ufeff \t\"'"))).strip().lower()


class TablesHarvester:
    """One table: one collection."""

    def __init__(self, path: Path, options: TablesOptions, size: Size | None = None) -> None:
        self._path, self._options = path, options
        self._size = size or Size(items=2000)

    def collections(self) -> Iterable[Collection]:
        """The one table."""
        _Table(self._path, self._options).stamp()
        return [Collection(id=".", name=self._path.name, role="tables")]

    def pages(self, collection: Collection, cursor: Cursor | None) -> Iterator[Page]:
        """The rows that are new, changed or gone."""
        return folder_pages(_Table(self._path, self._options), cursor, self._size)

    def fetch(self, collection: Collection, remote_ids: Iterable[str]) -> Iterator[Change]:
        """Single rows by id."""
        return _Table(self._path, self._options).changes(remote_ids)


def open_harvester(options: TablesOptions, base: Path, owner: str, max_message: int = MAX_MESSAGE) -> TablesHarvester:
    """The table of one source. Raises ConfigError for a field such tables do not have."""
    unknown = sorted(options.columns.keys() - set(FIELDS[options.kind]))
    if unknown:
        raise ConfigError([f"columns: {options.kind} have no {unknown[0]}; they have {', '.join(FIELDS[options.kind])}"])
    if any(isinstance(place, int) and place < 1 for place in options.columns.values()):
        raise ConfigError(["columns: a number below 1 is no column; they are counted from 1"])
    return TablesHarvester(base / options.path, options)
