"""The language of a text: English, Russian, Lithuanian, or none of them."""

from __future__ import annotations

import pytest

from syncd.core.languages import language_of
from tests.timing import least

TABLE = [
    ("I'll send it tomorrow.", "en", "a short sentence"),
    ("Will do.", "en", "two words"),
    ("FYI", "en", "an abbreviation"),
    ("Отправлю завтра.", "ru", "a short sentence"),
    ("ок", "ru", "one word of Cyrillic"),
    ("Atsiųsiu rytoj.", "lt", "a short sentence"),
    ("Gerai", "lt", "one word"),
    ("atsiusiu rytoj pasiulyma", "lt", "without diacritics"),
    ("rytoj 11 val atvaziuosiu su padejeju", "lt", "without diacritics, with numbers"),
    ("Akta atsivesiu.", "lt", "known by a verb's end alone"),
    ("zavtra otpravlyu", "ru", "Latin letters"),
    ("Viktoriya, zavtra k 11 pod'edu s naparnikom, prover'te pozhaluysta", "ru", "Latin letters with soft signs"),
    ("perezvonyu cherez chas", "ru", "Latin letters, one known word"),
    ("Отправил invoice по проекту Business Suite", "ru", "mixed: mostly Russian words"),
    ("Please send the invoice to Сергей Рогов and call me", "en", "a Russian name in English"),
    ("Laba diena, siunčiu Quarterly Business Review prezentaciją, paskambinsiu rytoj", "lt", "an English title in Lithuanian"),
    ("Dziękuję bardzo, wyślę jutro", "", "Polish"),
    ("Paldies, rīt nosūtīšu", "", "Latvian"),
    ("Danke für die schnelle Antwort, ich melde mich morgen", "", "German"),
    ("Merci pour votre réponse, je vous rappelle demain", "", "French"),
    ("Дякую, надішлю завтра рахунок і договір", "", "Ukrainian"),
    ("+370 600 00011", "", "no words"),
    ("", "", "nothing"),
    ("https://", "", "no language"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), TABLE, ids=[reason for _, _, reason in TABLE])
def test_the_language_of_a_text(text: str, expected: str, reason: str) -> None:
    """Most of the words decide; a text that looks like none of the three is ''."""
    assert language_of(text) == expected, reason


SECOND_OPINION = [
    "Our loss adjuster will inspect the roof on Wednesday; bring the ladder if you have one.",
    "Thank you for the estimate, we will release the full sum at the end of the month.",
    "Мастер перезвонит Вам завтра в 15:00 и согласует время выезда.",
    "Смету на замену фильтров подготовлю к четвергу, счёт выставит бухгалтерия.",
    "Meistras Jums paskambins rytoj 15 val. ir sutars dėl laiko.",
    "Filtrų keitimo sąmatą parengsiu iki ketvirtadienio, sąskaitą išrašys buhalterija.",
]


@pytest.mark.parametrize("text", SECOND_OPINION)
def test_a_second_opinion_agrees_on_plain_sentences(text: str) -> None:
    """py3langid, which knows 97 languages, says the same of ordinary sentences."""
    py3langid = pytest.importorskip("py3langid", reason="py3langid is not installed: no second opinion on languages")
    assert language_of(text) == py3langid.classify(text)[0]


@pytest.mark.parametrize("text", ["a" * 100_000, "ą" * 100_000, "a'" * 50_000, "а " * 50_000, "the " * 25_000, "'" * 100_000])
def test_a_long_text_takes_no_longer_than_a_page(text: str) -> None:
    """T26: only the beginning of a text is looked at, so its length does not matter."""
    assert least(lambda: language_of(text), 0.050) < 0.050
