"""Real servers, started when the first test asks for one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from connectors.dav.client import Account
from tests.connectors.dav_worlds import Server, Setting, close_all
from tests.fakes.dav_server import faulty
from tests.servers.radicale import PASSWORD, radicale
from tests.servers.xandikos import xandikos


@pytest.fixture(autouse=True)
def connections_closed() -> Iterator[None]:
    """Each test leaves no connection open: a long run would get to more than a process may have."""
    yield
    close_all()


@pytest.fixture(scope="session")
def radicale_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Radicale, with a new person for every test."""
    with radicale(tmp_path_factory.mktemp("radicale")) as url:
        yield Server(url, lambda n: Account(url=url, user=f"u{n}", password=PASSWORD), lambda n: f"/u{n}/")


@pytest.fixture(scope="session")
def xandikos_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Xandikos, with its one person."""
    with xandikos(tmp_path_factory.mktemp("xandikos")) as url:
        yield Server(url, lambda n: Account(url=url), lambda n: "/anna/calendars/")


@pytest.fixture
def setting(radicale_server: Server) -> Iterator[Setting]:
    """A person whose server can be told to have a bad day."""
    with faulty(radicale_server.url) as fake:
        yield Setting(radicale_server, fake)
