"""The page of offers: prices over time, what contradicts what, and every offer once."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from decimal import Decimal

import pytest

from datasette_plugins import offers, picture
from datasette_plugins.reasons import said
from tests.datasette.conftest import Site
from tests.datasette.test_words import words
from tests.store.world import JOHN, ONA, PETRAS, RASA, Mail, Office

MAILS = (
    Mail(id="p1", sender=RASA, to=(ONA,), at="2026-09-10T09:00", subject="Siurblys", text="Laba diena,\n\nšilumos siurblį siūlome už 4 200 EUR.\n"),
    Mail(id="p2", sender=PETRAS, to=(ONA,), at="2026-10-13T09:00", subject="Šilumos siurblys", text="Laba diena,\n\nšilumos siurblys kainuotų 3 900 EUR.\n"),
    Mail(id="p3", sender=RASA, to=(ONA,), at="2026-11-10T09:00", subject="Siurblys", text="Laba diena,\n\nšilumos siurblį siūlome už 4 050 EUR.\n"),
    Mail(id="p4", sender=RASA, to=(JOHN,), at="2026-11-11T09:00", subject="Air curtain", text="Hello John,\n\nwe can offer you the air curtain for EUR 780 plus VAT.\n"),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Three prices for one thing, and one for another."""
    office = Office(tmp_path_factory.mktemp("offers") / "office")
    for mail in MAILS:
        office.send(mail)
    office.once()
    yield Site(office.folder / "config.toml")


def read(site: Site, path: str, language: str = "en") -> str:
    """A page as it is read."""
    answer = site.get(path, accept_language=language)
    assert answer.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/offers", "/customer/{ona}"])
def test_a_price_that_changed_stands_with_all_its_steps(site: Site, path: str) -> None:
    """H6: the prices of one thing for one customer, one after the other, in words and as a line; once, with the latest."""
    page = path.format(ona=site.one("SELECT uuid FROM person WHERE name LIKE 'Ona%'"))
    assert "4 200 EUR 10 September → 3 900 EUR 13 October → 4 050 EUR 10 November" in read(site, page)
    assert site.get(page).text.count('class="price-steps"') == 1, "what was offered once has no steps"


FILTERS = [
    ("q=siurbl", {"4 200 EUR", "3 900 EUR", "4 050 EUR"}, "by a part of the product"),
    ("q=silumos", {"4 200 EUR", "3 900 EUR", "4 050 EUR"}, "by product, typed without marks"),
    ("q=john", {"780 EUR"}, "by customer"),
    ("q=baltas.example", {"4 200 EUR", "3 900 EUR", "4 050 EUR"}, "by the domain of a company"),
    ("differs=1", {"3 900 EUR", "4 050 EUR"}, "those that contradict an earlier one"),
    ("colleague=petras@klimatas.example", {"3 900 EUR"}, "by who offered"),
    ("people=petras@klimatas.example", {"3 900 EUR"}, "by whose people offered"),
    ("from=2026-11-01", {"4 050 EUR", "780 EUR"}, "by day"),
    ("state=rejected", set(), "by state"),
    ("q=100%25", set(), "a text that is nowhere"),
]


@pytest.mark.parametrize("many", [0, 5_000], ids=["along time", "from the offers"])
@pytest.mark.parametrize(("query", "prices", "reason"), FILTERS, ids=[f[2] for f in FILTERS])
def test_filters_leave_what_they_say(site: Site, monkeypatch: pytest.MonkeyPatch, query: str, prices: set[str], reason: str, many: int) -> None:
    """Each filter by itself, however the offers are read."""
    monkeypatch.setattr(offers, "_MANY", many)
    page = html.unescape(site.get(f"/offers?{query}").text).replace("\u00a0", " ")
    assert set(re.findall(r'<li class="offer"><p class="facts">.*?<strong>([^<]+)</strong>', page, re.DOTALL)) == prices, reason


@pytest.mark.slow
@pytest.mark.parametrize("many", [0, 5_000], ids=["along time", "from the offers"])
def test_pages_show_every_offer_once(demo: Site, monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    """However small the pages, and whichever way they are read."""
    monkeypatch.setattr(offers, "PAGE", 4)
    monkeypatch.setattr(offers, "_MANY", many)
    found: list[str] = []
    path = "/offers"
    while path:
        page = demo.get(path).text
        found += [html.unescape(q) for q in re.findall(r'<p class="snippet"[^>]*><a class="quiet" href="[^"]+">([^<]*)<', page)]
        following = re.search(r'rel="next" href="([^"]+)"', page)
        path = html.unescape(following[1]) if following else ""
        assert "offset" not in path
    assert found == [q for (q,) in demo.rows("SELECT f.quote FROM offer f JOIN interaction i ON i.id = f.interaction_id WHERE i.at <= '2026-11-23T10:00:00Z' ORDER BY i.at DESC, i.id DESC, f.key DESC")]


def test_many_offers_are_read_along_the_index_of_time(demo: Site) -> None:
    """The first page of very many costs the same as of few: nothing is sorted but what one mail offers."""
    sql = offers.CHOSEN.format(head=offers.ALONG_TIME, filters="").replace(":now", "'2026-11-23'").replace(":limit", "40")
    plan = " ".join(detail for *_, detail in demo.rows("EXPLAIN QUERY PLAN " + sql))
    assert "interaction_at" in plan and "offer_interaction" in plan and "B-TREE FOR ORDER BY" not in plan


def test_a_mail_tells_why_something_was_found_in_it(site: Site) -> None:
    """T5: the rule and its version, in the reader's language."""
    key = site.one("SELECT i.key FROM offer f JOIN interaction i ON i.id = f.interaction_id WHERE f.amounts LIKE '%780%'")
    version = site.one("SELECT derived_by FROM offer LIMIT 1")
    assert f"Why: a price that one of us names (the rules, version {version})" in read(site, f"/message/{key}")
    assert f"Kodėl: mūsų įvardyta kaina (taisyklės, versija {version})" in read(site, f"/message/{key}", "lt")
    assert f"Почему: цена, названная нами (правила, версия {version})" in read(site, f"/message/{key}", "ru")


def test_every_reason_of_the_sample_company_has_words(demo: Site) -> None:
    """Nothing of the rules' own English is left in another language."""
    for table in ("offer", "complaint", "fact"):
        for (why,) in demo.rows(f"SELECT DISTINCT why FROM {table}"):
            assert re.search("[А-Яа-я]", said(why, words("ru"))) and not re.search("[a-z]{3}", said(why, words("ru"))), (table, why)


REASONS = [
    ("a sum of ours, the sentence says invoiced", "a sum of ours, the sentence says: invoiced"),
    ("a sum of ours, ordered as the words before say", "a sum of ours, the words before say: ordered"),
    ("a document, offered", "a document: offered"),
    ("the total of a document, paid", "the total of a document: paid"),
    ("a row of a table, ordered", "a row of a table: ordered"),
    ("a customer's words: rejected", "the customer’s words: refused"),
    ("a customer's list, its heading says ordered", "a list of the customer, its heading says: ordered"),
    ("their own words, Latin letters", "their own words, Russian in Latin letters"),
]


@pytest.mark.parametrize(("why", "shown"), REASONS)
def test_a_reason_is_said_in_words(why: str, shown: str) -> None:
    """Each way in which the finders say why."""
    assert said(why, words("en")) == shown


STEPS = [
    ([100, 200], "M4 27V27H66V3H128", "up"),
    ([200, 100], "M4 3V3H66V27H128", "down"),
    ([100, 100], "M4 27V27H66V27H128", "level: no division by nothing"),
]


@pytest.mark.parametrize(("prices", "line", "reason"), STEPS, ids=[s[2] for s in STEPS])
def test_the_steps_of_a_price_are_drawn_low_to_high(prices: list[int], line: str, reason: str) -> None:
    """The highest price at the top."""
    assert picture.steps([Decimal(p) for p in prices])["line"] == line, reason
