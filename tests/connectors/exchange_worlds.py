"""What the tests of Exchange share: a mailbox at the fake, and the worlds of the contract suite."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from connectors.base import MAX_MESSAGE, Change, Collection, Cursor
from connectors.exchange.harvest import ExchangeHarvester
from connectors.exchange.ours import PROPERTY_SET, UID_PROPERTY
from connectors.exchange.session import ExchangeSession
from connectors.exchange.source import ExchangeOptions
from connectors.files.listing import Size
from tests.connectors.contract import Store, mail
from tests.fakes.ews import Exchange, Folder, exchange, extended

RASA = "rasa@klimatas.example"
BEGIN = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


class Mailbox:
    """A person's mailbox, the connector that reads it, and the world of the contract: a folder of mail."""

    folder_name = "inbox"

    def __init__(self, world: Exchange, base: Path, address: str = RASA) -> None:
        self.exchange, self.base, self.address = world, base, address
        self.box = world.mailbox(address)
        self.secret = base / "password"
        self.secret.write_text(world.password)
        self.secret.chmod(0o600)
        self.ids: dict[str, str] = {}
        self._opened: list[ExchangeHarvester] = []

    @property
    def folder(self) -> Folder:
        return self.box.named(self.folder_name)

    def options(self, **more: Any) -> ExchangeOptions:
        """The keys of the source."""
        keys = {"auth": "basic", "url": self.exchange.url, "mailbox": self.address, "user": self.exchange.user, "password_file": str(self.secret)}
        return ExchangeOptions(**{**keys, "version": "Exchange2016", **more})

    def session(self, **more: Any) -> ExchangeSession:
        return ExchangeSession(self.options(**more), self.base)

    def harvester(
        self, kind: type[ExchangeHarvester] = ExchangeHarvester, *, items: int = 3, nbytes: int = 8_000_000, limit: int = MAX_MESSAGE, **more: Any
    ) -> ExchangeHarvester:
        """A connector as after a restart."""
        harvester = kind(self.session(**more), max_message=limit, is_journal=more.get("journal", False), size=Size(items=items, nbytes=nbytes))
        self._opened.append(harvester)
        return harvester

    def asked(self) -> list[str]:
        """The operations asked for since this was called last."""
        methods = [one.method for one in self.exchange.log]
        self.exchange.log.clear()
        return methods

    def close(self) -> None:
        for harvester in self._opened:
            harvester.close()

    # the world of the contract

    def open(self) -> ExchangeHarvester:
        name = self.folder_name

        class OneFolder(ExchangeHarvester):
            """The contract is about one collection."""

            def collections(self) -> Iterable[Collection]:
                return [c for c in super().collections() if c.id == name]

        return self.harvester(OneFolder)

    def raw(self, name: str) -> bytes:
        return mail(name)

    def add(self, name: str) -> None:
        self.ids[name] = self.box.inbox.deliver(mail(name))

    def remove(self, name: str) -> None:
        self.folder.delete(self.ids[name])

    def damage(self, name: str) -> bool:
        self.folder.item(self.ids[name]).refused = "ErrorItemCorrupt"
        return True

    def flag(self, name: str) -> bool:
        item = self.folder.item(self.ids[name])
        self.folder.mark(item.id, read=item.says("IsRead") != "true")
        return True

    def forget(self, cursor: Cursor) -> Cursor:
        self.box.forget_sync_states()
        return cursor

    def own(self) -> bool:
        return False

    def state(self) -> object:
        return {f.id: [(i.id, i.version, i.mime, sorted(i.fields)) for i in f.items.values()] for f in self.box.folders.values()}


class Entries(Mailbox):
    """The same with a folder whose items are told as XML: that in which they are is written by the connector, not by us."""

    def raw(self, name: str) -> bytes:
        from connectors.exchange.items import kind_of
        from connectors.exchange.operations import get_items

        role = {"calendar": "calendar", "contacts": "contacts", "journal": "calls"}[self.folder_name]
        if name not in self._raw:
            from connectors.exchange.items import entry

            session = self.session()
            (item,) = session.call(get_items, session.account, [self.ids[name]], kind_of(role).fields)
            told = entry(self.ids[name], item, kind_of(role))  # type: ignore[arg-type] # there it is
            assert told is not None
            self._raw[name] = told.raw
            session.close()
        return self._raw[name]

    def __init__(self, world: Exchange, base: Path, address: str = RASA) -> None:
        super().__init__(world, base, address)
        self._raw: dict[str, bytes] = {}

    def flag(self, name: str) -> bool:
        return False


class Agenda(Entries):
    """A calendar."""

    folder_name = "calendar"

    def add(self, name: str) -> None:
        self.ids[name] = self.box.calendar.meet(name, BEGIN, BEGIN + dt.timedelta(hours=1))
        self.raw(name)

    def own(self) -> bool:
        id_ = self.box.calendar.meet("Paskambinti Onai", BEGIN, BEGIN + dt.timedelta(hours=1))
        self.box.calendar.item(id_).set(
            extended("syncd-0123456789abcdef", PropertySetId=PROPERTY_SET, PropertyName=UID_PROPERTY, PropertyType="String")
        )
        return True


class Cards(Entries):
    """Contacts."""

    folder_name = "contacts"

    def add(self, name: str) -> None:
        self.ids[name] = self.box.contacts.card(f"Ona {name}")
        self.raw(name)


class Journal(Entries):
    """The journal, of which telephone calls are read."""

    folder_name = "journal"

    def add(self, name: str) -> None:
        self.box.journal.note(f"A task of {name}", BEGIN, 5, kind="Task")
        self.ids[name] = self.box.journal.note(name, BEGIN, 5)
        self.raw(name)


def a_mailbox(folder: Path, kind: type[Mailbox] = Mailbox) -> Iterator[Mailbox]:
    """A mailbox for one test."""
    with exchange() as world:
        box = kind(world, folder)
        yield box
        box.close()


class Reader:
    """What a store would know of every folder after the passes over them."""

    def __init__(self, box: Mailbox) -> None:
        self.box = box
        self.stores: dict[str, Store] = {}

    def go_on(self, harvester: ExchangeHarvester | None = None) -> dict[str, list[Change]]:
        """A pass over all; what each told, of those that told something."""
        harvester = harvester or self.box.harvester()
        told: dict[str, list[Change]] = {}
        for collection in harvester.collections():
            store = self.stores.setdefault(collection.id, Store())
            before = len(store.changes)
            for page in harvester.pages(collection, store.cursor):
                store.take(page)
            if store.changes[before:]:
                told[collection.id] = store.changes[before:]
        return told
