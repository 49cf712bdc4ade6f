"""A small company at real servers: mail in Dovecot (LMTP in, APPEND into Sent), calendars in Radicale, the real daemon over both.

What was delivered is kept, so that it can be compared with what the store and the calendars hold. The clock is the real
one: a daemon has no other.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import email.utils
import imaplib
import json
import os
import re
import signal
import smtplib
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from tests import forked
from tests.conftest import Ran, bytecode_kept, run_syncd
from tests.servers import radicale
from tests.servers.dovecot import PASSWORD, Dovecot

Running = subprocess.Popen[bytes] | forked.Process
DOMAIN = "klimatas.example"
TICK = 50_000_000  # nanoseconds; two changes of a folder may bear the same time where they are closer than a tick of the kernel's clock
ENTRY = re.compile(r"(syncd-[0-9a-z]+)\.ics")
_CONFIG = """
[company]
name = "Klimatas"
domains = ["klimatas.example"]
timezone = "Europe/Vilnius"
[privacy]
notice_given = "2026-01-01"
[reminders]
mode = "on"
hold = 0
per_day = 1000
[run]
health = ""
"""
_PERSON = """
[[staff]]
email = "{who}@klimatas.example"
name = "{title} Petraitis"
language = "en"
[[source]]
name = "{who}-mail"
connector = "imap"
host = "127.0.0.1"
port = {port}
tls = "none"
user = "{who}@klimatas.example"
password_env = "MAIL_PASSWORD"
owner = "{who}@klimatas.example"
every = "{every}"
[[source]]
name = "{who}-calendar"
connector = "caldav"
url = "{url}/"
user = "u{number}"
password_env = "CALENDAR_PASSWORD"
owner = "{who}@klimatas.example"
reminders = true
every = "{every}"
"""
_MAIL = """\
From: {sender}\r
To: {to}\r
Subject: {subject}\r
Date: {date}\r
Message-ID: <{id}>\r
MIME-Version: 1.0\r
Content-Type: text/plain; charset=utf-8\r
\r
{text}\r
"""


class Company:
    """The company's folder (config and store), its people's accounts, and everything that was sent to them or by them."""

    def __init__(self, folder: Path, mail: Dovecot, calendars: Path, url: str, *, people: tuple[str, ...] = ("rasa", "jonas", "olga"), every: str = "1 s") -> None:
        self.folder, self.mail, self.people = folder, mail, people
        self.url = url
        self.storage = {who: calendars / "data/collection-root" / f"u{n}" / "syncd-promises" for n, who in enumerate(people)}
        self.log = folder / "daemon.log"
        self.delivered: list[str] = []
        self.promised: dict[str, str] = {}  # Message-ID → whose Sent it lies in
        self.boxes: dict[str, imaplib.IMAP4] = {}
        self._looked: dict[Path, tuple[int, set[str]]] = {}  # folder → its time of change and the entries in it
        for who in people:
            self.boxes[who] = box = imaplib.IMAP4("127.0.0.1", mail.port)
            box.login(f"{who}@{DOMAIN}", PASSWORD)
            box.create("Sent")
        sources = (_PERSON.format(who=who, title=who.title(), number=n, port=mail.port, url=url, every=every) for n, who in enumerate(people))
        self.config = folder / "config.toml"
        self.config.write_text(_CONFIG + "".join(sources))
        self.environment = {"MAIL_PASSWORD": PASSWORD, "CALENDAR_PASSWORD": radicale.PASSWORD}

    def close(self) -> None:
        """Sign the people off."""
        for box in self.boxes.values():
            with contextlib.suppress(OSError, imaplib.IMAP4.error):
                box.logout()

    # mail

    def deliver(self, who: str) -> str:
        """A customer's mail arrives in somebody's Inbox; its Message-ID."""
        n = len(self.delivered)
        id_, text = f"in{n}@customer{n}.example", f"Good morning,\r\n\r\nwhat would unit {n} cost?"
        raw = _mail(f"Customer {n} <info@customer{n}.example>", f"{who}@{DOMAIN}", f"Question {n}", id_, text)
        with smtplib.LMTP("127.0.0.1", self.mail.lmtp_port) as line:
            line.sendmail(f"info@customer{n}.example", [f"{who}@{DOMAIN}"], raw)
        self.delivered.append(id_)
        return id_

    def promise(self, who: str) -> str:
        """Somebody sent a customer a mail with one promise, and their program keeps it in Sent; its Message-ID."""
        n = len(self.promised)
        id_, day = f"out{n}@{DOMAIN}", dt.datetime.now(dt.UTC).date() + dt.timedelta(days=3 + n % 40)
        text = f"Hello,\r\n\r\nI will call you on {day.day} {day:%B %Y} at {9 + n % 8}:{n % 6}0.\r\n\r\n{who.title()}"
        raw = _mail(f"{who.title()} Petraitis <{who}@{DOMAIN}>", f"Buyer {n} <buyer@partner{n}.example>", f"Order {n}", id_, text)
        status, said = self.boxes[who].append("Sent", "\\Seen", imaplib.Time2Internaldate(time.time()), raw)
        assert status == "OK", said
        self.promised[id_] = who
        return id_

    def backlog(self, who: str, count: int) -> None:
        """So many older mails already lie in somebody's Inbox."""
        root = self.mail.maildir(f"{who}@{DOMAIN}")
        for _ in range(count):
            n = len(self.delivered)
            id_ = f"old{n}@customer{n}.example"
            raw = _mail(f"info@customer{n}.example", f"{who}@{DOMAIN}", f"Order {n}", id_, f"Thank you, unit {n} runs well.", age=dt.timedelta(days=30))
            (root / "cur" / f"{1_700_000_000 + n}.M{n}.test:2,S").write_bytes(raw)
            self.delivered.append(id_)
        self.mail.own(f"{who}@{DOMAIN}")

    # the program

    def start(self, log: IO[bytes], *, started: bool = False) -> Running:
        """The daemon, with all its processes in a group of their own; `started` from nothing, otherwise forked."""
        arguments, environ = ["run", "-c", str(self.config)], bytecode_kept(os.environ) | self.environment
        with open(os.devnull, "r+b") as nothing:
            if started:
                command = [sys.executable, "-m", "syncd", *arguments]
                return subprocess.Popen(command, env=environ, stdin=nothing, stdout=nothing, stderr=log, start_new_session=True)
            files = (nothing.fileno(), nothing.fileno(), log.fileno())
            return forked.Process(arguments, cwd=self.folder, env=environ, files=files, alone=True)

    def run(self, *arguments: str) -> Ran:
        """Another command of the program on the same config."""
        return run_syncd(*arguments, "-c", self.config, cwd=self.folder, now=None, env=self.environment)

    def starts(self) -> int:
        """How often the daemon said in its log that it is at work."""
        return self.log.read_bytes().count(b'"event": "started"') if self.log.exists() else 0

    @contextlib.contextmanager
    def running(self) -> Iterator[Running]:
        """The daemon while the block runs; ended as systemd ends it."""
        with self.log.open("ab") as log:
            before = self.starts()
            process = self.start(log)
        try:
            assert until(lambda: self.starts() > before, 30), self.log.read_text("utf-8")[-3000:]
            yield process
            process.terminate()
            assert process.wait(timeout=20) == 0, "SIGTERM is obeyed"
        finally:
            kill(process)

    # what there is

    def rows(self, query: str) -> list[Any]:
        """What the store holds; nothing while there is none."""
        return rows(self.folder / "history.db", query)

    def entries(self, who: str) -> dict[str, str]:
        """The entries of ours in somebody's calendar, as the server keeps them, by uid; long lines joined."""
        folder = self.storage[who]
        found = {}
        for path in sorted(folder.glob("syncd-*.ics")) if folder.is_dir() else []:
            text = re.sub(r"\r?\n[ \t]", "", path.read_text("utf-8"))
            (uid,) = re.findall(r"^UID:(\S+)", text, re.MULTILINE)
            assert uid not in found, f"{uid} stands twice"
            found[uid] = text
        return found

    def entry_names(self) -> set[str]:
        """The uids of all entries in all calendars, by one look at the folders."""
        names: set[str] = set()
        for folder in self.storage.values():
            with contextlib.suppress(FileNotFoundError):
                names |= self._names_in(folder)
        return names

    def _names_in(self, folder: Path) -> set[str]:
        """What was there at the last look, where nothing has changed since: who waits for an entry looks two thousand times a second."""
        changed = os.stat(folder).st_mtime_ns
        then, names = self._looked.get(folder, (0, set()))
        if then != changed:
            names = {found[1] for name in os.listdir(folder) if (found := ENTRY.fullmatch(name))}
            if time.time_ns() - changed > TICK:
                self._looked[folder] = changed, names
        return names

    def entry_files(self) -> list[Path]:
        """Every entry of ours in any calendar of anybody."""
        root = self.storage[self.people[0]].parents[1]
        return [path for path in root.rglob("syncd-*.ics") if ".Radicale.cache" not in path.parts]

    def caught_up(self) -> bool:
        """Whether every mail that was delivered is stored and every promise has its entry, known to the store."""
        stored = len(self.rows("SELECT 1 FROM message"))
        there = len(self.rows("SELECT 1 FROM reminder WHERE state IN ('there', 'moved', 'done', 'deleted')"))
        return stored >= len(self.delivered) + len(self.promised) and there >= len(self.promised)


def rows(store: Path, query: str) -> list[Any]:
    """What a store holds; nothing while there is none."""
    if not store.exists():
        return []
    db = sqlite3.connect(f"file:{store}?mode=ro", uri=True, timeout=10)
    try:
        return db.execute(query).fetchall()
    except sqlite3.OperationalError as problem:
        if "no such table" not in str(problem):
            raise
        return []
    finally:
        db.close()


def kill(process: Running) -> None:
    """SIGKILL for the daemon and every process it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def until(what: Callable[[], bool], seconds: float, *, every: float = 0.05) -> bool:
    """Whether something becomes true within so many seconds."""
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(every)
    return True


def holder_pid(lease: str | None) -> int:
    """The process that holds (or held) a lease of the store; 0 for none."""
    held = json.loads(lease or "null") or {"pid": 0}
    return int((json.loads(held["holder"]) if "holder" in held else held)["pid"])


def _mail(sender: str, to: str, subject: str, id_: str, text: str, age: dt.timedelta = dt.timedelta(0)) -> bytes:
    date = email.utils.format_datetime(dt.datetime.now(dt.UTC) - age)
    return _MAIL.format(sender=sender, to=to, subject=subject, date=date, id=id_, text=text).encode()
