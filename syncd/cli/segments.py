"""segments: how many customers are in each, and how many came and went."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import click

from syncd.cli.common import config_option, echo_json, json_option, read_config, sound


@click.command()
@config_option
@json_option
def segments(config_file: str | None, as_json: bool) -> None:
    """Show each segment with its size at the first look of this month, and who came and went since the look before.

    What nobody looked at this month is looked at now and kept. The daemon does so once a month; where there is none,
    call this on the first of each. Exit 1 when a segment cannot be run.
    """
    from syncd.clock import clock
    from syncd.serve import look_at_segments  # and with it the pages: they run what managers wrote

    config = read_config(config_file)
    with sound(config):
        found = look_at_segments(config, clock())
    if as_json:
        echo_json({"segments": found})
    else:
        for one in sorted(found, key=lambda s: str(s["title"]).casefold()):
            click.echo(line_of(one))
    if any(one["problem"] for one in found):
        sys.exit(1)


def line_of(one: Mapping[str, Any]) -> str:
    """A segment as one line: how many are in it, how many came and went, how it is called, what is wrong with it."""
    changed = f"  +{one['came']} −{one['went']}" if one["came"] is not None else ""
    return f"{one['size'] if one['size'] is not None else '–':>7}{changed:12}  {one['title']} ({one['name']})" + (f": {one['problem']}" if one["problem"] else "")
