"""The page of complaints: nobody answered first, who has each, and the settled ones by month (R5)."""

from __future__ import annotations

import html
import re

import pytest

from datasette_plugins import complaints
from tests.datasette.conftest import Site


def quotes(page: str) -> list[str]:
    """The words of the complaints of a page, in their order."""
    return [html.unescape(q) for q in re.findall(r'<blockquote[^>]*><a href="/message/[0-9a-f]+">([^<]*)<', page)]


@pytest.mark.slow
def test_what_nobody_answered_stands_first(demo: Site) -> None:
    """Then what is answered, what was apologised for, and at the end what is settled."""
    page = demo.get("/complaints").text
    sections = re.findall(r'<section aria-labelledby="(\w+)"', page)
    assert sections == [s for s in complaints.STATES if demo.one("SELECT count(*) FROM complaint WHERE state = ?", s)]
    assert sections[0] == "open"


@pytest.mark.parametrize("state", complaints.STATES)
def test_pages_of_a_state_show_everything_once(demo: Site, monkeypatch: pytest.MonkeyPatch, state: str) -> None:
    """The latest first, however small the pages; settled ones by when they were settled."""
    monkeypatch.setattr(complaints, "PAGE", 2)
    found: list[str] = []
    path = f"/complaints?state={state}"
    while path:
        page = demo.get(path).text
        found += quotes(page)
        following = re.search(r'class="more" href="([^"]+)"', page)
        path = html.unescape(following[1]) if following else ""
        assert "offset" not in path
    at = "s.at" if state == "settled" else "i.at"
    expected = demo.rows(
        f"SELECT c.quote FROM complaint c JOIN interaction i ON i.id = c.interaction_id LEFT JOIN complaint_sign s ON s.complaint_key = c.key AND s.step = c.state "
        f"WHERE c.state = ? ORDER BY {at} DESC, c.key DESC", state)  # fmt: skip
    assert found == [q for (q,) in expected]


MONTHS = [("en", "November 2026"), ("lt", "2026 m. lapkritis"), ("ru", "ноябрь 2026")]


@pytest.mark.parametrize(("language", "month"), MONTHS)
def test_settled_ones_stand_under_their_month(demo: Site, language: str, month: str) -> None:
    """The month in which each was settled, in the reader's words."""
    settled = demo.rows("SELECT at FROM complaint_sign JOIN complaint ON key = complaint_key WHERE step = 'settled' AND state = 'settled' AND at LIKE '2026-11%'")
    assert settled
    page = html.unescape(demo.get("/complaints", accept_language=language).text)
    assert page.lower().count(f"<h3>{month}".lower()) == 1


def test_a_complaint_says_who_has_it(demo: Site) -> None:
    """Who looks after the company, else the first of ours whom it reached."""
    page = demo.get("/complaints", accept_language="en").text
    for key, quote in demo.rows("SELECT c.interaction_id, c.quote FROM complaint c WHERE c.state = 'open'"):
        owners = demo.rows("SELECT s.name FROM contact k JOIN organisation o ON o.id = k.organisation_id JOIN staff s ON s.address = o.owner WHERE k.interaction_id = ?", key)
        if owners:
            before = html.unescape(page)[: html.unescape(page).index(quote)]
            assert before.rindex(f"looked after by {owners[0][0]}") > before.rindex("<li"), quote


def test_a_manager_may_ask_for_their_own_people(demo: Site) -> None:
    """Those that reached somebody of theirs."""
    shown = set(quotes(demo.get("/complaints?people=tomas@klimatas.example").text))
    team = ("tomas@klimatas.example", "sergej@klimatas.example")
    reached = demo.rows("SELECT DISTINCT c.quote FROM complaint c JOIN party p ON p.interaction_id = c.interaction_id JOIN staff s ON s.id = p.staff_id WHERE s.address IN (?, ?) AND c.state <> 'dismissed'", *team)
    assert shown == {q for (q,) in reached}


@pytest.mark.parametrize(("sql", "index", "is_sorted", "reason"), [
    (complaints.UNSETTLED, "complaint_open", True, "those nobody settled are few, however many were settled in years"),
    (complaints.SETTLED, "complaint_sign_settled", False, "the last to be settled, without a look at the others"),
])  # fmt: skip
def test_complaints_are_found_by_their_index(demo: Site, sql: str, index: str, is_sorted: bool, reason: str) -> None:
    """However many there are."""
    sql = sql.format(filters="").replace(":state", "'open'").replace(":now", "'2026-11-23'").replace(":limit", "9")
    plan = " ".join(detail for *_, detail in demo.rows("EXPLAIN QUERY PLAN " + sql))
    assert index in plan and ("B-TREE" in plan) is is_sorted, reason
