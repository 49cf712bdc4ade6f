"""What the rules of the grammar are made of: the `Atom` they give, the `Hit` they are given, and how a rule is written down."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from syncd.core.due.days import Said
from syncd.core.due.lexicon import LETTERS
from syncd.core.due.reading import Reading, Token

AtomKind = Literal["days", "clock", "part", "moment", "vague", "same", "past"]


@dataclass(slots=True, kw_only=True)  # not frozen: made for every word of time, and so made in half the time
class Atom:
    """One piece of a term: days low … high, a clock, a part of a day, or a moment."""

    kind: AtomKind
    low: dt.date | None = None
    high: dt.date | None = None
    times: tuple[int, int] = (0, 0)  # of a clock: minutes of the day, first and last
    literal: bool = False  # the hour is as written: 15, 03:00, 3 am
    moment: dt.datetime | None = None
    part: str = ""
    upto: bool = False  # from now on, until then
    weak: bool = False  # a term only beside another, or where there is nothing else
    weekday: int | None = None  # set where the day was named by its weekday alone
    told: bool = False  # "the Saturday": of the days spoken of before
    fixed: bool = False  # first and last were both named: 7–11 December
    counted: bool = False  # a stretch: so many days from now, or from an event


PAST: Final = Atom(kind="past")
_NONE: Final = Token("", None, 0, 0, "")


class Hit:
    """A match of a rule: its tokens, their values by kind in order, and their neighbours."""

    __slots__ = ("first", "last", "reading", "said")

    def __init__(self, reading: Reading, said: Said, first: int, last: int) -> None:
        self.reading, self.said, self.first, self.last = reading, said, first, last

    @property
    def tokens(self) -> list[Token]:
        """The tokens matched."""
        return self.reading.tokens[self.first : self.last]

    @property
    def english(self) -> bool:
        """Whether the text is English: its hours are never clocks, and it has articles."""
        return self.reading.lexicon.language == "en"

    @property
    def lithuanian(self) -> bool:
        """Whether the text is Lithuanian: its dates run from the year to the day, and its cases do the work of prepositions."""
        return self.reading.lexicon.language == "lt"

    def values(self, *kinds: str) -> list[object]:
        """The values of the tokens of these kinds."""
        return [t.value for t in self.tokens if t.kind in kinds]

    def numbers(self, *kinds: str) -> list[int]:
        """The whole numbers among them."""
        return [v for v in self.values(*kinds) if isinstance(v, int)]

    def number(self, *kinds: str) -> int:
        """The first of them, or 0, which is no day, no month and no hour of the clock that rules ask for."""
        return next(iter(self.numbers(*kinds)), 0)

    def ends(self, *kinds: str) -> tuple[int, int]:
        """The first and the last of them, or zeros."""
        found = self.numbers(*kinds)
        return (found[0], found[-1]) if found else (0, 0)

    def word(self, *kinds: str) -> str:
        """The first value of these kinds as text, or ''."""
        return next((str(v) for v in self.values(*kinds)), "")

    def has(self, *kinds: str) -> bool:
        """Whether a token of these kinds is among the matched."""
        return any(t.kind in kinds for t in self.tokens)

    def year(self) -> int | None:
        """The year written, or None."""
        return next(iter(self.numbers("year")), None)

    def before(self) -> str:
        """The kind of the token before the match, or ''."""
        return self.neighbour(-1).kind

    def neighbour(self, offset: int) -> Token:
        """The token so many before the match, or an empty one."""
        at = self.first + offset
        return self.reading.tokens[at] if at >= 0 else _NONE

    def after(self) -> Token:
        """The token behind the match, or an empty one."""
        return self.reading.tokens[self.last] if self.last < len(self.reading.tokens) else _NONE


Make = Callable[[Hit], Atom | None]
Rule = tuple[re.Pattern[str], Make]


def book() -> tuple[list[Rule], Callable[..., Callable[[Make], Make]]]:
    """A list of rules and the decorator that enters functions in it.

    The decorator takes patterns over kinds of tokens (`LETTERS`), with ? | ( ) as in regular expressions.
    """
    rules: list[Rule] = []

    def rule(*patterns: str) -> Callable[[Make], Make]:
        def enter(make: Make) -> Make:
            for pattern in patterns:
                letters = re.sub(r"[a-z_]+", lambda m: re.escape(LETTERS[m[0]]), pattern)
                rules.append((re.compile(letters.replace(" ", "").replace("(", "(?:")), make))
            return make

        return enter

    return rules, rule


def whole_days(low: dt.date | None, high: dt.date | None = None) -> Atom | None:
    """An atom of days; none where there is no first one."""
    return None if low is None else Atom(kind="days", low=low, high=high if high is not None else low)
