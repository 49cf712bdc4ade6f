"""How far a hand-off between colleagues has come: asked, accepted, declined, started, finished, expired.

    life     the state that people's decisions and the words of the one asked (`fulfil.steps`) make, in the order of their times
    agreed   the term that holds once the one asked has named one
    expires  when a hand-off nobody has answered counts no more
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from syncd.core import keys
from syncd.core.model import WorkingCalendar
from syncd.core.worktime import due_instant

_HOUR = re.compile(r"\D{0,6}\d{1,2}(?:[:.]\d\d)?\s?(?:val\.?|h|час\w*|ч\.?|[ap]\.?m\.?)?")  # a clock, and no day beside it

_ORDER = {"asked": 0, "expired": 0, "declined": 0, "accepted": 1, "started": 2, "finished": 3}


def life(asked_at: str, events: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """State of a hand-off and since when. `events`: (instant, accepted | declined | started | finished), decisions and steps together."""
    state, since = "asked", asked_at
    for at, what in sorted(events):
        if what == "declined" or _ORDER[what] > _ORDER[state]:
            state, since = what, at
    return state, since


def agreed(asked: Mapping[str, Any], answer: Mapping[str, Any] | None) -> dict[str, Any]:
    """The term (due_from, due_to, due_zone, due_kind, due_text) of a hand-off: the answer's own, else the asker's.

    Of an answer that names the hour alone ("ok, at ten" to "on Tuesday") the day is the one asked for.
    """
    term = {name: (answer or asked)[name] for name in ("due_from", "due_to", "due_zone", "due_kind", "due_text")}
    if answer and asked["due_to"] and asked["due_kind"] == "explicit" and asked["due_to"][:10] > term["due_to"][:10] and _HOUR.fullmatch(term["due_text"]):
        term["due_from"] = term["due_to"] = asked["due_to"][:10] + term["due_to"][10:]
    return term


def expires(asked_at: str, zone: str, calendar: WorkingCalendar, *, working_days: int, seconds: int) -> str:
    """The instant from which a hand-off that is still only asked for counts as expired."""
    asked = dt.datetime.fromisoformat(asked_at)
    if not working_days:
        return keys.instant(asked + dt.timedelta(seconds=seconds))
    return keys.instant(due_instant(calendar.shift(asked.date(), working_days).isoformat(), zone, calendar))
