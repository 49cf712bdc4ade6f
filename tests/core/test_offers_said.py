"""How customers say in English and Russian that they order and that they have paid, and what only sounds so."""

from __future__ import annotations

import pytest

from syncd.core.model import Language
from tests.core.test_offers import found

ENGLISH_ORDERS = (
    "Go ahead with the boiler service at £320.",
    "Please proceed with the boiler service at £320.",
    "We'll have the boiler service for £320.",
    "Count us in for the boiler service at £320.",
    "Please go ahead and book the boiler service, £320 is fine.",
    "We are happy to proceed with the boiler service at £320.",
    "I'd like to go with the boiler service at £320.",
    "Let's go for the boiler service at £320.",
    "Consider the boiler service ordered at £320.",
    "The boiler service at £320 is approved.",
    "You have the green light for the boiler service at £320.",
    "Sign us up for the boiler service at £320.",
    "Put us down for the boiler service at £320.",
    "Book us in for the boiler service at £320.",
    "We would like to proceed with the boiler service at £320.",
    "We're going with the boiler service at £320.",
    "We have decided to go with the boiler service at £320.",
    "Please arrange the boiler service at £320.",
    "Please schedule the boiler service at £320.",
    "We accept your quote of £320 for the boiler service.",
    "Quote for the boiler service at £320 accepted.",
    "Boiler service at £320 - that's a yes from us.",
    "Happy to confirm the boiler service at £320.",
    "I can confirm we want the boiler service at £320.",
    "Pencil... no, ink us in for the boiler service at £320.",
    "It's a go for the boiler service at £320.",
    "We're good to go on the boiler service at £320.",
    "Our board signed off the boiler service at £320.",
    "The boss has signed off on the boiler service at £320.",
    "Please supply the boiler service kit at £320.",
    "We want to place the order for the boiler service at £320.",
    "PO to follow for the boiler service at £320.",
    "Attached is our PO for the boiler service at £320.",
    "Kindly process the boiler service at £320.",
    "We'd be glad to take the boiler service at £320.",
    "I'll go for the boiler service at £320.",
    "Sold! The boiler service at £320.",
    "Let's get the boiler service booked at £320.",
    "All agreed on our side: boiler service at £320.",
    "We'll go for the boiler service at £320.",
    "Give us the boiler service at £320.",
)
ENGLISH_PAYMENTS = (
    "We transferred £320 for the boiler service this morning.",
    "Transferred this morning: £320 for the boiler service.",
    "Payment of £320 has gone out for the boiler service.",
    "Payment has gone out today, £320 for the boiler service.",
    "I have just made a bank transfer of £320 for the boiler service.",
    "We paid £320 for the boiler service.",
    "£320 is on its way for the boiler service.",
    "The £320 for the boiler service left our account today.",
    "The £320 for the boiler service was wired on Friday.",
    "£320 for the boiler service paid by card.",
    "Accounts processed the £320 for the boiler service yesterday.",
    "Your invoice of £320 for the boiler service has been settled.",
    "The deposit of £320 for the boiler service has been paid.",
    "Remittance attached: £320 for the boiler service.",
    "Remittance advice attached for £320, boiler service.",
    "Money sent, £320 for the boiler service.",
    "I sent you £320 for the boiler service.",
    "We have released the payment of £320 for the boiler service.",
    "Just paid the £320 for the boiler service.",
    "The £320 for the boiler service went through this morning.",
    "BACS payment of £320 done for the boiler service.",
    "Faster payment of £320 made for the boiler service.",
    "We've remitted £320 for the boiler service.",
    "Cheque for £320 posted for the boiler service.",
    "I paid your invoice for the boiler service, £320.",
    "Invoice for the boiler service paid, £320.",
    "We have initiated the payment of £320 for the boiler service.",
    "Our bank sent £320 for the boiler service.",
)
RUSSIAN_ORDERS = (
    "Берём обслуживание котла за 32 000 руб.",
    "Оформляйте обслуживание котла за 32 000 руб.",
    "Запускайте обслуживание котла за 32 000 руб. в работу.",
    "Заказываем обслуживание котла за 32 000 руб.",
    "Давайте обслуживание котла за 32 000 руб.",
    "Мы за обслуживание котла, 32 000 руб. нас устраивает.",
    "Согласны на обслуживание котла за 32 000 руб.",
    "Согласовано: обслуживание котла, 32 000 руб.",
    "Утверждено обслуживание котла за 32 000 руб.",
    "Подтверждаю обслуживание котла за 32 000 руб.",
    "Подтверждаем заказ: обслуживание котла, 32 000 руб.",
    "Готовы заказать обслуживание котла за 32 000 руб.",
    "Приступайте к обслуживанию котла за 32 000 руб.",
    "Принимаем предложение на обслуживание котла, 32 000 руб.",
    "Записывайте нас на обслуживание котла за 32 000 руб.",
    "Запишите нас на обслуживание котла за 32 000 руб.",
    "Ждём счёт на обслуживание котла, 32 000 руб.",
    "Выставляйте счёт на обслуживание котла, 32 000 руб.",
    "Остановились на обслуживании котла за 32 000 руб.",
    "Решили брать обслуживание котла за 32 000 руб.",
    "Начинайте обслуживание котла, 32 000 руб. согласовали.",
    "Хотим обслуживание котла за 32 000 руб.",
    "Хотели бы заказать обслуживание котла за 32 000 руб.",
    "Обслуживание котла за 32 000 руб. — да, делаем.",
    "По обслуживанию котла за 32 000 руб. — даём добро.",
    "Добро на обслуживание котла за 32 000 руб.",
    "Ставьте нас в план: обслуживание котла, 32 000 руб.",
    "Поставьте нас в график на обслуживание котла за 32 000 руб.",
    "Прошу принять заказ на обслуживание котла, 32 000 руб.",
    "Примите заказ: обслуживание котла, 32 000 руб.",
    "Вас выбрали: обслуживание котла за 32 000 руб.",
    "Готовьте договор на обслуживание котла, 32 000 руб.",
    "Высылайте договор на обслуживание котла за 32 000 руб.",
    "Директор одобрил обслуживание котла за 32 000 руб.",
    "Руководство согласовало обслуживание котла за 32 000 руб.",
    "Закажите нам обслуживание котла за 32 000 руб.",
    "Включайте нас в обслуживание котла за 32 000 руб.",
    "Обслуживание котла за 32 000 руб. оставляем, заказываем.",
    "Можно оформлять обслуживание котла за 32 000 руб.",
    "Можете приступать к обслуживанию котла за 32 000 руб.",
    "Можете запускать обслуживание котла за 32 000 руб.",
    "Работаем: обслуживание котла за 32 000 руб.",
    "Ок, обслуживание котла за 32 000 руб., погнали.",
    "Бронируйте обслуживание котла за 32 000 руб.",
)
RUSSIAN_PAYMENTS = (
    "Оплатили обслуживание котла, 32 000 руб.",
    "Перечислили 32 000 руб. за обслуживание котла.",
    "Перевели 32 000 руб. за обслуживание котла сегодня утром.",
    "Деньги за обслуживание котла, 32 000 руб., отправили.",
    "Платёж 32 000 руб. за обслуживание котла ушёл.",
    "Платёж на 32 000 руб. за обслуживание котла проведён.",
    "Платёж за обслуживание котла 32 000 руб. отправлен.",
    "Оплата 32 000 руб. за обслуживание котла прошла.",
    "Оплату 32 000 руб. за обслуживание котла отправили.",
    "Оплату за обслуживание котла 32 000 руб. провели.",
    "Счёт на обслуживание котла, 32 000 руб., оплачен.",
    "Внесли предоплату 32 000 руб. за обслуживание котла.",
    "Предоплата 32 000 руб. за обслуживание котла внесена.",
    "Аванс 32 000 руб. за обслуживание котла перечислен.",
    "Деньги ушли: 32 000 руб. за обслуживание котла.",
    "Закинул вам 32 000 руб. за обслуживание котла.",
    "Бухгалтерия провела 32 000 руб. за обслуживание котла.",
    "Бухгалтерия оплатила обслуживание котла, 32 000 руб.",
    "Платёжка во вложении: 32 000 руб. за обслуживание котла.",
    "Платёжное поручение во вложении, 32 000 руб. за обслуживание котла.",
    "Рассчитались за обслуживание котла, 32 000 руб.",
    "Отдал вашему мастеру 32 000 руб. за обслуживание котла.",
    "Заплатили 32 000 руб. за обслуживание котла.",
    "Произвели оплату 32 000 руб. за обслуживание котла.",
    "Оплата произведена, 32 000 руб. за обслуживание котла.",
    "Погасили счёт за обслуживание котла, 32 000 руб.",
    "Перевод сделал, 32 000 руб. за обслуживание котла.",
    "Сделали перевод 32 000 руб. за обслуживание котла.",
)
LOOKALIKES = (
    ("en", "We cannot go ahead at £320."),
    ("en", "Should we go ahead with the boiler service at £320?"),
    ("en", "Before we proceed, could you confirm £320 includes parts?"),
    ("en", "We have not ordered anything for £320."),
    ("en", "If you drop to £300 we will go ahead with the boiler service."),
    ("en", "We have not paid the £320 yet."),
    ("en", "We will pay the £320 next week."),
    ("en", "When did you transfer the £320?"),
    ("en", "I have to check with my husband before we order at £320."),
    ("en", "Could you transfer the £320 back?"),
    ("en", "The other firm we went with charged £320."),
    ("en", "£320 is a lot, let me think."),
    ("en", "We might order the boiler service at £320 in spring."),
    ("en", "Has the payment of £320 gone through?"),
    ("ru", "Если сделаете за 30 000 руб., закажем обслуживание котла."),
    ("ru", "Мы ещё не оплатили 32 000 руб."),
    ("ru", "Оплатим 32 000 руб. на следующей неделе."),
    ("ru", "Можно ли оформить обслуживание котла за 30 000 руб.?"),
    ("ru", "Пока думаем, 32 000 руб. многовато."),
    ("ru", "Берёте предоплату 32 000 руб.?"),
    ("ru", "Не запускайте обслуживание котла за 32 000 руб."),
    ("ru", "Когда перечислите нам 32 000 руб.?"),
    ("ru", "Не оформляйте пока обслуживание котла за 32 000 руб."),
    ("ru", "Возможно, закажем обслуживание котла за 32 000 руб. весной."),
)
QUOTED = {"en": "> Boiler service at £320", "ru": "> Обслуживание котла 32 000 руб."}


def states(own: str, language: Language) -> list[str]:
    """What a customer's answer to an offer says of it."""
    return [offer.state for offer in found(own, language, ours=False, subject="Re: quote", quoted=QUOTED[language])]


@pytest.mark.parametrize("own", ENGLISH_ORDERS)
def test_an_english_order_is_one(own: str) -> None:
    """With its price, in the words of its customer."""
    assert states(own, "en") == ["ordered"]


@pytest.mark.parametrize("own", ENGLISH_PAYMENTS)
def test_an_english_payment_is_one(own: str) -> None:
    """Told by the customer."""
    assert states(own, "en") == ["paid"]


@pytest.mark.parametrize("own", RUSSIAN_ORDERS)
def test_a_russian_order_is_one(own: str) -> None:
    """With its price, in the words of its customer."""
    assert states(own, "ru") == ["ordered"]


@pytest.mark.parametrize("own", RUSSIAN_PAYMENTS)
def test_a_russian_payment_is_one(own: str) -> None:
    """Told by the customer."""
    assert states(own, "ru") == ["paid"]


@pytest.mark.parametrize(("language", "own"), LOOKALIKES)
def test_what_is_asked_denied_or_thought_about_is_neither(language: Language, own: str) -> None:
    """Questions, conditions, negations, other people's orders, what will be paid."""
    assert not {"ordered", "paid"} & set(states(own, language))


@pytest.mark.parametrize(
    ("own", "language", "subject", "product"),
    [
        ("Ballpark: £1,650 plus VAT, installed.", "en", "Boiler for the annexe", "Boiler for the annexe"),
        ("Please find attached the corrected invoice: 6 units, £684.00.", "en", "Spring filters", "Spring filters"),
        ("Atnaujintas pasiūlymas – 3 650 EUR + PVM.", "lt", "Rekuperatorius studijai", "Rekuperatorius studijai"),
        ("Vieną galutinį pasiūlymą, 969 EUR + PVM, atsiųsiu iki antradienio.", "lt", "Metinė priežiūra", "Metinė priežiūra"),
        ("Vieną galutinį pasiūlymą, 969 EUR + PVM su filtrais, atsiųsiu iki antradienio.", "lt", "Metinė priežiūra", "Metinė priežiūra"),
        ("Atnaujintas pasiūlymas – 3 650 EUR + PVM.", "lt", "Re: Kur pasiūlymas?", "Kur pasiūlymas"),
        ("Metinę priežiūrą galėtume padaryti už 1 050 EUR + PVM.", "lt", "", "Metinę priežiūrą"),
        ("Jūsų studijai siūlau rekuperatorių „Komfovent“ – 3 400 EUR + PVM.", "lt", "", "rekuperatorių „Komfovent“"),
        ("Марина, как и обещала, коммерческое предложение во вложении: 1 940 EUR с НДС.", "ru", "Сплит-система в переговорную", "Сплит-система в переговорную"),
    ],
)
def test_a_price_beside_words_of_trade_is_for_what_the_mail_is_about(own: str, language: Language, subject: str, product: str) -> None:
    """Else the product is named "ballpark", "units", „galutinį pasiūlymą“."""
    assert [offer.product for offer in found(own, language, subject=subject)] == [product]


def test_what_we_shall_pay_is_no_offer() -> None:
    """„310 EUR pervesime iki antradienio“, from one of us."""
    assert not found("310 EUR pervesime iki antradienio.", "lt", subject="Sąskaita")
