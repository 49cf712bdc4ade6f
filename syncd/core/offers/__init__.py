"""Offers, orders, invoices, payments and refusals in mail: the product, what is asked for it, the discount, until when it holds.

Each language gives tables of words (`syncd.core.languages.*.offers`), read all at once. Only a person's own words count.
It refuses what only looks like a price: taxes, old and rival prices, budgets, pay, debts, quarrels about an invoice, and
what a stranger advertises to us.
"""

from __future__ import annotations

from syncd.core.offers.agree import disagreement
from syncd.core.offers.files import find_offers_in_file
from syncd.core.offers.finder import find_offers

__all__ = ["disagreement", "find_offers", "find_offers_in_file"]
