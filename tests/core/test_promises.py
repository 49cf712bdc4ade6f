"""Promises found in single sentences: tables in three languages, each row with its reason."""

from __future__ import annotations

import datetime as dt
import pathlib
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest

from syncd.core.model import Company, Party, Promise, WorkingCalendar
from syncd.core.promises import Said, find_promises
from tests.timing import least

DATA = pathlib.Path(__file__).parent.parent / "data" / "promises"
US = Company(domains=frozenset({"us.example"}))
SHOWN = 0.5
ANN = Party(role="from", address="ann@us.example", name="Ann Bee")
TOM = Party(role="to", address="tom@us.example", name="Tomas Girdenis")
RASA = Party(role="cc", address="rasa@us.example", name="Rasa Petraitė")
CARL = Party(role="to", address="carl@them.example", name="Carl Dee")
SAID = Said(
    own="", quoted="", subject="", sender=ANN, recipients=(CARL,), language="en",
    at=dt.datetime(2026, 11, 18, 10, 30, tzinfo=dt.timezone(dt.timedelta(hours=2))),
)  # fmt: skip


def shown(said: Said) -> list[Promise]:
    """The promises sure enough to be shown."""
    return [p for p in find_promises(said, US, WorkingCalendar()) if p.confidence >= SHOWN]


def say(text: str, **changes: object) -> list[Promise]:
    """What is found when one of ours writes `text` to a customer."""
    return shown(replace(SAID, own=text, **changes))  # type: ignore[arg-type]


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a table of sentences."""
    for line in (DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@pytest.mark.parametrize(
    ("language", "firmness", "act", "text", "reason"), [(language, *row) for language in ("en", "ru", "lt") for row in rows(language)]
)
def test_sentence_to_a_customer(language: str, firmness: str, act: str, text: str, reason: str) -> None:
    """A sentence holds the one promise its row names, or none."""
    found = say(text, language=language)
    if firmness == "none":
        assert not found, (reason, found)
    else:
        assert [(p.kind, p.act, p.firmness) for p in found] == [("promise", act, firmness)], reason


@pytest.mark.parametrize(("language", "kind", "act", "assignee", "text", "reason"), list(rows("inside")))
def test_sentence_to_a_colleague(language: str, kind: str, act: str, assignee: str, text: str, reason: str) -> None:
    """Among colleagues a request is a hand-off to the one who is asked; talk about ourselves is nothing."""
    found = say(text, language=language, recipients=(TOM, RASA))
    if kind == "none":
        assert not found, (reason, found)
    else:
        assert [(p.kind, p.act, p.assignee) for p in found] == [(kind, act, assignee)], reason


def test_quote_is_an_exact_piece_of_the_text() -> None:
    """The quote stands at `start` of the own text, wrapped lines and all."""
    text = "Hello Carl,\n\nI will  send you\nthe revised contract tomorrow, and Tom will call you on Friday.\n"
    for promise in say(text, recipients=(CARL, TOM)):
        assert text[promise.start : promise.start + len(promise.quote)] == promise.quote
        assert promise.quote in promise.sentence or promise.sentence in promise.quote


def test_two_acts_with_two_terms_are_two_promises() -> None:
    """One sentence with two acts holds two promises, told apart by their ordinals."""
    found = say("I'll check the stock today and call you tomorrow.")
    assert [(p.ordinal, p.act, p.due and p.due.to) for p in found] == [(0, "check", "2026-11-18"), (1, "call", "2026-11-19")]


@pytest.mark.parametrize(
    ("text", "language", "act"),
    [
        ("I'll ask my boss and come back to you tomorrow.", "en", "answer"),
        ("Мастер приедет завтра и заменит подшипник.", "ru", "visit"),
        ("Sąmatą perskaičiuosime ir atsiųsime rytoj.", "lt", "send"),
    ],
)
def test_a_verb_that_serves_another_is_the_same_promise(text: str, language: str, act: str) -> None:
    """"Come and fix", "ask and come back" are one act."""
    assert [p.act for p in say(text, language=language)] == [act]


def test_a_yes_takes_act_and_term_from_the_request() -> None:
    """"Will do" promises what the quoted request asks for."""
    found = say("Sure, will do!", quoted="Could you please send me the certificate by Friday?")
    assert [(p.act, p.due and p.due.to, p.quote) for p in found] == [("send", "2026-11-20", "Sure, will do!")]


@pytest.mark.parametrize(
    ("yes", "request_", "language"),
    [
        ("Хорошо, сделаем.", "Перезвоните мне, пожалуйста, завтра в 15:00.", "ru"),
        ("Gerai, padarysiu.", "Prašau rytoj 15 val. man paskambinti.", "lt"),
        ("will do", "Please call me tomorrow at 15:00.", "en"),
    ],
)
def test_a_yes_in_every_language(yes: str, request_: str, language: str) -> None:
    """The short yes is known in all three languages."""
    found = say(yes, quoted=request_, language=language)
    assert [(p.act, p.due and p.due.to) for p in found] == [("call", "2026-11-19T15:00")]


def test_what_a_customer_promises_us_is_theirs() -> None:
    """Direction decides the kind: an outside sender's word is promised to us."""
    found = say("We will pay the invoice by Friday.", sender=replace(CARL, role="from"), recipients=(replace(ANN, role="to"),))
    assert [(p.kind, p.act, p.promiser, p.beneficiary) for p in found] == [("theirs", "pay", "carl@them.example", "ann@us.example")]


def test_strangers_among_themselves_promise_us_nothing() -> None:
    """Mail between outsiders that we only see is not promised to us."""
    other = Party(role="to", address="eve@other.example", name="Eve")
    assert say("I will send you the contract tomorrow.", sender=replace(CARL, role="from"), recipients=(other,)) == []


@pytest.mark.parametrize(
    ("text", "language", "assignee"),
    [
        ("Meistras Jums paskambins rytoj 15 val.", "lt", "Meistras"),
        ("Meistras Petraitis paskambins Jums rytoj 15 val.", "lt", "Meistras Petraitis"),
        ("Tomas will call you on Thursday at 10:00.", "en", "tom@us.example"),
        ("Sąskaitą jums rytoj išsiųs Rasa.", "lt", "rasa@us.example"),
        ("Томас позвонит вам завтра в 15:00.", "ru", "tom@us.example"),
        ("Meistras jums paskambins rytoj 15 val.", "lt", "Meistras"),
        ("Техник позвонит вам завтра в 15:00.", "ru", "Техник"),
        ("Our technician will call you tomorrow.", "en", "technician"),
        ("Paul had a look at it. He will be with you on Friday.", "en", None),
    ],
)
def test_who_has_to_act(text: str, language: str, assignee: str | None) -> None:
    """A colleague is found by name in any case form and script, else the role or name itself is given."""
    found = say(text, language=language, recipients=(CARL, TOM, RASA))
    assert [p.assignee for p in found] == [assignee]


def test_what_is_asked_of_a_colleague_in_a_mail_to_a_customer_is_a_handoff() -> None:
    """A colleague in Cc who is called by name gets a hand-off; the customer's own tasks stay requests."""
    text = "Dear Carl, thanks for the call.\nRasa, please send Carl the price list by Friday.\nCarl, please send us your drawings."
    found = say(text, recipients=(CARL, RASA))
    assert [(p.kind, p.assignee) for p in found] == [("handoff", "rasa@us.example")]


def test_minutes_name_who_does_what() -> None:
    """In notes of a meeting a name and an infinitive are a promise of that person."""
    text = "Actions\n- Tomas to arrange the tour by Friday 27 November\n- Carl to confirm the packing standards\n"
    found = say(text, recipients=(CARL, TOM))
    assert [(p.act, p.assignee) for p in found] == [("do", "tom@us.example")]


def test_a_note_of_a_call_may_name_anybody() -> None:
    """A note is written in short: a name the mail does not know is enough."""
    found = say("Иванов — подготовить КП к пятнице", language="ru", note=True)
    assert [(p.assignee, p.due and p.due.to) for p in found] == [("Иванов", "2026-11-20")]


def test_an_if_makes_it_conditional_without_a_term() -> None:
    """"If you confirm today, we ship on Monday" has no term until the condition is met."""
    (found,) = say("If you confirm today, we will ship on Monday.")
    assert (found.firmness, found.due) == ("conditional", None)


def test_the_same_day_points_to_the_term_before() -> None:
    """"The same day" takes the date of the promise before it."""
    found = say("We'll get you the signed copy by Wednesday 25 November. We'll wire the deposit the same day.")
    assert [p.due and p.due.to for p in found] == ["2026-11-25", "2026-11-25"]


def test_quoted_text_is_never_a_source() -> None:
    """F104: a thread that repeats an old promise makes no new one."""
    assert say("Thanks!", quoted="I will send you the contract tomorrow.") == []


def test_a_strangers_advertising_promises_nothing() -> None:
    """What is promised to everybody is promised to nobody."""
    text = "Dear friend, click here to sign up for free! We will send you $400 per day. Act now, this is not spam."
    assert say(text, sender=replace(CARL, role="from"), recipients=(replace(ANN, role="to"),)) == []


def test_russian_in_latin_letters_is_quoted_as_it_was_typed() -> None:
    """Typed on a telephone abroad: read in Cyrillic, quoted in the letters of the mail."""
    (found,) = say("dobryj vecher. zavtra privezu vam ruchki. spasibo", language="ru")
    assert (found.act, found.quote, found.due and found.due.to) == ("deliver", "zavtra privezu vam ruchki.", "2026-11-19")


def test_announcements_to_everybody_hand_nothing_off() -> None:
    """A mail to all staff asks nobody in particular."""
    everybody = Party(role="to", address="all.houston@us.example")
    assert say("Please visit the cafe this Friday.", recipients=(everybody,)) == []


def test_confidence_is_higher_with_a_term_and_an_addressee() -> None:
    """A term and "you" make a promise surer; 0.8 is good enough for a reminder."""
    (plain,) = say("I'll send the contract.")
    (full,) = say("I'll send you the contract tomorrow.")
    assert plain.confidence < 0.8 <= full.confidence
    assert "a term" in full.why


@pytest.mark.parametrize("text", ["", " \n\n ", "\0", "будет", "will", "I will", ">>> ---", "😀" * 50, "a" * 5000, "I'll " * 500])
def test_nothing_in_a_text_is_an_error(text: str) -> None:
    """Bad input gives no promise, never an exception."""
    for language in ("en", "ru", "lt", ""):
        say(text, language=language)


@pytest.mark.parametrize(
    "piece",
    ["will ", "i ", "a, ", "сделаем ", "будет ", "siusime ", "- ", "a – ", "Aaaa ", "bus ", "please ", "if you ", "\n", "- will\n", ". ",
     "you will ", "let me check and ", "постараемся ", "нужно ", "delivery: ", "when i will ", "i will send and "],
)  # fmt: skip
def test_hostile_text_costs_little(piece: str) -> None:
    """T26: 50 kB made to slow patterns down take a moment, in every language and direction."""

    text = piece * (50_000 // len(piece))
    for language in ("en", "ru", "lt"):
        say("warm up: I will", language=language)
        for recipients in ((), (TOM,)):
            assert least(partial(say, text, language=language, recipients=recipients), 0.2) < 0.2  # a quiet machine needs a tenth of it


def test_two_things_asked_for_in_one_sentence_are_two_hand_offs() -> None:
    """A second act joined by "and", or given to another colleague by name, is a hand-off of its own."""
    found = say("Tom, please send Mrs Oake the drawings and ring her tomorrow.", recipients=(TOM, RASA))
    assert [(p.kind, p.act, p.assignee) for p in found] == [("handoff", "send", "tom@us.example"), ("handoff", "call", "tom@us.example")]


def test_the_same_day_points_to_the_term_spoken_of_before() -> None:
    """"The same day" in a later sentence is the day of the promise before it."""
    found = say("We'll collect the piano from you on Friday. We will send you the invoice the same day.")
    assert [p.due and p.due.to[:10] for p in found if p.due and p.due.to] == ["2026-11-20", "2026-11-20"]


def test_a_mail_too_short_to_tell_its_language_is_read_by_its_verb() -> None:
    """„Padarysim!“ is an answer in Lithuanian, whatever the detector could say."""
    found = say("Padarysim!", language="", quoted="Gal galite iki trečiadienio atspausdinti dar 200 vnt.?")
    assert len(found) == 1
