"""Search finds words in any form, newest first, and marks them."""

from __future__ import annotations

import re
import sqlite3
from html import unescape

import pytest

from datasette_plugins import fulltext, search
from syncd.core import stems

from .conftest import Site

HIT = re.compile(r'<time datetime="([^"]+)">.*?<p class="subject"><a href="/\w+/([0-9a-f]+)">', re.DOTALL)

FORMS = [
    # typed, what one hit says, reason
    ("sutartis", "Sutarties pratęsimą", "Lithuanian, another case"),
    ("предложение", "предложение", "Russian, the form itself"),
    ("предложения", "предложение", "Russian, another case"),
    ("filter", "filters", "English, the plural"),
    ("kondicion", "kondicionier", "a word not finished"),
    ("pratesima", "pratęsimą", "typed without diacritics"),
    ("KAINA", "kain", "capitals"),
]


@pytest.mark.parametrize(("typed", "said", "reason"), FORMS)
def test_a_word_is_found_in_its_other_forms(demo: Site, typed: str, said: str, reason: str) -> None:
    """What was typed is a form of what was written; the hit is marked."""
    page = demo.get(f"/search?q={typed}").text
    marks = [unescape(m) for m in re.findall(r"<mark>([^<]+)</mark>", page)]
    assert HIT.search(page) and marks, reason
    assert said.lower() in unescape(re.sub(r"</?mark>", "", page)).lower(), reason


def test_people_and_companies_are_found_by_name(demo: Site) -> None:
    """A name without diacritics leads to the person's page; a domain to the company's."""
    assert re.search(r'<a href="/customer/[0-9a-f-]+">Ona Kazlauskienė</a>', demo.get("/search?q=ona+kazlauskiene").text)
    assert re.search(r'<a href="/company/[0-9a-f-]+">', demo.get("/search?q=baltasypsena").text)


def test_a_name_that_begins_so_stands_before_one_that_holds_it(demo: Site) -> None:
    """„Ona“ is Ona first, then Aldona and Jonaitis."""
    page = demo.get("/search?q=Ona").text
    assert page.index(">Ona Kazlauskienė</a>") < page.index(">Aldona Nebūtienė</a>")


def test_nothing_found_is_said(demo: Site) -> None:
    """Not an empty page."""
    assert "Nothing is found for “qwertyuiop”." in demo.get("/search?q=qwertyuiop", accept_language="en").text
    assert demo.get("/search?q=%22%27%28%29%2A%3A").status_code == 200


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "PAGE", 4)


def _walk(site: Site, path: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    while path:
        page = site.get(path).text
        found += HIT.findall(page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        path = unescape(following[1]) if following else ""
    return found


def test_pages_of_hits_show_each_once_newest_first(demo: Site, small_pages: None) -> None:
    """Paged by (time, key); as a plain reading of the index gives them."""
    query = stems.query("klimatas")
    sql = "SELECT at, key FROM interaction WHERE id IN (SELECT rowid FROM search WHERE search MATCH ?) ORDER BY at DESC, id DESC"
    assert _walk(demo, "/search?q=klimatas") == demo.rows(sql, query)


@pytest.mark.parametrize(("few", "held", "reason"), [(10**6, 10**6, "few hits are sorted"), (3, 10**6, "many are met on the way back"), (3, 5, "very many are asked for one by one")])
def test_however_many_hits_there_are_the_newest_are_the_same(demo: Site, monkeypatch: pytest.MonkeyPatch, few: int, held: int, reason: str) -> None:
    """The three ways to the newest hits agree, from any place in time."""
    monkeypatch.setattr(fulltext, "_FEW", few)
    monkeypatch.setattr(fulltext, "_HELD", held)
    monkeypatch.setattr(fulltext, "_STEP", 7)
    monkeypatch.setattr(fulltext, "_ENOUGH", 2)
    sql = "SELECT id FROM interaction WHERE id IN (SELECT rowid FROM search WHERE search MATCH ?) AND (at, id) < (?, ?) ORDER BY at DESC, id DESC LIMIT 9"
    db = sqlite3.connect(demo.config.store.path)
    wanted = fulltext.meant(db, stems.query("klimatas"))
    for before in (("9", 0), ("2026-11-19T11:05:00Z", 5), ("2026-05-01T00:00:00Z", 0), ("2020", 0)):
        assert fulltext.newest(db, wanted, before, 9) == [r[0] for r in demo.rows(sql, wanted.query, *before)], reason
    db.close()


def test_an_unfinished_word_is_completed_only_where_its_stems_find_too_little(demo: Site) -> None:
    """A whole word with enough hits is not looked for in all its endings, which costs most; an unfinished one is."""
    db = sqlite3.connect(demo.config.store.path)
    assert "*" not in fulltext.meant(db, stems.query("laba diena")).query
    assert fulltext.meant(db, stems.query("kondicion")).query == stems.query("kondicion")
    db.close()


MARKED = [
    # typed, text, hits, reason
    ("клиент", "Пишу нашим клиентам сегодня", ["клиентам"], "Russian"),
    ("sutartis", "Sutarties pratęsimas", ["Sutarties"], "Lithuanian"),
    ("filter change", "We changed both filters", ["changed", "filters"], "English, two words"),
    ("pratesimas", "Sutarties pratęsimas", ["pratęsimas"], "without diacritics"),
    ("sut", "Sutarties pratęsimas", ["Sutarties"], "unfinished"),
    ("x", "<b>x</b>", ["x"], "in the middle of signs"),
]


@pytest.mark.parametrize(("typed", "text", "hits", "reason"), MARKED)
def test_hits_are_marked_by_the_same_stems(typed: str, text: str, hits: list[str], reason: str) -> None:
    """The pieces make up the whole text; the marked ones are the hits."""
    pieces = search.Marker(typed).pieces(text)
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, hit in pieces if hit] == hits, reason


def test_an_excerpt_shows_the_first_hit_with_its_surroundings() -> None:
    """Not the beginning of a long mail but the place that was looked for."""
    text = "Laba diena. " * 60 + "Siunčiu sutartį pasirašyti. " + "Pagarbiai. " * 60
    excerpt = search.Marker("sutartis").excerpt(text)
    said = "".join(piece for piece, _ in excerpt)
    assert said.startswith("… ") and said.endswith(" …") and "Siunčiu sutartį pasirašyti" in said and len(said) < 450
    assert [piece for piece, hit in excerpt if hit] == ["sutartį"]
