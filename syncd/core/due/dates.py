"""Rules for dates: 5 December, „gruodžio 5 d.", 05.12., the 25th."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final

from syncd.core.due import days
from syncd.core.due.atoms import PAST, Atom, Hit, book, whole_days
from syncd.core.due.clocks import ENDS_A_TERM, clock_at, names_an_hour
from syncd.core.due.days import Said

RULES, rule = book()
_CLAIMS_AN_ORDINAL: Final = frozenset({"other", "price", "weekof", "weekday", "day_mark", "hence", "of", "oclock", "month", "paper"})
_DATE_LEADS: Final = frozenset({"upto", "before", "at", "from", "weekday", "comma", "weekday_of"})


def written(said: Said, parts: tuple[int, ...]) -> dt.date | None:
    """The date of three numbers: year first, or day and month in the order of the place."""
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
    """Days first … last of a month, of the year written or of the coming one; past where they are over."""
    year = hit.year()
    if year is None:
        low = days.coming_date(hit.said, month, first)
        high = None if low is None else days.day_of(low.year, month, last)
    else:
        low, high = days.day_of(year, month, first), days.day_of(year, month, last)
    if low is None or high is None:
        return PAST if days.day_of(2024, month, first) else None
    return Atom(kind="days", low=low, high=high, fixed=low != high) if high >= hit.said.day else PAST


_YEAR = "(comma? year (year_mark|unit)?)?"
_YEAR_FIRST = "(year (year_mark|unit)?)?"


@rule(
    "(number|ordinal) (dash|and|upto|to_hour) (number|ordinal) day_mark? of? (month|month_in)" + _YEAR,
    "(number|ordinal) (unit|day_mark)? of? (month|month_in) " + _YEAR,
    "number dash month (dash (year|number))?",
)
def day_month(hit: Hit) -> Atom | None:
    """5 December, the third of March, «24-го февраля 2027 г.»."""
    if any(t.kind == "unit" and t.value not in ("day", "year") for t in hit.tokens):
        return None
    if any(t.word == "by" for t in hit.tokens) or (hit.has("to_hour") and not hit.english):
        return None  # the offer 3 by 23 November
    if hit.after().value == "week" or hit.after().kind in ("working", "weekday", "half"):
        return None  # the first week, working day or Monday of December
    if hit.tokens[-1].kind in ("month", "year") or hit.tokens[-2].kind != "dash":
        return dated(hit, hit.number("month", "month_in"), *hit.ends("number", "ordinal"))
    day, year = hit.ends("number")  # 10-Sep-26
    found = days.day_of(2000 + year, hit.number("month"), day)
    return None if found is None or year < 20 else whole_days(found) if found >= hit.said.day else PAST


@rule(
    f"{_YEAR_FIRST} (month|month_in) (number|ordinal) (unit|day_mark)? (dash|and|to_hour|upto) (number|ordinal) (unit|day_mark)?",
    f"{_YEAR_FIRST} (month|month_in) (number|ordinal) (unit|day_mark)? (comma? year)?",
)
def month_day(hit: Hit) -> Atom | None:
    """December 5th, „2026 m. gruodžio 5 d.", „kovo 10-ąją"."""
    first, last = hit.ends("number", "ordinal")
    if hit.has("to_hour") and not hit.english:
        return None  # „kovo 12 d. be penkiolikos devynios"
    if first > last or "week" in hit.values("unit") or (first != last and "hour" in hit.values("unit")):
        return None  # „gruodžio 31 d. iki 12 val."
    if hit.word("unit") and hit.tokens[-1].kind == "unit" and hit.tokens[-1].value != "day":
        hit.last -= 1
    return dated(hit, hit.number("month", "month_in"), *hit.ends("number", "ordinal"))


@rule("(number|ordinal) stop? roman stop? year?")
def day_in_roman_month(hit: Hit) -> Atom | None:
    """24 XI 2026."""
    number = hit.tokens[0]
    if hit.number("roman") < 6 and not hit.year():
        return None  # the 3rd i. e.
    if hit.tokens[-1].kind == "stop":
        hit.last -= 1
    return dated(hit, hit.number("roman"), hit.number("number", "ordinal"), hit.number("number", "ordinal")) if number.word.isdigit() else None


@rule("number dash number", "short unit")
def month_and_day(hit: Hit) -> Atom | None:
    """„Iki 11-23", „11.23 d.": Lithuanians write the month first."""
    pair = next((v for v in hit.values("short") if isinstance(v, tuple)), None)
    month, day = pair[:2] if pair else hit.ends("number")
    if not hit.lithuanian or (pair and hit.tokens[-1].value != "day"):
        return None
    if pair is None and (day < 13 or any(len(t.word) != 2 for t in hit.tokens[::2])):
        return None
    if pair is None and hit.before() not in ("", "pronoun", *_DATE_LEADS):
        return None
    if hit.after().kind in ("unit", "oclock", "working", "meridiem", "month"):
        return None
    return dated(hit, month, day, day) if days.day_of(2024, month, day) else None


@rule("number dash number (unit|day_mark)")
def days_of_month(hit: Hit) -> Atom | None:
    """„15–20 d.", «15–20 числа»."""
    first, last = hit.ends("number")
    if not hit.has("day_mark") and not (hit.lithuanian and hit.tokens[-1].word in ("d", "d.", "dienomis")):
        return None
    if hit.before() in ("within", "in") or hit.after().kind in ("unit", "working", "month") or not first < last <= 31:
        return None
    low = days.coming_day_of_month(hit.said, first)
    high = None if low is None else days.day_of(low.year, low.month, last)
    return Atom(kind="days", low=low, high=high, fixed=True) if high else None


@rule("short")
def short_date(hit: Hit) -> Atom | None:
    """17.04., 4/25: a date where it can be none but a date, else a date or a clock by what stands before it."""
    value = hit.values("short")[0]
    assert isinstance(value, tuple)
    a, b, sep, digits = value
    if hit.after().kind == "meridiem" and sep == ".":
        return None  # 7.45 pm
    day, month = (b, a) if sep.strip() == "/" and (hit.said.month_first or b > 12) else (a, b)
    before = hit.before()
    clock = sep == "." and a <= 24 and b < 60 and digits == 2 and (b % 5 == 0 or month > 12)
    date = 1 <= month <= 12 and days.day_of(2024, month, day) is not None and (digits == 2 or sep.strip() == "/" or day > 12)
    dotted = hit.reading.source[hit.tokens[0].end : hit.tokens[0].end + 1] == "."
    if dotted and sep == "." and digits == 1 and before == "upto" and 1 <= month <= 12:
        date = days.day_of(2024, month, day) is not None  # by 10.9.
    literal = a > 12 or (a >= 6 and not hit.english)
    if clock and hit.reading.letters[hit.last : hit.last + 2] in _RANGES and _clock_expected(hit, before):
        return None  # „rytoj 9.00–10.30 val."
    if clock and _clock_expected(hit, before) and not (dotted and date and _agrees(hit, month, day)):
        return clock_at(a, b, literal=literal)
    if hit.lithuanian and sep == "." and a <= 12 and (b > 12 or date) and (b <= 12 or b % 5) and _sooner(hit, (a, b), (month, day)):
        month, day, date = a, b, True
    if clock and not date and (before in ("at", "upto", "before", "from", "after") or _hour_behind_a_verb(hit, a)):
        return clock_at(a, b, literal=literal)
    if sep == "-":
        month, day = a, b
        date = hit.lithuanian and days.day_of(2024, a, b) is not None
    if date:
        atom = dated(hit, month, day, day)
        return replace(atom, weak=before not in _DATE_LEADS and not dotted and sep != "-") if atom else None
    return None


_RANGES: Final = frozenset({"-s", "-c", "Qs", "Us"})


def _hour_behind_a_verb(hit: Hit, hour: int) -> bool:
    """„Paskambinsiu 15.30.": nothing else stands beside it."""
    return hit.before() == "pronoun" and not hit.english and 7 <= hour <= 21 and hit.after().kind in ("", "stop", "comma", "pronoun")


def _sooner(hit: Hit, one: tuple[int, int], two: tuple[int, int]) -> bool:
    """Whether of two readings, each month and day, the first comes sooner: Lithuanians write both 12.05 and 05.12."""
    a, b = days.coming_date(hit.said, *one), days.coming_date(hit.said, *two)
    return a is not None and (b is None or a < b)


def _agrees(hit: Hit, month: int, day: int) -> bool:
    """Whether the weekday before it is that of the date."""
    named, found = hit.neighbour(-1), days.coming_date(hit.said, month, day)
    return found is not None and named.kind == "weekday" and found.weekday() == named.value


_BEFORE_A_CLOCK: Final = frozenset({"relative", "weekday", "weekday_of", "part", "date", "day_mark", "unit", "ordinal", "month"})
_BEHIND_A_CLOCK: Final = frozenset({"meridiem", "oclock", "part", "relative", "weekday"})


def _clock_expected(hit: Hit, before: str) -> bool:
    """Whether what stands beside 10.30 asks for an hour: tomorrow 10.30, at 10.30, 10.30 val."""
    after = hit.after()
    dated_before = hit.neighbour(-2).value == "day" or hit.neighbour(-2).kind == "ordinal"
    if hit.lithuanian and before == "comma" and dated_before:
        return True  # „gruodžio 1 d., 11.40", „19-ąją, 13.15"
    if before in _BEFORE_A_CLOCK or after.kind in _BEHIND_A_CLOCK or after.value == "hour" or hit.neighbour(-1).value == "clock":
        return True
    return before in ("at", "upto", "comma") and hit.neighbour(-2).kind in _BEFORE_A_CLOCK - {"unit", "ordinal", "month"}


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
    if hit.after().kind == "modifier" and hit.reading.letters[hit.last : hit.last + 2] == "Mu":
        return None  # the 5th of next month
    if not 1 <= number <= 31:
        return None
    unit = hit.tokens[-1] if hit.tokens[-1].kind == "unit" else None
    if unit is not None and (unit.word not in ("d", "d.", "diena", "dienai", "dienos") or not hit.lithuanian):
        return None
    bare = unit is None and not hit.has("day_mark")
    after = hit.after()
    if after.kind in ("unit", "working") or (bare and after.kind in _CLAIMS_AN_ORDINAL) or (bare and hit.lithuanian and after.kind == "part"):
        return None
    if bare and names_an_hour(hit):
        return None
    atom = whole_days(days.coming_day_of_month(hit.said, number))
    return _led(hit, replace(atom, weak=hit.tokens[0].kind == "ordinal" and bare and not _stands_alone(hit, number))) if atom else None


def _stands_alone(hit: Hit, number: int) -> bool:
    """«Пришлю 24-го», "I'll send it the 24th", „24-ą": a number that can be none but a day."""
    source = hit.reading.source[: hit.tokens[-1].end].lower()
    if hit.after().kind not in ENDS_A_TERM or hit.before() in ("paper", "price", "number"):
        return False
    if hit.english:
        return hit.tokens[0].word.isdigit() and hit.reading.source[: hit.tokens[0].start].lower().endswith("the ")
    if hit.lithuanian:
        return number > 12 and source.endswith("ą")
    return source.endswith(("го", "go")) and number > 2


def _led(hit: Hit, atom: Atom) -> Atom:
    """Rules that begin with a preposition of their own hand it back: prepositions are read in one place, `atoms`."""
    if hit.tokens[0].kind in ("upto", "at", "before", "from"):
        hit.first += 1
    return atom
