"""Offers, orders, invoices, payments and refusals in mail: the product, what is asked for it, the discount, until when it holds.

Each language gives tables of words (`syncd.core.languages.*.offers`), read all at once. Only a person's own words count.
It refuses what only looks like a price: taxes, old and rival prices, budgets, pay, debts, quarrels about an invoice, and
what a stranger advertises to us.

The tables take a third of a second to make ready, so they are loaded for the first mail that passes the gate.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from syncd.core.matters import Offer
from syncd.core.model import Company, Language, WorkingCalendar

if TYPE_CHECKING:
    from syncd.core.promises.said import Said

__all__ = ["find_offers", "find_offers_in_file"]


def find_offers(said: Said, company: Company, calendar: WorkingCalendar) -> tuple[Offer, ...]:
    """The offers in a person's own words, in order of their places."""
    from syncd.core.offers.gate import may_hold_one  # with all that reads promises: who only folds a product's name needs none

    if not may_hold_one(said, company):
        return ()
    from syncd.core.offers.finder import read_offers

    return read_offers(said, company, calendar)


def find_offers_in_file(
    text: str, language: Language, at: dt.datetime, currency: str, ours: bool, calendar: WorkingCalendar | None = None
) -> tuple[Offer, ...]:
    """The product lines of an attached document, in order; one whose lines cannot be read gives its total.

    `at`: when it was sent, aware. `currency`: of sums that name none. `ours`: one of us sent it; of an outsider's documents only
    orders count.
    """
    from syncd.core.offers.files import read_document

    return read_document(text, language, at, currency, ours, calendar or WorkingCalendar())
