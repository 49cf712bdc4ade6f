"""What commands cost: CPU, wall and memory of a process and all below it, looked at from outside."""

from __future__ import annotations

import os
import resource
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_LOOK = 0.05  # seconds between two looks at a process
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """What one command cost: seconds; MB at its peak, of all its processes together and of the `largest`; `workers`: CPU seconds of its children."""

    cpu: float
    wall: float
    peak: float
    workers: float
    largest: float = 0.0

    def __str__(self) -> str:
        return f"{self.cpu:7.2f} s CPU {self.wall:7.2f} s wall {self.peak:6.0f} MB"


def run(*command: str, env: dict[str, str] | None = None) -> Cost:
    """Run a command to its end and measure it."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, **(env or {})})
    watched = Watched(process.pid)
    watcher = threading.Thread(target=watched.until, args=(lambda: not Path(f"/proc/{process.pid}").exists(),))
    watcher.start()
    _, err = process.communicate()
    watcher.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}: exit {process.returncode}\n{err.decode()[-2000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, time.monotonic() - began, watched.together, sum(watched.workers.values()), watched.largest)


class Watched:
    """A process and those below it: the peaks of their proportional memory (Pss, MB), and the CPU seconds of each but the first."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.together = self.largest = 0.0
        self.workers: dict[int, float] = {}

    def look(self) -> dict[int, float]:
        """The memory of each now; the process itself is first."""
        found: dict[int, float] = {}
        for pid in family(self.pid):
            with suppress(OSError):  # it has just ended
                found[pid] = pss(pid)
                if pid != self.pid:
                    self.workers[pid] = cpu_of(pid)
        self.together = max(self.together, sum(found.values()))
        self.largest = max(self.largest, *found.values(), 0.0)
        return found

    def until(self, is_over: Callable[[], bool]) -> None:
        """Look every 50 ms until it is over."""
        while not is_over():
            self.look()
            time.sleep(_LOOK)


def family(pid: int) -> Iterator[int]:
    """A process and all below it, as far as they live."""
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from family(int(child))


def pss(pid: int) -> float:
    """MB of a process's memory, what is shared divided among those that share it. Source: proc(5), smaps_rollup."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def cpu_of(pid: int, *, ended: bool = False) -> float:
    """CPU seconds of a process so far, with those of its children that have `ended`. Source: proc_pid_stat(5), fields 14 to 17."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(f) for f in fields[11 : 15 if ended else 13]) / _TICKS
