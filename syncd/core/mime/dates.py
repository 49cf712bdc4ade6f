"""The time a message was sent, from fields that are wrong surprisingly often.

Refuses to give a naive time, to raise, and to believe a clock that was never set. There is no "now" here: what is too
late is judged by the Received fields, and by a bound no mail of this century's first half passes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from email.utils import parsedate_tz
from functools import cache
from typing import Final, Literal

from syncd.core.model import Problem

_FIRST_YEAR: Final = 1982  # RFC 822; 1970 and 1980 are clocks that were never set
_LAST_YEAR: Final = 2079
_AHEAD: Final = dt.timedelta(days=2)  # a sender's clock or zone may be wrong by that much
_MONTHS: Final = {m: i for i, m in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}
# RFC 5322 section 3.3, the form nearly all mail has; the rest goes to the standard library.
_USUAL: Final = re.compile(r"\s*(?:[A-Za-z]{3},)?\s*(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? ([+-])(\d\d)(\d\d)(?!\d)")

From = Literal["date", "received", ""]


@cache
def _zone(minutes: int) -> dt.timezone:
    return dt.timezone(dt.timedelta(minutes=minutes)) if minutes else dt.UTC


def parse(value: str) -> dt.datetime | None:
    """A date of RFC 5322 or something like it, in the zone it was written in; UTC where it names none."""
    usual = _USUAL.match(value)
    if usual and (month := _MONTHS.get(usual[2].lower())):
        minutes = int(usual[8]) * 60 + int(usual[9])
        fields = (int(usual[3]), month, int(usual[1]), int(usual[4]), int(usual[5]), min(int(usual[6] or 0), 59))
        return _made(fields, -minutes if usual[7] == "-" else minutes)
    try:
        loose = parsedate_tz(value[:200])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None  # known cases: digits that are no ASCII digits, empty pieces
    if loose is None:
        return None
    return _made((loose[0], loose[1], loose[2], loose[3], loose[4], min(loose[5], 59)), (loose[9] or 0) // 60)


def _made(fields: tuple[int, int, int, int, int, int], minutes: int) -> dt.datetime | None:
    try:
        made = dt.datetime(*fields, tzinfo=_zone(minutes if abs(minutes) <= 14 * 60 else 0))
    except (ValueError, OverflowError):
        return None
    return made if _FIRST_YEAR <= made.year <= _LAST_YEAR else None


def sent_at(date: Sequence[str], received: Sequence[str]) -> tuple[dt.datetime | None, From, tuple[Problem, ...]]:
    """When a message was sent: Date, unless it is absent, unreadable or later than its arrival; then the newest Received."""
    written = parse(date[0]) if date else None
    if written is not None and not received:
        return written, "date", _zone_problem(date[0])
    arrival = _newest(received, None if written is None else written - _AHEAD)
    if written is None:
        text = f"The date {date[0][:60]!r} cannot be believed." if date else "There is no Date."
        problem = Problem(code="date_unbelievable" if date else "date_missing", text=text)
        return arrival, "received" if arrival else "", (problem,)
    if arrival is not None and written - arrival > _AHEAD:
        problem = Problem(code="date_unbelievable", text=f"The date {date[0][:60]!r} is later than the arrival.")
        return arrival, "received", (problem,)
    return written, "date", _zone_problem(date[0])


def _zone_problem(date: str) -> tuple[Problem, ...]:
    """-0000 says that the sender's zone is not known (RFC 5322 section 3.3): the instant is right, the wall time is not."""
    if "-0000" not in date:
        return ()
    return (Problem(code="date_zone_unknown", text="The date does not tell the sender's zone."),)


def _newest(received: Sequence[str], enough: dt.datetime | None) -> dt.datetime | None:
    """The newest believable time of the Received fields (each ends with "; date", RFC 5321 section 4.4), or one that is late enough."""
    newest: dt.datetime | None = None
    for value in received[:50]:
        at = parse(value.rpartition(";")[2])
        if at is not None and (newest is None or at > newest):
            newest = at
            if enough is not None and at >= enough:
                break
    return newest
