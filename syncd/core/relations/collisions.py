"""Like offers to one customer by two colleagues who did not know of one another.

No collision is what was meant so: one conversation that a colleague goes on with, an offer of which the other had a copy or which
names them, and business that was handed over. Of the same two colleagues and the same thing only the first meeting is one.
Functions of all offers of one customer, whatever the order they came in.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from syncd.core.languages.en import products as en
from syncd.core.languages.lt import products as lt
from syncd.core.languages.ru import products as ru
from syncd.core.offers.folding import fold
from syncd.core.relations.likeness import Likeness, likeness, thing

A_COLLEAGUE = "*"  # in `Offered.aware_of`: somebody of us who is not named
_READ = 1_500  # characters of a mail's own words in which it says that it goes on for somebody


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A line by which one of us offers something. `at` is aware; `staff`: who of us, '' where nobody can be told; amounts (sum, currency).

    `state`: what the line itself says (only "offered" can collide). `thread`: the conversation, '' where none is known. `aware_of`:
    colleagues who got the mail too or whom its words name (`A_COLLEAGUE`: one without a name). `before`: the mail's own words before the line.
    """

    key: str
    at: dt.datetime
    staff: str
    address: str
    customer: str
    product: str
    amounts: tuple[tuple[Decimal, str], ...]
    discount: str
    quote: str
    state: str
    subject: str = ""
    thread: str = ""
    aware_of: frozenset[str] = frozenset()
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """Business that one colleague gave to another, and since when."""

    from_staff: str
    to_staff: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Collision:
    """Two like offers of two colleagues to one customer: the earlier, the later, and why they are alike."""

    first: Offered
    second: Offered
    why: str


def collisions(offers: Sequence[Offered], within_days: int, handed: Sequence[Handed] = ()) -> list[Collision]:
    """The collisions among the offers of one customer, by the time of the later offer; `within_days`: calendar days between the two."""
    ordered = sorted((o for o in offers if o.staff and o.state == "offered"), key=lambda o: (o.at, o.key))
    within = dt.timedelta(days=within_days)
    found: list[Collision] = []
    for n, second in enumerate(ordered):
        for first in reversed(ordered[:n]):
            if second.at - first.at > within:
                break
            if first.staff == second.staff or _is_meant(first, second, handed):
                continue
            like = alike(first, second)
            if like and not any(_is_same(c, first, second, within) for c in found):
                found.append(Collision(first, second, str(like)))
                break
    return found


def alike(one: Offered, other: Offered) -> Likeness | None:
    """Why two offers are for like things, or None: by the product, else the line, else what the mail is about."""
    return likeness(_name(one), _name(other), one.amounts, other.amounts)


def _name(offer: Offered) -> str:
    """The words of an offer that tell what it is for."""
    for words in (offer.product, offer.quote):
        told = thing(words)
        if told.kinds or told.models:
            return words
    for words in (offer.before.strip().rpartition("\n")[2], offer.subject):
        if thing(words).kinds:
            return words
    return offer.product or offer.subject


def _is_meant(first: Offered, second: Offered, handed: Iterable[Handed]) -> bool:
    """Whether the later colleague went on with the earlier one's business on purpose, or either knew of the other."""
    if first.thread and first.thread == second.thread:
        return True
    if first.staff in second.aware_of or A_COLLEAGUE in second.aware_of or second.staff in first.aware_of:
        return True
    return any({h.from_staff, h.to_staff} == {first.staff, second.staff} and h.at <= second.at for h in handed)


def _is_same(known: Collision, first: Offered, second: Offered, within: dt.timedelta) -> bool:
    """Whether a collision is already told by an earlier one: the same two colleagues, a like thing, or another line of the same two mails."""
    if {known.first.staff, known.second.staff} != {first.staff, second.staff}:
        return False
    if (known.first.at, known.second.at) == (first.at, second.at):
        return True
    return second.at - known.second.at <= within and alike(known.second, second) is not None


def speaks_for_colleague(own_words: str) -> bool:
    """Whether a mail says that it goes on with what a colleague began, in whichever of the three languages it is."""
    return _for_colleague().search(fold(own_words[:_READ])) is not None


@cache
def _for_colleague() -> re.Pattern[str]:
    return re.compile("(?<!\\w)(?:" + "|".join(table.OF_A_COLLEAGUE for table in (en, lt, ru)) + ")")
