"""serve: the pages."""

from __future__ import annotations

import sys

import click

from syncd.cli.common import config_option, read_config
from syncd.errors import UsageError


@click.command()
@config_option
@click.option("--port", type=click.IntRange(0, 65535), metavar="N", help="The port instead of the config's; 0 takes a free one.")
@click.option("--password", metavar="ADDRESS", help="Ask for a password of this person and print the line for users_file; nothing is served.")
def serve(config_file: str | None, port: int | None, password: str | None) -> None:
    """Serve the pages: customers, promises, search, sources, and for managers the plain tables.

    Without authentication only this machine is served; anything else is refused with exit 78.
    """
    if password is not None:
        click.echo(line_for(password))
        return
    from syncd.serve import serve as run

    run(read_config(config_file), port=port)


def line_for(address: str) -> str:
    """A line of users_file with a password that is asked for twice, or read from standard input. Raises UsageError."""
    from syncd import passwords

    if "@" not in address or ":" in address:
        raise UsageError(f'"{address}" is no e-mail address')
    terminal = sys.stdin.isatty()
    typed = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True) if terminal else sys.stdin.readline().rstrip("\r\n")
    if len(typed) < passwords.SHORTEST:
        raise UsageError(f"a password has at least {passwords.SHORTEST} characters")
    return f"{address.strip().lower()}:{passwords.hashed(typed)}"
