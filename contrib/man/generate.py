"""Write the manual pages: syncd(1) from the help of the commands and docs/commands.md, syncd-config(5) from config.example.toml.

    make man
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from syncd.cli import COMMANDS, cli

DOCUMENT = Path(__file__).parents[2] / "docs" / "commands.md"
EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
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
    lines += [".SH SEE ALSO", ".BR syncd\\-config (5)"]
    return "\n".join(lines) + "\n"


def config_page() -> str:
    """The page of the config as man(7) source: each table with its keys, what they are without a word of yours, and what they say."""
    beginning, *tables = _tables(EXAMPLE.read_text("utf-8"))
    lines = ['.TH SYNCD\\-CONFIG 5 "" "syncd" "File Formats"', ".SH NAME", "syncd\\-config \\- the config of syncd"]
    lines += [".SH DESCRIPTION", ".PP", _escaped(beginning[0]), ".SH TABLES"]
    for said, head, keys in tables:
        connector = "".join(f", connector = {value}" for key, value, _ in keys if key == "connector")
        lines += [f'.SS "{_escaped(head + connector)}"', *([".PP", _escaped(said)] if said else [])]
        lines += _entries((f"{key} = {value}", told) for key, value, told in keys if told and key != "connector")
        if others := ", ".join(f"{key} = {value}" for key, value, told in keys if not told and key != "connector"):
            lines += [".PP", _escaped(f"As elsewhere: {others}.")]
    lines += [".SH SEE ALSO", ".BR syncd (1)"]
    return "\n".join(lines) + "\n"


def _tables(example: str) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """What stands before the first table, then each table: the comment above it, its head, its keys with value and comment."""
    tables: list[tuple[str, str, list[tuple[str, str, str]]]] = []
    said: list[str] = []
    for line in example.splitlines():
        if line.startswith("# "):
            said.append(line.removeprefix("# "))
        elif head := re.fullmatch(r"#?(\[\[?[a-z_]+\]\]?)", line):
            tables.append((" ".join(said), head[1], []))
            said = []
        elif key := re.fullmatch(r"#?([a-z_]+) = (.*)", line):
            tables[-1][2].append((key[1], key[2], " ".join(said)))
            said = []
        elif not tables and said:
            tables.append((" ".join(said), "", []))
            said = []
    return tables


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
    print(config_page() if sys.argv[1:] == ["config"] else page(), end="")
