"""`syncd check` before the first pass: the folder of the store is looked at, and nothing is written there."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import run_syncd
from tests.store.world import Office

pytestmark = pytest.mark.slow


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    """A folder nobody who runs these tests may write to: for root one that is mounted read-only."""
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    if os.geteuid() == 0:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "ro,size=64k", "tmpfs", folder], capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")
    yield folder
    if os.geteuid() == 0:
        subprocess.run(["umount", folder], check=True)


def test_a_store_that_could_not_be_written_is_told(tmp_path: Path, closed: Path) -> None:
    """A warning that names the folder and the way out: whoever calls it need not be the user the daemon runs as."""
    office = Office(tmp_path / "office", people=("rasa",))
    config = office.folder / "config.toml"
    well = run_syncd("check", "-c", config, cwd=tmp_path)
    config.write_text(config.read_text("utf-8") + f'[store]\npath = "{closed / "new" / "history.db"}"\n', "utf-8")
    told = run_syncd("check", "-c", config, cwd=tmp_path)
    assert (well.code, well.err) == (0, "")
    assert told.code == 0 and f"you may not write to ({closed})" in told.err and "sudo -u syncd" in told.err
