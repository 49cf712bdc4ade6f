"""What was offered to customers and by whom of us, from rows: what collisions are told by (core/relations/collisions.py).

A customer is as in `offers.customer_of`: a company's domain or, where there is none, an address.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from syncd.core.offers.folding import fold
from syncd.core.relations.collisions import A_COLLEAGUE, Handed, Offered, speaks_for_colleague
from syncd.store.ids import rows_in

_OFFERS = """
SELECT f.customer, f.key, f.interaction_id, i.at, f.address, f.product, f.amounts, f.discount, f.quote, f.said, i.subject, coalesce(i.thread, ''), coalesce(m.own_text, '')
FROM offer f JOIN interaction i ON i.id = f.interaction_id LEFT JOIN message m ON m.interaction_id = i.id
WHERE f.said = 'offered' AND i.direction = 'out' AND f.customer <> '' AND f.customer IN (?*)"""
_OURS = "SELECT p.interaction_id, p.role, s.address FROM party p JOIN staff s ON s.id = p.staff_id WHERE p.interaction_id IN (?*) ORDER BY p.interaction_id, p.ordinal"
# Business that a colleague has from another: a hand-off, or a promise in the other's name.
_GIVEN = """coalesce(h.from_staff, p.promiser), coalesce(h.to_staff, p.assignee), p.said_at FROM {of}
LEFT JOIN handoff h ON h.promise_id = p.id
WHERE coalesce(h.state, '') NOT IN ('declined', 'expired') AND p.state <> 'withdrawn' AND coalesce(h.to_staff, p.assignee) <> coalesce(h.from_staff, p.promiser) AND"""
_HANDED = f"SELECT d.name, {_GIVEN.format(of='domain d JOIN promise p ON p.organisation_id = d.organisation_id')} d.name IN (?*)"
_HANDED_OF_PERSON = f"SELECT p.beneficiary, {_GIVEN.format(of='promise p')} p.beneficiary IN (?*)"
_CONTEXT = 300  # characters before a line that may tell what it is for
_SURNAME = 5  # letters by which a colleague's surname is known in any case of the noun


@dataclass(slots=True)
class OfferedTo:
    """All that was offered to one customer, and the business with them that was handed over."""

    offers: list[Offered] = field(default_factory=list)
    handed: list[Handed] = field(default_factory=list)


def offered_to(db: sqlite3.Connection, customers: Iterable[str]) -> dict[str, OfferedTo]:
    """What collisions of these customers are told by; of a customer to whom nothing was offered there is nothing."""
    wanted = sorted(set(customers) - {""})
    rows = list(rows_in(db, _OFFERS, wanted))
    ours = _ours(db, sorted({r[2] for r in rows}))
    surnames = _surnames(db)
    found: dict[str, OfferedTo] = defaultdict(OfferedTo)
    for customer, key, id_, at, address, product, amounts, discount, quote, said, subject, thread, own_text in rows:
        writer, others = ours.get(id_, ("", frozenset[str]()))
        found[customer].offers.append(
            Offered(key=key, at=dt.datetime.fromisoformat(at), staff=writer, address=address, customer=customer, product=product,
                    amounts=tuple((Decimal(str(a["amount"])), a["currency"]) for a in json.loads(amounts)), discount=discount, quote=quote, state=said,
                    subject=subject, thread=thread, aware_of=(others | _named(own_text, surnames)) - {writer},
                    before=_before(own_text, quote))
        )  # fmt: skip
    for query in (_HANDED, _HANDED_OF_PERSON):
        for customer, giver, taker, at in rows_in(db, query, sorted(found)):
            found[customer].handed.append(Handed(from_staff=giver, to_staff=taker, at=dt.datetime.fromisoformat(at)))
    return dict(found)


def _ours(db: sqlite3.Connection, interactions: Sequence[int]) -> dict[int, tuple[str, frozenset[str]]]:
    """Who of us wrote each of these mails, and who else of us got it."""
    writers: dict[int, dict[str, str]] = defaultdict(dict)
    others: dict[int, set[str]] = defaultdict(set)
    for id_, role, address in rows_in(db, _OURS, interactions):
        if role in ("from", "sender"):
            writers[id_].setdefault(role, address)
        else:
            others[id_].add(address)
    return {id_: (of.get("from") or of["sender"], frozenset(others[id_])) for id_, of in writers.items()}


def _before(own_text: str, quote: str) -> str:
    """The end of a mail's own words before a quote of it."""
    at = own_text.find(quote)
    return own_text[max(0, at - _CONTEXT) : at] if at > 0 else ""


def _surnames(db: sqlite3.Connection) -> dict[str, str]:
    """The beginnings of colleagues' surnames that are nobody else's, and whose they are."""
    found: dict[str, set[str]] = defaultdict(set)
    for address, name in db.execute("SELECT address, name FROM staff"):
        surname = fold(name).split()[-1:] if " " in name else []
        for word in surname:
            if len(word) >= _SURNAME:
                found[word[: max(_SURNAME, len(word) - 2)]].add(address)
    return {begins: next(iter(of)) for begins, of in found.items() if len(of) == 1}


def _named(own_text: str, surnames: Mapping[str, str]) -> frozenset[str]:
    """The colleagues a mail's own words name."""
    words = set(fold(own_text).replace(",", " ").replace(".", " ").split())
    named = {address for begins, address in surnames.items() if any(w.startswith(begins) for w in words)}
    return frozenset(named | ({A_COLLEAGUE} if speaks_for_colleague(own_text) else set()))
