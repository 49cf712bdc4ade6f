"""What the help of a command shows as an example can be called."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import click
import pytest

from syncd.cli import COMMANDS, cli


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command by the words it is called by."""
    context = click.Context(cli)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", one) for inner, one in command.commands.items())


EXAMPLES = [(name, command, call) for name, command in commands() for call in re.findall(r"^ *Example: (syncd .+)$", command.help or "", re.MULTILINE)]


@pytest.mark.parametrize(("name", "command", "call"), EXAMPLES, ids=[name for name, _, _ in EXAMPLES])
def test_an_example_can_be_called(name: str, command: click.Command, call: str) -> None:
    """It is of the command it stands at, with options and arguments that the command takes."""
    program, *words = shlex.split(call)
    own = name.split()
    assert (program, words[: len(own)]) == ("syncd", own)
    given, left, _ = command.make_parser(click.Context(command)).parse_args(words[len(own) :])
    assert left == [] and given
    missing = [p.name for p in command.params if p.required and not given.get(p.name or "")]
    assert missing == []


def test_what_is_asked_for_with_care_has_an_example() -> None:
    """What takes something away or tells others of somebody, and what a newcomer calls first."""
    assert {name for name, _, _ in EXAMPLES} >= {"forget", "export", "restore", "staff leave", "no-contact add", "check", "once", "explain", "due"}
