"""What is known before a sentence is read: whose words they are, which sums the mail answers to, whether it is about trade at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from syncd.core.offers.lexicon import CURRENCY_WORDS, PRICE, SCALE_WORDS, fold, whole, words
from syncd.core.offers.sums import find_sums
from syncd.core.promises.said import Said

_OFFERS = whole("OFFERS")
_TRADE = re.compile(rf"[€£$₽]|\d ?(?:{CURRENCY_WORDS}|eur|{SCALE_WORDS})(?!\w)|(?<!\w)(?:{PRICE})(?!\w)")
_SELLS, _ASKED = whole("SELLS"), words("ASKED")
_PLAINLY = words("PLAINLY")
_REPLY = re.compile(r"(?:re|aw|ats?|ответ|отв|fwd?)\b")
_DISPUTED = words("DISPUTED")
_DUNNING = words("DUNNING")
_INVOICED = words("INVOICED")
_QUOTED = 4_000  # characters of the quoted text that are read for sums


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """`ours`: one of us writes; `inside`: to colleagues alone. `answered`: the sums of the quoted text. `offered`: an offer is spoken of."""

    ours: bool
    inside: bool
    currency: str
    subject: str
    answered: frozenset[Decimal]
    quoted: str  # as it is written
    offered: bool
    business: bool  # a customer's words that order, pay or answer an offer
    trade: bool  # its own words name a price
    disputed: bool  # somebody quarrels about an invoice, sells to us, or asks for a price: no sum of theirs counts
    dunning: bool
    invoice: bool  # by its subject


def set_scene(said: Said, folded: str, *, ours: bool, inside: bool, currency: str) -> Scene:
    """The scene of one person's words; `folded` are their own."""
    subject = fold(said.subject)
    quoted = fold(said.quoted[:_QUOTED])
    answered = frozenset(x.amount for x in find_sums(quoted) if x.currency or x.scaled) if quoted else frozenset()
    reply = _REPLY.match(subject) is not None
    business = ours or bool(answered) or bool(_PLAINLY.search(folded)) or bool(reply and _TRADE.search(folded))
    disputes = 0 if ours or not business else len({m.group(0) for m in _DISPUTED.finditer(folded)}) + 2 * bool(_DISPUTED.search(subject))
    return Scene(
        ours=ours, inside=inside, currency=currency, subject=subject, answered=answered, quoted=said.quoted[:_QUOTED],
        offered=bool(answered) or bool(_OFFERS.search(subject) and (ours or reply)), business=business, trade=_TRADE.search(folded) is not None,
        disputed=not ours and (disputes >= 2 or (business and not answered and not reply and bool(_SELLS.search(folded) or _ASKED.search(folded)))), dunning=ours and bool(_DUNNING.search(subject)),
        invoice=bool(_INVOICED.search(subject)),
    )  # fmt: skip
