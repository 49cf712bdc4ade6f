"""The day a sentence names, and the birthday it makes: with the year where it says which birthday it is, else month and day.

Knows days that are past, which `syncd.core.due` refuses; asks it for everything else.
"""

from __future__ import annotations

import datetime as dt
import re

from syncd.core.due import find_due
from syncd.core.facts.rules import Lore
from syncd.core.model import WorkingCalendar

_NUMERIC = re.compile(r"(?<![\d.])(?:(\d{4})[-./](\d{1,2})[-./](\d{1,2})|(\d{1,2})[./-](\d{1,2})(?:[./-](\d{4}|\d\d))?)(?![\d-])")
_OLDEST = 110  # years
_CALENDAR = WorkingCalendar()


def place(folded: str, near: int, lore: Lore) -> tuple[int, int] | None:
    """Where the date stands that is nearest to a place."""
    spans = [m.span() for m in _NUMERIC.finditer(folded)] + [m.span() for pattern in lore.months for m in pattern.finditer(folded)]
    return min(spans, key=lambda span: abs(span[0] - near), default=None)


def birthday(sentence: str, clause: str, folded: str, near: int, said: dt.datetime, lore: Lore, age: int | None) -> str:
    """YYYY-MM-DD or MM-DD of the birthday a sentence tells, '' where it names no day. `near`: where it is spoken of, in `clause`."""
    found = _written(folded, near, lore) or _relative(folded, said, lore) or _by_term(clause, said, lore) or _by_term(sentence, said, lore)
    if found is None:
        return ""
    year, month, day = found
    if year is None and age is not None:
        year = _year_of(said.date(), month, day) - age
        return f"{year:04}-{month:02}-{day:02}"
    if year is not None and said.year - _OLDEST <= year <= said.year - 5:  # a year that is now, or about to be, is no year of birth
        return f"{year:04}-{month:02}-{day:02}"
    if age is not None and year is not None:
        return f"{year - age:04}-{month:02}-{day:02}"
    return f"{month:02}-{day:02}"


def on(day: dt.date, age: int | None) -> str:
    """The birthday of somebody who is congratulated on that day."""
    return f"{day.year - age:04}-{day:%m-%d}" if age is not None else f"{day:%m-%d}"


def _year_of(today: dt.date, month: int, day: int) -> int:
    """The year of the birthday spoken of: the one nearest to today."""
    years = (today.year - 1, today.year, today.year + 1)
    return min(years, key=lambda y: abs((dt.date(y, month, min(day, 28)) - today).days))


def _written(folded: str, near: int, lore: Lore) -> tuple[int | None, int, int] | None:
    """A date in numbers or with the name of its month: the one nearest to the words it belongs to."""
    found: list[tuple[int, tuple[int | None, int, int]]] = []
    for match in _NUMERIC.finditer(folded):
        year, month, day = (match[1], match[2], match[3]) if match[1] else (match[6], match[5], match[4])
        if int(month) > 12 >= int(day):
            month, day = day, month
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
            found.append((abs(match.start() - near), (_full(year), int(month), int(day))))
    for month_number, pattern in enumerate(lore.months, 1):
        for match in pattern.finditer(folded):
            groups = match.groupdict()
            day = int(groups.get("d") or groups.get("d2") or age(groups.get("words"), lore) or 0)
            year = groups.get("y") or groups.get("y2")
            if 1 <= day <= 31:
                found.append((abs(match.start() - near), (int(year) if year else None, month_number, day)))
    return min(found)[1] if found else None


def _full(year: str | None) -> int | None:
    if not year:
        return None
    return int(year) if len(year) == 4 else 1900 + int(year) if int(year) > 30 else 2000 + int(year)


def _relative(folded: str, said: dt.datetime, lore: Lore) -> tuple[int | None, int, int] | None:
    feast = next((day for words, day in lore.fixed_days.items() if words in folded), None)
    if feast is not None:
        return None, *feast
    words = max((w for w in lore.days if re.search(rf"(?<!\w){w}(?!\w)", folded)), key=len, default=None)
    if words is None:
        return None
    day = said.date() + dt.timedelta(days=lore.days[words])
    return None, day.month, day.day


def _by_term(sentence: str, said: dt.datetime, lore: Lore) -> tuple[int | None, int, int] | None:
    """A day to come: next Friday, the 12th."""
    due = find_due(sentence, said, lore.language, _CALENDAR)  # type: ignore[arg-type]
    if due is None or due.kind != "explicit" or not due.to or (due.from_ or due.to)[:10] != due.to[:10]:
        return None
    return None, int(due.to[5:7]), int(due.to[8:10])


def age(words: str | None, lore: Lore) -> int | None:
    """How old somebody is, in digits or in words."""
    if not words:
        return None
    if words.isdigit():
        return int(words)
    return sum(next((value for start, value in lore.ages if word.startswith(start)), 0) for word in re.split(r"[\s-]+", words)) or None
