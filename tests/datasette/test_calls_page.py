"""The page of calls: what waits for an answer stands first, and every call stands there once."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from html import unescape

import pytest

from datasette_plugins import calls
from tests.datasette.conftest import Site, copied


@pytest.fixture(scope="module")
def site(demo: Site, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The sample company with calls of strangers, as an exchange records them."""
    return copied(demo, tmp_path_factory.mktemp("calls") / "company")


def ring(site: Site, number: str, at: str, direction: str = "in", outcome: str = "missed", same_as: str | None = None) -> str:
    """A call in the store, by its key."""
    key = hashlib.sha256(f"{number} {at} {direction}".encode()).hexdigest()[:32]
    db = sqlite3.connect(site.config.store.path)
    with db:
        db.execute("INSERT INTO interaction (key, kind, at, direction, subject, class, language, derived_by) VALUES (?, 'call', ?, ?, '', 'personal', 'lt', '5')", (key, at, direction))
        db.execute(
            "INSERT INTO call (interaction_id, at, direction, number, seconds, outcome, line, why, same_as) VALUES ((SELECT id FROM interaction WHERE key = ?), ?, ?, ?, 0, ?, '', 'record', ?)",
            (key, at, direction, number, outcome, same_as),
        )
    db.close()
    return key


def waiting(site: Site, language: str = "en") -> str:
    """What stands before the list of all calls."""
    page = site.get("/calls", accept_language=language).text
    return page[page.index('id="waiting"') : page.index("</section>", page.index('id="waiting"'))]


ANSWERS = [
    # number, what came after, whether it waits still, reason
    ("+37061100001", [], True, "nobody rang back"),
    ("+37061100002", [("2026-11-21T09:00:00Z", "out", "answered")], False, "we rang back"),
    ("+37061100003", [("2026-11-21T09:00:00Z", "in", "answered")], False, "they rang again, and were answered"),
    ("+37061100004", [("2026-11-21T09:00:00Z", "out", "missed")], True, "we rang back, and nobody was there"),
    ("+37061100005", [("2026-11-19T09:00:00Z", "out", "answered")], True, "a call before it is no answer"),
]


@pytest.mark.parametrize(("number", "later", "waits", "reason"), ANSWERS, ids=[a[3] for a in ANSWERS])
def test_a_missed_call_waits_until_somebody_talked(site: Site, number: str, later: list[tuple[str, str, str]], waits: bool, reason: str) -> None:
    """H2: missed and not returned stands first."""
    ring(site, number, "2026-11-20T09:00:00Z")
    for at, direction, outcome in later:
        ring(site, number, at, direction, outcome)
    assert (number in waiting(site)) is waits, reason


def test_a_caller_stands_there_once_with_how_often_they_rang(site: Site) -> None:
    """Five calls in vain are one matter."""
    for hour in range(10, 15):
        ring(site, "+37061100010", f"2026-11-21T{hour}:00:00Z")
    assert waiting(site).count("+37061100010") == 1 and "rang 5 times" in waiting(site)
    assert "skambino 5 kartus" in waiting(site, "lt") and "звонили 5 раз" in waiting(site, "ru")


def test_an_old_missed_call_is_no_news(site: Site) -> None:
    """Older than 30 days it stands in the list alone."""
    ring(site, "+37061100011", "2026-10-01T09:00:00Z")
    assert "+37061100011" not in waiting(site) and "+37061100011" in site.get("/calls?from=2026-10-01&to=2026-10-01").text


def walk(site: Site, path: str) -> list[str]:
    """The keys of the calls, page after page."""
    found: list[str] = []
    while path:
        page = site.get(path).text
        table = page[page.find("<tbody>") :]
        found += re.findall(r'<td><a class="quiet" href="/\w+/([0-9a-f]+)">', table)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        path = unescape(following[1]) if following else ""
        assert "offset" not in path
    return found


FILTERS = [
    ("", "c.at <= '2026-11-23T10:00:00Z'", "all up to now: what is planned for later is no call yet"),
    ("outcome=missed", "c.outcome = 'missed'", "by outcome"),
    ("outcome=planned", "c.outcome = 'planned'", "planned ones, those of tomorrow too"),
    ("colleague=rasa@klimatas.example", "c.at <= '2026-11-23T10:00:00Z' AND EXISTS (SELECT 1 FROM party p JOIN staff s ON s.id = p.staff_id WHERE p.interaction_id = i.id AND s.address LIKE 'rasa@%')", "by colleague"),
    ("people=rasa@klimatas.example", "c.at <= '2026-11-23T10:00:00Z' AND EXISTS (SELECT 1 FROM party p JOIN staff s ON s.id = p.staff_id WHERE p.interaction_id = i.id AND 'rasa@klimatas.example' IN (s.address, s.manager))", "by whose people"),
    ("from=2026-11-17&to=2026-11-18", "c.at >= '2026-11-16T22:00:00Z' AND c.at < '2026-11-18T22:00:00Z'", "by days of Vilnius"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "condition", "reason"), FILTERS, ids=[f[2] for f in FILTERS])
def test_pages_show_every_call_once(site: Site, monkeypatch: pytest.MonkeyPatch, query: str, condition: str, reason: str) -> None:
    """However small the pages; a call that was told twice is one."""
    monkeypatch.setattr(calls, "PAGE", 4)
    expected = [k for (k,) in site.rows(f"SELECT i.key FROM call c JOIN interaction i ON i.id = c.interaction_id WHERE c.same_as IS NULL AND {condition} ORDER BY c.at DESC, i.id DESC")]
    assert expected and walk(site, f"/calls?{query}") == expected, reason


def test_a_call_told_twice_stands_there_once(site: Site) -> None:
    """The record of the exchange and the mail of the telephone system are one call."""
    first = ring(site, "+37061100020", "2026-11-21T15:00:00Z")
    ring(site, "+37061100020", "2026-11-21T15:01:00Z", same_as=first)
    assert site.get("/calls?from=2026-11-21&to=2026-11-21").text.count(">+37061100020<") == 1


def test_the_list_runs_along_the_index_of_time(site: Site) -> None:
    """A page costs the same however many calls there are."""
    plan = " ".join(detail for *_, detail in site.rows("EXPLAIN QUERY PLAN " + calls.CALLS.format(filters=" AND c.at <= '2026-11-23'").replace(":limit", "50")))
    assert "call_at" in plan and "TEMP B-TREE" not in plan
