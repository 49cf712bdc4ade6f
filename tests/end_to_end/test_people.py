"""`syncd people`: the proposals, joining two addresses and parting them again, as a user does it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.world import ONA, RASA, Mail, Office


def people(office: Office, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command over the office's config."""
    command = [sys.executable, "-m", "syncd", "people", *arguments, "-c", str(office.folder / "config.toml")]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    for n, sender in enumerate((f"Ona Kazlauskienė <{ONA}>", "Kazlauskienė Ona <o@kitas.example>")):
        office.send(Mail(id=f"p{n}", sender=sender, to=(RASA,), at=f"2026-11-1{n}T09:00", text="Laba diena."))
    office.once()
    return office


@pytest.mark.slow
def test_a_proposal_is_decided_and_not_asked_again(office: Office) -> None:
    """Shown in words and as JSON, joined, parted, and gone from the list after either."""
    shown = people(office, "review")
    assert shown.returncode == 0, shown.stderr
    assert "forms of one name: Kazlauskienė Ona / Ona Kazlauskienė" in shown.stdout or "Ona Kazlauskienė / Kazlauskienė Ona" in shown.stdout
    (proposal,) = json.loads(people(office, "review", "--json").stdout)
    assert {proposal["a"], proposal["b"]} == {ONA, "o@kitas.example"}
    joined = json.loads(people(office, "merge", "O@kitas.example", ONA, "--json").stdout)
    assert joined["news"] is True
    assert [one["addresses"] for one in joined["people"]] == [["o@kitas.example", ONA]]
    assert people(office, "review").stdout .startswith("Nothing to decide")
    assert "decided already" in people(office, "merge", ONA, "o@kitas.example").stdout
    parted = json.loads(people(office, "unmerge", ONA, "o@kitas.example", "--json").stdout)
    assert [one["addresses"] for one in parted["people"]] == [["o@kitas.example"], [ONA]]
    assert json.loads(people(office, "review", "--json").stdout) == []


@pytest.mark.slow
def test_an_address_nobody_has_is_refused(office: Office) -> None:
    """Exit 64 and a sentence; nothing is decided."""
    done = people(office, "merge", ONA, "niekas@niekur.example")
    assert (done.returncode, done.stdout) == (64, "")
    assert "nobody outside the company is known by this address" in done.stderr
    assert office.rows("SELECT count(*) FROM decision") == [(0,)]
