"""The talk brief: a customer on one sheet, in the order in which it is needed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest

from syncd.store import no_contact
from syncd.world import World
from tests.datasette.conftest import Site
from tests.store.world import JONAS, ONA, PETRAS, RASA, Mail, Office

SIGNED = "\n\n--\nOna Kazlauskienė\nDirektorė\nUAB „Baltas“\ntel. +370 600 00102\n"
MAILS = (
    Mail(id="b1", sender=ONA, to=(RASA,), at="2026-11-02T09:00", subject="Siurblys", text=f"Laba diena,\n\nkiek kainuotų šilumos siurblys? Lapkričio 27 d. mano gimtadienis.{SIGNED}"),
    Mail(id="b2", sender=RASA, to=(ONA,), at="2026-11-10T09:00", subject="Re: Siurblys", text="Laba diena,\n\nšilumos siurblį siūlome už 4 200 EUR.\n", refs=("b1",)),
    Mail(id="b3", sender=PETRAS, to=(ONA,), at="2026-11-11T09:00", subject="Re: Siurblys", text="Laba diena,\n\nmeistrą atsiųsiu iki penktadienio.\n", refs=("b1",)),
    Mail(id="b4", sender=ONA, to=(RASA,), at="2026-11-12T09:00", subject="Gedimas", text=f"Laba diena,\n\nJūsų sumontuotas kondicionierius vėl neveikia, labai nusivyliau.{SIGNED}"),
    Mail(id="b5", sender=ONA, to=(RASA,), at="2026-11-13T09:00", subject="Sąskaita", text=f"Laba diena,\n\npinigus pervesiu iki trečiadienio.{SIGNED}"),
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Ona of Baltas: an offer, a promise each way, a complaint, a birthday that is near; she wishes no calls."""
    office = Office(tmp_path_factory.mktemp("brief") / "office")
    for mail in MAILS:
        office.send(mail)
    office.once()

    def forbid(world: World) -> None:
        with world.store.write() as db:
            no_contact.forbid(world.page(db), ONA, "call", "prašė <neskambinti>", "2027-01-31", "rasa")

    office.with_world(forbid)
    yield Site(office.folder / "config.toml")


def sheet(site: Site, language: str = "lt", table: str = "person", name: str = "Ona%") -> str:
    """The brief as it is read."""
    answer = site.get(f"/brief/{site.one(f'SELECT uuid FROM {table} WHERE name LIKE ?', name)}", accept_language=language)
    assert answer.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


HEADINGS = [
    ("en", "Do not call until 31 January 2027", "Complaints", "What we have promised them", "Offers", "What is known", "What was said last"),
    ("lt", "Neskambinti iki 2027 m. sausio 31 d.", "Skundai", "Ką jiems pažadėjome", "Pasiūlymai", "Kas žinoma", "Kas kalbėta paskiausiai"),
    ("ru", "Не звонить до 31 января 2027 г.", "Жалобы", "Что мы им обещали", "Предложения", "Что известно", "О чём говорили в последний раз"),
]


@pytest.mark.parametrize("words", HEADINGS, ids=[w[0] for w in HEADINGS])
def test_a_brief_says_first_what_must_not_be_done(site: Site, words: tuple[str, ...]) -> None:
    """R6: the wish not to be called stands above everything, then complaints, promises, offers, facts, and what was said last."""
    text = sheet(site, words[0])
    main = text[text.index("Ona Kazlauskienė", text.index(words[1]) - 200) :]
    places = [main.index(word) for word in words[1:]]
    assert places == sorted(places)


SAID = [
    ("meistrą atsiųsiu iki penktadienio", "what we have promised"),
    ("pinigus pervesiu iki trečiadienio", "what they have promised us"),
    ("vėl neveikia", "their complaint"),
    ("4\u00a0200 EUR", "the last offer with its price"),
    ("Direktorė", "their role, from what they sign"),
    ("+37060000102", "their telephone"),
    ("lietuviškai", "the language they write in"),
    ("netrukus: lapkričio 27 d.", "a birthday within two weeks"),
    ("Rasa Petraitė", "who looks after them"),
]


@pytest.mark.parametrize(("words", "reason"), SAID, ids=[s[1] for s in SAID])
def test_a_brief_has_what_is_needed_for_a_talk(site: Site, words: str, reason: str) -> None:
    """R6: who they are, what is open both ways, the last offers, complaints and personal facts."""
    assert " ".join(words.split()) in sheet(site), reason


def test_a_company_has_a_brief_of_all_its_people(site: Site) -> None:
    """Promises of every one of them, and the way to the brief of each."""
    company = sheet(site, table="organisation", name="%")
    assert "meistrą atsiųsiu iki penktadienio" in company and "Ona Kazlauskienė" in company


def test_what_strangers_wrote_stays_text_in_a_brief(site: Site) -> None:
    """T01: the reason of a wish is a colleague's text, and stands as text."""
    page = site.get(f"/brief/{site.one('SELECT uuid FROM person WHERE name LIKE ?', 'Ona%')}").text
    assert "&lt;neskambinti&gt;" in page and "<neskambinti>" not in page


@pytest.mark.slow
def test_the_page_of_a_promise_leads_to_the_brief(site: Site) -> None:
    """R6: the link of a reminder leads to the promise, and from there one step leads to the brief of whom it was given to."""
    key = site.one("SELECT key FROM promise WHERE promiser = ?", PETRAS)
    person = site.one("SELECT uuid FROM person WHERE name LIKE 'Ona%'")
    assert f'href="/brief/{person}"' in site.get(f"/promise/{key}").text
    assert f'href="/brief/{person}"' in site.get(f"/customer/{person}").text


def test_nobody_unknown_has_a_brief(site: Site) -> None:
    """An id of nobody is a page that does not exist."""
    assert site.get("/brief/00000000-0000-7000-8000-000000000000").status_code == 404
    assert JONAS not in sheet(site), "a colleague is no customer"
