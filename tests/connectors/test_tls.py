"""Until when the certificate of a server holds, as IMAP, CalDAV and CardDAV connections tell it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.base import OverTls, awake
from connectors.dav.client import Account
from connectors.dav.discovery import ADDRESS_BOOKS
from connectors.dav.harvest import DavHarvester
from connectors.files.eml import EmlHarvester
from connectors.imap import ImapOptions, connect
from connectors.tls import valid_until
from tests.connectors.dav_worlds import Person, Server, session
from tests.fakes.dav_server import faulty
from tests.fakes.imap_mailbox import ALL
from tests.fakes.imap_server import ImapServer
from tests.servers.certificates import certificate

UNTIL = dt.datetime(2091, 3, 5, 7, 8, 9, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that ends at UNTIL."""
    return certificate(tmp_path_factory.mktemp("short"), until=UNTIL)


@pytest.fixture
def imap(short: tuple[Path, Path], request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[ImapOptions]:
    """An account at a server with that certificate, by the way into TLS that the test names."""
    monkeypatch.setenv("IMAP_PASSWORD", "secret")
    tls = request.param
    server = ImapServer(ALL | {"STARTTLS"}, None if tls == "none" else short, implicit=tls == "implicit")
    yield ImapOptions(host="127.0.0.1", port=server.port, user="anna", password_env="IMAP_PASSWORD", tls=tls, ca_file=str(short[0]))
    server.stop()


@pytest.mark.parametrize(("imap", "until"), [("implicit", UNTIL), ("starttls", UNTIL), ("none", None)], indirect=["imap"])
def test_an_imap_account_tells_the_end_of_the_certificate(imap: ImapOptions, until: dt.datetime | None) -> None:
    """F19: from the first connection on, and still after the connection was closed; without TLS there is none."""
    account = connect(imap)
    assert isinstance(account, OverTls) and account.certificate_until is None
    list(account.collections())
    assert account.certificate_until == until
    account.close()
    assert account.certificate_until == until


@pytest.mark.slow
@pytest.mark.parametrize(
    ("days", "hours", "connections", "reason"),
    [
        (10, 25, 2, "it ends soon, and a day has passed: it may have been renewed"),
        (10, 23, 1, "it was looked at today"),
        (60, 25 * 24, 1, "there is time: a connection is kept as long as it lives"),
    ],
)
def test_a_kept_connection_is_made_anew_to_see_a_renewed_certificate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: int, hours: int, connections: int, reason: str
) -> None:
    """Else a warning would be given of a certificate that is used no more."""
    monkeypatch.setenv("IMAP_PASSWORD", "secret")
    cert, key = certificate(tmp_path / "old", until=dt.datetime.now(dt.UTC) + dt.timedelta(days=days))
    server = ImapServer(ALL, (cert, key), implicit=True)
    account = connect(ImapOptions(host="127.0.0.1", port=server.port, user="anna", password_env="IMAP_PASSWORD", ca_file=str(cert)))
    try:
        list(account.collections())
        now = awake()
        monkeypatch.setattr("connectors.imap.account.awake", lambda: now + hours * 3600.0)
        for _ in range(3):
            list(account.collections())
        assert server.connections == connections, reason
    finally:
        account.close()
        server.stop()


@pytest.mark.parametrize("kind", ["calendars", "books"])
def test_a_dav_account_tells_the_end_of_the_certificate(radicale_server: Server, short: tuple[Path, Path], kind: str) -> None:
    """F19: CalDAV and CardDAV alike; one without TLS has none."""
    person, home = radicale_server.somebody()
    path = person.make_calendar(f"{home}work/", "Darbas") if kind == "calendars" else _book(person, home)
    with faulty(radicale_server.url, certificate=short) as safe:
        accounts = [person.account, replace(person.account, url=safe.url, ca_file=str(short[0]))]
        plain, secure = (_harvester(replace(a, url=a.url + path), kind) for a in accounts)
        assert secure.certificate_until is None
        for harvester in (plain, secure):
            assert len(list(harvester.collections())) == 1
        assert (plain.certificate_until, secure.certificate_until) == (None, UNTIL)


def _book(person: Person, home: str) -> str:
    return person.make_book(f"{home}people/", "Žmonės") and f"{home}people/"


def _harvester(account: Account, kind: str) -> DavHarvester:
    return DavHarvester(session(account) if kind == "calendars" else session(account, ADDRESS_BOOKS))


def test_what_reads_files_has_no_certificate(tmp_path: Path) -> None:
    """It tells nothing about one, rather than that there is none."""
    assert not isinstance(EmlHarvester(tmp_path), OverTls)
    assert valid_until(None) is None
