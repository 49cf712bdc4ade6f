"""What one of us writes: prices that are offered, orders confirmed, invoices sent, payments received."""

from __future__ import annotations

from collections.abc import Sequence

from syncd.core.matters import OfferState
from syncd.core.offers import terms
from syncd.core.offers.asked import is_private
from syncd.core.offers.entry import Entry, Line
from syncd.core.offers.lexicon import content, whole, words
from syncd.core.offers.product import product_of, trimmed
from syncd.core.offers.scene import Scene
from syncd.core.offers.segments import segments
from syncd.core.offers.state import our_state
from syncd.core.offers.sums import Sum

_DUNNING, _MISTAKE, _OFFERS, _TOLD = words("DUNNING"), words("MISTAKE"), whole("OFFERS"), words("TOLD")
_OPTIONS = words("OPTIONS")
_MOSTLY = 3  # sentences about other money: the mail is about nothing else
MOST_ASKED = 60  # sums: more are a market letter or a price list


def our_entries(lines: Sequence[Line], scene: Scene) -> list[Entry]:
    """The entries of our own words, in order."""
    if sum(is_private(line.folded) for line in lines) >= _MOSTLY or sum(len(line.asked) for line in lines) > MOST_ASKED:
        return []
    found: list[Entry] = []
    carried: OfferState | None = "invoiced" if scene.invoice and not _OFFERS.search(scene.subject) else None
    for n, line in enumerate(lines):
        cue = our_state(line.folded)
        if not line.asked:
            if cue is not None:
                carried = cue.state
            continue
        if is_private(line.folded) or scene.dunning or _DUNNING.search(line.folded) or _MISTAKE.search(line.folded):
            continue
        if scene.inside and not _TOLD.search(line.folded):
            continue
        found += _entries(line, n, cue.state if cue else None, carried, scene)
    return found


def _entries(line: Line, n: int, state: OfferState | None, carried: OfferState | None, scene: Scene) -> list[Entry]:
    pieces = segments(line, line.asked)
    entries = []
    for i, (start, end, sums) in enumerate(pieces):
        product = product_of(line.text[start:end], sums[0].start - start, sums[-1].end - start)
        begin, prefix = (_behind_heading(line, start, sums[0]) if len(pieces) > 1 else (start, ""))
        weak = not product
        entries.append(
            Entry(
                start=line.start + begin, end=line.start + end, product=f"{prefix} {product}".strip(), sums=tuple(sums), line=n, weak=weak,
                state=(state if i == 0 or state != "invoiced" else None) or (carried if weak or carried == "ordered" else None) or "offered",
                numbers=terms.numbers(line.folded, line.text), why=_why(state, carried, weak=weak),
            )
        )
    return entries


def _behind_heading(line: Line, start: int, first: Sum) -> tuple[int, str]:
    """«рольганг на 3 м: 1 вариант … , 2 вариант …»: the alternatives begin behind the colon, and share what stands before it."""
    colon = line.folded.find(": ", start, first.start)
    if colon < 0 or not content(line.folded[colon + 1 : first.start]):
        return start, ""
    return colon + 2, trimmed(line.text[start:colon]) if _OPTIONS.search(line.folded, colon) else ""


def _why(state: OfferState | None, carried: OfferState | None, *, weak: bool) -> str:
    if state:
        return f"a sum of ours, the sentence says {state}"
    return f"a sum of ours, {carried} as the words before say" if carried and weak else "a price of ours"
