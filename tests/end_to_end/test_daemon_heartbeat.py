"""The daemon calls the address of its heartbeat after its rounds, and tells doubts about its config as lines of its log."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path

import pytest

from tests.end_to_end.test_daemon import CONFIG, daemon, deliver, stored, until
from tests.test_heartbeat import Listener

pytestmark = pytest.mark.slow


def test_a_daemon_at_work_is_heard(tmp_path: Path) -> None:
    """After the first round, in which the mail was stored; an address that goes silent does not keep it from working or ending."""
    listener = Listener()
    listener.silent.set()
    deliver(tmp_path, 1)
    (tmp_path / "config.toml").write_text(CONFIG + f'heartbeat_url = "{listener.url}"\n[reminders]\nmode = "on"\n')
    try:
        with daemon(tmp_path) as (process, _):
            assert until(lambda: len(listener.asked) == 1)
            assert stored(tmp_path) == 1
            deliver(tmp_path, 2)
            assert until(lambda: stored(tmp_path) == 2)
            began = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=12) == 0
            assert time.monotonic() - began < 9, "the call under way is not waited for"
            log = [json.loads(line) for line in process.stderr]  # type: ignore[union-attr]
    finally:
        listener.close()
    (warning,) = [line["text"] for line in log if line["event"] == "warning"]
    assert "rasa@klimatas.example has mail" in warning
