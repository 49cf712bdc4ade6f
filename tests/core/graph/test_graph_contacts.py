"""Contacts of Microsoft 365: the same card that a vCard gives, and nothing that a damaged one could break."""

from __future__ import annotations

import json
import random
import time
from functools import partial
from typing import Any

import pytest

from syncd.core.derive import derive
from syncd.core.derived import GRAPH_CONTACT, Arrival, DerivedCards, Excluded, Setting
from syncd.core.exchange.contacts import read_ews_contact
from syncd.core.graph.contacts import SENSITIVITY, WEDDING, read_graph_contact
from syncd.core.model import Card, Company
from tests.core.exchange.elements import item
from tests.core.exchange.test_ews_contacts import CONTACT
from tests.timing import again, least

PERSON: dict[str, Any] = {
    "id": "AAMk", "displayName": "Ona Kazlauskienė", "givenName": "Ona", "middleName": "Marija", "surname": "Kazlauskienė", "nickName": "Onutė", "title": "Ponia",
    "companyName": "UAB „Baltas“", "department": "Pardavimai", "jobTitle": "Direktorė", "profession": "inžinierė", "assistantName": "Rūta", "manager": "Jonas",
    "emailAddresses": [{"name": "Ona", "address": "Ona@Baltas.example"}, {"name": "Ona", "address": "ona@namai.example"}], "mobilePhone": "+370 612 34567",
    "businessPhones": ["+370 5 2345678", "+370 5 2345679"], "homePhones": ["+370 5 2111111"], "businessHomePage": "https://baltas.example",
    "homeAddress": {"street": "Gatvė 1", "city": "Trakai"}, "businessAddress": {"city": "Vilnius"}, "otherAddress": {}, "birthday": "1980-03-21T11:59:00Z",
    "spouseName": "Jonas", "children": ["Ieva", "Tomas"], "categories": ["VIP"], "personalNotes": "serga diabetu",
    "singleValueExtendedProperties": [{"id": WEDDING, "value": "2010-06-05T11:59:00Z"}, {"id": SENSITIVITY, "value": "2"}],
}  # fmt: skip


def made(**fields: Any) -> Card:
    """The card of a contact named Ona with these fields."""
    (card,) = read_graph_contact(json.dumps({"id": "c1", "displayName": "Ona", **fields}).encode()).cards
    return card


def test_a_contact_is_the_card_that_exchange_gives() -> None:
    """The same person by either door; no note."""
    card = made(**PERSON)
    assert (card,) == read_ews_contact(item("Contact", *CONTACT)).cards
    assert "diabetu" not in repr(card)


FIELDS: list[tuple[dict[str, Any], str, object, str]] = [  # fields, attribute, value, reason
    ({"displayName": "", "givenName": "Ona", "surname": "K"}, "name", "Ona K", "made of its parts"),
    ({"displayName": None, "fileAs": "Ona K"}, "name", "Ona K", "what it is filed under"),
    ({"displayName": "", "companyName": "UAB Baltas"}, "name", "UAB Baltas", "a company's contact"),
    ({"emailAddresses": [{"address": "nera"}, {"address": "O@X.example"}, 5]}, "addresses", ("o@x.example",), "what is no address"),
    ({"birthday": "1604-03-21T00:00:00Z"}, "birthday", "--03-21", "a day of no year"),
    ({"singleValueExtendedProperties": [{"id": SENSITIVITY, "value": "0"}]}, "private", False, "normal"),
    ({"singleValueExtendedProperties": [{"id": SENSITIVITY.lower(), "value": "3"}]}, "private", True, "confidential"),
    ({}, "private", False, "it was not asked for"),
    ({"children": "Ieva", "businessPhones": 5, "homeAddress": []}, "family", (), "fields of another kind"),
]


@pytest.mark.parametrize(("fields", "attribute", "value", "reason"), FIELDS, ids=[row[-1] for row in FIELDS])
def test_a_field_is_read_as_it_is_meant(fields: dict[str, Any], attribute: str, value: object, reason: str) -> None:
    """One field at a time."""
    assert getattr(made(**fields), attribute) == value, reason


NONE = [(b"", 0, "no-card"), (b"\xff", 0, "no-card"), (b"[1]", 0, "no-card"), (b"[" * 100_000, 0, "no-card"), (b"{}", 1, "names-nobody"), (b'{"emailAddresses": {}}', 1, "names-nobody")]


@pytest.mark.parametrize(("raw", "there", "code"), NONE, ids=[str(n) for n in range(len(NONE))])
def test_what_is_nobody_is_named(raw: bytes, there: int, code: str) -> None:
    """As of a vCard that names nobody."""
    read = read_graph_contact(raw)
    assert (read.cards, read.there, [p.code for p in read.problems]) == ((), there, [code])


def test_a_private_contact_and_a_colleagues_are_not_stored() -> None:
    """What the extended property says meets the rule; a colleague's contact is internal."""
    setting = Setting(company=Company(domains=frozenset({"klimatas.example"})))
    assert isinstance(derive(Arrival(raw=json.dumps(PERSON).encode(), media_type=GRAPH_CONTACT), setting), Excluded)
    kept = derive(Arrival(raw=json.dumps({**PERSON, "singleValueExtendedProperties": []}).encode(), media_type=GRAPH_CONTACT), setting)
    assert isinstance(kept, DerivedCards) and {f.kind for f in kept.facts[0]} == {"birthday", "job", "city", "family", "other"}
    colleague = json.dumps({"id": "c2", "emailAddresses": [{"address": "jonas@klimatas.example"}]}).encode()
    assert derive(Arrival(raw=colleague, media_type=GRAPH_CONTACT), setting) == Excluded(rule="scope:internal")  # type: ignore[arg-type]


@pytest.mark.slow
def test_no_damaged_contact_raises_or_takes_long() -> None:
    """Fields of other kinds, cut and doubled, by a fixed seed; a field of a hundred thousand values."""
    chance, slowest = random.Random(6350), 0.0
    for _ in range(600):
        mutant = {k: chance.choice([v, v, v, None, 5, [v], {}, [[]], [{"address": 1, "id": [], "value": 0}], "x" * 9_000, "\0"]) for k, v in PERSON.items()}
        raw = json.dumps(mutant).encode()
        at = chance.randrange(len(raw))
        for one in (raw, raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]):
            begin = time.thread_time()
            read = read_graph_contact(one)
            slowest = max(slowest, again(time.thread_time() - begin, partial(read_graph_contact, one), 0.2))
            assert len(read.cards) <= 1 and (read.cards or read.problems)
    assert slowest < 0.2
    heavy = json.dumps({**PERSON, "emailAddresses": [{"address": f"a{n}@b.example"} for n in range(100_000)]}).encode()
    assert len(read_graph_contact(heavy).cards[0].addresses) == 50
    assert least(lambda: read_graph_contact(heavy), 0.5) < 0.5
