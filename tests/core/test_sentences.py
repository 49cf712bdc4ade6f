"""Sentences: abbreviations, wrapped lines, bullets, lines typed on a telephone."""

from __future__ import annotations

import pytest

from syncd.core.model import Language
from syncd.core.sentences import split

CASES: list[tuple[Language, str, list[str], str]] = [
    ("en", "Hello. How are you? Fine!", ["Hello.", "How are you?", "Fine!"], "marks end sentences"),
    ("en", "Dr. Ortega called at 4 p.m. today.", ["Dr. Ortega called at 4 p.m. today."], "titles and hours do not"),
    ("en", "back up at ten. will txt you", ["back up at ten.", "will txt you"], "telephone typing has no capitals"),
    ("en", "I'd be\nhappy to share more.", ["I'd be\nhappy to share more."], "a wrapped line goes on in lower case"),
    ("en", "Hi both,\n\nI will call.", ["Hi both,", "I will call."], "an empty line ends a sentence"),
    ("en", "- one thing\n- another thing", ["one thing", "another thing"], "bullets are lines of their own, and left out"),
    ("en", "1. Statement: sent.\n2. Credit: soon.", ["Statement: sent.", "Credit: soon."], "numbers of a list are left out"),
    ("lt", "Atvyks kovo 25 d. 15 val. pas jus.", ["Atvyks kovo 25 d. 15 val. pas jus."], "day and hour"),
    ("lt", "Gerb. p. Jurkau, sąskaita Nr. 5 išsiųsta.", ["Gerb. p. Jurkau, sąskaita Nr. 5 išsiųsta."], "titles and numbers"),
    ("lt", "Kaina 3 tūkst. eurų. Ačiū.", ["Kaina 3 tūkst. eurų.", "Ačiū."], "thousands"),
    ("lt", "Lauksiu kovo 25 d. Rasa", ["Lauksiu kovo 25 d.", "Rasa"], "an abbreviation may end a sentence before a capital"),
    ("ru", "Офис на ул. Лесной, д. 5. Ждём.", ["Офис на ул. Лесной, д. 5.", "Ждём."], "an address"),
    ("ru", "Сумма 1 250 руб. списана, т.е. ошибочно.", ["Сумма 1 250 руб. списана, т.е. ошибочно."], "money, that is"),
    ("ru", "ИП Ветров А.Н. оплатил.", ["ИП Ветров А.Н. оплатил."], "initials"),
    ("ru", "Позвоню завтра; счёт пришлю сегодня.", ["Позвоню завтра;", "счёт пришлю сегодня."], "a semicolon parts promises"),
]


@pytest.mark.parametrize(("language", "text", "expected", "reason"), CASES)
def test_sentences_of_a_text(language: Language, text: str, expected: list[str], reason: str) -> None:
    """A text is cut where its writer ended a sentence."""
    found = split(text, language)
    assert [s.text for s in found] == expected, reason
    assert all(text[s.start : s.end] == s.text for s in found)


def test_a_long_line_was_wrapped_by_the_mail_program() -> None:
    """A line of 55 letters and more goes on in the next one, even before a capital."""
    line = "The replacement compressor has arrived at our warehouse in"
    assert len(split(f"{line}\nVilnius this morning.", "en")) == 1


def test_nothing_gives_no_sentence() -> None:
    """Rules, dashes and white space are no sentences."""
    assert split("", "en") == split("---\n***\n  \n", "lt") == ()
