"""From atoms to terms: "tomorrow" beside "at 15:00" is one term, "on Friday" and "by Monday" are two.

What a term comes to in days and minutes is decided in `windows`, which terms count in `choice`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from syncd.core.due.atoms import Atom
from syncd.core.due.days import DAY, Said
from syncd.core.due.grammar import atoms
from syncd.core.due.reading import Reading, Token
from syncd.core.due.refusals import refused

_BETWEEN: Final = frozenset({"comma", "dash", "of", "at", "and", "to_hour", "slash"})  # what may stand between two atoms of one term
_WEEK: Final = 7 * DAY


@dataclass(slots=True, kw_only=True)  # not frozen: made for every word of time, and so made in half the time
class Term:
    """Tokens[first:last]: a day (or days, or a moment), a clock, a part of the day, whichever were named.

    `lead` and `clock_lead` are the kinds of the prepositions before the one and the other; `zone` names the zone of the clock.
    """

    first: int
    last: int
    day: Atom | None = None
    clock: Atom | None = None
    part: str = ""
    part_is_noun: bool = False  # "lunch" and "morning" without a preposition may be anything
    lead: str = ""
    clock_lead: str = ""
    zone: str = ""
    latest: bool = False
    negated: bool = False

    @property
    def counted(self) -> bool:
        """Whether it is a stretch of time, which may count from something that has yet to happen."""
        return self.day is not None and self.day.counted

    @property
    def weak(self) -> bool:
        """Whether it is a bare number or month that nothing beside it supports."""
        if self.part and (self.day or self.clock):
            return False
        only = self.day if self.clock is None else self.clock if self.day is None else None
        if only is None and self.part:
            return not self.lead and self.part_is_noun
        return only is not None and only.weak


def terms(reading: Reading, said: Said) -> list[Term]:
    """The terms of a text in order, refusals left out."""
    found: list[Term] = []
    for atom, lead, first, last in atoms(reading, said):
        term = _term(atom, lead, first, last)
        joined = _join(found[-1], term, reading, said) if found else None
        if joined is None:
            found.append(term)
        else:
            found[-1] = joined
    return [term for term in (_closed(t, reading) for t in found) if not refused(term, reading)]


def apart(day: Term, clock: Term) -> Term:
    """A day and a clock that other words part, as one term; its words are those of the day."""
    return replace(day, clock=clock.clock, clock_lead=clock.clock_lead, part=day.part or clock.part, zone=clock.zone)


def _term(atom: Atom, lead: str, first: int, last: int) -> Term:
    if atom.kind == "clock":
        return Term(first=first, last=last, clock=atom, clock_lead=lead)
    if atom.kind == "part":
        return Term(first=first, last=last, part=atom.part, part_is_noun=atom.weak, lead=lead)
    return Term(first=first, last=last, day=atom, part=atom.part, lead=lead)


def _join(one: Term, two: Term, reading: Reading, said: Said) -> Term | None:
    """One term of two neighbours, or None where they are two."""
    between = [t.kind for t in reading.tokens[one.last : two.first]]
    if len(between) > 2 or not _BETWEEN.issuperset(between):
        return None
    if one.day is not None and two.day is not None:
        joined = _join_days(one, two, between, said)
    elif not {"and", "to_hour", "slash"}.isdisjoint(between) or (one.clock and two.clock):
        return None
    else:
        joined = _joined_parts(one, two)
    return replace(joined, first=min(one.first, two.first), last=max(one.last, two.last)) if joined else None


def _joined_parts(one: Term, two: Term) -> Term | None:
    """A day with its clock, a part of the day with either; a clock next to a stretch is its own term."""
    day = one.day or two.day
    if day is not None and day.kind not in ("days", "same", "past"):
        return None
    clock = one.clock or two.clock
    if day is not None and day.counted and clock is not None and (clock.weak or one.clock is clock):
        return None  # "six more in two weeks"
    deadline = next((t.lead for t in (two, one) if t.lead in ("upto", "before") and t.day is None), "")
    if two.lead == "of":
        deadline = one.lead  # on the morning of the tenth
    return replace(
        one if one.day else two, day=day, clock=clock, part=one.part or two.part,
        lead=deadline or (one if one.day else two).lead or one.lead, clock_lead=one.clock_lead or two.clock_lead,
    )  # fmt: skip


def _join_days(one: Term, two: Term, between: list[str], said: Said) -> Term | None:
    """A weekday and its date are one; so are "Monday or Tuesday", and "today" with "in an hour"."""
    a, b = one.day, two.day
    assert a is not None and b is not None
    if "past" in (a.kind, b.kind):
        named = a.weekday is not None or b.weekday is not None  # Thursday, August 30, long over
        apart = two.lead in ("upto", "before") or not (not between or (named and between == ["comma"]))  # "of 3 November by the 30th"
        return None if apart else replace(one, day=a if a.kind == "past" else b)
    if b.kind == "moment" and a.low == a.high == said.day and one.clock is None:
        return two
    b = _in_that_week(a, b)
    two = replace(two, day=b)
    if a.low is None or b.low is None or a.high is None or b.high is None or a.kind != "days" or b.kind != "days":
        return None
    if a.low == a.high == b.low == b.high and a.kind == b.kind == "days" and "and" not in between:
        return _with_clocks(one, two, replace(a, weak=False, weekday=None))  # this Thursday the 19th
    if _is_weekday_of(a, b):
        return _with_clocks(one, two, replace(b, weak=False))
    if _is_weekday_of(b, a):
        return _with_clocks(one, two, replace(a, weak=False))
    inside = b.weekday is not None and a.low != a.high and a.low <= b.low <= a.high
    if a.weekday is not None and b.weekday is not None and b.low < a.low:  # from Monday to Wednesday, said on a Wednesday
        b = replace(b, low=b.low + _WEEK, high=b.low + _WEEK)
    if _is_range(one, two, between, b):
        return replace(one, lead="", day=replace(a, high=b.high, weekday=None), clock=two.clock, clock_lead=two.clock_lead, part=two.part)
    return replace(two, lead=two.lead or one.lead) if inside and "and" not in between else None


def _in_that_week(a: Atom, b: Atom) -> Atom:
    """Next week, on Thursday: not the coming one."""
    if b.weekday is None or a.low is None or a.high is None or b.low is None or a.kind != "days" or not DAY < a.high - a.low < _WEEK:
        return b
    later = b.low + _WEEK
    return replace(b, low=later, high=later) if b.low < a.low <= later else b


def _is_weekday_of(a: Atom, b: Atom) -> bool:
    return a.weekday is not None and b.weekday is None and b.low == b.high and b.low is not None and b.low.weekday() == a.weekday


def _with_clocks(one: Term, two: Term, day: Atom) -> Term:
    return replace(one, day=day, clock=one.clock or two.clock, clock_lead=one.clock_lead or two.clock_lead, part=one.part or two.part)


def _is_range(one: Term, two: Term, between: list[str], b: Atom) -> bool:
    """Monday or Tuesday; Monday to Wednesday; «с понедельника по среду»."""
    a = one.day
    if a is None or a.low is None or b.high is None or one.clock or one.lead in ("upto", "before"):
        return False
    if not a.low < b.high or b.high - a.low > 62 * DAY:
        return False
    if two.lead == "upto":
        return one.lead == "from" or (one.lead in ("", "at") and between in ([], ["comma"]) and a.low == a.high)
    if between and between[-1] in ("and", "to_hour", "dash", "slash"):
        return len(between) == 1
    if not between and b.low == a.low + DAY and a.low == a.high and a.weekday is None is b.weekday:
        return True  # «сегодня-завтра»
    return between in ([], ["comma"]) and a.weekday is not None and b.weekday is not None


def _closed(term: Term, reading: Reading) -> Term:
    """With the zone and "at the latest" behind it, and "not" before it."""
    tokens = reading.tokens
    after = _at(tokens, term.last)
    if after is not None and after.kind == "zone" and term.clock is not None:
        term = replace(term, zone=str(after.value), last=term.last + 1)
        after = _at(tokens, term.last)
    if after is not None and after.kind == "comma":
        after = _at(tokens, term.last + 1)
    latest = after is not None and after.kind == "latest"
    negated = term.first > 0 and tokens[term.first - 1].kind == "not"
    return replace(term, latest=latest, negated=negated) if latest or negated else term


def _at(tokens: list[Token], i: int) -> Token | None:
    return tokens[i] if i < len(tokens) else None

