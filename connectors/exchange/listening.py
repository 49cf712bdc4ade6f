"""A streaming subscription to one folder: Exchange says at once that something changed there, not what. No call here waits for it.

It is an answer that never ends, on a connection of its own. What comes is only searched for the words that mean a change, so that
nothing has to be read to an end; a heartbeat comes about every minute, and what is silent for longer is dead.

A server as it comes allows three such connections (HangingConnectionLimit) to the mailbox one acts for by impersonation, else to the
user who signs in. A folder beyond them, or one for which Exchange gives no subscription, is polled as ever.
https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-maintain-affinity-between-group-of-subscriptions-and-mailbox-server
"""

from __future__ import annotations

import re
import ssl
import threading
from collections import Counter
from contextlib import ExitStack
from typing import Any, Final

from connectors.exchange.operations import Streaming
from connectors.exchange.session import ExchangeSession
from connectors.refusals import LostAnswer, Refused

MINUTES: Final = 29  # how long Exchange keeps the answer open; 30 at most
SILENT: Final = 300.0  # seconds
MOST: Final = 3  # streams open at once
SHORT: Final = 60.0  # seconds: what ends sooner did not end because its time was up
_EVENT: Final = re.compile(rb"<(?:\w+:)?(?:NewMail|Created|Modified|Deleted|Moved|Copied)Event\b")
_END: Final = re.compile(rb"ConnectionStatus[^<>]*>\s*Closed")
_REFUSED: Final = re.compile(rb"ResponseClass=\"Error\"|<(?:\w+:)?Fault\b")
_LONGEST: Final = 64  # bytes of a word that may be cut in two


def subscribed(session: ExchangeSession, folder: str, now: float) -> Stream | None:
    """Be told of what changes in a folder from now on; None where Exchange gives no such subscription. `now`: seconds of `awake`."""
    if not _streams.take(session.budget):
        return None
    with ExitStack() as undo:
        undo.callback(_streams.leave, session.budget)
        try:
            answer = session.call(Streaming(account=session.account).open, folder, MINUTES, session.stream)
        except Refused:
            return None
        stream = Stream(answer, folder, now, session.budget)
        undo.pop_all()
        return stream


class _Streams:
    """How many are open by each budget of a server, in this process."""

    def __init__(self) -> None:
        self._open: Counter[tuple[str, ...]] = Counter()
        self._lock = threading.Lock()

    def take(self, budget: tuple[str, ...]) -> bool:
        """One more, if there may be."""
        with self._lock:
            if self._open[budget] >= MOST:
                return False
            self._open[budget] += 1
            return True

    def leave(self, budget: tuple[str, ...]) -> None:
        """One less."""
        with self._lock:
            self._open[budget] -= 1
            if not self._open[budget]:
                del self._open[budget]


_streams = _Streams()


class Stream:
    """A folder that is listened to. `deadline` is when `hear` is to be called although nothing came."""

    def __init__(self, answer: Any, folder: str, now: float, budget: tuple[str, ...]) -> None:
        self._answer, self._folder, self._began = answer, folder, now
        self._give_back = ExitStack()
        self._give_back.callback(_streams.leave, budget)
        self._socket = answer.raw.connection.sock
        self._socket.setblocking(False)
        self._tail = self._buffered()
        self._changed = self._is_over = False
        self.deadline = now + SILENT

    def fileno(self) -> int:
        """The socket, for select()."""
        return int(self._socket.fileno())

    def hear(self, now: float) -> bool:
        """Whether something changed since it began, or since it was last gone on with. Raises LostAnswer when the connection is dead."""
        try:
            came = self._take_in()
            if not came and now >= self.deadline:
                raise LostAnswer(f"Exchange was silent for {SILENT:.0f} seconds; the folder is polled instead")
            said = self._tail + came
            is_end = _END.search(said) is not None
            if _REFUSED.search(said) or (is_end and now - self._began < SHORT):
                raise LostAnswer("Exchange ended the subscription; the folder is polled instead")
        except LostAnswer:
            self._is_over = True
            raise
        if came:
            self.deadline = now + SILENT
        self._is_over = self._is_over or is_end
        self._changed = self._changed or is_end or _EVENT.search(said) is not None  # after its end comes a pass, and it is begun anew
        self._tail = b"" if self._changed else said[-_LONGEST:]
        return self._changed

    def goes_on(self, folder: str, now: float) -> bool:
        """Begin to listen anew on the same answer, after a pass; False where it is of another folder, or at its end."""
        try:
            self.hear(now)
        except LostAnswer:
            return False
        self._changed = False
        return not self._is_over and folder == self._folder

    def note(self, *, changed: bool) -> None:
        """What a look at the folder told since it began."""
        self._changed = self._changed or changed

    def close(self) -> None:
        """End it."""
        self._answer.close()
        self._give_back.close()

    def _take_in(self) -> bytes:
        """What has come."""
        parts: list[bytes] = []
        while True:
            try:
                part = self._socket.recv(65_536)
            except (BlockingIOError, ssl.SSLWantReadError):
                return b"".join(parts)
            except OSError as error:
                raise LostAnswer(f"the connection broke ({type(error).__name__}); the folder is polled instead") from error
            if not part:
                if parts:  # its last words first; the next call finds the end again
                    return b"".join(parts)
                raise LostAnswer("Exchange ended the connection; the folder is polled instead")
            parts.append(part)

    def _buffered(self) -> bytes:
        """What was read along with the head of the answer."""
        try:
            return bytes(self._answer.raw._fp.fp.peek())
        except (ssl.SSLWantReadError, BlockingIOError):
            return b""
