"""The manual page, contrib/man/syncd.1, says what the commands say of themselves."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from syncd.cli import COMMANDS

MAN = Path(__file__).parents[1] / "contrib" / "man"


def test_the_manual_page_is_current() -> None:
    """It is what the script makes of the help and the documents today; `make man` writes it anew."""
    done = subprocess.run([sys.executable, MAN / "generate.py"], capture_output=True, text=True, timeout=60, check=True)
    assert (MAN / "syncd.1").read_text("utf-8") == done.stdout, "run: make man"


def test_every_command_is_on_it() -> None:
    """With its options and what they are for."""
    text = (MAN / "syncd.1").read_text("utf-8")
    assert [name for name in COMMANDS if f'.SS "syncd {name.replace("-", chr(92) + "-")} ' not in text] == []
    assert ".B \\-c, \\-\\-config FILE\n" in text and "SYNCD_NOW" in text


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is missing: whether the page can be set was NOT tried")
def test_it_can_be_set_without_a_complaint() -> None:
    """No macro is unknown, no escape is wrong."""
    done = subprocess.run(["groff", "-Kutf8", "-ww", "-z", "-man", MAN / "syncd.1"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
