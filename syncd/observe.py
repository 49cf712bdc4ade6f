"""What the daemon tells the outside: systemd, one JSON line an event, and numbers on loopback. Never a subject, address or text.

Sources are named by their name in the config. Every program of the machine can ask the numbers and the health, so there an address in a name is cut.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import http.server
import json
import os
import re
import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

from syncd.core.keys import digest
from syncd.errors import ConfigError

_NOTIFY_SECONDS = 0.5
_AT_DOMAIN = re.compile(r"@[\w.]*")


def notify(*lines: str) -> None:
    """Tell systemd (sd_notify(3)): READY=1, STATUS=…, WATCHDOG=1, STOPPING=1; nothing where it did not start us."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as s, contextlib.suppress(TimeoutError):
        s.settimeout(_NOTIFY_SECONDS)  # one who started us and does not listen must not stop us: it is told again at the next turn
        s.connect("\0" + address[1:] if address.startswith("@") else address)
        s.sendall("\n".join(lines).encode())


def reloading() -> None:
    """Tell systemd that the config is being read again (Type=notify-reload wants the monotonic time)."""
    notify("RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}")


def log(event: str, **fields: object) -> None:
    """One line on standard error, as JSON: systemd's journal keeps it. Control characters are escaped by JSON.

    Where that is a file on a full disk, the line waits in the stream's buffer for the next one: what is only told must not end the program.
    """
    line = {"at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"), "event": event, **fields}
    try:
        print(json.dumps(line, ensure_ascii=False, default=str), file=sys.stderr, flush=True)
    except OSError as problem:
        if problem.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise


def shown(source: str) -> str:
    """A source's name where any program of the machine can read it: "rasa@klimatas.example-mail" is "rasa-mail~" with four letters that tell it from others."""
    cut = _AT_DOMAIN.sub("", source)
    return source if cut == source else f"{cut}~{digest(source)[:4]}"


class Numbers:
    """The metrics, in a registry of their own."""

    def __init__(self) -> None:
        r = self.registry = CollectorRegistry()
        self.up = Gauge("syncd_source_up", "1 while the last pass over the source went well", ["source", "connector"], registry=r)
        self.last = Gauge("syncd_source_last_success_timestamp_seconds", "When the source was last read to its end", ["source"], registry=r)
        self.items = Counter("syncd_items_total", "Items by what became of them", ["source", "outcome"], registry=r)
        self.promises = Counter("syncd_promises_found_total", "Promises found", registry=r)
        self.reminders = Counter("syncd_reminders_total", "Calendar entries by what was done", ["result"], registry=r)
        self.scorer = Counter("syncd_scorer_answers_total", "Answers of a scorer that is asked, by what they were", ["result"], registry=r)
        self.outbox = Gauge("syncd_outbox", "Calendar entries by state", ["state"], registry=r)
        self.listening = Gauge("syncd_listening", "Connections on which a server tells of changes", registry=r)
        self.seconds = Counter("syncd_pass_seconds_total", "Time spent in passes", ["source"], registry=r)
        self.backup = Gauge("syncd_backup_last_success_timestamp_seconds", "When the store was last backed up; 0: never", registry=r)
        self.store = Gauge("syncd_store_bytes", "Size of history.db", registry=r)

    def text(self) -> bytes:
        """All of them in the text format of Prometheus."""
        return generate_latest(self.registry)


def serve_health(address: tuple[str, int], numbers: Numbers, health: Callable[[], Mapping[str, Any]]) -> http.server.ThreadingHTTPServer:
    """Answer /health/live, /health/ready and /metrics in a thread of its own, until `shutdown` is called.

    Raises ConfigError where the address cannot be listened on.
    """

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/metrics":
                self._send(200, numbers.text(), "text/plain; version=0.0.4")
            elif self.path == "/health/live":
                self._send(200, b'{"ok": true}\n', "application/json")
            elif self.path in ("/health", "/health/ready"):
                report = health()
                self._send(200 if report["ok"] else 503, json.dumps(report).encode() + b"\n", "application/json")
            else:
                self._send(404, b"not here; try /health or /metrics\n", "text/plain")

        def _send(self, code: int, body: bytes, kind: str) -> None:
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Requests are not logged: they come every few seconds."""

    try:
        server = http.server.ThreadingHTTPServer(address, Answer)
    except OSError as problem:
        raise ConfigError([f'[run] health: {address[0]}:{address[1]} cannot be listened on ({problem.strerror}); write another port, or "" for none']) from None
    threading.Thread(target=server.serve_forever, name="health", daemon=True).start()
    return server
