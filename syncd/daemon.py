"""The daemon: it holds the store, begins what is due, keeps the calendars, and watches over both.

    every second, and when a server tells of a change   passes are begun (passes.py)
    after a pass that found a promise, and every minute  the calendars are brought in line, in one thread
    SIGTERM        nothing new is begun; passes end at their next page; done within ten seconds
    SIGHUP         the config is read again; a bad one is told and the old one stays
    a full disk    is told once; nothing is begun until there is room, health and watchdog go on (room.py)

The loop feeds systemd's watchdog: a pass that hangs does not starve it, a loop that hangs does.
"""

from __future__ import annotations

import datetime as dt
import os
import resource
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from syncd import observe
from syncd.config import Config, load
from syncd.errors import AlreadyRunning, ConfigError, StoreError, SyncdError
from syncd.once import keep_rules, take_in_config
from syncd.passes import Passes
from syncd.remind import Kept, keep_reminders
from syncd.room import Room
from syncd.store import schedule
from syncd.store.copying import last_backup
from syncd.store.db import DAMAGED, Store, connect
from syncd.store.reminders import outbox_counts
from syncd.upkeep import Upkeep
from syncd.world import World, open_world

TICK = 1.0  # seconds
REMIND_EVERY = 60.0  # seconds, and at once after a pass that found a promise
STOP_WITHIN = 9.0  # seconds
_START_SECONDS = 6 * 3600


@dataclass(slots=True)
class Daemon:
    """One daemon over one store."""

    config: Config
    numbers: observe.Numbers = field(default_factory=observe.Numbers)
    stopping: threading.Event = field(default_factory=threading.Event)
    reload: threading.Event = field(default_factory=threading.Event)
    found: threading.Event = field(default_factory=threading.Event)  # a promise, that may want an entry
    reminding: Future[Kept | None] | None = None
    remind_at: float = 0.0
    upkeep: Upkeep = field(default_factory=Upkeep)
    room: Room = field(init=False)

    def __post_init__(self) -> None:
        self.room = Room(self.config.store.path.parent)

    def run(self) -> None:
        """Work until SIGTERM. Raises AlreadyRunning (75) when another daemon has the store."""
        while not self._could(self._begin):
            observe.notify(f"EXTEND_TIMEOUT_USEC={_START_SECONDS * 1_000_000}", "STATUS=no room on the disk")
            time.sleep(TICK)
        _allow_connections()
        health = observe.serve_health(self.config.run.health, self.numbers, self.health) if self.config.run.health else None
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        signal.signal(signal.SIGHUP, lambda *_: self.reload.set())
        observe.log("started", sources=len(self.config.sources), store=str(self.config.store.path.name))
        observe.notify("READY=1")
        try:
            with ThreadPoolExecutor(1, thread_name_prefix="remind") as reminders:
                self._loop(Passes(self.config, self.numbers, self.stopping, self.found.set, self.room), reminders)
        finally:
            if health:
                health.shutdown()
            self._could(self._leave)  # where there is no room, the next daemon sees that this one is dead
        observe.log("stopped")

    def _begin(self) -> None:
        world = open_world(self.config)
        try:
            holder = schedule.take_daemon(world.store, dt.datetime.now(dt.UTC))
            if holder:
                raise AlreadyRunning(f"another daemon works on {self.config.store.path}: {holder}")
            observe.notify(f"EXTEND_TIMEOUT_USEC={_START_SECONDS * 1_000_000}")
            take_in_config(world)  # derives everything anew where people or the program changed
            schedule.wake_listened(world.store)
        finally:
            world.close()

    def _leave(self) -> None:
        store = connect(self.config.store.path)
        try:
            schedule.leave_daemon(store)
        finally:
            store.close()

    def _could(self, do: Callable[[], None]) -> bool:
        """Do something that writes, where the disk has room; whether it was done. Raises what said that the disk cannot keep what is written."""
        if self.room.failed:
            raise self.room.failed
        try:
            if self.room.is_there():
                do()
                return True
        except (OSError, StoreError, *DAMAGED) as problem:
            if not self.room.lacks(problem):
                raise
        return False

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self.stopping.is_set():  # the second time: at once
            os._exit(0)
        self.stopping.set()
        observe.notify("STOPPING=1")

    def _loop(self, passes: Passes, reminders: ThreadPoolExecutor) -> None:
        store = connect(self.config.store.path)
        told = 0.0
        while not self.stopping.is_set():
            could = True
            try:
                could = self._could(lambda: self._turn(store, passes, reminders))
            except AlreadyRunning as problem:  # a backup or an admin at work: it is waited for
                observe.log("store locked", reason=str(problem))
            if time.monotonic() - told >= TICK:
                told = time.monotonic()
                observe.notify("WATCHDOG=1", f"STATUS={self._status(store)}")
            if could:
                passes.wait(TICK)
            else:
                self.stopping.wait(TICK)
        store.close()
        end = time.monotonic() + STOP_WITHIN
        ended = passes.close(STOP_WITHIN)
        while self.reminding and not self.reminding.done() and time.monotonic() < end:
            time.sleep(0.05)
        if not ended or (self.reminding and not self.reminding.done()):
            observe.log("stopped hard", reason="a pass did not end in time; what it had not committed is read again")
            os._exit(0)

    def _turn(self, store: Store, passes: Passes, reminders: ThreadPoolExecutor) -> None:
        now = dt.datetime.now(dt.UTC)
        if schedule.take_daemon(store, now):
            observe.log("lost", reason="another daemon has taken the store while this one was asleep")
            self.stopping.set()
            return
        if self.reload.is_set():
            self._reload(passes)
        passes.begin(store, now)
        self._keep_reminders(reminders)
        self.upkeep.tick(store, self.config, now)

    def _keep_reminders(self, reminders: ThreadPoolExecutor) -> None:
        """Take in what was done to the calendars, and begin again when it is time."""
        if self.reminding is not None and self.reminding.done():
            done, self.reminding = self.reminding, None
            kept = done.result()
            self.remind_at = time.monotonic() + REMIND_EVERY
            if kept:
                self.numbers.reminders.labels("put").inc(kept.put)
                self.numbers.reminders.labels("removed").inc(kept.removed)
                for error in kept.errors:
                    observe.log("reminders failed", error=error)
        if self.reminding is None and (self.found.is_set() or time.monotonic() >= self.remind_at):
            self.found.clear()
            self.reminding = reminders.submit(self._remind)

    def _reload(self, passes: Passes) -> None:
        self.reload.clear()
        observe.reloading()
        try:
            config = load(self.config.file)
        except ConfigError as problem:
            observe.log("config not taken", problems=list(problem.problems))
        else:
            self.config = config
            try:
                self._take_in()
            except Exception:
                self.reload.set()  # where there is no room now, it is done when there is
                raise
            passes.take_config(config)
            observe.log("config read again", sources=len(config.sources))
        observe.notify("READY=1")

    def _take_in(self) -> None:
        world = open_world(self.config)
        try:
            take_in_config(world)
            schedule.wake_all(world.store)
        finally:
            world.close()

    def _remind(self) -> Kept | None:
        world = open_world(self.config, now=dt.datetime.now(dt.UTC).replace(microsecond=0))
        try:
            if world.judge:
                self._ask(world)
            kept = keep_reminders(world)
            keep_rules(world)
            return kept
        except SyncdError as problem:
            if not self.room.lacks(problem):
                observe.log("reminders failed", error=str(problem))
            return None
        finally:
            world.close()

    def _ask(self, world: World) -> None:
        """Ask a slow scorer about new promises, before their reminders are put."""
        from syncd.scoring import ask

        asked = ask(world, self.stopping.is_set)
        for result in ("answered", "unusable", "failed"):
            self.numbers.scorer.labels(result).inc(getattr(asked, result))
        if asked.news:
            observe.log("scorer", news=asked.news)

    # ── what is told ──

    def _status(self, store: Store) -> str:
        states = schedule.states(store)
        outbox = outbox_counts(store.db)
        for state, count in outbox.items():
            self.numbers.outbox.labels(state).set(count)
        self.numbers.store.set(Path(self.config.store.path).stat().st_size)
        backup = last_backup(store)
        self.numbers.backup.set(dt.datetime.fromisoformat(backup).timestamp() if backup else 0)
        bad = [f"{n} {state}" for state, n in states.items() if state != "ok"]
        waiting = outbox.get("wanted", 0) + outbox.get("sending", 0)
        return ", ".join([*(["no room on the disk"] if self.room.is_told else []), f"{states.get('ok', 0)} sources ok", *bad, f"outbox {waiting}"])

    def health(self) -> dict[str, Any]:
        """{ok, room, sources: [{name, state, lag_seconds}], last_backup: instant or null}: what /health/ready answers. `room`: whether the disk has some."""
        store = connect(self.config.store.path, read_only=True)
        rows = store.db.execute("SELECT name, state, lag_seconds FROM sources").fetchall()
        backup = last_backup(store)
        store.close()
        sources = [{"name": observe.shown(name), "state": state, "lag_seconds": lag} for name, state, lag in rows]
        room = not self.room.is_told
        return {"ok": room and all(s["state"] in ("ok", "held", "backlog") for s in sources), "room": room, "sources": sources, "last_backup": backup}


def _allow_connections() -> None:
    """As many open files as the system lets us have: each mailbox keeps a connection or two."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
