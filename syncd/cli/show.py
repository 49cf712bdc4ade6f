"""serve: the pages."""

from __future__ import annotations

import click

from syncd.cli.common import config_option, read_config


@click.command()
@config_option
@click.option("--port", type=click.IntRange(0, 65535), metavar="N", help="The port instead of the config's; 0 takes a free one.")
def serve(config_file: str | None, port: int | None) -> None:
    """Serve the pages for managers: customers, promises, search, sources, and the plain tables.

    Without authentication only this machine is served; anything else is refused with exit 78.
    """
    from syncd.serve import serve as run

    run(read_config(config_file), port=port)
