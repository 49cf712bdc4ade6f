"""restore: a backup put in the place of the store."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from syncd.cli.bars import Bars
from syncd.cli.common import config_option, echo_json, json_option, read_config, sound
from syncd.clock import clock
from syncd.core.keys import instant
from syncd.core.worktime import zone_of
from syncd.errors import UsageError

if TYPE_CHECKING:
    from syncd.restore import PutBack


@click.command()
@config_option
@json_option
@click.option("--check", "only_check", is_flag=True, help="Only look whether the backup is whole; nothing is changed.")
@click.option("--lost-at", metavar="ISO", help="Since when the store was not in use, where it cannot tell any more: what was promised later gets entries as usual.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False, exists=True))
def restore(config_file: str | None, as_json: bool, only_check: bool, lost_at: str | None, folder: Path) -> None:
    """Put a backup in the place of the store: DIR is one that `syncd backup` made, or the folder that holds them (then the newest).

    The daemon and the pages must be stopped. The store there is kept beside the new one; what people decided since the backup
    and who was forgotten is taken over from it, if it can be read. The next passes read all mailboxes and calendars before an
    entry is written; an entry that may have been deleted since is held back until `syncd rebuild --apply`.

    Example: syncd restore --check /var/lib/syncd/backups
    """
    from syncd.restore import check, chosen
    from syncd.restore import restore as run

    config = read_config(config_file)
    try:
        lost = dt.datetime.fromisoformat(lost_at) if lost_at else None
    except ValueError as problem:
        raise UsageError(f"--lost-at {lost_at}: write a moment as 2026-11-21T10:30:00") from problem
    if lost is not None and lost.tzinfo is None:
        lost = lost.replace(tzinfo=zone_of(config.company.timezone))
    with sound(config), Bars("reading", quiet=as_json, of_bytes=True) as bar:
        if only_check:
            backup = chosen(folder)
            check(backup, bar)
            echo_json({"ok": True, "backup": str(backup.folder)}) if as_json else click.echo(f"{backup.folder} is whole; it was made at {backup.manifest['made_at']}.")
            return
        done = run(config, folder, clock(), instant(lost) if lost else None, bar)
    if as_json:
        echo_json(done.json())
    else:
        _tell(done)


def _tell(done: PutBack) -> None:
    """What was done, in words, and what comes next."""
    if done.is_end:
        click.echo("An earlier restore was stopped half-way; it is done now. Nothing else was put back.")
    else:
        click.echo(f"{done.set} (made at {done.made_at}) is the store now: {done.counts.get('interaction', 0)} interactions, in {done.seconds:.1f} s.")
    if done.aside:
        click.echo(f"What was there lies in {done.aside}; delete it when you are content.")
    if done.carried:
        click.echo(f"Taken over from it: {done.carried.decisions} decisions, {done.carried.looks} looks, {done.carried.tombstones} people who were forgotten.")
    elif done.why_not:
        click.echo(f"Nothing was taken over from the store before: {done.why_not}.")
    if done.erased:
        click.echo(f"{done.erased} messages and meetings of people who were forgotten since were taken out again.")
    click.echo("Start the daemon and the pages: all is read again before an entry is written.")
