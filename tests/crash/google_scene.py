"""Two people at Google: what happens to their mail, calendars and contacts at the fake, and what the program asks there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import connectors.google
from connectors.google import address_book, agenda, mailbox, pace
from connectors.google.entries import uid_of
from connectors.google.service import PLACES, service
from tests.connectors.google_agenda_worlds import entry as meeting
from tests.crash.cloud import PEOPLE, UNLIMITED, Cloud, Entry, load_with_small_pages
from tests.crash.cloud_scene import Firm
from tests.fakes.google import Account, Google
from tests.store.world import ONA

UID = "syncdUid"  # the private property by which an entry of ours is known in a calendar
WRITES = {"calendar.events.insert", "calendar.events.patch", "calendar.events.delete", "calendar.calendars.insert"}
_SOURCE = """
[[source]]
name = "{{who}}-{word}"
connector = "{connector}"
account = "{{who}}@klimatas.example"
token_file = "{{who}}.json"
endpoint = "{{url}}"
owner = "{{who}}@klimatas.example"
{more}
"""


def make_ready(*endpoints: str) -> None:
    """What the program needs to speak to Google at these addresses."""
    from googleapiclient import discovery

    load_with_small_pages(connectors.google, address_book, agenda, mailbox)
    pace.ALLOWANCES.update(dict.fromkeys(PLACES, UNLIMITED))
    discovery.createMethod = _once_each(discovery.createMethod)  # a third of the work of a short pass
    for endpoint in endpoints:
        service("gmail", endpoint).users().messages()
        service("gmail", endpoint).users().history()
        service("gmail", endpoint).users().labels()
        service("people", endpoint).people().connections()
        service("people", endpoint).contactGroups()
        service("calendar", endpoint).calendarList()
        service("calendar", endpoint).calendars()
        service("calendar", endpoint).events()


def _once_each(make: Callable[..., Any]) -> Callable[..., Any]:
    """The library's maker of calls, which remembers what it made of each description."""
    made: dict[int, Any] = {}

    def remembered(name: str, description: Any, *rest: Any) -> Any:
        if id(description) not in made:
            made[id(description)] = (make(name, description, *rest), description)  # kept, so that its id stays its own
        return made[id(description)][0]

    return remembered


class GoogleCloud(Cloud):
    """Gmail, Google Calendar and the contacts of both."""

    sources = "".join(
        _SOURCE.format(word=word, connector=connector, more=more)
        for word, connector, more in (("mail", "gmail", ""), ("calendar", "google-calendar", "reminders = true"), ("contacts", "google-contacts", ""))
    )
    makes_calendars = True
    own_ids = r"c_[0-9a-f]{26}@group\.calendar\.google\.com"

    def __init__(self, world: Google) -> None:
        super().__init__(world)
        self.labels = {who: {name: self.account(who).mail.make_label(name) for name in ("Private", "Klientai")} for who in PEOPLE}

    def account(self, who: str) -> Account:
        """One of them at Google."""
        return self.world.account(PEOPLE[who])

    def options(self) -> dict[str, str]:
        return {"url": self.world.url}

    def move_in(self, folder: Path) -> None:
        for who in PEOPLE:
            self.world.token_file(folder / f"{who}.json", PEOPLE[who])

    # what people do

    def deliver(self, who: str, raw: bytes, at: dt.datetime, *, is_sent: bool, is_hidden: bool) -> str:
        labels = ["SENT"] if is_sent else ["INBOX", self.labels[who]["Private"]] if is_hidden else ["INBOX", "UNREAD"]
        return str(self.account(who).mail.deliver(raw, *labels, at=int(at.timestamp() * 1000)))

    def put_away(self, who: str, mail: str, *, is_spam: bool) -> None:
        mails = self.account(who).mail
        mails.spam(mail) if is_spam else mails.delete(mail)

    def label(self, who: str, mail: str, name: str) -> None:
        self.account(who).mail.label(mail, self.labels[who][name])

    def meet(self, who: str, name: str, start: dt.datetime, *, is_private: bool, weeks: int) -> str:
        more: dict[str, Any] = {"visibility": "private"} if is_private else {}
        if weeks:
            more["recurrence"] = [f"RRULE:FREQ=WEEKLY;COUNT={weeks}"]
        guests = [{"email": PEOPLE[who], "responseStatus": "accepted"}, {"email": ONA, "responseStatus": "accepted"}]
        id_ = "meeting" + "".join(f"{ord(letter):02x}" for letter in name)  # of letters Google allows, and the same whatever came before
        said = meeting(name, start, id=id_, attendees=guests, organizer={"email": PEOPLE[who]}, **more)
        return str(self.account(who).calendars.put("primary", said))

    def move_meeting(self, who: str, meeting: str, start: dt.datetime) -> None:
        self.account(who).calendars.move("primary", meeting, start)

    def delete_meeting(self, who: str, meeting: str) -> None:
        self.account(who).calendars.delete("primary", meeting)

    def call_off(self, who: str, series: str, start: dt.datetime) -> str:
        return str(self.account(who).calendars.cancel_occurrence("primary", series, start))

    def add_contact(self, who: str, name: str, address: str) -> str:
        return str(self.account(who).contacts.add(names=[_named(name)], emailAddresses=[{"value": address}]))

    def rename_contact(self, who: str, contact: str, name: str) -> None:
        self.account(who).contacts.change(contact, names=[_named(name)])

    def entries(self, who: str) -> list[Entry]:
        calendars = self.account(who).calendars
        found = [event for title in calendars.titles() for event in calendars.events(title) if UID in _private(event)]
        return [Entry(e["id"], _private(e)[UID], e["summary"], dt.datetime.fromisoformat(e["start"]["dateTime"]), e["description"]) for e in found]

    def move_entry(self, who: str, entry: Entry, start: dt.datetime) -> None:
        self.account(who).calendars.move("Promises", entry.id, start)

    def retitle_entry(self, who: str, entry: Entry, title: str) -> None:
        self.account(who).calendars.change("Promises", entry.id, summary=title)

    def delete_entry(self, who: str, entry: Entry) -> None:
        self.account(who).calendars.delete("Promises", entry.id)

    def bad_day(self, who: str, number: int) -> str:
        account = self.account(who)
        match number % 4:
            case 0:
                account.mail.forget_history()
                return "history forgotten"
            case 1:
                account.calendars.forget_tokens()
                return "calendars forgotten"
            case 2:
                account.contacts.forget_tokens()
                return "contacts forgotten"
        self.world.expire(account.address)
        return "tokens expired"

    # what is asked

    def is_write(self, asked: Any) -> bool:
        return asked.method in WRITES

    def uid(self, asked: Any) -> str:
        return uid_of(asked.path.rpartition("/")[2] if asked.verb != "POST" else str(asked.json.get("id") or ""))

    def news(self, asked: Any, known: Mapping[str, str]) -> bool:
        account = self.world.account(asked.account)
        match asked.method:
            case "gmail.users.messages.get":
                return "format=raw" in asked.query and asked.params["id"] not in known
            case "calendar.events.list":
                return asked.params["calendarId"] == asked.account and not {e["id"] for e in account.calendars.events()} <= known.keys()
            case "people.people.connections.list":
                return not set(account.contacts.names()) <= known.keys()
        return False

    def check(self, firm: Firm) -> None:
        """Entries lie in the calendars made for them."""
        calendars = {who: self.account(who).calendars for who in PEOPLE}
        assert [one.titles().count("Promises") for one in calendars.values()] == [1, 1]
        assert [one.notified for one in calendars.values()] == [[], []]
        own = {PEOPLE[who]: one.calendar("Promises").id for who, one in calendars.items()}
        for number, one in enumerate(self.world.log):
            if one.verb == "GET" or one.method in ("token", "batch"):
                continue
            assert one.method in WRITES, f"{one.verb} {one.path}"
            if one.method == "calendar.calendars.insert":
                assert one.json["summary"] == "Promises"
                continue
            if one.status == 0 and not one.applied:
                continue  # of a process that was killed before
            assert one.params["sendUpdates"] == "none" and one.params["calendarId"] == own[one.account] and self.uid(one), one
            assert "attendees" not in (one.json or {})
            id_ = one.params.get("eventId") or one.json["id"]
            assert not (one.applied and number >= firm.deleted.get(id_, len(self.world.log))), f"{one.method} after {id_} was deleted by a person"


def _private(event: dict[str, Any]) -> dict[str, str]:
    return (event.get("extendedProperties") or {}).get("private") or {}


def _named(name: str) -> dict[str, str]:
    first, _, last = name.partition(" ")
    return {"displayName": name, "givenName": first, "familyName": last}
