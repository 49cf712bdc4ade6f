"""A streaming subscription to one folder: Exchange says at once that something changed there, not what. No call here waits for it.

It is an answer that never ends, on a connection of its own. What comes is only searched for the words that mean a change, so that
nothing has to be read to an end; a heartbeat comes about every minute, and what is silent for longer is dead. Where Exchange
refuses one more (it allows ten such connections a user), the folder is polled as ever.
"""

from __future__ import annotations

import re
import ssl
from typing import Any, Final

from connectors.exchange.operations import Streaming
from connectors.exchange.session import ExchangeSession
from connectors.refusals import LostAnswer, Refused

MINUTES: Final = 29  # how long Exchange keeps the answer open; 30 at most
SILENT: Final = 300.0  # seconds
_EVENT: Final = re.compile(rb"<(?:\w+:)?(?:NewMail|Created|Modified|Deleted|Moved|Copied)Event\b")
_END: Final = re.compile(rb"ConnectionStatus[^<>]*>\s*Closed|ResponseClass=\"Error\"|<(?:\w+:)?Fault\b")
_LONGEST: Final = 64  # bytes of a word that may be cut in two


def subscribed(session: ExchangeSession, folder: str, now: float) -> Stream | None:
    """Be told of what changes in a folder from now on; None where Exchange gives no such subscription. `now`: seconds of `awake`."""
    try:
        answer = session.call(Streaming(account=session.account).open, folder, MINUTES, session.stream)
    except Refused:
        return None
    return Stream(answer, folder, now)


class Stream:
    """A folder that is listened to. `deadline` is when `hear` is to be called although nothing came."""

    def __init__(self, answer: Any, folder: str, now: float) -> None:
        self._answer, self._folder = answer, folder
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
        except LostAnswer:
            self._is_over = True
            raise
        if came:
            self.deadline = now + SILENT
        said, self._tail = self._tail + came, b""
        self._is_over = self._is_over or _END.search(said) is not None
        self._changed = self._changed or self._is_over or _EVENT.search(said) is not None  # after its end comes a pass, and it is begun anew
        if not self._changed:
            self._tail = said[-_LONGEST:]
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
