"""The timeline: paging by key and filters show everything once."""

from __future__ import annotations

import re
import sqlite3
from html import unescape

import pytest

from datasette_plugins import timeline

from .conftest import Site

ENTRY = re.compile(r'<li class="entry.*?<time datetime="([^"]+)">.*?<p class="subject"><a href="/(\w+)/([0-9a-f]+)">', re.DOTALL)


def walk(site: Site, path: str) -> list[tuple[str, str]]:
    """The (time, key) of every entry, page after page."""
    found: list[tuple[str, str]] = []
    while path:
        page = site.get(path).text
        found += [(at, key) for at, _, key in ENTRY.findall(page)]
        following = re.search(r'rel="next" href="([^"]+)"', page)
        path = unescape(following[1]) if following else ""
        assert "offset" not in path.lower()
    return found


def expected(site: Site, column: str, id_: int, condition: str = "1") -> list[tuple[str, str]]:
    """The same by a plain reading of the store, newest first."""
    sql = f"SELECT DISTINCT c.at, i.key, i.id FROM contact c JOIN interaction i ON i.id = c.interaction_id WHERE c.{column} = ? AND {condition} ORDER BY c.at DESC, i.id DESC"
    return [(at, key) for at, key, _ in site.rows(sql, id_)]


NEXT = "(c.at <= '2026-11-23T10:00:00Z' OR c.at = (SELECT min(e.at) FROM contact e WHERE e.interaction_id = c.interaction_id AND e.at > '2026-11-23T10:00:00Z'))"


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "PAGE", 3)


@pytest.mark.slow
def test_pages_of_a_person_show_everything_once(demo: Site, small_pages: None) -> None:
    """However small the pages: every message and occurrence, of what is ahead in a series the next one, in order, none twice."""
    for id_, uuid in demo.rows("SELECT person_id, uuid FROM contact JOIN person ON id = person_id GROUP BY 1 ORDER BY count(*) DESC LIMIT 3"):
        assert walk(demo, f"/customer/{uuid}") == expected(demo, "person_id", id_, NEXT)


@pytest.mark.slow
def test_pages_of_a_company_show_everything_once(demo: Site, small_pages: None) -> None:
    """A mail to two people of one company is one entry."""
    for id_, uuid in demo.rows("SELECT c.organisation_id, o.uuid FROM contact c JOIN organisation o ON o.id = c.organisation_id GROUP BY 1 ORDER BY count(*) DESC LIMIT 3"):
        assert walk(demo, f"/company/{uuid}") == expected(demo, "organisation_id", id_, NEXT)


def test_a_series_shows_its_next_time_unless_days_are_asked_for(demo: Site) -> None:
    """A year of weekly meetings ahead does not stand before what was said last."""
    id_, uuid = demo.rows("SELECT person_id, uuid FROM contact JOIN person ON id = person_id WHERE at > '2026-11-23T10:00:00Z' GROUP BY interaction_id ORDER BY count(*) DESC LIMIT 1")[0]
    ahead = [at for at, _ in walk(demo, f"/customer/{uuid}") if at > "2026-11-23T10:00:00Z"]
    days = [at for at, _ in walk(demo, f"/customer/{uuid}?from=2026-11-24") if at > "2026-11-23T10:00:00Z"]
    assert len(days) > 20 and len(ahead) <= 3 and min(days) == min(ahead)
    assert days == [at for at, _ in expected(demo, "person_id", id_, "c.at >= '2026-11-23T22:00:00Z'")]


FILTERS = [
    # the address's filter, the same in SQL, reason
    ("kind=message", "i.kind = 'message'", "mail only"),
    ("kind=meeting", "i.kind = 'meeting'", "meetings only"),
    ("kind=promise", "EXISTS (SELECT 1 FROM promise p WHERE p.interaction_id = i.id)", "what holds a promise"),
    ("colleague=ieva@klimatas.example", "EXISTS (SELECT 1 FROM party y JOIN staff s ON s.id = y.staff_id WHERE y.interaction_id = i.id AND s.address = 'ieva@klimatas.example')",
     "in any role"),
    ("from=2026-11-01&to=2026-11-18", "c.at >= '2026-10-31T22:00:00Z' AND c.at < '2026-11-18T22:00:00Z'", "days of Vilnius, both whole"),
    ("from=nonsense", "1", "what is no day is no filter"),
    ("kind=message&to=2026-11-17", "i.kind = 'message' AND c.at < '2026-11-17T22:00:00Z'", "filters join"),
    ("colleague=nobody@klimatas.example", "0", "an unknown colleague took part in nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "condition", "reason"), FILTERS)
def test_filters_leave_what_they_say(demo: Site, small_pages: None, query: str, condition: str, reason: str) -> None:
    """Each filter, alone and joined, over all pages."""
    id_, uuid = demo.rows("SELECT id, uuid FROM person WHERE name = 'Ona Kazlauskienė'")[0]
    assert walk(demo, f"/customer/{uuid}?{query}") == expected(demo, "person_id", id_, condition), reason


def test_words_filter_by_any_form(demo: Site) -> None:
    """„sutarties“ is found by „sutartis“."""
    uuid = demo.one("SELECT uuid FROM person WHERE name = 'Ona Kazlauskienė'")
    found = walk(demo, f"/customer/{uuid}?q=sutartis")
    assert found and len(found) < len(walk(demo, f"/customer/{uuid}"))


def test_a_page_begins_after_an_entry_that_is_gone(demo: Site) -> None:
    """A cursor whose interaction was erased still says where to go on."""
    id_, uuid = demo.rows("SELECT id, uuid FROM person WHERE name = 'Ona Kazlauskienė'")[0]
    all_of_them = expected(demo, "person_id", id_)
    assert walk(demo, f"/customer/{uuid}?before={all_of_them[2][0]}~0000") == [e for e in all_of_them if e[0] < all_of_them[2][0]]


def test_paging_runs_along_the_index(demo: Site) -> None:
    """No sorting of a whole history: the person's timeline by the primary key, the company's by its index, the board by (state, due_at)."""
    for column, index in (("person_id", "PRIMARY KEY"), ("organisation_id", "contact_organisation")):
        sql = timeline.PLACES.format(whose=f"c.{column} = :whose", filters=" AND (c.at, c.interaction_id) < (:a, :b)")
        plan = _plan(demo, sql)
        assert index in plan and "TEMP B-TREE" not in plan and "SCAN" not in plan, plan


def _plan(site: Site, sql: str) -> str:
    db = sqlite3.connect(site.config.store.path)
    try:
        return " | ".join(row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", {"whose": 1, "a": "9", "b": 0, "limit": 3}))
    finally:
        db.close()
