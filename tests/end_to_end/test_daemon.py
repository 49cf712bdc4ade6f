"""The daemon as systemd meets it: it starts, works, is told to read its config again, and ends."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from syncd import observe

pytestmark = pytest.mark.slow

CONFIG = """
[company]
name = "Klimatas"
domains = ["klimatas.example"]
timezone = "Europe/Vilnius"
[[staff]]
email = "rasa@klimatas.example"
name = "Rasa Petraitė"
[[source]]
name = "rasa-mail"
connector = "maildir"
path = "mail"
owner = "rasa@klimatas.example"
every = "1 s"
[run]
health = ""
"""
MAIL = """From: Rasa Petraite <rasa@klimatas.example>
To: Ona <ona@baldai.example>
Subject: Pasiulymas {n}
Date: Tue, 17 Nov 2026 10:{n:02}:00 +0200
Message-ID: <{n}@klimatas.example>

Atsiusiu pasiulyma rytoj.
"""


def deliver(folder: Path, n: int) -> None:
    """A mail arrives in the Maildir."""
    for sub in ("cur", "new", "tmp"):
        (folder / "mail" / sub).mkdir(parents=True, exist_ok=True)
    made = folder / "mail" / "tmp" / f"{n}.x"
    made.write_text(MAIL.format(n=n))
    made.rename(folder / "mail" / "new" / f"{n}.x")


def until(what: Callable[[], bool], seconds: float = 30.0) -> bool:
    """Wait for something to become true, looking every 50 ms."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.05)
    return False


def stored(folder: Path) -> int:
    """How many interactions the store holds."""
    if not (folder / "history.db").exists():
        return 0
    db = sqlite3.connect(f"file:{folder / 'history.db'}?mode=ro", uri=True)
    try:
        return int(db.execute("SELECT count(*) FROM interaction").fetchone()[0])
    except sqlite3.OperationalError:  # not made yet
        return 0
    finally:
        db.close()


@contextmanager
def daemon(folder: Path) -> Iterator[tuple[subprocess.Popen[str], socket.socket]]:
    """A running daemon and the socket on which it talks to systemd."""
    notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    (folder / "notify").unlink(missing_ok=True)
    notify.bind(str(folder / "notify"))
    notify.settimeout(30)
    process = subprocess.Popen(
        [sys.executable, "-m", "syncd", "run", "-c", str(folder / "config.toml")], stderr=subprocess.PIPE, text=True,
        env={**os.environ, "NOTIFY_SOCKET": str(folder / "notify")},
    )  # fmt: skip
    try:
        assert notify.recv(1000).startswith(b"EXTEND_TIMEOUT_USEC=")
        assert notify.recv(1000) == b"READY=1"
        yield process, notify
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        process.stderr.close()  # type: ignore[union-attr]
        notify.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config.toml").write_text(CONFIG)
    deliver(tmp_path, 1)
    return tmp_path


def test_new_mail_is_stored_while_it_runs_and_sigterm_ends_it(folder: Path) -> None:
    """It harvests what is there and what comes, feeds the watchdog, and ends with 0 within ten seconds of SIGTERM."""
    with daemon(folder) as (process, notify):
        assert until(lambda: stored(folder) == 1)
        deliver(folder, 2)
        assert until(lambda: stored(folder) == 2)
        assert notify.recv(1000).startswith(b"WATCHDOG=1\nSTATUS=")
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=12) == 0
        assert time.monotonic() - began < 10
        log = [json.loads(line) for line in process.stderr]  # type: ignore[union-attr]
    assert log[0]["event"] == "started"
    assert "ona@" not in json.dumps(log) and "Pasiulymas" not in json.dumps(log)


def test_a_second_daemon_on_the_same_store_ends_with_75(folder: Path) -> None:
    """Two daemons never work on one store (F116); the lease lies in the store itself."""
    with daemon(folder):
        second = subprocess.run([sys.executable, "-m", "syncd", "run", "-c", str(folder / "config.toml")], capture_output=True, text=True, timeout=60)
    assert second.returncode == 75
    assert "another daemon" in second.stderr
    with daemon(folder) as (process, _):  # the holder was killed: its lease is void at once
        assert process.poll() is None


def test_a_port_in_use_is_told_with_the_key_to_change(folder: Path) -> None:
    """Two daemons for two stores on one machine: the second says what to write."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        (folder / "config.toml").write_text(CONFIG.replace('health = ""', f'health = "127.0.0.1:{other.getsockname()[1]}"'))
        ran = subprocess.run([sys.executable, "-m", "syncd", "run", "-c", str(folder / "config.toml")], capture_output=True, text=True, timeout=60)
    assert (ran.returncode, "[run] health" in ran.stderr, "Traceback" in ran.stderr) == (78, True, False)


def stood_still(process: subprocess.Popen[str], folder: Path) -> bool:
    """Stop a daemon that is not writing just now, and let its leases run out as if two minutes had passed."""
    process.send_signal(signal.SIGSTOP)
    db = sqlite3.connect(folder / "history.db", timeout=0)
    try:
        with db:
            db.execute("UPDATE meta SET value = json_set(value, '$.until', '2026-01-01T00:00:00Z') WHERE name = 'daemon_lease'")
            db.execute("UPDATE source SET lease_until = '2026-01-01T00:00:00Z'")
        return True
    except sqlite3.OperationalError:
        process.send_signal(signal.SIGCONT)
        return False
    finally:
        db.close()


def test_a_daemon_that_stood_still_gives_way_to_its_successor(folder: Path) -> None:
    """F116: stopped for longer than its lease, another took the store; when it goes on it writes nothing more and ends."""
    with daemon(folder) as (first, _):
        assert until(lambda: stored(folder) == 1)
        assert until(lambda: stood_still(first, folder)), "it was always in the middle of writing"
        with daemon(folder) as (second, _):
            deliver(folder, 2)
            assert until(lambda: stored(folder) == 2)
            first.send_signal(signal.SIGCONT)
            assert first.wait(timeout=40) == 0
            assert second.poll() is None
        assert [json.loads(line)["event"] for line in first.stderr][-2:] == ["lost", "stopped"]  # type: ignore[union-attr]


def test_a_bad_config_is_told_and_the_old_one_kept(folder: Path) -> None:
    """SIGHUP with a broken file leaves the daemon running as it was (F121)."""
    with daemon(folder) as (process, notify):
        assert until(lambda: stored(folder) == 1)
        (folder / "config.toml").write_text(CONFIG.replace("[company]", "[compny]"))
        process.send_signal(signal.SIGHUP)
        told = []
        while not any(t.startswith(b"RELOADING=1\nMONOTONIC_USEC=") for t in told):
            told.append(notify.recv(1000))
        deliver(folder, 2)
        assert until(lambda: stored(folder) == 2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=12) == 0
        assert any(json.loads(line)["event"] == "config not taken" for line in process.stderr)  # type: ignore[union-attr]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def test_what_any_program_of_the_machine_can_ask_names_nobody(folder: Path) -> None:
    """T36: numbers and health are answered on loopback only, and hold no address even where a source is named by one; the log goes to systemd."""
    port = free_port()
    named = CONFIG.replace('health = ""', f'health = "127.0.0.1:{port}"').replace('name = "rasa-mail"', 'name = "rasa@klimatas.example"')
    (folder / "config.toml").write_text(named)
    with daemon(folder) as (process, _):
        assert until(lambda: stored(folder) == 1)
        asked = [urllib.request.urlopen(f"http://127.0.0.1:{port}{path}").read().decode() for path in ("/metrics", "/health/live", "/health/ready")]
        listening = Path("/proc/net/tcp").read_text().splitlines()[1:] + Path("/proc/net/tcp6").read_text().splitlines()[1:]
        ours = {int(name.partition("[")[2].rstrip("]")) for fd in Path(f"/proc/{process.pid}/fd").iterdir() if (name := os.readlink(fd)).startswith("socket:")}
    text = "".join(asked)
    assert 'syncd_source_up{connector="maildir",source="rasa~' in text and '"name": "rasa~' in text
    assert "@" not in text and "baldai" not in text and "Pasiulymas" not in text
    at = [fields[1].rpartition(":")[0] for line in listening if int((fields := line.split())[9]) in ours and fields[3] == "0A"]
    assert at == ["0100007F"], "one socket listens, on 127.0.0.1"


@pytest.mark.parametrize(
    ("name", "shown", "reason"),
    [
        ("rasa-mail", "rasa-mail", "a name without an address is what the admin wrote"),
        ("rasa@klimatas.example-mail", "rasa-mail~", "the domain goes, what the admin added stays"),
        ("rasa@a.example", "rasa~", "one of two of the same name before the @"),
        ("rasa@b.example", "rasa~", "the other one"),
    ],
)
def test_a_source_is_told_apart_without_its_address(name: str, shown: str, reason: str) -> None:
    """T36: cut names still differ, and are the same at each start."""
    told = observe.shown(name)
    assert (told if told == name else told[:-4]) == shown, reason
    assert "@" not in told
    assert observe.shown("rasa@a.example") != observe.shown("rasa@b.example")
