"""Killed at any point and run again: the store and the calendars are those of a run nobody disturbed (F110, G1, G5).

Each scene is run once to count how often it comes to each point; then it is killed at a spread of those (SYNCD_PROOF=1:
wherever the disk is not as it was at the point before, and ten times in each window of each scene), run again to its end,
and compared. That every window was hit is asserted, not hoped for.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.files.listing import Size
from tests.conftest import Ran, run_syncd
from tests.crash.scenes import BESIDE, SCENES, Stage, spread
from tests.store.world import Office, settle

pytestmark = pytest.mark.slow

PROOF = bool(os.environ.get("SYNCD_PROOF"))
WINDOWS = (
    "store.statement",  # before any statement, reading ones too
    "store.before_commit",
    "store.after_commit",
    "store.sightings",  # interactions and promises written, the sightings and the cursor not yet
    "raw.before_commit",
    "raw.after_commit",  # originals kept, nothing refers to them yet
    "forget.words",  # a piece of the index of words put together anew, after something was taken out
    "decision.written",  # a person's answer written, the entry not yet noted as read
    "calendar.before_put",  # noted as being sent
    "calendar.draft",  # the hidden file written, not yet in place
    "calendar.linked",  # in place, the hidden file still there
    "calendar.after_put",  # in the calendar, the store does not know
    "calendar.before_remove",
    "calendar.after_remove",
)
LEAST = 10  # kills in each window


@pytest.fixture(scope="module", autouse=True)
def small_pages() -> Iterator[None]:
    """Pages of three items, so that one folder takes many transactions."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("connectors.files.maildir.Size", lambda: Size(items=3))
        patch.setattr("connectors.files.vdir.Size", lambda: Size(items=3))
        yield


class Stages(dict[str, Stage]):
    """Every scene, set up once, when it is first asked for."""

    def __init__(self, factory: pytest.TempPathFactory) -> None:
        self._factory = factory

    def __missing__(self, name: str) -> Stage:
        (scene,) = (s for s in SCENES if s.name == name)
        self[name] = Stage(scene, self._factory.mktemp("scene"), looks=PROOF)
        return self[name]

    def all(self) -> list[Stage]:
        """Those of all scenes."""
        return [self[scene.name] for scene in SCENES]


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Stages:
    return Stages(tmp_path_factory)


QUICK = {"entries taken out", "rebuild"}


@pytest.mark.parametrize("scene", [pytest.param(s.name, marks=() if s.name in QUICK else pytest.mark.slow) for s in SCENES])
def test_a_killed_run_ends_like_an_undisturbed_one(stages: Stages, scene: str) -> None:
    """F110: killed once in each window it comes to, a run leaves nothing half done, lost or doubled."""
    stage = stages[scene]
    for window in WINDOWS:
        if count := stage.points[window]:
            stage.interrupt(f"{window}:kill@{(count + 1) // 2}")


def test_entries_about_no_promise_are_neither_lost_nor_doubled(tmp_path: Path) -> None:
    """F110: killed at each entry once it stands there and before the store knows, and before the last commit."""
    stage = Stage(BESIDE, tmp_path)
    windows = [w for w in WINDOWS if w.startswith("calendar.") and stage.points[w]]
    assert {stage.points[w] for w in windows} == {2} and "calendar.after_put" in windows, "two entries, each through every window"
    kills = [f"{w}:kill@{n}" for w in (windows if PROOF else ("calendar.linked", "calendar.after_put")) for n in (1, 2)]
    for kill in (*kills, *(f"store.before_commit:kill@{n}" for n in spread(stage.points["store.before_commit"], 10**9 if PROOF else 2)[1:])):
        stage.interrupt(kill)


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("window", WINDOWS)
def test_no_window_of_any_run_loses_or_doubles_anything(stages: Stages, window: str) -> None:
    """F110, G1: at least ten kills in every window, over all scenes (each time it is come to, where that is less often); each ends in the same store and calendars."""
    samples = LEAST if PROOF else _enough([stage.points[window] for stage in stages.all()])
    kills = [(stage, number) for stage in stages.all() for number in sorted({*_within(stage.points[window], samples), *stage.changed.get(window, ())})]
    assert len(kills) >= min(LEAST, sum(stage.points[window] for stage in stages.all())) > 1
    for stage, number in kills:
        stage.interrupt(f"{window}:kill@{number}")


def _enough(counts: list[int]) -> int:
    """How many kills each scene takes to make the least in a window that they come to so often."""
    return next((samples for samples in range(2, LEAST) if sum(min(samples, count) for count in counts) >= LEAST), LEAST)


def _within(count: int, samples: int) -> list[int]:
    """So many of the times a window is come to; where there are more, neither the first nor the last, at which the test below kills."""
    return spread(count, samples + 2)[1:-1] if count >= samples + 2 else spread(count, samples)


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("scene", [s.name for s in SCENES])
def test_a_run_killed_while_it_recovers_ends_the_same(stages: Stages, scene: str) -> None:
    """G5: killed, run again, killed there too: the third run ends as if nothing had happened."""
    stage = stages[scene]
    for window in WINDOWS:
        for number in spread(stage.points[window], 40 if PROOF else 2):
            stage.interrupt(f"{window}:kill@{number}", "store.statement:kill@12", "store.before_commit:kill@2")


def test_every_point_of_a_run_is_a_window_that_is_tested(stages: Stages) -> None:
    """A point somebody adds to the program must be named here, and every window named here is really there."""
    reached = set().union(*(stage.points for stage in stages.all()))
    assert reached == set(WINDOWS)


def test_the_program_itself_is_killed_by_its_environment_and_recovers(tmp_path: Path) -> None:
    """SYNCD_FAULT kills the real command; the same command again ends as the undisturbed one, by `verify --dump`."""
    dumps = []
    for name, faults in (("undisturbed", ()), ("killed", ("raw.after_commit:kill@1", "store.before_commit:kill@9", "calendar.after_put:kill@2"))):
        (tmp_path / name).mkdir()
        office = Office(tmp_path / name)
        settle(office)
        for fault in faults:
            assert _syncd(office, "once", fault=fault).code == -signal.SIGKILL, fault
        assert _syncd(office, "once").code == 0
        dumps.append((_syncd(office, "verify", "--dump").out, office.calendars()))
        assert _syncd(office, "verify").code == 0
    assert dumps[0] == dumps[1]


def _syncd(office: Office, *arguments: str, fault: str = "") -> Ran:
    env = {"SYNCD_FAULT": fault} if fault else {}
    return run_syncd(*arguments, "-c", "config.toml", cwd=office.folder, now=office.now.isoformat(), env=env)
