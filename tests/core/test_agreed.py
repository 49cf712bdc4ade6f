"""The term of a hand-off once the one asked has answered."""

from __future__ import annotations

import pytest

from syncd.core.handoffs import agreed


def term(to: str | None, text: str = "", kind: str = "explicit") -> dict[str, str | None]:
    """A term as it is stored."""
    return {"due_from": to, "due_to": to, "due_zone": "Europe/Vilnius", "due_kind": kind if to else None, "due_text": text or None}


TUESDAY = term("2026-11-24", "on Tuesday")


@pytest.mark.parametrize(
    ("asked", "answer", "to", "reason"),
    [
        (TUESDAY, None, "2026-11-24", "no answer, or one without a term"),
        (TUESDAY, term("2026-11-20T10:00", "at 10"), "2026-11-24T10:00", "an hour alone: of the day asked for"),
        (TUESDAY, term("2026-11-20T10:00", "к 10"), "2026-11-24T10:00", "in Russian"),
        (TUESDAY, term("2026-11-20T10:00", "10 val."), "2026-11-24T10:00", "in Lithuanian"),
        (TUESDAY, term("2026-11-20T15:00", "today at 15:00"), "2026-11-20T15:00", "another day is named: it holds"),
        (TUESDAY, term("2026-11-26", "on Thursday"), "2026-11-26", "later than asked"),
        (term("2026-11-24T12:00", "by noon on Tuesday"), term("2026-11-20T10:00", "at 10"), "2026-11-24T10:00", "the hour is the answer's"),
        (term(None), term("2026-11-20T10:00", "at 10"), "2026-11-20T10:00", "no day was asked for"),
        (term("2026-11-27", "soon", "vague"), term("2026-11-20T10:00", "at 10"), "2026-11-20T10:00", "soon is no day"),
    ],
)  # fmt: skip
def test_the_answer_names_the_term(asked: dict[str, str | None], answer: dict[str, str | None] | None, to: str, reason: str) -> None:
    assert agreed(asked, answer)["due_to"] == to, reason
