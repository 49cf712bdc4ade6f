"""A text as names are compared and sorted: lower case, without the marks on letters."""

from __future__ import annotations

import unicodedata


def folded(text: str | None) -> str:
    """A text as names are compared: lower case, without diacritics (ž as z, ё as е); й stays a letter of its own."""
    if not text:
        return ""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c) or c == "\u0306").replace("и\u0306", "й")
