"""Rules for stretches of time: in three days, within two weeks, «минут через двадцать», three days ago."""

from __future__ import annotations

import datetime as dt
from typing import Final

from syncd.core.due import days
from syncd.core.due.atoms import PAST, Atom, Hit, book, whole_days
from syncd.core.due.dates import written
from syncd.core.due.days import DAY

RULES, rule = book()
_MINUTES: Final = {"second": 0, "minute": 1, "quarterhour": 15, "halfhour": 30, "threequarters": 45, "hour": 60, "anhourandhalf": 90, "hourortwo": 120}
_DAYS: Final = {"day": 1, "workday": 1, "dayortwo": 2, "week": 7, "fortnight": 14}
_MONTHS: Final = {"month": 1, "quarter": 3, "halfyear": 6, "year": 12}
_WITHIN: Final = ("within", "upto", "during")
_COUNT: Final = "((number|few|short) (dash|and|to_hour)? )?(number|few|short)?"


def _count(hit: Hit) -> float:
    """How many: the last number named (in two or three days), a decimal, a fraction; 0 where there is none."""
    counts = [float(v) for v in hit.values("number", "few") if isinstance(v, int | float)]
    for value in hit.values("short"):
        if isinstance(value, tuple) and value[1]:
            counts.append(value[0] / value[1] if "/" in value[2] else float(f"{value[0]}.{value[1]}"))
    return max(counts[0], counts[-1]) if counts else 0.0


def _unit(hit: Hit) -> str:
    return hit.word("unit") or "quarter"


# The longer patterns stand first: the first rule that takes a match keeps it.


@rule("(in|within) number unit and? number unit")
def hours_and_minutes(hit: Hit) -> Atom | None:
    """In an hour and thirty minutes."""
    if hit.values("unit") != ["hour", "minute"]:
        return None
    hours, minutes = hit.ends("number")
    return _stretched(hit, "minute", 60 * hours + minutes, upto=hit.has("within"))


@rule("(in|within) modifier? number? unit (dash|and) number", "(in|within) unit (number|few)")
def one_or_two(hit: Hit) -> Atom | None:
    """In a day or two, «через день-два», «через недели две»."""
    if hit.english and not hit.has("dash", "and"):
        return None  # in week 50
    return _stretched(hit, _unit(hit), max(_count(hit), 1.0), upto=hit.has("within", "modifier"))


@rule(
    "(in|within) unit and number? half",
    "(in|within) number unit and number? half",
    "(in|within) number (and|from|pronoun) number? half unit",
    "(in|within) number (and|from|pronoun) unit",
    "(in|within) half number? unit",
)
def and_a_half(hit: Hit) -> Atom | None:
    """In an hour and a half, in half a year, «через два с половиной часа», „po dviejų su puse valandos"."""
    unit, whole = _unit(hit), hit.number("number") if hit.tokens[1].kind == "number" else hit.has("and")
    if not hit.has("half"):
        if unit != "halfhour":
            return None
        unit = "hour"
    return _stretched(hit, unit, whole + 0.5, upto=hit.has("within"))


@rule("upto (number (dash|and|to_hour)? )?number working? unit")
def no_more_than(hit: Hit) -> Atom | None:
    """«До пяти рабочих дней»; „iki 25 d." is a date, and "by 15 hours" a clock."""
    unit = _unit(hit)
    if hit.tokens[-1].word == "дня" and _count(hit) <= 6:
        return None  # «до 3 дня»: three in the afternoon
    if unit not in (*_DAYS, "month") or (hit.tokens[-1].word in ("d", "dienos", "diena") and not hit.has("working")):
        return None
    return _stretched(hit, unit, _count(hit), upto=True)


@rule("(in|within) unit unit")
def half_an_hour_or_an_hour(hit: Hit) -> Atom | None:
    """«Через полчаса-час», „po pusvalandžio-valandos"."""
    hyphen = hit.reading.source[hit.tokens[1].end : hit.tokens[2].start] == "-"
    return _stretched(hit, "hour", 1, upto=hit.has("within")) if hyphen and hit.values("unit") == ["halfhour", "hour"] else None


@rule("(in|within) unit modifier")
def one_and_the_next(hit: Hit) -> Atom | None:
    """„Po dienos kitos"."""
    if not hit.lithuanian or _unit(hit) not in ("hour", "day", "week") or hit.after().kind in ("unit", "weekday", "month"):
        return None
    return _stretched(hit, _unit(hit), 2, upto=hit.has("within"))


@rule(f"(in|within|upto|during) modifier {_COUNT} working? (unit|quarter)", "modifier number working? unit", "number modifier unit")
def coming_stretch(hit: Hit) -> Atom | None:
    """Within the next two weeks, «в течение ближайшего часа»; without a number a next week is a week, not seven days."""
    if not _count(hit) and not hit.has("working") and _unit(hit) not in (*_MINUTES, "fortnight"):
        return None
    return PAST if "past" in hit.values("modifier") else _stretched(hit, _unit(hit), _count(hit) or 1.0, upto=True)


@rule(
    f"(in|within) {_COUNT} working? (unit|quarter) hence?",
    "(in|within) number comma number comma working? unit",
    "unit (in|within) (number (dash|and) )?(number|few)",
    "(number|few)? working? unit hence",
)
def stretch(hit: Hit) -> Atom | None:
    """In three days, within two weeks, «минут через двадцать», a week from now."""
    unit, count, head, said = _unit(hit), _count(hit), hit.tokens[0], hit.said
    if hit.after().kind == "ago":
        return PAST
    if not count and hit.english and not hit.has("hence"):
        if unit in _DAYS and unit.endswith("day") and hit.has("within"):
            return whole_days(hit.said.day)  # within the day
        if hit.has("in") and unit in ("minute", "hour", "day", "week", "month", "year"):
            return None  # in the week
    if unit == "week" and hit.has("working") and not count:
        return whole_days(said.day, days.week(said, 0)[1])  # within the working week
    if head.word == "за" and not count and hit.before() not in ("", "pronoun", "comma", "stop"):
        return None  # the fee for a week
    if head.word == "за" and hit.after().kind == "upto":
        return None  # an hour before the visit
    if head.word == "po" and unit == "hour" and 6 < count < 24 and hit.tokens[-1].word in ("val", "val."):
        return None  # „po 15 val." is after three o'clock
    return _stretched(hit, unit, count or 1.0, upto=hit.has(*_WITHIN))


def _stretched(hit: Hit, unit: str, count: float, upto: bool) -> Atom | None:
    """So much time from the moment it was said: a moment for minutes and hours, else a day; whole days of hours are days."""
    said, vague = hit.said, hit.has("few")
    if unit in _MINUTES:
        minutes = count * _MINUTES[unit]
        if hit.has("working"):
            return Atom(kind="moment", moment=days.working_time_later(said, minutes), upto=upto, counted=True)
        if unit != "hour" or minutes % (24 * 60):
            return Atom(kind="vague" if vague else "moment", moment=days.later(said, minutes), upto=upto or vague, counted=True)
        day = said.day + dt.timedelta(minutes=minutes)
    elif unit == "workday" or (unit == "day" and hit.has("working")):
        day = days.working_days_later(said, int(count))
    elif unit in _DAYS:
        day = said.day + dt.timedelta(days=int(count * _DAYS[unit]))
    else:
        months = min(count * _MONTHS[unit], 60)
        day = days.add_months(said.day, int(months)) + dt.timedelta(days=round(months % 1 * 30))
    return Atom(kind="vague" if vague else "days", low=day, high=day, upto=upto or vague, counted=True)


@rule("in number")
def in_minutes(hit: Hit) -> Atom | None:
    """"Sending in 5": minutes, where the sentence ends with them."""
    if not hit.english or hit.after().kind not in ("", "stop") or hit.number("number") % 5 or not 5 <= hit.number("number") <= 45:
        return None
    return _stretched(hit, "minute", hit.number("number"), upto=False) if hit.tokens[-1].word.isdigit() else None


@rule("allowed")
def allowed(hit: Hit) -> Atom | None:
    """«В трёхдневный срок»."""
    return Atom(kind="days", low=hit.said.day, high=hit.said.day + hit.number("allowed") * DAY, upto=True, counted=True)


@rule("number? unit (after|before) (holiday|weekday|relative|date)")
def from_a_day(hit: Hit) -> Atom | None:
    """Three days after Easter, two days before Friday."""
    unit, count, last = _unit(hit), hit.number("number"), hit.tokens[-1]
    if unit not in ("day", "week") or not (count or hit.before() == ""):
        return None
    base: dt.date | None = None
    if last.kind == "holiday":
        base = days.holiday(hit.said, str(last.value))
    elif last.kind == "weekday":
        base = days.weekday(hit.said, hit.number("weekday"), "")
    elif last.kind == "relative":
        base = hit.said.day + hit.number("relative") * DAY
    elif isinstance(last.value, tuple):
        base = written(hit.said, last.value)
    if base is None:
        return None
    step = dt.timedelta(days=(count or 1) * _DAYS[unit])
    day = base + step if hit.has("after") else base - step
    return whole_days(day) if day >= hit.said.day else PAST


@rule("(number|few)? working? unit ago", "ago number? unit", "ago (number|few) unit")
def ago(hit: Hit) -> Atom | None:
    """Three days ago: the past, never a term."""
    return PAST
