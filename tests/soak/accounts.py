"""The accounts of the soak: people whose mail is at an IMAP server and whose calendar is a folder, at Google, in Microsoft 365."""

from __future__ import annotations

import datetime as dt
import random
import re
import time
from abc import ABC, abstractmethod
from collections import Counter
from pathlib import Path
from typing import Any

from tests.crash.cloud import PEOPLE, Cloud
from tests.crash.google_scene import GoogleCloud
from tests.crash.graph_scene import GraphCloud
from tests.fakes.google import Google
from tests.fakes.google.faults import Answer, Rule, as_bytes
from tests.fakes.graph import Graph
from tests.fakes.imap_server import ImapServer
from tests.fakes.knobs import Knobs

FAILING = 0.1  # of the requests
_IMAP = """
[[source]]
name = "{who}-mail"
connector = "imap"
host = "127.0.0.1"
port = {port}
tls = "none"
user = "anna"
password_file = "password"
owner = "{who}@klimatas.example"
[[source]]
name = "{who}-calendar"
connector = "vdir"
path = "calendars/{who}"
owner = "{who}@klimatas.example"
reminders = true
"""


class Failing:
    """One request in ten goes wrong, by a seed: refused (429, 503, NO), slow, carried out and not answered, cut in the answer."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.is_over = False
        self.asked = 0
        self.failed: Counter[str] = Counter()

    def _now(self, part: float) -> bool:
        return not self.is_over and self.chance.random() < part

    def at_knobs(self, world: Knobs) -> None:
        """Lay it in the way of a provider's fake."""

        def refused(asked: Any) -> Answer:
            status = self.chance.choice((429, 503))
            self.failed[str(status)] += 1
            data, kind = as_bytes(world.throttled(status, "") if status == 429 else world.refusal(status, ""))
            return Answer(status, data, {"Content-Type": kind, **({"Retry-After": "2"} if self.chance.random() < 0.5 else {})})

        def spoilt(asked: Any, answer: Answer) -> Answer:
            kind = self.chance.choice(("never answered", "cut"))
            self.failed[kind] += 1
            return Answer(0, silent=True) if kind == "never answered" else Answer(answer.status, answer.body, answer.headers, send=len(answer.body) // 2)

        def counted(asked: Any) -> None:
            self.asked += 1

        world.on(lambda _: True, before=counted, times=float("inf"))
        world.faults.add(Rule(lambda _: self._now(FAILING / 2), float("inf"), says=refused))
        world.faults.add(Rule(lambda _: self._now(FAILING / 2), float("inf"), spoils=spoilt))

    def at_imap(self, server: ImapServer) -> None:
        """The same at an IMAP server."""

        def before(verb: str, line: str) -> None:
            server.faults.refuse.clear()
            self.asked += 1
            if self._now(FAILING / 2):
                self.failed["connection closed"] += 1
                raise ConnectionResetError
            if self._now(FAILING / 2):
                self.failed["NO"] += 1
                server.faults.refuse[verb] = "NO [UNAVAILABLE] try again later"

        server.faults.before = before


class Account(ABC):
    """One person's mail and calendar."""

    who: str

    @abstractmethod
    def source(self) -> str:
        """Tables of the config."""

    @abstractmethod
    def deliver(self, raw: bytes, at: dt.datetime, *, is_sent: bool) -> str:
        """A mail comes in, or is sent; its id."""

    @abstractmethod
    def throw_away(self, mail: str) -> None:
        """A mail is deleted."""

    @abstractmethod
    def entries(self) -> list[tuple[str, str, str, str]]:
        """What stands of ours in the calendar: uid, title, start, text."""

    @abstractmethod
    def answer(self, words: str, how: str, to: dt.datetime) -> bool:
        """The person moves, ticks or deletes the one entry with these words; False where it is not there yet."""

    def bad_day(self, number: int) -> str:
        """The server forgets something; what."""
        return ""


class AtCloud(Account):
    """At a provider's fake."""

    def __init__(self, cloud: Cloud, who: str) -> None:
        self.cloud, self.who = cloud, who

    def source(self) -> str:
        return self.cloud.sources.format(who=self.who, **self.cloud.options())

    def deliver(self, raw: bytes, at: dt.datetime, *, is_sent: bool) -> str:
        return self.cloud.deliver(self.who, raw, at, is_sent=is_sent, is_hidden=False)

    def throw_away(self, mail: str) -> None:
        self.cloud.put_away(self.who, mail, is_spam=False)

    def entries(self) -> list[tuple[str, str, str, str]]:
        return sorted((e.uid, e.title, e.start.astimezone(dt.UTC).isoformat(), e.text) for e in self.cloud.entries(self.who))

    def answer(self, words: str, how: str, to: dt.datetime) -> bool:
        found = [one for one in self.cloud.entries(self.who) if words in one.text]
        if not found:
            return False
        (entry,) = found
        match how:
            case "moved":
                self.cloud.move_entry(self.who, entry, to)
            case "ticked":
                self.cloud.retitle_entry(self.who, entry, f"✓ {entry.title}")
            case "deleted":
                self.cloud.delete_entry(self.who, entry)
        return True

    def bad_day(self, number: int) -> str:
        return self.cloud.bad_day(self.who, number)


class AtImap(Account):
    """Mail at a server of one's own, entries as files."""

    def __init__(self, folder: Path, who: str) -> None:
        self.who, self.server, self.promises = who, ImapServer(), folder / "calendars" / who / "promises"
        self.server.folder("Sent", "\\Sent")
        self.promises.mkdir(parents=True)

    def source(self) -> str:
        return _IMAP.format(who=self.who, port=self.server.port)

    def deliver(self, raw: bytes, at: dt.datetime, *, is_sent: bool) -> str:
        folder = self.server.folders["Sent" if is_sent else "INBOX"]
        return str(folder.add(raw, date=f'"{at:%d-%b-%Y %H:%M:%S +0000}"').uid)

    def throw_away(self, mail: str) -> None:
        self.server.inbox.expunge(int(mail))

    def _files(self) -> dict[Path, str]:
        return {path: re.sub(r"\r\n[ \t]", "", path.read_bytes().decode()) for path in sorted(self.promises.glob("syncd-*.ics"))}

    def entries(self) -> list[tuple[str, str, str, str]]:
        found = [{name: said for name in ("UID", "SUMMARY", "DTSTART", "DESCRIPTION") for said in re.findall(rf"^{name}[;:](.*?)\r?$", text, re.M)} for text in self._files().values()]
        return sorted((one["UID"], one["SUMMARY"], one["DTSTART"], one["DESCRIPTION"]) for one in found)

    def answer(self, words: str, how: str, to: dt.datetime) -> bool:
        found = [(path, text) for path, text in self._files().items() if words in text]
        if not found:
            return False
        ((path, text),) = found
        match how:
            case "moved":
                path.write_text(re.sub(r"^DTSTART[^\r\n]*", f"DTSTART;TZID=Europe/Vilnius:{to:%Y%m%dT%H%M%S}", text, count=1, flags=re.M), newline="")
            case "ticked":
                path.write_text(text.replace("SUMMARY:", "SUMMARY:✓ ", 1), newline="")
            case "deleted":
                path.unlink()
        return True


def accounts(folder: Path, kinds: str, failing: Failing | None) -> list[Account]:
    """One for each letter: i, at an IMAP server; g, at Google; m, in Microsoft 365. Everything fails as told."""
    people = [f"w{number}" for number in range(len(kinds))]
    PEOPLE.clear()
    PEOPLE.update({who: f"{who}@klimatas.example" for who in people})
    google, graph = Google(time.time, "requests"), Graph(time.time, "requests")
    for world in (google, graph):
        if failing:
            failing.at_knobs(world)
    clouds = {"g": GoogleCloud(google), "m": GraphCloud(graph)}
    for cloud in clouds.values():
        cloud.move_in(folder)
    found: list[Account] = []
    for who, kind in zip(people, kinds, strict=True):
        if kind == "i":
            one = AtImap(folder, who)
            if failing:
                failing.at_imap(one.server)
            found.append(one)
        else:
            found.append(AtCloud(clouds[kind], who))
    (folder / "password").touch(mode=0o600)
    (folder / "password").write_text("secret\n")
    return found
