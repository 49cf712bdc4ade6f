"""run: the daemon."""

from __future__ import annotations

import click

from syncd.cli.common import config_option, sound
from syncd.config import find_config, load


@click.command()
@config_option
def run(config_file: str | None) -> None:
    """Work until stopped: read each source when it is due, find promises, keep the calendars.

    Made for systemd (Type=notify; see contrib/systemd/syncd.service): SIGTERM ends it within ten seconds, SIGHUP reads
    the config again. One JSON line an event on standard error. On a full disk it waits, says so, and goes on by itself when
    there is room. Exit 75 when another daemon has the store, 74 when the disk fails.
    """
    from syncd.daemon import Daemon

    config = load(find_config(config_file))
    with sound(config):
        Daemon(config).run()  # its doubts about the config are lines of its log
