"""A name as somebody types it, and whose it may be."""

from __future__ import annotations

import pytest

from syncd.core.sought import found, nearest

NAMES = [(1, "Ona Kazlauskienė"), (2, "Ona Petraitė"), (3, "Сергей Кузнецов"), (4, "John Smith"), (5, "Jonas Žukauskas"), (6, "Filippov Ivan"), (7, "Johnson, Mary")]


@pytest.mark.parametrize(
    ("typed", "who", "reason"),
    [
        ("Ona Kazlauskienė", [1], "as it is written"),
        ("kazlauskiene ona", [1], "another order, no diacritics"),
        ("kazl", [1], "the beginning of a word"),
        ("Ona", [1, 2], "several of one first name"),
        ("o petr", [2], "an initial"),
        ("Sergej Kuznetsov", [3], "the other script"),
        ("кузнецов", [3], "its own script"),
        ("жукаускас", [5], "a Lithuanian name in Russian letters"),
        ("Filipov", [6], "one letter for two"),
        ("John", [4], "a whole word goes before the beginning of another"),
        ("Onai Kazlauskienei", [1], "another case form"),
        ("Žukauskui", [5], "another case form of a family name"),
        ("smi", [4], "three letters"),
        ("Ona Ona", [], "no word serves twice"),
        ("Nobody", [], "nobody of that name"),
        ("...", [], "no word at all"),
    ],
)
def test_a_typed_name_finds_those_it_fits(typed: str, who: list[int], reason: str) -> None:
    """Each typed word needs a word of the name of its own."""
    assert found(typed, NAMES) == who, reason


def test_the_nearest_names_are_told_where_none_fits() -> None:
    """A slip of the hand; for something quite else there is nothing near."""
    assert nearest("Ona Kazlaukiene", [n for _, n in NAMES])[0] == "Ona Kazlauskienė"
    assert nearest("Smiht", [n for _, n in NAMES]) == ["John Smith"]
    assert nearest("Qwertz", [n for _, n in NAMES]) == []
