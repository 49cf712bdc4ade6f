"""Reads files that somebody sent in a process of its own, which a hostile one can slow down or break without harm.

    parent ──(length, label, bytes)──▶ child: limits on memory, time, open and written files ──(JSON)──▶ parent

The parent never parses a file. The child serves one file after another, for starting it costs more than reading most; it
is ended and replaced when it takes too long, dies, or has served enough. It has no credentials, no store and no network
connection of ours: no file of the parent but the two pipes is open in it.
"""

from __future__ import annotations

import json
import os
import resource
import select
import struct
import sys
import time
from collections.abc import Callable
from typing import IO

from syncd.core.files import FileText
from syncd.errors import SyncdError

SECONDS = 1.0  # of a processor for one file
_WALL = 2  # times as long by the clock on the wall, where others keep the processor busy: a harmless file is not called slow for that
MEMORY = 256 * 1024 * 1024  # bytes of address space of the child
_START_SECONDS = 20.0
_MOST_FILES = 500  # then it is replaced
_CPU_SECONDS = 3  # of the child for one file, should its parent be gone
_FILES = 24  # open at a time: its libraries, as they are loaded
_REQUEST, _ANSWER = struct.Struct("<IH"), struct.Struct("<I")
_READY = b"r"
_PIPE_PIECE = 65_536


class NoSandbox(SyncdError):
    """The process that reads files could not be started; they are read another time."""


class Sandbox:
    """Reads files one after another. To be closed; used by one thread."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._child: _Child | None = None

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, data: bytes, media_type: str = "") -> FileText:
        """The words of a file (`syncd.core.files.read_file`), in at most `seconds` where the machine is idle. Raises NoSandbox."""
        child = self._child = self._child or _Child()
        try:
            answer = child.ask(data, media_type, self.seconds)
        except TimeoutError:
            self.close()
            return FileText("", "too_slow")
        except OSError:  # it is gone: out of memory, or a parser crashed
            self.close()
            return FileText("", "unreadable")
        if child.served >= _MOST_FILES:
            self.close()
        return answer

    def close(self) -> None:
        """End the process, if one runs."""
        child, self._child = self._child, None
        if child:
            child.end()


class _Child:
    """One process, started and ready."""

    def __init__(self) -> None:
        import subprocess  # only where there is a file to read

        self.served = 0
        path = os.pathsep.join(p or os.getcwd() for p in sys.path)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-c", "from syncd.sandbox import serve; serve()"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, cwd="/", env={"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}, bufsize=0,
            )  # fmt: skip
        except OSError as problem:
            raise NoSandbox(f"no process to read files in: {problem}") from problem
        assert self._process.stdin and self._process.stdout
        self._in, self._out = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)
        try:
            self._receive(1, _Time(None, _START_SECONDS))
        except OSError as problem:
            self.end()
            raise NoSandbox("the process to read files in did not start") from problem

    def ask(self, data: bytes, media_type: str, seconds: float) -> FileText:
        """What it makes of a file. Raises TimeoutError, or another OSError where it is gone."""
        label, left = media_type.encode()[:1000], _Time(self._process.pid, seconds)
        self._send(_REQUEST.pack(len(data), len(label)) + label, left)
        self._send(data, left)
        (size,) = _ANSWER.unpack(self._receive(_ANSWER.size, left))
        text, problem = json.loads(self._receive(size, left))
        self.served += 1
        return FileText(text, problem)

    def end(self) -> None:
        """Kill it, whatever it does, and take its pipes down."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def _send(self, data: bytes, left: _Time) -> None:
        view = memoryview(data)
        while view:
            _wait(self._in, select.POLLOUT, left)
            view = view[os.write(self._in, view[: 16 * _PIPE_PIECE]) :]

    def _receive(self, size: int, left: _Time) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            _wait(self._out, select.POLLIN, left)
            piece = os.read(self._out, min(size - len(parts), 16 * _PIPE_PIECE))
            if not piece:
                raise BrokenPipeError
            parts += piece
        return bytes(parts)


class _Time:
    """How long a child may still take for what it does: by its own processor time, and in the end by the clock on the wall."""

    def __init__(self, pid: int | None, seconds: float) -> None:
        self._pid, self._seconds = pid, seconds
        self._began, self._used = time.monotonic(), _processor_seconds(pid) if pid else 0.0

    def left(self) -> float:
        """Seconds until it is worth asking again; 0 where there is no more."""
        on_the_wall = time.monotonic() - self._began
        if self._pid is None or on_the_wall < self._seconds:
            return max(0.0, self._seconds - on_the_wall)
        if on_the_wall >= _WALL * self._seconds:
            return 0.0
        left = self._seconds - (_processor_seconds(self._pid) - self._used)
        return max(left, 0.01) if left > _TICK else 0.0


_TICK = 1 / os.sysconf("SC_CLK_TCK")  # seconds


def _processor_seconds(pid: int) -> float:
    """What a process has used of the processors; source: proc_pid_stat(5), fields 14 and 15."""
    with open(f"/proc/{pid}/stat", "rb") as file:
        fields = file.read().rpartition(b")")[2].split()
    return (int(fields[11]) + int(fields[12])) * _TICK


def _wait(file: int, event: int, time_left: _Time) -> None:
    poll = select.poll()
    poll.register(file, event)
    while True:
        left = time_left.left()
        if poll.poll(left * 1000):
            return
        if not left:
            raise TimeoutError


# ── in the child ─────────────────────────────────────────────────────────────────────────────────────────────────


def serve() -> None:
    """Answer for files until the other end closes. The program of the child."""
    from syncd.core import charsets  # noqa: F401 - loaded before the clock of the first file runs
    from syncd.core.files import office, read_file, sheets  # noqa: F401

    given, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 0)
    os.dup2(2, 1)  # what a library prints goes nowhere
    _limit()
    answers.write(_READY)
    answers.flush()
    while head := given.read(_REQUEST.size):
        size, label = _REQUEST.unpack(head)
        media_type, data = given.read(label).decode(), given.read(size)
        used = resource.getrusage(resource.RUSAGE_SELF)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + _CPU_SECONDS, resource.RLIM_INFINITY))
        _answer(answers, _read(read_file, data, media_type))
        del data


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_NOFILE, _FILES), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_NPROC, 0),
    ):  # fmt: skip
        resource.setrlimit(what, (most, most))


def _read(read_file: Callable[[bytes, str], FileText], data: bytes, media_type: str) -> FileText:
    try:
        return read_file(data, media_type)
    except (MemoryError, RecursionError):
        return FileText("", "unreadable")


def _answer(answers: IO[bytes], found: FileText) -> None:
    body = json.dumps([found.text, found.problem]).encode()
    answers.write(_ANSWER.pack(len(body)) + body)
    answers.flush()
