"""The pages say first who must not be contacted, and whom a company was left by (R3, R4)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest

from connectors import memory
from syncd.store import no_contact, organisations
from syncd.store.decisions import Decision
from syncd.world import World
from tests.datasette.conftest import Site
from tests.store.test_cards import BOOK, card
from tests.store.world import ONA, RASA, Mail, Office


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Ona, who left one company for another and wishes no calls; the old company is a customer no more."""
    folder = tmp_path_factory.mktemp("standing") / "office"
    folder.mkdir()
    world = f"{folder}/rasa"
    office = Office(folder, options={"sources": BOOK.format(who="rasa", world=world)})
    office.send(Mail(id="w1", sender="ona@senas.example", to=(RASA,), at="2025-03-10T10:00", text="Laba diena, turiu klausimą."))
    office.send(Mail(id="w2", sender=ONA, to=(RASA,), at="2026-11-10T10:00", text="Laba diena, turiu klausimą."))
    memory.world(world).mailbox.add("cards", "1", card("1", f"EMAIL:{ONA}", "EMAIL:ona@senas.example", name="Ona Kazlauskienė"), "text/vcard")
    office.once()

    def decide(opened: World) -> None:
        with opened.store.write() as db:
            page = opened.page(db)
            no_contact.forbid(page, ONA, "call", "prašė <neskambinti>", "2027-01-31", "rasa")
            no_contact.forbid(page, "baltas.example", "any", "", None, "rasa")
            no_contact.forbid(page, "senas.example", "mail", "", "2026-11-01", "rasa")
            organisations.decide_about(page, Decision("2026-11-16T12:00:00Z", "rasa", "command", "former", "senas.example", {"reason": "per brangu"}))

    office.with_world(decide)
    yield Site(folder / "config.toml")
    memory._worlds.pop(world, None)


def _text(site: Site, kind: str, name: str, language: str) -> str:
    """A page as it is read: without its marks."""
    table = {"customer": "people", "company": "organisations"}[kind]
    page = site.get(f"/{kind}/{site.one(f'SELECT id FROM {table} WHERE name = ?', name)}", accept_language=language).text
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


@pytest.mark.parametrize(
    ("language", "call", "whole", "formerly"),
    [
        ("en", "Do not call until 31 January 2027 : prašė <neskambinti> decided by rasa", "Do not contact (the whole company)", "Formerly at senas.example"),
        ("lt", "Neskambinti iki 2027 m. sausio 31 d. : prašė <neskambinti> nusprendė rasa", "Nesusisiekti (visa įmonė)", "Anksčiau dirbo senas.example"),
        ("ru", "Не звонить до 31 января 2027 г. : prašė <neskambinti> решение: rasa", "Не связываться (вся компания)", "Прежнее место работы senas.example"),
    ],
)
def test_a_persons_page_says_first_that_they_are_not_to_be_contacted(site: Site, language: str, call: str, whole: str, formerly: str) -> None:
    """The person's wish and the company's, above everything else, in the reader's language; then where they worked before."""
    text = _text(site, "customer", "Ona Kazlauskienė", language)
    assert call in text and whole in text and formerly in text
    assert text.index(call) < text.index(ONA)


def test_a_companys_page_says_why_it_left_and_who_left_it(site: Site) -> None:
    """A wish that is over is not shown."""
    text = _text(site, "company", "senas.example", "en")
    assert "Former customer per brangu" in text and "Worked here before Ona Kazlauskienė" in text
    assert "Do not" not in text
    assert "Do not contact decided by rasa" in _text(site, "company", "baltas.example", "en")
