"""The manual pages in contrib/man say what the commands say of themselves, and what config.example.toml says of each key."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from syncd.cli import COMMANDS

MAN = Path(__file__).parents[1] / "contrib" / "man"


@pytest.mark.slow
@pytest.mark.parametrize(("page", "arguments"), [("syncd.1", []), ("syncd-config.5", ["config"])])
def test_the_manual_pages_are_current(page: str, arguments: list[str]) -> None:
    """They are what the script makes of the help, the documents and the example today; `make man` writes them anew."""
    done = subprocess.run([sys.executable, MAN / "generate.py", *arguments], capture_output=True, text=True, timeout=60, check=True)
    assert (MAN / page).read_text("utf-8") == done.stdout, "run: make man"


def test_every_key_of_the_config_is_on_its_page() -> None:
    """Each table of the example, with each of its keys."""
    text = (MAN / "syncd-config.5").read_text("utf-8").replace("\\-", "-")
    example = (MAN.parents[1] / "config.example.toml").read_text("utf-8")
    keys, tables = (set(re.findall(pattern, example, re.MULTILINE)) for pattern in (r"^#?([a-z_]+) = ", r"^#?(\[\[?[a-z_]+\]\]?)$"))
    assert len(keys) > 80 and {key for key in keys if f"{key} = " not in text} == set()
    assert {table for table in tables if f'.SS "{table}' not in text} == set()


def test_every_command_is_on_it() -> None:
    """With its options and what they are for."""
    text = (MAN / "syncd.1").read_text("utf-8")
    assert [name for name in COMMANDS if f'.SS "syncd {name.replace("-", chr(92) + "-")} ' not in text] == []
    assert ".B \\-c, \\-\\-config FILE\n" in text and "SYNCD_NOW" in text


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is missing: whether the page can be set was NOT tried")
@pytest.mark.parametrize("page", ["syncd.1", "syncd-config.5"])
def test_it_can_be_set_without_a_complaint(page: str) -> None:
    """No macro is unknown, no escape is wrong."""
    done = subprocess.run(["groff", "-Tutf8", "-Kutf8", "-ww", "-z", "-man", MAN / page], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
