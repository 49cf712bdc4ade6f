"""Whom a note means that names somebody without an address."""

from __future__ import annotations

import pytest

from syncd.core.named import Customer, Customers, Meant

PEOPLE = (
    Customer(1, "Ona Kazlauskienė", 10, ("+37061234567",)), Customer(2, "Ona Petrauskienė", 11), Customer(3, "Иван Петров", 12), Customer(4, "John Smith", 13),
    Customer(5, "Jane Doe", 13), Customer(6, "Petras Kalnas", None), Customer(7, "info@vejas.example", 14),
)  # fmt: skip
COMPANIES = {10: {"baltas.example"}, 11: {"saule.example", "UAB Saulė"}, 12: {"sever.example"}, 13: {"acme.example", "Acme Lifts Ltd"}, 14: {"geras-vejas.example"}}

MEANT = [
    # words, whom of several the writer knows → person, company; why
    ("Kazlauskienei", {}, Meant(1, 10), "a family name in another case"),
    ("Ona Kazlauskienė", {}, Meant(1, 10), "the whole name"),
    ("Onai", {}, Meant(), "two of that name: nobody"),
    ("Onai", {1}, Meant(1, 10), "the one the writer knows"),
    ("Onai", {1, 2}, Meant(), "both known: nobody"),
    ("Ивану Петрову", {}, Meant(3, 12), "ru, in the dative"),
    ("Ivan Petrov", {}, Meant(3, 12), "the same name in the other script"),
    ("+370 612 34567", {}, Meant(1, 10), "a telephone"),
    ("8 612 34567", {}, Meant(1, 10), "the same, as it is dialled at home"),
    ("+370 699 99999", {}, Meant(), "a telephone nobody has"),
    ("UAB Saulė", {}, Meant(2, 11), "a company with one person"),
    ("Saulei", {}, Meant(2, 11), "the same, without its kind and in another case"),
    ("Acme", {}, Meant(None, 13), "a company with two people: the company alone"),
    ("Acme Lifts", {}, Meant(None, 13), "by its name in an address book"),
    ("UAB Geras Vėjas", {}, Meant(7, 14), "two words that its domain joins"),
    ("John", {}, Meant(4, 13), "a first name only one has"),
    ("Zosei", {}, Meant(), "nobody's name"),
    ("UAB", {}, Meant(), "no name at all"),
    ("", {}, Meant(), "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("named", "knows", "wanted", "why"), MEANT, ids=[row[-1] for row in MEANT])
def test_a_name_means_one_customer_or_nobody(named: str, knows: set[int], wanted: Meant, why: str) -> None:
    """P8: never guessed."""
    assert Customers(PEOPLE, COMPANIES, [row[0] for row in MEANT], lambda company: [p.id for p in PEOPLE if p.company == company]).meant(named, lambda fits: fits & set(knows)) == wanted
