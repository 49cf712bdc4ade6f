"""The board of hand-offs: who has it now, since when, and what comes next (P5)."""

from __future__ import annotations

import html
import re

import pytest

from datasette_plugins import handoffs
from tests.datasette.conftest import Site


def column(site: Site, state: str, path: str = "/handoffs", language: str = "en") -> str:
    """One column as it is read; '' where it is not there."""
    page = site.get(path, accept_language=language).text
    found = re.search(rf'<section aria-labelledby="{state}">(.*?)</section>', page, re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", found[1])).split()) if found else ""


NEXT = [
    ("asked", "en", "Next: Tomas Žukauskas accepts it or says no."),
    ("asked", "lt", "Toliau: Tomas Žukauskas prisiima arba atsisako."),
    ("asked", "ru", "Дальше: Tomas Žukauskas принимает или отказывается."),
    ("accepted", "en", "Next: Sergej Morozov begins."),
    ("expired", "en", "Next: Rasa Petraitė asks again, or gives it to somebody else."),
]


@pytest.mark.parametrize(("state", "language", "words"), NEXT)
def test_a_hand_off_says_what_comes_next_and_by_whom(demo: Site, state: str, language: str, words: str) -> None:
    """Whoever was asked has the next step, and after they did not take it the one who asked."""
    assert words in column(demo, state, language=language)


def test_a_hand_off_says_since_when(demo: Site) -> None:
    """The day, and how long ago that is."""
    assert "since 20 November (3 days ago)" in column(demo, "accepted")


def test_every_open_hand_off_stands_in_its_column(demo: Site) -> None:
    """What waits longest stands first."""
    for state in handoffs.OPEN:
        keys = [k for (k,) in demo.rows("SELECT p.key FROM handoff h JOIN promise p ON p.id = h.promise_id WHERE h.state = ? AND p.state = 'open' ORDER BY h.since, p.id", state)]
        page = demo.get(f"/handoffs?state={state}").text
        assert re.findall(r'<blockquote[^>]*><a href="/promise/([0-9a-f]+)">', page) == keys, state


def test_pages_of_a_column_show_everything_once(demo: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """By (since, id), however small the pages."""
    monkeypatch.setattr(handoffs, "PAGE", 2)
    found: list[str] = []
    path = "/handoffs?state=asked"
    while path:
        page = demo.get(path).text
        found += re.findall(r'<blockquote[^>]*><a href="/promise/([0-9a-f]+)">', page)
        following = re.search(r'class="more" href="([^"]+)"', page)
        path = html.unescape(following[1]) if following else ""
    assert len(found) == len(set(found)) == demo.one("SELECT count(*) FROM handoff h JOIN promise p ON p.id = h.promise_id WHERE h.state = 'asked' AND p.state = 'open'")


PEOPLE = [
    ("colleague=dalia@klimatas.example", {"Dalia Vaitkienė"}, "asked of or by one colleague"),
    ("people=tomas@klimatas.example", {"Tomas Žukauskas", "Sergej Morozov", "Darius Grigas"}, "the people of a manager, and the manager"),
    ("people=jonas@klimatas.example", {"Tomas Žukauskas", "Sergej Morozov", "Darius Grigas", "Dalia Vaitkienė", "Rasa Petraitė"}, "theirs, and those below them"),
    ("people=nobody@klimatas.example", set(), "of somebody without people"),
]


@pytest.mark.parametrize(("query", "has", "reason"), PEOPLE, ids=[p[2] for p in PEOPLE])
def test_the_board_is_of_whom_it_is_asked_for(demo: Site, query: str, has: set[str], reason: str) -> None:
    """By a colleague, or by a manager's own people."""
    page = demo.get(f"/handoffs?{query}").text
    assert {html.unescape(name) for name in re.findall(r'→</span> <strong><span title="[^"]*">([^<]+)<', page)} == has, reason


def test_a_column_runs_along_the_index_of_states(demo: Site) -> None:
    """A board costs the same however many hand-offs were ever made."""
    sql = handoffs.CHOSEN.format(condition="q.state = 'open'", filters="", direction="ASC")
    plan = " ".join(detail for *_, detail in demo.rows("EXPLAIN QUERY PLAN " + sql.replace(":state", "'asked'").replace(":limit", "9")))
    assert "handoff_state" in plan and "TEMP B-TREE" not in plan
