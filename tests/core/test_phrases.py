"""Many fixed phrases looked for at once are found where each alone would be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncd.core.phrases import Phrases

PHRASES = ("to be removed from", "on vacation", "unsubscribe*", "please contact", "be free", "atostogauju", "if it is urgent")


def test_a_phrase_is_found_inside_a_sentence() -> None:
    """The word it is filed under stands between spaces; its last word may be followed by a mark."""
    text = "i am on vacation, if it is urgent please contact tom."
    assert sorted(Phrases(PHRASES).present(text)) == ["if it is urgent", "on vacation", "please contact"]


def test_only_a_starred_word_is_found_inside_another() -> None:
    """ "unsubscribe*" is found in a link; a plain word only where it stands alone."""
    assert Phrases(PHRASES).present("https://x.example/unsubscribe?me atostogaujux") == ["unsubscribe"]


def test_an_empty_table_finds_nothing() -> None:
    """No phrases, no finds."""
    assert Phrases(()).present("anything") == []


@pytest.mark.slow
@given(st.lists(st.sampled_from([*["to", "be", "removed", "from", "on", "vacation", "please", "contact", "free"], "x", "y."]), max_size=12))
def test_it_never_finds_what_is_not_there(words: list[str]) -> None:
    """Whatever it finds is a substring of the text."""
    text = " ".join(words)
    assert all(phrase in text for phrase in Phrases(PHRASES).present(text))
