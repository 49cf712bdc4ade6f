"""The command line. Each command is imported when it is called, so that `syncd --help` is quick.

Exit codes are those of sysexits.h: 64 usage, 65 store, 69 nothing reached, 71 no memory or files left, 74 disk
or output, 75 held by another, 78 config; and 130 after Ctrl+C.
"""

from __future__ import annotations

import errno
import importlib
import io
import os
import sys
from typing import Any

import click

from syncd.errors import SyncdError, UsageError

_NOTHING_LEFT = (errno.ENOMEM, errno.EMFILE, errno.ENFILE, errno.EAGAIN)

# command → module, one sentence for `syncd --help`
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("syncd.cli.demo", "Make a sample company, harvest it, put its reminders, and show it."),
    "check": ("syncd.cli.passes", "Tell every problem of the config at once, then try each source."),
    "doctor": ("syncd.cli.doctor", "Find what is wrong and nobody notices: keys, files, what ends soon, what is stuck, the store itself."),
    "once": ("syncd.cli.passes", "Make one pass over all sources and calendars."),
    "run": ("syncd.cli.run", "Work as a daemon: read each source when it is due (systemd, Type=notify)."),
    "serve": ("syncd.cli.show", "Serve the pages for managers (Datasette)."),
    "status": ("syncd.cli.passes", "Show per mailbox what the server has, what the store has, and why they differ."),
    "auth": ("syncd.cli.auth", "Sign in to accounts that only a person can open (`auth google`)."),
    "explain": ("syncd.cli.look", "Show what would be derived from messages or .ics files, without a store."),
    "due": ("syncd.cli.look", "Show when something is due that is said to be due “by Friday”."),
    "pause": ("syncd.cli.reminders", "Stop writing to calendars for a while; answers are still read."),
    "reminders": ("syncd.cli.reminders", "Take every entry of ours out of calendars again (`reminders remove`)."),
    "source": ("syncd.cli.source", "Move sources to another provider, as from Exchange to Microsoft 365 (`source move`)."),
    "who": ("syncd.cli.who", "Show who somebody is: company, owner, last contacts, promises, complaints, do-not-contact."),
    "no-contact": ("syncd.cli.no_contact", "Keep who must not be contacted: add, lift, list."),
    "organisations": ("syncd.cli.organisations", "Say which domains are one company's, who looks after it, and who left."),
    "promises": ("syncd.cli.promises", "Show what is open, decide about it, and learn from what was decided."),
    "relations": ("syncd.cli.relations", "Show the rules of the relation in force, and what is open by each."),
    "segments": ("syncd.cli.segments", "Show how many customers are in each segment, and who came and went."),
    "complaints": ("syncd.cli.complaints", "What customers complained of; say that one is settled, or none."),
    "facts": ("syncd.cli.facts", "Show what is known about people, and strike out what is wrong or unwanted."),
    "export": ("syncd.cli.export", "Write all that is stored about one person into a folder."),
    "forget": ("syncd.cli.forget", "Take out all that is stored of one person, and keep them out."),
    "people": ("syncd.cli.people", "See who may be one person, and join or part two addresses."),
    "privacy": ("syncd.cli.privacy", "Print what staff are to be told, the record of processing, whom a breach concerns."),
    "staff": ("syncd.cli.staff", "Hand over what a colleague who leaves still owes (`staff leave`)."),
    "rebuild": ("syncd.cli.keep", "Derive everything anew from the originals; contacts no calendar."),
    "verify": ("syncd.cli.keep", "Check what must always hold in a store; --dump writes it as text."),
    "backup": ("syncd.cli.backup", "Copy the whole store while it is in use; verified, and the oldest copies go."),
    "restore": ("syncd.cli.restore", "Put a backup in the place of the store; contacts no calendar."),
    "retry": ("syncd.cli.retry", "Try again now what could not be read, and say what came of it."),
}


class Lazy(click.Group):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(COMMANDS[cmd_name][0]), cmd_name.replace("-", "_"))
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a reader of our output that goes away (`| head`) ends it quietly and is no fault."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is still buffered goes nowhere
            raise click.exceptions.Exit(0) from None


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="syncd")
def cli() -> None:
    """A customer history that fills itself, and promises that are never lost.

    syncd reads the mail and calendars named in one config file, keeps them in one SQLite file, finds every promise made
    to a customer in Lithuanian, Russian and English, and puts one reminder into the calendar of the person who must
    keep it. To look around without a config: syncd demo
    """


def main() -> None:
    """Run the command line; an error of ours is its text and its exit code, never a traceback."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a terminal that lacks our letters still gets the sentence
    try:
        cli(standalone_mode=False)
    except click.UsageError as problem:
        problem.show()
        sys.exit(UsageError.exit_code)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.Abort:
        click.echo("Stopped; the same command may be called again at any time.", err=True)
        sys.exit(130)
    except SyncdError as problem:
        click.echo(str(problem), err=True)
        sys.exit(getattr(problem, "exit_code", 70))
    except OSError as problem:
        click.echo(f"{problem.filename or 'input or output'}: {problem.strerror or problem}", err=True)
        sys.exit(os.EX_OSERR if problem.errno in _NOTHING_LEFT else os.EX_IOERR)
    except MemoryError:
        click.echo("There is not enough memory; nothing half-done was kept.", err=True)
        sys.exit(os.EX_OSERR)
