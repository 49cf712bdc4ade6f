"""Takes the source of a pattern apart: its alternatives, and where a group ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SIGN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|([()|])", re.DOTALL)


def branches(source: str) -> list[str]:
    """The alternatives of a pattern on its outermost level."""
    cuts = [at for at, letter, depth in _levels(source) if letter == "|" and depth == 0]
    return [source[start:end] for start, end in zip([0, *(at + 1 for at in cuts)], [*cuts, len(source)], strict=True)]


def closing(group: str) -> int:
    """Where the group that a text begins with ends."""
    return next((at + 1 for at, letter, depth in _levels(group) if letter == ")" and depth == 0), len(group))


def _levels(source: str) -> Iterator[tuple[int, str, int]]:
    """Each bracket of a group and each bar that is not escaped, nor in a set of letters: its place, and how many groups are open behind it."""
    depth = 0
    for found in _SIGN.finditer(source):
        sign = found[1]
        if sign:
            depth += (sign == "(") - (sign == ")")
            yield found.start(), sign, depth
