"""What a command that lists says when there is nothing to list: a newcomer calls it before there is anything, and a script must not stop there."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from syncd.cli import COMMANDS, cli
from tests.conftest import run_syncd
from tests.store.world import Office

EMPTY = [
    # command, what it says, what can be done next
    ("facts list", "No facts are known", "[privacy] facts"),
    ("facts list Ona", "Nothing is known about “Ona”", "syncd who Ona"),
    ("complaints list", "No complaint is unsettled", "--all"),
    ("complaints list --all", "Nobody has complained.", ""),
    ("no-contact list", "Everybody may be contacted", "syncd no-contact add"),
    ("no-contact proposed", "Nobody seems to ask", "syncd no-contact add"),
    ("no-contact ignored", "Nobody was contacted in spite of it", "syncd no-contact list"),
    ("organisations list", "No company is known yet", "syncd once"),
    ("people review", "Nothing to decide", "syncd people merge"),
    ("promises list", "No promise is open", "syncd status"),
    ("relations", "answer (8 working hours): 0 open", ""),
    ("segments", "      0  ", ""),
    ("privacy affected --from 2026-01-01 --to 2026-01-31", "concerns nobody outside", ""),
    ("source moved", "No source has moved", "syncd source move"),
    ("retry", "Nothing is set aside.", ""),
]  # fmt: skip


@pytest.fixture(scope="module")
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The config of a company whose mailboxes are empty, after its first pass."""
    office = Office(tmp_path_factory.mktemp("nobody"), people=("rasa",))
    office.once()
    return office.folder / "config.toml"


@pytest.mark.parametrize(("command", "said", "then"), EMPTY, ids=[row[0] for row in EMPTY])
def test_an_empty_list_says_so(command: str, said: str, then: str, nobody: Path) -> None:
    """In words on standard output, with what can be done next, exit 0; as JSON it is no words, and exit 0 too."""
    in_words = run_syncd(*command.split(), "-c", nobody, cwd=nobody.parent)
    assert (in_words.code, in_words.err) == (0, "")
    assert said in in_words.out and then in in_words.out
    as_json = run_syncd(*command.split(), "--json", "-c", nobody, cwd=nobody.parent)
    assert (as_json.code, as_json.err) == (0, "")
    assert said not in as_json.out


def test_every_command_that_lists_stands_in_the_table() -> None:
    """Whatever is called `list`, and what else shows rows and changes nothing."""
    context = click.Context(cli)
    groups = {name: group for name in COMMANDS if isinstance(group := cli.get_command(context, name), click.Group)}
    lists = {f"{name} {inner}" for name, group in groups.items() for inner in group.commands if inner in ("list", "proposed", "ignored", "review", "moved", "affected")}
    assert len(lists) >= 10
    assert {command for command in lists if not any(row[0].startswith(command) for row in EMPTY)} == set()


UNKNOWN = [
    # command, what is refused
    ("relations --rule nosuch", "no such rule is in force; there are answer"),
    ("privacy affected --from 2026-02-01 --to 2026-01-01", "is before --from"),
]  # fmt: skip


@pytest.mark.parametrize(("command", "said"), UNKNOWN, ids=[row[0] for row in UNKNOWN])
def test_what_cannot_be_is_no_empty_list(command: str, said: str, nobody: Path) -> None:
    """Exit 64 with the reason: an empty answer would be taken for a true one."""
    ran = run_syncd(*command.split(), "-c", nobody, cwd=nobody.parent)
    assert (ran.code, ran.out) == (64, "") and said in ran.err
