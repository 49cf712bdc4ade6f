"""People and the forms of their names."""

from __future__ import annotations

import pytest

from syncd.core.model import Company, Party, Staff
from syncd.core.roles import find_people, names_of, people, stem

US = Company(
    domains=frozenset({"us.example"}),
    staff=(Staff(address="olga@us.example", name="Ольга Вершинина"), Staff(address="jonas.k@us.example", name="Jonas Kazlauskas")),
)
PARTIES = (
    Party(role="from", address="rasa@us.example", name="Rasa Petraitė"),
    Party(role="to", address="tomas@us.example", name="Tomas Girdenis"),
    Party(role="cc", address="rachel.osei@us.example", name="Rachel Osei"),
    Party(role="cc", address="sklad@us.example", name="Склад"),
    Party(role="to", address="carl@them.example", name="Carl Dee"),
    Party(role="to", address="ivan@them.example", name="Иван Петров"),
)


@pytest.mark.parametrize(
    ("forms", "reason"),
    [
        ("Tomas Tomo Tomui Tomą Tomu Tomai", "Lithuanian cases"),
        ("Rasa Rasos Rasai Rasą Раса Расе Расу", "cases and the other script"),
        ("Иван Ивана Ивану Иваном", "Russian cases"),
        ("Ольга Ольге Ольгу Ольгой Olga", "Russian cases, and in Latin letters"),
        ("Sergej Sergejui Sergey Сергею Сергеем Сергея", "one name as three languages spell it"),
        ("Žukauskas Zukauskui Žukauskui Жукаускас", "without its diacritics, and in the other script"),
        ("Михаил Mikhail Михаилу", "kh for one letter"),
        ("Andrius Andriui Andriaus", "an ending of two syllables"),
    ],
)
def test_a_name_in_every_case_form(forms: str, reason: str) -> None:
    """All case forms of a name have one stem."""
    assert len({stem(form) for form in forms.split()}) == 1, reason


@pytest.mark.parametrize(
    ("text", "address", "ours", "reason"),
    [
        ("paskambink Tomui", "tomas@us.example", True, "a party, in the dative"),
        ("Ольге передали", "olga@us.example", True, "staff not in the mail"),
        ("Rach, can you", "rachel.osei@us.example", True, "a short form"),
        ("спросите Склад", "sklad@us.example", True, "a department with a mailbox"),
        ("Ивану напишите", "ivan@them.example", False, "somebody outside"),
        ("Carl Dee confirmed", "carl@them.example", False, "first and last name are one person"),
    ],
)
def test_people_are_found_in_a_text(text: str, address: str, ours: bool, reason: str) -> None:
    """A person is found by any part of the name, and told to be ours or not."""
    found = find_people(text, names_of(people(PARTIES, US)))
    assert [(f.address, f.ours) for f in found] == [(address, ours)], reason


def test_two_of_the_same_name_are_not_told_apart() -> None:
    """A name that fits two people comes without an address."""
    twins = (*PARTIES, Party(role="cc", address="tomas.b@us.example", name="Tomas Bružas"))
    found = find_people("Tomas will call", names_of(people(twins, US)))
    assert [(f.name, f.address) for f in found] == [("Tomas", "")]


def test_words_in_lower_case_are_no_names() -> None:
    """Names begin with a capital."""
    assert find_people("rasa ant žolės", names_of(people(PARTIES, US))) == ()
