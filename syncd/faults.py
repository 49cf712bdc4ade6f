"""Named points at which a test may interrupt the program; without SYNCD_FAULT they cost one look at a flag.

    SYNCD_FAULT=store.before_commit:kill@3     SIGKILL at the third time the point is reached
    SYNCD_FAULT=calendar.before_put:raise@1    raise OSError there, or `stop` (SIGSTOP); several are separated by commas
    SYNCD_FAULT_COUNT=file                     append a line per point reached, so that a test can prove it hit its window
"""

from __future__ import annotations

import os
import signal
from collections import Counter

ARMED = False
_armed: dict[str, tuple[str, int]] = {}
_reached: Counter[str] = Counter()
_count_file: str | None = None


def arm(faults: str, count_file: str | None = None) -> None:
    """Take these faults in place of the ones before, and count anew; what is opened afterwards tells its statements too."""
    global ARMED, _count_file
    _armed.clear()
    _reached.clear()
    for part in filter(None, faults.split(",")):
        name, _, rest = part.partition(":")
        action, _, number = rest.partition("@")
        _armed[name] = (action, int(number or 1))
    _count_file = count_file
    ARMED = bool(_armed or count_file)


def hit(name: str) -> None:
    """Say that the program is at this point; what was armed for it happens now."""
    if not ARMED:
        return
    _reached[name] += 1
    if _count_file:
        with open(_count_file, "a", encoding="ascii") as f:
            f.write(name + "\n")
    action, number = _armed.get(name, ("", 0))
    if _reached[name] == number:
        if action == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        elif action == "stop":
            os.kill(os.getpid(), signal.SIGSTOP)
        elif action == "raise":
            raise OSError(f"fault injected at {name}")


arm(os.environ.get("SYNCD_FAULT", ""), os.environ.get("SYNCD_FAULT_COUNT"))
