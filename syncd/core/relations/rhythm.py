"""When to meet a customer next, and why: from the days of contact, the facts and what is open. No clock: `today` is given.

Refuses to find words: a reason is a kind with its day; the catalogues of the pages and of the entries say it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

GAPS: Final = 40  # the last gaps between days of contact are looked at
_FEWEST_GAPS, _SHORTEST_SPAN = 3, 60  # gaps, days: of less there is no rhythm, only an inquiry
_QUIET_TIMES, _QUIET_LEAST = 2.5, 30  # times the usual gap, and days at least
LOST_AFTER: Final = 365  # days after the quiet began: whoever is silent for longer is won back, not met next
AHEAD: Final = 30  # days in which birthdays, anniversaries and services are near
_PROMISE_AHEAD, _PROMISE_WITHOUT_TERM, _PROMISE_OLDEST = 7, 14, 365  # days
_SERVICE_OVERDUE = 60  # days a service that was due is still a reason
_PLANNED_SOON = 14  # days: a meeting so near is the occasion by itself
_INFORMAL_AFTER, _INFORMAL_TIMES = 180, 1.5  # days, and times their own gap between informal ones
_INFORMAL_WORK, _INFORMAL_FIRST = 3, 6  # meetings for work since the last informal one, or before the first
_ACTIVE = 365  # days since the last contact in which a customer's anniversary is kept
_YEARS = frozenset({1, 2, 3, 5})  # and each fifth

ReasonKind = Literal["complaint", "promise", "quiet", "service", "birthday", "warranty", "informal", "anniversary"]
Channel = Literal["", "mail", "call", "any"]
# What weighs more is done first: what we owe, then what is going wrong, then what is pleasant.
WEIGHTS: Final[dict[ReasonKind, int]] = {
    "complaint": 80, "promise": 60, "quiet": 50, "service": 40, "birthday": 30, "warranty": 25, "informal": 15, "anniversary": 10,
}  # fmt: skip
_OWED: Final = frozenset({"complaint", "promise", "service", "warranty"})  # what stands whoever wishes no contact
_PLEASANT: Final = frozenset({"birthday", "informal", "anniversary"})


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often there was contact up to a day. `usual_gap` in days, None where there is no rhythm; `quiet_from`: the day from which the silence is longer than usual."""

    first_on: dt.date
    last_on: dt.date
    days: int
    usual_gap: float | None
    quiet_from: dt.date | None


@dataclass(frozen=True, slots=True)
class Dated:
    """Something of a customer with its day: a person's birthday (the next one), a promise, a unit. `on`: None for no term; `ref`: a key; `since`: when it was said."""

    what: str
    on: dt.date | None
    ref: str = ""
    since: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What is known of a customer: `page` the address of its page, `owner` who of ours looks after it; met days are those of meetings."""

    page: str
    name: str
    owner: str
    rhythm: Rhythm | None = None
    next_on: dt.date | None = None  # the next meeting that is planned
    met_on: dt.date | None = None
    met_since_informal: int = 0
    informal_on: dt.date | None = None
    informal_gap: float | None = None
    birthdays: tuple[Dated, ...] = ()
    promises: tuple[Dated, ...] = ()
    services: tuple[Dated, ...] = ()
    warranties: tuple[Dated, ...] = ()
    complaints: tuple[Dated, ...] = ()
    no_contact: Channel = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why to meet: its kind, its day, what it is about (a name, a product, the words of a promise), the key behind it, a number (years, days)."""

    kind: ReasonKind
    on: dt.date | None = None
    what: str = ""
    ref: str = ""
    n: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Whom to meet, by when, and why: the weightiest reason first. `manner`: a working talk or an informal meeting."""

    history: History
    when: dt.date
    reasons: tuple[Reason, ...]
    weight: int
    manner: Literal["working", "informal"]


# ── how often ────────────────────────────────────────────────────────────────────────────────────────────────────


def rhythm(days: Sequence[dt.date], *, first_on: dt.date | None = None, count: int = 0) -> Rhythm | None:
    """The rhythm of these days of contact, in their order; None for none. `first_on`, `count`: of all days, where these are only the last ones."""
    if not days:
        return None
    first = first_on or days[0]
    gap = usual_gap(days[-GAPS - 1 :]) if (days[-1] - first).days >= _SHORTEST_SPAN else None
    quiet = days[-1] + dt.timedelta(days=max(_QUIET_LEAST, int(_QUIET_TIMES * gap) + 1)) if gap is not None else None
    return Rhythm(first, days[-1], count or len(days), gap, quiet)


def usual_gap(days: Sequence[dt.date]) -> float | None:
    """The gap, in days, that a day chosen at random lies in: the median of the gaps, each weighed by its length.

    A plain median would call a customer with one busy week a season a daily one; so neither a burst nor one long holiday counts for much.
    """
    gaps = sorted((b - a).days for a, b in pairwise(days) if b > a)
    if len(gaps) < _FEWEST_GAPS:
        return None
    half, seen = sum(gaps) / 2, 0
    for n, gap in enumerate(gaps):
        seen += gap
        if seen > half:
            return float(gap)
        if seen == half:
            return (gap + gaps[n + 1]) / 2
    raise AssertionError("the gaps together are more than their half")


def is_quiet(r: Rhythm | None, today: dt.date) -> bool:
    """Whether a customer has gone quiet against the own rhythm, and not so long ago that there is none to speak of."""
    return r is not None and r.quiet_from is not None and r.quiet_from <= today <= r.quiet_from + dt.timedelta(days=LOST_AFTER)


# ── whom to meet ─────────────────────────────────────────────────────────────────────────────────────────────────


def suggestions(histories: Iterable[History], today: dt.date) -> list[Suggestion]:
    """Whom to meet next and why, what weighs most first. Who wishes no contact is named only for what we owe, and never for a lunch."""
    found = [made for h in histories if (made := _suggested(h, today))]
    return sorted(found, key=lambda s: (-s.weight, s.when, s.history.page))


def _suggested(h: History, today: dt.date) -> Suggestion | None:
    reasons = [*_owed(h, today), *_dates(h, today), *_silence(h, today)]
    reasons = [r for r in reasons if _may_stand(r, h)]
    if not reasons:
        return None
    reasons.sort(key=lambda r: (-WEIGHTS[r.kind], r.on or today, r.what))
    kinds = {r.kind for r in reasons}
    weight = sum(WEIGHTS[kind] for kind in kinds)
    near = [max(today, r.on) for r in reasons if r.on is not None and WEIGHTS[r.kind] == WEIGHTS[reasons[0].kind]]
    return Suggestion(h, min(near, default=today), tuple(reasons), weight, "informal" if kinds <= _PLEASANT else "working")


def _may_stand(r: Reason, h: History) -> bool:
    """Who wishes no contact at all is met for what we owe alone; after any wish, and while a complaint is open, for nothing pleasant."""
    if h.no_contact == "any":
        return r.kind in _OWED
    return not (r.kind in _PLEASANT and (h.no_contact or h.complaints))


def _owed(h: History, today: dt.date) -> list[Reason]:
    """Complaints nobody settled, promises due soon or left lying, services due."""
    found = [Reason("complaint", c.on, c.what, c.ref, (today - c.on).days if c.on else 0) for c in h.complaints]
    for p in h.promises:
        age = (today - p.since).days if p.since else 0
        due = p.on <= today + dt.timedelta(days=_PROMISE_AHEAD) if p.on else age >= _PROMISE_WITHOUT_TERM
        if due and age <= _PROMISE_OLDEST:
            found.append(Reason("promise", p.on, p.what, p.ref, age))
    for kind, units, overdue in (("service", h.services, _SERVICE_OVERDUE), ("warranty", h.warranties, 0)):
        for u in units:
            if u.on and -overdue <= (u.on - today).days <= AHEAD:
                found.append(Reason("service" if kind == "service" else "warranty", u.on, u.what, u.ref))
    return found


def _dates(h: History, today: dt.date) -> list[Reason]:
    """Birthdays, and the day on which we first were in touch so many years ago."""
    found = [Reason("birthday", b.on, b.what, b.ref) for b in h.birthdays if b.on and 0 <= (b.on - today).days <= AHEAD]
    if h.rhythm and (today - h.rhythm.last_on).days <= _ACTIVE:
        day = next_yearly(h.rhythm.first_on, today)
        years = day.year - h.rhythm.first_on.year
        if (day - today).days <= AHEAD and years > 0 and (years in _YEARS or years % 5 == 0):
            found.append(Reason("anniversary", day, n=years))
    return found


def _silence(h: History, today: dt.date) -> list[Reason]:
    """Gone quiet, or long without anything but work; neither while a meeting is planned soon."""
    if h.rhythm is None or (h.next_on is not None and (h.next_on - today).days <= _PLANNED_SOON):
        return []
    found = [Reason("quiet", h.rhythm.last_on, n=(today - h.rhythm.last_on).days)] if is_quiet(h.rhythm, today) else []
    is_lost = (today - h.rhythm.last_on).days > _ACTIVE
    if not is_lost and h.met_since_informal >= (_INFORMAL_WORK if h.informal_on else _INFORMAL_FIRST) and _informal_is_due(h, today):
        found.append(Reason("informal", h.informal_on, n=(today - h.informal_on).days if h.informal_on else 0))
    return found


def _informal_is_due(h: History, today: dt.date) -> bool:
    if h.informal_on is None:
        return h.rhythm is not None and (today - h.rhythm.first_on).days >= _INFORMAL_AFTER
    usual = _INFORMAL_TIMES * h.informal_gap if h.informal_gap else _INFORMAL_AFTER
    return (today - h.informal_on).days >= max(_QUIET_LEAST, min(usual, 2 * _INFORMAL_AFTER))


def coming(today: dt.date) -> frozenset[str]:
    """The days of the year (MM-DD) that come round soon enough to be a reason."""
    days = {f"{today + dt.timedelta(days=n):%m-%d}" for n in range(AHEAD + 1)}
    return frozenset(days | {"02-29"} if "02-28" in days else days)


def may_stir(first_on: str, quiet_from: str | None, met_since_informal: int, today: str, soon: frozenset[str]) -> bool:
    """Whether a rhythm alone may be a reason to meet (days as YYYY-MM-DD, `soon` by `coming`): where it is not, no history need be made of it."""
    return (quiet_from is not None and quiet_from <= today) or met_since_informal >= min(_INFORMAL_WORK, _INFORMAL_FIRST) or first_on[5:10] in soon


def next_yearly(day: dt.date, today: dt.date) -> dt.date:
    """The next time this day comes round, today included; 29 February is kept on the 28th."""
    kept = min(day.day, 28) if day.month == 2 else day.day
    this = dt.date(today.year, day.month, kept)
    return this if this >= today else this.replace(year=today.year + 1)




__all__ = ["History", "Reason", "Rhythm", "Suggestion", "coming", "is_quiet", "may_stir", "next_yearly", "rhythm", "suggestions", "usual_gap"]
