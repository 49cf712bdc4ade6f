"""Whether two offers for like things contradict one another: another price, another discount, another term."""

from __future__ import annotations

import re
from decimal import Decimal

from syncd.core.matters import Offer
from syncd.core.model import Language
from syncd.core.offers.lexicon import NOTHING, fold
from syncd.core.stems import stems

_WORD = re.compile(r"[^\W_]{3,}")
_SAME = Decimal("0.01")  # a hundredth more or less is the same price
_ENOUGH = 0.6  # of the words of the shorter name


def product_stems(product: str, language: Language) -> frozenset[str]:
    """The stems by which things are told apart; numbers of models count, words of trade do not."""
    kept = [word for word in _WORD.findall(fold(product)) if word not in NOTHING]
    return frozenset(stems(" ".join(kept), language).split())


def is_like(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two names, by their stems, may mean one thing; names with different model numbers never do."""
    if not one or not other:
        return False
    models = ({s for s in one if any(c.isdigit() for c in s)}, {s for s in other if any(c.isdigit() for c in s)})
    if models[0] and models[1] and not models[0] & models[1]:
        return False
    return len(one & other) >= _ENOUGH * min(len(one), len(other))


def disagreement(earlier: Offer, later: Offer, language: Language) -> str:
    """How a later offer contradicts an earlier one for a like thing: "price", "discount", "valid_until", or ''.

    Prices that differ by a hundredth at most agree, and so do a unit price and one of several amounts. A term only contradicts
    where the earlier offer promised a longer one. What is only paid, or was rejected, contradicts nothing.
    """
    if "paid" in (earlier.state, later.state) or "rejected" in (earlier.state, later.state):
        return ""
    if not is_like(product_stems(earlier.product, language), product_stems(later.product, language)):
        return ""
    if earlier.amounts and later.amounts and not _share_a_price(earlier, later):
        return "price"
    if earlier.state == later.state == "offered" and earlier.discount != later.discount:
        return "discount"
    if earlier.valid_until and later.valid_until and later.valid_until < earlier.valid_until:
        return "valid_until"
    return ""


def _share_a_price(earlier: Offer, later: Offer) -> bool:
    """Whether one amount of each is the same; sums of different currencies say nothing."""
    pairs = [(a.amount, b.amount) for a in earlier.amounts for b in later.amounts if a.currency == b.currency]
    return not pairs or any(abs(a - b) <= _SAME * max(a, b) for a, b in pairs)
