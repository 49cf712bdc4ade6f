"""Writers of one process take turns in the order in which they came."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from syncd.store.turns import Turns, turns_of


def test_who_writes_again_and_again_lets_the_others_in_between() -> None:
    """A thread that takes its turn anew at once comes after one that waited meanwhile."""
    turns, order = Turns(), list[str]()

    def one() -> None:
        with turns:
            order.append("one")

    waiting = threading.Thread(target=one)
    for n in range(3):
        with turns:
            order.append(f"many {n}")
            if n == 0:
                waiting.start()
                end = time.monotonic() + 10
                while not turns._waiting and time.monotonic() < end:
                    time.sleep(0.001)
    waiting.join()
    assert order == ["many 0", "one", "many 1", "many 2"]


def test_its_holder_may_take_it_again() -> None:
    """A write within a write joins it."""
    turns = Turns()
    with turns, turns:
        pass
    with turns:
        pass


def test_each_store_has_its_own(tmp_path: Path) -> None:
    """By where it lies, however it is spelled."""
    assert turns_of(tmp_path / "a.db") is turns_of(tmp_path / "x" / ".." / "a.db")
    assert turns_of(tmp_path / "a.db") is not turns_of(tmp_path / "b.db")
