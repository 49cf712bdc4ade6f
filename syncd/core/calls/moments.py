"""When a call was, as telephone systems write it: 18.11.2026 10:15, Nov 18, 2026 at 10:15 AM, „2026 m. lapkričio 18 d. 10:15“.

Which of two numbers is the month is told by the mail's own date: a notification comes soon after its call. It refuses
lengths ("0:42") and days without a clock.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from syncd.core.calls.words import MONTHS, any_of, plain

_MONTH: Final = "|".join(sorted({m for m, _ in MONTHS}, key=len, reverse=True))
_CLOCK: Final = (
    r"(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d)(?:[.,]\d+)?)?)\s?(?:val\.?|h\b)?\s?(?P<half>[ap]\.?m\b\.?)?"
    r"(?:\s?[(\[]?(?P<zone>z\b|utc(?:\s?[+-]\s?\d{1,2}(?::?\d\d)?)?|gmt(?:\s?[+-]\s?\d{1,2}(?::?\d\d)?)?|[+-]\d\d:?\d\d|мск|msk|eest|eet|cest|cet|bst|wet|[ecmp][sd]t|[ecmp]t\b))?"
)
_GLUE: Final = r"[\s,;]{0,3}(?:t|at|в|и|·|-|–|—|\||г\.|года|d\.|м\.|val\.|@|time:?|laikas:?|время:?)?[\s,·|]{0,3}(?:at\s|в\s)?"
_DAY: Final = (
    r"(?P<iso>(?P<iy>20\d\d)[-./](?P<im>\d{1,2})[-./](?P<id>\d{1,2}))(?!\d)|(?P<num>(?P<a>\d{1,2})[-./](?P<b>\d{1,2})(?:[-./](?P<ny>20\d\d|\d\d))?)(?!\d)"
    rf"|(?:(?P<ly>20\d\d)\s?m\.?,?\s*)?(?P<mon>{_MONTH})\w*\.?\s+(?P<md>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?(?:\s?d\.?|-?(?:oji|aja|ta)\b)?(?:,?\s+(?P<my>20\d\d))?"
    rf"|(?P<dd>\d{{1,2}})(?:st|nd|rd|th)?\.?\s*(?:of\s)?-?(?P<dmon>{_MONTH})\w*\.?-?(?:,?\s*(?P<dy>20\d\d))?(?:\s?г(?:\.|ода))?"
)
_DATED: Final = re.compile(rf"(?<![\d.:+/-])(?:{_DAY}){_GLUE}{_CLOCK}(?!\d)")
_CLOCK_FIRST: Final = re.compile(rf"(?<![\d.:+/-]){_CLOCK}[\s,]{{1,3}}(?:on\s|of\s)?(?:(?:mon|tue|wed|thu|fri|sat|sun)\w*,?\s)?(?:{_DAY})(?![\d:])")
_CLOCK_ALONE: Final = re.compile(rf"(?<![\d.:,+/-]){_CLOCK}(?![\d:])")
_TOLD_CLOCK: Final = re.compile(rf"(?<!\w)(?:at|в|val\.|kl\.|@)\s(?:about\s|apie\s)?{_CLOCK}(?![\d:])|(?<![\d.:,+/-])(?P<h2>[01]?\d|2[0-3])[:.](?P<m2>[0-5]\d)\s?(?:val\b|h\b|[ap]\.?m\b)(?![\d:])")
_YESTERDAY: Final = any_of("YESTERDAY")
_ZONES: Final = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3, "мск": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7,
}  # fmt: skip
_FAR: Final = dt.timedelta(days=400)


def moment_in(text: str, near: dt.datetime, *, labelled: bool = False) -> dt.datetime | None:
    """The first moment a text names, to the minute. `near`: the mail's own, in the zone of clocks without one.

    `labelled`: the text stands behind a label for a time, so that a clock without a day is one too.
    """
    low = plain(text)
    for pattern in (_DATED, _CLOCK_FIRST):
        for m in pattern.finditer(low):
            if when := _nearest(m, near):
                return when
    clock = (_CLOCK_ALONE if labelled else _TOLD_CLOCK).search(low)
    return _on(clock, near.date() - dt.timedelta(days=1 if _YESTERDAY.search(low) else 0), near) if clock else None


def _nearest(m: re.Match[str], near: dt.datetime) -> dt.datetime | None:
    found = [when for day in _days(m, near) if (when := _on(m, day, near)) and abs(when - near) < _FAR]
    return min(found, key=lambda when: abs(when - near), default=None)


def _days(m: re.Match[str], near: dt.datetime) -> Iterator[dt.date]:
    """The days a date can mean."""
    g = m.groupdict()
    numbers: list[tuple[int, int, int]] = []
    if g["iso"]:
        numbers = [(int(g["iy"]), int(g["im"]), int(g["id"]))]
    elif g["num"]:
        a, b = int(g["a"]), int(g["b"])
        years = [int(g["ny"]) % 100 + 2000] if g["ny"] else [near.year, near.year - 1]
        numbers = [(year, *pair) for year in years for pair in ((b, a), (a, b))]
        if g["ny"] and len(g["ny"]) == 2:
            numbers.append((a + 2000, b, int(g["ny"])))
    else:
        word, day, year = (g["mon"], g["md"], g["my"] or g["ly"]) if g["mon"] else (g["dmon"], g["dd"], g["dy"])
        months = {n for name, n in MONTHS if re.fullmatch(name, word)}
        numbers = [(y, n, int(day)) for n in sorted(months) for y in ([int(year)] if year else [near.year, near.year - 1])]
    for parts in numbers:
        try:
            yield dt.date(*parts)
        except ValueError:
            continue


def _on(m: re.Match[str], day: dt.date, near: dt.datetime) -> dt.datetime | None:
    g = m.groupdict()
    hour, minute = int(g.get("h2") or g["hour"]), int(g.get("m2") or g["minute"] or 0)
    half = (g["half"] or ("pm" if "pm" in m[0][-4:] else "am" if "am" in m[0][-4:] else ""))[:1]
    if half and hour > 12:
        half = ""
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    zone = _zone(g["zone"] or "")
    when = dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone or near.tzinfo)
    return when.astimezone(near.tzinfo)


def _zone(written: str) -> dt.tzinfo | None:
    if not written:
        return None
    m = re.search(r"([+-])\s?(\d{1,2})(?::?(\d\d))?$", written)
    if m:
        minutes = int(m[2]) * 60 + int(m[3] or 0)
        return dt.timezone(dt.timedelta(minutes=minutes if m[1] == "+" else -minutes)) if minutes < 15 * 60 else None
    hours = _ZONES.get(written[:3] if written[:3] in ("utc", "gmt") else written)
    return None if hours is None else dt.timezone(dt.timedelta(hours=hours))


