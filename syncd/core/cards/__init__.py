"""Address book cards (vCard 2.1, 3.0, 4.0): read as they come, and told apart as the people they stand for."""

from __future__ import annotations

from syncd.core.cards.read import CardsRead, normalised, read_cards

__all__ = ["CardsRead", "normalised", "read_cards"]
