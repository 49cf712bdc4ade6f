"""What a term comes to: the window of days or minutes, as local wall texts."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Final

from syncd.core.due.atoms import Atom
from syncd.core.due.days import DAY, Said
from syncd.core.due.reading import Reading
from syncd.core.due.terms import Term
from syncd.core.model import Due, DueKind

_EVENING: Final = frozenset({"evening", "night", "afternoon"})
_OVER: Final = {"morning": 10, "lunch": 14, "afternoon": 18}  # the hour from which "in the morning" means tomorrow's
_NOON: Final = 12 * 60
_DEADLINE: Final = frozenset({"upto", "before"})
Window = tuple[str, str]


def due_of(term: Term, reading: Reading, said: Said, earlier: dt.date | None) -> Due | None:
    """A term with its window; None where it comes to none: "the same day" with no day before it (`earlier`)."""
    window = _window(term, said, earlier)
    if window is None:
        return None
    start, end = reading.tokens[term.first].start, reading.tokens[term.last - 1].end
    kind: DueKind = "vague" if term.day is not None and term.day.kind == "vague" else "explicit"
    return Due(from_=window[0], to=window[1], text=reading.source[start:end], kind=kind, start=start, end=end)


def _wall(at: dt.datetime) -> str:
    return at.isoformat(timespec="minutes")


def _window(term: Term, said: Said, earlier: dt.date | None) -> Window | None:
    low, high = _days_named(term, said, earlier)
    if term.clock is not None:
        return _clock_window(term, term.clock, high, said)
    atom = term.day
    deadline = term.lead in _DEADLINE or term.latest or (atom is not None and atom.upto)
    if atom is not None and atom.moment is not None:
        return _wall(said.at) if deadline else _wall(atom.moment), _wall(atom.moment)
    if low is None or high is None:
        return None
    if term.lead == "before" and low == said.day and atom is not None and atom.weekday is not None:
        low, high = low + 7 * DAY, high + 7 * DAY  # before Wednesday, said on a Wednesday
    if term.lead == "before" and not term.part and atom is not None and not atom.upto:
        high = max(low - DAY, said.day)
    if term.lead == "from" and not (atom is not None and atom.fixed):
        if atom is not None and not atom.counted and low == said.day < high:
            return None  # „nuo lapkričio", said in November: it has begun
        high = low
    if high < said.day:
        return None
    return min(said.day if deadline else low, high).isoformat(), high.isoformat()


def _days_named(term: Term, said: Said, earlier: dt.date | None) -> tuple[dt.date | None, dt.date | None]:
    atom = term.day
    if atom is None:
        if term.clock is not None:
            return None, None
        over = 8 if term.part == "morning" and term.lead in _DEADLINE else _OVER.get(term.part, 24)
        day = said.day + DAY if said.at.hour >= over else said.day
        return day, day
    if atom.told and earlier is not None and atom.low is not None and atom.low < earlier:  # on the Saturday, after the fourth
        day = earlier + (atom.low - earlier) % (7 * DAY)
        return day, day
    if atom.kind == "same" and earlier is not None and atom.weekday is not None:
        after = earlier + ((atom.weekday - earlier.weekday() - 1) % 7 + 1) * DAY
        return after, after
    if atom.kind == "same":
        return earlier, earlier
    return atom.low, atom.high


def _clock_window(term: Term, clock: Atom, day: dt.date | None, said: Said) -> Window | None:
    if term.day is not None and day is None:
        return None
    by_weekday = term.day is not None and term.day.weekday is not None
    first, last = _minutes_meant(clock, term.part, None if by_weekday else day, said)
    if day is None:
        over = dt.datetime.combine(said.day, dt.time()) + dt.timedelta(minutes=last) <= said.at
        day = said.day + DAY if over else said.day
    elif by_weekday and dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=last) <= said.at:
        day += 7 * DAY  # on Wednesday at ten, said on a Wednesday at eleven
    midnight = dt.datetime.combine(day, dt.time())
    low, high = midnight + dt.timedelta(minutes=first), midnight + dt.timedelta(minutes=last)
    if term.zone:
        try:
            zone = zoneinfo.ZoneInfo(term.zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return None  # an abbreviation with two meanings
        low, high = (at.replace(tzinfo=zone).astimezone(said.zone).replace(tzinfo=None) for at in (low, high))
    if term.day is not None and high <= said.at:
        return None  # today, but already past
    deadline = first == last and (term.clock_lead in _DEADLINE or term.lead in _DEADLINE or term.latest)
    return _wall(said.at if deadline else low), _wall(high)


def _minutes_meant(clock: Atom, part: str, day: dt.date | None, said: Said) -> tuple[int, int]:
    """A bare three is fifteen hundred, but not in the morning; eight in the evening is twenty hundred."""
    first, last = clock.times
    later = first + _NOON, last + _NOON
    if part in _EVENING:
        if (part == "night" and last < 6 * 60) or (last == _NOON and part == "afternoon") or last > _NOON:
            return first, last
        return (2 * _NOON, 2 * _NOON) if last == _NOON else later
    if clock.literal or part in ("morning", "any"):
        return first, last
    if first < 7 * 60:
        return later
    now = said.at.hour * 60 + said.at.minute
    return later if day == said.day and last <= now < last + _NOON and last < _NOON else (first, last)
