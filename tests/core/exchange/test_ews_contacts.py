"""Contacts of Exchange: the same card that a vCard gives, and nothing that a damaged one could break."""

from __future__ import annotations

import random
import time
from functools import partial

import pytest

from syncd.core.cards.read import read_cards
from syncd.core.derive import derive
from syncd.core.derived import EWS_CONTACT, Arrival, DerivedCards, Excluded, Setting
from syncd.core.exchange.cards import day_of
from syncd.core.exchange.contacts import read_ews_contact
from syncd.core.exclude import Names, Privacy
from syncd.core.model import Card, Company
from tests.core.exchange.elements import el, item
from tests.timing import again, least

VCARD = """BEGIN:VCARD
VERSION:4.0
UID:AAMk
FN:Ona Kazlauskienė
N:Kazlauskienė;Ona;Marija
NICKNAME:Onutė
EMAIL:Ona@Baltas.example
EMAIL:ona@namai.example
TEL;TYPE=CELL:+370 612 34567
TEL;TYPE=WORK:+370 5 2345678
TEL;TYPE=WORK:+370 5 2345679
TEL;TYPE=HOME:+370 5 2111111
TEL;TYPE=FAX:+370 5 2345600
ADR;TYPE=HOME:;;;Trakai
ADR;TYPE=BUSINESS:;;;Vilnius
ORG:UAB „Baltas“
TITLE:Direktorė
ROLE:inžinierė
X-ASSISTANT:Rūta
URL:https://baltas.example
BDAY:1980-03-21
ANNIVERSARY:2010-06-05
RELATED;TYPE=SPOUSE:Jonas
RELATED;TYPE=CHILD:Ieva
RELATED;TYPE=CHILD:Tomas
CATEGORIES:VIP
CLASS:PRIVATE
END:VCARD
"""
CONTACT = (
    el("ItemId", Id="AAMk"), el("Sensitivity", "Private"), el("Body", "serga diabetu", BodyType="Text"), el("Categories", el("String", "VIP")), el("FileAs", "Kazlauskienė, Ona"),
    el("DisplayName", "Ona Kazlauskienė"), el("GivenName", "Ona"), el("MiddleName", "Marija"), el("Nickname", "Onutė"), el("CompanyName", "UAB „Baltas“"),
    el("EmailAddresses", el("Entry", "Ona@Baltas.example", Key="EmailAddress1", RoutingType="SMTP"), el("Entry", "ona@namai.example", Key="EmailAddress2")),
    el("PhysicalAddresses", el("Entry", el("City", "Vilnius"), Key="Business"), el("Entry", el("Street", "Gatvė 1"), el("City", "Trakai"), Key="Home")),
    el("PhoneNumbers", *(el("Entry", number, Key=key) for key, number in (
        ("AssistantPhone", "+370 5 2999999"), ("BusinessFax", "+370 5 2345600"), ("BusinessPhone", "+370 5 2345678"), ("BusinessPhone2", "+370 5 2345679"),
        ("HomePhone", "+370 5 2111111"), ("MobilePhone", "+370 612 34567")))),
    el("AssistantName", "Rūta"), el("Birthday", "1980-03-21T11:59:00Z"), el("BusinessHomePage", "https://baltas.example"),
    el("Children", el("String", "Ieva"), el("String", "Tomas")), el("JobTitle", "Direktorė"), el("Profession", "inžinierė"), el("SpouseName", "Jonas"),
    el("Surname", "Kazlauskienė"), el("WeddingAnniversary", "2010-06-05T11:59:00Z"), el("Notes", "serga diabetu"),
)  # fmt: skip


def made(*parts: str) -> Card:
    """The card of a contact of these elements."""
    (card,) = read_ews_contact(item("Contact", *parts)).cards
    return card


def test_a_contact_is_the_card_that_its_vcard_gives() -> None:
    """Names, addresses, telephones best first and without fax and the assistant's, days, kin, post and profession; no note."""
    card = made(*CONTACT)
    assert (card,) == read_cards(VCARD.encode()).cards
    assert card.family == ("spouse: Jonas", "child: Ieva", "child: Tomas", "anniversary: 2010-06-05")
    assert (card.profession, card.assistant, card.city, card.private) == ("inžinierė", "Rūta", "Trakai", True)
    assert "diabetu" not in repr(card) and "2999999" not in repr(card)


FIELDS = [  # elements, attribute, value, reason
    ([el("GivenName", "Ona"), el("Surname", "K; \\L")], "name", "Ona K; \\L", "made of its parts"),
    ([el("CompleteName", el("FirstName", "Ona"), el("LastName", "K"), el("FullName", "Ponia Ona K"))], "name", "Ponia Ona K", "the older fields"),
    ([el("FileAs", "Ona K")], "name", "Ona K", "what it is filed under, for want of better"),
    ([el("CompanyName", "UAB Baltas")], "name", "UAB Baltas", "a company's contact"),
    ([el("DisplayName", "Ona"), el("Birthday", "1604-03-21T00:00:00Z")], "birthday", "--03-21", "a day of no year"),
    ([el("DisplayName", "Ona"), el("Sensitivity", "Normal")], "private", False, "normal"),
    ([el("DisplayName", "Ona"), el("Sensitivity", "Personal")], "private", True, "personal is private too"),
    ([el("DisplayName", "Ona"), el("PhoneNumbers", el("Entry", "+370 5 1", Key="Pager"), el("Entry", "+37052345678", Key="Telex"))], "telephones", (), "nobody speaks there"),
    ([el("DisplayName", "Ona"), el("Categories", el("String", "VIP"), el("String", "Klientai"))], "categories", ("VIP", "Klientai"), "its labels"),
]


@pytest.mark.parametrize(("parts", "attribute", "value", "reason"), FIELDS, ids=[row[-1] for row in FIELDS])
def test_a_field_is_read_as_it_is_meant(parts: list[str], attribute: str, value: object, reason: str) -> None:
    """One field at a time."""
    assert getattr(made(*parts), attribute) == value, reason


DAYS = [  # as it was given, the day, reason
    ("1980-03-21T11:59:00Z", "1980-03-21", "as Exchange keeps it since 2010"),
    ("1980-03-20T22:00:00Z", "1980-03-21", "midnight of Vilnius, as Outlook kept it"),
    ("1980-03-20T21:00:00Z", "1980-03-21", "midnight of Moscow, or of Vilnius in summer"),
    ("1980-03-21T05:00:00Z", "1980-03-21", "midnight of New York"),
    ("1980-03-21T00:00:00Z", "1980-03-21", "midnight of London"),
    ("1980-03-21", "1980-03-21", "a day"),
    ("1604-02-29T11:59:00Z", "--02-29", "a year that stands for none"),
    ("1980-02-30T11:59:00Z", "", "no day"),
    ("9999-12-31T23:00:00Z", "", "past the last day there is"),
    ("spring", "", "no day either"),
    ("", "", "nothing"),
]


@pytest.mark.parametrize(("given", "day", "reason"), DAYS, ids=[row[-1] for row in DAYS])
def test_a_birthday_is_the_day_that_was_typed(given: str, day: str, reason: str) -> None:
    """An instant of UTC stands for it; east of Greenwich its midnight lies on the day before."""
    assert day_of(given) == day, reason


def test_an_address_of_the_servers_own_is_none_and_named() -> None:
    """/O=…/CN=… reaches nobody from outside."""
    card = made(el("DisplayName", "Ona"), el("EmailAddresses", el("Entry", "/O=X/CN=ONA", Key="EmailAddress1", RoutingType="EX"), el("Entry", "ona@x.example", Key="EmailAddress2")))
    assert (card.addresses, [p.code for p in card.problems]) == (("ona@x.example",), ["no-mail-address"])


NONE = [(b"", 0, "no-card"), (b"\xff", 0, "no-card"), (item("DistributionList"), 0, "no-card"), (item("Contact"), 1, "names-nobody"), (item("Contact")[:-4], 0, "no-card")]


@pytest.mark.parametrize(("raw", "there", "code"), NONE, ids=[str(n) for n in range(len(NONE))])
def test_what_is_nobody_is_named(raw: bytes, there: int, code: str) -> None:
    """As of a vCard that names nobody; a distribution list is none."""
    read = read_ews_contact(raw)
    assert (read.cards, read.there, [p.code for p in read.problems]) == ((), there, [code])


def test_a_contact_tells_the_facts_of_its_card_unless_it_is_private() -> None:
    """Birthday, post, profession, city, family and assistant; a private one is not stored, nor a colleague's."""
    setting = Setting(company=Company(domains=frozenset({"klimatas.example"})), privacy=Privacy(exclude=Names(labels=frozenset({"private"}))))
    open_ = item("Contact", *CONTACT).replace(b">Private<", b">Normal<")
    kept = derive(Arrival(raw=open_, media_type=EWS_CONTACT), setting)
    assert isinstance(kept, DerivedCards)
    told = [(f.kind, f.value) for f in kept.facts[0]]
    assert told == [
        ("birthday", "1980-03-21"), ("job", "Direktorė, UAB „Baltas“"), ("job", "inžinierė"), ("city", "Trakai"), ("family", "spouse: Jonas"), ("family", "child: Ieva"),
        ("family", "child: Tomas"), ("family", "anniversary: 2010-06-05"), ("other", "assistant: Rūta"),
    ]  # fmt: skip
    assert isinstance(derive(Arrival(raw=item("Contact", *CONTACT), media_type=EWS_CONTACT), setting), Excluded)
    colleague = item("Contact", el("EmailAddresses", el("Entry", "jonas@klimatas.example", Key="EmailAddress1")))
    assert derive(Arrival(raw=colleague, media_type=EWS_CONTACT), setting) == Excluded(rule="scope:internal")  # type: ignore[arg-type]


@pytest.mark.slow
def test_no_damaged_contact_raises_or_takes_long() -> None:
    """A thousand, cut, doubled and overwritten, by a fixed seed; a field of a hundred thousand values."""
    chance = random.Random(6350)
    whole, slowest, cards = item("Contact", *CONTACT), 0.0, 0
    for n in range(1000):
        at = chance.randrange(len(whole))
        cut = whole.find(b">", at) + 1 if n % 2 else at
        until = max(cut, whole.find(b"<", cut)) if n % 2 else cut + chance.randrange(4)
        damaged = whole[:cut] + chance.choice((b"", b"<", b"&", b"\0", b"\\;", b"9999-99-99T99", "Ž".encode(), b"\xff", b"x" * 9_000)) + whole[until:]
        begin = time.thread_time()
        read = read_ews_contact(damaged)
        slowest = max(slowest, again(time.thread_time() - begin, partial(read_ews_contact, damaged), 0.2))
        assert len(read.cards) <= 1 and (read.cards or read.problems)
        cards += len(read.cards)
    assert 300 < cards < 1000 and slowest < 0.2
    heavy = item("Contact", el("DisplayName", "Ona"), el("EmailAddresses", *(el("Entry", f"a{n}@b.example", Key="EmailAddress1") for n in range(100_000))))
    assert len(read_ews_contact(heavy).cards[0].addresses) == 50
    assert least(lambda: read_ews_contact(heavy), 0.5) < 0.5
