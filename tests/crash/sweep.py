"""Every boundary of every connector interrupted: a request, an answer, a file, a verb, a commit; then all goes on, and nothing differs.

A `Place` is a provider with something in it. Its stage is set up once, in a process of its own; each point is a process
forked off that, in which provider, calendars and store are as they were left there:

    test ──fork──▶ stage: the provider filled, a first pass, news ──fork──▶ point: provider, wire ──fork──▶ the pass that is interrupted
                                                                              └─ then undisturbed passes, and what there is is told

Two ways to be interrupted: `kill`, the program is dead (SIGKILL); `lost`, the connection is cut or a file is refused, and the
program has to live with that. Where a point fell is told by the wire or by the program itself, and counted.
"""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
import json
import os
import shutil
import signal
import socket
import threading
import traceback
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, ClassVar

from connectors.pace import Pace
from tests.crash.line import PARTS, Aim, Wire
from tests.crash.watching import Ended, Point, watched
from tests.store.world import NOW, Office

LATER = dt.timedelta(hours=49)  # after what was lost comes a pass in which all that was set aside is due
THE_PASS = "the pass itself"  # what belongs to no source and to no calendar
_NO_MORE = """SELECT s.name, c.remote_id, p.remote_id FROM pending p JOIN collection c ON c.id = p.collection_id JOIN source s ON s.id = c.source_id
    WHERE p.state = 'gone'"""
Choose = Callable[[list[Point]], list[Point]]


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a point: whether it was come to, and what was otherwise in the end ('': nothing)."""

    point: Point
    reached: bool
    difference: str


class Place(ABC):
    """A provider, or the files of several connectors, with what happens there."""

    name: str
    keeps = THE_PASS
    """The connector in whose calendar the reminders are."""
    is_apart = True
    """Whether the provider lives on when the program dies; else the program is not killed, but fails."""
    listening: socket.socket
    """Where the wire listens, if there is one."""
    port = 0
    """Of the server behind the wire; 0 where there is none."""
    folders: ClassVar[dict[str, str]] = {}
    """Folders of the office whose files are read, with their connectors."""

    @abstractmethod
    def fill(self, office: Office) -> None:
        """Lay down what is there at first, and the config; the program asks at `listening`."""

    @abstractmethod
    def change(self, office: Office) -> None:
        """What comes, changes and goes after the first pass; people answer entries, too."""

    def begin(self) -> None:  # noqa: B027 - most places need nothing here
        """Answer from now on, in this process."""

    def rest(self) -> None:  # noqa: B027 - most places need nothing here
        """Let the processes that are forked off answer instead."""

    def keep(self) -> None:  # noqa: B027 - most places need nothing here
        """What stands now is what each point begins with."""

    def again(self) -> None:  # noqa: B027 - most places need nothing here
        """Be as it was kept, where forking alone does not do that."""

    def plain(self, line: str) -> str:
        """A line of the store's text without what the provider makes up anew each time."""
        return line

    def whose(self, request: bytes) -> str:
        """The connector that asked so; '' where nobody waits for the answer."""
        return self.name

    @abstractmethod
    def entries(self, office: Office) -> object:
        """Our entries as they lie in the calendars."""

    def amiss(self) -> list[str]:
        """What the provider found wrong with what it was asked."""
        return []

    def close(self) -> None:  # noqa: B027 - most places need nothing here
        """End what was started."""


def swept(make: Callable[[], Place], folder: Path, choose: Choose, *, is_first: bool = False) -> tuple[list[Point], list[Told]]:
    """Interrupt a place at the points that are chosen of all it has: all there are, and what became of each chosen one.

    `is_first`: in the first pass there, else in that after the first changes.
    """
    in_a_process(lambda: Stage(make(), folder).play(choose, is_first=is_first), folder / "log")
    there = [Point(**one) for one in json.loads((folder / "there").read_text())]
    return there, [Told(Point(**one["point"]), one["reached"], one["difference"]) for one in map(json.loads, (folder / "told").read_text().splitlines())]


class Stage:
    """A place set up once, in a process that has no other use."""

    def __init__(self, place: Place, folder: Path) -> None:
        self.place, self.folder, self.log = place, folder, folder / "log"
        (folder / "before").mkdir()
        self.before = Office(folder / "before", people=())
        Pace.__init__.__kwdefaults__["sleep"] = lambda seconds: None  # what is waited between two tries is no matter here

    def play(self, choose: Choose, *, is_first: bool) -> None:
        """Set up, find all points, and interrupt at those that are chosen."""
        gc.collect()
        gc.freeze()  # or the first collection in each process copies every page of memory
        try:
            self._play(choose, is_first)
        finally:
            self.place.close()

    def _play(self, choose: Choose, is_first: bool) -> None:
        place = self.place
        place.fill(self.before)
        if not is_first:
            self._first_pass()
            place.change(self.before)
        place.keep()
        calm = self._apart(self._undisturbed)
        (self.folder / "there").write_text(json.dumps(calm["points"]))
        with (self.folder / "told").open("w") as out:
            for point in choose([Point(**one) for one in calm["points"]]):
                place.again()
                out.write(json.dumps({"point": asdict(point), **self._apart(lambda: self._interrupted(point, calm))}) + "\n")  # noqa: B023 - called in this turn
                out.flush()

    def _first_pass(self) -> None:
        place = self.place
        place.begin()
        wire = Wire(place.listening, place.port, Aim()) if place.port else None
        self._program(lambda: _well(self.before), self.before)
        if wire:
            wire.close()
        place.rest()

    def _apart(self, do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """What it gives in a process of its own: whatever is done there leaves no trace here."""
        answer = self.folder / "answer"
        answer.unlink(missing_ok=True)
        in_a_process(lambda: answer.write_text(json.dumps(do(), default=str)), self.log)
        return dict(json.loads(answer.read_text()))

    def _copy(self) -> Office:
        """What stands before the pass that is interrupted."""
        shutil.rmtree(self.folder / "work", ignore_errors=True)
        shutil.copytree(self.folder / "before", self.folder / "work")
        return Office(self.folder / "work", people=(), options=self.before.options)

    def _undisturbed(self) -> dict[str, Any]:
        """All points of a pass, and what there is after it and after those that follow."""
        office, hits = self._copy(), self.folder / "hits"
        self.place.begin()
        wire = Wire(self.place.listening, self.place.port, Aim()) if self.place.port else None
        hits.write_text("")
        self._program(lambda: _well(office), office, hits)
        points = [*self._of_wire(list(wire.asked) if wire else []), *self._of_program(hits.read_text().splitlines())]
        said = [self._said(office)]
        self._to_the_end(office)
        return {"points": [asdict(point) for point in points], "said": [*said, self._said(office)]}

    def _of_wire(self, asked: list[bytes]) -> list[Point]:
        waited = [(number, whose) for number, one in enumerate(asked, 1) if (whose := self.place.whose(one))]
        return [Point(whose, part, number, how) for number, whose in waited for part in PARTS for how in ("kill", "lost")]

    def _of_program(self, hits: list[str]) -> list[Point]:
        """At a commit the program can only be killed; a file can also be refused, and a verb fail."""
        points = []
        for name, count in Counter(hits).items():
            connector, _, boundary = name.partition("\t")
            hows = ("kill", "lost") if boundary.startswith(("file.", "verb.")) else ("kill",)
            points += [Point(connector, boundary, number, how) for number in range(1, count + 1) for how in hows if boundary != "store.statement"]
        return points

    def _interrupted(self, point: Point, calm: dict[str, Any]) -> dict[str, Any]:
        """Interrupt a pass there, and let those after it come; what is otherwise than in calm."""
        office, hits, victim = self._copy(), self.folder / "hits", Victim(point.how)
        hits.write_text("")
        self.place.begin()
        on_wire = point.boundary in PARTS
        wire = Wire(self.place.listening, self.place.port, Aim(point.number, point.boundary) if on_wire else Aim(), victim.meet) if self.place.port else None
        self._program(office.once, office, hits, None if on_wire else point, victim)
        reached = wire.reached if wire and on_wire else hits.read_text() == "reached\n"
        if point.how == "kill":
            self._program(lambda: _well(office), office)
        else:
            self._to_the_end(office)
        return {"reached": reached, "difference": self._difference(self._said(office), calm["said"][point.how == "lost"])}

    def _to_the_end(self, office: Office) -> None:
        office.now = NOW + LATER
        self._program(lambda: _well(office), office)

    def _program(self, do: Callable[[], object], office: Office, hits: Path | None = None, point: Point | None = None, victim: Victim | None = None) -> None:
        """Be the program for a pass: in a process of its own, or in this one where the provider is in it."""
        place = self.place

        def run() -> None:
            if hits is None or (point is None and victim is not None):
                do()
                return
            folders = {str(office.folder / folder): connector for folder, connector in place.folders.items()}
            with watched(hits, place.keeps, folders, point, is_apart=place.is_apart):
                do()

        if place.is_apart:
            in_a_process(run, self.log, victim)
            return
        with suppress(Ended):
            run()

    def _said(self, office: Office) -> dict[str, Any]:
        """What there is in the end: store, originals, entries. What was set aside and is an item no more (an entry of ours that could
        not be read, so that nothing told whose it was) waits for nothing."""
        no_more = [f"pending|{name}|{folder}|{id_}|" for name, folder, id_ in office.rows(_NO_MORE)]
        dump = [self.place.plain(line) for line in office.dump() if not line.startswith(tuple(no_more))]
        originals = hashlib.sha256(b"".join(sorted(office.originals()))).hexdigest()
        said = {"dump": dump, "originals": originals, "entries": self.place.entries(office), "findings": office.findings()}
        return dict(json.loads(json.dumps(said, default=str)))

    def _difference(self, found: dict[str, Any], wanted: dict[str, Any]) -> str:
        if amiss := self.place.amiss():
            return f"asked for what there is not: {amiss[:3]}"
        for part, one in found.items():
            if one != wanted[part]:
                lines = zip_longest(*map(_lines, (one, wanted[part])))
                return f"{part}: " + next(f"{a!r:.500} in place of {b!r:.500}" for a, b in lines if a != b)
        return ""


def _lines(value: Any) -> list[Any]:
    return value if isinstance(value, list) else str(value).replace("\\r\\n", "\r\n").splitlines()


def _well(office: Office) -> None:
    """A pass in which nothing fails."""
    outcome = office.once()
    assert [s.error for s in outcome.sources if s.error] == [] and outcome.reminders.errors == [], (outcome.sources, outcome.reminders)


class Victim:
    """The process that a wire may kill; it is known a moment after it was started."""

    def __init__(self, how: str) -> None:
        self._how, self._pid, self._is_there = how, 0, threading.Event()

    def started(self, pid: int) -> None:
        """This is it."""
        self._pid = pid
        self._is_there.set()

    def meet(self) -> None:
        """The point is come to: kill, if that is what was wanted."""
        if self._how == "kill":
            self._is_there.wait(10)
            os.kill(self._pid, signal.SIGKILL)


def forked_off(do: Callable[[], object], log: Path) -> int:
    """The id of a forked process that does it, and ends; what goes wrong in it stands in the log."""
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            do()
            code = 0
        finally:
            if code:
                with log.open("a") as out:
                    traceback.print_exc(file=out)
            os._exit(code)
    return pid


def in_a_process(do: Callable[[], object], log: Path, victim: Victim | None = None) -> None:
    """Do it in a forked process, which only a `victim` may be killed in. What goes wrong in it goes wrong here."""
    pid = forked_off(do, log)
    if victim:
        victim.started(pid)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert code == 0 or (victim and code == -signal.SIGKILL), f"{code}: {log.read_text()[-4_000:] if log.exists() else ''}"
