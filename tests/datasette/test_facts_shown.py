"""The page of a person shows what is known: the words, the day, and what was true before."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from tests.datasette.conftest import Site
from tests.store.test_facts import CITY, MOVED
from tests.store.world import Office


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """An office where a customer has moved."""
    folder: Path = tmp_path_factory.mktemp("facts") / "o"
    office = Office(folder)
    for mail in (CITY, MOVED):
        office.send(mail)
    office.once()
    return Site(office.folder / "config.toml")


@pytest.mark.parametrize(
    ("language", "title", "kind", "before"),
    [("en", "What is known", "City", "formerly"), ("lt", "Kas žinoma", "Miestas", "anksčiau"), ("ru", "Что известно", "Город", "раньше")],
)
def test_the_page_of_a_person_tells_what_is_known(site: Site, language: str, title: str, kind: str, before: str) -> None:
    """Both cities with their words; the one before is marked. In three languages."""
    page = site.get(f"/customer/{site.one('SELECT uuid FROM person WHERE name = ?', 'Ona Kazlauskienė')}", accept_language=language).text
    section = html.unescape(page.partition('id="known"')[2].partition("</section>")[0])
    shown = " ".join(re.sub(r"<[^>]+>", " ", section).split())
    assert title in shown
    assert shown.count(kind) == 2
    assert shown.index("Klaipėda") < shown.index("Kaunas") < shown.index(before)
    assert "aš gyvenu Kaune" in shown and "/message/" in section
