"""CardDAV against two real servers: the contract of a Harvester, for cards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from connectors.base import Fetched
from connectors.dav.discovery import ADDRESS_BOOKS
from connectors.dav.harvest import DavHarvester
from tests.connectors.contract import HarvesterContract
from tests.connectors.dav_worlds import DavWorld, Server, session


class Cards(DavWorld):
    """An address book of its own for one test."""

    kind = ADDRESS_BOOKS
    suffix = ".vcf"

    def item(self, name: str) -> bytes:
        return f"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:{name}\r\nFN:Ona Žukienė {name}\r\nN:Žukienė;Ona;;;\r\nEND:VCARD\r\n".encode()

    def own(self) -> bool:
        return False


@pytest.mark.slow
class TestRadicale(HarvesterContract):
    """The contract at Radicale."""

    @pytest.fixture
    def world(self, radicale_server: Server) -> Iterator[Cards]:
        person, home = radicale_server.somebody()
        yield Cards(person, person.make_book(f"{home}cards/", "Klientai"))


@pytest.mark.slow
class TestXandikos(HarvesterContract):
    """The contract at Xandikos."""

    @pytest.fixture
    def world(self, xandikos_server: Server) -> Iterator[Cards]:
        person, _ = xandikos_server.somebody()
        book = "/anna/contacts/addressbook/"
        yield Cards(person, book)
        for path in person.tags(book):
            person.delete(path)


def test_calendars_beside_address_books_are_not_read_as_cards(radicale_server: Server) -> None:
    """One home often holds both; each is found from the server's root by its own kind."""
    person, home = radicale_server.somebody()
    person.make_calendar(f"{home}work/", "Darbas")
    person.make_book(f"{home}cards/", "Klientai")
    harvester = DavHarvester(session(person.account, ADDRESS_BOOKS))
    assert [(c.name, c.role) for c in harvester.collections()] == [("Klientai", "contacts")]
    assert [c.name for c in DavHarvester(session(person.account)).collections()] == ["Darbas"]


def test_a_card_is_given_as_it_is(radicale_server: Server) -> None:
    """text/vcard with the line ends of RFC 6350, letters intact."""
    person, home = radicale_server.somebody()
    world = Cards(person, person.make_book(f"{home}cards/", "Klientai"))
    world.add("ona")
    harvester = world.open()
    (book,) = harvester.collections()
    (page,) = harvester.pages(book, None)
    (card,) = page.changes
    assert isinstance(card, Fetched) and card.media_type == "text/vcard"
    assert "FN:Ona Žukienė ona\r\n" in card.raw.decode() and card.raw.endswith(b"END:VCARD\r\n")
