"""rebuild and verify: the store looked after."""

from __future__ import annotations

import dataclasses
import sys

import click

from syncd.cli.common import config_option, counted, echo_json, json_option, opened, read_config
from syncd.errors import StoreError


@click.command()
@config_option
@json_option
@click.option("--apply", "apply_", is_flag=True, help="Let the next pass make the calendar changes that a rebuild or a restore held back.")
def rebuild(config_file: str | None, as_json: bool, apply_: bool) -> None:
    """Derive everything anew from the originals, in one transaction.

    Keys, decisions and calendar entries stay; no calendar is contacted. Where the next pass would change more than 20
    entries (or 5 % of them), those changes are held back until `syncd rebuild --apply`.
    """
    from syncd.rebuild import rebuild as run
    from syncd.store import reminders, restoring

    config = read_config(config_file)
    with opened(config) as world:
        if apply_:
            came_back = restoring.restored(world.store)
            held = sorted({*reminders.held_back(world.store), *(came_back.held if came_back else ())})
            with world.store.write():
                reminders.hold_back(world.store, [])
                restoring.keep_restored(world.store, None)
            if as_json:
                echo_json({"applied": held})
            else:
                click.echo(f"{counted(len(held), 'change is', 'changes are')} made by the next pass.")
            return
        with _bar(as_json) as progress:
            held = run(world, progress)
        count = world.store.db.execute("SELECT count(*) FROM interaction").fetchone()[0]
    if as_json:
        echo_json({"interactions": count, "held_back": held})
        return
    click.echo(f"{counted(count, 'interaction')} derived anew.")
    if held:
        click.echo(f"{counted(len(held), 'calendar entry', 'calendar entries')} would change; nothing is written there until `syncd rebuild --apply`.")


class _bar:
    """A progress bar on a terminal, nothing elsewhere."""

    def __init__(self, quiet: bool) -> None:
        from rich.console import Console
        from rich.progress import Progress

        console = Console(stderr=True)
        self.progress = Progress(console=console, disable=quiet or not console.is_terminal, transient=True)
        self.task = self.progress.add_task("deriving", total=None)

    def __enter__(self) -> _bar:
        self.progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.progress.stop()

    def __call__(self, done: int, total: int) -> None:
        self.progress.update(self.task, completed=done, total=total)


@click.command()
@config_option
@json_option
@click.option("--dump", "dump_", is_flag=True, help="Write the derived tables and the outbox as text, to compare two stores.")
def verify(config_file: str | None, as_json: bool, dump_: bool) -> None:
    """Check what must always hold in a store; exit 65 when something does not."""
    from syncd.store.dump import dump
    from syncd.store.verify import verify as check

    config = read_config(config_file)
    with opened(config) as world:
        if dump_:
            for line in dump(world.store.db):
                click.echo(line)
            return
        findings = list(check(world.store, world.raw))
    if as_json:
        echo_json({"ok": not findings, "findings": [dataclasses.asdict(f) for f in findings]})
    else:
        for f in findings:
            click.echo(f"{f.invariant}: {f.id}: {f.text}")
        click.echo("The store is sound." if not findings else f"{counted(len(findings), 'finding')}.")
    if findings:
        sys.exit(StoreError.exit_code)
