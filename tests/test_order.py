"""Tests run with the longest files first, or in any order that a number names."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.order import LONGEST, longest_first, shuffled

ITEMS: list[Any] = [
    SimpleNamespace(path=Path(f"/x/tests/{file}.py"), nodeid=f"{file}::{n}")
    for file in ("core/test_due", "crash/test_daemon_kills", "crash/test_power", "store/test_law", "test_docs", *(f"config/test_{c}" for c in "abcdef"))
    for n in range(10)
]


def _files(items: list[Any]) -> list[str]:
    """Each file where its tests begin; one that is in two places stands there twice."""
    return [item.path.stem for before, item in zip([None, *items], items, strict=False) if before is None or before.path != item.path]


def test_what_takes_longest_is_begun_first() -> None:
    """And nothing else changes its place: tests of a file share what they set up, in their order."""
    files = _files(longest_first(ITEMS))
    assert files[:5] == ["test_daemon_kills", "test_power", "test_law", "test_due", "test_docs"]
    assert [i.nodeid for i in longest_first(ITEMS) if i.path.stem == "test_due"] == [f"core/test_due::{n}" for n in range(10)]


def test_what_is_named_as_longest_is_there() -> None:
    """A name that fits no file would be of one that was renamed."""
    tests = Path(__file__).parent
    assert [part for part in LONGEST if not list(tests.glob(f"{part}*"))] == []


@pytest.mark.parametrize("seed", ["1", "2", "7"])
def test_a_number_names_one_order_of_files_and_of_the_tests_in_each(seed: str) -> None:
    """The same for all workers of a run, or they could not share it; a file stays together."""
    order = shuffled(ITEMS, seed)
    assert order == shuffled(list(ITEMS), seed) != ITEMS and sorted(i.nodeid for i in order) == sorted(i.nodeid for i in ITEMS)
    assert len(_files(order)) == len(_files(ITEMS)) and _files(order) != _files(ITEMS)
    assert [i.nodeid for i in order if i.path.stem == "test_due"] != [i.nodeid for i in ITEMS if i.path.stem == "test_due"]
