"""`syncd` in a process of its own that is forked off one which has loaded everything, instead of starting from nothing.

Loading the program and compiling what it reads promises by is the greater part of a short call, and there are hundreds of
calls in the tests. A forked call has its own memory, environment, folder, standard input and output, exit code and end, as
one that was started; what loading itself does is the business of tests/end_to_end/test_import_time.py and of the first daemons.

    tests ──(arguments, folder, environment; three open files)──▶ server ──fork──▶ warden ──fork──▶ the call
          ◀─────────────────(process id, then exit code)────────────────────────────┘
"""

from __future__ import annotations

import atexit
import contextlib
import datetime as dt
import fcntl
import functools
import gc
import importlib
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

READ_AT_START = ("PYTHON", "LC_", "LANG", "SYNCD_FAULT")  # variables that a process looks at while it loads
_turn = threading.Lock()


class Process:
    """A call of the program that runs, with what of subprocess.Popen the tests use; in a group of its own if `alone`."""

    def __init__(
        self, arguments: Sequence[str], *, cwd: Path, env: Mapping[str, str], files: tuple[int, int, int], alone: bool = False
    ) -> None:
        told = json.dumps({"arguments": list(arguments), "cwd": str(cwd), "env": dict(env), "alone": alone}).encode()
        self._line, theirs = socket.socketpair()
        with theirs, _turn:
            server = _server()
            socket.send_fds(server, [len(told).to_bytes(4, "big")], [theirs.fileno(), *files])
            server.sendall(told)
        self.arguments = arguments
        self.pid, self.returncode = _number(self._line), None

    pid: int
    returncode: int | None

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, or minus the signal that ended it. Raises subprocess.TimeoutExpired."""
        if self.returncode is None:
            self._line.settimeout(timeout)
            try:
                self.returncode = _number(self._line)
            except (TimeoutError, BlockingIOError):
                raise subprocess.TimeoutExpired(list(self.arguments), timeout or 0) from None
            self._line.close()
        return self.returncode

    def poll(self) -> int | None:
        """The exit code if it has ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.wait(0)
        return None

    def send_signal(self, number: int) -> None:
        """To the process alone, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL."""
        self.send_signal(signal.SIGKILL)


def call(arguments: Sequence[str], *, cwd: Path, env: Mapping[str, str], given: bytes, timeout: float) -> tuple[int, bytes, bytes]:
    """Call the program and wait for its end: exit code, standard output and error."""
    with tempfile.TemporaryFile() as in_, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        in_.write(given)
        in_.seek(0)
        process = Process(arguments, cwd=cwd, env=env, files=(in_.fileno(), out.fileno(), err.fileno()))
        try:
            code = process.wait(timeout)
        finally:
            process.kill()
        out.seek(0)
        err.seek(0)
        return code, out.read(), err.read()


@functools.cache
def _server() -> socket.socket:
    """A line to the process that forks. Workers that run tests side by side share one: who needs it first starts it, and it ends after the last line."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None:
        ours, theirs = socket.socketpair()
        process = _started("serve", theirs)
        atexit.register(process.wait, 30)
    else:
        ours = _shared(Path(tempfile.gettempdir()) / f"syncd-{run}")
    atexit.register(ours.close)  # what is registered last is done first
    return ours


def _shared(address: Path) -> socket.socket:
    """A line to the process that all workers of a run share, started where it is not there."""
    ours, turn = socket.socket(socket.AF_UNIX), os.open(Path(__file__).parent, os.O_RDONLY)
    try:
        fcntl.flock(turn, fcntl.LOCK_EX)
        try:
            ours.connect(str(address))
        except (FileNotFoundError, ConnectionRefusedError):
            address.unlink(missing_ok=True)
            listening = socket.socket(socket.AF_UNIX)
            listening.bind(str(address))
            listening.listen()
            _KEPT.append(_started("share", listening))
            ours.connect(str(address))
    finally:
        os.close(turn)
    return ours


_KEPT: list[subprocess.Popen[bytes]] = []  # not waited for: other workers may need it longer


def _started(how: str, line: socket.socket) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", f"from tests.forked import {how}; {how}({line.fileno()})"]
    with line:
        return subprocess.Popen(command, cwd=Path(__file__).parents[1], pass_fds=[line.fileno()], start_new_session=True)


def serve(fileno: int, make_ready: Callable[[], object] | None = None) -> None:
    """Fork what is asked for on one line, until that ends."""
    line = socket.socket(fileno=fileno)
    _make_ready(make_ready or load)
    while _answer(line, [line]):
        pass


def share(fileno: int) -> None:
    """Fork what is asked for on any line, until the last one ends; `fileno`: where others come in."""
    listening = socket.socket(fileno=fileno)
    _make_ready(load)
    lines = [listening.accept()[0]]
    while lines:
        for line in select.select([listening, *lines], [], [])[0]:
            if line is listening:
                lines.append(listening.accept()[0])
            elif not _answer(line, [listening, *lines]):
                lines.remove(line)
                line.close()
    Path(listening.getsockname()).unlink(missing_ok=True)


def _make_ready(do: Callable[[], object]) -> None:
    do()
    gc.collect()
    gc.freeze()  # or the first collection in each call copies every page of memory
    assert threading.active_count() == 1, "a fork has the thread that forks, and none beside it"


def _answer(line: socket.socket, sockets: Sequence[socket.socket]) -> bool:
    """Fork a warden for the call that is asked for; False where the line has ended. In the call's own process: run it, and end with it."""
    head, files, _, _ = socket.recv_fds(line, 4, 4)
    if not head:
        return False
    asked = json.loads(_exactly(line, int.from_bytes(head, "big")))
    warden = os.fork()
    if warden == 0:
        for one in sockets:
            one.close()
        _guard(socket.socket(fileno=files.pop(0)), files)
        _run(files, **asked)
    for file in files:
        os.close(file)
    _wardens.add(warden)
    _wardens.difference_update([w for w in _wardens if os.waitpid(w, os.WNOHANG) != (0, 0)])
    return True


_wardens: set[int] = set()


def _guard(told: socket.socket, files: list[int]) -> None:
    """Go on as the call itself; what stays behind tells its process id and how it ended."""
    pid = os.fork()
    if pid == 0:
        told.close()
        return
    for file in files:
        os.close(file)
    with contextlib.suppress(BrokenPipeError):  # nobody asks any more
        told.sendall(_told(pid))
        _, status = os.waitpid(pid, 0)
        told.sendall(_told(os.waitstatus_to_exitcode(status)))
    os._exit(0)


def _run(files: list[int], arguments: list[str], cwd: str, env: dict[str, str], alone: bool) -> None:
    """Be the process that was asked for."""
    for wanted, file in enumerate(files):
        os.dup2(file, wanted)
        os.close(file)
    if alone:
        os.setsid()
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    sys.argv[1:] = arguments
    code = 1
    try:
        runpy.run_module("syncd", run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    finally:
        if sys.exc_info()[0]:
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)  # taking apart all that was loaded would cost more than most calls


def load() -> None:
    """Import every module of the program, and read the sample company once, so that what is compiled at first use is there."""
    for found in pkgutil.walk_packages(importlib.import_module("syncd").__path__, "syncd."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    from syncd.config import load as config
    from syncd.demo import write_company
    from syncd.once import once
    from syncd.world import open_world

    with tempfile.TemporaryDirectory() as folder:
        write_company(Path(folder), dt.date(2026, 11, 23))
        world = open_world(config(Path(folder) / "config.toml"), create=True, now=dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC))
        with contextlib.closing(world):
            once(world)


def _told(number: int) -> bytes:
    return number.to_bytes(4, "big", signed=True)


def _number(line: socket.socket) -> int:
    return int.from_bytes(_exactly(line, 4), "big", signed=True)


def _exactly(line: socket.socket, size: int) -> bytes:
    got = bytearray()
    while len(got) < size:
        if not (piece := line.recv(size - len(got))):
            raise EOFError("the process that forks calls has ended; what it said is above")
        got += piece
    return bytes(got)
