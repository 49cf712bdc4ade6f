"""How long things are kept: whether an item is older than its kind may be, when it comes and when it is there.

A repeated meeting is as old as its last occurrence; a mail with an invitation as old as the meeting, where that is later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from syncd.core.derived import Derived, DerivedCalendar, DerivedCall, DerivedCards, DerivedMessage, DerivedRow
from syncd.core.model import Meeting

Limits = Mapping[str, dt.datetime]  # message, call, meeting → what ended before is kept no longer
_AHEAD = dt.timedelta(days=5 * 366)  # a series that has nothing in five years is over


def limits(keep: Mapping[str, int], now: dt.datetime) -> Limits:
    """From days by kind to the moments before which nothing of that kind is kept."""
    return {kind: now - dt.timedelta(days=days) for kind, days in keep.items()}


def over(derived: Derived, until: Limits, zone: str) -> str:
    """The kind an item is too old for, or ''. `zone`: of floating times."""
    match derived:
        case DerivedMessage():
            is_over = "message" in until and derived.at < until["message"] and (not derived.meetings or _are_over(derived.meetings, until["message"], zone))
            return "message" if is_over else ""
        case DerivedCall():
            return "call" if "call" in until and derived.call.at < until["call"] else ""
        case DerivedCalendar():
            return "meeting" if "meeting" in until and derived.meetings and _are_over(derived.meetings, until["meeting"], zone) else ""
        case DerivedCards() | DerivedRow():
            return ""


def _are_over(meetings: Sequence[Meeting], until: dt.datetime, zone: str) -> bool:
    from syncd.core.recurrence import occurrences  # only where something may be too old

    if any(m.start is None for m in meetings):
        return False
    by_uid: dict[str, list[Meeting]] = {}
    for meeting in meetings:
        by_uid.setdefault(meeting.uid, []).append(meeting)
    return not any(occurrences(same, until, until + _AHEAD, zone)[0] or _is_ahead(same, until + _AHEAD) for same in by_uid.values())


def _is_ahead(meetings: Sequence[Meeting], moment: dt.datetime) -> bool:
    return any(m.start is not None and m.start.at >= moment for m in meetings)
