"""The lists of what only people can tell: who may be one, and which doubtful promises are promises."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from datasette_plugins import proposals
from datasette_plugins.reviews import DOUBTFUL, around
from syncd.store.db import connect
from tests.datasette.conftest import Site
from tests.datasette.test_actions import CALL, NOW, SOFT, decide, undo
from tests.datasette.test_signin import Browser, token
from tests.store.world import JOHN, ONA, RASA, Mail, Office

VAGUE = Mail(id="v", sender=RASA, to=(JOHN,), at="2026-11-16T11:00", subject="Contract", text="Hello John,\n\nI will send you the contract soon.\n\nRasa")
AGAIN = "ona.kazlauskiene@namai.example"
TWICE = Mail(id="t", sender=RASA, to=(AGAIN,), at="2026-11-16T11:10", text="Sveiki!")


@pytest.fixture(autouse=True)
def that_day(the_day: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages read at the hour of the office."""
    monkeypatch.setenv("SYNCD_NOW", NOW)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Two doubtful promises and a sure one; one name at two addresses."""
    office = Office(tmp_path / "o")
    for mail in (CALL, SOFT, VAGUE):
        office.send(mail)
    office.put_mail("rasa", "Sent", TWICE.raw().replace(b"To: ", b"To: =?utf-8?q?Ona_Kazlauskien=C4=97?= ", 1).replace(AGAIN.encode(), f"<{AGAIN}>".encode(), 1))
    office.once()
    return Site(office.folder / "config.toml")


def _question(text: str) -> str:
    """The marked words of the promise that is asked about."""
    found = re.search(r"<mark>(.*?)</mark>", text, re.DOTALL)
    return found.group(1) if found else ""


@pytest.mark.slow
def test_doubtful_promises_are_decided_one_after_the_other(site: Site) -> None:
    """The newest first, with its words marked; after a click the next one is there; undone, it is back; the sure one never comes."""
    browser, page = Browser(site), "/review/promises"
    first = browser("GET", page).text
    assert _question(first) == "I will send you the contract soon." and "0 of 2" in first and "the term is not exact" in first
    key = site.one("SELECT key FROM promise WHERE quote LIKE '%contract%'")
    answer = decide(browser, "promise", page, promise=key, do="dismiss")
    second = browser("GET", answer.headers["location"]).text
    assert "pasistengsiu" in _question(second) and "1 of 2" in second and "soft" in second
    undo(browser, answer)
    assert _question(browser("GET", page).text) == "I will send you the contract soon."
    decide(browser, "promise", page, promise=key, do="confirm")
    decide(browser, "promise", page, promise=site.one("SELECT key FROM promise WHERE beneficiary = ?", ONA), do="confirm")
    assert "Nothing is left to decide." in browser("GET", page).text


@pytest.mark.slow
def test_what_is_put_off_is_passed_over(site: Site) -> None:
    """Later is a link: nothing is decided, and the list begins anew when it is opened again."""
    browser = Browser(site)
    later = re.search(r'<a href="([^"]+)">Later</a>', browser("GET", "/review/promises").text)
    assert later
    assert "pasistengsiu" in _question(browser("GET", later.group(1).replace("&amp;", "&")).text)
    assert site.rows("SELECT 1 FROM decision") == []


PAIRS = [
    ("merge", 1, "they are one from now on"),
    ("distinct", 2, "they are two, and not asked about again"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("do", "persons", "why"), PAIRS)
def test_two_of_one_name_are_joined_or_told_apart_with_one_click(site: Site, do: str, persons: int, why: str) -> None:
    """Both sides and what speaks for it stand beside each other; taken back, they are asked about again."""
    browser, page = Browser(site), "/review/people"
    text = browser("GET", page).text
    assert "the same full name" in text and ONA in text and AGAIN in text and "different companies" in text
    answer = decide(browser, "people", page, a=ONA, b=AGAIN, do=do)
    assert site.one("SELECT count(*) FROM person WHERE name LIKE 'Ona%'") == persons, why
    assert "Nothing is left to decide." in browser("GET", page).text
    undo(browser, answer)
    assert site.one("SELECT count(*) FROM person WHERE name LIKE 'Ona%'") == 2
    assert AGAIN in browser("GET", page).text
    assert site.one("SELECT count(*) FROM reviews") == 1, "the view says the same"


@pytest.mark.slow
def test_the_lists_are_for_managers_with_a_token_in_each_form(site: Site) -> None:
    """And they are read in three languages."""
    for page, words in (("/review/promises", ("Doubtful promises", "Abejotini pažadai", "Сомнительные обещания")), ("/review/people", ("Who may be one", "Kas gali būti tas pats", "Кто может быть одним лицом"))):
        for language, said in zip(("en", "lt", "ru"), words, strict=True):
            answer = site.get(page, accept_language=language)
            assert said in answer.text and token(answer)


AROUND = [
    ("I will call.", "I will call.", "I will call.", "short texts stand whole"),
    ("a" * 1000 + "I will call." + "b" * 1000, "I will call.", "… " + "a" * 400 + "I will call." + "b" * 400 + " …", "long ones are cut on both sides"),
    ("x", "not in it", "x", "words that are not there cut nothing"),
]


@pytest.mark.parametrize(("text", "quote", "shown", "reason"), AROUND)
def test_the_words_stand_in_their_surroundings(text: str, quote: str, shown: str, reason: str) -> None:
    """What is near the quote is enough to judge it by."""
    assert around(text, quote) == shown, reason


# ── among very many ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """Six thousand persons, each second one named as the one before; a telephone of two; an address of several; two companies of one name."""
    store = connect(tmp_path_factory.mktemp("crowd") / "history.db", create=True)
    with store.write() as db:
        people = [(n, f"u{n}", f"Vardas P{n // 2:04d}", f"p{n // 2:04d}") for n in range(2, 6002)]
        db.executemany("INSERT INTO person (id, uuid, name, name_key) VALUES (?, ?, ?, ?)", people)
        db.executemany("INSERT INTO identifier VALUES ('address', ?, ?, 'the address in a header', 0)", [(f"p{n}@x.example", n) for n, *_ in people])
        db.executemany("INSERT INTO identifier VALUES ('phone', '+37060000001', ?, 'signature', 0.5)", [(10,), (5000,)])
        db.execute("UPDATE identifier SET reason = 'several people write from it' WHERE value = 'p6001@x.example'")
        db.execute("INSERT INTO review VALUES ('organisation', 'a.example', 'a.lt', 'one word under two suffixes', '')")
    yield store.db
    store.close()


@pytest.mark.slow
def test_the_pages_together_hold_what_the_view_holds(crowd: sqlite3.Connection) -> None:
    """Nothing is left out and nothing comes twice, over a few hundred pages; the last one says that it is."""
    found, cursor = [], ""
    for _ in range(1000):
        page, cursor = proposals.page(crowd, cursor)
        assert len(page) <= proposals.PAGE + 9
        found += [(p.kind, p.a, p.b, p.reason) for p in page]
        if not cursor:
            break
    wanted = crowd.execute("SELECT kind, a, b, reason FROM reviews").fetchall()
    assert len(found) == len(wanted) > 3000
    assert {(kind, frozenset((a, b)), reason) for kind, a, b, reason in found} == {(kind, frozenset((a, b)), reason) for kind, a, b, reason in wanted}


SEARCHED = [proposals.NAMES, proposals.STRETCH, proposals.NAMESAKES, proposals.SIGNED, proposals.ANSWERS, proposals.PHONES, proposals.SEVERAL, proposals.COMPANIES, DOUBTFUL]


@pytest.mark.parametrize("sql", SEARCHED)
def test_a_page_reads_along_an_index_and_sorts_nothing(crowd: sqlite3.Connection, sql: str) -> None:
    """So that a page costs the same among 64,000 proposals."""
    names = dict.fromkeys(("said_at", "key", "least", "firmness", "terms", "limit"), "")
    plan = [row[3] for row in crowd.execute(f"EXPLAIN QUERY PLAN {sql}", names if ":key" in sql else ("",) * sql.count("?"))]
    assert plan and not [step for step in plan if (step.startswith("SCAN") and "(subquery" not in step and "json_each" not in step) or "TEMP B-TREE" in step], plan
