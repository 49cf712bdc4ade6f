"""What messages say beside promises, as rows: offers, complaints, facts, calls. Made with the message, gone with it.

The outside person each concerns is kept as an address; who that is follows from `identifier` when it is asked, so that
merging persons touches no row here.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence

from syncd.core import keys
from syncd.core.derived import VERSION, DerivedMessage
from syncd.core.matters import Matters, Offer
from syncd.core.model import Language, Party
from syncd.core.worktime import zone_of
from syncd.store.calls import save_call
from syncd.store.complaints import save_complaints
from syncd.store.facts import save_facts
from syncd.store.ids import rows_in
from syncd.store.interactions import Page
from syncd.store.offers import customer_of
from syncd.store.wishes import save_wishes


def save_matters(page: Page, messages: Mapping[str, DerivedMessage]) -> None:
    """Keep what these messages (by interaction key) say, in place of what they said before."""
    telling = {key: d for key, d in messages.items() if d.matters or d.attachments}
    if not telling:
        return
    ids = dict(rows_in(page.db, "SELECT key, id FROM interaction WHERE key IN (?*)", sorted(telling)))
    for key, d in telling.items():
        if d.matters:
            _save(page, key, ids[key], d, d.matters)
    save_offers_in_files(page, [ids[key] for key, d in telling.items() if d.attachments])


def save_offers_in_files(page: Page, interactions: Sequence[int]) -> None:
    """Keep what the documents that came with these messages (by row id) offer, as far as their words were read, in place of what they said before."""
    page.customers |= {c for (c,) in rows_in(page.db, "SELECT DISTINCT customer FROM offer WHERE file <> '' AND interaction_id IN (?*)", interactions)}
    page.db.executemany("DELETE FROM offer WHERE interaction_id = ? AND file <> ''", [(i,) for i in interactions])
    read = rows_in(
        page.db, "SELECT DISTINCT i.id, i.key, i.at, a.hash, f.text, f.language FROM attachment a JOIN file_text f ON f.hash = a.hash "
        "JOIN interaction i ON i.id = a.interaction_id WHERE f.text <> '' AND i.class IN ('personal', 'list') AND a.interaction_id IN (?*)", interactions
    )  # fmt: skip
    for id_, key, at, hash_, text, language in sorted(read):
        parties = [Party(role=role, address=address) for role, address in page.db.execute("SELECT role, address FROM party WHERE interaction_id = ? ORDER BY ordinal", (id_,))]
        customer = _counterpart(page, parties)
        found = _offered_in_file(page, text, language, at, parties) if customer else ()
        page.customers |= {customer_of(customer)} if found else set()
        page.db.executemany(
            "INSERT OR IGNORE INTO offer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, '', ?)",
            [(_offer_key(key, o.quote, f"{hash_} {o.product}"), *_offer_row(key, id_, customer, o)[1:], hash_) for o in found],
        )


def _offered_in_file(page: Page, text: str, language: Language, at: str, parties: Iterable[Party]) -> tuple[Offer, ...]:
    from syncd.core.offers import find_offers_in_file  # with its tables: few messages bring a document
    from syncd.core.offers.finder import USUAL

    ours = any(p.role == "from" and page.company.is_ours(p.address) for p in parties)
    sent = dt.datetime.fromisoformat(at).astimezone(zone_of(page.company.timezone))
    return find_offers_in_file(text, language, sent, page.company.currency or USUAL.get(language, "EUR"), ours, page.calendar)


def _save(page: Page, key: str, id_: int, d: DerivedMessage, m: Matters) -> None:
    customer = _counterpart(page, d.parties)
    page.db.executemany("INSERT OR IGNORE INTO offer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, '', '')", [_offer_row(key, id_, customer, o) for o in m.offers])
    save_complaints(page, key, id_, customer or (m.call.number if m.call else ""), m.complaints)
    save_facts(page, key, id_, customer, m.facts)
    if m.questions:
        asker = next((p.address for p in d.parties if p.role == "from"), "")
        page.db.execute("INSERT OR REPLACE INTO question VALUES (?, ?, ?, ?, ?)", (id_, m.questions[0].quote, m.questions[0].why, VERSION, asker))
    save_wishes(page.db, key, id_, customer or (m.call.number if m.call else ""), m.unwanted)
    if m.call:
        save_call(page, id_, m.call)


def _counterpart(page: Page, parties: Iterable[Party]) -> str:
    """The address of the outside person a message is from or to: its sender, else the first it is addressed to; '' where all are ours."""
    outside = page.company.outside(parties)
    return next((p.address for role in ("from", "reply_to", "to", "cc") for p in outside if p.role == role), "")


def _offer_key(interaction: str, quote: str, nth: int | str = "") -> str:
    """The key of an offer: its interaction's key and the letters and digits of the quote."""
    return keys.digest("matter", interaction, keys.letters(quote), str(nth))


def _offer_row(key: str, id_: int, customer: str, o: Offer) -> tuple[object, ...]:
    amounts = json.dumps([{"amount": float(a.amount), "currency": a.currency} for a in o.amounts])
    return (_offer_key(key, o.quote, o.product), id_, customer, o.quote, o.product, amounts, o.discount, o.valid_until, o.state,
            json.dumps(o.numbers, ensure_ascii=False), o.why, VERSION, customer_of(customer), o.state)  # fmt: skip
