"""Every page on the sample company: what must be on it, in three languages, with its headers."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest

from .conftest import Site

ONA = "SELECT uuid FROM person WHERE name = 'Ona Kazlauskienė'"
CSP = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"


def text(answer: Any) -> str:
    """What a reader reads of a page."""
    assert answer.status_code == 200, answer.text[:500]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def pages(site: Site) -> dict[str, str]:
    """One address of each kind of page."""
    return {
        "start": "/",
        "people": "/customers",
        "companies": "/companies",
        "person": f"/customer/{site.one(ONA)}",
        "company": f"/company/{site.one('SELECT o.uuid FROM person n JOIN organisation o ON o.id = n.organisation_id WHERE n.name LIKE ?', 'Ona Kaz%')}",
        "board": "/promises",
        "promise": f"/promise/{site.one('SELECT promise_key FROM reminder WHERE promise_key IS NOT NULL LIMIT 1')}",
        "message": f"/message/{site.one('SELECT i.key FROM promise p JOIN interaction i ON i.id = p.interaction_id WHERE i.kind = ? LIMIT 1', 'message')}",
        "meeting": f"/meeting/{site.one('SELECT key FROM interaction JOIN meeting ON interaction_id = id WHERE rrule <> ? LIMIT 1', '')}",
        "search": "/search?q=kondicionierius",
        "sources": "/sources",
        "tables": "/history",
        "view": "/history/promises",
        "table": "/history/interaction",
        "row": "/history/person/1",
        "query": "/history?sql=select+subject+from+timeline+limit+3",
    }


KINDS = ("start", "people", "companies", "person", "company", "board", "promise", "message", "meeting", "search", "sources", "tables", "view", "table", "row", "query")


@pytest.mark.parametrize("language", ["en", "lt", "ru"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_page_is_there_in_every_language(demo: Site, kind: str, language: str) -> None:
    """A page answers in the language asked for, whole: title, navigation, main part, no text of the catalogue left as its key."""
    answer = demo.get(pages(demo)[kind], accept_language=language)
    shown = text(answer)
    assert f'<html lang="{language}">' in answer.text
    assert {"en": "Promises", "lt": "Pažadai", "ru": "Обещания"}[language] in shown
    assert not re.search(r"\b(nav|start|section|promise|state|customer|sources|reminder|error)\.[a-z_]+\b", shown)
    assert answer.text.count("<h1") == 1 and "<main" in answer.text and "<title>" in answer.text


class _Inline(HTMLParser):
    found: tuple[str, ...] = ()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += tuple(f"{tag} {name}" for name, _ in attrs if name == "style" or name.startswith("on"))
        if tag in ("script", "style"):
            self.found += (tag,)


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_needs_what_the_policy_forbids(demo: Site, kind: str) -> None:
    """No inline script or style anywhere, Datasette's own pages included: the policy would drop it and the page would be broken."""
    parser = _Inline()
    parser.feed(demo.get(pages(demo)[kind]).text)
    assert parser.found == ()


@pytest.mark.parametrize("path", ["/", "/nothing", "/history/promises.json", "/history/promises.csv", "/assets/syncd.css", "/search?q=x", "/history/meta", "/-/versions.json"])
def test_every_answer_carries_the_safe_headers(demo: Site, path: str) -> None:
    """T01, T30: policy, nosniff, no frames, no referrer, nothing kept by the browser; on errors, data and files too."""
    headers = demo.get(path).headers
    assert headers["content-security-policy"] == CSP
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"] == "no-store"


@pytest.mark.slow
def test_a_style_sheet_is_asked_for_once(demo: Site) -> None:
    """Its address has the mark of its content; by another mark, or by none, it is not kept, and neither is what is not there."""
    styles = re.findall(r'<link rel="(?:stylesheet|icon)" href="(/assets/[^"]+)"', demo.get("/complaints").text)
    assert len(styles) == 4
    for path in styles:
        plain, mark = path.split("?v=")
        assert demo.get(path).headers["cache-control"] == "private, max-age=31536000, immutable"
        for other in (plain, f"{plain}?v=None", f"{plain}?v={mark[:-1]}x", f"{path}&v=1", f"/assets/none.css?v={mark}", "/assets/picture.js?v=None", f"/customers?v={mark}"):
            assert demo.get(other).headers["cache-control"] == "no-store", other


PLACES = [
    ("/", "Start"), ("/customers", "Customers"), ("/companies", "Customers"), ("/handoffs", "Promises"), ("/meet", "Promises"), ("/breaches", "Matters"), ("/no-contact", "Matters"),
    ("/segments", "Reports"), ("/schema", "Reports"), ("/sources", "Sources"), ("/search?q=x", None),
]  # fmt: skip


@pytest.mark.parametrize(("path", "place"), PLACES)
def test_the_bar_marks_where_the_reader_is(demo: Site, path: str, place: str | None) -> None:
    """A page below one of the bar's places marks that place."""
    bar = demo.get(path, accept_language="en").text.split('<nav class="pages"')[1].split("</nav>")[0]
    marked = re.findall(r'aria-current="page">([^<]*)<', bar)
    assert marked == ([place] if place else [])


def test_the_start_page_shows_what_needs_attention(demo: Site) -> None:
    """Overdue promises with their quotes, hand-offs nobody accepted, the newest mail."""
    shown = text(demo.get("/", accept_language="en"))
    assert "Monday, 23 November" in shown
    quote = demo.one("SELECT quote FROM promise WHERE state = 'open' AND due_at < '2026-11-23T10:00:00Z' AND kind <> 'theirs' ORDER BY due_at LIMIT 1")
    assert " ".join(quote.split()) in shown
    assert "Hand-offs nobody has accepted" in shown and "asked, not yet accepted" in shown


def test_a_customer_page_begins_with_what_is_open(demo: Site) -> None:
    """The open promises stand before the timeline; each shows its quote, its term in words, its reminder and its mail."""
    page = demo.get(pages(demo)["person"], accept_language="en")
    shown = text(page)
    assert shown.index("Open promises") < shown.index("Sutarties pratęsimą atsiųsiu antradienį.") < shown.index("Timeline")
    assert "Tuesday, 24 November" in shown and "tomorrow" in shown
    assert "In the calendar (Ieva Norkutė): Tuesday, 24 November, 09:00." in shown
    key = demo.one("SELECT i.key FROM promise p JOIN interaction i ON i.id = p.interaction_id WHERE p.quote LIKE 'Sutarties pratęsimą%'")
    assert f'href="/message/{key}"' in page.text


def test_the_board_has_its_sections_in_order(demo: Site) -> None:
    """Overdue first, then this week, later, without a term, and what we wait for."""
    page = demo.get("/promises").text
    order = [page.index(f'id="{name}"') for name in ("overdue", "week", "later", "none", "theirs") if f'id="{name}"' in page]
    assert len(order) >= 4 and order == sorted(order)


@pytest.mark.parametrize("section", ["overdue", "today", "week", "later", "none", "theirs"])
def test_a_section_of_the_board_holds_what_its_name_says(demo: Site, section: str) -> None:
    """The sections by a plain reading of the table, on a Monday at noon in Vilnius."""
    condition = {
        "overdue": "due_at < '2026-11-23T10:00:00Z' AND kind <> 'theirs'",
        "today": "due_at >= '2026-11-23T10:00:00Z' AND due_at < '2026-11-23T22:00:00Z' AND kind <> 'theirs'",
        "week": "due_at >= '2026-11-23T22:00:00Z' AND due_at < '2026-11-29T22:00:00Z' AND kind <> 'theirs'",
        "later": "due_at >= '2026-11-29T22:00:00Z' AND kind <> 'theirs'",
        "none": "due_at IS NULL AND kind <> 'theirs'",
        "theirs": "kind = 'theirs'",
    }[section]
    expected = {key for (key,) in demo.rows(f"SELECT key FROM promise WHERE state = 'open' AND {condition}")}
    shown, path = set(), f"/promises?section={section}"
    while path:
        page = demo.get(path).text
        shown |= set(re.findall(r'href="/promise/([0-9a-f]+)"', page))
        following = re.search(r'class="more" href="([^"]+after=[^"]+)"', page)
        path = unescape(following[1]) if following else ""
    assert shown == expected


def test_the_board_can_be_narrowed(demo: Site) -> None:
    """By colleague, by kind, and by customer without diacritics."""
    all_keys = re.compile(r'href="/promise/([0-9a-f]+)"')
    for query, condition in (
        ("colleague=rasa@klimatas.example", "promiser = 'rasa@klimatas.example' OR assignee = 'rasa@klimatas.example'"),
        ("kind=handoff", "kind = 'handoff'"),
        ("customer=ona+kazlauskiene", "beneficiary = 'ona@baltasypsena.example' OR promiser = 'ona@baltasypsena.example'"),
    ):
        expected = {key for (key,) in demo.rows(f"SELECT key FROM promise WHERE {condition}")}
        shown = set(all_keys.findall(demo.get(f"/promises?{query}").text))
        assert shown and shown <= expected, query


def test_the_words_of_a_promise_are_marked_in_their_mail(demo: Site) -> None:
    """The promised words are a mark that leads to the promise; what was quoted is folded away."""
    key, quote, promise = demo.rows(
        "SELECT i.key, p.quote, p.key FROM promise p JOIN interaction i ON i.id = p.interaction_id JOIN message m ON m.interaction_id = i.id "
        "WHERE m.quoted_text <> '' AND instr(m.own_text, p.quote) > 0 LIMIT 1"
    )[0]
    page = demo.get(f"/message/{key}").text
    assert re.search(rf'<a class="promised" href="/promise/{promise}"><mark>([^<]+)</mark></a>', page)[1] == quote.replace("'", "&#39;")  # type: ignore[index]
    assert '<details class="quoted">' in page


CLOSED = [
    # language → the state and the reason in its words
    ("en", "kept", "the document was sent with it"),
    ("lt", "ištesėta", "dokumentas išsiųstas su šiuo laišku"),
    ("ru", "выполнено", "документ отправлен с этим письмом"),
]


@pytest.mark.parametrize(("language", "state", "reason"), CLOSED, ids=[row[0] for row in CLOSED])
def test_what_closed_a_promise_is_shown_in_the_readers_language(demo: Site, language: str, state: str, reason: str) -> None:
    """P4, T5: the mail behind the state with its words on the promise's page, and a link to it on the board."""
    key, mail, quote = demo.rows(
        "SELECT p.key, i.key, e.quote FROM evidence e JOIN promise p ON p.id = e.promise_id JOIN interaction i ON i.id = e.interaction_id "
        "WHERE e.reason = 'attached' AND p.state = 'kept' ORDER BY p.due_at DESC LIMIT 1"
    )[0]
    page = demo.get(f"/promise/{key}", accept_language=language)
    assert state in text(page) and reason in text(page) and " ".join(quote.split()) in text(page)
    assert f'href="/message/{mail}"' in page.text
    board = demo.get("/promises?section=kept", accept_language=language)
    assert reason in text(board) and f'href="/message/{mail}"' in board.text


def test_people_are_found_by_name_company_and_address_without_diacritics(demo: Site) -> None:
    """The list of customers takes what a person would type."""
    for typed in ("kazlauskiene", "KAZLAUSKIENĖ", "baltasypsena", "ona@balta"):
        assert "Ona Kazlauskienė" in text(demo.get(f"/customers?q={typed}")), typed
    assert "Ona Kazlauskienė" not in text(demo.get("/customers?q=zhukova"))


@pytest.mark.parametrize("path", ["/customer/00000000-0000-7000-8000-000000000000", "/company/00000000-0000-7000-8000-000000000000", "/promise/0123456789abcdef",
                                  "/message/0123456789abcdef", "/meeting/0123456789abcdef", "/nothing/here", "/history/nothing"])  # fmt: skip
def test_an_unknown_address_is_told_kindly(demo: Site, path: str) -> None:
    """404 in the reader's language, with the way back."""
    answer = demo.get(path, accept_language="lt")
    assert answer.status_code == 404
    assert "Tokio puslapio nėra" in answer.text and 'href="/"' in answer.text


def test_a_chosen_language_is_kept(demo: Site) -> None:
    """?lang= beats the browser, and a cookie keeps it."""
    answer = demo.get("/customers?lang=ru&q=ona", accept_language="lt")
    assert '<html lang="ru">' in answer.text
    assert answer.headers["set-cookie"].startswith("lang=ru; Path=/")
    assert '<html lang="ru">' in demo.get("/promises", cookie="lang=ru", accept_language="lt").text
    assert '<html lang="lt">' in demo.get("/promises", cookie="lang=xx", accept_language="lt").text


def test_sources_tell_what_was_left_out_and_why(demo: Site) -> None:
    """Per folder: stored, excluded by rule in words, pending; and how fresh it is."""
    shown = text(demo.get("/sources", accept_language="en"))
    for (name,) in demo.rows("SELECT name FROM source"):
        assert name in shown
    assert "among colleagues only" in shown and "marked private" in shown and "read just now" in shown


@pytest.mark.slow
def test_keys_in_plain_tables_lead_to_their_pages(demo: Site) -> None:
    """A promise's key in the view is a link to the promise, a meeting's to the meeting, a foreign key shows its label."""
    key = demo.one("SELECT id FROM promises ORDER BY rowid LIMIT 1")
    assert f'href="/promise/{key}"' in demo.get("/history/promises").text
    assert 'href="/meeting/' in demo.get("/history/timeline?kind=meeting").text
    assert "Ona Kazlauskienė</a>" in demo.get(f"/history/contact?person_id={demo.one('SELECT id FROM person WHERE name LIKE ?', 'Ona Kaz%')}").text


def test_a_term_shorter_than_the_department_s_own_is_flagged(demo: Site) -> None:
    """P6: a week promised against the service's ten working days is marked on its page and, while open, on the board; others are not."""
    key = demo.one("SELECT key FROM promise WHERE quote LIKE '%течение недели%'")
    page = text(demo.get(f"/promise/{key}?lang=en"))
    assert "Usual term" in page and "service: 10 working days" in page and "sooner than usual" in page
    assert "раньше обычного" in text(demo.get(f"/promise/{key}?lang=ru")) and "10 darbo dienų" in text(demo.get(f"/promise/{key}?lang=lt"))
    longer = demo.one("SELECT p.key FROM promise p JOIN usual_term u ON u.promise_id = p.id WHERE substr(p.due_to, 1, 10) >= u.due_to LIMIT 1")
    assert "Usual term" in text(demo.get(f"/promise/{longer}?lang=en")) and "sooner than usual" not in text(demo.get(f"/promise/{longer}?lang=en"))
    hasty = demo.one(
        "SELECT count(*) FROM promise p JOIN usual_term u ON u.promise_id = p.id WHERE p.state = 'open' AND p.kind = 'promise' AND p.due_kind = 'explicit' "
        "AND substr(p.due_to, 1, 10) < u.due_to"
    )
    shown = sum(text(demo.get(f"/promises?section={name}&lang=en")).count("sooner than usual") for name in ("overdue", "today", "week", "later"))
    assert shown == hasty > 0
