"""What people decide on the pages: written as the commands write it, told and taken back, and by nobody who may not."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from syncd.store import db as store_db
from syncd.store import scores
from tests.datasette.conftest import Site
from tests.datasette.test_signin import Browser, token
from tests.store.world import JOHN, JONAS, OLGA, ONA, PETRAS, RASA, Mail, Office

CALL = Mail(id="p", sender=RASA, to=(JOHN,), at="2026-11-16T10:00", text="Hello John,\n\nI will call you on 24 November at 15:00.\n\nRasa")
SOFT = Mail(id="q", sender=RASA, to=(ONA,), at="2026-11-16T10:20", subject="Pasiūlymas", text="Laba diena,\n\npasistengsiu atsiųsti pasiūlymą lapkričio 25 d.\n\nRasa")
WRONG = Mail(id="c", sender=JOHN, to=(RASA,), at="2026-11-16T09:00", subject="Heating", text="The heating has been broken since Monday and nobody came. I am very disappointed.")
NOW = "2026-11-16T14:00:00+02:00"
Open = Callable[..., tuple[Office, Site]]


@pytest.fixture(autouse=True)
def that_day(the_day: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages read at the hour of the office."""
    monkeypatch.setenv("SYNCD_NOW", NOW)


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    """An office after one pass over some mails, with its pages."""

    def open_(*mails: Mail, **config: str) -> tuple[Office, Site]:
        office = Office(tmp_path / "o", options=config)
        for mail in mails:
            office.send(mail)
        office.once()
        return office, Site(office.folder / "config.toml")

    return open_


def decide(browser: Browser, kind: str, page: str, **fields: str) -> httpx.Response:
    """Open a page, and send one of its forms."""
    return browser("POST", f"/act/{kind}", {"csrftoken": token(browser("GET", page)), "next": page, **fields})


def undo(browser: Browser, answer: httpx.Response) -> httpx.Response:
    """Go back to the page, and send the form of its note."""
    page = browser("GET", answer.headers["location"])
    of = re.search(r'name="of" value="([^"]+)"', page.text)
    assert of, page.text
    return browser("POST", "/act/undo", {"csrftoken": token(page), "next": "/promises", "of": of.group(1)})


def promise_of(site: Site, beneficiary: str = JOHN) -> str:
    """The key of the one promise to somebody."""
    return str(site.one("SELECT key FROM promise WHERE beneficiary = ?", beneficiary))


def judged(office: Office) -> list[bool]:
    """What a training learns from: whether each promise somebody judged is one."""
    found: list[bool] = []
    office.with_world(lambda world: found.extend(d.is_promise for d in scores.decided(world.store.db)))
    return found


def decisions(site: Site) -> list[tuple[str, str, str]]:
    """Kind, by and origin of all decisions."""
    return site.rows("SELECT kind, by, origin FROM decision ORDER BY seq")


@pytest.mark.slow
def test_a_dismissed_promise_leaves_the_calendar_and_comes_back_when_that_is_undone(opened: Open) -> None:
    """Within a pass, under the same uid, not doubled; the decision says who and from where, and rebuild finds the same."""
    office, site = opened(CALL)
    (before,) = office.entry_files("rasa")
    browser, key = Browser(site), promise_of(site)
    answer = decide(browser, "promise", f"/promise/{key}", promise=key, do="dismiss")
    assert answer.status_code == 303 and answer.headers["location"].startswith(f"/promise/{key}?done=")
    assert "Dismissed." in browser("GET", answer.headers["location"]).text
    assert decisions(site) == [("dismiss", "local", "web")]
    office.once()
    assert office.entry_files("rasa") == []
    assert undo(browser, answer).status_code == 303
    office.once()
    assert [f.name for f in office.entry_files("rasa")] == [before.name]
    assert site.rows("SELECT state FROM promise") == [("open",)] and office.findings() == []
    office.rebuild()
    office.once()
    assert [f.name for f in office.entry_files("rasa")] == [before.name]


CLICKS = [
    # what is clicked, in order → state of the promise, whether the entry stands, the kinds decided; why
    (["dismiss", "dismiss"], "dismissed", False, ["dismiss"], "a double click decides once"),
    (["done"], "kept", False, ["done"], "kept"),
    (["cancel"], "cancelled", False, ["cancel"], "called off"),
    (["break"], "broken", False, ["break"], "broken"),
    (["dismiss", "confirm"], "open", True, ["dismiss", "confirm"], "a promise after all"),
    (["done", "reopen"], "open", True, ["done", "reopen"], "open again"),
    (["done", "reopen", "done"], "kept", False, ["done", "reopen", "done"], "the last word stands"),
    (["fly"], "open", True, [], "nothing is decided by a word nobody knows"),
    (["accept"], "open", True, [], "nobody was asked"),
]  # fmt: skip


@pytest.mark.slow
def test_each_button_does_what_it_says(opened: Open) -> None:
    """Invariant 4: a person's decision stands; the calendar follows. A customer and a day for each row of the table."""
    mails = [replace(CALL, id=f"p{n}", to=(f"john@acme{n}.example",), text=CALL.text.replace("24 November", f"{24 + n // 3} November")) for n in range(len(CLICKS))]
    office, site = opened(*mails)
    browser = Browser(site)
    for n, (clicks, *_) in enumerate(CLICKS):
        key = promise_of(site, f"john@acme{n}.example")
        for do in clicks:
            assert decide(browser, "promise", f"/promise/{key}", promise=key, do=do).status_code == 303
    office.once()
    stand = {entry.key for entry in office.reminders("rasa").values()}
    for n, (_, state, entry, kinds, why) in enumerate(CLICKS):
        key = promise_of(site, f"john@acme{n}.example")
        assert site.one("SELECT state FROM promise WHERE key = ?", key) == state, why
        assert (key in stand) is entry, why
        assert [kind for (kind,) in site.rows("SELECT kind FROM decision WHERE subject = ? ORDER BY seq", key)] == kinds, why
    assert office.findings() == []


@pytest.mark.slow
def test_a_promise_that_was_only_listed_gets_its_reminder_once_somebody_confirms_it(opened: Open) -> None:
    """Whatever its firmness; the scorer learns from it as from an answer in the calendar; undone, the entry goes again."""
    office, site = opened(SOFT)
    assert office.entry_files("rasa") == []
    browser, key = Browser(site), promise_of(site, ONA)
    answer = decide(browser, "promise", f"/promise/{key}", promise=key, do="confirm")
    office.once()
    assert len(office.entry_files("rasa")) == 1
    assert judged(office) == [True]
    undo(browser, answer)
    office.once()
    assert office.entry_files("rasa") == []
    assert judged(office) == []


@pytest.mark.slow
def test_a_promise_handed_over_moves_to_the_colleague_and_comes_back_when_declined(opened: Open) -> None:
    """DESIGN §4: the entry moves under the same uid; the hand-off is asked, then declined, and the giver has it again."""
    office, site = opened(CALL)
    (before,) = office.entry_files("rasa")
    browser, key = Browser(site), promise_of(site)
    page = f"/promise/{key}"
    assert decide(browser, "promise", page, promise=key, do="hand_over", to="nobody@klimatas.example").status_code == 400
    assert decide(browser, "promise", page, promise=key, do="hand_over", to=PETRAS).status_code == 303
    office.once()
    assert (office.entry_files("rasa"), [f.name for f in office.entry_files("petras")]) == ([], [before.name])
    assert office.rows("SELECT from_staff, to_staff, state FROM handoffs") == [(RASA, PETRAS, "asked")]
    decide(browser, "promise", page, promise=key, do="decline")
    office.once()
    assert ([f.name for f in office.entry_files("rasa")], office.entry_files("petras")) == ([before.name], [])
    assert office.rows("SELECT to_staff, state FROM handoffs") == [(PETRAS, "declined")]
    assert office.findings() == []
    dump = office.dump()
    office.rebuild()
    assert office.dump() == dump


@pytest.mark.slow
def test_a_complaint_is_settled_and_that_is_taken_back(opened: Open) -> None:
    """Where it stood before, with the answer it had."""
    office, site = opened(WRONG)
    browser, key = Browser(site), site.one("SELECT key FROM complaint")
    answer = decide(browser, "complaint", "/", complaint=key, do="settle")
    assert site.one("SELECT state FROM complaint") == "settled"
    undo(browser, answer)
    assert site.one("SELECT state FROM complaint") == "open"
    decide(browser, "complaint", "/", complaint=key, do="dismiss")
    assert site.one("SELECT state FROM complaint") == "dismissed"
    assert office.findings() == []


@pytest.mark.slow
def test_somebody_is_not_to_be_contacted_until_that_is_lifted(opened: Open) -> None:
    """With the reason and the day; lifted, and the lifting undone, the same stands again."""
    _, site = opened(CALL)
    browser, person = Browser(site), site.one("SELECT uuid FROM person")
    page = f"/customer/{person}"
    assert decide(browser, "contact", page, person=person, channel="mail", reason="asked so", until="2020-01-01", do="forbid").status_code == 400
    answer = decide(browser, "contact", page, person=person, channel="mail", reason="asked so", until="2027-03-01", do="forbid")
    wish = ("John Smith", "mail", "asked so", "2027-03-01")
    assert site.rows("SELECT person, channel, reason, until FROM no_contacts") == [wish]
    assert "asked so" in browser("GET", answer.headers["location"]).text
    decide(browser, "contact", page, person=person, channel="mail", reason="asked so", until="2027-03-01", do="forbid")
    assert len(decisions(site)) == 1, "said twice, it is decided once"
    lifted = decide(browser, "contact", page, subject=JOHN, channel="mail", do="lift")
    assert site.rows("SELECT 1 FROM no_contacts") == []
    undo(browser, lifted)
    assert site.rows("SELECT person, channel, reason, until FROM no_contacts") == [wish]


@pytest.mark.slow
def test_a_company_gets_an_owner_and_the_one_before_back(opened: Open) -> None:
    """Chosen, undone: whoever writes to it most; a colleague nobody knows is refused."""
    _, site = opened(CALL)
    browser, company = Browser(site), site.one("SELECT uuid FROM organisation")
    page = f"/company/{company}"
    assert site.one("SELECT owner FROM organisation") == RASA
    assert decide(browser, "owner", page, company=company, to="x@y.example").status_code == 400
    answer = decide(browser, "owner", page, company=company, to=JONAS)
    assert site.one("SELECT owner FROM organisation") == JONAS
    undo(browser, answer)
    assert site.one("SELECT owner FROM organisation") == RASA


@pytest.mark.slow
def test_two_addresses_are_joined_and_the_joining_is_undone(opened: Open) -> None:
    """As `syncd people merge`; an address nobody has is refused in words."""
    office, site = opened(CALL, Mail(id="o", sender=RASA, to=(OLGA,), at="2026-11-16T10:10", text="Здравствуйте!"))
    browser, person = Browser(site), site.one("SELECT uuid FROM person WHERE name = 'John Smith'")
    page = f"/customer/{person}"
    refused = decide(browser, "people", page, a=JOHN, b="nobody@nowhere.example", do="merge")
    assert refused.status_code == 400 and "Nobody is known by this address" in refused.text
    links = [f"/{kind}/{uuid}" for (uuid,) in site.rows("SELECT uuid FROM person") for kind in ("customer", "brief")]
    answer = decide(browser, "people", page, a=JOHN, b=OLGA, do="merge")
    assert site.one("SELECT count(*) FROM person") == 1
    assert answer.headers["location"].startswith(f"/customer/{site.one('SELECT uuid FROM person')}"), "the page of both, whichever it was asked on"
    assert len(links) == 4 and all(JOHN in (shown := browser("GET", link).text) and OLGA in shown for link in links), "links from before lead to both"
    undo(browser, answer)
    assert site.one("SELECT count(*) FROM person") == 2
    assert office.findings() == []
    dump = office.dump()
    office.rebuild()
    assert office.dump() == dump


@pytest.mark.slow
def test_a_fact_is_struck_out(opened: Open) -> None:
    """For good: no undo is offered."""
    _, site = opened(Mail(id="f", sender=JOHN, to=(RASA,), at="2026-11-16T09:00", text="Hello Rasa, I have moved: I live in Kaunas now."), privacy='facts = ["city"]')
    browser, key = Browser(site), site.one("SELECT key FROM fact")
    page = f"/customer/{site.one('SELECT uuid FROM person')}"
    assert "Strike out for good" in browser("GET", page).text
    answer = decide(browser, "fact", page, fact=key, do="strike")
    assert site.rows("SELECT 1 FROM fact") == []
    assert "Struck out." in browser("GET", answer.headers["location"]).text and 'name="of"' not in browser("GET", answer.headers["location"]).text


@pytest.mark.slow
def test_only_the_last_word_can_be_taken_back_and_once(opened: Open) -> None:
    """An old note's button, or a second click on it, changes nothing."""
    _, site = opened(CALL)
    browser, key = Browser(site), promise_of(site)
    page = f"/promise/{key}"
    first = decide(browser, "promise", page, promise=key, do="dismiss")
    of = first.headers["location"].partition("done=")[2]
    decide(browser, "promise", page, promise=key, do="done")
    for _ in range(2):
        assert decide(browser, "undo", page, of=of).status_code == 303
    assert site.one("SELECT state FROM promise") == "kept"
    second = site.one("SELECT id FROM decision WHERE kind = 'done'")
    for _ in range(2):
        decide(browser, "undo", page, of=second)
    assert site.one("SELECT state FROM promise") == "dismissed", "and what was decided before stands again"
    assert [kind for kind, _, _ in decisions(site)] == ["dismiss", "done", "undo"]


@pytest.mark.slow
def test_what_undo_takes_back_leaves_the_evidence_standing(opened: Open) -> None:
    """A promise that mail shows to be kept is so again, where `reopen` would open it."""
    sent = Mail(id="s", sender=RASA, to=(JOHN,), at="2026-11-16T12:00", subject="Re: Klausimas", refs=("p",), text="Hello John,\n\nas I said on the phone when I called you today, all is well.\n\nRasa")
    office, site = opened(CALL, sent)
    before = site.one("SELECT state FROM promise WHERE beneficiary = ?", JOHN)
    browser, key = Browser(site), promise_of(site)
    undo(browser, decide(browser, "promise", f"/promise/{key}", promise=key, do="break"))
    assert site.one("SELECT state FROM promise WHERE key = ?", key) == before
    assert office.findings() == []


@pytest.mark.slow
def test_while_the_store_is_being_written_the_page_says_that_nothing_was_saved(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the time the store lets writers wait; then the same click does it."""
    monkeypatch.setattr(store_db, "BUSY_SECONDS", 0.2)
    _, site = opened(CALL)
    browser, key = Browser(site), promise_of(site)
    page = browser("GET", f"/promise/{key}")
    other = sqlite3.connect(site.config.store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    fields = {"csrftoken": token(page), "next": f"/promise/{key}", "promise": key, "do": "dismiss"}
    answer = browser("POST", "/act/promise", fields)
    assert answer.status_code == 503 and "nothing was changed" in answer.text and f'href="/promise/{key}"' in answer.text
    other.execute("ROLLBACK")
    other.close()
    assert decisions(site) == []
    assert browser("POST", "/act/promise", fields).status_code == 303
    assert [kind for kind, _, _ in decisions(site)] == ["dismiss"]


ELSEWHERE = ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/a\r\nset-cookie: x=1"]


@pytest.mark.slow
def test_a_form_from_elsewhere_does_nothing_and_nobody_is_sent_elsewhere(opened: Open) -> None:
    """T10, T11: no token, a wrong one, a GET, another site's mark; `next` leads to pages of ours alone."""
    _, site = opened(CALL)
    browser, key = Browser(site), promise_of(site)
    fields = {"next": "/promises", "promise": key, "do": "dismiss"}
    assert browser("POST", "/act/promise", fields).status_code == 403
    good = token(browser("GET", f"/promise/{key}"))
    assert browser("POST", "/act/promise", fields).status_code == 403
    refused = browser("POST", "/act/promise", {**fields, "csrftoken": "wrong"}, accept_language="lt")
    assert refused.status_code == 403 and "Atverkite puslapį iš naujo" in refused.text and refused.headers["content-security-policy"], "in words, as a page of ours"
    assert browser("POST", "/act/promise", {**fields, "csrftoken": good}, sec_fetch_site="cross-site").status_code == 403
    assert browser("GET", f"/act/promise?promise={key}&do=dismiss").status_code == 404
    assert browser("POST", "/act/nothing", {**fields, "csrftoken": good}).status_code == 404
    assert decisions(site) == []
    for next_ in ELSEWHERE:
        location = browser("POST", "/act/promise", {**fields, "csrftoken": good, "next": next_}).headers["location"]
        assert location.startswith("/?done="), next_


@pytest.mark.slow
def test_a_made_up_note_is_not_shown(opened: Open) -> None:
    """What the note says is read from the decision, never from the address."""
    _, site = opened(CALL)
    browser, key = Browser(site), promise_of(site)
    done = decide(browser, "promise", "/promises", promise=key, do="done").headers["location"]
    assert 'class="note"' in browser("GET", done).text
    for made_up in ("x", "<script>", "0" * 36, site.one("SELECT id FROM decision").upper()):
        assert 'class="note"' not in browser("GET", f"/promises?done={made_up}").text
    assert "done=" not in re.sub(r'value="[^"]*"', "", browser("GET", done).text), "no link carries it on"
