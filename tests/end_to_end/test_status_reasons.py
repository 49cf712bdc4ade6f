"""Whoever looks at a source that is not in order is told why, and need not search for it in a log."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import run_syncd
from tests.store.world import Office

pytestmark = pytest.mark.slow


def test_status_says_why_a_source_is_not_in_order(tmp_path: Path) -> None:
    """A mailbox that is gone: its reason stands below the table and in the JSON, exit 1; once it is there again, no reason is left."""
    office = Office(tmp_path, people=("rasa", "jonas"))
    office.once()
    mailbox, away = office.folder / "mail" / "rasa", office.folder / "away"
    mailbox.rename(away)
    office.once()
    told = run_syncd("status", "-c", "config.toml", cwd=office.folder)
    (reason,) = [line for line in told.out.splitlines() if line.startswith("rasa-mail: ")]
    assert told.code == 1 and str(mailbox) in reason
    rows = run_syncd("status", "-c", "config.toml", "--json", cwd=office.folder).json["sources"]
    assert {row["name"]: f"{row['name']}: {row['error']}" for row in rows if "error" in row} == {"rasa-mail": reason}
    away.rename(mailbox)
    office.once()
    well = run_syncd("status", "-c", "config.toml", cwd=office.folder)
    assert (well.code, "rasa-mail: " in well.out) == (0, False)
