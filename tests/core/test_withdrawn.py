"""What ends open business in a customer's own words: tests/data/relations/closing.tsv, language, `no|paid|-`, the words, the reason."""

from __future__ import annotations

import pytest

from syncd.core.model import Language
from syncd.core.withdrawn import declines, pays
from tests.relations_cases import FOLDER

ROWS = [tuple(line.split("\t")) for line in (FOLDER / "closing.tsv").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(("language", "expected", "words", "reason"), ROWS)
def test_a_no_and_a_payment_are_told_from_what_goes_on(language: Language, expected: str, words: str, reason: str) -> None:
    """Promised, asked about, paid in part, or of something else ends nothing."""
    assert (declines(words, language), pays(words, language)) == (expected == "no", expected == "paid"), reason
