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

ENDS_A_TERM: Final = frozenset({"", "stop", "comma", "pronoun", "at", "part", "clock", "from", "in", "and", "upto"})  # what may follow one
_ENDS_A_RANGE: Final = ENDS_A_TERM | {"relative", "weekday", "date", "not", "rather"}
_MINUTES_OF_A_DAY: Final = 24 * 60
_BESIDE_AN_HOUR: Final = frozenset({"relative", "weekday", "tonight"})


def clock_at(hour: int, minute: int = 0, *, literal: bool = False, meridiem: str = "") -> Atom | None:
    """An atom of a clock, or None for an hour no clock shows. `literal`: not to be read as an afternoon hour."""
    if not (0 <= hour <= 24 and 0 <= minute < 60) or hour * 60 + minute > 24 * 60:
        return None
    if meridiem:
        hour = hour % 12 + (12 if meridiem == "pm" else 0) if hour <= 12 else hour
    minutes = hour * 60 + minute
    return Atom(kind="clock", times=(minutes, minutes), literal=literal or bool(meridiem) or hour > 12 or hour == 0)


def _one_clock(tokens: list[Token], *, early: int = 7) -> Atom | None:
    """A clock out of the tokens of one time: 15:00, 3 pm, 3.30. With minutes, an hour from `early` on is one of the morning."""
    if not tokens:
        return None
    meridiem = next((str(t.value) for t in tokens if t.kind == "meridiem"), "")
    value = tokens[0].value
    if tokens[0].kind == "clock" and isinstance(value, tuple):
        literal = tokens[0].word.startswith("0") or value[0] >= early or "h" in tokens[0].word
        return clock_at(value[0], value[1], literal=literal, meridiem=meridiem)
    if tokens[0].kind == "short" and isinstance(value, tuple):
        return clock_at(value[0], value[1], literal=value[0] >= early, meridiem=meridiem) if value[3] == 2 and value[2] == "." else None
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


def names_an_hour(hit: Hit) -> bool:
    """„Iki dešimtos", „rytoj devintą": an ordinal without a month is the hour, where its case is not that of a date („dešimtosios")."""
    token = hit.tokens[-1]
    source = hit.reading.source[: token.end].lower()
    if not hit.lithuanian or not 1 <= hit.number("ordinal") <= 12 or hit.after().kind not in ENDS_A_TERM:
        return False
    if hit.tokens[0].kind in ("upto", "before", "from", "in"):
        return source.endswith("os") and not source.endswith("sios")
    return source.endswith(("ą", "a")) and (hit.before() in _BESIDE_AN_HOUR or hit.last - 1 in hit.reading.near)


@rule("in number")
def hour_behind_po(hit: Hit) -> Atom | None:
    """„Po šešių", „rytoj po 15": after that hour."""
    number = hit.tokens[-1]
    if hit.tokens[0].word != "po" or not hit.lithuanian or hit.after().kind not in ENDS_A_TERM or hit.before() not in _BESIDE_AN_HOUR:
        return None
    if not number.word.isdigit() and not number.word.endswith("u"):
        return None  # „po tris": three each
    hit.first += 1
    return clock_at(hit.number("number"))


@rule("(at|upto|after) number unit")
def hour_of_the_day(hit: Hit) -> Atom | None:
    """«До 3 дня»: three in the afternoon."""
    if hit.tokens[-1].word != "дня" or not 1 <= hit.number("number") <= 6:
        return None
    hit.first += 1
    return clock_at(hit.number("number") + 12)


@rule("(upto|before|from|in)? ordinal")
def ordinal_hour(hit: Hit) -> Atom | None:
    """„Iki dešimtos", „apie trečią", „rytoj devintą"."""
    if not names_an_hour(hit):
        return None
    hit.first += hit.last - hit.first - 1
    return clock_at(hit.number("ordinal"))


@rule("(from|between) (number|ordinal) (and|upto|dash) ordinal")
def ordinal_hours(hit: Hit) -> Atom | None:
    """„Tarp dešimtos ir dvyliktos"."""
    first, last = hit.ends("number", "ordinal")
    if not hit.lithuanian or hit.after().kind in ("month", "month_in", "unit", "other") or not hit.tokens[-1].word.endswith("os"):
        return None
    low, high = clock_at(first), clock_at(last if last > first else last + 12)
    return replace(low, times=(low.times[0], high.times[0]), literal=first >= 7) if low and high and max(first, last) <= 12 else None


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
    marked = any(t.kind in ("clock", "oclock", "meridiem", "unit") for t in tokens)
    if not told and opened not in ("from", "between") and not marked and not _hours_of_a_day(hit):
        return None
    middle = next(t.kind for t in hit.tokens if t.kind in ("dash", "slash", "to_hour", "upto", "and"))
    if (middle == "and" and opened != "between") or (middle == "slash" and tokens[0].kind != "clock"):
        return None
    early = 7 if hit.english else 6
    low, high = _one_clock(tokens[:split], early=early), _one_clock(tokens[split:], early=early)
    if low is None or high is None or low.times is None or high.times is None:
        return None
    first, last = low.times[0], high.times[0]
    literal = low.literal or high.literal
    if high.literal and not low.literal and first + 720 < last and first < 7 * 60:
        first += 720
    if last < first and last + 720 > first and last < 720:
        last += 720
    return replace(low, times=(first, last), literal=literal or last >= 720) if last >= first else None


def _hours_of_a_day(hit: Hit) -> bool:
    """"Tomorrow 10-12": nothing but a day stands beside it."""
    kinds = {t.kind for t in hit.tokens}
    first, last = hit.ends("number")
    return (
        kinds == {"number", "dash"} and all(t.word.isdigit() for t in hit.tokens if t.kind == "number") and 7 <= first < last <= 22
        and hit.before() in _BESIDE_AN_HOUR and hit.after().kind in _ENDS_A_RANGE
    )  # fmt: skip


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
    units = [t.value for t in hit.tokens[2:] if t.kind == "unit"]
    if units == ["minute"] and hit.tokens[-1].kind == "unit":
        return None  # 12 to 14 minutes
    if not 1 <= hour <= (23 if hit.word("unit") == "minute" and units == ["hour"] else 12) or minutes >= 60 or (head == "number" and not hit.has("unit") and minutes % 5):
        return None
    total = hour * 60 + (minutes if hit.has("past_hour", "after") else -minutes)
    return clock_at(total // 60, total % 60, meridiem=hit.word("meridiem"))


@rule("number unit from (number|clock) meridiem?")
def minutes_from(hit: Hit) -> Atom | None:
    """Fifteen minutes from 1 pm."""
    start = _one_clock(hit.tokens[3:])
    if hit.word("unit") != "minute" or start is None or not hit.english or not (hit.has("meridiem") or hit.has("clock")):
        return None
    total = start.times[0] + hit.number("number")
    return replace(start, times=(total, total)) if total < _MINUTES_OF_A_DAY else None


@rule(
    "half (number|ordinal) (oclock|unit)?",
    "quarter ordinal (oclock|unit)?",
    "to_hour (quarter|number|unit) unit? (number|clock|ordinal) (oclock|unit)?",
    "number unit ordinal",
    "number in (number|ordinal)",
)
def spoken_clock(hit: Hit) -> Atom | None:
    """Half ten; «половина третьего», «четверть пятого», «без четверти пять», „pusę trijų", „be penkiolikos penkios"."""
    numbers, head = hit.numbers("number", "ordinal"), hit.tokens[0].kind
    before = hit.reading.lexicon.half_before
    quartered = hit.has("quarter") or "quarter" in hit.values("unit")  # „be ketvirčio": of an hour
    of_day = hit.tokens[-1].word == "дня"  # «без четверти три дня»
    if not (_TIME_UNITS | {"quarter", "day" if of_day else "hour"}).issuperset(hit.values("unit")) or not 1 <= hit.ends("number", "ordinal")[1] <= 12:
        return None
    if head == "number" and hit.has("in"):  # „penkiolika po trijų"
        if hit.tokens[1].word != "po" or numbers[0] % 5 or not 0 < numbers[0] < 60:
            return None
        total = numbers[1] * 60 + numbers[0]
    elif head == "number":  # «двадцать минут третьего»
        if not before or hit.word("unit") != "minute" or len(numbers) != 2:
            return None
        total = numbers[1] * 60 - 60 + numbers[0]
    elif head == "to_hour":
        if not before or (len(numbers) < 2 and not quartered):
            return None
        minutes = numbers[0] if len(numbers) > 1 else 15
        total = numbers[-1] * 60 - minutes
    else:
        total = numbers[-1] * 60 + {"half": 30, "quarter": 15}[head] - (60 if before else 0)
    return clock_at(total // 60 or 12, total % 60) if total > 0 else None


@rule("number clock")
def twelve_noon(hit: Hit) -> Atom | None:
    """12 noon, 12 midnight."""
    if hit.number("number") != 12 or not hit.tokens[-1].word.isalpha():
        return None
    return clock_at(24 if hit.values("clock")[0] == (24, 0) else 12, literal=True)


@rule("clock (meridiem|oclock|unit)?", "short (meridiem|oclock|unit)", "number number? (meridiem|oclock) meridiem?", "compact (meridiem|unit)?")
def plain_clock(hit: Hit) -> Atom | None:
    """15:00, 3 pm, eight o'clock, „15 val."."""
    if hit.word("unit") not in ("", "hour"):
        if hit.has("short", "compact"):
            return None
        hit.last -= 1
    if hit.has("compact") and hit.word("unit"):
        value = hit.number("compact")
        return clock_at(value // 100, value % 100, literal=True) if hit.tokens[-1].word in ("hrs", "h", "hours") else None
    if hit.has("compact") and not hit.has("meridiem") and hit.after().kind in _CLAIMS_A_NUMBER - {"weekday"}:
        return None
    if hit.has("compact"):
        value = hit.number("compact")
        deadline = hit.before() == "upto" and not value % 100 and 700 <= value <= 2000 and hit.after().kind in ("", "stop", "comma", "relative")
        led = deadline or hit.before() in _DAYISH or hit.neighbour(-1).value == "clock" or hit.has("meridiem")
        return clock_at(value // 100, value % 100, literal=hit.tokens[0].word[0] == "0", meridiem=hit.word("meridiem")) if led else None
    if len(hit.values("number")) == 2:
        return clock_at(*hit.ends("number"), meridiem=hit.word("meridiem"))
    return _one_clock(hit.tokens, early=7 if hit.english else 6)


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
    if after.kind in _CLAIMS_A_NUMBER or (after.kind == "clock" and after.word.isalpha()):
        return None
    if after.kind == "to_hour" and hit.reading.letters[hit.last + 1 : hit.last + 2] in ("n", "c", ".", ""):
        return None
    if not led and (hit.before() in _ENDS_WITH_A_NUMBER or after.kind in ("upto", "before")):
        return None
    about = not led and len(numbers) == 1 and numbers[0] <= 12 and hit.first in hit.reading.near and after.kind in ENDS_A_TERM | {"relative", "weekday"}
    lead = hit.tokens[0]
    if lead.kind == "at" and lead.value not in ("clock", "both"):
        return None
    if lead.kind == "from" and (after.kind in ("upto", "dash") or (len(numbers) == 1 and numbers[0] < 5)):
        return None
    word = hit.tokens[-1].word
    if (lead.kind == "after" and hit.english) or word in ("a", "an") or (word == "one" and lead.kind != "at"):
        return None
    atom = clock_at(numbers[0], numbers[1] if len(numbers) == 2 else 0)
    hyphen = len(numbers) == 2 and hit.reading.source[hit.tokens[-2].end : hit.tokens[-1].start] == "-"
    if hyphen and atom is not None:  # «в девять-десять»
        atom = replace(atom, times=(numbers[0] * 60, numbers[1] * 60)) if numbers[0] < numbers[1] <= 24 else None
    if led:
        hit.first += 1
    return replace(atom, weak=not led and not about) if atom else None


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
