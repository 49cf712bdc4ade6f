"""R5: brief mails of many trades, labelled before the finder saw them: tests/data/complaints/mails/LANGUAGE.tsv, `yes|no`, the mail, the reason.

Odd lines taught the finder, so that each has to be right; of even ones only so many.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from syncd.core.complaints import find_complaints
from syncd.core.model import Company, Party
from syncd.core.promises.said import Said

MAILS = Path(__file__).parents[1] / "data" / "complaints" / "mails"
PRECISION, RECALL = 0.75, 0.75  # of the even lines of all languages
COMPANY = Company(domains=frozenset({"ours.example"}))
ONA = Party(role="from", address="ona@baltas.example")


def rows(language: str) -> list[tuple[int, bool, str, str]]:
    """Number, whether it complains of us, the mail, and why."""
    told = (line.split("\t") for line in (MAILS / f"{language}.tsv").read_text("utf-8").splitlines())
    return [(n, label == "yes", text, reason) for n, (label, text, reason) in enumerate(told, 1)]


def complains(text: str, language: str) -> bool:
    """Whether a complaint is found in these words of a customer."""
    said = Said(own=text, quoted="", subject="", sender=ONA, recipients=(), at=dt.datetime(2026, 11, 16, tzinfo=dt.UTC), language=language)  # type: ignore[arg-type]
    return bool(find_complaints(said, COMPANY, "personal"))


@pytest.mark.parametrize("language", ["lt", "ru", "en"])
def test_what_taught_the_finder_is_known(language: str) -> None:
    """Polite and sarcastic, with thanks and without; of a third party, oneself, or a day that does not suit it says nothing."""
    wrong = [(n, reason) for n, expected, text, reason in rows(language) if n % 2 and complains(text, language) != expected]

    assert wrong == []


@pytest.mark.slow
def test_most_of_what_it_never_saw_is_right() -> None:
    """Another half of the same trades and tones."""
    judged = [(complains(text, language), expected) for language in ("lt", "ru", "en") for n, expected, text, _ in rows(language) if not n % 2]
    right = sum(found and expected for found, expected in judged)

    assert right / sum(found for found, _ in judged) >= PRECISION
    assert right / sum(expected for _, expected in judged) >= RECALL
