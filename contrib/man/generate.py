"""Write the manual page, syncd(1), from the help of the commands and the tables of docs/commands.md.

    make man
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from syncd.cli import COMMANDS, cli

DOCUMENT = Path(__file__).parents[2] / "docs" / "commands.md"
FILES = (
    ("./config.toml, /etc/syncd/config.toml", "The config, where neither -c nor SYNCD_CONFIG names one. config.example.toml has every key with its default."),
    ("history.db, raw/", "The store, where the config says: what was read, and the originals beside it."),
)


def page() -> str:
    """The whole page as man(7) source."""
    lines = ['.TH SYNCD 1 "" "syncd" "User Commands"', ".SH NAME", "syncd \\- " + _escaped(_paragraphs(cli.help)[0].rstrip("."))]
    lines += [".SH SYNOPSIS", ".B syncd", "[\\-\\-version] [\\-h | \\-\\-help] COMMAND [OPTIONS]"]
    lines += [".SH DESCRIPTION", *_text(cli.help)]
    lines += [".SH COMMANDS"]
    root = click.Context(cli, info_name="syncd")
    for name in COMMANDS:
        found = cli.get_command(root, name)
        assert found is not None
        lines += _command(found, click.Context(found, info_name=name, parent=root))
    lines += [".SH EXIT STATUS", *_entries((code, meaning) for code, meaning, _ in _rows("Exit codes"))]
    lines += [".SH ENVIRONMENT", *_entries(_rows("Environment"))]
    lines += [".SH FILES", *_entries(FILES)]
    return "\n".join(lines) + "\n"


def _command(command: click.Command, ctx: click.Context) -> Iterator[str]:
    usage = " ".join([ctx.command_path, *command.collect_usage_pieces(ctx)])
    yield f'.SS "{_escaped(usage)}"'
    yield from _text(command.help)
    yield from _entries(record for p in command.params if (record := p.get_help_record(ctx)))
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _command(inner, click.Context(inner, info_name=name, parent=ctx))


def _rows(heading: str) -> list[list[str]]:
    """The rows of the table below a heading of docs/commands.md, without the marks of its markup."""
    section = DOCUMENT.read_text("utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")]
    return [[cell.replace("`", "").replace("\\|", "|").strip() for cell in row] for row in rows if row[0].strip() not in ("code", "variable")]


def _entries(entries: Iterable[Sequence[str]]) -> Iterator[str]:
    """Names with what they mean, one below the other."""
    for name, meaning in entries:
        yield from (".TP", f".B {_escaped(name)}", _escaped(meaning))


def _text(text: str | None) -> Iterator[str]:
    for paragraph in _paragraphs(text):
        yield from (".PP", _escaped(paragraph))


def _paragraphs(text: str | None) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", (text or "").replace("\b", ""))]


def _escaped(text: str) -> str:
    """Text that man(7) takes for nothing but text."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq")
    return "\\&" + text if text.startswith((".", "'")) else text


if __name__ == "__main__":
    print(page(), end="")
