"""What escalation is told of the world: who is away on which days, who may read whose words. Nothing is asked while nothing is overdue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from syncd.core import overdue
from syncd.core.model import Company, Language
from syncd.core.owners import manager_of
from syncd.core.plan import Existing, Open, Policy, Wanted, owner_of
from syncd.core.worktime import zone_of
from syncd.store import absences
from syncd.world import World

_BACK, _AHEAD = dt.timedelta(days=62), dt.timedelta(days=62)  # how far absences are looked for

People = Mapping[str, tuple[str, Language]]


def entries(world: World, promises: Sequence[Open], existing: Mapping[str, Existing], people: People, company: Company, policy: Policy) -> list[Wanted]:
    """The second reminders and the managers' entries that should be there now."""
    if not policy.escalate:
        return []
    calendar = world.config.calendar
    late = [p for p in promises if overdue.is_candidate(p, world.now, calendar)]
    if not late:
        return []
    owners = {owner_of(p, company)[0] for p in late}
    concerned = sorted(owners | {m for o in owners if (m := manager_of(o, company))})
    circumstances = overdue.Circumstances(
        existing=existing, people=people, company=company, calendar=calendar, policy=policy, absent=_absent(world, concerned),
        readers=frozenset(p.address for p in world.config.people if p.role in ("manager", "admin")),
    )  # fmt: skip
    return overdue.entries(late, circumstances, world.now)


def _absent(world: World, addresses: Sequence[str]) -> dict[str, frozenset[dt.date]]:
    """The days on which each of these people is away."""
    from syncd.core import absence  # with its words: a pass with nothing overdue does not load them

    db, company, now = world.store.db, world.config.company, world.now
    found: dict[str, set[dt.date]] = {a: set() for a in addresses}
    for e in absences.entries(db, addresses, now - _BACK, now + _AHEAD):
        if absence.says_away(e.meeting, e.owner, company):
            zone = zone_of(_zone(world, e.owner))
            first, last = (at.astimezone(zone).date() for at in (e.start, max(e.start, e.end - dt.timedelta(seconds=1))))
            found[e.owner].update(absence.days_between(first, last))
    for owner, days in absences.days_noted(db, addresses):
        found[owner] |= absence.days_of(days)
    named = {alias: s.address for s in company.staff for alias in (s.address, *s.aliases) if s.address in found}
    for r in absences.replies(db, sorted(named), now - _BACK):
        who = named[r.sender]
        found[who].update(absence.replied(r.subject, r.text, r.at, _zone(world, who), r.language, world.config.calendar))  # type: ignore[arg-type]  # of the store
    return {address: frozenset(days) for address, days in found.items()}


def _zone(world: World, address: str) -> str:
    return world.config.person(address).timezone or world.config.company.timezone
