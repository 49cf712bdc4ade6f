"""Texts as names are compared, sorted and looked for: lower case, without the marks on letters."""

from __future__ import annotations

import unicodedata

_IN_WORDS = frozenset(".-@_'&+/")  # what stands within names, addresses and numbers
_ASCII = str.maketrans({c: " " for c in map(chr, range(128)) if not c.isalnum() and c not in _IN_WORDS})


def folded(text: str | None) -> str:
    """A text as names are compared: lower case, without diacritics (ž as z, ё as е); й stays a letter of its own."""
    if not text:
        return ""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold()).replace("и\u0306", "й")
    return "".join(c for c in apart if not unicodedata.combining(c))


def in_words(text: str) -> str:
    """The folded words of a name, address or number, parted by one blank each, without quotes and brackets."""
    if text.isascii():  # most are, and all addresses and telephones
        return " ".join(text.lower().translate(_ASCII).split())
    return " ".join("".join(c if c.isalnum() or c in _IN_WORDS else " " for c in folded(text)).split())
