"""How far a hand-off between colleagues has come: asked, accepted, declined, started, finished, expired.

    life     the state that people's decisions and the words of the one asked (`fulfil.steps`) make, in the order of their times
    expires  when a hand-off nobody has answered counts no more
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from syncd.core import keys
from syncd.core.model import WorkingCalendar
from syncd.core.worktime import due_instant

_ORDER = {"asked": 0, "expired": 0, "declined": 0, "accepted": 1, "started": 2, "finished": 3}


def life(asked_at: str, events: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """State of a hand-off and since when. `events`: (instant, accepted | declined | started | finished), decisions and steps together."""
    state, since = "asked", asked_at
    for at, what in sorted(events):
        if what == "declined" or _ORDER[what] > _ORDER[state]:
            state, since = what, at
    return state, since


def expires(asked_at: str, zone: str, calendar: WorkingCalendar, *, working_days: int, seconds: int) -> str:
    """The instant from which a hand-off that is still only asked for counts as expired."""
    asked = dt.datetime.fromisoformat(asked_at)
    if not working_days:
        return keys.instant(asked + dt.timedelta(seconds=seconds))
    return keys.instant(due_instant(calendar.shift(asked.date(), working_days).isoformat(), zone, calendar))
