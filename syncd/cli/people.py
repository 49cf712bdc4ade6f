"""people: who is one person, and what only somebody can tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from syncd.cli.common import config_option, echo_json, json_option, opened, read_config, user

if TYPE_CHECKING:
    from syncd.store.interactions import Page


@click.group()
def people() -> None:
    """See who may be one person, and join or part two addresses."""


@people.command(short_help="Show which addresses may be one person's, and why.")
@config_option
@json_option
def review(config_file: str | None, as_json: bool) -> None:
    """Show which addresses may be one person's, and why.

    Nobody is joined for a name alone: what is too little to join two addresses stands here until somebody decides. What
    was decided (merge, unmerge, distinct) is not asked again.
    """
    from syncd.store.reviews import open_reviews

    with opened(read_config(config_file)) as world:
        found = open_reviews(world.store.db)
    if as_json:
        echo_json([asdict(one) for one in found])
        return
    for one in found:
        click.echo(f"{one.a}  {one.b if one.b != one.a else ''}\n    {one.reason}: {one.quote}")
    click.echo(f"{len(found)} to decide: syncd people merge A B, or syncd people distinct A B" if found else "Nothing to decide: no two addresses look like one person's. `syncd people merge A B` joins two all the same.")


def _pair(command: Callable[..., None]) -> Callable[..., None]:
    for name in ("b", "a"):
        command = click.argument(name, metavar=name.upper())(command)
    return config_option(json_option(command))


@people.command(short_help="Two addresses are one person's.")
@_pair
def merge(config_file: str | None, as_json: bool, a: str, b: str) -> None:
    """A and B are addresses of one person.

    It stands above everything else that is known, through every rebuild, until `unmerge` says otherwise.

    Example: syncd people merge ona@baltas.example ona.k@pastas.example
    """
    from syncd.store.reviews import merge as decide

    _decide(config_file, as_json, decide, a, b)


@people.command(short_help="Two addresses are not one person's.")
@_pair
def unmerge(config_file: str | None, as_json: bool, a: str, b: str) -> None:
    """A and B are addresses of two people, whatever address books and signatures say."""
    from syncd.store.reviews import unmerge as decide

    _decide(config_file, as_json, decide, a, b)


@people.command(short_help="A proposal is wrong: do not ask again.")
@_pair
def distinct(config_file: str | None, as_json: bool, a: str, b: str) -> None:
    """A and B are two people; they are not proposed again.

    The same address twice: it is known that several people write from it.
    """
    from syncd.store.reviews import distinct as decide

    _decide(config_file, as_json, decide, a, b)


def _decide(config_file: str | None, as_json: bool, decide: Callable[[Page, str, str, str], bool], a: str, b: str) -> None:
    """Take a decision down and tell who the two addresses are now."""
    from syncd.store.reviews import who

    with opened(read_config(config_file)) as world:
        with world.store.write() as db:
            news = decide(world.page(db), a, b, user())
        found = who(world.store.db, (a, b))
    if as_json:
        echo_json({"news": news, "people": [asdict(one) for one in found]})
        return
    for one in found:
        click.echo(f"{one.name}: {', '.join(one.addresses)}")
    if not news:
        click.echo("That was decided already.")
