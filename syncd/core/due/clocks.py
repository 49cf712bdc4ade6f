"""Rules for times of the day: 15:00, 3 pm, half past nine, «без четверти пять», between 9 and 11, in the morning."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from syncd.core.due.atoms import PAST, Atom, Hit, book, whole_days
from syncd.core.due.days import DAY
from syncd.core.due.reading import Token

RULES, rule = book()
_TIME_UNITS: Final = frozenset({"minute", "hour"})
_OCLOCK_LT: Final = frozenset({"val", "val.", "valanda", "h"})
_CLAIMS_A_NUMBER: Final = frozenset({
    "other", "unit", "working", "price", "paper", "number", "month", "year", "past_hour", "half", "meridiem", "oclock", "of", "slash", "dash",
    "short", "day_mark", "quarter", "weekday", "weekend",
})  # fmt: skip
_ENDS_WITH_A_NUMBER: Final = frozenset({"dash", "number", "slash", "short", "in", "within", "year", "price", "other"})
_DAYISH: Final = frozenset({"relative", "weekday", "part", "date", "day_mark", "tonight"})


def clock_at(hour: int, minute: int = 0, *, literal: bool = False, meridiem: str = "") -> Atom | None:
    """An atom of a clock, or None for an hour no clock shows. `literal`: not to be read as an afternoon hour."""
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
        literal = tokens[0].word.startswith("0") or value[0] >= 7
        return clock_at(value[0], value[1], literal=literal, meridiem=meridiem)
    if tokens[0].kind == "short" and isinstance(value, tuple):
        return clock_at(value[0], value[1], meridiem=meridiem) if value[3] == 2 and value[2] == "." else None
    return clock_at(value, meridiem=meridiem) if isinstance(value, int) else None


@rule("(at|upto|before|from|after)? number dash number")
def dashed_clock(hit: Hit) -> Atom | None:
    """«До 17-00», «завтра в 10-30»."""
    hour, minute = hit.ends("number")
    led = hit.tokens[0].kind != "number"
    if hit.english or hit.tokens[-1].word not in ("00", "30", "45") or not (led or hit.before() in _DAYISH):
        return None
    if hit.after().kind in ("unit", "month", "working", "price", "dash", "other"):
        return None
    if led:
        hit.first += 1
    return clock_at(hour, minute, literal=hour >= 7)


@rule("(at|upto|before|from|after)? number unit number unit")
def hours_and_minutes(hit: Hit) -> Atom | None:
    """«В 14 часов 30 минут», „15 val. 30 min."."""
    if hit.english or hit.values("unit") != ["hour", "minute"]:
        return None
    if hit.tokens[0].kind != "number":
        hit.first += 1
    return clock_at(*hit.ends("number"))


@rule("(at|upto|before|from|after) unit", "(at|upto|before|from|after)? ordinal part")
def one_word_hour(hit: Hit) -> Atom | None:
    """«В час дня» is one o'clock; „devintą ryto" is nine."""
    if hit.has("ordinal"):
        if not hit.lithuanian:
            return None
        atom = clock_at(hit.number("ordinal"))
        hit.last -= 1
    else:
        if hit.tokens[-1].word not in ("час", "часу") or hit.neighbour(-1).kind in ("price", "number") or hit.tokens[0].value == "on":
            return None
        atom = clock_at(1)
    hit.first += hit.tokens[0].kind not in ("ordinal", "unit")
    return atom


@rule(
    "(from|between|at)? (clock|short|number) (oclock|meridiem|unit)? (dash|slash|to_hour|upto|and) (clock|short|number) (oclock|meridiem|unit)?",
)
def clock_range(hit: Hit) -> Atom | None:
    """Between 13:00 and 15:00, 9-11 am, «с 10 до 12», „nuo 9 iki 11 val."."""
    tokens = [t for t in hit.tokens if t.kind in ("clock", "short", "number", "oclock", "meridiem", "unit")]
    if any(t.kind == "unit" and t.value != "hour" for t in tokens):
        return None
    if hit.after().kind in ("month", "month_in", "day_mark", "of") or hit.after().value in ("day", "week", "month"):
        return None
    split = next(i for i, t in enumerate(tokens) if i and t.kind in ("clock", "short", "number"))
    opened = hit.tokens[0].kind
    told = hit.tokens[0].value in ("clock", "both") and not hit.english
    if not told and opened not in ("from", "between") and not any(t.kind in ("clock", "oclock", "meridiem", "unit") for t in tokens):
        return None
    middle = next(t.kind for t in hit.tokens if t.kind in ("dash", "slash", "to_hour", "upto", "and"))
    if (middle == "and" and opened != "between") or (middle == "slash" and tokens[0].kind != "clock"):
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


@rule(
    "half past_hour number (oclock|meridiem|unit)?",
    "(quarter|number) unit? (past_hour|to_hour|after|before) (number|clock) (oclock|meridiem|unit)?",
)
def spoken_clock_en(hit: Hit) -> Atom | None:
    """Half past three, quarter to five, ten past eight."""
    if hit.reading.lexicon.half_before or not _TIME_UNITS.issuperset(hit.values("unit")):
        return None
    numbers = hit.numbers("number")
    head = hit.tokens[0].kind
    minutes = 30 if head == "half" else 15 if head == "quarter" else hit.number("number") or 99
    clock = hit.values("clock")
    hour = clock[0][0] if clock and isinstance(clock[0], tuple) else numbers[-1] if numbers else 99
    if not 1 <= hour <= 12 or minutes >= 60 or (head == "number" and not hit.has("unit") and minutes % 5):
        return None
    total = hour * 60 + (minutes if hit.has("past_hour", "after") else -minutes)
    return clock_at(total // 60, total % 60, meridiem=hit.word("meridiem"))


@rule(
    "half (number|ordinal) (oclock|unit)?",
    "quarter ordinal (oclock|unit)?",
    "to_hour (quarter|number) unit? (number|clock|ordinal) (oclock|unit)?",
    "number unit ordinal",
)
def spoken_clock(hit: Hit) -> Atom | None:
    """Half ten; «половина третьего», «четверть пятого», «без четверти пять», „pusę trijų", „be penkiolikos penkios"."""
    numbers, head = hit.numbers("number", "ordinal"), hit.tokens[0].kind
    before = hit.reading.lexicon.half_before
    if not _TIME_UNITS.issuperset(hit.values("unit")) or not 1 <= hit.ends("number", "ordinal")[1] <= 12:
        return None
    if head == "number":  # «двадцать минут третьего»
        if not before or hit.word("unit") != "minute" or len(numbers) != 2:
            return None
        total = numbers[1] * 60 - 60 + numbers[0]
    elif head == "to_hour":
        if not before or (len(numbers) < 2 and not hit.has("quarter")):
            return None
        minutes = numbers[0] if len(numbers) > 1 else 15
        total = numbers[-1] * 60 - minutes
    else:
        total = numbers[-1] * 60 + {"half": 30, "quarter": 15}[head] - (60 if before else 0)
    return clock_at(total // 60 or 12, total % 60) if total > 0 else None


@rule("clock (meridiem|oclock|unit)?", "short (meridiem|oclock|unit)", "number number? (meridiem|oclock) meridiem?", "compact meridiem?")
def plain_clock(hit: Hit) -> Atom | None:
    """15:00, 3 pm, eight o'clock, „15 val."."""
    if hit.word("unit") not in ("", "hour"):
        if hit.has("short"):
            return None
        hit.last -= 1
    if hit.has("compact") and not hit.has("meridiem") and hit.after().kind in _CLAIMS_A_NUMBER - {"weekday"}:
        return None
    if hit.has("compact"):
        led = hit.before() in _DAYISH or hit.neighbour(-1).value == "clock" or hit.has("meridiem")
        value = hit.number("compact")
        return clock_at(value // 100, value % 100, literal=hit.tokens[0].word[0] == "0", meridiem=hit.word("meridiem")) if led else None
    if len(hit.values("number")) == 2:
        return clock_at(*hit.ends("number"), meridiem=hit.word("meridiem"))
    return _one_clock(hit.tokens)


@rule("(at|upto|before|from|after) (number|ordinal) unit", "(number|ordinal) unit")
def hours_clock(hit: Hit) -> Atom | None:
    """«В 15 часов», «к 4 часам», „iki 14 valandos"; bare only beside a day. English hours are never a clock."""
    if hit.word("unit") != "hour" or (hit.english and (hit.tokens[-1].word != "h" or hit.tokens[-2].end != hit.tokens[-1].start)):
        return None
    led = hit.tokens[0].kind not in ("number", "ordinal")
    numbers = hit.numbers("number", "ordinal")
    atom = clock_at(numbers[0]) if numbers else None
    written = hit.tokens[-2].word
    if hit.lithuanian and len(written) == 5 and written[2] == ",":  # „15,30 val."
        atom = clock_at(int(written[:2]), int(written[3:]))
    if atom is None or (led and hit.tokens[0].kind == "at" and hit.tokens[0].value == "for"):
        return None
    if led:
        hit.first += 1
    return replace(atom, weak=not led and hit.tokens[-1].word not in _OCLOCK_LT)


@rule("(at|upto|before|from|after) number number?", "number number?")
def bare_hour(hit: Hit) -> Atom | None:
    """At three, «к десяти», "by 5": an hour where no other word claims the number; bare only beside a day."""
    led = hit.tokens[0].kind != "number"
    numbers = hit.numbers("number")
    after = hit.after()
    if not numbers or not 1 <= numbers[0] <= 23 or hit.word("number") != str(numbers[0]):
        return None
    if len(numbers) == 2 and (not 0 < numbers[1] < 60 or numbers[1] < 10):
        return None
    if after.kind in _CLAIMS_A_NUMBER:
        return None
    if after.kind == "to_hour" and hit.reading.letters[hit.last + 1 : hit.last + 2] in ("n", "c"):
        return None
    if not led and hit.before() in _ENDS_WITH_A_NUMBER:
        return None
    lead = hit.tokens[0]
    if lead.kind == "at" and lead.value not in ("clock", "both"):
        return None
    if lead.kind == "from" and (after.kind in ("upto", "dash") or (len(numbers) == 1 and numbers[0] < 5)):
        return None
    word = hit.tokens[-1].word
    if (lead.kind == "after" and hit.english) or word in ("a", "an") or (word == "one" and lead.kind != "at"):
        return None
    atom = clock_at(numbers[0], numbers[1] if len(numbers) == 2 else 0)
    if led:
        hit.first += 1
    return replace(atom, weak=not led) if atom else None


@rule("modifier? part")
def part_of_day(hit: Hit) -> Atom | None:
    """This morning, after lunch, EOD: part of a day; alone, of the day it was said."""
    modifier = hit.word("modifier")
    if modifier == "past":
        return PAST
    if modifier in ("next", "coming"):
        return whole_days(hit.said.day + DAY)
    part = hit.word("part")
    if modifier == "this":
        return Atom(kind="days", low=hit.said.day, high=hit.said.day, part=part)
    phrase = hit.tokens[-1].end - hit.tokens[-1].start > len(hit.tokens[-1].word)
    noun = part != "any" and not phrase and (hit.english or part == "lunch")
    return Atom(kind="part", part=part, weak=noun)


@rule("vague")
def vague(hit: Hit) -> Atom | None:
    """Soon, on the days to come."""
    return Atom(kind="vague", low=hit.said.day, high=hit.said.day + hit.number("vague") * DAY)
