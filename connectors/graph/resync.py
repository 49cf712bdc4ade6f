"""Whose turn it is to list everything anew, where Microsoft forgets the places of many mailboxes at once (F55).

One mailbox goes at once; each further one of this process waits for its turn, half a minute apart more or less, so that
a company of a hundred does not ask for all its history in the same minute. All folders of a mailbox have its turn.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable

from connectors.refusals import NoLonger
from syncd.errors import Busy, CursorExpired, SourceError

APART = 30.0  # seconds, more or less
_GOOD_FOR = 3600.0  # seconds that a turn is good for, once it has come


class Turns:
    """The turns of all mailboxes of a process. May be used from several threads."""

    def __init__(self, *, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self._lock = now, threading.Lock()
        self._turns: dict[str, float] = {}

    def forgotten(self, mailbox: str, error: NoLonger) -> SourceError:
        """What to raise where Graph no longer knows a place in this mailbox: Busy until its turn has come, then CursorExpired."""
        with self._lock:
            now = self._now()
            self._turns = {one: turn for one, turn in self._turns.items() if turn + _GOOD_FOR > now}
            if mailbox not in self._turns:
                last = max(self._turns.values(), default=now - 2 * APART)
                self._turns[mailbox] = max(now, last + random.uniform(0.5, 1.5) * APART)
            wait = self._turns[mailbox] - now
        if wait > 0:
            return Busy(f"{mailbox}: Microsoft has forgotten our place; everything is listed anew in {wait:.0f} s, for other mailboxes go first", retry_after=wait)
        return CursorExpired(str(error))


TURNS = Turns()
