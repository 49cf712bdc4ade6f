"""No two colleagues offer one customer like things within some days, unless they knew of one another.

It is mended when the customer has taken or refused one of the two.
"""

from __future__ import annotations

from collections.abc import Iterator

from syncd.core.relations.model import Case, OffersTo, Rule, Time

_DAY = 86_400


def second_offers(customer: OffersTo, rule: Rule, _: Time) -> Iterator[Case]:
    """The later offer of each collision."""
    from syncd.core.relations.collisions import collisions  # with the words for what is sold

    days = rule.within.seconds // _DAY if rule.within else 0
    for c in collisions(customer.offers, days, customer.handed):
        ends = [at for offer in (c.first, c.second) if (at := customer.closed.get(offer.key))]
        yield Case(
            case_id=f"{c.second.key}|{c.first.key}", address=c.second.address, staff=c.second.staff, quote=c.second.quote, since=c.second.at,
            closed_at=max(min(ends), c.second.at) if ends else None, why=c.why,
        )  # fmt: skip
