"""organisations: what only somebody can tell of companies: which domains are one's, who looks after it, who is a customer no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from syncd.cli.common import config_option, echo_json, json_option, opened, read_config, user
from syncd.errors import UsageError

if TYPE_CHECKING:
    import sqlite3

    from syncd.world import World


@click.group()
def organisations() -> None:
    """Say which domains are one company's, who looks after it, and who is a customer no more."""


def _pair(command: Callable[..., None]) -> Callable[..., None]:
    for name in ("b", "a"):
        command = click.argument(name, metavar=f"DOMAIN_{name.upper()}")(command)
    return config_option(json_option(command))


@organisations.command("list", short_help="The companies, and which may be one.")
@config_option
@json_option
def list_(config_file: str | None, as_json: bool) -> None:
    """Show the companies with their domains and owners; then which may be one, and why."""
    from syncd.store.organisations import listed, proposed

    with opened(read_config(config_file)) as world:
        found, pairs = listed(world.store.db), proposed(world.store.db)
    if as_json:
        echo_json({"organisations": found, "proposed": pairs})
        return
    for o in found:
        click.echo(_line(o))
    for p in pairs:
        click.echo(f"one company? {p['a']}  {p['b']}: {p['reason']}{' ' + p['quote'] if p['quote'] else ''}")
    if not found:
        click.echo("No company is known yet; they come with the mail that `syncd once` reads.")
    if pairs:
        click.echo("To decide: syncd organisations merge A B, or syncd organisations distinct A B")


@organisations.command(short_help="Two domains are one company's.")
@_pair
def merge(config_file: str | None, as_json: bool, a: str, b: str) -> None:
    """Two domains are one company's: one page, one history, one owner.

    It stands above everything else that is known, through every rebuild, until `unmerge` says otherwise.
    """
    _about_two(config_file, as_json, "merge", a, b)


@organisations.command(short_help="Two domains are not one company's.")
@_pair
def unmerge(config_file: str | None, as_json: bool, a: str, b: str) -> None:
    """Two domains are two companies', whatever address books say."""
    _about_two(config_file, as_json, "unmerge", a, b)


@organisations.command(short_help="A proposal is wrong: do not ask again.")
@_pair
def distinct(config_file: str | None, as_json: bool, a: str, b: str) -> None:
    """Two companies are two; they are not proposed again."""
    _about_two(config_file, as_json, "distinct", a, b)


@organisations.command(short_help="Say which colleague looks after a company.")
@config_option
@json_option
@click.option("--found", is_flag=True, help="Whoever wrote most to it again, instead of somebody chosen.")
@click.argument("domain")
@click.argument("colleague", required=False, metavar="[ADDRESS]")
def owner(config_file: str | None, as_json: bool, found: bool, domain: str, colleague: str | None) -> None:
    """Say which colleague looks after a company; it stands until another is named.

    Without such a word it is who wrote most to the company in the 180 days before the last contact.

    Example: syncd organisations owner baltas.example rasa@klimatas.example
    """
    if found == bool(colleague):
        raise UsageError("who? give a colleague's ADDRESS, or --found")
    config = read_config(config_file)
    address = config.person(colleague.strip().casefold()).address if colleague else None
    if address is not None and address not in {p.address for p in config.people}:
        raise UsageError(f"{colleague}: the config knows no colleague of this address")
    with opened(config) as world:
        _decide(world, "owner", _known(world.store.db, domain), address)
        _tell(world, [domain], as_json=as_json)


@organisations.command(short_help="A company is a customer no more.")
@config_option
@json_option
@click.option("--reason", default="", metavar="TEXT", help="Why they left.")
@click.option("--again", is_flag=True, help="They are a customer again.")
@click.argument("domain")
def former(config_file: str | None, as_json: bool, reason: str, again: bool, domain: str) -> None:
    """Note that a company is a customer no more, and why; `syncd who` says so to whoever asks for its people.

    A company nobody was in touch with for a year is shown as a former one by itself.

    Example: syncd organisations former --reason "moved abroad" baltas.example
    """
    with opened(read_config(config_file)) as world:
        _decide(world, "customer_again" if again else "former", _known(world.store.db, domain), None if again else {"reason": reason})
        _tell(world, [domain], as_json=as_json)


def _about_two(config_file: str | None, as_json: bool, kind: str, a: str, b: str) -> None:
    with opened(read_config(config_file)) as world:
        one, other = (_known(world.store.db, d) for d in (a, b))
        if one == other:
            raise UsageError(f"{one}: the two domains are the same")
        _decide(world, kind, one, other)
        _tell(world, [one, other], as_json=as_json)


def _decide(world: World, kind: str, subject: str, value: object) -> None:
    from syncd.core.keys import instant
    from syncd.store.decisions import Decision
    from syncd.store.organisations import decide_about

    with world.store.write() as db:
        decide_about(world.page(db), Decision(instant(world.now), user(), "command", kind, subject, value))


def _known(db: sqlite3.Connection, written: str) -> str:
    """The company's domain as the store keeps it. Raises UsageError for one it does not know."""
    from syncd.store.who import company_of, domain_typed

    domain = domain_typed(written.strip().lstrip("@"))
    if not domain or company_of(db, domain) is None:
        raise UsageError(f"{written}: no company of this domain is known; `syncd organisations list` shows those that are")
    return domain


def _tell(world: World, domains: list[str], *, as_json: bool) -> None:
    from syncd.store.organisations import listed

    found = listed(world.store.db, domains)
    if as_json:
        echo_json(found)
        return
    for o in found:
        click.echo(_line(o))


def _line(o: dict[str, Any]) -> str:
    domains = f" ({' '.join(o['domains'])})" if o["domains"] and o["domains"] != [o["name"]] else ""
    former = f"; former customer{': ' + o['former'] if o['former'] else ''}" if o["former"] is not None else ""
    return f"{o['name']}{domains}: {o['owner'] or 'nobody looks after it'}{former}"
