"""Offers, orders, invoices, payments and refusals are read from words, lists and tables; what only looks like a price is not."""

from __future__ import annotations

import datetime as dt
import time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from syncd.core.matters import Amount, Offer
from syncd.core.model import Company, Language, Party, WorkingCalendar
from syncd.core.offers import find_offers, find_offers_in_file
from syncd.core.offers.folding import fold
from syncd.core.offers.sums import find_sums
from syncd.core.promises.said import Said

FIRM = Company(domains=frozenset({"firm.example"}))
OURS = Party(role="from", address="rasa@firm.example", name="Rasa Petraitė")
THEIRS = Party(role="from", address="jonas@customer.example", name="Jonas Jonaitis")
AT = dt.datetime(2026, 3, 11, 10, 0, tzinfo=ZoneInfo("Europe/Vilnius"))  # a Wednesday


def said(own: str, language: Language, *, ours: bool = True, subject: str = "", quoted: str = "", inside: bool = False) -> Said:
    writer, reader = (OURS, THEIRS) if ours else (THEIRS, OURS)
    return Said(own=own, quoted=quoted, subject=subject, sender=writer, recipients=(OURS if inside else reader,), at=AT, language=language)


def found(own: str, language: Language, *, ours: bool = True, subject: str = "", quoted: str = "", inside: bool = False) -> tuple[Offer, ...]:
    return find_offers(said(own, language, ours=ours, subject=subject, quoted=quoted, inside=inside), FIRM, WorkingCalendar())


def amounts(offer: Offer) -> list[str]:
    return [f"{a.amount.normalize():f} {a.currency}" for a in offer.amounts]


# ── sums ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "wanted", "reason"),
    [
        ("1 200,50 €", ["1200.5 EUR"], "a blank parts thousands, a comma decimals"),
        ("1\u00a0200\u202f000 ₽", ["1200000 RUB"], "narrow and unbreakable blanks are blanks"),
        ("1.200,50 eur", ["1200.5 EUR"], "a point parts thousands"),
        ("£1,250 + VAT", ["1250 GBP"], "three digits behind a comma are thousands"),
        ("1'200.- EUR", ["1200 EUR"], "a Swiss apostrophe"),
        ("500,- EUR", ["500 EUR"], "a dash stands for no cents"),
        ("€12k", ["12000 EUR"], "k is a thousand"),
        ("£1.2m", ["1200000 GBP"], "m behind a sign is a million"),
        ("54 m", ["54 "], "and metres anywhere else"),
        ("£2-3k", ["2000 GBP", "3000 GBP"], "both ends of a range are thousands"),
        ("от 95 до 110 тысяч рублей", ["95000 RUB", "110000 RUB"], "from and to"),
        ("nuo 14 iki 16 tūkst. eurų", ["14000 EUR", "16000 EUR"], "the currency is said once"),
        ("between £300 and £400", ["300 GBP", "400 GBP"], "between opens a range with “and”"),
        ("38 т.р.", ["38000 RUB"], "thousand roubles in three letters"),
        ("15 тыс.руб", ["15000 RUB"], "without a blank"),
        ("1 млн 200 тыс", ["1200000 "], "millions and thousands"),
        ("9 tūkst. 800 Eur", ["9800 EUR"], "thousands and hundreds"),
        ("pusantro tūkstančio", ["1500 "], "one and a half"),
        ("du tūkstančiai du šimtai", ["2200 "], "numbers in words"),
        ("тысяч двадцать", ["20000 "], "about twenty thousand, said backwards"),
        ("тысяч за 20.", ["20000 "], "the same in digits, at the end of a sentence"),
        ("тысяч 20 рублей", ["20000 RUB"], "the same with its currency"),
        ("тысяч 20–25", ["20000 ", "25000 "], "both ends of a range said backwards"),
        ("две тысячи 500 рублей", ["2500 RUB"], "words and digits"),
        ("семь с половиной тысяч", ["7500 "], "a half in words"),
        ("two hundred and fifty quid", ["250 GBP"], "English hundreds"),
        ("two and a half grand", ["2500 "], "a grand is a thousand"),
        ("65p", ["0.65 GBP"], "pence"),
        ("at 1:00 p.m.", [], "a clock has no pence"),
        ("US$ 40", ["40 USD"], "a sign of two parts"),
    ],
)
def test_sums_are_read_as_people_write_them(text: str, wanted: list[str], reason: str) -> None:
    """A sum has its value and its currency, '' where none is written."""
    assert [f"{x.amount.normalize():f} {x.currency}" for x in find_sums(fold(text))] == wanted, reason


@pytest.mark.parametrize(
    ("language", "text", "wanted", "reason"),
    [
        ("lt", "Durys – 395 EUR (477,95 EUR su PVM).", ["395 EUR", "477.95 EUR"], "net and gross both stand in it"),
        ("lt", "Gręžinys 3 600,00 EUR + PVM 756,00 EUR, iš viso 4 356,00 EUR.", ["3600 EUR", "4356 EUR"], "the tax alone does not"),
        ("ru", "Чистка систем, 42 700 руб., в т.ч. НДС 22% 7 700 руб.", ["42700 RUB"], "nor where it is included"),
        ("en", "Roof repair: £640.00 + £128.00 VAT = £768.00.", ["640 GBP", "768 GBP"], "nor before the word"),
        ("lt", "Langas dabar 248 EUR vietoj 310 EUR.", ["248 EUR"], "the old price is asked no more"),
        ("ru", "Диван 64 900 руб., раньше был 71 000 руб.", ["64900 RUB"], "said with “was”"),
        ("en", "The blind is £49, list price £70.", ["49 GBP"], "the catalogue's price"),
        ("lt", "Vartai 1 850 €, jums 150 € nuolaida.", ["1850 EUR"], "what is taken off"),
        ("en", "The carpet is £640, that is £60 off.", ["640 GBP"], "off behind the sum"),
        ("en", "The oak table is £640, the other firm wanted £900.", ["640 GBP"], "a rival's price"),
        ("lt", "Dviračio remontas atsieitų apie 60-80 eurų.", ["60 EUR", "80 EUR"], "both ends of a range"),
        ("ru", "Машина 389 900 руб., либо 12 платежей по 35 100 руб., оформление 2 500 руб.", ["389900 RUB", "35100 RUB", "2500 RUB"], "instalments and a fee"),
        ("en", "Carriage is £8.50 a drop, free over £250.", ["8.5 GBP"], "a limit is no price"),
    ],
)
def test_only_what_is_asked_for_the_product_is_its_amount(language: Language, text: str, wanted: list[str], reason: str) -> None:
    """Taxes, old prices, discounts, limits and other people's prices are no amounts."""
    offers = found(text, language)

    assert [a for o in offers for a in amounts(o)] == wanted, reason


@pytest.mark.parametrize(
    ("language", "currency", "wanted"), [("lt", "", "EUR"), ("ru", "", "RUB"), ("en", "", "GBP"), ("en", "USD", "USD")]
)
def test_a_sum_without_a_currency_is_in_the_usual_one(language: Language, currency: str, wanted: str) -> None:
    """The firm's own currency, else that of the language."""
    texts = {"lt": "Kaina: siurblys – 890 + PVM.", "ru": "Цена: насос – 890 + НДС.", "en": "Price: pump – 890 + VAT."}
    firm = Company(domains=FIRM.domains, currency=currency)

    offers = find_offers(said(texts[language], language), firm, WorkingCalendar())

    assert [a.currency for o in offers for a in o.amounts] == [wanted]


# ── entries ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("language", "text", "wanted", "reason"),
    [
        ("lt", "1) Langas – 248,00 EUR/vnt., 6 vnt. – 1 488,00 EUR\n2) Durys – 395 EUR", ["Langas", "Durys"], "a list has an entry a line"),
        ("ru", "рольганг: 1 вариант приводной 96 500 руб., 2 вариант неприводной 41 200 руб.", ["приводной", "неприводной"], "alternatives are entries"),
        ("en", "We can line it at £95 a metre, or replace the gutter in aluminium at £70 a metre.", ["line", "gutter"], "so are two ways of doing it"),
        ("lt", "Siurblys 890 Eur, pristatymas 35 Eur.", ["Siurblys"], "a fee in the same sentence joins its amounts"),
        ("lt", "Siurblys 890 Eur.\nPristatymas 35 Eur.", ["Siurblys", "Pristatymas"], "on its own line it is an entry"),
        ("lt", "Taburetė su ratukais 89 €, odinė 129 €.", ["Taburetė"], "a bare comma goes on with the same thing"),
        ("en", "Panels: £420\nTesting: £95\nTotal: £515 + VAT", ["Panels", "Testing"], "a sum of the others is none"),
        ("en", "Bergamot tin\n£4.20 each", ["Bergamot tin"], "a price alone on its line belongs to the name above"),
        ("lt", "Prekė       Kiekis   Kaina    Suma\nAvilys          10   68,50   685,00\nVaškas           2   62,00   124,00", ["Avilys", "Vaškas"], "a table has an entry a row"),
    ],
)
def test_each_product_line_and_alternative_is_an_entry(language: Language, text: str, wanted: list[str], reason: str) -> None:
    """One entry for each product or alternative, none for fees and totals beside them."""
    offers = found(text, language)

    assert len(offers) == len(wanted), reason
    assert all(name in o.product for name, o in zip(wanted, offers, strict=True)), reason


def test_a_quote_is_an_exact_part_of_the_words() -> None:
    """A quote stands in the text at its place, in Latin letters where Russian was typed in them."""
    text = "Privet, Anton! Remont vyjdet 45 tys. rub. Zapchasti eshche 12 000 rub."

    offers = found(text, "ru")

    assert [amounts(o) for o in offers] == [["45000 RUB"], ["12000 RUB"]]
    assert all(text[o.start : o.start + len(o.quote)] == o.quote for o in offers)


def test_the_columns_of_a_table_say_which_number_is_the_price() -> None:
    """Unit price and total are amounts, the count and the tax rate are none."""
    text = "Наименование | Кол-во | Цена | НДС | Сумма\nСтанок MBS-910 | 2 | 412 000,00 | 20% | 824 000,00\nПолотно | 5 | 4 350,00 | 20% | 21 750,00"

    assert [amounts(o) for o in found(text, "ru")] == [["412000 RUB", "824000 RUB"], ["4350 RUB", "21750 RUB"]]


# ── states ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("language", "ours", "text", "quoted", "wanted", "reason"),
    [
        ("lt", True, "Siurblys kainuotų 890 EUR.", "", ["offered"], "our price is an offer"),
        ("lt", True, "Prisegu sąskaitą GR Nr. 417: siurblys, 890,00 EUR.", "", ["invoiced"], "an invoice is sent"),
        ("ru", True, "Спасибо, заказ принят: 4 двери по 12 300 р.", "", ["ordered"], "an order is confirmed"),
        ("ru", True, "Ирина, оплату 42 700 руб. получили, спасибо!", "", ["paid"], "a payment has come"),
        ("en", True, "Thank you for your order: 40 vests at £6.20 each.", "", ["ordered"], "thanks for an order confirm it"),
        ("lt", False, "Imam kameras sandėliui už 1 150 EUR, signalizacijos atsisakom.", "> Signalizacija – 780 EUR, kameros – 1 150 EUR", ["ordered", "rejected"], "taken and refused"),
        ("ru", False, "берем щебень два камаза по 24500\nТорф не надо пока", "> Щебень: 24 500 руб.\n> Торф: 11 500 руб.", ["ordered", "rejected"], "bare numbers"),
        ("en", False, "Yes go ahead with the hedge at 180.", "> Hedge £180", ["ordered"], "go ahead"),
        ("en", False, "Paid the £1,475 this morning by bank transfer.", "", ["paid"], "the sum paid"),
        ("lt", False, "Sveiki, sąskaitą apmokėjom šiandien, 363 eur.", "", ["paid"], "paid in Lithuanian"),
        ("ru", False, "Перевели аванс 150 000 р. сегодня.", "", ["paid"], "paid in Russian"),
        ("en", False, "£2,300 is too rich for us I am afraid.", "> Rewire £2,300", ["rejected"], "too dear"),
        ("lt", False, "Sveiki,\nužsakome:\n- kėdė „Mora“ 6 vnt. po 79 €\n- stalas „Ąžuolas“ 1 vnt.", "", ["ordered", "ordered"], "a list under a heading, figures or none"),
    ],
)  # fmt: skip
def test_the_state_follows_from_the_words_and_from_who_writes(language: Language, ours: bool, text: str, quoted: str, wanted: list[str], reason: str) -> None:
    """Ours offer, confirm, invoice and receive; customers order, pay and refuse."""
    assert [o.state for o in found(text, language, ours=ours, quoted=quoted)] == wanted, reason


def test_thousands_left_unsaid_come_from_the_offer_that_is_answered() -> None:
    """«за 14» in answer to 14 000 means fourteen thousand."""
    offers = found("берем песок один камаз за 14", "ru", ours=False, quoted="> Песок: 14 000 руб.")

    assert [amounts(o) for o in offers] == [["14000 RUB"]]


@pytest.mark.parametrize(
    ("language", "ours", "subject", "text", "reason"),
    [
        ("lt", False, "Kiek kainuotų?", "Biudžetas iki 9 tūkst. eurų. Kiek kainuotų pas jus su darbais?", "a budget and a question"),
        ("ru", False, "ворота", "Муж говорит, больше 120 тысяч не дадим. У соседей поставили за 95 000.", "a budget and a neighbour's price"),
        ("lt", False, "Neteisinga sąskaita KR-5512", "Sąskaitoje suma 1 379,40 EUR, nors sutarėm 1 140. Prašau anuliuoti, nemokėsim.", "a disputed invoice"),
        ("en", False, "Invoice INV-90331 - wrong again", "You've charged €18.20 where the rate card says €14.90. I'm not paying €3,858.40.", "another one"),
        ("ru", True, "Напоминание об оплате", "По счёту № 77 на сумму 18 400 руб. оплата не поступила.", "dunning"),
        ("en", True, "Overdue", "Our records show invoice 4410 for £312.50 is now 14 days overdue.", "dunning in English"),
        ("en", True, "job", "We can offer you a salary of £32,000.", "pay"),
        ("en", False, "SEO", "Dear Sir, we can get you to page 1 for only $99 per month! Reply for a free quote.", "advertising to us"),
        ("ru", False, "Сотрудничество", "Наша компания предлагает канцтовары. Бумага всего 290 р. за пачку! Скидка 10% на первый заказ.", "advertising in Russian"),
        ("lt", False, "Spauda pigiau", "Siūlome lankstinukų spaudą nuo 0,05 Eur. Vizitinės tik 15 Eur!", "advertising in Lithuanian"),
        ("en", True, "lunch", "See you at 1:00 p.m. at 5365 Westheimer, my number is 954-452-0664.", "clocks, houses and telephones"),
        ("en", True, "market", "Crude is trading at $26.06. The EPS estimate is $1.05. Our price target is $72.", "a market letter"),
    ],
)  # fmt: skip
def test_what_only_looks_like_an_offer_is_none(language: Language, ours: bool, subject: str, text: str, reason: str) -> None:
    """Budgets, questions, quarrels, debts, pay, advertising and numbers of other things give nothing."""
    assert found(text, language, ours=ours, subject=subject) == (), reason


def test_a_price_below_the_signature_is_an_advertisement() -> None:
    """What stands below the writer's name is not said to this customer."""
    text = "Mast repair is £450.\n\nRasa Petraitė\n\nGift vouchers from £60!"

    assert [amounts(o) for o in found(text, "en")] == [["450 GBP"]]


def test_colleagues_speak_of_prices_without_offering_them() -> None:
    """Among ourselves only what is told of an offer to a customer counts."""
    assert found("The Cost is $25.00 Per Person.", "en", inside=True) == ()
    assert [o.state for o in found("I quoted him £450 for the pump.", "en", inside=True)] == ["offered"]


# ── terms ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("language", "text", "wanted", "reason"),
    [
        ("lt", "Langas 248 EUR. Kainos galioja 30 dienų.", ["2026-04-10"], "the date of the mail and thirty days"),
        ("lt", "Stogas 9 800 Eur. Pasiūlymas galioja dvi savaites.", ["2026-03-25"], "weeks in words"),
        ("ru", "Станок 412 000 руб. Цены держим до конца месяца.", ["2026-03-31"], "the end of the month"),
        ("ru", "Кондиционер 34 990 ₽, цена только сегодня.", ["2026-03-11"], "today only"),
        ("en", "Rigging £2,940. These figures stand until 31 March.", ["2026-03-31"], "a day"),
        ("en", "Film £12k. Happy to hold that for a fortnight.", ["2026-03-25"], "a fortnight"),
        ("ru", "Работа 9 000 руб. Блок 74 900 руб. Цена на блок до пятницы.", [None, "2026-03-13"], "a term that names one thing is its own"),
        ("lt", "Langas 248 EUR. Darbas bus baigtas iki kovo 20 d.", [None], "another term is none"),
    ],
)
def test_a_term_says_until_when_a_price_holds(language: Language, text: str, wanted: list[str | None], reason: str) -> None:
    """Terms are counted from the mail; one for a single thing stays with it."""
    assert [o.valid_until for o in found(text, language)] == wanted, reason


@pytest.mark.parametrize(
    ("language", "text", "wanted", "reason"),
    [
        ("lt", "1) Langas – 248 EUR\n2) Durys – 395 EUR\n\nImant visą komplektą taikome 7 % nuolaidą.", ["7 %", "7 %"], "one on the whole set is repeated"),
        ("ru", "Лестница 486 тыс. с монтажом, это уже со скидкой 24 000 рублей.", ["24000 RUB"], "a sum"),
        ("en", "Case £50.40.\n\n3% settlement discount on all of it.", ["3 %"], "English"),
        ("lt", "Langas 248 EUR. Avansas 30 %.", [""], "a deposit is no discount"),
        ("ru", "Насос 24 000 руб. с НДС 20%.", [""], "nor is the tax"),
    ],
)
def test_a_discount_is_what_the_mail_calls_one(language: Language, text: str, wanted: list[str], reason: str) -> None:
    """A discount is stated as a rate or a sum, never computed."""
    assert [o.discount for o in found(text, language)] == wanted, reason


@pytest.mark.parametrize(
    ("language", "text", "wanted"),
    [
        ("lt", "Prisegu sąskaitą GR Nr. 00417: siurblys, 890,00 EUR.", ("GR 00417",)),
        ("ru", "Счёт № 903 во вложении: чистка, 42 700 руб.", ("903",)),
        ("en", "Thank you for your order PO-7781: 40 vests at £6.20 each.", ("PO-7781",)),
    ],
)
def test_numbers_of_papers_are_kept_as_written(language: Language, text: str, wanted: tuple[str, ...]) -> None:
    """The number of an order or an invoice links it with the tables of the accounting program, and is no sum."""
    (offer,) = found(text, language)

    assert offer.numbers == wanted


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────

INVOICE = """UAB „Klimatas“
PVM SĄSKAITA FAKTŪRA
Serija KL Nr. 00417
Pirkėjas: UAB „Jasai“, kodas 123456789

Eil. Nr.\tPavadinimas\tMato vnt.\tKiekis\tKaina be PVM\tSuma be PVM
1\tKondicionierius Daikin FTXM35\tvnt.\t2\t890,00\t1780,00
2\tMontavimo darbai\tvnt.\t2\t250,00\t500,00
Suma be PVM\t2280,00
PVM 21 %\t478,80
Iš viso apmokėti\t2758,80 EUR
"""


def test_an_attached_invoice_gives_its_lines() -> None:
    """Rows are entries, the document gives state and number; codes, tax and totals are none."""
    offers = find_offers_in_file(INVOICE, "lt", AT, "EUR", ours=True)

    assert [(o.product, amounts(o), o.state, o.numbers) for o in offers] == [
        ("Kondicionierius Daikin FTXM35", ["890 EUR", "1780 EUR"], "invoiced", ("KL 00417",)),
        ("Montavimo darbai", ["250 EUR", "500 EUR"], "invoiced", ("KL 00417",)),
    ]


def test_an_attached_quotation_has_its_terms() -> None:
    """What a document says of validity and discount holds for its lines."""
    text = "Quotation Q-118\n\nDescription    Qty   Unit price   Total\nOak worktop      2     £310.00   £620.00\nFitting          1     £180.00   £180.00\n\nTotal £800.00\nThis quotation is valid for 30 days. 5% discount on all of it if paid within 7 days.\n"

    offers = find_offers_in_file(text, "en", AT, "GBP", ours=True)

    assert [(o.product, o.discount, o.valid_until, o.state) for o in offers] == [
        ("Oak worktop", "5 %", "2026-04-10", "offered"),
        ("Fitting", "5 %", "2026-04-10", "offered"),
    ]


def test_a_document_without_readable_lines_gives_its_total() -> None:
    """The last total is the sum."""
    (offer,) = find_offers_in_file("Sąskaita Nr. 15\nUž paslaugas\nIš viso: 300,00 Eur", "lt", AT, "EUR", ours=True)

    assert (amounts(offer), offer.state) == (["300 EUR"], "invoiced")


def test_of_an_outsiders_documents_only_orders_count() -> None:
    """What a supplier invoices to us is no business with a customer."""
    assert find_offers_in_file("INVOICE 123\nConsulting   2   250.00   500.00\nTraining   1   90.00   90.00", "en", AT, "GBP", ours=False) == ()
    order = find_offers_in_file("PURCHASE ORDER PO-7781\nVests   40   6.20   248.00\nGloves   20   3.00   60.00", "en", AT, "GBP", ours=False)
    assert [o.state for o in order] == ["ordered", "ordered"]


# ── two offers ───────────────────────────────────────────────────────────────────────────────────────────────────


def offer(product: str, amount: str, *, currency: str = "EUR", discount: str = "", valid_until: str | None = None, state: str = "offered") -> Offer:
    return Offer(
        quote=product, start=0, product=product, amounts=(Amount(amount=Decimal(amount), currency=currency),), discount=discount,
        valid_until=valid_until, state=state,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Invoice\nItem\tPrice\n" + "Cup\t5.00\n" * 6000, "every line is a row"),
        ("Quotation\nItem\tPrice\n" + "Cup\t5.00\n" * 2000 + "All prices valid until friday\n" * 1300, "a thousand terms, each for every row"),
        ("Invoice\n" + "Thanks\n" * 5000 + "Cup\t5.00\n" * 2500, "a thousand closings above the first row"),
    ],
)
def test_a_document_of_thousands_of_tiny_lines_is_read_in_one_go(text: str, reason: str) -> None:
    """Many seconds where each line was held against every row and each term against every entry."""
    began = time.thread_time()
    find_offers_in_file(text, "en", AT, "EUR", True)
    assert time.thread_time() - began < 3, reason
