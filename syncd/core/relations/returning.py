"""Who came back: a contact from somebody known before, after a long silence, by another address, or from another company.

Functions of all contacts with one person, whatever the order they came in. Somebody whom only we ever wrote to is not known, and
another address or company within a month of the last contact is daily life.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from syncd.core.identity import company_domain

SILENCE: Final = dt.timedelta(days=365)
ANOTHER: Final = dt.timedelta(days=30)  # without contact, after which another address is news
Why = Literal["silence", "address", "company"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """A contact with one person. `at` is aware; `theirs`: they wrote, called or met us; `address`: by which of theirs, '' where there is none."""

    key: str
    at: dt.datetime
    theirs: bool
    address: str = ""


@dataclass(frozen=True, slots=True)
class Return:
    """The contact by which somebody came back, the one before it, and why it counts."""

    back: Met
    before: Met
    why: Why


def returns(contacts: Sequence[Met], silence: dt.timedelta = SILENCE) -> Iterator[Return]:
    """Each time the one these contacts are with came back, in order."""
    seen: set[str] = set()
    before: Met | None = None
    known = False
    for met in sorted(contacts, key=lambda m: (m.at, m.key)):
        if before and known and met.theirs and (why := _why(met, met.at - before.at, seen, silence)):
            yield Return(met, before, why)
        seen |= {met.address} - {""}
        known = known or met.theirs
        before = met


def _why(met: Met, gap: dt.timedelta, seen: set[str], silence: dt.timedelta) -> Why | None:
    if met.address and seen and met.address not in seen and gap >= ANOTHER:
        companies = {company_domain(address) for address in seen} - {""}
        return "company" if companies and company_domain(met.address) not in companies | {""} else "address"
    return "silence" if gap >= silence else None
