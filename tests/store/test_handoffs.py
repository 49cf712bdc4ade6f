"""The life of a hand-off as far as mail, decisions and the clock show it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from syncd.core.handoffs import life
from tests.store.world import JONAS, NOW, ONA, PETRAS, RASA, Mail, Office, meeting

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


@pytest.mark.slow
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


@pytest.mark.slow
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


ONE_THING = [
    # what is asked of Jonas, what he answers → the state, how many promises are open, and the hand-off's last moment; why
    ("Jonai, prašau paskambink Onai rytoj.", "Gerai, paskambinsiu.", "accepted", 1, "2026-11-17", "lt: a yes"),
    ("Jonai, prašau paskambink Onai.", "Gerai, paskambinsiu rytoj 15 val.", "accepted", 1, "2026-11-18T15:00", "lt: a yes that gives the term"),
    ("Jonai, prašau paskambink Onai rytoj.", "Šiandien negaliu, paskambinsiu ketvirtadienį.", "accepted", 1, "2026-11-19", "lt: a yes that moves the term"),
    ("Jonas, please call Ona tomorrow.", "Will do.", "accepted", 1, "2026-11-17", "en: a yes"),
    ("Jonas, please send Ona the invoice.", "I will send it to her by Friday.", "accepted", 1, "2026-11-20", "en: a promise about the same"),
    ("Jonas, please call Ona tomorrow.", "I will send her the contract by Friday.", "asked", 2, "2026-11-17", "en: a promise about something else is one of its own"),
    ("Йонас, позвони, пожалуйста, Оне завтра.", "Хорошо, позвоню ей завтра в 15:00.", "accepted", 1, "2026-11-18T15:00", "ru: a yes that gives the hour"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("text", "answer", "state", "count", "due", "why"), ONE_THING, ids=[row[-1] for row in ONE_THING])
def test_a_yes_is_no_second_promise(tmp_path: Path, text: str, answer: str, state: str, count: int, due: str, why: str) -> None:
    """P5: the colleague's answer accepts the hand-off, with its own term where it has one; whichever mail came first, and after a rebuild."""
    office = Office(tmp_path, now=dt.datetime(2026, 11, 17, 12, 0, tzinfo=dt.UTC))
    reply = Mail(id="r", sender=JONAS, to=(RASA,), at="2026-11-17T10:00", subject="Re: Kondicionierius", refs=("z", "h"), text=answer)
    for mail in (LETTER, reply, asked(text)):
        office.send(mail)
        office.once()
    assert office.rows("SELECT state FROM handoffs WHERE promise_id = (SELECT key FROM promise WHERE kind = 'handoff')") == [(state,)]
    assert office.rows("SELECT count(*) FROM promise WHERE state = 'open'") == [(count,)]
    assert office.rows("SELECT due_to FROM promise WHERE kind = 'handoff'") == [(due,)]
    before = office.dump()
    office.rebuild()
    assert office.dump() == before and office.findings() == []


@pytest.mark.slow
def test_a_yes_to_what_was_refused_stands_by_itself(tmp_path: Path) -> None:
    """The hand-off is no promise after all: what the colleague said is one."""
    office = Office(tmp_path, now=dt.datetime(2026, 11, 17, 12, 0, tzinfo=dt.UTC))
    for mail in (LETTER, asked("Jonai, prašau paskambink Onai rytoj."),
                 Mail(id="r", sender=JONAS, to=(RASA,), at="2026-11-17T10:00", subject="Re: Kondicionierius", refs=("z", "h"), text="Gerai, paskambinsiu.")):
        office.send(mail)
    office.once()
    office.decide("dismiss", "paskambink Onai")
    assert office.rows("SELECT kind, state FROM promise ORDER BY kind") == [("handoff", "dismissed"), ("promise", "open")]


BEGUN = [
    # who keeps the entry, when it is, its title and guests → the state; why
    ("jonas", "20261118T100000", "Vizitas", (ONA,), "started", "an entry with the customer has begun"),
    ("jonas", "20261118T100000", "Ona call 10:00", (), "started", "a note of one's own about the customer"),
    ("jonas", "20261118T160000", "Vizitas", (ONA,), "asked", "it is still to come"),
    ("rasa", "20261118T100000", "Vizitas", (ONA,), "asked", "in another's calendar"),
    ("jonas", "20261116T093000", "Vizitas", (ONA,), "asked", "it was over before it was asked for"),
    ("jonas", "20261118T100000", "Vizitas", ("john@acme.example",), "asked", "with another customer"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("who", "start", "title", "guests", "state", "why"), BEGUN, ids=[row[-1] for row in BEGUN])
def test_an_entry_with_the_customer_begins_it(tmp_path: Path, who: str, start: str, title: str, guests: tuple[str, ...], state: str, why: str) -> None:
    """P5: started by a sign, never guessed."""
    office = Office(tmp_path, now=NOW)
    office.send(LETTER)
    office.send(asked("Jonai, prašau paskambink Onai rytoj."))
    organizer = f"{who}@klimatas.example"
    office.put_entry(who, "e", meeting("e@x", start, title, people=guests, organizer=organizer, stamp="20261116T120000Z"))
    office.once()
    assert office.rows("SELECT state FROM handoffs") == [("asked",)]
    office.now = dt.datetime(2026, 11, 18, 9, 0, tzinfo=dt.UTC)
    office.once()
    assert office.rows("SELECT state FROM handoffs") == [(state,)]
    before = office.dump()
    office.once()
    assert office.dump() == before
    office.rebuild()
    assert office.dump() == before


@pytest.mark.slow
def test_who_takes_what_a_mailbox_of_several_was_asked_has_it(tmp_path: Path) -> None:
    """P5: asked of the service, it is the dispatcher's until somebody takes it; then theirs, and so is the reminder."""
    office = Office(tmp_path, now=dt.datetime(2026, 11, 17, 12, 0, tzinfo=dt.UTC))
    office.send(LETTER)
    office.send(Mail(id="h", sender=RASA, to=("service@klimatas.example",), cc=(JONAS, PETRAS), at="2026-11-16T10:00", subject="Fwd: Kondicionierius",
                     refs=("z",), text="Prašau nuvykti pas klientę (ona@baltas.example) lapkričio 24 d. 10 val."))  # fmt: skip
    office.once()
    assert office.rows("SELECT state, to_staff FROM handoffs") == [("asked", "service@klimatas.example")]
    assert [len(office.reminders(who)) for who in ("jonas", "petras")] == [1, 0]
    office.send(Mail(id="r", sender=PETRAS, to=(RASA,), at="2026-11-17T10:00", subject="Re: Kondicionierius", refs=("z", "h"), text="Беру."))
    office.once()
    assert office.rows("SELECT state, from_staff, to_staff FROM handoffs") == [("accepted", RASA, PETRAS)]
    assert [len(office.reminders(who)) for who in ("jonas", "petras")] == [0, 1]


@pytest.mark.slow
def test_what_was_declined_in_a_mail_leaves_the_calendar(tmp_path: Path) -> None:
    """P5: its entry goes; taken after all, it comes back."""
    office = Office(tmp_path, now=dt.datetime(2026, 11, 16, 12, 0, tzinfo=dt.UTC))
    office.send(LETTER)
    office.send(asked("Jonai, prašau paskambink Onai lapkričio 24 d. 15 val."))
    office.once()
    assert len(office.reminders("jonas")) == 1
    for n, (words, state, count) in enumerate((("Negaliu, esu išvykęs.", "declined", 0), ("Gerai, vis dėlto paskambinsiu.", "accepted", 1))):
        office.send(Mail(id=f"r{n}", sender=JONAS, to=(RASA,), at=f"2026-11-17T1{n}:00", subject="Re: Kondicionierius", refs=("z", "h"), text=words))
        office.now = dt.datetime(2026, 11, 17, 12 + n, 0, tzinfo=dt.UTC)
        office.once()
        assert (office.rows("SELECT state FROM handoffs"), len(office.reminders("jonas"))) == ([(state,)], count)


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
