"""Search finds words in any form, newest first, and marks them."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Callable, Iterator
from html import unescape

import pytest

from datasette_plugins import fulltext, search
from syncd.core import stems
from syncd.store.db import connect
from syncd.store.search import insert_search, search_row

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


@pytest.mark.slow
def test_pages_of_hits_show_each_once_newest_first(demo: Site, small_pages: None) -> None:
    """Paged by (time, key); as a plain reading of the index gives them."""
    query = stems.query("klimatas")
    sql = "SELECT at, key FROM interaction WHERE id IN (SELECT rowid FROM search WHERE search MATCH ?) ORDER BY at DESC, id DESC"
    assert _walk(demo, "/search?q=klimatas") == demo.rows(sql, query)


NEWEST_OF_ALL = "SELECT id FROM interaction WHERE id IN (SELECT rowid FROM search WHERE search MATCH ?) AND (at, id) < (?, ?) ORDER BY at DESC, id DESC"
BEFORE = (("9", 0), ("2026-11-19T11:05:00Z", 5), ("2026-05-01T00:00:00Z", 0), ("2020", 0))


@pytest.fixture
def store(demo: Site) -> Iterator[sqlite3.Connection]:
    """The store of the sample company."""
    db = sqlite3.connect(f"{demo.config.store.path.as_uri()}?mode=ro", uri=True)
    yield db
    db.close()


WAYS = [
    # how many are few, the stretches, reason
    (10**6, (10**6,), "a store of fewer interactions than a stretch has"),
    (10**6, (7,), "few hits, beyond the newest days, are sorted"),
    (3, (2, 3), "many hits, and too few of them in the newest days"),
    (3, (30, 200), "many hits, the page full of those of the newest days"),
    (3, (1, 1), "the days begin and end within the page"),
]


@pytest.mark.parametrize(("few", "stretches", "reason"), WAYS)
@pytest.mark.parametrize("typed", ["klimatas", "laba diena", "klimat", "qwertyuiop"])
def test_however_many_hits_there_are_the_newest_are_the_same(store: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, typed: str, few: int, stretches: tuple[int, ...], reason: str) -> None:
    """All ways to the newest hits agree with a plain reading, from any place in time."""
    monkeypatch.setattr(fulltext, "_FEW", few)
    monkeypatch.setattr(fulltext, "_STRETCHES", stretches)
    monkeypatch.setattr(fulltext, "_ENOUGH", 2)
    query = fulltext.meant(store, stems.query(typed))
    for before in BEFORE:
        assert fulltext.newest(store, query, before, 9) == [r[0] for r in store.execute(NEWEST_OF_ALL, (query, *before))][:9], (reason, before)


@pytest.mark.parametrize("stretches", [(10**6,), (7, 30), (1, 1)])
def test_who_may_open_every_third_hit_finds_those_and_is_told_how_far_was_looked(store: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, stretches: tuple[int, ...]) -> None:
    """None left out between one page and the next, none shown that may not be; the time to go on from is one of the store, never of a hit alone."""
    monkeypatch.setattr(fulltext, "_FEW", 3)
    monkeypatch.setattr(fulltext, "_AT_ONCE", 4)
    monkeypatch.setattr(fulltext, "_STRETCHES_SEEN", stretches)
    query = stems.query("klimatas")
    everything = [r[0] for r in store.execute(NEWEST_OF_ALL, (query, "9", 0))]
    found: list[int] = []
    before: fulltext.Place = ("9", 0)
    for _ in range(1_000):
        some, until = fulltext.newest_seen(store, query, before, 5, lambda ids: {id_ for id_ in ids if id_ % 3 == 0})
        found += some
        if until:
            before = until, 0
        elif len(some) == 5:
            before = store.execute("SELECT at, id FROM interaction WHERE id = ?", (some[-1],)).fetchone()
        else:
            break
    assert found == [id_ for id_ in everything if id_ % 3 == 0] and found


def test_the_hits_among_some_are_those_of_all(store: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked in runs of any width; where it would take too many it is said so, and of an unfinished word never asked so."""
    query = fulltext.meant(store, stems.query("laba diena"))
    everything = {r[0] for r in store.execute(NEWEST_OF_ALL, (query, "9", 0))}
    ids = [id_ for (id_,) in store.execute("SELECT id FROM interaction WHERE id % 3")]
    assert everything.intersection(ids)
    for gap in (1, 5, 10**6):
        monkeypatch.setattr(fulltext, "_GAP", gap)
        monkeypatch.setattr(fulltext, "_DEAR", 10**6)
        assert fulltext.among(store, query, ids) == frozenset(everything.intersection(ids))
    assert fulltext.among(store, query, []) == frozenset()
    assert fulltext.among(store, stems.query("kondicion"), ids) is None
    monkeypatch.setattr(fulltext, "_GAP", 1)
    monkeypatch.setattr(fulltext, "_DEAR", 3)
    assert fulltext.among(store, query, ids) is None


def test_an_unfinished_word_is_completed_only_where_its_stems_find_too_little(store: sqlite3.Connection) -> None:
    """A whole word with enough hits is not looked for in all its endings, which costs most; an unfinished one is."""
    assert "*" not in fulltext.meant(store, stems.query("laba diena"))
    assert fulltext.meant(store, stems.query("kondicion")) == stems.query("kondicion")


def test_what_stands_for_a_day_is_found_by_nothing_that_is_typed() -> None:
    """Neither the day in figures, nor the word itself, nor a beginning of it."""
    word = stems.day("2026-11-22T08:00:00Z")
    assert word.endswith("20261122") and not word[0].isalnum()
    assert not any(word[0] in stems.query(typed) for typed in ("20261122", word, f"{word[0]}2026", "2026-11-22"))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """30,000 mails of 300 days; all hold one word, every hundredth a second, the oldest half a third. Two of three lie in no order of time."""
    store = connect(tmp_path_factory.mktemp("many") / "history.db", create=True)
    with store.write() as db:
        for id_ in range(1, 30_001):
            place = id_ if id_ % 3 else id_ * 7_919 % 30_000
            at = f"{dt.date(2026, 1, 1) + dt.timedelta(days=place // 100)}T{place % 24:02}:00:00Z"
            words = f"common {'hundredth ' * (id_ % 100 == 0)}{'formerly' * (place < 15_000)}"
            db.execute("INSERT INTO interaction (id, key, kind, at, direction, subject, class, language, derived_by) VALUES (?, ?, 'message', ?, 'in', '', 'personal', '', '')", (id_, f"{id_:08}", at))
            insert_search(db, [(id_, *search_row(at, "", words, "", "en"))])
    yield store.db
    store.close()


def _steps(db: sqlite3.Connection, read: Callable[[], object]) -> int:
    """Thousands of steps of SQLite's machine that a reading takes."""
    taken = 0

    def step() -> int:
        nonlocal taken
        taken += 1
        return 0

    db.set_progress_handler(step, 1_000)
    read()
    db.set_progress_handler(None, 0)
    return taken


@pytest.mark.slow
@pytest.mark.parametrize(("typed", "most", "reason"), [("common", 90, "in all mails"), ("common common", 90, "twice so"), ("hundredth", 60, "few enough to be sorted")])
def test_the_newest_hits_of_a_common_word_are_found_without_going_through_all(many: sqlite3.Connection, typed: str, most: int, reason: str) -> None:
    """A scan of the 30,000 takes 270 thousand steps and more."""
    query = stems.query(typed)
    expected = [r[0] for r in many.execute(NEWEST_OF_ALL, (query, "9", 0))][:26]
    assert fulltext.newest(many, query, ("9", 0), 26) == expected
    assert _steps(many, lambda: fulltext.newest(many, query, ("9", 0), 26)) <= most, reason


@pytest.mark.slow
def test_a_word_that_is_used_no_more_is_found_as_well(many: sqlite3.Connection) -> None:
    """Of the newest days none holds it."""
    query = stems.query("formerly")
    assert fulltext.newest(many, query, ("9", 0), 26) == [r[0] for r in many.execute(NEWEST_OF_ALL, (query, "9", 0))][:26]


def test_no_more_hits_are_gathered_than_a_page_and_those_of_the_days(many: sqlite3.Connection) -> None:
    """The readings of hits go by the index of words and by the row, those of days and places by the index of time; none goes through all mail."""
    values = {"query": stems.query("common"), "since": "", "at": "9", "id": 0, "limit": 26, "many": 9, "first": 1, "last": 9}
    for sql in (fulltext.NEWEST, fulltext.SINCE, fulltext.DAYS, fulltext.HOW_MANY, fulltext.BETWEEN):
        plan = [row[3] for row in many.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
        assert not [step for step in plan if re.match(r"SCAN (i|interaction)\b(?! USING COVERING INDEX interaction_at)", step)], plan


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
