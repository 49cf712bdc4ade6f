"""The places of the sweep at the fakes of three providers, and all places by name."""

from __future__ import annotations

import datetime as dt
import re
import socket
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.crash import exchange_scene, google_scene, graph_scene
from tests.crash.cloud import Cloud
from tests.crash.places import REMINDERS, VILNIUS, Dav, Files, Imap, Memory, promise, question
from tests.crash.sweep import Place
from tests.fakes.ews import Exchange
from tests.fakes.google import Google
from tests.fakes.graph import Graph
from tests.fakes.wire import started
from tests.store.world import Office


class AtCloud(Place):
    """Rasa's mail, calendar and contacts at a provider's fake; which connector asked is told by what a request says."""

    def __init__(self, name: str, world: Any, cloud: Cloud, keeps: str, words: Mapping[bytes, str]) -> None:
        """`words`: bytes in a request → the connector that asked; the first that is found."""
        self.name, self.keeps, self.cloud, self.server, self._words = name, keeps, cloud, world.server, words

    def fill(self, office: Office) -> None:
        """The wire listens where the fake did, which moves away: so every address it tells leads over the wire."""
        self.rest()
        self.listening, self.server.socket = self.server.socket, socket.create_server(("127.0.0.1", 0))
        self.port = self.server.socket.getsockname()[1]
        office.configure(reminders=REMINDERS, sources=self.cloud.sources.format(who="rasa", **self.cloud.options()))
        self.cloud.move_in(office.folder)
        self.mails = [self._deliver(n) for n in range(4)]
        self.meetings = [self._meet(n) for n in range(4)]
        self.contacts = [self.cloud.add_contact("rasa", f"Pirkėjas Nr{n}", f"nr{n}@baltas.example") for n in range(4)]

    def change(self, office: Office) -> None:
        cloud = self.cloud
        for n in (4, 5):
            self._deliver(n)
        cloud.put_away("rasa", self.mails[0], is_spam=True)
        cloud.move_meeting("rasa", self.meetings[1], _day(1) + dt.timedelta(hours=2))
        cloud.delete_meeting("rasa", self.meetings[0])
        self._meet(7)
        cloud.rename_contact("rasa", self.contacts[1], "Ponas Nr1")
        cloud.add_contact("rasa", "Pirkėjas Nr7", "nr7@baltas.example")
        for entry in cloud.entries("rasa"):
            if "unit 0 " in entry.text:
                cloud.delete_entry("rasa", entry)
            elif "unit 1 " in entry.text:
                cloud.retitle_entry("rasa", entry, f"✓ {entry.title}")

    def begin(self) -> None:
        started(self.server)

    def rest(self) -> None:
        self.server.shutdown()

    def whose(self, request: bytes) -> str:
        return next((connector for word, connector in self._words.items() if word in request), f"{self.name}: signing in")

    def entries(self, office: Office) -> object:
        return sorted((e.uid, e.title, e.start.isoformat(), e.text) for e in self.cloud.entries("rasa"))

    def plain(self, line: str) -> str:
        return re.sub(self.cloud.own_ids, "of theirs", line)

    def amiss(self) -> list[str]:
        return list(self.cloud.world.violations)

    def _deliver(self, n: int) -> str:
        """A question comes, and a promise is sent; the id of the question."""
        when = dt.datetime(2026, 11, 9 + n, 10, tzinfo=dt.UTC)
        self.cloud.deliver("rasa", promise(n).raw(), when, is_sent=True, is_hidden=False)
        return self.cloud.deliver("rasa", question(n).raw(), when, is_sent=False, is_hidden=False)

    def _meet(self, n: int) -> str:
        return self.cloud.meet("rasa", f"m{n}", _day(n), is_private=False, weeks=0)


def _day(number: int) -> dt.datetime:
    return dt.datetime(2026, 11, 18 + number, 10, tzinfo=VILNIUS)


def at_google() -> Place:
    """Gmail, Google Calendar and the contacts."""
    world = Google(time.time, "all")
    google_scene.make_ready(world.url)
    words = {b"/gmail/": "gmail", b"/batch": "gmail", b"/calendar/": "google-calendar", b"/people": "google-contacts", b"/contactGroups": "google-contacts"}
    return AtCloud("google", world, google_scene.GoogleCloud(world), "google-calendar", words)


def at_microsoft() -> Place:
    """Mail, calendar and contacts in Microsoft 365."""
    graph_scene.make_ready()
    world = Graph(time.time, "all")
    words = {b"ontacts": "graph-contacts", b"ontactFolders": "graph-contacts", b"alendar": "graph-calendar", b"/events": "graph-calendar", b"essages": "graph", b"ailFolders": "graph"}
    return AtCloud("graph", world, graph_scene.GraphCloud(world), "graph-calendar", words)


def at_exchange() -> Place:
    """A mailbox of an Exchange Server, with all that is in it in one source."""
    exchange_scene.make_ready()
    world = Exchange(time.time, "all", None)
    return AtCloud("exchange", world, exchange_scene.ExchangeCloud(world), "exchange", {b"": "exchange"})


# ── all of them ──────────────────────────────────────────────────────────────────────────────────────────────────


def place(name: str) -> Place:
    """The place of that name, in a process that has read once what is read there: what is compiled at first use is there."""
    with tempfile.TemporaryDirectory() as folder:
        office, files = Office(Path(folder), people=()), Files()
        files.fill(office)
        office.once()
        files.change(office)
        office.once()
    return PLACES[name]()


PLACES: dict[str, Callable[[], Place]] = {
    "files": Files, "imap": Imap, "dav": Dav, "google": at_google, "graph": at_microsoft, "exchange": at_exchange, "memory": Memory,
}  # fmt: skip
