"""Whether a text may hold an offer at all, found for the price of a few searches: most mail holds none."""

from __future__ import annotations

import re

from syncd.core.model import Company, Language
from syncd.core.offers.folding import fold
from syncd.core.promises.cues import Cues
from syncd.core.promises.said import Said

# a sign, or a number with a currency or with thousands behind it; begins with one set of letters, for which a text is searched fastest
_MONEY = re.compile(
    r"[€£$₽\d](?:(?<=[€£$₽])|(?<=\d)[ .,\u00a0\u202f-]{0,3}(?:k\b|eur|e\.? |usd|gbp|rub|руб|р\b|тыс|тыщ|тыр|т\.|т\b|тр\b|t[uū]kst|t\.|mln|млн|pounds?\b|quid|dollar|p\b|grand|к\b|грн|lt\b|tys|vat\b|plus vat|\+))", re.IGNORECASE
)
# a number behind a word that sets a price; the digit is looked for first, for the same reason
_AT = re.compile(r"\d(?:" + "|".join(rf"(?<={word}{blank}\d)" for word in (r"\b[Aa]t", r"\bpo", r"\bu[žz]", r"\bпо", r"\bза", "@", r"\bfor", r"\bthe", "[–—]") for blank in ("", " ")) + ")")
_QUOTED = 4_000  # characters that are looked at
_PRICED = Cues(("kain", "цен", "стои", "pvm", "ндс", "tūkst", "tukst", "тысяч", "тыщ", "сумм", "итого", "eur", "рублей", "евро", "grand", "hundred", "quid", "thousand", "suma", "обойд", "встан", "выйдет", "saskait", "sąskait", "pasiūl", "pasiul", "смет", "schet", "tysyach", "vyjdet", "quote", "estimate", "price", "vat"))
_ENGLISH = (" eur ", " gbp ", " usd ", "quote", "price", "grand", "quid", "thousand", "hundred pound", "vat")
_STATES = Cues((
    "order", "go ahead", "going ahead", "'ll take", "ll have", "il take", "will take", "will have", "yes please", "proceed", "accept", "invoice", "paid", "transfer", "settled", "deposit", "quote", "a deal", "supply", "drop off", "yes please", "like to have", "can we have", "can i have", "turn ", "turning", "turned", "not this", "too dear", "too expensive", "too steep", "too rich", "too much for", "pass on", "no thank", "skip", "decided", "happy with", "crack on", "count us", "count me", "works for", "go with", "go for", "going with", "going for", "approved", "green light", "sign us", "signed off", "put us", "put me", "ink us", "arrange", "schedule", "a yes", "s a go ", "good to go", " po ", "process", "glad to take", "sold!", "get the", "give us", "payment", "on its way", "our account", "wired", "went through", "remit", "money sent", "cheque", "bank sent", "confirm", "agreed", "book ", "sent you", "need ", "send ",
    "sak", "imam", "imsi", "imu", "perk", "pirk", "tvirtin", "sutink", "tinka", "tiks", "daro", "dary", "atsisak", "nereik", "neim", "moke", "perved", "paved", "brang", "vezk", "pristat", "prašo", "praso", "prasa", "praša", "norė", "nore", "norim", "keič", "keic", "apsist", "varo",
    "бер", "возьм", "заказ", "закаж", "оформ", "соглас", "подтвер", "утвер", "дава", "выстав", "куп", "привоз", "отказ", "откаж", "дорог", "уберите", "оплат", "перев", "перечисл", "заплат", "нужн", "не надо", "устраив", "подход", "хотим", "включайте", "запуск", "приступ", "погнали", "брон", "плате", "платё", "ушла", "внес", "скинул", "провел", "рассчитал", "тыс", "руб", "смет", "предложен",
    "beru", "berem", "zakaz", "oplat", "perevel", "nado", "privez", "nuzhn", "otkaz", "davaj", "davai",
))  # fmt: skip


LONGEST_OF_THEIRS = 3_000  # characters of a customer's words: what is longer is a newsletter, a report, a contract


def may_hold_one(said: Said, company: Company) -> bool:
    """Whether an offer, an order or a payment may stand in a person's own words."""
    low = said.own.lower() if said.own.isascii() else fold(said.own)
    if company.is_ours(said.sender.address):
        return names_money(said.own, low, said.language)
    return len(said.own) <= LONGEST_OF_THEIRS and names_state(low) and names_price(said.own, said.quoted)


def names_money(text: str, low: str, language: Language) -> bool:
    """Whether a sum may stand in a text; `low` is it in lower case. English is asked for few words: they are in every other mail."""
    if _MONEY.search(text) is not None:
        return True
    return any(word in low for word in _ENGLISH) if language == "en" else bool(_PRICED.find(low))


def names_price(own: str, quoted: str) -> bool:
    """Whether a sum stands in what a customer writes, a number where it may be one, or a sum in what they answer to."""
    return _MONEY.search(own) is not None or _AT.search(own) is not None or _MONEY.search(quoted, 0, _QUOTED) is not None


def names_state(low: str) -> bool:
    """Whether a customer may order, pay or refuse in a text in lower case."""
    return bool(_STATES.find(low))
