"""relations: the rules of the relation that are in force, and the breaches of each that are open."""

from __future__ import annotations

import dataclasses
from typing import Any

import click

from syncd.cli.common import config_option, echo_json, json_option, opened, read_config
from syncd.core.relations.model import Rule
from syncd.errors import UsageError


@click.command()
@config_option
@json_option
@click.option("--rule", "only", metavar="NAME", help="The breaches of this rule alone.")
def relations(config_file: str | None, as_json: bool, only: str | None) -> None:
    """Show the rules of the relation in force, and what is open by each with the reason, the latest first.

    The rules stand in relations.toml (relations.example.toml shows every key); where there is no such file, five hold.
    """
    from syncd.store.relations import open_breaches

    config = read_config(config_file)
    rules = [r for r in config.rules if only in (None, r.name)]
    if only and not rules:
        raise UsageError(f"--rule {only}: no such rule is in force; there are {', '.join(r.name for r in config.rules) or 'none'}")
    with opened(config) as world:
        found = [b for b in open_breaches(world.store.db) if only in (None, b["rule"])]
    if as_json:
        echo_json({"rules": [_json(r) for r in rules], "breaches": found})
        return
    if not rules:
        click.echo("No rule is in force; relations.toml names none.")
    for rule in rules:
        own = [b for b in found if b["rule"] == rule.name]
        click.echo(f"{rule.name}{_terms(rule)}: {len(own)} open")
        for b in own:
            click.echo(f"  since {b['since'][:16].replace('T', ' ')}  {b['person'] or b['organisation'] or b['address']}  {b['staff'] or ''}  “{' '.join(b['quote'].split())}” ({b['why']})  /{b['page']}")


def _json(rule: Rule) -> dict[str, Any]:
    from syncd.config.relations import told

    values = {name: sorted(v) if isinstance(v, frozenset) else v for name, v in dataclasses.asdict(rule).items()}
    return {**{"except" if name == "without" else name: v for name, v in values.items()}, "within": told(rule.within) or None}


def _terms(rule: Rule) -> str:
    from syncd.config.relations import told

    parts = [told(rule.within), *(f"{name}: {', '.join(sorted(some))}" for name, some in (("departments", rule.departments), ("only", rule.only), ("except", rule.without)) if some)]
    return f" ({'; '.join(filter(None, parts))})" if any(parts) else ""
