"""An offer as it is put together: a stretch of a line with its sums, before the terms of the mail are known."""

from __future__ import annotations

from dataclasses import dataclass

from syncd.core.matters import OfferState
from syncd.core.offers.asked import Kind
from syncd.core.offers.state import Cue
from syncd.core.offers.sums import Sum


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence or a list item: its place in the text, its words, the folded ones, and the sums with their kinds."""

    start: int
    text: str
    folded: str
    sums: tuple[tuple[Sum, Kind], ...]
    cues: tuple[Cue, ...] = ()  # where a customer's words order, pay or refuse
    item: bool = False  # it begins with a bullet or a number of a list
    paragraph: int = 0

    @property
    def asked(self) -> list[Sum]:
        """The sums that are asked for something."""
        return [x for x, kind in self.sums if kind == "asked"]

    @property
    def taken_off(self) -> list[Sum]:
        """The sums that are a discount."""
        return [x for x, kind in self.sums if kind == "discount"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """text[start:end] names `product` and asks `sums` for it. `weak`: the words name no product of their own."""

    start: int
    end: int
    product: str
    sums: tuple[Sum, ...]
    state: OfferState
    line: int  # which line of the text it stands in
    discount: str = ""
    valid_until: str = ""
    numbers: tuple[str, ...] = ()
    weak: bool = False
    tabled: bool = False  # it is a row of a table
    sure: bool = False  # the words take it plainly
    why: str = ""
