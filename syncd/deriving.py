"""Deriving pages: here while there is little to read, in worker processes once a backlog shows itself.

`Processes` are shared by all passes of a program; each pass has its `Workers`, which decide how much goes there.
"""

from __future__ import annotations

import contextlib
import copyreg
import gc
import os
import select
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from connectors.base import Page
from syncd.core.derived import Arrival, Derived, DerivedCalendar, DerivedCall, DerivedCards, DerivedMessage, DerivedRow, Excluded, Setting
from syncd.core.matters import Amount, Call, Complaint, Fact, Matters, Offer, Signature, Unwanted
from syncd.core.model import Card, Due, Meeting, MeetingTime, Party, Problem, Promise, Telephone
from syncd.core.tables import TableRow

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

PARALLEL_FROM = 400  # items of a pass: below this, starting processes costs more than it gives
_PROCESSES = 2
_BESIDE = 1  # where a program has but one pass: it stores while the process derives, and a process holds as much memory as the program
_PIECE = 25  # originals a process takes at a time

Understood = Derived | Excluded | str  # what was derived, by which rule it is left out, or why it has to wait
Piece = list[tuple[str, Arrival]]  # remote ids with what came
Results = dict[str, Understood]


class Stopped(Exception):
    """The pass is to end before it has come to its end: it goes on there the next time."""


# ── how values go from process to process ────────────────────────────────────────────────────────────────────────

_SENT: tuple[type, ...] = (
    DerivedMessage, DerivedCalendar, DerivedCards, DerivedCall, DerivedRow, TableRow, Excluded, Party, Promise, Due, Meeting, MeetingTime, Card, Telephone, Problem, Matters, Offer,
    Amount, Complaint, Fact, Call, Signature, Unwanted,
)  # fmt: skip
_PUT = {kind: tuple(getattr(kind, name).__set__ for name in kind.__slots__) for kind in _SENT}  # type: ignore[attr-defined]


def _made(kind: type, *parts: object) -> Any:
    """A value out of its parts. They are put straight into their slots: a dataclass's own way there takes twice the time."""
    value: object = object.__new__(kind)
    for put, part in zip(_PUT[kind], parts, strict=True):
        put(value, part)
    return value


def _taken_apart(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    parts = attrgetter(*kind.__slots__)  # type: ignore[attr-defined]
    return lambda value: (_made, (kind, *parts(value)))


for _kind in _SENT:
    copyreg.pickle(_kind, _taken_apart(_kind))


# ── the processes ────────────────────────────────────────────────────────────────────────────────────────────────

_setting: Setting | None = None


def _start(setting: Setting, program: int) -> None:
    global _setting
    _setting = setting
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that stores; it ends its workers
    threading.Thread(target=_end_after, args=(program,), daemon=True).start()


def _end_after(program: int) -> None:
    """End when the program is no more: it was killed, and nothing it would send comes any more.

    The parent of this process does not tell: of a fork server's it is that server, which lives as long as they do.
    """
    with contextlib.suppress(ProcessLookupError):  # it has ended already
        end = select.poll()
        end.register(os.pidfd_open(program), select.POLLIN)
        end.poll()
    os._exit(os.EX_OK)


def _derived(items: Piece, setting: Setting) -> Results:
    if not items:
        return {}
    from syncd.core.derive import derive  # with all readers of mail: only where there is something to read

    return {remote_id: derive(arrival, setting) for remote_id, arrival in items}


def _derive_piece(piece: Piece) -> Results:
    assert _setting is not None
    return _derived(piece, _setting)


class Died(Exception):
    """A process that read items ended over one of them: killed by the system for its memory, or by a fault in a library."""


class Processes:
    """At `most` so many worker processes, begun when first needed. `context`: "fork" is quick, and safe only while there is one thread."""

    def __init__(self, setting: Setting, context: str = "fork", most: int = _PROCESSES) -> None:
        self.setting, self.context, self._most = setting, context, most
        self._pool: ProcessPoolExecutor | None = None
        self._lock = threading.Lock()
        self._used = 0.0  # time.monotonic() when something was last given to them
        self._is_over = False

    def submit(self, items: Piece) -> list[tuple[Piece, Future[Results]]]:
        """Give them a page's items, in pieces, each with what it will be. Raises Died where one of them has ended."""
        import multiprocessing  # a pass with little to read starts no process
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool

        with self._lock:
            if self._is_over:
                raise Stopped
            if self._pool is None:
                if self.context == "fork":
                    import syncd.core.derive  # noqa: F401 - loaded once, for this process and for them

                    gc.collect()
                    gc.freeze()  # the collector writes into all it goes through: frozen, it stays the memory of both
                self._pool = ProcessPoolExecutor(
                    self._most, mp_context=multiprocessing.get_context(self.context), initializer=_start, initargs=(self.setting, os.getpid())
                )
            self._used = time.monotonic()
            try:
                pieces = [items[i : i + _PIECE] for i in range(0, len(items), _PIECE)]
                return [(piece, self._pool.submit(_derive_piece, piece)) for piece in pieces]
            except BrokenProcessPool as broken:
                self._pool = None
                raise Died("a process that read items has ended") from broken

    def ended(self, future: Future[Results]) -> Results:
        """What a process has read. Raises Died, and lets the others go, where it ended over it."""
        from concurrent.futures.process import BrokenProcessPool

        try:
            return future.result()
        except BrokenProcessPool as broken:
            if pool := self._left():
                pool.shutdown(wait=False)
            raise Died("a process that read items has ended") from broken

    def close(self) -> None:
        """End them; what they have not begun is not done."""
        pool = self._left()
        self._is_over = True
        if pool:
            pool.shutdown(cancel_futures=True)

    def leave(self) -> None:
        """Take nothing new; what was given to them is still done, and then they end by themselves."""
        pool = self._left()
        self._is_over = True
        if pool:
            pool.shutdown(wait=False)

    def rest(self, seconds: float) -> None:
        """Let them go when nothing was given to them for so long, for they hold as much memory as the program; a page begins others."""
        if self._pool is not None and time.monotonic() - self._used > seconds and (pool := self._left()):
            pool.shutdown(wait=False)

    def _left(self) -> ProcessPoolExecutor | None:
        with self._lock:
            pool, self._pool = self._pool, None
        return pool


class _Share:
    """Some items of a page: derived by a process, or here."""

    def __init__(self, items: Piece, future: Future[Results] | None = None) -> None:
        self.items, self._future = items, future

    def results(self, processes: Processes, setting: Setting) -> Results:
        """What was derived, waited for if need be. Raises Died."""
        return processes.ended(self._future) if self._future else _derived(self.items, setting)


_Waiting = deque[tuple[Page, list[_Share]]]


class Workers:
    """Derives the pages of one pass after another. `stop` is asked before each page.

    Once there are many, processes derive and the pass stores: would it derive too while it waits for them, it would remember as much
    of words as they do, and be no quicker.
    """

    def __init__(self, setting: Setting, processes: Processes | None = None, stop: Callable[[], bool] | None = None) -> None:
        self.setting = setting
        self._own = Processes(setting, most=_BESIDE) if processes is None else None
        self._processes = processes or self._own
        self._alone: Processes | None = None
        self._stop = stop
        self._seen = 0

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def all(self, arrivals: Piece) -> Results:
        """Derive these items here."""
        return _derived(arrivals, self.setting)

    def ahead(self, pages: Iterator[Page], arrivals: Callable[[Page], Piece]) -> Iterator[tuple[Page, Results]]:
        """Pages in order, each with what was derived from it; while one is being stored the next is being derived."""
        waiting: _Waiting = deque()
        for page in pages:
            if self._stop and self._stop():
                raise Stopped
            items = arrivals(page)
            self._seen += len(items)
            waiting.append((page, self._shares(items)))
            if len(waiting) > (1 if self.are_many else 0):
                yield self._first(waiting)
        while waiting:
            yield self._first(waiting)

    @property
    def are_many(self) -> bool:
        """Whether a backlog is being read."""
        return self._seen >= PARALLEL_FROM

    def _shares(self, items: Piece) -> list[_Share]:
        """A page's items as they are to be derived; given to the processes where there are many."""
        if not self.are_many:
            return [_Share(items)]
        assert self._processes is not None
        return [_Share(piece, future) for piece, future in self._processes.submit(items)]

    def _first(self, waiting: _Waiting) -> tuple[Page, Results]:
        """The page that came first, with all that was derived from it."""
        assert self._processes is not None
        page, shares = waiting[0]
        results: Results = {}
        for share in shares:
            results.update(share.results(self._processes, self.setting))
        waiting.popleft()
        return page, results

    def alone(self, remote_id: str, arrival: Arrival) -> Understood:
        """Derive one item where it can end nothing but a process of this pass. Raises Died."""
        if self._alone is None:
            self._alone = Processes(self.setting, self._processes.context if self._processes else "fork", most=1)
        ((_, future),) = self._alone.submit([(remote_id, arrival)])
        return self._alone.ended(future)[remote_id]

    def close(self) -> None:
        """End the processes that are this pass's own."""
        for processes in (self._own, self._alone):
            if processes:
                processes.close()
