"""Contacts of Microsoft 365: the contract of a Harvester, against the fake of Graph, and Graph's own ways."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.base import Collection, Fetched, Gone
from syncd.core.graph.contacts import SENSITIVITY, WEDDING, read_graph_contact
from syncd.errors import CursorExpired, SourceError
from tests.connectors.contract import HarvesterContract, Store
from tests.connectors.graph_worlds import Cards, Reader, a_person


class TestGraphContacts(HarvesterContract):
    @pytest.fixture
    def world(self, tmp_path: Path) -> Iterator[Cards]:
        yield from a_person(tmp_path, Cards)


@pytest.fixture
def cards(tmp_path: Path) -> Iterator[Cards]:
    yield from a_person(tmp_path, Cards)


def test_every_folder_is_an_address_book_however_deep(cards: Cards) -> None:
    """The default one is not in Graph's list of folders."""
    clients = cards.contacts.make_folder("Klientai")
    service = cards.contacts.make_folder("Servisas", clients)
    assert [(c.id, c.name) for c in cards.open().collections()] == [("contacts", "Contacts"), (clients, "Klientai"), (service, "Klientai/Servisas")]


def test_a_contact_in_another_folder_is_gone_here_and_told_there(cards: Cards) -> None:
    """F52: by the same id."""
    clients = cards.contacts.make_folder("Klientai")
    cards.add("ona")
    reader = Reader(cards.harvester)
    reader.go_on()
    cards.contacts.move(cards.ids["ona"], clients)
    told = reader.go_on()
    assert {folder: [type(c) for c in changes] for folder, changes in told.items()} == {"contacts": [Gone], clients: [Fetched]}


def test_what_is_private_and_the_wedding_day_are_asked_for(cards: Cards) -> None:
    """Graph has no fields for them; without the first a private contact would be read as any other."""
    key = cards.contacts.add(displayName="Ona Kazlauskienė", categories=["Private"], personalNotes="Mėgsta tulpes", birthday="1980-05-04T11:59:00Z")
    cards.contacts.extend(key, SENSITIVITY, "2")
    cards.contacts.extend(key, WEDDING, "2005-07-16T00:00:00Z")
    store = Store()
    (told,) = store.run(cards.open())
    assert isinstance(told, Fetched) and (told.marks.sensitivity, told.marks.labels) == ("private", ("Private",))
    assert "tulpes" not in told.raw.decode()
    (card,) = read_graph_contact(told.raw).cards
    assert card.private
    assert b"2005-07-16" in told.raw and b"1980-05-04" in told.raw


def test_a_contact_marked_private_later_comes_with_that_mark(cards: Cards) -> None:
    """P3."""
    cards.add("ona")
    store = Store()
    store.run(cards.open())
    cards.contacts.extend(cards.ids["ona"], SENSITIVITY, "2")
    cards.contacts.change(cards.ids["ona"], categories=["Šeima"])
    (told,) = store.run(cards.open())
    assert isinstance(told, Fetched) and (told.marks.sensitivity, told.marks.labels) == ("private", ("Šeima",))


@pytest.mark.parametrize("removed_first", [False, True], ids=["twice", "removed and back"])
def test_what_is_told_again_doubles_nothing(cards: Cards, removed_first: bool) -> None:
    """F56."""
    cards.add("ona")
    cards.add("jonas")
    store = Store()
    store.run(cards.open())
    before = dict(store.items)
    cards.contacts.replay(cards.ids["ona"], removed_first=removed_first)
    store.run(cards.open())
    assert store.items == before


def test_a_known_folder_with_another_id_is_listed_again(cards: Cards) -> None:
    """F53: of a mailbox that was restored or moved."""
    cards.add("ona")
    store = Store()
    store.run(cards.open())
    cards.graph.says("contacts.delta", 404, code="ErrorItemNotFound")
    with pytest.raises(CursorExpired):
        store.run(cards.open())


def test_a_folder_that_is_gone_says_so(cards: Cards) -> None:
    """What was read of it stays."""
    clients = cards.contacts.make_folder("Klientai")
    collection = Collection(id=clients, name="Klientai", role="contacts")
    (page,) = cards.harvester().pages(collection, None)
    cards.contacts.remove_folder(clients)
    with pytest.raises(SourceError, match="what was read of it stays"):
        list(cards.harvester().pages(collection, page.cursor))
