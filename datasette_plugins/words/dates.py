"""Days and distances between days in words: names, cases and plural forms of the three languages.

Plural rules are those of Unicode CLDR (cardinal numbers, integers only).
"""

from __future__ import annotations

import datetime as dt

_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "lt": ("pirmadienis", "antradienis", "trečiadienis", "ketvirtadienis", "penktadienis", "šeštadienis", "sekmadienis"),
    "ru": ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
}
_MONTHS = {  # as in a date: the genitive where there is one
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
    "lt": ("sausio", "vasario", "kovo", "balandžio", "gegužės", "birželio", "liepos", "rugpjūčio", "rugsėjo", "spalio", "lapkričio", "gruodžio"),
    "ru": ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"),
}  # fmt: skip
_NEAR = {  # the days 0, +1 and -1 away
    "en": ("today", "tomorrow", "yesterday"),
    "lt": ("šiandien", "rytoj", "vakar"),
    "ru": ("сегодня", "завтра", "вчера"),
}
_DISTANCE: dict[str, dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {  # per unit the forms ahead and the forms behind
    "en": {
        "day": (("in {n} day", "in {n} days"), ("{n} day ago", "{n} days ago")),
        "month": (("in {n} month", "in {n} months"), ("{n} month ago", "{n} months ago")),
        "year": (("in {n} year", "in {n} years"), ("{n} year ago", "{n} years ago")),
    },
    "lt": {
        "day": (("po {n} dienos", "po {n} dienų", "po {n} dienų"), ("prieš {n} dieną", "prieš {n} dienas", "prieš {n} dienų")),
        "month": (("po {n} mėnesio", "po {n} mėnesių", "po {n} mėnesių"), ("prieš {n} mėnesį", "prieš {n} mėnesius", "prieš {n} mėnesių")),
        "year": (("po {n} metų", "po {n} metų", "po {n} metų"), ("prieš {n} metus", "prieš {n} metus", "prieš {n} metų")),
    },
    "ru": {
        "day": (("через {n} день", "через {n} дня", "через {n} дней"), ("{n} день назад", "{n} дня назад", "{n} дней назад")),
        "month": (("через {n} месяц", "через {n} месяца", "через {n} месяцев"), ("{n} месяц назад", "{n} месяца назад", "{n} месяцев назад")),
        "year": (("через {n} год", "через {n} года", "через {n} лет"), ("{n} год назад", "{n} года назад", "{n} лет назад")),
    },
}  # fmt: skip


def plural_form(language: str, n: int) -> int:
    """Which of the forms (en: one, other; lt: one, few, other; ru: one, few, many) a number takes."""
    ones, tens = n % 10, n % 100
    if language == "lt":
        if ones == 1 and tens != 11:
            return 0
        return 1 if 2 <= ones <= 9 and not 11 <= tens <= 19 else 2
    if language == "ru":
        if ones == 1 and tens != 11:
            return 0
        return 1 if 2 <= ones <= 4 and not 12 <= tens <= 14 else 2
    return 0 if n == 1 else 1


def day(language: str, which: dt.date, today: dt.date) -> str:
    """A day with its weekday; the year only where it is not this one."""
    weekday = _WEEKDAYS[language][which.weekday()]
    if language == "lt" and which.year != today.year:
        return f"{short_day(language, which, today)}, {weekday}"
    return f"{weekday}, {short_day(language, which, today)}"


def short_day(language: str, which: dt.date, today: dt.date) -> str:
    """A day without its weekday; the year only where it is not this one."""
    month = _MONTHS[language][which.month - 1]
    other_year = which.year != today.year
    match language:
        case "lt":
            return f"{which.year} m. {month} {which.day} d." if other_year else f"{month} {which.day} d."
        case "ru":
            return f"{which.day} {month} {which.year} г." if other_year else f"{which.day} {month}"
        case _:
            return f"{which.day} {month} {which.year}" if other_year else f"{which.day} {month}"


def distance(language: str, days: int) -> str:
    """How far a day is: to 60 days in days, to two years in months, then in years."""
    if abs(days) <= 1:
        return _NEAR[language][days]
    away = abs(days)
    unit, n = ("day", away) if away <= 60 else ("month", round(away / 30.44)) if away < 731 else ("year", round(away / 365.25))
    return _DISTANCE[language][unit][0 if days > 0 else 1][plural_form(language, n)].format(n=n)
