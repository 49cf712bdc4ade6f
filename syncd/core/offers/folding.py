"""Makes a text and the tables of words comparable, and keeps every place: lower case, plain blanks and Latin letters, «е» for «ё»."""

from __future__ import annotations

_PLAIN = str.maketrans(
    "ąčęėįšųūžё\n\r\t\u00a0\u2007\u2009\u200a\u202f`’‘\u2011\u2010",
    "aceeisuuz" + "\u0435" + " " * 8 + "'''--",
)


def fold(text: str) -> str:
    """Lower case with plain letters and blanks, as long as `text`."""
    low = text.lower()
    if len(low) != len(text):  # a letter whose lower case is longer
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.translate(_PLAIN)
