"""A store whose parts cannot be put aside by their names is not restored half-way (F117)."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from syncd.backup import back_up
from syncd.errors import UsageError
from syncd.restore import _may_be_renamed
from tests.conftest import run_syncd
from tests.store.world import Office, settle


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A store with a backup."""
    office = Office(tmp_path / "office")
    settle(office)
    office.once()
    back_up(office.folder / "history.db", office.folder / "backups", office.now, 7)
    return office


def _linked(office: Office) -> None:
    """The originals lie on a larger disk, and a link leads there."""
    raw = office.folder / "raw"
    raw.rename(office.folder / "larger disk")
    raw.symlink_to("larger disk")


def _mounted(*command: str) -> Callable[[Office], None]:
    def mount(office: Office) -> None:
        done = subprocess.run(["mount", *command, str(office.folder / "raw")], capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"nothing can be mounted here: {done.stderr.strip()}")

    return mount


ELSEWHERE = [
    # how the originals lie, said of them, reason
    (_linked, "is a link to larger disk", "the new originals would lie beside the store, the old ones where nobody looks for them"),
    (_mounted("-t", "tmpfs", "-o", "size=1m", "tmpfs"), "is a mount of its own", "another file system: EXDEV, EBUSY"),
    (_mounted("--bind", "/usr/share/zoneinfo"), "is a mount of its own", "a folder of the same disk bound there: EBUSY"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("lay", "said", "reason"), ELSEWHERE)
def test_originals_that_cannot_be_renamed_are_told_before_anything_is_written(lay: Callable[[Office], None], said: str, reason: str, office: Office) -> None:
    """What is a mount or a link cannot be put aside by its name: exit 64 with what to do, and the store as it was."""
    lay(office)
    try:
        before = sorted(p.name for p in office.folder.iterdir())
        ran = run_syncd("restore", "-c", office.folder / "config.toml", office.folder / "backups", cwd=office.folder)
        assert ran.code == 64 and said in ran.err and "Nothing was changed." in ran.err, reason
        assert sorted(p.name for p in office.folder.iterdir()) == before
    finally:
        subprocess.run(["umount", str(office.folder / "raw")], capture_output=True)


def test_a_mount_is_known_by_the_list_of_the_kernel(tmp_path: Path) -> None:
    """Blanks in it are written in octal; only the place itself counts. Source: proc_pid_mountinfo(5)."""
    place = tmp_path / "duomenų bazė" / "raw"
    place.mkdir(parents=True)
    mounts = tmp_path / "mountinfo"
    at = str(place).replace(" ", "\\040")
    mounts.write_text(f"36 35 98:0 / / rw - ext4 /dev/sda1 rw\n40 36 98:0 /x {Path(at).parent} rw - ext4 /dev/sda1 rw\n", "utf-8")
    _may_be_renamed(place, mounts)
    mounts.write_text(f"40 36 98:0 /x {at} rw - ext4 /dev/sda1 rw\n", "utf-8")
    with pytest.raises(UsageError, match="is a mount of its own"):
        _may_be_renamed(place, mounts)
