"""`syncd serve` as it is started: says where it is, answers, ends when told."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from syncd import passwords
from syncd.cli import cli
from tests.conftest import run_syncd

from .conftest import NOW, Site
from .test_safety import CONFIG


@pytest.mark.slow
def test_it_says_its_address_and_answers_there(demo: Site) -> None:
    """A free port on asking (--port 0); the line on standard output is what other programs wait for."""
    command = [sys.executable, "-m", "syncd", "serve", "-c", str(demo.config.file), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "SYNCD_NOW": NOW}) as server:
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            assert line.startswith("Serving http://127.0.0.1:"), server.stderr.read() if server.stderr else ""
            with urllib.request.urlopen(line.split()[1] + "promises", timeout=20) as answer:
                assert answer.status == 200 and b"Klimatas" in answer.read()
        finally:
            server.terminate()
            server.wait(20)


def test_the_network_without_authentication_ends_with_78(tmp_path: Path) -> None:
    """T13: nothing is opened, the reason is one line, and there is no traceback."""
    (tmp_path / "config.toml").write_text(CONFIG + '[web]\nbind = "0.0.0.0:8001"\n', "utf-8")
    ran = run_syncd("serve", "-c", "config.toml", cwd=tmp_path)
    assert ran.code == 78 and "can be reached from other machines" in ran.err
    assert not (tmp_path / "history.db").exists()


def test_without_a_store_the_remedy_is_told(tmp_path: Path) -> None:
    """65 and the command that makes one."""
    (tmp_path / "config.toml").write_text(CONFIG, "utf-8")
    for place in ("mail/inbox", "mail/sent", "calendar"):
        (tmp_path / place).mkdir(parents=True)
    ran = run_syncd("serve", "-c", "config.toml", "--port", "0", cwd=tmp_path)
    assert ran.code == 65 and "syncd once" in ran.err


@pytest.mark.slow
def test_a_line_for_the_users_file_is_made(tmp_path: Path) -> None:
    """The password is never an argument, where every process could read it; the line is one that signs in."""
    ran = CliRunner().invoke(cli, ["serve", "--password", "Rasa@klimatas.example"], input="geras-oras-2026\n")
    assert ran.exit_code == 0, ran.output
    file = tmp_path / "users"
    file.touch(0o600)
    file.write_text(ran.stdout, "utf-8")
    known = passwords.read(file)
    assert passwords.is_right("geras-oras-2026", known["rasa@klimatas.example"]) and "geras" not in ran.stdout


@pytest.mark.parametrize(("address", "typed", "said"), [("rasa", "geras-oras-2026", "no e-mail address"), ("rasa@klimatas.example", "short", "at least 10 characters")])
def test_a_weak_password_and_no_address_are_refused(address: str, typed: str, said: str) -> None:
    """Usage, exit 64."""
    ran = CliRunner().invoke(cli, ["serve", "--password", address], input=f"{typed}\n")
    assert ran.exit_code != 0 and said in str(ran.exception)
