"""What a customer writes: orders, payments and refusals. A price alone is none: it may be a budget, a rival's, a supplier's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from syncd.core.matters import OfferState
from syncd.core.offers import terms
from syncd.core.offers.asked import is_private
from syncd.core.offers.entry import Entry, Line
from syncd.core.offers.lexicon import NUMBERS, OPTIONS, content, fold, words
from syncd.core.offers.product import product_of, told, trimmed
from syncd.core.offers.scene import Scene
from syncd.core.offers.segments import segments
from syncd.core.offers.state import Cue, polite_order
from syncd.core.offers.sums import Sum

_BORDER = re.compile(r"[,;:(]\s+|\)\s+|[.!]\s+|\s[–—-]\s|\s(?:but|bet|но|а|o)\s")
_TAKES = words("TAKES")
_A_COUNT = "|".join(sorted(NUMBERS, key=len, reverse=True))
_NEXT = re.compile(rf"(?:[,;] (?:and |ir |и |dar |еще |also )?|\s(?:and|ir|и|plus|plius|плюс|bei)\s)(?=(?:\d{{1,4}} ?[^\W\d]|(?:{_A_COUNT}) [^\W\d]))")
_LEADING = words("LEADING", before=r"^[\s,.;–—-]*")
_OTHERS = words("OTHERS")
_COUNTS_FIRST = re.compile(rf"(?:and |ir |и |dar |еще |also )?(?:\d{{1,4}} ?[^\W\d]|(?:{_A_COUNT}) [^\W\d])")
_OPTION = re.compile(rf"(?:\S+ )?(?:{OPTIONS})(?!\w)(?: (?:\w|nr\.? ?\d+|№ ?\d+|\d+)(?!\w))?")
_HEADS = words("HEADS_ORDER", before=r"^\W*")
_ORDERS = words("HEADS_ORDER")
_BUYS = words("BUYS")
_PREFIXES = re.compile(r"^(?:re|fwd?)(?:\[\d+\])?: *")
_POLITE_LINE = 120  # characters
_MOST = 25  # sums of an order; a mail with more is a market letter or a price list
_SOMEBODY = re.compile(r"(?:they|he|she|jie|jis|ji|они|он|она)(?!\w)")
_HEADING = 80  # characters
_COUNT = re.compile(r"\d ?(?:x|х|vnt|шт|pcs|kg|кг|m|м|dez|box|bag|set|kompl|компл|упак|мешк|рул)")


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Carried:
    """What a sentence without a sum said of the ones after it."""

    state: OfferState
    paragraph: int


def their_entries(lines: Sequence[Line], scene: Scene) -> list[Entry]:
    """The entries of a customer's words, in order."""
    if sum(len(line.asked) for line in lines) > _MOST:
        return []
    found: list[Entry] = []
    carried: _Carried | None = None
    orders = any(cue.state == "ordered" and _BUYS.match(line.folded, cue.start) for line in lines for cue in line.cues)
    heading: OfferState | None = "ordered" if _HEADS.match(_PREFIXES.sub("", scene.subject)) else None
    for n, line in enumerate(lines):
        cues = list(line.cues)
        if heading and not cues and (line.item or line.asked or _COUNT.search(line.folded)) and content(line.folded):
            found += _listed(line, n, heading)
            continue
        heading = _heading(line, lines[n + 1 : n + 2], cues)
        if line.text.endswith("?") or is_private(line.folded):
            continue
        if cues and not heading and not line.asked and (scene.offered or _ORDERS.search(line.folded)):
            carried = _Carried(cues[-1].state, line.paragraph)
        if not cues and line.asked and (cue := _unsaid(line, carried, orders=orders)):
            cues = [cue]
        if cues and not heading:
            found += _in_line(line, n, cues)
    some = scene.offered or any(e.sums for e in found)
    return [e for e in found if e.sums or (e.state != "paid" and some and (e.sure or _is_answered(e, scene)))]


def _is_answered(e: Entry, scene: Scene) -> bool:
    """Whether the offer they answer names the thing, or their refusal can be about nothing else."""
    above = {w[:5] for w in content(f"{fold(scene.quoted)} {scene.subject}")}
    return e.state == "rejected" or any(w[:5] in above for w in content(fold(e.product)))


def _unsaid(line: Line, carried: _Carried | None, *, orders: bool) -> Cue | None:
    """What a line with a price, and no word for it, does: what the sentence before said, or it asks politely; `orders`: as its mail does elsewhere."""
    if carried is not None and carried.state != "rejected" and line.paragraph - carried.paragraph <= 1:
        return Cue(carried.state, 0, 0)
    if orders and not _SOMEBODY.match(line.folded):
        return Cue("ordered", 0, 0)
    return polite_order(line.folded) if len(line.text) <= _POLITE_LINE else None


def _heading(line: Line, following: Sequence[Line], cues: list[Cue]) -> OfferState | None:
    """What a line says of the list below it."""
    state: OfferState | None = cues[-1].state if cues else "ordered" if _HEADS.match(line.folded) else None
    if state is None or state == "paid" or line.asked:
        return None
    lists = any(f.item or _COUNTS_FIRST.match(f.folded) for f in following)
    return state if line.text.endswith(":") or (lists and len(line.text) <= _HEADING) else None


def _listed(line: Line, n: int, state: OfferState) -> list[Entry]:
    """One item of a list whose heading orders or refuses."""
    asked = line.asked
    product = product_of(line.text, asked[0].start, asked[-1].end) if asked else trimmed(line.text)
    if not product:
        return []
    return [
        Entry(
            start=line.start, end=line.start + len(line.text), product=product, sums=tuple(asked) if state != "rejected" else (), line=n, state=state, sure=True,
            numbers=terms.numbers(line.folded, line.text), why=f"a customer's list, its heading says {state}",
        )
    ]


def _in_line(line: Line, n: int, cues: list[Cue]) -> list[Entry]:
    clauses = _clauses(line.folded)
    found: list[Entry] = []
    free = 0  # the first clause that belongs to nothing yet
    at = [next(i for i, c in enumerate(clauses) if c.start <= cue.start < max(c.end, c.start + 1)) for cue in cues]
    for i, cue in enumerate(cues):
        if i and at[i] == at[i - 1]:
            continue
        if _OTHERS.search(line.folded, clauses[at[i]].start, cue.start) and cue.state != "rejected":
            continue
        if _SOMEBODY.match(line.folded, clauses[at[i]].start):
            continue
        stop = next((k for k in at[i + 1 :] if k > at[i]), len(clauses))
        entries, free = _of_cue(line, n, cue, clauses, (free, at[i], stop))
        found += entries
    return found


def _of_cue(line: Line, n: int, cue: Cue, clauses: list[_Clause], reach: tuple[int, int, int]) -> tuple[list[Entry], int]:
    """The entries of one word of ordering, paying or refusing, and the first clause left over."""
    free, own, stop = reach
    first = last = own
    ahead = [k for k in range(own, stop) if _sums_in(line, clauses[k]) or (k > own and cue.state == "ordered" and _begins_with_count(line, clauses[k]))]
    behind = [k for k in range(free, own) if _sums_in(line, clauses[k])]
    if cue.state == "rejected":
        ahead = [k for k in ahead if k == own]
    if ahead:
        last = ahead[-1]
    elif behind:
        first = behind[0]
    if not ahead and not behind and not _named(line, clauses[own], cue) and own > free:
        first = own - 1
    if not ahead and not behind:
        first, last = _whole_thought(line, clauses, (free, first, last, stop))
    start, end = clauses[first].start, clauses[last].end
    asked = [x for x in line.asked if start <= x.start < end]
    if asked and not content(_without(line, cue, start, asked[0].start)) and first > free and not content(line.folded[asked[-1].end : end]):
        first -= 1
        start = clauses[first].start
    return _entries(line, n, cue, start, end, asked), last + 1


def _whole_thought(line: Line, clauses: list[_Clause], reach: tuple[int, int, int, int]) -> tuple[int, int]:
    """Words without a sum go on to the next sum or the next word of state, on both sides: they give the reason."""
    free, first, last, stop = reach
    money = [x.start for x, kind in line.sums if kind]
    while last + 1 < stop and not any(clauses[last + 1].start <= m < clauses[last + 1].end for m in money):
        last += 1
    while first > free and not any(clauses[first - 1].start <= m < clauses[first - 1].end for m in money):
        first -= 1
    return first, last


def _entries(line: Line, n: int, cue: Cue, start: int, end: int, asked: list[Sum]) -> list[Entry]:
    start += _lead(line.folded[start:end])
    entries = []
    sure = cue.state == "ordered" and _TAKES.match(line.folded, cue.start) is not None
    for a, b, sums in _pieces(line, cue, start, end, asked):
        words_ = line.text[a:b]
        if a <= cue.start < b:
            words_ = words_[: cue.start - a] + " " * (min(cue.end, b) - cue.start) + words_[min(cue.end, b) - a :]
        product = product_of(words_, sums[0].start - a, sums[-1].end - a) if sums else _asked_for(words_)
        if sums or product:
            entries.append(
                Entry(
                    start=line.start + a, end=line.start + b, product=product, sums=tuple(sums), state=cue.state, line=n, weak=not product, sure=sure,
                    numbers=terms.numbers(line.folded, line.text), why=f"a customer's words: {cue.state}",
                )
            )
    return entries


def _pieces(line: Line, cue: Cue, start: int, end: int, asked: list[Sum]) -> list[tuple[int, int, list[Sum]]]:
    """The products of a stretch as places in the line: each with its own price, or its own count."""
    cuts = [(start, start)]
    if len(asked) > 1:
        parts = segments(line, asked, ordered=True)
        cuts += [(a, b) for (_, a, _), (b, _, _) in pairwise(parts) if start < a <= b < end]
    if cue.state == "ordered":
        cuts += [m.span() for m in _NEXT.finditer(line.folded, max(start, cue.start), end) if not any(x.start == m.end() for x in asked)]
    cuts = sorted(set(cuts))
    pieces = []
    for i, (_, a) in enumerate(cuts):
        b = cuts[i + 1][0] if i + 1 < len(cuts) else end
        if line.folded[a:b].strip(" ,;."):
            pieces.append((a, b, [x for x in asked if a <= x.start < b]))
    return pieces


def _asked_for(text: str) -> str:
    """The name of a thing without a price: up to the next verb of ordering; "option B" where nothing else is named."""
    folded = fold(text)
    named = told(text)
    if named:
        return named
    m = _OPTION.search(folded)
    return text[m.start() : m.end()].strip() if m else ""


def _begins_with_count(line: Line, clause: _Clause) -> bool:
    return bool(_COUNTS_FIRST.match(line.folded, clause.start, clause.end)) and bool(content(line.folded[clause.start : clause.end]))


def _sums_in(line: Line, clause: _Clause) -> list[Sum]:
    return [x for x in line.asked if clause.start <= x.start < clause.end]


def _named(line: Line, clause: _Clause, cue: Cue) -> list[str]:
    return content(_without(line, cue, clause.start, clause.end))


def _without(line: Line, cue: Cue, start: int, end: int) -> str:
    """The folded words of a stretch without those of the cue."""
    return line.folded[start : max(start, min(cue.start, end))] + " " + line.folded[max(start, min(cue.end, end)) : end]


def _lead(s: str) -> int:
    m = _LEADING.match(s)
    return m.end() if m else 0


def _clauses(s: str) -> list[_Clause]:
    clauses, start = [], 0
    for m in _BORDER.finditer(s):
        clauses.append(_Clause(start, m.start()))
        start = m.end()
    clauses.append(_Clause(start, len(s)))
    return clauses
