"""The real daemon on a disk that is full: it stays, says so, and goes on by itself. A limit on its files stands for the disk."""

from __future__ import annotations

import json
import resource
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.test_daemon import CONFIG, daemon, deliver, free_port, stored, until

pytestmark = pytest.mark.slow
STRACE = shutil.which("strace")


def fill(pid: int) -> None:
    """No file of that process may grow any more."""
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))


def make_room(pid: int) -> None:
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def ready(port: int) -> dict[str, Any]:
    """What the daemon answers to a monitoring."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=10) as answer:
            return {"code": answer.status, **json.load(answer)}
    except urllib.error.HTTPError as refusal:
        with refusal:
            return {"code": refusal.code, **json.load(refusal)}


def test_a_daemon_whose_disk_is_full_waits_and_goes_on(tmp_path: Path) -> None:
    """F112: reading goes on, monitoring is told, the log says it once; with room again the mail that came meanwhile is stored, once."""
    port = free_port()
    (tmp_path / "config.toml").write_text(CONFIG.replace('health = ""', f'health = "127.0.0.1:{port}"'))
    deliver(tmp_path, 1)
    with daemon(tmp_path) as (process, notify):
        assert until(lambda: stored(tmp_path) == 1)
        fill(process.pid)
        deliver(tmp_path, 2)
        assert until(lambda: not ready(port)["room"])
        full = ready(port)
        assert (full["code"], full["ok"], full["sources"][0]["name"]) == (503, False, "rasa-mail")
        assert until(lambda: b"no room" in notify.recv(1000)), "the watchdog is fed"
        assert stored(tmp_path) == 1 and process.poll() is None
        make_room(process.pid)
        assert until(lambda: stored(tmp_path) == 2), "by itself"
        fill(process.pid)
        deliver(tmp_path, 3)
        assert not until(lambda: stored(tmp_path) == 3, seconds=2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=12) == 0
        log = [json.loads(line) for line in process.stderr]  # type: ignore[union-attr]
    assert [line["event"] for line in log if "room" in line["event"]] == ["no room"], log
    assert not [line for line in log if "traceback" in line]
    ended = subprocess.run([sys.executable, "-m", "syncd", "once", "-c", str(tmp_path / "config.toml")], check=False, timeout=100)
    assert (ended.returncode, stored(tmp_path)) == (0, 3)
    assert subprocess.run([sys.executable, "-m", "syncd", "verify", "-c", str(tmp_path / "config.toml")], check=False, timeout=100).returncode == 0


def test_a_daemon_that_starts_on_a_full_disk_waits(tmp_path: Path) -> None:
    """F112: a restart by systemd is no way out, and after five it would be the last."""
    (tmp_path / "config.toml").write_text(CONFIG)
    deliver(tmp_path, 1)
    command = ["bash", "-c", f'ulimit -S -f 0; exec {sys.executable} -m syncd run -c "{tmp_path}/config.toml"']
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            assert json.loads(process.stderr.readline())["event"] == "no room"
            make_room(process.pid)
            assert json.loads(process.stderr.readline())["event"] == "started"
            assert until(lambda: stored(tmp_path) == 1)
        finally:
            process.kill()


@pytest.mark.skipif(STRACE is None, reason="strace is missing (apt-get install strace): a disk that fails under the daemon was NOT tried")
def test_a_daemon_whose_disk_cannot_keep_what_a_pass_wrote_ends(tmp_path: Path) -> None:
    """F113: it is told with 74; nothing written since could be trusted."""
    assert STRACE is not None
    (tmp_path / "config.toml").write_text(CONFIG)
    deliver(tmp_path, 1)
    with daemon(tmp_path) as (process, _):
        assert until(lambda: stored(tmp_path) == 1)
        refusing = subprocess.Popen([STRACE, "-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync,fsync", "-e", "inject=fdatasync,fsync:error=EIO", "-p", str(process.pid)])
        try:
            assert until(lambda: "TracerPid:\t0" not in Path(f"/proc/{process.pid}/status").read_text() or refusing.poll() is not None)
            if refusing.poll() is not None:
                pytest.skip("strace may trace nothing here: a disk that fails under the daemon was NOT tried")
            deliver(tmp_path, 2)
            assert process.wait(timeout=30) == 74
        finally:
            refusing.terminate()
            refusing.wait()
