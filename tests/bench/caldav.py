"""`python -m tests.bench.caldav --peers PYTHON`: passes over a calendar of 1,000 events at Radicale, beside vdirsyncer.

vdirsyncer copies the calendar into files; syncd also stores, lays out and finds what is in it. Where PYTHON is left out it
is not compared.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import tempfile
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from connectors.base import Cursor
from connectors.dav.caldav import CaldavOptions, open_harvester
from connectors.dav.harvest import DavHarvester
from syncd.config import load
from syncd.once import once
from syncd.world import open_world
from tests.bench.imap import PASSES, Turns, cost
from tests.bench.meetings import Meeting, meetings
from tests.bench.processes import run
from tests.conftest import bytecode_kept
from tests.servers.radicale import PASSWORD, radicale

FEW = 10  # events that come later
_TURNS = 3
BAR = 5.0  # ms of CPU of a pass with nothing new
_OWNER = "u0@klimatas.example"
_CONFIG = """
[company]
name = "Klimatas"
domains = ["klimatas.example"]
timezone = "Europe/Vilnius"
country = "LT"
[privacy]
notice_given = "2026-01-01"
[[staff]]
email = "{owner}"
name = "Ona Petraitė"
[[source]]
name = "calendar"
connector = "caldav"
url = "{url}/u0/"
user = "u0"
password_env = "CALENDAR_PASSWORD"
owner = "{owner}"
"""
_VDIRSYNCER = """
[general]
status_path = "{folder}/status/"
[pair bench]
a = "near"
b = "far"
collections = [["work", "work", "work"]]
conflict_resolution = "b wins"
[storage near]
type = "filesystem"
path = "{folder}/near/"
fileext = ".ics"
[storage far]
type = "caldav"
url = "{url}/u0/"
username = "u0"
password = "{password}"
read_only = true
"""
_EVENT = """\
BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//bench//EN\r
BEGIN:VEVENT\r
UID:{m.uid}\r
DTSTAMP:20260101T000000Z\r
DTSTART:{start:%Y%m%dT%H%M%SZ}\r
DTEND:{end:%Y%m%dT%H%M%SZ}\r
SUMMARY:{m.title}\r
LOCATION:{m.place}\r
ORGANIZER:mailto:{owner}\r
ATTENDEE;CN={m.customer}:mailto:{m.address}\r
END:VEVENT\r
END:VCALENDAR\r
"""


def write_calendar(folder: Path, chosen: list[Meeting]) -> None:
    """Put these events into u0's calendar, as Radicale keeps it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".Radicale.props").write_text('{"tag": "VCALENDAR", "D:displayname": "work"}')
    for meeting in chosen:
        text = _EVENT.format(m=meeting, start=meeting.start.astimezone(dt.UTC), end=meeting.end.astimezone(dt.UTC), owner=_OWNER)
        (folder / f"{meeting.uid.partition('@')[0]}.ics").write_text(text, newline="")


def _more(events: int, turn: int) -> list[Meeting]:
    """A few that come after so many events and turns."""
    return list(meetings(events + (turn + 1) * FEW))[events + turn * FEW :]


def unchanged(url: str) -> None:
    """Print what the connector takes for a calendar in which nothing changed, on a connection that is open, and its requests."""
    turns = Turns(int(urlsplit(url).port or 0))
    harvester = open_harvester(CaldavOptions(url=f"http://127.0.0.1:{turns.port}/u0/", user="u0", password_env="CALENDAR_PASSWORD"), Path(), _OWNER)
    (work,) = [c for c in harvester.collections() if c.name == "work"]
    cursor: Cursor = {}
    for page in harvester.pages(work, None):
        cursor = page.cursor
    before = turns.count
    passes = [cost(partial(_nothing, harvester, work, cursor)) for _ in range(PASSES)]
    requests = (turns.count - before) / PASSES
    cpu, wall = min(passes)
    print(f"{'nothing new, connection open':38} {cpu * 1000:6.1f} ms CPU {wall * 1000:6.1f} ms wall  {requests:.0f} request(s); "
          f"bar one, {BAR:.0f} ms: {'kept' if requests <= 1 and cpu * 1000 <= BAR else 'MISSED'}")  # fmt: skip


def _nothing(harvester: DavHarvester, work: object, cursor: Cursor) -> None:
    assert not list(harvester.pages(work, cursor))  # type: ignore[arg-type]


def ours(folder: Path, url: str, calendar: Path, events: int) -> None:
    """Print passes of `syncd once`, and of a process that goes on."""
    folder.mkdir()
    config = folder / "config.toml"
    config.write_text(_CONFIG.format(url=url, owner=_OWNER))
    command = (sys.executable, "-m", "syncd", "once", "-c", str(config))
    for name in ("first", "nothing new"):
        print(f"{f'syncd once, {name}':38} {run(*command, env=bytecode_kept({}))}", flush=True)
    world = open_world(load(config))
    once(world)
    cpu, wall = min(cost(partial(once, world)) for _ in range(5))
    print(f"{'a pass in a running process':38} {cpu * 1000:6.1f} ms CPU {wall * 1000:6.1f} ms wall")
    some = []
    for turn in range(_TURNS):
        write_calendar(calendar, _more(events, turn))
        some.append(cost(partial(once, world)))
    cpu, wall = min(some)
    print(f"{f'the same, {FEW} new events':38} {cpu * 1000:6.1f} ms CPU {wall * 1000:6.1f} ms wall", flush=True)
    world.close()


def vdirsyncer(folder: Path, url: str, calendar: Path, events: int, python: Path) -> None:
    """Print what it takes vdirsyncer."""
    (folder / "near").mkdir(parents=True)
    (folder / "rc").write_text(_VDIRSYNCER.format(folder=folder, url=url, password=PASSWORD))
    program = (str(python.absolute().parent / "vdirsyncer"), "-c", str(folder / "rc"))
    (folder / "near" / "work").mkdir()
    run(*program, "discover", "bench")
    for name in ("first", "nothing new"):
        print(f"{f'vdirsyncer, {name}':38} {run(*program, 'sync', 'bench')}", flush=True)
    write_calendar(calendar, _more(events, _TURNS))
    print(f"{f'vdirsyncer, {FEW} new events':38} {run(*program, 'sync', 'bench')}")
    assert len(list((folder / "near" / "work").glob("*.ics"))) == events + (_TURNS + 1) * FEW


def main() -> None:
    """Fill, measure, print."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--events", type=int, default=1000)
    ask.add_argument("--peers", type=Path, help="the python of the virtual environment that has vdirsyncer")
    given = ask.parse_args()
    os.environ["CALENDAR_PASSWORD"] = PASSWORD
    with tempfile.TemporaryDirectory(prefix="syncd-bench-") as name:
        folder = Path(name)
        calendar = folder / "data" / "collection-root" / "u0" / "work"
        write_calendar(calendar, list(meetings(given.events)))
        with radicale(folder) as url:
            print(f"{given.events} events at Radicale; 1-minute load {os.getloadavg()[0]:.1f}")
            unchanged(url)
            ours(folder / "syncd", url, calendar, given.events)
            if given.peers:
                vdirsyncer(folder / "vdirsyncer", url, calendar, given.events, given.peers)


if __name__ == "__main__":
    main()
