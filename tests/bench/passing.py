"""What passes over a provider's mailbox and calendar cost: beside the same mails in a Maildir, and one after the other.

The provider is a fake in a process of its own: a `World`, so that what it costs is not counted as ours.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import multiprocessing
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from multiprocessing.managers import BaseManager
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from syncd.config import load
from syncd.once import once
from syncd.store.dump import dump
from syncd.world import open_world
from tests.bench.imap import cost
from tests.bench.mailbox import COMPANY, MAILDIR, variants, write_maildir
from tests.bench.meetings import ZONE
from tests.bench.processes import Cost, run
from tests.conftest import bytecode_kept

OWNER = "jeff.skilling@enron.com"
FEW = 10  # mails that come later
PROMISES = 50
REMINDERS = f"""
reminders = true
[reminders]
mode = "on"
hold = 0
per_day = 1000
[[staff]]
email = "{OWNER}"
name = "Jeff Skilling"
language = "en"
"""
_PROGRAM = "from syncd.cli import main; main()"
_BOOKS = ("source", "collection")  # the tables that say when was read last, and how far
_SENT = """\
From: Jeff Skilling <{owner}>
To: Customer {n} <buyer{n}@customer{n}.example>
Subject: Your question {n}
Date: {date:%a, %d %b %Y %H:%M:%S +0000}
Message-ID: <promise{n}@enron.com>

Good morning,

I will call you on {term:%d %B %Y} at {term:%H:%M}.
"""


class Requests(NamedTuple):
    """What was asked since it was looked at last: requests, calls inside batches, writes to the API, refusals, quota units of what was answered."""

    alone: int
    inside: int
    writes: int
    refused: int
    units: int = 0

    def __str__(self) -> str:
        inside = f", {self.inside} calls in batches" if self.inside else ""
        return f"{self.alone} requests{inside}" + (f", {self.writes} writes" if self.writes else "") + (f", {self.refused} refused" if self.refused else "")


class World(Protocol):
    """One person's mailbox and calendar at a provider, and what happens to them."""

    def size(self) -> int:
        """Bytes of all mail there was at the beginning."""

    def deliver(self, count: int) -> None:
        """So many mails come that were never there."""

    def meet(self, count: int) -> None:
        """So many meetings are in the calendar."""

    def promise(self, count: int) -> None:
        """So many customers are promised a call, in mails that were sent this morning."""

    def entries(self) -> int:
        """How many reminders stand in the calendar."""

    def forget(self) -> None:
        """The provider no longer knows what we were told last."""

    def requests(self) -> Requests:
        """What was asked since the last look."""

    def cpu(self) -> float:
        """CPU seconds of the fake so far."""

    def close(self) -> None:
        """Raises AssertionError where anything was asked that the provider does not know."""


@dataclass(frozen=True, kw_only=True)
class Provider:
    """One to be measured. `mail`, `both`: the sources of its config, of mail alone and with the calendar last; `before`: what a process of ours
    runs first, so that nothing limits how fast the fake is asked; `unlimit`: the same in this process."""

    name: str
    world: World
    mail: str
    both: str
    before: str = ""
    unlimit: Callable[[], None] = lambda: None


def sent(count: int) -> Iterator[tuple[dt.datetime, bytes]]:
    """So many mails of this morning that promise a customer a call on a working day of next week."""
    today = dt.datetime.now(dt.UTC).replace(hour=6, minute=0, second=0, microsecond=0)
    for n in range(count):
        term = today + dt.timedelta(days=7 - today.weekday() + n % 5, hours=9 + n % 7)
        yield today, _SENT.format(owner=OWNER, n=n, date=today, term=term.replace(tzinfo=ZoneInfo(ZONE))).encode()


class _Elsewhere(BaseManager):
    """The process of a world."""


@contextlib.contextmanager
def elsewhere(world: Callable[..., Any], *arguments: Any) -> Iterator[Any]:
    """A world in a process of its own."""
    _Elsewhere.register("World", world)
    with _Elsewhere(ctx=multiprocessing.get_context("spawn")) as there:
        made = there.World(*arguments)  # type: ignore[attr-defined]
        yield made
        made.close()


def compare(folder: Path, provider: Provider, mails: int, runs: int) -> None:
    """Print the first harvest of the same mails as Maildir and from the provider, the least of so many runs each."""
    write_maildir(folder / "mail", variants(mails))
    tables = {"Maildir": COMPANY + MAILDIR.format(maildir=folder / "mail"), provider.name: COMPANY + provider.mail}
    told: dict[str, list[Cost]] = {name: [] for name in tables}
    for number in range(runs):
        for name, table in tables.items():
            told[name].append(first(folder / "compare", table, provider.before))
            print(f"  run {number + 1}, {name:8} {told[name][-1]}", flush=True)
            shutil.rmtree(folder / "compare")
    shutil.rmtree(folder / "mail")
    provider.world.requests()
    least = {name: min(costs, key=lambda c: c.cpu) for name, costs in told.items()}
    for name, told_ in least.items():
        workers, rest = told_.workers / mails * 1000, (told_.cpu - told_.workers) / mails * 1000
        print(f"{f'first harvest, {name}':34} {told_}   ms CPU a mail: {workers + rest:.2f} (workers {workers:.2f}, reading and storing {rest:.2f})")
    print(f"ratio of CPU, {provider.name} to Maildir: {least[provider.name].cpu / least['Maildir'].cpu:.2f}; "
          f"run by run {', '.join(f'{there.cpu / here.cpu:.2f}' for here, there in zip(told['Maildir'], told[provider.name], strict=True))}", flush=True)  # fmt: skip


def passes(folder: Path, provider: Provider, events: int) -> None:
    """Print what passes over mail and a calendar of so many events cost, and whether one over everything changes anything."""
    world = provider.world
    world.meet(events)
    world.promise(PROMISES)
    _told("first harvest", first(folder, COMPANY + 'notice_given = "2026-01-01"\n' + provider.both + REMINDERS, provider.before), world)
    print(f"    {world.entries()} reminders stand in the calendar")
    _told("a pass, nothing changed, start-up", again(folder, provider.before), world)
    provider.unlimit()
    _in_one_process(folder, world)
    before = _rows(folder), world.entries()
    world.forget()
    _told("everything listed anew", again(folder, provider.before), world)
    changed = [name for name, rows in _rows(folder).items() if rows != before[0][name]]
    print(f"    tables with another row: {', '.join(changed) or 'none'}; reminders {before[1]}, then {world.entries()}", flush=True)


def _in_one_process(folder: Path, world: World) -> None:
    """Passes of a process that goes on: with nothing new, and with a few new mails."""
    running = open_world(load(folder / "config.toml"))
    once(running)
    world.requests()
    cpu, wall = min(cost(partial(once, running)) for _ in range(5))
    print(f"{'a pass in a running process':34} {cpu * 1000:7.0f} ms CPU {wall * 1000:6.0f} ms wall; five: {world.requests()}")
    some = []
    for _ in range(5):
        world.deliver(FEW)
        before = running.store.db.execute("SELECT count(*) FROM sighting").fetchone()[0]
        some.append(cost(partial(once, running)))
        assert running.store.db.execute("SELECT count(*) FROM sighting").fetchone()[0] == before + FEW
    cpu, wall = min(some)
    print(f"{f'the same, {FEW} new mails':34} {cpu * 1000:7.0f} ms CPU {wall * 1000:6.0f} ms wall; five: {world.requests()}")
    running.close()


def first(folder: Path, table: str, before: str) -> Cost:
    """A pass over a new store."""
    folder.mkdir()
    (folder / "config.toml").write_text(table)
    return again(folder, before)


def again(folder: Path, before: str) -> Cost:
    """One pass in a process of its own."""
    return run(sys.executable, "-c", before + _PROGRAM, "once", "-c", str(folder / "config.toml"), env=bytecode_kept({}))


def _told(name: str, told: Cost, world: World) -> None:
    print(f"{name:34} {told}   {world.requests()}", flush=True)


def _rows(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table with its rows and their numbers; beside the tables what the store says in a dump."""
    db = sqlite3.connect((folder / "history.db").as_uri() + "?mode=ro", uri=True)
    try:
        return dict(_tables(db)) | {"the dump": [(line,) for line in dump(db)]}
    finally:
        db.close()


def _tables(db: sqlite3.Connection) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'").fetchall():
        if name not in _BOOKS:
            yield name, sorted(db.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)
