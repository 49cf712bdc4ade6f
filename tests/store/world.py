"""A small company for tests, written by hand: mails and meetings in Lithuanian, Russian and English, in Maildirs and vdirs.

`Office` is its folder: mailboxes, calendars, a config, a clock that stands still, and the runs over it. Everything goes
through the files a real mailbox and a real calendar are made of, and through the doors a user has.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from email.header import Header
from pathlib import Path

from connectors.base import Seen
from connectors.entry import read_entry
from syncd import faults
from syncd.config import load
from syncd.once import Outcome, once, take_in_config
from syncd.rebuild import rebuild
from syncd.store.dump import dump
from syncd.world import World, open_world

NOW = dt.datetime(2026, 11, 16, 12, 0, tzinfo=dt.UTC)  # Monday, 14:00 in Vilnius
RASA, JONAS, PETRAS = "rasa@klimatas.example", "jonas@klimatas.example", "petras@klimatas.example"
ONA, JOHN, OLGA = "ona@baltas.example", "john@acme.example", "olga@sever.example"
NAMES = {RASA: "Rasa Petraitė", JONAS: "Jonas Jonaitis", PETRAS: "Petras Petrauskas", ONA: "Ona Kazlauskienė", JOHN: "John Smith", OLGA: "Ольга Иванова"}

CONFIG = """
[company]
name = "Klimatas"
domains = ["klimatas.example"]
timezone = "Europe/Vilnius"
country = "LT"
[privacy]
scope = "{scope}"
notice_given = "2026-01-01"
{privacy}
[reminders]
mode = "{mode}"
min_confidence = 0.5
{reminders}
[[staff]]
email = "rasa@klimatas.example"
name = "Rasa Petraitė"
department = "sales"
manager = "jonas@klimatas.example"
language = "lt"
[[staff]]
email = "jonas@klimatas.example"
name = "Jonas Jonaitis"
department = "service"
role = "manager"
language = "en"
[[staff]]
email = "petras@klimatas.example"
name = "Petras Petrauskas"
department = "service"
language = "ru"
{staff}
[[department]]
name = "service"
dispatcher = "jonas@klimatas.example"
roles = ["technician", "meistras", "мастер"]
[[department]]
name = "sales"
"""
_MAILBOX = """
[[source]]
name = "{who}-mail"
connector = "maildir"
path = "mail/{who}"
owner = "{who}@klimatas.example"
"""
_CALENDAR = """
[[source]]
name = "{who}-calendar"
connector = "vdir"
path = "calendars/{who}"
owner = "{who}@klimatas.example"
reminders = true
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail as somebody wrote it: `id` is the part of its Message-ID before the @."""

    id: str
    sender: str
    to: tuple[str, ...]
    at: str
    text: str
    subject: str = "Klausimas"
    cc: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()

    def raw(self, *, received: str = "") -> bytes:
        """The bytes; `received` are the lines a server put above them."""
        lines = [
            f"Message-ID: <{self.id}@mail.example>",
            f"From: {_person(self.sender)}",
            f"To: {', '.join(map(_person, self.to))}",
            f"Date: {dt.datetime.fromisoformat(self.at):%a, %d %b %Y %H:%M:%S +0200}",
            f"Subject: {Header(self.subject, 'utf-8').encode()}",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: 8bit",
            *self.headers,
        ]
        if self.cc:
            lines.append(f"Cc: {', '.join(map(_person, self.cc))}")
        if self.refs:
            lines += [f"In-Reply-To: <{self.refs[-1]}@mail.example>", "References: " + " ".join(f"<{r}@mail.example>" for r in self.refs)]
        return (received + "\n".join(lines) + f"\n\n{self.text}\n").encode()


def _person(address: str) -> str:
    name = NAMES.get(address, "")
    return f"{Header(name, 'utf-8').encode()} <{address}>" if name else address


def meeting(uid: str, start: str, title: str, *, people: Iterable[str] = (), organizer: str = RASA, sequence: int = 0, stamp: str = "20261110T080000Z",
            method: str = "", status: str = "CONFIRMED", answers: Iterable[tuple[str, str]] = (), extra: str = "") -> bytes:  # fmt: skip
    """An entry of one hour; `start` is `YYYYMMDDTHHMMSS` in Vilnius, `extra` are lines of the VEVENT."""
    partstat = dict(answers)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN", *([f"METHOD:{method}"] if method else []), "BEGIN:VEVENT", f"UID:{uid}",
             f"DTSTAMP:{stamp}", f"SEQUENCE:{sequence}", f"DTSTART;TZID=Europe/Vilnius:{start}", "DURATION:PT1H", f"SUMMARY:{title}",
             f"STATUS:{status}", f"ORGANIZER;CN={NAMES.get(organizer, '')}:mailto:{organizer}"]  # fmt: skip
    lines += [f"ATTENDEE;CN={NAMES.get(p, '')};PARTSTAT={partstat.get(p, 'NEEDS-ACTION')}:mailto:{p}" for p in people]
    return "\r\n".join([*lines, *extra.split("\n"), "END:VEVENT", "END:VCALENDAR", ""]).replace("\r\n\r\n", "\r\n").encode()


def invitation(mail: Mail, entry: bytes, method: str) -> bytes:
    """A mail that carries an entry as its second part."""
    head, _, body = mail.raw().partition(b"\n\n")
    head = re.sub(rb"Content-Type: text/plain; charset=utf-8", b'Content-Type: multipart/mixed; boundary="b"', head)
    parts = b'--b\nContent-Type: text/plain; charset=utf-8\n\n%s\n--b\nContent-Type: text/calendar; charset=utf-8; method=%s\n\n%s\n--b--\n'
    return head + b"\n\n" + parts % (body, method.encode(), entry)


@dataclass(slots=True)
class Office:
    """The company's folder and the runs over it. `now` is the clock of the next run."""

    folder: Path
    people: tuple[str, ...] = ("rasa", "jonas", "petras")
    now: dt.datetime = NOW
    options: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for who in self.people:
            for box in ("", ".Sent"):
                for part in ("cur", "new", "tmp"):
                    (self.folder / "mail" / who / box / part).mkdir(parents=True, exist_ok=True)
            (self.folder / "calendars" / who / "work").mkdir(parents=True, exist_ok=True)
            (self.folder / "calendars" / who / "promises").mkdir(parents=True, exist_ok=True)
        self.configure(**self.options)

    # the outside world

    def configure(self, **options: str) -> None:
        """Write the config: scope, mode, and lines for privacy, reminders, staff, sources."""
        self.options = options
        values = {"scope": "outside", "mode": "on", "privacy": "", "reminders": "hold = \"0\"\nskip_if_entry_exists = false\nbriefs = \"off\"", "staff": "", "sources": "", **options}
        text = CONFIG.format(**values) + "".join(_MAILBOX.format(who=w) + _CALENDAR.format(who=w) for w in self.people) + values["sources"]
        (self.folder / "config.toml").write_text(text, encoding="utf-8")

    def put_mail(self, who: str, box: str, raw: bytes, name: str = "", *, flags: str = "S") -> Path:
        """Lay a mail into a mailbox: box '' is the inbox, 'Sent' and others are Maildir++ folders."""
        folder = self.folder / "mail" / who / (f".{box}" if box else "")
        for part in ("cur", "new", "tmp"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        path = folder / "cur" / f"{name or hashlib.sha1(raw).hexdigest()[:12]}.M1.host:2,{flags}"
        path.write_bytes(raw)
        _dated(path)
        return path

    def send(self, mail: Mail) -> None:
        """A mail on its way: into the writer's Sent, and into the inbox of each of ours it went to."""
        for address in dict.fromkeys((mail.sender, *mail.to, *mail.cc)):
            who, _, domain = address.partition("@")
            if domain == "klimatas.example" and who in self.people:
                received = "" if address == mail.sender else f"Received: from x by mx.klimatas.example for <{address}>\n"
                self.put_mail(who, "Sent" if address == mail.sender else "", mail.raw(received=received), mail.id)

    def put_entry(self, who: str, name: str, raw: bytes, calendar: str = "work") -> Path:
        """Lay an entry into a calendar."""
        path = self.folder / "calendars" / who / calendar / f"{name}.ics"
        path.write_bytes(raw)
        _dated(path)
        return path

    def reminders(self, who: str) -> dict[str, Seen]:
        """Our entries in a person's calendar by uid."""
        found = {}
        for path in sorted((self.folder / "calendars" / who / "promises").glob("*.ics")):
            if seen := read_entry(path.read_bytes(), path.name, ""):
                assert seen.uid not in found, f"two entries of {seen.uid}"
                found[seen.uid] = seen
        return found

    def entry_of(self, who: str, words: str) -> Path:
        """The file of the one reminder whose text or title holds these words."""
        found = [p for p in self.entry_files(who) if words in _unfolded(p)]
        assert len(found) == 1, f"{len(found)} entries of {who} hold {words!r}"
        return found[0]

    def entry_files(self, who: str) -> list[Path]:
        """The files of our entries in a person's calendar."""
        return sorted((self.folder / "calendars" / who / "promises").glob("syncd-*.ics"))

    def edit(self, path: Path, *changes: tuple[str, str]) -> None:
        """A person changes an entry: each (pattern, replacement) must meet something."""
        text = _unfolded(path)
        for pattern, new in changes:
            text, count = re.subn(pattern, new, text, count=1, flags=re.MULTILINE)
            assert count, f"{pattern} meets nothing in {text}"
        path.write_text(text, encoding="utf-8", newline="")

    # the runs

    def open(self) -> World:
        """The world of the config as it stands."""
        world = open_world(load(self.folder / "config.toml"), create=True, now=self.now)
        world.store.db.execute("PRAGMA synchronous=OFF")  # a killed process loses nothing by it, and there is no power cut here
        return world

    def with_world(self, do: Callable[[World], object]) -> None:
        """Do something with the store open, and close it."""
        world = self.open()
        try:
            do(world)
        finally:
            world.close()

    def once(self) -> Outcome:
        """One pass."""
        world = self.open()
        try:
            return once(world)
        finally:
            world.close()

    def rebuild(self) -> list[str]:
        """Derive everything anew; the uids held back."""
        world = self.open()
        try:
            return rebuild(world)
        finally:
            world.close()

    def decide(self, kind: str, words: str, value: object = None) -> None:
        """Somebody decides about the promise with these words on the pages."""
        from syncd.store import promises
        from syncd.store.decisions import Decision, decide

        def do(world: World) -> None:
            with world.store.write() as db:
                (key,) = db.execute("SELECT key FROM promise WHERE quote LIKE ?", (f"%{words}%",)).fetchone()
                decide(db, Decision("2026-11-16T12:00:00Z", RASA, "web", kind, key, value))
                promises.lay_decisions(db, [key])

        self.with_world(do)

    def take_in_config(self) -> None:
        """What a pass does first."""
        self.with_world(take_in_config)

    # what is there

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """Rows of the store, read by a connection of its own."""
        db = sqlite3.connect((self.folder / "history.db").as_uri() + "?mode=ro", uri=True)
        try:
            return db.execute(query, values).fetchall()
        finally:
            db.close()

    def dump(self) -> list[str]:
        """The store as `verify --dump` tells it."""
        db = sqlite3.connect((self.folder / "history.db").as_uri() + "?mode=ro", uri=True)
        try:
            return list(dump(db))
        finally:
            db.close()

    def calendars(self) -> dict[str, str]:
        """Every file of every calendar: its text without the time of writing, or what hidden file is left."""
        found = {}
        for path in sorted((self.folder / "calendars").rglob("*")):
            if path.is_file():
                found[str(path.relative_to(self.folder))] = re.sub(rb"DTSTAMP:\d{8}T\d{6}Z", b"DTSTAMP", path.read_bytes()).decode()
        return found

    def originals(self) -> set[bytes]:
        """The hashes of the originals that are kept, referred to or not."""
        found: set[bytes] = set()
        for path in (self.folder / "raw").glob("*.db"):
            db = sqlite3.connect(path.as_uri() + "?mode=ro", uri=True)
            found |= {h for (h,) in db.execute("SELECT hash FROM blob")}
            db.close()
        return found

    def findings(self) -> list[str]:
        """What `syncd verify` finds."""
        from syncd.store.verify import verify

        world = self.open()
        try:
            return [f"{f.invariant} {f.id} {f.text}" for f in verify(world.store, world.raw)]
        finally:
            world.close()

    def tables(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row of every table, row ids and all."""
        names = [n for (n,) in self.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%search%'")]
        return {str(n): sorted(self.rows(f'SELECT * FROM "{n}"'), key=repr) for n in names}

    # interruptions

    def killed(self, fault: str, do: Callable[[], object]) -> bool:
        """Do something in a process of its own with this fault armed; whether it was killed there."""
        pid = os.fork()
        if pid == 0:
            code = 70
            try:
                faults.arm(fault)
                do()
                code = 0
            finally:
                os._exit(code)
        _, status = os.waitpid(pid, 0)
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, f"{fault}: the run itself failed ({status})"
        return os.WIFSIGNALED(status)


def _unfolded(path: Path) -> str:
    return re.sub(r"\r\n[ \t]", "", path.read_bytes().decode())


def _dated(path: Path) -> None:
    """Files older than any run: what the clock says now must not matter."""
    os.utime(path, (1_790_000_000, 1_790_000_000))


# ── the company's life, a few weeks of November ──────────────────────────────────────────────────────────────────

MAILS: tuple[Mail, ...] = (
    Mail(id="a1", sender=ONA, to=(RASA,), at="2026-11-09T09:00", text="Sveiki, kiek kainuotų kondicionierius biurui?", subject="Kondicionierius"),
    Mail(id="a2", sender=RASA, to=(ONA,), at="2026-11-09T10:00", refs=("a1",), subject="Re: Kondicionierius",
         text="Sveiki, Ona,\n\npasiūlymą atsiųsiu iki lapkričio 27 d.\n\nRasa"),
    Mail(id="a3", sender=RASA, to=(JONAS,), at="2026-11-09T10:30", refs=("a1", "a2"), subject="Fwd: Kondicionierius", text="Ką manai apie šitą?"),
    Mail(id="a4", sender=JONAS, to=(RASA,), at="2026-11-09T11:00", refs=("a1", "a2", "a3"), subject="Re: Fwd: Kondicionierius", text="Gerai."),
    Mail(id="b1", sender=JOHN, to=(JONAS,), cc=(RASA,), at="2026-11-12T09:00", text="The unit in the server room is broken.", subject="Broken unit"),
    Mail(id="b2", sender=JONAS, to=(JOHN,), cc=(RASA,), at="2026-11-12T10:00", refs=("b1",), subject="Re: Broken unit",
         text="Hello John,\n\nI will call you on 24 November at 15:00.\nI will send you the invoice by 26 November.\n\nJonas"),
    Mail(id="b3", sender=JOHN, to=(JONAS,), at="2026-11-12T11:00", refs=("b1", "b2"), subject="Re: Broken unit", text="Thank you, that suits me."),
    Mail(id="b4", sender=JONAS, to=(JOHN,), cc=(PETRAS,), at="2026-11-13T09:00", refs=("b1", "b2", "b3"), subject="Re: Broken unit",
         text="Hello John,\n\nPetras will visit you on 25 November at 9:00.\n\nJonas"),
    Mail(id="c1", sender=OLGA, to=(PETRAS,), at="2026-11-13T09:30", text="Когда приедет мастер?", subject="Мастер"),
    Mail(id="c2", sender=PETRAS, to=(OLGA,), at="2026-11-13T10:30", refs=("c1",), subject="Re: Мастер",
         text="Здравствуйте, Ольга!\n\nПерезвоню вам 25 ноября в 11:00.\n\nПётр"),
    Mail(id="d1", sender=RASA, to=(JONAS, PETRAS), at="2026-11-13T12:00", text="Ar einam pietų?", subject="Pietūs"),
    Mail(id="d2", sender=JONAS, to=(RASA,), at="2026-11-13T12:05", refs=("d1",), text="Einam.", subject="Re: Pietūs"),
    Mail(id="e1", sender=RASA, to=(OLGA, JOHN), at="2026-10-05T09:00", text="I will send you the contract by 30 November.", subject="Contract"),
    Mail(id="f1", sender="news@shop.example", to=(RASA,), at="2026-11-14T09:00", text="Sale!", headers=("List-Unsubscribe: <mailto:x@shop.example>",
         "Precedence: bulk"), subject="Sale"),
    Mail(id="g1", sender=ONA, to=(RASA, JONAS), at="2026-11-15T09:00", text="Ačiū, laukiu pasiūlymo.", refs=("a1", "a2"), subject="Re: Kondicionierius"),
)  # fmt: skip

VISIT = "visit-1@acme.example"
WEEKLY = "weekly-1@baltas.example"


def settle(office: Office, mails: Iterable[Mail] = MAILS) -> None:
    """Deliver all mails and lay the meetings into the calendars."""
    for mail in mails:
        office.send(mail)
    settle_meetings(office)


def settle_meetings(office: Office) -> None:
    """Two meetings: a visit that stands in two calendars and came by mail, and a weekly one with a changed occurrence."""
    visit = meeting(VISIT, "20261120T100000", "Visit", people=(RASA, JONAS, JOHN), organizer=JOHN)
    office.put_entry("rasa", "visit", visit)
    office.put_entry("jonas", "visit", meeting(VISIT, "20261120T110000", "Visit", people=(RASA, JONAS, JOHN), organizer=JOHN, sequence=1,
                                               stamp="20261112T080000Z", answers=[(JONAS, "ACCEPTED")]))  # fmt: skip
    letter = Mail(id="v1", sender=JOHN, to=(RASA,), at="2026-11-10T10:00", subject="Invitation: Visit", text="Please come.")
    office.put_mail("rasa", "", invitation(letter, meeting(VISIT, "20261120T100000", "Visit", people=(RASA, JONAS, JOHN), organizer=JOHN,
                                                           method="REQUEST"), "REQUEST"), "v1")  # fmt: skip
    office.put_entry("rasa", "weekly", meeting(WEEKLY, "20261103T140000", "Savaitinis", people=(RASA, ONA), organizer=RASA, extra="RRULE:FREQ=WEEKLY;COUNT=60"))
