"""From atoms to terms: "tomorrow" beside "at 15:00" is one term, "on Friday" and "by Monday" are two.

Here stand also the refusals: a date that belongs to a document, a stretch that tells how long work takes, office hours.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from syncd.core.due.days import DAY, Said
from syncd.core.due.grammar import Atom, atoms
from syncd.core.due.lexicon import Reading, Token
from syncd.core.model import Due

_BETWEEN: Final = frozenset({"comma", "dash", "of", "at", "and", "to_hour"})  # what may stand between two atoms of one term
_EVENING: Final = frozenset({"evening", "night", "afternoon"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Atoms put together. `day` and `clock` are what it has of either; `lead` is its preposition's kind."""

    atom: Atom
    clock: Atom | None = None
    part: str = ""
    lead: str = ""
    clock_lead: str = ""
    latest: bool = False
    negated: bool = False

    @property
    def counted(self) -> bool:
        """Whether it is a stretch of time, which may count from something that has yet to happen."""
        return self.atom.counted

    @property
    def first(self) -> int:
        return min(self.atom.first, self.clock.first) if self.clock else self.atom.first

    @property
    def last(self) -> int:
        return max(self.atom.last, self.clock.last) if self.clock else self.atom.last


def terms(reading: Reading, said: Said) -> list[Term]:
    """The terms of a text in order, refusals left out."""
    found: list[Term] = []
    for atom, lead in atoms(reading, said):
        term = _term(atom, lead)
        joined = _join(found[-1], term, reading, said.day) if found else None
        if joined is not None:
            found[-1] = joined
        else:
            found.append(term)
    found = [_closed(t, reading) for t in found]
    return [t for t in found if not _refused(t, reading)]


def _term(atom: Atom, lead: str) -> Term:
    if atom.kind == "clock":
        return Term(atom=atom, clock=atom, clock_lead=lead, lead=lead)
    return Term(atom=atom, part=atom.part, lead=lead)


def _adjacent(reading: Reading, first: int, last: int) -> bool:
    return last - first <= 2 and all(t.kind in _BETWEEN for t in reading.tokens[first:last])


def _join(one: Term, two: Term, reading: Reading, said_day: dt.date) -> Term | None:
    """One term of two neighbours, or None where they are two."""
    if not _adjacent(reading, one.last, two.first):
        return None
    a, b = one.atom, two.atom
    if a.weekday is not None and b.weekday is not None and a.low and b.low and b.high and b.low < a.low:
        b = replace(b, low=b.low + 7 * DAY, high=b.high + 7 * DAY)  # from Monday to Wednesday, said on a Wednesday
        two = replace(two, atom=b)
    span = {"first": min(one.first, two.first), "last": max(one.last, two.last)}
    if any(t.kind in ("and", "to_hour") for t in reading.tokens[one.last : two.first]):
        return _join_days(one, two, reading, span) if a.kind == b.kind == "days" and _ranged(one, two, reading) else None
    if "past" in (a.kind, b.kind):
        return replace(one, atom=Atom(kind="past", **span)) if _dayish(a) or _dayish(b) or b.kind in ("clock", "part") else None
    if _dayish(a) and b.kind == "clock" and one.clock is None:
        return replace(one, atom=replace(a, **span), clock=b, clock_lead=two.lead)
    if a.kind == "clock" and _dayish(b) and two.clock is None:
        return replace(two, atom=replace(b, **span), clock=a, clock_lead=one.lead, part=two.part or one.part, lead=two.lead or one.lead)
    if _dayish(a) and b.kind == "part":
        lead = two.lead if two.lead in ("upto", "before") and one.clock is None else one.lead
        return replace(one, atom=replace(a, **span), part=one.part or b.part, lead=lead)
    if a.kind == "part" and _dayish(b):
        lead = one.lead if one.lead in ("upto", "before") else two.lead
        return replace(two, atom=replace(b, **span), part=two.part or one.part, lead=lead)
    if a.kind == "part" and b.kind == "clock":
        return replace(two, atom=replace(b, **span), part=one.part)
    if b.kind == "moment" and a.low == a.high == said_day and one.clock is None:
        return replace(two, atom=replace(b, **span))
    if a.kind == "clock" and b.kind == "part":
        return replace(one, atom=replace(a, **span), part=b.part)
    if a.kind == b.kind == "part":
        return replace(one, atom=replace(a, **span))
    return _join_days(one, two, reading, span) if a.kind == b.kind == "days" else None


def apart(day: Term, clock: Term) -> Term:
    """A day and a clock that other words part, as one term."""
    span = {"first": min(day.first, clock.first), "last": max(day.last, clock.last)}
    return replace(day, atom=replace(day.atom, **span), clock=clock.clock, clock_lead=clock.lead, part=day.part or clock.part)


def _dayish(atom: Atom) -> bool:
    return atom.kind in ("days", "same")


def _join_days(one: Term, two: Term, reading: Reading, span: dict[str, int]) -> Term | None:
    """A weekday and its date: "Friday 20 November", «во вторник, 10 марта»; the date decides."""
    a, b = one.atom, two.atom
    if a.low is None or b.low is None or a.high is None or b.high is None:
        return None
    if a.weekday is not None and b.low == b.high and b.weekday is None and b.low.weekday() == a.weekday:
        return replace(one, atom=replace(b, **span, weak=False), clock=one.clock or two.clock, part=one.part or two.part,
                       clock_lead=one.clock_lead or two.clock_lead)  # fmt: skip
    if b.weekday is not None and a.low == a.high and a.weekday is None and a.low.weekday() == b.weekday:
        return replace(one, atom=replace(a, **span, weak=False), clock=one.clock or two.clock, part=one.part or two.part,
                       clock_lead=one.clock_lead or two.clock_lead)  # fmt: skip
    if _ranged(one, two, reading):
        return replace(one, lead="", atom=replace(a, **span, high=b.high, weekday=None), clock=two.clock, clock_lead=two.clock_lead, part=two.part)
    if a.low <= b.low and b.high <= a.high and a.low != a.high and b.weekday is not None:
        return replace(one, atom=replace(b, **span), clock=two.clock, part=two.part, lead=two.lead or one.lead)
    return None


def _ranged(one: Term, two: Term, reading: Reading) -> bool:
    """Monday or Tuesday; Monday to Wednesday; «с понедельника по среду»."""
    a, b = one.atom, two.atom
    if a.low is None or b.high is None or not a.low < b.high or (b.high - a.low).days > 62 or one.clock or one.lead in ("upto", "before"):
        return False
    between = [t.kind for t in reading.tokens[one.last : two.first]]
    if two.lead == "upto":
        return one.lead == "from"
    if between and between[-1] in ("and", "to_hour", "dash"):
        return len(between) == 1
    return between == ["comma"] and a.weekday is not None and b.weekday is not None


def _closed(term: Term, reading: Reading) -> Term:
    """With "at the latest" behind it and "not" before it."""
    after = reading.tokens[term.last] if term.last < len(reading.tokens) else None
    if after is not None and after.kind == "comma" and term.last + 1 < len(reading.tokens) and reading.tokens[term.last + 1].kind == "latest":
        after = reading.tokens[term.last + 1]
    if after is not None and after.kind == "latest":
        term = replace(term, latest=True)
    before = reading.tokens[term.first - 1] if term.first else None
    return replace(term, negated=True) if before is not None and before.kind == "not" else term


# ── refusals ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _refused(term: Term, reading: Reading) -> bool:
    tokens = reading.tokens
    if term.atom.kind == "past" or (term.lead == "after" and term.atom.kind == "days" and not term.atom.counted and term.clock is None):
        return True
    if term.atom.weak and term.clock is (term.atom if term.atom.kind == "clock" else None) and not term.part:
        others = sum(1 for i, t in enumerate(tokens) if not term.first <= i < term.last and t.kind in ("other", "pronoun"))
        if others > 0:
            return True
    before = tokens[max(0, term.first - 4) : term.first]
    after = tokens[term.last : term.last + 4]
    return _of_document(term, before, after) or _of_length(term, before, after) or _of_hours(term, before, reading)


def _of_document(term: Term, before: list[Token], after: list[Token]) -> bool:
    """"The invoice of 5 December", «счёт от 5 декабря», "your Friday mail", „gruodžio 5 d. sąskaita"."""
    kinds = [t.kind for t in before]
    if kinds[-1:] == ["origin"]:
        return True
    if term.lead in ("of", "from") and kinds and (kinds[-1] == "paper" or (term.lead == "of" and kinds[-1] in ("other", "pronoun"))):
        return True
    if after and after[0].kind == "paper" and (not term.lead or kinds[-1:] == ["determiner"]):
        return not any(t.kind in ("pronoun", "comma") for t in after[1:2]) or kinds[-1:] == ["determiner"]
    return kinds[-1:] == ["determiner"] and bool(after) and after[0].kind in ("other", "paper") and not term.lead


def _of_length(term: Term, before: list[Token], after: list[Token]) -> bool:
    """How long a thing takes or is warranted is no term."""
    if term.lead in ("upto", "at", "before") or term.clock is not None:
        return any(t.kind == "lasting" for t in before[-1:])
    return any(t.kind in ("lasting", "warranty") for t in before[-2:]) or any(t.kind == "warranty" for t in after[:2])


def _of_hours(term: Term, before: list[Token], reading: Reading) -> bool:
    if term.clock is None and term.lead != "from":
        return False
    return any(t.kind == "hours" for t in before) or any(t.kind == "hours" for t in reading.tokens[term.last : term.last + 1])


# ── to dates ─────────────────────────────────────────────────────────────────────────────────────────────────────


def due_of(term: Term, text: str, reading: Reading, said: Said, same: dt.date | None = None) -> Due | None:
    """The window of a term; None where it comes to none ("the same day" with nothing before it)."""
    first, last = reading.tokens[term.first], reading.tokens[term.last - 1]
    window = _window(term, said, same)
    if window is None and term.atom.kind != "event":
        return None
    low, high = window or (None, None)
    kind = "event" if term.atom.kind == "event" else "vague" if term.atom.kind == "vague" else "explicit"
    return Due(from_=low, to=high, text=text[first.start : last.end], kind=kind, start=first.start, end=last.end)  # type: ignore[arg-type]


def _wall(at: dt.datetime) -> str:
    return at.isoformat(timespec="minutes")


def _window(term: Term, said: Said, same: dt.date | None) -> tuple[str, str] | None:
    atom = term.atom
    deadline = term.lead in ("upto", "before") or atom.upto or term.latest
    if atom.moment is not None:
        at = atom.moment
        return (_wall(said.at) if deadline else _wall(at)), _wall(at)
    if atom.kind == "same":
        atom = replace(atom, low=same, high=same)
        if same is None:
            return None
    if term.clock is not None:
        return _clock_window(term, atom, said)
    low, high = (said.day, said.day) if atom.kind == "part" else (atom.low, atom.high)
    if low is None or high is None:
        return None
    if atom.kind == "part" and _part_is_over(term.part or atom.part, said):
        low = high = said.day + DAY
    if term.lead == "before" and not term.part and atom.kind == "days" and not atom.upto:
        high = max(low - DAY, said.day)
    if term.lead == "from":
        high = low
    if deadline:
        low = said.day
    return low.isoformat(), high.isoformat()


def _part_is_over(part: str, said: Said) -> bool:
    return (part == "morning" and said.at.hour >= 12) or (part == "lunch" and said.at.hour >= 14) or (part == "afternoon" and said.at.hour >= 18)


def _clock_window(term: Term, atom: Atom, said: Said) -> tuple[str, str] | None:
    clock = term.clock
    assert clock is not None and clock.times is not None
    day = atom.low if atom.kind in ("days", "same") else None
    if atom.kind in ("days", "same") and atom.high != atom.low:
        day = atom.high
    first, last = _twelve_hours(clock, term.part, day, said)
    base = day
    if base is None:
        base = said.day
        if dt.datetime.combine(base, dt.time()) + dt.timedelta(minutes=last) <= said.at:
            base += DAY
    elif atom.weekday is not None and base == said.day + 7 * DAY and said.at.weekday() == atom.weekday and last > said.at.hour * 60 + said.at.minute:
        base = said.day if last - 720 > 0 and said.at.hour < 12 else base
    midnight = dt.datetime.combine(base, dt.time())
    low, high = midnight + dt.timedelta(minutes=first), midnight + dt.timedelta(minutes=last)
    deadline = term.lead in ("upto", "before") or term.clock_lead in ("upto", "before") or term.latest
    return _wall(said.at if deadline and first == last else low), _wall(high)


def _twelve_hours(clock: Atom, part: str, day: dt.date | None, said: Said) -> tuple[int, int]:
    """The minutes meant: a bare three is fifteen hundred, but not in the morning; eight in the evening is twenty hundred."""
    assert clock.times is not None
    first, last = clock.times
    if clock.literal:
        return first, last
    if part in _EVENING:
        if part == "night" and last < 6 * 60:
            return first, last
        if last == 12 * 60 and part != "afternoon":
            return 24 * 60, 24 * 60
        return (first + 720, last + 720) if last < 12 * 60 else (first, last)
    if part in ("morning", "any"):
        return first, last
    if part == "lunch" and last < 9 * 60 or first < 7 * 60:
        return first + 720, last + 720
    now = said.at.hour * 60 + said.at.minute
    if day == said.day and last <= now < last + 720 and last < 12 * 60:
        return first + 720, last + 720
    return first, last


# ── events and the choice of one ─────────────────────────────────────────────────────────────────────────────────


_COUNTED_FROM: Final = frozenset({"of", "from", "after", "event", "in"})


def _opens_event(tokens: list[Token], i: int) -> bool:
    token, after = tokens[i], tokens[i + 1].kind if i + 1 < len(tokens) else "stop"
    if token.kind == "event" and token.end - token.start > 2 * len(token.word):
        return True  # a phrase that names the event with it
    if token.kind == "in":
        return token.word == "po" and after in ("other", "paper")
    return token.kind in ("event", "after") and after not in ("stop", "comma")


def events(reading: Reading, text: str, taken: list[Term]) -> Iterator[tuple[int, int]]:
    """Token ranges of conditions: from "after", "once", «когда» to the end of their clause, where no term begins there."""
    for term in taken:  # "within ten days of receipt", „per 3 dienas nuo apmokėjimo"
        after = reading.tokens[term.last : term.last + 2]
        if term.counted and len(after) == 2 and after[0].kind in _COUNTED_FROM and after[1].kind in ("other", "paper", "event", "determiner"):
            yield term.last, term.last + 2
    starts = {t.first for t in taken} | {i for t in taken for i in range(t.first, t.last)}
    i, tokens = 0, reading.tokens
    while i < len(tokens):
        if _opens_event(tokens, i) and i not in starts:
            end = next((j for j in range(i + 1, len(tokens)) if tokens[j].kind in ("comma", "stop", "dash")), len(tokens))
            yield i, end
            i = end
        i += 1
