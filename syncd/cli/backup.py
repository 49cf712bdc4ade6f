"""backup: a copy of the whole store, made while it is in use."""

from __future__ import annotations

from pathlib import Path

import click

from syncd.cli.bars import Bars
from syncd.cli.common import config_option, echo_json, json_option, read_config, sound
from syncd.clock import clock
from syncd.errors import StoreError

KEPT = 7


@click.command()
@config_option
@json_option
@click.option("--keep", type=click.IntRange(min=1), default=KEPT, show_default=True, help="How many backups stay in the folder, this one included.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
def backup(config_file: str | None, as_json: bool, keep: int, folder: Path) -> None:
    """Copy history.db and raw/ as one set into a new folder below DIR, while the daemon and the pages work.

    The set is verified before it gets its name; only then the oldest go. Stopped at any moment, or without room on the disk,
    it leaves the earlier backups as they are. Months of originals that did not change are links to the backup before.

    Example: syncd backup --keep 14 /var/lib/syncd/backups
    """
    from syncd.backup import back_up

    config = read_config(config_file)
    if not config.store.path.exists():
        raise StoreError(f"{config.store.path}: there is no store yet; `syncd once` makes it")
    with sound(config), Bars("backing up", quiet=as_json, of_bytes=True) as bar:
        made = back_up(config.store.path, folder, clock(), keep, bar)
    if made.missing:
        click.echo(f"warning: {made.missing} originals were missing in the store already; `syncd verify` names them", err=True)
    if as_json:
        echo_json(made.json())
        return
    links = f", {made.linked} months of originals linked, as they did not change" if made.linked else ""
    click.echo(f"{made.folder}: {made.bytes / 1e6:.1f} MB in {made.seconds:.1f} s{links}.")
    for name in made.removed:
        click.echo(f"{name}: taken away, {keep} are kept.")
