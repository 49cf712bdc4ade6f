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
from syncd.core.plan import TITLE_LENGTH, WRITTEN, Existing, Open, Policy, Wanted, entry, keeps_start, owner_of, said_text, shown
from syncd.core.worktime import due_instant, next_quarter, working_moment, zone_of

_OVER = 3  # working days past the term, for the manager
_NO_DAYS: frozenset[dt.date] = frozenset()
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

    def is_written(self, p: Open, purpose: str, owner: str) -> bool:
        """Whether it stands with this owner, or is on its way."""
        old = self.entry_of(p, purpose)
        return old is not None and old.owner == owner and old.state in WRITTEN

    def start(self, p: Open, purpose: str, owner: str, earliest: dt.datetime, now: dt.datetime, away: frozenset[dt.date] = _NO_DAYS) -> dt.datetime:
        """When an entry of this owner begins: not before `earliest`, nor at once, nor on a day in `away`; one that has begun stays."""
        old = self.entry_of(p, purpose)
        if old is not None and keeps_start(old, owner, now):
            return old.start.astimezone(self.zone(owner))
        return self.moment(owner, earliest if earliest > now else next_quarter(now), away)

    def moment(self, who: str, at: dt.datetime, away: frozenset[dt.date] = _NO_DAYS) -> dt.datetime:
        """The first moment from `at` at which they are at work, on none of the days `away`."""
        return working_moment(at, self.people[who][0], self.calendar, self.absent.get(who, _NO_DAYS) | away)

    def after(self, who: str, at: dt.datetime, days: int) -> dt.datetime:
        """The opening of their n-th working day after that of `at`."""
        opens = at.astimezone(self.zone(who))
        for _ in range(days):
            opens = self.moment(who, dt.datetime.combine(opens.date() + dt.timedelta(days=1), dt.time(), self.zone(who)))
        return opens

    def zone(self, who: str) -> dt.tzinfo:
        """The zone on whose clocks they live."""
        return zone_of(self.people[who][0])


def entries(promises: Iterable[Open], c: Circumstances, now: dt.datetime) -> list[Wanted]:
    """The second reminders and the managers' entries that should be there now; none unless the policy escalates."""
    if not c.policy.escalate:
        return []
    found: list[Wanted] = []
    for p in promises:
        owner, _ = owner_of(p, c.company)
        if owner not in c.people or not _is_escalated(p, owner, c, now):
            continue
        if p.state == "open" or c.is_written(p, "overdue", owner):
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
    start = c.start(p, "overdue", owner, c.after(owner, due_instant(p.due_to, p.due_zone, c.calendar), 1), now)
    title = shown(texts.title(p.act, shown(p.whom, 100), language), TITLE_LENGTH)
    text = said_text(p, zone, language, c.company) + "\n" + texts.overdue(p.due_to, language)
    return entry(p, "overdue", owner, title, text, start, (0,), zone, c.policy)


def _third(p: Open, owner: str, c: Circumstances, now: dt.datetime) -> Wanted | None:
    """The entry for the manager; None while it is not time, or there is none."""
    manager = manager_of(owner, c.company)
    second = c.entry_of(p, "overdue")
    if manager not in c.people or second is None or second.owner != owner or second.state not in _STOOD:
        return None
    if not c.is_written(p, "manager", manager) and not (p.state == "open" and _is_ripe(p, owner, second, c, now)):
        return None
    zone, language = c.people[manager]
    start = c.start(p, "manager", manager, now, now, c.absent.get(owner, _NO_DAYS))
    name = next((s.name for s in c.company.staff if s.address == owner and s.name), owner)
    title = texts.title(p.act, shown(p.whom, 100), language) + f" ({shown(name, 60)})"
    reminded = second.start.astimezone(c.zone(manager)).date()
    lines = [said_text(p, zone, language, c.company)] if manager in c.readers else []  # the words of a mail are for those who may read it
    text = "\n".join([*lines, texts.keeper(shown(name, 60), reminded, language), texts.overdue(p.due_to, language)])
    return entry(p, "manager", manager, shown(title, TITLE_LENGTH), text, start, (0,), zone, c.policy)


def _is_ripe(p: Open, owner: str, second: Existing, c: Circumstances, now: dt.datetime) -> bool:
    """Whether the term is three of the owner's working days over, and the day of the second reminder too."""
    due = due_instant(p.due_to, p.due_zone, c.calendar).astimezone(c.zone(owner))
    over = dt.datetime.combine(c.after(owner, due, _OVER).date(), due.time(), c.zone(owner))
    return max(over, c.after(owner, second.start, 1)) <= now
