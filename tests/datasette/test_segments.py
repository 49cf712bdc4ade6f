"""Segments: those that come with the program, one made by choosing, its size month by month, who came and went; and whom to invite."""

from __future__ import annotations

import csv
import html
import io
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from datasette_plugins import invitations
from datasette_plugins.report_files import Mistake
from datasette_plugins.segment_files import read, shipped
from datasette_plugins.segment_form import Choice, Unreadable, literal, sql_of
from datasette_plugins.segments import bars
from syncd.cli.segments import line_of
from syncd.store import segments
from syncd.store.db import connect
from tests.conftest import run_syncd
from tests.datasette.conftest import Site, copied
from tests.datasette.test_signin import Browser, token
from tests.store.world import NOW as MONDAY
from tests.store.world import ONA, RASA, Mail, Office

HOME, COLLEAGUE = "zita@gmail.com", "vaiva@baltas.example"


def text_of(page: Any) -> str:
    assert page.status_code in (200, 400), page.status_code
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page.text)).split())


def saved(site: Site, name: str, sql: str) -> None:
    """Save a segment as the page does."""
    browser = Browser(site)
    answer = browser("POST", "/saved", {"old": "", "name": name, "sql": sql, "segment": "1", "title_en": "Mine", "csrftoken": token(browser("GET", "/saved/new"))})
    assert answer.status_code == 303, text_of(answer)


@pytest.fixture
def own(demo: Site, tmp_path: Path) -> Site:
    """A copy of the sample company, to write to."""
    return copied(demo, tmp_path / "own")


# ── the segments themselves ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_every_segment_that_comes_with_the_program_runs_and_is_named(own: Site) -> None:
    """R8: a name and a sentence in three languages, its size, its page."""
    for language in ("en", "lt", "ru"):
        listed = text_of(own.get("/segments", accept_language=language))
        for segment in shipped().values():
            assert segment.titles[language] in listed and segment.about[language] in listed, segment.name
    for name in shipped():
        page = own.get(f"/segment/{name}")
        assert page.status_code == 200 and 'class="warn"' not in page.text, name
    assert {name for (name,) in own.rows("SELECT segment FROM segment_size WHERE month = '2026-11'")} == set(shipped())


@pytest.mark.slow
def test_the_command_tells_sizes_and_who_came_and_went(own: Site) -> None:
    """R8: against the look of the month before; one that cannot be run is told, and ends it with 1."""
    saved(own, "mine", "SELECT 'customer/' || uuid AS page FROM person ORDER BY uuid LIMIT 3")
    saved(own, "wrong", "SELECT 'customer/' || uuid FROM person WHERE json('{')")
    pages = [f"customer/{uuid}" for (uuid,) in own.rows("SELECT uuid FROM person ORDER BY uuid LIMIT 3")]
    store = connect(own.config.store.path)
    with store.write() as db:
        segments.start_anew(db, "mine")
        segments.keep(db, "mine", "2026-10", [*pages[:2], "customer/gone"], MONDAY)
    store.close()
    ran = run_syncd("segments", "--json", "-c", own.config.file, cwd=own.config.folder, now="2026-11-23T12:00:00+02:00")
    found = {s["name"]: s for s in ran.json["segments"]}
    assert (ran.code, {*shipped(), "mine", "wrong"}) == (1, set(found))
    assert [found["mine"][key] for key in ("title", "size", "came", "went", "problem")] == ["Mine", 3, 1, 1, None]
    assert found["wrong"]["size"] is None and "JSON" in found["wrong"]["problem"]
    assert segments.members(sqlite3.connect(own.config.store.path), "mine", "2026-11") == set(pages)
    assert line_of(found["mine"]).split() == ["3", "+1", "−1", "Mine", "(mine)"] and line_of(found["wrong"]).split()[:3] == ["–", "Mine", "(wrong):"]


def test_a_segment_with_a_wrong_header_says_where(tmp_path: Path) -> None:
    """By file and line, as reports do."""
    file = tmp_path / "x.sql"
    for text, says in (("-- titel en: x\nSELECT 1", "x.sql:1: no line of a header"), ("-- title en: x\n-- about en: x\nSELECT 1", "there is no “-- title lt:”")):
        file.write_text(text, "utf-8")
        with pytest.raises(Mistake, match=re.escape(says)):
            read(file)


@pytest.mark.slow
def test_the_people_of_a_segment_with_their_owner_and_last_contact(own: Site) -> None:
    """Each customer once, in the order of the SQL; rows that lead to no customer are none."""
    company, name = own.rows("SELECT uuid, name FROM organisation WHERE owner = 'rasa@klimatas.example' ORDER BY name LIMIT 1")[0]
    saved(own, "mine", f"select 'company/{company}' as page union all select 'company/{company}' union all select 'message/{company}' union all select 5")
    page = text_of(own.get("/segment/mine", accept_language="en"))
    assert "Mine 1 customer" in page and f"{name} Rasa Petraitė" in page
    listed = list(csv.reader(io.StringIO(own.get("/segment/mine.csv").text)))
    assert [line[:4] for line in listed] == [["page", "name", "company", "owner"], [f"company/{company}", name, "", "rasa@klimatas.example"]]


@pytest.mark.slow
def test_sql_that_fails_is_said_and_keeps_no_size(own: Site) -> None:
    """A table that is no more, or a statement that takes too long: the list says so, the others are shown."""
    saved(own, "endless", "with recursive c(n) as (select 1 union all select n + 1 from c) select 'company/' || n as page from c where n < 0")
    assert "its SQL does not run" in text_of(own.get("/segments", accept_language="en"))
    assert own.rows("SELECT * FROM segment_size WHERE segment = 'endless'") == []


@pytest.mark.slow
def test_who_came_and_who_went_since_last_month(own: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """R8: the first look in a month is kept, later ones change nothing; the next month says what changed."""
    (a, name_a), (b, name_b) = own.rows("SELECT uuid, name FROM organisation WHERE name <> domains ORDER BY name LIMIT 2")
    saved(own, "mine", f"select 'company/' || uuid as page from organisation where uuid = iif(:today < '2026-12-01', '{a}', '{b}')")
    assert "This is the first look" in text_of(own.get("/segment/mine", accept_language="en"))
    assert "Nobody came or went." in text_of(own.get("/segment/mine", accept_language="en"))
    monkeypatch.setenv("SYNCD_NOW", "2026-12-14T12:00:00+02:00")
    page = own.get("/segment/mine", accept_language="en")
    said = text_of(page)
    assert f"Since 23 November: 1 came, 1 went 1 came {name_b} 1 went {name_a}" in said
    assert "November 2026 1 · December 2026 1" in said and '<path class="received"' in page.text
    assert own.rows("SELECT month, size FROM segment_size WHERE segment = 'mine' ORDER BY 1") == [("2026-11", 1), ("2026-12", 1)]


@pytest.mark.slow
def test_a_changed_segment_starts_anew(own: Site) -> None:
    """The sizes before are those of another question; a new title changes nothing."""
    saved(own, "mine", "select 'company/' || uuid as page from organisation limit 3")
    own.get("/segment/mine")
    assert own.one("SELECT size FROM segment_size WHERE segment = 'mine'") == 3
    browser = Browser(own)
    for sql, kept in (("select 'company/' || uuid as page from organisation limit 3", 1), ("select 'company/' || uuid as page from organisation limit 2", 0)):
        browser("POST", "/saved", {"old": "mine", "name": "mine", "sql": sql, "segment": "1", "title_lt": "Mano", "csrftoken": token(browser("GET", "/saved/mine/edit"))})
        assert own.one("SELECT count(*) FROM segment_size WHERE segment = 'mine'") == kept


def test_members_are_kept_of_two_months_only(tmp_path: Path) -> None:
    """Sizes stay for good, names do not."""
    office = Office(tmp_path)
    office.once()
    store = connect(office.folder / "history.db")
    try:
        with store.write() as db:
            for month in ("2026-08", "2026-09", "2026-10"):
                assert segments.keep(db, "s", month, [f"company/{month}"], MONDAY)
                assert not segments.keep(db, "s", month, [], MONDAY), "the first look in a month counts"
        assert [k.month for k in segments.sizes(store.db, "s")] == ["2026-08", "2026-09", "2026-10"]
        assert [segments.members(store.db, "s", m) for m in ("2026-08", "2026-09", "2026-10")] == [set(), {"company/2026-09"}, {"company/2026-10"}]
    finally:
        store.close()


@pytest.mark.parametrize(("sizes", "drawn", "reason"), [([5], None, "one is no picture"), ([0, 0], 48, "nothing at all"), ([1, 2, 3], 72, "three bars"), (list(range(40)), 576, "the last 24 months")])
def test_sizes_are_drawn_as_bars(sizes: list[int], drawn: int | None, reason: str) -> None:
    found = bars(sizes)
    assert (found and found["width"]) == drawn, reason


# ── made by choosing ─────────────────────────────────────────────────────────────────────────────────────────────

CHOICES = [
    ({"contact": "within", "days": "90"}, "in touch lately"), ({"who": "people", "contact": "longer", "days": "30"}, "people silent for a month"),
    ({"often": "3"}, "often"), ({"who": "people", "often": "3"}, "people often"), ({"worth": "1000"}, "bought much"), ({"who": "people", "worth": "1"}, "people of such companies"),
    ({"fact": "city", "holds": "Kaun"}, "by a fact"), ({"who": "people", "fact": "birthday", "holds": "-"}, "people with a birthday"), ({"column": "assets.product", "compare": "contains", "value": "daikin"}, "by what is installed"),
    ({"column": "assets.service_on", "compare": "to", "value": "2026-12-31"}, "by a day"), ({"column": "invoices.amount", "compare": "from", "value": "100.5"}, "by a sum"), ({"owner": "rasa@klimatas.example"}, "by who looks after them"),
    ({"who": "people", "contact": "within", "days": "365", "often": "1", "owner": "rasa@klimatas.example", "column": "customers.code", "compare": "contains", "value": "k"}, "all together"),
    ({"fact": "city", "holds": "O'Brien'; drop table x --", "owner": "a'b", "column": "customers.name", "value": "'"}, "quotes are letters"),
]  # fmt: skip


@pytest.mark.slow
def test_what_is_chosen_becomes_sql_that_runs(own: Site) -> None:
    """R8: recency, frequency, value, any fact, any column of a table; what is typed stays a literal."""
    for n, (chosen, reason) in enumerate(CHOICES):
        saved(own, f"chosen-{n}", sql_of(Choice(**chosen)))
        page = own.get(f"/segment/chosen-{n}", accept_language="en")
        assert page.status_code == 200 and 'class="warn"' not in page.text, reason


@pytest.mark.slow
def test_a_choice_finds_whom_it_means(own: Site) -> None:
    """By who looks after them and by what is installed, against another way of asking."""
    saved(own, "hers", sql_of(Choice(owner="rasa@klimatas.example")))
    hers = {line[0].removeprefix("company/") for line in csv.reader(io.StringIO(own.get("/segment/hers.csv").text))} - {"page"}
    assert hers == {u for (u,) in own.rows("SELECT uuid FROM organisation WHERE owner = 'rasa@klimatas.example'")} and hers
    saved(own, "units", sql_of(Choice(column="assets.product", compare="contains", value="DAIKIN")))
    units = {line[1] for line in csv.reader(io.StringIO(own.get("/segment/units.csv").text))} - {"name"}
    assert units == {o for (o,) in own.rows("SELECT DISTINCT organisation FROM assets WHERE product LIKE '%daikin%' AND organisation IS NOT NULL")} and units


@pytest.mark.parametrize(
    ("chosen", "key", "reason"),
    [({}, "build.nothing", "nothing was chosen"), ({"fact": "city"}, "build.nothing", "a kind without words"), ({"contact": "within", "days": "soon"}, "build.number", "a word"),
     ({"often": "-3"}, "build.number", "less than nothing"), ({"worth": "1e9"}, "build.number", "not in digits"), ({"often": "9" * 30}, "build.number", "more than there are"),
     ({"column": "meta.value", "value": "x"}, "build.nothing", "a table that is none of those to choose from"), ({"fact": "x' OR 1", "holds": "y"}, "build.nothing", "a kind there is not")],
)  # fmt: skip
def test_a_choice_that_cannot_be_used_is_said(chosen: dict[str, str], key: str, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        sql_of(Choice(**chosen))
    assert refused.value.args[0] == key, reason


@pytest.mark.parametrize("text", ["", "'", "''", "a'b", "\\'", "--", "/*", "\n", "ž\u2019;", '"', "%"])
def test_a_literal_is_what_was_typed(text: str) -> None:
    """SQLite reads back just these letters."""
    assert sqlite3.connect(":memory:").execute(f"SELECT {literal(text)}").fetchone() == (text,)


@pytest.mark.slow
def test_the_form_saves_a_segment_and_shows_it(own: Site) -> None:
    """Without knowing SQL; what is wrong is said, and what was typed stays."""
    browser = Browser(own)
    form = {"csrftoken": token(browser("GET", "/segments/new")), "name": "kaunas", "title_lt": "Kauno įmonės", "who": "companies"}
    wrong = browser("POST", "/segments/save", {**form, "often": "many"})
    assert wrong.status_code == 400 and "A number is expected" in wrong.text and 'value="many"' in wrong.text and "Kauno įmonės" in wrong.text
    done = browser("POST", "/segments/save", {**form, "often": "1"})
    assert (done.status_code, done.headers["location"]) == (303, "/segment/kaunas")
    assert "Kauno įmonės" in browser("GET", "/segment/kaunas").text
    again = browser("POST", "/segments/save", {**form, "often": "1"})
    assert again.status_code == 400 and own.rows("SELECT name, is_segment FROM saved_queries") == [("kaunas", 1)]


# ── whom to invite ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def invited(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Ona has sons, Vaiva of the same company has no children, Zita at home has complained."""
    office = Office(tmp_path_factory.mktemp("invite") / "o", options={"privacy": 'facts = ["family", "interest"]'})
    office.send(Mail(id="i1", sender=ONA, to=(RASA,), at="2026-11-10T09:00", subject="Laukiu", text="Laba diena,\n\nturiu du vaikus, tad atvažiuosiu vėliau.\n\nOna"))
    office.send(Mail(id="i2", sender=COLLEAGUE, to=(RASA,), at="2026-11-11T09:00", subject="Dėl laiko", text="Laba diena,\n\nvaikų neturiu, tad man tinka bet kada.\n\nVaiva"))
    office.send(Mail(id="i3", sender=HOME, to=(RASA,), at="2026-11-12T09:00", subject="Skundas", text="Laba diena,\n\nesu labai nepatenkinta: kondicionierius po jūsų remonto vėl neveikia!\n\nZita"))
    office.once()
    site = Site(office.folder / "config.toml")
    saved(site, "all", "select 'company/' || uuid as page from organisation union all select 'customer/' || uuid from person where organisation_id is null")
    return site


def _lists(site: Site, asked: str = "") -> tuple[set[str], dict[str, str]]:
    page = site.get(f"/segment/all/invite{asked}", accept_language="en").text
    lists = [re.findall(r'<a href="/customer/[^"]*">([^<]*)</a>.*?<td data-label="Why not">([^<]*)</td>|<a href="/customer/[^"]*">([^<]*)</a>', part) for part in page.split("left out</h2>")]
    return {name for *_, name in lists[0]}, {name: why for name, why, _ in (lists[1] if len(lists) > 1 else [])}


@pytest.mark.slow
def test_the_family_invitation_leaves_out_who_has_no_children(invited: Site) -> None:
    """R8: not to a man without children; with the reason, and what is unknown is said to be."""
    assert _lists(invited) == ({"Ona Kazlauskienė", COLLEAGUE}, {HOME: "an open complaint"})
    assert _lists(invited, "?family=1") == ({"Ona Kazlauskienė"}, {HOME: "an open complaint", COLLEAGUE: "no children"})
    assert "has children" in text_of(invited.get("/segment/all/invite?family=1", accept_language="en"))
    assert "taste: unknown" in text_of(invited.get("/segment/all/invite?topic=teatras", accept_language="en"))
    assert _lists(invited, "?channel=call") == (set(), {"Ona Kazlauskienė": "nothing to reach them by", COLLEAGUE: "nothing to reach them by", HOME: "an open complaint, nothing to reach them by"})


@pytest.mark.slow
def test_long_lists_are_shown_page_by_page(invited: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each list by itself, nobody twice and nobody missing; the numbers are those of all, and the file has all."""
    whole = _lists(invited, "?channel=call")[1]
    monkeypatch.setattr(invitations, "PAGE", 1)
    people: list[str] = []
    path = "/segment/all/invite?channel=call"
    while path:
        page = invited.get(path, accept_language="en").text
        people += re.findall(r'<a href="/customer/[^"]*">([^<]*)</a>', page)
        assert ("out_after" in path) == ('<nav class="pager"><a href="/segment/all/invite?channel=call">' in page)
        path = html.unescape(found[1]) if (found := re.search(r'rel="next" href="([^"]*)"', page)) else ""
    assert people == list(whole) and len(people) == 3
    assert len(list(csv.reader(io.StringIO(invited.get("/segment/all/invite.csv").text)))) == 3
    first = invited.get("/segment/all/invite").text
    assert "invited_after=" in first and "out_after=" not in first
    assert invited.get("/segment/all/invite?invited_after=nobody").text.count("/customer/") == first.count("/customer/")


def test_the_file_holds_only_whom_to_invite(invited: Site) -> None:
    """What is sent by it reaches nobody who was left out; what would be a formula is text."""
    listed = list(csv.reader(io.StringIO(invited.get("/segment/all/invite.csv?family=1").text)))
    assert [line[2] for line in listed] == ["address", ONA] and listed[1][-2:] == ["yes", ""]


@pytest.mark.slow
def test_who_wishes_no_contact_is_left_out_by_that_channel(invited: Site, tmp_path: Path) -> None:
    """A wish of the whole company holds for each of its people; one that has ended holds no more."""
    site = copied(invited, tmp_path / "c")
    for channel, until, left_out in (("any", None, True), ("mail", None, True), ("call", None, False), ("any", "2026-11-01", False)):
        store = connect(site.config.store.path)
        try:
            with store.write() as db:
                db.execute("DELETE FROM no_contact")
                db.execute("INSERT INTO no_contact VALUES ('baltas.example', ?, 'asked', '2026-09-05T00:00:00Z', ?, 'x')", (channel, until))
        finally:
            store.close()
        assert ("wishes no contact" in _lists(site)[1].values()) is left_out, (channel, until)
