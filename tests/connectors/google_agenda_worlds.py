"""A person with a calendar at the fake of Google, for the tests that read it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from connectors.base import Cursor
from connectors.files.listing import Size
from connectors.google.account import CALENDARS_READ, EVENTS_READ
from connectors.google.agenda import CalendarHarvester
from connectors.google.calendars import GoogleCalendarOptions
from connectors.google.client import GoogleClient
from connectors.google.ours import OWN_ID_PREFIX, UID_PROPERTY
from tests.fakes.google import Google

RASA = "rasa@klimatas.example"
VILNIUS = ZoneInfo("Europe/Vilnius")
MONDAY = dt.datetime(2026, 3, 2, 10, tzinfo=VILNIUS)


def entry(name: str, at: dt.datetime = MONDAY, **more: Any) -> dict[str, Any]:
    """A meeting of half an hour as Google keeps it, `name` in its title and uid; what is None is left out."""
    fields = {
        "iCalUID": f"{name}@meetings.example",
        "summary": f"Susitikimas {name}",
        "start": _moment(at),
        "end": _moment(at + dt.timedelta(minutes=30)),
        **more,
    }
    return {key: value for key, value in fields.items() if value is not None}


def _moment(at: dt.datetime) -> dict[str, str]:
    return {"dateTime": at.isoformat(), "timeZone": "Europe/Vilnius"}


class AgendaWorld:
    """The primary calendar of one person."""

    def __init__(self, g: Google, folder: Path) -> None:
        self.g, self.folder = g, folder
        self.calendars = g.account(RASA).calendars
        self.ids: dict[str, str] = {}
        self._opened: list[CalendarHarvester] = []

    def __enter__(self) -> AgendaWorld:
        return self

    def __exit__(self, *_: object) -> None:
        for one in self._opened:
            one.close()

    def open(self, **keys: str) -> CalendarHarvester:
        """`keys` are those of the config; pages have three events."""
        scopes = (EVENTS_READ, CALENDARS_READ)
        if not (self.folder / "rasa.json").exists():
            self.g.token_file(self.folder / "rasa.json", RASA, scopes)
        options = GoogleCalendarOptions(account=RASA, token_file="rasa.json", endpoint=self.g.url, **keys)
        client = GoogleClient(options, self.folder, "calendar", scopes)
        self._opened.append(CalendarHarvester(client, wanted=options.calendar, hidden=options.reminder_calendar, size=Size(items=3)))
        return self._opened[-1]

    def raw(self, name: str) -> bytes:
        event = self.calendars.event("primary", self.ids[name])
        people = {key: {"displayName": event[key].get("displayName"), "email": event[key]["email"]} for key in ("organizer", "creator")}
        named = {key: {k: v for k, v in person.items() if v} for key, person in people.items()}
        told = ("id", "iCalUID", "status", "eventType", "summary", "location", "start", "end", "sequence", "updated")
        whole = {key: event[key] for key in told if key in event} | named
        return json.dumps(whole, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()

    def add(self, name: str) -> None:
        self.ids[name] = self.calendars.put("primary", entry(name))

    def remove(self, name: str) -> None:
        self.calendars.delete("primary", self.ids[name])

    def damage(self, name: str) -> bool:
        return False  # an answer is JSON as a whole or is none

    def flag(self, name: str) -> bool:
        return False  # an event that is changed is told whole

    def forget(self, cursor: Cursor) -> Cursor:
        self.calendars.forget_tokens("primary")
        return cursor

    def own(self) -> bool:
        """By its id, by its private properties alone, and an occurrence of such a one."""
        private = {"private": {UID_PROPERTY: "syncd-0a1b"}}
        self.calendars.put("primary", entry("own1", iCalUID=None) | {"id": f"{OWN_ID_PREFIX}c4g"})
        self.calendars.put("primary", entry("own2", iCalUID=None, extendedProperties=private))
        return True

    def state(self) -> object:
        assert not [a for a in self.g.log if a.verb not in ("GET", "HEAD") and a.method not in ("token", "batch")]
        return [(c.id, c.revision, list(c.events)) for c in self.calendars._calendars.values()]
