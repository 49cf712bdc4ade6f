"""A server of loopback that does what real ones do on their bad days, in front of a real one or alone.

Requests that no rule is for go on to the server behind and come back as they are. A rule answers itself, or spoils
what the server behind said: after it was carried out, so that "done, but the answer was lost" can be told.
"""

from __future__ import annotations

import contextlib
import http.client
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Spoken:
    """An answer; `send` bytes of its body are sent before the connection is cut (None: all, and it stays)."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    send: int | None = None


@dataclass(slots=True)
class Rule:
    """For the next `times` requests of a method whose path and body hold these."""

    method: str
    answer: Callable[[Callable[[], Spoken]], Spoken | None]  # given the server behind, as a call; None: silence
    path: str = ""
    body: bytes = b""
    times: int = 1


class Faulty:
    """The rules, and what was asked: (method, path) of every request."""

    def __init__(self, behind: str = "") -> None:
        self.behind = behind
        self.rules: list[Rule] = []
        self.asked: list[tuple[str, str]] = []
        self.url = ""

    def says(self, method: str, spoken: Spoken, *, path: str = "", body: bytes = b"", times: int = 1) -> None:
        """Answer by itself; the server behind hears nothing."""
        self.rules.append(Rule(method, lambda _: spoken, path, body, times))

    def loses(self, method: str, *, times: int = 1, path: str = "") -> None:
        """Carry it out, then close the connection without a word."""

        def silent(behind: Callable[[], Spoken]) -> None:
            behind()

        self.rules.append(Rule(method, silent, path=path, times=times))

    def cuts(self, method: str, size: int, *, times: int = 1) -> None:
        """Promise the whole body, send `size` bytes of it."""

        def cut(behind: Callable[[], Spoken]) -> Spoken:
            whole = behind()
            return Spoken(whole.status, whole.headers, whole.body, size)

        self.rules.append(Rule(method, cut, times=times))

    def changes(self, method: str, edit: Callable[[bytes], bytes], *, body: bytes = b"", times: int = 10**9) -> None:
        """Say something else than the server behind."""

        def changed(behind: Callable[[], Spoken]) -> Spoken:
            whole = behind()
            return Spoken(whole.status, whole.headers, edit(whole.body))

        self.rules.append(Rule(method, changed, body=body, times=times))

    def take(self, method: str, path: str, body: bytes) -> Rule | None:
        """The rule for a request, used up by one."""
        self.asked.append((method, path))
        for rule in self.rules:
            if rule.times and rule.method == method and rule.path in path and rule.body in body:
                rule.times -= 1
                return rule
        return None

    def forward(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Spoken:
        """What the server behind says."""
        if not self.behind:
            return Spoken(404)
        link = http.client.HTTPConnection(urlsplit(self.behind).netloc, timeout=30)
        try:
            link.request(method, path, body, {k: v for k, v in headers.items() if k.lower() not in ("host", "connection", "content-length")})
            answer = link.getresponse()
            kept = {k: v for k, v in answer.getheaders() if k.lower() in ("etag", "location", "content-type")}
            return Spoken(answer.status, kept, answer.read())
        finally:
            link.close()


@contextlib.contextmanager
def faulty(behind: str = "", certificate: tuple[Path, Path] | None = None) -> Iterator[Faulty]:
    """A running server, in front of the one at `behind`; with a certificate and its key it speaks TLS."""
    rules = Faulty(behind)

    class Answers(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            rule = rules.take(self.command, self.path, body)

            def behind() -> Spoken:
                return rules.forward(self.command, self.path, body, dict(self.headers.items()))

            spoken = rule.answer(behind) if rule else behind()
            if spoken is None:
                self.close_connection = True
                return
            self._speak(spoken)

        def _speak(self, spoken: Spoken) -> None:
            lines = [f"HTTP/1.1 {spoken.status} x", f"Content-Length: {len(spoken.body)}", *(f"{k}: {v}" for k, v in spoken.headers.items())]
            self.wfile.write("\r\n".join([*lines, "", ""]).encode() + spoken.body[: spoken.send])
            self.wfile.flush()
            self.close_connection = self.close_connection or spoken.send is not None

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    rules.url = f"http{'s' if certificate else ''}://127.0.0.1:{server.server_address[1]}"
    try:
        yield rules
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
