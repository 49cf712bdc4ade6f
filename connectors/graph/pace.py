"""How fast and how often at once one mailbox may be asked (learn.microsoft.com/graph/throttling-limits, Outlook service limits)."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from connectors.pace import Allowance, Pace

AT_ONCE = 3  # of the 4 requests that one application may have under way in one mailbox (F58)
ALLOWANCE = Allowance(15.0, 900.0)  # 9,900 of the 10,000 requests in 10 minutes that an application has for a mailbox


def _pace() -> Pace:
    return Pace(ALLOWANCE, whose="Microsoft Graph")


@dataclass(frozen=True, slots=True)
class Lane:
    """One mailbox's way to be asked, shared by all that ask for it in this process."""

    pace: Pace = field(default_factory=_pace)
    slots: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(AT_ONCE))


_lanes: dict[tuple[str, str], Lane] = {}
_lock = threading.Lock()


def lane_of(endpoint: str, mailbox: str) -> Lane:
    """The one lane of a mailbox, whoever asks: a wait outlives the connection that was told it."""
    with _lock:
        key = (endpoint, mailbox)
        if key not in _lanes:
            _lanes[key] = Lane()
        return _lanes[key]
