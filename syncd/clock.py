"""The one clock of the shell; the core is told what time it is."""

from __future__ import annotations

import datetime as dt
import os

from syncd.errors import UsageError


def clock() -> dt.datetime:
    """Now, in UTC to the second; SYNCD_NOW=ISO fixes it (once, rebuild, status and demo)."""
    fixed = os.environ.get("SYNCD_NOW")
    if not fixed:
        return dt.datetime.now(dt.UTC).replace(microsecond=0)
    try:
        moment = dt.datetime.fromisoformat(fixed)
    except ValueError:
        raise UsageError(f"SYNCD_NOW={fixed}: not a time; write it as 2026-11-21T10:30:00+02:00") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(dt.UTC).replace(microsecond=0)
