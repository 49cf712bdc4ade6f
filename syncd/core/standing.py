"""Where offers stand: how far each has come by what was said later, and which one contradicts an earlier one.

    offered → ordered → invoiced → paid, or rejected     by a later line about the same thing for the same customer
    contradicts                                          a later offer of a like product with another price or discount

About the same thing: the same number of an order or invoice, like products, or in one conversation the same amount or no
thing named at all where only one stands open. Functions of all lines of one customer, whatever the order they came in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from syncd.core.matters import OfferState
from syncd.core.stems import word_stems

_ALIKE = 0.6  # of the words of the shorter product stand in the longer
_ABOUT = 0.5  # of those of product and subject, where two conversations are compared
_FOLLOWED, _COMPARED = dt.timedelta(days=180), dt.timedelta(days=365)
_MOST_LATER = 200  # lines of one customer that are looked at after one
_SAME_PRICE = Decimal("0.01")  # a difference of so much is a rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One line of an offer, order, invoice or payment, as it was said. `amounts`: (sum, currency)."""

    key: str
    at: dt.datetime
    thread: str
    ours: bool  # one of us said it
    subject: str
    product: str
    amounts: tuple[tuple[Decimal, str], ...]
    discount: str
    valid_until: str  # YYYY-MM-DD or ''
    state: OfferState
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a line has come, by which later line ('' where nothing was said), and which earlier one it contradicts, in what."""

    state: OfferState
    by: str = ""
    contradicts: str = ""
    differs: str = ""  # price, discount, validity


def standing(lines: Sequence[Stated]) -> dict[str, Standing]:
    """Where each line of one customer stands, by its key."""
    ordered = sorted(lines, key=lambda line: (line.at, line.key))
    found: dict[str, Standing] = {}
    for n, line in enumerate(ordered):
        later = [o for o in ordered[n + 1 : n + 1 + _MOST_LATER] if o.at > line.at and o.at - line.at <= _FOLLOWED and o.state != "offered"]
        last = next((o for o in reversed(later) if _concerns(o, line, ordered)), None)
        earlier = _contradicted(line, ordered[max(0, n - _MOST_LATER) : n]) if line.state == "offered" and line.ours else None
        found[line.key] = Standing(
            last.state if last else line.state, last.key if last else "", earlier[0].key if earlier else "", earlier[1] if earlier else ""
        )
    return found


def _concerns(later: Stated, line: Stated, everything: Sequence[Stated]) -> bool:
    """Whether a later line says how far an earlier one has come."""
    if later.numbers and line.numbers:
        return not set(later.numbers).isdisjoint(line.numbers)
    if later.product and line.product and alike(later.product, line.product):
        return not later.amounts or not line.amounts or later.thread == line.thread or _meet(later, line)
    if not later.thread or later.thread != line.thread:
        return False
    if later.amounts and line.amounts:
        return _meet(later, line)
    open_ones = {o.key for o in everything if o.thread == line.thread and o.state == "offered" and o.at < later.at}
    return not (later.product and line.product) and open_ones <= {line.key}


def _contradicted(line: Stated, before: Sequence[Stated]) -> tuple[Stated, str] | None:
    """The last earlier offer of a like product with which this one does not agree, and in what."""
    for o in reversed(before):
        if o.state != "offered" or not o.ours or o.at >= line.at or line.at - o.at > _COMPARED or not _like(o, line):
            continue
        comparable = {c for _, c in o.amounts} & {c for _, c in line.amounts}
        if comparable and not _meet(o, line):
            return o, "price"
        if comparable and o.discount != line.discount:
            return o, "discount"
        return (o, "validity") if "" < line.valid_until < o.valid_until else None
    return None


def _like(one: Stated, other: Stated) -> bool:
    """Whether two offers are for the same thing: by the product; in two conversations by the product with the subject, too."""
    if alike(one.product, other.product):
        return True
    if one.thread == other.thread:
        return False
    few, many = sorted((_stems(f"{o.product} {o.subject}") for o in (one, other)), key=len)
    return len(few & many) >= max(2, _ABOUT * len(few))


def _meet(one: Stated, other: Stated) -> bool:
    """Whether one amount of each is the same, but for rounding."""
    return any(c == d and abs(a - b) <= _SAME_PRICE * max(abs(a), abs(b)) for a, c in one.amounts for b, d in other.amounts)


def alike(one: str, other: str) -> bool:
    """Whether two products are likely the same, by the stems of their words; those with different numbers of a model never are."""
    few, many = sorted((_stems(one), _stems(other)), key=len)
    models = [{s for s in stems if any(map(str.isdigit, s))} for stems in (few, many)]
    if all(models) and models[0].isdisjoint(models[1]):
        return False
    return bool(few) and len(few & many) / len(few) >= _ALIKE


@lru_cache(maxsize=4096)
def _stems(product: str) -> frozenset[str]:
    words = "".join(c if c.isalnum() else " " for c in product.lower()).split()
    return frozenset(min(word_stems(w), key=len) for w in words if len(w) > 3 or any(map(str.isdigit, w)))
