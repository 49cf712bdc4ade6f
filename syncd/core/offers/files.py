"""Offers in the text of an attached document: a quotation, an order, an invoice; its table is read, its words give the terms.

Refuses documents that name none of these, and what outsiders invoice or offer to us.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from syncd.core.matters import Amount, Offer, OfferState
from syncd.core.model import Language, Party, WorkingCalendar
from syncd.core.offers import terms
from syncd.core.offers.finder import entries_of, offer_of
from syncd.core.offers.lexicon import DOCUMENTS, PAPERS, fold
from syncd.core.offers.rows import find_totals
from syncd.core.offers.scene import Scene
from syncd.core.promises.said import Said

LONGEST = 60_000  # characters of a document that are read
_HEAD = 1_500  # characters in which it says what it is
_NOBODY = Party(role="from", address="")


def read_document(text: str, language: Language, at: dt.datetime, currency: str, ours: bool, calendar: WorkingCalendar) -> tuple[Offer, ...]:
    """See `syncd.core.offers.find_offers_in_file`."""
    text = text[:LONGEST]
    folded = fold(text)
    state = document_state(folded[:_HEAD])
    if state is None or (not ours and state != "ordered"):
        return ()
    papers = tuple(dict.fromkeys(n for m in [PAPERS.search(folded[:_HEAD])] if m for n in terms.numbers(folded[:_HEAD], text[:_HEAD])))[:3]
    said = Said(own=text, quoted="", subject="", sender=_NOBODY, recipients=(), at=at, language=language)
    scene = Scene(
        ours=True, inside=False, currency=currency, subject="", answered=frozenset(), quoted="", offered=True, business=True, trade=True,
        disputed=False, dunning=False, invoice=state == "invoiced",
    )  # fmt: skip
    entries = [e for e in entries_of(text, language, said, scene, calendar) if e.product]
    entries = [e for e in entries if e.tabled] or entries  # beside its table a document has only addresses, codes and totals
    if not entries:
        return _total(text, state, currency, papers)
    found = [offer_of(replace(e, state=state, numbers=e.numbers or papers), text, scene) for e in entries]
    return tuple(replace(o, why=f"a document, {state}") for o in found)


def document_state(head: str) -> OfferState | None:
    """What a document is by its folded beginning: the kind that is named first."""
    places: list[tuple[int, OfferState]] = []
    for state in ("invoiced", "ordered", "offered", "paid"):
        if m := DOCUMENTS[state].search(head):
            places.append((m.start(), state))
    return min(places)[1] if places else None


def _total(text: str, state: OfferState, currency: str, papers: tuple[str, ...]) -> tuple[Offer, ...]:
    """A document without readable lines: what it comes to."""
    totals = find_totals(text)
    if not totals:
        return ()
    start, end, sums = totals[-1]
    amounts = tuple(Amount(amount=x.amount, currency=x.currency or currency) for x in sums)
    return (Offer(quote=text[start:end], start=start, product=" ".join(papers), amounts=amounts, discount="", valid_until=None, state=state, numbers=papers, why=f"the total of a document, {state}"),)
