"""Which of the terms of a sentence it promises: corrections, events, and a day and a clock that stand apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from syncd.core.due.days import Said
from syncd.core.due.past import is_future
from syncd.core.due.reading import Reading, Token
from syncd.core.due.terms import Term, apart, terms
from syncd.core.due.windows import due_of
from syncd.core.model import Due

_COUNTED_FROM: Final = frozenset({"of", "from", "after", "event", "in"})
_THING: Final = frozenset({"other", "paper", "event", "determiner"})


@dataclass(frozen=True, slots=True)
class Found:
    """A due term with the term it was read from (None for an event), at tokens[first:last]."""

    due: Due
    term: Term | None
    first: int
    last: int


def find_all(reading: Reading, said: Said, earlier: dt.date | None) -> list[Found]:
    """Every term and event of a text, in order; a term inside of an event's clause is part of the event."""
    taken = terms(reading, said)
    found: list[Found] = []
    for term in taken:
        due = due_of(term, reading, said, earlier)
        if due is not None:
            found.append(Found(due, term, term.first, term.last))
            earlier = dt.date.fromisoformat(due.to[:10]) if due.to else earlier
    for first, last in _events(reading.tokens, taken):
        start, end = reading.tokens[first].start, reading.tokens[last - 1].end
        found = [f for f in found if not first <= f.first < last]
        event = Due(from_=None, to=None, text=reading.source[start:end], kind="event", start=start, end=end)
        found.append(Found(event, None, first, last))
    return sorted(found, key=lambda f: f.first)


def choose(found: list[Found], reading: Reading, said: Said, earlier: dt.date | None) -> Due | None:
    """Explicit before event before vague; the last word where the writer corrects himself."""
    found = [f for f in found if f.term is None or not f.term.negated]
    events = [f for f in found if f.term is None]
    dated = [f for f in found if f.due.kind == "explicit" and not _counts_from(f, events, reading)]
    dated = _moved(_corrected(dated, reading), reading)
    dated = [f for f in dated if not _is_background(f, reading)] or dated
    if dated and not (events and _opens(events[0], dated[0], reading)):
        return _together(dated, reading, said, earlier)
    rest = events or found
    return rest[0].due if rest else None


def _counts_from(stretch: Found, events: list[Found], reading: Reading) -> bool:
    """"Within three days after payment" counts from the payment, wherever in the sentence that stands before or right behind it."""
    if stretch.term is None or not stretch.term.counted:
        return False
    for event in events:
        between = reading.tokens[stretch.last : event.first]
        if between and reading.tokens[stretch.first].kind == "in":
            continue  # „po savaitės, kai grįš direktorius" says why, not from when
        if event.first < stretch.first or all(t.kind == "comma" for t in between):
            return True
    return False


def _opens(event: Found, dated: Found, reading: Reading) -> bool:
    """"Once you confirm, we deliver by Friday": the condition stands first and rules what follows."""
    if event.first > dated.first or reading.tokens[event.first].kind != "event":
        return False
    return event.first == 0 or reading.tokens[event.first - 1].kind in ("comma", "stop", "and", "dash")


_MOVED: Final = (
    "moved", "moving", "postpone", "reschedul", "shift", "перенос", "перенес", "сдвига", "сдвин", "перестав", "perkel", "nukel", "atided",
)  # fmt: skip


def _is_background(found: Found, reading: Reading) -> bool:
    """«Я со среды в отпуске, так что в четверг …», but: „pradėsime nuo pirmadienio, baigsime trečiadienį"."""
    if found.term is None or found.term.lead != "from":
        return False
    for token in reversed(reading.tokens[: found.first]):
        if token.kind in ("comma", "stop"):
            break
        if is_future(token, reading):
            return False
    return True


def _moves(token: Token, before: Token) -> bool:
    return token.kind in ("other", "pronoun") and (token.word.startswith(_MOVED) or (token.word == "move" and before.kind == "pronoun"))


def _moved(dated: list[Found], reading: Reading) -> list[Found]:
    """"Tuesday's visit is moved to Wednesday": the day it is moved to."""
    verb = next((i for i, token in enumerate(reading.tokens) if _moves(token, reading.tokens[i - 1] if i else token)), -1)
    if verb < 0 or len(dated) < 2:
        return dated
    behind = [f for f in dated if f.first > verb]
    onto = [f for f in behind if f.term is not None and f.term.lead != "from"]
    return (onto or behind or dated)[:1]


def _corrected(dated: list[Found], reading: Reading) -> list[Found]:
    """What stands before "sorry, I mean" is taken back."""
    word = max((i for i, token in enumerate(reading.tokens) if token.kind == "rather"), default=-1)
    return [f for f in dated if f.first > word] or dated


def _together(dated: list[Found], reading: Reading, said: Said, earlier: dt.date | None) -> Due:
    """The first term; a day and a clock that stand apart make one: "tomorrow I will call you at 15:00"."""
    named = [f.term for f in dated if f.term is not None]
    days = [t for t in named if t.day is not None and t.day.kind in ("days", "same") and not t.clock and not t.counted]
    clocks = [t for t in named if t.clock is not None and t.day is None]
    if len(named) == 2 and named[0].clock_lead == "from" and named[0].day is None and named[1].clock_lead in ("upto", "before"):
        return dated[1].due  # later than nine but before eleven
    if len(dated) == 2 and len(days) == 1 and len(clocks) == 1:
        joined = due_of(apart(days[0], clocks[0]), reading, said, earlier)
        if joined is not None:
            return joined
    return _of_the_promise(dated, reading).due


_BUT: Final = frozenset({"but", "но", "а", "bet", "o"})


def _of_the_promise(dated: list[Found], reading: Reading) -> Found:
    """The term beside the verb in the future: in "I asked today and will call you tomorrow" the second."""
    if len(dated) == 1:
        return dated[0]
    verb = next((i for i, token in enumerate(reading.tokens) if is_future(token, reading)), -1)
    if verb < 0:
        return dated[0]
    for found in dated:
        between = reading.tokens[found.last : verb]
        if found.last <= verb and len(between) <= 3 and not any(t.kind in ("comma", "and", "stop") or t.word in _BUT for t in between):
            return found
    return next((f for f in dated if f.first > verb), dated[0])


def _events(tokens: list[Token], taken: list[Term]) -> Iterator[tuple[int, int]]:
    """Token ranges of what has to happen first: from "after", "once", «когда» to the end of the clause."""
    for term in taken:  # "within ten days of receipt", „per 3 dienas nuo apmokėjimo"
        kinds = [t.kind for t in tokens[term.last : term.last + 2]]
        if term.counted and len(kinds) == 2 and kinds[0] in _COUNTED_FROM and kinds[1] in _THING:
            yield term.last, term.last + 2
    inside = {i for term in taken for i in range(term.first, term.last)}
    i = 0
    while i < len(tokens):
        if i not in inside and _opens_event(tokens, i):
            end = next((j for j in range(i + 1, len(tokens)) if tokens[j].kind in ("comma", "stop", "dash")), len(tokens))
            if not any(t.value in ("past", -1) or t.kind == "ago" for t in tokens[i:end]):
                yield i, end  # "after our call yesterday" has happened
            i = end
        i += 1


def _opens_event(tokens: list[Token], i: int) -> bool:
    token, after = tokens[i], tokens[i + 1].kind if i + 1 < len(tokens) else "stop"
    if token.kind == "in":
        return token.word == "po" and after in ("other", "paper")
    if token.kind == "event" and token.end - token.start > len(token.word):
        return True  # a phrase that names the event with it: „nuo apmokėjimo"
    return token.kind in ("event", "after") and after not in ("stop", "comma")
