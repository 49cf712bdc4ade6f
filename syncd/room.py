"""A daemon's patience with a full disk (F112): it says so once, begins nothing, and goes on by itself when there is room.

With a disk that cannot keep what is written it has none (F113): whoever meets that, the daemon ends.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path

from syncd import observe
from syncd.store.room import cannot_keep, has_room, lacks_room

LOOK_EVERY = 10.0  # seconds, while there is none
SURE = 60.0  # seconds without want of room after which it is over


class Room:
    """Whether the disk of a store has room, as its daemon knows it. `lacks` may be asked from any thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.failed: BaseException | None = None  # what said that the disk cannot keep what is written
        self.is_told = False  # in the log and the health: there is none, or hardly any
        self._waits = False
        self._look_at = self._sure_at = 0.0  # seconds of the monotonic clock
        self._lock = threading.Lock()

    def lacks(self, problem: BaseException) -> bool:
        """Whether an error came of want of room; if so nothing is to be begun before there is some."""
        if cannot_keep(problem):
            self.failed = problem
        if not lacks_room(problem, self.folder):
            return False
        with self._lock:
            self._waits, self._look_at = True, time.monotonic() + LOOK_EVERY
            was_told, self.is_told = self.is_told, True
        if not was_told:
            observe.log("no room", reason=str(problem), remedy="make room on the disk of the store; the daemon goes on by itself")
        return True

    def is_there(self) -> bool:
        """Whether anything may be begun; to be asked at every turn."""
        now = time.monotonic()
        if self._waits and now >= self._look_at:
            self._look_at = now + LOOK_EVERY
            if has_room(self.folder):
                self._waits, self._sure_at = False, now + SURE
        if self.is_told and not self._waits and now >= self._sure_at:
            self.is_told = False
            observe.log("room again")
        return not self._waits
