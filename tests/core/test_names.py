"""Names of persons: when two of them can be one person's, and when they must not be taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncd.core.names import are_different, name_key, parsed, same_name

# one name, another, verdict, why
PAIRS = [
    ("Иванов Иван Иванович", "Ivan Ivanov", "certain", "two scripts, another order, with the father's name"),
    ("Ivanov, Ivan", "Иван Иванов", "certain", "family name first, with a comma"),
    ("Сергей Кузнецов", "Sergej Kuznetsov", "certain", "ц is ts"),
    ("Sergey Kuznecov", "Sergej Kuznetsov", "certain", "two ways of writing Cyrillic in Latin letters"),
    ("Дмитрий Щукин", "Dmitry Shchukin", "certain", "щ is shch, ий is y"),
    ("Юлия Петрова", "Yulia Petrova", "certain", "ю is yu"),
    ("Александр Петров", "Alexander Petrov", "certain", "кс is x"),
    ("Žukauskas Tomas", "Tomas Zukauskas", "certain", "without the diacritics"),
    ("Phillip K Allen/HOU/ECT@ECT", "Allen, Phillip K.", "certain", "the place in a directory is no name"),
    ("Dr. John Smith, PhD", "John Smith", "certain", "titles are no name"),
    ("John A. Smith", "John Smith", "certain", "a middle initial left out"),
    ("Rich, Michael via USRP-users", "Michael Rich", "certain", "a list that has put itself into the name"),
    ("Jonas Petraitis | UAB Klimatas", "Jonas Petraitis", "no", "a company's name stands in it: nobody can tell"),
    ("Иванов И. И.", "Иван Иванов", "possible", "initials"),
    ("J. Smith", "John Smith", "possible", "an initial"),
    ("Ona", "Ona Kazlauskienė", "possible", "a first name alone"),
    ("Jeff Skilling", "Skilling, Jeffrey K.", "possible", "a short form"),
    ("Саша Петров", "Александр Петров", "possible", "a short form"),
    ("Jonas Kazlauskas", "Jonai Kazlauskai", "possible", "as one is spoken to"),
    ("Sergejus Ivanovas", "Сергей Иванов", "possible", "with Lithuanian endings"),
    ("Ona Kazlauskaitė", "Ona Kazlauskienė", "possible", "she may have married, or be the sister-in-law"),
    ("Rasa Petraitė", "Rasa Petraitienė", "possible", "the same, where the maiden name ends otherwise"),
    ("jskilling", "Jeff Skilling", "possible", "the name as in an address"),
    ("Jonas Kazlauskas", "Ona Kazlauskienė", "no", "husband and wife"),
    ("Jonas Kazlauskas", "Ona Kazlauskaitė", "no", "father and daughter"),
    ("Ольга Иванова", "Олег Иванов", "no", "brother and sister"),
    ("Иванов Иван Иванович", "Иванов Иван Петрович", "no", "another father's name"),
    ("John A. Smith", "John B. Smith", "no", "another initial"),
    ("Mary Smith", "John Smith", "no", "only the family name"),
    ("Ona Kazlauskienė", "Ona Petraitė", "no", "only the first name"),
    ("Иван Ивaнов", "Иван Иванов", "no", "T34: one letter is Latin"),
    ("Оna Kazlauskienė", "Ona Kazlauskienė", "no", "T34: one letter is Cyrillic"),
    ("UAB Klimatas", "UAB Klimatas", "no", "companies are no persons"),
    ("", "Ona", "no", "nothing to compare"),
    ("2143@x", "2143@x", "no", "no words"),
]


@pytest.mark.parametrize(("one", "other", "verdict", "why"), PAIRS, ids=[f"{p[0]}|{p[1]}" for p in PAIRS])
def test_two_names_are_compared_by_their_words(one: str, other: str, verdict: str, why: str) -> None:
    """F102, T34: order, script, diacritics and titles do not matter; initials and forms leave it open; homoglyphs never make equal."""
    assert same_name(one, other).verdict == verdict, why
    assert same_name(other, one) == same_name(one, other)
    assert same_name(one, other).reason


# names one address was seen with, whether they are clearly two people's, why
ONE_ADDRESS = [
    ("Ona Kazlauskienė", "Jonas Kazlauskas", True, "a couple's mailbox"),
    ("Ona Kazlauskienė", "Petras Petraitis", True, "a desk, or a successor"),
    ("Ona Kazlauskaitė", "Ona Petraitienė", False, "she may have married"),
    ("Ona Kazlauskienė", "Onutė K.", False, "a short form"),
    ("Jeff Skilling", "Skilling, Jeffrey", False, "a short form"),
    ("Ona", "Jonas", True, "two first names"),
    ("Ona Kazlauskienė", "UAB Baltas", False, "the company's name is nobody else's"),
    ("Ona Kazlauskienė", "", False, "no name says nothing"),
]


@pytest.mark.parametrize(("one", "other", "different", "why"), ONE_ADDRESS, ids=[f"{p[0]}|{p[1]}" for p in ONE_ADDRESS])
def test_names_of_one_address_are_two_peoples_only_where_nothing_else_explains_them(
    one: str, other: str, *, different: bool, why: str
) -> None:
    """F108: somebody who married, a short form and a company's name are no successor."""
    assert are_different(one, other) is different, why
    assert are_different(other, one) is different, why


def test_what_may_be_one_person_has_one_key() -> None:
    """Proposals are looked up by it: both scripts, either order, all forms of a family name; first names alone have none."""
    assert name_key("Ona Kazlauskienė") == name_key("Kazlauskaitė Ona") == name_key("ona kazlauskas")
    assert name_key("Иванова Анна Петровна") == name_key("Anna Ivanov") == name_key("Ana Ivanova")
    assert [name_key(name) for name in ("Ona", "O. K.", "", "UAB Baltas", "Иван Ивaнов")] == [""] * 5


def test_the_fathers_name_is_none_of_the_words() -> None:
    """«Иванов Иван Иванович» has two words and a father's name; a family name on -ович with one first name stays one."""
    assert parsed("Иванов Иван Иванович").words == ("ivanov", "ivan")
    assert parsed("Анна Петрович").words == ("ana", "petrovic")


@pytest.mark.slow
@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_is_too_odd_for_a_name(one: str, other: str) -> None:
    """F102: any characters give an answer, the same both ways."""
    assert same_name(one, other) == same_name(other, one)
    assert are_different(one, other) == are_different(other, one)
