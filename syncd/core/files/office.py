"""The words of Word, PowerPoint, Excel (ECMA-376) and OpenDocument (ISO/IEC 26300) files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from syncd.core.files.package import Enough, Package, Walker
from syncd.core.files.values import MAX_TEXT, Unreadable


@dataclass(frozen=True, slots=True)
class Markup:
    """What the elements of a format mean, by local name: whose characters are words, what stands where one ends, what is left out."""

    words: frozenset[str]
    marks: dict[str, str]  # at its end
    cell: str  # of a table: paragraphs inside one stay on its line
    skipped: frozenset[str]


# `Fallback` repeats what its `Choice` says; `pPr` holds tab stops, which are no tabs.
_WORD: Final = Markup(
    frozenset({"t"}), {"tab": "\t", "br": "\n", "cr": "\n", "p": "\n", "tc": "\t", "tr": "\n"}, "tc", frozenset({"Fallback", "pPr", "rPr", "tblPr", "sectPr"})
)
_SLIDE: Final = Markup(frozenset({"t"}), {"br": "\n", "p": "\n", "tc": "\t", "tr": "\n"}, "tc", frozenset({"Fallback", "pPr", "rPr", "extLst"}))
_OPEN: Final = Markup(
    frozenset({"p", "h"}), {"tab": "\t", "s": " ", "line-break": "\n", "p": "\n", "h": "\n", "table-cell": "\t", "table-row": "\n"},
    "table-cell", frozenset({"tracked-changes", "automatic-styles", "scripts", "font-face-decls"}),
)  # fmt: skip
_SLIDE_FILE: Final = re.compile(r"ppt/slides/slide(\d{1,5})\.xml")
_WORD_FILES: Final = (r"word/document\d*\.xml", r"word/(?:footnotes|endnotes)\.xml", r"word/header\d+\.xml", r"word/footer\d+\.xml")


def read_office(data: bytes) -> str:
    """The words of a document in a zip, whichever kind it is."""
    package = Package(data)
    if package.head("mimetype").startswith(b"application/vnd.oasis.opendocument."):
        return _read_open(package)
    if documents := [name for pattern in _WORD_FILES for name in sorted(package.names) if re.fullmatch(pattern, name)]:
        return _read_all(package, documents, _WORD)
    if "xl/workbook.xml" in package.names:
        from syncd.core.files.sheets import read_sheets

        return read_sheets(package)
    if slides := sorted((int(found[1]), name) for name in package.names if (found := _SLIDE_FILE.fullmatch(name))):
        return _read_all(package, [name for _, name in slides], _SLIDE)
    raise Unreadable("no_document")


def _read_open(package: Package) -> str:
    if b"encryption-data" in b"".join(package.pieces("META-INF/manifest.xml") if "META-INF/manifest.xml" in package.names else ()):
        raise Unreadable("encrypted")
    if "content.xml" not in package.names:
        raise Unreadable("damaged")
    return _read_all(package, ["content.xml"], _OPEN)


def _read_all(package: Package, names: Iterable[str], markup: Markup) -> str:
    """The words of some members in a row; pages' equal headers and footers once."""
    texts: dict[str, None] = {}
    room = MAX_TEXT
    for name in names:
        reading = _Reading(markup, room)
        Walker(reading.start, reading.end, reading.text).read(package.pieces(name))
        text = "".join(reading.taken)
        texts[text] = None
        room -= len(text)
        if room <= 0:
            break
    return "\n".join(texts)


class _Reading:
    """The words of one member as they come."""

    def __init__(self, markup: Markup, room: int) -> None:
        self._words, self._marks, self._cell, self._skipped = markup.words, markup.marks, markup.cell, markup.skipped
        self._room = room
        self._inside = self._without = self._cells = 0
        self.taken: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in self._skipped:
            self._without += 1
        elif name in self._words:
            self._inside += 1
        elif name == self._cell:
            self._cells += 1

    def end(self, name: str) -> None:
        if name in self._skipped:
            self._without -= 1
            return
        if name in self._words:
            self._inside -= 1
        elif name == self._cell:
            self._cells -= 1
        if not self._without and (mark := self._marks.get(name)):
            self._take(" " if mark == "\n" and self._cells else mark)

    def text(self, text: str) -> None:
        if self._inside and not self._without:
            self._take(text)

    def _take(self, text: str) -> None:
        self.taken.append(text)
        self._room -= len(text)
        if self._room <= 0:
            raise Enough
