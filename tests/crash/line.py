"""A wire between the program and a server at which a test may interrupt: at a chosen request, in a chosen part of it.

A request is all that goes out after something came in, so the same counts HTTP and IMAP. The wire listens where the program
asks and knows what its bytes mean only as far as it must: whose request it is, and whether an answer is whole.
"""

from __future__ import annotations

import contextlib
import re
import select
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass

PARTS = ("asked", "unanswered", "halved", "answered")
"""Before the server hears of it; carried out, and no byte of the answer given; half of the first piece given; given whole."""

_RESET = struct.pack("ii", 1, 0)  # SO_LINGER: closing sends a reset
_TAGGED = re.compile(rb"(?:^|\n)(?:[^\s*+]+ (?:OK|NO|BAD)|\+|\* (?:OK|BYE|PREAUTH))[^\n]*\r\n$")
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


def is_whole(answer: bytes) -> bool:
    """Whether these bytes of HTTP or IMAP say all that was asked for."""
    if not answer.startswith(b"HTTP/"):
        return bool(_TAGGED.search(answer))
    head, end, body = answer.partition(b"\r\n\r\n")
    if length := _LENGTH.search(head):
        return len(body) >= int(length[1])
    return bool(end) and (b"chunked" not in head.lower() or body.endswith(b"0\r\n\r\n"))


@dataclass(frozen=True, slots=True)
class Aim:
    """The `number`th request of all, and the part of it; number 0 is none."""

    number: int = 0
    part: str = ""


class Wire:
    """Between those who ask at `listening` and the server at `port`. `asked`: how each request began, in order."""

    def __init__(self, listening: socket.socket, port: int, aim: Aim, interrupt: Callable[[], object] = lambda: None) -> None:
        """`interrupt` is called once, at the aim; then the connection is cut there."""
        self._listening, self._port, self._aim, self._interrupt = listening, port, aim, interrupt
        self._lock = threading.Lock()
        self.asked: list[bytes] = []
        self.reached = False
        self._is_closed = False
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Let others listen there."""
        self._is_closed = True
        self._thread.join()

    def _accept(self) -> None:
        coming = select.poll()
        coming.register(self._listening, select.POLLIN)
        while not self._is_closed:
            if coming.poll(50):
                client, _ = self._listening.accept()
                threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        """One connection to its end."""
        with client, socket.create_connection(("127.0.0.1", self._port)) as server, contextlib.suppress(ConnectionError):
            for one in (client, server):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            number, answer = 0, b""
            both = select.poll()
            both.register(client, select.POLLIN)
            both.register(server, select.POLLIN)
            while True:
                for fileno, _ in both.poll():
                    is_asking = fileno == client.fileno()
                    piece = (client if is_asking else server).recv(1 << 16)
                    if not piece:
                        return
                    if is_asking:
                        if answer or not number:
                            number, answer = self._begun(piece), b""
                        if self._is_there(number, "asked"):
                            _cut(client)
                            return
                        server.sendall(piece)
                        continue
                    if not answer and self._is_there(number, "unanswered"):
                        _cut(client)
                        return
                    if not answer and self._is_there(number, "halved", len(piece) > 1):
                        client.sendall(piece[: len(piece) // 2])
                        _cut(client)
                        return
                    answer += piece
                    client.sendall(piece)
                    if is_whole(answer) and self._is_there(number, "answered"):
                        _cut(client)
                        return

    def _begun(self, piece: bytes) -> int:
        with self._lock:
            self.asked.append(piece[:2_000])
            return len(self.asked)

    def _is_there(self, number: int, part: str, may: bool = True) -> bool:
        with self._lock:
            if self.reached or not may or self._aim != Aim(number, part):
                return False
            self.reached = True
        self._interrupt()
        return True


def _cut(client: socket.socket) -> None:
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
