"""privacy: what staff are to be told, the record of processing, and whom a breach concerns."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

import click

from syncd.cli.common import config_option, echo_json, json_option, opened, read_config
from syncd.core.worktime import zone_of
from syncd.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from syncd.core.model import Language
    from syncd.core.notice import Document, Practice

_LANGUAGES = click.Choice(["en", "lt", "ru"])


@click.group()
def privacy() -> None:
    """Tell people what is read and kept, out of the config in force; see whom a breach concerns."""


@privacy.command()
@config_option
@json_option
@click.option("--lang", type=_LANGUAGES, help="The language (else the company's, else English).")
def notice(config_file: str | None, as_json: bool, lang: Language | None) -> None:
    """Print what staff are to be told: what is read, what stays out, who sees it, how long, how to stop it."""
    from syncd.core.notice import notice as text_of

    _print(text_of, config_file, lang, as_json=as_json)


@privacy.command()
@config_option
@json_option
@click.option("--lang", type=_LANGUAGES, help="The language (else the company's, else English).")
def record(config_file: str | None, as_json: bool, lang: Language | None) -> None:
    """Print the record of processing activities (Article 30 GDPR), as far as the config can tell."""
    from syncd.core.notice import record as text_of

    _print(text_of, config_file, lang, as_json=as_json)


def _print(text_of: Callable[[Practice, Language], Document], config_file: str | None, lang: Language | None, *, as_json: bool) -> None:
    from syncd.privacy import practice_of

    config = read_config(config_file)
    document = text_of(practice_of(config), lang or config.company.language or "en")
    if as_json:
        echo_json(dataclasses.asdict(document))
    else:
        click.echo(document.markdown(), nl=False)


@privacy.command()
@config_option
@json_option
@click.option("--from", "first", required=True, metavar="DAY", help="The first day, or a time of the company's clock (2026-11-01, 2026-11-01T09:30).")
@click.option("--to", "last", required=True, metavar="DAY", help="The last day, that day included, or a time.")
def affected(config_file: str | None, as_json: bool, first: str, last: str) -> None:
    """List the people outside whom mail, meetings and calls of a span of time concern (Articles 33 and 34 GDPR).

    Example: syncd privacy affected --from 2026-11-01 --to 2026-11-03
    """
    from syncd.core.keys import instant
    from syncd.store.concerned import concerned_between

    config = read_config(config_file)
    since, until = (instant(_moment(text, config.company.timezone, is_end=end)) for text, end in ((first, False), (last, True)))
    if until <= since:
        raise UsageError(f"--to {last} is before --from {first}")
    with opened(config) as world:
        found = concerned_between(world.store.db, since, until)
    if as_json:
        echo_json({"from": since, "to": until, "people": found})
        return
    for one in found:
        organisation = f", {one['organisation']}" if one["organisation"] else ""
        click.echo(f"{one['name']}{organisation}  {one['reached_at'] or ''}  messages {one['messages']}, meetings {one['meetings']}, calls {one['calls']}")
    click.echo(f"People: {len(found)}." if found else f"What is stored of {first} to {last} concerns nobody outside.")


def _moment(text: str, zone: str, *, is_end: bool) -> dt.datetime:
    """A day or a time of the company's clock as an instant; a last day ends with the day."""
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text} is no day or time (write 2026-11-01, or 2026-11-01T09:30)") from None
    if is_end and len(text) == 10:
        at += dt.timedelta(days=1)
    return at if at.tzinfo else at.replace(tzinfo=zone_of(zone))
