"""Offers stand on the page of the customer, and one that contradicts an earlier one says so."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

from datasette_plugins.offers import amount
from tests.datasette.conftest import Site
from tests.store.world import ONA, PETRAS, RASA, Mail, Office

FIRST = Mail(id="o1", sender=RASA, to=(ONA,), at="2026-11-10T09:00", subject="Siurblio pasiūlymas", text="Laba diena,\n\nšilumos siurblį siūlome už 4 200 EUR.\n")
SECOND = Mail(id="o2", sender=PETRAS, to=(ONA,), at="2026-11-13T09:00", subject="Šilumos siurblys", text="Laba diena,\n\nšilumos siurblys kainuotų 3 900,50 EUR.\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "price", "says"),
    [("en", "3\u00a0900.50 EUR", "another price than on 10 November"), ("lt", "3\u00a0900,50 EUR", "kita kaina nei lapkričio 10 d."),
     ("ru", "3\u00a0900,50 EUR", "другая цена, чем 10 ноября")],
)  # fmt: skip
def test_an_offer_that_contradicts_an_earlier_one_says_so(tmp_path: Path, language: str, price: str, says: str) -> None:
    """H6: whoever made them, in whatever order they came in; on the pages of the person and of the company."""
    office = Office(tmp_path / "o")
    for mail in (SECOND, FIRST):
        office.send(mail)
        office.once()
    site = Site(office.folder / "config.toml")
    person, company = site.rows("SELECT n.uuid, o.uuid FROM person n JOIN organisation o ON o.id = n.organisation_id WHERE n.name LIKE 'Ona%'")[0]
    for page in (f"/customer/{person}", f"/company/{company}"):
        text = html.unescape(site.get(page, accept_language=language).text)
        assert price in text and says in text, page
        assert text.index(price) < text.index("4\u00a0200 EUR"), "the latest first"


@pytest.mark.parametrize(("value", "language", "written"), [(1050.0, "en", "1\u00a0050"), (0.5, "lt", "0,50"), (1234567.891, "en", "1\u00a0234\u00a0567.89")])
def test_a_sum_is_written_with_its_thousands_apart(value: float, language: str, written: str) -> None:
    """Cents only where there are any."""
    assert amount(value, language) == written
