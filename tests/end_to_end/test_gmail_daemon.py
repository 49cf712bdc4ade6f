"""The daemon on Gmail: what comes while a first harvest goes on does not wait for its end."""

from __future__ import annotations

import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.connectors.google_worlds import RASA, Mailbox, a_mailbox
from tests.end_to_end.test_daemon import daemon, until
from tests.end_to_end.test_daemon_listening import letter, stored

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
connector = "gmail"
account = "rasa@klimatas.example"
token_file = "token.json"
endpoint = "{url}"
owner = "rasa@klimatas.example"
every = "1 s"
[run]
health = ""
"""
ONA = "ona@baldai.example"


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Mailbox]:
    for box in a_mailbox(tmp_path):
        (tmp_path / "config.toml").write_text(CONFIG.format(url=box.google.url))
        yield box


def test_mail_that_comes_during_the_first_harvest_does_not_wait_for_its_end(tmp_path: Path, box: Mailbox) -> None:
    """Old mail comes as fast as the quota lets it (48 messages a second); a letter that arrives comes before the rest of what was sent long ago."""
    for n in range(450):
        box.mail.deliver(letter(20_000 + n, RASA, ONA), "SENT")
    for n in range(50):
        box.mail.deliver(letter(10_000 + n))
    with daemon(tmp_path) as (process, _):
        assert until(lambda: len(stored(tmp_path)) >= 50)
        box.mail.deliver(letter(1))
        box.mail.deliver(letter(2, RASA, ONA), "SENT")
        assert until(lambda: len(stored(tmp_path)) == 502, 60)
        order = in_order(tmp_path)
        assert order.index("1@baldai.example") < len(order) - 50, "it waited for the end of Sent"
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=12) == 0
    whole = [asked.path for asked in box.google.asked("gmail.users.messages.get") if "format=raw" in asked.query]
    assert len(set(whole)) == 502 and len(whole) < 502 * 1.3, "the two connections read the same page now and then, no more"


def in_order(folder: Path) -> list[str]:
    """The Message-IDs in the store as they came."""
    db = sqlite3.connect(f"file:{folder / 'history.db'}?mode=ro", uri=True)
    try:
        return [
            row[0]
            for row in db.execute(
                "SELECT message_id FROM message JOIN interaction ON interaction.id = message.interaction_id ORDER BY interaction.id"
            )
        ]
    finally:
        db.close()
