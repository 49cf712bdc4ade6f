"""Dates as people write them: weekday and month names in the case the sentence asks for, in lt, ru and en.

A template says `{by +2wd}`; a person reads „iki penktadienio“, «до пятницы», "by Friday". It knows only the forms the
sample mails need, and refuses (ValueError) a form or a clock it does not know rather than leaving a brace in a mail.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Literal

from syncd.core.model import WorkingCalendar

Tongue = Literal["lt", "ru", "en"]
TONGUES: dict[str, Tongue] = {"lt": "lt", "ru": "ru", "en": "en"}

LT_WEEKDAY = {
    "nominative": ("pirmadienis", "antradienis", "trečiadienis", "ketvirtadienis", "penktadienis", "šeštadienis", "sekmadienis"),
    "genitive": ("pirmadienio", "antradienio", "trečiadienio", "ketvirtadienio", "penktadienio", "šeštadienio", "sekmadienio"),
    "accusative": ("pirmadienį", "antradienį", "trečiadienį", "ketvirtadienį", "penktadienį", "šeštadienį", "sekmadienį"),
}
RU_WEEKDAY = {
    "nominative": ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
    "genitive": ("понедельника", "вторника", "среды", "четверга", "пятницы", "субботы", "воскресенья"),
    "dative": ("понедельнику", "вторнику", "среде", "четвергу", "пятнице", "субботе", "воскресенью"),
    "accusative": ("понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье"),
}
EN_WEEKDAY = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LT_MONTH = {
    "nominative": (
        "sausis", "vasaris", "kovas", "balandis", "gegužė", "birželis",
        "liepa", "rugpjūtis", "rugsėjis", "spalis", "lapkritis", "gruodis",
    ),
    "genitive": (
        "sausio", "vasario", "kovo", "balandžio", "gegužės", "birželio",
        "liepos", "rugpjūčio", "rugsėjo", "spalio", "lapkričio", "gruodžio",
    ),
    "accusative": (
        "sausį", "vasarį", "kovą", "balandį", "gegužę", "birželį",
        "liepą", "rugpjūtį", "rugsėjį", "spalį", "lapkritį", "gruodį",
    ),
}  # fmt: skip
RU_MONTH = {
    "nominative": (
        "январь", "февраль", "март", "апрель", "май", "июнь",
        "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
    ),
    "genitive": (
        "января", "февраля", "марта", "апреля", "мая", "июня",
        "июля", "августа", "сентября", "октября", "ноября", "декабря",
    ),
    "prepositional": (
        "январе", "феврале", "марте", "апреле", "мае", "июне",
        "июле", "августе", "сентябре", "октябре", "ноябре", "декабре",
    ),
}  # fmt: skip
EN_MONTH = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_PLACE = re.compile(r"\{([A-Za-z]+) ([+-]\d{1,3})wd(?: (\d{1,2}:\d\d))?\}")
_TWO_STOPS = re.compile(r"\b(d|val)\.\.(?!\.)")
_FORMS_WITH_CLOCK = frozenset({"on", "full"})


def render(text: str, *, tongue: Tongue, said: dt.date, today: dt.date, working: WorkingCalendar) -> str:
    """The text with every `{form ±Nwd [clock]}` written out as a person would on the day `said`.

    Offsets are working days from `today`. A capital first letter of the form gives a capital first letter.
    """

    def write(place: re.Match[str]) -> str:
        form, offset, clock = place.groups()
        words = phrase(form.lower(), working.shift(today, int(offset)), tongue=tongue, said=said)
        if clock:
            if form.lower() not in _FORMS_WITH_CLOCK:
                raise ValueError(f"{place.group()}: a clock goes with {sorted(_FORMS_WITH_CLOCK)} only")
            words += clock_words(clock, tongue)
        return words[0].upper() + words[1:] if form[0].isupper() else words

    return _TWO_STOPS.sub(r"\1.", _PLACE.sub(write, text))


def phrase(form: str, day: dt.date, *, tongue: Tongue, said: dt.date) -> str:
    """One day in one form: a name of the day where that is clear from `said`, else the date.

    Clear is: today, tomorrow, yesterday, or a weekday less than a week away on either side.
    """
    if form == "iso":
        return day.isoformat()
    if form == "dotted":
        return f"{day:%d.%m.%Y}"
    if form not in _FORMS:
        raise ValueError(f"no such form of a date: {form}")
    return _FORMS[form][tongue](day, (day - said).days)


def clock_words(clock: str, tongue: Tongue) -> str:
    """A time of day after a day: „ 15 val.“, « в 15:00», " at 15:00"."""
    hour, minute = clock.split(":")
    if tongue == "lt":
        return f" {int(hour)} val." if minute == "00" else f" {int(hour)}.{minute} val."
    return f" в {clock}" if tongue == "ru" else f" at {clock}"


def date_words(day: dt.date, tongue: Tongue) -> str:
    """A date without its year: „lapkričio 27 d.“, «27 ноября», "27 November"."""
    month = day.month - 1
    match tongue:
        case "lt":
            return f"{LT_MONTH['genitive'][month]} {day.day} d."
        case "ru":
            return f"{day.day} {RU_MONTH['genitive'][month]}"
        case "en":
            return f"{day.day} {EN_MONTH[month]}"


_Form = Callable[[dt.date, int], str]


def _russian_in(day: dt.date) -> str:
    return ("во " if day.weekday() == 1 else "в ") + RU_WEEKDAY["accusative"][day.weekday()]


def _russian_to(day: dt.date) -> str:
    return ("ко " if day.weekday() == 1 else "к ") + RU_WEEKDAY["dative"][day.weekday()]


def _russian_since(day: dt.date) -> str:
    return ("со " if day.weekday() in (1, 2) else "с ") + RU_WEEKDAY["genitive"][day.weekday()]


def _named(near: dict[int, str], weekday: Callable[[dt.date], str], date: Callable[[dt.date], str]) -> _Form:
    """A form that names a near day by its distance, a day of the same week's length by its weekday, others by date."""

    def write(day: dt.date, distance: int) -> str:
        if distance in near:
            return near[distance]
        return weekday(day) if 0 < abs(distance) < 7 else date(day)

    return write


def _lt(prefix: str, case: str, near: dict[int, str]) -> _Form:
    return _named(near, lambda day: prefix + LT_WEEKDAY[case][day.weekday()], lambda day: prefix + date_words(day, "lt"))


def _ru(prefix: str, weekday: Callable[[dt.date], str], near: dict[int, str]) -> _Form:
    return _named(near, weekday, lambda day: prefix + date_words(day, "ru"))


def _en(prefix: str, near: dict[int, str]) -> _Form:
    return _named(near, lambda day: prefix + EN_WEEKDAY[day.weekday()], lambda day: prefix + date_words(day, "en"))


_FORMS: dict[str, dict[Tongue, _Form]] = {
    "on": {
        "lt": _lt("", "accusative", {-1: "vakar", 0: "šiandien", 1: "rytoj"}),
        "ru": _ru("", _russian_in, {-1: "вчера", 0: "сегодня", 1: "завтра"}),
        "en": _en("on ", {-1: "yesterday", 0: "today", 1: "tomorrow"}),
    },
    "by": {
        "lt": _lt("iki ", "genitive", {1: "iki rytojaus"}),
        "ru": _ru("до ", lambda day: "до " + RU_WEEKDAY["genitive"][day.weekday()], {1: "до завтра"}),
        "en": _en("by ", {1: "by tomorrow"}),
    },
    "toward": {
        "lt": _lt("iki ", "genitive", {1: "iki rytojaus"}),
        "ru": _ru("к ", _russian_to, {1: "к завтрашнему дню"}),
        "en": _en("by ", {1: "by tomorrow"}),
    },
    "onto": {
        "lt": _lt("į ", "accusative", {1: "į rytojų"}),
        "ru": _ru("на ", lambda day: "на " + RU_WEEKDAY["accusative"][day.weekday()], {1: "на завтра"}),
        "en": _en("to ", {1: "to tomorrow"}),
    },
    "since": {
        "lt": _lt("nuo ", "genitive", {1: "nuo rytojaus"}),
        "ru": _ru("с ", _russian_since, {1: "с завтрашнего дня"}),
        "en": _en("from ", {1: "from tomorrow"}),
    },
    "date": {
        "lt": lambda day, _: date_words(day, "lt"),
        "ru": lambda day, _: date_words(day, "ru"),
        "en": lambda day, _: date_words(day, "en"),
    },
    "weekday": {
        "lt": lambda day, _: LT_WEEKDAY["nominative"][day.weekday()],
        "ru": lambda day, _: RU_WEEKDAY["nominative"][day.weekday()],
        "en": lambda day, _: EN_WEEKDAY[day.weekday()],
    },
    "full": {
        "lt": lambda day, _: f"{LT_WEEKDAY['accusative'][day.weekday()]}, {date_words(day, 'lt')}",
        "ru": lambda day, _: f"{_russian_in(day)}, {date_words(day, 'ru')}",
        "en": lambda day, _: f"on {EN_WEEKDAY[day.weekday()]}, {date_words(day, 'en')}",
    },
    "byfull": {
        "lt": lambda day, _: f"iki {LT_WEEKDAY['genitive'][day.weekday()]}, {date_words(day, 'lt')}",
        "ru": lambda day, _: f"до {RU_WEEKDAY['genitive'][day.weekday()]}, {date_words(day, 'ru')}",
        "en": lambda day, _: f"by {EN_WEEKDAY[day.weekday()]}, {date_words(day, 'en')}",
    },
    "month": {
        "lt": lambda day, _: LT_MONTH["nominative"][day.month - 1],
        "ru": lambda day, _: RU_MONTH["nominative"][day.month - 1],
        "en": lambda day, _: EN_MONTH[day.month - 1],
    },
    "monthof": {
        "lt": lambda day, _: LT_MONTH["genitive"][day.month - 1],
        "ru": lambda day, _: RU_MONTH["genitive"][day.month - 1],
        "en": lambda day, _: EN_MONTH[day.month - 1],
    },
    "inmonth": {
        "lt": lambda day, _: LT_MONTH["accusative"][day.month - 1],
        "ru": lambda day, _: "в " + RU_MONTH["prepositional"][day.month - 1],
        "en": lambda day, _: "in " + EN_MONTH[day.month - 1],
    },
}
