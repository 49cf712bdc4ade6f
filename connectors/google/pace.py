"""What Google documents that one account may ask of each API, and the one pace of each (connectors/pace.py)."""

from __future__ import annotations

import threading

from connectors.pace import MOST_WAIT, PATIENCE, SLOWEST, Allowance, Pace

__all__ = ["ALLOWANCES", "MOST_WAIT", "PATIENCE", "SLOWEST", "Allowance", "Pace", "pace_of"]

# Units a minute and user as documented in 2026, rate × 60 + burst keeping below. Gmail prices a method at 1 to 100 units,
# Calendar and People each request at one.
ALLOWANCES = {
    "gmail": Allowance(235.0, 500.0),  # 15,000; 6,000 for projects made since 2026-05
    "calendar": Allowance(8.0, 120.0),  # 600
    "people": Allowance(1.0, 30.0),  # 90
}
_paces: dict[tuple[str, str, str], Pace] = {}
_lock = threading.Lock()


def pace_of(endpoint: str, account: str, api: str) -> Pace:
    """The one pace of an account and an API in this process, whoever asks: a wait outlives the connection that was told it."""
    with _lock:
        key = (endpoint, account, api)
        if key not in _paces:
            _paces[key] = Pace(ALLOWANCES[api])
        return _paces[key]
