"""What must stand in a text before a pattern is worth trying there."""

from __future__ import annotations

import re

import pytest

from syncd.core.fulfil import lexicon
from syncd.core.fulfil.lexicon import Lexicon
from syncd.core.fulfil.needed import needed

_TABLE = [  # source, what one of must stand in a match, reason
    ("late", {"late"}, "a plain word"),
    ("not good enough", {"enough"}, "the longest of several words: the shorter stand in every mail"),
    ("be (?:rude|ignored)", {"rude", "ignored"}, "one of two"),
    ("too (?:very )?slow", {"slow"}, "what may be left out is not needed"),
    ("colou?rs", {"colo"}, "a letter that may be left out ends a piece"),
    ("sloppi\\w*", {"sloppi"}, "an open end"),
    ("p\\d+|late", {"p", "late"}, "one of each alternative"),
    ("(?:a|[bc]d?) \\d", set(), "a set of letters says nothing, nor does a group that has one"),
    ("x{0,2}yes", {"yes"}, "none at all is allowed too"),
    ("ab{2}cc", {"ab"}, "a counted letter ends a piece"),
    ("[(|]late", {"late"}, "signs in a set of letters are no groups"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "pieces", "reason"), _TABLE, ids=[reason for *_, reason in _TABLE])
def test_a_pattern_tells_what_must_stand_in_its_matches(source: str, pieces: set[str], reason: str) -> None:
    """What is read off a pattern stands in whatever it matches, so a text without it need not be searched."""
    found = needed(source)
    assert found == pieces


def test_every_place_is_found_that_trying_all_patterns_finds() -> None:
    """The words that patterns need leave out work and no hit, whatever stands beside them."""
    sources = ["not good enough", "sloppi\\w*", "(?:double|over)[- ]?charged", "be (?:rude|ignored)", "p\\d+"]
    text = "it was over-charged, sloppily; (not good enough) p12 be rude. not bad, p x"
    expected = sorted((m.start(), m.end(), s) for s in sources for m in re.finditer(rf"(?<![^\W_])(?:{s})", text))
    assert Lexicon(((s, s) for s in sources), lead=8).find(text) == expected
    assert len(expected) == 5


def test_what_is_forgotten_is_learned_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lexicon that may remember next to nothing finds each place once, as any other does."""
    text = "called, calls and caller: we sent the offer, sending offers; calling again, called off"
    tables = [("call", "call(?:ed|s|er|ing)"), ("send", "sen(?:t|ding)"), ("offer", "offers?")]
    expected = Lexicon(iter(tables)).find(text)
    monkeypatch.setattr(lexicon, "_MOST_KEPT", 1)
    forgetful = Lexicon(iter(tables))
    assert len(expected) == 9
    assert [forgetful.find(text) for _ in range(3)] == [expected] * 3
