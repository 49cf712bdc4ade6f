"""A power cut, and a disk that refuses: whatever came to the disk of the last transaction, the next run ends as if nothing had happened. (F81, F111, G4, G6)

A run is killed right after a commit, so that the log of history.db ends with that transaction; then the log is cut within it, as when the power
went before all of it was on the disk. What was committed before is there: synchronous=FULL waits for it.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import struct
from functools import partial
from pathlib import Path

import pytest

from syncd.errors import SyncdError
from tests.crash.scenes import SCENES, Scene, Stage, small_pages, spread  # noqa: F401
from tests.store.world import Office

PROOF = bool(os.environ.get("SYNCD_PROOF"))
PARTS = 8 if PROOF else 1  # of the commits of a scene: what was stopped in between goes on there
_HEAD, _FRAME = 32, 24  # bytes of the log's head and of a frame's before its page; sqlite.org/fileformat2.html, "The Write-Ahead Log"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3 * 3600), pytest.mark.usefixtures("small_pages")]


def ends(log: Path) -> list[int]:
    """The frames of a log, by number from 1, that end a transaction (their count of pages is not 0); without what an older log left behind, whose salt is another."""
    data = log.read_bytes()
    if len(data) < _HEAD:
        return []  # all of it is in the file itself
    (page,), salt = struct.unpack_from(">I", data, 8), data[16:24]
    places = range(_HEAD, len(data) - page, _FRAME + page)
    return [n for n, at in enumerate(places, start=1) if data[at + 8 : at + 16] == salt and struct.unpack_from(">I", data, at + 4)[0]]


def cut(log: Path, frame: int, torn: int = 0) -> None:
    """Leave so many frames, and so many bytes of the next."""
    (page,) = struct.unpack_from(">I", log.read_bytes(), 8)
    os.truncate(log, _HEAD + frame * (_FRAME + page) + torn)
    log.with_name(f"{log.name[:-4]}-shm").unlink(missing_ok=True)


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("scene", SCENES, ids=[scene.name for scene in SCENES])
def test_a_power_cut_within_any_transaction_loses_and_doubles_nothing(scene: Scene, part: int, tmp_path: Path) -> None:
    """G6: at the end of one of its frames, and within a frame; every one of its frames in the long run."""
    stage = Stage(scene, tmp_path)
    commits, images = stage.points["store.after_commit"], 0
    for number in spread(commits, 10**9 if PROOF else 4)[part::PARTS]:
        whole = stage.copy("whole")
        assert whole.killed(f"store.after_commit:kill@{number}", partial(scene.run, whole))
        before, last = [0, 0, *ends(whole.folder / "history.db-wal")][-2:]
        for frame, torn in [(n, torn) for n in range(before, last) for torn in (0, 100)] if PROOF else [(last - 1, number % 2 * 100)] * bool(last):
            shutil.rmtree(tmp_path / "cut", ignore_errors=True)
            shutil.copytree(whole.folder, tmp_path / "cut")
            cut(tmp_path / "cut/history.db-wal", frame, torn)
            office = Office(tmp_path / "cut")
            scene.run(office)
            assert office.findings() == [], (number, frame, torn)
            assert office.calendars() == stage.calendars, (number, frame, torn)
            assert office.dump() == stage.dump, (number, frame, torn)
            images += 1
    assert images >= 2


# without a store there is nothing to step back from; many entries that we took out ourselves look like a calendar that somebody
# emptied once the store has forgotten it, and then nothing is written before a person has looked (DESIGN §8)
BACK = [scene for scene in SCENES if scene.name not in ("first harvest", "entries taken out")]


@pytest.mark.parametrize("scene", BACK, ids=[scene.name for scene in BACK])
def test_a_store_that_stepped_back_ends_with_the_same_entries(scene: Scene, tmp_path: Path) -> None:
    """F111: a disk that said it had written, and had not: the calendars know more than the store, and nothing is lost or doubled in them."""
    stage = Stage(scene, tmp_path)
    whole = stage.copy("whole")
    assert whole.killed(f"store.after_commit:kill@{stage.points['store.after_commit'] - 1}", lambda: scene.run(whole))
    committed = ends(whole.folder / "history.db-wal")
    for place in spread(len(committed), 10**9 if PROOF else 3)[:-1]:
        shutil.rmtree(tmp_path / "cut", ignore_errors=True)
        shutil.copytree(whole.folder, tmp_path / "cut")
        cut(tmp_path / "cut/history.db-wal", committed[place - 1])
        office = Office(tmp_path / "cut")
        scene.run(office)
        assert office.findings() == [], place
        assert office.calendars() == stage.calendars, place
    assert len(committed) > 2


@pytest.mark.parametrize("scene", SCENES, ids=[scene.name for scene in SCENES])
def test_a_disk_that_refuses_to_grow_a_file_stops_the_run_and_spoils_nothing(scene: Scene, tmp_path: Path) -> None:
    """G4, F81: at each size at which the kernel refuses more, the run ends with a sentence, and ends well once there is room."""
    stage = Stage(scene, tmp_path)
    done = max(file.stat().st_size for file in (tmp_path / "undisturbed").glob("history.db*"))
    refused = 0
    for size in spread(done // 4096, 60 if PROOF else 3):
        office = stage.copy("full")
        refused += _ran_within(office, scene, size * 4096)
        scene.run(office)
        assert office.findings() == [], size
        assert office.calendars() == stage.calendars, size
        assert office.dump() == stage.dump, size
    assert refused, "the disk was full once"


def _ran_within(office: Office, scene: Scene, size: int) -> bool:
    """Run in a process that may make no file greater than this; whether it was refused. It must say so in a sentence."""
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
            scene.run(office)
            code = 0
        except (SyncdError, sqlite3.OperationalError):
            code = 74
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 74), f"{scene.name}, {size} bytes"
    return os.waitstatus_to_exitcode(status) == 74
