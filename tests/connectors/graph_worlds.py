"""What the tests of Microsoft 365 share: a mailbox at the fake of Graph, and the world of the contract suite."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from connectors.base import MAX_MESSAGE, Change, Collection, Cursor, Fetched, Harvester
from connectors.files.listing import Size
from connectors.graph.account import CALENDARS_READ, CONTACTS_READ, MAIL_READ, GraphAccount
from connectors.graph.address_book import GraphContactsHarvester
from connectors.graph.agenda import GraphAgendaHarvester
from connectors.graph.client import GraphClient
from connectors.graph.events import Events
from connectors.graph.mailbox import GraphMailHarvester
from connectors.graph.ours import UID
from connectors.graph.pace import Lane
from connectors.graph.resync import Turns
from connectors.pace import Allowance, Pace
from tests.connectors.contract import Store, mail
from tests.fakes.graph import Clock, Graph, graph

RASA = "rasa@klimatas.example"
FAST = Allowance(1e9, 1e9)


class Person:
    """Somebody with a mailbox, and connections to it as after a restart; waits take no time."""

    def __init__(self, world: Graph, clock: Clock, folder: Path, address: str = RASA) -> None:
        self.graph, self.clock, self.folder, self.address = world, clock, folder, address
        self.box = world.mailbox(address)
        self.secret = world.secret_file(folder / "secret")
        self.turns = Turns(now=clock)
        self._opened: list[GraphClient] = []

    def keys(self) -> dict[str, str]:
        """The keys of a source."""
        g = self.graph
        return {"mailbox": self.address, "tenant": g.tenant, "client_id": g.client_id, "endpoint": g.url, "client_secret_file": str(self.secret)}

    def client(self, *scopes: str) -> GraphClient:
        """A connection of its own."""
        pace = Pace(FAST, now=self.clock, sleep=self.clock.sleep, date=lambda: dt.datetime.fromtimestamp(self.clock(), dt.UTC), whose="Microsoft Graph")
        self._opened.append(GraphClient(GraphAccount(**self.keys()), self.folder, scopes, lane=Lane(pace)))
        return self._opened[-1]

    def asked(self) -> list[str]:
        """The methods asked for since this was called last, without those of signing in; of a batch its calls."""
        methods = [one.method for one in self.graph.log if one.method not in ("token", "discovery", "instances", "batch")]
        self.graph.log.clear()
        return methods

    def close(self) -> None:
        for client in self._opened:
            client.close()


class Mailbox(Person):
    """A person's mail; for the contract its inbox."""

    collection = "inbox"

    def __init__(self, world: Graph, clock: Clock, folder: Path, address: str = RASA) -> None:
        super().__init__(world, clock, folder, address)
        self.mail = self.box.mail
        self.ids: dict[str, str] = {}

    def harvester(
        self, kind: type[GraphMailHarvester] = GraphMailHarvester, *, items: int = 3, nbytes: int = 8_000_000, limit: int = MAX_MESSAGE
    ) -> GraphMailHarvester:
        """A connector as after a restart."""
        return kind(self.client(MAIL_READ), max_message=limit, size=Size(items=items, nbytes=nbytes), turns=self.turns, now=self.clock)

    # the world of the contract

    def open(self) -> Harvester:
        name = self.collection

        class OneFolder(GraphMailHarvester):
            """The contract is about one collection."""

            def collections(self) -> Iterable[Collection]:
                return [c for c in super().collections() if c.id == name]

        return self.harvester(OneFolder)

    def raw(self, name: str) -> bytes:
        return mail(name)

    def add(self, name: str) -> None:
        self.ids[name] = self.mail.deliver(mail(name))

    def remove(self, name: str) -> None:
        self.mail.purge(self.ids[name])

    def damage(self, name: str) -> bool:
        self.mail.damage(self.ids[name])
        return True

    def flag(self, name: str) -> bool:
        id_ = self.ids[name]
        is_flagged = self.mail._messages[id_].flagged == "flagged"
        self.mail.flag(id_, "notFlagged" if is_flagged else "flagged")
        return True

    def forget(self, cursor: Cursor) -> Cursor:
        self.mail.deltas.forget()
        return cursor

    def own(self) -> bool:
        return False

    def state(self) -> object:
        return self.mail.state()


class Agenda(Person):
    """A person's calendar."""

    def __init__(self, world: Graph, clock: Clock, folder: Path, address: str = RASA) -> None:
        super().__init__(world, clock, folder, address)
        self.calendars = self.box.calendars
        self.ids: dict[str, str] = {}
        self._raw: dict[str, bytes] = {}

    def harvester(self, *, items: int = 3) -> GraphAgendaHarvester:
        """A connector as after a restart."""
        return GraphAgendaHarvester(self.client(CALENDARS_READ), size=Size(items=items), turns=self.turns, now=self.clock)

    # the world of the contract

    def open(self) -> Harvester:
        return self.harvester()

    def raw(self, name: str) -> bytes:
        """As the connector writes it down: what it leaves out is told by other tests."""
        if name not in self._raw:
            events = Events(self.client(CALENDARS_READ), self.calendars.default, {})
            (change,) = events.single([self.ids[name]])
            assert isinstance(change, Fetched)
            self._raw[name] = change.raw
        return self._raw[name]

    def add(self, name: str) -> None:
        self.ids[name] = self.calendars.add(f"Susitikimas {name}", "2026-03-02T10:00:00", "2026-03-02T10:30:00")
        self.raw(name)

    def remove(self, name: str) -> None:
        self.calendars.delete(self.ids[name])

    def damage(self, name: str) -> bool:
        return False  # an answer is JSON as a whole or is none

    def flag(self, name: str) -> bool:
        return False  # an event that is changed is told whole

    def forget(self, cursor: Cursor) -> Cursor:
        self.calendars.deltas.forget()
        return cursor

    def own(self) -> bool:
        """By its property alone, and by its uid."""
        self.calendars.extend(self.calendars.add("Pažadas", "2026-03-02T11:00:00", "2026-03-02T11:15:00"), UID, "syncd-0a1b")
        self.calendars.add("Pažadas", "2026-03-02T12:00:00", "2026-03-02T12:15:00", uid="syncd-0a1c")
        return True

    def state(self) -> object:
        return self.calendars.state()


class Cards(Person):
    """A person's contacts; for the contract those in the default folder."""

    def __init__(self, world: Graph, clock: Clock, folder: Path, address: str = RASA) -> None:
        super().__init__(world, clock, folder, address)
        self.contacts = self.box.contacts
        self.ids: dict[str, str] = {}

    def harvester(self, *, items: int = 3) -> GraphContactsHarvester:
        """A connector as after a restart."""
        return GraphContactsHarvester(self.client(CONTACTS_READ), size=Size(items=items), turns=self.turns, now=self.clock)

    # the world of the contract

    def open(self) -> Harvester:
        return self.harvester()

    def raw(self, name: str) -> bytes:
        told = {"id": self.ids[name], "displayName": name, "givenName": "Ona", "emailAddresses": [{"name": name, "address": f"{name}@laikrodis.example"}]}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()

    def add(self, name: str) -> None:
        self.ids[name] = self.contacts.add(displayName=name, givenName="Ona", emailAddresses=[{"name": name, "address": f"{name}@laikrodis.example"}])

    def remove(self, name: str) -> None:
        self.contacts.delete(self.ids[name])

    def damage(self, name: str) -> bool:
        return False  # an answer is JSON as a whole or is none

    def flag(self, name: str) -> bool:
        return False  # a contact that is changed is told whole

    def forget(self, cursor: Cursor) -> Cursor:
        self.contacts.deltas.forget()
        return cursor

    def own(self) -> bool:
        return False

    def state(self) -> object:
        return self.contacts.state()


def a_person(folder: Path, kind: type[Any]) -> Iterator[Any]:
    """Somebody of that kind, for one test."""
    clock = Clock()
    with graph(clock=clock) as world:
        world.tokens.lifetime = 86_400 * 365
        person = kind(world, clock, folder)
        yield person
        person.close()


class Reader:
    """What a store would know of every collection after the passes over them."""

    def __init__(self, opened: Any) -> None:
        self._open = opened
        self.stores: dict[str, Store] = {}

    def go_on(self, harvester: Harvester | None = None) -> dict[str, list[Change]]:
        """A pass over all; what each told, of those that told something."""
        harvester = harvester or self._open()
        told: dict[str, list[Change]] = {}
        for collection in harvester.collections():
            store = self.stores.setdefault(collection.id, Store())
            before = len(store.changes)
            for page in harvester.pages(collection, store.cursor):
                store.take(page)
            if store.changes[before:]:
                told[collection.id] = store.changes[before:]
        return told
