"""What all tests share: an environment without settings of ours, the command line as another program calls it, and ../shared."""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests import forked, order

SHARED = Path(__file__).resolve().parents[2] / "shared"
ORDINARY_MORNING = "2026-11-18T09:15:00+02:00"  # a Wednesday
KEPT = ("SYNCD_PROOF", "SYNCD_PROOF_KEPT")  # say how long the tests take, not what the program does


def bytecode_kept(environ: Mapping[str, str]) -> dict[str, str]:
    """An environment in which modules are compiled once, as where the program is installed, and nothing is written beside them."""
    kept = {k: v for k, v in environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "syncd-bytecode")}


os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # of hundreds of processes that tests start, each would compile the program anew
os.environ.update(bytecode_kept({}))
sys.dont_write_bytecode, sys.pycache_prefix = False, os.environ["PYTHONPYCACHEPREFIX"]  # and every worker of pytest all tests


if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # started in the background, where Ctrl-C is nobody's: what tests start can be stopped by it all the same
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_configure() -> None:
    """Where others work, too, the clock says nothing of a test. Imported here: where the lines above do not hold yet, it would be compiled each time."""
    from hypothesis import HealthCheck, settings

    settings.register_profile("by no clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("by no clock")
    gc.disable()  # until tests run: nearly all that is made while they are collected stays


@pytest.hookimpl(tryfirst=True)  # pytest then puts together what shares a fixture that costs
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, or by the number SYNCD_ORDER all files, and the tests of each, in one of many orders."""
    seed = os.environ.get("SYNCD_ORDER")
    items[:] = order.shuffled(items, seed) if seed else order.longest_first(items)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """What is loaded by now stays: the garbage collector goes through it no more, and no forked process gets a copy of it for that."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


@pytest.fixture(autouse=True)
def no_settings_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the config, clock or faults of the shell it was started from."""
    for name in list(os.environ):
        if name.startswith("SYNCD_") and name not in KEPT:
            monkeypatch.delenv(name)


@pytest.fixture
def fixed_clock(monkeypatch: pytest.MonkeyPatch) -> str:
    """The program's clock stands on an ordinary Wednesday morning in Vilnius."""
    monkeypatch.setenv("SYNCD_NOW", ORDINARY_MORNING)
    return ORDINARY_MORNING


@dataclass(frozen=True, slots=True)
class Ran:
    """How a call of the command line ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The whole of standard output as one JSON value."""
        return json.loads(self.out)

    @property
    def rows(self) -> list[Any]:
        """Standard output as one JSON value a line."""
        return [json.loads(line) for line in self.out.splitlines()]


def run_syncd(
    *arguments: str | Path, cwd: Path, now: str | None = ORDINARY_MORNING, given: bytes = b"", env: Mapping[str, str] | None = None,
    started: bool = False,
) -> Ran:  # fmt: skip
    """Call `syncd` as another program would, in a process of its own: `started` from nothing where that is the subject, otherwise forked.

    A traceback is a failure, whatever the exit code says.
    """
    environ = bytecode_kept({k: v for k, v in os.environ.items() if not k.startswith("SYNCD_")}) | dict(env or {})
    if now is not None:
        environ["SYNCD_NOW"] = now
    words = [str(a) for a in arguments]
    if started or any(name.startswith(forked.READ_AT_START) for name in env or {}):
        done = subprocess.run([sys.executable, "-m", "syncd", *words], cwd=cwd, input=given, capture_output=True, env=environ, timeout=280)
        code, out, err = done.returncode, done.stdout, done.stderr
    else:
        code, out, err = forked.call(words, cwd=cwd, env=environ, given=given, timeout=280)
    ran = Ran(code, out.decode(), err.decode(errors="replace"))
    assert "Traceback" not in ran.err, f"syncd {' '.join(map(str, arguments))} ended in a traceback:\n{ran.err[-3000:]}"
    return ran


@pytest.fixture
def syncd(tmp_path: Path) -> Callable[..., Ran]:
    """`syncd(…)` called in tmp_path."""

    def call(*arguments: str | Path, cwd: Path = tmp_path, **more: Any) -> Ran:
        return run_syncd(*arguments, cwd=cwd, **more)

    return call


@pytest.fixture
def syncd_here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """`syncd_here(…)` called inside this process, for tests that give the program less patience than it has outside."""

    def call(*arguments: str | Path, cwd: Path, now: str = ORDINARY_MORNING) -> Ran:
        from syncd.cli import main

        monkeypatch.chdir(cwd)
        monkeypatch.setenv("SYNCD_NOW", now)
        monkeypatch.setattr(sys, "argv", ["syncd", *map(str, arguments)])
        code: object = 0
        try:
            main()
        except SystemExit as end:
            code = end.code
        out, err = capsys.readouterr()
        assert isinstance(code, int)
        return Ran(code, out, err)

    return call


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ../shared; a test that asks for it says loudly when it is not there."""
    if not SHARED.is_dir():
        pytest.skip("../shared is absent: real mails and calendars were NOT tried")
    return SHARED
