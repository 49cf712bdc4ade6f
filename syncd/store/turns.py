"""One writer at a time in a process, in the order in which they came.

SQLite lets waiting writers try again and again, and threading's locks go to whoever is quickest: beside a backlog, which
writes page after page, a single new mail could wait for many pages. Here it waits for one.
"""

from __future__ import annotations

import threading
from collections import deque
from pathlib import Path
from types import TracebackType


class Turns:
    """A lock whose holder may take it again, and that goes to those who wait in their order."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[tuple[int, threading.Event]] = deque()
        self._holder = 0  # the thread whose turn it is, 0 when it is nobody's
        self._depth = 0

    def __enter__(self) -> None:
        me = threading.get_ident()
        with self._lock:
            if self._holder in (0, me):
                self._holder = me
                self._depth += 1
                return
            mine = threading.Event()
            self._waiting.append((me, mine))
        mine.wait()

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        with self._lock:
            self._depth -= 1
            if self._depth:
                return
            self._holder = 0
            if self._waiting:
                self._holder, its = self._waiting.popleft()
                self._depth = 1
                its.set()


_turns: dict[Path, Turns] = {}
_turns_lock = threading.Lock()


def turns_of(path: Path) -> Turns:
    """The turns of one store, for all its connections in this process."""
    with _turns_lock:
        return _turns.setdefault(path.resolve(), Turns())
