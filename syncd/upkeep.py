"""What the daemon does beside passes and reminders: its heartbeat, reading files that came, and once a day a look ahead.

    once a day     certificates that end, calendars that cannot be written, a scorer that cannot be used; what is too old to be kept goes
    once a month   the size of each segment, in a process of its own: it is SQL that managers wrote, and here the mailboxes are open

Servers are asked in a thread of its own, one at a time; the loop that watches over the passes never waits here.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import threading
import time

from syncd import certificates, observe
from syncd.config import Config
from syncd.core.worktime import zone_of
from syncd.errors import SyncdError
from syncd.filetexts import kept_version, read_files
from syncd.heartbeat import Heartbeat
from syncd.store import files, segments
from syncd.store.db import DAMAGED, Store, connect
from syncd.trial import scorer_warnings, unwritable_calendars
from syncd.world import open_world

LOOK_EVERY = 24 * 3600.0  # seconds
_STEP = 5.0  # seconds of reading files, then the loop is asked again
_PAUSE = 300.0  # seconds without reading after it went wrong
_CACHE_MB = 8  # of the store, while files are read
_LOOK_SECONDS = 600  # for all segments; each has 1.3
SETTLE = 60.0  # seconds after the config was read: the first passes have seen the certificates by then


class Upkeep:
    """The daemon's look ahead."""

    def __init__(self) -> None:
        self._heartbeat = Heartbeat()
        self._file_texts = FileTexts()
        self._config: Config | None = None
        self._look_at = 0.0  # seconds of the monotonic clock
        self._looking: threading.Thread | None = None

    def tick(self, store: Store, config: Config, now: dt.datetime) -> None:
        """To be called about once a second, after what is due was begun."""
        self._heartbeat.tick(store, config, now)
        self._file_texts.tick(store, config)
        if config is not self._config:
            self._config, self._look_at = config, time.monotonic() + SETTLE
            for warning in config.warnings:
                observe.log("warning", text=warning)
        if time.monotonic() >= self._look_at and not (self._looking and self._looking.is_alive()):
            self._look_at = time.monotonic() + LOOK_EVERY
            self._looking = threading.Thread(target=_look, args=(config, now), name="look ahead", daemon=True)
            self._looking.start()


def _look(config: Config, now: dt.datetime) -> None:
    """Log certificates that came to a notice, calendars that are to get reminders and cannot be written, and a scorer that cannot be used."""
    try:
        store = connect(config.store.path)
        try:
            said = certificates.newly_ending(store, now)
            looked = store.meta(segments.LOOKED) or ""
        finally:
            store.close()
        for warning in [*said, *unwritable_calendars(config), *scorer_warnings(config)]:
            observe.log("warning", text=warning)
        _let_go(config, now)
        if looked < f"{now.astimezone(zone_of(config.company.timezone)):%Y-%m}":
            _look_at_segments(config)
    except (SyncdError, *DAMAGED) as problem:  # a store that is locked or finds no room: the next look comes
        observe.log("look ahead failed", reason=str(problem))


def _let_go(config: Config, now: dt.datetime) -> None:
    """Take out what is older than it may be kept."""
    if not config.privacy.keep:
        return
    from syncd.retention import daily  # with all readers of mail

    world = open_world(config, now=now, cache_mb=_CACHE_MB)
    try:
        if gone := daily(world):
            observe.log("too old", **gone)
    finally:
        world.close()


def _look_at_segments(config: Config) -> None:
    """Have `syncd segments` keep what is not kept of this month."""
    command = [sys.executable, "-m", "syncd", "segments", "--json", "-c", str(config.file.resolve())]
    path = os.pathsep.join(p or os.getcwd() for p in sys.path)  # nothing else of our environment: it may hold passwords
    try:
        done = subprocess.run(command, cwd="/", env={"PYTHONPATH": path}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=_LOOK_SECONDS)
        problem = "" if done.returncode in (0, 1) else done.stderr.decode(errors="replace").strip()[-500:] or f"exit code {done.returncode}"
    except (OSError, subprocess.TimeoutExpired) as error:
        problem = type(error).__name__
    if problem:
        observe.log("segments not counted", reason=problem)


class FileTexts:
    """The daemon's reading of files that came with messages: in a thread of its own, so that no pass and no reminder waits for it."""

    def __init__(self) -> None:
        self._reading: threading.Thread | None = None
        self._not_before = 0.0  # seconds of the monotonic clock

    def tick(self, store: Store, config: Config) -> None:
        """To be called about once a second: begins to read where files wait."""
        if (self._reading and self._reading.is_alive()) or time.monotonic() < self._not_before or not files.has_due(store.db, kept_version(config)):
            return
        self._not_before = time.monotonic() + _PAUSE  # unless it ends as it should
        self._reading = threading.Thread(target=self._read, args=(config,), name="file texts", daemon=True)
        self._reading.start()

    def _read(self, config: Config) -> None:
        end = time.monotonic() + _STEP
        try:
            world = open_world(config, now=dt.datetime.now(dt.UTC).replace(microsecond=0), cache_mb=_CACHE_MB)
            try:
                read_files(world, lambda: time.monotonic() > end)
            finally:
                world.close()
            self._not_before = 0.0
        except (SyncdError, *DAMAGED) as problem:  # the store is locked, finds no room, or no process can be started
            observe.log("files not read", reason=str(problem))
