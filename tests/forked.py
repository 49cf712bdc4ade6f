"""`syncd` in a process of its own that is forked off one which has loaded everything, instead of starting from nothing.

Loading the program and compiling what it reads promises by is the greater part of a short call, and there are hundreds of
calls in the tests. A forked call has its own memory, environment, folder, standard input and output, exit code and end, as
one that was started; what loading itself does is the business of tests/end_to_end/test_import_time.py and of every daemon.

    tests ──(arguments, folder, environment; three open files)──▶ this module ──fork──▶ the call
          ◀──────────────────(process id, then exit code)────────────────┘
"""

from __future__ import annotations

import atexit
import contextlib
import datetime as dt
import functools
import gc
import importlib
import json
import os
import pkgutil
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Mapping
from pathlib import Path

READ_AT_START = ("PYTHON", "LC_", "LANG", "SYNCD_FAULT")  # variables that a process looks at while it loads
_turn = threading.Lock()


def call(arguments: list[str], *, cwd: Path, env: Mapping[str, str], given: bytes, timeout: float) -> tuple[int, bytes, bytes]:
    """Call the program: its exit code (or minus the signal that ended it), standard output and error."""
    told = json.dumps({"arguments": arguments, "cwd": str(cwd), "env": dict(env)}).encode()
    with tempfile.TemporaryFile() as in_, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        in_.write(given)
        in_.seek(0)
        code = _code_of(told, [in_.fileno(), out.fileno(), err.fileno()], timeout)
        out.seek(0)
        err.seek(0)
        return code, out.read(), err.read()


def _code_of(told: bytes, files: list[int], timeout: float) -> int:
    with _turn:
        line = _server()
        line.settimeout(timeout)
        socket.send_fds(line, [len(told).to_bytes(4, "big")], files)
        line.sendall(told)
        pid = _number(line)
        try:
            return _number(line)
        except TimeoutError:
            os.kill(pid, signal.SIGKILL)
            line.settimeout(None)
            _number(line)
            raise subprocess.TimeoutExpired(told.decode(), timeout) from None


@functools.cache
def _server() -> socket.socket:
    """A line to the process that forks; it ends when the line does."""
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-c", f"from tests.forked import serve; serve({theirs.fileno()})"]
    process = subprocess.Popen(command, cwd=Path(__file__).parents[1], pass_fds=[theirs.fileno()], start_new_session=True)
    theirs.close()
    atexit.register(process.wait, 30)
    atexit.register(ours.close)  # what is registered last is done first
    return ours


def serve(fileno: int) -> None:
    """Fork a call for each that is asked for, one after another; in the forked process, run it and end with it."""
    line = socket.socket(fileno=fileno)
    load()
    while True:
        head, files, _, _ = socket.recv_fds(line, 4, 3)
        if not head:
            return
        asked = json.loads(_exactly(line, int.from_bytes(head, "big")))
        pid = os.fork()
        if pid == 0:
            line.close()
            break
        for file in files:
            os.close(file)
        line.sendall(_told(pid))
        _, status = os.waitpid(pid, 0)
        line.sendall(_told(os.waitstatus_to_exitcode(status)))
    _run(files, **asked)


def _run(files: list[int], arguments: list[str], cwd: str, env: dict[str, str]) -> None:
    """Be the process that was asked for."""
    for wanted, file in enumerate(files):
        os.dup2(file, wanted)
        os.close(file)
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
    gc.collect()
    gc.freeze()  # or the first collection in each call copies every page of memory
    assert threading.active_count() == 1, "a fork has the thread that forks, and none beside it"


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
