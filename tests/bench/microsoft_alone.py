"""What of a first listing is the libraries' own: the connector alone, every page taken and dropped, and how long it was inside them."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from connectors.base import Fetched
from connectors.exchange import operations
from connectors.exchange.session import ExchangeSession
from connectors.graph import client
from connectors.graph.access import ProgramAccess
from connectors.registry import open_harvester
from connectors.transport import Transport
from syncd.config import load
from tests.bench.passing import COMPANY, Provider

_LIBRARIES: Mapping[str, Mapping[str, tuple[tuple[Any, str], ...]]] = {
    "Exchange": {"exchangelib and requests": ((operations.Operation, "ask"),), "of that lxml, parsing": ((operations, "_parsed"),)},
    "Microsoft 365": {
        "httpx2": ((Transport, "send"),), "json": ((client, "read_object"),), "base64": ((base64, "b64decode"),), "msal": ((ProgramAccess, "token"),),
    },
}  # fmt: skip
_ASKED = ("mime_content", "is_read", "is_draft", "categories", "sensitivity", "datetime_received", "size", "conversation_id")


def alone(folder: Path, provider: Provider, mails: int, runs: int) -> None:
    """Print the CPU a mail of a first listing, the least of so many runs, and what of it was spent in the libraries."""
    folder.mkdir()
    (folder / "config.toml").write_text(COMPANY + provider.mail)
    provider.unlimit()
    told = []
    for _ in range(runs):
        with _watched(_LIBRARIES[provider.name]) as spent:
            cpu = _cpu(lambda: _listed(folder / "config.toml"), mails)
            told.append((cpu, {name: one.seconds / mails * 1000 for name, one in spent.items()}))
    cpu, inside = min(told, key=lambda one: one[0])
    words = ", ".join(f"{name} {ms:.2f}" for name, ms in inside.items())
    print(f"{'the connector alone':34} {cpu:.2f} ms CPU a mail ({words}); {provider.world.requests()}", flush=True)
    if provider.name == "Exchange":
        cpu = min(_cpu(lambda: _objects(folder / "config.toml"), mails) for _ in range(runs))
        print(f"{'exchangelib by its own objects':34} {cpu:.2f} ms CPU a mail; {provider.world.requests()}", flush=True)


class _Watch:
    """CPU seconds of all threads inside what it is put around."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._lock = threading.Lock()

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*arguments: Any, **more: Any) -> Any:
            began = time.thread_time()
            try:
                return function(*arguments, **more)
            finally:
                with self._lock:
                    self.seconds += time.thread_time() - began

        return watched


@contextmanager
def _watched(places: Mapping[str, tuple[tuple[Any, str], ...]]) -> Iterator[dict[str, _Watch]]:
    watches = {name: _Watch() for name in places}
    with ExitStack() as stack:
        for name, found in places.items():
            for owner, attribute in found:
                stack.enter_context(patch.object(owner, attribute, watches[name].around(getattr(owner, attribute))))
        yield watches


def _cpu(step: Callable[[], int], mails: int) -> float:
    """Milliseconds a mail."""
    began = time.process_time()
    count = step()
    assert count == mails, count
    return (time.process_time() - began) / mails * 1000


def _listed(config: Path) -> int:
    """A first listing of everything; how many were fetched."""
    found = load(config)
    (source,) = found.sources
    assert source.settings is not None
    harvester: Any = open_harvester(source.connector, source.settings, base=found.folder, owner=source.owner)
    count = 0
    for collection in harvester.collections():
        for page in harvester.pages(collection, None):
            count += sum(isinstance(change, Fetched) for change in page.changes)
    harvester.close()
    return count


def _objects(config: Path) -> int:
    """The same content of the inbox as who uses exchangelib by the book has it."""
    found = load(config)
    (source,) = found.sources
    settings: Any = source.settings
    session = ExchangeSession(settings, found.folder)
    account = session.account
    ids = [(item.id, item.changekey) for _, item in account.inbox.sync_items(only_fields=["is_read"], max_changes_returned=100)]
    count = sum(bool(item.mime_content) for item in account.fetch(ids, only_fields=_ASKED, chunk_size=100))
    session.close()
    return count
