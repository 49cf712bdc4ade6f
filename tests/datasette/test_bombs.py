"""What a query may cost: each of these would work for minutes or take all memory, and ends soon and small; and the file itself stays here."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import nullcontext
from types import SimpleNamespace
from urllib.parse import quote

import httpx
import pytest

from datasette_plugins import limits
from datasette_plugins.page import DATABASE

from .conftest import Site, copied
from .served import Served, served

MOST_MB, MOST_SECONDS = 256, 1.5

_LONG = "hex(zeroblob(490000))"
_ENDLESS = "with recursive c(x) as (select 1 union all select x + 1 from c) "
BOMBS = [
    # a query, reason
    (f"{_ENDLESS}select count(*) + sum(x) from c", "a recursion without an end"),
    ("with recursive c(x, s) as (select 1, 'x' union all select x + 1, s || s from c where x < 60) select max(length(s)) from c", "a text that doubles"),
    ("with recursive c(x) as (select randomblob(1000000) union all select randomblob(1000000) from c) select count(*) from (select x from c order by x)", "large rows that are sorted"),
    ("select length(printf('%25.*c', 900000000, 'x'))", "a width that no clock ends"),
    ("select length(format('%900000000d', 1))", "the same under another name"),
    ("select zeroblob(900000000)", "a value too large"),
    ("select hex(randomblob(400000000))", "twice too large"),
    ("select hex(randomblob(900000)) from interaction a, interaction b", "an answer too large, by rows that are not"),
    (f"select {_LONG} like '%0{'_' * 45}1'", "a pattern, LIKE"),
    (f"select {_LONG} glob '*0{'?' * 45}1'", "a pattern, GLOB"),
    (f"select instr({_LONG}, {_LONG} || '1')", "a search in quadratic time"),
    (f"select instr({_LONG} || {_LONG.replace('49', '1')}, {_LONG.replace('49', '24')} || '1')", "and one that fits"),
    (f"select length(replace({_LONG}, '00', {_LONG}))", "a replacement that grows"),
    (f"select length(replace({_LONG}, {_LONG.replace('49', '24')} || '1', ''))", "a replacement in quadratic time"),
    (f"select trim({_LONG}, {_LONG})", "what is taken away in quadratic time"),
    ("select count(*) from interaction where subject regexp '(a+)+$'", "no regular expressions"),
    ("select json_group_array(a.own_text || b.own_text) from message a, message b, message c", "a list without an end, JSON"),
    ("select json_group_object(a.key || b.key || c.key, b.subject) from interaction a, interaction b, interaction c", "names without an end, JSON"),
    (f"select count(*) from json_each('[' || replace({_LONG}, '00', '1,') || '1]') a, json_each('[1,2,3,4,5,6,7,8,9]') b, json_each('[1,2,3,4,5,6,7,8,9]') c", "rows from JSON"),
    ("select group_concat(a.own_text || b.own_text) from message a, message b, message c", "one text of all"),
    ("select a.subject from interaction a, interaction b, interaction c order by a.subject || b.subject || c.subject limit 5", "a cross join that is sorted"),
    ("select count(*) from (select a.key from interaction a, interaction b, interaction c group by a.key || b.key || c.key)", "a cross join in groups"),
    (f"{_ENDLESS}select sum(length({'upper(' * 40}{_LONG}{')' * 40})) from c", "functions within functions"),
    ("select " + ", ".join([f"lower(upper({_LONG}))"] * 400) + " from interaction", "many columns"),
    (f"select folded({_LONG}) from interaction a, interaction b", "our own function"),
]  # fmt: skip


@pytest.fixture(scope="module")
def server(demo: Site) -> Iterator[Served]:
    """The sample company, served by a process whose memory can be told."""
    with served(demo.config.file) as process:
        httpx.get(f"{process.url}/customers", timeout=30)  # what is loaded at first use is no bomb's
        yield process


@pytest.mark.slow
@pytest.mark.parametrize(("sql", "reason"), BOMBS, ids=[reason for _, reason in BOMBS])
def test_no_query_takes_the_server_with_it(server: Served, sql: str, reason: str) -> None:
    """T08: it works at most 1.5 s and needs at most 256 MB in all, program included; then pages are served as before."""
    server.forget_peak()
    worked, begun = server.cpu_seconds, time.monotonic()
    answer = httpx.get(f"{server.url}/{DATABASE}.json?sql={quote(sql)}", timeout=30)
    assert answer.status_code in (200, 400), reason
    assert server.cpu_seconds - worked <= MOST_SECONDS + 0.05, "of work, by a clock of hundredths"
    assert time.monotonic() - begun <= 5 * MOST_SECONDS, "where others work, too"
    assert server.peak_mb <= MOST_MB
    assert len(answer.content) < 20_000_000
    assert httpx.get(f"{server.url}/assets/syncd.css", timeout=5).status_code == 200


LARGE = [
    # an address, its answer, reason
    ("interaction?_size=max", 200, "as many rows as there may be"),
    ("interaction?_size=1000000", 400, "more than there may be"),
    ("interaction.json?_size=max&_shape=array", 200, "the same as data"),
    ("interaction.csv?_size=max&_labels=on", 200, "with labels, each looked up"),
    ("interaction.csv?_stream=on", 400, "all rows without an end"),
    ("interaction?" + "&".join(f"_facet={c}" for c in ("subject", "at", "key", "snippet", "thread", "derived_by", "kind", "class", "language")), 200, "columns counted, most of them different in each row"),
    ("interaction?_facet_date=at&_facet_date=subject&_facet_size=max", 200, "days counted"),
    ("interaction?subject__contains=zz&_sort_desc=snippet", 200, "nothing found by looking through all"),
    ("interaction?_where=" + "+or+".join(["subject+like+'%25a%25b%25c%25'"] * 300), 400, "a condition that takes longer than a page may"),
    ("interaction?_sort=snippet&_next=9999,1", 200, "a page that begins far behind, in an order without an index"),
    ("timeline?_sort=subject&_facet=person", 200, "a view that joins all, sorted"),
]  # fmt: skip


@pytest.fixture(scope="module")
def large(demo: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The sample company with 100,000 more mails of one customer."""
    site = copied(demo, tmp_path_factory.mktemp("large") / "company")
    db = sqlite3.connect(site.config.store.path)
    with db:
        db.execute("CREATE TEMP TABLE n AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 100000) SELECT x FROM c")
        db.execute("INSERT INTO interaction (id, key, kind, at, direction, subject, class, language, snippet, derived_by) SELECT 1000000 + x, printf('%032x', x), 'message', "
                   "strftime('%Y-%m-%dT%H:%M:%SZ', '2020-01-01', x || ' minutes'), 'in', 'Sąskaita ' || x, 'personal', 'lt', 'Laba diena, ' || x, '1' FROM n")  # fmt: skip
        db.execute("INSERT INTO contact SELECT (SELECT min(id) FROM person), at, id, NULL, NULL FROM interaction WHERE id > 1000000")
    db.close()
    with served(site.config.file) as process:
        httpx.get(f"{process.url}/customers", timeout=30)
        yield process


@pytest.mark.slow
@pytest.mark.parametrize(("path", "status", "reason"), LARGE, ids=[reason for *_, reason in LARGE])
def test_no_page_of_a_large_table_takes_the_server_with_it(large: Served, path: str, status: int, reason: str) -> None:
    """T09: facets, largest pages, exports and conditions: at most 1.5 s of work, 256 MB and 1,000 rows."""
    large.forget_peak()
    worked = large.cpu_seconds
    answer = httpx.get(f"{large.url}/{DATABASE}/{path}", timeout=30)
    assert answer.status_code == status or (answer.status_code == 400 and "took too long" in answer.text), reason
    assert large.cpu_seconds - worked <= MOST_SECONDS + 0.5, "of work, the page's own making included"
    assert large.peak_mb <= MOST_MB
    assert len(answer.content) < 1_000_000


def test_functions_in_linear_time_answer_as_those_of_sqlite() -> None:
    """What stands in their place gives the same values for texts, numbers, blobs and nothing."""
    plain, ours = sqlite3.connect(":memory:"), sqlite3.connect(":memory:")
    limits.prepare(ours)
    values = ["'Žaliasis namas'", "'aa  '", "' '", "''", "null", "12", "-1.5", "2.0", "1e20", "1e-7", "x'6162'", "'a'", "'žal'", "'.'", "'0'"]
    for x in values:
        for y in values:
            for call in (f"instr({x}, {y})", f"trim({x}, {y})", f"ltrim({x}, {y})", f"rtrim({x}, {y})", f"replace({x}, {y}, '–')", f"replace('a1.5žal', {x}, {y})"):
                assert ours.execute(f"select {call}").fetchone() == plain.execute(f"select {call}").fetchone(), call
    plain.close()
    ours.close()


def test_after_a_query_of_a_reader_long_texts_are_read_as_before() -> None:
    """The limits are those of the query alone: a page shows a mail however long."""
    db = sqlite3.connect(":memory:")
    with limits.bounded(db, 1000), pytest.raises(sqlite3.DataError):
        db.execute("select length(zeroblob(5000000)), zeroblob(5000000)").fetchone()
    assert len(db.execute("select zeroblob(5000000)").fetchone()[0]) == 5_000_000
    db.close()


@pytest.mark.parametrize(("worked", "passed", "ends", "reason"), [
    (0.4, 9.0, False, "others worked meanwhile"),
    (0.6, 0.6, True, "it works too long itself"),
    (0.1, 11.0, True, "it waits without an end"),
])  # fmt: skip
def test_a_page_of_ours_ends_by_its_own_work(monkeypatch: pytest.MonkeyPatch, worked: float, passed: float, ends: bool, reason: str) -> None:
    """With eight readers a page is not refused for the time that the seven others take."""
    shares = iter(n / 10 for n in range(11))
    gone = 0.0

    def thread_time() -> float:
        nonlocal gone
        gone = next(shares, 1.0)
        return worked * gone

    monkeypatch.setattr(limits, "time", SimpleNamespace(thread_time=thread_time, monotonic=lambda: passed * gone))
    db = sqlite3.connect(":memory:")
    with limits.working(db, 500), pytest.raises(sqlite3.OperationalError, match="interrupted") if ends else nullcontext():
        assert db.execute(f"{_ENDLESS}select count(*) from (select x from c limit 100000)").fetchone() == (100_000,), reason
    db.close()


DOWNLOADS = ["/history.db", "/history.sqlite", "/history.sqlite3", "/history", "/history.db-wal", "/history.db-shm", "/assets/../history.db", "/assets/..%2f..%2fhistory.db", "/assets/%2e%2e/history.db",
             "/assets//etc/passwd", "/-/static/../../history.db", "/-/static-plugins/syncd/history.db", "/history.db?_download=1", "/-/databases", "/history/raw", "/raw/2026-11.db", "/config.toml", "/web.secret",
             "/history?sql=select+readfile('history.db')", "/history.json?sql=select+readfile('/etc/passwd')", "/history.json?sql=select+writefile('/tmp/x',1)", "/history?sql=vacuum+into+'/tmp/x.db'",
             "/history.json?sql=attach+'/etc/passwd'+as+x", "/history.json?sql=select+load_extension('x')", "/history.json?sql=select+*+from+fsdir('/')", "/history.json?sql=select+*+from+dbstat",
             "/history.json?sql=select+*+from+sqlite_dbpage", "/history.json?sql=select+*+from+pragma_database_list", "/history/sqlite_master.json", "/history.json?sql=select+data+from+sqlite_dbdata"]  # fmt: skip


@pytest.mark.parametrize("path", DOWNLOADS)
def test_the_file_of_the_store_is_not_given_out(demo: Site, path: str) -> None:
    """T06, T14: no address answers with the file, with pages of it, or with another file."""
    answer = demo.get(path)
    assert b"SQLite format 3" not in answer.content and b"root:" not in answer.content
    assert "attachment" not in answer.headers.get("content-disposition", "")
