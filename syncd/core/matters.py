"""What an interaction says of business and people beside its promises: offers, complaints, facts about a person, a call.

Each carries the words it was read from (an exact substring of the text, `start` its offset there) and `why`: the rules, in words.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from syncd.core.model import Direction

OfferState = Literal["offered", "ordered", "invoiced", "paid", "rejected"]
FactKind = Literal["birthday", "family", "city", "hobby", "interest", "style", "job", "other"]
CallOutcome = Literal["answered", "missed", "voicemail", "planned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A sum of money that is asked or paid; `currency` by ISO 4217."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A product line with its price, and how far it has come: offered, ordered, invoiced, paid or rejected.

    `amounts`: what is asked for it (unit price and total, both ends of a range, an instalment). `discount`: "12 %" or "300 EUR" as
    the words state it, or ''. `valid_until`: YYYY-MM-DD or None. `numbers`: of the order, offer or invoice, as written.
    """

    quote: str
    start: int
    product: str
    amounts: tuple[Amount, ...]
    discount: str
    valid_until: str | None
    state: OfferState
    numbers: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """An outside person's displeasure with our firm: the sentence that names the wrong."""

    quote: str
    start: int
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What an outside person asks of us, with a question mark or without: the sentence that waits for an answer."""

    quote: str
    start: int
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something known about an outside person. `about`: their address, '' the sender. `named`: as they are called, where no address is known.

    `negated`: it says that there is none.
    """

    quote: str
    start: int
    kind: FactKind
    value: str
    about: str = ""
    named: str = ""
    negated: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A telephone call: `number` and `name` are the outside party's (E.164, '' and None where unknown), `at` is aware.

    `seconds`: length of the talk or the message, None where none is told. `line`: our extension or number, as written.
    `source_id`: what the telephone system calls it, or ''.
    """

    direction: Direction
    number: str
    name: str | None
    at: dt.datetime
    seconds: int | None
    outcome: CallOutcome
    line: str = ""
    source_id: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What somebody outside signs their own mail with, each as written there; telephones normalised, '' or () where it is not said.

    `mobiles`: those of `phones` that are carried by one person. `addresses`: further ones beside the sender's own, canonical.
    """

    address: str
    name: str = ""
    post: str = ""
    organisation: str = ""
    phones: tuple[str, ...] = ()
    mobiles: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    site: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwanted:
    """An outside person's wish not to be contacted: mail, call or any (core/no_contact.py). It counts once a person confirms it."""

    quote: str
    start: int
    channel: Literal["mail", "call", "any"]
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matters:
    """All that one message says beside its promises."""

    offers: tuple[Offer, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    facts: tuple[Fact, ...] = ()
    call: Call | None = None
    questions: tuple[Question, ...] = ()
    unwanted: tuple[Unwanted, ...] = ()
