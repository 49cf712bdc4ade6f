"""Named points at which a test may interrupt the program; without SYNCD_FAULT they cost one dictionary look-up.

    SYNCD_FAULT=store.commit:kill@3        SIGKILL at the third time the point is reached
    SYNCD_FAULT=calendar.put:raise@1       raise OSError there
    SYNCD_FAULT=…;SYNCD_FAULT_COUNT=file   append a line per point reached, so that a test can prove it hit its window
"""

from __future__ import annotations

import os
import signal
from collections import Counter

_armed: dict[str, tuple[str, int]] = {}
_reached: Counter[str] = Counter()
_count_file = os.environ.get("SYNCD_FAULT_COUNT")
for _part in filter(None, os.environ.get("SYNCD_FAULT", "").split(",")):
    _name, _, _rest = _part.partition(":")
    _action, _, _number = _rest.partition("@")
    _armed[_name] = (_action, int(_number or 1))

ARMED = bool(_armed or _count_file)


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
        elif action == "raise":
            raise OSError(f"fault injected at {name}")
