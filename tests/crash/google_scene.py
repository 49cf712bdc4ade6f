"""Two people at Google over some days: what happens to their mail, calendars and contacts, and the program that reads them.

Everything that happens is an `Act`, kept in the order it came, so that the same days can be lived through a second time by
a program nobody disturbs. The program is the real one in a process of its own, forked off one that has loaded Google's
library, reads pages of a few items, and knows no quota.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib
import os
import pkgutil
import random
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from connectors.google import pace
from connectors.google.pace import Allowance
from tests import forked
from tests.conftest import bytecode_kept
from tests.connectors.google_agenda_worlds import VILNIUS, entry
from tests.end_to_end.google_company import Workspace
from tests.fakes.google import Account, Google
from tests.servers.company import rows
from tests.store.world import JONAS, ONA, RASA, Mail

PEOPLE = {"rasa": RASA, "jonas": JONAS}
SERVICES = ("gmail", "google-calendar", "google-contacts")
UID = "syncdUid"  # the private property by which an entry of ours is known in a calendar
BEGAN = dt.datetime(2026, 11, 16, 8, tzinfo=VILNIUS)
_FEW = 2  # items of a page
_MANY = 7  # things that come at once: a few pages
_UNLIMITED = Allowance(1e6, 1e6)
_REMINDERS = 'hold = "0"\nskip_if_entry_exists = false\nper_day = 1000'


# ── the program ──────────────────────────────────────────────────────────────────────────────────────────────────────


def serve(fileno: int, *endpoints: str) -> None:
    """Be the process that the program is forked off."""
    from googleapiclient import discovery

    import connectors.google
    from connectors.files.listing import Size
    from connectors.google import address_book, agenda, mailbox
    from connectors.google.service import PLACES, service

    for found in pkgutil.walk_packages(connectors.google.__path__, "connectors.google."):
        importlib.import_module(found.name)
    for module in (address_book, agenda, mailbox):
        vars(module)["Size"] = lambda **_: Size(items=_FEW)
    pace.ALLOWANCES.update(dict.fromkeys(PLACES, _UNLIMITED))
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
    forked.serve(fileno)


def _once_each(make: Callable[..., Any]) -> Callable[..., Any]:
    """The library's maker of calls, which remembers what it made of each description."""
    made: dict[int, Any] = {}

    def remembered(name: str, description: Any, *rest: Any) -> Any:
        if id(description) not in made:
            made[id(description)] = (make(name, description, *rest), description)  # kept, so that its id stays its own
        return made[id(description)][0]

    return remembered


@contextlib.contextmanager
def loaded(*endpoints: str) -> Iterator[None]:
    """Fork calls of the program, while the block runs, off a process that is ready to speak to Google at these addresses."""
    ours, theirs = socket.socketpair()
    code = f"from tests.crash.google_scene import serve; serve({theirs.fileno()}, *{endpoints!r})"
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[2], pass_fds=[theirs.fileno()], start_new_session=True
    )
    theirs.close()
    with pytest.MonkeyPatch.context() as patch, ours:
        patch.setattr(forked, "_server", lambda: ours)
        yield
    process.wait(30)


# ── what happens ─────────────────────────────────────────────────────────────────────────────────────────────────────


class Act(NamedTuple):
    """Something a person, a customer or their mailbox does; `number` counts the mails, meetings … of one kind."""

    kind: str
    who: str
    number: int


NEW = {  # what comes, how often beside a promise and a customer's mail, and what may follow in turn ("": nothing)
    "promise": (1.0, ("entry moved", "entry ticked", "entry deleted", "entry refused", "promise hidden", "contact", "contact, contact renamed", "", "", "")),
    "mail": (1.0, ("spam", "thrown away", "hidden", "labelled", "", "", "")),
    "news": (0.2, ("",)),
    "among us": (0.2, ("",)),
    "hidden mail": (0.2, ("",)),
    "meeting": (0.4, ("meeting moved", "meeting deleted", "")),
    "hidden meeting": (0.1, ("",)),
    "series": (0.1, ("called off",)),
}  # fmt: skip
OF = {"spam": "mail", "thrown away": "mail", "hidden": "mail", "labelled": "mail", "meeting moved": "meeting", "meeting deleted": "meeting", "called off": "series"}
"""What is about a thing that must have been stored first: so it is the same whenever a pass was killed."""


class Firm:
    """The company at one fake of Google, and everything that happened there."""

    def __init__(self, g: Google, folder: Path) -> None:
        self.company = Workspace(g, folder, PEOPLE, SERVICES, more="reminders = true", reminders=_REMINDERS)
        self.g, self.office, self.store = g, self.company.office, folder / "history.db"
        self.log = folder / "log"
        self.done: list[Act] = []
        self.place: dict[tuple[str, int], str] = {}  # kind, number → id at Google
        self.deleted: dict[str, int] = {}  # id of an entry that a person deleted → how many requests had come by then
        self._mails = 0
        self.labels = {who: {name: self.account(who).mail.make_label(name) for name in ("Private", "Klientai")} for who in PEOPLE}

    def account(self, who: str) -> Account:
        """One of them at Google."""
        return self.company.account(who)

    def happen(self, act: Act) -> None:
        """Let it happen."""
        with self.g.lock:
            account, n = self.account(act.who), act.number
            match act.kind:
                case "promise" | "mail" | "news" | "among us" | "hidden mail":
                    self.place[act.kind, n] = self._deliver(act)
                case "spam":
                    account.mail.spam(self.place["mail", n])
                case "thrown away":
                    account.mail.delete(self.place["mail", n])
                case "hidden" | "promise hidden" | "labelled":
                    kind = "promise" if act.kind == "promise hidden" else "mail"
                    account.mail.label(self.place[kind, n], self.labels[act.who]["Klientai" if act.kind == "labelled" else "Private"])
                case "meeting" | "hidden meeting" | "series":
                    self.place[act.kind, n] = account.calendars.put("primary", _meeting(act))
                case "meeting moved":
                    account.calendars.move("primary", self.place["meeting", n], _day(n) + dt.timedelta(hours=1))
                case "meeting deleted":
                    account.calendars.delete("primary", self.place["meeting", n])
                case "called off":
                    self.place[act.kind, n] = account.calendars.cancel_occurrence("primary", self.place["series", n], _day(n) + dt.timedelta(weeks=1))
                case "contact":
                    self.place["contact", n] = account.contacts.add(names=[_named(f"Pirkėjas Nr{n}")], emailAddresses=[{"value": buyer(n)}])
                case "contact renamed":
                    account.contacts.change(self.place["contact", n], names=[_named(f"Ponas Nr{n}")])
                case _:
                    self._answer(act)
            self.done.append(act)

    def _answer(self, act: Act) -> None:
        """A person does something to an entry of ours."""
        calendars, (event,) = self.account(act.who).calendars, self.entries(act.who, act.number)
        match act.kind:
            case "entry moved":
                calendars.move("Promises", event["id"], moved_to(act.number))
            case "entry ticked":
                calendars.change("Promises", event["id"], summary=f"✓ {event['summary']}")
            case "entry refused":
                calendars.change("Promises", event["id"], summary=f"ne {event['summary']}")
            case "entry deleted":
                calendars.delete("Promises", event["id"])
                self.deleted[event["id"]] = len(self.g.log)
            case unknown:
                raise AssertionError(unknown)

    def may(self, act: Act) -> bool:
        """Whether what it is about is there: an entry in the calendar, a mail or meeting in the store."""
        if act.kind.startswith("entry ") or act.kind == "promise hidden":
            return bool(self.entries(act.who, act.number))
        kind = OF.get(act.kind)
        return kind is None or self.place[kind, act.number] in self.known(f"{act.who}-{'mail' if kind == 'mail' else 'calendar'}")

    def _deliver(self, act: Act) -> str:
        address, n = PEOPLE[act.who], act.number
        to, subject, text = (address,), f"{act.kind} {n}", f"Good morning,\n\nwhat would unit {n} cost?"
        sender, labels, headers = f"info@customer{n}.example", ["INBOX", "UNREAD"], tuple[str, ...]()
        match act.kind:
            case "promise":
                sender, to, labels, text = address, (buyer(n),), ["SENT"], f"Hello,\n\n{words(n)} {_term(n):%-d %B %Y at %-H:%M}."
            case "news":
                sender, headers = f"news@shop{n}.example", (f"List-Unsubscribe: <mailto:x@shop{n}.example>", "Precedence: bulk")
            case "among us":
                sender, text = next(other for other in PEOPLE.values() if other != address), "Ar einam pietų?"
            case "hidden mail":
                labels = ["INBOX", self.labels[act.who]["Private"]]
        self._mails += 1
        at = BEGAN + dt.timedelta(seconds=20 * self._mails)
        mail = Mail(id=message_id(act).partition("@")[0], sender=sender, to=to, at=f"{at:%Y-%m-%dT%H:%M:%S}", subject=subject, text=text, headers=headers)
        return str(self.account(act.who).mail.deliver(mail.raw(), *labels, at=int(at.timestamp() * 1000)))

    def entries(self, who: str, number: int) -> list[dict[str, Any]]:
        """The entries of one promise in a person's calendar."""
        calendars = self.account(who).calendars
        found = calendars.events("Promises") if "Promises" in calendars.titles() else []
        return [e for e in found if UID in private(e) and words(number) in e["description"]]

    def known(self, source: str) -> dict[str, str]:
        """What the store knows of the items of a source: id at Google → stored, gone, why it waits, or the rule by which it is left out."""
        of = f"JOIN collection c ON c.id = x.collection_id JOIN source s ON s.id = c.source_id WHERE s.name = '{source}'"
        parts = ("iif(x.gone_since IS NULL, 'stored', 'gone') FROM sighting x", "x.rule FROM excluded x", "'waits: ' || x.reason FROM pending x")
        found = rows(self.store, " UNION ALL ".join(f"SELECT x.remote_id, {part} {of}" for part in parts))
        assert len(dict(found)) == len(found), f"something of {source} is known twice: {found}"
        return dict(found)

    # passes

    def start(self) -> forked.Process:
        """A pass of the program that has begun, its clock ten minutes after that of the one before."""
        environ = bytecode_kept(os.environ) | {"SYNCD_NOW": self.office.now.isoformat()}
        self.office.now += dt.timedelta(minutes=10)
        with open(os.devnull, "r+b") as nothing, self.log.open("ab") as log:
            files = (nothing.fileno(), log.fileno(), log.fileno())
            arguments = ["once", "--json", "-c", str(self.office.folder / "config.toml")]
            return forked.Process(arguments, cwd=self.office.folder, env=environ, files=files)

    def once(self) -> None:
        """A pass to its end."""
        assert self.start().wait(60) == 0, self.log.read_text("utf-8")[-3000:]

    def relive(self, acts: list[Act]) -> None:
        """Let all of it happen here, what is new first, with a pass wherever something is not there yet."""
        for act in sorted(acts, key=lambda act: act.kind not in NEW):
            if not self.may(act):
                self.once()
                assert self.may(act), act
            self.happen(act)


class Fate:
    """Chooses, by its seed, what happens next: new things, what follows from them some passes later, and bad days."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._count: Counter[str] = Counter()
        self._later: list[tuple[int, Act]] = []
        self._day = 0

    def next(self, firm: Firm, burst: str = "") -> list[Act]:
        """What happens around the next pass, in its order; of a `burst` many come at once, to one person."""
        self._day += 1
        new = [self._new(kind) for kind, (often, _) in NEW.items() if self.random.random() < often]
        who = self.random.choice(list(PEOPLE))
        return new + [self._new(burst, who) for _ in range(_MANY if burst else 0)] + self.due(firm)

    def due(self, firm: Firm, *, all_: bool = False) -> list[Act]:
        """What follows now, where what it is about is there."""
        now = [one for one in self._later if (all_ or one[0] <= self._day) and firm.may(one[1])]
        self._later = [one for one in self._later if one not in now]
        return [act for _, act in now]

    @property
    def is_over(self) -> bool:
        """Whether all that was to follow has happened."""
        return not self._later

    def backlog(self, kind: str, count: int) -> list[Act]:
        """So many things that are there from the beginning."""
        return [self._new(kind) for _ in range(count)]

    def bad_day(self, firm: Firm, number: int) -> str:
        """Google forgets where somebody's harvest stands, or ends access tokens before their time, in turn; what it was."""
        account = firm.account(list(PEOPLE)[number // 4 % len(PEOPLE)])
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
        firm.g.expire(account.address)
        return "tokens expired"

    def _new(self, kind: str, who: str = "") -> Act:
        number, who = self._count[kind], who or self.random.choice(list(PEOPLE))
        self._count[kind] += 1
        follows = NEW[kind][1]
        day = self._day
        for then in filter(None, follows[number % len(follows)].split(", ")):
            day += self.random.randint(1, 6)
            self._later.append((day, Act(then, who, number)))
        return Act(kind, who, number)


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def words(number: int) -> str:
    """How a promise begins; its entry quotes them."""
    return f"I will call you about unit {number} on"


def buyer(number: int) -> str:
    """To whom it was promised."""
    return f"buyer@partner{number}.example"


def message_id(act: Act) -> str:
    """Of the mail that came."""
    return f"{act.kind.replace(' ', '-')}{act.number}@mail.example"


def meeting_uid(act: Act) -> str:
    """Of the meeting that was laid into a calendar."""
    return f"{_meeting_name(act)}@meetings.example"


def moved_to(number: int) -> dt.datetime:
    """Where a person drags the entry of a promise."""
    return dt.datetime(2027, 2, 1, 8, 30, tzinfo=VILNIUS) + dt.timedelta(days=number)


def private(event: dict[str, Any]) -> dict[str, str]:
    """The private properties of an event."""
    return (event.get("extendedProperties") or {}).get("private") or {}


def _term(number: int) -> dt.datetime:
    return dt.datetime(2026, 11, 23, 9, tzinfo=VILNIUS) + dt.timedelta(days=number % 40, hours=number % 8)


def _day(number: int) -> dt.datetime:
    return dt.datetime(2026, 11, 18, 10, tzinfo=VILNIUS) + dt.timedelta(days=number)


def _named(name: str) -> dict[str, str]:
    first, _, last = name.partition(" ")
    return {"displayName": name, "givenName": first, "familyName": last}


def _meeting(act: Act) -> dict[str, Any]:
    more: dict[str, Any] = {"visibility": "private"} if act.kind == "hidden meeting" else {}
    if act.kind == "series":
        more = {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=8"]}
    guests = [{"email": PEOPLE[act.who], "responseStatus": "accepted"}, {"email": ONA, "responseStatus": "accepted"}]
    name = _meeting_name(act)
    id_ = "meeting" + "".join(f"{ord(letter):02x}" for letter in name)  # of letters Google allows, and the same whatever came before
    return entry(name, _day(act.number), id=id_, attendees=guests, organizer={"email": PEOPLE[act.who]}, **more)


def _meeting_name(act: Act) -> str:
    return f"{act.kind.replace(' ', '-')}{act.number}"
