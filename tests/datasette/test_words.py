"""The catalogue of texts, and times in words."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import datasette_plugins
from datasette_plugins.words import CATALOGUE, Words, dates, preferred

EN, LT, RU = (CATALOGUE[language] for language in ("en", "lt", "ru"))
NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)
TEMPLATES = Path(datasette_plugins.__file__).parent / "templates"


def words(language: str) -> Words:
    return Words(language, NOW, ZoneInfo("Europe/Vilnius"))


def test_the_catalogues_have_the_same_texts_with_the_same_places() -> None:
    """A text that is there in one language is there in all, with the same values to fill in."""
    assert list(EN) == list(LT) == list(RU)
    for key, text in EN.items():
        for other in (LT[key], RU[key]):
            assert isinstance(other, str) is isinstance(text, str), key
            if isinstance(text, str) and isinstance(other, str):
                assert set(re.findall(r"{\w+}", other)) == set(re.findall(r"{\w+}", text)), key
                assert other.strip() and (text[-1] == ".") is (other[-1] == "."), key
    assert all(len(t) == 2 for t in EN.values() if isinstance(t, tuple))
    assert all(len(t) == 3 for table in (LT, RU) for t in table.values() if isinstance(t, tuple))


@pytest.mark.slow
def test_the_templates_ask_only_for_texts_there_are() -> None:
    """Every text a template names is in the catalogue, and no text stands there unused."""
    source = "\n".join(file.read_text("utf-8") for file in TEMPLATES.rglob("*.html"))
    source += "\n".join(file.read_text("utf-8") for file in TEMPLATES.parent.rglob("*.py"))
    named = set(re.findall(r'\b(?:w|words|self|known|count)\(\s*[\'"]([\w.]+)[\'"]', source)) | set(re.findall(r'"((?:start|customers?|term|section)\.\w+)"', source))
    beginnings = set(re.findall(r'[\'"](\w+)\.[\'"] \+', source)) | set(re.findall(r'known\([\'"](\w+)[\'"]', source)) | {"kind", "promise_kind", "error", "nav", "filter"}
    assert {n for n in named if n not in EN and f"{n}." not in source and n.partition(".")[0] not in beginnings and n not in beginnings} == set()
    unused = {key for key in EN if key not in named and key.partition(".")[0] not in beginnings and f'"{key}"' not in source and f"'{key}'" not in source}
    assert unused == set()


PLURALS = [
    # language, number, form, reason
    ("en", 1, 0, "one"), ("en", 0, 1, "none is many"), ("en", 21, 1, "only 1 is one"),
    ("lt", 1, 0, "1 laiškas"), ("lt", 21, 0, "21 laiškas"), ("lt", 2, 1, "2 laiškai"), ("lt", 9, 1, "9 laiškai"), ("lt", 10, 2, "10 laiškų"),
    ("lt", 11, 2, "11 laiškų"), ("lt", 12, 2, "12 laiškų"), ("lt", 22, 1, "22 laiškai"), ("lt", 111, 2, "111 laiškų"),
    ("ru", 1, 0, "1 письмо"), ("ru", 2, 1, "2 письма"), ("ru", 5, 2, "5 писем"), ("ru", 11, 2, "11 писем"), ("ru", 14, 2, "14 писем"),
    ("ru", 21, 0, "21 письмо"), ("ru", 104, 1, "104 письма"), ("ru", 112, 2, "112 писем"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "number", "form", "reason"), PLURALS)
def test_a_number_takes_its_form(language: str, number: int, form: int, reason: str) -> None:
    """The plural rules of CLDR."""
    assert dates.plural_form(language, number) == form, reason


DISTANCES = [
    (0, "today", "šiandien", "сегодня"), (1, "tomorrow", "rytoj", "завтра"), (-1, "yesterday", "vakar", "вчера"),
    (3, "in 3 days", "po 3 dienų", "через 3 дня"), (21, "in 21 days", "po 21 dienos", "через 21 день"), (5, "in 5 days", "po 5 dienų", "через 5 дней"),
    (-3, "3 days ago", "prieš 3 dienas", "3 дня назад"), (-21, "21 days ago", "prieš 21 dieną", "21 день назад"), (-10, "10 days ago", "prieš 10 dienų", "10 дней назад"),
    (-92, "3 months ago", "prieš 3 mėnesius", "3 месяца назад"), (150, "in 5 months", "po 5 mėnesių", "через 5 месяцев"),
    (-1100, "3 years ago", "prieš 3 metus", "3 года назад"), (1830, "in 5 years", "po 5 metų", "через 5 лет"),
]  # fmt: skip


@pytest.mark.parametrize(("days", "english", "lithuanian", "russian"), DISTANCES)
def test_a_distance_is_said_in_the_right_case(days: int, english: str, lithuanian: str, russian: str) -> None:
    """Ahead and behind ask for different cases."""
    assert [dates.distance(language, days) for language in ("en", "lt", "ru")] == [english, lithuanian, russian]


TERMS = [
    # due_from, due_to, English, Lithuanian, Russian, reason
    ("2026-11-27T15:00", "2026-11-27T15:00", "Friday, 27 November, 15:00", "penktadienis, lapkričio 27 d., 15:00", "пятница, 27 ноября, 15:00", "a minute"),
    ("2026-11-27", "2026-11-27", "Friday, 27 November", "penktadienis, lapkričio 27 d.", "пятница, 27 ноября", "a day"),
    ("2027-01-04", "2027-01-08", "Monday, 4 January 2027 – Friday, 8 January 2027", "2027 m. sausio 4 d., pirmadienis – 2027 m. sausio 8 d., penktadienis",
     "понедельник, 4 января 2027 г. – пятница, 8 января 2027 г.", "a range in another year"),
    ("2026-11-19", "2026-11-27", "Friday, 27 November", "penktadienis, lapkričio 27 d.", "пятница, 27 ноября", "a range begun already is said by its end"),
    (None, None, "no term", "be termino", "без срока", "no term"),
]  # fmt: skip


@pytest.mark.parametrize(("due_from", "due_to", "english", "lithuanian", "russian", "reason"), TERMS)
def test_a_term_is_said_in_words(due_from: str | None, due_to: str | None, english: str, lithuanian: str, russian: str, reason: str) -> None:
    """A term is wall time and is said as such, on the day it is read."""
    assert [words(language).term(due_from, due_to) for language in ("en", "lt", "ru")] == [english, lithuanian, russian], reason


def test_instants_are_said_on_the_company_clock() -> None:
    """Vilnius is two hours ahead of UTC in winter: late in the evening it is the next day there."""
    assert words("en").moment("2026-11-23T22:30:00Z") == "Tuesday, 24 November, 00:30"
    assert words("en").since("2026-11-23T22:30:00Z") == "tomorrow"
    assert words("ru").ago("2026-11-23T09:40:00Z") == "20 минут назад"
    assert words("lt").ago("2026-11-23T05:00:00Z") == "prieš 5 valandas"


ACCEPTED = [
    ("lt-LT,lt;q=0.9,en;q=0.8", "lt", "the first of the list"),
    ("de-DE, ru;q=0.7, en;q=0.8", "en", "the heaviest that we have"),
    ("de, fr", "", "none of ours"),
    ("ru;q=0", "", "refused"),
    ("", "", "nothing asked"),
    ("*;q=x,en", "en", "nonsense is passed over"),
]


@pytest.mark.parametrize(("header", "language", "reason"), ACCEPTED)
def test_the_browser_says_its_language(header: str, language: str, reason: str) -> None:
    """Accept-Language by its weights (RFC 9110 section 12.5.4)."""
    assert preferred(header) == language, reason


def test_every_reason_a_promise_is_found_for_has_words() -> None:
    """What the finder says of a promise is read on the page in the reader's language."""
    source = "\n".join(file.read_text("utf-8") for file in sorted((TEMPLATES.parents[1] / "syncd" / "core" / "promises").glob("*.py")))
    said = re.search(r"_SAID = \{(.*?)\n\}", source, re.DOTALL)
    assert said
    reasons = set(re.findall(r': "([^"]+)"', said[1])) | set(re.findall(r'reason="([^"]+)"', source)) | set(re.findall(r'reasons\.append\("([^"]+)"', source))
    assert len(reasons) > 20
    assert {reason for reason in reasons if f"found.{reason}" not in EN} == set()


ONE_WORD = [
    # language, the word that is not used, the word that is
    ("lt", "nusiskund", "skundas"),
]


@pytest.mark.parametrize(("language", "other", "word"), ONE_WORD)
def test_one_thing_has_one_word(language: str, other: str, word: str) -> None:
    """Pages, reports and documents call a complaint by one word, so that who searches for it finds all of it."""
    root = Path(datasette_plugins.__file__).parents[1]
    said = [file for folder in ("datasette_plugins", "docs") for kind in ("py", "sql", "html", "md") for file in (root / folder).rglob(f"*.{kind}")]
    assert any(word in file.read_text("utf-8").casefold() for file in said)
    assert [str(file.relative_to(root)) for file in said if other in file.read_text("utf-8").casefold()] == []
