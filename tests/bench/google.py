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
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from connectors.google import pace
from syncd.config import load
from syncd.once import once
from syncd.store.dump import dump
from syncd.world import open_world
from tests.bench.google_quota import virtual
from tests.bench.google_world import OWNER, QUOTAS, world
from tests.bench.harvest import Cost, run
from tests.bench.imap import cost
from tests.bench.mailbox import CONFIG, write_maildir
from tests.conftest import bytecode_kept

_PARTS = ("compare", "passes", "pace", "quota")
FEW = 10  # mails that come later
PROMISES = 50
_MAIL, _, _MAILDIR = CONFIG.partition("[[source]]")
_ACCOUNT = """
[[source]]
name = "{name}"
connector = "{connector}"
account = "{owner}"
token_file = "{token}"
endpoint = "{url}"
owner = "{owner}"
"""
_REMINDERS = """
reminders = true
[reminders]
mode = "on"
hold = 0
per_day = 1000
[[staff]]
email = "{owner}"
name = "Jeff Skilling"
language = "en"
"""
_UNLIMITED = "from connectors.google import pace; pace.ALLOWANCES = dict.fromkeys(pace.ALLOWANCES, pace.Allowance(1e9, 1e9)); "
_PROGRAM = "from syncd.cli import main; main()"
_BOOKS = ("source", "collection")  # the tables that say when was read last, and how far


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
        with world(options.mails, options.events, folder / "token.json") as google:
            print(f"{options.mails} mails ({google.size() / 1e6:.0f} MB), {options.events} events; 1-minute load {os.getloadavg()[0]:.1f}")
            wanted = options.only or _PARTS
            if "compare" in wanted:
                compare(folder, google, options.mails, options.runs)
            if "passes" in wanted:
                passes(folder / "passes", google)
            if "pace" in wanted:
                virtual(options.mails)
            if "quota" in wanted:
                at_quota(folder / "quota", google, options.quota)


def compare(folder: Path, google: Any, mails: int, runs: int) -> None:
    """Print the first harvest of the same mails as Maildir and from Gmail, the least of so many runs each."""
    write_maildir(folder / "mail", mails)
    tables = {"Maildir": _MAIL + "[[source]]" + _MAILDIR.format(maildir=folder / "mail"), "Gmail": _MAIL + _source(google, "gmail", folder)}
    told: dict[str, list[Cost]] = {name: [] for name in tables}
    for number in range(runs):
        for name, table in tables.items():
            told[name].append(_first(folder / "compare", table))
            print(f"  run {number + 1}, {name:8} {told[name][-1]}")
            shutil.rmtree(folder / "compare")
    google.requests()
    least = {name: min(costs, key=lambda c: c.cpu) for name, costs in told.items()}
    for name, told_ in least.items():
        workers, rest = told_.workers / mails * 1000, (told_.cpu - told_.workers) / mails * 1000
        print(f"{f'first harvest, {name}':34} {told_}   ms CPU a mail: {workers + rest:.2f} (workers {workers:.2f}, reading and storing {rest:.2f})")
    print(f"ratio of CPU, Gmail to Maildir: {least['Gmail'].cpu / least['Maildir'].cpu:.2f}")


def passes(folder: Path, google: Any) -> None:
    """Print what passes over mail and calendar cost, and whether one over everything changes anything."""
    google.promise(PROMISES)
    token = folder.parent
    table = _MAIL + 'notice_given = "2026-01-01"\n' + _source(google, "gmail", token) + _source(google, "google-calendar", token) + _REMINDERS.format(owner=OWNER)
    _told("first harvest", _first(folder, table), google)
    print(f"    {google.entries()} reminders stand in the calendar")
    _told("a pass, nothing changed, start-up", _again(folder), google)
    _in_one_process(folder, google)
    before = _rows(folder), google.entries()
    google.forget()
    _told("everything listed anew", _again(folder), google)
    changed = [name for name, rows in _rows(folder).items() if rows != before[0][name]]
    print(f"    tables with another row: {', '.join(changed) or 'none'}; reminders {before[1]}, then {google.entries()}")


def _in_one_process(folder: Path, google: Any) -> None:
    """Passes of a process that goes on: with nothing new, and with a few new mails."""
    pace.ALLOWANCES = dict.fromkeys(pace.ALLOWANCES, pace.Allowance(1e9, 1e9))
    running = open_world(load(folder / "config.toml"))
    once(running)
    google.requests()
    cpu, wall = min(cost(partial(once, running)) for _ in range(5))
    print(f"{'a pass in a running process':34} {cpu * 1000:7.0f} ms CPU {wall * 1000:6.0f} ms wall; five: {google.requests()}")
    some = []
    for _ in range(5):
        google.deliver(FEW)
        before = running.store.db.execute("SELECT count(*) FROM sighting").fetchone()[0]
        some.append(cost(partial(once, running)))
        assert running.store.db.execute("SELECT count(*) FROM sighting").fetchone()[0] == before + FEW
    cpu, wall = min(some)
    print(f"{f'the same, {FEW} new mails':34} {cpu * 1000:7.0f} ms CPU {wall * 1000:6.0f} ms wall; five: {google.requests()}")
    running.close()


def at_quota(folder: Path, google: Any, name: str) -> None:
    """Print how long a first harvest of the mails takes at a quota, and how long the quota's own rate would."""
    google.requests()
    google.quota(name)
    told = _first(folder, _MAIL + _source(google, "gmail", folder.parent), before="")
    asked = google.requests()
    demands = asked.units / QUOTAS[name][0] * 60
    print(f"{f'first harvest at the {name} quota':34} {told}   {asked.units} units, {demands:.0f} s of the quota: {told.wall / demands:.2f} of them; {asked}")


def _source(google: Any, connector: str, token: Path) -> str:
    return _ACCOUNT.format(name=connector, connector=connector, owner=OWNER, url=google.url(), token=token / "token.json")


def _first(folder: Path, table: str, before: str = _UNLIMITED) -> Cost:
    """A pass over a new store."""
    folder.mkdir()
    (folder / "config.toml").write_text(table)
    return _again(folder, before)


def _again(folder: Path, before: str = _UNLIMITED) -> Cost:
    """One pass in a process of its own."""
    return run(sys.executable, "-c", before + _PROGRAM, "once", "-c", str(folder / "config.toml"), env=bytecode_kept({}))


def _told(name: str, told: Cost, google: Any) -> None:
    print(f"{name:34} {told}   {google.requests()}")


def _rows(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table with its rows and their numbers; beside the tables what the store says in a dump."""
    db = sqlite3.connect((folder / "history.db").as_uri() + "?mode=ro", uri=True)
    try:
        return dict(_tables(db)) | {"the dump": [(line,) for line in dump(db)]}
    finally:
        db.close()


def _tables(db: sqlite3.Connection) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'").fetchall():
        if name not in _BOOKS:
            yield name, sorted(db.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr)


if __name__ == "__main__":
    main()
