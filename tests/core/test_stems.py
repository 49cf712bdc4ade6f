"""Words are found in any of their forms, in the three languages."""

from __future__ import annotations

import sqlite3

import pytest

from syncd.core.model import Language
from syncd.core.stems import query, stems

FOUND = [
    # text, its language, what a person types, why it must be found
    ("Посылаю нашим клиентам новые цены", "ru", "клиент", "another case and number"),
    ("Посылаю нашим клиентам новые цены", "ru", "цена", "the nominative of a plural"),
    ("Klientams siunčiame naujas kainas", "lt", "klientas", "another case and number"),
    ("Klientams siunčiame naujas kainas", "lt", "kaina", "the nominative of a plural"),
    ("Klientams siunčiame naujas kainas", "lt", "siunciame", "typed without the signs over letters"),
    ("We are sending new prices", "en", "price", "the singular"),
    ("We are sending new prices", "en", "PRICES send", "two words, another case of letters"),
    ("Счёт за кондиционер Toshiba", "ru", "toshiba счет", "two alphabets in one text, ё typed as е"),
    ("Siunčiu pasiūlymą dėl serverinės vėsinimo", "lt", "pasiūl", "a word not typed to its end"),
]


@pytest.mark.parametrize(("text", "language", "typed", "why"), FOUND)
def test_a_word_is_found_in_another_form(text: str, language: Language, typed: str, why: str) -> None:
    """What a person types finds the text that holds another form of it."""
    assert _found(text, language, typed), why


def test_every_typed_word_must_occur() -> None:
    """Two words ask for both."""
    assert not _found("We are sending new prices", "en", "prices invoice")


def test_signs_and_encoded_data_do_no_harm() -> None:
    """A text of signs has no words, and a run of encoded data is none."""
    assert stems("--- !!! \x00 ___", "en") == ""
    assert stems("QUJD" * 30, "en") == ""
    assert query('"; DROP TABLE x --') == query("drop table x")


def _found(text: str, language: Language, typed: str) -> bool:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE search USING fts5(text, content='', tokenize='unicode61 remove_diacritics 2')")
    db.execute("INSERT INTO search (rowid, text) VALUES (1, ?)", (stems(text, language),))
    found = db.execute("SELECT count(*) FROM search WHERE search MATCH ?", (query(typed),)).fetchone()[0]
    db.close()
    return bool(found)
