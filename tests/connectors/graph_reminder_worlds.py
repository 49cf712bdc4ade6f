"""What the tests of reminders in Microsoft 365 share: a person with a mailbox at the fake, and the world of the contract suite."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections import Counter
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
from tests.connectors.contract_reminders import puts_changes_and_removes
from tests.fakes.graph import Clock, Graph, graph

RASA = "rasa@klimatas.example"
QUICK = Allowance(1e9, 1e9)  # the quota is no subject here
Way = Literal["program", "consent"]
DROPS = [(seed, 200 if os.environ.get("SYNCD_PROOF") else 9) for seed in (1, 2)]  # seed, entries


class Person:
    """Somebody with a mailbox in Microsoft 365, and the connector that keeps their reminders there."""

    def __init__(self, world: Graph, clock: Clock, folder: Path, way: Way = "program") -> None:
        self.graph, self.clock, self.folder, self.way = world, clock, folder, way
        self.calendars = world.mailbox(RASA).calendars
        self.url = world.url
        self.allows(*scopes(self._options(""), reminders=True))
        self._opened: list[Any] = []

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
        self._opened.append(GraphReminders(GraphClient(options, self.folder, scopes(options, reminders=True), lane=lane_of_test(self.clock))))
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

    def titles(self) -> list[str]:
        """What they are called."""
        return [one["subject"] for one in self.entries()]

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


def settled_though_answers_drop(person: Person, seed: int, count: int) -> dict[str, int]:
    """How many entries of each title there are at last, where one of ten writes is carried out and not answered."""
    person.graph.drops(0.1, seed)
    done = puts_changes_and_removes(person.open, seed, count)
    person.graph.drops(0)
    assert done and any(not one.status and one.applied for one in person.graph.log), "answers were dropped"
    assert len(list(person.open().look())) == len(person.entries())
    return dict(Counter(person.titles()))


def lane_of_test(clock: Clock) -> Lane:
    """A way to be asked by a clock of its own."""
    return Lane(Pace(QUICK, now=clock, sleep=clock.sleep, date=lambda: dt.datetime.fromtimestamp(clock(), dt.UTC), whose="Microsoft Graph"))


def a_person(folder: Path, way: Way = "program", kind: type[Person] = Person) -> Iterator[Person]:
    """Somebody for one test, of whom nobody was ever written to."""
    clock = Clock()
    with graph(clock=clock) as world:
        world.tokens.lifetime = 86_400 * 30
        person = kind(world, clock, folder, way)
        yield person
        person.end()
        assert person.calendars.invited == [], "somebody would have been told of an entry"
        assert not [key for key in person.calendars.keys() if person.calendars.get(key)["attendees"]]  # noqa: SIM118
