"""`make bench-microsoft`: what a mailbox and a calendar at Exchange and in Microsoft 365 cost, beside the same mails in a Maildir.

    compare   first harvest of the mails alone, as Maildir and from the provider in turn: CPU a mail, the least of some runs each
    alone     the connector alone, every page taken and dropped: CPU a mail, and what of it is the libraries' own
    passes    mails, events and reminders: first harvest, an unchanged pass, a few new mails, and everything listed anew

The fakes are other processes; their CPU is not counted. Nothing limits how fast they may be asked.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from connectors.graph import pace
from connectors.pace import Allowance
from tests.bench.microsoft_alone import alone
from tests.bench.microsoft_world import ExchangeWorld, GraphWorld
from tests.bench.passing import OWNER, Provider, compare, elsewhere, passes

_PARTS = ("compare", "alone", "passes")
_EXCHANGE = """
[[source]]
name = "exchange"
connector = "exchange"
url = "{url}"
mailbox = "{owner}"
user = '{user}'
password_file = "{secret}"
auth = "basic"
impersonate = true
version = "Exchange2016"
owner = "{owner}"
"""
_GRAPH = """
[[source]]
name = "{connector}"
connector = "{connector}"
mailbox = "{owner}"
tenant = "{tenant}"
client_id = "{client}"
client_secret_file = "{secret}"
endpoint = "{url}"
owner = "{owner}"
"""
_UNLIMITED = "from connectors.graph import pace; from connectors.pace import Allowance; pace.ALLOWANCE = Allowance(1e9, 1e9); "


def main() -> None:
    """Make the mailboxes, measure, print."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--mails", type=int, default=5_000)
    ask.add_argument("--events", type=int, default=2_000)
    ask.add_argument("--runs", type=int, default=3, help="of each side of the comparison")
    ask.add_argument("--only", choices=_PARTS, action="append")
    ask.add_argument("--provider", choices=_OPENED, action="append")
    options = ask.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # it would compile the program at every start
    for name in options.provider or _OPENED:
        with tempfile.TemporaryDirectory(prefix="syncd-bench-") as folder, _OPENED[name](Path(folder), options.mails) as provider:
            print(f"{provider.name}: {options.mails} mails ({provider.world.size() / 1e6:.0f} MB), {options.events} events; 1-minute load {os.getloadavg()[0]:.1f}")
            wanted = options.only or _PARTS
            if "compare" in wanted:
                compare(Path(folder), provider, options.mails, options.runs)
            if "alone" in wanted:
                alone(Path(folder) / "alone", provider, options.mails, options.runs)
            if "passes" in wanted:
                passes(Path(folder) / "passes", provider, options.events)


@contextmanager
def _exchange(folder: Path, mails: int) -> Iterator[Provider]:
    with elsewhere(ExchangeWorld, mails) as world:
        url, user, password = world.keys()
        source = _EXCHANGE.format(owner=OWNER, url=url, user=user, secret=_secret(folder, password))
        yield Provider(name="Exchange", world=world, mail=source, both=source)


@contextmanager
def _graph(folder: Path, mails: int) -> Iterator[Provider]:
    with elsewhere(GraphWorld, mails) as world:
        url, tenant, client, secret = world.keys()
        keys: dict[str, Any] = {"owner": OWNER, "url": url, "tenant": tenant, "client": client, "secret": _secret(folder, secret)}
        mail, calendar = (_GRAPH.format(connector=connector, **keys) for connector in ("graph", "graph-calendar"))
        yield Provider(name="Microsoft 365", world=world, mail=mail, both=mail + calendar, before=_UNLIMITED, unlimit=_unlimit)


_OPENED: dict[str, Callable[[Path, int], Any]] = {"exchange": _exchange, "graph": _graph}


def _secret(folder: Path, words: str) -> Path:
    path = folder / "secret"
    path.touch(mode=0o600)
    path.write_text(words)
    return path


def _unlimit() -> None:
    pace.ALLOWANCE = Allowance(1e9, 1e9)


if __name__ == "__main__":
    main()
