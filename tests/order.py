"""In which order tests run: pytest hands out whole files to its workers, one after the other."""

from __future__ import annotations

import itertools
import random

import pytest

LONGEST = ("crash/test_daemon_kills", "browser/", "crash/test_kill", "crash/", "datasette/test_canaries", "end_to_end/", "store/")


def longest_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """Begin with files that take a minute, so that in the end no worker is alone with one. Files that are alike stay as they were."""
    ranks = {item.path: next((rank for rank, part in enumerate(LONGEST) if f"/tests/{part}" in item.path.as_posix()), len(LONGEST)) for item in items}
    return sorted(items, key=lambda item: ranks[item.path])


def shuffled(items: list[pytest.Item], seed: str) -> list[pytest.Item]:
    """Files in an order that follows from `seed`, and in each of them its tests."""
    chance = random.Random(seed)
    files = [list(tests) for _, tests in itertools.groupby(items, key=lambda item: item.path)]
    chance.shuffle(files)
    for tests in files:
        chance.shuffle(tests)
    return [test for tests in files for test in tests]
