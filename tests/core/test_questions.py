"""What an outside person asks of us, and when they say that it is not needed any more."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from syncd.core.languages import language_of
from syncd.core.matters import Question
from syncd.core.model import Class, Company, Party, WorkingCalendar
from syncd.core.promises import Said
from syncd.core.questions import find_questions
from syncd.core.withdrawn import declines, withdraws
from syncd.explain import explain, setting_for

COMPANY = Company(domains=frozenset({"klimatas.example"}))
RASA = ("rasa@klimatas.example", "Rasa Petraitė")


def asked(text: str, to: tuple[tuple[str, str], ...] = (RASA,), cc: tuple[tuple[str, str], ...] = (), class_: Class = "personal", sender: str = "ona@baltas.example") -> tuple[Question, ...]:
    """The questions in a mail."""
    recipients = tuple(Party(role=role, address=a, name=n) for role, some in (("to", to), ("cc", cc)) for a, n in some)  # type: ignore[arg-type]
    said = Said(own=text, quoted="", subject="", sender=Party(role="from", address=sender, name="Ona"), recipients=recipients, at=dt.datetime(2026, 11, 16, tzinfo=dt.UTC), language=language_of(text))
    return find_questions(said, COMPANY, class_)


ASKS = [
    # text, the words that wait for an answer, reason
    ("Sveiki, Rasa. Gavau lankstinuką, ačiū. Ar montavimas įeina į kainą?", "Ar montavimas įeina į kainą?", "a plain question"),
    ("Здравствуйте! Пришлите, пожалуйста, счёт за ноябрь.", "Пришлите, пожалуйста, счёт за ноябрь.", "a request has no question mark"),
    ("Prašau atsiųsti sąskaitą dar kartą.", "Prašau atsiųsti sąskaitą dar kartą.", "an infinitive behind „prašau“"),
    ("Please send the invoice to accounting. Thanks!", "Please send the invoice to accounting.", "a polite order"),
    ("Hi Emma, could you resend the invoices for June?", "Hi Emma, could you resend the invoices for June?", "behind a greeting"),
    ("добрый день сколько стоит почистить кондиционер", "добрый день сколько стоит почистить кондиционер", "without a single mark"),
    ("kada atvaziuosit tvarkyti", "kada atvaziuosit tvarkyti", "without marks and diacritics"),
    ("zdravstvujte, podskazhite kogda priedete", "zdravstvujte, podskazhite kogda priedete", "Russian in Latin letters"),
    ("The noise is back. I have one question about the warranty.", "I have one question about the warranty.", "a question that is announced"),
    ("Laukiu Jūsų pasiūlymo iki penktadienio.", "Laukiu Jūsų pasiūlymo iki penktadienio.", "somebody waits"),
]  # fmt: skip
NO_QUESTION = [
    # text, reason
    ("kas galėjo pagalvoti, kad per dieną viskas bus sutvarkyta? Ačiū!", "a figure of speech"),
    ("Ну кто бы сомневался, что у вас всё будет готово раньше срока? Спасибо!", "irony"),
    ("How are you? The unit works fine.", "a courtesy"),
    ("Kaip sekasi? Pas mus viskas gerai.", "a courtesy"),
    ("Let me know if you have any questions.", "asks nothing"),
    ("Jei kils klausimų, skambinkite.", "asks nothing"),
    ("Если будут вопросы, звоните.", "asks nothing"),
    ('Members keep asking me "when will the showers be warm again?" and I tell them Thursday.', "somebody else's question, told"),
    ("Why do I write? Because the fan broke, and your man mended it within the hour.", "answered by the writer"),
    ("Perduokite ačiū meistrams, labai tvarkingi vaikinai.", "thanks to pass on"),
    ("Подтверждаю заказ, спасибо.", "an answer"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "reason"), ASKS, ids=[row[2] for row in ASKS])
def test_a_question_is_found_by_what_it_asks(text: str, words: str, reason: str) -> None:
    """With a mark or without, in three languages: the sentence that waits for an answer, at its place."""
    found = asked(text)
    assert [q.quote for q in found] == [words], reason
    assert text[found[0].start :].startswith(words) and found[0].why


@pytest.mark.parametrize(("text", "reason"), NO_QUESTION, ids=[row[1] for row in NO_QUESTION])
def test_a_question_mark_alone_makes_none(text: str, reason: str) -> None:
    """Figures of speech, courtesies, told questions: nobody waits for an answer."""
    assert asked(text) == (), reason


def test_what_is_asked_of_somebody_else_is_no_question_to_us() -> None:
    """A copy, another name before it, a mail of ours, a newsletter: nothing of it is ours to answer."""
    sergey = ("sergey@sever.example", "Сергей Иванов")
    assert asked("Ar galite atvykti?", to=(sergey,), cc=(RASA,)) == ()
    assert asked("Сергей, ты посчитал смету? Спасибо.", to=(RASA, sergey)) == ()
    assert [q.quote for q in asked("Раса, вы посчитали смету? Сергей, привет.", to=(RASA, sergey))] == ["Раса, вы посчитали смету?"]
    assert asked("Ar galite atvykti?", sender="jonas@klimatas.example") == ()
    assert asked("Ar jau pasiruošėte šildymo sezonui?", class_="bulk") == ()


WITHDRAWN = [
    ("Jau nebereikia, radau instrukcijoj. Gero vakaro!", True, "found it"), ("Never mind, found them in the other folder.", True, "never mind"),
    ("Вопрос снят, разобрались сами.", True, "taken back"), ("Уже не нужно, спасибо.", True, "not needed"), ("We found the second unit too loud.", False, "found something else"),
    ("Второй блок пришлите завтра.", False, "more is asked"), ("Radau sąskaitą, bet suma neteisinga.", False, "found, and wrong"), ("", False, "nothing said"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "reason"), WITHDRAWN, ids=[row[2] for row in WITHDRAWN])
def test_a_question_is_taken_back_in_words(text: str, expected: bool, reason: str) -> None:
    """"Never mind", „jau nebereikia“, «вопрос снят»."""
    assert withdraws(text, language_of(text)) is expected, reason


DECLINED = [
    ("We have changed our minds and will stay with our old system.", True, "another mind"),
    ("The job went to a competitor in the end.", True, "somebody else has it"),
    ("Мы передумали, останемся при старом котле.", True, "another mind"),
    ("Тендер выиграла другая компания.", True, "somebody else has it"),
    ("Persigalvojome, liekame prie seno katilo.", True, "another mind"),
    ("Biudžeto šiemet nepatvirtino, biudžetas sumažintas.", True, "no money"),
    ("The board meets on Friday and will decide on the budget.", False, "nothing is decided yet"),
    ("Thanks but no thanks, we've decided not to go ahead with your offer.", True, "a plain no"), ("Ačiū, bet pasirinkome kitą tiekėją.", True, "another was chosen"),
    ("Спасибо, но для нас слишком дорого.", True, "too dear"), ("It is too expensive. Could you do it for 900?", False, "a negotiation"),
    ("Ačiū, peržiūrėsiu ir paskambinsiu.", False, "not yet"), ("Thank you, the board meets in July.", False, "not yet"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "reason"), DECLINED, ids=[f"{row[2]}: {row[0][:20]}" for row in DECLINED])
def test_an_offer_is_declined_in_words(text: str, expected: bool, reason: str) -> None:
    """Who bargains goes on talking."""
    assert declines(text, language_of(text)) is expected, reason


def test_explain_tells_the_questions(tmp_path: Path) -> None:
    """`syncd explain` says which sentence waits for an answer, and why."""
    mail = tmp_path / "q.eml"
    mail.write_text("From: ona@baltas.example\nTo: rasa@klimatas.example\nSubject: x\nContent-Type: text/plain; charset=utf-8\n\nSveiki, kada atvyksite?\n", encoding="utf-8")
    found = explain(str(mail), setting_for(("klimatas.example",), "Europe/Vilnius", WorkingCalendar()), with_staff=True)
    assert found["questions"] == [{"quote": "Sveiki, kada atvyksite?", "why": "a question"}]
