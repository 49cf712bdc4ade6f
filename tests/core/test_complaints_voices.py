"""R5: brief mails in ten voices, half of them traps: tests/data/complaints/voices/LANGUAGE.tsv, the voice, `yes|no`, the mail, the reason.

What only looks like a complaint taught the finder, and must be refused; of the complaints so many must be found.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from tests.core.test_complaints_mails import complains

pytestmark = pytest.mark.slow

VOICES = Path(__file__).parents[1] / "data" / "complaints" / "voices"
LANGUAGES = ("lt", "ru", "en")
PRECISION, RECALL = 0.92, 0.5  # of each language
FEWEST = 0.8  # right of what is found in a voice: irony, anger at others, questions


def judged(language: str) -> list[tuple[str, bool, bool]]:
    """Voice, whether it complains of us, and whether that is found."""
    told = (line.split("\t") for line in (VOICES / f"{language}.tsv").read_text("utf-8").splitlines())
    return [(voice, label == "yes", complains(text, language)) for voice, label, text, _ in told]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_complaint_is_told_from_what_looks_like_one(language: str) -> None:
    """Not thanks, anger at somebody else, self-reproach, a new order, a matter that is settled, haggling, the log of an error."""
    rows = judged(language)
    right = sum(found and meant for _, meant, found in rows)

    assert right >= PRECISION * sum(found for _, _, found in rows)
    assert right >= RECALL * sum(meant for _, meant, _ in rows)


def test_no_voice_is_mistaken_for_complaining() -> None:
    """Whoever jokes, asks, forwards or shouts for joy as well as whoever writes formally."""
    found: dict[str, list[bool]] = defaultdict(list)
    for voice, meant, is_found in (row for language in LANGUAGES for row in judged(language)):
        if is_found:
            found[voice].append(meant)

    assert [voice for voice, right in found.items() if sum(right) < FEWEST * len(right)] == []
