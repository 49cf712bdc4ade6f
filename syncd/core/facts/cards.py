"""What a card of an address book tells of a person beside how to reach them: birthday, post, profession, city, family, assistant."""

from __future__ import annotations

from syncd.core.matters import Fact
from syncd.core.model import Card

_SOURCE = "address book"


def facts_of(card: Card) -> tuple[Fact, ...]:
    """The facts on a card; the quote is what stands there."""
    facts = []
    if card.birthday:
        facts.append(Fact(quote=card.birthday, start=0, kind="birthday", value=card.birthday.removeprefix("--"), why=_SOURCE))
    if card.title:
        post = ", ".join(filter(None, (card.title, card.organisation)))
        facts.append(Fact(quote=post, start=0, kind="job", value=post, why=_SOURCE))
    if card.profession and card.profession != card.title:
        facts.append(Fact(quote=card.profession, start=0, kind="job", value=card.profession, why=_SOURCE))
    if card.city:
        facts.append(Fact(quote=card.city, start=0, kind="city", value=card.city, why=_SOURCE))
    facts += [Fact(quote=one, start=0, kind="family", value=one, why=_SOURCE) for one in card.family]
    if card.assistant:
        facts.append(Fact(quote=card.assistant, start=0, kind="other", value=f"assistant: {card.assistant}", why=_SOURCE))
    return tuple(facts)
