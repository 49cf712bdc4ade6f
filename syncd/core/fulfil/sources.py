"""Takes the source of a pattern apart: its alternatives, and where a group ends."""

from __future__ import annotations

from collections.abc import Iterator


def branches(source: str) -> list[str]:
    """The alternatives of a pattern on its outermost level."""
    cuts = [at for at, letter, depth in _levels(source) if letter == "|" and depth == 0]
    return [source[start:end] for start, end in zip([0, *(at + 1 for at in cuts)], [*cuts, len(source)], strict=True)]


def closing(group: str) -> int:
    """Where the group that a text begins with ends."""
    return next((at + 1 for at, letter, depth in _levels(group) if letter == ")" and depth == 0), len(group))


def _levels(source: str) -> Iterator[tuple[int, str, int]]:
    """Each place of a pattern that is not escaped, nor in a set of letters: its letter, and how many groups are open behind it."""
    depth = at = 0
    while at < len(source):
        if source[at] == "\\":
            at += 2
            continue
        if source[at] == "[":
            at = max(at, source.find("]", at + 2 + source.startswith("^", at + 1)))
        depth += (source[at] == "(") - (source[at] == ")")
        yield at, source[at], depth
        at += 1
