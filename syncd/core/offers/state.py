"""How far a sentence says that a thing has come: offered, ordered, invoiced, paid or rejected, by who writes it."""

from __future__ import annotations

import re
from typing import NamedTuple

from syncd.core.matters import OfferState
from syncd.core.offers.lexicon import words

_OURS: tuple[tuple[OfferState, re.Pattern[str]], ...] = (
    ("paid", words("PAID_OURS")),
    ("ordered", words("ORDERED_OURS")),
    ("invoiced", words("INVOICED")),
    ("rejected", words("REJECTED_OURS")),
)
_THEIRS: tuple[tuple[OfferState, re.Pattern[str]], ...] = (
    ("rejected", words("REJECTED")),
    ("paid", words("PAID_THEIRS")),
    ("ordered", words("ORDERED_THEIRS")),
)


_POLITE = words("POLITE")
_UNDONE = words("UNDONE", after=r",? (?:\w+ )?$")
_CONDITIONAL = words("CONDITIONAL_ORDER", before=r"^\W*", after=r" ")


_NEAR = 25  # characters before a word of ordering in which it is denied


class Cue(NamedTuple):
    """Where in a folded sentence a state is named."""

    state: OfferState
    start: int
    end: int


def our_state(s: str) -> Cue | None:
    """The state one of us names, the one furthest on its way first."""
    for state, pattern in _OURS:
        if m := pattern.search(s):
            return Cue(state, m.start(), m.end())
    return None


def their_states(s: str) -> list[Cue]:
    """The states a customer names in a sentence, in order; a refusal takes the word in it ("not go ahead") with it."""
    found: list[Cue] = []
    for state, pattern in _THEIRS:
        if state != "rejected" and _CONDITIONAL.match(s):
            break
        for m in pattern.finditer(s):
            if state != "rejected" and _UNDONE.search(s, max(0, m.start() - _NEAR), m.start()):
                continue
            if not any(c.start < m.end() and m.start() < c.end for c in found):
                found.append(Cue(state, m.start(), m.end()))
    return sorted(found, key=lambda c: c.start)


def polite_order(s: str) -> Cue | None:
    """The word by which a customer asks for what has a price: "2 at £14, please"."""
    m = _POLITE.search(s)
    return Cue("ordered", m.start(), m.end()) if m else None
