"""No customer with open business is left without a word for long.

It is looked for silence after silence, from the first thing that was open to the last. One that ends in a meeting was no
forgetting: somebody had arranged it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from syncd.core.relations.model import Case, Customer, Rule, Time, Within

_FAR = dt.datetime.max.replace(tzinfo=dt.UTC)


def silences(customer: Customer, rule: Rule, time: Time) -> Iterator[Case]:
    """Each silence that was too long while something was open."""
    if rule.within is None or not customer.business:
        return
    ends = max(b.until or _FAR for b in customer.business)
    begins = min(b.since for b in customer.business)
    quiet_since = customer.heard or customer.contacts.last(begins) or begins
    while quiet_since < ends:
        over = time.over(quiet_since, rule.within, customer.staff)
        if over is None:
            return
        heard = customer.contacts.last(over)
        if heard is not None and heard > quiet_since:
            quiet_since = heard
            continue
        then = customer.contacts.first(over)
        if case := _case(customer, quiet_since, then, rule.within, time):
            yield case
        if then is None:
            return
        quiet_since = then[0]


def _case(customer: Customer, quiet_since: dt.datetime, then: tuple[dt.datetime, str] | None, within: Within, time: Time) -> Case | None:
    """The silence from one contact to the next as a case, where something was open for as long and nobody had arranged to meet."""
    if then and then[1] == "meeting":
        return None
    next_at = then[0] if then else _FAR
    forgotten = [(over, b.since, b) for b in customer.business if (over := time.over(max(quiet_since, b.since), within, customer.staff)) and over < min(next_at, b.until or _FAR)]
    if not forgotten:
        return None
    since, _, first = min(forgotten, key=lambda one: (one[0], one[1], one[2].quote))
    ends = min(next_at, max(b.until or _FAR for _, _, b in forgotten))
    return Case(case_id=customer.customer, address=customer.customer, staff=first.staff or customer.staff, quote=first.quote, since=since,
                closed_at=ends if ends < _FAR else None, why=f"no contact since {quiet_since:%Y-%m-%d}")  # fmt: skip
