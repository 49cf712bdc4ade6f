"""A manager's own queries: saved, changed, dropped and had back; and the page that says what they can ask."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
import shutil
import sqlite3
from pathlib import Path
from urllib.parse import quote

import pytest

from datasette_plugins import counting
from datasette_plugins.report_list import EXAMPLES
from datasette_plugins.saved import asks_for
from datasette_plugins.tables import VIEWS
from syncd.config import load
from syncd.serve import build
from syncd.store.db import VIEWS as VIEW_FILES
from syncd.store.db import connect

from .conftest import Site
from .test_signin import Browser, token

SQL = "select name, organisation from people where organisation like :company order by name"


@pytest.fixture
def own(demo: Site, tmp_path: Path) -> Site:
    """A copy of the sample company, to write to."""
    for part in ("config.toml", "mail", "calendars"):
        there = demo.config.folder / part
        if there.exists():
            (tmp_path / part).symlink_to(there)
    shutil.copy(demo.config.file, tmp_path / "own.toml")
    with sqlite3.connect(demo.config.store.path) as db:
        db.execute("VACUUM INTO ?", (str(tmp_path / "history.db"),))
    config = dataclasses.replace(load(demo.config.file), store=dataclasses.replace(demo.config.store, path=tmp_path / "history.db"))
    site = object.__new__(Site)
    site.config = config
    site.open(build(config))
    return site


def save(browser: Browser, **fields: str) -> object:
    """Open the form, fill it in, send it."""
    old = fields.get("old", "")
    form = browser("GET", f"/saved/{old}/edit" if old else "/saved/new")
    return browser("POST", "/saved", {"old": "", **fields, "csrftoken": token(form)})


@pytest.mark.slow
def test_a_query_is_saved_changed_dropped_and_had_back(own: Site) -> None:
    """R8, T11: the whole life of a query; each step is a decision, and the chain of decisions holds."""
    browser = Browser(own)
    answer = save(browser, name="clients-of", sql=SQL + ";", title_lt="Įmonės žmonės", segment="1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/saved/clients-of?saved=1")  # type: ignore[attr-defined]
    assert "Įmonės žmonės" in browser("GET", "/reports").text
    page = browser("GET", "/saved/clients-of?company=%25").text
    assert "segment" in page and "Ona Kazlauskienė" in page
    assert "Ona Kazlauskienė" not in browser("GET", "/saved/clients-of?company=nobody").text
    save(browser, old="clients-of", name="clients-of", sql="select 1 as one", title_lt="Vienas")
    assert browser("GET", "/saved/clients-of.json").json() == {"query": "clients-of", "columns": ["one"], "rows": [[1]]}
    gone = browser("POST", "/saved/clients-of/delete", {"csrftoken": token(browser("GET", "/saved/clients-of"))})
    assert (gone.status_code, gone.headers["location"]) == (303, "/reports?deleted=clients-of")
    listed = browser("GET", "/reports?deleted=clients-of")
    assert browser("GET", "/saved/clients-of").status_code == 404 and "/saved/clients-of/restore" in listed.text
    browser("POST", "/saved/clients-of/restore", {"csrftoken": token(listed)})
    assert browser("GET", "/saved/clients-of.json").json()["rows"] == [[1]]
    assert own.rows("SELECT name, is_segment, saved_by FROM saved_queries") == [("clients-of", 0, "local")]
    assert own.one("SELECT count(*) FROM decision WHERE subject = 'query:clients-of' AND origin = 'web'") == 4


@pytest.mark.slow
def test_saving_twice_or_dropping_what_is_gone_changes_nothing(own: Site) -> None:
    """A double click is harmless."""
    browser = Browser(own)
    for _ in range(2):
        save(browser, old="", name="one", sql="select 1")
    before = own.one("SELECT count(*) FROM decision")
    save(browser, old="one", name="one", sql="select 1")
    assert own.one("SELECT count(*) FROM decision") == before
    for _ in range(2):
        browser("POST", "/saved/one/delete", {"csrftoken": token(browser("GET", "/saved/new"))})
    assert own.one("SELECT count(*) FROM decision") == before + 1


REFUSED = [
    # name, sql, what is told, reason
    ("Bad Name", "select 1", "The name may hold", "a blank"), ("new", "select 1", "The name may hold", "the page of the form"), ("x" * 61, "select 1", "The name may hold", "too long"),
    ("taken", "select 2", "already a query", "another one has this name"), ("a", "delete from promise", "cannot be run", "it writes"), ("a", "select 1; select 2", "cannot be run", "two statements"),
    ("a", "select * from nowhere", "no such table", "no such table"), ("a", "select value from meta", "cannot be run", "the store's own key"), ("a", "attach 'x' as y", "cannot be run", "another file"),
    ("a", "", "cannot be run", "nothing"), ("a", "with x as (select 1) insert into y select * from x", "cannot be run", "it writes behind a with"),
]  # fmt: skip


@pytest.mark.slow
def test_what_cannot_be_run_is_not_saved(own: Site) -> None:
    """T07: refused with the reason in words, and what was typed stays in the form."""
    browser = Browser(own)
    save(browser, name="taken", sql="select 1")
    for name, sql, told, reason in REFUSED:
        answer = save(browser, name=name, sql=sql)
        assert answer.status_code == 400 and told in answer.text.replace("&#39;", "'"), reason  # type: ignore[attr-defined]
        assert sql.replace("'", "&#39;") in answer.text, reason  # type: ignore[attr-defined]
    assert own.rows("SELECT name FROM saved_queries") == [("taken",)]


@pytest.mark.slow
def test_a_form_without_its_token_or_from_staff_is_refused(own: Site) -> None:
    """T11, T3: nothing is written without the token, nor by whoever is no manager."""
    browser = Browser(own)
    for path in ("/saved", "/saved/x/delete", "/saved/x/restore"):
        assert browser("POST", path, {"name": "x", "sql": "select 1"}).status_code == 403, path
        assert browser("GET", path).status_code in (404, 405), path
    proxied = object.__new__(Site)
    proxied.config = dataclasses.replace(own.config, web=dataclasses.replace(own.config.web, auth="proxy", proxy_header="X-Remote-User"))
    proxied.open(build(proxied.config))
    staff, manager = Browser(proxied), Browser(proxied)
    page = staff("GET", "/reports", x_remote_user="rasa@klimatas.example")
    assert page.status_code == 200 and "csrftoken" not in page.text
    form = manager("GET", "/saved/new", x_remote_user="jonas@klimatas.example")
    staff.cookies = manager.cookies
    sent = {"name": "x", "sql": "select 1", "old": "", "csrftoken": token(form)}
    assert staff("POST", "/saved", sent, x_remote_user="rasa@klimatas.example").status_code == 403
    assert own.rows("SELECT * FROM saved_queries") == []
    assert manager("POST", "/saved", sent, x_remote_user="jonas@klimatas.example").status_code == 303
    assert own.rows("SELECT name, saved_by FROM saved_queries") == [("x", "jonas@klimatas.example")]


@pytest.mark.slow
def test_a_query_that_went_wrong_since_says_so(own: Site) -> None:
    """A view that is no more, or a query without an end: a page in words, never an error of ours."""
    browser = Browser(own)
    save(browser, name="old", sql="select * from people")
    save(browser, name="endless", sql="with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c")
    store = connect(own.config.store.path)
    with store.write() as db:
        db.execute("DROP VIEW people")
    store.close()
    assert "no such table" in browser("GET", "/saved/old").text
    assert browser("GET", "/saved/old.csv").status_code == 400
    assert browser("GET", "/saved/endless").status_code == 400


@pytest.mark.slow
def test_rows_are_not_looked_at_without_a_trace(own: Site) -> None:
    """T3: the rows of a report and of a query are written down as looks, by name, without their words; figures show nobody."""
    browser, before = Browser(own), own.one("SELECT count(*) FROM audit")
    save(browser, name="all", sql="select * from people")
    for path in ("/reports", "/report/load", "/report/load.csv", "/schema"):
        assert browser("GET", path).status_code == 200
    assert own.one("SELECT count(*) FROM audit") == before
    for path in ("/report/load/rows", "/report/load/rows.csv", "/saved/all", "/saved/all.json"):
        assert browser("GET", path).status_code == 200
    assert [what for (what,) in own.rows("SELECT what FROM audit ORDER BY seq DESC LIMIT 4")] == ["saved all", "saved all", "report load", "report load"]


@pytest.mark.slow
def test_its_file_holds_no_formula(own: Site) -> None:
    """T05: what strangers wrote stays text in a spreadsheet."""
    browser = Browser(own)
    save(browser, name="cells", sql="select '=1+1' as a, '@x' as b, -3 as c, x'00ff' as d")
    (_, line) = csv.reader(io.StringIO(browser("GET", "/saved/cells.csv").text))
    assert line == ["'=1+1", "'@x", "-3", "(2 bytes)"]


@pytest.mark.parametrize(("sql", "values", "reason"), [("select :a, ':b', \":c\", :a", ["a"], "in quotes it is text"), ("select 1 -- :x\n/* :y */ + :z", ["z"], "in remarks it is none"), ("select 1", [], "none")])
def test_the_values_a_query_asks_for(sql: str, values: list[str], reason: str) -> None:
    """Each once, in their order."""
    assert asks_for(sql) == values, reason


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_every_example_runs(demo: Site, name: str) -> None:
    """By the link beside it, and in the form where it can be saved."""
    page = demo.get("/schema").text
    assert f'href="/history?sql={quote(EXAMPLES[name], safe="").replace("%20", "+")}"'.replace("%2A", "*") in page.replace("%2A", "*")
    answer = demo.get(f"/history.json?sql={quote(EXAMPLES[name], safe='')}")
    assert answer.status_code == 200 and answer.json()["error"] is None
    assert answer.json()["rows"] or name in ("silent", "birthdays")
    form = demo.get(f"/saved/new?sql={quote(EXAMPLES[name], safe='')}")
    assert EXAMPLES[name].split("\n")[1] in form.text


@pytest.mark.slow
def test_the_page_about_the_tables_names_every_view_and_column(demo: Site) -> None:
    """No view of the contract and no column is left out or unexplained, in any language."""
    views = {file.stem for file in VIEW_FILES.glob("*.sql")}
    assert set(VIEWS) == views
    for language in ("en", "lt", "ru"):
        page = demo.get("/schema", accept_language=language).text
        assert set(re.findall(r'<h2 id="(\w+)">', page)) == views
        for view in views:
            columns = [name for (name,) in demo.rows(f"SELECT name FROM pragma_table_info('{view}')")]
            listed = page.split(f'<h2 id="{view}">')[1].split("</dl>")[0]
            assert re.findall(r"<dt>(\w+)</dt><dd>[^<]+</dd>", listed) == columns, view


def test_sql_counts_as_the_company_works(demo: Site) -> None:
    """Hours by its opening hours (on Fridays to 17) and holidays, months and weeks by its clock."""
    asked = (
        "select working_hours('2026-11-20T15:00:00Z', '2026-11-23T08:00:00Z') as weekend, working_hours('2026-02-13T08:00:00Z', '2026-02-17T08:00:00Z') as holiday, "
        "month_of('2026-10-31T22:30:00Z') as month, week_of('2026-11-22T22:30:00Z') as week, working_hours(null, '2026-11-23T08:00:00Z') as unknown, "
        "(select median(value) from json_each('[3, 1, null, 2, 10]')) as middle"
    )
    (row,) = demo.get(f"/history.json?_shape=array&sql={quote(asked)}").json()
    assert row == {"weekend": 1.0, "holiday": 8.0, "month": "2026-11", "week": "2026-11-23", "unknown": None, "middle": 2.5}
    assert demo.get("/history.json?sql=select+working_hours('2026-11-23T10h','2026-11-24T10:00:00Z')").status_code == 400
    assert counting.YEARS.start < 2026 < counting.YEARS.stop - 10
