"""The life of a hand-off as far as mail, decisions and the clock show it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from syncd.core.handoffs import life
from tests.store.world import JONAS, ONA, PETRAS, RASA, Mail, Office

LETTER = Mail(id="z", sender=ONA, to=(RASA,), at="2026-11-16T09:00", subject="Kondicionierius", text="Laba diena, kondicionierius nešaldo.")


def asked(text: str, whom: str = JONAS) -> Mail:
    """Rasa asks a colleague."""
    return Mail(id="h", sender=RASA, to=(whom,), at="2026-11-16T10:00", subject="Fwd: Kondicionierius", refs=("z",), text=text)


LIFE = [
    # what is asked and of whom, the answers in order (who, words) → state, why
    ("Jonai, prašau paskambink Onai rytoj.", JONAS, [], "asked", "nobody answered"),
    ("Jonai, prašau paskambink Onai rytoj.", JONAS, [(JONAS, "Gerai, paskambinsiu.")], "accepted", "lt: accepted"),
    ("Jonai, prašau paskambink Onai rytoj.", JONAS, [(JONAS, "Negaliu, esu išvykęs.")], "declined", "lt: declined"),
    ("Jonai, prašau paskambink Onai rytoj.", JONAS, [(JONAS, "Gerai, paskambinsiu."), (JONAS, "Paskambinau Onai, viskas aišku.")], "finished", "lt: done"),
    ("Jonai, prašau paskambink Onai rytoj.", JONAS, [(PETRAS, "Gerai, paskambinsiu.")], "asked", "the words of another are no acceptance"),
    ("Jonas, please send Ona the invoice tomorrow.", JONAS, [(JONAS, "On it.")], "accepted", "en: accepted"),
    ("Jonas, please send Ona the invoice tomorrow.", JONAS, [(JONAS, "Is it urgent?")], "asked", "a question is no answer"),
    ("Jonas, please send Ona the invoice tomorrow.", JONAS, [(JONAS, "Sorry, I can't do it, I am on leave.")], "declined", "en: declined"),
    ("Петя, съезди, пожалуйста, завтра к Ольге.", PETRAS, [(PETRAS, "Беру.")], "accepted", "ru: accepted"),
    ("Петя, съезди, пожалуйста, завтра к Ольге.", PETRAS, [(PETRAS, "Беру."), (PETRAS, "Выехал.")], "started", "ru: started"),
    ("Петя, съезди, пожалуйста, завтра к Ольге.", PETRAS, [(PETRAS, "Не могу, я в отпуске.")], "declined", "ru: declined"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "whom", "answers", "state", "why"), LIFE, ids=[row[-1] for row in LIFE])
def test_a_hand_off_goes_as_far_as_the_one_asked_says(tmp_path: Path, text: str, whom: str, answers: list[tuple[str, str]], state: str, why: str) -> None:
    """P5: accepted, declined, started and finished by their own words; the same after a rebuild."""
    office = Office(tmp_path, now=dt.datetime(2026, 11, 18, 12, 0, tzinfo=dt.UTC))
    office.send(LETTER)
    office.send(asked(text, whom))
    for n, (who, words) in enumerate(answers):
        office.send(Mail(id=f"r{n}", sender=who, to=(RASA,), at=f"2026-11-17T1{n}:00", subject="Re: Kondicionierius", refs=("z", "h"), text=words))
    office.once()
    assert office.rows("SELECT state FROM handoffs WHERE promise_id = (SELECT key FROM promise WHERE kind = 'handoff')") == [(state,)]
    before = [line for line in office.dump() if line.startswith(("handoff|", "evidence|", "promise|"))]
    office.rebuild()
    assert [line for line in office.dump() if line.startswith(("handoff|", "evidence|", "promise|"))] == before


def test_a_hand_off_nobody_answers_expires(tmp_path: Path) -> None:
    """[reminders] handoff_expires: five working days after it was asked for; an answer that comes later still counts."""
    office = Office(tmp_path)
    office.send(LETTER)
    office.send(asked("Jonai, prašau paskambink Onai rytoj."))
    office.now = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)
    office.once()
    assert office.rows("SELECT state FROM handoffs") == [("asked",)]
    office.now = dt.datetime(2026, 11, 23, 18, 0, tzinfo=dt.UTC)
    office.once()
    assert office.rows("SELECT state, since FROM handoffs") == [("expired", "2026-11-23T16:00:00Z")]
    before = office.dump()
    office.rebuild()
    assert office.dump() == before
    office.send(Mail(id="r", sender=JONAS, to=(RASA,), at="2026-11-24T10:00", subject="Re: Kondicionierius", refs=("z", "h"), text="Gerai, paskambinsiu."))
    office.now = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
    office.once()
    assert office.rows("SELECT state FROM handoffs WHERE promise_id = (SELECT key FROM promise WHERE kind = 'handoff')") == [("accepted",)]


EVENTS = [
    # what was said when → state, since
    ([], ("asked", "1"), "nothing yet"),
    ([("3", "started"), ("2", "accepted")], ("started", "3"), "in the order of their times, not of their coming"),
    ([("2", "started"), ("3", "accepted")], ("started", "2"), "what has begun is accepted already"),
    ([("2", "accepted"), ("3", "declined")], ("declined", "3"), "given back"),
    ([("2", "declined"), ("3", "accepted")], ("accepted", "3"), "taken after all"),
    ([("2", "finished"), ("3", "accepted")], ("finished", "2"), "what is done stays done"),
]  # fmt: skip


@pytest.mark.parametrize(("events", "wanted", "why"), EVENTS, ids=[row[-1] for row in EVENTS])
def test_the_last_step_counts(events: list[tuple[str, str]], wanted: tuple[str, str], why: str) -> None:
    """Decisions and words together, by their times."""
    assert life("1", events) == wanted
