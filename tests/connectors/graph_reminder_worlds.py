"""What the tests of reminders in Microsoft 365 share: a person with a mailbox at the fake, and the world of the contract suite."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from connectors.graph.access import Consent, save_consent
from connectors.graph.calendars import GraphCalendarOptions, scopes
from connectors.graph.client import GraphClient
from connectors.graph.ours import UID
from connectors.graph.pace import Lane
from connectors.graph.reminders import GraphReminders
from connectors.pace import Allowance, Pace
from tests.fakes.graph import Clock, Graph, graph

RASA = "rasa@klimatas.example"
QUICK = Allowance(1e9, 1e9)  # the quota is no subject here
Way = Literal["program", "consent"]


class Person:
    """Somebody with a mailbox in Microsoft 365, and the connector that keeps their reminders there."""

    def __init__(self, world: Graph, clock: Clock, folder: Path, way: Way = "program") -> None:
        self.graph, self.clock, self.folder, self.way = world, clock, folder, way
        self.calendars = world.mailbox(RASA).calendars
        self.url = world.url
        self.allows(*scopes(self._options(""), reminders=True))
        self._opened: list[GraphReminders] = []

    def allows(self, *granted: str) -> None:
        """What the person, or an administrator, lets us do from now on."""
        if self.way == "program":
            self.key, self.path = "client_secret_file", self.graph.secret_file(self.folder / "secret")
            self.graph.tokens.roles = set(granted)
            self.graph.tokens.expire()
            return
        self.key, self.path = "token_file", self.folder / f"{len(list(self.folder.iterdir()))}.json"
        token = self.graph.tokens.grant(RASA, [*granted, "openid", "offline_access"])
        save_consent(self.path, Consent(account=RASA, tenant=self.graph.tenant, client_id=self.graph.client_id, refresh_token=token, scopes=list(granted)))

    def open(self) -> GraphReminders:
        options = self._options(str(self.path))
        lane = Lane(Pace(QUICK, now=self.clock, sleep=self.clock.sleep, date=lambda: dt.datetime.fromtimestamp(self.clock(), dt.UTC), whose="Microsoft Graph"))
        self._opened.append(GraphReminders(GraphClient(options, self.folder, scopes(options, reminders=True), lane=lane)))
        return self._opened[-1]

    def end(self) -> None:
        """Let the connections go."""
        for one in self._opened:
            one.close()

    def key_of(self, uid: str) -> str:
        """The id of the entry, the one made first."""
        return next(key for key in self.calendars.keys() if {"id": UID, "value": uid} in self.calendars.get(key)["singleValueExtendedProperties"])  # noqa: SIM118

    def entry(self, uid: str) -> dict[str, Any]:
        """The event as Graph has it."""
        return dict(self.calendars.get(self.key_of(uid)))

    def entries(self) -> list[dict[str, Any]]:
        """All events of the default calendar, of whatever kind."""
        return [self.calendars.get(key) for key in self.calendars.keys(self.calendars.default)]

    def asked(self) -> list[str]:
        """The methods asked for since this was called last, without those of signing in."""
        methods = [one.method for one in self.graph.log if "." in one.method]
        self.graph.log.clear()
        return methods

    # the world of the contract

    def change(self, uid: str, *, title: str = "", start: dt.datetime | None = None, note: str = "", done: bool | None = None) -> None:
        key = self.key_of(uid)
        if title:
            self.calendars.change(key, subject=title)
        if start:
            end = start + dt.timedelta(minutes=15)
            self.calendars.reschedule(key, f"{start:%Y-%m-%dT%H:%M:%S}", f"{end:%Y-%m-%dT%H:%M:%S}")
        if note:
            before = self.calendars.get(key)["bodyPreview"]
            self.calendars.change(key, body={"contentType": "text", "content": f"{before}\r\n\r\n{note}"})
        if done:
            self.calendars.change(key, categories=[*self.calendars.get(key)["categories"], "Atlikta"])

    def delete(self, uid: str) -> None:
        self.calendars.delete(self.key_of(uid))

    def copy(self, uid: str) -> None:
        self.clock.sleep(60)
        self.calendars.copy(self.key_of(uid))

    def close(self) -> None:
        self.url = "http://127.0.0.1:1"

    def forbid(self) -> bool:
        self.allows("Calendars.Read")
        return True

    def state(self) -> object:
        return self.calendars.state()

    def text(self, uid: str) -> str:
        return json.dumps(self.entry(uid))

    def _options(self, path: str) -> GraphCalendarOptions:
        way = {self.key: path} if path else {}
        return GraphCalendarOptions(mailbox=RASA, tenant=self.graph.tenant, client_id=self.graph.client_id, endpoint=self.url, **way)


def a_person(folder: Path, way: Way = "program") -> Iterator[Person]:
    """Somebody for one test, of whom nobody was ever written to."""
    clock = Clock()
    with graph(clock=clock) as world:
        world.tokens.lifetime = 86_400 * 30
        person = Person(world, clock, folder, way)
        yield person
        person.end()
        assert person.calendars.invited == [], "somebody would have been told of an entry"
        assert not [key for key in person.calendars.keys() if person.calendars.get(key)["attendees"]]  # noqa: SIM118
