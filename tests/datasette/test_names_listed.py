"""The lists of people and companies: their order, their pages, and who is found by what is typed; never by reading a table through."""

from __future__ import annotations

import re
import sqlite3
from html import unescape
from urllib.parse import quote_plus

import pytest

from datasette_plugins import customer, finding
from tests.datasette.conftest import Site

ROW = re.compile(r'<th scope="row"><a href="/(?:customer|company)/[0-9a-f-]+">([^<]+)</a>')
NEXT = re.compile(r'rel="next" href="([^"]+)"')


def shown(site: Site, path: str) -> list[str]:
    """The names on a list, page after page."""
    found: list[str] = []
    while path:
        page = site.get(path).text
        found += map(unescape, ROW.findall(page))
        following = NEXT.search(page)
        path = unescape(following[1]) if following else ""
    return found


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(customer, "PAGE", 3)


@pytest.mark.parametrize(("path", "table"), [("/customers", "person"), ("/companies", "organisation")])
def test_a_list_shows_each_once_by_name(demo: Site, small_pages: None, path: str, table: str) -> None:
    """Without the marks on letters and capitals: Žukauskas stands behind Zimmer, and not behind all others."""
    names = [name for name, _, _ in sorted(demo.rows(f"SELECT name, folded, uuid FROM {table}"), key=lambda row: row[1:])]
    assert shown(demo, path) == names and len(names) > 6


FOUND = [
    # typed, who is found, who is not, reason
    ("ona kazlauskiene", "Ona Kazlauskienė", "Aldona Nebūtienė", "without the marks on letters"),
    ("KAZLAUSKIENĖ Ona", "Ona Kazlauskienė", "Aldona Nebūtienė", "in another order, in capitals"),
    ("zlausk", "Ona Kazlauskienė", "Aldona Nebūtienė", "letters within a name"),
    ("„Ona“, kazl", "Ona Kazlauskienė", "Aldona Nebūtienė", "with signs around"),
    ("Казлауск", "Ona Kazlauskienė", "Aldona Nebūtienė", "in the other script"),
    ("ona@baltasypsena.example", "Ona Kazlauskienė", "Aldona Nebūtienė", "an address"),
    ("a@baltasyp", "Ona Kazlauskienė", "Aldona Nebūtienė", "a part of an address"),
    ("baltasypsena", "Ona Kazlauskienė", "Aldona Nebūtienė", "the domain of the company"),
    ("ona baltasypsena", "Ona Kazlauskienė", "Aldona Nebūtienė", "a name and a company"),
    ("on", "Ona Kazlauskienė", "Aldona Nebūtienė", "two letters begin a word"),
    ("o k", "Ona Kazlauskienė", "Aldona Nebūtienė", "so do single ones"),
    ("ona k", "Ona Kazlauskienė", "Aldona Nebūtienė", "an initial"),
]


@pytest.mark.parametrize(("typed", "found", "others", "reason"), FOUND, ids=[row[-1] for row in FOUND])
@pytest.mark.parametrize("few", [finding._FEW, 0], ids=["sorted", "along the order"])
def test_somebody_is_found_by_what_a_person_would_type(demo: Site, monkeypatch: pytest.MonkeyPatch, small_pages: None, few: int, typed: str, found: str, others: str, reason: str) -> None:
    """The same whether few fit, who are sorted, or very many, when the list is gone along."""
    monkeypatch.setattr(finding, "_FEW", few)
    names = shown(demo, f"/customers?q={quote_plus(typed)}")
    assert found in names and others not in names and names == sorted(names, key=finding.in_words), reason


@pytest.mark.parametrize("typed", ["“”", '"', "*", "AND", "NEAR(a b)", "a\x00b", "%", "_", "-", "names:ona", "kazl" * 60, " ".join(["ona"] * 90)])
def test_what_is_no_name_finds_nobody_and_fails_nowhere(demo: Site, typed: str) -> None:
    """T13: the words of the index's own language are words like others."""
    for path in ("/customers", "/companies", "/search"):
        assert demo.get(f"{path}?q={quote_plus(typed)}").status_code == 200


def test_a_telephone_is_found_however_it_is_parted(demo: Site) -> None:
    """With blanks and brackets, with 00 for +, and by its last digits; too few digits are no number."""
    number, name = demo.rows("SELECT d.value, n.name FROM identifier d JOIN person n ON n.id = d.person_id WHERE d.kind = 'phone' ORDER BY 1")[0]
    digits = number.removeprefix("+")
    for typed in (number, f"00{digits}", f"+{digits[:3]} ({digits[3:6]}) {digits[6:8]}-{digits[8:]}", digits[-6:]):
        assert name in shown(demo, f"/customers?q={quote_plus(typed)}"), typed
    assert name not in shown(demo, f"/customers?q={digits[-5:-1]}9999")


def test_a_company_is_found_by_name_and_domain(demo: Site) -> None:
    """With its legal form anywhere, without quotes."""
    name, domain = demo.rows("SELECT name, domains FROM organisation WHERE name LIKE '%„%' AND domains <> '' ORDER BY name")[0]
    form, _, bare = name.strip("“").partition(" „")
    for typed in (bare, f"{bare} {form}", domain, domain[:6]):
        assert name in shown(demo, f"/companies?q={quote_plus(typed)}"), typed


@pytest.mark.parametrize("sql", [customer.PEOPLE, customer.COMPANIES], ids=["people", "companies"])
def test_no_list_reads_a_table_through(demo: Site, monkeypatch: pytest.MonkeyPatch, sql: str) -> None:
    """Every list, whole or of those who fit, goes along the order of names or looks up single rows; only few are sorted."""
    db = sqlite3.connect(demo.config.store.path)
    asked: list[str] = []
    monkeypatch.setattr(finding, "rows", lambda db, sql, values: asked.append(sql) or [])
    values = {"after_name": "k", "after_id": "", "limit": 51}
    finding.listed(db, sql, None, values)
    finding.listed(db, sql, finding.sought("ona ka"), values)
    monkeypatch.setattr(finding, "_FEW", 0)
    finding.listed(db, sql, finding.sought("ona ka"), values)
    finding.listed(db, sql, finding.sought("ona ka"), values, begun=True)
    assert len(asked) == 4
    for n, one in enumerate(asked):
        plan = [detail for *_, detail in db.execute(f"EXPLAIN QUERY PLAN {one}", {**values, "match": '"ona"', "few": 1})]
        assert not [step for step in plan if step.startswith("SCAN") and "VIRTUAL TABLE" not in step], plan
        assert ("USE TEMP B-TREE FOR ORDER BY" in plan) == (n == 1), plan
    for count in (customer.OPEN_OF_PEOPLE, customer.OPEN_OF_COMPANIES):
        assert not [d for *_, d in db.execute(f"EXPLAIN QUERY PLAN {count.format('?')}", (1,)) if d.startswith("SCAN")]
    db.close()


def test_open_promises_are_counted_for_each_on_the_list(demo: Site) -> None:
    """Those given to a person and those they gave, by each of their addresses; those for a company."""
    counted = re.compile(r'<a href="/(?:customer|company)/([0-9a-f-]+)">.*?class="number">(\d*)</td>', re.DOTALL)
    expected = "SELECT n.uuid, count(*) FROM promise p JOIN identifier d ON d.kind = 'address' AND d.value = CASE p.kind WHEN 'theirs' THEN p.promiser ELSE p.beneficiary END " \
               "JOIN person n ON n.id = d.person_id WHERE p.state = 'open' GROUP BY 1"  # fmt: skip
    people = {uuid: int(n) for uuid, n in counted.findall(demo.get("/customers").text) if n}
    assert people and people.items() <= dict(demo.rows(expected)).items()
    companies = {uuid: int(n) for uuid, n in counted.findall(demo.get("/companies").text) if n}
    assert companies and companies.items() <= dict(demo.rows("SELECT o.uuid, count(*) FROM promise p JOIN organisation o ON o.id = p.organisation_id WHERE p.state = 'open' GROUP BY 1")).items()
