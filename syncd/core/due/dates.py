"""Rules for dates: 5 December, „gruodžio 5 d.", 05.12., the 25th."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final

from syncd.core.due import days
from syncd.core.due.atoms import PAST, Atom, Hit, book, whole_days
from syncd.core.due.clocks import clock_at
from syncd.core.due.days import Said

RULES, rule = book()


def written(said: Said, parts: tuple[int, ...]) -> dt.date | None:
    if parts[0] > 1000:
        return days.day_of(*parts)
    a, b, year = parts
    day, month = (b, a) if (said.month_first and a <= 12) or b > 12 else (a, b)
    return days.day_of(year + 2000 if year < 100 else year, month, day)


@rule("date (year_mark|unit)?")
def full_date(hit: Hit) -> Atom | None:
    """2026-12-05, 05.12.2026, 5/12/26."""
    value = hit.values("date")[0]
    assert isinstance(value, tuple)
    if hit.last - hit.first == 2 and hit.tokens[1].value != "year":
        hit.last -= 1
    found = written(hit.said, value)
    if found is None:
        return None
    return whole_days(found) if found >= hit.said.day else PAST


def dated(hit: Hit, month: int, first: int, last: int) -> Atom | None:
    year = hit.year()
    if year is None:
        low = days.coming_date(hit.said, month, first)
        high = None if low is None else days.day_of(low.year, month, last)
    else:
        low, high = days.day_of(year, month, first), days.day_of(year, month, last)
    if low is None or high is None:
        return PAST if days.day_of(2024, month, first) else None
    return whole_days(low, high) if high >= hit.said.day else PAST


_YEAR = "(comma? year (year_mark|unit)?)?"


@rule(
    "(number|ordinal) (dash|and|upto) (number|ordinal) of? (month|month_in)" + _YEAR,
    "(number|ordinal) (unit|day_mark)? of? (month|month_in) " + _YEAR,
)
def day_month(hit: Hit) -> Atom | None:
    """5 December, the third of March, «24-го февраля 2027 г.»."""
    after = hit.after()
    if any(t.kind == "unit" and t.value not in ("day", "year") for t in hit.tokens) or (after.value == "week"):
        return None
    return dated(hit, hit.number("month", "month_in"), *hit.ends("number", "ordinal"))


@rule(
    "(year (year_mark|unit)?)? (month|month_in) (number|ordinal) (dash|and|to_hour) (number|ordinal) (unit|day_mark)?",
    "(year (year_mark|unit)?)? (month|month_in) (number|ordinal) (unit|day_mark)? (comma? year)?",
)
def month_day(hit: Hit) -> Atom | None:
    """December 5th, „2026 m. gruodžio 5 d.", „kovo 10-ąją"."""
    if hit.tokens[-1].kind == "unit" and hit.tokens[-1].value != "day":
        hit.last -= 1
    return dated(hit, hit.number("month", "month_in"), *hit.ends("number", "ordinal"))


@rule("short")
def short_date(hit: Hit) -> Atom | None:
    """17.04., 4/25: a date where it can be none but a date, else a date or a clock by what stands before it."""
    value = hit.values("short")[0]
    assert isinstance(value, tuple)
    a, b, sep, digits = value
    day, month = (b, a) if sep.strip() == "/" and (hit.said.month_first or b > 12) else (a, b)
    before = hit.before()
    clock = sep == "." and a <= 24 and b < 60 and digits == 2 and (b % 5 == 0 or month > 12)
    date = 1 <= month <= 12 and days.day_of(2024, month, day) is not None and (digits == 2 or sep.strip() == "/" or day > 12)
    dotted = hit.reading.source[hit.tokens[0].end : hit.tokens[0].end + 1] == "."
    if clock and not dotted and _clock_expected(hit, before):
        return clock_at(a, b, literal=a > 12)
    if sep == "-":
        month, day = a, b
        date = hit.reading.lexicon.language == "lt" and days.day_of(2024, a, b) is not None
    if date:
        atom = dated(hit, month, day, day)
        return replace(atom, weak=before not in _DATE_LEADS and not dotted and sep != "-") if atom else None
    return None


_DATE_LEADS: Final = frozenset({"upto", "before", "at", "from", "weekday", "comma", "weekday_of"})


def _clock_expected(hit: Hit, before: str) -> bool:
    after = hit.after()
    if before in ("relative", "weekday", "part", "date", "day_mark", "unit", "weekday_of", "ordinal", "month") or (
        after.kind in ("meridiem", "oclock", "part", "relative", "weekday")
    ):
        return True
    if after.kind == "unit" and after.value == "hour":
        return True
    at = hit.reading.tokens[hit.first - 1] if hit.first else None
    if at is not None and at.kind == "at" and at.value == "clock":
        return True
    return before in ("at", "upto", "comma") and hit.first >= 2 and hit.reading.tokens[hit.first - 2].kind in (
        "relative", "weekday", "part", "date", "day_mark", "weekday_of")  # fmt: skip


@rule(
    "(upto|at|before|from) ordinal day_mark?",
    "day_mark ordinal",
    "ordinal day_mark",
    "number day_mark",
    "(upto|at|before|from) number day_mark",
    "(upto|at|before|from) (number|ordinal) unit",
    "(number|ordinal) unit",
    "ordinal",
)
def day_of_month(hit: Hit) -> Atom | None:
    """By the 25th, «до 15-го», „iki 25 d.": the next day of that number."""
    number = hit.number("ordinal", "number")
    if not 1 <= number <= 31:
        return None
    unit = hit.tokens[-1] if hit.tokens[-1].kind == "unit" else None
    if unit is not None and (unit.word not in ("d", "d.", "diena", "dienai", "dienos") or hit.reading.lexicon.language != "lt"):
        return None
    bare = unit is None and not any(t.kind == "day_mark" for t in hit.tokens)
    after = hit.after()
    if (bare or after.kind in ("unit", "working")) and after.kind in ("other", "price", "working", "weekof", "of", "unit", "oclock", "month", "paper", "part"):
        return None
    atom = whole_days(days.coming_day_of_month(hit.said, number))
    return _led(hit, replace(atom, weak=hit.tokens[0].kind == "ordinal" and bare)) if atom else None


def _led(hit: Hit, atom: Atom) -> Atom:
    """Rules that begin with a preposition of their own hand it back: prepositions are read in one place, `atoms`."""
    if hit.tokens[0].kind in ("upto", "at", "before", "from"):
        hit.first += 1
    return atom
