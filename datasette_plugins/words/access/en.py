"""What the pages say in English about who may see what: the short card, signing in, who looked. Words only, no logic."""

from __future__ import annotations

TEXTS: dict[str, str | tuple[str, ...]] = {
    "card.complaints": ("{n} complaint is not settled", "{n} complaints are not settled"),
    "card.since": "since {day}",
    "card.no_owner": "nobody yet",
    "card.why": "This is the short card. The whole history is open to those who work with this customer; ask {who} if you need it.",
    "card.why_nobody": "This is the short card. The whole history is open to those who work with this customer.",
}
