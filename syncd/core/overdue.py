"""When a promise is overdue: a second reminder for who has to keep it, then an entry for their manager, once each.

    the term is over        → the owner, at the next opening of a day on which they are there
    3 working days over     → the manager, if the owner was reminded a working day ago; on a day on which both are there

Only firm promises with an explicit term that had a reminder of ours before; hand-offs once they are taken on. Days on which
the owner is away count for nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from syncd.core import keys, texts
from syncd.core.model import Company, Language, WorkingCalendar
from syncd.core.owners import manager_of
from syncd.core.plan import TITLE_LENGTH, WRITTEN, Existing, Open, Policy, Wanted, entry, owner_of, said_text, shown
from syncd.core.worktime import due_instant, next_quarter, working_moment, zone_of

_OVER = 3  # working days past the term, for the manager
_STOOD = frozenset({"there", "moved", "collected"})  # "sending" may never have come there


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What escalation depends on beside the promises.

    `people`: our addresses with zone and language, of those who get entries; `absent`: the days on which they are away;
    `readers`: who may read the mail of others.
    """

    existing: Mapping[str, Existing]
    people: Mapping[str, tuple[str, Language]]
    company: Company
    calendar: WorkingCalendar
    policy: Policy
    absent: Mapping[str, frozenset[dt.date]]
    readers: frozenset[str]

    def entry_of(self, p: Open, purpose: str) -> Existing | None:
        """What is known of the promise's entry for this purpose."""
        return self.existing.get(keys.reminder_uid(p.key, purpose))

    def is_written(self, p: Open, purpose: str) -> bool:
        """Whether it stands there, or is on its way."""
        old = self.entry_of(p, purpose)
        return old is not None and old.state in WRITTEN

    def start(self, p: Open, purpose: str, earliest: dt.datetime, now: dt.datetime, zone: str, away: frozenset[dt.date]) -> dt.datetime:
        """When an entry begins: not before `earliest`, not at once, not on a day in `away`; one that has begun stays where it is."""
        old = self.entry_of(p, purpose)
        if old is not None and old.state in WRITTEN and (old.state == "moved" or old.start <= now):
            return old.start.astimezone(zone_of(zone))
        return working_moment(earliest if earliest > now else next_quarter(now), zone, self.calendar, away)


def entries(promises: Iterable[Open], c: Circumstances, now: dt.datetime) -> list[Wanted]:
    """The second reminders and the managers' entries that should be there now; none unless the policy escalates."""
    if not c.policy.escalate:
        return []
    found: list[Wanted] = []
    for p in promises:
        owner, _ = owner_of(p, c.company)
        if owner not in c.people or not _is_escalated(p, owner, c, now):
            continue
        if p.state == "open" or c.is_written(p, "overdue"):
            found.append(_second(p, owner, c, now))
        if third := _third(p, owner, c, now):
            found.append(third)
    return found


def is_candidate(p: Open, now: dt.datetime, calendar: WorkingCalendar) -> bool:
    """Whether the promise is overdue and of the kind that escalates, whoever was reminded."""
    if p.kind == "theirs" or p.state == "probably_kept" or p.deleted or not p.trusted or not p.accepted:
        return False
    return p.firmness == "firm" and p.due_kind == "explicit" and due_instant(p.due_to, p.due_zone, calendar) <= now


def _is_escalated(p: Open, owner: str, c: Circumstances, now: dt.datetime) -> bool:
    """Whether the promise is a candidate whose owner had a first reminder."""
    first = c.entry_of(p, "due")
    return is_candidate(p, now, c.calendar) and first is not None and first.owner == owner and first.state in WRITTEN


def _second(p: Open, owner: str, c: Circumstances, now: dt.datetime) -> Wanted:
    """The owner's second reminder."""
    zone, language = c.people[owner]
    away = c.absent.get(owner, frozenset())
    due = due_instant(p.due_to, p.due_zone, c.calendar).astimezone(zone_of(zone))
    start = c.start(p, "overdue", _after(due, 1, zone, c.calendar, away), now, zone, away)
    title = shown(texts.title(p.act, shown(p.whom, 100), language), TITLE_LENGTH)
    text = said_text(p, zone, language, c.company) + "\n" + texts.overdue(p.due_to, language)
    return entry(p, "overdue", owner, title, text, start, (0,), zone, c.policy)


def _third(p: Open, owner: str, c: Circumstances, now: dt.datetime) -> Wanted | None:
    """The entry for the manager; None while it is not time, or there is none."""
    manager = manager_of(owner, c.company)
    second = c.entry_of(p, "overdue")
    if manager not in c.people or second is None or second.owner != owner or second.state not in _STOOD:
        return None
    if not c.is_written(p, "manager") and not (p.state == "open" and _is_ripe(p, owner, second, c, now)):
        return None
    zone, language = c.people[manager]
    away = c.absent.get(owner, frozenset()) | c.absent.get(manager, frozenset())
    start = c.start(p, "manager", now, now, zone, away)
    name = next((s.name for s in c.company.staff if s.address == owner and s.name), owner)
    title = texts.title(p.act, shown(p.whom, 100), language) + f" ({shown(name, 60)})"
    reminded = second.start.astimezone(zone_of(zone)).date()
    lines = [said_text(p, zone, language, c.company)] if manager in c.readers else []  # the words of a mail are for those who may read it
    text = "\n".join([*lines, texts.keeper(shown(name, 60), reminded, language), texts.overdue(p.due_to, language)])
    return entry(p, "manager", manager, shown(title, TITLE_LENGTH), text, start, (0,), zone, c.policy)


def _is_ripe(p: Open, owner: str, second: Existing, c: Circumstances, now: dt.datetime) -> bool:
    """Whether the term is three of the owner's working days over, and the day of the second reminder too."""
    zone, _ = c.people[owner]
    away = c.absent.get(owner, frozenset())
    due = due_instant(p.due_to, p.due_zone, c.calendar).astimezone(zone_of(zone))
    day = _after(due, _OVER, zone, c.calendar, away).date()
    over = dt.datetime.combine(day, due.time(), zone_of(zone))
    return max(over, _after(second.start.astimezone(zone_of(zone)), 1, zone, c.calendar, away)) <= now


def _after(at: dt.datetime, days: int, zone: str, calendar: WorkingCalendar, away: frozenset[dt.date]) -> dt.datetime:
    """The opening of the n-th working day after that of `at` on which somebody is not away."""
    opens = at
    for _ in range(days):
        midnight = dt.datetime.combine(opens.date() + dt.timedelta(days=1), dt.time(), zone_of(zone))
        opens = working_moment(midnight, zone, calendar, away)
    return opens
