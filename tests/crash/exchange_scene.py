"""Two people at an Exchange Server: what happens in their mailboxes at the fake, and what the program asks there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import connectors.exchange
from connectors.exchange import harvest
from connectors.exchange.ours import UID_PROPERTY
from tests.connectors.exchange_reminder_worlds import mark_of
from tests.crash.cloud import PEOPLE, Cloud, Entry, load_with_small_pages
from tests.crash.cloud_scene import Firm
from tests.fakes.ews import Exchange, Folder, Item, Mailbox
from tests.fakes.ews.schema import SPACES
from tests.store.world import ONA

READS = {"GetFolder", "FindFolder", "SyncFolderItems", "GetItem", "FindItem"}


def make_ready(*_: str) -> None:
    """What the program needs to speak to Exchange."""
    load_with_small_pages(connectors.exchange, harvest)


class ExchangeCloud(Cloud):
    """A mailbox each, with all that is in it in one source."""

    sources = """
[[source]]
name = "{who}-exchange"
connector = "exchange"
url = "{url}"
mailbox = "{who}@klimatas.example"
user = '{user}'
password_file = "password"
auth = "basic"
impersonate = true
version = "Exchange2016"
owner = "{who}@klimatas.example"
reminders = true
"""

    own_ids = r"AC[0-9A-Za-z+/]{90,}={0,2}"  # of what was moved: it has another id then

    def __init__(self, world: Exchange) -> None:
        super().__init__(world)
        self.binned: dict[str, Item] = {}  # entries that people deleted, by the ids they had

    def box(self, who: str) -> Mailbox:
        """The mailbox of one of them."""
        return self.world.mailbox(PEOPLE[who])

    def options(self) -> dict[str, str]:
        return {"url": self.world.url, "user": self.world.user}

    def move_in(self, folder: Path) -> None:
        path = folder / "password"
        path.touch(mode=0o600)
        path.write_text(self.world.password)
        for who in PEOPLE:
            self.box(who)

    # what people do

    def deliver(self, who: str, raw: bytes, at: dt.datetime, *, is_sent: bool, is_hidden: bool) -> str:
        folder = self.box(who).sent if is_sent else self.box(who).inbox
        return folder.deliver(raw, at=at.astimezone(dt.UTC), read=is_sent, categories=["Private"] if is_hidden else [])

    def put_away(self, who: str, mail: str, *, is_spam: bool) -> None:
        box = self.box(who)
        box.inbox.move(mail, box["junkemail"] if is_spam else box.deleted)

    def label(self, who: str, mail: str, name: str) -> None:
        self._folder_of(who, mail).change(mail, categories=[name])

    def meet(self, who: str, name: str, start: dt.datetime, *, is_private: bool, weeks: int) -> str:
        more = {"Sensitivity": "Private"} if is_private else {}
        rule = f"FREQ=WEEKLY;COUNT={weeks}" if weeks else ""
        return self.box(who).calendar.meet(f"Susitikimas {name}", start, uid=f"{name}@meetings.example", rule=rule, attendees=[ONA], **more)

    def move_meeting(self, who: str, meeting: str, start: dt.datetime) -> None:
        self.box(who).calendar.shift(meeting, start)

    def delete_meeting(self, who: str, meeting: str) -> None:
        self.box(who).calendar.bin(meeting)

    def call_off(self, who: str, series: str, start: dt.datetime) -> str:
        self.box(who).calendar.cancel_occurrence(series, start)
        return ""

    def add_contact(self, who: str, name: str, address: str) -> str:
        return self.box(who).contacts.card(name, emails=[address])

    def rename_contact(self, who: str, contact: str, name: str) -> None:
        first, _, last = name.partition(" ")
        self.box(who).contacts.change(contact, Subject=name, FileAs=f"{last}, {first}", DisplayName=name, GivenName=first, Surname=last)

    def entries(self, who: str) -> list[Entry]:
        found = [item for item in self.box(who).calendar.items.values() if mark_of(item)]
        return [Entry(i.id, mark_of(i), i.says("Subject"), dt.datetime.fromisoformat(i.says("Start")), i.says("Body")) for i in found]

    def move_entry(self, who: str, entry: Entry, start: dt.datetime) -> None:
        self.box(who).calendar.shift(entry.id, start)

    def retitle_entry(self, who: str, entry: Entry, title: str) -> None:
        self.box(who).calendar.change(entry.id, Subject=title)

    def delete_entry(self, who: str, entry: Entry) -> None:
        calendar = self.box(who).calendar
        self.binned[entry.id] = calendar.item(entry.id)
        calendar.bin(entry.id)

    def bad_day(self, who: str, number: int) -> str:
        if number % 2 == 0:
            self.box(who).forget_sync_states()
            return "sync states forgotten"
        self.world.busy("SyncFolderItems", back_off=50)
        return "server busy"

    def _folder_of(self, who: str, item: str) -> Folder:
        return next(folder for folder in self.box(who).folders.values() if item in folder.items)

    # what is asked

    def is_write(self, asked: Any) -> bool:
        return bool(asked.writes)

    def is_done(self, asked: Any) -> bool:
        return asked.applied and not asked.code

    def uid(self, asked: Any) -> str:
        marks = asked.request.iterfind(".//t:ExtendedProperty", SPACES)
        uris = ((mark.find("t:ExtendedFieldURI", SPACES), mark.findtext("t:Value", "", SPACES)) for mark in marks)
        return next((value for uri, value in uris if uri.get("PropertyName") == UID_PROPERTY), "")

    def entry_id(self, asked: Any) -> str:
        return next((one.get("Id") for one in asked.request.iterfind(".//t:ItemId", SPACES)), "")

    def news(self, asked: Any, known: Mapping[str, str]) -> bool:
        return asked.method == "GetItem" and not {one.get("Id") for one in asked.request.iterfind(".//t:ItemId", SPACES)} <= known.keys()

    def check(self, firm: Firm) -> None:
        """Entries have nobody to be told, and what a person deleted lies where they put it."""
        for one in self.world.log:
            if not one.writes:
                assert one.method in READS, one.method
                continue
            assert firm.uid(one) or not one.applied, f"{one.method} of something that is not ours"
            told = [one.request.get(name) for name in ("SendMeetingInvitations", "SendMeetingInvitationsOrCancellations", "SendMeetingCancellations")]
            assert [said for said in told if said] == ["SendToNone"]
            assert not list(one.request.iterfind(".//t:Attendee", SPACES))
        for item in self.binned.values():
            assert item.folder.name == "deleteditems" and item.id in item.folder.items
