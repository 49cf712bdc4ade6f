"""Each role's day at the browser, as they would click and type through it."""

from __future__ import annotations

import csv
import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

from datasette_plugins.brief import COMPLAINTS, OFFERS, PROMISES, SAID
from syncd.config import load
from syncd.once import once
from syncd.world import open_world
from tests.datasette.conftest import NOW

from .conftest import Company
from .pages import pages

pytestmark = pytest.mark.slow

MANAGER, STAFF, ADMIN = "jonas@klimatas.example", "dalia@klimatas.example", "sergej@klimatas.example"


def a_pass(company: Company, minutes: int) -> None:
    """What the daemon does, some minutes later."""
    now = dt.datetime.fromisoformat(NOW).astimezone(dt.UTC) + dt.timedelta(minutes=minutes)
    world = open_world(load(company.folder / "config.toml"), now=now)
    try:
        once(world)
    finally:
        world.close()


def entries(company: Company, uid: str) -> list[Path]:
    """The files of an entry of ours in anybody's calendar."""
    return [path for path in (company.folder / "calendars").rglob("*.ics") if uid in path.read_text("utf-8")]


def test_a_manager_finds_a_customer_by_name_address_and_number(person: Any, company: Company) -> None:
    """Each leads to the same page, and from it to the brief."""
    row = company.one("SELECT json_array(n.name, a.value, t.value, n.uuid) FROM person n JOIN identifier a ON a.person_id = n.id AND a.kind = 'address' "
                      "JOIN identifier t ON t.person_id = n.id AND t.kind = 'phone' WHERE n.name <> '' ORDER BY n.id LIMIT 1")  # fmt: skip
    import json

    name, address, number, uuid = json.loads(row)
    jonas = person(MANAGER)
    for typed in (name, address, number):
        jonas.go("/")
        jonas.page.get_by_role("searchbox").first.fill(typed)
        jonas.page.keyboard.press("Enter")
        found = jonas.page.locator(f'main a[href="/customer/{uuid}"]').first
        assert name in found.inner_text(), typed
    found.click()
    assert name in jonas.page.locator("h1").inner_text()
    jonas.page.locator(f'main a[href="/brief/{uuid}"]').first.click()
    assert name in jonas.page.locator("main").inner_text() and jonas.overflows == 0


FULL = """([counts, long]) => counts.forEach(([id, count]) => {
    if (!document.querySelector(`#${id} + .letters > li:not(.calm)`)) {
        document.getElementById(id)?.parentElement.remove();
        const other = document.querySelector(id == "theirs" ? "#ours" : "#complaints").parentElement.cloneNode(true);
        other.querySelector("h2").id = id;
        (id == "theirs" ? document.querySelector(".two") : document.querySelector("main")).append(other);
    }
    const list = document.querySelector(`#${id} + .letters`);
    while (list.children.length < count) list.append(list.firstElementChild.cloneNode(true));
    while (list.children.length > count) list.lastElementChild.remove();
    list.querySelectorAll(".words, .snippet").forEach(words => { words.textContent = long });
})"""  # every list has as much as it may have, and all of it is long


def test_a_brief_is_one_sheet_of_paper_however_much_there_is(person: Any, company: Company) -> None:
    """What it may show at most fits on A4."""
    uuid = company.one("SELECT uuid FROM person n ORDER BY (SELECT count(*) FROM complaint c JOIN party p USING (interaction_id) WHERE p.person_id = n.id) DESC, "
                       "(SELECT count(*) FROM promise c JOIN party p USING (interaction_id) WHERE p.person_id = n.id) DESC LIMIT 1")  # fmt: skip
    jonas = person(MANAGER, locale="ru-RU")
    jonas.go(f"/brief/{uuid}")
    assert jonas.page.pdf(format="A4").count(b"/Type /Page\n") == 1
    lists = {"ours": PROMISES, "theirs": PROMISES, "complaints": COMPLAINTS, "offers": OFFERS, "said": SAID}
    jonas.page.evaluate(FULL, [list(lists.items()), "Отправим Вам подписанный договор и смету на второй этаж, как только их проверит юрист, но не позже пятницы. " * 3])
    assert len(jonas.page.query_selector_all(".letters > li")) == sum(lists.values())
    assert jonas.page.pdf(format="A4").count(b"/Type /Page\n") == 1


def test_a_manager_dismisses_a_wrong_promise_and_takes_it_back(person: Any, company: Company) -> None:
    """The mail behind it is open with its words marked; the entry in the calendar goes with the next pass, and comes back."""
    row = company.one("SELECT p.key || ' ' || r.uid FROM promise p JOIN reminder r ON r.promise_key = p.key AND r.state = 'there' WHERE p.state = 'open' AND p.kind = 'promise' ORDER BY p.id LIMIT 1")
    key, uid = row.split()
    assert len(entries(company, uid)) == 1
    jonas = person(MANAGER)
    jonas.go(f"/promise/{key}")
    quote = jonas.page.locator("blockquote").inner_text()
    jonas.page.locator('main a[href^="/message/"]').first.click()
    marked = [" ".join(text.split()) for text in jonas.page.locator("mark").all_inner_texts()]
    assert any(text and text in " ".join(quote.split()) for text in marked)
    jonas.go(f"/promise/{key}")
    jonas.page.locator('button[value="dismiss"]').first.click()
    assert company.one(f"SELECT state FROM promise WHERE key = '{key}'") == "dismissed"
    a_pass(company, 2)
    assert entries(company, uid) == []
    jonas.page.locator('main form[action="/act/undo"] button').first.click()
    assert company.one(f"SELECT state FROM promise WHERE key = '{key}'") == "open"
    a_pass(company, 4)
    assert len(entries(company, uid)) == 1


def test_a_manager_reads_a_report_opens_its_rows_and_saves_them(person: Any, company: Company, tmp_path: Path) -> None:
    """The picture is drawn, a figure opens into its rows, and the file says the same."""
    jonas = person(MANAGER)
    jonas.go("/reports")
    jonas.page.locator('main a[href="/report/volume"]').click()
    jonas.page.wait_for_selector("figure.picture svg")
    figure = jonas.page.locator('main table a[href*="/rows"]').first
    figure.click()
    assert "/rows" in jonas.page.url and jonas.page.locator("main table tbody tr").count() > 0
    with jonas.page.expect_download() as saved:
        jonas.page.locator('main a[href*=".csv"]').first.click()
    saved.value.save_as(tmp_path / "rows.csv")
    lines = list(csv.reader((tmp_path / "rows.csv").read_text("utf-8-sig").splitlines()))
    assert len(lines) > 1


def test_a_colleague_sees_their_own_day_and_of_a_foreign_customer_the_card_alone(person: Any, company: Company) -> None:
    """No tables, no SQL, no link to either; the card says whom to ask."""
    foreign = company.one("SELECT n.uuid FROM person n WHERE n.name <> '' AND NOT EXISTS (SELECT 1 FROM contact c JOIN party y ON y.interaction_id = c.interaction_id JOIN staff s ON s.id = y.staff_id "
                          "WHERE c.organisation_id = n.organisation_id AND s.address = 'dalia@klimatas.example') AND n.organisation_id IS NOT NULL ORDER BY n.id LIMIT 1")  # fmt: skip
    dalia = person(STAFF)
    dalia.go("/")
    assert dalia.page.locator('nav.pages a[href="/history"]').count() == 0
    dalia.page.locator('nav.pages a[href="/promises"]').click()
    assert dalia.page.locator("main").inner_text().strip()
    for page in ("customer", "brief"):
        dalia.go(f"/{page}/{foreign}")
        assert dalia.page.locator('main a[href^="/message/"]').count() == 0, page
    for path in ("/history", "/history?sql=select+1", "/sources"):
        assert dalia.go(path).status == 403, path
    dalia.complaints[:] = [c for c in dalia.complaints if "403" not in c]  # the browser tells of each refusal


def test_an_administrator_sees_how_complete_the_sources_are_and_nothing_else(person: Any) -> None:
    """The start leads there; no place beside it."""
    sergej = person(ADMIN)
    sergej.go("/")
    assert sergej.page.url.endswith("/sources")
    assert sergej.page.locator("nav.pages a").count() == 1
    assert sergej.go("/customers").status == 403
    sergej.complaints[:] = [c for c in sergej.complaints if "403" not in c]


def test_a_promise_is_reached_by_the_keyboard_alone(person: Any) -> None:
    """Past the head by the first link, then by Tab to a promise, and Enter; what has the focus is seen."""
    jonas = person(MANAGER)
    jonas.go("/promises")
    jonas.page.keyboard.press("Tab")
    assert jonas.page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    jonas.page.keyboard.press("Enter")
    for _ in range(60):
        jonas.page.keyboard.press("Tab")
        if jonas.page.evaluate("(document.activeElement.getAttribute('href') || '').startsWith('/promise/')"):
            break
    shown = jonas.page.evaluate("(() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 })()")
    assert shown, "what has the focus is not marked"
    jonas.page.keyboard.press("Enter")
    jonas.page.wait_for_url(re.compile("/promise/"))


def test_the_language_follows_the_switch(person: Any) -> None:
    """And stays on the pages that come after."""
    jonas = person(MANAGER)
    jonas.go("/")
    for language, title in (("lt", "Pažadai"), ("ru", "Обещания"), ("en", "Promises")):
        jonas.page.locator(f'footer a[hreflang="{language}"]').click()
        jonas.page.locator('nav.pages a[href="/promises"]').click()
        assert jonas.page.evaluate("document.documentElement.lang") == language
        assert jonas.page.locator("h1").inner_text() == title


def test_no_page_is_wider_than_a_telephone(person: Any, company: Company) -> None:
    """At 400 pixels, in the language with the longest words; and no page is complained of by the browser."""
    jonas = person(MANAGER, width=400, locale="ru")
    wide = {}
    for name, path in pages(company.folder / "history.db").items():
        answer = jonas.go(path)
        assert answer.status == 200, name
        if over := jonas.overflows:
            wide[name] = over
    assert wide == {}
