"""The words of a PDF, by PDFium."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from syncd.core.files.values import Unreadable, gathered

MAX_PAGES: Final = 300
_PASSWORD: Final = 4  # FPDF_ERR_PASSWORD of fpdfview.h


def read_pdf(data: bytes) -> str:
    """The text of its first pages, a form feed's place taken by an empty line."""
    import pypdfium2  # 8 MB of library: only where a PDF is met

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        raise Unreadable("encrypted" if getattr(problem, "err_code", None) == _PASSWORD or "password" in str(problem).lower() else "damaged") from None
    try:
        text = gathered(_pages(document, min(len(document), MAX_PAGES)))
    finally:
        document.close()
    if not text.strip():
        raise Unreadable("scanned")
    return text


def _pages(document: Any, count: int) -> Iterator[str]:
    import pypdfium2

    for number in range(count):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:  # one page is damaged; the others are read
            continue
        words = page.get_textpage()
        yield words.get_text_range().replace("\ufffe", "") + "\n\n"  # U+FFFE: PDFium's sign for a hyphen at the end of a line
        words.close()
        page.close()
