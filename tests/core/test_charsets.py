"""Bytes whose label is missing or wrong are read in the code page that makes words (F91, F92, goal G14)."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from syncd.core import charsets
from tests.timing import least

DATA = Path(__file__).parent.parent / "data" / "mime"
WRONG_LABELS = ("", "us-ascii", "iso-8859-1", "utf-8", "unknown-8bit", "x-user-defined", "utf8mb4")


def sentences(language: str) -> list[str]:
    """The hand-written sentences of a language, one a line."""
    return (DATA / f"sentences_{language}.txt").read_text("utf-8").splitlines()


def samples(language: str, count: int) -> list[str]:
    """Bodies of one to three sentences, as mail has them; seeded."""
    chance = random.Random(20261121)
    lines = sentences(language)
    return [" ".join(chance.sample(lines, chance.randint(1, 3))) for _ in range(count)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "page"),
    [("ru", "cp1251"), ("ru", "koi8-r"), ("ru", "cp866"), ("ru", "utf-8"), ("lt", "cp1257"), ("lt", "iso8859-13"), ("lt", "utf-8")],
)
def test_at_least_99_of_100_texts_in_each_code_page_come_back_exactly(language: str, page: str) -> None:
    """G14, F91: whatever the label says, a Russian or Lithuanian body is read letter for letter."""
    wrong: list[str] = []
    tried = 0
    for number, text in enumerate(samples(language, 280)):
        try:
            data = text.encode(page)
        except UnicodeEncodeError:  # a dash or a quotation mark the page has not
            continue
        tried += 1
        read = charsets.decode(data, WRONG_LABELS[number % len(WRONG_LABELS)])
        if read.text != text:
            wrong.append(f"{read.charset}: {text[:60]}")
    assert tried >= 100
    assert len(wrong) <= tried / 100, wrong


LABELS = [
    ("cp-1251", "cp1251", "Привет из Минска", "a dash too many"),
    ("windows1251", "cp1251", "Привет из Минска", "a dash too few"),
    ("WIN-1251", "cp1251", "Привет из Минска", "short for windows"),
    ('"windows-1251"', "cp1251", "Привет из Минска", "quotation marks left on"),
    ("koi8r", "koi8-r", "Привет из Минска", "no dash"),
    ("x-mac-cyrillic", "mac-cyrillic", "Привет из Минска", "the name browsers use"),
    ("windows-1257", "cp1257", "Ačiū, rytoj paskambinsiu", "the right name"),
    ("iso-8859-13", "iso8859-13", "Ačiū, rytoj paskambinsiu", "the right name"),
    ("utf8mb4", "utf-8", "Привет, ačiū", "a name of MySQL"),
    ("windows-1251", "utf-8", "Привет из Минска", "UTF-8 is what it is, whatever the label"),
    ("koi8-r", "cp1251", "Добрый день, счёт отправим завтра до обеда", "one Cyrillic page taken for another"),
    ("iso-8859-1", "cp1257", "Sveiki, sąskaitą išsiųsime rytoj", "Latin-1 is what old programs wrote for anything"),
    ("iso-8859-1", "cp1252", "Müller GmbH, Straße 5, schöne Grüße aus Köln", "true Latin-1 stays"),
    ("windows-1252", "cp1252", "L’été à la plage, c’était très agréable", "true cp1252 stays"),
    ("gb2312", "gb18030", "你好，世界", "a label for a subset of what is used"),
    ("iso-2022-jp", "iso2022_jp", "こんにちは", "seven-bit and not ASCII"),
    ("base64", "utf-8", "Привет", "a Python codec that is no code page"),
    ("idna", "cp1251", "Добрый день, отправим завтра", "another"),
    ("windows-1251\0", "cp1251", "Добрый день, отправим завтра", "NUL in the label"),
]


@pytest.mark.parametrize(("label", "page", "text", "reason"), LABELS, ids=[row[3] for row in LABELS])
def test_a_label_is_read_with_good_will_and_doubted_with_reason(label: str, page: str, text: str, reason: str) -> None:
    """F91: odd spellings mean the page they mean; a label that makes no words of the bytes is left."""
    assert charsets.decode(text.encode(page), label).text == text, reason


def test_damaged_utf8_keeps_its_readable_part() -> None:
    """F91: one broken letter does not make UTF-8 into another page."""
    data = "Отправим договор завтра до обеда".encode()[:-1]
    assert charsets.decode(data, "utf-8").text.startswith("Отправим договор завтра до обед")


@pytest.mark.slow
def test_any_bytes_under_any_label_give_text() -> None:
    """F91: decoding is total."""
    chance = random.Random(91)
    labels = [row[0] for row in LABELS] + ["", "utf-16", "utf-32", "utf-7", "hz", "\udcff", "x" * 10_000, "undefined", "unicode_escape"]
    for _ in range(300):
        text = charsets.decode(chance.randbytes(chance.randint(0, 400)), chance.choice(labels)).text
        assert isinstance(text, str)


def test_guessing_takes_no_longer_for_a_long_text() -> None:
    """T26: a page is told by a sample, so a megabyte costs little more than a line."""
    data = "Отправим договор завтра. ".encode("koi8-r") * 40_000
    assert charsets.guess(data) == "koi8-r"
    assert least(lambda: charsets.guess(data), 0.05) < 0.05


def test_a_long_word_of_plain_letters_is_gone_through_once() -> None:
    """T26: one odd byte behind 200 kB of letters and no blank; it took minutes."""
    data = b"y" * 200_000 + b" \xe0"
    assert least(lambda: charsets.guess(data), 0.1) < 0.1
