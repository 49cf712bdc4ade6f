"""Rules for stretches of time: in three days, within two weeks, «минут через двадцать», three days ago."""

from __future__ import annotations

import datetime as dt
from typing import Final

from syncd.core.due import days
from syncd.core.due.atoms import PAST, Atom, Hit, book, whole_days
from syncd.core.due.dates import written
from syncd.core.due.days import DAY

RULES, rule = book()


_MINUTES: Final = {"second": 0, "minute": 1, "quarterhour": 15, "halfhour": 30, "threequarters": 45, "hour": 60, "anhourandhalf": 90}
_STRETCH = "((number|few|short) (dash|and|to_hour)? )?(number|few|short)? working? (unit|quarter)"


@rule(
    "(in|within) number? unit (dash|and) number",
    "(in|within) modifier number? unit (dash|and) number",
    "(in|within) unit (number|few)",
    "(in|within) unit and (number half|half)",
    "(in|within) number unit and number? half",
    "(in|within) number (and|from|pronoun) number? half unit",
    "upto (number (dash|and|to_hour)? )?number working? unit",
    "(in|within) unit modifier",
    "(in|within) half number? unit",
    "(in|within) number (and|from|pronoun) unit",
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
    elif hit.tokens[-1].kind == "modifier":
        if hit.reading.lexicon.language != "lt" or unit not in ("day", "week") or hit.after().kind in ("unit", "weekday", "month"):
            return None
        count = 2  # „po dienos kitos"
    elif hit.tokens[0].kind == "upto" and "modifier" not in kinds:
        if unit not in ("day", "week", "month", "workday") or (hit.tokens[-1].word in ("d", "dienos", "diena") and "working" not in kinds):
            return None  # „iki 25 d." is a date
    elif "modifier" in kinds and not counts and "working" not in kinds and unit not in _MINUTES:
        return None
    elif not counts and "modifier" not in kinds and not hit.has("hence") and hit.reading.lexicon.language == "en":
        if unit in ("day", "workday") and "within" in kinds:
            return whole_days(hit.said.day)  # within the day
        if "in" in kinds and unit in ("minute", "hour", "day", "week", "month", "year"):
            return None  # in the week
    if hit.tokens[-2].kind in ("from", "pronoun"):
        if unit != "halfhour":
            return None
        unit, count = "hour", count + 0.5  # „po dviejų su puse valandos"
    if "past" in hit.values("modifier"):
        return PAST
    if hit.reading.lexicon.language == "en" and hit.reading.letters[hit.first : hit.last] in ("Tun", "Iun"):
        return None  # in week 50
    if hit.tokens[0].word == "за" and not counts and hit.before() not in ("", "pronoun", "comma", "stop"):
        return None  # the fee for a week
    if hit.tokens[0].word == "po" and unit == "hour" and count > 6 and hit.tokens[-1].word.startswith("val") and len(hit.tokens[-1].word) < 5:
        return None  # „po 15 val." is after three o'clock
    return _stretched(hit, unit, count, upto="within" in kinds or "upto" in kinds or "during" in kinds or ("modifier" in kinds and hit.tokens[-1].kind != "modifier"))


def _stretched(hit: Hit, unit: str, count: float, upto: bool) -> Atom | None:
    said = hit.said
    vague = hit.has("few")
    if unit in _MINUTES:
        minutes = count * _MINUTES[unit]
        if unit == "hour" and minutes % (24 * 60) == 0 and not hit.has("working"):
            return _far(said.day + dt.timedelta(minutes=minutes), upto, vague)
        if hit.has("working"):
            return Atom(kind="moment", moment=days.working_time_later(said, minutes), upto=upto, counted=True)
        if vague:
            return Atom(kind="vague", moment=days.later(said, minutes), upto=True, counted=True)
        return Atom(kind="moment", moment=days.later(said, minutes), upto=upto, counted=True)
    if unit == "workday" or hit.has("working"):
        if unit not in ("day", "workday"):
            return _far(said.day + dt.timedelta(days=int(count * 7)), upto, vague) if unit == "week" else None
        return _far(days.working_days_later(said, int(count)), upto, vague)
    if unit in ("day", "week", "fortnight"):
        return _far(said.day + dt.timedelta(days=int(count * {"day": 1, "week": 7, "fortnight": 14}[unit])), upto, vague)
    months = int(count * {"month": 1, "quarter": 3, "halfyear": 6, "year": 12}[unit])
    if months == 0:
        return _far(said.day + dt.timedelta(days=round(count * 30)), upto, vague)
    rest = dt.timedelta(days=round((count - int(count)) * 30)) if unit == "month" else dt.timedelta()
    return _far(days.add_months(said.day, min(months, 60)) + rest, upto, vague)


@rule("number? unit (after|before) (holiday|weekday|relative|date)")
def from_a_day(hit: Hit) -> Atom | None:
    """Three days after Easter, a day before Friday."""
    unit, count = hit.word("unit"), (hit.numbers("number") or [1])[0]
    if unit not in ("day", "week") or not (hit.numbers("number") or hit.before() == ""):
        return None
    last = hit.tokens[-1]
    if last.kind == "holiday":
        base = days.holiday(hit.said, str(last.value))
    elif last.kind == "weekday":
        base = days.weekday(hit.said, hit.number("weekday"), "")
    elif last.kind == "relative":
        base = hit.said.day + hit.number("relative") * DAY
    else:
        base = written(hit.said, last.value) if isinstance(last.value, tuple) else None
    step = dt.timedelta(days=count * (7 if unit == "week" else 1))
    if base is None:
        return None
    day = base + step if any(t.kind == "after" for t in hit.tokens) else base - step
    return whole_days(day) if day >= hit.said.day else PAST


def _far(day: dt.date, upto: bool, vague: bool) -> Atom:
    return Atom(kind="vague" if vague else "days", low=day, high=day, upto=upto or vague, counted=True)


@rule("(number|few)? working? unit ago", "ago number? unit", "ago (number|few) unit")
def ago(hit: Hit) -> Atom | None:
    """Three days ago: the past, never a term."""
    return PAST
