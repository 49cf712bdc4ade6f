"""Pages of collisions (R2), of wishes not to be contacted (R3) and of who came back (R4): what they show to whom, and what is decided there."""

from __future__ import annotations

import html
import re
import sqlite3
from pathlib import Path

import pytest

from datasette_plugins import collisions, reviews
from datasette_plugins.rights import MANAGER, STAFF, Reader
from syncd.serve import build
from tests.datasette.conftest import Site
from tests.datasette.test_actions import decide, undo
from tests.datasette.test_rights import with_admin
from tests.datasette.test_signin import Browser
from tests.store.world import JOHN, JONAS, OLGA, ONA, PETRAS, RASA, Mail, Office

pytestmark = pytest.mark.slow

NOW = "2026-11-16T14:00:00+02:00"
MAILS = (
    Mail(id="a1", sender=RASA, to=(ONA,), at="2026-11-02T10:00", subject="Siurblys", text="Sveiki,\n\nsiūlome šilumos siurblį Daikin už 5400 EUR.\n\nRasa"),
    Mail(id="a2", sender=JONAS, to=(ONA,), at="2026-11-05T10:00", subject="Pasiūlymas", text="Sveiki,\n\nsiūlau šilumos siurblį LG už 4990 EUR.\n\nJonas"),
    Mail(id="a3", sender=JOHN, to=(RASA,), at="2026-11-10T10:00", subject="Offers", text="Hello,\n\nplease do not call me again.\n\nJohn"),
    Mail(id="a4", sender=ONA, to=(RASA,), at="2026-11-11T10:00", subject="Laiškai", text="Sveiki,\n\nprašau nebesiųsti man pasiūlymų.\n\nOna"),
    Mail(id="a5", sender=RASA, to=(ONA,), at="2026-11-15T10:00", subject="Dar vienas", text="Sveiki, Ona,\n\nprimenu apie mus.\n\nRasa"),
    Mail(id="a6", sender=OLGA, to=(RASA,), at="2025-03-10T10:00", subject="Спасибо", text="Здравствуйте! Всё работает, спасибо.\n\nОльга"),
    Mail(id="a7", sender=OLGA, to=(RASA,), at="2026-11-12T10:00", subject="Снова", text="Здравствуйте! Нужен ещё один насос.\n\nОльга"),
)


@pytest.fixture(autouse=True)
def that_day(the_day: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages read at the hour of the office."""
    monkeypatch.setenv("SYNCD_NOW", NOW)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An office after one pass over the mails."""
    office = Office(tmp_path / "o", people=("rasa", "jonas"))
    for mail in MAILS:
        office.send(mail)
    office.once()
    return Site(office.folder / "config.toml")


def test_the_pages_show_collisions_wishes_and_returns_in_three_languages(site: Site) -> None:
    expected = {
        "/collisions": ("silumos siurbli", "5", "Jonas Jonaitis", "Rasa Petraitė"),
        "/no-contact": ("please do not call me again.", "prašau nebesiųsti man pasiūlymų."),
        "/returned": ("Ольга Иванова", "Снова"),
    }
    for path, words in expected.items():
        for language in ("en", "lt", "ru"):
            page = html.unescape(site.get(path, accept_language=language).text)
            assert [w for w in words if w not in page] == [], f"{path} {language}"
    start = html.unescape(site.get("/", accept_language="en").text)
    assert "Offered twice" in start
    assert "after 1 year of silence" in start
    person = site.one("SELECT n.uuid FROM person n JOIN identifier d ON d.person_id = n.id WHERE d.value = ?", OLGA)
    assert "Came back 12 November" in html.unescape(site.get(f"/customer/{person}", accept_language="en").text)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Came back 12 November after 1 year of silence Last contact 10 March 2025, Rasa Petraitė"),
        ("lt", "Sugrįžo: lapkričio 12 d. tylėjo 1 metus Paskutinis ryšys: 2025 m. kovo 10 d., Rasa Petraitė"),
        ("ru", "Возвращение: 12 ноября после молчания: 1 год Последний контакт: 10 марта 2025 г., Rasa Petraitė"),
    ],
)
def test_the_short_card_says_that_a_customer_came_back(site: Site, language: str, said: str) -> None:
    """R4: also to a colleague who has nothing to do with them, and without a word of what was written."""
    site.config = with_admin(site.config)
    site.open(build(site.config))
    person = site.one("SELECT n.uuid FROM person n JOIN identifier d ON d.person_id = n.id WHERE d.value = ?", OLGA)
    page = site.get(f"/customer/{person}", x_remote_user=PETRAS, accept_language=language).text
    assert said in " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())
    assert [w for w in ("Снова", "/message/", "/promise/") if w in page] == []


def test_a_confirmed_wish_is_kept_with_its_words_and_a_dismissed_one_does_not_come_back(site: Site) -> None:
    browser = Browser(site)
    keys = dict(site.rows("SELECT address, key FROM no_contact_said"))
    assert decide(browser, "wish", "/no-contact", wish=keys[ONA], do="confirm").status_code == 303
    assert site.rows("SELECT subject, channel, reason FROM no_contact") == [(ONA, "mail", "prašau nebesiųsti man pasiūlymų.")]
    dismissed = decide(browser, "wish", "/no-contact", wish=keys[JOHN], do="dismiss")
    assert dismissed.status_code == 303
    page = html.unescape(site.get("/no-contact", accept_language="en").text)
    assert "please do not call me again." not in page
    assert undo(browser, dismissed).status_code == 303
    assert "please do not call me again." in html.unescape(site.get("/no-contact", accept_language="en").text)
    assert decide(browser, "wish", "/no-contact", wish="nothing", do="confirm").status_code == 404


def test_who_seems_to_ask_for_no_contact_is_gone_through_as_the_other_lists_are(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """One click each, the latest first, page by page; the view `reviews` has them beside who may be one, until somebody decides."""
    monkeypatch.setattr(reviews, "_WISHES", 1)
    browser, page = Browser(site), "/review/wishes"
    text = browser("GET", page).text
    assert "prašau nebesiųsti man pasiūlymų." in text and "please do not call" not in text
    for language, said in (("en", "They seem to ask for it"), ("lt", "Atrodo, prašo nesusisiekti"), ("ru", "Похоже, просят не связываться")):
        assert said in site.get(page, accept_language=language).text
    later = re.search(r'rel="next" href="([^"]+)"', text)
    assert later and "please do not call me again." in browser("GET", html.unescape(later.group(1))).text
    asked = "SELECT a, b, reason, quote FROM reviews WHERE kind = 'no_contact' ORDER BY a"
    keys = dict(site.rows("SELECT address, key FROM no_contact_said"))
    johns = (JOHN, keys[JOHN], "asks for no calls", "please do not call me again.")
    assert site.rows(asked) == [johns, (ONA, keys[ONA], "asks for no mail", "prašau nebesiųsti man pasiūlymų.")]
    confirmed = decide(browser, "wish", page, wish=keys[ONA], do="confirm")
    assert site.rows(asked) == [johns]
    dismissed = decide(browser, "wish", page, wish=keys[JOHN], do="dismiss")
    assert site.rows(asked) == [] and "Nobody asks for it" in browser("GET", page).text
    assert undo(browser, dismissed).status_code == 303
    assert site.rows(asked) == [johns]
    assert undo(browser, confirmed).status_code == 303
    assert site.rows("SELECT subject FROM no_contact") == []


def test_a_collision_is_shown_to_managers_and_to_the_two_it_is_about(site: Site) -> None:
    db = sqlite3.connect(site.config.store.path.as_uri() + "?mode=ro", uri=True)
    (case,) = collisions.found(db, "2026-11-16T12:00:00Z", limit=5)
    nobody: frozenset[str] = frozenset()
    shown = {who: collisions.sees(db, Reader(who, STAFF), nobody, case) for who in (RASA, JONAS, PETRAS)}
    assert shown == {RASA: True, JONAS: True, PETRAS: False}
    assert collisions.sees(db, Reader("", MANAGER), nobody, case)
    assert not collisions.sees(db, Reader("", MANAGER), frozenset({PETRAS}), case), "of other people only"
    db.close()


def test_the_report_counts_collisions_by_month(site: Site) -> None:
    figures = site.get("/report/collisions.json?from=2026-11-01&to=2026-11-30").json()
    assert [row["collisions"] for row in (figures["rows"] if isinstance(figures, dict) else figures)] == [1]
