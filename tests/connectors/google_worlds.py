"""What the tests of Gmail share: a mailbox at the fake with its owner, and the world of the contract suite."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from connectors.base import MAX_MESSAGE, Change, Collection, Cursor
from connectors.files.listing import Size
from connectors.google.client import GoogleClient
from connectors.google.gmail import GmailOptions, scopes
from connectors.google.mailbox import ALL, SENT, GmailHarvester
from connectors.google.pace import Pace
from tests.connectors.contract import Store, mail
from tests.fakes.google import Google, google

RASA = "rasa@klimatas.example"
LISTED = 4  # ids in an answer: a listing is left in the middle of one


class OneCollection(GmailHarvester):
    """The contract is about one collection: that of all mail but what was sent."""

    def collections(self) -> Iterable[Collection]:
        return [c for c in super().collections() if c == ALL]


class Mailbox:
    """A person's mailbox, and the connector that reads it."""

    def __init__(self, world: Google, folder: Path, address: str = RASA) -> None:
        self.google, self.folder, self.address = world, folder, address
        self.mail = world.account(address).mail
        self.token = world.token_file(folder / "token.json", address)
        self._ids: dict[str, str] = {}
        self._opened: list[GmailHarvester] = []

    def harvester(
        self,
        kind: type[GmailHarvester] = GmailHarvester,
        *,
        items: int = 3,
        nbytes: int = 8_000_000,
        listed: int = LISTED,
        limit: int = MAX_MESSAGE,
        pace: Pace | None = None,
    ) -> GmailHarvester:
        """A connector as after a restart."""
        options = GmailOptions(account=self.address, token_file=str(self.token), endpoint=self.google.url)
        client = GoogleClient(options, self.folder, "gmail", scopes(options, reminders=False), pace=pace)
        self._opened.append(kind(client, max_message=limit, size=Size(items=items, nbytes=nbytes), listed=listed))
        return self._opened[-1]

    def asked(self) -> list[str]:
        """The methods asked for since this was called last; of a batch its calls."""
        methods = [one.method.removeprefix("gmail.users.") for one in self.google.log if one.method != "batch"]
        self.google.log.clear()
        return methods

    def close(self) -> None:
        for harvester in self._opened:
            harvester.close()

    # the world of the contract

    def open(self) -> GmailHarvester:
        return self.harvester(OneCollection)

    def raw(self, name: str) -> bytes:
        return mail(name)

    def add(self, name: str) -> None:
        self._ids[name] = self.mail.deliver(mail(name))

    def remove(self, name: str) -> None:
        self.mail.delete(self._ids[name])

    def damage(self, name: str) -> bool:
        self.mail.damage(self._ids[name])
        return True

    def flag(self, name: str) -> bool:
        id_ = self._ids[name]
        (self.mail.unlabel if "STARRED" in self.mail.labels_of(id_) else self.mail.label)(id_, "STARRED")
        return True

    def forget(self, cursor: Cursor) -> Cursor:
        self.mail.forget_history()
        return cursor

    def own(self) -> bool:
        return False

    def state(self) -> object:
        return self.mail.state()


def a_mailbox(folder: Path) -> Iterator[Mailbox]:
    """A mailbox for one test."""
    with google() as world:
        box = Mailbox(world, folder)
        yield box
        box.close()


class Reader:
    """What a store would know of both collections after the passes over them."""

    def __init__(self, box: Mailbox) -> None:
        self.box = box
        self.stores = {SENT.id: Store(), ALL.id: Store()}

    def go_on(self, harvester: GmailHarvester | None = None) -> dict[str, list[Change]]:
        """A pass over both; what each told."""
        harvester = harvester or self.box.harvester()
        told: dict[str, list[Change]] = {}
        for collection in harvester.collections():
            store = self.stores[collection.id]
            before = len(store.changes)
            for page in harvester.pages(collection, store.cursor):
                store.take(page)
            told[collection.id] = store.changes[before:]
        return told

    def there(self, collection: Collection = ALL) -> set[str]:
        """The ids it has."""
        return set(self.stores[collection.id].items)


NOON = int(dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC).timestamp() * 1000)
