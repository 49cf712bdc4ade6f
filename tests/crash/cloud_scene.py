"""Two people with their mail, calendars and contacts at a provider over some days, and the program that reads them.

Everything that happens is an `Act`, kept in the order it came, so that the same days can be lived through a second time by
a program nobody disturbs. What differs from one provider to another is a `Cloud`. The program is the real one in a
process of its own, forked off one that has loaded the provider's library, reads pages of a few items, and knows no quota.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib
import os
import random
import socket
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from tests import forked
from tests.conftest import bytecode_kept
from tests.crash.cloud import PEOPLE, Cloud, Entry
from tests.servers.company import rows
from tests.store.world import NOW, ONA, RASA, Mail, Office, meeting

VILNIUS = ZoneInfo("Europe/Vilnius")
BEGAN = dt.datetime(2026, 11, 16, 8, tzinfo=VILNIUS)
_MANY = 7  # things that come at once: a few pages
_QUESTION = "Good morning,\n\nwhat would unit {} cost?"
_REMINDERS = 'hold = "0"\nskip_if_entry_exists = false\nper_day = 1000'


# ── the program ──────────────────────────────────────────────────────────────────────────────────────────────────────


@contextlib.contextmanager
def loaded(scene: str, *endpoints: str) -> Iterator[None]:
    """Fork calls of the program, while the block runs, off a process that has done what `make_ready` of this module does."""
    ours, theirs = socket.socketpair()
    code = f"from tests.crash.cloud_scene import serve; serve({theirs.fileno()}, *{(scene, *endpoints)!r})"
    process = subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parents[2], pass_fds=[theirs.fileno()], start_new_session=True)
    theirs.close()
    with pytest.MonkeyPatch.context() as patch, ours:
        patch.setattr(forked, "_server", lambda: ours)
        yield
    process.wait(30)


def serve(fileno: int, scene: str, *endpoints: str) -> None:
    """Be the process that the program is forked off."""
    importlib.import_module(scene).make_ready(*endpoints)
    forked.serve(fileno, _read_a_little)


def _read_a_little() -> None:
    """Read mails and a meeting such as those that come, so that what is compiled at first use is there."""
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder), people=("rasa",))
        office.send(Mail(id="asks", sender=ONA, to=(RASA,), at="2026-11-16T08:00:00", text=_QUESTION.format(0)))
        office.send(Mail(id="says", sender=RASA, to=(ONA,), at="2026-11-16T09:00:00", text=f"Hello,\n\n{words(0)} 24 November 2026 at 10:00."))
        office.put_entry("rasa", "visit", meeting("visit@meetings.example", "20261120T100000", "Susitikimas", people=(RASA, ONA)))
        office.once()
        assert office.reminders("rasa")


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
    """The company at one provider, and everything that happened there."""

    def __init__(self, cloud: Cloud, folder: Path) -> None:
        folder.mkdir()
        sources = "".join(cloud.sources.format(who=who, **cloud.options()) for who in PEOPLE)
        self.office = Office(folder, people=(), options={"sources": sources, "reminders": _REMINDERS})
        self.office.now = NOW
        self.cloud, self.world, self.store, self.log = cloud, cloud.world, folder / "history.db", folder / "log"
        cloud.move_in(folder)
        self.done: list[Act] = []
        self.place: dict[tuple[str, int], str] = {}  # kind, number → id at the provider
        self.deleted: dict[str, int] = {}  # id of an entry that a person deleted → how many requests had come by then
        self.uids: dict[str, str] = {}  # of every entry that was ever seen, by its id
        self._mails = 0

    def happen(self, act: Act) -> None:
        """Let it happen."""
        with self.world.lock:
            cloud, who, n = self.cloud, act.who, act.number
            match act.kind:
                case "promise" | "mail" | "news" | "among us" | "hidden mail":
                    self.place[act.kind, n] = self._deliver(act)
                case "spam" | "thrown away":
                    cloud.put_away(who, self.place["mail", n], is_spam=act.kind == "spam")
                case "hidden" | "promise hidden" | "labelled":
                    kind = "promise" if act.kind == "promise hidden" else "mail"
                    cloud.label(who, self.place[kind, n], "Klientai" if act.kind == "labelled" else "Private")
                case "meeting" | "hidden meeting" | "series":
                    more = {"is_private": act.kind == "hidden meeting", "weeks": 8 if act.kind == "series" else 0}
                    self.place[act.kind, n] = cloud.meet(who, meeting_name(act), _day(n), **more)
                case "meeting moved":
                    cloud.move_meeting(who, self.place["meeting", n], _day(n) + dt.timedelta(hours=1))
                case "meeting deleted":
                    cloud.delete_meeting(who, self.place["meeting", n])
                case "called off":
                    if id_ := cloud.call_off(who, self.place["series", n], _day(n) + dt.timedelta(weeks=1)):
                        self.place[act.kind, n] = id_
                case "contact":
                    self.place["contact", n] = cloud.add_contact(who, f"Pirkėjas Nr{n}", buyer(n))
                case "contact renamed":
                    cloud.rename_contact(who, self.place["contact", n], f"Ponas Nr{n}")
                case _:
                    self._answer(act)
            self.done.append(act)

    def _answer(self, act: Act) -> None:
        """A person does something to an entry of ours."""
        (entry,) = self.entries(act.who, act.number)
        match act.kind:
            case "entry moved":
                self.cloud.move_entry(act.who, entry, moved_to(act.number))
            case "entry ticked":
                self.cloud.retitle_entry(act.who, entry, f"✓ {entry.title}")
            case "entry refused":
                self.cloud.retitle_entry(act.who, entry, f"ne {entry.title}")
            case "entry deleted":
                self.uids[entry.id] = entry.uid
                self.cloud.delete_entry(act.who, entry)
                self.deleted[entry.id] = len(self.world.log)
            case unknown:
                raise AssertionError(unknown)

    def may(self, act: Act) -> bool:
        """Whether what it is about is there: an entry in the calendar, a mail or meeting in the store."""
        if act.kind.startswith("entry ") or act.kind == "promise hidden":
            found = self.entries(act.who, act.number)
            return bool(found) and (act.kind != "entry deleted" or self.cloud.remembers_deleted or self._is_noted(found[0]))
        kind = OF.get(act.kind)
        return kind is None or self.place[kind, act.number] in self.known(act.who)

    def _is_noted(self, entry: Entry) -> bool:
        """Whether the program knows that it is there."""
        return bool(rows(self.store, f"SELECT 1 FROM reminder WHERE uid = '{entry.uid}' AND state = 'there'"))

    def _deliver(self, act: Act) -> str:
        address, n = PEOPLE[act.who], act.number
        to, subject, text = (address,), f"{act.kind} {n}", _QUESTION.format(n)
        sender, headers = f"info@customer{n}.example", tuple[str, ...]()
        match act.kind:
            case "promise":
                sender, to, text = address, (buyer(n),), f"Hello,\n\n{words(n)} {_term(n):%-d %B %Y at %-H:%M}."
            case "news":
                sender, headers = f"news@shop{n}.example", (f"List-Unsubscribe: <mailto:x@shop{n}.example>", "Precedence: bulk")
            case "among us":
                sender, text = next(other for other in PEOPLE.values() if other != address), "Ar einam pietų?"
        self._mails += 1
        at = BEGAN + dt.timedelta(seconds=20 * self._mails)
        mail = Mail(id=message_id(act).partition("@")[0], sender=sender, to=to, at=f"{at:%Y-%m-%dT%H:%M:%S}", subject=subject, text=text, headers=headers)
        return self.cloud.deliver(act.who, mail.raw(), at, is_sent=act.kind == "promise", is_hidden=act.kind == "hidden mail")

    def entries(self, who: str, number: int) -> list[Entry]:
        """The entries of one promise in a person's calendars."""
        return [entry for entry in self.cloud.entries(who) if words(number) in entry.text]

    def known(self, who: str) -> dict[str, str]:
        """What the store knows of the items of a person: id at the provider → stored, gone, why it waits, or the rule by which
        it is left out. That something lies in the bin now is known of it by its being gone."""
        of = f"JOIN collection c ON c.id = x.collection_id JOIN source s ON s.id = c.source_id WHERE s.name LIKE '{who}-%'"
        parts = ("iif(x.gone_since IS NULL, 'stored', 'gone') FROM sighting x", "x.rule FROM excluded x", "'waits: ' || x.reason FROM pending x")
        found = rows(self.store, " UNION ALL ".join(f"SELECT x.remote_id, {part} {of}" for part in parts))
        found = [(id_, state) for id_, state in found if not state.startswith("folder:")]
        assert len(dict(found)) == len(found), f"something of {who} is known twice: {found}"
        return dict(found)

    def note_entries(self) -> None:
        """Remember whose the entries are, for when they are gone."""
        with self.world.lock:
            self.uids.update({entry.id: entry.uid for who in PEOPLE for entry in self.cloud.entries(who)})

    def uid(self, asked: Any) -> str:
        """Of the entry that a request writes; '' of one that makes a calendar."""
        return self.cloud.uid(asked) or self.uids.get(self.cloud.entry_id(asked), "")

    def known_with_entries(self, address: str) -> dict[str, str]:
        """What the store knows of the items of a person, and the entries of ours, which are no items."""
        return {**self.known(address.partition("@")[0]), **self.uids}

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
        self.note_entries()

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
    return f"{meeting_name(act)}@meetings.example"


def meeting_name(act: Act) -> str:
    """What it is called."""
    return f"{act.kind.replace(' ', '-')}{act.number}"


def moved_to(number: int) -> dt.datetime:
    """Where a person drags the entry of a promise."""
    return dt.datetime(2027, 2, 1, 8, 30, tzinfo=VILNIUS) + dt.timedelta(days=number)


def _term(number: int) -> dt.datetime:
    return dt.datetime(2026, 11, 23, 9, tzinfo=VILNIUS) + dt.timedelta(days=number % 40, hours=number % 8)


def _day(number: int) -> dt.datetime:
    return dt.datetime(2026, 11, 18, 10, tzinfo=VILNIUS) + dt.timedelta(days=number)
