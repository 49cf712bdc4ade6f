"""Companies: their names in every spelling, and which domains are one company's."""

from __future__ import annotations

import itertools

import pytest

from syncd.core.identity import company_domain
from syncd.core.organisations import (
    CompanyCard,
    Said,
    Saying,
    company_in,
    groups,
    imitates,
    is_same_brand,
    is_same_company_name,
    joined_by,
    legal_name,
    shown_company_name,
)

NAMES = [  # as written, bare name, form, reason
    ("UAB „Šiaurės vėjas“", "Šiaurės vėjas", "UAB", "in front, Lithuanian quotes"),
    ("Siaures vejas, UAB", "Siaures vejas", "UAB", "behind, after a comma"),
    ("foo uab", "foo", "UAB", "in small letters"),
    ("Uždaroji akcinė bendrovė Klimatas", "Klimatas", "UAB", "the form in whole words"),
    ("AB „Lietuvos geležinkeliai“", "Lietuvos geležinkeliai", "AB", "two letters, in capitals"),
    ("MB Saulė", "Saulė", "MB", "a small partnership"),
    ("VšĮ Ąžuolas", "Ąžuolas", "VšĮ", "a public institution"),
    ("IĮ Jonaitis", "Jonaitis", "IĮ", "a sole proprietorship"),
    ("ООО «Северный ветер»", "Северный ветер", "ООО", "guillemets"),
    ('OOO "Severny veter"', "Severny veter", "ООО", "the Russian form in Latin letters"),
    ("Северный ветер, ООО", "Северный ветер", "ООО", "behind"),
    ('ОАО "Газпром"', "Газпром", "ОАО", "an open company"),
    ("ЗАО «Ромашка»", "Ромашка", "ЗАО", "a closed company"),
    ("АО «Каскад»", "Каскад", "АО", "two letters"),
    ("ПАО Сбербанк", "Сбербанк", "ПАО", "without quotes"),
    ("ИП Иванов И.И.", "Иванов И.И", "ИП", "a sole proprietor"),
    ('SIA "Rīgas siltums"', "Rīgas siltums", "SIA", "Latvian"),
    ("Foo oü", "Foo", "OÜ", "Estonian, small letters"),
    ("AS Baltika", "Baltika", "AS", "Estonian, in front"),
    ("Baltas Ltd.", "Baltas", "Ltd", "with its point"),
    ("Smith & Sons Limited", "Smith & Sons", "Ltd", "written out"),
    ("Acme, L.L.C.", "Acme", "LLC", "with points"),
    ("Baltas, Inc.", "Baltas", "Inc", "American"),
    ("Vodafone plc", "Vodafone", "plc", "British"),
    ("Acme GmbH & Co. KG", "Acme", "GmbH & Co. KG", "a form of several words"),
    ("Siemens AG", "Siemens", "AG", "German"),
    ("Foo Sp. z o.o.", "Foo", "Sp. z o.o.", "Polish"),
    ("Orlen S.A.", "Orlen", "S.A.", "with points"),
    ("Philips B.V.", "Philips", "BV", "Dutch"),
    ("Oy Karl Fazer Ab", "Karl Fazer", "Ab", "one at either end, Finland's two languages"),
    ("Novo Nordisk A/S", "Novo Nordisk", "AS", "with a stroke"),
    ("Volvo AB (publ)", "Volvo", "AB", "an aside behind it"),
    ("Ab ovo", "Ab ovo", "", "a word, no form"),
    ("Sia Furler", "Sia Furler", "", "a first name"),
    ("Inc Magazine", "Inc Magazine", "", "a form that never stands in front"),
    ("AB", "AB", "", "nothing but a form is a name"),
    ("", "", "", "nothing"),
]


@pytest.mark.parametrize(("written", "name", "form", "reason"), NAMES, ids=[n[0] or "nothing" for n in NAMES])
def test_a_name_is_told_from_its_legal_form(written: str, name: str, form: str, reason: str) -> None:
    """The form in front or behind, in both scripts, with any quotes, is no part of the name."""
    found = legal_name(written)
    assert (found.name, found.form) == (name, "AB" if form == "Ab" else form), reason


@pytest.mark.parametrize(
    ("one", "other", "same", "reason"),
    [
        ("UAB „Šiaurės vėjas“", "Siaures vejas, UAB", True, "quotes, place of the form, diacritics"),
        ("UAB „Šiaurės vėjas“", "ŠIAURĖS VĖJAS", True, "capitals, no form"),
        ("ООО «Северный ветер»", 'OOO "Severny veter"', True, "two scripts"),
        ("SIA Rīgas siltums", "Rigas Siltums", True, "Latvian diacritics"),
        ("Smith & Sons Ltd", "Smith and Sons", True, "& is and"),
        ("UAB Baltas", "AB Baltas", False, "two forms are two companies"),
        ("UAB Baltas", "UAB Juodas", False, "other words"),
        ("UAB Baltas", "UAB Baltas miškas", False, "one word more"),
        ("UAB Bаltas", "UAB Baltas", False, "F102, T34: one letter of the name is Cyrillic"),
        ("", "", False, "no name is nobody's"),
    ],
)
def test_equal_names_compare_equal(one: str, other: str, same: bool, reason: str) -> None:
    """Only spelling is looked over, never letters that merely look alike."""
    assert is_same_company_name(one, other) is same, reason
    assert is_same_company_name(other, one) is same, reason


@pytest.mark.parametrize(
    ("line", "company", "reason"),
    [
        ("UAB „Spaudos taškas“, direktorius", "UAB „Spaudos taškas“", "a post behind it"),
        ("начальник IT-отдела, ООО «Вильтех»", "ООО «Вильтех»", "a post before it"),
        ("UAB „Medžio linija“ buhalterija", "UAB „Medžio linija“", "a department after the quotes"),
        ("Siaures vejas, UAB", "Siaures vejas, UAB", "the form is a part of its own"),
        ("„Baltas“, UAB", "„Baltas“, UAB", "the form after the quotes"),
        ("Acme Ltd. | Sales", "Acme Ltd.", "a bar"),
        ("AB Neries bankas", "AB Neries bankas", "the company alone"),
        ("Sales", "Sales", "no form: as it is"),
    ],
)
def test_a_company_is_told_from_the_post_beside_it(line: str, company: str, reason: str) -> None:
    """What a signature says in one line."""
    assert company_in(line) == company, reason


def test_the_shown_name_is_what_most_say() -> None:
    """One mail alone names nobody's company; two do, and so does one card; the usual spelling is shown."""
    assert shown_company_name([Saying("UAB Baltas", 1)]) == ""
    assert shown_company_name([Saying("UAB Baltas", 1), Saying("Baltas, UAB", 1)]) == "UAB Baltas"
    assert shown_company_name([Saying("UAB Baltas", 2)]) == "UAB Baltas"
    assert shown_company_name([Saying("UAB Baltas", 1), Saying("UAB „Baltas“", 1), Saying("UAB „Baltas“", 1), Saying("Juodas", 2)]) == "UAB „Baltas“"
    assert shown_company_name([]) == ""


@pytest.mark.parametrize(
    ("one", "other", "is_imitation", "reason"),
    [
        ("klimatas.lt", "klimatas.com", False, "one brand, two suffixes"),
        ("klimаtas.lt", "klimatas.lt", True, "T34: a Cyrillic letter"),
        ("k1imatas.lt", "klimatas.lt", True, "a digit for a letter"),
        ("klirnatas.lt", "klimatas.lt", True, "rn for m"),
        ("kilmatas.lt", "klimatas.lt", True, "two letters exchanged"),
        ("klimatass.lt", "klimatas.com", True, "one letter more"),
        ("klima-tas.lt", "klimatas.lt", True, "a hyphen"),
        ("baltas.lt", "klimatas.lt", False, "another word"),
        ("abb.com", "abc.com", False, "short words are alike by chance"),
    ],
)
def test_a_domain_made_to_be_taken_for_another_is_told(one: str, other: str, is_imitation: bool, reason: str) -> None:
    """It is never joined and never proposed."""
    assert imitates(one, other) is is_imitation, reason
    assert imitates(other, one) is is_imitation, reason


def test_one_word_under_two_suffixes_is_one_brand() -> None:
    """klimatas.lt and klimatas.co.uk; three letters are too few to say anything."""
    assert is_same_brand("klimatas.lt", "klimatas.co.uk")
    assert not is_same_brand("abc.lt", "abc.com")
    assert not is_same_brand("klimatas.lt", "klimatas.lt")


@pytest.mark.parametrize(
    ("card", "pairs", "reason"),
    [
        (CompanyCard("UAB Baltas", "UAB „Baltas“", ("baltas.lt", "whites.com")), [("baltas.lt", "whites.com")], "the company's own card"),
        (CompanyCard("UAB Baltas", "", ("baltas.lt", "whites.com")), [("baltas.lt", "whites.com")], "a card of no person"),
        (CompanyCard("UAB Baltas", "Ona Kazlauskienė", ("baltas.lt", "juodas.lt")), [], "a person with two employers"),
        (CompanyCard("UAB Baltas", "Ona Kazlauskienė", ("baltas.lt", "baltas.com")), [("baltas.com", "baltas.lt")], "a person with one brand's two domains"),
        (CompanyCard("UAB Baltas", "UAB Baltas", ("baltas.lt", "ba1tas.lt")), [], "T34: an imitation is not joined by a card either"),
        (CompanyCard("UAB Baltas", "UAB Baltas", ("baltas.lt",)), [], "one domain"),
    ],
)
def test_a_card_says_which_domains_are_one_companys(card: CompanyCard, pairs: list[tuple[str, str]], reason: str) -> None:
    """A company's own card joins all its domains, a person's only those of one brand."""
    assert joined_by(card) == pairs, reason


def test_what_people_decided_goes_before_cards() -> None:
    """The last word on a pair stands; a card joins nothing that a person took apart, not by a way round either."""
    domains = ["a.lt", "b.lt", "c.lt"]
    cards = [("a.lt", "b.lt"), ("b.lt", "c.lt")]

    def parts(*decided: Said) -> list[str]:
        return [" ".join(sorted(p)) for p in groups(domains, cards, decided)]

    assert parts() == ["a.lt b.lt c.lt"]
    assert parts(Said("c.lt", "b.lt", False)) == ["a.lt b.lt", "c.lt"]
    assert parts(Said("a.lt", "c.lt", False)) == ["a.lt b.lt", "c.lt"]
    assert parts(Said("a.lt", "c.lt", False), Said("c.lt", "a.lt", True)) == ["a.lt b.lt c.lt"]
    assert parts(Said("a.lt", "d.lt", True)) == ["a.lt b.lt c.lt d.lt"]
    for order in itertools.permutations(cards):
        assert groups(domains, order, ()) == groups(domains, cards, ())


@pytest.mark.parametrize("address", ["a@geocities.com", "a@juno.com", "a@compuserve.com", "a@ix.netcom.com", "a@takas.lt", "a@mindspring.com", "a@bigmir.net",
                                     "a@inbox.lv", "a@neti.ee", "a@poczta.onet.pl", "a@meta.ua", "a@qip.ru", "a@yahoo.co.uk", "a@live.nl"])  # fmt: skip
def test_a_mail_provider_is_nobodys_company(address: str) -> None:
    """A free or an access provider's domain says nothing about who somebody works for."""
    assert company_domain(address) == ""
