"""The occurrences of one meeting: the series, its changed occurrences, its added and excepted dates, in real time.

Wall times are the truth and the event's own zone gives their instants: a time the clocks skip is read with the offset
before the gap, a time that comes twice is the first of the two (RFC 5545 section 3.3.5). Nothing is copied per
occurrence but start, end and place in the series.
"""

# ruff: noqa: DTZ001 - wall times are naive on purpose; their zone is kept beside them

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from syncd.core.model import Meeting, Occurrence, Problem
from syncd.core.recurrence.rules import Rule, read_rule, walls
from syncd.core.timezones import zone_info

MAX_DATES = 1_000
MAX_OCCURRENCES = 10_000
_ANSWERS = frozenset({"REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"})  # they speak about a meeting, they do not change it
_DAY = dt.timedelta(days=1)
_YEAR = dt.timedelta(days=366)
_MAX_LENGTH = dt.timedelta(days=3660)
_EARLIEST, _LATEST = dt.datetime(2, 1, 1), dt.datetime(9981, 1, 1)
_NO_STAMP = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(slots=True)
class _Series:
    """A master while it is being expanded. `start` is its naive wall time, `length` the wall time it lasts."""

    master: Meeting
    zone: dt.tzinfo
    start: dt.datetime
    length: dt.timedelta
    window: tuple[dt.datetime, dt.datetime]  # aware, UTC
    changes: dict[str, Meeting] = field(default_factory=dict)  # by place in the series
    turns: list[tuple[dt.datetime, Meeting]] = field(default_factory=list)  # "this and future", in order
    problems: list[Problem] = field(default_factory=list)

    def say(self, problem: Problem) -> None:
        """Names a problem, once."""
        if problem not in self.problems:
            self.problems.append(problem)

    def place(self, wall: dt.datetime) -> str:
        """The name of a time of the series."""
        return wall.isoformat()[:10] if self.master.all_day else wall.isoformat()


def occurrences(
    meetings: Sequence[Meeting], window_start: dt.datetime, window_end: dt.datetime, owner_zone: str
) -> tuple[tuple[Occurrence, ...], tuple[Problem, ...]]:
    """When the meeting of these entries (all of one uid, in any order) takes place within [window_start, window_end).

    The newest entry by (sequence, stamp) counts for the series and for each changed occurrence. Starts and ends are in
    UTC, in order. Cancelled occurrences are given with the status `cancelled`. `owner_zone` reads floating times and
    days. The problems name rules that were not followed to their end.
    """
    window = (window_start.astimezone(dt.UTC), window_end.astimezone(dt.UTC))
    masters = [m for m in meetings if m.recurrence_id is None and m.start]
    changes = [m for m in meetings if m.recurrence_id is not None]
    found: list[Occurrence] = []
    problems: list[Problem] = []
    master = _newest(masters)
    if master is None:
        found = [o for m in _newest_changes(changes, None).values() if (o := _single(m, m.recurrence_id or "", window, owner_zone))]
    elif not (master.rrule or master.rdates or changes):
        found = [o for o in (_single(master, "", window, owner_zone),) if o]
    else:
        series = _series(master, window, owner_zone)
        _lay_changes(series, changes)
        found = _expand(series, owner_zone)
        problems = series.problems
    found.sort(key=lambda o: (o.start, o.recurrence_id))
    if len(found) > MAX_OCCURRENCES:
        text = f"Only the first {MAX_OCCURRENCES} of {len(found)} occurrences are kept."
        problems.append(Problem(code="too-many-occurrences", text=text))
    return tuple(found[:MAX_OCCURRENCES]), tuple(problems)


def _newest(meetings: Iterable[Meeting]) -> Meeting | None:
    # An answer carries the sequence of what it answers and a later stamp; it counts only where nothing else is known.
    return max(meetings, key=lambda m: (m.method not in _ANSWERS, m.sequence, m.stamp or _NO_STAMP), default=None)


def _newest_changes(changes: Iterable[Meeting], series: _Series | None) -> dict[str, Meeting]:
    by_place: dict[str, list[Meeting]] = {}
    for m in changes:
        by_place.setdefault(_place_of(series, m) if series else m.recurrence_id or "", []).append(m)
    return {place: newest for place, same in by_place.items() if (newest := _newest(same))}


def _wall(text: str) -> dt.datetime | None:
    """A naive wall time from our own wall text; None when it is none."""
    try:
        wall = dt.datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return None
    return wall.replace(tzinfo=None) if _EARLIEST < wall.replace(tzinfo=None) < _LATEST else None


def _instant(wall: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    return wall.replace(tzinfo=zone).astimezone(dt.UTC)


def _single(m: Meeting, place: str, window: tuple[dt.datetime, dt.datetime], owner_zone: str) -> Occurrence | None:
    """The one occurrence of an entry that stands for itself, if it touches the window."""
    if m.start is None or (start := _wall(m.start.wall)) is None:
        return None
    at = _instant(start, zone_info(m.start.zone, owner_zone))
    end = at
    if m.end and (end_wall := _wall(m.end.wall)):
        end = max(at, _instant(end_wall, zone_info(m.end.zone, owner_zone)))
    return _touching(Occurrence(recurrence_id=place, start=at, end=end, title=m.title, status=m.status), window)


def _touching(o: Occurrence, window: tuple[dt.datetime, dt.datetime]) -> Occurrence | None:
    touches = o.start < window[1] and (o.end > window[0] or o.start >= window[0])
    return o if touches else None


def _length(m: Meeting, start: dt.datetime) -> dt.timedelta:
    """How long an occurrence lasts on the wall clock; over two zones, in real time. At most ten years."""
    if m.start is None or m.end is None:
        return dt.timedelta(0)
    if m.start.zone != m.end.zone:
        length = m.end.at - m.start.at
    else:
        length = (_wall(m.end.wall) or start) - start
    return min(max(dt.timedelta(0), length), _MAX_LENGTH)


def _series(master: Meeting, window: tuple[dt.datetime, dt.datetime], owner_zone: str) -> _Series:
    assert master.start is not None
    start = _wall(master.start.wall) or _EARLIEST
    return _Series(master=master, zone=zone_info(master.start.zone, owner_zone), start=start, length=_length(master, start), window=window)


def _place_in(series: _Series, place: str) -> str:
    """The place in the words of the series: its zone, a day for all-day series."""
    wall = _wall(place)
    if wall is None:
        return place
    if place.endswith("Z"):
        wall = wall.replace(tzinfo=dt.UTC).astimezone(series.zone).replace(tzinfo=None)
    elif len(place) == 10 and not series.master.all_day:
        wall = dt.datetime.combine(wall, series.start.time())
    return series.place(wall)


def _place_of(series: _Series, m: Meeting) -> str:
    """The place a change is for. One that came without its master may speak in its own zone instead of the master's."""
    place = _place_in(series, m.recurrence_id or "")
    wall = _wall(place)
    if wall and m.start and m.start.zone and not series.master.all_day and wall.time() != series.start.time():
        there = _instant(wall, zone_info(m.start.zone)).astimezone(series.zone).replace(tzinfo=None)
        if there.time() == series.start.time():
            return series.place(there)
    return place


def _lay_changes(series: _Series, changes: Sequence[Meeting]) -> None:
    for place, m in _newest_changes(changes, series).items():
        wall = _wall(place)
        if m.range_this_and_future and wall:
            series.turns.append((wall, m))
        else:
            series.changes[place] = m
    series.turns.sort(key=lambda turn: turn[0])


def _expand(series: _Series, owner_zone: str) -> list[Occurrence]:
    excepted = {_place_in(series, text) if len(text) > 10 else text for text in series.master.exdates}
    times = _times(series, owner_zone)
    turning = series.turns[0][0] if series.turns else _LATEST
    found = [o for wall in times if wall >= turning and (o := _turned(series, wall, owner_zone))] if series.turns else []
    found += _plain(series, {wall: length for wall, length in times.items() if wall < turning} if series.turns else times)
    gone = series.changes.keys() | excepted
    if gone:
        found = [o for o in found if o.recurrence_id not in gone and o.recurrence_id[:10] not in excepted]
    overtaken = _overtaken(series, excepted, owner_zone)
    for place, m in series.changes.items():
        changed = None if place in overtaken else _single(m, place, series.window, owner_zone)
        if changed:
            # Cancelling the series cancels what was changed in it.
            found.append(replace(changed, status="cancelled") if series.master.status == "cancelled" else changed)
    return found


def _overtaken(series: _Series, excepted: set[str], owner_zone: str) -> set[str]:
    """The changed places a newer master has done away with: it excepts them, or no longer reaches them."""
    master, gone, older = series.master, set[str](), dict[dt.datetime, str]()
    first, last = _search(series, owner_zone)
    for place, m in series.changes.items():
        wall = _wall(place)
        if place in excepted or place[:10] in excepted:
            if (master.sequence, master.stamp or _NO_STAMP) > (m.sequence, m.stamp or _NO_STAMP):
                gone.add(place)
        elif wall and m.sequence < master.sequence and first - _YEAR <= wall <= last + _YEAR:
            older[wall] = place
    if older:
        standing = {*_ruled(series, min(older), max(older)), *_added(series)}
        gone.update(place for wall, place in older.items() if wall not in standing)
    return gone


def _plain(series: _Series, times: dict[dt.datetime, dt.timedelta]) -> list[Occurrence]:
    """The occurrences at these times that touch the window, as the master has them. The hot loop of the module."""
    first, last = series.window
    title, status = series.master.title, series.master.status
    days, zone, utc = series.master.all_day, series.zone, dt.UTC
    found: list[Occurrence] = []
    for wall, length in times.items():
        start = wall.replace(tzinfo=zone).astimezone(utc)
        end = (wall + length).replace(tzinfo=zone).astimezone(utc) if length else start
        if start >= last or (end <= first and start < first):
            continue
        place = wall.isoformat()
        found.append(
            Occurrence(
                recurrence_id=place[:10] if days else place,
                start=start,
                end=end if end > start else start,
                title=title,
                status=status,
            )
        )
    return found


def _turned(series: _Series, wall: dt.datetime, owner_zone: str) -> Occurrence | None:
    """An occurrence after a change of "this and future": moved as far as the changed one was, with its words."""
    since, m = next(turn for turn in reversed(series.turns) if wall >= turn[0])
    moved = _wall(m.start.wall) if m.start else None
    zone, start, length = series.zone, wall, series.length
    if m.start and moved:
        zone, length = zone_info(m.start.zone, owner_zone), _length(m, moved)
        # A move out of the calendar's years is no move.
        start = wall + (moved - since) if _EARLIEST - wall < moved - since < _LATEST - wall else wall
    o = Occurrence(
        recurrence_id=series.place(wall), start=_instant(start, zone), end=_instant(start + length, zone), title=m.title, status=m.status
    )
    return _touching(o, series.window)


def _times(series: _Series, owner_zone: str) -> dict[dt.datetime, dt.timedelta]:
    """The wall times that may fall into the window, with how long each lasts."""
    found = dict.fromkeys(_ruled(series, *_search(series, owner_zone)), series.length)
    found.update(_added(series))
    return found


def _ruled(series: _Series, first: dt.datetime, last: dt.datetime) -> list[dt.datetime]:
    """The wall times in [first, last] by the rules. The start is always one, unless all rules end before it."""
    found: list[dt.datetime] = []
    starts = not series.master.rrule
    for text in series.master.rrule.split("\n") if series.master.rrule else ():
        rule = read_rule(text)
        if isinstance(rule, Problem):
            series.say(rule)
            starts = True
            continue
        until = _until(series, rule)
        starts = starts or until >= series.start
        times, problem = walls(rule, series.start, first, min(last, until))
        found += times
        if problem:
            series.say(problem)
    if starts and first <= series.start <= last:
        found.append(series.start)
    return found


def _until(series: _Series, rule: Rule) -> dt.datetime:
    """The last wall time a rule allows."""
    if rule.until is None:
        return _LATEST
    if rule.until_day:
        return rule.until + (_DAY - dt.timedelta(seconds=1))
    if rule.until_utc and not series.master.all_day:
        with suppress(OverflowError):  # "without end" is written as the last second there is, which in an eastern zone is past it
            return rule.until.replace(tzinfo=dt.UTC).astimezone(series.zone).replace(tzinfo=None)
    return rule.until


def _search(series: _Series, owner_zone: str) -> tuple[dt.datetime, dt.datetime]:
    """The stretch of wall time to search: the window, wider by the longest occurrence and the farthest move."""
    longest, moves = series.length, [dt.timedelta(0)]
    for since, m in series.turns:
        moved = _wall(m.start.wall) if m.start else None
        if moved:
            longest = max(longest, _length(m, moved))
            moves.append(moved - since)
    first, last = (at.astimezone(series.zone).replace(tzinfo=None) for at in series.window)
    try:
        return first - longest - max(moves) - _DAY, last - min(moves) + _DAY
    except OverflowError:
        return _EARLIEST, last


def _added(series: _Series) -> dict[dt.datetime, dt.timedelta]:
    """The added dates (RDATE), each with its own length where it was given as a period."""
    dates = series.master.rdates
    if len(dates) > MAX_DATES:
        series.say(Problem(code="too-many-dates", text=f"Only the first {MAX_DATES} of {len(dates)} added dates are kept."))
    found: dict[dt.datetime, dt.timedelta] = {}
    for text in dates[:MAX_DATES]:
        begin, _, end = text.partition("/")
        wall, until = _wall(_place_in(series, begin)), _wall(end)
        if wall:
            found[wall] = min(max(dt.timedelta(0), until - wall), _MAX_LENGTH) if until else series.length
    return found
