"""What a command loads: starting is the greater part of a pass with nothing new, and a help text needs no parser of mail.

Counted are modules, not seconds: a count is the same on a busy machine. The seconds are measured by `make bench`.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import bytecode_kept
from tests.end_to_end.test_commands import CONFIG, MAIL
from tests.fakes.imap_mailbox import ALL
from tests.fakes.imap_server import ImapServer
from tests.servers.radicale import PASSWORD, radicale

pytestmark = pytest.mark.slow

HEAVY = {
    "sqlite3", "sqlite_utils", "holidays", "datasette", "icalendar", "dateparser", "dateutil", "rich", "msgspec", "resiliparse",
    "charset_normalizer", "tnefparse", "fast_mail_parser", "Stemmer", "publicsuffixlist", "zstandard", "multiprocessing", "asyncio",
    "concurrent.futures", "email", "ssl", "syncd.core.derive", "syncd.store", "syncd.config", "connectors",
}  # fmt: skip
FOR_NEW_MAIL_ONLY = {
    "sqlite_utils", "holidays", "datasette", "icalendar", "dateparser", "dateutil", "rich", "resiliparse", "charset_normalizer", "tnefparse",
    "fast_mail_parser", "asyncio", "ssl", "syncd.core.cards", "syncd.core.derive", "syncd.core.mime", "syncd.core.promises",
    "syncd.demo", "datasette_plugins", "syncd.serve",
}  # fmt: skip
OF_OTHER_PROVIDERS = {
    "exchangelib", "spnego", "requests", "requests_ntlm", "lxml.objectify", "pygments", "msal", "cryptography", "googleapiclient", "google.auth", "oauthlib",
    "connectors.exchange.session", "connectors.graph.client", "connectors.google.client",
}  # fmt: skip
AT_HOME = """
[company]
name = "Klimatas"
domains = ["klimatas.example"]
timezone = "Europe/Vilnius"
country = "LT"
[[staff]]
email = "rasa@klimatas.example"
name = "Rasa Petraitė"
[[source]]
name = "imap"
connector = "imap"
host = "127.0.0.1"
port = {port}
tls = "none"
user = "anna"
password_env = "IMAP_PASSWORD"
owner = "rasa@klimatas.example"
[[source]]
name = "maildir"
connector = "maildir"
path = "maildir"
owner = "rasa@klimatas.example"
[[source]]
name = "calendar"
connector = "caldav"
url = "{url}/"
user = "u1"
password_env = "CALENDAR_PASSWORD"
owner = "rasa@klimatas.example"
"""


def _loaded(*arguments: str, cwd: Path) -> set[str]:
    """The modules in memory when a command has ended."""
    code = """
import json, sys
sys.argv = ["syncd", *json.loads(sys.argv[1])]
from syncd.__main__ import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code, json.dumps(arguments)], cwd=cwd, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stderr.splitlines()[-1]))


def _of(loaded: set[str], unwanted: set[str]) -> list[str]:
    return sorted(unwanted & loaded)


@pytest.fixture
def unchanged(tmp_path: Path) -> Path:
    """A company whose mail is all stored."""
    (tmp_path / "mail").mkdir()
    for n in range(3):
        (tmp_path / "mail" / f"{n}.eml").write_text(MAIL.format(n=n), encoding="utf-8")
    (tmp_path / "config.toml").write_text(CONFIG.replace("[[staff]]", 'country = "LT"\n[[staff]]', 1), encoding="utf-8")
    _loaded("once", "-c", "config.toml", cwd=tmp_path)
    return tmp_path


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A company with an IMAP server, a Maildir and a CalDAV server, one mail in each mailbox."""
    monkeypatch.setenv("IMAP_PASSWORD", "secret")
    monkeypatch.setenv("CALENDAR_PASSWORD", PASSWORD)
    for part in ("cur", "new", "tmp"):
        (tmp_path / "maildir" / part).mkdir(parents=True)
    (tmp_path / "maildir" / "cur" / "1.m:2,S").write_text(MAIL.format(n=1), encoding="utf-8")
    server = ImapServer(ALL)
    server.inbox.add(MAIL.format(n=2).encode().replace(b"\n", b"\r\n"))
    (tmp_path / "radicale").mkdir()
    with radicale(tmp_path / "radicale") as url:
        (tmp_path / "config.toml").write_text(AT_HOME.format(port=server.port, url=url), encoding="utf-8")
        yield tmp_path
    server.stop()


def test_help_loads_no_store_and_no_reader(tmp_path: Path) -> None:
    """`syncd --help` reads no mail, opens no store, draws nothing: it loads click and the sentences (bar: 0.25 s)."""
    loaded = _loaded("--help", cwd=tmp_path)
    assert _of(loaded, HEAVY) == []
    assert len(loaded) < 300


def test_a_pass_with_nothing_new_loads_no_reader_of_mail(unchanged: Path) -> None:
    """`once` on an unchanged world: no parser, no grammar of promises, no holidays, no progress bar (bar: 0.3 s CPU with start-up)."""
    assert _of(_loaded("once", "-c", "config.toml", cwd=unchanged), FOR_NEW_MAIL_ONLY) == []


@pytest.mark.parametrize("command", ["status", "check", "verify"])
def test_looking_at_a_store_loads_no_pages_and_no_grammar(unchanged: Path, command: str) -> None:
    """What only looks does not load what derives or serves."""
    unwanted = {"datasette", "datasette_plugins", "syncd.serve", "syncd.demo", "dateparser", "rich"}
    assert _of(_loaded(command, "-c", "config.toml", cwd=unchanged), unwanted) == []


def test_due_loads_no_store_and_no_mail(tmp_path: Path) -> None:
    """A phrase is read without a database, a mail parser, or holidays that were not asked for."""
    loaded = _loaded("due", "--said", "2026-11-18T10:30", "by Friday", cwd=tmp_path)
    assert _of(loaded, {"sqlite_utils", "datasette", "rich", "holidays", "dateparser", "syncd.store", "connectors.registry"}) == []


def test_who_is_with_no_other_provider_pays_for_none(at_home: Path) -> None:
    """Exchange's library alone is a second and 70 MB: none is loaded for mail and calendars by IMAP, Maildir and CalDAV, whatever is done with them."""
    for command in (("--help",), ("check", "-c", "config.toml"), ("once", "-c", "config.toml")):
        assert _of(_loaded(*command, cwd=at_home), OF_OTHER_PROVIDERS) == [], command
    with contextlib.closing(sqlite3.connect(at_home / "history.db")) as db:
        assert db.execute("SELECT count(*) FROM sighting").fetchone() == (2,)


def test_an_unchanged_pass_is_cheap(unchanged: Path) -> None:
    """CPU of start-up and pass together, the better of five: within three times the bar of 0.3 s, since machines differ."""
    spent, command = [], [sys.executable, "-m", "syncd", "once", "-c", "config.toml"]
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, cwd=unchanged, check=True, capture_output=True, env=bytecode_kept(os.environ))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(spent) < 0.9, spent
