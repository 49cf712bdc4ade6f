"""Notices: confidentiality, viruses, the environment, the foot a mailing list adds."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from syncd.core.clean.tables import FIRST_PERSON, FOOTERS, NOTICES
from syncd.core.model import ZoneKind

_DEEP = 400  # characters into a line: what a notice so deep shares its line with is the writer's
_FOOT_SIGNS = ("://", "@", "www.", "|", "because", "потому", "поскольку", "так как", " nes", "todėl")  # a link, or the reason
_READ = 2000  # characters of a paragraph that are searched for speech


def mark_notices(lines: Sequence[str], kinds: list[ZoneKind]) -> None:
    """Mark the own paragraphs that are notices: confidentiality, viruses, the foot of a list."""
    own = [at for at, kind in enumerate(kinds) if kind == "own"]
    flat = " ".join([lines[at] for at in own]).lower()
    if "*" in flat:
        flat = flat.replace("*", " ")
    present = NOTICES.present(flat)
    if present:
        starts = _line_starts([lines[at].lower() for at in own])
        for phrase in present:
            for at in _places(flat, phrase):
                place = bisect_right(starts, at) - 1
                if kinds[own[place]] == "own" and at - starts[place] < _DEEP:
                    _mark_paragraph(lines, kinds, own[place], phrase in FOOTERS)
    if "__________" in flat:
        for at in own:
            if kinds[at] == "own" and lines[at][:10] == "__________" and _is_list_foot(lines, at):
                _mark_rest(lines, kinds, at)


def _places(text: str, phrase: str) -> Iterator[int]:
    """Where the phrase stands; more than twenty places of one notice are no letter."""
    at = text.find(phrase)
    for _ in range(20):
        if at < 0:
            return
        yield at
        at = text.find(phrase, at + len(phrase))


def _line_starts(lines: Sequence[str]) -> list[int]:
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    return starts


def _is_list_foot(lines: Sequence[str], at: int) -> bool:
    """A drawn line near the end with an address or a link under it: the foot Mailman adds."""
    below = [line for line in lines[at + 1 : at + 12] if line.strip()]
    return len(below) <= 6 and any("list" in line.lower() or "://" in line for line in below[:3])


def _mark_paragraph(lines: Sequence[str], kinds: list[ZoneKind], at: int, alone: bool) -> None:
    """Mark the paragraph of a notice, unless somebody speaks in it.

    At the end of a letter the paragraphs below go on with it; at its beginning, or where the notice is a mere foot
    (`alone`), they do not.
    """
    start, end = _paragraph_start(lines, kinds, at), at + 1
    while end < len(lines) and kinds[end] == "own" and lines[end].strip():
        end += 1
    paragraph = " ".join(lines[start:end])[:_READ]
    if FIRST_PERSON.search(paragraph) or (alone and not any(sign in paragraph for sign in _FOOT_SIGNS)):
        return
    for i in range(start, end):
        kinds[i] = "disclaimer"
    if not alone and any(line.strip() for line in lines[:start]):
        _mark_rest(lines, kinds, end)


def _paragraph_start(lines: Sequence[str], kinds: Sequence[ZoneKind], at: int) -> int:
    """The first line of a notice that has a telling phrase in line `at`."""
    start = at
    while start > 0 and at - start < 3 and kinds[start - 1] == "own" and lines[start - 1].strip():
        start -= 1
        if _is_rule(lines[start]):
            return start
    deep = at - start == 3 and bool(lines[start - 1].strip())
    return at if deep else start  # what stands above in a long paragraph is more likely the writer's


def _is_rule(line: str) -> bool:
    return len(line) > 1 and not line.strip(" _-=*~")


def _mark_rest(lines: Sequence[str], kinds: list[ZoneKind], start: int) -> None:
    """Mark the own lines from `start` up to the next quote as a notice; a postscript or a person's speech ends it."""
    for i in range(start, len(kinds)):
        if kinds[i] != "own" or is_postscript(lines[i]) or FIRST_PERSON.search(lines[i][:_READ]):
            break
        kinds[i] = "disclaimer"


def is_postscript(line: str) -> bool:
    return line.lstrip()[:4].replace(" ", "").lower().startswith(("p.s", "ps:", "ps.", "p.p.s", "з.ы", "зы", "п.с"))
