"""The daemon on live mailboxes: changes are seen at once, over two connections at most, whatever else goes on."""

from __future__ import annotations

import json
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.test_daemon import daemon, until
from tests.fakes.imap_mailbox import ALL, BARE
from tests.fakes.imap_server import ImapServer

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
connector = "imap"
host = "127.0.0.1"
port = {port}
tls = "none"
user = "anna"
password_env = "IMAP_PASSWORD"
owner = "rasa@klimatas.example"
every = "{every}"
[run]
health = ""
"""


def letter(n: int, sender: str = "ona@baldai.example", to: str = "rasa@klimatas.example") -> bytes:
    """A mail of its own."""
    return (
        f"From: {sender}\r\nTo: {to}\r\nSubject: Klausimas {n}\r\nDate: Tue, 17 Nov 2026 10:00:00 +0200\r\n"
        f"Message-ID: <{n}@baldai.example>\r\n\r\nKiek kainuoja {n}?\r\n"
    ).encode()


@pytest.fixture
def server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[ImapServer]:
    """An account with Inbox, Sent and an archive; the parameter says what the server can."""
    monkeypatch.setenv("IMAP_PASSWORD", "secret")
    server = ImapServer(getattr(request, "param", ALL))
    server.folder("Sent", "\\Sent")
    server.folder("Archive", "\\Archive")
    yield server
    server.stop()


def stored(folder: Path) -> set[str]:
    """The Message-IDs in the store."""
    if not (folder / "history.db").exists():
        return set()
    db = sqlite3.connect(f"file:{folder / 'history.db'}?mode=ro", uri=True)
    try:
        return {row[0] for row in db.execute("SELECT message_id FROM message")}
    except sqlite3.OperationalError:  # not made yet
        return set()
    finally:
        db.close()


def configure(folder: Path, server: ImapServer, every: str = "1 h") -> None:
    """A config that polls so seldom that what is seen soon was heard."""
    (folder / "config.toml").write_text(CONFIG.format(port=server.port, every=every).replace("1 h", "60 min"))


def test_mail_in_inbox_and_in_sent_is_stored_at_once(tmp_path: Path, server: ImapServer) -> None:
    """F18: IDLE on both folders, two connections and no more, commands on the same ones."""
    configure(tmp_path, server)
    with daemon(tmp_path) as (process, _):
        assert until(lambda: server.idling == 2)
        for n in range(5):
            server.inbox.add(letter(n))
            assert until(lambda n=n: f"{n}@baldai.example" in stored(tmp_path), 10)  # type: ignore[misc]
            server.folders["Sent"].add(letter(100 + n, "rasa@klimatas.example", "ona@baldai.example"))
            assert until(lambda n=n: f"{100 + n}@baldai.example" in stored(tmp_path), 10)  # type: ignore[misc]
        assert until(lambda: server.idling == 2)
        assert (server.connections, server.most_at_once) == (2, 2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=12) == 0
    assert server.forbidden == []


def test_mail_that_comes_while_a_backlog_is_worked_off_does_not_wait_for_its_end(tmp_path: Path, server: ImapServer) -> None:
    """Thousands of old mails in the archive; what comes to Inbox and Sent is stored long before their end."""
    for n in range(5000):
        server.folders["Archive"].add(letter(10_000 + n))
    configure(tmp_path, server)
    with daemon(tmp_path):
        assert until(lambda: len(stored(tmp_path)) > 200)
        server.inbox.add(letter(1))
        server.folders["Sent"].add(letter(2, "rasa@klimatas.example", "ona@baldai.example"))
        assert until(lambda: {"1@baldai.example", "2@baldai.example"} <= stored(tmp_path), 20)
        assert len(stored(tmp_path)) < 4500, "the backlog was over before"
        assert until(lambda: len(stored(tmp_path)) == 5002, 120)
    assert server.most_at_once <= 2


def test_a_connection_that_broke_is_made_anew_and_nothing_is_missed(tmp_path: Path, server: ImapServer) -> None:
    """F10, F11: every connection is cut while the daemon listens, and mail comes meanwhile."""
    configure(tmp_path, server, every="1 s")
    with daemon(tmp_path):
        assert until(lambda: server.idling == 2)
        server.inbox.add(letter(1))
        server.drop_all()
        assert until(lambda: "1@baldai.example" in stored(tmp_path), 20)


def test_a_server_that_allows_one_connection_is_read_over_one(tmp_path: Path, server: ImapServer) -> None:
    """F18: the second is refused; Inbox and Sent are then read over the first, and polled."""
    server.faults.most_connections = 1
    configure(tmp_path, server, every="1 s")
    with daemon(tmp_path):
        assert until(lambda: server.idling == 1 and server.connections > 1)
        for n, name in enumerate(("INBOX", "Sent")):
            server.folders[name].add(letter(n))
        assert until(lambda: len(stored(tmp_path)) == 2, 20)
        refused = server.connections
        assert until(lambda: server.count("LIST") > 6)
        assert server.connections <= refused + 1, "it was not tried again at every turn"


@pytest.mark.parametrize("server", [BARE], indirect=True, ids=["no-idle"])
def test_a_server_without_idle_is_polled(tmp_path: Path, server: ImapServer) -> None:
    """At every turn, over connections that stay open."""
    configure(tmp_path, server, every="1 s")
    with daemon(tmp_path):
        assert until(lambda: server.count("LIST") > 1)
        server.inbox.add(letter(1))
        assert until(lambda: len(stored(tmp_path)) == 1, 20)
        assert server.connections <= 2


def test_a_refused_password_is_tried_three_times_and_not_again(tmp_path: Path, server: ImapServer) -> None:
    """F16: more would lock the account; the state asks for a person, and SIGHUP tries again."""
    server.password = "changed"
    configure(tmp_path, server, every="1 s")
    with daemon(tmp_path) as (process, _):
        assert until(lambda: server.count("LOGIN") + server.count("AUTHENTICATE") == 3, 40)
        time.sleep(0)  # nothing more is due; what is due now is asked for by the signal alone
        server.password = "secret"
        server.inbox.add(letter(1))
        process.send_signal(signal.SIGHUP)
        assert until(lambda: len(stored(tmp_path)) == 1, 20)
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=12)
        log = [json.loads(line) for line in process.stderr]  # type: ignore[union-attr]
    assert [entry["failures"] for entry in log if entry["event"] == "pass failed"] == [1, 2, 3]
