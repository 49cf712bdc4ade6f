"""`make bench-google`: what a mailbox and a calendar at Google cost, beside the same mails in a Maildir.

    compare   first harvest of the mails alone, as Maildir and from Gmail in turn: CPU a mail, the least of some runs each
    passes    mails, events and reminders: first harvest, an unchanged pass, a few new mails, and everything listed anew
    pace      a first listing at both quotas Google has, in a time that passes only while something waits
    quota     a first harvest at a quota in real time: how much longer than the quota itself demands

The fake of Google is another process; its CPU is told apart. Except under `quota` nothing limits how fast it may be asked.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path
from typing import Any

from connectors.google import pace
from tests.bench.google_quota import virtual
from tests.bench.google_world import QUOTAS, GoogleWorld
from tests.bench.passing import COMPANY, OWNER, Provider, compare, elsewhere, first, passes

_PARTS = ("compare", "passes", "pace", "quota")
_ACCOUNT = """
[[source]]
name = "{name}"
connector = "{connector}"
account = "{owner}"
token_file = "{token}"
endpoint = "{url}"
owner = "{owner}"
"""
_UNLIMITED = "from connectors.google import pace; pace.ALLOWANCES = dict.fromkeys(pace.ALLOWANCES, pace.Allowance(1e9, 1e9)); "


def main() -> None:
    """Make the account, measure, print."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--mails", type=int, default=10_000)
    ask.add_argument("--events", type=int, default=5_000)
    ask.add_argument("--runs", type=int, default=3, help="of each side of the comparison")
    ask.add_argument("--only", choices=_PARTS, action="append")
    ask.add_argument("--quota", choices=QUOTAS, default="old")
    options = ask.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # it would compile the program at every start
    with tempfile.TemporaryDirectory(prefix="syncd-bench-") as name:
        folder = Path(name)
        with elsewhere(GoogleWorld, options.mails, str(folder / "token.json")) as world:
            print(f"{options.mails} mails ({world.size() / 1e6:.0f} MB), {options.events} events; 1-minute load {os.getloadavg()[0]:.1f}")
            google, wanted = _provider(world, folder), options.only or _PARTS
            if "compare" in wanted:
                compare(folder, google, options.mails, options.runs)
            if "passes" in wanted:
                passes(folder / "passes", google, options.events)
            if "pace" in wanted:
                virtual(options.mails)
            if "quota" in wanted:
                at_quota(folder / "quota", world, google.mail, options.quota)


def at_quota(folder: Path, google: Any, source: str, name: str) -> None:
    """Print how long a first harvest of the mails takes at a quota, and how long the quota's own rate would."""
    google.requests()
    google.quota(name)
    told = first(folder, COMPANY + source, before="")
    asked = google.requests()
    demands = asked.units / QUOTAS[name][0] * 60
    print(f"{f'first harvest at the {name} quota':34} {told}   {asked.units} units, {demands:.0f} s of the quota: {told.wall / demands:.2f} of them; {asked}")


def _provider(world: Any, folder: Path) -> Provider:
    mail, calendar = (
        _ACCOUNT.format(name=connector, connector=connector, owner=OWNER, url=world.url(), token=folder / "token.json") for connector in ("gmail", "google-calendar")
    )
    return Provider(name="Gmail", world=world, mail=mail, both=mail + calendar, before=_UNLIMITED, unlimit=_unlimit)


def _unlimit() -> None:
    pace.ALLOWANCES = dict.fromkeys(pace.ALLOWANCES, pace.Allowance(1e9, 1e9))


if __name__ == "__main__":
    main()
