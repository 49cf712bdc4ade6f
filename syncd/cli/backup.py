"""backup: a copy of the whole store, made while it is in use."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

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
    """
    from syncd.backup import back_up

    config = read_config(config_file)
    if not config.store.path.exists():
        raise StoreError(f"{config.store.path}: there is no store yet; `syncd once` makes it")
    with sound(config), Bar("backing up", quiet=as_json) as bar:
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


class Bar:
    """A progress bar for each file on a terminal, nothing elsewhere."""

    def __init__(self, what: str, *, quiet: bool) -> None:
        self.what, self.shown = what, not quiet and sys.stderr.isatty()
        self.bars: Any = None
        self.tasks: dict[str, Any] = {}

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self.bars is not None:
            self.bars.stop()

    def __call__(self, name: str, done: int, total: int) -> None:
        """So many bytes of a file are done."""
        if not self.shown:
            return
        if self.bars is None:
            from rich.console import Console
            from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

            self.bars = Progress(TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn(), console=Console(stderr=True), transient=True)
            self.bars.start()
        if name not in self.tasks:
            self.tasks[name] = self.bars.add_task(f"{self.what} {name}", total=total)
        self.bars.update(self.tasks[name], completed=done, total=total)
