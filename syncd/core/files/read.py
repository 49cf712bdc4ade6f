"""Which reader reads a file, by the first bytes of it."""

from __future__ import annotations

import re
from typing import Final

from syncd.core.files.values import MAX_FILE, MAX_TEXT, FileText, Unreadable, gathered

# What is not worth fetching: pictures, sound, films, signatures. Everything else is looked at, whatever it calls itself.
_NO_WORDS: Final = re.compile(
    r"(?:image|audio|video|font|model)/|application/(?:pgp-|x-)?(?:pkcs7|pgp|pkcs10|x-x509)|application/(?:ms-tnef|vnd\.ms-tnef)|text/(?:calendar|vcard|x-vcard)"
)
_PICTURES: Final = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".webp", ".svg", ".ico", ".mp3", ".mp4", ".wav", ".p7s", ".asc", ".ics", ".vcf")
_DOCUMENTS: Final = (".pdf", ".docx", ".docm", ".dotx", ".xlsx", ".xlsm", ".pptx", ".odt", ".ods", ".odp", ".txt", ".csv", ".htm", ".html")
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BLANK_LINES: Final = re.compile(r"\n[ \t\r\f\v\n]*\n")
_TRAILING: Final = re.compile(r"[ \t\r\f\v\xa0]+\n")


def may_be_read(name: str, media_type: str) -> bool:
    """Whether a file of this name and label is worth looking into."""
    low = name.lower()
    return low.endswith(_DOCUMENTS) or not (low.endswith(_PICTURES) or _NO_WORDS.match(media_type.lower()))


def read_file(data: bytes, media_type: str = "") -> FileText:
    """The words of a file. `media_type` is its label, which may carry a charset and is asked last."""
    try:
        text = _shown(_read(data, media_type))
    except Unreadable as problem:
        return FileText("", problem.problem)
    return FileText(text)


def _read(data: bytes, media_type: str) -> str:
    if len(data) > MAX_FILE:
        raise Unreadable("too_large")
    if b"%PDF-" in data[:1024]:
        from syncd.core.files.pdf import read_pdf

        return read_pdf(data)
    if data[:4] == b"PK\x03\x04":
        from syncd.core.files.office import read_office

        return read_office(data)
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":  # the container of Word 97, and of a sealed .docx ([MS-OFFCRYPTO] section 2.3.2)
        raise Unreadable("encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "no_document")
    if not _is_text(data):
        raise Unreadable("no_document")
    return _read_text(data, media_type)


def _is_text(data: bytes) -> bool:
    """Whether these bytes are written text in some code page, as far as their beginning tells; rich text (RTF) is not."""
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    return not _CONTROLS.search(head) and not head.lstrip().startswith((b"{\\rtf", b"%!PS"))


def _read_text(data: bytes, media_type: str) -> str:
    from syncd.core import charsets  # as every reader: the store, which only asks for names, need not load it

    kind, _, options = media_type.partition(";")
    label = re.search(r"charset=\"?([\w.:-]+)", options)
    text = charsets.decode(data[: 4 * MAX_TEXT], label[1] if label else "").text
    start = text[:1000].lstrip("\ufeff \t\r\n").lower()
    if "html" in kind.lower() or start.startswith(("<!doctype html", "<html")):
        from syncd.core.html import to_text

        return to_text(text)
    return gathered((text.lstrip("\ufeff"),))


def _shown(text: str) -> str:
    """Text any store can hold, its lines ending with \\n, with at most one empty line in a row."""
    from syncd.core import charsets

    text = charsets.clean(text.replace("\r\n", "\n").replace("\r", "\n"))
    return _BLANK_LINES.sub("\n\n", _TRAILING.sub("\n", text)).replace(" \t", "\t").strip()[:MAX_TEXT]
