"""Whether a text may hold an offer at all, found for the price of a few searches: most mail holds none."""

from __future__ import annotations

_SIGNS = "€£$₽"
_MONEY = (
    "eur", "руб", "rub", "gbp", "usd", "pound", "quid", "dollar", "grand", "kain", "цен", "стои", "price", "cost", "quote", "vat", "pvm", "ндс", "тыс", "tukst", "tūkst", "т.р", "т. р",
    "sąskait", "saskait", "счет", "счёт", "invoice", "сумм", "итого", "nuolaid", "скидк", "discount", "р.", "schet", "tys",
)  # fmt: skip
_STATES = (
    "order", "go ahead", "going ahead", "i'll take", "we'll take", "il take", "will take", "we'll have", "yes please", "proceed", "accept", "turn down", "turned down", "don't need", "not need", "won't", "pass on", "declin", "not bother", "paid", "payment", "not this",
    "no thank", "leave", "cancel", "approve", "confirm", "transfer", "book", "not going", "too expensive", "happy to go", "let's", "lets ", "drop the", "not for us", "instead", "skip", "green light", "too ", "gone with", "settled", "go for", "like the", "like to", "can i have", "can we have", "could we", "we need", "need ", "deal", "crack on", "yes", "agreed", "sent", "skip", "bin ", "without", "elsewhere", "shelv", "bother", "knock", "park ", "thumbs", "bacs", "cheque", "remit", "happy with", "want", "sign", "no need", "not interested", "not want", "don't want",
    "sak", "imam", "imsi", "imu", "perk", "pirk", "tvirtin", "sutink", "tinka", "tiks", "darom", "atsisak", "nereik", "neim", "moke", "perved", "brang", "vezk", "pradek", "montuok", "rasyk", "israsyk", "rezerv", "pasiras", "renk", "rink", "priim", "neb", "nedom", "apsisto", "eisim", "einam", "varo", "varyk", "uzsak", "užsak", "palauk", "pavedim", "atmet", "neaktual", "ned", "paliek", "noreci", "norėčiau", "norim", "priimt", "vienbals", "reik", "liek", "galit", "pigiau", "kitur", "susitar", "sutar", "išra", "įrašyk",
    "бер", "возьм", "заказ", "закаж", "оформ", "соглас", "подтвер", "утвер", "дава", "выстав", "куп", "останов", "выб", "привоз", "везите", "не ", "отказ", "откаж", "дорог", "уберите", "оплат", "перев", "перечисл", "заплат", "нужн", "устраив", "подход", "надо", "хот", "готов", "реш", "рукам", "договор", "одобр", "работаем", "поехали", "ок", "пойд", "пас", "без ", "закры", "нашли", "сним", "сня", "убир", "убр", "отклон", "платеж", "платёж", "деньги", "внес", "идет", "идёт", "делаем", "делайте", "запус", "принима",
    "beru", "berem", "zakaz", "oplat", "perevel", "soglas", "davaj", "davay",
)  # fmt: skip


def names_money(text: str, low: str) -> bool:
    """Whether a sum may stand in a text; `low` is it in lower case."""
    return any(sign in text for sign in _SIGNS) or any(word in low for word in _MONEY)


def names_state(low: str) -> bool:
    """Whether a customer may order, pay or refuse in a text in lower case."""
    return any(word in low for word in _STATES)
