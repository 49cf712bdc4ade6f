"""demo: the sample company from nothing to its pages, on the terminal."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import click

from syncd.cli.bars import Bars
from syncd.cli.common import opened
from syncd.clock import clock
from syncd.config import load
from syncd.core.texts import day_and_time
from syncd.core.worktime import zone_of
from syncd.errors import UsageError
from syncd.world import World

_SHOWN = 12


@click.command()
@click.option("--dir", "folder", default="demo", show_default=True, type=click.Path(path_type=Path), help="Where the company is made.")
@click.option("--port", default=8001, show_default=True, help="The port its pages are served at, on this machine only.")
@click.option("--no-serve", is_flag=True, help="Stop after the harvest; serve nothing.")
def demo(folder: Path, port: int, no_serve: bool) -> None:
    """Make a sample company, harvest it, put reminders into its calendars, and show it in the browser.

    A small firm in Vilnius that sells and services air conditioning; its customers write in Lithuanian, Russian and
    English. All dates follow from today. Nothing outside the folder is touched; delete it and it is gone.
    """
    from syncd.demo import write_company
    from syncd.once import once

    config_file = folder / "config.toml"
    _make(folder)
    if not config_file.exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty and holds no sample company; name another folder with --dir")
    if not config_file.exists():
        today = clock().astimezone(zone_of("Europe/Vilnius")).date()
        written = write_company(folder, today)
        made = f"{written.mail_copies} mails in its mailboxes, {written.entry_copies} calendar entries"
        click.echo(f"Made a sample company in {folder}: {made}.")
    config = load(config_file)
    with opened(config, create=True) as world:
        with Bars(quiet=False) as progress:
            outcome = once(world, None, progress)
        tell(world, outcome.reminders.put)
    if no_serve:
        click.echo(f"\nTo see the pages: syncd serve -c {config_file}")
        return
    from syncd.serve import serve

    serve(config, port=port)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise UsageError(f"--dir {folder}: cannot be made: {problem.strerror}; name another folder") from None


def tell(world: World, put: int) -> None:
    """What the store holds now, and the promises whose terms come next."""
    db = world.store.db
    kinds = Counter(dict(db.execute("SELECT kind, count(*) FROM interaction GROUP BY kind")))
    excluded = db.execute("SELECT count(*) FROM excluded").fetchone()[0]
    harvested = f"{kinds['message']} mails and {kinds['meeting']} meetings"
    click.echo(f"Harvested {harvested}; left out {excluded} that are private, internal or bulk.")
    count = db.execute("SELECT count(*) FROM promise").fetchone()[0]
    people = db.execute("SELECT count(*) FROM person").fetchone()[0]
    there = db.execute("SELECT count(*) FROM reminder WHERE state IN ('there', 'moved')").fetchone()[0]
    click.echo(f"Found {count} promises to and from {people} people; {put} reminders put now, {there} stand in the calendars.\n")
    click.echo("What must be kept next:")
    zone = zone_of(world.config.company.timezone)
    for row in world.store.db.execute(
        "SELECT p.due_at, p.due_to, p.quote, p.promiser FROM promise p WHERE p.state = 'open' AND p.kind = 'promise' AND p.due_at > ? "
        "ORDER BY p.due_at, p.key LIMIT ?",
        (world.now.strftime("%Y-%m-%dT%H:%M:%SZ"), _SHOWN),
    ):
        due_at, due_to, quote, promiser = row
        click.echo(f"  {_when(due_at, due_to, zone)}  {promiser.partition('@')[0]:9} {' '.join(quote.split())}")


def _when(due_at: str, due_to: str, zone: dt.tzinfo) -> str:
    moment = dt.datetime.fromisoformat(due_at).astimezone(zone)
    text = day_and_time(moment, "en")
    return f"{text if len(due_to) > 10 else text.rpartition(',')[0]:>26}"
