"""`syncd complaints`: what customers complained of, and what somebody says has become of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import run_syncd
from tests.store.test_complaints import COMPLAINT
from tests.store.world import Office

pytestmark = pytest.mark.slow

NOW = "2026-11-21T12:00:00+02:00"


def test_a_complaint_is_listed_settled_and_opened_again(tmp_path: Path) -> None:
    """By the first letters of its id; a settled one is listed only when asked for; rebuild keeps what was decided."""
    office = Office(tmp_path / "o")
    office.send(COMPLAINT)
    office.once()
    config = ("-c", str(office.folder / "config.toml"))
    (one,) = [json.loads(line) for line in run_syncd("complaints", "list", "--json", *config, cwd=tmp_path, now=NOW).out.splitlines()]
    assert (one["state"], one["person"]) == ("open", "John Smith")
    assert run_syncd("complaints", "settle", *config, one["id"][:8], cwd=tmp_path, now=NOW).code == 0
    run_syncd("rebuild", *config, cwd=tmp_path, now=NOW)
    assert "--all" in run_syncd("complaints", "list", *config, cwd=tmp_path, now=NOW).out
    assert "settled" in run_syncd("complaints", "list", "--all", *config, cwd=tmp_path, now=NOW).out
    assert run_syncd("complaints", "reopen", *config, one["id"], cwd=tmp_path, now=NOW).code == 0
    assert one["quote"] in run_syncd("complaints", "list", *config, cwd=tmp_path, now=NOW).out


def test_a_complaint_that_is_none_is_shown_no_more_and_a_wrong_id_is_refused(tmp_path: Path) -> None:
    """Exit code 64 with the command to look it up."""
    office = Office(tmp_path / "o")
    office.send(COMPLAINT)
    office.once()
    config = ("-c", str(office.folder / "config.toml"))
    refused = run_syncd("complaints", "dismiss", *config, "zzz", cwd=tmp_path, now=NOW)
    assert refused.code == 64 and "syncd complaints list" in refused.err
    id_ = json.loads(run_syncd("complaints", "list", "--json", *config, cwd=tmp_path, now=NOW).out)["id"]
    run_syncd("complaints", "dismiss", *config, id_, cwd=tmp_path, now=NOW)
    assert run_syncd("complaints", "list", "--all", *config, cwd=tmp_path, now=NOW).out == "Nobody has complained.\n"
