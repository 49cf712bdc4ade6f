"""The heartbeat is heard while rounds are done, and neither it nor its silence harms the daemon."""

from __future__ import annotations

import datetime as dt
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from syncd import heartbeat
from syncd.config import Config, load
from syncd.heartbeat import Heartbeat
from syncd.store.db import Store, connect
from syncd.store.schedule import next_due
from syncd.store.sources import keep_source

NOW = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)
CONFIG = """
[company]
domains = ["klimatas.example"]
[run]
heartbeat_url = "{url}"
"""
SOURCE = '[[source]]\nname = "{0}"\nconnector = "eml"\npath = "{0}"\nowner = "rasa@klimatas.example"\n'
SECRET = "/ping/5c0ffee"


class Listener:
    """A monitor on loopback: what it was asked, and what it answers."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []  # method, path, length of the body
        self.status = 200
        self.silent = threading.Event()  # while it is set nothing is answered
        self.headers: dict[str, str] = {}
        listener = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                listener.asked.append((self.command, self.path, self.headers.get("Content-Length", "0")))
                while listener.silent.is_set():
                    time.sleep(0.01)
                self.send_response(listener.status)
                for name, value in listener.headers.items():
                    self.send_header(name, value)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self.server.server_port}{SECRET}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        """No more."""
        self.silent.clear()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store that knows two sources which were never read."""
    store = connect(tmp_path / "history.db", create=True)
    for name in ("a", "b"):
        keep_source(store, name, "eml", "")
    yield store
    store.close()


@pytest.fixture
def config(tmp_path: Path) -> Callable[[str], Config]:
    """The config of these two sources with an address to call."""

    def made(url: str) -> Config:
        (tmp_path / "config.toml").write_text(CONFIG.format(url=url) + SOURCE.format("a") + SOURCE.format("b"))
        return load(tmp_path / "config.toml")

    return made


def passed(store: Store, name: str, at: dt.datetime, wait: float | None = 60.0) -> None:
    """A pass over a source ended then; the next is due so many seconds later."""
    next_due(store, name, at, lambda _: wait)


def done(beat: Heartbeat) -> bool:
    """Wait for the call under way; whether there was one at all."""
    if beat._calling is None:
        return False
    beat._calling.join(timeout=20)
    return not beat._calling.is_alive()


def logged(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    """The lines of the log since the last look."""
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_it_is_heard_when_every_source_was_passed_over(store: Store, config: Callable[[str], Config], listener: Listener) -> None:
    """Not before the last source that was due is done; a source that waits for a person is not waited for. A bare GET, nothing more."""
    beat, settings = Heartbeat(), config(listener.url)
    beat.tick(store, settings, NOW)
    passed(store, "a", NOW + dt.timedelta(seconds=2))
    beat.tick(store, settings, NOW + dt.timedelta(seconds=2))
    assert not done(beat), "b was due and is not done"
    passed(store, "b", NOW + dt.timedelta(seconds=3), None)
    beat.tick(store, settings, NOW + dt.timedelta(seconds=3))
    assert done(beat)
    assert listener.asked == [("GET", SECRET, "0")]


@pytest.mark.slow
def test_it_is_silent_when_a_source_is_not_come_to(
    store: Store, config: Callable[[str], Config], listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A source that stays due, because a pass hangs or nothing is begun any more, ends it within the next round."""
    monkeypatch.setattr(heartbeat, "AT_MOST_EVERY", 0.0)
    beat, settings = Heartbeat(), config(listener.url)
    for name in ("a", "b"):
        passed(store, name, NOW, 10.0)
    for second in range(120):
        now = NOW + dt.timedelta(seconds=second)
        if second < 60 and second % 10 == 0:
            passed(store, "a", now, 10.0)
            passed(store, "b", now, 10.0)
        beat.tick(store, settings, now)
        done(beat)
        if second == 61:
            before = len(listener.asked)
    assert before > 30
    assert len(listener.asked) == before, "due since the 60th second"


@pytest.mark.slow
def test_it_is_heard_at_most_once_a_minute(store: Store, config: Callable[[str], Config], listener: Listener) -> None:
    """However often rounds are done."""
    assert heartbeat.AT_MOST_EVERY == 60
    beat, settings = Heartbeat(), config(listener.url)
    for second in range(5):
        for name in ("a", "b"):
            passed(store, name, NOW + dt.timedelta(seconds=second), 1.0)
        beat.tick(store, settings, NOW + dt.timedelta(seconds=second))
        assert done(beat)
    assert len(listener.asked) == 1


def test_without_an_address_nothing_is_called(store: Store, config: Callable[[str], Config]) -> None:
    """The default."""
    beat = Heartbeat()
    for name in ("a", "b"):
        passed(store, name, NOW)
    beat.tick(store, config(""), NOW)
    assert not done(beat)


@pytest.mark.slow
def test_an_address_that_does_not_answer_holds_nothing_up(
    store: Store, config: Callable[[str], Config], listener: Listener, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The call waits in its own thread, and while it does there is no second one; then it is told, and the next is tried."""
    monkeypatch.setattr(heartbeat, "AT_MOST_EVERY", 0.0)
    monkeypatch.setattr(heartbeat, "TIMEOUT", 2.0)
    beat, settings = Heartbeat(), config(listener.url)
    for name in ("a", "b"):
        passed(store, name, NOW, 1000.0)
    listener.silent.set()
    began = time.monotonic()
    for second in range(10):
        beat.tick(store, settings, NOW + dt.timedelta(seconds=second))
    assert time.monotonic() - began < 1.8
    assert done(beat)
    (line,) = logged(capsys)
    assert (line["event"], "timed out" in line["reason"]) == ("heartbeat failed", True)
    assert len(listener.asked) == 1
    listener.silent.clear()
    beat.tick(store, settings, NOW + dt.timedelta(seconds=20))
    assert done(beat)
    assert [line["event"] for line in logged(capsys)] == ["heartbeat heard again"]


@pytest.mark.parametrize(
    ("status", "reason"),
    [(500, "it answered 500"), (404, "it answered 404"), (302, "it answered 302"), (0, "refused")],
    ids=["a fault", "no such address", "another address", "nobody there"],
)
def test_a_call_that_fails_is_told_once_and_never_with_its_address(
    store: Store, config: Callable[[str], Config], listener: Listener, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    status: int, reason: str,
) -> None:  # fmt: skip
    """T16: whoever knows the address can call it too. No redirect is followed, wherever it leads."""
    monkeypatch.setattr(heartbeat, "AT_MOST_EVERY", 0.0)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")  # what is on this machine is called without a proxy
    beat, settings = Heartbeat(), config(listener.url)
    for name in ("a", "b"):
        passed(store, name, NOW, 1000.0)
    listener.status, listener.headers = status, {"Location": listener.url + "/elsewhere"}
    if not status:
        listener.close()
    for second in range(3):
        beat.tick(store, settings, NOW + dt.timedelta(seconds=second))
        assert done(beat)
    (line,) = logged(capsys)
    assert line["event"] == "heartbeat failed" and reason in line["reason"]
    assert SECRET not in json.dumps(line)
    assert listener.asked == ([("GET", SECRET, "0")] * 3 if status else [])
