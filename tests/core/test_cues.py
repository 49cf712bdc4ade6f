"""The cues of a text: what the bits say is what a search for each cue would say."""

from __future__ import annotations

import pytest

from syncd.core.promises.cues import Cues
from syncd.core.promises.grammar import grammar

CUES = ("", "?", "sa", "will", "'ll", "going to", "all ", "as a rule", "pick-up", "te.", "б ")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "nothing but what stands in every text"),
        ("they said so.", "a piece inside of a word"),
        ("we're going to do it", "a phrase, its first word behind other letters"),
        ("we're going  to do it", "a phrase with two spaces in it is another one"),
        ("going\x0cto", "another kind of blank is no space"),
        ("the ongoing tour", "a phrase may begin and end inside of words"),
        ("it's all", "at the end no space follows"),
        ("all is well?", "the space and the mark count"),
        ("has a rule", "the words of a phrase and more letters before them"),
        ("the rule as a", "the words of a phrase in another order"),
        ("pick-up i'll", "marks inside of words"),
        ("x" * 100 + "will", "a word too long to be remembered"),
        ("мог б это", "letters of another script"),
        ("rašysite.", "a mark at the end of a word"),
    ],
)
def test_the_cues_found_are_those_a_search_for_each_would_find(text: str, reason: str) -> None:
    """Every cue has its bit where it stands in the text, and only there."""
    cues = Cues(CUES)
    found = cues.find(text)
    assert [cue for cue in CUES if found & cues.bits([cue])] == [cue for cue in CUES if cue in text], reason


def test_a_word_is_read_the_same_when_it_comes_again() -> None:
    """What is remembered of a word does not change what is found."""
    cues = Cues(CUES)
    assert cues.find("they will, will they?") == cues.find("they will, will they?")


@pytest.mark.parametrize("language", ["en", "ru", "lt"])
def test_what_opens_a_pattern_is_worth_reading(language: str) -> None:
    """No head, request or noun is asked for that the test of a whole paragraph would leave out."""
    g = grammar(language)  # type: ignore[arg-type]
    for _, one, other, _ in (*g.heads.rows, *g.requests.rows):
        assert one & ~g.worth == 0 or (one, other) in g.together.pairs
    assert g.noun_cues & ~g.worth == 0
