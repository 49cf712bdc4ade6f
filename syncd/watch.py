"""One thread that waits on every connection on which a provider tells of changes.

What it hears is a hint: a pass is begun, and only the pass says what changed. A connection that is dead is told too.
"""

from __future__ import annotations

import selectors
import threading
from collections.abc import Callable

from connectors.base import Listening, awake
from syncd.errors import SourceError

_TURN = 1.0  # seconds between two looks at the deadlines


class Watch:
    """The connections that listen, by a name each. `changed` and `lost` are called in its thread, once; then it has let go."""

    def __init__(self, changed: Callable[[str], None], lost: Callable[[str, SourceError], None]) -> None:
        self._changed, self._lost = changed, lost
        self._selector = selectors.DefaultSelector()
        self._listening: dict[str, Listening] = {}
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self._thread.start()

    @property
    def names(self) -> frozenset[str]:
        """Who listens now."""
        with self._lock:
            return frozenset(self._listening)

    def add(self, name: str, listening: Listening) -> None:
        """Wait on a connection. What came before this call is heard too: it may lie where select() does not see it."""
        with self._lock:
            if self._closing.is_set():  # the pass ended while the daemon does
                return
            self._selector.register(listening, selectors.EVENT_READ, name)
            self._listening[name] = listening
            self._hear(name)

    def take(self, name: str) -> None:
        """Wait on it no more: whoever calls this has the connection for itself."""
        with self._lock:
            self._let_go(name)

    def close(self) -> None:
        """End the thread; the connections stay as they are."""
        with self._lock:
            self._closing.set()
        self._thread.join()
        self._selector.close()

    def _run(self) -> None:
        while not self._closing.is_set():
            ready = [key.data for key, _ in self._selector.select(_TURN)]
            with self._lock:
                now = awake()
                late = [name for name, listening in self._listening.items() if listening.deadline <= now]
                for name in {*ready, *late}:
                    self._hear(name)

    def _hear(self, name: str) -> None:
        listening = self._listening.get(name)
        if listening is None:  # taken between select() and here
            return
        try:
            has_changed = listening.hear(awake())
        except SourceError as problem:
            self._let_go(name)
            self._lost(name, problem)
            return
        if has_changed:
            self._let_go(name)
            self._changed(name)

    def _let_go(self, name: str) -> None:
        listening = self._listening.pop(name, None)
        if listening is not None:
            self._selector.unregister(listening)
