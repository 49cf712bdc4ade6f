"""What a mail says beside its prices: how long they hold, what is taken off them, the numbers of its papers.

A term that names one thing belongs to that thing, one that speaks of "the price" to the price before it, every other to all.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

from syncd.core.due import find_dues
from syncd.core.model import Language, WorkingCalendar
from syncd.core.offers.lexicon import DAYS, NUMBERS, PAPERS, whole, words
from syncd.core.offers.sums import Sum, in_words

_VALID, _TODAY, _ONE = words("VALID"), words("TODAY"), words("ONE_PRICE")
_DISCOUNT, _NO_DISCOUNT, _WHOLE = words("DISCOUNT"), words("NO_DISCOUNT"), whole("WHOLE")
_ENDED = whole("ENDED")
_COUNT = "|".join(sorted(NUMBERS, key=len, reverse=True))
_SPAN = tuple(
    (days, re.compile(rf"(?<![\w.,])(?:(?P<n>\d{{1,3}})|(?P<words>{_COUNT})|(?P<one>a|one|the next))[ -](?:(?:darbo|рабочих|working|банковских) )?(?:{pattern.pattern})(?!\w)"))
    for days, pattern in DAYS
)
_MINUS = re.compile(r"(?:^|(?<=[\s(]))[-–−](?=\d{1,2} ?%)")
_NEAR = 45  # characters between a percentage and the word that makes it a discount
_LONE = ((7, re.compile(r"(?<!\w)(?:savaite|неделю|a week|one week)(?!\w)")), (30, re.compile(r"(?<!\w)(?:menesi|месяц|a month)(?!\w)")))
_WORKING = re.compile(r"darbo|рабоч|working|банковск")
_PERCENT = re.compile(rf"(?<![\w.,])(?P<n>\d{{1,2}}(?:[.,]\d{{1,2}})?) ?(?:%|proc(?:\.|ent\w*)|per ?cent|процент\w*)|(?<!\w)(?P<words>{_COUNT}) (?:%|proc\w*|per ?cent|процент\w*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term of a mail: its value, where it stands, and the words it stands in."""

    value: str
    start: int
    sentence: str  # folded
    one: bool  # it speaks of one price


def validity(s: str, text: str, at: dt.datetime, language: Language, calendar: WorkingCalendar) -> str:
    """The last day on which the prices of a sentence hold, or ''. `s` is the folded `text`."""
    if not _VALID.search(s) and not _TODAY.search(s):
        return ""
    if _TODAY.search(s):
        return at.date().isoformat()
    dues = [d for d in find_dues(text, at, language, calendar) if d.to]
    for days, pattern in _SPAN:
        if (m := pattern.search(s)) is not None and not any(d.start < m.start() and d.kind == "explicit" and re.match(r"(?:by|until|till|iki|до)\b", text[d.start : d.end].lower()) for d in dues):
            count = int(m["n"]) if m["n"] else int(in_words(m["words"])) if m["words"] else 1
            day = calendar.shift(at.date(), count) if _WORKING.search(m.group(0)) else at.date() + dt.timedelta(days=count * days)
            return day.isoformat()
    exact = [d for d in dues if d.kind == "explicit"] or dues
    if exact and exact[-1].to:
        return exact[-1].to[:10]
    return next(((at.date() + dt.timedelta(days=days)).isoformat() for days, pattern in _LONE if pattern.search(s)), "")


def discount(s: str, off: list[Sum], currency: str) -> str:
    """The discount of a folded sentence as "7 %" or "300 EUR", or ''. `off`: the sums that are taken off."""
    if off:
        return f"{plain(off[0].amount)} {off[0].currency or currency}"
    if _ENDED.search(s):
        return ""
    named = [m.start() for p in (_DISCOUNT, _MINUS) for m in p.finditer(s)]
    if not named:
        return ""
    near = [(min(abs(m.start() - n) for n in named), m) for m in _PERCENT.finditer(s) if not _NO_DISCOUNT.search(s[m.end() : m.end() + 14])]
    far, m = min(near, key=lambda found: found[0], default=(0, None))
    if m is None or far > _NEAR:
        return ""
    return f"{(m['n'] or str(plain(in_words(m['words'])))).replace(',', '.')} %"


def plain(amount: Decimal) -> str:
    """A decimal without zeros behind the point."""
    written = f"{amount:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def without_cues(s: str) -> str:
    """A folded sentence without the words that make it a term: they name no thing."""
    return _DISCOUNT.sub(" ", _VALID.sub(" ", s))


def is_for_one(s: str) -> bool:
    """Whether a term speaks of one price, the one before it."""
    return _ONE.search(s) is not None


def is_for_all(s: str) -> bool:
    """Whether a term says itself that it is for the whole order."""
    return _WHOLE.search(s) is not None


def numbers(s: str, text: str) -> tuple[str, ...]:
    """The numbers of orders, offers and invoices, as they are written."""
    found = []
    for m in PAPERS.finditer(s):
        written = text[m.start("n") : m.end("n")]
        series = text[m.start("series") : m.end("series")] if m["series"] and m["sign"] else ""
        if m["sign"] or len(written) > 2:
            found.append(f"{series} {written}".strip())
    return tuple(dict.fromkeys(found))
