"""When what is shown is older than people take it for: “data as of …” is said then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

STALE = dt.timedelta(minutes=15)


def newest(reads: Iterable[str | None], now: dt.datetime) -> str | None:
    """When the last successful pass over any source was, if that is STALE; '' where there are sources and none was ever read."""
    found = [read or "" for read in reads]
    return _if_stale(max(found), now) if found else None


def oldest(reads: Iterable[str | None], now: dt.datetime) -> str | None:
    """The same for sources that are all needed: when the one that lags most was read, if that is STALE; '' where one never was."""
    found = [read or "" for read in reads]
    return _if_stale(min(found), now) if found else None


def _if_stale(read: str, now: dt.datetime) -> str | None:
    return read if not read or now - dt.datetime.fromisoformat(read) > STALE else None
