"""Telephone numbers in all the ways people and exchanges write them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from syncd.core.phones import IN_TEXT, normalised, region_of

NUMBERS = [
    ("+370 612 34567", "", "+37061234567", "international"),
    ("+370 (5) 212-34-56", "LT", "+37052123456", "international with an area in brackets"),
    ("+44 (0)20 7946 0123", "LT", "+442079460123", "the zero that is left out from abroad"),
    ("00 370 612 34567", "", "+37061234567", "00 for +"),
    ("tel:+37061234567;ext=12", "LT", "+37061234567", "a link with an extension"),
    ("8 612 34567", "LT", "+37061234567", "Lithuania's old prefix"),
    ("8-612-34567", "GB", "+37061234567", "the same in an English mail"),
    ("0 612 34567", "LT", "+37061234567", "Lithuania's new prefix"),
    ("(8 5) 212 3456", "LT", "+37052123456", "a landline"),
    ("8 700 55 511", "LT", "+37070055511", "a shared-cost number"),
    ("612 34567", "LT", "+37061234567", "without any prefix"),
    ("8 (912) 345-67-89", "RU", "+79123456789", "Russia's prefix"),
    ("89123456789", "LT", "+79123456789", "the same in Lithuania"),
    ("8 495 123-45-67 доб. 104", "RU", "+74951234567", "an extension behind it"),
    ("8 800 555-35-35", "RU", "+78005553535", "toll-free"),
    ("9123456789", "RU", "+79123456789", "ten digits as an exchange writes them"),
    ("020 7946 0123", "GB", "+442079460123", "London"),
    ("07700 900123", "GB", "+447700900123", "a mobile that is nobody's"),
    ("01632 960 123", "GB", "+441632960123", "an area that is nowhere"),
    ("(415) 555-2671", "GB", "+14155552671", "America by its brackets"),
    ("415-555-2671", "LT", "+14155552671", "America by its groups"),
    ("1-415-555-2671", "GB", "+14155552671", "America with its country"),
    ("(555) 010-0199", "GB", "+15550100199", "what people make up is a number all the same"),
    ("37061234567", "LT", "+37061234567", "the country without +"),
    ("79123456789", "RU", "+79123456789", "the country without +, Russia"),
    ("37061234567", "GB", "+37061234567", "abroad without +"),
    ("104", "LT", "", "an extension"),
    ("1599", "LT", "", "a short number of an operator"),
    ("112", "", "", "an emergency number"),
    ("Anonymous", "LT", "", "no digits"),
    ("IPM.Note", "LT", "", "what one program writes there"),
    ("1234567890123456", "LT", "", "longer than any number"),
    ("99999999", "LT", "", "no number of Lithuania"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "region", "number", "why"), NUMBERS, ids=[f"{row[0]}: {row[-1]}" for row in NUMBERS])
def test_numbers_are_compared_in_their_international_form(written: str, region: str, number: str, why: str) -> None:
    """The rules of labelling: 8 6.. and 0 6.. are +370 6..; 8 9.. is +7 9..; 0.. is +44..; 00.. is +..; (NNN) NNN-NNNN is +1."""
    assert normalised(written, region) == number


@pytest.mark.parametrize(("country", "language", "region"), [("LT", "ru", "LT"), ("", "ru", "RU"), ("", "lt", "LT"), ("", "en", "GB"), ("", "", "")])
def test_the_country_is_the_companys_else_the_languages(country: str, language: str, region: str) -> None:
    """company.country, else lt → LT, ru → RU, en → GB."""
    assert region_of(country, language) == region


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("skambinkit 8 612 34567 arba +370 5 2123456.", ["8 612 34567", "+370 5 2123456"]),
        ("(415) 555-2671, ext. 12", ["(415) 555-2671"]),
        ("8 (912) 345-67-89; 8(495)1234567", ["8 (912) 345-67-89", "8(495)1234567"]),
        ("order AB12345678 and ona12345678@x.lt", []),
    ],
)
def test_numbers_are_found_in_a_text(text: str, found: list[str]) -> None:
    """With the brackets and hyphens people put into them; not inside words and addresses."""
    assert [m[0] for m in IN_TEXT.finditer(text)] == found


@pytest.mark.slow
def test_the_plans_of_the_countries_are_loaded_by_the_first_number_without_its_country() -> None:
    """The import costs more than a pass with nothing new."""
    code = "import sys; from syncd.core.phones import normalised as n; n('+37061234567', 'LT'); print('phonenumbers' in sys.modules); n('861234567', 'LT'); print('phonenumbers' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
