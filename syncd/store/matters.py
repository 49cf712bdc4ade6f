"""What messages say beside promises, as rows: offers, complaints, facts, calls. Made with the message, gone with it.

The outside person each concerns is kept as an address; who that is follows from `identifier` when it is asked, so that
merging persons touches no row here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from syncd.core import keys
from syncd.core.derived import VERSION, DerivedMessage
from syncd.core.matters import Call, Matters, Offer
from syncd.store.facts import save_facts
from syncd.store.calls import save_call
from syncd.store.complaints import save_complaints
from syncd.store.ids import rows_in
from syncd.store.interactions import Page
from syncd.store.offers import customer_of


def save_matters(page: Page, messages: Mapping[str, DerivedMessage]) -> None:
    """Keep what these messages (by interaction key) say, in place of what they said before."""
    telling = {key: d for key, d in messages.items() if d.matters}
    if not telling:
        return
    ids = dict(rows_in(page.db, "SELECT key, id FROM interaction WHERE key IN (?*)", sorted(telling)))
    for key, d in telling.items():
        assert d.matters is not None
        _save(page, key, ids[key], d, d.matters)


def _save(page: Page, key: str, id_: int, d: DerivedMessage, m: Matters) -> None:
    customer = counterpart(page, d)
    page.db.executemany("INSERT OR IGNORE INTO offer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, '')", [_offer_row(key, id_, customer, o) for o in m.offers])
    save_complaints(page, key, id_, customer or (m.call.number if m.call else ""), m.complaints)
    save_facts(page, key, id_, customer, m.facts)
    if m.call:
        save_call(page, id_, m.call)


def counterpart(page: Page, d: DerivedMessage) -> str:
    """The address of the outside person a message is from or to: its sender, else the first it is addressed to; '' where all are ours."""
    outside = page.company.outside(d.parties)
    return next((p.address for role in ("from", "reply_to", "to", "cc") for p in outside if p.role == role), "")


def matter_key(interaction: str, quote: str, nth: int | str = "") -> str:
    """The key of an offer: its interaction's key and the letters and digits of the quote."""
    return keys.digest("matter", interaction, keys.letters(quote), str(nth))


def _offer_row(key: str, id_: int, customer: str, o: Offer) -> tuple[object, ...]:
    amounts = json.dumps([{"amount": float(a.amount), "currency": a.currency} for a in o.amounts])
    return (matter_key(key, o.quote, o.product), id_, customer, o.quote, o.product, amounts, o.discount, o.valid_until, o.state,
            json.dumps(o.numbers, ensure_ascii=False), o.why, VERSION, customer_of(customer), o.state)  # fmt: skip
