"""Interrupted at every boundary of every connector, a pass ends like an undisturbed one (F25, F30, F36, F110, G1).

`make test` takes one point of each boundary in the pass after the first changes. SYNCD_PROOF=1 takes all of that pass, and ten
kills at each boundary of the first one, and prints the table. (What is lost in a first pass may leave other words in the end: the
first entry a person gets says what it is.)

    SYNCD_PROOF=1 pytest tests/crash/test_sweep.py -s
"""

from __future__ import annotations

import fcntl
import json
import os
from collections import Counter
from dataclasses import asdict
from pathlib import Path

import pytest

from connectors.registry import CONNECTORS
from tests.crash.provider_places import PLACES, place
from tests.crash.sweep import Told, swept
from tests.crash.watching import Point

PROOF = bool(os.environ.get("SYNCD_PROOF"))
PASSES = ("later", "first") if PROOF else ("later",)
LEAST = 10  # interruptions at each boundary of each connector, in proof
POINTS = 1_200  # in all, in proof
MISSED = 0.05  # of the points: a library may ask once more, or once less

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3 * 3600)]


def chosen(points: list[Point], when: str) -> list[Point]:
    """All of them, or some of each boundary, evenly spread."""
    if PROOF and when == "later":
        return points
    if when == "first":
        points = [point for point in points if point.how == "kill"]
    boundaries: dict[tuple[str, str], list[Point]] = {}
    for point in points:
        boundaries.setdefault((point.connector, point.boundary), []).append(point)
    most = LEAST if PROOF else 1
    return [point for some in boundaries.values() for point in (some if len(some) <= most else [some[(2 * n + 1) * len(some) // (2 * most)] for n in range(most)])]


Swept = tuple[list[Point], list[Told]]


class Sweeps(dict[tuple[str, str], Swept]):
    """Each place and pass, interrupted when it is first asked for. `kept`: where the long runs keep what went well, for other workers and for after a stop."""

    def __init__(self, factory: pytest.TempPathFactory, kept: Path | None) -> None:
        self._factory, self._kept = factory, kept

    def __missing__(self, key: tuple[str, str]) -> Swept:
        if self._kept is None:
            self[key] = self._swept(*key)
            return self[key]
        self._kept.mkdir(parents=True, exist_ok=True)
        file = self._kept / f"sweep-{'-'.join(key)}"
        with open(f"{file}.turn", "w") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)  # where another worker is at it, its result is waited for
            if not file.exists():
                there, told = self._swept(*key)
                if any(one.difference for one in told):  # to be tried again
                    self[key] = there, told
                    return self[key]
                (draft := file.with_suffix(".draft")).write_text(json.dumps([[asdict(one) for one in there], [asdict(one) for one in told]]))
                draft.replace(file)
        there, told = json.loads(file.read_text())
        self[key] = [Point(**one) for one in there], [Told(Point(**one["point"]), one["reached"], one["difference"]) for one in told]
        return self[key]

    def _swept(self, name: str, when: str) -> Swept:
        return swept(lambda: place(name), self._factory.mktemp("sweep"), lambda points: chosen(points, when), is_first=when == "first")


@pytest.fixture(scope="module")
def sweeps(tmp_path_factory: pytest.TempPathFactory) -> Sweeps:
    kept = os.environ.get("SYNCD_PROOF_KEPT")
    return Sweeps(tmp_path_factory, Path(kept) if kept else None)


@pytest.mark.parametrize("when", PASSES)
@pytest.mark.parametrize("name", PLACES)
def test_an_interrupted_pass_ends_like_an_undisturbed_one(sweeps: Sweeps, name: str, when: str) -> None:
    """F110, G1: killed, or cut off and left to live with it; store, originals and calendars are the same in the end, and sound."""
    _, told = sweeps[name, when]
    assert [one for one in told if one.difference] == []
    missed = [one.point for one in told if not one.reached]
    assert len(missed) <= MISSED * len(told), missed


def test_an_entry_whose_taking_out_was_not_answered_was_not_deleted_by_a_person(tmp_path: Path) -> None:
    """F30: gone at the next look, it is what we did; it was written down as the owner's wish never to be reminded of it again."""
    _, told = swept(lambda: place("memory"), tmp_path, lambda points: [one for one in points if (one.boundary, one.how) == ("verb.remove done", "lost")])
    assert len(told) >= 2
    assert [one for one in told if one.difference or not one.reached] == []


def test_every_boundary_of_every_connector_was_come_to(sweeps: Sweeps, capsys: pytest.CaptureFixture[str]) -> None:
    """Hits are counted, not hoped for; where a boundary has fewer points than asked for, all of them were hit."""
    there, hits = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for name in PLACES:
        for when in PASSES:
            points, told = sweeps[name, when]
            there.update((one.connector, one.boundary) for one in points if when == "later")
            hits.update((one.point.connector, one.point.boundary) for one in told if one.reached)
    assert {connector for connector, _ in hits} >= CONNECTORS.keys()
    assert {key: hits[key] for key, count in there.items() if hits[key] < min(count, LEAST if PROOF else 1)} == {}
    assert not PROOF or hits.total() >= POINTS
    with capsys.disabled():
        print(f"\n{hits.total()} points")
        for connector in dict.fromkeys(connector for connector, _ in hits):
            print(f"{connector}: " + ", ".join(f"{boundary} {count}" for (whose, boundary), count in sorted(hits.items()) if whose == connector))
