"""What is remembered of words has an end, and common words outlive the rare."""

from __future__ import annotations

import pytest

from syncd.core import remembered
from syncd.core.remembered import Remembered


class Lengths(Remembered[int]):
    """How long a word is; `asked` are the words for which it was worked out."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def work_out(self, word: str) -> int:
        """The number of its letters."""
        self.asked.append(word)
        return len(word)


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "HALF", 3)


def test_a_word_is_worked_out_once() -> None:
    """The second time it is remembered."""
    lengths = Lengths()
    assert [lengths["mail"], lengths["mail"]] == [4, 4] and lengths.asked == ["mail"]


def test_a_word_that_comes_again_outlives_those_that_do_not() -> None:
    """Asked for in every round of new words, it is worked out but once."""
    lengths = Lengths()
    for n in range(50):
        assert lengths["the"] == 3 and lengths[f"rare{n}"] > 4
    assert lengths.asked.count("the") == 1 and len(lengths.asked) == 51


def test_no_more_than_two_halves_are_kept() -> None:
    """However many words come."""
    lengths = Lengths()
    for n in range(1000):
        assert lengths[str(n)] == len(str(n))
        assert len(lengths) + len(lengths._older) <= 6


def test_encoded_data_is_not_remembered() -> None:
    """It does not come again."""
    lengths = Lengths()
    assert lengths["x" * 81] == 81 and not lengths
