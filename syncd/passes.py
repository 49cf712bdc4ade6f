"""Which passes run now: sources by their due times in the store, folders at once when their server says they changed.

    hint or due ──▶ ready ──▶ a thread of the pool: pass_over ──▶ next due time kept, the connection listens again
                      ▲                                     │
                      └────── a backlog that is not done ◀──┘

Of what is ready, what changed comes first and backlogs last; some threads are never given to backlogs.
"""

from __future__ import annotations

import datetime as dt
import random
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from enum import IntEnum

from connectors.base import awake
from syncd import observe
from syncd.config import Config, Source
from syncd.core.keys import instant
from syncd.deriving import Processes, Workers
from syncd.errors import AlreadyRunning, SourceError
from syncd.harvest import MOVED, SourceResult, pass_over
from syncd.lanes import Lane, Lanes
from syncd.room import Room
from syncd.store import schedule, sources
from syncd.store.db import Store
from syncd.watch import Watch
from syncd.world import World, open_world, setting_of

MOST_PASSES = 8  # at a time
_MOST_BACKLOGS = 6
LONGEST_BACK_OFF = 3600.0  # seconds
AUTH_TRIES = 3  # then a person is asked: more would lock the account
LISTENED_EVERY = 600.0  # seconds between passes over all folders of a source that tells of changes
_DEAF_FOR = 3600.0  # seconds without listening, after it ended soon again and again
_SOON, _EARLY_ENDS = 60.0, 3  # seconds, and how often in a row
_BUSY_FOR, _AGAIN_AFTER = 3600.0, 300.0  # seconds with one connection: the server allows no second, or it broke
_CACHE_MB = 8  # of the store, for each thread
_UNUSED = 60.0  # seconds after which worker processes are let go
_ASK_A_PERSON = frozenset({"auth failed", "reauth needed", "provider retired"})


class Urgency(IntEnum):
    """Why a lane is ready; the smaller comes first."""

    CHANGED = 0
    DUE = 1
    BACKLOG = 2


class _Local(threading.local):
    """The store as one thread of the pool has it open."""

    world: World | None = None


@dataclass(slots=True)
class _Run:
    lane: Lane
    urgency: Urgency
    future: Future[None]


class Passes:
    """The passes of one daemon. `found` is called, in a thread of the pool, after a pass that found promises; `room` is asked about what ended one."""

    def __init__(self, config: Config, numbers: observe.Numbers, stopping: threading.Event, found: Callable[[], None], room: Room) -> None:
        self.config, self.numbers, self.stopping, self._found, self._room = config, numbers, stopping, found, room
        self._processes = Processes(setting_of(config), context="forkserver")
        self._pool = ThreadPoolExecutor(MOST_PASSES, thread_name_prefix="pass")
        self._watch = Watch(self._changed, self._went_deaf)
        self._lanes: dict[str, Lanes] = {s.name: Lanes(Lane(s)) for s in config.sources}
        self._ready: dict[str, Urgency] = {}
        self._running: dict[str, _Run] = {}
        self._listening_since: dict[str, float] = {}
        self._broken: set[str] = set()  # sources whose pass ended in a way nobody foresaw
        self._news = threading.Condition()
        self._local = _Local()

    # ── the loop's side ──

    def take_config(self, config: Config) -> None:
        """The config was read again: connections are made anew, and what runs ends as it began."""
        with self._news:
            old, self._lanes = self._lanes, {s.name: Lanes(Lane(s)) for s in config.sources}
            self.config, self._ready = config, {}
        for lane in (lane for lanes in old.values() for lane in lanes.all()):
            self._let_go(lane)
        processes, self._processes = self._processes, Processes(setting_of(config), context="forkserver")
        processes.leave()

    def begin(self, store: Store, now: dt.datetime) -> None:
        """Begin what is due or waits, as far as there are threads."""
        with self._news:
            while self._broken:
                schedule.next_due(store, self._broken.pop(), now, lambda _: LONGEST_BACK_OFF)
            due = schedule.due_sources(store, self._lanes, now)
            for name, lanes in self._lanes.items():
                for lane in lanes.all() if name in due else lanes.looks():
                    if lane.name not in self._running:
                        self._ready.setdefault(lane.name, Urgency.DUE)
            for name, urgency in sorted(self._ready.items(), key=lambda item: item[1]):
                lane_ = self._lane(name)
                if lane_ is None:
                    del self._ready[name]
                elif name not in self._running and self._has_room(urgency):
                    del self._ready[name]
                    self._running[name] = _Run(lane_, urgency, self._pool.submit(self._pass, lane_, urgency))
        self._processes.rest(_UNUSED)
        self.numbers.listening.set(len(self._watch.names))

    def wait(self, seconds: float) -> None:
        """Until something has changed or ended, or for so long."""
        with self._news:
            if not any(n not in self._running and self._has_room(u) for n, u in self._ready.items()):
                self._news.wait(seconds)

    def close(self, seconds: float) -> bool:
        """Wait so long for what runs, which ends at its next page; whether all has ended."""
        end = time.monotonic() + seconds
        with self._news:
            running = [run.future for run in self._running.values()]
        self._watch.close()
        if wait(running, timeout=max(0.0, end - time.monotonic())).not_done:
            return False
        for lanes in self._lanes.values():
            for lane in lanes.all():
                lane.close()
        self._processes.close()
        self._pool.shutdown()
        return True

    def _has_room(self, urgency: Urgency) -> bool:
        backlogs = sum(run.urgency is Urgency.BACKLOG for run in self._running.values())
        return len(self._running) < MOST_PASSES and not (urgency is Urgency.BACKLOG and backlogs >= _MOST_BACKLOGS)

    def _let_go(self, lane: Lane) -> None:
        """Close the connection of a lane there is no more, if no pass runs on it: that one closes it when it ends."""
        self._watch.take(lane.name)
        with self._news:
            is_running = any(run.lane is lane for run in self._running.values())
        if not is_running:
            lane.close()

    def _lane(self, name: str) -> Lane | None:
        lanes = self._lanes.get(name) or self._lanes.get(name.rpartition("/")[0])
        return next((lane for lane in lanes.all() if lane.name == name), None) if lanes else None

    # ── the watch's side ──

    def _changed(self, name: str) -> None:
        with self._news:
            self._ready[name] = Urgency.CHANGED
            self._news.notify()

    def _went_deaf(self, name: str, problem: SourceError) -> None:
        """A connection that listened is dead: a pass makes a new one, and finds what came meanwhile."""
        lane = self._lane(name)
        if lane is not None:
            lane.early_ends = lane.early_ends + 1 if awake() - self._listening_since.get(name, 0.0) < _SOON else 0
            if lane.early_ends >= _EARLY_ENDS:
                lane.deaf_until, lane.early_ends = awake() + _DEAF_FOR, 0
            observe.log("stopped listening", source=lane.source.name, error=str(problem), polled=awake() < lane.deaf_until)
        with self._news:
            self._ready.setdefault(name, Urgency.DUE)
            self._news.notify()

    # ── in the threads ──

    def _pass(self, lane: Lane, urgency: Urgency) -> None:
        """One pass, and what follows from it. The one place where any error at all is caught: a pass that fails in a way
        nobody foresaw pauses its source with the traceback in the log; the others run. One that finds no room on the disk is begun
        again when there is some."""
        source = lane.source
        again: Urgency | None = None
        try:
            self._watch.take(lane.name)
            world = self._world()
            result = self._read(world, lane, urgency)
            again = self._after(world, lane, result, urgency)
        except AlreadyRunning as problem:  # of the store
            observe.log("store locked", source=source.name, reason=str(problem))
            again = urgency
        except Exception as problem:  # noqa: BLE001
            lane.close()
            self._local.world = None
            if self._room.lacks(problem):
                again = urgency
            else:
                observe.log("pass broke", source=source.name, error=repr(problem), traceback=traceback.format_exc())
                self.numbers.up.labels(observe.shown(source.name), source.connector).set(0)
                self._broken.add(source.name)
        finally:
            with self._news:
                del self._running[lane.name]  # only now may it begin again
                if again is not None:
                    self._ready.setdefault(lane.name, again)
                self._news.notify()

    def _world(self) -> World:
        """The store, open in this thread for the present config, at this moment."""
        local, config = self._local, self.config
        if local.world is not None and local.world.config is not config:
            local.world.close()
            local.world = None
        if local.world is None:
            local.world = open_world(config, cache_mb=_CACHE_MB)
        local.world.now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        return local.world

    def _read(self, world: World, lane: Lane, urgency: Urgency) -> SourceResult:
        lanes = self._lanes.get(lane.source.name) or Lanes(lane)
        visit = lanes.visit(lane, world, hinted=urgency is Urgency.CHANGED)
        workers = Workers(world.setting, self._processes, lambda: self.stopping.is_set() or self.config is not world.config)
        with workers:
            return pass_over(world, lane.source, workers, visit=visit)

    def _after(self, world: World, lane: Lane, result: SourceResult, urgency: Urgency) -> Urgency | None:
        """Keep when the source is due next, listen again; why the lane is to be passed over again at once, if it is."""
        lanes = self._lanes.get(lane.source.name)
        while lanes is not None and lanes.dropped:
            self._let_go(lanes.dropped.pop())
        if lanes is None or not any(lane is kept for kept in lanes.all()):  # there is none of it any more
            lane.close()
            return None
        if result.state == MOVED:
            lane.close()
            schedule.next_due(world.store, lane.source.name, dt.datetime.now(dt.UTC), lambda _: None)
            return None
        self._count(world, lane.source, result)
        if result.counts.promises:
            self._found()
        if result.error is not None and result.state != "held":
            self._failed(world, lane, lanes, result)
            return None
        if lane.is_main:
            self._share(lanes, has_backlog=result.state == "backlog")
        if result.state == "backlog":
            self._keep_due(world, lane, result, listens=False)
            return Urgency.BACKLOG
        if lanes.has_backlog and not lane.is_main:
            return None  # it comes at the next turn
        listens = self._listen(world, lane, heard_nothing=not result.counts.seen and urgency is Urgency.CHANGED)
        if not listens or (lane.is_main and urgency is not Urgency.CHANGED):
            self._keep_due(world, lane, result, listens=listens and self._hears_all(lanes))
        elif sources.has_due_pending(world.store, lane.source.name, instant(world.now)):
            schedule.next_due(world.store, lane.source.name, dt.datetime.now(dt.UTC), lambda _: 0.0)
        return None

    def _failed(self, world: World, lane: Lane, lanes: Lanes, result: SourceResult) -> None:
        """A pass ended with an error. What only the second connection could not is left to the first for a while."""
        lane.close()
        lanes.has_backlog = False
        if lane.is_main:
            self._keep_due(world, lane, result, listens=False)
            return
        lanes.join(_BUSY_FOR if result.retry_after is not None else _AGAIN_AFTER)
        observe.log("one connection", source=lane.source.name, reason=result.error)
        with self._news:
            self._ready.setdefault(lanes.main.name, Urgency.DUE)

    def _hears_all(self, lanes: Lanes) -> bool:
        """Whether every folder in which new mail arrives is listened to, or is being read just now."""
        inbox = lanes.inbox
        return not lanes.has_others and (inbox is None or inbox.name in self._watch.names or inbox.name in self._running or inbox.name in self._ready)

    def _share(self, lanes: Lanes, *, has_backlog: bool) -> None:
        """While the main lane works off a backlog, the other does not listen but looks; afterwards it listens (again)."""
        was, lanes.has_backlog = lanes.has_backlog, has_backlog
        if lanes.inbox and not has_backlog and (was or lanes.inbox.name not in self._listening_since):
            with self._news:
                self._ready.setdefault(lanes.inbox.name, Urgency.DUE)

    def _listen(self, world: World, lane: Lane, *, heard_nothing: bool) -> bool:
        """Have a lane listen until its next pass; whether it does. A server that says again and again that something changed,
        where nothing did, is asked at its turn only."""
        if self.stopping.is_set() or awake() < lane.deaf_until:
            return False
        try:
            listening = lane.listen(world)
            if listening is None or (heard_nothing and listening.hear(awake())):
                return False
        except SourceError as problem:
            observe.log("does not listen", source=lane.source.name, error=str(problem), polled=True)
            lane.close()
            return False
        self._listening_since[lane.name] = awake()
        self._watch.add(lane.name, listening)
        return True

    def _keep_due(self, world: World, lane: Lane, result: SourceResult, *, listens: bool) -> None:
        every = max(lane.source.every, LISTENED_EVERY) if listens else float(lane.source.every)
        if result.error is None and sources.has_due_pending(world.store, lane.source.name, instant(world.now)):
            every = 0.0
        failures = schedule.next_due(world.store, lane.source.name, dt.datetime.now(dt.UTC), _waiting(lane.source, result, every))
        if result.error is not None:
            observe.log("pass failed", source=lane.source.name, state=result.state, error=result.error, failures=failures)

    def _count(self, world: World, source: Source, result: SourceResult) -> None:
        n, c, name = self.numbers, result.counts, observe.shown(source.name)
        n.up.labels(name, source.connector).set(result.error is None)
        n.seconds.labels(name).inc(result.seconds)
        for outcome in ("stored", "excluded", "pending", "gone"):
            n.items.labels(name, outcome).inc(getattr(c, outcome))
        n.promises.inc(c.promises)
        if result.error is None:
            n.last.labels(name).set(time.time())
        if c.stored or c.gone:
            observe.log("pass", source=source.name, stored=c.stored, excluded=c.excluded, pending=c.pending, gone=c.gone, promises=c.promises,
                        seconds=round(result.seconds, 3))  # fmt: skip


def _waiting(source: Source, result: SourceResult, every: float) -> Callable[[int], float | None]:
    """How long until the next pass, by the number of failures in a row; None: not before a person did something."""

    def seconds(failures: int) -> float | None:
        if result.error is None or result.state == "held":
            return every
        if result.state in _ASK_A_PERSON and failures >= AUTH_TRIES:
            return None
        back_off = min(source.every * 2.0 ** min(failures, 20), LONGEST_BACK_OFF)
        return max(back_off * random.uniform(0.8, 1.2), result.retry_after or 0.0)

    return seconds
