"""Two people in Microsoft 365: what happens in their mailboxes at the fake, and what the program asks there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import connectors.graph
from connectors.graph import address_book, agenda, mailbox, pace
from connectors.graph.ours import UID
from tests.crash.cloud import PEOPLE, UNLIMITED, Cloud, Entry, load_with_small_pages
from tests.crash.cloud_scene import Firm
from tests.fakes.graph import Graph, Mailbox
from tests.store.world import ONA

WRITES = {"events.create", "events.update", "events.delete"}
_SOURCE = """
[[source]]
name = "{{who}}-{word}"
connector = "{connector}"
mailbox = "{{who}}@klimatas.example"
tenant = "{{tenant}}"
client_id = "{{client_id}}"
client_secret_file = "secret"
endpoint = "{{url}}"
owner = "{{who}}@klimatas.example"
{more}
"""
_MINUTES = dt.timedelta(minutes=30)


def make_ready(*_: str) -> None:
    """What the program needs to speak to Microsoft 365."""
    import msal  # noqa: F401 # loaded at the first sign-in

    load_with_small_pages(connectors.graph, address_book, agenda, mailbox)
    pace.ALLOWANCE = UNLIMITED


class GraphCloud(Cloud):
    """Mail, calendar and contacts of a mailbox each."""

    sources = "".join(
        _SOURCE.format(word=word, connector=connector, more=more)
        for word, connector, more in (("mail", "graph", ""), ("calendar", "graph-calendar", "reminders = true"), ("contacts", "graph-contacts", ""))
    )
    remembers_deleted = False

    def __init__(self, world: Graph) -> None:
        super().__init__(world)

    def box(self, who: str) -> Mailbox:
        """The mailbox of one of them."""
        return self.world.mailbox(PEOPLE[who])

    def options(self) -> dict[str, str]:
        return {"url": self.world.url, "tenant": self.world.tenant, "client_id": self.world.client_id}

    def move_in(self, folder: Path) -> None:
        self.world.secret_file(folder / "secret")
        for who in PEOPLE:
            self.box(who)

    # what people do

    def deliver(self, who: str, raw: bytes, at: dt.datetime, *, is_sent: bool, is_hidden: bool) -> str:
        mail = self.box(who).mail
        key = str(mail.deliver(raw, "sentitems" if is_sent else "inbox", at=at.astimezone(dt.UTC), is_read=is_sent))
        if is_hidden:
            mail.categorise(key, "Private")
        return key

    def put_away(self, who: str, mail: str, *, is_spam: bool) -> None:
        self.box(who).mail.move(mail, "junkemail" if is_spam else "deleteditems")

    def label(self, who: str, mail: str, name: str) -> None:
        self.box(who).mail.categorise(mail, name)

    def meet(self, who: str, name: str, start: dt.datetime, *, is_private: bool, weeks: int) -> str:
        more: dict[str, Any] = {"sensitivity": "private"} if is_private else {}
        if weeks:
            pattern = {"type": "weekly", "interval": 1, "daysOfWeek": [f"{start:%A}".lower()], "firstDayOfWeek": "monday"}
            more["recurrence"] = {"pattern": pattern, "range": {"type": "numbered", "startDate": f"{start:%Y-%m-%d}", "numberOfOccurrences": weeks}}
        guests = [{"type": "required", "emailAddress": {"name": "", "address": ONA}, "status": {"response": "accepted", "time": "0001-01-01T00:00:00Z"}}]
        at, until = _wall(start), _wall(start + _MINUTES)
        return str(self.box(who).calendars.add(f"Susitikimas {name}", at, until, uid=f"{name}@meetings.example", attendees=guests, **more))

    def move_meeting(self, who: str, meeting: str, start: dt.datetime) -> None:
        self.box(who).calendars.reschedule(meeting, _wall(start), _wall(start + _MINUTES))

    def delete_meeting(self, who: str, meeting: str) -> None:
        self.box(who).calendars.delete(meeting)

    def call_off(self, who: str, series: str, start: dt.datetime) -> str:
        self.box(who).calendars.delete(series, on=f"{start:%Y-%m-%d}")
        return ""

    def add_contact(self, who: str, name: str, address: str) -> str:
        return str(self.box(who).contacts.add(emailAddresses=[{"name": name, "address": address}], **_named(name)))

    def rename_contact(self, who: str, contact: str, name: str) -> None:
        self.box(who).contacts.change(contact, **_named(name))

    def entries(self, who: str) -> list[Entry]:
        calendars = self.box(who).calendars
        events = [calendars.get(key) for key in calendars.keys()]  # noqa: SIM118
        return [Entry(e["id"], uid, e["subject"], _start(e), e["body"]["content"]) for e in events if (uid := _uid(e))]

    def move_entry(self, who: str, entry: Entry, start: dt.datetime) -> None:
        self.box(who).calendars.reschedule(entry.id, _wall(start), _wall(start + _MINUTES))

    def retitle_entry(self, who: str, entry: Entry, title: str) -> None:
        self.box(who).calendars.change(entry.id, subject=title)

    def delete_entry(self, who: str, entry: Entry) -> None:
        self.box(who).calendars.delete(entry.id)

    def bad_day(self, who: str, number: int) -> str:
        box = self.box(who)
        match number % 4:
            case 0:
                box.mail.deltas.forget()
                return "mail forgotten"
            case 1:
                box.calendars.deltas.forget()
                return "calendars forgotten"
            case 2:
                box.contacts.deltas.forget()
                return "contacts forgotten"
        self.world.tokens.expire()
        return "tokens expired"

    # what is asked

    def is_write(self, asked: Any) -> bool:
        return asked.method in WRITES

    def uid(self, asked: Any) -> str:
        return _uid(asked.json or {})

    def entry_id(self, asked: Any) -> str:
        return str(asked.params.get("event", ""))

    def news(self, asked: Any, known: Mapping[str, str]) -> bool:
        match asked.method:
            case "messages.value":
                return asked.params["message"] not in known
            case "contacts.get":
                return asked.params["contact"] not in known
            case "events.get":
                return asked.params["event"] not in known
        return False

    def check(self, firm: Firm) -> None:
        """Entries have nobody to be told, and what a person deleted is asked for no more."""
        for number, one in enumerate(self.world.log):
            if one.verb == "GET" or one.method in ("token", "batch"):
                continue
            assert one.method in WRITES, f"{one.verb} {one.path}"
            assert "attendees" not in (one.json or {})
            assert firm.uid(one) or not one.applied, f"{one.verb} of something that is not ours"
            id_ = self.entry_id(one)
            assert not (one.applied and number >= firm.deleted.get(id_, len(self.world.log))), f"{one.method} after {id_} was deleted by a person"
        for who in PEOPLE:
            calendars = self.box(who).calendars
            assert calendars.invited == []
            ours = [calendars.get(entry.id) for entry in self.entries(who)]
            assert [event["attendees"] for event in ours if event["attendees"]] == []


def _uid(event: Mapping[str, Any]) -> str:
    return next((str(one["value"]) for one in event.get("singleValueExtendedProperties", ()) if one["id"] == UID), "")


def _start(event: Mapping[str, Any]) -> dt.datetime:
    assert event["start"]["timeZone"] == "UTC"
    return dt.datetime.fromisoformat(event["start"]["dateTime"][:19]).replace(tzinfo=dt.UTC)


def _wall(at: dt.datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}"


def _named(name: str) -> dict[str, str]:
    first, _, last = name.partition(" ")
    return {"displayName": name, "givenName": first, "surname": last}
