"""What was left undone by the rules of the relation, as a page: open first, by rule and colleague, in three languages (R1)."""

from __future__ import annotations

import html
import re
import sqlite3

import pytest

from datasette_plugins import breaches
from syncd.store.relations import open_breaches
from tests.datasette.conftest import Site


@pytest.mark.slow
def test_what_is_open_stands_first_and_every_case_has_its_words(demo: Site) -> None:
    """Nothing that waits is shown; each case with whose it is and since when."""
    page = demo.get("/breaches?older=1", accept_language="en").text
    shown = re.findall(r'<section aria-labelledby="(\w+)"', page)
    assert shown == [s for s in breaches.STATES if demo.one("SELECT count(*) FROM breach WHERE state = ?", s)]
    quotes = [html.unescape(q) for q in re.findall(r"<blockquote[^>]*>(?:<a [^>]*>)?([^<]*)<", page)]
    waiting = {q for (q,) in demo.rows("SELECT quote FROM breach WHERE state = 'waiting' AND quote NOT IN (SELECT quote FROM breach WHERE state <> 'waiting')")}
    assert quotes and waiting.isdisjoint(quotes) and "since " in page


@pytest.mark.slow
def test_the_command_says_where_a_case_is_looked_at(demo: Site) -> None:
    """The page it names holds the words of the case, or is the customer's."""
    db = sqlite3.connect(demo.config.store.path)
    found = open_breaches(db)
    db.close()
    assert found
    for case in {b["rule"]: b for b in found}.values():
        page = demo.get(f"/{case['page']}")
        assert page.status_code == 200, case
        words = " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page.text)).split())
        assert case["page"].startswith(("company/", "customer/")) or " ".join(case["quote"].split())[:30] in words, case


@pytest.mark.slow
@pytest.mark.parametrize("state", breaches.STATES)
def test_pages_of_a_state_show_everything_once(demo: Site, monkeypatch: pytest.MonkeyPatch, state: str) -> None:
    """The latest first, however small the pages."""
    monkeypatch.setattr(breaches, "PAGE", 2)
    found, path = 0, f"/breaches?state={state}&older=1"
    while path:
        page = demo.get(path).text
        found += len(re.findall("<blockquote", page))
        following = re.search(r'class="more" href="([^"]+)"', page)
        path = html.unescape(following[1]) if following else ""
    assert found == demo.one("SELECT count(*) FROM breach WHERE state = ?", state)


def test_a_rule_a_colleague_and_a_department_can_be_asked_for(demo: Site) -> None:
    """Filters hold together; a rule nobody has shows nothing."""
    rule, staff = demo.rows("SELECT rule, staff FROM breach WHERE state = 'open' AND staff <> '' LIMIT 1")[0]
    page = demo.get(f"/breaches?older=1&state=open&rule={rule}&colleague={staff}").text
    assert len(re.findall("<blockquote", page)) == demo.one("SELECT count(*) FROM breach WHERE state = 'open' AND rule = ? AND staff = ?", rule, staff)
    assert "<blockquote" not in demo.get("/breaches?older=1&rule=none").text and "<blockquote" not in demo.get("/breaches?older=1&department=none").text


TITLES = [("en", "Left undone"), ("lt", "Nepadaryta"), ("ru", "Не сделано")]


@pytest.mark.parametrize(("language", "title"), TITLES)
def test_the_page_and_the_start_speak_the_readers_language(demo: Site, language: str, title: str) -> None:
    """The start page counts what is open by each rule."""
    assert title in demo.get("/breaches", accept_language=language).text
    if demo.one("SELECT count(*) FROM breach WHERE state = 'open' AND since > '2026-08-25'"):
        assert title in demo.get("/", accept_language=language).text
