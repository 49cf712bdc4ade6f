"""The kernel refuses: a write without room, a disk that fails when it is to be waited for, a kill at the n-th write. By strace, where it is. (G3, G4)

Each run is the program itself. Whatever it was refused, it ends with a sentence and a code, or it is dead; the next run ends as an undisturbed one.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crash.scenes import MORE, spread
from tests.store.world import Office, settle

STRACE = shutil.which("strace")
PROOF = bool(os.environ.get("SYNCD_PROOF"))
CODES = {65, 69, 70, 71, 73, 74, 75}  # sysexits.h: what the program says of the store, the system or a temporary failure
WRITES, WAITS = "pwrite64", "fsync,fdatasync"

CASES = [
    # system calls, what the kernel does, for once or from then on, how many places in `make test`, reason
    (WRITES, "error=ENOSPC", "", 1, "F81: a moment without room"),
    (WRITES, "error=ENOSPC", "+", 1, "F81: no room from then on"),
    (WAITS, "error=EIO", "", 1, "F113: the disk fails where it is waited for"),
    (WRITES, "signal=KILL", "", 1, "F110: killed between two writes"),
]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(3 * 3600),
    pytest.mark.skipif(STRACE is None, reason="strace is missing (apt-get install strace): what the kernel refuses was NOT tried"),
]


def traced(office: Office, *words: str) -> subprocess.CompletedProcess[str]:
    """`syncd once` under strace."""
    quick = [] if any("signal=" in word for word in words) else ["--seccomp-bpf"]  # stops only at what is asked for; signals it does not bring
    command = [str(STRACE), "-f", *quick, "-qq", "-o", str(office.folder.with_suffix(".trace")), *words, sys.executable, "-m", "syncd", "once", "-c", str(office.folder / "config.toml")]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120, env={**os.environ, "SYNCD_NOW": office.now.isoformat()})


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int], list[str], dict[str, str]]:
    """What stands before the run, how often it makes each kind of call, and how it ends undisturbed."""
    folder = tmp_path_factory.mktemp("calls")
    before = Office(folder / "before")
    settle(before, MORE)
    office = Office(shutil.copytree(before.folder, folder / "undisturbed"))
    ran = traced(office, "-e", f"trace={WRITES},{WAITS}")
    if "ptrace" in ran.stderr:
        pytest.skip(f"strace may trace nothing here ({ran.stderr.strip()}): what the kernel refuses was NOT tried")
    assert ran.returncode == 0, ran.stderr
    made = re.findall(r"^\d+ +(\w+)\(", office.folder.with_suffix(".trace").read_text(), re.M)
    counts = {WRITES: made.count(WRITES), WAITS: made.count("fsync") + made.count("fdatasync")}
    assert min(counts.values()) > 20
    return before.folder, counts, office.dump(), office.calendars()


@pytest.mark.parametrize(("calls", "what", "on", "samples", "reason"), CASES, ids=[row[-1] for row in CASES])
def test_what_the_kernel_refuses_loses_and_doubles_nothing(
    ended: tuple[Path, dict[str, int], list[str], dict[str, str]], tmp_path: Path, calls: str, what: str, on: str, samples: int, reason: str
) -> None:
    """G3, G4: at calls spread over the whole run; it ends with a sentence, not with the inside of the program."""
    before, counts, dump, calendars = ended
    hits = 0
    for number in spread(counts[calls], 250 if PROOF else samples + 2)[1:-1]:
        shutil.rmtree(tmp_path / "office", ignore_errors=True)
        office = Office(shutil.copytree(before, tmp_path / "office"))
        ran = traced(office, "-e", f"trace={calls}", "-e", f"inject={calls}:{what}:when={number}{on}")
        assert "Traceback" not in ran.stderr, (number, ran.stderr)
        if ran.returncode != 0:
            hits += 1
            assert ran.returncode in CODES | {-9, 137}, (number, ran.returncode, ran.stderr)
            assert ran.returncode in (-9, 137) or ran.stderr.strip(), number
        assert office.once() is not None
        assert office.findings() == [], number
        assert office.calendars() == calendars, number
        assert office.dump() == dump, number
    assert hits, "the run met it"
