"""Who must not be contacted, after one decision and the next."""

from __future__ import annotations

import pytest

from syncd.core.no_contact import Word, is_in_force, wishes_of


def _no(channel: str, reason: str = "", until: str | None = None) -> Word:
    return Word("no_contact", "2026-11-16T12:00:00Z", "rasa", {"channel": channel, "reason": reason, "until": until})


def _again(channel: str) -> Word:
    return Word("contact_again", "2026-11-17T12:00:00Z", "rasa", {"channel": channel})


@pytest.mark.parametrize(
    ("words", "standing", "reason"),
    [
        ([], [], "nothing was decided"),
        ([_no("call")], ["call"], "one channel"),
        ([_no("any")], ["any"], "every channel is one row"),
        ([_no("call"), _no("any")], ["any"], "the wider wish takes the narrower in"),
        ([_no("call"), _no("mail")], ["call", "mail"], "two channels, each with its own reason"),
        ([_no("any"), _again("call")], ["mail"], "of any the other channel stays"),
        ([_no("any"), _again("any")], [], "lifted"),
        ([_no("call"), _again("mail")], ["call"], "what never stood is not lifted"),
        ([_no("call"), _again("any"), _no("call")], ["call"], "wished again"),
        ([_again("any")], [], "lifted without having stood"),
    ],
)
def test_the_last_word_stands(words: list[Word], standing: list[str], reason: str) -> None:
    """Each decision changes what the ones before it made."""
    assert [w.channel for w in wishes_of("ona@baltas.example", words)] == standing, reason


def test_a_wish_keeps_reason_and_end() -> None:
    """Also where one channel of it was lifted."""
    (wish,) = wishes_of("ona@baltas.example", [_no("any", "asked twice", "2027-01-01"), _again("mail")])
    assert (wish.channel, wish.reason, wish.until, wish.since, wish.by) == ("call", "asked twice", "2027-01-01", "2026-11-16T12:00:00Z", "rasa")


@pytest.mark.parametrize(("until", "in_force"), [(None, True), ("2026-11-17", True), ("2026-11-16", False), ("2026-01-01", False)])
def test_a_wish_ends_on_its_day(until: str | None, in_force: bool) -> None:
    """The day named is the first on which contact is welcome again."""
    assert is_in_force(until, "2026-11-16") is in_force
