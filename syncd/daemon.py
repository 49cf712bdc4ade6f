"""The daemon: due times from the store, passes on a bounded pool, one loop that watches over them.

    every second   which sources are due?  → a pass each, in its own thread with its own connection
    after a pass   its next due time is kept in the store: `every` later, or later still after errors
    now and then   the calendars are brought in line, in one thread
    SIGTERM        nothing new is begun; passes end at their next page; done within ten seconds
    SIGHUP         the config is read again; a bad one is told and the old one stays

The loop feeds systemd's watchdog: a pass that hangs does not starve it, a loop that hangs does.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
import threading
import time
import traceback
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from syncd import observe
from syncd.config import Config, Source, load
from syncd.core.keys import instant
from syncd.errors import AlreadyRunning, ConfigError, SyncdError
from syncd.harvest import SourceResult, Workers, pass_over
from syncd.once import take_in_config
from syncd.remind import Kept, keep_reminders
from syncd.store import schedule
from syncd.store.db import connect
from syncd.store.reminders import outbox_counts
from syncd.world import open_world

TICK = 1.0  # seconds
MOST_PASSES = 8  # at a time
REMIND_EVERY = 60.0  # seconds, and at once after a pass that found a promise
LONGEST_BACK_OFF = 3600.0  # seconds
AUTH_TRIES = 3  # then a person is asked: more would lock the account
STOP_WITHIN = 9.0  # seconds
_ASK_A_PERSON = frozenset({"auth failed", "reauth needed", "provider retired"})


@dataclass(slots=True)
class Daemon:
    """One daemon over one store."""

    config: Config
    numbers: observe.Numbers = field(default_factory=observe.Numbers)
    stopping: threading.Event = field(default_factory=threading.Event)
    reload: threading.Event = field(default_factory=threading.Event)
    running: dict[str, Future[SourceResult | None]] = field(default_factory=dict)
    reminding: Future[Kept | None] | None = None
    remind_at: float = 0.0

    def run(self) -> None:
        """Work until SIGTERM. Raises AlreadyRunning (75) when another daemon has the store."""
        world = open_world(self.config)
        try:
            holder = schedule.take_daemon(world.store, dt.datetime.now(dt.UTC))
            if holder:
                raise AlreadyRunning(f"another daemon works on {self.config.store.path}: {holder}")
            take_in_config(world)
        finally:
            world.close()
        health = observe.serve_health(self.config.run.health, self.numbers, self.health) if self.config.run.health else None
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        signal.signal(signal.SIGHUP, lambda *_: self.reload.set())
        observe.log("started", sources=len(self.config.sources), store=str(self.config.store.path.name))
        observe.notify("READY=1")
        try:
            with ThreadPoolExecutor(MOST_PASSES, thread_name_prefix="pass") as pool, ThreadPoolExecutor(1, thread_name_prefix="remind") as reminders:
                self._loop(pool, reminders)
        finally:
            if health:
                health.shutdown()
            store = connect(self.config.store.path)
            schedule.leave_daemon(store)
            store.close()
        observe.log("stopped")

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self.stopping.is_set():  # the second time: at once
            os._exit(0)
        self.stopping.set()
        observe.notify("STOPPING=1")

    def _loop(self, pool: ThreadPoolExecutor, reminders: ThreadPoolExecutor) -> None:
        store = connect(self.config.store.path)
        while not self.stopping.is_set():
            now = dt.datetime.now(dt.UTC)
            if schedule.take_daemon(store, now):
                observe.log("lost", reason="another daemon has taken the store while this one was asleep")
                self.stopping.set()
                break
            if self.reload.is_set():
                self._reload()
            self._collect()
            due = schedule.due_sources(store, [s.name for s in self.config.sources], instant(now))
            for source in self.config.sources:
                if source.name in due and source.name not in self.running:
                    self.running[source.name] = pool.submit(self._pass, source)
            if self.reminding is None and time.monotonic() >= self.remind_at:
                self.reminding = reminders.submit(self._remind)
            observe.notify("WATCHDOG=1", f"STATUS={self._status(store)}")
            self.stopping.wait(TICK)
        store.close()
        end = time.monotonic() + STOP_WITHIN
        waited: list[Future[Any]] = [*self.running.values()]
        if self.reminding:
            waited.append(self.reminding)
        for future in waited:
            while not future.done() and time.monotonic() < end:
                time.sleep(0.05)
            if not future.done():
                observe.log("stopped hard", reason="a pass did not end in time; what it had not committed is read again")
                os._exit(0)

    def _collect(self) -> None:
        """Take in what ended since the last tick."""
        for name, future in list(self.running.items()):
            if future.done():
                del self.running[name]
                result = future.result()
                if result and result.counts.promises:
                    self.remind_at = 0.0
        if self.reminding is not None and self.reminding.done():
            kept = self.reminding.result()
            self.reminding = None
            self.remind_at = time.monotonic() + REMIND_EVERY
            if kept:
                self.numbers.reminders.labels("put").inc(kept.put)
                self.numbers.reminders.labels("removed").inc(kept.removed)
                for error in kept.errors:
                    observe.log("reminders failed", error=error)

    def _reload(self) -> None:
        self.reload.clear()
        observe.reloading()
        try:
            config = load(self.config.file)
        except ConfigError as problem:
            observe.log("config not taken", problems=list(problem.problems))
        else:
            self.config = config
            world = open_world(config)
            take_in_config(world)
            schedule.wake_all(world.store)
            world.close()
            observe.log("config read again", sources=len(config.sources))
        observe.notify("READY=1")

    # ── in the threads ──

    def _pass(self, source: Source) -> SourceResult | None:
        """One pass over one source, and its next due time. The one place where any error at all is caught: a pass that
        fails in a way nobody foresaw pauses its source with the traceback in the log; the others run."""
        world = None
        try:
            world = open_world(self.config, now=dt.datetime.now(dt.UTC).replace(microsecond=0))
            with Workers(world.setting, context="forkserver", stop=self.stopping.is_set) as workers:
                result = pass_over(world, source, workers)
            failures = schedule.next_due(world.store, source.name, dt.datetime.now(dt.UTC), self._wait(source, result))
        except Exception as problem:  # noqa: BLE001
            observe.log("pass broke", source=source.name, error=repr(problem), traceback=traceback.format_exc())
            self.numbers.up.labels(source.name, source.connector).set(0)
            if world is not None:
                schedule.next_due(world.store, source.name, dt.datetime.now(dt.UTC), lambda n: LONGEST_BACK_OFF)
            return None
        finally:
            if world is not None:
                world.close()
        self._count(source, result, failures)
        return result

    def _wait(self, source: Source, result: SourceResult) -> Any:
        """How long until the next pass, by the number of failures in a row; None: not before a person did something."""

        def seconds(failures: int) -> float | None:
            if result.error is None or result.state == "held":
                return float(source.every)
            if result.state in _ASK_A_PERSON and failures >= AUTH_TRIES:
                return None
            back_off = min(source.every * 2.0 ** min(failures, 20), LONGEST_BACK_OFF)
            return max(back_off * random.uniform(0.8, 1.2), result.retry_after or 0.0)

        return seconds

    def _count(self, source: Source, result: SourceResult, failures: int) -> None:
        n, c = self.numbers, result.counts
        n.up.labels(source.name, source.connector).set(result.error is None)
        n.seconds.labels(source.name).inc(result.seconds)
        for outcome in ("stored", "excluded", "pending", "gone"):
            n.items.labels(source.name, outcome).inc(getattr(c, outcome))
        n.promises.inc(c.promises)
        if result.error is None:
            n.last.labels(source.name).set(time.time())
        else:
            observe.log("pass failed", source=source.name, state=result.state, error=result.error, failures=failures)
        if c.stored or c.gone:
            observe.log("pass", source=source.name, stored=c.stored, excluded=c.excluded, pending=c.pending, gone=c.gone, promises=c.promises,
                        seconds=round(result.seconds, 3))  # fmt: skip

    def _remind(self) -> Kept | None:
        world = open_world(self.config, now=dt.datetime.now(dt.UTC).replace(microsecond=0))
        try:
            return keep_reminders(world)
        except SyncdError as problem:
            observe.log("reminders failed", error=str(problem))
            return None
        finally:
            world.close()

    # ── what is told ──

    def _status(self, store: Any) -> str:
        states = schedule.states(store)
        outbox = outbox_counts(store.db)
        for state, count in outbox.items():
            self.numbers.outbox.labels(state).set(count)
        self.numbers.store.set(Path(self.config.store.path).stat().st_size)
        bad = [f"{n} {state}" for state, n in states.items() if state != "ok"]
        waiting = outbox.get("wanted", 0) + outbox.get("sending", 0)
        return ", ".join([f"{states.get('ok', 0)} sources ok", *bad, f"outbox {waiting}"])

    def health(self) -> dict[str, Any]:
        """{ok, sources: [{name, state, lag_seconds}]}: what /health/ready answers."""
        store = connect(self.config.store.path, read_only=True)
        rows = store.db.execute("SELECT name, state, lag_seconds FROM sources").fetchall()
        store.close()
        sources = [{"name": name, "state": state, "lag_seconds": lag} for name, state, lag in rows]
        return {"ok": all(s["state"] in ("ok", "held", "backlog") for s in sources), "sources": sources}
