"""`syncd facts`: what is known is listed, and struck out for good, by the commands a user has."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from syncd.cli import cli
from tests.conftest import run_syncd
from tests.store.test_facts import CITY, MOVED
from tests.store.world import ONA, Office

pytestmark = pytest.mark.slow


def test_a_fact_is_listed_struck_out_and_gone(tmp_path: Path) -> None:
    """P10: list (words and JSON) with quote and source, strike by the first letters of the id, and what cannot be struck."""
    office = Office(tmp_path / "o")
    for mail in (CITY, MOVED):
        office.send(mail)
    office.once()
    config = ["-c", str(office.folder / "config.toml")]

    def run(*args: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli, ["facts", *args, *config])
        return getattr(done.exception, "exit_code", done.exit_code), done.stdout

    code, text = run("list", ONA)
    assert code == 0
    assert [line.split("  ", 1)[1] for line in text.splitlines()] == [
        "Ona Kazlauskienė: city: Klaipėda  2026-11-13  “persikrausčiau į Klaipėdą”",
        "Ona Kazlauskienė: city: Kaunas (former)  2026-11-11  “aš gyvenu Kaune”",
    ]
    facts = [json.loads(line) for line in run("list", "--json")[1].splitlines()]
    assert [(f["kind"], f["value"], f["state"], f["source"], f["negated"]) for f in facts] == [
        ("city", "Klaipėda", "current", "message", False), ("city", "Kaunas", "former", "message", False),
    ]  # fmt: skip
    assert run_syncd("facts", "list", "nobody", *config, cwd=tmp_path).out == "Nothing is known about “nobody”; `syncd who nobody` looks for the person.\n"
    assert run("strike", "nothing")[0] == 64
    assert json.loads(run("strike", "--json", facts[0]["id"][:12])[1]) == {"struck": facts[0]["id"]}
    assert [json.loads(line)["value"] for line in run("list", "--json")[1].splitlines()] == ["Kaunas"]
