"""What a piece of work costs, so that a bar fails for the work alone: not for a busy machine, nor for what tests before it left behind."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def least(work: Callable[[], object], bar: float, tries: int = 5) -> float:
    """Seconds of this thread's CPU that `work` takes: the least of so many tries, of which the first within the bar is the last.

    The garbage collector rests meanwhile, as in timeit: in a process that has run thousands of tests one collection costs more than most bars.
    `work` must cost the same each time, so nothing that keeps its answers.
    """
    spent = []
    rests = gc.isenabled()
    gc.disable()
    try:
        while len(spent) < tries and min(spent, default=bar + 1) > bar:
            began = time.thread_time()
            work()
            spent.append(time.thread_time() - began)
    finally:
        if rests:
            gc.enable()
    return min(spent)


def again(spent: float, work: Callable[[], object], bar: float) -> float:
    """The seconds that `work` took once already, or where that is over the bar, the least of several tries: for thousands of pieces of work."""
    return spent if spent <= bar else least(work, bar)
