"""What the tests of reminders at Exchange share: a person with a mailbox at the fake, and the world of the contract suite."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from connectors.exchange.ours import PROPERTY_SET, UID_PROPERTY
from connectors.exchange.reminders import ExchangeReminders, Known
from tests.connectors.exchange_worlds import RASA, Mailbox
from tests.fakes.ews import Exchange, Item, exchange
from tests.fakes.ews.calendar import Calendar
from tests.fakes.ews.schema import t

_KEY = tuple(sorted({"PropertySetId": PROPERTY_SET, "PropertyName": UID_PROPERTY.lower(), "PropertyType": "String"}.items()))
_SHOWN = ("Subject", "Body", "Categories", "Sensitivity", "LegacyFreeBusyStatus", "RequiredAttendees", "OptionalAttendees", "Resources", "Location")


def mark_of(item: Item) -> str:
    """Our uid that an item bears, '' where it bears none."""
    found = item.extended.get(_KEY)
    return "" if found is None else "".join(found[-1].itertext())


class Person(Mailbox):
    """Somebody whose reminders are kept in the calendar of their mailbox."""

    def __init__(self, world: Exchange, folder: Path, address: str = RASA, **options: Any) -> None:
        super().__init__(world, folder, address)
        self.more = options
        self._kept: list[ExchangeReminders] = []

    @property
    def calendar(self) -> Calendar:
        return self.box.calendar

    def reminders(self, known: Known | None = None) -> ExchangeReminders:
        self._kept.append(ExchangeReminders(self.session(**self.more), known=known))
        return self._kept[-1]

    def end(self) -> None:
        """Let the connections go."""
        for one in self._kept:
            one.close()

    def entries(self) -> list[Item]:
        """All items of the calendar that bear our mark, the first made first."""
        return [item for item in self.calendar.items.values() if mark_of(item)]

    def entry(self, uid: str) -> Item:
        """The entry of a uid, which a copy is not."""
        (found,) = (item for item in self.entries() if mark_of(item) == uid == item.says("UID"))
        return found

    # the world of the contract

    def open(self, known: Known | None = None) -> ExchangeReminders:  # type: ignore[override] # of another contract than the mailbox
        return self.reminders(known)

    def change(self, uid: str, *, title: str = "", start: dt.datetime | None = None, note: str = "", done: bool | None = None) -> None:
        item = self.entry(uid)
        if title:
            self.calendar.change(item.id, Subject=title)
        if start:
            self.calendar.shift(item.id, start)
        if note:
            lines = "".join(f"<p>{line}</p>" for line in [*item.says("Body").splitlines(), note])
            item.fields["Body"] = t("Body", f"<html><body>{lines}</body></html>", BodyType="HTML")
            self.calendar.touch(item, ["Body"])
        if done:
            self.calendar.change(item.id, categories=[*item.categories(), "Atlikta"])

    def delete(self, uid: str) -> None:
        self.calendar.bin(self.entry(uid).id)

    def copy(self, uid: str) -> None:
        self.calendar.copy(self.entry(uid).id)

    def close(self) -> None:
        self.exchange.end()

    def forbid(self) -> bool:
        self.calendar.read_only = True
        return True

    def text(self, uid: str) -> str:
        item = self.entry(uid)
        return "\n".join(repr(etree.tostring(found, encoding="unicode")) for name in _SHOWN if (found := item.given(name)) is not None)


def a_person(folder: Path, **options: Any) -> Iterator[Person]:
    """Somebody for one test, of whose entries nobody was ever told and who lost nothing of their own."""
    with exchange() as world:
        person = Person(world, folder, **options)
        own = person.calendar.item(person.calendar.meet("Susitikimas", dt.datetime(2026, 3, 4, 9, tzinfo=dt.UTC)))
        yield person
        person.end()
        assert own in person.calendar.items.values()
        assert not [item for item in person.entries() if any(item.given(name) is not None for name in ("RequiredAttendees", "OptionalAttendees"))]
