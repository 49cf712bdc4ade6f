"""The grammar of terms: how neighbouring words of time come to a day, a clock, a stretch.

Each rule is a pattern over kinds of tokens and a function that makes an `Atom` of a match. The rules are common to all languages:
word order differs less than words do, and where it does, both orders stand in the table. A rule may refuse a match (hour 27,
31 June); then the next one is tried. Atoms are put together in `terms`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from syncd.core.due import days
from syncd.core.due.days import DAY, Said
from syncd.core.due.lexicon import LETTERS, Reading, Token

AtomKind = Literal["days", "clock", "part", "moment", "vague", "event", "same", "past"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Atom:
    """One piece of a term, tokens[first:last]: days low … high, a clock, a part of a day, or a moment."""

    kind: AtomKind
    low: dt.date | None = None
    high: dt.date | None = None
    times: tuple[int, int] | None = None  # minutes of the day, first and last
    literal: bool = False  # the hour is as written: 15, 03:00, 3 am
    moment: dt.datetime | None = None
    part: str = ""
    upto: bool = False  # from now on, until then
    weak: bool = False  # a term only beside another, or where there is nothing else
    weekday: int | None = None  # set where the day was named by its weekday alone
    counted: bool = False  # a stretch: so many days from now, or from an event
    first: int = 0
    last: int = 0


class Hit:
    """A match of a rule: the values of its tokens by kind, in order."""

    __slots__ = ("first", "last", "reading", "said")

    def __init__(self, reading: Reading, said: Said, first: int, last: int) -> None:
        self.reading, self.said, self.first, self.last = reading, said, first, last

    @property
    def tokens(self) -> list[Token]:
        return self.reading.tokens[self.first : self.last]

    def values(self, *kinds: str) -> list[object]:
        return [t.value for t in self.tokens if t.kind in kinds]

    def numbers(self, *kinds: str) -> list[int]:
        return [v for v in self.values(*kinds) if isinstance(v, int)]

    def word(self, *kinds: str) -> str:
        return next((str(v) for v in self.values(*kinds)), "")

    def year(self) -> int | None:
        found = self.numbers("year")
        return found[0] if found else None


Make = Callable[[Hit], Atom | None]
RULES: Final[list[tuple[re.Pattern[str], Make]]] = []


def rule(*patterns: str) -> Callable[[Make], Make]:
    """Register a function for patterns over the kinds of tokens: names, with ? * + | ( ) as in regular expressions."""

    def register(make: Make) -> Make:
        for pattern in patterns:
            letters = re.sub(r"[a-z_]+", lambda m: re.escape(LETTERS[m[0]]), pattern)
            RULES.append((re.compile(letters.replace(" ", "")), make))
        return make

    return register


def _days(low: dt.date | None, high: dt.date | None = None) -> Atom | None:
    if low is None:
        return None
    return Atom(kind="days", low=low, high=high if high is not None else low)


# ── dates ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _written(said: Said, parts: tuple[int, ...]) -> dt.date | None:
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
    found = _written(hit.said, value)
    if found is None:
        return None
    return _days(found) if found >= hit.said.day else Atom(kind="past")


def _dated(hit: Hit, month: int, first: int, last: int) -> Atom | None:
    year = hit.year()
    if year is None:
        low = days.coming_date(hit.said, month, first)
        high = None if low is None else days.day_of(low.year, month, last)
    else:
        low, high = days.day_of(year, month, first), days.day_of(year, month, last)
    if low is None or high is None:
        return Atom(kind="past") if days.day_of(2024, month, first) else None
    return _days(low, high) if high >= hit.said.day else Atom(kind="past")


_YEAR = "(comma? year (year_mark|unit)?)?"


@rule(
    "(number|ordinal) (dash|and|upto) (number|ordinal) of? (month|month_in)" + _YEAR,
    "(number|ordinal) (unit|day_mark)? of? (month|month_in) " + _YEAR,
)
def day_month(hit: Hit) -> Atom | None:
    """5 December, the third of March, «24-го февраля 2027 г.»."""
    after = _after(hit)
    if any(t.kind == "unit" and t.value not in ("day", "year") for t in hit.tokens) or (after is not None and after.value == "week"):
        return None
    numbers = hit.numbers("number", "ordinal")
    return _dated(hit, hit.numbers("month", "month_in")[0], numbers[0], numbers[-1])


@rule(
    "(year (year_mark|unit)?)? (month|month_in) (number|ordinal) (dash|and|to_hour) (number|ordinal) (unit|day_mark)?",
    "(year (year_mark|unit)?)? (month|month_in) (number|ordinal) (unit|day_mark)? (comma? year)?",
)
def month_day(hit: Hit) -> Atom | None:
    """December 5th, „2026 m. gruodžio 5 d.", „kovo 10-ąją"."""
    if hit.tokens[-1].kind == "unit" and hit.tokens[-1].value != "day":
        hit.last -= 1
    numbers = hit.numbers("number", "ordinal")
    return _dated(hit, hit.numbers("month", "month_in")[0], numbers[0], numbers[-1])


@rule("month stop year", "short")
def short_date(hit: Hit) -> Atom | None:
    """17.04., 4/25: a date where it can be none but a date, else a date or a clock by what stands before it."""
    value = hit.values("short")[0]
    assert isinstance(value, tuple)
    a, b, sep, digits = value
    day, month = (b, a) if sep.strip() == "/" and (hit.said.month_first or b > 12) else (a, b)
    before = _before(hit)
    clock = sep == "." and a <= 24 and b < 60 and digits == 2 and (b % 5 == 0 or month > 12)
    date = 1 <= month <= 12 and days.day_of(2024, month, day) is not None and (digits == 2 or sep.strip() == "/" or day > 12)
    dotted = hit.reading.source[hit.tokens[0].end : hit.tokens[0].end + 1] == "."
    if clock and not dotted and _clock_expected(hit, before):
        return _clock(a, b, literal=a > 12)
    if sep == "-":
        month, day = a, b
        date = hit.reading.lexicon.language == "lt" and days.day_of(2024, a, b) is not None
    if date:
        atom = _dated(hit, month, day, day)
        return replace(atom, weak=before not in _DATE_LEADS and not dotted and sep != "-") if atom else None
    return None


_DATE_LEADS: Final = frozenset({"upto", "before", "at", "from", "weekday", "comma", "weekday_of"})


def _before(hit: Hit) -> str:
    return hit.reading.tokens[hit.first - 1].kind if hit.first else ""


def _token(hit: Hit, offset: int) -> Token:
    """The token so many before the match, or an empty one."""
    at = hit.first + offset
    return hit.reading.tokens[at] if at >= 0 else Token("", None, 0, 0, "")


def _after(hit: Hit) -> Token | None:
    return hit.reading.tokens[hit.last] if hit.last < len(hit.reading.tokens) else None


def _clock_expected(hit: Hit, before: str) -> bool:
    after = _after(hit)
    if before in ("relative", "weekday", "part", "date", "day_mark", "unit", "weekday_of", "ordinal", "month") or (
        after is not None and after.kind in ("meridiem", "oclock", "part", "relative", "weekday")
    ):
        return True
    if after is not None and after.kind == "unit" and after.value == "hour":
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
    number = (hit.numbers("ordinal", "number") or [0])[0]
    if not 1 <= number <= 31:
        return None
    unit = hit.tokens[-1] if hit.tokens[-1].kind == "unit" else None
    if unit is not None and (unit.word not in ("d", "d.", "diena", "dienai", "dienos") or hit.reading.lexicon.language != "lt"):
        return None
    bare = unit is None and not any(t.kind == "day_mark" for t in hit.tokens)
    after = _after(hit)
    if after is not None and (bare or after.kind in ("unit", "working")) and after.kind in ("other", "price", "working", "weekof", "of", "unit", "oclock", "month", "paper", "part"):
        return None
    atom = _days(days.coming_day_of_month(hit.said, number))
    return _led(hit, replace(atom, weak=hit.tokens[0].kind == "ordinal" and bare)) if atom else None


def _led(hit: Hit, atom: Atom) -> Atom:
    """Rules that begin with a preposition of their own hand it back: prepositions are read in one place, `atoms`."""
    if hit.tokens[0].kind in ("upto", "at", "before", "from"):
        hit.first += 1
    return atom


# ── days of the week, relative days, weeks and months ───────────────────────────────────────────────────────────


@rule("relative", "tonight")
def relative_day(hit: Hit) -> Atom | None:
    """Today, tomorrow, the day after; yesterday is none."""
    if hit.tokens[0].kind == "tonight":
        return Atom(kind="days", low=hit.said.day, high=hit.said.day, part="evening")
    offset = hit.numbers("relative")[0]
    return _days(hit.said.day + offset * DAY) if offset >= 0 else Atom(kind="past")


_AHEAD: Final = {"this": 0, "coming": 1, "next": 1, "after_next": 2}


def _weeks(hit: Hit) -> int:
    modifier = hit.word("modifier")
    return _AHEAD.get(modifier, 0)


@rule(
    "modifier unit (at|in|comma)? (weekday|weekday_of)",
    "weekday comma? (of|in|at)? modifier unit",
    "modifier weekday comma? (of|in|at)? modifier unit",
)
def weekday_of_week(hit: Hit) -> Atom | None:
    """Friday of next week, „kitos savaitės penktadienį"."""
    if hit.word("unit") != "week":
        return None
    if "past" in hit.values("modifier"):
        return Atom(kind="past")
    return _days(days.monday(hit.said.day) + dt.timedelta(days=7 * _weeks(hit) + hit.numbers("weekday", "weekday_of")[0]))


@rule(
    "(ordinal|modifier) weekday of? modifier? (month|month_in)",
    "(ordinal|modifier) (month|month_in) weekday",
    "(ordinal|modifier) weekday of? modifier unit",
)
def weekday_of_month(hit: Hit) -> Atom | None:
    """The first Monday of March, „paskutinį gruodžio penktadienį", the last Friday of next month."""
    ordinals, months, modifiers = hit.numbers("ordinal"), hit.numbers("month", "month_in"), [str(v) for v in hit.values("modifier")]
    which = ordinals[0] if ordinals else 0
    if not ordinals and modifiers[:1] != ["past"] or (not months and hit.word("unit") != "month") or which > 5:
        return None
    first, last = days.month(hit.said, months[0]) if months else days.period(hit.said, "month", _AHEAD.get(modifiers[-1], 0))
    number = hit.numbers("weekday")[0]
    if which:
        day = first + dt.timedelta(days=(number - first.weekday()) % 7 + 7 * (which - 1))
    else:
        day = last - dt.timedelta(days=(last.weekday() - number) % 7)
    return _days(day) if hit.said.day <= day <= last else None


@rule(
    "(number|ordinal) (unit|day_mark)? of? modifier unit",
    "modifier unit (number|ordinal) (unit|day_mark)",
    "modifier unit ordinal",
)
def day_of_other_month(hit: Hit) -> Atom | None:
    """The 20th of next month, «5 числа следующего месяца», „kito mėnesio 5 d."."""
    units = [str(v) for v in hit.values("unit")]
    if "month" not in units or not set(units) <= {"month", "day"} or hit.word("modifier") == "past":
        return None
    first, _ = days.period(hit.said, "month", _AHEAD.get(hit.word("modifier"), 0))
    day = days.day_of(first.year, first.month, (hit.numbers("number", "ordinal") or [0])[0])
    return _days(day) if day is not None and day >= hit.said.day else None


@rule("weekday after modifier")
def weekday_after_next(hit: Hit) -> Atom | None:
    """The Tuesday after next."""
    return _days(days.weekday(hit.said, hit.numbers("weekday")[0], "after_next"))


@rule("number unit (at|from|hence|after) (weekday|relative)", "weekday unit", "number (weekday|weekday_of) hence")
def weekday_week(hit: Hit) -> Atom | None:
    """Friday week; a week on Friday; a week from tomorrow; three Fridays from now."""
    count = (hit.numbers("number") or [1])[0]
    unit = hit.word("unit")
    if hit.tokens[-1].kind == "hence":
        return _days(days.weekday(hit.said, hit.numbers("weekday", "weekday_of")[0], "") + (count - 1) * 7 * DAY)
    if unit not in ("week", "fortnight", "day") or (hit.tokens[0].kind == "weekday" and unit != "week"):
        return None
    steps = {"week": 7, "fortnight": 14, "day": 1}[unit] * count
    if hit.tokens[0].kind == "weekday" and hit.reading.lexicon.language != "en":
        return None
    relative = hit.numbers("relative")
    base = hit.said.day + relative[0] * DAY if relative else days.weekday(hit.said, hit.numbers("weekday")[0], "")
    return _days(base + steps * DAY)


@rule("modifier? weekday", "modifier? weekday_of")
def named_weekday(hit: Hit) -> Atom | None:
    """Friday, this coming Friday, next Friday. A weekday in the genitive is a term only behind a preposition."""
    modifier = hit.word("modifier")
    if modifier == "past":
        return Atom(kind="past")
    token = hit.tokens[-1]
    if token.kind == "weekday_of" and not modifier:
        after = _after(hit)
        if _before(hit) not in ("upto", "from", "before", "within", "during") and (after is None or after.kind not in ("part", "clock")):
            return None
    number = hit.numbers("weekday", "weekday_of")[0]
    low = days.weekday(hit.said, number, modifier)
    return Atom(kind="days", low=low, high=low, weekday=None if modifier else number)


def _edge(span: days.Span, unit: str, edge: str) -> days.Span:
    if not edge:
        return span
    if unit == "week":
        return days.part_of_week(days.monday(span[0]), edge)
    return days.part_of_period(span, edge)


@rule(
    "edge of? modifier? (unit|quarter)",
    "modifier? (unit|quarter) edge",
    "modifier edge of? (unit|quarter)",
    "modifier (unit|quarter)",
    "unit after modifier",
)
def named_period(hit: Hit) -> Atom | None:
    """Next week, this month, early next week, „kitos savaitės pabaigoje", the end of the quarter."""
    unit = hit.word("unit") or "quarter"
    edge, modifier = hit.word("edge"), hit.word("modifier")
    if any(t.kind == "after" for t in hit.tokens):
        modifier = "after_next"
    if modifier == "past":
        return Atom(kind="past")
    if unit not in ("week", "month", "quarter", "year"):
        return _named_day(hit, unit, edge, modifier)
    ahead = _AHEAD.get(modifier, 0)
    span = days.week(hit.said, ahead) if unit == "week" else days.period(hit.said, unit, ahead)
    if edge == "end" and unit == "week" and not modifier and _before(hit) in ("upto", "before"):
        return Atom(kind="days", low=hit.said.day, high=span[1], upto=True)
    low, high = _edge(span, unit, edge)
    if high < hit.said.day:
        low, high = span
    return Atom(kind="days", low=max(low, hit.said.day), high=high, upto=bool(edge) and _before(hit) == "before")


def _named_day(hit: Hit, unit: str, edge: str, modifier: str) -> Atom | None:
    if unit == "day" and edge and not modifier:
        return Atom(kind="part", part={"start": "morning", "first_half": "morning", "middle": "lunch", "second_half": "afternoon"}.get(edge, "any"))
    if unit == "workday" and edge == "end":
        return Atom(kind="part", part="any")
    if unit in ("day", "workday") and modifier in ("next", "coming"):
        return _days(hit.said.day + DAY if unit == "day" else hit.said.calendar.shift(hit.said.day, 1))
    if unit == "hour" and modifier in ("next", "this", "coming"):
        return Atom(kind="moment", moment=days.later(hit.said, 60), upto=True)
    return None


@rule("modifier working unit", "edge working unit", "edge modifier? working unit", "working unit edge", "modifier working unit edge")
def working_day(hit: Hit) -> Atom | None:
    """The next working day; the end of the working day; the end of the working week."""
    unit, edge, modifier = hit.word("unit"), hit.word("edge"), hit.word("modifier")
    if unit == "week" and edge == "end":
        return _days(hit.said.day, days.week(hit.said, _AHEAD.get(modifier, 0))[1])
    if unit != "day":
        return None
    if modifier in ("next", "coming"):
        return _days(hit.said.calendar.shift(hit.said.day, 1))
    return Atom(kind="part", part="any") if edge else None


@rule("period_end", "(unit|quarter) edge", "edge")
def period_end(hit: Hit) -> Atom | None:
    """EOW, EOM, month end."""
    unit = hit.word("period_end")
    if not unit:
        return None
    if unit == "week":
        return _days(hit.said.day, days.week(hit.said, 0)[1])
    return _days(*days.part_of_period(days.period(hit.said, unit, 0), "end"))


@rule(
    "edge of? modifier? (month|month_in) year?",
    "(month|month_in) edge",
    "modifier (month|month_in)",
    "month_in year?",
    "month year?",
)
def named_month(hit: Hit) -> Atom | None:
    """In March, mid-March, „gruodžio viduryje", «в начале декабря»."""
    number, edge, modifier = hit.numbers("month", "month_in")[0], hit.word("edge"), hit.word("modifier")
    if modifier == "past":
        return Atom(kind="past")
    span = days.month(hit.said, number, hit.year())
    if modifier == "next" and span[0].year == hit.said.day.year and number <= hit.said.day.month:
        span = days.month(hit.said, number, hit.said.day.year + 1)
    before = _before(hit)
    if not edge and not hit.year() and (before == "within" or (before == "at" and _token(hit, -1).value == "for") or _token(hit, -1).word == "uz"):
        return None  # the act, the bill, the rent for a month
    if edge:
        span = days.part_of_period(span, edge)
        if span[1] < hit.said.day:
            return Atom(kind="past")
    led = before in ("upto", "before", "at", "in", "from", "during", "within") or hit.tokens[-1].kind == "month_in"
    return Atom(kind="days", low=max(span[0], hit.said.day), high=span[1], weak=not led and not edge and not modifier,
                upto=bool(edge) and before == "before")  # fmt: skip


@rule("(ordinal|modifier) (unit of?|weekof) modifier? (month|month_in) year?", "(month|month_in) (ordinal|modifier) unit", "(ordinal|modifier) month unit")
def week_of_month(hit: Hit) -> Atom | None:
    """The first week of January (1–7), the last one."""
    if hit.word("unit") not in ("week", ""):
        return None
    first, last = days.month(hit.said, hit.numbers("month", "month_in")[0], hit.year())
    if hit.word("modifier") == "past":
        return _days(last - 6 * DAY, last)
    number = (hit.numbers("ordinal") or [0])[0]
    return _days(first + (number - 1) * 7 * DAY, first + (number * 7 - 1) * DAY) if 1 <= number <= 4 else None


@rule("edge? of? (ordinal|number|quarter_name) (quarter|unit) year?", "edge? of? quarter_name unit? year?")
def named_quarter(hit: Hit) -> Atom | None:
    """Q4, «в IV квартале», „II ketvirtį": the coming one of that number."""
    unit = hit.word("unit", "quarter")
    number = (hit.numbers("quarter_name", "ordinal", "number") or [0])[0]
    named = any(t.kind == "quarter_name" and t.end - t.start != 1 and (t.word[0] == "q" or t.end - t.start > 3) for t in hit.tokens)
    if (not named and unit not in ("quarter", "")) or not 1 <= number <= 4:
        return None
    if not named and not any(t.kind in ("quarter", "unit") for t in hit.tokens):
        return None
    year = hit.year() or hit.said.day.year + (3 * number < hit.said.day.month)
    low, high = _edge((dt.date(year, 3 * number - 2, 1), days.month_end(year, 3 * number)), "quarter", hit.word("edge"))
    return _days(max(low, hit.said.day), high)


@rule("weekof (number of? month|month number|month ordinal|ordinal of? month|date|short)")
def week_of(hit: Hit) -> Atom | None:
    """The week of March 2: Monday to Friday."""
    hit.first += 1
    rest = full_date(hit) if hit.tokens[0].kind == "date" else short_date(hit) if hit.tokens[0].kind == "short" else None
    if rest is None:
        rest = _dated(hit, hit.numbers("month")[0], hit.numbers("number", "ordinal")[0], hit.numbers("number", "ordinal")[0])
    hit.first -= 1
    if rest is None or rest.low is None:
        return rest
    first = days.monday(rest.low)
    return _days(first, first + 4 * DAY)


@rule("modifier? weekend", "edge of? modifier? weekend")
def named_weekend(hit: Hit) -> Atom | None:
    """Over the weekend; before it is until Friday."""
    modifier = hit.word("modifier")
    if modifier == "past":
        return Atom(kind="past")
    low, high = days.weekend(hit.said, 1 if modifier in ("next",) else 0)
    if _before(hit) in ("before", "upto") and low > hit.said.day:
        return Atom(kind="days", low=hit.said.day, high=low - DAY, upto=True)
    if _before(hit) == "after" or _token(hit, -1).word == "po":
        return Atom(kind="days", low=high + DAY, high=high + DAY, counted=True)
    return _days(low, high)


@rule("holiday year?")
def named_holiday(hit: Hit) -> Atom | None:
    """Christmas, Easter Monday, „Kalėdos"."""
    name, before = hit.word("holiday"), _before(hit)
    return _days(days.holiday(hit.said, "12-31" if name == "01-01" and before == "upto" else name, hit.year()))


@rule("(modifier|in|at) season", "season")
def named_season(hit: Hit) -> Atom | None:
    """In spring: its three months."""
    number = hit.numbers("season")[0]
    first = days.month(hit.said, number)[0]
    if hit.tokens[0].kind in ("in", "at"):
        hit.first += 1
    return Atom(kind="days", low=first, high=days.add_months(first, 3) - DAY, weak=hit.tokens[0].kind == "season" and _before(hit) not in ("in", "at"))


@rule("same_day")
def same_day(hit: Hit) -> Atom | None:
    """The day of the term before it."""
    return Atom(kind="same")


@rule("next_day")
def next_day(hit: Hit) -> Atom | None:
    """The next day: tomorrow, where nothing else is spoken of."""
    return _days(hit.said.day + DAY)


# ── stretches: in three days, within a week ──────────────────────────────────────────────────────────────────────

_MINUTES: Final = {"second": 0, "minute": 1, "quarterhour": 15, "halfhour": 30, "threequarters": 45, "hour": 60, "anhourandhalf": 90}
_STRETCH = "((number|few|short) (dash|and|to_hour)? )?(number|few|short)? working? (unit|quarter)"


@rule(
    "(in|within) number? unit (dash|and) number",
    "(in|within) modifier number? unit (dash|and) number",
    "(in|within) unit (number|few)",
    "(in|within) unit and (number half|half)",
    "(in|within) number unit and number? half",
    "(in|within) number and number? half unit",
    "(in|within) half unit",
    "(in|within|upto|during) modifier " + _STRETCH,
    "(in|within) " + _STRETCH + " hence?",
    "unit (in|within) (number|few)",
    "number? working? unit hence",
    "modifier number working? unit",
    "number modifier unit",
    "few unit hence",
)
def stretch(hit: Hit) -> Atom | None:
    """In three days, within two weeks, «минут через двадцать», in the next two working days, a week from now."""
    kinds = {t.kind for t in hit.tokens}
    unit = hit.word("unit") or "quarter"
    counts = [float(v) for v in hit.values("number", "few") if isinstance(v, int | float)]
    counts += [v[0] / v[1] if "/" in v[2] else float(f"{v[0]}.{v[1]}") for v in hit.values("short") if isinstance(v, tuple) and v[1]]
    count = max(counts[-1], counts[0]) if counts else 1.0
    if "half" in kinds:
        count = (counts[0] if counts and hit.tokens[1].kind == "number" else 1.0 if "and" in kinds else 0.0) + 0.5
    elif ("and" in kinds or "dash" in kinds) and hit.tokens[-1].kind == "number":
        count = max(counts)  # in a day or two
    elif "modifier" in kinds and not counts and "working" not in kinds:
        return None
    if "past" in hit.values("modifier"):
        return Atom(kind="past")
    if hit.tokens[0].word == "за" and not counts and _before(hit) not in ("", "pronoun", "comma", "stop"):
        return None  # the fee for a week
    if hit.tokens[0].word == "po" and unit == "hour" and count > 6 and hit.tokens[-1].word.startswith("val") and len(hit.tokens[-1].word) < 5:
        return None  # „po 15 val." is after three o'clock
    return _stretched(hit, unit, count, upto="within" in kinds or "upto" in kinds or "during" in kinds or "modifier" in kinds)


def _stretched(hit: Hit, unit: str, count: float, upto: bool) -> Atom | None:
    said = hit.said
    vague = any(t.kind == "few" for t in hit.tokens)
    if unit in _MINUTES:
        minutes = count * _MINUTES[unit]
        if unit == "hour" and minutes % (24 * 60) == 0:
            return _far(said.day + dt.timedelta(minutes=minutes), upto, vague)
        if vague:
            return Atom(kind="vague", moment=days.later(said, minutes), upto=True, counted=True)
        if vague:
            return Atom(kind="vague", moment=days.later(said, minutes), counted=True)
        return Atom(kind="moment", moment=days.later(said, minutes), upto=upto, counted=True)
    if unit == "workday" or any(t.kind == "working" for t in hit.tokens):
        if unit not in ("day", "workday"):
            return _far(said.day + dt.timedelta(days=int(count * 7)), upto, vague) if unit == "week" else None
        return _far(said.calendar.shift(said.day, min(int(count), 400)), upto, vague)
    if unit in ("day", "week", "fortnight"):
        return _far(said.day + dt.timedelta(days=int(count * {"day": 1, "week": 7, "fortnight": 14}[unit])), upto, vague)
    months = int(count * {"month": 1, "quarter": 3, "year": 12}[unit])
    if months == 0:
        return _far(said.day + dt.timedelta(days=round(count * 30)), upto, vague)
    rest = dt.timedelta(days=round((count - int(count)) * 30)) if unit == "month" else dt.timedelta()
    return _far(days.add_months(said.day, min(months, 60)) + rest, upto, vague)


@rule("number? unit (after|before) (holiday|weekday|relative|date)")
def from_a_day(hit: Hit) -> Atom | None:
    """Three days after Easter, a day before Friday."""
    unit, count = hit.word("unit"), (hit.numbers("number") or [1])[0]
    if unit not in ("day", "week") or not (hit.numbers("number") or _before(hit) == ""):
        return None
    last = hit.tokens[-1]
    if last.kind == "holiday":
        base = days.holiday(hit.said, str(last.value))
    elif last.kind == "weekday":
        base = days.weekday(hit.said, hit.numbers("weekday")[0], "")
    elif last.kind == "relative":
        base = hit.said.day + hit.numbers("relative")[0] * DAY
    else:
        base = _written(hit.said, last.value) if isinstance(last.value, tuple) else None
    step = dt.timedelta(days=count * (7 if unit == "week" else 1))
    if base is None:
        return None
    day = base + step if any(t.kind == "after" for t in hit.tokens) else base - step
    return _days(day) if day >= hit.said.day else Atom(kind="past")


def _far(day: dt.date, upto: bool, vague: bool) -> Atom:
    return Atom(kind="vague" if vague else "days", low=day, high=day, upto=upto or vague, counted=True)


@rule("(number|few)? working? unit ago", "ago number? unit", "ago (number|few) unit")
def ago(hit: Hit) -> Atom | None:
    """Three days ago: the past, never a term."""
    return Atom(kind="past")


# ── clocks and parts of the day ─────────────────────────────────────────────────────────────────────────────────


def _clock(hour: int, minute: int = 0, *, literal: bool = False, meridiem: str = "") -> Atom | None:
    if not (0 <= hour <= 24 and 0 <= minute < 60) or hour * 60 + minute > 24 * 60:
        return None
    if meridiem:
        hour = hour % 12 + (12 if meridiem == "pm" else 0) if hour <= 12 else hour
    minutes = hour * 60 + minute
    return Atom(kind="clock", times=(minutes, minutes), literal=literal or bool(meridiem) or hour > 12 or hour == 0)


def _one_clock(tokens: list[Token]) -> Atom | None:
    """A clock out of the tokens of one time: 15:00, 3 pm, 3.30."""
    if not tokens:
        return None
    meridiem = next((str(t.value) for t in tokens if t.kind == "meridiem"), "")
    value = tokens[0].value
    if tokens[0].kind == "clock" and isinstance(value, tuple):
        literal = tokens[0].word.startswith("0") or value[0] in (12, 24) or tokens[0].word[1:2] == "h"
        return _clock(value[0], value[1], literal=literal, meridiem=meridiem)
    if tokens[0].kind == "short" and isinstance(value, tuple):
        return _clock(value[0], value[1], meridiem=meridiem) if value[3] == 2 and value[2] == "." else None
    return _clock(value, meridiem=meridiem) if isinstance(value, int) else None


_TIME = "((clock|short|number) (oclock|meridiem|unit)?)"


@rule(
    "(from|between|at)? (clock|short|number) (oclock|meridiem|unit)? (dash|slash|to_hour|upto|and) (clock|short|number) (oclock|meridiem|unit)?",
)
def clock_range(hit: Hit) -> Atom | None:
    """Between 13:00 and 15:00, 9-11 am, «с 10 до 12», „nuo 9 iki 11 val."."""
    tokens = [t for t in hit.tokens if t.kind in ("clock", "short", "number", "oclock", "meridiem", "unit")]
    if any(t.kind == "unit" and t.value != "hour" for t in tokens):
        return None
    split = next(i for i, t in enumerate(tokens) if i and t.kind in ("clock", "short", "number"))
    opened = hit.tokens[0].kind
    if opened not in ("from", "between") and not any(t.kind in ("clock", "oclock", "meridiem", "unit") for t in tokens):
        return None
    middle = next(t.kind for t in hit.tokens if t.kind in ("dash", "slash", "to_hour", "upto", "and"))
    if middle == "and" and opened != "between" or middle == "slash" and tokens[0].kind != "clock":
        return None
    low, high = _one_clock(tokens[:split]), _one_clock(tokens[split:])
    if low is None or high is None or low.times is None or high.times is None:
        return None
    first, last = low.times[0], high.times[0]
    literal = low.literal or high.literal
    if high.literal and not low.literal and first + 720 < last and first < 7 * 60:
        first += 720
    if last < first and last + 720 > first and last < 720:
        last += 720
    return replace(low, times=(first, last), literal=literal or last >= 720) if last >= first else None


@rule("half past_hour number (oclock|meridiem|unit)?", "(quarter|number) unit? (past_hour|to_hour|after|before) (number|clock) (oclock|meridiem|unit)?")
def spoken_clock_en(hit: Hit) -> Atom | None:
    """Half past three, quarter to five, ten past eight."""
    if hit.reading.lexicon.half_before or any(t.kind == "unit" and t.value not in ("minute", "hour") for t in hit.tokens):
        return None
    numbers = hit.numbers("number")
    head = hit.tokens[0].kind
    minutes = 30 if head == "half" else 15 if head == "quarter" else numbers.pop(0)
    clock = hit.values("clock")
    hour = numbers[-1] if numbers else clock[0][0] if clock and isinstance(clock[0], tuple) else 99
    if not 1 <= hour <= 12 or minutes >= 60 or (head == "number" and not any(t.kind == "unit" for t in hit.tokens) and minutes % 5):
        return None
    total = hour * 60 + (minutes if any(t.kind == "past_hour" or t.kind == "after" for t in hit.tokens) else -minutes)
    return _clock(total // 60, total % 60, meridiem=hit.word("meridiem"))


@rule("half (number|ordinal) (oclock|unit)?", "quarter ordinal (oclock|unit)?", "to_hour (quarter|number) unit? (number|clock) (oclock|unit)?")
def spoken_clock(hit: Hit) -> Atom | None:
    """Half ten; «половина третьего», «четверть пятого», «без четверти пять», „pusę trijų", „be penkiolikos penkios"."""
    numbers, head = hit.numbers("number", "ordinal"), hit.tokens[0].kind
    before = hit.reading.lexicon.half_before
    if any(t.kind == "unit" and t.value not in ("minute", "hour") for t in hit.tokens) or not 1 <= numbers[-1] <= 12:
        return None
    if head == "to_hour":
        if not before or (len(numbers) < 2 and not any(t.kind == "quarter" for t in hit.tokens)):
            return None
        minutes = numbers[0] if len(numbers) > 1 else 15
        total = numbers[-1] * 60 - minutes
    else:
        total = numbers[-1] * 60 + {"half": 30, "quarter": 15}[head] - (60 if before else 0)
    return _clock(total // 60 or 12, total % 60) if total > 0 else None


@rule("clock (meridiem|oclock|unit)?", "short (meridiem|oclock|unit)", "number number? (meridiem|oclock)", "compact meridiem?")
def plain_clock(hit: Hit) -> Atom | None:
    """15:00, 3 pm, eight o'clock, „15 val."."""
    if hit.tokens[-1].kind == "unit":
        if hit.tokens[-1].value != "hour":
            if hit.tokens[0].kind == "short":
                return None
            hit.last -= 1
    if hit.tokens[0].kind == "compact":
        led = _before(hit) in ("relative", "weekday", "tonight", "part") or _token(hit, -1).value == "clock" or hit.last - hit.first == 2
        value = hit.numbers("compact")[0]
        return _clock(value // 100, value % 100, literal=hit.tokens[0].word[0] == "0", meridiem=hit.word("meridiem")) if led else None
    if [t.kind for t in hit.tokens[:2]] == ["number", "number"]:
        hour, minute = (hit.numbers("number") + [99])[:2]
        return _clock(hour, minute, meridiem=hit.word("meridiem"))
    return _one_clock(hit.tokens)


@rule("(at|upto|before|from|after) (number|ordinal) unit", "(number|ordinal) unit")
def hours_clock(hit: Hit) -> Atom | None:
    """«В 15 часов», «к 4 часам», „iki 14 valandos"; bare only beside a day. English hours are never a clock."""
    if hit.word("unit") != "hour" or (hit.reading.lexicon.language == "en" and hit.tokens[-1].word != "h"):
        return None
    led = hit.tokens[0].kind not in ("number", "ordinal")
    numbers = hit.numbers("number", "ordinal")
    atom = _clock(numbers[0]) if numbers else None
    if atom is None or (led and hit.tokens[0].kind == "at" and hit.tokens[0].value == "for"):
        return None
    if led:
        hit.first += 1
    return replace(atom, weak=not led and hit.tokens[-1].word not in _OCLOCK_LT)


_OCLOCK_LT: Final = frozenset({"val", "val.", "valanda", "h"})


@rule("(at|upto|before|from|after) number number?", "number number?")
def bare_hour(hit: Hit) -> Atom | None:
    """At three, «к десяти», "by 5": an hour where no other word claims the number; bare only beside a day."""
    led = hit.tokens[0].kind != "number"
    numbers = hit.numbers("number")
    after = _after(hit)
    if not numbers or not 1 <= numbers[0] <= 23 or hit.word("number") != str(numbers[0]):
        return None
    if len(numbers) == 2 and (not 0 < numbers[1] < 60 or numbers[1] < 10):
        return None
    if after is not None and after.kind in ("other", "unit", "working", "price", "paper", "number", "month", "year", "past_hour", "half", "meridiem", "oclock", "of", "slash", "dash", "short", "day_mark", "quarter", "weekday", "weekend"):
        return None
    if after is not None and after.kind == "to_hour" and hit.reading.letters[hit.last + 1 : hit.last + 2] in ("n", "c"):
        return None
    if not led and _before(hit) in ("dash", "number", "slash", "short", "in", "within", "year", "price", "other"):
        return None
    lead = hit.tokens[0]
    if led and lead.kind == "at" and lead.value not in ("clock", "both"):
        return None
    if led and lead.kind == "after" or (led and lead.kind == "from" and len(numbers) == 1 and numbers[0] < 5):
        return None
    word = hit.tokens[1 if led else 0].word
    if word in ("a", "an", "one") and not led:
        return None
    atom = _clock(numbers[0], numbers[1] if len(numbers) == 2 else 0)
    if led:
        hit.first += 1
    return replace(atom, weak=not led) if atom else None


@rule("modifier? part")
def part_of_day(hit: Hit) -> Atom | None:
    """This morning, after lunch, EOD: part of a day; alone, of the day it was said."""
    modifier = hit.word("modifier")
    if modifier == "past":
        return Atom(kind="past")
    if modifier in ("next", "coming"):
        return _days(hit.said.day + DAY)
    part = hit.word("part")
    if modifier == "this":
        return Atom(kind="days", low=hit.said.day, high=hit.said.day, part=part)
    return Atom(kind="part", part=part)


@rule("vague")
def vague(hit: Hit) -> Atom | None:
    """Soon, on the days to come."""
    return Atom(kind="vague", low=hit.said.day, high=hit.said.day + hit.numbers("vague")[0] * DAY)


# ── reading a text ───────────────────────────────────────────────────────────────────────────────────────────────

_LEADS: Final = frozenset({"upto", "before", "within", "during", "in", "at", "from", "after", "between", "of"})


def atoms(reading: Reading, said: Said) -> Iterator[tuple[Atom, str]]:
    """The atoms of a text in order, each with the kind of the preposition that governs it ('' for none)."""
    i, letters, floor = 0, reading.letters, 0
    while i < len(letters):
        if letters[i] not in STARTS:
            i += 1
            continue
        atom, first, last = _at(reading, said, i)
        if atom is None:
            i += 1
            continue
        lead = ""
        while first > floor and reading.tokens[first - 1].kind in _LEADS:
            first -= 1
            kind = "after" if reading.tokens[first].word == "po" else reading.tokens[first].kind
            lead = kind if not lead or kind in ("upto", "before", "from") else lead
        yield replace(atom, first=first, last=last), lead
        i = floor = last


def _at(reading: Reading, said: Said, i: int) -> tuple[Atom | None, int, int]:
    for index in STARTS[reading.letters[i]]:
        pattern, make = RULES[index]
        match = pattern.match(reading.letters, i)
        if match is None or match.end() == i:
            continue
        hit = Hit(reading, said, match.start(), match.end())
        atom = make(hit)
        if atom is not None:
            return atom, hit.first, hit.last
    return None, i, i


def _starts() -> dict[str, tuple[int, ...]]:
    """For each letter the rules that can begin with it, found by asking each pattern for a partial answer."""
    found: dict[str, list[int]] = {}
    for index, (pattern, _) in enumerate(RULES):
        for letter in _openings(pattern.pattern):
            found.setdefault(letter, []).append(index)
    return {letter: tuple(rules) for letter, rules in found.items()}


def _openings(pattern: str) -> set[str]:
    """The letters a pattern can begin with."""
    letters: set[str] = set()
    depth, i = 0, 0
    while i < len(pattern):
        c = pattern[i]
        if c == "(":
            depth += 1
        elif c == ")":
            depth -= 1
        elif c == "\\":
            i += 1
            letters.add(pattern[i])
        elif c not in "|?*+":
            letters.add(c)
        i += 1
        if depth == 0 and c not in "?" and not pattern[i : i + 1] == "?":
            break
    return letters


STARTS: Final = _starts()
