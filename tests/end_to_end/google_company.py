"""The small company of the store's tests with mail, calendars and address books at the fake of Google."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from syncd.once import Outcome
from tests.fakes.google import Account, Google
from tests.store.world import NOW, Office

_SOURCE = """
[[source]]
name = "{who}-{word}"
connector = "{connector}"
account = "{who}@klimatas.example"
token_file = "{who}.json"
endpoint = "{url}"
owner = "{who}@klimatas.example"
{more}
"""
_WORDS = {"gmail": "mail", "google-calendar": "calendar", "google-contacts": "contacts"}


class Workspace:
    """The company's folder, its people at Google, and the passes over them, each ten minutes after the one before."""

    def __init__(self, g: Google, folder: Path, people: Iterable[str] = ("rasa", "jonas"), connectors: Iterable[str] = ("google-calendar",), *, more: str = "", **options: str) -> None:
        self.g, self.people = g, tuple(people)
        tables = [
            _SOURCE.format(who=who, word=_WORDS[connector], connector=connector, url=g.url, more=more if connector == "google-calendar" else "")
            for who in self.people
            for connector in connectors
        ]
        folder.mkdir(exist_ok=True)
        self.office = Office(folder, people=(), options={"sources": "".join(tables), **options})
        self.office.now = NOW
        for who in self.people:
            self.sign_in(who)

    def sign_in(self, who: str) -> None:
        """What `syncd auth google` leaves behind."""
        self.g.token_file(self.office.folder / f"{who}.json", self.account(who).address)

    def account(self, who: str) -> Account:
        """One of them at Google."""
        return self.g.account(f"{who}@klimatas.example")

    def calendars(self, who: str) -> Any:
        """Their calendars."""
        return self.account(who).calendars

    def once(self) -> Outcome:
        """A pass that goes well, ten minutes after the one before."""
        outcome = self.any_once()
        assert [s.error for s in outcome.sources if s.error] == [] and outcome.reminders.errors == []
        return outcome

    def any_once(self) -> Outcome:
        """A pass, however it goes."""
        outcome = self.office.once()
        self.office.now += dt.timedelta(minutes=10)
        return outcome
