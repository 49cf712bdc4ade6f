"""The checks there are: for each its rows, the function that finds its cases in them, and the threshold it ships with.

A new rule is a file with such a function, and a line here; over rows of a new kind also what gathers them (store/relation_rows.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from syncd.core.relations import answer, complaint, quiet, second_offer, standard
from syncd.core.relations.model import Case, Rule, Time

Rows = Literal["questions", "complaints", "offers", "customers", "promises"]


@dataclass(frozen=True, slots=True)
class Check:
    """What one rule looks at. `within`: the shipped threshold, '' where it has none; `units`: those it can be written in.

    `again`: one case can be a breach several times, and each has its own beginning.
    """

    rows: Rows
    find: Callable[[Any, Rule, Time], Iterator[Case]]
    within: str = ""
    units: tuple[str, ...] = ()
    again: bool = False


_TERMS = ("working hours", "working min", "working days", "h", "min", "days")
CHECKS: Final[Mapping[str, Check]] = {
    "answer": Check("questions", answer.unanswered, "8 working hours", _TERMS),
    "complaint": Check("complaints", complaint.unanswered, "4 working hours", _TERMS),
    "second-offer": Check("offers", second_offer.second_offers, "14 days", ("days",)),
    "quiet": Check("customers", quiet.silences, "90 days", ("days", "working days"), again=True),
    "standard": Check("promises", standard.hasty),
}
