"""retry: what was set aside, tried again now."""

from __future__ import annotations

import dataclasses

import click

from syncd.cli.common import config_option, echo_json, json_option, opened, read_config
from syncd.errors import AlreadyRunning, Unavailable, UsageError

_DONE = ("stored", "excluded", "gone")
_SET_ASIDE = ("retry", "poison")


@click.command()
@config_option
@json_option
@click.option("--source", "names", multiple=True, metavar="NAME", help="Only what lies in this source; may be given many times.")
@click.argument("items", nargs=-1, metavar="[ITEM...]")
def retry(config_file: str | None, as_json: bool, names: tuple[str, ...], items: tuple[str, ...]) -> None:
    """Try again now what could not be read: what waits for its next try, what was given up, what was forbidden. All of it, or the ITEMs.

    It may run beside the daemon. Entries for promises that are found so come with the next pass. Exit 75 when other passes
    held all the sources, 69 when none of them could be read.

    Example: syncd retry --source rasa-mail
    """
    from syncd.retry import retry as run

    config = read_config(config_file)
    for name in names:
        if config.source(name) is None:
            raise UsageError(f"--source {name}: the config has no such source; it has {', '.join(s.name for s in config.sources)}")
    with opened(config) as world:
        tried = run(world, names, items)
    if as_json:
        echo_json({"items": [dataclasses.asdict(t) for t in tried]})
    else:
        for t in tried:
            click.echo(f"{t.source} {t.collection}/{t.item}: {'set aside still' if t.outcome in _SET_ASIDE else t.outcome}{f': {t.reason}' if t.reason else ''}")
        click.echo(f"{len(tried)} tried, {sum(t.outcome in _DONE for t in tried)} settled." if tried else "Nothing is set aside.")
    if tried and all(t.outcome == "held" for t in tried):
        raise AlreadyRunning("every source is held by another pass; try again when it is done")
    if tried and not any(t.outcome in (*_DONE, *_SET_ASIDE, "held") for t in tried):
        raise Unavailable("no source could be reached; `syncd check` tries each and says why")
