"""Rules for weeks, months, quarters, weekends, holidays and their beginnings, middles and ends."""

from __future__ import annotations

import datetime as dt
from typing import Final

from syncd.core.due import days
from syncd.core.due.atoms import PAST, Atom, Hit, book, whole_days
from syncd.core.due.dates import dated, full_date, short_date
from syncd.core.due.days import DAY
from syncd.core.due.weekdays import AHEAD

RULES, rule = book()
_WEEK_NUMBERED: Final = frozenset({"week", "wk", "неделе", "неделю", "неделя", "savaite", "savaitę", "sav"})
_PART_OF_DAY: Final = {"start": "morning", "first_half": "morning", "middle": "lunch", "second_half": "afternoon", "end": "any"}
_LED: Final = frozenset({"upto", "before", "at", "in", "from", "during", "within", "after"})


def _edge(span: days.Span, unit: str, edge: str) -> days.Span:
    if not edge:
        return span
    if unit == "week":
        return days.part_of_week(days.monday(span[0]), edge)
    return days.part_of_period(span, edge)


@rule(
    "edge unit modifier unit",
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
    if len(hit.values("unit")) == 2 and hit.values("unit") != ["week", "week"]:
        return None  # mid-week next week is one
    if hit.has("after"):
        modifier = "after_next"
    if modifier == "past":
        return PAST if hit.after().kind not in ("month", "month_in") else None  # «последняя неделя марта»
    if unit == "year" and hit.after().kind in ("month", "month_in", "ordinal", "quarter_name"):
        return None  # „kitų metų sausį", „kitų metų pirmą ketvirtį"
    if unit not in ("week", "month", "quarter", "halfyear", "year"):
        return _named_day(hit, unit, edge, modifier)
    near = (hit.before() == "within" and modifier == "coming") or (hit.english and modifier == "next" and hit.before() in ("within", "in"))
    if near and not edge:
        high = hit.said.day + 7 * DAY if unit == "week" else days.add_months(hit.said.day, {"month": 1, "quarter": 3}.get(unit, 12))
        return Atom(kind="days", low=hit.said.day, high=high, counted=True)  # within the coming week
    ahead = AHEAD.get(modifier, 0)
    span = days.week(hit.said, ahead) if unit == "week" else days.period(hit.said, unit, ahead)
    if edge == "end" and unit == "week" and not modifier and hit.before() in ("upto", "before"):
        return Atom(kind="days", low=hit.said.day, high=span[1], upto=True)
    low, high = _edge(span, unit, edge)
    if high < hit.said.day and edge == "end":
        low, high = span
    elif high < hit.said.day:  # the beginning of the week, said on a Wednesday
        span = days.week(hit.said, ahead + 1) if unit == "week" else days.period(hit.said, unit, ahead + 1)
        low, high = _edge(span, unit, edge)
    return Atom(kind="days", low=max(low, hit.said.day), high=high, upto=bool(edge) and hit.before() == "before")


def _named_day(hit: Hit, unit: str, edge: str, modifier: str) -> Atom | None:
    if unit == "day" and edge and not modifier:
        return Atom(kind="part", part=_PART_OF_DAY[edge])
    if unit == "workday" and edge == "end":
        return Atom(kind="part", part="any")
    if unit == "day" and modifier == "this":
        return whole_days(hit.said.day)
    if unit in ("day", "workday") and modifier in ("next", "coming"):
        return whole_days(hit.said.day + DAY if unit == "day" else days.working_days_later(hit.said, 1))
    if unit == "hour" and modifier in ("next", "this", "coming"):
        return Atom(kind="moment", moment=days.later(hit.said, 60), upto=True)
    return None


@rule("modifier working unit", "edge working unit", "edge modifier? working unit", "working unit edge", "modifier working unit edge")
def working_day(hit: Hit) -> Atom | None:
    """The next working day; the end of the working day; the end of the working week."""
    unit, edge, modifier = hit.word("unit"), hit.word("edge"), hit.word("modifier")
    if unit == "week" and edge == "end":
        return whole_days(hit.said.day, days.week(hit.said, AHEAD.get(modifier, 0))[1])
    if unit != "day":
        return None
    if modifier in ("next", "coming"):
        return whole_days(days.working_days_later(hit.said, 1))
    return Atom(kind="part", part="any") if edge else None


@rule("period_end", "(unit|quarter) edge", "edge")
def period_end(hit: Hit) -> Atom | None:
    """EOW, EOM, month end."""
    unit = hit.word("period_end")
    if not unit:
        return None
    if unit == "week":
        return whole_days(hit.said.day, days.week(hit.said, 0)[1])
    if unit == "nextweek":
        return whole_days(*days.week(hit.said, 1))
    if unit == "midweek":
        low, high = days.part_of_week(days.monday(hit.said.day), "middle")
        return whole_days(max(low, hit.said.day), high) if high >= hit.said.day else whole_days(low + 7 * DAY, high + 7 * DAY)
    return whole_days(*days.part_of_period(days.period(hit.said, unit, 0), "end"))


@rule(
    "edge of? modifier? (month|month_in) year?",
    "(month|month_in) edge",
    "modifier (month|month_in)",
    "modifier unit (month|month_in)",
    "(month|month_in) of? modifier unit",
    "(year (year_mark|unit)) month_in",
    "month_in year?",
    "month year?",
)
def named_month(hit: Hit) -> Atom | None:
    """In March, mid-March, „gruodžio viduryje", «в начале декабря»."""
    number, edge, modifier = hit.number("month", "month_in"), hit.word("edge"), hit.word("modifier")
    if modifier == "past":
        return PAST if hit.after().value != "week" else None
    if hit.after().kind in ("ordinal", "number") and not edge:
        return None  # „gruodžio antrą savaitę"; 31 September
    year = hit.year()
    if hit.has("unit") and modifier:
        if hit.word("unit") != "year":
            return None
        year = hit.said.day.year + AHEAD.get(modifier, 0)
    span = days.month(hit.said, number, year)
    if span[1] < hit.said.day:
        return PAST
    if modifier == "next" and not hit.has("unit") and span[0].year == hit.said.day.year and number <= hit.said.day.month:
        span = days.month(hit.said, number, hit.said.day.year + 1)
    before = hit.before()
    if before == "at" and not edge and hit.english and hit.after().kind in ("other", "paper"):
        return None  # at the June meeting
    if before == "at" and hit.neighbour(-1).word == "на" and hit.neighbour(-2).kind in ("other", "paper", "price"):
        return None  # prices for December
    lead = hit.neighbour(-1)
    if not edge and not hit.year() and (before == "within" or lead.value == "for" or lead.word == "uz"):
        return None  # the act, the bill, the rent for a month
    if edge:
        span = days.part_of_period(span, edge)
        if span[1] < hit.said.day:
            return PAST
    led = before in _LED or hit.tokens[-1].kind == "month_in"
    return Atom(kind="days", low=max(span[0], hit.said.day), high=span[1], weak=not led and not edge and not modifier,
                upto=bool(edge) and before == "before")  # fmt: skip


@rule(
    "(ordinal|modifier) (unit (of|in)?|weekof) modifier? (month|month_in) year?",
    "(month|month_in) (ordinal|modifier) unit",
    "(ordinal|modifier) month unit",
)
def week_of_month(hit: Hit) -> Atom | None:
    """The first week of January (1–7), the last one."""
    if hit.word("unit") not in ("week", ""):
        return None
    first, last = days.month(hit.said, hit.number("month", "month_in"), hit.year())
    if hit.word("modifier") == "past":
        return whole_days(last - 6 * DAY, last)
    number = hit.number("ordinal")
    return whole_days(first + (number - 1) * 7 * DAY, first + (number * 7 - 1) * DAY) if 1 <= number <= 4 else None


@rule(
    "edge? of? (ordinal|number|quarter_name) (quarter|unit) (year|edge)?",
    "edge? of? quarter_name unit? (year|edge)?",
    "year (year_mark|unit) (ordinal|quarter_name) (quarter|unit)? edge?",
    "modifier unit (ordinal|quarter_name) (quarter|unit)",
)
def named_quarter(hit: Hit) -> Atom | None:
    """Q4, «в IV квартале», „II ketvirtį": the coming one of that number."""
    number = hit.number("quarter_name", "ordinal", "number")
    named = any(t.kind == "quarter_name" and t.end - t.start != 1 and (t.word[0] == "q" or t.end - t.start > 3) for t in hit.tokens)
    if not (named or hit.has("quarter") or "quarter" in hit.values("unit")) or not 1 <= number <= 4:
        return None
    if (hit.before() == "within" or hit.neighbour(-1).value == "for") and not hit.has("edge"):
        return None  # the report for a quarter
    year = hit.year() or hit.said.day.year + (3 * number < hit.said.day.month)
    if hit.has("modifier"):
        if hit.values("unit")[:1] != ["year"]:
            return None
        year = hit.said.day.year + AHEAD.get(hit.word("modifier"), 0)
    low, high = _edge((dt.date(year, 3 * number - 2, 1), days.month_end(year, 3 * number)), "quarter", hit.word("edge"))
    return whole_days(max(low, hit.said.day), high)


@rule("unit number", "(number|ordinal) unit")
def week_of_year(hit: Hit) -> Atom | None:
    """In week 50: Monday to Friday of that week of the year (ISO 8601); the coming one of that number."""
    number, word = hit.number("number", "ordinal"), next(t.word for t in hit.tokens if t.kind == "unit")
    english, first = hit.english, hit.tokens[0].kind == "unit"
    if not 1 <= number <= 52 or word not in _WEEK_NUMBERED or (first != english and not hit.has("ordinal")) or (english and not first):
        return None
    if not english and (number < 5 or not any(t.kind == "ordinal" and t.word.isdigit() for t in hit.tokens)):
        return None
    for year in (hit.said.day.year, hit.said.day.year + 1):
        low = dt.date.fromisocalendar(year, number, 1)
        if low + 4 * DAY >= hit.said.day:
            return whole_days(max(low, hit.said.day), low + 4 * DAY)
    return None


@rule("weekof (number of? month|month number|month ordinal|ordinal of? month|date|short|ordinal)")
def week_of(hit: Hit) -> Atom | None:
    """The week of March 2: Monday to Friday."""
    hit.first += 1
    rest = full_date(hit) if hit.tokens[0].kind == "date" else short_date(hit) if hit.tokens[0].kind == "short" else None
    if rest is None and not hit.has("month"):
        rest = whole_days(days.coming_day_of_month(hit.said, hit.number("ordinal")))
    if rest is None:
        rest = dated(hit, hit.number("month"), hit.number("number", "ordinal"), hit.number("number", "ordinal"))
    hit.first -= 1
    if rest is None or rest.low is None:
        return rest
    first = days.monday(rest.low)
    return whole_days(first, first + 4 * DAY)


@rule("ordinal (month|month_in) half", "ordinal modifier unit half")
def half_of_period(hit: Hit) -> Atom | None:
    """„Antroje rugsėjo pusėje", „antroje kitos savaitės pusėje"."""
    number, unit = hit.number("ordinal"), hit.word("unit")
    if number > 2 or hit.word("modifier") == "past" or unit not in ("", "week", "month"):
        return None
    ahead = AHEAD.get(hit.word("modifier"), 0)
    span = days.month(hit.said, hit.number("month", "month_in")) if not unit else (
        days.week(hit.said, ahead) if unit == "week" else days.period(hit.said, "month", ahead))  # fmt: skip
    low, high = _edge(span, unit or "month", "first_half" if number == 1 else "second_half")
    return whole_days(max(low, hit.said.day), high) if high >= hit.said.day else PAST


@rule("modifier? weekend", "edge of? modifier? weekend")
def named_weekend(hit: Hit) -> Atom | None:
    """Over the weekend; before it is until Friday."""
    modifier = hit.word("modifier")
    if modifier == "past":
        return PAST
    low, high = days.weekend(hit.said, 1 if modifier in ("next",) else 0)
    if hit.before() in ("before", "upto") and low > hit.said.day:
        return Atom(kind="days", low=hit.said.day, high=low - DAY, upto=True)
    if hit.before() == "after" or hit.neighbour(-1).word == "po":
        return Atom(kind="days", low=high + DAY, high=high + DAY, counted=True)
    return Atom(kind="days", low=low, high=high, weak=hit.english and not modifier and hit.before() not in _LED)


@rule("holiday year?")
def named_holiday(hit: Hit) -> Atom | None:
    """Christmas, Easter Monday, „Kalėdos"."""
    name, before = hit.word("holiday"), hit.before()
    if name == "01-01" and before in ("in", "from") and hit.english:
        return None  # in the new year
    return whole_days(days.holiday(hit.said, "12-31" if name == "01-01" and before == "upto" else name, hit.year()))


@rule("(modifier|in|at) season", "season")
def named_season(hit: Hit) -> Atom | None:
    """In spring: its three months."""
    number = hit.number("season")
    first = days.month(hit.said, number)[0]
    if hit.tokens[0].kind in ("in", "at"):
        hit.first += 1
    until = hit.before() in ("upto", "before")
    weak = hit.tokens[0].kind == "season" and hit.before() not in ("in", "at") and hit.english and not until
    running = days.add_months(first, -12)
    if days.add_months(running, 3) > hit.said.day:
        first = running
    last = days.add_months(first, 3) - DAY
    return Atom(kind="days", low=max(first, hit.said.day), high=first if until and first >= hit.said.day else last, weak=weak)
