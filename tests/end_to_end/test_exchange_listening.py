"""The daemon on a mailbox at Exchange whose streams break: it goes on polling, and asks no faster for that."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end.test_daemon import daemon, until
from tests.end_to_end.test_daemon_listening import letter, stored
from tests.fakes.ews import Exchange, exchange
from tests.store.world import RASA

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
name = "rasa-exchange"
connector = "exchange"
url = "{url}"
mailbox = "rasa@klimatas.example"
user = '{user}'
password_file = "password"
auth = "basic"
impersonate = true
version = "Exchange2016"
owner = "rasa@klimatas.example"
every = "1 s"
[run]
health = ""
"""
TRIES = 3  # times a stream may end early before its folder is polled alone, of two folders

BREAKS: list[tuple[str, Callable[[Exchange], object]]] = [
    ("ErrorSubscriptionNotFound", lambda x: x.on("GetStreamingEvents", before=lambda _: x.subscriptions.clear(), times=float("inf"))),
    ("cut", lambda x: x.loses("GetStreamingEvents", times=float("inf"))),
]
PLAYED = BREAKS if os.environ.get("SYNCD_PROOF") else BREAKS[:1]


@pytest.mark.parametrize("breaks", [breaks for _, breaks in PLAYED], ids=[name for name, _ in PLAYED])
def test_a_stream_that_always_breaks_is_given_up_and_the_folder_is_polled(tmp_path: Path, breaks: Callable[[Exchange], object]) -> None:
    """F59: counted over the passes of some seconds; each mail is stored all the same."""
    with exchange(validate="requests") as x:
        box = x.mailbox(RASA)
        (tmp_path / "config.toml").write_text(CONFIG.format(url=x.url, user=x.user))
        (tmp_path / "password").write_text(x.password)
        (tmp_path / "password").chmod(0o600)
        breaks(x)
        with daemon(tmp_path):
            assert until(lambda: len(x.asked("Subscribe")) >= 2)
            begun, before = time.monotonic(), len(x.log)
            for n in range(3):
                box.inbox.deliver(letter(n))
                assert until(lambda n=n: f"{n}@baldai.example" in stored(tmp_path), 15)  # type: ignore[misc]
            seconds, asked = time.monotonic() - begun, len(x.log) - before
        assert len(x.asked("Subscribe")) <= 2 * TRIES + 2 and asked <= 20 * (seconds + 1) + 4 * TRIES, (seconds, asked)
