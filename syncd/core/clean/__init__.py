"""The zones of a letter: what its writer says now, and what is quoted, forwarded, signature or notice.

Only own words make promises, so the rule in doubt is: a sentence stays own unless something marks it as another's. It
reads text alone (no header, no HTML) and refuses nothing: any text gives zones that cover it whole, in linear time.

Three passes over the lines. First the borders of other people's words ('>' marks, "… wrote:", repeated header blocks,
forward marks), then the paragraphs that are notices, last the signatures.
"""

from __future__ import annotations

from collections.abc import Sequence

from syncd.core.clean.borders import mark_others, split_by_depth
from syncd.core.clean.notices import mark_notices
from syncd.core.clean.signatures import mark_signatures
from syncd.core.model import Zone, ZoneKind


def zones(text: str) -> tuple[Zone, ...]:
    """The zones of a plain text with \\n line ends, in order, from 0 to its end. An empty text has none."""
    if not text:
        return ()
    lines = text.split("\n")
    kinds: list[ZoneKind] = ["own"] * len(lines)
    mark_others(lines, kinds)
    mark_notices(lines, kinds)
    mark_signatures(lines, kinds)
    return _merge(lines, kinds)


def own_words(text: str, found: Sequence[Zone]) -> str:
    """The own zones of `text`, joined with newlines."""
    return "\n".join(text[zone.start : zone.end].strip("\n") for zone in found if zone.kind == "own").strip()


def quoted_words(text: str, found: Sequence[Zone]) -> str:
    """The quoted zones without their marks and headings, joined with newlines: the nearest quote first, then deeper ones."""
    blocks: list[tuple[int, list[str]]] = []
    for zone in found:
        if zone.kind == "quoted":
            split_by_depth(text[zone.start : zone.end].split("\n"), blocks)
    blocks.sort(key=lambda block: block[0])
    return "\n".join("\n".join(words).strip("\n") for _, words in blocks).strip()


def _merge(lines: Sequence[str], kinds: Sequence[ZoneKind]) -> tuple[Zone, ...]:
    """Neighbouring lines of one kind as one zone; a blank line belongs to what stands above it."""
    if kinds.count("own") == len(kinds):
        return (Zone(kind="own", start=0, end=sum(map(len, lines)) + len(lines) - 1),)
    found: list[Zone] = []
    kind: ZoneKind | None = None
    start = at = 0
    for line, line_kind in zip(lines, kinds, strict=True):
        if line_kind != kind and (kind is None or (line and not line.isspace())):
            if kind is not None and at > start:
                found.append(Zone(kind=kind, start=start, end=at))
                start = at
            kind = line_kind
        at += len(line) + 1
    if kind is not None and at - 1 > start:
        found.append(Zone(kind=kind, start=start, end=at - 1))
    return tuple(found)
