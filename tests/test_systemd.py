"""The shipped units are as closed as is claimed, and start what there is."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from syncd.cli import COMMANDS

UNITS = Path(__file__).parents[1] / "contrib" / "systemd"
SCORES = [
    # unit, the most its exposure may be, what bounds it
    ("syncd.service", 1.1, "it must reach mail servers"),
    ("syncd-web.service", 0.9, "it talks to this machine only"),
    ("syncd-backup.service", 0.6, "it talks to nobody"),
]


@pytest.mark.parametrize(("unit", "most", "why"), SCORES)
def test_a_unit_is_closed(unit: str, most: float, why: str) -> None:
    """systemd's own measure of exposure stays under the mark."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not on this machine: the exposure of the units is not measured")
    run = subprocess.run(["systemd-analyze", "security", "--offline=true", str(UNITS / unit)], capture_output=True, text=True, timeout=60)
    found = re.search(r"exposure level for \S+: ([\d.]+)", run.stdout + run.stderr)

    assert found, run.stdout[-500:] + run.stderr[-500:]
    assert float(found[1]) <= most, why


@pytest.mark.parametrize("unit", [u for u, _, _ in SCORES])
def test_a_unit_starts_a_command_there_is(unit: str) -> None:
    """ExecStart names a command of ours, and a fault only a person can mend is not retried."""
    text = (UNITS / unit).read_text()

    assert re.search(r"^ExecStart=/opt/syncd/bin/syncd (\w+) -c", text, re.MULTILINE)[1] in COMMANDS  # type: ignore[index]
    assert {"64", "65", "78"} <= set(re.search(r"^RestartPreventExitStatus=(.*)$", text, re.MULTILINE)[1].split())  # type: ignore[index]


def test_the_timer_makes_a_backup_every_night() -> None:
    """It starts the unit of its name, also after a night in which the machine was off; `syncd backup` gets the folder that a drop-in can change."""
    timer, service = (UNITS / "syncd-backup.timer").read_text(), (UNITS / "syncd-backup.service").read_text()

    assert re.search(r"^OnCalendar=\*-\*-\* ", timer, re.MULTILINE) and "Persistent=yes" in timer
    assert re.search(r"^ExecStart=.* --keep \d+ \$\{SYNCD_BACKUPS\}$", service, re.MULTILINE)
    assert re.search(r"^Environment=SYNCD_BACKUPS=/var/lib/syncd/", service, re.MULTILINE), "a folder it may write by StateDirectory"
