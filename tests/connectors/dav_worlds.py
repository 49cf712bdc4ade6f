"""What the tests of CalDAV and CardDAV share: people with other programs (raw requests), and worlds for the contract suites."""

from __future__ import annotations

import datetime as dt
import re
import ssl
from collections.abc import Callable
from dataclasses import replace

import httpx2

from connectors.base import Collection, Cursor
from connectors.dav.client import Account, DavClient
from connectors.dav.discovery import CALENDARS, Kind, Session
from connectors.dav.harvest import DavHarvester
from connectors.dav.reminders import CaldavReminders
from connectors.entry import write_entry
from tests.connectors.contract import event
from tests.connectors.contract_reminders import reminder
from tests.connectors.worlds import SMALL
from tests.fakes.dav_server import Faulty

XML = {"Content-Type": "application/xml"}
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # reading the system's certificates for each person takes time
_open: list[httpx2.Client | DavClient] = []
_LIST = (
    '<propfind xmlns="DAV:"><prop><getetag/><resourcetype/></prop></propfind>'
)  # fmt: skip
MAKE_BOOK = (
    '<mkcol xmlns="DAV:" xmlns:A="urn:ietf:params:xml:ns:carddav"><set><prop><resourcetype><collection/><A:addressbook/></resourcetype>'
    "<displayname>{}</displayname></prop></set></mkcol>"
)
MAKE_CALENDAR = (
    '<C:mkcalendar xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><set><prop><displayname>{}</displayname></prop></set></C:mkcalendar>'
)


class Person:
    """Somebody at another program: plain requests with their own name and password."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self._http = httpx2.Client(base_url=account.url, auth=(account.user, account.password) if account.user else None, trust_env=False, verify=_NO_TLS)
        _open.append(self._http)

    def say(self, method: str, path: str, body: str | bytes = b"", **headers: str) -> httpx2.Response:
        """A request that has to succeed."""
        answer = self._http.request(method, path, content=body, headers={k.replace("_", "-"): v for k, v in headers.items()})
        assert answer.status_code < 300, (method, path, answer.status_code, answer.text)
        return answer

    def make_calendar(self, path: str, name: str) -> str:
        """A new calendar; its path."""
        self.say("MKCALENDAR", path, MAKE_CALENDAR.format(name), Content_Type="application/xml")
        return path

    def make_book(self, path: str, name: str) -> str:
        """A new address book; its path."""
        self.say("MKCOL", path, MAKE_BOOK.format(name), Content_Type="application/xml")
        return path

    def write(self, path: str, raw: bytes, media_type: str = "text/calendar") -> None:
        """Put an item in place, whatever is there."""
        self.say("PUT", path, raw, Content_Type=media_type)

    def read(self, path: str) -> bytes:
        """An item as the server gives it, with the line ends of its format."""
        return self.say("GET", path).content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")

    def delete(self, path: str) -> None:
        """Take it away."""
        self.say("DELETE", path)

    def tags(self, path: str) -> dict[str, str]:
        """The entity tags of a collection."""
        text = self.say("PROPFIND", path, _LIST, Depth="1", Content_Type="application/xml").text
        found = re.findall(r"<[^>]*\bhref>([^<]+)<.*?(?:getetag>([^<]*)<|response>)", text, re.DOTALL)
        return {href: tag for href, tag in found if tag and not href.endswith("/")}


class Server:
    """A server and how accounts are made at it."""

    def __init__(self, url: str, account: Callable[[int], Account], home: Callable[[int], str]) -> None:
        self.url, self._account, self._home = url, account, home
        self._count = 0

    def somebody(self) -> tuple[Person, str]:
        """A person and the folder their calendars are in. Xandikos has one person only: tidy up behind."""
        self._count += 1
        return Person(self._account(self._count)), self._home(self._count)


def session(account: Account, kind: Kind = CALENDARS) -> Session:
    """A session as after a restart."""
    client = DavClient(account)
    _open.append(client)
    return Session(client, kind)


def close_all() -> None:
    """Let all connections of the tests go."""
    while _open:
        _open.pop().close()


class DavWorld:
    """One collection at a real server, for the contract of a Harvester."""

    kind = CALENDARS
    suffix = ".ics"

    def __init__(self, person: Person, path: str) -> None:
        self.person, self.path = person, path
        self._raw: dict[str, bytes] = {}

    def open(self) -> DavHarvester:
        return DavHarvester(session(replace(self.person.account, url=self.person.account.url + self.path), self.kind), size=SMALL)

    def item(self, name: str) -> bytes:
        return event(name)

    def raw(self, name: str) -> bytes:
        return self._raw[name]

    def add(self, name: str) -> None:
        path = f"{self.path}{name}{self.suffix}"
        self.person.write(path, self.item(name), self.kind.media_type)
        self._raw[name] = self.person.read(path)

    def remove(self, name: str) -> None:
        self.person.delete(f"{self.path}{name}{self.suffix}")

    def damage(self, name: str) -> bool:
        return False

    def flag(self, name: str) -> bool:
        return False

    def forget(self, cursor: Cursor) -> Cursor:
        return {**cursor, "sync": f"http://radicale.org/ns/sync/{'0' * 64}"}

    def own(self) -> bool:
        now = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
        self.person.write(f"{self.path}syncd-0a1b2c1.ics", write_entry(reminder(), now))
        self.person.write(f"{self.path}moved-by-a-program.ics", write_entry(reminder(2), now, task=True))
        return True

    def state(self) -> object:
        return {path: (tag, self.person.read(path)) for path, tag in self.person.tags(self.path).items()}

    @property
    def collection(self) -> Collection:
        return Collection(id=self.path, name="work", role="calendar")


class Calendar:
    """A person's calendar at a real server, for the contract of a ReminderCalendar."""

    def __init__(self, person: Person, home: str, sort: str = "event") -> None:
        self.person, self.home, self.sort = person, home, sort
        self.url = person.account.url

    def open(self) -> CaldavReminders:
        return CaldavReminders(session(replace(self.person.account, url=self.url)), "Promises", sort="task" if self.sort == "task" else "event")

    def _path(self, uid: str) -> str:
        seen = self.open().ask(uid)
        assert seen is not None
        return seen.handle

    def change(self, uid: str, *, title: str = "", start: dt.datetime | None = None, note: str = "", done: bool | None = None) -> None:
        path = self._path(uid)
        text = re.sub(r"\r\n[ \t]", "", self.person.read(path).decode())
        if title:
            text = re.sub(r"SUMMARY:.*", f"SUMMARY:{title}", text, count=1)
        if note:
            text = re.sub(r"DESCRIPTION:(.*)", rf"DESCRIPTION:\1 {note}", text, count=1)
        if start:
            head, mark, text = text.partition(f"BEGIN:V{'EVENT' if self.sort == 'event' else 'TODO'}")
            text = re.sub(r"(DTSTART|DUE)[;:].*", rf"\1:{start.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}", text, count=1)
            text = re.sub(r"DTEND[;:].*", f"DTEND:{start.astimezone(dt.UTC) + dt.timedelta(minutes=15):%Y%m%dT%H%M%SZ}", text, count=1)
            text = head + mark + text
        if done:
            mark = "CATEGORIES:Done" if self.sort == "event" else "STATUS:COMPLETED\r\nPERCENT-COMPLETE:100"
            text = text.replace("CLASS:PRIVATE", f"CLASS:PRIVATE\r\n{mark}", 1)
        self.person.write(path, text.encode())

    def delete(self, uid: str) -> None:
        self.person.delete(self._path(uid))

    def copy(self, uid: str) -> None:
        path = self._path(uid)
        raw = self.person.read(path).replace(f"UID:{uid}".encode(), b"UID:8f1b-copy")
        self.person.write(path.replace(uid, "8f1b-copy"), raw)

    def close(self) -> None:
        self.url = "http://127.0.0.1:1"

    def forbid(self) -> bool:
        return False  # servers share a calendar with others; its owner is never kept out

    def state(self) -> object:
        return sorted(re.findall(r"href>([^<]+)<", self.person.say("PROPFIND", self.home, Depth="1").text)), self.person.tags(self.home)

    def text(self, uid: str) -> str:
        return self.person.read(self._path(uid)).decode()


class Setting:
    """A person at Radicale with a calendar of three meetings, and a connector that reaches it through the fake."""

    def __init__(self, server: Server, fake: Faulty) -> None:
        self.person, self.home = server.somebody()
        self.fake = fake
        self.path = self.person.make_calendar(f"{self.home}work/", "Darbas")
        for name in ("a", "b", "c"):
            self.person.write(f"{self.path}{name}.ics", event(name))
        self.account = replace(self.person.account, url=fake.url)

    def harvester(self) -> DavHarvester:
        return DavHarvester(session(replace(self.account, url=self.fake.url + self.path)))

    def reminders(self) -> CaldavReminders:
        return CaldavReminders(session(self.account), "Promises")

    def entries(self) -> list[str]:
        """The addresses of all entries of ours."""
        return sorted(self.person.tags(f"{self.home}syncd-promises/"))


def multistatus(*answers: str, token: str = "") -> bytes:
    """A 207 as a server writes it."""
    tail = f"<sync-token>{token}</sync-token>" if token else ""
    return f'<?xml version="1.0"?><multistatus xmlns="DAV:">{"".join(answers)}{tail}</multistatus>'.encode()


def listed(href: str, etag: str = '"1"') -> str:
    """One item of a listing."""
    return f"<response><href>{href}</href><propstat><prop><getetag>{etag}</getetag></prop><status>HTTP/1.1 200 OK</status></propstat></response>"
