"""The page of a promise that turned out to be boilerplate says so (T5)."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

from tests.datasette.conftest import Site
from tests.store.test_templates import mails
from tests.store.world import JOHN, OLGA, ONA, Office


@pytest.mark.slow
@pytest.mark.parametrize(
    ("readers", "language", "says", "reason"),
    [
        ((ONA, JOHN, OLGA), "en", "boilerplate, no promise", "three people got it"),
        ((ONA, JOHN, OLGA), "lt", "šablonas, ne pažadas", "in Lithuanian"),
        ((ONA, JOHN, OLGA), "ru", "шаблон, а не обещание", "in Russian"),
        ((ONA, JOHN), "en", "", "two people are no custom"),
    ],
)  # fmt: skip
def test_a_template_says_what_it_is(tmp_path: Path, readers: tuple[str, ...], language: str, says: str, reason: str) -> None:
    office = Office(tmp_path / "o")
    for mail in mails(["We will send you the drawings."], readers):
        office.send(mail)
    office.once()
    site = Site(office.folder / "config.toml")
    text = html.unescape(site.get(f"/promise/{site.one('SELECT min(key) FROM promise')}", accept_language=language).text)
    assert (says in text) if says else ("boilerplate" not in text), reason
