"""The words and figures of an Excel file: a line a row, tabs between cells, dates as YYYY-MM-DD (ECMA-376 part 1, section 18)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from syncd.core.files.package import Enough, Package, Walker
from syncd.core.files.values import MAX_TEXT, Unreadable

_MAX_SHARED: Final = 40_000  # strings kept of the table that the cells point into; those behind are beyond what is shown
_MAX_SHARED_TEXT: Final = 4_000_000  # characters
_MAX_ROWS: Final = 20_000  # of a file
_SHEET: Final = re.compile(r"xl/worksheets/sheet(\d{1,5})\.xml")
_DATE_FORMATS: Final = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})  # section 18.8.30
_IS_DATE: Final = re.compile(r"[ymd]", re.IGNORECASE)
_LITERAL: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')  # of a number format: quoted words, colours and currencies
_DAYS: Final = (dt.date(1899, 12, 30), dt.date(1904, 1, 1))  # day 0 of the two calendars (section 18.17.4.1)


def read_sheets(package: Package) -> str:
    """The sheets of a workbook in a row."""
    strings = _shared(package)
    styles = _Styles()
    if "xl/styles.xml" in package.names:
        Walker(styles.start, styles.end, _nothing).read(package.pieces("xl/styles.xml"))
    calendar = _DAYS[b'date1904="1"' in package.head("xl/workbook.xml", 4000) or b'date1904="true"' in package.head("xl/workbook.xml", 4000)]
    sheets = sorted((int(found[1]), name) for name in package.names if (found := _SHEET.fullmatch(name)))
    rows = _Rows(strings, styles.dates, calendar)
    for _, name in sheets:
        Walker(rows.start, rows.end, rows.text).read(package.pieces(name))
        if rows.is_full:
            break
    if not sheets:
        raise Unreadable("damaged")
    return "\n".join(rows.lines)


def _nothing(_: str) -> None:
    return


def _shared(package: Package) -> list[str]:
    """The table of strings; phonetic guides beside them are no words of it."""
    found: list[str] = []
    if "xl/sharedStrings.xml" not in package.names:
        return found
    parts: list[str] = []
    inside = without = size = 0

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal inside, without
        if name == "rPh":
            without += 1
        elif name == "t":
            inside += 1

    def end(name: str) -> None:
        nonlocal inside, without, size
        if name == "rPh":
            without -= 1
        elif name == "t":
            inside -= 1
        elif name == "si":
            found.append("".join(parts))
            size += len(found[-1])
            parts.clear()
            if len(found) >= _MAX_SHARED or size > _MAX_SHARED_TEXT:
                raise Enough

    Walker(start, end, lambda text: parts.append(text) if inside and not without else None).read(package.pieces("xl/sharedStrings.xml"))
    return found


class _Styles:
    """Which styles of cells show a date."""

    def __init__(self) -> None:
        self.dates: set[int] = set()
        self._formats: dict[int, bool] = {}
        self._cells = False
        self._number = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            code = _LITERAL.sub("", attributes.get("formatCode", ""))
            self._formats[_int(attributes.get("numFmtId"))] = bool(_IS_DATE.search(code)) and not re.search(r"[0#]", code)
        elif name == "cellXfs":
            self._cells = True
        elif name == "xf" and self._cells:
            number = _int(attributes.get("numFmtId"))
            if self._formats.get(number, number in _DATE_FORMATS):
                self.dates.add(self._number)
            self._number += 1

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._cells = False


class _Rows:
    """The lines of the sheets as they come."""

    def __init__(self, strings: list[str], dates: set[int], first_day: dt.date) -> None:
        self._strings, self._dates, self._first_day = strings, dates, first_day
        self.lines: list[str] = []
        self._room = MAX_TEXT
        self._cells: list[str] = []
        self._kind, self._style = "", 0
        self._parts: list[str] = []
        self._inside = False

    @property
    def is_full(self) -> bool:
        """Whether no more rows are kept."""
        return self._room <= 0 or len(self.lines) >= _MAX_ROWS

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._kind, self._style = attributes.get("t", "n"), _int(attributes.get("s"))
            self._parts = []
        elif name in ("v", "t"):
            self._inside = True

    def text(self, text: str) -> None:
        if self._inside:
            self._parts.append(text)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._inside = False
        elif name == "c":
            self._cells.append(self._shown("".join(self._parts)))
        elif name == "row":
            if line := "\t".join(self._cells).strip():
                self.lines.append(line)
                self._room -= len(line) + 1
            self._cells = []
            if self.is_full:
                raise Enough

    def _shown(self, value: str) -> str:
        if self._kind == "s":
            number = _int(value, -1)
            return self._strings[number] if 0 <= number < len(self._strings) else ""
        if self._kind == "n" and self._style in self._dates:
            return _date(value, self._first_day)
        if self._kind == "n" and len(value) > 12:
            return _plain(value)
        return value


def _plain(value: str) -> str:
    """A figure without the noise of its binary form: 1219.8999999999999 is 1219.9 (section 18.3.1.96 gives 17 digits)."""
    try:
        return f"{float(value):.12g}" if "." in value or "E" in value else value
    except ValueError:
        return value


def _date(value: str, first: dt.date) -> str:
    """The day a serial number means; what is none is shown as it stands."""
    try:
        days = float(value)
        day = first + dt.timedelta(days=int(days))
    except (ValueError, OverflowError):
        return value
    if not days % 1:
        return day.isoformat()
    minutes = round(days % 1 * 1440)
    return f"{day.isoformat()} {minutes // 60 % 24:02}:{minutes % 60:02}"


def _int(value: str | None, without: int = 0) -> int:
    """A whole number as written; `without` where it is none."""
    try:
        return int(value) if value and len(value) < 12 else without
    except ValueError:
        return without
