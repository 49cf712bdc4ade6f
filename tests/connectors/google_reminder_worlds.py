"""What the tests of reminders at Google share: a person with calendars at the fake, and the world of the contract suite."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from connectors.google.account import CALENDARS_OWN, CALENDARS_READ, EVENTS_READ, EVENTS_WRITE
from connectors.google.calendars import GoogleCalendarOptions, scopes
from connectors.google.client import GoogleClient
from connectors.google.entries import event_id
from connectors.google.pace import Allowance, Pace
from connectors.google.reminders import GoogleReminders, Known
from tests.fakes.google import Google, google

RASA = "rasa@klimatas.example"
QUICK = Allowance(1e6, 1e6)  # the quota is no subject here
OWN_SCOPES = (EVENTS_READ, CALENDARS_READ, CALENDARS_OWN)
PRIMARY_SCOPES = (EVENTS_READ, CALENDARS_READ, EVENTS_WRITE)


class Person:
    """Somebody with a calendar at Google, and the connector that keeps their reminders in `name`."""

    has_done = False  # Google has no mark for it

    def __init__(self, world: Google, folder: Path, name: str = "Promises", address: str = RASA) -> None:
        self.google, self.folder, self.name, self.address = world, folder, name, address
        self.calendars = world.account(address).calendars
        self.url = world.url
        self.token = world.token_file(folder / f"{address}.json", address, PRIMARY_SCOPES if name == "primary" else OWN_SCOPES)
        self._opened: list[GoogleReminders] = []

    def open(self, known: Known | None = None) -> GoogleReminders:
        options = GoogleCalendarOptions(account=self.address, token_file=str(self.token), endpoint=self.url, reminder_calendar=self.name)
        client = GoogleClient(options, self.folder, "calendar", scopes(options, reminders=True), pace=Pace(QUICK, sleep=lambda _: None))
        self._opened.append(GoogleReminders(client, self.name, known=known))
        return self._opened[-1]

    def end(self) -> None:
        """Let the connections go."""
        for one in self._opened:
            one.close()

    def entry(self, uid: str) -> dict[str, Any]:
        """The event as Google has it."""
        return dict(self.calendars.event(self.name, event_id(uid)))

    def entries(self) -> list[dict[str, Any]]:
        """All events of the calendar, of whatever kind."""
        return list(self.calendars.events(self.name))

    def asked(self) -> list[str]:
        """The methods asked for since this was called last."""
        methods = [one.method.removeprefix("calendar.") for one in self.google.log]
        self.google.log.clear()
        return methods

    # the world of the contract

    def change(self, uid: str, *, title: str = "", start: dt.datetime | None = None, note: str = "", done: bool | None = None) -> None:
        id_ = event_id(uid)
        if title:
            self.calendars.change(self.name, id_, summary=title)
        if start:
            self.calendars.move(self.name, id_, start)
        if note:
            before = self.calendars.event(self.name, id_)["description"].replace("\n", "<br>")
            self.calendars.change(self.name, id_, description=f"<p>{before}<br>{note}</p>")

    def delete(self, uid: str) -> None:
        self.calendars.delete(self.name, event_id(uid))

    def copy(self, uid: str) -> None:
        self.calendars.copy(self.name, event_id(uid))

    def close(self) -> None:
        self.url = "http://127.0.0.1:1"

    def forbid(self) -> bool:
        self.calendars.set_role(self.name, "reader")
        return True

    def state(self) -> object:
        return {title: self.calendars.events(title, deleted=True) for title in self.calendars.titles()}

    def text(self, uid: str) -> str:
        return json.dumps(self.entry(uid))


def a_person(folder: Path, name: str = "Promises") -> Iterator[Person]:
    """Somebody for one test, of whom nobody was ever written to."""
    with google() as world:
        person = Person(world, folder, name)
        yield person
        person.end()
        assert person.calendars.notified == [], "somebody would have been told of an entry"
        assert not [e for title in person.calendars.titles() for e in person.calendars.events(title, deleted=True) if e.get("attendees")]
