"""One thread waits on all connections that listen: each change and each death is told once."""

from __future__ import annotations

import queue
import socket
from collections.abc import Iterator

import pytest

from connectors.base import awake
from syncd.errors import SourceError
from syncd.watch import Watch

pytestmark = pytest.mark.slow  # closing waits for the thread's turn, a second each


class Line:
    """A connection whose other end the test holds; any byte is a change, "!" kills it."""

    def __init__(self, deadline: float | None = None) -> None:
        self.ours, self.theirs = socket.socketpair()
        self.ours.setblocking(False)
        self.deadline = awake() + 1000 if deadline is None else deadline
        self.heard = 0

    def fileno(self) -> int:
        return self.ours.fileno()

    def hear(self, now: float) -> bool:
        self.heard += 1
        if now >= self.deadline:
            raise SourceError("no answer")
        try:
            data = self.ours.recv(100)
        except BlockingIOError:
            return False
        if data in (b"", b"!"):
            raise SourceError("it is dead")
        return True


Told = queue.Queue[tuple[str, str]]


@pytest.fixture
def told() -> Told:
    return queue.Queue()


@pytest.fixture
def watch(told: Told) -> Iterator[Watch]:
    watch = Watch(lambda name: told.put(("changed", name)), lambda name, problem: told.put((str(problem), name)))
    yield watch
    watch.close()


def test_a_change_is_told_once_and_then_the_connection_is_let_go(watch: Watch, told: Told) -> None:
    """Who is told has it for itself: what comes afterwards is the next pass's."""
    line = Line()
    watch.add("rasa", line)
    assert watch.names == {"rasa"}
    line.theirs.send(b"x")
    assert told.get(timeout=10) == ("changed", "rasa")
    assert watch.names == frozenset()
    line.theirs.send(b"x")
    with pytest.raises(queue.Empty):
        told.get(timeout=0.05)
    watch.add("rasa", line)  # the same socket again
    assert told.get(timeout=10) == ("changed", "rasa")


def test_what_came_before_it_was_added_is_heard(watch: Watch, told: Told) -> None:
    """It may have been read from the socket already, so that select() would never tell of it."""
    line = Line()
    line.theirs.send(b"x")
    watch.add("rasa", line)
    assert told.get_nowait() == ("changed", "rasa")


@pytest.mark.parametrize(("end", "reason"), [(b"!", "it is dead"), (b"", "it is dead")], ids=["said", "closed"])
def test_a_dead_connection_is_told_once(watch: Watch, told: Told, end: bytes, reason: str) -> None:
    """F10: a closed socket would be readable for ever."""
    line, other = Line(), Line()
    watch.add("rasa", line)
    watch.add("petras", other)
    if end:
        line.theirs.send(end)
    else:
        line.theirs.close()
    assert told.get(timeout=10) == (reason, "rasa")
    assert watch.names == {"petras"}


def test_a_connection_is_heard_when_its_time_has_come_though_nothing_came(watch: Watch, told: Told) -> None:
    """That is how IDLE is renewed, and how silence is found out."""
    watch.add("rasa", Line(deadline=awake() + 0.2))
    assert told.get(timeout=10) == ("no answer", "rasa")


def test_a_connection_that_was_taken_is_not_heard(watch: Watch, told: Told) -> None:
    """A pass has it; taking one that nobody waits on is harmless."""
    line = Line()
    watch.add("rasa", line)
    watch.take("rasa")
    watch.take("rasa")
    heard = line.heard
    line.theirs.send(b"x")
    with pytest.raises(queue.Empty):
        told.get(timeout=0.05)
    assert line.heard == heard
