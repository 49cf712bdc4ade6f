"""What the daemon does beside passes and reminders: its heartbeat, and once a day a look at what will fail.

Servers are asked in a thread of its own, one at a time; the loop that watches over the passes never waits here.
"""

from __future__ import annotations

import datetime as dt
import threading
import time

from syncd import certificates, observe
from syncd.config import Config
from syncd.errors import SyncdError
from syncd.heartbeat import Heartbeat
from syncd.store.db import Store, connect
from syncd.trial import scorer_warnings, unwritable_calendars

LOOK_EVERY = 24 * 3600.0  # seconds
SETTLE = 60.0  # seconds after the config was read: the first passes have seen the certificates by then


class Upkeep:
    """The daemon's look ahead."""

    def __init__(self) -> None:
        self._heartbeat = Heartbeat()
        self._config: Config | None = None
        self._look_at = 0.0  # seconds of the monotonic clock
        self._looking: threading.Thread | None = None

    def tick(self, store: Store, config: Config, now: dt.datetime) -> None:
        """To be called about once a second, after what is due was begun."""
        self._heartbeat.tick(store, config, now)
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
        finally:
            store.close()
        for warning in [*said, *unwritable_calendars(config), *scorer_warnings(config)]:
            observe.log("warning", text=warning)
    except SyncdError as problem:  # a store that is locked: the next look comes
        observe.log("look ahead failed", reason=str(problem))
