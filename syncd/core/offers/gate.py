"""Whether a text may hold an offer at all, found for the price of a few searches: most mail holds none."""

from __future__ import annotations

import re

_SIGNS = "€£$₽"
_MONEY = (
    "eur", "руб", "rub", "gbp", "usd", "pound", "quid", "dollar", "grand", "kain", "цен", "стои", "price", "cost", "quote", "vat", "pvm", "ндс", "тыс", "tukst", "tūkst", "т.р", "т. р",
    "sąskait", "saskait", "счет", "счёт", "invoice", "сумм", "итого", "nuolaid", "скидк", "discount", "р.", "schet", "tys",
)  # fmt: skip
_STATES = (
    "order", "go ahead", "going ahead", "i'll take", "we'll take", "il take", "will take", "we'll have", "yes please", "proceed", "accept", "turn down", "turned down", "don't need", "not need", "won't", "pass on", "declin", "not bother", "paid", "payment", "not this",
    "no thank", "leave", "cancel", "approve", "confirm", "transfer", "book", "not going", "too expensive", "happy to go", "let's", "lets ", "drop the", "not for us", "instead", "skip", "green light", "too ", "gone with", "settled", "go for", "like the", "like to", "can i have", "can we have", "could we", "we need", "need ", "deal", "crack on", "yes", "supply", "deliver", "drop off", "bring", "ll have", "will have", "to have", "went ", "gone ", "in your account", "with you", "on its way", "agreed", "sent", "skip", "bin ", "without", "elsewhere", "shelv", "bother", "knock", "park ", "thumbs", "bacs", "cheque", "remit", "happy with", "want", "sign", "no need", "not interested", "not want", "don't want",
    "sak", "imam", "imsi", "imu", "perk", "pirk", "tvirtin", "sutink", "tinka", "tiks", "darom", "atsisak", "nereik", "neim", "moke", "perved", "brang", "vezk", "pradek", "montuok", "rasyk", "israsyk", "rezerv", "pasiras", "renk", "rink", "priim", "neb", "nedom", "keič", "keic", "keis", "pristat", "atve", "palie", "nebetur", "netur", "ruoš", "ruos", "prid", "apsisto", "eisim", "einam", "varo", "varyk", "uzsak", "užsak", "palauk", "pavedim", "atmet", "neaktual", "ned", "paliek", "noreci", "norėčiau", "norim", "priimt", "vienbals", "reik", "liek", "galit", "pigiau", "kitur", "susitar", "sutar", "išra", "įrašyk",
    "бер", "возьм", "заказ", "закаж", "оформ", "соглас", "подтвер", "утвер", "дава", "выстав", "куп", "останов", "выб", "привоз", "везите", "не ", "отказ", "откаж", "дорог", "уберите", "оплат", "перев", "перечисл", "заплат", "нужн", "устраив", "подход", "надо", "хот", "постав", "отгру", "отпус", "запиш", "внёс", "скинул", "ушл", "провел", "заброн", "брон", "приступ", "начина", "вари", "одна", "пришлите", "присыл", "шлите", "высыл", "скинь", "жд", "готов", "реш", "рукам", "договор", "одобр", "работаем", "поехали", "ок", "пойд", "пас", "без ", "закры", "нашли", "сним", "сня", "убир", "убр", "отклон", "платеж", "платёж", "деньги", "внес", "идет", "идёт", "делаем", "делайте", "запус", "принима",
    "beru", "berem", "nado", "privez", "voz", "nuzh", "otkaz", "davai", "dorogo", "ustraiv", "kup", "ne ", "zakaz", "oplat", "perevel", "soglas", "davaj", "davay",
)  # fmt: skip


def names_money(text: str, low: str) -> bool:
    """Whether a sum may stand in a text; `low` is it in lower case."""
    return any(sign in text for sign in _SIGNS) or any(word in low for word in _MONEY)


_AT = re.compile(r"(?:\bat|\bpo|\buž|\buz|по|за|@|for|the|[-–—:]) ?\d")


def names_count(text: str) -> bool:
    """Whether a number stands where a price may: a customer who orders often writes no currency."""
    return _AT.search(text) is not None


def names_state(low: str) -> bool:
    """Whether a customer may order, pay or refuse in a text in lower case."""
    return any(word in low for word in _STATES)
