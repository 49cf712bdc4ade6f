"""Contacts of Google address books: the same card that a vCard gives, and nothing that a damaged one could break."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from syncd.core.cards.read import read_cards
from syncd.core.derive import derive
from syncd.core.derived import GOOGLE_CONTACT, Arrival, DerivedCards, Excluded, Setting
from syncd.core.exclude import Names, Privacy
from syncd.core.google.contacts import read_contact
from syncd.core.model import Card, Company
from tests.timing import least

DATA = Path(__file__).parents[2] / "data" / "google"
PERSON = (DATA / "person.json").read_bytes()


def made(**fields: Any) -> Card:
    """The card of a contact named Ona with these fields."""
    (card,) = read_contact(json.dumps({"resourceName": "people/c1", "names": [{"displayName": "Ona"}], **fields}).encode()).cards
    return card


def test_a_contact_is_the_card_that_its_vcard_gives() -> None:
    """Names, addresses with the primary first, telephones without fax, birthday, post, city at home, kin, wedding; no note."""
    (card,) = read_contact(PERSON).cards
    assert (card,) == read_cards((DATA / "person.vcf").read_bytes()).cards
    assert card.family == ("spouse: Jonas", "partner: Ieva", "anniversary: 2010-06-05") and card.telephones[0].number == "+37061234567"
    assert "diabetu" not in repr(card)


FIELDS: list[tuple[dict[str, Any], str, object, str]] = [  # fields, attribute, value, reason
    ({}, "uid", "people/c1", "named as Google names it"),
    ({"names": [{"unstructuredName": "Ona K"}]}, "name", "Ona K", "as it was typed"),
    ({"names": [{"givenName": "Ona", "familyName": "K; \\L", "middleName": "M"}]}, "name", "Ona M K; \\L", "made of its parts"),
    ({"names": [{"displayName": "Profilis"}, {"displayName": "Ona", "metadata": {"primary": True}}]}, "name", "Ona", "the primary one"),
    ({"names": [], "organizations": [{"name": "UAB Baltas"}]}, "name", "UAB Baltas", "a company's contact"),
    ({"names": [], "emailAddresses": [{"value": "o@x.example"}]}, "addresses", ("o@x.example",), "an address alone"),
    ({"emailAddresses": [{"value": "nera"}, {"value": "O@X.example"}, {"value": None}, 5]}, "addresses", ("o@x.example",), "what is no address"),
    ({"birthdays": [{"date": {"year": 1980, "month": 3, "day": 21}}]}, "birthday", "1980-03-21", "a whole day"),
    ({"birthdays": [{"date": {"year": 0, "month": 3, "day": 21}}]}, "birthday", "--03-21", "no year"),
    ({"birthdays": [{"date": {"year": 1980}}]}, "birthday", "", "a year alone"),
    ({"birthdays": [{"date": {"month": 13, "day": 40}}]}, "birthday", "", "no day of any year"),
    ({"birthdays": [{"text": "1980-03-21"}]}, "birthday", "1980-03-21", "as it was typed"),
    ({"birthdays": [{"text": "pavasarį"}]}, "birthday", "", "what was typed is no day"),
    ({"addresses": [{"type": "work", "city": "Vilnius"}]}, "city", "Vilnius", "where they work, for want of better"),
    ({"names": [{"familyName": "K; \\", "givenName": "Ona"}]}, "name", "Ona K;", "a name with signs of its own"),
    ({"organizations": [{"name": "Sena", "endDate": {"year": 2020}}]}, "organisation", "", "where they worked once"),
    ({"organizations": [{"name": "A"}, {"name": "B", "current": True}]}, "organisation", "B", "where they work now"),
    ({"relations": [{"person": "Jonas", "type": "friend"}, {"person": "Rūta", "type": "assistant"}]}, "family", (), "no kin"),
    ({"relations": [{"person": "Jonas", "type": "child"}, {"person": "", "type": "spouse"}]}, "family", ("child: Jonas",), "kin with a name"),
    ({"events": [{"date": {"month": 6, "day": 5}, "type": "anniversary"}]}, "family", ("anniversary: --06-05",), "a wedding of no year"),
    ({"events": [{"date": {"month": 6, "day": 5}, "type": "other"}]}, "family", (), "a day of no meaning"),
    ({"biographies": [{"value": "PRIVATE"}], "userDefined": [{"key": "class", "value": "PRIVATE"}]}, "private", False, "nothing else is read"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "attribute", "value", "reason"), FIELDS, ids=[row[-1] for row in FIELDS])
def test_a_field_is_read_as_it_is_meant(fields: dict[str, Any], attribute: str, value: object, reason: str) -> None:
    """One field at a time."""
    assert getattr(made(**fields), attribute) == value, reason


NUMBERS = [  # a telephone, its number, reason
    ({"value": "+370 612 34567", "canonicalForm": "+37061234567"}, "+37061234567", "written internationally"),
    ({"value": "8 612 34567", "canonicalForm": "+37061234567"}, "+37061234567", "written as at home: Google knows where that is"),
    ({"value": "8 612 34567"}, "861234567", "written as at home, and nobody knows"),
    ({"value": "00370 612 34567", "canonicalForm": "+37061234567"}, "+37061234567", "00 for +"),
    ({"value": "+370 5 2345678", "type": "homeFax"}, "", "a fax"),
    ({"value": "+370 5 2345678", "type": "workPager"}, "", "a pager"),
    ({"value": "skambinti Onai"}, "", "no number"),
]


@pytest.mark.parametrize(("phone", "number", "reason"), NUMBERS, ids=[row[-1] for row in NUMBERS])
def test_a_telephone_is_known_by_its_number(phone: dict[str, str], number: str, reason: str) -> None:
    """With + where anybody knows the country."""
    assert "".join(t.number for t in made(phoneNumbers=[phone]).telephones) == number, reason


NONE = [  # bytes, cards there, code of the problem
    (b"", 0, "no-card"), (b"\xff", 0, "no-card"), (b"[1]", 0, "no-card"), (b"[" * 100_000, 0, "no-card"), (b"{}", 1, "names-nobody"),
    (b'{"resourceName": "people/c1", "metadata": {"deleted": true}}', 0, "deleted"), (b'{"names": 7, "emailAddresses": {}}', 1, "names-nobody"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "there", "code"), NONE, ids=[str(n) for n in range(len(NONE))])
def test_what_is_nobody_is_named(raw: bytes, there: int, code: str) -> None:
    """As of a vCard that names nobody."""
    read = read_contact(raw)
    assert (read.cards, read.there, [p.code for p in read.problems]) == ((), there, [code])


def test_labels_exclude_a_contact_like_the_categories_of_a_card() -> None:
    """Matrix of exclusion: what the connector gives as labels meets the rules; a colleague's contact is internal."""
    setting = Setting(
        company=Company(domains=frozenset({"klimatas.example"})), privacy=Privacy(exclude=Names(labels=frozenset({"private"})))
    )
    kept = derive(Arrival(raw=PERSON, media_type=GOOGLE_CONTACT, labels=("VIP",)), setting)
    assert isinstance(kept, DerivedCards) and {f.kind for f in kept.facts[0]} == {"birthday", "job", "city", "family"}
    assert derive(Arrival(raw=PERSON, media_type=GOOGLE_CONTACT, labels=("VIP", "Private")), setting) == Excluded(rule="exclude:labels")  # type: ignore[arg-type]
    colleague = json.dumps({"resourceName": "people/c2", "emailAddresses": [{"value": "jonas@klimatas.example"}]}).encode()
    assert derive(Arrival(raw=colleague, media_type=GOOGLE_CONTACT), setting) == Excluded(rule="scope:internal")  # type: ignore[arg-type]


@pytest.mark.slow
def test_no_damaged_contact_raises_or_takes_long() -> None:
    """Fields of other kinds, cut and doubled, by a fixed seed; a field of a hundred thousand values."""
    chance = random.Random(6350)
    person = json.loads(PERSON)
    for _ in range(600):
        mutant = {
            k: chance.choice([v, v, v, None, 5, [v], {}, [[]], [{"value": 1, "type": [], "metadata": 0, "date": "x"}], "x" * 9_000])
            for k, v in person.items()
        }
        raw = json.dumps(mutant).encode()
        at = chance.randrange(len(raw))
        for one in (raw, raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]):
            read = read_contact(one)
            assert len(read.cards) <= 1 and (read.cards or read.problems)
    heavy = json.dumps({**person, "emailAddresses": [{"value": f"a{n}@b.example"} for n in range(100_000)]}).encode()
    assert len(read_contact(heavy).cards[0].addresses) == 50
    assert least(lambda: read_contact(heavy), 1.0) < 1.0
