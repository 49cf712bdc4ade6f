"""IDLE (RFC 2177) on one open folder: the server says that something changed there, not what. No call here waits for it.

    asked ── "+" ──▶ idle ── after 9 minutes ──▶ leaving ── its answer ──▶ asked

Routers forget a connection on which nothing moves, and neither end is told. So IDLE is left and begun again before the
usual half hour is over, and what does not answer in time is dead: that a socket is open says nothing.
"""

from __future__ import annotations

import re
from typing import Literal

from connectors.imap.session import Session
from connectors.imap.wire import ConnectionLost

RENEW_SECONDS = 540.0
ANSWER_SECONDS = 30.0
_COUNT = re.compile(rb"\* (\d{1,10}) EXISTS\b", re.IGNORECASE)
_CHANGE = re.compile(rb"\* (?:\d{1,10} (?:EXPUNGE|FETCH)|VANISHED)\b", re.IGNORECASE)
_TAG = b"IDLE%d"


class Idle:
    """A folder that is listened to. `deadline` is when `hear` is to be called although nothing came (seconds of `awake`)."""

    def __init__(self, session: Session, *, changed: bool, now: float) -> None:
        self._session = session
        self._changed = changed
        self._count = session.exists
        self._number = 0
        self._state: Literal["asked", "idle", "leaving", "over", "dead"] = "asked"
        self.deadline = now
        self._ask(now)

    def fileno(self) -> int:
        """The socket, for select()."""
        return self._session.wire.sock.fileno()

    def hear(self, now: float) -> bool:
        """Whether something changed since it began: reads what has come, and keeps the connection alive.

        Raises ConnectionLost when it is dead or the server refuses to IDLE.
        """
        try:
            self._session.wire.take_in()
            while line := self._session.wire.line_there():
                self._take(line, now)
            if now >= self.deadline:
                self._overdue(now)
        except ConnectionLost:
            self._state = "over" if self._state == "over" else "dead"
            raise
        self._changed = self._changed or line == b""  # whatever is so long is news
        return self._changed

    def end(self) -> None:
        """Leave IDLE, so that the session takes commands again; waits for the answer. Raises ConnectionLost."""
        if self._state == "over":
            return
        if self._state == "dead":
            raise ConnectionLost("the connection broke while nothing was asked")
        wire = self._session.wire
        wire.begin()
        if self._state == "idle":
            self._session.say(b"DONE\r\n")
        while not self._is_end(line := wire.response()[0]):
            if line.startswith(b"+") and self._state == "asked":  # not before: what refuses IDLE would take it for a command
                self._session.say(b"DONE\r\n")
            self._notice(line)

    # ── what comes ──

    def _take(self, line: bytes, now: float) -> None:
        if line.startswith(b"+"):
            if self._state == "asked":
                self._state, self.deadline = "idle", now + RENEW_SECONDS
        elif self._is_end(line):
            if self._state != "leaving":
                self._state = "over"
                raise ConnectionLost("the server ended IDLE by itself; it is polled instead")
            self._ask(now)
        else:
            self._notice(line)

    def _notice(self, line: bytes) -> None:
        if line[:6].upper() == b"* BYE ":
            raise ConnectionLost("the server ended the connection")
        found = _COUNT.match(line)
        if found:
            self._session.exists = int(found[1])
            self._changed = self._changed or self._session.exists != self._count
        elif _CHANGE.match(line):
            self._changed = True

    def _is_end(self, line: bytes) -> bool:
        return line.startswith(_TAG % self._number + b" ")

    # ── what is due ──

    def _overdue(self, now: float) -> None:
        if self._state != "idle":
            raise ConnectionLost(f"the server did not answer for {ANSWER_SECONDS:.0f} seconds")
        self._session.say(b"DONE\r\n")
        self._state, self.deadline = "leaving", now + ANSWER_SECONDS

    def _ask(self, now: float) -> None:
        self._number += 1
        self._session.say(_TAG % self._number + b" IDLE\r\n")
        self._state, self.deadline = "asked", now + ANSWER_SECONDS
