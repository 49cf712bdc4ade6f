"""A company of two in memory and the program that works for it: run, killed, overtaken by another, put back from a backup.

A kill is an exception nobody catches, after which nothing that is on its way is committed any more and the connections are
dropped, as when a process ends; the next program is another process to the store.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from connectors import memory
from connectors.base import Collection, Cursor, Page, Seen
from syncd import faults
from syncd.backup import back_up, sets
from syncd.calendars import Kept
from syncd.config import Config, load
from syncd.core.derive import derive
from syncd.core.derived import Arrival
from syncd.deriving import Understood, Workers
from syncd.once import Outcome, once
from syncd.rebuild import rebuild
from syncd.restore import restore
from syncd.store import deciding, decisions, sources
from syncd.store.dump import dump
from syncd.store.verify import verify
from syncd.world import World, open_world

STAFF = ("rasa", "jonas")
OFTEN = ("store.before_commit", "store.after_commit")  # a pass comes there a dozen times before it writes anything new
SELDOM = (
    "store.sightings", "raw.before_commit", "raw.after_commit", "decision.written",
    "calendar.before_put", "calendar.after_put", "calendar.before_remove", "calendar.after_remove",
)  # fmt: skip
CONFIG = """
[company]
name = "Klimatas"
domains = ["klimatas.example"]
timezone = "Europe/Vilnius"
[privacy]
notice_given = "2026-01-01"
exclude = {{ people = [{people}], labels = ["Private", "Личное"] }}
[reminders]
mode = "{mode}"
hold = "{minutes} min"
per_day = 100
skip_if_entry_exists = false
briefs = "off"
[[staff]]
email = "rasa@klimatas.example"
name = "Rasa Petraitė"
language = "lt"
[[staff]]
email = "jonas@klimatas.example"
name = "Jonas Jonaitis"
language = "en"
"""
SOURCE = """
[[source]]
name = "{who}"
connector = "memory"
world = "{who}"
owner = "{who}@klimatas.example"
reminders = true
"""


class Killed(BaseException):
    """The program's process was ended here."""


class Mailbox(memory.MemoryMailbox):
    """A mailbox whose provider may forget some of its mails in a listing, and the numbers of all of them."""

    def __init__(self) -> None:
        super().__init__(page_items=2)
        self.unlisted: frozenset[str] = frozenset()

    def pages(self, collection: Collection, cursor: Cursor | None) -> Iterator[Page]:
        """As ever, without what the provider leaves out."""
        for page in super().pages(collection, cursor):
            left = tuple(c for c in page.changes if c.remote_id not in self.unlisted)
            yield dataclasses.replace(page, changes=left, complete=page.complete - self.unlisted if page.complete is not None else None)


@functools.lru_cache(maxsize=256)
def _config(mode: str, minutes: int, people: tuple[str, ...]) -> Config:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        text = CONFIG.format(mode=mode, minutes=minutes, people=", ".join(f'"{p}"' for p in people))
        path.write_text(text + "".join(SOURCE.format(who=who) for who in STAFF), encoding="utf-8")
        return load(path)


class Company:
    """The mailboxes, calendars and the store of one sequence. `now` is what the clock of the program's machine shows."""

    def __init__(self, now: dt.datetime, patch: pytest.MonkeyPatch) -> None:
        shared = Path("/dev/shm")
        self.folder = Path(tempfile.mkdtemp(prefix="syncd-machine-", dir=shared if shared.is_dir() else None))
        self.now = now
        self.options: tuple[str, int, tuple[str, ...]] = ("on", 0, ())
        self.mailboxes = {who: Mailbox() for who in STAFF}
        self.calendars = {who: memory.MemoryCalendar() for who in STAFF}
        self.reached: Counter[str] = Counter()
        self._fault: tuple[str, int] | None = None
        self._then: Callable[[], None] = _die
        self._is_dead = False
        self._process, self._living = 1, {1}
        patch.setattr(memory, "_worlds", {who: memory.World(self.mailboxes[who], self.calendars[who]) for who in STAFF})
        patch.setattr(faults, "hit", self._hit)
        patch.setattr(sources, "_holder", lambda pid: self._named(self._process))
        patch.setattr(sources, "_started", lambda pid: str(pid) if pid in self._living else "")
        patch.setattr(Workers, "alone", _alone)
        _store_of_the_first_day(self.folder)
        self.world = self._open()

    # ── the program ──

    def _open(self) -> World:
        config = _config(*self.options)
        config = dataclasses.replace(config, store=dataclasses.replace(config.store, path=self.folder / "history.db"))
        world = open_world(config, now=self.now)
        world.store.db.execute("PRAGMA synchronous=OFF")  # no power is cut here
        return world

    def reopen(self, **options: object) -> None:
        """The program ends and another begins, with what changed in its config."""
        self.options = (str(options.get("mode", self.options[0])), int(str(options.get("minutes", self.options[1]))), tuple(options.get("people", self.options[2])))  # type: ignore[arg-type]
        self.world.close()
        self._next_process()
        self.world = self._open()

    def once(self) -> Outcome:
        """One pass."""
        self.world.now = self.now
        return once(self.world)

    def rebuild(self) -> list[str]:
        """Everything derived anew; the entries held back."""
        self.world.now = self.now
        return rebuild(self.world)

    def killed(self, point: str, number: int) -> bool:
        """A pass, ended as it comes to this point for so many times; whether it came there. Then another program begins."""
        self._fault, self._then = (point, number), _die
        try:
            self.once()
        except Killed:
            self._is_dead = True
            self._drop()
            return True
        finally:
            self._fault, self._is_dead = None, False
        return False

    def overtaken(self, point: str, number: int, meanwhile: Callable[[], None]) -> Outcome:
        """A pass that stands still at this point until another program has taken over and done its work; then it goes on, unaware."""
        first, stood = self.world, self._process

        def other() -> None:
            self._next_process()
            self.world = self._open()
            meanwhile()
            self._process = stood

        self._fault, self._then = (point, number), other
        try:
            outcome = once(_at(first, self.now))
        finally:
            self._fault = None
        if self.world is not first:
            first.close()
            self._process = max(self._living)
        return outcome

    def _drop(self) -> None:
        """What a process leaves when it ends: nothing."""
        self.world.close()
        sources._passes.clear()
        self._next_process()
        self._is_dead = False
        self.world = self._open()

    def _next_process(self) -> None:
        self._living = {max(self._living) + 1}
        self._process = max(self._living)

    @staticmethod
    def _named(process: int) -> str:
        return json.dumps({"host": "office", "boot": "1", "pid": process, "start": str(process)})

    def _hit(self, point: str) -> None:
        if self._is_dead:
            raise Killed
        if self._fault is None:
            return
        name, number = self._fault
        if name == point:
            self._fault = (name, number - 1) if number > 1 else None
            if number == 1:
                self.reached[point] += 1
                self._is_dead = self._then is _die
                self._then()

    # ── backups ──

    def back_up(self) -> None:
        """One more backup; only the newest is kept."""
        back_up(self.folder / "history.db", self.folder / "backups", self.now, 1)

    @property
    def has_backup(self) -> bool:
        """Whether there is one."""
        return bool(sets(self.folder / "backups"))

    def restore(self) -> None:
        """The backup takes the place of the store, which can still be read."""
        config = self.world.config
        self.world.close()
        restore(config, self.folder / "backups", self.now)
        for aside in self.folder.glob("before-restore-*"):
            shutil.rmtree(aside)
        self._next_process()
        self.world = self._open()

    # ── what people do ──

    def decide(self, message_id: str, kind: str) -> bool:
        """Somebody decides about the promise in this mail on the pages, or takes the last decision back; whether that was possible."""
        self.world.now = self.now
        with self.world.store.write() as db:
            (key,) = self._promise_key(message_id)
            page = self.world.page(db)
            if kind != "undo":
                return bool(deciding.about_promise(page, key, kind, None, "rasa@klimatas.example", "web"))
            last = decisions.last_standing(db, key)
            return bool(last and deciding.undo(page, last[0], "rasa@klimatas.example", "web"))

    def _promise_key(self, message_id: str) -> tuple[str]:
        row = self.rows("SELECT p.key FROM promise p JOIN message m USING (interaction_id) WHERE m.message_id = ?", f"{message_id}@mail.example")
        assert len(row) == 1, f"{len(row)} promises in {message_id}"
        return (str(row[0][0]),)

    # ── what is there ──

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """Rows of the store."""
        return self.world.store.db.execute(query, values).fetchall()

    def entries(self, who: str) -> dict[str, Seen]:
        """Our entries in a person's calendar by the promise they carry."""
        found: dict[str, Seen] = {}
        for entry in self.calendars[who].entries.values():
            assert entry.key not in found, f"{who} has two entries of one promise: {entry.title}"
            found[entry.key] = entry
        return found

    def dump(self) -> list[str]:
        """The store as `verify --dump` tells it."""
        return list(dump(self.world.store.db))

    def findings(self) -> list[str]:
        """What `syncd verify` finds."""
        return [f"{f.invariant} {f.id} {f.text}" for f in verify(self.world.store, self.world.raw)]

    def close(self) -> bytes:
        """The program ends for good; every byte the store and the originals leave."""
        self.world.close()
        sources._passes.clear()
        left = b"".join(p.read_bytes() for p in sorted([*self.folder.glob("history.db*"), *self.folder.glob("raw/*")]))
        shutil.rmtree(self.folder)
        return left


def is_quiet(outcome: Outcome) -> bool:
    """Whether a pass went well and found nothing to do."""
    kept: Kept = outcome.reminders
    assert not kept.errors and all(s.error is None for s in outcome.sources), (kept.errors, [s.error for s in outcome.sources])
    return kept.put == kept.removed == kept.decided == 0 and all(s.counts.seen == 0 for s in outcome.sources)


def _die() -> None:
    raise Killed


def _at(world: World, now: dt.datetime) -> World:
    world.now = now
    return world


def _alone(workers: Workers, remote_id: str, arrival: Arrival) -> Understood:
    """A suspect read in this process: that it can end only another one is shown where processes are killed (tests/crash)."""
    return derive(arrival, workers.setting)


@functools.lru_cache(maxsize=1)
def _first_day() -> Path:
    """A store in which nothing is yet, made once."""
    folder = Path(tempfile.mkdtemp(prefix="syncd-machine-"))
    config = _config("on", 0, ())
    world = open_world(dataclasses.replace(config, store=dataclasses.replace(config.store, path=folder / "history.db")), now=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    world.close()
    return folder / "history.db"


def _store_of_the_first_day(folder: Path) -> None:
    shutil.copy(_first_day(), folder / "history.db")
