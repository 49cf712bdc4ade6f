"""Rules for days named from where one stands: tomorrow, Friday, Friday of next week, the 20th of next month."""

from __future__ import annotations

import datetime as dt
from typing import Final

from syncd.core.due import days
from syncd.core.due.atoms import PAST, Atom, Hit, book, whole_days
from syncd.core.due.dates import written
from syncd.core.due.days import DAY

RULES, rule = book()
_BEFORE_A_GENITIVE: Final = frozenset({"upto", "from", "before", "within", "during", "part", "unit", "clock"})
_ALSO_WORDS: Final = frozenset({"sat", "sun", "wed"})  # he sat down, in the sun


@rule("edge of? relative unit", "relative", "tonight")
def relative_day(hit: Hit) -> Atom | None:
    """Today, tomorrow, the day after; yesterday is none."""
    if hit.tokens[0].kind == "tonight":
        return Atom(kind="days", low=hit.said.day, high=hit.said.day, part="evening")
    offset = hit.number("relative")
    if hit.english and hit.tokens[0].word.endswith("'s") and hit.after().kind in ("other", "paper") and hit.before() not in ("in", "at"):
        return None  # tomorrow's horoscope, but: in tomorrow's post
    if hit.has("unit") and hit.word("unit") != "day":
        return None
    if hit.after().value == "week" and hit.english:
        return None  # tomorrow week
    return whole_days(hit.said.day + offset * DAY) if offset >= 0 else PAST


AHEAD: Final = {"this": 0, "coming": 1, "next": 1, "after_next": 2}


def _weeks(hit: Hit) -> int:
    modifier = hit.word("modifier")
    return AHEAD.get(modifier, 0)


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
        return PAST
    return whole_days(days.monday(hit.said.day) + dt.timedelta(days=7 * _weeks(hit) + hit.number("weekday", "weekday_of")))


_MONTH = "(of|in)? modifier? (month|month_in|unit)"


@rule(
    f"ordinal? (ordinal|modifier) (weekday|working unit|unit) {_MONTH}",
    "(ordinal|modifier) modifier? (month|month_in|unit) (weekday|working unit|unit)",
    "modifier? (month|month_in|unit) (ordinal|modifier) (weekday|working unit|unit)",
)
def nth_day_of_month(hit: Hit) -> Atom | None:
    """The first Monday of March, „paskutinį gruodžio penktadienį", the last working day of next month."""
    months, units = hit.numbers("month", "month_in"), hit.values("unit")
    modifiers = [str(v) for v in hit.values("modifier")]
    which, past = hit.number("ordinal"), "past" in modifiers
    if (not which and not past) or which > 5 or (not months and "month" not in units) or set(units) - {"month", "day"}:
        return None
    if not hit.has("weekday") and "day" not in units:
        return None
    ahead = max((AHEAD.get(m, 0) for m in modifiers), default=0)
    first, last = days.month(hit.said, months[0]) if months else days.period(hit.said, "month", ahead)
    span = [first + n * DAY for n in range((last - first).days + 1)]
    if hit.has("weekday"):
        span = [day for day in span if day.weekday() == hit.number("weekday")]
    elif hit.has("working"):
        span = [day for day in span if hit.said.calendar.is_working(day)]
    at = -max(which, 1) if past else which - 1  # the fifth last day
    return whole_days(span[at]) if span and at < len(span) and span[at] >= hit.said.day else None


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
    if hit.english and not hit.has("of", "ordinal"):
        return None  # two coming months
    first, _ = days.period(hit.said, "month", AHEAD.get(hit.word("modifier"), 0))
    day = days.day_of(first.year, first.month, hit.number("number", "ordinal"))
    return whole_days(day) if day is not None and day >= hit.said.day else None


@rule("weekday after modifier")
def weekday_after_next(hit: Hit) -> Atom | None:
    """The Tuesday after next."""
    return whole_days(days.weekday(hit.said, hit.number("weekday"), "after_next"))


@rule("weekday in number? unit", "(in|at) number? unit (at|comma)? weekday", "in weekday")
def weekday_weeks_on(hit: Hit) -> Atom | None:
    """«В пятницу через неделю», „po savaitės penktadienį", "Friday in two weeks"; «через понедельник» is the one after the coming."""
    unit = hit.word("unit") or "week"
    if unit not in ("week", "fortnight") or hit.tokens[0].kind == "at" or (not hit.has("unit") and hit.tokens[0].word != "через"):
        return None
    if hit.english and not hit.has("number"):
        return None
    weeks = (hit.number("number") or 1) * (2 if unit == "fortnight" else 1)
    return whole_days(days.weekday(hit.said, hit.number("weekday"), "") + 7 * weeks * DAY)


@rule("weekday modifier")
def weekday_next(hit: Hit) -> Atom | None:
    """On Thursday next."""
    if not hit.english or hit.word("modifier") != "next" or hit.after().kind not in ("", "stop", "comma", "pronoun"):
        return None
    return whole_days(days.weekday(hit.said, hit.number("weekday"), "next"))


@rule(
    "number unit (at|from|hence|after) (weekday|relative)",
    "number unit relative",
    "number unit weekday",
    "(weekday|relative) unit",
    "number (weekday|weekday_of) hence",
)
def weekday_week(hit: Hit) -> Atom | None:
    """Friday week; a week on Friday; a week from tomorrow; three Fridays from now."""
    count = (hit.numbers("number") or [1])[0]
    unit = hit.word("unit")
    if hit.tokens[-1].kind == "hence":
        ahead = (hit.number("weekday", "weekday_of") - hit.said.day.weekday() - 1) % 7 + 1
        return whole_days(hit.said.day + (ahead + 7 * count - 7) * DAY)
    if unit not in ("week", "fortnight", "day") or (not hit.has("number") and unit == "day"):
        return None
    steps = {"week": 7, "fortnight": 14, "day": 1}[unit] * count
    if not hit.english and not hit.has("at", "from", "after", "hence"):
        return None
    relative = hit.numbers("relative")
    base = hit.said.day + relative[0] * DAY if relative else days.weekday(hit.said, hit.number("weekday"), "")
    return whole_days(base + steps * DAY)


@rule("weekday (before|after) (holiday|date)")
def weekday_beside(hit: Hit) -> Atom | None:
    """The Thursday before Easter, the Monday after 1.4.2027."""
    last = hit.tokens[-1]
    base = days.holiday(hit.said, str(last.value)) if last.kind == "holiday" else written(hit.said, last.value) if isinstance(last.value, tuple) else None
    if base is None:
        return None
    number = hit.number("weekday")
    day = base + ((number - base.weekday() - 1) % 7 + 1) * DAY if hit.has("after") else base - ((base.weekday() - number - 1) % 7 + 1) * DAY
    return whole_days(day) if day >= hit.said.day else PAST


@rule("weekday after")
def weekday_after(hit: Hit) -> Atom | None:
    """On the Monday after: the one that follows the day spoken of before."""
    if not hit.english or hit.after().kind not in ("", "stop", "comma"):
        return None
    return Atom(kind="same", weekday=hit.number("weekday"))


@rule("modifier? weekday", "modifier? weekday_of")
def named_weekday(hit: Hit) -> Atom | None:
    """Friday, this coming Friday, next Friday. A weekday in the genitive is a term only behind a preposition."""
    modifier = hit.word("modifier")
    if modifier == "past":
        return PAST
    token = hit.tokens[-1]
    if hit.after().kind in ("of", "year"):
        return None  # Thursday of Mysteries, Palm Sunday 2027
    owns = hit.english and token.kind == "weekday_of" and token.word.endswith("'s")
    if owns and (hit.before() not in ("in", "at") and hit.neighbour(-1).word != "with"):
        return None  # Thursday's mail, but: with Thursday's payment run
    if token.kind == "weekday_of" and hit.english and not owns:
        return None
    if token.kind == "weekday_of" and not modifier and not owns:
        after = hit.after()
        if hit.before() not in _BEFORE_A_GENITIVE and (not after.kind or after.kind not in ("part", "clock")):
            return None
    number = hit.number("weekday", "weekday_of")
    low = days.weekday(hit.said, number, modifier)
    capital = hit.reading.source[token.start].isupper()
    weak = token.word in _ALSO_WORDS and (token.word == "sun" or not capital) and not modifier and (hit.before() in ("other", "pronoun", "in") or (hit.after().kind == "other" and hit.before() != "at"))
    told = hit.english and not modifier and hit.reading.source[max(0, token.start - 4) : token.start].lower() == "the "
    return Atom(kind="days", low=low, high=low, weekday=None if modifier else number, weak=weak, told=told)


@rule("same_day")
def same_day(hit: Hit) -> Atom | None:
    """The day of the term before it."""
    return Atom(kind="same")


@rule("next_day")
def next_day(hit: Hit) -> Atom | None:
    """The next day: tomorrow, where nothing else is spoken of."""
    return whole_days(hit.said.day + DAY)
