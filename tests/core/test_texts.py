"""The words of reminders, read as a person of each language would read them (DESIGN §8 Words)."""

from __future__ import annotations

import datetime as dt
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from syncd.core import texts
from syncd.core.model import Act, Language
from syncd.core.plan import added_words

LANGUAGES: tuple[Language, ...] = ("en", "ru", "lt")
ONA = "Ona Kazlauskienė"
WHEN = dt.datetime(2026, 11, 6, 9, 5, tzinfo=ZoneInfo("Europe/Vilnius"))

# act → the title in English, Russian and Lithuanian
TITLES: dict[Act, tuple[str, str, str]] = {
    "call": ("Call Ona Kazlauskienė", "Позвонить: Ona Kazlauskienė", "Paskambinti: Ona Kazlauskienė"),
    "send": ("Send to Ona Kazlauskienė", "Отправить клиенту: Ona Kazlauskienė", "Išsiųsti klientui: Ona Kazlauskienė"),
    "answer": ("Answer Ona Kazlauskienė", "Ответить: Ona Kazlauskienė", "Atsakyti: Ona Kazlauskienė"),
    "visit": ("Visit Ona Kazlauskienė", "Посетить: Ona Kazlauskienė", "Aplankyti: Ona Kazlauskienė"),
    "deliver": ("Deliver to Ona Kazlauskienė", "Доставить клиенту: Ona Kazlauskienė", "Pristatyti klientui: Ona Kazlauskienė"),
    "pay": ("Pay Ona Kazlauskienė", "Заплатить: Ona Kazlauskienė", "Sumokėti: Ona Kazlauskienė"),
    "invoice": ("Invoice Ona Kazlauskienė", "Выставить счёт: Ona Kazlauskienė", "Išrašyti sąskaitą: Ona Kazlauskienė"),
    "fix": ("Fix for Ona Kazlauskienė", "Починить для клиента: Ona Kazlauskienė", "Sutvarkyti klientui: Ona Kazlauskienė"),
    "meet": ("Meet Ona Kazlauskienė", "Встретиться: Ona Kazlauskienė", "Susitikti: Ona Kazlauskienė"),
    "check": ("Find out for Ona Kazlauskienė", "Проверить для клиента: Ona Kazlauskienė", "Patikrinti klientui: Ona Kazlauskienė"),
    "do": ("Keep the promise to Ona Kazlauskienė", "Сделать для клиента: Ona Kazlauskienė", "Padaryti klientui: Ona Kazlauskienė"),
}


@pytest.mark.parametrize("act", get_args(Act))
def test_a_title_says_act_and_customer(act: Act) -> None:
    """Every act has a title in each language, the name as in the headers; without a customer it still is one."""
    assert tuple(texts.title(act, ONA, language) for language in LANGUAGES) == TITLES[act]
    for language in LANGUAGES:
        bare = texts.title(act, "", language)
        assert bare and not bare.endswith((":", " to", " for", "клиенту", "клиента", "klientui"))


def test_a_name_in_doubt_has_a_question_mark() -> None:
    """DESIGN §8 Whose: in doubt the name stands in the title."""
    assert texts.title("call", ONA, "en", "Petras") == "Call Ona Kazlauskienė (Petras?)"


# language → the text, of a hand-off, without a customer
SAID: dict[Language, tuple[str, str, str]] = {
    "en": ("“I will call.”\nPromised to Ona on 6 November 2026 at 09:05.", "“I will call.”\nAsked by Jonas on 6 November 2026 at 09:05.",
           "“I will call.”\nPromised on 6 November 2026 at 09:05."),
    "ru": ("«I will call.»\nКому обещано: Ona, 6 ноября 2026 г. в 09:05.", "«I will call.»\nПросьба коллеги: Jonas, 6 ноября 2026 г. в 09:05.",
           "«I will call.»\nОбещано 6 ноября 2026 г. в 09:05."),
    "lt": ("„I will call.“\nKam pažadėta: Ona, 2026 m. lapkričio 6 d. 09:05 val.", "„I will call.“\nPaprašė Jonas, 2026 m. lapkričio 6 d. 09:05 val.",
           "„I will call.“\nPažadėta 2026 m. lapkričio 6 d. 09:05 val."),
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_says_what_was_said_when_and_to_whom(language: Language) -> None:
    """The quote in the quotation marks of the language, and a date as people write it there."""
    quote = "I will call."
    assert (texts.text(quote, "Ona", WHEN, language), texts.handoff_text(quote, "Jonas", WHEN, language), texts.text(quote, "", WHEN, language)) == SAID[language]


# count → Russian, Lithuanian, English
PLURALS = [
    (1, "Ещё 1 обещание", "Dar 1 pažadas", "1 more promise"), (2, "Ещё 2 обещания", "Dar 2 pažadai", "2 more promises"),
    (4, "Ещё 4 обещания", "Dar 4 pažadai", "4 more promises"), (5, "Ещё 5 обещаний", "Dar 5 pažadai", "5 more promises"),
    (10, "Ещё 10 обещаний", "Dar 10 pažadų", "10 more promises"), (11, "Ещё 11 обещаний", "Dar 11 pažadų", "11 more promises"),
    (12, "Ещё 12 обещаний", "Dar 12 pažadų", "12 more promises"), (19, "Ещё 19 обещаний", "Dar 19 pažadų", "19 more promises"),
    (20, "Ещё 20 обещаний", "Dar 20 pažadų", "20 more promises"), (21, "Ещё 21 обещание", "Dar 21 pažadas", "21 more promises"),
    (22, "Ещё 22 обещания", "Dar 22 pažadai", "22 more promises"), (100, "Ещё 100 обещаний", "Dar 100 pažadų", "100 more promises"),
    (111, "Ещё 111 обещаний", "Dar 111 pažadų", "111 more promises"), (112, "Ещё 112 обещаний", "Dar 112 pažadų", "112 more promises"),
    (121, "Ещё 121 обещание", "Dar 121 pažadas", "121 more promises"),
]  # fmt: skip


@pytest.mark.parametrize(("count", "ru", "lt", "en"), PLURALS, ids=[str(row[0]) for row in PLURALS])
def test_numbers_agree_with_their_noun(count: int, ru: str, lt: str, en: str) -> None:
    """The plural of each language, the teens of every hundred included."""
    assert (texts.more_title(count, "ru"), texts.more_title(count, "lt"), texts.more_title(count, "en")) == (ru, lt, en)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("company", "url"), [("Klimatas", "https://x.example"), ("Klimatas", ""), ("", ""), ("UAB „Klimatas“", ""), ("{odd}", "")])
def test_the_first_words_are_few_and_are_told_from_a_note(language: Language, company: str, url: str) -> None:
    """At most six lines that name the company and the pages where known; what a person writes around them is still theirs."""
    words = texts.introduction(company, url, language)
    assert words.count("\n") < 6 and company in words and ("(" + url + ")" in words if url else "(" not in words)
    assert "„UAB" not in words and "  " not in words and "{name}" not in words
    assert texts.introduces(f"quote\n\n{words}") and not texts.introduces("quote\nsyncd is good")
    assert texts.without_introduction(f"quote\nsaid\n\n{words}\n") == "quote\nsaid"
    assert added_words("quote\nsaid", f"quote\nsaid\n\n{words}\nShe was ill.") == "She was ill."


def test_an_unknown_language_reads_english() -> None:
    """A person without a language, in a company without one."""
    assert texts.title("call", "Ona", "") == "Call Ona" and texts.introduction("Klimatas", "", "").startswith("syncd reads")
