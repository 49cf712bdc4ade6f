"""staff: what is to be done when a colleague leaves."""

from __future__ import annotations

import sys

import click

from syncd.cli.common import config_option, counted, echo_json, json_option, opened, read_config, user


@click.group()
def staff() -> None:
    """Hand over what a colleague who leaves still owes (`staff leave`)."""


@staff.command(short_help="Hand over what a colleague who leaves still owes.")
@config_option
@json_option
@click.argument("address")
@click.option("--to", default="", metavar="DEPUTY", help="Who takes over; without it the deputy of the config, else the manager.")
@click.option("--dry-run", is_flag=True, help="Only tell what would be handed over, and what the config has to say.")
@click.option("--yes", is_flag=True, help="Do not ask first; where there is no terminal to ask at, nothing is asked.")
def leave(config_file: str | None, as_json: bool, address: str, to: str, dry_run: bool, yes: bool) -> None:
    """Hand over to DEPUTY what the colleague of ADDRESS still owes: open promises and hand-offs, each as a decision.

    The history stays. Their entries move to the calendar of who takes over. What ends their access stands in the config, which
    no command writes: it is told what it has to say (`left`, sources, dispatchers, members). May be repeated, before the last
    day and after it.

    Example: syncd staff leave --dry-run --to jonas@klimatas.example rasa@klimatas.example
    """
    from syncd.leaving import leave as hand_over
    from syncd.leaving import prepared

    with opened(read_config(config_file)) as world:
        it = prepared(world, address, to)
        if not as_json:
            for _, quote in it.promises:
                click.echo(f"  “{' '.join(quote.split())}”")
            click.echo(f"{counted(len(it.promises), 'open promise')} of {it.address} {'goes' if len(it.promises) == 1 else 'go'} to {it.to}.")
        removed = 0
        if not dry_run:
            if not yes and sys.stdin.isatty():
                click.confirm("Hand them over?", abort=True, err=True)
            removed = hand_over(world, it, by=user())
    if as_json:
        echo_json({"staff": it.address, "to": it.to, "promises": [key for key, _ in it.promises], "companies": it.companies, "entries_removed": removed,
                   "config": list(it.config), "done": not dry_run})  # fmt: skip
        return
    if it.companies:
        click.echo(f"{counted(it.companies, 'company is', 'companies are')} still theirs to look after: `syncd organisations owner` gives each to somebody.")
    if it.config:
        click.echo("The config has to say:")
        for line in it.config:
            click.echo(f"  {line}")
