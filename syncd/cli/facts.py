"""facts: what is known about the people of customers, and what of it is struck out."""

from __future__ import annotations

import getpass

import click

from syncd.cli.common import config_option, echo_json, json_option, opened, read_config
from syncd.errors import UsageError


@click.group()
def facts() -> None:
    """Show what is known about people, and strike out what is wrong or unwanted."""


@facts.command("list", short_help="Show what is known about everybody, or about one person.")
@config_option
@json_option
@click.argument("person", default="")
def list_(config_file: str | None, as_json: bool, person: str) -> None:
    """Show what is known about PERSON (an address, a telephone number, or a part of the name), or about everybody.

    Of what only one can be true of (city, job, birthday) the latest is current; what was true before stays as former, two days
    of birth contradict each other.
    """
    from syncd.store.facts import known

    config = read_config(config_file)
    with opened(config) as world:
        found = known(world.store.db, person)
    for f in found:
        if as_json:
            echo_json({"id": f.key, "person": f.person, "kind": f.kind, "value": f.value, "negated": f.negated, "state": f.state, "source": f.source,
                       "at": f.at, "quote": f.quote})  # fmt: skip
        else:
            state = "" if f.state == "current" else f" ({f.state})"
            click.echo(f"{f.key[:12]}  {f.person or '?'}: {f.kind}: {f.value}{state}  {f.at[:10]}  “{' '.join(f.quote.split())}”")
    if not found and not as_json:
        kept = f"kept are {', '.join(config.privacy.facts)}" if config.privacy.facts else "none are kept"
        click.echo(f"Nothing is known about “{person}”; `syncd who {person}` looks for the person." if person else f"No facts are known; {kept} ([privacy] facts).")


@facts.command("strike", short_help="Strike out a fact for good.")
@config_option
@json_option
@click.argument("id_", metavar="ID")
def strike(config_file: str | None, as_json: bool, id_: str) -> None:
    """Strike out the fact ID (as `facts list` shows it, or its first letters) for good.

    It is gone from the history, and stays out when the same is said again about that person, through rebuild and upgrade. What
    remains is the decision, which holds no word of it; the mail it was read from stays.
    """
    from syncd.core.keys import instant
    from syncd.store.facts import matching
    from syncd.store.facts import strike as strike_out

    with opened(read_config(config_file)) as world:
        keys = matching(world.store.db, id_)
        if len(keys) != 1:
            raise UsageError(f"{id_}: {'several facts begin so; give more of it' if keys else 'there is no such fact'}; see `syncd facts list`")
        with world.store.write() as db:
            strike_out(db, keys[0], getpass.getuser(), instant(world.now))
    if as_json:
        echo_json({"struck": keys[0]})
    else:
        click.echo(f"Struck out: {keys[0]}.")
