"""HTTP for a fake: one request in, one answer out, on a port that the system chose.

What answers is a `Front`; the bytes, the connections and the ways an answer may go wrong on its way are here.
"""

from __future__ import annotations

import contextlib
import gzip
import socket
import sys
import threading
import traceback
from collections.abc import Mapping
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol, TypeVar

from tests.fakes.google.calls import Asked
from tests.fakes.google.faults import Answer

Made = TypeVar("Made", bound="Server")


class Front(Protocol):
    """From the bytes of a request to the bytes of its answer."""

    def packs(self, headers: Mapping[str, str]) -> bool:
        """Whether a long answer is packed for this client."""

    def answer(self, verb: str, target: str, headers: dict[str, str], body: bytes) -> tuple[Asked, Answer]:
        """Written down, spoilt where a rule says so."""

    def fell_over(self, text: str) -> None:
        """A fault of the fake itself: the test must hear of it."""


class Server(ThreadingHTTPServer):
    """Keeps its connections, so that none is left open behind a test."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, front: Front, handler: type[Handler] | None = None) -> None:
        self.front = front
        self.open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), handler or Handler)

    def end(self) -> None:
        """No new connection, and the old ones are cut."""
        self.shutdown()
        self.server_close()
        for connection in list(self.open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is no news."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            self.front.fell_over(f"the fake fell over: {traceback.format_exc()}")


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Server

    def setup(self) -> None:
        super().setup()
        self.server.open.add(self.connection)

    def finish(self) -> None:
        self.server.open.discard(self.connection)
        with contextlib.suppress(OSError):
            super().finish()

    def _take(self) -> None:
        headers: dict[str, str] = {}
        for name, value in self.headers.items():  # said twice is said with a comma (RFC 9110 5.3)
            headers[name.lower()] = f"{headers[name.lower()]}, {value}" if name.lower() in headers else value
        length = int(headers.get("content-length", "0"))
        body = self.rfile.read(length)
        if len(body) < length:  # the client was gone before it had said all: nobody asked anything
            self.close_connection = True
            return
        asked, answer = self._answered(headers, body)
        if answer.silent:
            self.close_connection = True
            return
        self._send(answer, asked.at, self.server.front.packs(headers))

    def _answered(self, headers: dict[str, str], body: bytes) -> tuple[Asked, Answer]:
        return self.server.front.answer(self.command, self.path, headers, body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _take

    def _send(self, answer: Answer, at: float, packs: bool) -> None:
        body, extra = answer.body, dict(answer.headers)
        if packs and len(body) > 1000:
            body = gzip.compress(body, 1)
            extra["Content-Encoding"] = "gzip"
        if answer.status not in (204, 304):
            extra["Content-Length"] = str(len(body))
        if answer.send is not None:
            body, self.close_connection = body[: answer.send], True
            extra["Connection"] = "close"
        extra.setdefault("Date", formatdate(at, usegmt=True))
        self._head(answer.status, extra)
        self.wfile.write(body)
        self.wfile.flush()

    def _head(self, status: int, headers: Mapping[str, str]) -> None:
        """A header that comes more than once has its values on lines of their own."""
        lines = "".join(f"{name}: {one}\r\n" for name, value in headers.items() for one in value.split("\n"))
        self.wfile.write(f"HTTP/1.1 {status} {phrase(status)}\r\n{lines}\r\n".encode("latin-1"))

    def log_message(self, format: str, *args: object) -> None:
        """The log of requests is the fake's own."""


def phrase(status: int) -> str:
    """What HTTP calls a status."""
    return BaseHTTPRequestHandler.responses.get(status, ("Unknown", ""))[0]


def serve(front: Front) -> Server:
    """In a thread of its own."""
    return started(Server(front))


def started(server: Made) -> Made:
    """The same for a server that is made already."""
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server
