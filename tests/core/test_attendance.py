"""Who was at a meeting is believed only where somebody said so afterwards."""

from __future__ import annotations

import pytest

from syncd.core.attendance import present_in, thanks_for_meeting
from syncd.core.model import Party

PEOPLE = tuple(
    Party(role="attendee", address=a, name=n)
    for a, n in [("ona@baltas.example", "Ona Kazlauskienė"), ("rasa@klimatas.example", "Rasa Petraitė"), ("ivan@sever.example", "Иван Петров")]
)

# a line of minutes → who was there, who was not, why
MINUTES = [
    ("Dalyvavo: Ona Kazlauskienė, R. Petraitė", {"ona@baltas.example": True}, "a whole name; an initial names nobody for certain"),
    ("Dalyvavo (nuotoliu): O. Kazlauskienė, Rasa Petraitė", {"rasa@klimatas.example": True}, "with a remark"),
    ("Present: Ivan Petrov; ona@baltas.example", {"ivan@sever.example": True, "ona@baltas.example": True}, "another script, an address"),
    ("- Присутствовали: Петров Иван", {"ivan@sever.example": True}, "the other order, in a list"),
    ("Apologies: Ona Kazlauskiene", {"ona@baltas.example": False}, "was not there"),
    ("Nedalyvavo: Ona Kazlauskienė", {"ona@baltas.example": False}, "dalyvavo stands in nedalyvavo"),
    ("Отсутствовали: Иван Петров", {"ivan@sever.example": False}, "was not there"),
    ("Invited: Ona Kazlauskienė", {}, "invited is not present"),
    ("Present the offer to Ona Kazlauskienė", {}, "no list"),
    ("Participants: Ona Kazlauskienė", {}, "a list of guests stands in invitations too"),
]


@pytest.mark.parametrize(("line", "expected", "why"), MINUTES, ids=[row[-1] for row in MINUTES])
def test_minutes_say_who_was_there(line: str, expected: dict[str, bool], why: str) -> None:
    """By a line that says so, and by whole names or addresses."""
    assert present_in(f"Aptarta kaina.\n{line}\nKitas kartas gruodį.", PEOPLE) == expected


# a mail → whether it thanks for a meeting that has been, why
THANKS = [
    ("Thank you for the meeting yesterday, here are the slides.", True, "plain"),
    ("It was great to meet you and your team on Tuesday.", True, "without thanks"),
    ("Thanks for having us!", True, "a visit"),
    ("Ačiū už susitikimą, laukiu pasiūlymo.", True, "lt"),
    ("Aciu uz skirta laika siandien.", True, "lt without diacritics"),
    ("Dėkojame, kad atvykote į mūsų biurą.", True, "lt, that they came"),
    ("Спасибо за встречу, как договорились, высылаю смету.", True, "ru"),
    ("Был рад познакомиться, Иван!", True, "ru, acquaintance"),
    ("Thank you for the meeting invitation, I will be there.", False, "it is still to come"),
    ("Looking forward to meeting you on Monday.", False, "it is still to come"),
    ("Ačiū už kvietimą į susitikimą.", False, "thanks for the invitation"),
    ("Būtų malonu susitikti kitą savaitę, kviečiu.", False, "an invitation"),
    ("Будем рады встретиться с вами на выставке.", False, "still to come"),
    ("Thank you for the offer.", False, "no meeting"),
    ("Sorry to miss you, thanks for the meeting room anyway, I could not come.", False, "was not there"),
]


@pytest.mark.parametrize(("text", "expected", "why"), THANKS, ids=[row[-1] + "|" + row[0][:20] for row in THANKS])
def test_thanks_are_for_a_meeting_that_has_been(text: str, expected: bool, why: str) -> None:
    """In three languages; an invitation, a wish or an excuse is none."""
    assert thanks_for_meeting(f"Laba diena,\n\n{text}\n") is expected
