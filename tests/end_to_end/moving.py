"""Rasa's mailbox on an Exchange Server, the one it becomes in Microsoft 365, and what goes from one to the other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from connectors.exchange.reminders import known_of
from connectors.graph.ours import PROPERTY_SET, property_id
from syncd.calendars import Kept
from syncd.moving import Pair, move
from syncd.once import Outcome
from syncd.world import World
from tests.connectors.exchange_reminder_worlds import mark_of
from tests.fakes.ews import Exchange, Item, exchange
from tests.fakes.graph import Graph, graph
from tests.store.world import JOHN, NOW, OLGA, ONA, RASA, Mail, Office

OLD = "rasa-exchange"
NEW = ("rasa-365", "rasa-365-calendar", "rasa-365-contacts")
_EXCHANGE = """
[[source]]
name = "rasa-exchange"
connector = "exchange"
url = "{url}"
mailbox = "rasa@klimatas.example"
user = '{user}'
password_file = "password"
auth = "basic"
impersonate = true
version = "Exchange2016"
owner = "rasa@klimatas.example"
reminders = {reminders}
"""
_GRAPH = """
[[source]]
name = "{name}"
connector = "{connector}"
mailbox = "rasa@klimatas.example"
tenant = "{tenant}"
client_id = "{client_id}"
client_secret_file = "secret"
endpoint = "{endpoint}"
owner = "rasa@klimatas.example"
{more}
"""
MAILS = (
    Mail(id="q1", sender=ONA, to=(RASA,), at="2026-11-12T09:00", text="Kiek kainuotų kondicionierius?"),
    Mail(id="p1", sender=RASA, to=(ONA,), at="2026-11-16T10:00", text="Sveiki, Ona,\n\nPaskambinsiu jums lapkričio 24 d. 15:00.\n\nRasa"),
    Mail(id="p2", sender=RASA, to=(JOHN,), at="2026-11-16T10:10", text="Hello John,\n\nI will send you the offer by 26 November.\n\nRasa"),
    Mail(id="p3", sender=RASA, to=(OLGA,), at="2026-11-16T10:20", text="Здравствуйте!\n\nПерезвоню вам 25 ноября в 11:00.\n\nРаса"),
    Mail(id="p4", sender=RASA, to=(ONA,), at="2026-11-16T10:30", subject="Sutartis", text="Sveiki,\n\nSutartį atsiųsiu lapkričio 27 d.\n\nRasa"),
)
VISIT = dt.datetime(2026, 11, 25, 8, tzinfo=dt.UTC)
PAST = dt.datetime(2026, 11, 10, 8, tzinfo=dt.UTC)


class Company:
    """Rasa's company before, during and after the change."""

    def __init__(self, x: Exchange, g: Graph, folder: Path) -> None:
        self.x, self.g = x, g
        self.old, self.new = x.mailbox(RASA), g.mailbox(RASA)
        self.office = Office(folder, people=(), options={"sources": ""})
        self.office.now = NOW
        (folder / "password").write_text(x.password)
        (folder / "password").chmod(0o600)
        g.secret_file(folder / "secret")
        self.configure()

    def configure(self, *, exchange: bool = True, graph: bool = False, keeper: str = "", **options: str) -> None:
        """The config names these; reminders are kept by the `keeper`, without one by the newest."""
        keeper = keeper or ("graph-calendar" if graph else "exchange")
        keys = {"tenant": self.g.tenant, "client_id": self.g.client_id, "endpoint": self.g.url}
        text = _EXCHANGE.format(url=self.x.url, user=self.x.user, reminders=str(keeper == "exchange").lower()) if exchange else ""
        if graph:
            for name, connector in zip(NEW, ("graph", "graph-calendar", "graph-contacts"), strict=True):
                text += _GRAPH.format(name=name, connector=connector, more="reminders = true" if connector == keeper else "", **keys)
        self.office.configure(sources=text, **options)

    def fill(self) -> None:
        """What Rasa's mailbox on Exchange holds."""
        for mail in MAILS:
            (self.old.sent if mail.sender == RASA else self.old.inbox).deliver(mail.raw(), read=True)
        self.old.calendar.meet("Apžiūra", VISIT, attendees=[ONA], uid="visit")
        self.old.calendar.meet("Pirmas susitikimas", PAST, attendees=[ONA], uid="first")
        self.old.contacts.card("Ona Kazlauskienė", emails=[ONA], phones={"MobilePhone": "+370 612 34567"}, CompanyName="Baltas")

    def migrate(self, *, entries: bool = False, marked: bool = True, without: tuple[str, ...] = ()) -> None:
        """Copy the mailbox to Microsoft 365, as an admin's tool does: mails but those `without`, meetings, contacts, and our `entries`."""
        for mail in MAILS:
            if mail.id not in without:
                (self.new.mail.send if mail.sender == RASA else self.new.mail.deliver)(mail.raw())
        guest = {"emailAddress": {"address": ONA, "name": ""}, "type": "required", "status": {"response": "accepted", "time": "0001-01-01T00:00:00Z"}}
        for subject, start, uid in (("Apžiūra", VISIT, "visit"), ("Pirmas susitikimas", PAST, "first")):
            at, end = start + dt.timedelta(hours=2), start + dt.timedelta(hours=3)  # in Vilnius
            self.new.calendars.add(
                subject, f"{at:%Y-%m-%dT%H:%M:%S}", f"{end:%Y-%m-%dT%H:%M:%S}", uid=uid, attendees=[guest],
                organizer={"emailAddress": {"name": "", "address": RASA}},
            )  # fmt: skip
        self.new.contacts.add(
            displayName="Ona Kazlauskienė", emailAddresses=[{"address": ONA, "name": "Ona"}], companyName="Baltas", mobilePhone="+370 612 34567"
        )
        for item in self.old_entries() if entries else ():
            self.copy_entry(item, marked=marked)

    def copy_entry(self, item: Item, *, marked: bool = True) -> str:
        """One entry of ours as a migration copies it: with the properties of other programs, or nothing but what a person sees."""
        start = dt.datetime.fromisoformat(item.says("Start"))
        end = start + dt.timedelta(minutes=15)
        key = self.new.calendars.add(
            item.says("Subject"), f"{start:%Y-%m-%dT%H:%M:%S}", f"{end:%Y-%m-%dT%H:%M:%S}", "UTC", uid=item.says("UID") if marked else "",
            body={"contentType": "text", "content": item.says("Body")}, categories=["Promise"],
        )  # fmt: skip
        for made in item.extended.values() if marked else ():
            uri, value = made[0], made[-1]
            if uri.get("PropertySetId", "").lower() == PROPERTY_SET:
                self.new.calendars.extend(key, property_id(uri.get("PropertyName", "")), "".join(value.itertext()))
        return key

    # the runs

    def once(self) -> Outcome:
        """A pass that goes well, in a process that has just begun."""
        known_of.cache_clear()
        outcome = self.office.once()
        self.office.now += dt.timedelta(minutes=10)
        assert [s.error for s in outcome.sources if s.error] == [] and outcome.reminders.errors == []
        return outcome

    def move(self, pair: Pair | None = None, **options: bool) -> tuple[dict[str, Any], Kept]:
        """`syncd source move rasa-exchange rasa-365 …`."""
        known_of.cache_clear()
        done: list[tuple[dict[str, Any], Kept]] = []

        def do(world: World) -> None:
            done.append(move(world, pair or Pair(OLD, NEW), **options))

        self.office.with_world(do)
        return done[0]

    # what is there

    def old_entries(self) -> list[Item]:
        return [item for item in self.old.calendar.items.values() if mark_of(item)]

    def old_entry(self, words: str) -> Item:
        (found,) = [item for item in self.old_entries() if words in item.says("Body")]
        return found

    def new_entries(self) -> dict[str, dict[str, Any]]:
        """Our entries in the new calendar by their text."""
        calendars, uid = self.new.calendars, property_id("syncdUid")
        events = [calendars.get(key) for key in calendars.keys(calendars.default)]
        marked = [one for one in events if any(p["id"] == uid for p in one.get("singleValueExtendedProperties", ()))]
        assert len(marked) == len({p["value"] for one in marked for p in one["singleValueExtendedProperties"] if p["id"] == uid}), "an entry twice"
        return {one["bodyPreview"]: one for one in marked}

    def new_key(self, words: str) -> str:
        (found,) = [one["id"] for text, one in self.new_entries().items() if words in text]
        return str(found)

    def states(self) -> dict[str, str]:
        """Of each row of the outbox that is not merely shown, by the day it is for."""
        return {str(day): str(state) for day, state in self.office.rows("SELECT substr(start_at, 1, 10), state FROM reminder ORDER BY 1")}

    def decisions(self) -> list[str]:
        return [str(kind) for (kind,) in self.office.rows("SELECT kind FROM decision ORDER BY seq")]

    def derived(self) -> list[str]:
        """What must be the same wherever the mailbox is: all but where things lie."""
        places = ("sighting|", "excluded|", "pending|", "card", "fact|", "reminder|")
        return [line for line in self.office.dump() if not line.startswith(places)]


@contextmanager
def company(folder: Path) -> Iterator[Company]:
    """With four entries of Rasa's on Exchange."""
    with exchange() as x, graph() as g:
        made = Company(x, g, folder)
        made.fill()
        made.once()
        assert len(made.old_entries()) == 4
        yield made


