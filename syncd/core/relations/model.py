"""What the rules of the relation are written in: a rule as the company has it, the rows it looks at, and the cases it finds.

A case is found from stored rows alone, whatever the time is now: `since` may lie ahead, and then it is a breach once that moment
has come. What was mended before is no case.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from syncd.core.model import Class, Direction, Language

if TYPE_CHECKING:
    from syncd.core.relations.collisions import Handed, Offered  # with the words for what is sold: not for who names a rule

SeenBy = Literal["staff", "managers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """A threshold: so much working time or time by the clock (seconds), or so many working days."""

    seconds: int = 0
    working: bool = False  # the seconds are of working time
    working_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule in force: which check it makes, its threshold (None where the check has none), and for whom.

    `departments`: of our people, empty for all; `without` and `only`: addresses and domains it is not for, and the only ones it is for.
    `seen_by`: the colleague whose case it is and managers, or managers alone.
    """

    name: str
    check: str
    within: Within | None = None
    departments: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    seen_by: SeenBy = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case of a rule.

    `case_id`: a natural key (an interaction's, a complaint's, "later offer's|earlier offer's", a customer, a promise's). `address`: of the
    outside person, or the company's domain. `staff`: our address, '' for nobody's. `since`: the moment at which it becomes a breach;
    `closed_at`: when it was mended, None while it is not. Both may lie ahead.
    """

    case_id: str
    address: str
    staff: str
    quote: str
    since: dt.datetime
    closed_at: dt.datetime | None
    why: str


class Time(Protocol):
    """Terms on the clock of the company and its people, whose days of absence do not count."""

    def over(self, at: dt.datetime, within: Within, staff: str) -> dt.datetime | None:
        """When a term that began at `at`, for this colleague ('' for nobody in particular), is over; None: never."""


# ── what the rules look at ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Something after a question, in its conversation or with who asked: a message, a call, or a meeting that takes place at `at`.

    `outcome`: of a call. `text`: of a message to us. `of_asker`: it is from the one who asked.
    """

    kind: Literal["message", "meeting", "call"]
    at: dt.datetime
    direction: Direction
    class_: Class
    outcome: str = ""
    text: str = ""
    language: Language = ""
    of_asker: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question somebody outside asked us, and what came after it, in order."""

    key: str  # of the interaction
    address: str
    staff: str  # who was asked
    at: dt.datetime
    quote: str
    laters: Iterable[Later] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Complained:
    """A complaint, and the steps that were taken: `called` is an answer by telephone, of which the words are not known."""

    key: str
    address: str
    staff: str
    at: dt.datetime
    quote: str
    answered_at: dt.datetime | None = None
    called: bool = False
    apologised_at: dt.datetime | None = None
    settled_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OffersTo:
    """All that was offered to one customer, what was handed over there, and when a line (by key) was ordered, refused or paid."""

    offers: Sequence[Offered]
    handed: Sequence[Handed] = ()
    closed: Mapping[str, dt.datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Business:
    """What is or was open with a customer: an offer, an order, an invoice, a promise, a complaint. `quote`: in the words it stands in."""

    since: dt.datetime
    until: dt.datetime | None
    quote: str
    staff: str = ""


class Contacts(Protocol):
    """The contacts with one customer, either way."""

    def last(self, until: dt.datetime) -> dt.datetime | None:
        """The last one up to a moment."""

    def first(self, after: dt.datetime) -> tuple[dt.datetime, str] | None:
        """The first one after a moment, and its kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A customer (a company's domain, or an address) with all that was ever open, and the contacts. `staff`: who looks after them.

    `heard`: a contact from which on alone is looked; then `business` may hold only what can still matter after it.
    """

    customer: str
    staff: str
    business: Sequence[Business]
    contacts: Contacts
    heard: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A promise with a term, and what was usual for it. `mended_at`: it was kept, called off, or given another term."""

    key: str
    address: str
    staff: str
    at: dt.datetime
    quote: str
    kind: str
    due_kind: str | None
    due_to: str | None
    usual_to: str
    usual: str  # as the config writes it
    mended_at: dt.datetime | None = None
