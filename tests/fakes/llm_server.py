"""A language model on loopback, as an OpenAI-compatible server offers it: says what it is told to, or fails as real ones do."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def completion(content: str) -> bytes:
    """An answer with these words in it."""
    return json.dumps({"id": "x", "object": "chat.completion", "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}]}).encode()


@dataclass(slots=True)
class Llm:
    """`says` is given what the model is shown (before, sentence, after, part) and gives the words of its answer."""

    says: Callable[[dict[str, str]], str]
    status: int = 200
    body: bytes | None = None  # sent in place of an answer
    location: str = ""
    silent: threading.Event = field(default_factory=threading.Event)  # while it is set, nothing is answered
    freed: threading.Event = field(default_factory=threading.Event)  # the test is over
    asked: list[dict[str, Any]] = field(default_factory=list)  # every question: path, headers, body as JSON
    url: str = ""

    @property
    def shown(self) -> list[dict[str, str]]:
        """What it was shown of mails."""
        return [json.loads(q["body"]["messages"][1]["content"]) for q in self.asked]


@contextmanager
def llm(says: Callable[[dict[str, str]], str]) -> Iterator[Llm]:
    """A model that answers until the end of the block."""
    model = Llm(says)

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            model.asked.append({"path": self.path, "headers": dict(self.headers), "body": question})
            if model.silent.is_set():
                model.freed.wait(30)
                return
            body = model.body if model.body is not None else completion(model.says(json.loads(question["messages"][1]["content"])))
            self.send_response(model.status)
            if model.location:
                self.send_header("Location", model.location)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    server.daemon_threads = True
    model.url = f"http://127.0.0.1:{server.server_port}/v1"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield model
    finally:
        model.freed.set()
        server.shutdown()
        server.server_close()
