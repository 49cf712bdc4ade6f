"""complaints: what customers complained of, and what people say has become of it."""

from __future__ import annotations

import getpass

import click

from syncd.cli.common import config_option, echo_json, json_option, opened, read_config
from syncd.errors import UsageError


@click.group()
def complaints() -> None:
    """Show what customers complained of, and say that a complaint is settled, or none."""


@complaints.command("list", short_help="Show the complaints that are not settled.")
@config_option
@json_option
@click.option("--all", "everything", is_flag=True, help="Those that are settled, too.")
def list_(config_file: str | None, as_json: bool, everything: bool) -> None:
    """Show the complaints that are not settled, those nobody answered first."""
    from syncd.store.complaints import listed

    with opened(read_config(config_file)) as world:
        found = listed(world.store.db, settled=everything)
    for c in found:
        if as_json:
            echo_json(c)
        else:
            click.echo(f"{c['id'][:12]}  {c['state']:10}  {c['at'][:10]}  {c['person'] or c['address'] or '?'}: “{' '.join(c['quote'].split())}”")
    if not found and not as_json:
        click.echo("Nobody has complained." if everything else "No complaint is unsettled; `syncd complaints list --all` shows the settled ones too.")


def _decide(config_file: str | None, id_: str, kind: str) -> str:
    """Write the decision about the one complaint whose id begins so; its id."""
    from syncd.core.keys import instant
    from syncd.store.complaints import decide_about, matching

    with opened(read_config(config_file)) as world:
        keys = matching(world.store.db, id_)
        if len(keys) != 1:
            raise UsageError(f"{id_}: {'several complaints begin so; give more of it' if keys else 'there is no such complaint'}; see `syncd complaints list --all`")
        with world.store.write() as db:
            decide_about(db, keys[0], kind, by=getpass.getuser(), at=instant(world.now), origin="command")
    return keys[0]


@complaints.command()
@config_option
@click.argument("id_", metavar="ID")
def settle(config_file: str | None, id_: str) -> None:
    """Say that the complaint ID is settled. It stays in the history, and so through rebuild and upgrade."""
    click.echo(f"Settled: {_decide(config_file, id_, 'settle')}.")


@complaints.command()
@config_option
@click.argument("id_", metavar="ID")
def dismiss(config_file: str | None, id_: str) -> None:
    """Say that ID is no complaint. It is shown no more."""
    click.echo(f"No complaint: {_decide(config_file, id_, 'dismiss')}.")


@complaints.command()
@config_option
@click.argument("id_", metavar="ID")
def reopen(config_file: str | None, id_: str) -> None:
    """Take back what was decided about the complaint ID: it stands where the mail says."""
    click.echo(f"As the mail says: {_decide(config_file, id_, 'reopen')}.")
