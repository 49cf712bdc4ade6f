"""The places of the sweep: what is there at first, and what comes, changes and goes after the first pass."""

from __future__ import annotations

import datetime as dt
import importlib
import os
import shutil
import socket
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

from connectors import memory
from connectors.base import Collection, Cursor, Marks, Page, Reminder, Seen
from connectors.dav.client import Account
from connectors.files.listing import Size
from tests.connectors.contract import event
from tests.connectors.dav_worlds import Person, close_all
from tests.crash.sweep import Place
from tests.crash.watching import at
from tests.fakes.imap_server import ImapServer
from tests.servers.radicale import PASSWORD, radicale
from tests.store.world import JOHN, ONA, RASA, Mail, Office, meeting

VILNIUS = ZoneInfo("Europe/Vilnius")
SMALL = 2  # items of a page
REMINDERS = 'hold = "0"\nskip_if_entry_exists = false\nbriefs = "off"\nper_day = 1000'
_OWNER = 'owner = "rasa@klimatas.example"\n'


def question(number: int) -> Mail:
    """A customer asks."""
    return Mail(id=f"asks{number}", sender=(ONA, JOHN)[number % 2], to=(RASA,), at=f"2026-11-0{number % 9 + 1}T09:00", subject=f"Klausimas {number}", text=f"What would unit {number} cost?")


def promise(number: int) -> Mail:
    """Rasa promises; her entry quotes it."""
    text = f"Hello,\n\nI will call you about unit {number} on {24 + number % 7} November 2026 at 1{number % 7}:00.\n\nRasa"
    return Mail(id=f"says{number}", sender=RASA, to=((ONA, JOHN)[number % 2],), at=f"2026-11-1{number % 6}T10:00", subject=f"Reikalas {number}", text=text)


def source(name: str, connector: str, *lines: str) -> str:
    """A table of the config; everything is Rasa's."""
    return f'\n[[source]]\nname = "{name}"\nconnector = "{connector}"\n{_OWNER}' + "".join(f"{line}\n" for line in lines)


def small_pages(*modules: str) -> None:
    """Pages of a few items, so that a little takes several requests and commits."""
    for module in modules:
        vars(importlib.import_module(module))["Size"] = lambda **_: Size(items=SMALL)


# ── mail and calendars in files ──────────────────────────────────────────────────────────────────────────────────


class Files(Place):
    """Every connector that reads files: Maildir, mbox, eml, calls, tables; a vdir with meetings, in which the reminders are."""

    name = "files"
    keeps = "vdir"
    folders: ClassVar = {"mail/rasa": "maildir", "archive.mbox": "mbox", "letters": "eml", "calendars/rasa": "vdir", "calls.csv": "calls", "orders.csv": "tables"}

    def fill(self, office: Office) -> None:
        small_pages("connectors.files.maildir", "connectors.files.vdir", "connectors.files.mbox", "connectors.files.eml", "connectors.calls", "connectors.tables")
        columns = 'columns = { id = "id", start = "start", caller = "caller", callee = "callee", seconds = "seconds" }'
        office.configure(reminders=REMINDERS, sources=(
            source("rasa-mail", "maildir", 'path = "mail/rasa"') + source("rasa-calendar", "vdir", 'path = "calendars/rasa"', "reminders = true")
            + source("archive", "mbox", 'path = "archive.mbox"') + source("letters", "eml", 'path = "letters"')
            + source("calls", "calls", 'path = "calls.csv"', columns) + source("orders", "tables", 'path = "orders.csv"', 'kind = "orders"')
        ))  # fmt: skip
        _maildir(office)
        for folder in ("letters", "calendars/rasa/work", "calendars/rasa/promises"):
            (office.folder / folder).mkdir(parents=True)
        for n in range(3):
            self._letter(office, n)
            self._meet(office, n, 18 + n)
        for n in range(4):
            office.put_mail("rasa", "Sent", promise(n).raw(), f"says{n}")
            office.put_mail("rasa", "", question(n).raw(), f"asks{n}")
        self._tables(office, 5)

    def change(self, office: Office) -> None:
        for n in (4, 5):
            office.put_mail("rasa", "Sent", promise(n).raw(), f"says{n}")
            office.put_mail("rasa", "", question(n).raw(), f"asks{n}")
        next((office.folder / "mail/rasa/cur").glob("asks0*")).unlink()
        self._letter(office, 3)
        (office.folder / "letters/0.eml").unlink()
        self._meet(office, 1, 27)
        self._meet(office, 3, 28)
        (office.folder / "calendars/rasa/work/m0.ics").unlink()
        self._tables(office, 8)
        office.entry_of("rasa", "unit 0").unlink()
        office.edit(office.entry_of("rasa", "unit 1"), (r"^DTSTART[^\r\n]*", "DTSTART;TZID=Europe/Vilnius:20261201T083000"))
        office.edit(office.entry_of("rasa", "unit 2"), (r"^SUMMARY:", "SUMMARY:✓ "))

    def entries(self, office: Office) -> object:
        return office.calendars()

    def _letter(self, office: Office, n: int) -> None:
        path = office.folder / f"letters/{n}.eml"
        path.write_bytes(question(10 + n).raw())
        box = office.folder / "archive.mbox"
        with box.open("ab") as file:
            file.write(b"From ona@baltas.example Mon Nov  9 09:00:00 2026\n" + question(20 + n).raw() + b"\n")
        _long_ago(path, box)

    def _meet(self, office: Office, n: int, day: int) -> None:
        office.put_entry("rasa", f"m{n}", meeting(f"m{n}@baltas.example", f"202611{day}T100000", f"Susitikimas {n}", people=(RASA, ONA), sequence=day))

    def _tables(self, office: Office, rows: int) -> None:
        calls, orders = office.folder / "calls.csv", office.folder / "orders.csv"
        calls.write_text("id;start;caller;callee;seconds\n" + "".join(f"{n};2026-11-{n + 2:02} 09:00:00;+3706123456{n};204;42\n" for n in range(rows)))
        orders.write_text("Numeris;Data;Klientas;Suma\n" + "".join(f"U-{n};2026-11-02;Baltas;1{n},50\n" for n in range(rows)))
        _long_ago(calls, orders)


def _maildir(office: Office) -> None:
    for box in ("", ".Sent"):
        for part in ("cur", "new", "tmp"):
            (office.folder / "mail/rasa" / box / part).mkdir(parents=True, exist_ok=True)


def _long_ago(*paths: Path) -> None:
    for path in paths:
        os.utime(path, (1_790_000_000, 1_790_000_000 + path.stat().st_size))


# ── mail at a server ─────────────────────────────────────────────────────────────────────────────────────────────


class Imap(Place):
    """Three folders of an IMAP server with all it may know."""

    name = "imap"

    def fill(self, office: Office) -> None:
        limits = importlib.import_module("connectors.imap.bodies").Limits
        account = importlib.import_module("connectors.imap.account").ImapAccount
        importlib.import_module("connectors.imap").connect = lambda options, max_message=0: account(options, limits(items=SMALL))
        (office.folder / "password").write_text("secret\n")
        (office.folder / "password").chmod(0o600)
        self.listening = socket.create_server(("127.0.0.1", 0))
        port = self.listening.getsockname()[1]
        office.configure(reminders=REMINDERS, sources=source("rasa-imap", "imap", 'host = "127.0.0.1"', f"port = {port}", 'tls = "none"', 'user = "anna"', 'password_file = "password"'))
        self.server = ImapServer()
        self.server.faults.most_connections = 1_000  # hundreds of programs end here without a word
        self.port = self.server.port
        self.server.folder("Sent", "\\Sent")
        self.server.folder("Archyvas")
        for n in range(5):
            self.server.inbox.add(question(n).raw())
            self.server.folders["Sent"].add(promise(n).raw(), "\\Seen")
        self.server.folders["Archyvas"].add(question(11).raw())

    def change(self, office: Office) -> None:
        for n in (5, 6, 7):
            self.server.inbox.add(question(n).raw())
        self.server.folders["Sent"].add(promise(5).raw(), "\\Seen")
        self.server.inbox.expunge(2)
        self.server.inbox.flag(3, "\\Flagged", "Klientas")
        self.server.folders["Archyvas"].renumber()

    def whose(self, request: bytes) -> str:
        return "" if b" LOGOUT" in request else self.name

    def entries(self, office: Office) -> object:
        return []

    def amiss(self) -> list[str]:
        return self.server.forbidden


# ── calendars and address books at a server ──────────────────────────────────────────────────────────────────────


class Dav(Place):
    """Radicale: one user's calendars, in which the reminders are, another's address book. Each point begins with a copy of its files."""

    name = "dav"
    keeps = "caldav"

    def __init__(self) -> None:
        folder = Path(tempfile.mkdtemp())
        self.data, self._stack = folder / "data", ExitStack()
        self.url = self._stack.enter_context(radicale(folder))
        self.port = int(self.url.rpartition(":")[2])

    def fill(self, office: Office) -> None:
        small_pages("connectors.files.maildir")
        harvest = importlib.import_module("connectors.dav.harvest")
        harvest.DavHarvester.__init__.__kwdefaults__["size"] = Size(items=SMALL)
        (office.folder / "password").write_text(f"{PASSWORD}\n")
        (office.folder / "password").chmod(0o600)
        self.listening = socket.create_server(("127.0.0.1", 0))
        lines = (f'url = "http://127.0.0.1:{self.listening.getsockname()[1]}/"', 'password_file = "password"')
        office.configure(reminders=REMINDERS, sources=(
            source("rasa-mail", "maildir", 'path = "mail/rasa"') + source("rasa-calendar", "caldav", *lines, 'user = "u1"', "reminders = true")
            + source("rasa-book", "carddav", *lines, 'user = "u2"')
        ))  # fmt: skip
        self._send(office, range(4))
        self.rasa, self.book = (Person(Account(url=self.url, user=user, password=PASSWORD)) for user in ("u1", "u2"))
        self.rasa.make_calendar("/u1/work/", "Darbas")
        self.book.make_book("/u2/cards/", "Klientai")
        for n in range(5):
            self.rasa.write(f"/u1/work/m{n}.ics", event(f"m{n}"))
            self._card(n, "Ona")

    def change(self, office: Office) -> None:
        self._send(office, range(4, 6))
        self.rasa.write("/u1/work/m1.ics", event("m1").replace(b"20260302T090000Z", b"20261127T090000Z"))
        self.rasa.write("/u1/work/m9.ics", event("m9"))
        self.rasa.delete("/u1/work/m0.ics")
        self._card(1, "Jonė")
        self._card(9, "Ona")
        self.book.delete("/u2/cards/c0.vcf")
        for path, text in self._entries().items():
            match text:
                case _ if "unit 0 " in text:
                    self.rasa.delete(path)
                case _ if "unit 1 " in text:
                    self.rasa.write(path, text.replace("SUMMARY:", "SUMMARY:✓ ", 1).encode())

    def keep(self) -> None:
        close_all()
        shutil.copytree(self.data, self.data.with_name("kept"))

    def again(self) -> None:
        shutil.rmtree(self.data)
        shutil.copytree(self.data.with_name("kept"), self.data)

    def close(self) -> None:
        self._stack.close()

    def whose(self, request: bytes) -> str:
        return "caldav" if b"Basic dTE6" in request or b"basic dTE6" in request else "carddav"

    def entries(self, office: Office) -> object:
        found = self._entries()
        close_all()
        return sorted((path, [line for line in text.splitlines() if not line.startswith(("DTSTAMP", "LAST-MODIFIED", "CREATED"))]) for path, text in found.items())

    def _entries(self) -> dict[str, str]:
        person = Person(self.rasa.account)
        return {path: person.read(path).decode().replace("\r\n ", "") for path in person.tags("/u1/syncd-promises/")}

    def _send(self, office: Office, numbers: range) -> None:
        _maildir(office)
        for n in numbers:
            office.put_mail("rasa", "Sent", promise(n).raw(), f"says{n}")

    def _card(self, n: int, name: str) -> None:
        text = f"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:c{n}\r\nFN:{name} Žukienė {n}\r\nN:Žukienė;{name};;;\r\nEMAIL:c{n}@baltas.example\r\nEND:VCARD\r\n"
        self.book.write(f"/u2/cards/c{n}.vcf", text.encode(), "text/vcard")


# ── memory ───────────────────────────────────────────────────────────────────────────────────────────────────────


class _Mailbox(memory.MemoryMailbox):
    """Tells when a verb begins and when it has ended."""

    def collections(self) -> Iterable[Collection]:
        at("memory", "verb.collections")
        return list(super().collections())

    def pages(self, collection: Collection, cursor: Cursor | None) -> Iterator[Page]:
        at("memory", "verb.pages")
        for page in super().pages(collection, cursor):
            yield page
            at("memory", "verb.next page")


class _Calendar(memory.MemoryCalendar):
    """The same of a calendar."""

    def put(self, r: Reminder, last: Seen | None) -> Seen:
        at("memory", "verb.put")
        seen = super().put(r, last)
        at("memory", "verb.put done")
        return seen

    def remove(self, last: Seen) -> None:
        at("memory", "verb.remove")
        super().remove(last)
        at("memory", "verb.remove done")

    def look(self) -> Iterable[Seen]:
        at("memory", "verb.look")
        return super().look()


class Memory(Place):
    """A mailbox and a calendar in the program's own process: it cannot be killed without them, so it fails and ends."""

    name = keeps = "memory"
    is_apart = False

    def fill(self, office: Office) -> None:
        self.world = memory.World(_Mailbox(page_items=SMALL), _Calendar())
        memory._worlds["sweep"] = self.world
        office.configure(reminders=REMINDERS, sources=source("rasa-memory", "memory", 'world = "sweep"', "reminders = true"))
        for n in range(8):
            self._deliver(n)

    def change(self, office: Office) -> None:
        for n in range(8, 14):
            self._deliver(n)
        self.world.mailbox.expunge("INBOX", "asks0")
        self.world.mailbox.mark("INBOX", "asks1", Marks(labels=("Private",)))
        self.world.mailbox.mark("Sent", "says3", Marks(labels=("Private",)))
        self.world.mailbox.mark("Sent", "says4", Marks(labels=("Private",)))
        first, second = (next(uid for uid, seen in self._seen() if f"unit {n} " in seen.note) for n in (0, 1))
        self.world.calendar.delete(first)
        self.world.calendar.change(second, start=dt.datetime(2026, 12, 1, 8, 30, tzinfo=VILNIUS))

    def entries(self, office: Office) -> object:
        return sorted((uid, seen.title, str(seen.start), seen.note) for uid, seen in self._seen())

    def _seen(self) -> list[tuple[str, Seen]]:
        return [(seen.uid, seen) for seen in self.world.calendar.entries.values()]

    def _deliver(self, n: int) -> None:
        self.world.mailbox.add("INBOX", f"asks{n}", question(n).raw())
        self.world.mailbox.add("Sent", f"says{n}", promise(n).raw())
