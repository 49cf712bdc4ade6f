"""R5: in which words of ours a complaint is apologised for: tests/data/relations/apologies.tsv, language, `yes|no`, the words."""

from __future__ import annotations

import pytest

from syncd.core.model import Language
from syncd.core.settling_words import apology_in
from tests.relations_cases import FOLDER

ROWS = [tuple(line.split("\t")) for line in (FOLDER / "apologies.tsv").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("language", "expected", "words"), ROWS)
def test_an_apology_is_told_from_a_question_a_refusal_and_an_excuse(language: Language, expected: str, words: str) -> None:
    """Whoever owns the mistake, is ashamed, or says what they should have done, is sorry; who puts it on the maker, or asks again, is not."""
    assert bool(apology_in(words, language)) == (expected == "yes")
